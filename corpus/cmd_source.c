/* cmd_source.c: entente source add|list|remove|export. */
#include "corpus/cmd_source.h"

#include <string.h>

#include "corpus/commands.h"
#include "corpus/opml.h"
#include "shim/text.h"

#define STALE_S                                                                                    \
	(2 *                                                                                       \
	 86400) /* no success for so long, and for three intervals, is stale when the user names no time */

/* --- records --- */

static json_t *time_json (gint64 unix_s)
{
	if (unix_s <= 0)
		return json_null ();
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_s);
	g_autofree char *text = time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	return text ? json_string (text) : json_null ();
}

static json_t *hint_json (gint64 value)
{
	return value < 0 ? json_null () : json_integer (value);
}

/* Two decimals: figures of a day. */
static json_t *rate_json (double rate)
{
	return json_real ((double)(gint64)(rate * 100 + .5) / 100);
}

json_t *cmd_source_json (const Source *s, const char *parent, bool stale)
{
	return json_pack (
		"{s:I, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:o, s:o, s:o, s:o, s:o, s:I, s:i,"
		" s:s?, s:o, s:o, s:o, s:I, s:i, s:i, s:s?, s:s?, s:o, s:o, s:b}",
		"id", (json_int_t)s->id, "url", s->url, "kind", source_kind_name (s->kind),
		"parent", parent, "title", s->title, "group", s->group, "language", s->language,
		"site_url", s->site_url, "added", time_json (s->added_s), "last_poll",
		time_json (s->polled_s), "last_success", time_json (s->success_s), "last_new",
		time_json (s->new_s), "next_poll", time_json (s->next_s), "interval_s",
		(json_int_t)s->interval_s, "failures", (int)s->failures, "why", s->why, "entries",
		hint_json (s->entries), "new_per_day", rate_json (s->fresh_per_day),
		"articles_per_day", rate_json (s->articles_per_day), "articles",
		(json_int_t)s->articles_total, "polls_7d", (int)s->polls_7d, "failed_7d",
		(int)s->failed_7d, "hub", s->hub, "topic", s->topic, "ttl_s", hint_json (s->ttl_s),
		"update_s", hint_json (s->update_s), "stale", stale);
}

static const char *parent_of (const GPtrArray *list, const Source *source)
{
	for (guint i = 0; source->parent && i < list->len; i++) {
		const Source *other = list->pdata[i];
		if (other->id == source->parent)
			return other->url;
	}
	return NULL;
}

/* --- list --- */

/* Nothing came for too long: since the last success, or since it was added. `limit_s` < 0: by its own interval. */
static bool is_stale (const Source *s, gint64 limit_s, gint64 now_s)
{
	gint64 since = now_s - (s->success_s ? s->success_s : s->added_s);
	if (limit_s >= 0)
		return since > limit_s;
	return since > MAX (STALE_S, 3 * s->interval_s);
}

/* "12 min", "3 h", "5 d". */
static void format_age (gint64 then_s, gint64 now_s, char out[16])
{
	gint64 age = MAX (now_s - then_s, 0);
	if (then_s == 0)
		g_strlcpy (out, "never", 16);
	else if (age < 3600)
		g_snprintf (out, 16, "%d min", (int)(age / 60));
	else if (age < 2 * 86400)
		g_snprintf (out, 16, "%d h", (int)(age / 3600));
	else
		g_snprintf (out, 16, "%d d", (int)MIN (age / 86400, 99999));
}

static void print_text (const CmdContext *context, const Source *s, bool stale)
{
	char success[16], indent[] = "  ";
	if (!s->parent)
		*indent = '\0';
	format_age (s->success_s, context->now_s, success);
	g_autofree char *url = text_line (s->url, -1, 0);
	printf ("%-12s %8s %7.1f  %s%s\n", source_kind_name (s->kind), success, s->articles_per_day,
		indent, url);
	if (s->title)
		printf ("%-30s %s%s\n", "", indent, s->title);
	if (s->failures)
		printf ("%-30s %s%u failure%s in a row: %s\n", "", indent, s->failures,
			s->failures == 1 ? "" : "s", s->why ? s->why : "unknown");
	else if (s->why)
		printf ("%-30s %s%s\n", "", indent, s->why);
	else if (stale)
		printf ("%-30s %snot asked since\n", "", indent);
}

static void print_tsv (const Source *s, const char *parent, bool stale)
{
	g_autofree char *success = NULL;
	if (s->success_s) {
		g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (s->success_s);
		success = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
	}
	const char *text[] = {
		source_kind_name (s->kind), s->url, parent, s->title, s->group, s->language, success
	};
	printf ("%" G_GINT64_FORMAT, s->id);
	for (gsize i = 0; i < G_N_ELEMENTS (text); i++) {
		putchar ('\t');
		cmd_print_tsv (text[i]);
	}
	printf ("\t%.2f\t%u\t", s->articles_per_day, s->failures);
	cmd_print_tsv (s->why);
	printf ("\t%s\n", stale ? "stale" : "");
}

static void print_group (const char *group, bool first)
{
	if (!first)
		putchar ('\n');
	printf ("%s\n", group ? group : "(no group)");
}

static int list (CmdContext *context, const char *group, bool stale_only, gint64 limit_s)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) sources = NULL;
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store || !source_list (store, group, context->now_s, &sources, &error))
		return cmd_fail (context, &error);
	json_t *array = context->format == FORMAT_JSON ? json_array () : NULL;
	bool any = false;
	const char *last = "";
	for (guint i = 0; i < sources->len; i++) {
		const Source *s = sources->pdata[i];
		bool stale = is_stale (s, limit_s, context->now_s);
		const char *parent = parent_of (sources, s);
		if (stale_only && !stale)
			continue;
		if (context->format == FORMAT_TEXT && !any)
			printf ("%-12s %8s %7s\n", "kind", "answered", "a day");
		if (context->format == FORMAT_TEXT && g_strcmp0 (last, s->group) != 0) {
			print_group (s->group, !any);
			last = s->group;
		}
		any = true;
		if (context->format == FORMAT_JSON)
			json_array_append_new (array, cmd_source_json (s, parent, stale));
		else if (context->format == FORMAT_JSONL)
			cmd_print_json (cmd_source_json (s, parent, stale));
		else if (context->format == FORMAT_TSV)
			print_tsv (s, parent, stale);
		else
			print_text (context, s, stale);
	}
	if (array)
		cmd_print_json_pretty (array);
	if (!any && !stale_only && group)
		cmd_warn (context, "no sources in group '%s'", group);
	else if (!any && !stale_only)
		cmd_warn (context, "no sources: add one with 'entente source add URL'");
	return any ? CMD_OK : CMD_NONE;
}

/* --- remove, export --- */

static bool find (Store *store, const char *what, Source **out, GError **error)
{
	guint64 id;
	if (g_ascii_string_to_unsigned (what, 10, 1, G_MAXINT64, &id, NULL))
		return source_get (store, (gint64)id, out, error);
	return source_find (store, what, out, error);
}

static int remove_sources (CmdContext *context, int argc, char **argv)
{
	g_autoptr (GError) error = NULL;
	int status = CMD_OK;
	guint total = 0;
	if (argc == 0)
		return cmd_usage (context, "remove needs an address or a number");
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_WRITE, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	for (int i = 0; i < argc; i++) {
		g_autoptr (Source) source = NULL;
		guint removed = 0;
		if (!find (store, argv[i], &source, &error))
			return cmd_fail (context, &error);
		if (!source) {
			status = cmd_error (context, CMD_NO_INPUT, "no source %s", argv[i]);
			continue;
		}
		if (!source_remove (store, source->id, &removed, &error))
			return cmd_fail (context, &error);
		total += removed;
	}
	if (!store_commit (store, &error))
		return cmd_fail (context, &error);
	printf ("%u removed\n", total);
	return status;
}

static int export_sources (CmdContext *context, const char *group)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) sources = NULL;
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store || !source_list (store, group, context->now_s, &sources, &error))
		return cmd_fail (context, &error);
	if (context->format == FORMAT_OPML) {
		g_autofree char *text = opml_write (sources, "Sources of entente", context->now_s);
		fputs (text, stdout);
		return CMD_OK;
	}
	for (guint i = 0; i < sources->len; i++) {
		const Source *s = sources->pdata[i];
		cmd_print_json (cmd_source_json (s, parent_of (sources, s),
						 is_stale (s, -1, context->now_s)));
	}
	return CMD_OK;
}

/* --- the command --- */

static const char *const subcommands[] = { "add", "list", "remove", "export" };

/* Which subcommand is asked for: formats depend on it, and options are read with the formats. */
static const char *which (int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		for (gsize n = 0; n < G_N_ELEMENTS (subcommands); n++)
			if (strcmp (argv[i], subcommands[n]) == 0)
				return subcommands[n];
	return "";
}

/* "--stale=2d" is "--stale" and its time: GOption has no optional values in plain entries. *limit_s stays when none is given. */
static bool take_stale (int argc, char **argv, gint64 *limit_s)
{
	static char plain[] = "--stale";
	for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++) {
		if (!g_str_has_prefix (argv[i], "--stale="))
			continue;
		if (!cmd_parse_duration (argv[i] + strlen ("--stale="), limit_s))
			return false;
		argv[i] = plain;
	}
	return true;
}

int cmd_source (CmdContext *context, int argc, char **argv)
{
	g_autofree char *group = NULL, *language = NULL, *kind = NULL, *contact = NULL;
	g_autofree char *ca_file = NULL;
	g_auto (GStrv) connect_to = NULL;
	gboolean no_discover = FALSE, all_sitemaps = FALSE, allow_private = FALSE, stale = FALSE;
	double delay_s = 1;
	gint64 limit_s = -1;
	int status;
	const GOptionEntry entries[] = {
		{ "group", 'g', 0, G_OPTION_ARG_STRING, &group,
		  "add: into this group; list, export: of it alone", "GROUP" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &language, "add: their language (fr, en)",
		  "LANG" },
		{ "kind", 0, 0, G_OPTION_ARG_STRING, &kind,
		  "add: with --no-discover, what they are", "KIND" },
		{ "no-discover", 0, 0, G_OPTION_ARG_NONE, &no_discover,
		  "add: as given, without asking the site", NULL },
		{ "all-sitemaps", 0, 0, G_OPTION_ARG_NONE, &all_sitemaps,
		  "add: also sitemaps of a site's past", NULL },
		{ "delay", 0, 0, G_OPTION_ARG_DOUBLE, &delay_s,
		  "add: seconds between requests to a host (1)", "SECONDS" },
		{ "contact", 0, 0, G_OPTION_ARG_STRING, &contact,
		  "add: your URL or e-mail for the User-Agent", "URL" },
		{ "allow-private", 0, 0, G_OPTION_ARG_NONE, &allow_private,
		  "add: also addresses of private networks", NULL },
		{ "cacert", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, "add: trust these certificates",
		  "FILE" },
		{ "connect-to", 0, 0, G_OPTION_ARG_STRING_ARRAY, &connect_to,
		  "add: HOST:PORT:ADDRESS:PORT, as curl has it", "RULE" },
		{ "stale", 0, 0, G_OPTION_ARG_NONE, &stale,
		  "list: only those silent for long (--stale=2d)", NULL },
		{ 0 },
	};
	const char *what = which (argc, argv);
	bool exporting = strcmp (what, "export") == 0;
	if (!take_stale (argc, argv, &limit_s))
		return cmd_usage (context, "--stale takes a time such as 36h or 2d");
	if (!(exporting ? cmd_options (context, &argc, &argv, entries,
				       FORMATS (FORMAT_OPML, FORMAT_JSONL), 2, &status)
			: cmd_options (context, &argc, &argv, entries,
				       FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV),
				       4, &status)))
		return status;
	what = argc > 1 ? argv[1] : "";
	if (strcmp (what, "list") == 0 && argc == 2)
		return list (context, group, stale, limit_s);
	if (strcmp (what, "export") == 0 && argc == 2)
		return export_sources (context, group);
	if (strcmp (what, "remove") == 0)
		return remove_sources (context, argc - 2, argv + 2);
	if (strcmp (what, "add") != 0)
		return cmd_usage (context, "expected add, list, remove or export");
	const SourceAddOptions options = { .group = group,
					   .language = language,
					   .kind = kind,
					   .no_discover = no_discover,
					   .all_sitemaps = all_sitemaps,
					   .allow_private = allow_private,
					   .ca_file = ca_file,
					   .connect_to = (const char *const *)connect_to,
					   .delay_s = delay_s,
					   .contact = contact };
	return cmd_source_add (context, &options, argc - 2, argv + 2);
}

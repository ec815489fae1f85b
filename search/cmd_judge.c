/* cmd_judge.c: `entente judge`: what people say of pairs of articles. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "corpus/store_link.h"
#include "search/cmd_judge_check.h"
#include "search/cmd_link.h"
#include "search/commands.h"
#include "search/judged.h"
#include "search/pick.h"
#include "shim/text.h"

#define WAIT_MS 1000         /* for another that links, of which most are soon done */
#define LINE_MAX_BYTES 65536 /* of a file of judgements */

/* --- writing verdicts out --- */

static json_t *verdict_to_json (const StoreVerdict *v)
{
	return json_pack ("{s:s, s:s, s:s, s:s}", "a", v->id_a, "b", v->id_b, "verdict",
			  verdict_name (v->verdict), "judged_at", v->judged_at);
}

static void put_verdict (FILE *out, CmdFormat format, const StoreVerdict *v)
{
	if (format == FORMAT_TSV || format == FORMAT_TEXT) {
		g_autofree char *a = text_line (v->id_a, -1, 0), *b = text_line (v->id_b, -1, 0);
		fprintf (out, "%s\t%s\t%s\t%s\n", a, b, verdict_name (v->verdict), v->judged_at);
		return;
	}
	json_t *object = verdict_to_json (v);
	char *text = json_dumps (object, JSON_COMPACT);
	fprintf (out, "%s\n", text ? text : "null");
	free (text);
	json_decref (object);
}

static bool named_tsv (const char *path)
{
	return g_str_has_suffix (path, ".tsv");
}

static int list (CmdContext *context, Store *store, FILE *out, CmdFormat format)
{
	GError *error = NULL;
	g_autoptr (GPtrArray) verdicts = store_verdicts (store, NULL, &error);
	if (!verdicts)
		return cmd_fail (context, &error);
	json_t *array = format == FORMAT_JSON ? json_array () : NULL;
	for (guint i = 0; i < verdicts->len; i++)
		if (array)
			json_array_append_new (array, verdict_to_json (verdicts->pdata[i]));
		else
			put_verdict (out, format, verdicts->pdata[i]);
	if (array)
		cmd_print_json_pretty (array);
	return verdicts->len ? CMD_OK : CMD_NONE;
}

static int export(CmdContext *context, Store *store, const char *path)
{
	FILE *file = strcmp (path, "-") == 0 ? stdout : fopen (path, "we");
	if (!file)
		return cmd_error (context, CMD_CANT_CREATE, "cannot write %s: %s", path,
				  g_strerror (errno));
	int status = list (context, store, file, named_tsv (path) ? FORMAT_TSV : FORMAT_JSONL);
	if (file != stdout && fclose (file) != 0)
		return cmd_error (context, CMD_IO, "cannot write %s: %s", path, g_strerror (errno));
	return status == CMD_NONE ? CMD_OK : status;
}

/* --- taking verdicts in --- */

#define CONFLICTS_SHOWN 10

/* Where verdicts contradict each other, all of them stay and this says what becomes of it. `id` NULL: all; else those it is in. */
static void warn_of_conflicts (CmdContext *context, Store *store, const char *id)
{
	g_autoptr (GError) ignored = NULL; /* what was judged is kept */
	g_autoptr (GPtrArray) conflicts = judged_conflicts (store, id, &ignored);
	for (guint i = 0; conflicts && i < MIN (conflicts->len, CONFLICTS_SHOWN); i++) {
		const StoreVerdict *v = conflicts->pdata[i];
		cmd_warn (context,
			  "%s and %s were judged %s, but the same by way of others: they stay "
			  "apart, and what is the same as both goes with one of them",
			  v->id_a, v->id_b, verdict_name (v->verdict));
	}
	if (conflicts && conflicts->len > CONFLICTS_SHOWN)
		cmd_warn (context, "and %u more", conflicts->len - CONFLICTS_SHOWN);
}

typedef struct {
	CmdContext *context;
	Store *store;
	bool links; /* stories are ours to change: nobody else links */
	guint taken, changed, skipped;
} Judge;

static bool take (Judge *j, const char *a, const char *b, Verdict verdict, const char *at,
		  GError **error)
{
	bool changed;
	if (!store_verdict_put (j->store, a, b, verdict, at, &changed, error))
		return false;
	j->taken++;
	j->changed += changed;
	return true;
}

/* Be the one that changes stories, if nobody is, or soon: j->links. What is judged is kept in any case. */
static bool take_links (Judge *j, int wait_ms, GError **error)
{
	g_autoptr (GError) failure = NULL;
	j->links = store_take_role (j->store, STORE_LINKS, wait_ms, &failure);
	if (j->links || g_error_matches (failure, STORE_ERROR, STORE_ERROR_LOCKED))
		return true;
	g_propagate_error (error, g_steal_pointer (&failure));
	return false;
}

static int finish (Judge *j)
{
	GError *error = NULL;
	StoryChanges changes = { 0 };
	g_autofree char *at = link_now (j->context);
	if (!store_commit (j->store, &error) || !take_links (j, 0, &error))
		return cmd_fail (j->context, &error);
	if (!j->links) {
		cmd_warn (j->context,
			  "stories hear of it when the 'entente link' that runs, or the "
			  "next, has come so far");
		return CMD_OK;
	}
	if (!linker_regroup (j->store, at, &changes, &error) || !store_commit (j->store, &error))
		return cmd_fail (j->context, &error);
	return CMD_OK;
}

/* One line of a file: an object {"a","b","verdict","judged_at"} or fields. False when it is none. */
static bool read_line (const char *line, char **a, char **b, Verdict *verdict, char **at)
{
	ArticleDate time = { 0 };
	const char *word = NULL, *when = NULL;
	json_t *object = *line == '{' ? json_loads (line, 0, NULL) : NULL;
	g_auto (GStrv) fields = object ? NULL : g_strsplit (line, "\t", 5);
	if (object) {
		*a = g_strdup (json_string_value (json_object_get (object, "a")));
		*b = g_strdup (json_string_value (json_object_get (object, "b")));
		word = json_string_value (json_object_get (object, "verdict"));
		when = json_string_value (json_object_get (object, "judged_at"));
	} else if (g_strv_length (fields) >= 3) {
		*a = g_strdup (fields[0]);
		*b = g_strdup (fields[1]);
		word = fields[2];
		when = fields[3];
	}
	*verdict = verdict_from_name (word);
	*at = when && article_date_parse (when, &time) ? g_strdup (when) : NULL;
	json_decref (object);
	return *a && *b && **a && **b && strcmp (*a, *b) != 0 && *verdict != VERDICT_NONE;
}

static bool import_line (Judge *j, const char *path, guint number, char *line, GError **error)
{
	g_autofree char *a = NULL, *b = NULL, *at = NULL;
	g_autofree char *clean = text_clean (g_strchomp (line), -1, NULL);
	Verdict verdict;
	if (!*clean || *clean == '#')
		return true;
	if (!read_line (clean, &a, &b, &verdict, &at)) {
		j->skipped++;
		cmd_warn (j->context, "%s:%u: no judgement: id, id, same|related|different", path,
			  number);
		return true;
	}
	if (!at)
		at = link_now (j->context);
	return take (j, a, b, verdict, at, error);
}

static int import (Judge *j, const char *path)
{
	GError *error = NULL;
	char line[LINE_MAX_BYTES];
	bool ok = true;
	FILE *file = strcmp (path, "-") == 0 ? stdin : fopen (path, "re");
	if (!file)
		return cmd_error (j->context, errno == EACCES ? CMD_NO_PERMISSION : CMD_NO_INPUT,
				  "cannot read %s: %s", path, g_strerror (errno));
	for (guint number = 1; ok && fgets (line, sizeof line, file); number++)
		ok = import_line (j, path, number, line, &error);
	if (file != stdin)
		fclose (file);
	if (!ok)
		return cmd_fail (j->context, &error);
	int status = finish (j);
	warn_of_conflicts (j->context, j->store, NULL);
	if (status == CMD_OK && !j->context->quiet)
		printf ("%u judgements read, %u new or changed\n", j->taken, j->changed);
	return status == CMD_OK && j->skipped ? CMD_DATA : status;
}

static int judge_pair (Judge *j, char **argv)
{
	Article *articles[2] = { NULL, NULL };
	int status = CMD_OK;
	GError *error = NULL;
	guint32 docid;
	Verdict verdict = verdict_from_name (argv[3]);
	bool ok = pick_stored (j->context, j->store, argv[1], &docid, &articles[0], &status) &&
		  pick_stored (j->context, j->store, argv[2], &docid, &articles[1], &status);
	if (ok && strcmp (articles[0]->id, articles[1]->id) == 0)
		status = cmd_usage (j->context, "'%s' and '%s' are one article", argv[1], argv[2]);
	else if (ok) {
		g_autofree char *at = link_now (j->context);
		status = take (j, articles[0]->id, articles[1]->id, verdict, at, &error)
				 ? finish (j)
				 : cmd_fail (j->context, &error);
		if (status == CMD_OK && !j->context->quiet)
			printf (j->changed ? "kept: %s %s %s\n" : "known: %s %s %s\n",
				articles[0]->id, articles[1]->id, verdict_name (verdict));
		warn_of_conflicts (j->context, j->store, articles[0]->id);
	}
	article_free (articles[0]);
	article_free (articles[1]);
	return status;
}

/* --- the command --- */

typedef struct {
	char *export_to, *import_from;
	gboolean list, check;
} Options;

static int run (CmdContext *context, const Options *o, char **argv)
{
	GError *error = NULL;
	bool reads = o->list || o->check || o->export_to;
	g_autoptr (Store) store =
		store_open (context->corpus_dir, reads ? STORE_READ : STORE_WRITE, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	if (o->export_to)
		return export(context, store, o->export_to);
	if (o->check)
		return judge_check (context, store);
	if (o->list)
		return list (context, store, stdout, context->format);
	store_share (store, NULL, NULL); /* beside a crawl, and what links */
	Judge j = { .context = context, .store = store };
	if (!take_links (&j, WAIT_MS, &error))
		return cmd_fail (context, &error);
	return o->import_from ? import (&j, o->import_from) : judge_pair (&j, argv);
}

int cmd_judge (CmdContext *context, int argc, char **argv)
{
	Options o = { 0 };
	const GOptionEntry entries[] = {
		{ "list", 0, 0, G_OPTION_ARG_NONE, &o.list, "Show the verdicts in force", NULL },
		{ "check", 0, 0, G_OPTION_ARG_NONE, &o.check,
		  "How the probabilities stand beside the verdicts", NULL },
		{ "export", 0, 0, G_OPTION_ARG_FILENAME, &o.export_to, "Write them to a file",
		  "FILE|-" },
		{ "import", 0, 0, G_OPTION_ARG_FILENAME, &o.import_from,
		  "Take the verdicts of a file", "FILE|-" },
		{ 0 },
	};
	int status;
	if (cmd_options (context, &argc, &argv, entries,
			 FORMATS (FORMAT_TEXT, FORMAT_JSONL, FORMAT_TSV, FORMAT_JSON), 4,
			 &status)) {
		int wanted = o.list || o.check || o.export_to || o.import_from ? 1 : 4;
		if (o.list + o.check + (o.export_to != NULL) + (o.import_from != NULL) > 1)
			status = cmd_usage (context,
					    "one of --list, --check, --export and --import");
		else if (argc != wanted)
			status = cmd_usage (context,
					    wanted == 1 ? "unexpected argument"
							: "two articles and a verdict, please");
		else if (wanted == 4 && verdict_from_name (argv[3]) == VERDICT_NONE)
			status = cmd_usage (context,
					    "a verdict is same, related or different, not '%s'",
					    argv[3]);
		else
			status = run (context, &o, argv);
	}
	g_free (o.export_to);
	g_free (o.import_from);
	return status;
}

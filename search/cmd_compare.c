/* cmd_compare.c: `entente compare`. */
#include <string.h>

#include "corpus/table.h"
#include "search/commands.h"
#include "search/compare_report.h"
#include "search/pick.h"
#include "search/session.h"

static const struct {
	const char *name;
	ReportPart part;
} parts_by_name[] = {
	{ "timeline", REPORT_TIMELINE },   { "copies", REPORT_COPIES },
	{ "figures", REPORT_FIGURES },     { "names", REPORT_NAMES },
	{ "quotes", REPORT_QUOTES },       { "titles", REPORT_TITLES },
	{ "omissions", REPORT_OMISSIONS },
};

/* "figures,quotes" as bits; 0 when a word is none of them. */
static guint parts_of (const char *list)
{
	guint parts = 0;
	g_auto (GStrv) words = g_strsplit (list, ",", -1);
	for (char **word = words; *word; word++) {
		guint part = 0;
		for (gsize i = 0; i < G_N_ELEMENTS (parts_by_name); i++)
			if (strcmp (parts_by_name[i].name, g_strstrip (*word)) == 0)
				part = parts_by_name[i].part;
		if (part == 0)
			return 0;
		parts |= part;
	}
	return parts;
}

static void print_schema (void)
{
	const char *schema = table_bytes ("search/data/compare-schema.json", NULL);
	g_assert (schema);
	fputs (schema, stdout);
}

static void print_report (const CmdContext *context, bool full, json_t *report)
{
	if (context->format == FORMAT_JSON) {
		cmd_print_json_pretty (report);
		return;
	}
	if (context->format == FORMAT_HTML)
		compare_print_html (report, stdout);
	else if (context->format == FORMAT_MD)
		compare_print_markdown (report, stdout);
	else
		compare_print_text (report, (guint)MAX (context->columns, 40), context->colour,
				    full, stdout);
	json_decref (report);
}

/* What the corpus kept of an article before it was changed: when, and the title it had. */
static bool add_versions (Store *store, json_t *report, GError **error)
{
	size_t i, k;
	json_t *entry, *version;
	const json_t *articles = json_object_get (report, "articles");
	json_array_foreach (json_object_get (json_object_get (report, "timeline"), "articles"), i,
			    entry)
	{
		const char *id =
			json_string_value (json_object_get (json_array_get (articles, i), "id"));
		json_t *versions = NULL, *short_form = json_array ();
		if (id && !store_versions (store, id, &versions, error)) {
			json_decref (short_form);
			return false;
		}
		json_array_foreach (versions, k, version) json_array_append_new (
			short_form, json_pack ("{s:O?, s:O?}", "replaced_at",
					       json_object_get (version, "replaced_at"), "title",
					       json_object_get (version, "title")));
		json_object_set_new (entry, "versions", short_form);
		json_decref (versions);
	}
	return true;
}

/* Compare and print. `store` is NULL when all articles are files. */
static int compare_articles (CmdContext *context, guint parts, bool full, Store *store,
			     const GPtrArray *articles)
{
	int status = CMD_OK;
	GError *error = NULL;
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	Lexicon *lexicon = session_lexicon (context);
	g_autoptr (Space) space = space_new (NULL, lexicon, analyzer, &error);
	if (!space) {
		status = cmd_fail (context, &error);
	} else {
		g_autoptr (Compare) compare = compare_new (space, lexicon, articles);
		json_t *report = compare_report (compare, parts);
		if (store && !add_versions (store, report, &error))
			status = cmd_fail (context, &error);
		print_report (context, full, report);
	}
	g_clear_pointer (&space, space_free);
	lexicon_close (lexicon);
	return status;
}

static int run (CmdContext *context, guint parts, bool full, char **keys)
{
	int status = CMD_OK;
	Store *store;
	g_autoptr (GPtrArray) articles =
		g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
	if (!pick_store (context, keys, &store, &status))
		return status;
	if (pick_all (context, store, keys, articles, &status)) {
		if (articles->len > COMPARE_DOCS_MAX)
			cmd_warn (context, "%u articles: the first %d are compared", articles->len,
				  COMPARE_DOCS_MAX);
		if (articles->len < 2)
			status = cmd_usage (context, "one article has nothing to be compared with");
		else
			status = compare_articles (context, parts, full, store, articles);
	}
	store_close (store);
	return status;
}

int cmd_compare (CmdContext *context, int argc, char **argv)
{
	char *only = NULL;
	gboolean schema = FALSE, full = FALSE;
	int status;
	const GOptionEntry entries[] = {
		{ "only", 'o', 0, G_OPTION_ARG_STRING, &only, "Only these parts of the report",
		  "PART,…" },
		{ "full", 0, 0, G_OPTION_ARG_NONE, &full,
		  "Text: every row, each with its sentences", NULL },
		{ "schema", 0, 0, G_OPTION_ARG_NONE, &schema, "Print the JSON schema of the report",
		  NULL },
		PICK_OPTIONS (context),
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML, FORMAT_MD), 4, &status)) {
		g_free (only);
		return status;
	}
	guint parts = only ? parts_of (only) : REPORT_ALL;
	if (schema) {
		print_schema ();
		status = CMD_OK;
	} else if (parts == 0)
		status = cmd_usage (context,
				    "--only takes timeline, copies, figures, names, quotes, "
				    "titles, omissions, not '%s'",
				    only);
	else if (argc < 2)
		status = cmd_usage (context, "which story or articles?");
	else
		status = run (context, parts, full, argv + 1);
	g_free (only);
	return status;
}

/* cmd_show.c: `entente show`. */
#include <string.h>

#include "corpus/commands.h"
#include "corpus/store.h"
#include "shim/text.h"

static void print_field (const CmdContext *context, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	g_autofree char *line = text_line (value, -1, 0);
	printf ("%s%-10s%s %s\n", context->colour ? "\033[2m" : "", name,
		context->colour ? "\033[0m" : "", line);
}

static char *join (const GPtrArray *strings)
{
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < strings->len; i++)
		g_string_append_printf (out, "%s%s", i ? ", " : "",
					(const char *)strings->pdata[i]);
	return g_string_free (out, FALSE);
}

static void print_text (const CmdContext *context, const Article *a)
{
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1, 0);
	g_autofree char *published = article_date_format (&a->date_published);
	g_autofree char *modified = article_date_format (&a->date_modified);
	g_autofree char *authors = join (a->authors), *keywords = join (a->keywords);
	printf ("%s%s%s\n", context->colour ? "\033[1m" : "", title,
		context->colour ? "\033[0m" : "");
	print_field (context, "id", a->id);
	print_field (context, "language", a->language);
	print_field (context, "published", published);
	print_field (context, "modified", modified);
	print_field (context, "authors", authors);
	print_field (context, "publisher", a->publisher);
	print_field (context, "site", a->domain);
	print_field (context, "section", a->section);
	print_field (context, "keywords", keywords);
	print_field (context, "story", a->story);
	print_field (context, "url", a->url ? a->url : article_identity (a));
	putchar ('\n');
	g_autofree char *clean = text_clean (a->text ? a->text : "", -1, NULL);
	g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line)
			cmd_print_wrapped (*line, 0, (guint)MIN (context->columns, 100));
}

static bool print_versions (const CmdContext *context, Store *store, const Article *a,
			    json_t *record, GError **error)
{
	json_t *versions = NULL;
	size_t i;
	json_t *version;
	if (!store_versions (store, a->id, &versions, error))
		return false;
	if (record) {
		json_object_set_new (record, "versions", versions);
		return true;
	}
	json_array_foreach (versions, i, version)
	{
		const char *replaced = json_string_value (json_object_get (version, "replaced_at"));
		const char *title = json_string_value (json_object_get (version, "title"));
		g_autofree char *clean = text_line (title ? title : "(no title)", -1, 0);
		printf ("\nVersion %d, until %s: %s\n",
			(int)json_integer_value (json_object_get (version, "version")),
			replaced ? replaced : "?", clean);
		const char *text = json_string_value (json_object_get (version, "text"));
		if (text)
			cmd_print_wrapped (text, 0, (guint)MIN (context->columns, 100));
	}
	json_decref (versions);
	return true;
}

/* Print one article, or append its record to `array` when that is given. */
static int show_one (CmdContext *context, Store *store, const char *key, bool versions,
		     json_t *array)
{
	g_autoptr (Article) article = NULL;
	g_auto (GStrv) candidates = NULL;
	guint32 docid;
	GError *error = NULL;
	if (!store_find (store, key, &docid, &article, &candidates, &error))
		return cmd_fail (context, &error);
	if (!article && candidates && *candidates) {
		g_autofree char *list = g_strjoinv (", ", candidates);
		return cmd_error (context, CMD_NO_INPUT, "'%s' is the beginning of several ids: %s",
				  key, list);
	}
	if (!article)
		return cmd_error (context, CMD_NO_INPUT, "no article '%s'", key);
	json_t *record = context->format == FORMAT_TEXT ? NULL : article_to_json (article);
	if (!record)
		print_text (context, article);
	if (versions && !print_versions (context, store, article, record, &error)) {
		json_decref (record);
		return cmd_fail (context, &error);
	}
	if (array)
		json_array_append_new (array, record);
	else if (record && context->format == FORMAT_JSON)
		cmd_print_json_pretty (record);
	else if (record)
		cmd_print_json (record);
	return CMD_OK;
}

int cmd_show (CmdContext *context, int argc, char **argv)
{
	gboolean versions = FALSE;
	const GOptionEntry entries[] = {
		{ "versions", 0, 0, G_OPTION_ARG_NONE, &versions, "Print earlier versions too",
		  NULL },
		{ 0 },
	};
	int status;
	GError *error = NULL;
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL), 3, &status))
		return status;
	if (argc < 2)
		return cmd_usage (context, "which article?");
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	/* One article is an object, several are one document still. */
	json_t *array = context->format == FORMAT_JSON && argc > 2 ? json_array () : NULL;
	for (int i = 1; i < argc; i++) {
		int one = show_one (context, store, argv[i], versions, array);
		status = MAX (i > 1 ? status : 0, one);
		if (context->format == FORMAT_TEXT && i + 1 < argc)
			putchar ('\n');
	}
	if (array)
		cmd_print_json_pretty (array);
	return status;
}

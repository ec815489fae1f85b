/* cmd_extract.c: `entente extract`: the article in an HTML page, without a corpus. */
#include <errno.h>
#include <string.h>

#include "corpus/commands.h"
#include "corpus/extract.h"
#include "shim/text.h"

#define LINE_MAX_BYTES (64 * 1024) /* of a batch list */

typedef struct {
	const CmdContext *context;
	bool why;
	guint64 done, failed;
	int status;
	bool first;
} Output;

static void print_paragraphs (const Article *article)
{
	g_auto (GStrv) lines = g_strsplit (article->text ? article->text : "", "\n", -1);
	if (article->title) {
		g_autofree char *title = text_line (article->title, -1, 0);
		printf ("%s\n", title);
	}
	for (char **line = lines; *line; line++)
		if (**line)
			printf ("\n%s\n", *line);
}

static void print_html (const Article *article, const PageMore *more)
{
	g_autofree char *title = g_markup_escape_text (article->title ? article->title : "", -1);
	printf ("<!DOCTYPE html>\n<html%s%s%s>\n<head><meta "
		"charset=\"utf-8\"><title>%s</title></head>\n"
		"<body>\n<h1>%s</h1>\n%s</body>\n</html>\n",
		article->language ? " lang=\"" : "", article->language ? article->language : "",
		article->language ? "\"" : "", title, title, more->html);
}

/* A field's values, the winner marked: "title  * json-ld:headline  Bridge to close". */
static void print_why_text (const json_t *why)
{
	const char *field;
	json_t *facts, *fact;
	gsize i;
	for (void *at = json_object_iter ((json_t *)(gsize)why); at;
	     at = json_object_iter_next ((json_t *)(gsize)why, at)) {
		field = json_object_iter_key (at);
		facts = json_object_iter_value (at);
		json_array_foreach (facts, i, fact)
		{
			bool block = strcmp (field, "blocks") == 0;
			bool won = json_is_true (json_object_get (fact, block ? "kept" : "won"));
			const char *rule =
				json_string_value (json_object_get (fact, block ? "why" : "rule"));
			const char *value = json_string_value (
				json_object_get (fact, block ? "text" : "value"));
			const char *reason = json_string_value (json_object_get (fact, "why_not"));
			g_autofree char *line = text_line (value ? value : "", -1, 120);
			printf ("%-16s %c %-28s %s%s%s%s\n", field, won ? '*' : ' ',
				rule ? rule : "", line, reason ? "  (" : "", reason ? reason : "",
				reason ? ")" : "");
		}
	}
}

static void print_article (Output *output, ExtractJob *job)
{
	CmdFormat format = output->context->format;
	if (format == FORMAT_TEXT || format == FORMAT_HTML) {
		if (!output->first)
			putchar ('\n');
		if (format == FORMAT_HTML)
			print_html (job->article, &job->more);
		else if (output->why)
			print_why_text (job->more.why);
		else
			print_paragraphs (job->article);
	} else {
		json_t *record = article_to_json (job->article);
		if (output->why)
			json_object_set (record, "why", job->more.why);
		if (format == FORMAT_JSON)
			cmd_print_json_pretty (record);
		else
			cmd_print_json (record);
	}
	output->first = false;
}

static void on_done (ExtractJob *job, gpointer data)
{
	Output *output = data;
	output->done++;
	if (job->article) {
		print_article (output, job);
		return;
	}
	output->failed++;
	bool missing = job->error->domain == G_FILE_ERROR;
	int status = missing && job->error->code == G_FILE_ERROR_NOENT ? CMD_NO_INPUT
		     : missing ? (int)output->context->status_of (job->error)
			       : CMD_DATA;
	cmd_error (output->context, (CmdStatus)status, "%s: %s", job->path, job->error->message);
	/* One page that fails says why; among many, that some did. */
	output->status = output->done > 1 ? CMD_DATA : status;
}

/* Push the list's pages as they are read. */
static int push_list (const CmdContext *context, const char *path, ExtractQueue *queue,
		      Output *output)
{
	FILE *in = strcmp (path, "-") == 0 ? stdin : fopen (path, "re");
	if (!in)
		return cmd_error (context, CMD_NO_INPUT, "%s: %s", path, g_strerror (errno));
	g_autofree char *line = g_malloc (LINE_MAX_BYTES);
	while (!cmd_interrupted () && fgets (line, LINE_MAX_BYTES, in)) {
		g_autoptr (GError) error = NULL;
		ExtractJob *job = extract_job_parse (line, &error);
		if (job) {
			extract_queue_push (queue, job);
		} else if (error) {
			output->failed++;
			output->status = cmd_error (context, CMD_DATA, "%s", error->message);
		}
	}
	bool failed = ferror (in);
	if (in != stdin)
		fclose (in);
	return failed ? cmd_error (context, CMD_IO, "%s: cannot be read to its end", path) : CMD_OK;
}

static bool is_address (const char *argument)
{
	return g_ascii_strncasecmp (argument, "http://", 7) == 0 ||
	       g_ascii_strncasecmp (argument, "https://", 8) == 0;
}

static int run (CmdContext *context, char **files, int count, const char *batch, const char *url,
		bool why)
{
	Output output = { .context = context, .why = why, .status = CMD_OK, .first = true };
	bool more = why || context->format == FORMAT_HTML;
	cmd_catch_signals ();
	ExtractQueue *queue = extract_queue_new (0, context->now_s, more, on_done, &output);
	int status = batch ? push_list (context, batch, queue, &output) : CMD_OK;
	for (int i = 0; i < count && !cmd_interrupted (); i++)
		extract_queue_push (queue, extract_job_new (NULL, files[i], url));
	extract_queue_finish (queue);
	if (batch && output.failed)
		cmd_warn (context,
			  "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pages gave no article",
			  output.failed, output.done);
	return cmd_interrupted () ? CMD_INTERRUPTED : status ? status : output.status;
}

int cmd_extract (CmdContext *context, int argc, char **argv)
{
	gboolean why = FALSE;
	g_autofree char *batch = NULL;
	g_autofree char *url = NULL;
	int status;
	const GOptionEntry entries[] = {
		{ "batch", 0, 0, G_OPTION_ARG_FILENAME, &batch,
		  "A list of pages: paths, or JSON Lines {\"id\",\"path\",\"url\"}", "LIST" },
		{ "url", 0, 0, G_OPTION_ARG_STRING, &url, "Where the page was fetched", "URL" },
		{ "why", 0, 0, G_OPTION_ARG_NONE, &why,
		  "Show which rule gave each field, and which lost", NULL },
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_HTML), 4,
			  &status))
		return status;
	if (argc < 2 && !batch)
		return cmd_usage (context, "which page?");
	for (int i = 1; i < argc; i++)
		if (is_address (argv[i]))
			return cmd_usage (context,
					  "%s: fetch the page first; extract reads files (--url "
					  "says where it was)",
					  argv[i]);
	if (batch && !context->format_given)
		context->format = FORMAT_JSONL;
	return run (context, argv + 1, argc - 1, batch, url, why);
}

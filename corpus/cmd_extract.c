/* cmd_extract.c: `entente extract`: the article in an HTML page, without a corpus. */
#include <errno.h>
#include <string.h>

#include "corpus/commands.h"
#include "corpus/extract.h"
#include "corpus/extract_fetch.h"
#include "shim/text.h"

#define LINE_MAX_BYTES (64 * 1024) /* of a batch list */
#define FETCH_DELAY_MS 1000        /* between two pages of one host */

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

static int status_of (const CmdContext *context, const GError *error)
{
	if (error->domain == EXTRACT_FETCH_ERROR)
		return context->status_of (error);
	if (error->domain != G_FILE_ERROR)
		return CMD_DATA;
	return error->code == G_FILE_ERROR_NOENT ? CMD_NO_INPUT : context->status_of (error);
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
	int status = status_of (output->context, job->error);
	cmd_error (output->context, (CmdStatus)status, "%s: %s", job->path, job->error->message);
	output->status = status;
}

/* --- pages in --- */

typedef struct {
	const CmdContext *context;
	Output *output;
	ExtractQueue *queue;
	ExtractFetcher *fetcher; /* made when a page is to be fetched */
	const char *user_agent, *url;
	bool allow_private;
	GPtrArray *lines; /* of the list, when it is gone through twice; owned */
} Run;

/* A page off the web is fetched here, one after the other; the queue's threads meanwhile extract. */
static void push (Run *run, ExtractJob *job)
{
	if (extract_job_is_remote (job)) {
		const FetchOptions options = { .user_agent = run->user_agent,
					       .delay_ms = FETCH_DELAY_MS,
					       .max_body = PAGE_MAX_BYTES,
					       .allow_private = run->allow_private };
		if (!run->fetcher)
			run->fetcher = extract_fetcher_new (&options, cmd_interrupted);
		extract_fetch (run->fetcher, job, run->context->now_s);
	}
	extract_queue_push (run->queue, job);
}

static void push_line (Run *run, const char *line)
{
	g_autoptr (GError) error = NULL;
	ExtractJob *job = extract_job_parse (line, &error);
	if (job) {
		push (run, job);
	} else if (error) {
		run->output->failed++;
		run->output->status = cmd_error (run->context, CMD_DATA, "%s", error->message);
	}
}

/* Hand the lines of the list over as they are read. */
static int read_list (Run *run, const char *path, void (*func) (Run *run, const char *line))
{
	FILE *in = strcmp (path, "-") == 0 ? stdin : fopen (path, "re");
	if (!in)
		return cmd_error (run->context, CMD_NO_INPUT, "%s: %s", path, g_strerror (errno));
	g_autofree char *line = g_malloc (LINE_MAX_BYTES);
	while (!cmd_interrupted () && fgets (line, LINE_MAX_BYTES, in))
		func (run, line);
	bool failed = ferror (in);
	if (in != stdin)
		fclose (in);
	return failed && !cmd_interrupted ()
		       ? cmd_error (run->context, CMD_IO, "%s: cannot be read to its end", path)
		       : CMD_OK;
}

/* --- learning what repeats, before anything is printed --- */

static void on_learnt (ExtractJob *job, gpointer data)
{
	if (job->article)
		furniture_book_learn (data, job->article, NULL); /* cannot fail without a store */
}

static void learn_job (Run *run, ExtractJob *job)
{
	/* No page is fetched twice. */
	if (job && !extract_job_is_remote (job) && strcmp (job->path, "-") != 0)
		extract_queue_push (run->queue, job);
	else
		extract_job_free (job);
}

static void learn_line (Run *run, const char *line)
{
	g_ptr_array_add (run->lines, g_strdup (line));
	learn_job (run, extract_job_parse (line, NULL));
}

static int learn (Run *run, FurnitureBook *book, char **files, int count, const char *batch)
{
	const ExtractOptions options = { .now_s = run->context->now_s };
	run->queue = extract_queue_new (0, &options, on_learnt, book);
	run->lines = g_ptr_array_new_with_free_func (g_free);
	int status = batch ? read_list (run, batch, learn_line) : CMD_OK;
	for (int i = 0; i < count && !cmd_interrupted (); i++)
		learn_job (run, extract_job_new (NULL, files[i], run->url));
	extract_queue_finish (run->queue);
	return status;
}

static int run_all (Run *run, ExtractOptions *options, char **files, int count, const char *batch)
{
	int status =
		options->furniture ? learn (run, options->furniture, files, count, batch) : CMD_OK;
	run->queue = extract_queue_new (0, options, on_done, run->output);
	for (guint i = 0; run->lines && i < run->lines->len && !cmd_interrupted (); i++)
		push_line (run, g_ptr_array_index (run->lines, i));
	if (batch && !run->lines)
		status = read_list (run, batch, push_line);
	for (int i = 0; i < count && !cmd_interrupted (); i++) {
		const char *url = extract_is_address (files[i]) ? files[i] : run->url;
		push (run, extract_job_new (NULL, files[i], url));
	}
	extract_queue_finish (run->queue);
	extract_fetcher_free (run->fetcher);
	if (run->lines)
		g_ptr_array_unref (run->lines);
	return status;
}

int cmd_extract (CmdContext *context, int argc, char **argv)
{
	gboolean why = FALSE, learning = FALSE, allow_private = FALSE;
	g_autofree char *batch = NULL, *url = NULL, *user_agent = NULL;
	int status;
	const GOptionEntry entries[] = {
		{ "batch", 0, 0, G_OPTION_ARG_FILENAME, &batch,
		  "Read a list: paths, URLs or JSON Lines", "LIST" },
		{ "learn", 0, 0, G_OPTION_ARG_NONE, &learning,
		  "Leave out what repeats on a site; reads twice", NULL },
		{ "url", 0, 0, G_OPTION_ARG_STRING, &url, "Where the page was fetched", "URL" },
		{ "why", 0, 0, G_OPTION_ARG_NONE, &why, "Show which rule gave each field", NULL },
		{ "user-agent", 0, 0, G_OPTION_ARG_STRING, &user_agent,
		  "Who fetches, as servers are told", "TEXT" },
		{ "allow-private", 0, 0, G_OPTION_ARG_NONE, &allow_private,
		  "Fetch from private networks too", NULL },
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_HTML), 4,
			  &status))
		return status;
	if (argc < 2 && !batch)
		return cmd_usage (context, "which page?");
	if (batch && !context->format_given)
		context->format = FORMAT_JSONL;
	cmd_catch_signals ();
	g_autoptr (FurnitureBook) book = learning ? furniture_book_new (NULL) : NULL;
	Output output = { .context = context, .why = why, .status = CMD_OK, .first = true };
	Run run = { .context = context,
		    .output = &output,
		    .url = url,
		    .user_agent = user_agent ? user_agent : "entente/" ENTENTE_VERSION,
		    .allow_private = allow_private };
	ExtractOptions options = { .now_s = context->now_s,
				   .want_more = why || context->format == FORMAT_HTML,
				   .furniture = book };
	status = run_all (&run, &options, argv + 1, argc - 1, batch);
	if (batch && output.failed)
		cmd_warn (context,
			  "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pages gave no article",
			  output.failed, output.done);
	/* One page that fails says why; among many, that some did. */
	if (output.failed && output.done > 1)
		output.status = CMD_DATA;
	return cmd_interrupted () ? CMD_INTERRUPTED : status ? status : output.status;
}

/* cmd_warc.c: `entente warc ls`. */
#include <stdlib.h>
#include <string.h>

#include "corpus/cmd_warc_cat.h"
#include "corpus/cmd_warc_walk.h"
#include "corpus/commands.h"
#include "corpus/warc_index.h"
#include "shim/text.h"

/* --- ls --- */

typedef struct {
	const CmdContext *context;
	json_t *array; /* for --format json */
} List;

/* A row of the list. */
typedef struct {
	const char *file, *type, *date, *url, *mime, *digest, *id;
	guint64 offset, inside, bytes;
	int status;
} Row;

static void print_text (const Row *row)
{
	g_autofree char *url = text_line (row->url ? row->url : "-", -1, 0);
	g_autofree char *type = text_line (row->type, -1, 0);
	char status[16] = "-";
	if (row->status)
		g_snprintf (status, sizeof status, "%d", row->status);
	printf ("%10" G_GUINT64_FORMAT "  %-8s  %3s  %8" G_GUINT64_FORMAT "  %.10s  %s\n",
		row->offset, type, status, row->bytes, row->date ? row->date : "-         ", url);
}

static void print_tsv (const Row *row)
{
	cmd_print_tsv (row->file);
	printf ("\t%" G_GUINT64_FORMAT "\t", row->offset);
	cmd_print_tsv (row->type);
	printf ("\t%d\t%" G_GUINT64_FORMAT "\t", row->status, row->bytes);
	const char *const rest[] = { row->mime, row->date, row->url };
	for (gsize i = 0; i < G_N_ELEMENTS (rest); i++) {
		cmd_print_tsv (rest[i]);
		putchar (i + 1 < G_N_ELEMENTS (rest) ? '\t' : '\n');
	}
}

/* As it is when it is UTF-8, else with U+FFFD where it is not. */
static json_t *clean_string (const char *text)
{
	g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;
	return valid ? json_string (valid) : json_null ();
}

static json_t *row_to_json (const Row *row)
{
	json_t *object = json_object ();
	json_object_set_new (object, "file", clean_string (row->file));
	json_object_set_new (object, "offset", json_integer ((json_int_t)row->offset));
	if (row->inside)
		json_object_set_new (object, "inside", json_integer ((json_int_t)row->inside));
	json_object_set_new (object, "type", clean_string (row->type));
	json_object_set_new (object, "status",
			     row->status ? json_integer (row->status) : json_null ());
	json_object_set_new (object, "bytes", json_integer ((json_int_t)row->bytes));
	json_object_set_new (object, "mime", clean_string (row->mime));
	json_object_set_new (object, "date", clean_string (row->date));
	json_object_set_new (object, "url", clean_string (row->url));
	json_object_set_new (object, "digest", clean_string (row->digest));
	json_object_set_new (object, "record_id", clean_string (row->id));
	return object;
}

static void print_row (const List *list, const Row *row)
{
	if (list->context->format == FORMAT_TEXT)
		print_text (row);
	else if (list->context->format == FORMAT_TSV)
		print_tsv (row);
	else if (list->context->format == FORMAT_JSONL)
		cmd_print_json (row_to_json (row));
	else
		json_array_append_new (list->array, row_to_json (row));
}

static bool list_record (WarcReader *reader, const WarcRecord *record, const char *file,
			 gpointer data)
{
	g_autoptr (GByteArray) head = NULL;
	g_autoptr (WarcHttp) http = NULL;
	Row row = { .file = file,
		    .type = record->type_name,
		    .date = record->date,
		    .url = record->uri,
		    .mime = record->content_type,
		    .digest = warc_header (record, "WARC-Payload-Digest"),
		    .id = record->id,
		    .offset = record->place.offset,
		    .inside = record->place.inside,
		    .bytes = record->length };
	if (record->type == WARC_RESPONSE || record->type == WARC_REVISIT) {
		head = warc_block (reader, 64u << 10, NULL);
		http = warc_http_parse (head->data, head->len);
		if (http) {
			row.status = http->status;
			row.mime = warc_http_header (http, "Content-Type");
		}
	}
	print_row (data, &row);
	return true;
}

static bool list_held (const WarcHeld *held, gpointer data)
{
	bool revisit = g_strcmp0 (held->mime, "warc/revisit") == 0;
	const Row row = { .file = held->file,
			  .type = revisit ? "revisit" : "response",
			  .date = held->date,
			  .url = held->url,
			  .mime = revisit ? NULL : held->mime,
			  .digest = held->digest,
			  .offset = held->offset,
			  .bytes = held->length,
			  .status = held->status };
	print_row (data, &row);
	return !cmd_interrupted ();
}

static int warc_ls (CmdContext *context, int argc, char **argv)
{
	int status = CMD_OK;
	GError *error = NULL;
	List list = { context, context->format == FORMAT_JSON ? json_array () : NULL };
	g_autofree char *dir = g_build_filename (context->corpus_dir, "warc", NULL);
	if (argc < 2 && !g_file_test (context->corpus_dir, G_FILE_TEST_IS_DIR))
		status =
			cmd_error (context, CMD_NO_INPUT,
				   "no corpus in %s: 'entente add' makes one", context->corpus_dir);
	else if (argc < 2 && !warc_index_read (dir, list_held, &list, &error))
		status = cmd_fail (context, &error);
	for (int i = 1; i < argc && !cmd_interrupted (); i++)
		status = worse (status, warc_walk (context, argv[i], list_record, &list));
	if (list.array)
		cmd_print_json_pretty (list.array);
	return cmd_interrupted () ? CMD_INTERRUPTED : status;
}

int cmd_warc (CmdContext *context, int argc, char **argv)
{
	gboolean head = FALSE, body = FALSE, all = FALSE;
	const GOptionEntry entries[] = {
		{ "head", 0, 0, G_OPTION_ARG_NONE, &head, "cat: headers only", NULL },
		{ "body", 0, 0, G_OPTION_ARG_NONE, &body, "cat: bodies only, their codings undone",
		  NULL },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &all,
		  "cat: every record of a URL, not only the last", NULL },
		{ 0 },
	};
	int status;
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;
	const char *what = argc > 1 ? argv[1] : "";
	const CatOptions options = { head, body, all };
	cmd_catch_signals ();
	if (strcmp (what, "ls") == 0)
		return warc_ls (context, argc - 1, argv + 1);
	if (strcmp (what, "cat") != 0)
		return cmd_usage (context, argc > 1 ? "ls or cat, not '%s'" : "ls or cat?%s", what);
	if (context->format != FORMAT_TEXT)
		return cmd_usage (context, "cat prints records as they are: it has no formats");
	if (head && body)
		return cmd_usage (context, "--head or --body, not both");
	return warc_cat (context, &options, argc - 1, argv + 1);
}

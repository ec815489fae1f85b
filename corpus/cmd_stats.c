/* cmd_stats.c: `entente stats`. */
#include "corpus/commands.h"
#include "corpus/store.h"
#include "shim/text.h"

#define TEXT_ROWS 12 /* sites that the text format lists */

static json_t *counts_to_json (const GPtrArray *counts)
{
	json_t *object = json_object ();
	for (guint i = 0; i < counts->len; i++) {
		const StoreCount *c = counts->pdata[i];
		json_object_set_new (object, *c->name ? c->name : "unknown",
				     json_integer ((json_int_t)c->count));
	}
	return object;
}

static void print_counts (const char *heading, const GPtrArray *counts)
{
	printf ("\n%s\n", heading);
	for (guint i = 0; i < MIN (counts->len, TEXT_ROWS); i++) {
		const StoreCount *c = counts->pdata[i];
		g_autofree char *name = text_line (*c->name ? c->name : "unknown", -1, 50);
		printf ("%10" G_GUINT64_FORMAT "  %s\n", c->count, name);
	}
	if (counts->len > TEXT_ROWS)
		printf ("            and %u more\n", counts->len - TEXT_ROWS);
}

static void print_tsv (const char *kind, const GPtrArray *counts)
{
	for (guint i = 0; i < counts->len; i++) {
		const StoreCount *c = counts->pdata[i];
		printf ("%s\t", kind);
		cmd_print_tsv (*c->name ? c->name : "unknown");
		printf ("\t%" G_GUINT64_FORMAT "\n", c->count);
	}
}

static void print_stats (const CmdContext *context, const StoreStats *s)
{
	if (context->format == FORMAT_JSON) {
		cmd_print_json_pretty (json_pack (
			"{s:I, s:I, s:I, s:I, s:s?, s:s?, s:I, s:o, s:o}", "articles",
			(json_int_t)s->articles, "deleted", (json_int_t)s->deleted, "versions",
			(json_int_t)s->versions, "undated", (json_int_t)s->undated, "first_date",
			s->first_date, "last_date", s->last_date, "bytes", (json_int_t)s->bytes,
			"languages", counts_to_json (s->languages), "domains",
			counts_to_json (s->domains)));
		return;
	}
	if (context->format == FORMAT_TSV) {
		print_tsv ("language", s->languages);
		print_tsv ("domain", s->domains);
		return;
	}
	printf ("%" G_GUINT64_FORMAT " article%s", s->articles, s->articles == 1 ? "" : "s");
	if (s->first_date)
		printf (", %s to %s", s->first_date, s->last_date);
	if (s->undated)
		printf (", %" G_GUINT64_FORMAT " undated", s->undated);
	if (s->versions)
		printf (", %" G_GUINT64_FORMAT " earlier versions", s->versions);
	printf (", %.1f MB stored\n", (double)s->bytes / 1e6);
	print_counts ("Languages", s->languages);
	print_counts ("Sites", s->domains);
}

int cmd_stats (CmdContext *context, int argc, char **argv)
{
	int status;
	GError *error = NULL;
	if (!cmd_options (context, &argc, &argv, NULL,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_TSV), 3, &status))
		return status;
	if (argc > 1)
		return cmd_usage (context, "unexpected argument '%s'", argv[1]);
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	g_autoptr (StoreStats) stats = NULL;
	if (!store || !store_stats (store, &stats, &error))
		return cmd_fail (context, &error);
	print_stats (context, stats);
	return CMD_OK;
}

/* cmd_facts.c: `entente facts`. */
#include <math.h>
#include <string.h>

#include "indexer/document.h"
#include "search/commands.h"
#include "search/pick.h"
#include "shim/text.h"

static const char *const kinds[] = { "name", "figure", "day", "quote", "period", "time", "score" };

static const char *bound_name (char bound)
{
	return bound == '~' ? "about" : bound == '>' ? "at least" : bound == '<' ? "at most" : NULL;
}

/* As the article writes it, on one line. Owned. */
static char *fact_text (const Article *article, const Fact *fact)
{
	return text_line (article->text + fact->start, (gssize)(fact->end - fact->start), 0);
}

/* The counted word as written; NULL for none. Owned. */
static char *counted_text (const Article *article, const Terms *terms, const Fact *fact)
{
	guint i = fact->kind == FACT_FIGURE && !fact->is_year
			  ? facts_counted (terms, fact, terms->terms->len)
			  : G_MAXUINT;
	if (i == G_MAXUINT)
		return NULL;
	const Term *t = &g_array_index (terms->terms, Term, i);
	/* Not over the end of a sentence or a line. */
	if (strcspn (article->text + fact->end, ".\n;:") < t->start - fact->end)
		return NULL;
	return g_strndup (article->text + t->start, t->end - t->start);
}

static json_t *fact_json (const Article *article, const Terms *terms, const Fact *fact)
{
	g_autofree char *text = fact_text (article, fact),
			*counted = counted_text (article, terms, fact);
	json_t *out = json_pack ("{s:s, s:s, s:i, s:i, s:s?}", "kind",
				 fact->is_year ? "year" : kinds[fact->kind], "text", text, "start",
				 (int)fact->start, "end", (int)fact->end, "normal", fact->norm);
	if (fact->kind == FACT_FIGURE) {
		json_object_set_new (out, "value", json_real (fact->value));
		json_object_set_new (out, "low", json_real (fact->low));
		json_object_set_new (out, "high", json_real (fact->high));
	}
	if (fact->unit)
		json_object_set_new (out, "unit", json_string (fact->unit));
	if (fact->bound)
		json_object_set_new (out, "bound", json_string (bound_name (fact->bound)));
	if (counted)
		json_object_set_new (out, "counted", json_string (counted));
	return out;
}

static void print_tsv (const Article *article, const Terms *terms, const Fact *fact)
{
	g_autofree char *text = fact_text (article, fact),
			*counted = counted_text (article, terms, fact);
	cmd_print_tsv (article->id);
	printf ("\t%s\t%u\t%u\t%s\t%s\t%s\t", fact->is_year ? "year" : kinds[fact->kind],
		fact->start, fact->end, fact->norm ? fact->norm : "", fact->unit ? fact->unit : "",
		fact->bound ? bound_name (fact->bound) : "");
	cmd_print_tsv (counted);
	putchar ('\t');
	cmd_print_tsv (text);
	putchar ('\n');
}

static void print_text (const CmdContext *context, const Article *article, const Terms *terms,
			const Fact *fact)
{
	g_autofree char *text = fact_text (article, fact),
			*counted = counted_text (article, terms, fact);
	g_autofree char *normal = g_strdup_printf (
		"%s%s%s%s%s", fact->bound ? bound_name (fact->bound) : "", fact->bound ? " " : "",
		fact->norm ? fact->norm : "", fact->unit ? " " : "", fact->unit ? fact->unit : "");
	g_autofree char *lead = g_strdup_printf (
		"  %-7s %-24s ", fact->is_year ? "year" : kinds[fact->kind], normal);
	g_autofree char *whole =
		g_strconcat (text, counted ? " … " : "", counted ? counted : "", NULL);
	cmd_print_item (lead, whole, context->out_tty ? (guint)context->columns : 0);
}

static void print_article (const CmdContext *context, Analyzer *analyzer, const Article *article,
			   json_t *all)
{
	Analysis *analysis = analysis_new (analyzer, article);
	const GArray *facts = analysis->facts->facts;
	json_t *rows = json_array ();
	if (context->format == FORMAT_TEXT) {
		g_autofree char *title =
			text_line (article->title ? article->title : article->id, -1, 0);
		cmd_print_wrapped (title, 0, context->out_tty ? (guint)context->columns : 0);
	}
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = &g_array_index (facts, Fact, i);
		if (context->format == FORMAT_TEXT)
			print_text (context, article, analysis->body, fact);
		else if (context->format == FORMAT_TSV)
			print_tsv (article, analysis->body, fact);
		else
			json_array_append_new (rows, fact_json (article, analysis->body, fact));
	}
	json_t *object = json_pack ("{s:s?, s:s?, s:o}", "id", article->id, "language",
				    article->language, "facts", rows);
	if (context->format == FORMAT_JSONL)
		cmd_print_json (object);
	else if (context->format == FORMAT_JSON)
		json_array_append_new (all, object);
	else
		json_decref (object);
	analysis_free (analysis);
}

int cmd_facts (CmdContext *context, int argc, char **argv)
{
	int status;
	const GOptionEntry entries[] = { PICK_OPTIONS (context), { 0 } };
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;
	if (argc < 2)
		return cmd_usage (context, "which article?");
	g_autoptr (GPtrArray) articles =
		g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
	Store *store;
	bool ok = pick_store (context, argv + 1, &store, &status) &&
		  pick_all (context, store, argv + 1, articles, &status);
	store_close (store);
	if (!ok)
		return status;
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	json_t *all = json_array ();
	for (guint i = 0; i < articles->len; i++)
		print_article (context, analyzer, articles->pdata[i], all);
	if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (all);
	else
		json_decref (all);
	return CMD_OK;
}

/* bench_search.c: how long a question takes, beside bare Xapian on the same index and SQLite's FTS5 on the same texts.
 *
 *   bench_search CORPUS FTS LEXICON < queries     lines "KIND TAB LANG TAB WORDS", KIND one of and2 or3 phrase2 …
 *
 * For each kind, in microseconds, the median and the 99th percentile of the best of ROUNDS rounds of each query, from what was
 * typed to ten documents: bare Xapian (the words' stems joined by AND or OR; a phrase's words, among articles of the language),
 * entente in one language, FTS5, which knows no languages; and entente as it is by default, which folds copies: in one language
 * and in both. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "indexer/index.h"
#include "indexer/schema.h"
#include "search/answer.h"

#define ROUNDS 5
#define RESULTS 10

typedef struct {
	char *kind, *text;
	Lang lang;
	char *typed, *fts;
} Question;

enum { BARE, OWN, FTS, FOLDED, BOTH, SIDES };

typedef struct {
	XapDb *db;
	sqlite3_stmt *fts;
	QueryContext context;
	QueryStats stats;
	GPtrArray *questions; /* Question * */
} Bench;

static void fatal (const char *what, const char *message)
{
	fprintf (stderr, "bench_search: %s: %s\n", what, message);
	exit (1);
}

/* --- the questions --- */

/* The words joined by `between`, `around` each of them or all. */
static char *joined (char **words, const char *around, const char *between, bool all)
{
	GString *out = g_string_new (all ? around : NULL);
	for (char **w = words; *w; w++)
		g_string_append_printf (out, "%s%s%s%s", w == words ? "" : between,
					all ? "" : around, *w, all ? "" : around);
	return g_string_free (g_string_append (out, all ? around : ""), FALSE);
}

static void read_questions (Bench *bench, const char *lang)
{
	char line[1024];
	while (fgets (line, sizeof line, stdin)) {
		g_auto (GStrv) fields = g_strsplit (g_strchomp (line), "\t", 3);
		if (g_strv_length (fields) != 3 || (lang && strcmp (lang, fields[1]) != 0))
			continue;
		Question *q = g_new0 (Question, 1);
		g_auto (GStrv) words = g_strsplit (fields[2], " ", -1);
		bool phrase = g_str_has_prefix (fields[0], "phrase"),
		     either = g_str_has_prefix (fields[0], "or");
		q->kind = g_strdup (fields[0]);
		q->text = g_strdup (fields[2]);
		q->lang = lang_from_code (fields[1]);
		q->typed = joined (words, phrase ? "\"" : "", either ? " OR " : " ", true);
		q->fts = joined (words, "\"", phrase ? " " : either ? " OR " : " AND ", phrase);
		g_ptr_array_add (bench->questions, q);
	}
}

/* --- one answer --- */

static XapQuery *bare_query (Analyzer *analyzer, const Question *q)
{
	g_autoptr (Terms) terms = terms_new ();
	g_autoptr (GPtrArray) parts = g_ptr_array_new ();
	bool phrase = g_str_has_prefix (q->kind, "phrase");
	analyze_text (analyzer, q->text, strlen (q->text), q->lang, 1, terms);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_autofree char *stem =
			phrase || !t->stem || t->is_stop /* no stems of those are kept */
				? g_strdup (t->word)
				: g_strconcat (schema_stem_prefix (q->lang), t->stem, NULL);
		g_ptr_array_add (parts, xap_query_term (stem, strlen (stem)));
	}
	XapQuery *query =
		xap_query_combine (phrase                             ? XAP_OP_PHRASE
				   : g_str_has_prefix (q->kind, "or") ? XAP_OP_OR
								      : XAP_OP_AND,
				   (XapQuery **)parts->pdata, parts->len, phrase ? parts->len : 0);
	return phrase ? xap_query_pair (XAP_OP_FILTER, query,
					query_lang_filter (lang_code (q->lang)))
		      : query;
}

/* How many it returned. */
static guint ask_bare (Bench *bench, const Question *q)
{
	XapSearch search = XAP_SEARCH_INIT;
	GError *error = NULL;
	XapHit hit;
	guint count = 0;
	search.limit = RESULTS;
	g_autoptr (XapQuery) query = bare_query (bench->context.analyzer, q);
	g_autoptr (XapMset) mset = xap_search (bench->db, query, &search, &error);
	if (!mset)
		fatal (q->text, error->message);
	while (xap_mset_next (mset, &hit, &error) == XAP_ROW)
		count++;
	return count;
}

static void ask_entente (Bench *bench, const Question *q, bool both, bool copies)
{
	AnswerOptions options = ANSWER_INIT;
	GError *error = NULL;
	options.limit = RESULTS;
	options.check_at_least = 0;
	options.all = true; /* the others do not fall back either */
	options.copies = copies;
	options.lang = both ? NULL : lang_code (q->lang);
	bench->context.from = both ? LANG_UNKNOWN : q->lang;
	g_autoptr (Query) query = query_parse (&bench->context, q->typed, &error);
	g_autoptr (Answer) answer =
		query ? answer_new (bench->db, query, &bench->context, &options, NULL, &error)
		      : NULL;
	if (!answer)
		fatal (q->text, error->message);
}

static void ask_fts (Bench *bench, const Question *q)
{
	sqlite3_reset (bench->fts);
	sqlite3_bind_text (bench->fts, 1, q->fts, -1, SQLITE_STATIC);
	int step;
	while ((step = sqlite3_step (bench->fts)) == SQLITE_ROW)
		;
	if (step != SQLITE_DONE)
		fatal (q->fts, sqlite3_errmsg (sqlite3_db_handle (bench->fts)));
}

static void ask (Bench *bench, const Question *q, int side)
{
	if (side == BARE)
		ask_bare (bench, q);
	else if (side == FTS)
		ask_fts (bench, q);
	else
		ask_entente (bench, q, side == BOTH, side == OWN);
}

/* --- the table --- */

static int by_value (gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double at (GArray *sorted, double share)
{
	return g_array_index (sorted, double, (guint)(share * (sorted->len - 1) + 0.5));
}

/* Rounds go over all sides in turn, so that what else the machine does falls on all. */
static void measure_kind (Bench *bench, const char *kind)
{
	GArray *times[SIDES];
	for (int side = 0; side < SIDES; side++)
		times[side] = g_array_new (FALSE, FALSE, sizeof (double));
	for (guint i = 0; i < bench->questions->len; i++) {
		const Question *q = bench->questions->pdata[i];
		double best[SIDES];
		/* Where nothing has all the words, entente asks again for some of them. */
		if (strcmp (q->kind, kind) != 0 || ask_bare (bench, q) == 0)
			continue;
		for (int round = 0; round < ROUNDS; round++)
			for (int side = 0; side < SIDES; side++) {
				gint64 begun = g_get_monotonic_time ();
				ask (bench, q, side);
				double took = (double)(g_get_monotonic_time () - begun);
				best[side] = round == 0 ? took : MIN (best[side], took);
			}
		for (int side = 0; side < SIDES; side++)
			g_array_append_val (times[side], best[side]);
	}
	if (times[0]->len == 0)
		goto none;
	printf ("%-8s", kind);
	for (int side = 0; side < SIDES; side++) {
		g_array_sort (times[side], by_value);
		printf ("  %7.0f /%7.0f", at (times[side], 0.5), at (times[side], 0.99));
	}
	printf ("   %5.2f  %5.2f\n", at (times[OWN], 0.5) / at (times[BARE], 0.5),
		at (times[BOTH], 0.5) / at (times[FOLDED], 0.5));
none:
	for (int side = 0; side < SIDES; side++)
		g_array_unref (times[side]);
}

int main (int argc, char **argv)
{
	GError *error = NULL;
	sqlite3 *fts = NULL;
	Bench bench = { .questions = g_ptr_array_new () };
	if (argc != 4)
		fatal ("usage", "bench_search CORPUS FTS LEXICON < queries");
	bench.db = index_open (argv[1], &error);
	Lexicon *lexicon = bench.db ? lexicon_open (argv[3], &error) : NULL;
	if (!lexicon)
		fatal (argv[1], error->message);
	if (sqlite3_open_v2 (argv[2], &fts, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2 (fts, "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10",
				-1, &bench.fts, NULL) != SQLITE_OK)
		fatal (argv[2], sqlite3_errmsg (fts));
	bench.context = (QueryContext){ .analyzer = analyzer_new (),
					.lexicon = lexicon,
					.stats = &bench.stats };
	read_questions (&bench, NULL);
	printf ("%" G_GUINT64_FORMAT " articles; microseconds, median / 99th percentile\n"
		"%-8s  %-16s  %-16s  %-16s  %-16s  %-16s   one/bare  both/one\n",
		xap_db_doc_count (bench.db), "kind", "bare Xapian", "one language", "FTS5",
		"one, folded", "both, folded");
	static const char *const kinds[] = { "term1", "and2",   "and3",    "andhot3", "or2",
					     "or3",   "orhot3", "phrase2", "phrase3" };
	for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
		measure_kind (&bench, kinds[i]);
	return 0;
}

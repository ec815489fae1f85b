/* plain_search.c: the peer of eval-search: lines "QID TAB LANG TAB QUERY" on standard input, answered as a plain Xapian search
 * does it: the stems of one language joined by OR, BM25 with Xapian's defaults. Prints "QID TAB docid's id TAB score". */
#include <stdio.h>
#include <string.h>

#include "indexer/index.h"
#include "indexer/schema.h"
#include "search/answer.h"

static XapQuery *plain_query (Analyzer *analyzer, const char *text, Lang lang)
{
	Terms *terms = terms_new ();
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	analyze_text (analyzer, text, strlen (text), lang, 1, terms);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_autofree char *term = g_strconcat (schema_stem_prefix (lang),
						     t->is_number ? t->word : t->stem, NULL);
		if (!t->is_stop)
			g_ptr_array_add (queries, xap_query_term (term, strlen (term)));
	}
	terms_free (terms);
	return xap_query_combine (XAP_OP_OR, (XapQuery **)queries->pdata, queries->len, 0);
}

static bool answer (XapDb *db, const char *qid, const XapQuery *query, guint limit, GError **error)
{
	XapSearch search = XAP_SEARCH_INIT;
	XapHit hit;
	search.limit = limit;
	g_autoptr (XapMset) mset = xap_search (db, query, &search, error);
	while (mset && xap_mset_next (mset, &hit, error) == XAP_ROW) {
		g_autofree char *id = NULL, *lang = NULL;
		if (!answer_identity (db, hit.docid, &id, &lang, error))
			return false;
		printf ("%s\t%s\t%.17g\n", qid, id, hit.weight);
	}
	return mset != NULL;
}

int main (int argc, char **argv)
{
	GError *error = NULL;
	char line[8192];
	if (argc != 3) {
		fprintf (stderr, "usage: plain_search CORPUS LIMIT < queries\n");
		return 2;
	}
	g_autoptr (XapDb) db = index_open (argv[1], &error);
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	while (db && !error && fgets (line, sizeof line, stdin)) {
		g_auto (GStrv) fields = g_strsplit (g_strchomp (line), "\t", 3);
		if (g_strv_length (fields) != 3)
			continue;
		g_autoptr (XapQuery) query =
			plain_query (analyzer, fields[2], lang_from_code (fields[1]));
		answer (db, fields[0], query, (guint)g_ascii_strtoull (argv[2], NULL, 10), &error);
	}
	if (error)
		fprintf (stderr, "plain_search: %s\n", error->message);
	return error ? 1 : 0;
}

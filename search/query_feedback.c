/* query_feedback.c: what the best articles of the query's own language have in common, taken along into the other language.
 *
 * A few words name an event badly, and the other language may name it by others. The query's own language finds its
 * reports by their very words; their heaviest words, translated, find the reports of the other (pseudo relevance
 * feedback in the source language; method: recall at 10 of two words .616 → .683 on news). They only rank. */
#include <math.h>
#include <string.h>

#include "indexer/schema.h"
#include "search/query_node.h"
#include "search/query_word.h"

#define FEEDBACK_WORDS 15
#define FEEDBACK_WEIGHT 0.3 /* of one of them on the average, next to a word of the query */

typedef struct {
	const char *stem; /* the table's */
	double weight;
} Heavy;

static int by_weight (gconstpointer a, gconstpointer b)
{
	const Heavy *x = a, *y = b;
	return x->weight != y->weight ? x->weight > y->weight ? -1 : 1 : strcmp (x->stem, y->stem);
}

/* Add `share` of the document's stems to `weights`: stem → double *. */
static bool add_document (const QueryStats *stats, int from, XapDocid docid, double share,
			  GHashTable *weights, GError **error)
{
	const char *prefix = schema_stem_prefix (query_lang (from)), *term;
	gsize len, prefix_len = strlen (prefix);
	guint64 wdf, df;
	XapStep step;
	g_autoptr (XapTerms) terms = xap_db_doc_terms (stats->db, docid, error);
	if (!terms || !xap_terms_skip (terms, prefix, prefix_len, error))
		return false;
	while ((step = xap_terms_next (terms, &term, &len, &wdf, error)) == XAP_ROW &&
	       g_str_has_prefix (term, prefix)) {
		if (len < prefix_len + 2)
			continue;
		if (!xap_db_term_freq (stats->db, term, len, &df, error))
			return false;
		double idf = log ((stats->of_lang[from] + 1) / ((double)df + 0.5));
		double weight = share * (double)wdf / ((double)wdf + 1) * MAX (idf, 0);
		double *have = g_hash_table_lookup (weights, term + prefix_len);
		if (!have) {
			have = g_new0 (double, 1);
			g_hash_table_insert (weights, g_strdup (term + prefix_len), have);
		}
		*have += weight;
	}
	return step != XAP_FAIL;
}

bool query_feedback (Query *query, const QueryContext *context, const QueryStats *stats, int from,
		     const XapDocid *docids, const double *shares, guint count, GError **error)
{
	g_autoptr (GHashTable) weights =
		g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr (GArray) heavy = g_array_new (FALSE, FALSE, sizeof (Heavy));
	GHashTableIter iter;
	gpointer stem, weight;
	double sum = 0;
	g_ptr_array_set_size (query->feedback, 0);
	for (guint i = 0; i < count; i++)
		if (!add_document (stats, from, docids[i], shares[i], weights, error))
			return false;
	g_hash_table_iter_init (&iter, weights);
	while (g_hash_table_iter_next (&iter, &stem, &weight)) {
		Heavy made = { stem, *(double *)weight };
		g_array_append_val (heavy, made);
	}
	g_array_sort (heavy, by_weight);
	guint n = MIN (heavy->len, FEEDBACK_WORDS);
	for (guint i = 0; i < n; i++)
		sum += g_array_index (heavy, Heavy, i).weight;
	for (guint i = 0; sum > 0 && i < n; i++) {
		const Heavy *h = &g_array_index (heavy, Heavy, i);
		g_ptr_array_add (query->feedback,
				 query_word_of_stem (context->lexicon, from, h->stem,
						     FEEDBACK_WEIGHT * h->weight / sum * n));
	}
	return true;
}

/* compare_quote.c: quotations, and which are one statement, whole or in part, in the original or translated. */
#include <string.h>

#include "search/compare_private.h"

static void collect (Compare *compare, GPtrArray *bags)
{
	for (guint d = 0; d < compare->docs->len; d++) {
		const CompareDoc *doc = compare_doc (compare, d);
		const GArray *facts = doc->analysis->facts->facts;
		for (guint i = 0; i < facts->len; i++) {
			const Fact *fact = &g_array_index (facts, Fact, i);
			ComparePlace place = { .doc = d, .fact = fact };
			if (fact->kind != FACT_QUOTE)
				continue;
			place.sentence = compare_sentence_at (compare, d, false, fact->start);
			if (place.sentence == G_MAXUINT ||
			    compare->quotes->len >= COMPARE_QUOTES_MAX) {
				compare->left_out++;
				continue;
			}
			g_array_append_val (compare->quotes, place);
			g_ptr_array_add (bags,
					 bag_new (compare->space, doc->lang, doc->analysis->body,
						  doc->analysis->facts,
						  (BagRange){ fact->first, fact->count, 0, 0 }));
		}
	}
}

/* A piece of a statement counts as much as the whole: "« nous condamnons », a-t-il dit, « cet acte »". But a piece of few words is easily
 * found anywhere. */
static double quote_score (const Compare *compare, const float *covers, guint a, guint b)
{
	const ComparePlace *x = &g_array_index (compare->quotes, ComparePlace, a);
	const ComparePlace *y = &g_array_index (compare->quotes, ComparePlace, b);
	gsize n = compare->quotes->len;
	float ab = covers[a * n + b], ba = covers[b * n + a];
	double piece = x->fact->count <= y->fact->count ? ab : ba;
	double context =
		x->sentence == y->sentence ? 0 : compare_words (compare, x->sentence, y->sentence);
	return 0.45 * cover_both (ab, ba) + 0.35 * piece + 0.35 * context;
}

void compare_find_quotes (Compare *compare)
{
	g_autoptr (GPtrArray) bags = g_ptr_array_new_with_free_func ((GDestroyNotify)bag_free);
	g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (ComparePair));
	collect (compare, bags);
	guint n = compare->quotes->len;
	g_autofree guint *document = g_new (guint, n + 1);
	for (guint i = 0; i < n; i++)
		document[i] = g_array_index (compare->quotes, ComparePlace, i).doc;
	g_autofree float *covers = cover_matrix (bags, document);
	for (guint a = 0; a < n; a++)
		for (guint b = a + 1; b < n; b++) {
			ComparePair pair = { a, b, 0 };
			if (document[a] == document[b])
				continue;
			pair.score = quote_score (compare, covers, a, b);
			if (pair.score >= COMPARE_QUOTE)
				g_array_append_val (pairs, pair);
		}
	compare->quote_groups = compare_group (compare->quotes, pairs);
}

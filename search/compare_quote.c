/* compare_quote.c: quotations, and which are one statement, whole or in part, in the original or translated. */
#include <string.h>

#include "search/compare_private.h"

/* What one name beside both adds: little, for a speaker has more than one thing to say. */
#define ONE_SPEAKER 0.1

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

/* The sentences that a quotation runs over: a statement may have several, and another article quote one of them. */
static void sentences_of (const Compare *compare, const ComparePlace *place, guint *first,
			  guint *last)
{
	const CompareDoc *doc = compare_doc (compare, place->doc);
	*first = *last = place->sentence;
	while (*last + 1 < doc->first_sentence + doc->sentences_count &&
	       compare_sentence (compare, *last + 1)->start < place->fact->end)
		(*last)++;
}

static double best_sentences (const Compare *compare, const ComparePlace *x, const ComparePlace *y)
{
	guint a, a_last, b, b_last;
	double best = 0;
	sentences_of (compare, x, &a, &a_last);
	sentences_of (compare, y, &b, &b_last);
	for (guint i = a; i <= a_last; i++)
		for (guint k = b; k <= b_last; k++)
			best = MAX (best, compare_words (compare, i, k));
	return best;
}

const Fact *compare_speaker (const Compare *compare, const ComparePlace *place)
{
	const CompareDoc *doc = compare_doc (compare, place->doc);
	const Sentence *s = compare_sentence (compare, place->sentence);
	const GArray *facts = doc->analysis->facts->facts;
	const Fact *best = NULL;
	guint32 nearest = G_MAXUINT32;
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = &g_array_index (facts, Fact, i);
		if (fact->kind != FACT_NAME || fact->start < s->start || fact->end > s->end ||
		    (fact->start < place->fact->end && fact->end > place->fact->start))
			continue;
		guint32 distance = fact->start >= place->fact->end ? fact->start - place->fact->end
								   : place->fact->start - fact->end;
		if (distance < nearest) {
			nearest = distance;
			best = fact;
		}
	}
	return best;
}

/* The group of the name beside a quotation; G_MAXUINT for none. */
static guint speaker_group (const Compare *compare, const ComparePlace *place)
{
	const Fact *speaker = compare_speaker (compare, place);
	for (guint i = 0; speaker && i < compare->names->len; i++) {
		const ComparePlace *name = &g_array_index (compare->names, ComparePlace, i);
		if (name->doc == place->doc && strcmp (name->fact->norm, speaker->norm) == 0)
			return name->group;
	}
	return G_MAXUINT;
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
	guint speaker = speaker_group (compare, x);
	bool one_speaker = speaker != G_MAXUINT && speaker == speaker_group (compare, y);
	return 0.45 * cover_both (ab, ba) + 0.35 * piece + 0.35 * best_sentences (compare, x, y) +
	       (one_speaker ? ONE_SPEAKER : 0);
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

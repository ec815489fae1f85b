/* compare_sentence.c: articles into sentences, and which of them are partners. */
#include <math.h>
#include <string.h>

#include "search/compare_private.h"
#include "shim/text.h"

/* Longer sentences are cut: what is shown has to be read. */
#define SENTENCE_BYTES 2000
/* Enough sure pairs of two articles to tell whether they keep one order. */
#define ORDER_PAIRS 4
#define ORDER_SHARE 0.9
/* What one order of both articles adds to a sentence of the same place. */
#define ORDER_WEIGHT 0.28

/* --- sentences --- */

static const char *source_text (const CompareDoc *doc, bool in_title)
{
	const char *text = in_title ? doc->article->title : doc->article->text;
	return text ? text : "";
}

/* Add the terms from `next` on that lie in the span as a sentence, up to *end. Returns the next term. */
static guint append_sentence (Compare *compare, guint number, bool in_title, TextSpan span,
			      guint next, guint32 *end)
{
	CompareDoc *doc = &g_array_index (compare->docs, CompareDoc, number);
	const Terms *terms = in_title ? doc->analysis->title : doc->analysis->body;
	const Facts *facts = in_title ? doc->analysis->title_facts : doc->analysis->facts;
	Sentence s = { .doc = number, .in_title = in_title, .start = span.start, .end = span.end };
	while (next < terms->terms->len &&
	       g_array_index (terms->terms, Term, next).start < span.start)
		next++;
	/* A text without full stops is cut between words. */
	for (s.first = next;
	     next < terms->terms->len && g_array_index (terms->terms, Term, next).end <= span.end;
	     next++) {
		if (s.count > 0 &&
		    g_array_index (terms->terms, Term, next).end - span.start > SENTENCE_BYTES) {
			s.end = g_array_index (terms->terms, Term, next).start;
			break;
		}
		s.count++;
	}
	*end = span.end;
	if (s.count == 0)
		return next;
	if (compare->sentences->len >= COMPARE_SENTENCES_MAX) {
		compare->left_out++;
	} else {
		Bag *bag = bag_new (compare->space, doc->lang, terms, facts,
				    (BagRange){ s.first, s.count, 0, 0 });
		g_array_append_val (compare->sentences, s);
		g_ptr_array_add (compare->bags, bag);
		doc->sentences_count++;
	}
	*end = s.end;
	return next;
}

static void append_sentences (Compare *compare, guint number, bool in_title)
{
	const CompareDoc *doc = compare_doc (compare, number);
	const char *text = source_text (doc, in_title);
	g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	if (in_title) {
		TextSpan whole = { 0, (guint32)strlen (text), 0 };
		g_array_append_val (spans, whole);
	} else {
		text_sentences (text, strlen (text), lang_code (doc->lang), spans);
	}
	guint next = 0;
	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index (spans, TextSpan, i);
		for (guint32 end; span.start < span.end; span.start = end)
			next = append_sentence (compare, number, in_title, span, next, &end);
	}
}

void compare_split (Compare *compare)
{
	for (guint i = 0; i < compare->docs->len; i++) {
		CompareDoc *doc = &g_array_index (compare->docs, CompareDoc, i);
		doc->first_sentence = compare->sentences->len;
		append_sentences (compare, i, true);
		append_sentences (compare, i, false);
		for (guint k = 0; k < doc->sentences_count; k++)
			g_array_index (compare->sentences, Sentence, doc->first_sentence + k)
				.place = doc->sentences_count > 1
						 ? (double)k / (doc->sentences_count - 1)
						 : 0;
	}
	g_autofree guint *document = g_new (guint, compare->sentences->len + 1);
	for (guint i = 0; i < compare->sentences->len; i++)
		document[i] = compare_sentence (compare, i)->doc;
	compare->covers = cover_matrix (compare->bags, document);
}

char *compare_sentence_text (const Compare *compare, guint i)
{
	const Sentence *s = compare_sentence (compare, i);
	const char *text = source_text (compare_doc (compare, s->doc), s->in_title);
	return g_strndup (text + s->start, s->end - s->start);
}

/* --- scores --- */

double compare_words (const Compare *compare, guint a, guint b)
{
	gsize n = compare->sentences->len;
	float ab = compare->covers[a * n + b], ba = compare->covers[b * n + a];
	return 0.75 * cover_both (ab, ba) + 0.25 * MAX (ab, ba) * MIN (1, 3 * MIN (ab, ba));
}

double compare_score (const Compare *compare, guint a, guint b)
{
	const Sentence *x = compare_sentence (compare, a), *y = compare_sentence (compare, b);
	double order = compare->order[x->doc * compare->docs->len + y->doc];
	double words = compare_words (compare, a, b);
	if (order <= 0)
		return words;
	double near = MAX (0, 1 - 8 * fabs (x->place - y->place));
	return MIN (1, words + ORDER_WEIGHT * near * order);
}

/* The sentence of document `doc` that is most like sentence `a`; G_MAXUINT when none has a word of it. */
static guint best_in (const Compare *compare, guint a, guint doc, double *score)
{
	const CompareDoc *d = compare_doc (compare, doc);
	guint best = G_MAXUINT;
	*score = 0;
	for (guint k = 0; k < d->sentences_count; k++) {
		double s = compare_score (compare, a, d->first_sentence + k);
		if (s > *score) {
			*score = s;
			best = d->first_sentence + k;
		}
	}
	return best;
}

/* Do the sure partners of two articles keep one order? 0 for no, 1 for all of them: then one is made from the other. */
static double order_of (const Compare *compare, guint a, guint b)
{
	const CompareDoc *x = compare_doc (compare, a);
	g_autoptr (GArray) mates = g_array_new (FALSE, FALSE, sizeof (guint));
	for (guint k = 0; k < x->sentences_count; k++) {
		double score, back;
		guint mate = best_in (compare, x->first_sentence + k, b, &score);
		if (mate == G_MAXUINT || score < COMPARE_PARTNER ||
		    compare_sentence (compare, mate)->in_title)
			continue;
		if (best_in (compare, mate, a, &back) == x->first_sentence + k)
			g_array_append_val (mates, mate);
	}
	guint pairs = 0, kept = 0;
	for (guint i = 0; i < mates->len; i++)
		for (guint k = i + 1; k < mates->len; k++) {
			pairs++;
			kept += g_array_index (mates, guint, i) < g_array_index (mates, guint, k);
		}
	double share = pairs ? (double)kept / pairs : 0;
	bool most = 2 * mates->len >=
		    MIN (x->sentences_count, compare_doc (compare, b)->sentences_count);
	return mates->len >= ORDER_PAIRS && most && share >= ORDER_SHARE ? share : 0;
}

static int compare_pairs (const void *a, const void *b)
{
	const ComparePair *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->a != y->a ? (x->a < y->a ? -1 : 1) : x->b < y->b ? -1 : x->b > y->b;
}

/* Partners are each other's best in their articles, or nearly: one sentence may say what two say elsewhere. */
static void partners_of_docs (Compare *compare, guint a, guint b)
{
	const CompareDoc *x = compare_doc (compare, a), *y = compare_doc (compare, b);
	g_autofree double *best_y = g_new0 (double, y->sentences_count + 1);
	for (guint k = 0; k < y->sentences_count; k++)
		best_in (compare, y->first_sentence + k, a, &best_y[k]);
	for (guint i = 0; i < x->sentences_count; i++) {
		double best;
		best_in (compare, x->first_sentence + i, b, &best);
		for (guint k = 0; k < y->sentences_count; k++) {
			ComparePair pair = { x->first_sentence + i, y->first_sentence + k, 0 };
			pair.score = compare_score (compare, pair.a, pair.b);
			/* Best for either side; the other may have one that is a little better. */
			bool either = pair.score >= best || pair.score >= best_y[k];
			bool both = pair.score >= 0.8 * best && pair.score >= 0.8 * best_y[k];
			if (pair.score >= COMPARE_PARTNER && either && both)
				g_array_append_val (compare->partners, pair);
		}
	}
}

void compare_find_partners (Compare *compare)
{
	guint n = compare->docs->len;
	compare->order = g_new0 (double, n *n + 1);
	g_autofree double *order = g_new0 (double, n *n + 1);
	for (guint a = 0; a < n; a++)
		for (guint b = a + 1; b < n; b++)
			order[a * n + b] = order[b * n + a] = order_of (compare, a, b);
	memcpy (compare->order, order, n * n * sizeof *order);
	for (guint a = 0; a < n; a++)
		for (guint b = a + 1; b < n; b++)
			partners_of_docs (compare, a, b);
	g_array_sort (compare->partners, compare_pairs);
}

/* compare.c: one comparison from its articles to its groups. */
#include "search/compare.h"

#include <math.h>

#include "indexer/document.h"
#include "search/compare_private.h"

/* By publication; what is as old, or of no known date, by id, so that any order of the articles gives one report. */
static int compare_published (const void *a, const void *b)
{
	const CompareDoc *x = a, *y = b;
	gint64 x_s = x->day_s ? x->day_s : G_MAXINT64, y_s = y->day_s ? y->day_s : G_MAXINT64;
	if (x_s != y_s)
		return x_s < y_s ? -1 : 1;
	return g_strcmp0 (x->article->id, y->article->id);
}

Compare *compare_new (Space *space, const Lexicon *lexicon, const GPtrArray *articles)
{
	Compare *compare = g_new0 (Compare, 1);
	compare->space = space;
	compare->lexicon = lexicon;
	compare->docs = g_array_new (FALSE, TRUE, sizeof (CompareDoc));
	compare->sentences = g_array_new (FALSE, TRUE, sizeof (Sentence));
	compare->bags = g_ptr_array_new_with_free_func ((GDestroyNotify)bag_free);
	compare->partners = g_array_new (FALSE, TRUE, sizeof (ComparePair));
	compare->figures = g_array_new (FALSE, TRUE, sizeof (ComparePlace));
	compare->names = g_array_new (FALSE, TRUE, sizeof (ComparePlace));
	compare->quotes = g_array_new (FALSE, TRUE, sizeof (ComparePlace));
	for (guint i = 0; i < MIN (articles->len, COMPARE_DOCS_MAX); i++) {
		CompareDoc doc = { .article = articles->pdata[i] };
		doc.analysis = analysis_new (space_analyzer (space), doc.article);
		doc.lang = doc.analysis->lang;
		doc.day_s = document_day (doc.article);
		doc.agencies = g_array_new (FALSE, FALSE, sizeof (CompareAgency));
		g_array_append_val (compare->docs, doc);
	}
	g_array_sort (compare->docs, compare_published);
	compare_split (compare);
	compare_find_partners (compare);
	compare_find_names (compare);
	compare_find_quotes (compare);
	compare_find_figures (compare);
	compare_find_sources (compare);
	return compare;
}

void compare_free (Compare *compare)
{
	if (!compare)
		return;
	for (guint i = 0; i < compare->docs->len; i++) {
		analysis_free (g_array_index (compare->docs, CompareDoc, i).analysis);
		g_array_unref (g_array_index (compare->docs, CompareDoc, i).agencies);
	}
	g_array_unref (compare->docs);
	g_array_unref (compare->sentences);
	g_ptr_array_unref (compare->bags);
	g_array_unref (compare->partners);
	g_array_unref (compare->figures);
	g_array_unref (compare->quotes);
	g_array_unref (compare->names);
	g_free (compare->covers);
	g_free (compare->order);
	g_free (compare);
}

guint compare_sentence_at (const Compare *compare, guint doc, bool in_title, guint32 start)
{
	const CompareDoc *d = compare_doc (compare, doc);
	for (guint k = d->first_sentence; k < d->first_sentence + d->sentences_count; k++) {
		const Sentence *s = compare_sentence (compare, k);
		if (s->in_title == in_title && s->start <= start && start < s->end)
			return k;
	}
	return G_MAXUINT;
}

/* The first of the places that are joined, with shorter ways for the next time. */
static guint root_of (guint *parent, guint i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

guint compare_group (GArray *places, const GArray *pairs)
{
	g_autofree guint *parent = g_new (guint, places->len + 1);
	g_autofree guint *number = g_new0 (guint, places->len + 1);
	guint groups = 0;
	for (guint i = 0; i < places->len; i++)
		parent[i] = i;
	for (guint i = 0; i < pairs->len; i++) {
		const ComparePair *pair = &g_array_index (pairs, ComparePair, i);
		parent[root_of (parent, pair->b)] = root_of (parent, pair->a);
	}
	for (guint i = 0; i < places->len; i++) {
		guint root = root_of (parent, i);
		if (number[root] == 0)
			number[root] = ++groups;
		g_array_index (places, ComparePlace, i).group = number[root] - 1;
	}
	return groups;
}

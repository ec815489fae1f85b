/* compare_steps.c: one comparison from its articles to its groups. */
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

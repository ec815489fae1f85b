/* compare.c: what the steps of a comparison share: its end, which sentence a place is in, which places are one group. */
#include "search/compare_private.h"

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

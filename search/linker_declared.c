/* linker_declared.c: pairs that their publisher declares, among those that an article's likeness to others makes. */
#include "search/declared.h"
#include "search/linker_private.h"

bool linker_is_declared (const Linker *l, guint32 other)
{
	for (guint i = 0; l->declared && i < l->declared->len; i++)
		if (g_array_index (l->declared, guint32, i) == other)
			return true;
	return false;
}

bool linker_expect_declared (Linker *l, GError **error)
{
	bool any;
	if (!store_alternates_any (l->store, &any, error))
		return false;
	if (any)
		l->declared = g_array_new (FALSE, FALSE, sizeof (guint32));
	return true;
}

bool linker_begin_article (Linker *l, guint32 docid, GError **error)
{
	g_autoptr (Article) article = NULL;
	if (!l->declared)
		return true;
	g_array_set_size (l->declared, 0);
	return store_get (l->store, docid, &article, error) &&
	       (!article || store_alternates (l->store, article, docid, l->declared, error));
}

bool linker_end_article (Linker *l, guint32 docid, GError **error)
{
	bool is_fresh = g_hash_table_contains (l->fresh, GUINT_TO_POINTER (docid));
	for (guint i = 0; l->declared && is_fresh && i < l->declared->len; i++) {
		guint32 other = g_array_index (l->declared, guint32, i);
		StoryNode *a = story_graph_node (l->graph, docid, error),
			  *b = a ? story_graph_node (l->graph, other, error) : NULL;
		if (!b)
			return false;
		LinkerRow row = { .link = { docid, other, DECLARED_PROBABILITY,
					    a->dated && b->dated ? 0 : LINK_UNDATED } };
		bool is_told = story_graph_linked (l->graph, docid, other);
		for (guint k = 0; k < l->rows->len; k++) {
			const StoreLink *told = &g_array_index (l->rows, LinkerRow, k).link;
			is_told |= told->a == other || told->b == other;
		}
		if (!is_told)
			g_array_append_val (l->rows, row);
	}
	return linker_write_rows (l, error);
}

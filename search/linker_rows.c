/* linker_rows.c: the pairs of an article that is being linked, until they are written. */
#include "search/linker_private.h"

/* What the pairs of the last article wrote. */
bool linker_write_rows (Linker *l, GError **error)
{
	for (guint i = 0; i < l->rows->len; i++) {
		const LinkerRow *row = &g_array_index (l->rows, LinkerRow, i);
		if (!story_graph_link (l->graph, &row->link, &row->features, error))
			return false;
	}
	l->report->links += l->rows->len;
	g_array_set_size (l->rows, 0);
	return true;
}

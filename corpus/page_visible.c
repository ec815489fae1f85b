/* page_visible.c: titles, authors and dates from what the page shows. */
#include "corpus/page_visible.h"

#include <string.h>

void page_visible_read (const PageBody *body, PageFacts *facts)
{
	const PageTree *tree = body->tree;
	for (guint32 i = 1; i < tree->count; i++) {
		const PageNode *n = &tree->nodes[i];
		if (n->tag == PAGE_H1) {
			g_autofree char *text = page_node_text (tree, i, 600);
			page_fact_add (facts, FACT_TITLE, 30, "h1", text);
		} else if (n->tag == PAGE_TIME) {
			const char *when = page_attr (tree, i, PAGE_ATTR_DATETIME);
			page_fact_add (facts, FACT_DATE, 50, "time", when);
		}
	}
}

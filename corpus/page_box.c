/* page_box.c: boxes between two paragraphs that ask for something: a newsletter, an application, another article. */
#include "corpus/page_box.h"

#include "corpus/page_prune.h"

#define LINE_WORDS 30 /* of the lines under a box's heading */
#define LINK_WORDS 8  /* of the link that it ends with */
#define BOXES_MAX 2 /* more of them are the article itself: a list of things, each with its link */

/* A heading, a line or two without a link, and a link that stands alone: what an article's own section does not end with. */
static bool has_shape (const PageBlocks *blocks, guint32 from, guint32 to)
{
	if (to - from < 3 || to - from > 4 || page_block (blocks, from)->kind != BLOCK_HEADING)
		return false;
	for (guint32 b = from + 1; b + 1 < to; b++) {
		const PageBlock *line = page_block (blocks, b);
		if (line->kind == BLOCK_HEADING || line->kind == BLOCK_QUOTE || line->links ||
		    line->words > LINE_WORDS)
			return false;
	}
	const PageBlock *last = page_block (blocks, to - 1);
	return last->links == 1 && last->link_len == last->len && last->words <= LINK_WORDS;
}

/* Is the block a paragraph of running text, kept, and a sibling of `node`? */
static bool is_text_beside (const PageBody *body, guint32 b, guint32 node)
{
	const PageNode *nodes = body->tree->nodes;
	const PageBlock *block = page_block (body->blocks, b);
	return !body->drop[b] && block->kind == BLOCK_PARAGRAPH && page_prose_words (block) &&
	       nodes[block->node].parent == nodes[node].parent;
}

static bool is_box (const PageBody *body, guint32 node)
{
	guint tag = body->tree->nodes[node].tag;
	guint32 from = page_blocks_from (body->blocks, node),
		to = page_blocks_to (body->blocks, node), count = body->blocks->list->len;
	return (tag == PAGE_SECTION || tag == PAGE_DIV || tag == PAGE_ASIDE) && from > 0 &&
	       to < count && has_shape (body->blocks, from, to) &&
	       is_text_beside (body, from - 1, node) && is_text_beside (body, to, node);
}

void page_drop_boxes (PageBody *body)
{
	const PageTree *tree = body->tree;
	guint32 found[BOXES_MAX], count = 0;
	for (guint32 i = body->root + 1; i < tree->nodes[body->root].end; i++) {
		if (!is_box (body, i))
			continue;
		if (count == BOXES_MAX)
			return;
		found[count++] = i;
	}
	for (guint32 i = 0; i < count; i++)
		for (guint32 b = page_blocks_from (body->blocks, found[i]);
		     b < page_blocks_to (body->blocks, found[i]); b++)
			if (!body->drop[b])
				body->drop[b] = DROP_BOX;
}

/* page_block.h: the texts of a page as blocks: what a reader sees as one paragraph, heading, item or cell. */
#pragma once

#include "corpus/page_tree.h"

typedef enum {
	BLOCK_PARAGRAPH, /* <p> */
	BLOCK_PLAIN,     /* text that stands directly in a <div>, <section>, … */
	BLOCK_HEADING,
	BLOCK_ITEM, /* <li>, <dt>, <dd> */
	BLOCK_QUOTE,
	BLOCK_CELL,
	BLOCK_CAPTION,
	BLOCK_PRE,
} PageBlockKind;

typedef struct {
	guint32 node;            /* the innermost block element around it */
	guint32 first, end;      /* its texts are among the nodes [first, end) */
	guint32 text, len;       /* in blocks->text: white space collapsed, trimmed; never empty */
	guint32 words;           /* runs between spaces */
	guint32 link_len, links; /* bytes in links; number of links */
	guint32 bold_len;        /* bytes in <b>, <strong>, <em>, <i> */
	guint8 kind;             /* PageBlockKind */
	guint8 level;            /* of a heading, 1–6 */
	bool stop; /* ends as a sentence does: . ! ? … : with or without a closing quote */
	guint32 commas;
} PageBlock;

typedef struct {
	const PageTree *tree; /* borrowed */
	GArray *list;         /* PageBlock, in the page's order */
	GString *text;
	guint32 *before; /* for each node and one more: how many blocks begin before it */
} PageBlocks;

/* All blocks of the page. Scripts, form controls, hidden <template>s and the like have none. Two <br> in a row end a
 * block. `tree` must outlive the blocks. */
PageBlocks *page_blocks_new (const PageTree *tree);
void page_blocks_free (PageBlocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageBlocks, page_blocks_free)

static inline PageBlock *page_block (const PageBlocks *blocks, guint32 i)
{
	return &g_array_index (blocks->list, PageBlock, i);
}
static inline const char *page_block_text (const PageBlocks *blocks, guint32 i)
{
	return blocks->text->str + page_block (blocks, i)->text;
}
/* The blocks of node `node`'s subtree are [page_blocks_from (node), page_blocks_to (node)). */
static inline guint32 page_blocks_from (const PageBlocks *blocks, guint32 node)
{
	return blocks->before[node];
}
static inline guint32 page_blocks_to (const PageBlocks *blocks, guint32 node)
{
	return blocks->before[blocks->tree->nodes[node].end];
}

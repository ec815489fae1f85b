/* page_body.c: choose the element that is the article, and its blocks. */
#include "corpus/page_body.h"

#include <string.h>

#include "corpus/page_prune.h"
#include "shim/text.h"

const char *page_drop_name (PageDrop drop, guint32 mark)
{
	static const char *const names[] = { "kept",  "mark",  "tag",       "outside",
					     "links", "title", "furniture", "caption",
					     "meta",  "tail",  "repeated" };
	return drop == DROP_MARK ? page_mark_name (mark) : names[drop];
}

/* How much a block speaks for (or against) being in the article. */
static int block_score (const PageBody *body, guint32 b)
{
	const PageBlock *block = page_block (body->blocks, b);
	if (body->drop[b])
		return 0;
	bool links = block->link_len * 2 > block->len;
	if (links)
		return -(int)MIN (block->words, 20) - 2;
	if (block->kind == BLOCK_HEADING || block->kind == BLOCK_CAPTION)
		return 0;
	guint32 prose = page_prose_words (block);
	if (prose)
		return (int)(MIN (prose, 150) * (block->len - block->link_len) / block->len) + 5;
	if (block->kind == BLOCK_PARAGRAPH)
		return block->stop ? (int)block->words : 0;
	return block->words < 4 ? -2 : -1;
}

typedef struct {
	PageBody *body;
	int *sum; /* running sum of scores over blocks */
} Choice;

static int score_of (const Choice *choice, guint32 node)
{
	const PageBlocks *blocks = choice->body->blocks;
	return choice->sum[page_blocks_to (blocks, node)] -
	       choice->sum[page_blocks_from (blocks, node)];
}

/* Go down from the root as long as one child has nearly all of it. */
static guint32 descend (const Choice *choice)
{
	const PageTree *tree = choice->body->tree;
	guint32 node = 0;
	for (;;) {
		int best = 0;
		guint32 best_child = 0;
		for (guint32 i = node + 1; i < tree->nodes[node].end; i = tree->nodes[i].end) {
			if (tree->nodes[i].tag == PAGE_TEXT)
				continue;
			int score = score_of (choice, i);
			if (score > best) {
				best = score;
				best_child = i;
			}
		}
		guint tag = best_child ? tree->nodes[best_child].tag : 0;
		bool block = (page_tag_flags (tag) & PAGE_BLOCK) && tag != PAGE_P &&
			     tag != PAGE_BLOCKQUOTE;
		if (!best_child || best * 10 < score_of (choice, node) * 7 ||
		    (!block && tag != PAGE_UNKNOWN && tag != PAGE_SPAN))
			return node;
		node = best_child;
	}
}

static void choose_root (PageBody *body)
{
	guint32 count = body->blocks->list->len;
	Choice choice = { body, g_new (int, count + 1) };
	choice.sum[0] = 0;
	for (guint32 b = 0; b < count; b++)
		choice.sum[b + 1] = choice.sum[b] + block_score (body, b);
	body->root = descend (&choice);
	body->rule = "body:density";
	g_free (choice.sum);
	for (guint32 b = 0; b < count; b++)
		if (!page_inside (body->tree, page_block (body->blocks, b)->first, body->root) &&
		    !body->drop[b])
			body->drop[b] = DROP_OUTSIDE;
}

/* Inside the chosen element: lists of links, the title, lines that are known. */
static void choose_blocks (PageBody *body, const char *title)
{
	g_autofree char *title_fold = title ? text_fold (title, -1, NULL) : NULL;
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b])
			continue;
		if (block->link_len * 10 > block->len * 7 && block->words < 30) {
			body->drop[b] = DROP_LINKS;
		} else if (title_fold && block->len < 400) {
			g_autofree char *fold =
				text_fold (page_block_text (body->blocks, b), block->len, NULL);
			if (strcmp (fold, title_fold) == 0 || block->level == 1)
				body->drop[b] = DROP_TITLE;
		}
	}
}

PageBody *page_body_new (const PageTree *tree, const char *title)
{
	PageBody *body = g_new0 (PageBody, 1);
	body->tree = tree;
	body->blocks = page_blocks_new (tree);
	guint32 count = body->blocks->list->len;
	body->marks = g_new0 (guint32, tree->count);
	body->drop = g_new0 (guint8, count + 1);
	body->drop_mark = g_new0 (guint32, count + 1);
	body->title_block = count;
	page_prune (body);
	choose_root (body);
	choose_blocks (body, title);
	for (guint32 b = 0; b < count; b++)
		if (!body->drop[b])
			body->words += page_block (body->blocks, b)->words;
	if (!body->words)
		body->rule = NULL;
	return body;
}

void page_body_free (PageBody *body)
{
	if (!body)
		return;
	page_blocks_free (body->blocks);
	g_free (body->marks);
	g_free (body->drop);
	g_free (body->drop_mark);
	g_free (body);
}

char *page_body_text (const PageBody *body)
{
	GString *out = g_string_new (NULL);
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		if (body->drop[b])
			continue;
		if (out->len)
			g_string_append_c (out, '\n');
		g_string_append (out, page_block_text (body->blocks, b));
	}
	return g_string_free (out, FALSE);
}

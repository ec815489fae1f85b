/* page_prune.c: comments, menus, related articles and the rest out, by their names. */
#include "corpus/page_prune.h"

#include <string.h>

/* Marks that take an element out. */
#define OUT_MARKS                                                                                  \
	(MARK_COMMENTS | MARK_RELATED | MARK_SHARE | MARK_NEWSLETTER | MARK_PAYWALL |              \
	 MARK_NAVIGATION | MARK_ADVERTISING | MARK_CAPTION | MARK_COOKIES | MARK_SIDE |            \
	 MARK_TAGS | MARK_BIO | MARK_HIDDEN | MARK_MEDIA | MARK_TEASER)
/* Of these, the ones that an element named as the article's body is not taken out for: "article-body with-sidebar". */
#define BODY_SAVES (~(guint32)(MARK_COMMENTS | MARK_RELATED | MARK_NAVIGATION | MARK_COOKIES))

guint32 page_prose_words (const PageBlock *block)
{
	if (block->kind == BLOCK_HEADING || block->kind == BLOCK_CAPTION || block->words < 8 ||
	    block->link_len * 5 > block->len * 2)
		return 0;
	return block->stop || block->words > 20 ? block->words : 0;
}

typedef struct {
	PageBody *body;
	guint32 *prose; /* running sum over blocks */
	guint32 total;
} Prune;

static guint32 prose_in (const Prune *prune, guint32 node)
{
	const PageBlocks *blocks = prune->body->blocks;
	return prune->prose[page_blocks_to (blocks, node)] -
	       prune->prose[page_blocks_from (blocks, node)];
}

static PageDrop tag_drop (const Prune *prune, guint32 node)
{
	const PageTree *tree = prune->body->tree;
	switch (tree->nodes[node].tag) {
	case PAGE_NAV:
	case PAGE_MENU:
	case PAGE_ASIDE:
	case PAGE_FOOTER:
		return DROP_TAG;
	case PAGE_FIGURE:
	case PAGE_FIGCAPTION:
		return DROP_CAPTION;
	default:
		return DROP_NONE;
	}
}

static void drop_range (PageBody *body, guint32 node, PageDrop drop, guint32 mark)
{
	for (guint32 b = page_blocks_from (body->blocks, node);
	     b < page_blocks_to (body->blocks, node); b++) {
		if (body->drop[b])
			continue;
		body->drop[b] = (guint8)drop;
		body->drop_mark[b] = mark;
	}
}

void page_prune (PageBody *body)
{
	const PageTree *tree = body->tree;
	guint32 count = body->blocks->list->len;
	Prune prune = { body, g_new (guint32, count + 1), 0 };
	prune.prose[0] = 0;
	for (guint32 b = 0; b < count; b++)
		prune.prose[b + 1] =
			prune.prose[b] + page_prose_words (page_block (body->blocks, b));
	prune.total = prune.prose[count];

	for (guint32 i = 1; i < tree->count;) {
		const PageNode *n = &tree->nodes[i];
		if (n->tag == PAGE_TEXT ||
		    (page_tag_flags (n->tag) & (PAGE_SKIP | PAGE_KEEP_OUT))) {
			i++;
			continue;
		}
		guint32 marks = body->marks[i] = page_marks (tree, i);
		guint32 out = marks & OUT_MARKS;
		if (marks & MARK_BODY)
			out &= ~BODY_SAVES;
		PageDrop drop = tag_drop (&prune, i);
		bool page_wide = n->tag == PAGE_HTML || n->tag == PAGE_BODY || n->tag == PAGE_MAIN;
		guint32 prose = prose_in (&prune, i);
		if (page_wide || (!out && !drop) || (prose > 40 && prose * 5 > prune.total * 2)) {
			i++;
			continue;
		}
		drop_range (body, i, drop ? drop : DROP_MARK, out);
		i = n->end;
	}
	g_free (prune.prose);
}

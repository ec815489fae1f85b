/* page_prune.c: comments, menus, related articles and the rest out, by their names. */
#include "corpus/page_prune.h"

#include <string.h>

/* Marks that take an element out nearly always… */
#define HARD_MARKS                                                                                 \
	(MARK_COMMENTS | MARK_SHARE | MARK_NEWSLETTER | MARK_NAVIGATION | MARK_COOKIES |           \
	 MARK_HIDDEN | MARK_RELATED)
/* … and those that take it out unless it reads like an article: a name such as "media" or "side" says less. */
#define SOFT_MARKS                                                                                 \
	(MARK_PAYWALL | MARK_ADVERTISING | MARK_CAPTION | MARK_SIDE | MARK_TAGS | MARK_BIO |       \
	 MARK_MEDIA | MARK_TEASER)
/* What an element is taken out for although it is named the article's body too: "comment-body". */
#define BODY_LOSES (MARK_COMMENTS | MARK_RELATED | MARK_COOKIES)

guint32 page_prose_words (const PageBlock *block)
{
	if (block->kind == BLOCK_HEADING || block->kind == BLOCK_CAPTION || block->words < 8 ||
	    block->link_len * 5 > block->len * 2)
		return 0;
	return block->stop || block->words > 20 ? block->words : 0;
}

/* Running sums over blocks. */
typedef struct {
	guint32 prose, text, links;
} Sums;

typedef struct {
	PageBody *body;
	Sums *sums;
	guint8 *holds_body; /* of each node: one below is named the body and has running text */
	bool gently;
} Prune;

static Sums sums_in (const Prune *prune, guint32 node)
{
	const PageBlocks *blocks = prune->body->blocks;
	const Sums *from = &prune->sums[page_blocks_from (blocks, node)];
	const Sums *to = &prune->sums[page_blocks_to (blocks, node)];
	return (Sums){ to->prose - from->prose, to->text - from->text, to->links - from->links };
}

/* Whether the element's tag alone takes it out, and how surely. */
static PageDrop tag_drop (const PageTree *tree, guint32 node, bool *hard)
{
	*hard = false;
	switch (tree->nodes[node].tag) {
	case PAGE_NAV:
	case PAGE_MENU:
	case PAGE_FOOTER:
	case PAGE_FORM: /* some systems put the whole page into one: that is saved by its text */
		*hard = true;
		return DROP_TAG;
	case PAGE_ASIDE:
		return DROP_TAG;
	case PAGE_FIGURE:
	case PAGE_FIGCAPTION:
		return DROP_CAPTION;
	default:
		return DROP_NONE;
	}
}

/* Is what is in the element too much like the article to be taken out? */
static bool is_saved (const Prune *prune, guint32 node, bool hard)
{
	Sums in = sums_in (prune, node);
	guint32 total = prune->sums[prune->body->blocks->list->len].prose;
	guint32 marks = prune->body->marks[node];
	/* What calls itself the article's body saves the boxes around it, but not those that are surely something else. */
	if (in.prose >= 20 && prune->holds_body[node] && !(marks & BODY_LOSES))
		return true;
	if (in.prose <= 40)
		return false;
	/* A share bar has no long text, and an appeal to subscribe is short. */
	if (in.prose > 90 && !(marks & (HARD_MARKS & ~(guint32)(MARK_SHARE | MARK_NEWSLETTER))) &&
	    (marks & (MARK_SHARE | MARK_NEWSLETTER)))
		hard = false;
	if (hard)
		return in.prose * 5 > total * 3;
	return prune->gently || in.prose * 5 > total * 2 || in.links * 10 < in.text;
}

static void drop_range (PageBody *body, guint32 node, PageDrop drop, guint32 mark)
{
	for (guint32 b = page_blocks_from (body->blocks, node);
	     b < page_blocks_to (body->blocks, node); b++) {
		/* Half a paragraph in a <span> is no reason to take out all of it. */
		if (body->drop[b] ||
		    page_block (body->blocks, b)->end > body->tree->nodes[node].end)
			continue;
		body->drop[b] = (guint8)drop;
		body->drop_mark[b] = mark;
	}
}

static bool prune_node (const Prune *prune, guint32 node)
{
	const PageTree *tree = prune->body->tree;
	guint tag = tree->nodes[node].tag;
	if (tag == PAGE_HTML || tag == PAGE_BODY || tag == PAGE_MAIN || tag == PAGE_TR ||
	    tag == PAGE_TBODY)
		return false;
	guint32 marks = prune->body->marks[node], out = marks & (HARD_MARKS | SOFT_MARKS);
	if (marks & MARK_BODY)
		out &= BODY_LOSES;
	bool hard_tag;
	PageDrop drop = tag_drop (tree, node, &hard_tag);
	bool hard = hard_tag || (out & HARD_MARKS);
	if ((!out && !drop) || is_saved (prune, node, hard))
		return false;
	drop_range (prune->body, node, drop ? drop : DROP_MARK,
		    out & HARD_MARKS ? out & HARD_MARKS : out);
	return true;
}

void page_prune_mark (PageBody *body)
{
	const PageTree *tree = body->tree;
	for (guint32 i = 1; i < tree->count; i++) {
		guint flags = page_tag_flags (tree->nodes[i].tag);
		if (tree->nodes[i].tag != PAGE_TEXT && !(flags & (PAGE_SKIP | PAGE_KEEP_OUT)))
			body->marks[i] = page_marks (tree, i);
	}
}

/* Note, for all nodes around it, that a node is the body by name. */
static void find_bodies (Prune *prune)
{
	const PageTree *tree = prune->body->tree;
	const guint32 others = MARK_COMMENTS | MARK_RELATED | MARK_NAVIGATION | MARK_COOKIES |
			       MARK_TEASER | MARK_HIDDEN;
	for (guint32 i = 1; i < tree->count; i++) {
		guint32 marks = prune->body->marks[i];
		if (!(marks & MARK_BODY) || (marks & others) || sums_in (prune, i).prose < 20)
			continue;
		for (guint32 up = tree->nodes[i].parent; up && !prune->holds_body[up];
		     up = tree->nodes[up].parent)
			prune->holds_body[up] = 1;
	}
}

void page_prune (PageBody *body, bool gently)
{
	const PageTree *tree = body->tree;
	guint32 count = body->blocks->list->len;
	Prune prune = { body, g_new0 (Sums, count + 1), g_new0 (guint8, tree->count), gently };
	for (guint32 b = 0; b < count; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		const Sums *before = &prune.sums[b];
		prune.sums[b + 1] =
			(Sums){ before->prose + page_prose_words (block), before->text + block->len,
				before->links + block->link_len };
	}
	find_bodies (&prune);
	for (guint32 i = 1; i < tree->count;) {
		const PageNode *n = &tree->nodes[i];
		bool element = n->tag != PAGE_TEXT &&
			       !(page_tag_flags (n->tag) & (PAGE_SKIP | PAGE_KEEP_OUT));
		i = element && prune_node (&prune, i) ? n->end : i + 1;
	}
	g_free (prune.sums);
	g_free (prune.holds_body);
}

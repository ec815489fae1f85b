/* page_body.c: choose the element that is the article, and its blocks. */
#include "corpus/page_body.h"

#include <string.h>

#include "corpus/page_box.h"
#include "corpus/page_prune.h"
#include "corpus/page_trim.h"
#include "shim/text.h"

const char *page_drop_name (PageDrop drop, guint32 mark)
{
	static const char *const names[] = { "kept",     "mark",      "tag",     "outside", "links",
					     "title",    "furniture", "caption", "meta",    "tail",
					     "repeated", "box",       "site" };
	return drop == DROP_MARK ? page_mark_name (mark) : names[drop];
}

/* How much a block speaks for (or against) being in the article. */
static int block_score (const PageBody *body, guint32 b)
{
	const PageBlock *block = page_block (body->blocks, b);
	if (body->drop[b])
		return 0;
	if (block->link_len * 2 > block->len)
		return -(int)MIN (block->words, 20) - 2;
	if (block->kind == BLOCK_HEADING || block->kind == BLOCK_CAPTION)
		return 0;
	guint32 prose = page_prose_words (block);
	if (prose) {
		guint64 words = MIN (prose, 150);
		int score = (int)(words * (block->len - block->link_len) / block->len) + 5;
		/* What stands above the title is seldom the article. */
		return body->title_block < body->blocks->list->len && b < body->title_block
			       ? score / 3
			       : score;
	}
	if (block->kind == BLOCK_PARAGRAPH)
		return block->stop ? (int)block->words : 0;
	return block->words < 4 ? -2 : -1;
}

typedef struct {
	PageBody *body;
	int *sum;  /* running sum of scores over blocks */
	int *good; /* the same of those above 0 */
} Choice;

static int score_of (const Choice *choice, guint32 node)
{
	const PageBlocks *blocks = choice->body->blocks;
	return choice->sum[page_blocks_to (blocks, node)] -
	       choice->sum[page_blocks_from (blocks, node)];
}

static int good_of (const Choice *choice, guint32 node)
{
	const PageBlocks *blocks = choice->body->blocks;
	return choice->good[page_blocks_to (blocks, node)] -
	       choice->good[page_blocks_from (blocks, node)];
}

/* Elements that can be an article by themselves. */
static bool is_container (guint tag)
{
	if (tag == PAGE_P || tag == PAGE_BLOCKQUOTE || tag == PAGE_LI || tag == PAGE_UL ||
	    tag == PAGE_OL)
		return false;
	return (page_tag_flags (tag) & PAGE_BLOCK) || tag == PAGE_UNKNOWN || tag == PAGE_SPAN ||
	       tag == PAGE_FONT;
}

/* Has `node` a sister of the same make with something to say? Then the article stands in their parent: many systems put each
 * paragraph in a box of its own. Whole articles one below the other, each with its headline, are not meant. */
static bool has_sister (const Choice *choice, guint32 node)
{
	const PageTree *tree = choice->body->tree;
	const char *make = page_attr (tree, node, PAGE_ATTR_CLASS);
	guint32 parent = tree->nodes[node].parent;
	if (!make || tree->nodes[node].tag == PAGE_ARTICLE)
		return false;
	for (guint32 i = parent + 1; i < tree->nodes[parent].end; i = tree->nodes[i].end) {
		const char *other = i == node || tree->nodes[i].tag != tree->nodes[node].tag
					    ? NULL
					    : page_attr (tree, i, PAGE_ATTR_CLASS);
		if (other && strcmp (make, other) == 0 && score_of (choice, i) >= 10)
			return true;
	}
	return false;
}

/* Go down from the root as long as one child has nearly all of it; a smaller share is enough for what is named the body. */
static guint32 descend (const Choice *choice)
{
	const PageTree *tree = choice->body->tree;
	guint32 node = 0;
	for (;;) {
		int best = 0;
		guint32 best_child = 0;
		for (guint32 i = node + 1; i < tree->nodes[node].end; i = tree->nodes[i].end) {
			int score = tree->nodes[i].tag == PAGE_TEXT ? 0 : score_of (choice, i);
			if (score > best) {
				best = score;
				best_child = i;
			}
		}
		if (!best_child || !is_container (tree->nodes[best_child].tag))
			return node;
		int share = choice->body->marks[best_child] & MARK_BODY ? 5 : 7;
		if (best * 10 < score_of (choice, node) * share || has_sister (choice, best_child))
			return node;
		node = best_child;
	}
}

/* The page's own word for the body, when it agrees by and large with the density: the marked element below `node` that has
 * most of its text, or the marked one right around it that adds nothing bad. */
static guint32 follow_marks (const Choice *choice, guint32 node)
{
	const PageTree *tree = choice->body->tree;
	const guint32 others = MARK_COMMENTS | MARK_RELATED | MARK_TEASER | MARK_NAVIGATION;
	int all = score_of (choice, node), best = good_of (choice, node) * 8 / 10;
	guint32 found = node;
	for (guint32 i = node + 1; i < tree->nodes[node].end; i++) {
		guint32 marks = choice->body->marks[i];
		if (!(marks & MARK_BODY) || (marks & others) || !is_container (tree->nodes[i].tag))
			continue;
		int score = good_of (choice, i);
		/* Of nested ones the innermost that loses nothing. */
		if (score > best || (score == best && found != node)) {
			best = score;
			found = i;
		}
	}
	guint32 up = node;
	for (int levels = 2;
	     found == node && !(choice->body->marks[node] & MARK_BODY) && levels > 0 && up;
	     levels--) {
		up = tree->nodes[up].parent;
		if ((choice->body->marks[up] & MARK_BODY) && !(choice->body->marks[up] & others) &&
		    score_of (choice, up) >= all)
			found = up;
	}
	return found;
}

/* Is there an element of the same make as `root` in `around`, outside `inner`, that has text? */
static bool has_cousin (const Choice *choice, guint32 root, guint32 inner, guint32 around)
{
	const PageTree *tree = choice->body->tree;
	const char *make = page_attr (tree, root, PAGE_ATTR_CLASS);
	for (guint32 i = around + 1; make && i < tree->nodes[around].end; i++) {
		if (i == inner)
			i = tree->nodes[inner].end;
		if (i >= tree->nodes[around].end)
			break;
		const char *other = tree->nodes[i].tag == tree->nodes[root].tag
					    ? page_attr (tree, i, PAGE_ATTR_CLASS)
					    : NULL;
		if (other && strcmp (make, other) == 0 && good_of (choice, i) >= 10)
			return true;
	}
	return false;
}

/* Is there a headline in `node` that is not the article's? */
static bool has_other_headline (const PageBody *body, guint32 node)
{
	for (guint32 b = page_blocks_from (body->blocks, node);
	     b < page_blocks_to (body->blocks, node); b++)
		if (page_block (body->blocks, b)->level == 1 && b != body->title_block)
			return true;
	return false;
}

/* An article in several boxes of one make, each in rows of its own, advertisements between them: the element around them all. Boxes of
 * whole articles, one below the other, are not meant. */
static guint32 join_cousins (const Choice *choice, guint32 root)
{
	const PageTree *tree = choice->body->tree;
	guint32 found = root, inner = root;
	if (!(choice->body->marks[root] & MARK_BODY))
		return root;
	for (int levels = 7; levels > 0 && inner && tree->nodes[inner].tag != PAGE_ARTICLE;
	     levels--) {
		guint32 up = tree->nodes[inner].parent;
		if (!up || tree->nodes[up].tag == PAGE_BODY ||
		    has_other_headline (choice->body, up))
			break;
		if (has_cousin (choice, root, inner, up))
			found = up;
		inner = up;
	}
	return found;
}

static void choose_root (PageBody *body)
{
	guint32 count = body->blocks->list->len;
	Choice choice = { body, g_new0 (int, count + 1), g_new0 (int, count + 1) };
	for (guint32 b = 0; b < count; b++) {
		int score = block_score (body, b);
		choice.sum[b + 1] = choice.sum[b] + score;
		choice.good[b + 1] = choice.good[b] + MAX (score, 0);
	}
	body->root = join_cousins (&choice, follow_marks (&choice, descend (&choice)));
	g_free (choice.sum);
	g_free (choice.good);
	for (guint32 b = 0; b < count; b++)
		if (!page_inside (body->tree, page_block (body->blocks, b)->first, body->root) &&
		    !body->drop[b])
			body->drop[b] = DROP_OUTSIDE;
}

/* The headline: an <h1> that says what the metadata say, else any heading that does, else the only <h1>. */
static guint32 find_title (const PageBody *body, const char *title)
{
	guint32 count = body->blocks->list->len, same = count, h1 = count, h1_count = 0;
	g_autofree char *want = title ? text_fold (title, -1, NULL) : NULL;
	for (guint32 b = 0; b < count; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (block->level == 1) {
			h1_count++;
			h1 = h1 == count ? b : h1;
		}
		if (!want || block->len > 500 || (block->kind != BLOCK_HEADING && same < count))
			continue;
		g_autofree char *fold =
			text_fold (page_block_text (body->blocks, b), block->len, NULL);
		if (strcmp (fold, want) != 0 &&
		    !(block->level == 1 && block->words > 3 && strstr (want, fold)))
			continue;
		if (block->level == 1)
			return b;
		same = same == count ? b : same;
	}
	return same < count ? same : h1_count == 1 ? h1 : count;
}

/* Lines that the site's other pages have too go, but headings: "Why it matters" stands over something new each time. When they would be
 * more than a quarter of the article, it is a copy of others, and nothing goes. */
static void drop_site_lines (PageBody *body, const FurnitureSite *site)
{
	g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
	guint32 all = 0, words = 0;
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b])
			continue;
		all += block->words;
		if (block->kind == BLOCK_HEADING ||
		    !furniture_site_has (site, page_block_text (body->blocks, b), block->len))
			continue;
		words += block->words;
		g_array_append_val (found, b);
	}
	for (guint i = 0; i < found->len && words * 4 <= all; i++)
		body->drop[g_array_index (found, guint32, i)] = DROP_SITE;
}

static void choose (PageBody *body, const char *title, const FurnitureSite *site, bool gently)
{
	guint32 count = body->blocks->list->len;
	memset (body->drop, DROP_NONE, count + 1);
	page_prune (body, gently);
	choose_root (body);
	if (site)
		drop_site_lines (body, site);
	page_drop_boxes (body);
	page_trim (body, title);
	page_trim_standfirst (body);
	body->words = 0;
	for (guint32 b = 0; b < count; b++)
		if (!body->drop[b])
			body->words += page_block (body->blocks, b)->words;
	body->rule = !body->words ? NULL : gently ? "body:recovered" : "body:density";
}

PageBody *page_body_new (const PageTree *tree, const char *title, const FurnitureSite *site)
{
	PageBody *body = g_new0 (PageBody, 1);
	body->tree = tree;
	body->blocks = page_blocks_new (tree);
	guint32 count = body->blocks->list->len;
	body->marks = g_new0 (guint32, tree->count);
	body->drop = g_new0 (guint8, count + 1);
	body->drop_mark = g_new0 (guint32, count + 1);
	body->title_block = find_title (body, title);
	page_prune_mark (body);
	choose (body, title, site, false);
	/* Too little left: perhaps a name misled us. Names count for less then; more text than twice as much is believed. */
	if (body->words < 150) {
		guint32 strict = body->words;
		choose (body, title, site, true);
		if (body->words < 2 * strict + 60)
			choose (body, title, site, false);
	}
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
	char *clean = text_clean (out->str, (gssize)out->len, NULL);
	g_string_free (out, TRUE);
	return clean;
}

/* page_block.c: from the tree to blocks of text, in one walk. */
#include "corpus/page_block.h"

#include <string.h>

typedef struct {
	PageBlocks *blocks;
	const PageTree *tree;
	guint32 open[PAGE_MAX_DEPTH + 2]; /* the block elements around the current node */
	guint32 open_count;
	guint32 link_end, bold_end,
		link_node; /* the current node is in a link when it is < link_end */
	guint32 br_count;  /* <br> since the last text */
	bool space;        /* white space since the last text */
	bool building;     /* `block` has begun */
	PageBlock block;
} Walk;

/* What the block elements around a block make of it; the innermost that says something decides. */
static void set_kind (Walk *walk)
{
	PageBlock *block = &walk->block;
	block->kind = BLOCK_PLAIN;
	for (guint32 i = walk->open_count; i-- > 0;) {
		guint tag = walk->tree->nodes[walk->open[i]].tag;
		bool inner = block->kind == BLOCK_PLAIN || block->kind == BLOCK_PARAGRAPH;
		if (tag >= PAGE_H1 && tag <= PAGE_H6 && block->kind == BLOCK_PLAIN) {
			/* A paragraph in a heading is one in a heading that was never closed. */
			block->kind = BLOCK_HEADING;
			block->level = (guint8)(tag - PAGE_H1 + 1);
		} else if (tag == PAGE_P && block->kind == BLOCK_PLAIN &&
			   i + 1 == walk->open_count) {
			block->kind = BLOCK_PARAGRAPH;
		} else if ((tag == PAGE_LI || tag == PAGE_DD || tag == PAGE_DT) && inner) {
			block->kind = BLOCK_ITEM;
		} else if ((tag == PAGE_TD || tag == PAGE_TH || tag == PAGE_TR) &&
			   block->kind == BLOCK_PLAIN) {
			block->kind = BLOCK_CELL;
		} else if (tag == PAGE_PRE && inner) {
			block->kind = BLOCK_PRE;
		} else if (tag == PAGE_BLOCKQUOTE) {
			block->kind = BLOCK_QUOTE;
		} else if (tag == PAGE_FIGCAPTION || tag == PAGE_CAPTION || tag == PAGE_FIGURE) {
			block->kind = BLOCK_CAPTION;
			break;
		}
		/* A table that lays out a page, or an article in a list, says nothing about what is in it. */
		if (tag == PAGE_ARTICLE || tag == PAGE_SECTION || tag == PAGE_TABLE)
			break;
	}
}

static bool ends_sentence (const char *text, gsize len)
{
	static const char *const closers[] = { "\"",           "'",           ")", "]", "\xc2\xbb",
					       "\xe2\x80\x9d", "\xe2\x80\x99" };
	bool trimmed = true;
	while (trimmed) {
		trimmed = false;
		for (gsize i = 0; i < G_N_ELEMENTS (closers); i++) {
			gsize closer_len = strlen (closers[i]);
			if (len > closer_len &&
			    memcmp (text + len - closer_len, closers[i], closer_len) == 0) {
				len -= closer_len;
				trimmed = true;
			}
		}
		while (len > 2 &&
		       (text[len - 1] == ' ' || memcmp (text + len - 2, "\xc2\xa0", 2) == 0)) {
			len -= text[len - 1] == ' ' ? 1 : 2;
			trimmed = true;
		}
	}
	if (!len)
		return false;
	char c = text[len - 1];
	return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' ||
	       (len >= 3 && memcmp (text + len - 3, "\xe2\x80\xa6", 3) == 0);
}

static void end_block (Walk *walk, guint32 at)
{
	if (walk->building) {
		PageBlock *block = &walk->block;
		GString *text = walk->blocks->text;
		block->len = (guint32)text->len - block->text;
		block->end = at;
		block->link_len = MIN (block->link_len, block->len);
		block->stop = ends_sentence (text->str + block->text, block->len);
		g_string_append_c (text, '\0');
		g_array_append_val (walk->blocks->list, *block);
	}
	walk->building = false;
	walk->space = false;
	walk->br_count = 0;
}

static void begin_block (Walk *walk, guint32 node)
{
	walk->block = (PageBlock){ .node = walk->open_count ? walk->open[walk->open_count - 1] : 0,
				   .first = node,
				   .text = (guint32)walk->blocks->text->len };
	set_kind (walk);
	walk->building = true;
	walk->space = false;
}

/* No-break spaces alone make no block: templates are full of "&nbsp;". Length of the space at `s`, or 0. */
static gsize space_len (const char *s, gsize len)
{
	if (*s == ' ' || *s == '\n' || *s == '\t' || *s == '\r' || *s == '\f')
		return 1;
	if (len >= 2 && (guint8)s[0] == 0xc2 && (guint8)s[1] == 0xa0)
		return 2;
	return 0;
}

/* Length of the run of bytes from `s` on in which there is no white space to collapse. */
static gsize run_len (const char *s, gsize len)
{
	gsize n = 0;
	while (n < len && (guint8)s[n] > ' ')
		n++;
	return n;
}

static void add_run (Walk *walk, guint32 node, const char *s, gsize len)
{
	PageBlock *block = &walk->block;
	gsize before = walk->blocks->text->len;
	if (walk->space || block->words == 0)
		block->words++;
	if (walk->space)
		g_string_append_c (walk->blocks->text, ' ');
	walk->space = false;
	g_string_append_len (walk->blocks->text, s, (gssize)len);
	guint32 added = (guint32)(walk->blocks->text->len - before);
	if (node < walk->link_end)
		block->link_len += added;
	if (node < walk->bold_end)
		block->bold_len += added;
	for (gsize i = 0; i < len; i++)
		block->commas += s[i] == ',';
}

static void on_text (Walk *walk, guint32 node)
{
	const PageNode *n = &walk->tree->nodes[node];
	const char *s = walk->tree->bytes->str + n->data;
	for (gsize i = 0; i < n->len;) {
		gsize skip =
			walk->building && (guint8)s[i] == 0xc2 ? 0 : space_len (s + i, n->len - i);
		if (!skip && walk->building && space_len (s + i, n->len - i) == 1)
			skip = 1;
		if (skip) {
			walk->space = walk->building;
			i += skip;
			continue;
		}
		gsize run = run_len (s + i, n->len - i);
		if (!run) { /* a control character that cleaning let through */
			i++;
			continue;
		}
		if (walk->br_count >= 2)
			end_block (walk, node);
		walk->br_count = 0;
		if (!walk->building)
			begin_block (walk, node);
		if (node < walk->link_end && walk->link_node != walk->block.first) {
			/* Count a link once in each block that it runs through. */
			walk->block.links++;
			walk->link_node = walk->block.first;
		}
		add_run (walk, node, s + i, run);
		i += run;
	}
}

/* A cell of plain text is part of its row's line; one that holds paragraphs lays out the page. */
static bool is_plain_cell (const PageTree *tree, guint32 node)
{
	if (tree->nodes[node].tag != PAGE_TD && tree->nodes[node].tag != PAGE_TH)
		return false;
	for (guint32 i = node + 1; i < tree->nodes[node].end; i++)
		if ((page_tag_flags (tree->nodes[i].tag) & PAGE_BLOCK) ||
		    tree->nodes[i].tag == PAGE_BR)
			return false;
	return true;
}

static void on_element (Walk *walk, guint32 node)
{
	const PageNode *n = &walk->tree->nodes[node];
	guint flags = page_tag_flags (n->tag);
	if (n->tag == PAGE_BR) {
		walk->br_count++;
		walk->space = walk->building;
	} else if (n->tag == PAGE_A && page_attr (walk->tree, node, PAGE_ATTR_HREF)) {
		walk->link_end = MAX (walk->link_end, n->end);
		walk->link_node = G_MAXUINT32;
	} else if (n->tag == PAGE_B || n->tag == PAGE_STRONG || n->tag == PAGE_EM ||
		   n->tag == PAGE_I) {
		walk->bold_end = MAX (walk->bold_end, n->end);
	}
	if (is_plain_cell (walk->tree, node)) {
		walk->space = walk->building;
	} else if (flags & PAGE_BLOCK) {
		end_block (walk, node);
		walk->open[walk->open_count++] = node;
	}
}

/* What is hidden from screen readers inside a paragraph is there for the eye alone, and said again for them: a drop cap. */
static bool is_said_twice (const PageTree *tree, guint32 node)
{
	if (tree->nodes[node].tag != PAGE_SPAN)
		return false;
	const char *hidden = page_attr (tree, node, PAGE_ATTR_ARIA_HIDDEN);
	return hidden && strcmp (hidden, "true") == 0;
}

static bool left_out (const PageTree *tree, guint32 node)
{
	guint tag = tree->nodes[node].tag, flags = page_tag_flags (tag);
	if (is_said_twice (tree, node))
		return true;
	return (flags & (PAGE_SKIP | PAGE_CONTROL)) || tag == PAGE_HEAD || tag == PAGE_TITLE;
}

PageBlocks *page_blocks_new (const PageTree *tree)
{
	PageBlocks *blocks = g_new0 (PageBlocks, 1);
	Walk *walk = g_new0 (Walk, 1);
	blocks->tree = walk->tree = tree;
	blocks->list = g_array_new (FALSE, FALSE, sizeof (PageBlock));
	blocks->text = g_string_sized_new (tree->bytes->len / 2 + 16);
	blocks->before = g_new (guint32, tree->count + 1);
	walk->blocks = blocks;
	for (guint32 i = 0; i < tree->count;) {
		while (walk->open_count && tree->nodes[walk->open[walk->open_count - 1]].end <= i) {
			end_block (walk, i);
			walk->open_count--;
		}
		const PageNode *n = &tree->nodes[i];
		guint32 next = i + 1;
		if (n->tag == PAGE_TEXT)
			on_text (walk, i);
		else if (left_out (tree, i))
			next = n->end;
		else
			on_element (walk, i);
		i = next;
	}
	end_block (walk, tree->count);

	guint32 node = 0;
	for (guint32 b = 0; b < blocks->list->len; b++)
		for (; node <= page_block (blocks, b)->first; node++)
			blocks->before[node] = b;
	for (; node <= tree->count; node++)
		blocks->before[node] = blocks->list->len;
	g_free (walk);
	return blocks;
}

void page_blocks_free (PageBlocks *blocks)
{
	if (!blocks)
		return;
	g_array_unref (blocks->list);
	g_string_free (blocks->text, TRUE);
	g_free (blocks->before);
	g_free (blocks);
}

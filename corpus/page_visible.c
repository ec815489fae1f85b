/* page_visible.c: titles, authors, dates and access from what the page shows. */
#include "corpus/page_visible.h"

#include <string.h>

#include "corpus/furniture_table.h"
#include "corpus/page_look.h"
#include "corpus/page_name.h"
#include "shim/text.h"

/* --- names --- */

static void read_byline (const PageLook *look, guint32 node, const char *rule, guint rank)
{
	guint place = page_look_rank (look, node);
	if (!place || (place == RANK_FAR && rank != RANK_MICRODATA))
		return;
	const char *content = page_attr (look->tree, node, PAGE_ATTR_CONTENT);
	g_autofree char *text =
		content ? g_strdup (content) : page_node_text (look->tree, node, 200);
	page_fact_add (look->facts, FACT_AUTHOR, place == RANK_NEAR ? rank : rank + 15, rule, text);
}

/* "By Nora Pell", "Par Jean Roux", "Auteur : Nora Pell": lines near the headline or at the text's end that begin so. */
static void read_byline_lines (const PageLook *look)
{
	static const char *const begins[] = {
		"by ",         "par ",         "written by ", "propos recueillis par ",
		"story by ",   "posted by ",   "publie par ", "ecrit par ",
		"authored by", "reported by ", "texte :",     "auteur :",
		"auteurs :",   "autrice :",    "author:",     "authors:"
	};
	const PageBlocks *blocks = look->body->blocks;
	guint32 tail = look->last > 2 ? look->last - 2 : 0;
	for (guint32 b = look->from; b < blocks->list->len && b <= MAX (look->to, look->last);
	     b++) {
		const PageBlock *block = page_block (blocks, b);
		if ((b >= look->to && b < tail) || block->words > 16 ||
		    b == look->body->title_block)
			continue;
		g_autofree char *folded = text_fold (page_block_text (blocks, b), block->len, NULL);
		for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
			if (g_str_has_prefix (folded, begins[i]))
				page_fact_add (look->facts, FACT_AUTHOR, 48, "text:byline",
					       page_block_text (blocks, b));
	}
}

/* Is there a name in an element below that is named after authors too? "By" in a box of its own is none. */
static bool holds_author_mark (const PageLook *look, guint32 node)
{
	for (guint32 i = node + 1; i < look->tree->nodes[node].end; i++) {
		if (look->tree->nodes[i].tag == PAGE_TEXT || !(look->body->marks[i] & MARK_AUTHOR))
			continue;
		g_autofree char *text = page_node_text (look->tree, i, 200);
		g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
		page_author_names (text, true, names, NULL);
		if (names->len)
			return true;
	}
	return false;
}

static void read_names (const PageLook *look, guint32 node)
{
	const char *rel = page_attr (look->tree, node, PAGE_ATTR_REL);
	const char *prop = page_attr (look->tree, node, PAGE_ATTR_ITEMPROP);
	guint tag = look->tree->nodes[node].tag;
	if (rel && strstr (rel, "author") && tag == PAGE_A)
		read_byline (look, node, "rel:author", 40);
	if (prop && (strcmp (prop, "author") == 0 || strcmp (prop, "creator") == 0)) {
		guint32 name = node;
		for (guint32 i = node + 1; i < look->tree->nodes[node].end && name == node; i++) {
			const char *inner = look->tree->nodes[i].tag == PAGE_TEXT
						    ? NULL
						    : page_attr (look->tree, i, PAGE_ATTR_ITEMPROP);
			if (inner && strcmp (inner, "name") == 0)
				name = i;
		}
		read_byline (look, name, "microdata:author", RANK_MICRODATA + 18);
	}
	if ((look->body->marks[node] & MARK_AUTHOR) && !holds_author_mark (look, node))
		read_byline (look, node, "class:author", 44);
}

/* --- access --- */

/* "Cet article est réservé aux abonnés", "Subscribe to continue reading": at the headline, in the text or at its end, as readers see
 * it. The same words beside a teaser speak of another article. */
static void read_paywall (const PageLook *look)
{
	static const char *const hints[] = { "bonn\u00e9", "ubscri", "vous reste", NULL };
	const PageBlocks *blocks = look->body->blocks;
	for (guint32 b = look->from; b < blocks->list->len && b <= look->last + 12; b++) {
		const PageBlock *block = page_block (blocks, b);
		const char *text = page_block_text (blocks, b);
		if (block->len > 400 || !page_look_contains (text, hints) ||
		    (page_look_marks (look, block->node, 8) & (PAGE_LOOK_ELSEWHERE | MARK_HIDDEN)))
			continue;
		g_autofree char *folded = NULL;
		g_autofree char *core = furniture_core (text, block->len, &folded);
		const char *rule = furniture_table_match (text, block->len, folded, core);
		if (g_strcmp0 (rule, "paywall") == 0) {
			page_fact_add (look->facts, FACT_FREE, 60, "text:paywall", "false");
			return;
		}
	}
}

/* --- the page --- */

static void read_microdata (const PageLook *look, guint32 node)
{
	const char *prop = page_attr (look->tree, node, PAGE_ATTR_ITEMPROP);
	if (!prop || look->tree->nodes[node].tag == PAGE_META)
		return;
	bool published = strstr (prop, "datePublished"), modified = strstr (prop, "dateModified");
	if (!published && !modified && strcmp (prop, "headline") != 0)
		return;
	if (!page_look_rank (look, node))
		return;
	const char *value = page_attr (look->tree, node, PAGE_ATTR_DATETIME);
	value = value ? value : page_attr (look->tree, node, PAGE_ATTR_CONTENT);
	g_autofree char *text =
		value && *value ? g_strdup (value) : page_node_text (look->tree, node, 300);
	if (published || modified)
		page_fact_add (
			look->facts, published ? FACT_PUBLISHED : FACT_MODIFIED, RANK_MICRODATA + 3,
			published ? "microdata:datepublished" : "microdata:datemodified", text);
	else
		page_fact_add (look->facts, FACT_TITLE, 18, "microdata:headline", text);
}

/* All of it; only its first block when paragraphs follow, for then it was never closed. */
static char *heading_text (const PageLook *look, guint32 node)
{
	const PageBlocks *blocks = look->body->blocks;
	guint32 from = page_blocks_from (blocks, node), to = page_blocks_to (blocks, node);
	for (guint32 b = from + 1; b < to; b++)
		if (page_block (blocks, b)->kind == BLOCK_PARAGRAPH)
			return g_strdup (page_block_text (blocks, from));
	return page_node_text (look->tree, node, 600);
}

static void read_title (const PageLook *look, guint32 node)
{
	guint tag = look->tree->nodes[node].tag;
	bool heading = page_tag_flags (tag) & PAGE_HEADING,
	     named = look->body->marks[node] & MARK_TITLE;
	if (tag != PAGE_H1 && !(heading && named && tag <= PAGE_H3))
		return;
	guint32 around = page_look_marks (look, node, 5);
	if (around &
	    (MARK_COMMENTS | MARK_RELATED | MARK_COOKIES | (tag == PAGE_H1 ? 0 : MARK_TEASER)))
		return;
	g_autofree char *text = heading_text (look, node);
	page_fact_add (look->facts, FACT_TITLE, tag == PAGE_H1 ? 30 : 34,
		       tag == PAGE_H1 ? "h1" : "class:title", text);
}

void page_visible_read (const PageBody *body, const char *url, Lang lang, PageFacts *facts)
{
	PageLook look = { body, body->tree, facts, lang, 0, 0, 0, 0 };
	page_look_places (&look);
	for (guint32 i = 1; i < body->tree->count; i++) {
		guint tag = body->tree->nodes[i].tag;
		if (tag == PAGE_TEXT || (page_tag_flags (tag) & (PAGE_SKIP | PAGE_KEEP_OUT)))
			continue;
		read_title (&look, i);
		read_microdata (&look, i);
		read_names (&look, i);
		if (tag == PAGE_TIME)
			page_look_time (&look, i);
	}
	page_look_dates (&look, url);
	read_byline_lines (&look);
	read_paywall (&look);
}

/* page_visible.c: titles, authors and dates from what the page shows. */
#include "corpus/page_visible.h"

#include <stdio.h>
#include <string.h>

#include "corpus/furniture_table.h"
#include "corpus/page_date.h"
#include "corpus/page_name.h"
#include "shim/text.h"

/* Ranks: after JSON-LD and <meta> of the same field (page_meta.tsv), and by how near the headline. */
#define RANK_MICRODATA 12
#define RANK_LABELLED 30 /* "published", "mis à jour" by the element's name or the words before */
#define RANK_NEAR 45
#define RANK_URL 50
#define RANK_BODY 55
#define RANK_FAR 75

#define DAY_S 86400

typedef struct {
	const PageBody *body;
	const PageTree *tree;
	PageFacts *facts;
	Lang lang;
	guint32 first, last; /* the kept blocks that are the text */
	guint32 from, to;    /* blocks near the headline: where bylines stand */
} Look;

/* --- places --- */

static void find_places (Look *look)
{
	const PageBody *body = look->body;
	guint32 count = body->blocks->list->len;
	look->first = look->last = count;
	for (guint32 b = 0; b < count; b++) {
		if (body->drop[b])
			continue;
		look->first = look->first == count ? b : look->first;
		look->last = b;
	}
	guint32 title = body->title_block < count ? body->title_block : look->first;
	guint32 text = look->first;
	if (text == count || text < title)
		text = title;
	look->from = title > 8 ? title - 8 : 0;
	look->to = MIN (count, MIN (MAX (text, title) + 3, title + 40));
}

/* Marks of the element and those around it, up to `levels`, but not of the page's or the article's whole element. */
static guint32 marks_above (const Look *look, guint32 node, int levels)
{
	guint32 marks = 0;
	for (; node && node != look->body->root && levels > 0; levels--) {
		guint tag = look->tree->nodes[node].tag;
		if (tag == PAGE_BODY || tag == PAGE_MAIN || tag == PAGE_ARTICLE)
			break;
		marks |= look->body->marks[node];
		node = look->tree->nodes[node].parent;
	}
	return marks;
}

#define ELSEWHERE                                                                                  \
	(MARK_COMMENTS | MARK_RELATED | MARK_TEASER | MARK_NAVIGATION | MARK_NEWSLETTER |          \
	 MARK_COOKIES | MARK_BIO)

/* How much a date or name at `node` is worth by its place; 0: it belongs to something else. */
static guint rank_of_place (const Look *look, guint32 node)
{
	guint32 b = page_blocks_from (look->body->blocks, node);
	guint32 around = marks_above (look, node, 6);
	if (around & (MARK_COMMENTS | MARK_RELATED))
		return 0;
	if (b >= look->from && b < look->to)
		return around & MARK_TEASER ? RANK_FAR : RANK_NEAR;
	if (around & ELSEWHERE)
		return 0;
	if (b >= look->first && b <= look->last + 3)
		return RANK_BODY;
	return RANK_FAR;
}

/* --- dates --- */

static bool contains_any (const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr (text, *words))
			return true;
	return false;
}

/* Which date the words before it make of it. */
static PageFactField label_of (const char *folded)
{
	static const char *const modified[] = { "updat",     "modif", "mis a jour",  "mise a jour",
						"maj ",      "m.a.j", "last edited", "revised",
						"actualise", NULL };
	static const char *const published[] = {
		"publi", "posted", "poste", "paru",    "mis en ligne", "created", "cree",
		"first", "redige", "ecrit", "written", "released",     NULL
	};
	if (contains_any (folded, modified))
		return FACT_MODIFIED;
	return contains_any (folded, published) ? FACT_PUBLISHED : FACT_DATE;
}

/* Add the dates written in `text`: each is published or modified by the words between it and the one before. */
static void add_text_dates (const Look *look, const char *text, gsize len, guint rank,
			    const char *rule, PageFactField field)
{
	gsize from = 0, start, end;
	ArticleDate date;
	for (int i = 0;
	     i < 3 && page_date_find (text, (gssize)len, from, look->lang, 0, &date, &start, &end);
	     i++) {
		g_autofree char *before = text_fold (text + from, (gssize)(start - from), NULL);
		g_autofree char *value = g_strndup (text + start, end - start);
		PageFactField label = label_of (before);
		PageFactField as = label != FACT_DATE ? label : field;
		page_fact_add (look->facts, as,
			       as == FACT_DATE || rank > RANK_NEAR ? rank
								   : MAX (rank - 5, RANK_LABELLED),
			       rule, value);
		from = end;
	}
}

/* "il y a 2 heures", "yesterday": page_date_find() has no clock here; leave it to the chooser, who has. */
static void add_relative (const Look *look, const char *text, guint rank)
{
	static const char *const words[] = { "ago",  "il y a",  "yesterday", "today",
					     "hier", "aujourd", NULL };
	g_autofree char *folded = text_fold (text, -1, NULL);
	if (contains_any (folded, words))
		page_fact_add (look->facts, FACT_DATE, rank + 10, "text:relative", text);
}

static void read_time (const Look *look, guint32 node)
{
	guint rank = rank_of_place (look, node);
	if (!rank)
		return;
	guint32 up = look->tree->nodes[node].parent;
	const char *class = page_attr (look->tree, node, PAGE_ATTR_CLASS);
	const char *above = page_attr (look->tree, up, PAGE_ATTR_CLASS);
	const char *prop = page_attr (look->tree, node, PAGE_ATTR_ITEMPROP);
	g_autofree char *names = g_strdup_printf ("%s %s %s", class ? class : "",
						  above ? above : "", prop ? prop : "");
	g_autofree char *lower = g_ascii_strdown (names, -1);
	g_autofree char *text = page_node_text (look->tree, node, 200);
	/* The words before: "Publié le <time>". */
	g_autofree char *around = page_node_text (look->tree, up, 200);
	g_autofree char *folded = text_fold (around, -1, NULL);
	PageFactField field = label_of (lower);
	if (field == FACT_DATE && !strstr (folded, "updat") == !strstr (folded, "publi"))
		field = FACT_DATE;
	else if (field == FACT_DATE)
		field = label_of (folded);
	if (field != FACT_DATE && rank == RANK_NEAR)
		rank = RANK_LABELLED;
	const char *datetime = page_attr (look->tree, node, PAGE_ATTR_DATETIME);
	const char *value =
		datetime && *datetime ? datetime : page_attr (look->tree, node, PAGE_ATTR_CONTENT);
	page_fact_add (look->facts, field, rank, "time", value && *value ? value : text);
}

/* Short lines near the headline, and in elements named after dates. */
static void read_date_lines (const Look *look)
{
	const PageBlocks *blocks = look->body->blocks;
	for (guint32 b = 0; b < blocks->list->len; b++) {
		const PageBlock *block = page_block (blocks, b);
		bool near = b >= look->from && b < look->to;
		if (block->words > 40 || b == look->body->title_block ||
		    (block->link_len * 2 > block->len && !near))
			continue;
		guint32 marks = marks_above (look, look->tree->nodes[block->first].parent, 3);
		bool named = marks & (MARK_DATE | MARK_META);
		guint rank = rank_of_place (look, block->node);
		if (!rank || (!near && !named) || (near && !named && block->words > 25))
			continue;
		const char *text = page_block_text (blocks, b);
		add_text_dates (look, text, block->len, named && near ? rank - 5 : rank + 5,
				named ? "class:date" : "text", FACT_DATE);
		if (near && block->words < 12)
			add_relative (look, text, rank);
	}
}

/* --- access --- */

/* "Cet article est réservé aux abonnés", "Subscribe to continue reading": at the headline, in the text or at its end, as readers see
 * it. The same words beside a teaser speak of another article. */
static void read_paywall (const Look *look)
{
	static const char *const hints[] = { "bonn\u00e9", "ubscri", "vous reste", NULL };
	const PageBlocks *blocks = look->body->blocks;
	for (guint32 b = look->from; b < blocks->list->len && b <= look->last + 12; b++) {
		const PageBlock *block = page_block (blocks, b);
		const char *text = page_block_text (blocks, b);
		if (block->len > 400 || !contains_any (text, hints) ||
		    (marks_above (look, block->node, 8) & (ELSEWHERE | MARK_HIDDEN)))
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

/* The whole of a label: "Date :", "Mise en ligne", "Published on". */
static bool is_date_label (const char *text, gsize len)
{
	static const char *const labels[] = { "date",
					      "published",
					      "published on",
					      "publie le",
					      "mis en ligne",
					      "mise en ligne",
					      "posted",
					      "posted on",
					      "date de publication",
					      "publication",
					      "release date",
					      "date added",
					      "date published",
					      "publication date",
					      "mis en ligne le",
					      "paru le",
					      NULL };
	g_autofree char *folded = text_fold (text, (gssize)len, NULL);
	char *end = folded + strlen (folded);
	while (end > folded && strchr (" :,-|", end[-1]))
		*--end = '\0';
	return g_strv_contains (labels, folded);
}

/* "Date 23.05.2011" in one line or "Mise en ligne" and the date below it, in a box beside the text: the page's word for when it was
 * published, if it says so of one day alone. */
static void read_labelled_lines (const Look *look)
{
	const PageBlocks *blocks = look->body->blocks;
	g_autofree char *value = NULL;
	gint64 day = 0;
	for (guint32 b = 0; b < blocks->list->len; b++) {
		const PageBlock *block = page_block (blocks, b);
		const char *text = page_block_text (blocks, b);
		gsize start, end;
		ArticleDate date;
		if (block->words > 9 || !rank_of_place (look, block->node) ||
		    !page_date_find (text, block->len, 0, look->lang, 0, &date, &start, &end) ||
		    block->len - end > 2)
			continue;
		bool below = start == 0 && b > 0;
		if (!is_date_label (below ? page_block_text (blocks, b - 1) : text,
				    below ? page_block (blocks, b - 1)->len : start))
			continue;
		if (value && day != date.unix_s / DAY_S)
			return;
		day = date.unix_s / DAY_S;
		g_free (value);
		value = g_strndup (text + start, end - start);
	}
	if (value)
		page_fact_add (look->facts, FACT_PUBLISHED, RANK_NEAR + 1, "text:label", value);
}

/* "/2020/02/24/", "-20200224", "2020-02-24" in the page's address. */
static void read_url_date (const Look *look, const char *url)
{
	for (const char *s = url; *s; s++) {
		int year, month, day, used = 0;
		if (s > url && g_ascii_isdigit (s[-1]))
			continue;
		bool parted = sscanf (s, "%4d/%2d/%2d%n", &year, &month, &day, &used) == 3 ||
			      sscanf (s, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3;
		if (!parted && (strspn (s, "0123456789") != 8 ||
				sscanf (s, "%4d%2d%2d%n", &year, &month, &day, &used) != 3))
			continue;
		if (!g_ascii_isdigit (s[0]) || !g_ascii_isdigit (s[3]) ||
		    g_ascii_isdigit (s[used]) || year < 1995 || year > 2100 || month < 1 ||
		    month > 12 ||
		    !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
			continue;
		g_autofree char *value = g_strdup_printf ("%04d-%02d-%02d", year, month, day);
		page_fact_add (look->facts, FACT_PUBLISHED, RANK_URL, "url", value);
		return;
	}
}

/* --- names --- */

static void read_byline (const Look *look, guint32 node, const char *rule, guint rank)
{
	guint place = rank_of_place (look, node);
	if (!place || (place == RANK_FAR && rank != RANK_MICRODATA))
		return;
	const char *content = page_attr (look->tree, node, PAGE_ATTR_CONTENT);
	g_autofree char *text =
		content ? g_strdup (content) : page_node_text (look->tree, node, 200);
	page_fact_add (look->facts, FACT_AUTHOR, place == RANK_NEAR ? rank : rank + 15, rule, text);
}

/* "By Nora Pell", "Par Jean Roux", "Auteur : Nora Pell": lines near the headline or at the text's end that begin so. */
static void read_byline_lines (const Look *look)
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
static bool holds_author_mark (const Look *look, guint32 node)
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

static void read_names (const Look *look, guint32 node)
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

/* --- the page --- */

static void read_microdata (const Look *look, guint32 node)
{
	const char *prop = page_attr (look->tree, node, PAGE_ATTR_ITEMPROP);
	if (!prop || look->tree->nodes[node].tag == PAGE_META)
		return;
	bool published = strstr (prop, "datePublished"), modified = strstr (prop, "dateModified");
	if (!published && !modified && strcmp (prop, "headline") != 0)
		return;
	if (!rank_of_place (look, node))
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
static char *heading_text (const Look *look, guint32 node)
{
	const PageBlocks *blocks = look->body->blocks;
	guint32 from = page_blocks_from (blocks, node), to = page_blocks_to (blocks, node);
	for (guint32 b = from + 1; b < to; b++)
		if (page_block (blocks, b)->kind == BLOCK_PARAGRAPH)
			return g_strdup (page_block_text (blocks, from));
	return page_node_text (look->tree, node, 600);
}

static void read_title (const Look *look, guint32 node)
{
	guint tag = look->tree->nodes[node].tag;
	bool heading = page_tag_flags (tag) & PAGE_HEADING,
	     named = look->body->marks[node] & MARK_TITLE;
	if (tag != PAGE_H1 && !(heading && named && tag <= PAGE_H3))
		return;
	guint32 around = marks_above (look, node, 5);
	if (around &
	    (MARK_COMMENTS | MARK_RELATED | MARK_COOKIES | (tag == PAGE_H1 ? 0 : MARK_TEASER)))
		return;
	g_autofree char *text = heading_text (look, node);
	page_fact_add (look->facts, FACT_TITLE, tag == PAGE_H1 ? 30 : 34,
		       tag == PAGE_H1 ? "h1" : "class:title", text);
}

void page_visible_read (const PageBody *body, const char *url, Lang lang, PageFacts *facts)
{
	Look look = { body, body->tree, facts, lang, 0, 0, 0, 0 };
	find_places (&look);
	for (guint32 i = 1; i < body->tree->count; i++) {
		guint tag = body->tree->nodes[i].tag;
		if (tag == PAGE_TEXT || (page_tag_flags (tag) & (PAGE_SKIP | PAGE_KEEP_OUT)))
			continue;
		read_title (&look, i);
		read_microdata (&look, i);
		read_names (&look, i);
		if (tag == PAGE_TIME)
			read_time (&look, i);
	}
	read_date_lines (&look);
	read_labelled_lines (&look);
	read_byline_lines (&look);
	read_paywall (&look);
	if (url)
		read_url_date (&look, url);
}

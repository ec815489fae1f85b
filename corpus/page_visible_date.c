/* page_visible_date.c: dates from what the page shows. */
#include <stdio.h>
#include <string.h>

#include "corpus/page_date.h"
#include "corpus/page_look.h"
#include "shim/text.h"

#define DAY_S 86400

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
	if (page_look_contains (folded, modified))
		return FACT_MODIFIED;
	return page_look_contains (folded, published) ? FACT_PUBLISHED : FACT_DATE;
}

/* Add the dates written in `text`: each is published or modified by the words between it and the one before. */
static void add_text_dates (const PageLook *look, const char *text, gsize len, guint rank,
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
static void add_relative (const PageLook *look, const char *text, guint rank)
{
	static const char *const words[] = { "ago",  "il y a",  "yesterday", "today",
					     "hier", "aujourd", NULL };
	g_autofree char *folded = text_fold (text, -1, NULL);
	if (page_look_contains (folded, words))
		page_fact_add (look->facts, FACT_DATE, rank + 10, "text:relative", text);
}

void page_look_time (const PageLook *look, guint32 node)
{
	guint rank = page_look_rank (look, node);
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
static void read_date_lines (const PageLook *look)
{
	const PageBlocks *blocks = look->body->blocks;
	for (guint32 b = 0; b < blocks->list->len; b++) {
		const PageBlock *block = page_block (blocks, b);
		bool near = b >= look->from && b < look->to;
		if (block->words > 40 || b == look->body->title_block ||
		    (block->link_len * 2 > block->len && !near))
			continue;
		guint32 marks = page_look_marks (look, look->tree->nodes[block->first].parent, 3);
		bool named = marks & (MARK_DATE | MARK_META);
		guint rank = page_look_rank (look, block->node);
		if (!rank || (!near && !named) || (near && !named && block->words > 25))
			continue;
		const char *text = page_block_text (blocks, b);
		add_text_dates (look, text, block->len, named && near ? rank - 5 : rank + 5,
				named ? "class:date" : "text", FACT_DATE);
		if (near && block->words < 12)
			add_relative (look, text, rank);
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
static void read_labelled_lines (const PageLook *look)
{
	const PageBlocks *blocks = look->body->blocks;
	g_autofree char *value = NULL;
	gint64 day = 0;
	for (guint32 b = 0; b < blocks->list->len; b++) {
		const PageBlock *block = page_block (blocks, b);
		const char *text = page_block_text (blocks, b);
		gsize start, end;
		ArticleDate date;
		if (block->words > 9 || !page_look_rank (look, block->node) ||
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
static void read_url_date (const PageLook *look, const char *url)
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

void page_look_dates (const PageLook *look, const char *url)
{
	read_date_lines (look);
	read_labelled_lines (look);
	if (url)
		read_url_date (look, url);
}

/* page_trim.c: the chosen element's blocks, without what is not text. */
#include "corpus/page_trim.h"

#include <string.h>

#include "corpus/furniture_table.h"
#include "corpus/page_date.h"
#include "corpus/page_name.h"
#include "corpus/page_prune.h"
#include "shim/text.h"

static void drop (PageBody *body, guint32 b, PageDrop why)
{
	if (!body->drop[b])
		body->drop[b] = (guint8)why;
}

static char *fold_block (const PageBody *body, guint32 b)
{
	return text_fold (page_block_text (body->blocks, b), page_block (body->blocks, b)->len,
			  NULL);
}

/* Marks of the elements around a block, up to the chosen one and at most `levels`. */
static guint32 marks_around (const PageBody *body, guint32 b, int levels)
{
	guint32 marks = 0;
	const PageBlock *block = page_block (body->blocks, b);
	/* From the text's own parent on: a <span class="author"> is no block. */
	for (guint32 node = body->tree->nodes[block->first].parent;
	     node && node != body->root && levels > 0;
	     node = body->tree->nodes[node].parent, levels--)
		marks |= body->marks[node];
	return marks;
}

static bool is_links (const PageBlock *block)
{
	if (block->link_len * 10 <= block->len * 7)
		return false;
	/* A sentence that is one link stays: some papers link whole sentences. */
	return !(block->kind == BLOCK_PARAGRAPH && block->stop && block->words >= 8 &&
		 block->link_len < block->len);
}

/* "* * *", "::", "———": lines that part, and say nothing. */
static bool says_nothing (const char *text, gsize len)
{
	for (gsize i = 0; i < len; i += g_utf8_skip[(guint8)text[i]])
		if (g_unichar_isalnum (g_utf8_get_char (text + i)))
			return false;
	return true;
}

/* Advertisers write Cyrillic letters for Latin ones, so that no filter reads them: three such words are no report. */
static bool is_disguised (const char *text, gsize len)
{
	guint mixed = 0;
	bool latin = false, cyrillic = false;
	for (gsize i = 0; i <= len; i++) {
		guint8 c = i < len ? (guint8)text[i] : ' ';
		if (c == 0xd0 || c == 0xd1) {
			cyrillic = true;
			i++;
		} else if (g_ascii_isalpha ((char)c)) {
			latin = true;
		} else if (c < 0x80) {
			mixed += latin && cyrillic;
			latin = cyrillic = false;
		}
	}
	return mixed >= 3;
}

static void trim_each (PageBody *body, const char *title_fold)
{
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b])
			continue;
		guint32 around = marks_around (body, b, 3);
		if (block->len < 40 &&
		    says_nothing (page_block_text (body->blocks, b), block->len)) {
			drop (body, b, DROP_FURNITURE);
		} else if (is_disguised (page_block_text (body->blocks, b), block->len)) {
			drop (body, b, DROP_FURNITURE);
		} else if (block->level == 1 || b == body->title_block) {
			drop (body, b, DROP_TITLE);
		} else if (is_links (block)) {
			drop (body, b, DROP_LINKS);
		} else if (block->words < 25 && (around & (MARK_META | MARK_AUTHOR | MARK_DATE)) &&
			   !(around & MARK_BODY) && block->kind != BLOCK_QUOTE) {
			drop (body, b, DROP_META);
		} else if (block->len < 400) {
			const char *text = page_block_text (body->blocks, b);
			g_autofree char *fold = NULL;
			g_autofree char *core = furniture_core (text, block->len, &fold);
			if (title_fold && strcmp (fold, title_fold) == 0)
				drop (body, b, DROP_TITLE);
			else if (furniture_table_match (text, block->len, fold, core))
				drop (body, b, DROP_FURNITURE);
		}
	}
}

/* "By Nora Pell", "Publié le 9 septembre": a short line that says who or when. */
static bool is_byline (const PageBody *body, guint32 b)
{
	ArticleDate date;
	const PageBlock *block = page_block (body->blocks, b);
	const char *text = page_block_text (body->blocks, b);
	if (block->words > 14 || page_prose_words (block))
		return false;
	/* A name follows, not "by ferry". */
	static const char *const openers[] = { "by ", "by\u00a0", "par ", "par\u00a0" };
	for (gsize i = 0; i < G_N_ELEMENTS (openers); i++) {
		gsize len = strlen (openers[i]);
		if (block->len > len && g_ascii_strncasecmp (text, openers[i], len) == 0 &&
		    g_unichar_isupper (g_utf8_get_char (text + len)))
			return true;
	}
	return memchr (text, '@', block->len) ||
	       page_date_find (text, block->len, 0, LANG_UNKNOWN, 0, &date, NULL, NULL);
}

/* Bylines close under the headline, also below a standfirst. */
static void trim_bylines (PageBody *body)
{
	guint32 count = body->blocks->list->len, seen = 0;
	for (guint32 b = body->title_block < count ? body->title_block : 0; b < count && seen < 4;
	     b++) {
		if (body->drop[b])
			continue;
		seen++;
		if (!page_block (body->blocks, b)->stop && is_byline (body, b))
			drop (body, b, DROP_META);
	}
}

/* The text begins at the first running text, and the headings right above it; short lines before are the page's. */
static void trim_head (PageBody *body, guint32 first)
{
	bool titled = body->title_block < body->blocks->list->len;
	bool near = true;
	for (guint32 b = first; b-- > 0;) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b])
			continue;
		bool sentence = block->words >= 5 && (block->stop || block->words >= 10);
		bool keep = block->kind == BLOCK_HEADING
				    ? near || (block->stop && block->words >= 12)
				    : sentence;
		if (block->kind == BLOCK_ITEM && near && block->words >= 4)
			keep = true;
		/* What is named the body has little else in it. */
		if ((block->kind == BLOCK_ITEM || block->kind == BLOCK_PARAGRAPH) &&
		    (body->marks[body->root] & MARK_BODY) && block->words >= 3)
			keep = true;
		near = near && keep && block->kind != BLOCK_HEADING;
		if (!keep || (titled && b < body->title_block) || is_byline (body, b))
			drop (body, b, DROP_META);
	}
}

static void trim_tail (PageBody *body, guint32 last)
{
	guint32 count = body->blocks->list->len;
	bool list = page_block (body->blocks, last)->kind == BLOCK_ITEM ||
		    page_block (body->blocks, last)->stop;
	for (guint32 b = last + 1; b < count; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b])
			continue;
		bool keep = block->words >= 5 && block->stop;
		if (block->kind == BLOCK_ITEM || block->kind == BLOCK_CELL ||
		    block->kind == BLOCK_PRE)
			keep = list && block->link_len * 2 < block->len;
		else if (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_QUOTE)
			keep = keep || block->words >= 4;
		else if (block->kind == BLOCK_HEADING)
			keep = false;
		if (!keep) {
			list = false;
			drop (body, b, DROP_TAIL);
		}
	}
}

/* Running text far behind the article's end, after a list of other things, and little of it, is another box. */
static void trim_islands (PageBody *body)
{
	guint32 count = body->blocks->list->len, words = 0, total = 0, gap = 0;
	for (guint32 b = 0; b < count; b++)
		total += body->drop[b] ? 0 : page_block (body->blocks, b)->words;
	for (guint32 b = 0; b < count; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b] || !page_prose_words (block)) {
			gap += body->drop[b] == DROP_TITLE || body->drop[b] == DROP_CAPTION
				       ? 0
				       : block->words;
			continue;
		}
		if (gap > 50 && words * 5 > total * 4) {
			for (guint32 k = b; k < count; k++)
				drop (body, k, DROP_TAIL);
			return;
		}
		words += block->words;
		gap = 0;
	}
}

/* "… and so to bed […]": the beginning of another article, as WordPress cuts it. */
static bool is_excerpt (const PageBody *body, guint32 b)
{
	const PageBlock *block = page_block (body->blocks, b);
	const char *text = page_block_text (body->blocks, b);
	return block->kind != BLOCK_QUOTE &&
	       (g_str_has_suffix (text, "[\u2026]") || g_str_has_suffix (text, "[...]"));
}

/* Two of these, and little else below the first, are a list of other articles. */
static void trim_excerpts (PageBody *body)
{
	guint32 count = body->blocks->list->len, first = count, excerpts = 0, others = 0;
	for (guint32 b = 0; b < count; b++) {
		if (body->drop[b])
			continue;
		bool excerpt = is_excerpt (body, b);
		first = excerpt && first == count ? b : first;
		excerpts += excerpt;
		others += !excerpt && first < count;
	}
	for (guint32 b = first; b < count && excerpts >= 2 && others <= excerpts; b++)
		drop (body, b, DROP_TAIL);
}

static void trim_repeated (PageBody *body)
{
	g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		if (body->drop[b] || page_block (body->blocks, b)->words < 6)
			continue;
		if (!g_hash_table_add (seen, fold_block (body, b)))
			drop (body, b, DROP_REPEATED);
	}
}

void page_trim (PageBody *body, const char *title)
{
	g_autofree char *title_fold = title ? text_fold (title, -1, NULL) : NULL;
	guint32 count = body->blocks->list->len, first = count, last = count;
	trim_each (body, title_fold);
	trim_bylines (body);
	trim_islands (body);
	trim_excerpts (body);
	for (guint32 b = 0; b < count; b++) {
		if (body->drop[b] || !page_prose_words (page_block (body->blocks, b)))
			continue;
		first = first == count ? b : first;
		last = b;
	}
	if (first < count) {
		trim_head (body, first);
		trim_tail (body, last);
	}
	trim_repeated (body);
}

/* Do the two say the same at their beginning? Descriptions are often cut short. */
static bool same_start (const char *a, const char *b)
{
	gsize n = 0;
	while (a[n] && a[n] == b[n])
		n++;
	return n >= 40 || (n >= 15 && !a[n] && !b[n]);
}

/* Does the block stand right beside the chosen element, or, `before` it, in one of the elements close around it? */
static bool is_beside_root (const PageBody *body, guint32 b, bool before)
{
	guint32 up = body->root, block_node = page_block (body->blocks, b)->node;
	for (int levels = before ? 4 : 1; levels > 0 && up; levels--) {
		up = body->tree->nodes[up].parent;
		if (!up || body->tree->nodes[up].tag == PAGE_BODY)
			return false;
		guint32 around = body->tree->nodes[block_node].parent;
		if (around == up || (before && body->tree->nodes[around].parent == up))
			return true;
	}
	return false;
}

/* Paragraphs beside the chosen element: the first, before a fold or a picture, often stand outside. */
static void join_beside (PageBody *body, guint32 first)
{
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if (body->drop[b] != DROP_OUTSIDE || block->kind != BLOCK_PARAGRAPH ||
		    block->words < 12 || block->link_len * 4 > block->len || !block->stop)
			continue;
		guint32 around = marks_around (body, b, 3);
		bool before = b < first && body->title_block < b;
		if ((around & (MARK_META | MARK_AUTHOR | MARK_DATE | MARK_BIO)) ||
		    !is_beside_root (body, b, before))
			continue;
		body->drop[b] = DROP_NONE;
	}
}

void page_trim_standfirst (PageBody *body)
{
	guint32 count = body->blocks->list->len, first = 0;
	while (first < count && body->drop[first])
		first++;
	if (first == count || body->title_block >= first)
		return;
	join_beside (body, first);
	g_autofree char *first_fold = fold_block (body, first);
	for (guint32 b = body->title_block + 1; b < first && b < body->title_block + 40; b++) {
		const PageBlock *block = page_block (body->blocks, b);
		if ((body->drop[b] != DROP_OUTSIDE && body->drop[b] != DROP_META) ||
		    block->words < 6 || block->words > 120 || block->link_len * 4 > block->len)
			continue;
		g_autofree char *fold = fold_block (body, b);
		bool named = marks_around (body, b, 3) & MARK_SUMMARY;
		if (named && !same_start (fold, first_fold))
			body->drop[b] = DROP_NONE;
	}
}

static bool begins_with_one (const char *fold, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name = text_fold (g_ptr_array_index (names, i), -1, NULL);
		gsize len = strlen (name);
		/* "Nora Pell: …" is an interview; an agency may be what the report is about. */
		if (strchr (name, ' ') && !page_name_is_agency (name) &&
		    g_str_has_prefix (fold, name) && fold[len] && strchr (" ,(", fold[len]))
			return true;
	}
	return false;
}

bool page_trim_bio (PageBody *body, const GPtrArray *authors)
{
	guint kept = 0, dropped = 0;
	for (guint32 b = body->blocks->list->len; b-- > 0 && kept < 2;) {
		if (body->drop[b])
			continue;
		kept++;
		g_autofree char *fold = fold_block (body, b);
		if (page_block (body->blocks, b)->words > 90 || !begins_with_one (fold, authors))
			continue;
		body->drop[b] = DROP_MARK;
		body->drop_mark[b] = MARK_BIO;
		dropped++;
	}
	return dropped;
}

/* page.c: from bytes to an article: decode, parse, gather facts, choose. */
#include "corpus/page.h"

#include <string.h>

#include "corpus/alternate.h"
#include "corpus/page_body.h"
#include "corpus/page_choose.h"
#include "corpus/page_facts.h"
#include "corpus/page_html.h"
#include "corpus/page_meta.h"
#include "corpus/page_prune.h"
#include "corpus/page_trim.h"
#include "corpus/page_visible.h"
#include "corpus/url.h"
#include "shim/lang.h"
#include "shim/text.h"

#define EXTRACTOR "entente/1" /* goes up when the same page would give another article */

G_DEFINE_QUARK (entente - page - error, page_error)

/* What bytes that are no page look like, or NULL. */
static const char *looks_like (const guint8 *data, gsize len)
{
	static const struct {
		const char *magic;
		gsize len;
		const char *name;
	} kinds[] = {
		{ "\x1f\x8b", 2, "gzip data" },
		{ "PK\x03\x04", 4, "a ZIP archive" },
		{ "%PDF-", 5, "a PDF document" },
		{ "\x89PNG", 4, "a PNG picture" },
		{ "\xff\xd8\xff", 3, "a JPEG picture" },
		{ "GIF8", 4, "a GIF picture" },
		{ "RIFF", 4, "a RIFF file (WebP, WAV, …)" },
		{ "\x28\xb5\x2f\xfd", 4, "zstd data" },
		{ "\xfd"
		  "7zXZ",
		  5, "xz data" },
		{ "BZh", 3, "bzip2 data" },
		{ "WARC/", 5, "a WARC file" },
		{ "SQLite format 3", 15, "an SQLite database" },
		{ "\x7f"
		  "ELF",
		  4, "a program" },
		{ "OggS", 4, "an Ogg file" },
		{ "ID3", 3, "an MP3 file" },
		{ "wOF", 3, "a font" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
		if (len >= kinds[i].len && memcmp (data, kinds[i].magic, kinds[i].len) == 0)
			return kinds[i].name;
	return NULL;
}

static bool is_html (const guint8 *data, gsize len, GError **error)
{
	const char *kind = looks_like (data, len);
	gsize start = 0, nuls = 0, looked_at = MIN (len, 4096u);
	while (start < len && (g_ascii_isspace (data[start]) || data[start] == 0))
		start++;
	for (gsize i = 0; i < looked_at; i++)
		nuls += data[i] == 0;
	if (len > PAGE_MAX_BYTES) {
		g_set_error (error, PAGE_ERROR, PAGE_ERROR_TOO_BIG,
			     "the page has %" G_GSIZE_FORMAT " bytes; the limit is %u", len,
			     PAGE_MAX_BYTES);
		return false;
	}
	if (start == len) {
		g_set_error (error, PAGE_ERROR, PAGE_ERROR_EMPTY, "the page is empty");
		return false;
	}
	/* UTF-16 is half NULs, and has a byte order mark or a "<" near the start. */
	bool utf16 = len >= 2 && ((data[0] == 0xff && data[1] == 0xfe) ||
				  (data[0] == 0xfe && data[1] == 0xff) ||
				  (nuls * 3 > looked_at && memchr (data, '<', looked_at)));
	if (!kind && nuls > 16 && nuls * 10 > looked_at && !utf16)
		kind = "binary data";
	if (!kind && (data[start] == '{' || data[start] == '[') && !memchr (data, '<', len))
		kind = "JSON";
	if (kind) {
		g_set_error (error, PAGE_ERROR, PAGE_ERROR_NOT_HTML, "not an HTML page but %s",
			     kind);
		return false;
	}
	return true;
}

static void set_language (Article *article, const PageFacts *facts, const PageContext *context,
			  json_t *rules)
{
	const PageFact *said = page_fact_first (facts, FACT_LANGUAGE);
	const char *hint = said ? said->value : context->http_language;
	const char *text = article->text ? article->text : article->title ? article->title : "";
	LangGuess guess;
	lang_detect (text, strlen (text), hint, &guess);
	if (!guess.code[0])
		return;
	article->language = g_strdup (guess.code);
	article->language_confidence = guess.confidence;
	json_object_set_new (rules, "language", json_string ("text"));
}

/* Returns whether the text is the page's own, not articleBody. */
static bool set_body (Article *article, const PageFacts *facts, const PageBody *body, json_t *rules)
{
	PageFact *said = page_fact_first (facts, FACT_BODY);
	g_autofree char *text = page_body_text (body);
	/* articleBody is the last resort: it is often cut, and has no paragraphs. */
	if (said && strlen (said->value) > 200 && strlen (text) * 2 < strlen (said->value)) {
		article->text = g_strdup (said->value);
		page_win (said, rules);
		return false;
	}
	if (*text) {
		article->text = g_steal_pointer (&text);
		json_object_set_new (rules, "text", json_string (body->rule));
	}
	return true;
}

/* The value of a fact as it is kept, NULL when it is not. Owned. */
static char *kept_value (const Article *article, PageFact *fact)
{
	if (fact->field != FACT_ALTERNATE)
		return g_strdup (fact->value);
	return alternate_clean (article, fact->value, &fact->why_not);
}

/* What the record has no field for: hreflang partners, agencies. */
static void add_lists (const Article *article, json_t *provenance, const PageFacts *facts)
{
	static const PageFactField fields[] = { FACT_ALTERNATE, FACT_AGENCY, FACT_PAGE_TYPE };
	for (gsize f = 0; f < G_N_ELEMENTS (fields); f++) {
		const GPtrArray *list = facts->list[fields[f]];
		if (!list->len)
			continue;
		json_t *values = json_array ();
		for (guint i = 0; i < list->len; i++) {
			PageFact *fact = g_ptr_array_index (list, i);
			g_autofree char *value = kept_value (article, fact);
			fact->won = value != NULL;
			if (value)
				json_array_append_new (values, json_string (value));
		}
		if (json_array_size (values))
			json_object_set (provenance, page_fact_name (fields[f]), values);
		json_decref (values);
	}
}

/* What became of each block of the page, in order; of those outside the chosen element only the longer ones. */
static json_t *why_blocks (const PageBody *body)
{
	json_t *all = json_array ();
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		PageDrop drop = body->drop[b];
		if (drop == DROP_OUTSIDE && !page_prose_words (page_block (body->blocks, b)))
			continue;
		g_autofree char *line = text_line (page_block_text (body->blocks, b), -1, 100);
		json_array_append_new (
			all, json_pack ("{s:b, s:s, s:s}", "kept", drop == DROP_NONE, "why",
					page_drop_name (drop, body->drop_mark[b]), "text", line));
	}
	return all;
}

/* What is known of the site that the page is from, by its address or what it says that is. */
static const FurnitureSite *site_of (const PageFacts *facts, const PageContext *context)
{
	const PageFact *said = page_fact_first (facts, FACT_URL);
	const char *url = context->url ? context->url : said ? said->value : NULL;
	g_autofree char *domain = context->furniture && url ? url_domain (url) : NULL;
	return domain ? furniture_book_site (context->furniture, domain) : NULL;
}

/* The lines that were taken out because the site has them everywhere: that they were here must be known to whoever learns on. */
static void add_site_lines (json_t *provenance, const PageBody *body)
{
	json_t *lines = json_array ();
	for (guint32 b = 0; b < body->blocks->list->len; b++)
		if (body->drop[b] == DROP_SITE)
			json_array_append_new (lines,
					       json_string (page_block_text (body->blocks, b)));
	if (json_array_size (lines))
		json_object_set (provenance, "furniture", lines);
	json_decref (lines);
}

static Article *build (const PageTree *tree, const char *html, gsize len,
		       const PageContext *context, PageMore *more)
{
	g_autoptr (PageFacts) facts = page_facts_new ();
	Article *article = article_new ();
	json_t *rules = json_object ();
	article->url = context->url ? url_canonical (context->url) : NULL;
	page_meta_read (tree, context->url, facts);
	const PageFact *title = page_fact_first (facts, FACT_TITLE);
	g_autoptr (PageBody) body =
		page_body_new (tree, title ? title->value : NULL, site_of (facts, context));
	bool from_page = set_body (article, facts, body, rules);
	set_language (article, facts, context, rules);
	page_visible_read (body, context->url, article_lang (article), facts);
	if (!facts->list[FACT_PUBLISHED]->len && !facts->list[FACT_DATE]->len)
		page_meta_script_date (html, len, facts);
	page_choose (facts, context, article, rules);
	if (from_page && page_trim_bio (body, article->authors)) {
		g_free (article->text);
		article->text = page_body_text (body);
	}
	article->provenance = json_pack ("{s:o, s:s}", "rules", rules, "extractor", EXTRACTOR);
	add_lists (article, article->provenance, facts);
	add_site_lines (article->provenance, body);
	if (more) {
		more->why = page_facts_why (facts);
		json_object_set_new (more->why, "blocks", why_blocks (body));
		more->html = from_page ? page_body_html (body) : page_html_of_lines (article->text);
	}
	return article;
}

Article *page_extract_more (const guint8 *html, gsize len, const PageContext *context,
			    PageMore *more, GError **error)
{
	static const PageContext nothing = { 0 };
	gsize clean_len;
	if (!is_html (html, len, error))
		return NULL;
	context = context ? context : &nothing;
	g_autofree char *clean =
		text_decode (html, len, context->http_charset, true, &clean_len, NULL);
	g_autoptr (PageTree) tree = page_tree_parse (clean, clean_len);
	PageMore found = { NULL, NULL };
	g_autoptr (Article) article = build (tree, clean, clean_len, context, more ? &found : NULL);
	if (!article->title && !article->text) {
		g_set_error (error, PAGE_ERROR, PAGE_ERROR_EMPTY, "the page holds no article");
		json_decref (found.why);
		g_free (found.html);
		return NULL;
	}
	if (more)
		*more = found;
	return g_steal_pointer (&article);
}

Article *page_extract (const guint8 *html, gsize len, const PageContext *context, GError **error)
{
	return page_extract_more (html, len, context, NULL, error);
}

/* page_choose.c: the winners, where the first fact wins. Titles, dates and authors have files of their own. */
#include "corpus/page_choose.h"

#include <string.h>

#include "corpus/page_choose_private.h"
#include "corpus/url.h"

#define KEYWORDS_MAX 50

static char *first (PageFacts *facts, PageFactField field, json_t *rules)
{
	PageFact *fact = page_fact_first (facts, field);
	if (!fact)
		return NULL;
	page_win (fact, rules);
	return g_strdup (fact->value);
}

/* The first address of a field, made absolute. */
static char *first_url (PageFacts *facts, PageFactField field, const char *base, json_t *rules)
{
	for (guint i = 0; i < facts->list[field]->len; i++) {
		PageFact *fact = g_ptr_array_index (facts->list[field], i);
		char *absolute =
			base ? url_resolve (base, fact->value) : url_normalise (fact->value);
		if (absolute) {
			page_win (fact, rules);
			return absolute;
		}
		fact->why_not = "not an address";
	}
	return NULL;
}

/* A canonical address on another site, or the home page, is a mistake of the template more often than not. */
static char *choose_canonical (PageFacts *facts, const char *url, json_t *rules)
{
	g_autofree char *domain = url ? url_domain (url) : NULL;
	for (guint i = 0; i < facts->list[FACT_URL]->len; i++) {
		PageFact *fact = g_ptr_array_index (facts->list[FACT_URL], i);
		g_autofree char *absolute =
			url ? url_resolve (url, fact->value) : url_normalise (fact->value);
		g_autoptr (Url) parsed = absolute ? url_parse (absolute, -1, NULL) : NULL;
		g_autofree char *other = absolute ? url_domain (absolute) : NULL;
		if (!parsed)
			fact->why_not = "not an address";
		else if (domain && g_strcmp0 (domain, other) != 0)
			fact->why_not = "another site";
		else if (strcmp (parsed->path, "/") == 0 && !parsed->query)
			fact->why_not = "a home page";
		else {
			page_win (fact, rules);
			return url_canonical (absolute);
		}
	}
	return NULL;
}

/* All keywords of the best rule. */
static void choose_keywords (PageFacts *facts, GPtrArray *out, json_t *rules)
{
	const GPtrArray *all = facts->list[FACT_KEYWORD];
	g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < all->len && out->len < KEYWORDS_MAX; i++) {
		PageFact *fact = g_ptr_array_index (all, i);
		const PageFact *best = g_ptr_array_index (all, 0);
		if (strcmp (fact->rule, best->rule) != 0 || strlen (fact->value) > 100)
			continue;
		/* JSON-LD gives a list or one string with commas. */
		g_auto (GStrv) parts = g_strsplit (fact->value, ",", KEYWORDS_MAX);
		page_win (fact, rules);
		for (char **part = parts; *part; part++) {
			g_strstrip (*part);
			if (**part && g_hash_table_add (seen, g_utf8_casefold (*part, -1)))
				g_ptr_array_add (out, g_strdup (*part));
		}
	}
}

/* A publisher given as an address (facebook.com/…) is none. */
static char *choose_publisher (PageFacts *facts, json_t *rules)
{
	for (guint i = 0; i < facts->list[FACT_PUBLISHER]->len; i++) {
		PageFact *fact = g_ptr_array_index (facts->list[FACT_PUBLISHER], i);
		if (!strstr (fact->value, "://") && strlen (fact->value) <= 100) {
			page_win (fact, rules);
			return g_strdup (fact->value);
		}
		fact->why_not = "not a name";
	}
	return NULL;
}

void page_choose (PageFacts *facts, const PageContext *context, Article *article, json_t *rules)
{
	article->title = page_choose_title (facts, context->url, rules);
	article->description = first (facts, FACT_DESCRIPTION, rules);
	article->section = first (facts, FACT_SECTION, rules);
	article->publisher = choose_publisher (facts, rules);
	article->image_url = first_url (facts, FACT_IMAGE, context->url, rules);
	article->canonical_url = choose_canonical (facts, context->url, rules);
	if (context->url)
		article->domain = url_domain (context->url);
	else if (article->canonical_url)
		article->domain = url_domain (article->canonical_url);
	choose_keywords (facts, article->keywords, rules);
	page_choose_rights (facts, context->fetched_s, article, rules);
	page_choose_dates (facts, article_lang (article), context, article, rules);
	page_choose_authors (facts, context->url ? context->url : article->canonical_url,
			     article->authors, rules);
}

/* discover.c: what a body is, and what a page names: without the network. */
#include "corpus/discover_private.h"

#include <string.h>

#include "corpus/feed.h"
#include "corpus/page_tree.h"
#include "corpus/sitemap.h"
#include "corpus/table.h"
#include "corpus/url.h"
#include "shim/text.h"

/* --- the table --- */

static void add_row (char **columns, gpointer rows)
{
	g_ptr_array_add (rows, g_strdup (columns[0]));
	g_ptr_array_add (rows, g_strdup (columns[1]));
}

/* Part of the program, never changes: read once, for good. */
const GPtrArray *discover_rows (void)
{
	static gsize ready;
	static GPtrArray *rows; /* char *: what, value, … */
	if (g_once_init_enter (&ready)) {
		rows = g_ptr_array_new ();
		table_each_row ("corpus/data/discover.tsv", 3, add_row, rows);
		g_once_init_leave (&ready, 1);
	}
	return rows;
}

/* Whether lower-case `text` holds a value of the rows `what`. */
static bool has_row (const char *what, const char *text)
{
	const GPtrArray *rows = discover_rows ();
	for (guint i = 0; i < rows->len; i += 2)
		if (strcmp (rows->pdata[i], what) == 0 && strstr (text, rows->pdata[i + 1]))
			return true;
	return false;
}

bool discover_is_news (const char *url)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	g_autofree char *path = parsed ? g_ascii_strdown (parsed->path, -1) : NULL;
	return path && has_row ("news", path);
}

/* --- what an address is --- */

/* The root of a site, or of one of its languages. */
static bool is_front (const Url *url)
{
	const char *path = url->path;
	if (url->query && *url->query)
		return false;
	if (strcmp (path, "/") == 0)
		return true;
	gsize len = strspn (path + 1, "abcdefghijklmnopqrstuvwxyz");
	const char *rest = path + 1 + len;
	bool code = len == 2 && (*rest == '\0' || strcmp (rest, "/") == 0);
	bool index = g_str_has_prefix (path, "/index.") && !strchr (path + 1, '/');
	return code || index;
}

SourceKind discover_guess (const char *url)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (!parsed)
		return SOURCE_KINDS;
	g_autofree char *whole = url_path_query (parsed);
	g_autofree char *lower = g_ascii_strdown (whole, -1);
	if (strstr (lower, "sitemap"))
		return has_row ("news", lower) ? SOURCE_NEWS_SITEMAP : SOURCE_SITEMAP;
	static const char *const marks[] = { "feed", "rss", "atom", "flux", "backend", ".rdf" };
	for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
		if (strstr (lower, marks[i]))
			return SOURCE_FEED;
	if (g_str_has_suffix (parsed->path, ".xml"))
		return SOURCE_FEED;
	return is_front (parsed) ? SOURCE_HOME : SOURCE_PAGE;
}

static bool looks_html (const guint8 *body, gsize len)
{
	static const char *const marks[] = { "<!doctype html", "<html", "<head", "<body",
					     "<title" };
	g_autofree char *start = g_ascii_strdown ((const char *)body, (gssize)MIN (len, 4096u));
	/* OPML has a head and a body too */
	for (gsize i = 0; i < G_N_ELEMENTS (marks) && !strstr (start, "<opml"); i++)
		if (strstr (start, marks[i]))
			return true;
	return false;
}

static SourceKind identify_sitemap (const guint8 *body, gsize len, const char *url)
{
	g_autoptr (Sitemap) sitemap = sitemap_parse (body, len, url, false, NULL);
	/* a text of addresses is a sitemap only where it is called one */
	if (!sitemap || sitemap->kind == SITEMAP_FEED || sitemap->entries->len == 0 ||
	    (sitemap->kind == SITEMAP_TEXT && !strstr (url, "sitemap")))
		return SOURCE_KINDS;
	for (guint i = 0; i < MIN (sitemap->entries->len, 100u); i++) {
		const SitemapEntry *entry = sitemap->entries->pdata[i];
		if (entry->news_title || entry->news_name || entry->news_date.text)
			return SOURCE_NEWS_SITEMAP;
	}
	return sitemap->kind == SITEMAP_INDEX && discover_is_news (url) ? SOURCE_NEWS_SITEMAP
									: SOURCE_SITEMAP;
}

SourceKind discover_identify (const guint8 *body, gsize len, const char *url,
			      const char *http_charset, char **title, char **language)
{
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (!parsed || !len)
		return SOURCE_KINDS;
	g_autoptr (Feed) feed = feed_parse (body, len, url, http_charset, NULL, NULL);
	if (!feed && looks_html (body, len))
		return is_front (parsed) ? SOURCE_HOME : SOURCE_PAGE;
	if (!feed)
		return identify_sitemap (body, len, url);
	if (title)
		*title = feed_text_plain (&feed->title);
	if (language)
		*language = g_strdup (feed->language);
	return SOURCE_FEED;
}

/* --- the feeds that a page names --- */

static bool is_feed_type (const char *type)
{
	static const char *const types[] = { "application/rss+xml",   "application/atom+xml",
					     "application/feed+json", "application/rdf+xml",
					     "text/rss+xml",          "application/json+feed" };
	gsize len = strcspn (type, "; \t");
	for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
		if (strlen (types[i]) == len && g_ascii_strncasecmp (type, types[i], len) == 0)
			return true;
	return false;
}

/* Whether a feed is there already: by its address, or under its title in another format. */
static bool is_known (const GPtrArray *out, const char *url, const char *title)
{
	for (guint i = 0; i < out->len; i++) {
		const Source *source = out->pdata[i];
		bool same_title = title && source->title && source->kind == SOURCE_FEED &&
				  g_utf8_collate (source->title, title) == 0;
		if (strcmp (source->url, url) == 0 || same_title)
			return true;
	}
	return false;
}

/* "Le Phare » Atom" and "Le Phare RSS 2.0" are one feed twice: the title without its format. Owned. */
static char *plain_title (const char *title)
{
	g_autofree char *line = title ? text_line (title, -1, 200) : NULL;
	if (!line || !*line)
		return NULL;
	g_autoptr (GRegex) format = g_regex_new ("\\s*[(\\[|\\-–—:»>]*\\s*\\b(rss|atom|rdf|json|"
						 "feed|xml)\\b\\s*([0-9.]+)?\\s*[)\\]]*\\s*$",
						 G_REGEX_CASELESS, 0, NULL);
	char *bare = g_regex_replace_literal (format, line, -1, 0, "", 0, NULL);
	if (bare && *bare)
		return bare;
	g_free (bare);
	return g_steal_pointer (&line);
}

static void take_link (const PageTree *tree, guint32 node, const Url *base, GPtrArray *out)
{
	const char *rel = page_attr (tree, node, PAGE_ATTR_REL),
		   *href = page_attr (tree, node, PAGE_ATTR_HREF),
		   *type = page_attr (tree, node, PAGE_ATTR_TYPE);
	if (!rel || !href || !*href || !type || !is_feed_type (type))
		return;
	g_autofree char *rel_lower = g_ascii_strdown (rel, -1);
	g_auto (GStrv) rels = g_strsplit_set (rel_lower, " \t\n\r\f", 20);
	if (!g_strv_contains ((const char *const *)rels, "alternate") &&
	    !g_strv_contains ((const char *const *)rels, "feed"))
		return;
	g_autoptr (Url) parsed = url_parse (href, -1, base);
	g_autofree char *whole = parsed ? url_string (parsed) : NULL;
	g_autofree char *url = whole ? url_canonical (whole) : NULL;
	g_autofree char *title = plain_title (page_attr (tree, node, PAGE_ATTR_TITLE));
	if (!url || is_known (out, url, title))
		return;
	g_autofree char *url_lower = g_ascii_strdown (url, -1);
	const char *whole_title = page_attr (tree, node, PAGE_ATTR_TITLE);
	g_autofree char *title_lower = g_utf8_strdown (whole_title ? whole_title : "", -1);
	if (has_row ("not", url_lower) || has_row ("not", title_lower))
		return;
	Source *source = source_new (SOURCE_FEED, url);
	source->title = g_steal_pointer (&title);
	source->language = g_strdup (page_attr (tree, node, PAGE_ATTR_HREFLANG));
	g_ptr_array_add (out, source);
}

void discover_feeds (const guint8 *html, gsize len, const char *url, const char *http_charset,
		     GPtrArray *out)
{
	gsize clean_len;
	g_autofree char *clean = text_decode (html, len, http_charset, true, &clean_len, NULL);
	g_autoptr (PageTree) tree = page_tree_parse (clean, clean_len);
	g_autoptr (Url) base = url_parse (url, -1, NULL);
	guint before = out->len;
	for (guint32 i = 1; base && i < tree->count && out->len - before < DISCOVER_FEEDS_MAX;
	     i++) {
		const char *href = page_attr (tree, i, PAGE_ATTR_HREF);
		if (tree->nodes[i].tag == PAGE_BASE && href) {
			Url *other = url_parse (href, -1, base);
			if (other) {
				url_free (base);
				base = other;
			}
		} else if (tree->nodes[i].tag == PAGE_LINK) {
			take_link (tree, i, base, out);
		}
	}
}

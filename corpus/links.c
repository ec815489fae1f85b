/* links.c: the links of a page, and the table of words. */
#include "corpus/links_private.h"

#include <string.h>

#include "corpus/page_tree.h"
#include "corpus/rights.h"
#include "corpus/table.h"
#include "shim/text.h"

/* --- words --- */

static void add_word (char **columns, gpointer data)
{
	static const char *const kinds[WORD_KINDS] = { "section",  "article", "not",  "session",
						       "calendar", "view",    "asset" };
	GHashTable **sets = data;
	for (int k = 0; k < WORD_KINDS; k++)
		if (strcmp (columns[0], kinds[k]) == 0)
			g_hash_table_add (sets[k], g_strdup (columns[1]));
}

/* Part of the program, never changes: read once, for good. A set for each kind. */
static GHashTable *const *word_sets (void)
{
	static gsize ready;
	static GHashTable *sets[WORD_KINDS];
	if (g_once_init_enter (&ready)) {
		for (int k = 0; k < WORD_KINDS; k++)
			sets[k] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
		table_each_row ("corpus/data/links.tsv", 3, add_word, sets);
		g_once_init_leave (&ready, 1);
	}
	return sets;
}

bool links_word (LinkWord kind, const char *word)
{
	return g_hash_table_contains (word_sets ()[kind], word);
}

/* --- pieces of an address --- */

/* Decoded when that is UTF-8, lower case. Owned. */
static char *plain_piece (const char *s, gsize len)
{
	g_autofree char *decoded = g_uri_unescape_segment (s, s + len, NULL);
	if (decoded && g_utf8_validate (decoded, -1, NULL))
		return g_utf8_strdown (decoded, -1);
	return g_ascii_strdown (s, (gssize)len);
}

char **links_segments (const Url *url)
{
	g_autoptr (GPtrArray) out = g_ptr_array_new ();
	for (const char *s = url->path; *s;) {
		gsize len = strcspn (s, "/");
		if (len)
			g_ptr_array_add (out, plain_piece (s, len));
		s += len + (s[len] == '/');
	}
	g_ptr_array_add (out, NULL);
	return (char **)g_ptr_array_steal (out, NULL);
}

char **links_parameters (const Url *url)
{
	g_autoptr (GPtrArray) out = g_ptr_array_new ();
	for (const char *s = url->query ? url->query : ""; *s;) {
		gsize len = strcspn (s, "&;"), name = strcspn (s, "=&;");
		if (name)
			g_ptr_array_add (out, plain_piece (s, name));
		s += len + (s[len] != '\0');
	}
	g_ptr_array_add (out, NULL);
	return (char **)g_ptr_array_steal (out, NULL);
}

int links_year (const char *s)
{
	if (strspn (s, "0123456789") != 4 || s[4])
		return 0;
	int year = (int)g_ascii_strtoll (s, NULL, 10);
	return year >= 1990 && year <= 2100 ? year : 0;
}

/* --- reading --- */

static void link_free (gpointer data)
{
	PageLink *link = data;
	g_free (link->url);
	g_free (link->text);
	g_free (link);
}

static bool is_nofollow (const char *rel)
{
	static const char *const words[] = { "nofollow", "ugc", "sponsored" };
	g_autofree char *lower = g_ascii_strdown (rel ? rel : "", -1);
	g_auto (GStrv) each = g_strsplit_set (lower, " \t\n\r\f", 20);
	for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
		if (g_strv_contains ((const char *const *)each, words[i]))
			return true;
	return false;
}

static void take_link (const PageTree *tree, guint32 node, const Url *base, const char *self,
		       GHashTable *seen, GPtrArray *out)
{
	const char *href = page_attr (tree, node, PAGE_ATTR_HREF);
	if (!href || *href == '#' || out->len >= LINKS_MAX)
		return;
	g_autoptr (Url) parsed = url_parse (href, -1, base);
	g_autofree char *whole = parsed ? url_string (parsed) : NULL;
	g_autofree char *url = whole ? url_canonical (whole) : NULL;
	if (!url || g_strcmp0 (url, self) == 0)
		return;
	bool nofollow = is_nofollow (page_attr (tree, node, PAGE_ATTR_REL));
	g_autofree char *raw = page_node_text (tree, node, 4 * LINKS_TEXT_MAX);
	g_autofree char *text = text_line (raw, -1, LINKS_TEXT_MAX);
	PageLink *link = g_hash_table_lookup (seen, url);
	if (link) {
		/* a picture and a headline often lead to one page */
		link->nofollow = link->nofollow && nofollow;
		if (strlen (text) > strlen (link->text)) {
			g_free (link->text);
			link->text = g_steal_pointer (&text);
		}
		return;
	}
	link = g_new0 (PageLink, 1);
	link->url = g_steal_pointer (&url);
	link->text = g_steal_pointer (&text);
	link->nofollow = nofollow;
	g_hash_table_insert (seen, link->url, link);
	g_ptr_array_add (out, link);
}

/* Whether a <meta> tells us to follow no link. */
static bool forbids_following (const PageTree *tree, guint32 node)
{
	const char *name = page_attr (tree, node, PAGE_ATTR_NAME),
		   *content = page_attr (tree, node, PAGE_ATTR_CONTENT);
	RobotsTag tag = { 0 };
	if (name && content &&
	    (g_ascii_strcasecmp (name, "robots") == 0 || g_ascii_strcasecmp (name, "entente") == 0))
		robots_tag_read (content, "entente", false, &tag, NULL);
	return tag.flags & ROBOTS_TAG_NOFOLLOW;
}

GPtrArray *links_read (const guint8 *html, gsize len, const char *url, const char *http_charset,
		       bool *nofollow)
{
	GPtrArray *out = g_ptr_array_new_with_free_func (link_free);
	g_autoptr (Url) base = url_parse (url, -1, NULL);
	g_autofree char *self = url_canonical (url);
	gsize clean_len;
	if (nofollow)
		*nofollow = false;
	if (!base)
		return out;
	g_autofree char *clean = text_decode (html, len, http_charset, true, &clean_len, NULL);
	g_autoptr (PageTree) tree = page_tree_parse (clean, clean_len);
	g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
	bool based = false;
	for (guint32 i = 1; i < tree->count; i++) {
		guint tag = tree->nodes[i].tag;
		const char *href =
			tag == PAGE_BASE && !based ? page_attr (tree, i, PAGE_ATTR_HREF) : NULL;
		Url *other = href ? url_parse (href, -1, base) : NULL;
		if (other) {
			url_free (base);
			base = other;
			based = true;
		} else if (tag == PAGE_META && nofollow) {
			*nofollow = *nofollow || forbids_following (tree, i);
		} else if (tag == PAGE_A) {
			take_link (tree, i, base, self, seen, out);
		}
	}
	return out;
}

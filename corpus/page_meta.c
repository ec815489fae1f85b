/* page_meta.c: <meta>, <link>, <html lang>, <title>, JSON-LD. */
#include "corpus/page_meta.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/page_jsonld.h"
#include "corpus/table.h"
#include "corpus/url.h"

typedef struct {
	PageFactField field;
	guint rank;
} MetaRow;

static const struct {
	const char *name;
	PageFactField field;
} fields[] = {
	{ "title", FACT_TITLE },
	{ "description", FACT_DESCRIPTION },
	{ "published", FACT_PUBLISHED },
	{ "modified", FACT_MODIFIED },
	{ "date", FACT_DATE },
	{ "author", FACT_AUTHOR },
	{ "section", FACT_SECTION },
	{ "keyword", FACT_KEYWORD },
	{ "image", FACT_IMAGE },
	{ "publisher", FACT_PUBLISHER },
	{ "url", FACT_URL },
	{ "language", FACT_LANGUAGE },
	{ "free", FACT_FREE },
	{ "license", FACT_LICENSE },
	{ "robots", FACT_ROBOTS },
	{ "tdm-reservation", FACT_TDM_RESERVATION },
	{ "tdm-policy", FACT_TDM_POLICY },
	{ "type", FACT_PAGE_TYPE },
};

static void add_row (char **columns, gpointer table)
{
	for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
		if (strcmp (fields[i].name, columns[1]) != 0)
			continue;
		MetaRow *row = g_new (MetaRow, 1);
		row->field = fields[i].field;
		row->rank = (guint)atoi (columns[2]);
		g_hash_table_insert (table, g_strdup (columns[0]), row);
		return;
	}
	g_assert_not_reached ();
}

/* Part of the program, never changes: read once, for good. */
static GHashTable *get_table (void)
{
	static gsize ready;
	static GHashTable *table;
	if (g_once_init_enter (&ready)) {
		table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
		table_each_row ("corpus/data/page_meta.tsv", 4, add_row, table);
		g_once_init_leave (&ready, 1);
	}
	return table;
}

static void add_keywords (PageFacts *facts, const MetaRow *row, const char *rule,
			  const char *content)
{
	g_auto (GStrv) parts = g_strsplit_set (content, ",;", 100);
	for (char **part = parts; *part; part++)
		page_fact_add (facts, row->field, row->rank, rule, *part);
}

static void add_free (PageFacts *facts, const MetaRow *row, const char *rule, const char *content)
{
	if (g_ascii_strcasecmp (content, "locked") == 0)
		content = "false";
	else if (g_ascii_strcasecmp (content, "free") == 0)
		content = "true";
	else if (g_ascii_strcasecmp (content, "true") != 0 &&
		 g_ascii_strcasecmp (content, "false") != 0)
		return; /* "metered" says nothing of this article */
	page_fact_add (facts, row->field, row->rank, rule, content);
}

static void add_meta (PageFacts *facts, const char *kind, const char *name, const char *content)
{
	g_autofree char *lower = g_ascii_strdown (name, -1);
	g_strstrip (lower);
	const MetaRow *row = g_hash_table_lookup (get_table (), lower);
	if (!row)
		return;
	g_autofree char *rule = g_strdup_printf ("%s:%s", kind, lower);
	if (row->field == FACT_KEYWORD)
		add_keywords (facts, row, rule, content);
	else if (row->field == FACT_FREE)
		add_free (facts, row, rule, content);
	else
		page_fact_add (facts, row->field, row->rank, rule, content);
}

static void read_meta (const PageTree *tree, guint32 node, PageFacts *facts)
{
	const char *content = page_attr (tree, node, PAGE_ATTR_CONTENT);
	static const PageAttr names[] = { PAGE_ATTR_PROPERTY, PAGE_ATTR_NAME, PAGE_ATTR_ITEMPROP,
					  PAGE_ATTR_HTTP_EQUIV };
	content = content ? content : page_attr (tree, node, PAGE_ATTR_VALUE); /* wrong, and seen */
	if (!content || !*content)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
		const char *name = page_attr (tree, node, names[i]);
		if (!name)
			continue;
		/* property="og:x article:y" is allowed (RDFa). */
		g_auto (GStrv) each = g_strsplit (name, " ", 4);
		const char *kind = names[i] == PAGE_ATTR_ITEMPROP ? "microdata" : "meta";
		for (char **one = each; *one; one++)
			if (**one)
				add_meta (facts, kind, *one, content);
	}
}

/* Whether `list`, apart by white space, has the word. */
static bool has_token (const char *list, const char *word)
{
	gsize len = strlen (word);
	for (const char *s = list; *s; s += strcspn (s, " \t\n\f\r")) {
		s += strspn (s, " \t\n\f\r");
		if (strcspn (s, " \t\n\f\r") == len && g_ascii_strncasecmp (s, word, len) == 0)
			return true;
	}
	return false;
}

/* <a rel="license">: the licence of the page, or of a picture on it: asked last. */
static void read_anchor (const PageTree *tree, guint32 node, const char *url, PageFacts *facts)
{
	const char *rel = page_attr (tree, node, PAGE_ATTR_REL),
		   *href = page_attr (tree, node, PAGE_ATTR_HREF);
	if (!rel || !href || !has_token (rel, "license"))
		return;
	g_autofree char *absolute = url ? url_resolve (url, href) : url_normalise (href);
	if (absolute)
		page_fact_add (facts, FACT_LICENSE, 50, "a:license", absolute);
}

static void read_link (const PageTree *tree, guint32 node, const char *url, PageFacts *facts)
{
	const char *rel = page_attr (tree, node, PAGE_ATTR_REL),
		   *href = page_attr (tree, node, PAGE_ATTR_HREF);
	if (!rel || !href)
		return;
	const char *language = page_attr (tree, node, PAGE_ATTR_HREFLANG);
	bool canonical = g_ascii_strcasecmp (rel, "canonical") == 0;
	bool license = has_token (rel, "license");
	bool alternate = language && g_ascii_strcasecmp (rel, "alternate") == 0;
	if (!canonical && !license && !alternate)
		return;
	g_autofree char *absolute = url ? url_resolve (url, href) : url_normalise (href);
	if (!absolute)
		return;
	if (canonical) {
		page_fact_add (facts, FACT_URL, 10, "link:canonical", absolute);
	} else if (license) {
		page_fact_add (facts, FACT_LICENSE, 10, "link:license", absolute);
	} else if (g_ascii_strcasecmp (language, "x-default") != 0) {
		g_autofree char *value = g_strdup_printf ("%s %s", language, absolute);
		page_fact_add (facts, FACT_ALTERNATE, 10, "link:hreflang", value);
	}
}

static void read_script (const PageTree *tree, guint32 node, PageFacts *facts)
{
	const char *type = page_attr (tree, node, PAGE_ATTR_TYPE);
	if (!type || !strstr (type, "ld+json"))
		return;
	for (guint32 i = node + 1; i < tree->nodes[node].end; i++)
		if (tree->nodes[i].tag == PAGE_TEXT)
			page_jsonld_read (tree->bytes->str + tree->nodes[i].data,
					  tree->nodes[i].len, facts);
}

void page_meta_read (const PageTree *tree, const char *url, PageFacts *facts)
{
	bool titled = false;
	for (guint32 i = 1; i < tree->count; i++) {
		switch (tree->nodes[i].tag) {
		case PAGE_META:
			read_meta (tree, i, facts);
			break;
		case PAGE_LINK:
			read_link (tree, i, url, facts);
			break;
		case PAGE_A:
			read_anchor (tree, i, url, facts);
			break;
		case PAGE_SCRIPT:
			read_script (tree, i, facts);
			break;
		case PAGE_HTML: {
			const char *lang = page_attr (tree, i, PAGE_ATTR_LANG);
			lang = lang ? lang : page_attr (tree, i, PAGE_ATTR_XML_LANG);
			page_fact_add (facts, FACT_LANGUAGE, 20, "html:lang", lang);
			break;
		}
		case PAGE_TITLE: /* those in drawings come later */
			if (!titled) {
				g_autofree char *text = page_node_text (tree, i, 1000);
				page_fact_add (facts, FACT_TITLE, 60, "title", text);
				titled = true;
			}
			break;
		default:
			break;
		}
	}
}

/* The day after "key": in source where quotes may be escaped; NULL when no ISO date follows. */
static char *day_after (const char *s, const char *end)
{
	while (s < end && strchr ("\\\": ", *s))
		s++;
	if (end - s < 10 || !g_ascii_isdigit (s[0]) || s[4] != '-' || s[7] != '-' ||
	    strspn (s, "0123456789-") < 10)
		return NULL;
	return g_strndup (s, 10);
}

void page_meta_script_date (const char *html, gsize len, PageFacts *facts)
{
	static const char *const keys[] = { "datePublished", "publishedDate",  "publishDate",
					    "publishedAt",   "published_at",   "publicationDate",
					    "publish_date",  "firstPublished", "pubDate" };
	const char *end = html + len;
	for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
		gsize key_len = strlen (keys[i]);
		g_autofree char *day = NULL;
		bool one = true;
		for (const char *s = html;
		     one && (s = memmem (s, (gsize)(end - s), keys[i], key_len)); s += key_len) {
			g_autofree char *found = day_after (s + key_len, end);
			/* Several days are those of several articles. */
			one = !found || !day || strcmp (found, day) == 0;
			if (found && !day)
				day = g_steal_pointer (&found);
		}
		if (day && one) {
			page_fact_add (facts, FACT_PUBLISHED, 58, "script", day);
			return;
		}
	}
}

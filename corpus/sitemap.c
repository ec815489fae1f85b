/* sitemap.c: see sitemap.h. */
#include "corpus/sitemap.h"

#include <string.h>

#include "corpus/coding.h"
#include "corpus/url.h"
#include "corpus/xmlsafe.h"
#include "shim/text.h"

G_DEFINE_QUARK (sitemap - error - quark, sitemap_error)

#define VALUE_MAX (URL_MAX_BYTES + 64)

typedef struct {
	Sitemap *sitemap;
	SitemapEntry *entry; /* the one being read */
	Url *base;
	char *folder;    /* of the sitemap's URL, to its last slash; NULL when not strict */
	GString *value;  /* text of the element being read */
	guint depth;     /* below the root: 1 is url or sitemap */
	guint loc_depth; /* depth of an open loc, within which elements are only text; 0: none */
	bool known, foreign;
} Walk;

static void entry_free (gpointer data)
{
	SitemapEntry *entry = data;
	g_free (entry->loc);
	g_free (entry->lastmod.text);
	g_free (entry->changefreq);
	g_free (entry->news_title);
	g_free (entry->news_name);
	g_free (entry->news_language);
	g_free (entry->news_date.text);
	if (entry->alternates)
		g_ptr_array_unref (entry->alternates);
	g_free (entry);
}

static SitemapEntry *entry_new (void)
{
	SitemapEntry *entry = g_new0 (SitemapEntry, 1);
	entry->priority = -1;
	return entry;
}

void sitemap_free (Sitemap *sitemap)
{
	if (!sitemap)
		return;
	g_ptr_array_unref (sitemap->entries);
	g_free (sitemap);
}

/* The address in `text`: absolute, from the root, or a host without its scheme; without Unicode's spaces around it and without a fragment, which
 * no fetch has. NULL when it is none. */
static Url *address_of (const Walk *walk, const char *text)
{
	while (*text && g_unichar_isspace (g_utf8_get_char (text)))
		text += g_utf8_skip[(guchar)*text];
	g_autoptr (GString) s = g_string_new (text);
	while (s->len) {
		const char *last = g_utf8_find_prev_char (s->str, s->str + s->len);
		if (!last || !g_unichar_isspace (g_utf8_get_char (last)))
			break;
		g_string_truncate (s, (gsize)(last - s->str));
	}
	if (g_ascii_strncasecmp (s->str, "www.", 4) == 0)
		g_string_prepend (s, "http://");
	Url *url = NULL;
	if (s->str[0] == '/')
		url = walk->base ? url_parse (s->str, (gssize)s->len, walk->base) : NULL;
	else
		url = url_parse (s->str, (gssize)s->len, NULL);
	if (url && url->fragment && url->fragment[0] != '!')
		g_clear_pointer (&url->fragment, g_free);
	return url;
}

/* Take the entry in, or drop it when its address is none or lies where it must not. Index entries may lie anywhere. */
static void keep (Walk *walk, SitemapEntry *entry, const char *address)
{
	Sitemap *sitemap = walk->sitemap;
	g_autoptr (Url) url = address ? address_of (walk, address) : NULL;
	entry->loc = url ? url_string (url) : NULL;
	bool outside = walk->folder && sitemap->kind != SITEMAP_INDEX && entry->loc &&
		       !g_str_has_prefix (entry->loc, walk->folder);
	if (entry->loc && !outside && sitemap->entries->len < SITEMAP_MAX_ENTRIES) {
		g_ptr_array_add (sitemap->entries, entry);
	} else {
		sitemap->dropped_count++;
		entry_free (entry);
	}
}

/* --- XML --- */

static bool sitemap_namespace (const char *uri)
{
	static const char *const accepted[] = { "http://www.sitemaps.org/schemas/sitemap/",
						"https://www.sitemaps.org/schemas/sitemap/",
						"http://www.google.com/schemas/sitemap/0.84",
						"https://www.google.com/schemas/sitemap/0.84",
						"http://www.google.com/schemas/sitemap/0.90" };
	for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
		if (g_str_has_prefix (uri, accepted[i]))
			return true;
	return *uri == '\0';
}

static void alternate (Walk *walk, const XmlsafeElement *element)
{
	const char *href = xmlsafe_attribute (element, "href");
	const char *lang = xmlsafe_attribute (element, "hreflang");
	if (!walk->entry || !href || !lang || strlen (href) > URL_MAX_BYTES || strlen (lang) > 32)
		return;
	if (!walk->entry->alternates)
		walk->entry->alternates = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (Url) url = url_parse (href, -1, walk->base);
	g_autofree char *full = url ? url_string (url) : NULL;
	if (full && walk->entry->alternates->len < FEED_MAX_LIST)
		g_ptr_array_add (walk->entry->alternates, g_strdup_printf ("%s %s", lang, full));
}

/* Google's tags for pictures and films, whose loc and title are not the page's. */
static bool is_media (const char *uri)
{
	return strstr (uri, "sitemap-image") || strstr (uri, "sitemap-video");
}

/* An address that stands in url or sitemap itself, without a loc. */
static void own_text (Walk *walk)
{
	g_autofree char *value = g_strstrip (g_strdup (walk->value->str));
	g_string_truncate (walk->value, 0);
	if (walk->entry && walk->depth <= 3 && !walk->entry->loc &&
	    g_ascii_strncasecmp (value, "http", 4) == 0)
		walk->entry->loc = g_steal_pointer (&value);
}

/* Another loc in the same element is another entry. */
static void finish_entry (Walk *walk)
{
	if (walk->entry && walk->entry->loc) {
		g_autofree char *loc = g_steal_pointer (&walk->entry->loc);
		keep (walk, walk->entry, loc);
	} else if (walk->entry) {
		walk->sitemap->dropped_count++;
		entry_free (walk->entry);
	}
	walk->entry = NULL;
}

static bool on_start (const XmlsafeElement *element, gpointer data)
{
	Walk *walk = data;
	guint depth = walk->depth++;
	if (walk->loc_depth)
		return true;
	own_text (walk);
	if (depth == 0) {
		bool index = g_ascii_strcasecmp (element->name, "sitemapindex") == 0;
		walk->known = index || g_ascii_strcasecmp (element->name, "urlset") == 0;
		walk->foreign = walk->folder && !sitemap_namespace (element->uri);
		walk->sitemap->kind = index ? SITEMAP_INDEX : SITEMAP_URLS;
		return walk->known && !walk->foreign;
	}
	if (g_ascii_strcasecmp (element->name, "url") == 0 ||
	    g_ascii_strcasecmp (element->name, "sitemap") == 0) {
		/* one that was never closed ends here */
		if (walk->entry)
			finish_entry (walk);
		walk->entry = entry_new ();
	} else if (walk->entry && g_ascii_strcasecmp (element->name, "loc") == 0 &&
		   !is_media (element->uri)) {
		walk->loc_depth = depth;
		if (walk->entry->loc) {
			finish_entry (walk);
			walk->entry = entry_new ();
		}
	} else if (strcmp (element->name, "link") == 0) {
		alternate (walk, element);
	}
	return walk->sitemap->entries->len < SITEMAP_MAX_ENTRIES;
}

static void set_once (char **field, const char *value)
{
	if (!*field && *value)
		*field = g_strdup (value);
}

/* A news:… element. */
static void news_value (SitemapEntry *entry, const char *name, const char *value)
{
	if (g_ascii_strcasecmp (name, "title") == 0)
		set_once (&entry->news_title, value);
	else if (g_ascii_strcasecmp (name, "name") == 0)
		set_once (&entry->news_name, value);
	else if (g_ascii_strcasecmp (name, "language") == 0)
		set_once (&entry->news_language, value);
	else if (g_ascii_strcasecmp (name, "publication_date") == 0)
		feed_date_set (&entry->news_date, value);
}

static void own_value (SitemapEntry *entry, const char *name, const char *value)
{
	char *end;
	if (g_ascii_strcasecmp (name, "loc") == 0) {
		set_once (&entry->loc, value);
	} else if (g_ascii_strcasecmp (name, "lastmod") == 0) {
		feed_date_set (&entry->lastmod, value);
	} else if (g_ascii_strcasecmp (name, "changefreq") == 0) {
		set_once (&entry->changefreq, value);
	} else if (g_ascii_strcasecmp (name, "priority") == 0) {
		double priority = g_ascii_strtod (value, &end);
		if (end != value && priority >= 0 && priority <= 1)
			entry->priority = priority;
	}
}

static bool on_end (const char *name, const char *uri, gpointer data)
{
	Walk *walk = data;
	walk->depth--;
	if (walk->loc_depth && walk->depth > walk->loc_depth)
		return true;
	walk->loc_depth = 0;
	bool page =
		g_ascii_strcasecmp (name, "url") == 0 || g_ascii_strcasecmp (name, "sitemap") == 0;
	if (page && walk->entry) {
		own_text (walk);
		finish_entry (walk);
	}
	g_autofree char *value = g_strstrip (g_strdup (walk->value->str));
	g_string_truncate (walk->value, 0);
	if (!walk->entry)
		return true;
	if (!strstr (uri, "sitemap-news") && !is_media (uri))
		own_value (walk->entry, name, value);
	else if (!is_media (uri))
		news_value (walk->entry, name, value);
	return true;
}

static bool on_text (const char *text, gsize len, gpointer data)
{
	Walk *walk = data;
	if (walk->entry && walk->value->len + len <= VALUE_MAX)
		g_string_append_len (walk->value, text, (gssize)len);
	return true;
}

static bool parse_xml (Walk *walk, const guint8 *data, gsize len)
{
	static const XmlsafeHandler handler = { on_start, on_end, on_text };
	walk->value = g_string_new (NULL);
	bool ok = xmlsafe_parse (data, len, NULL, &handler, walk, &walk->sitemap->flawed, NULL);
	if (walk->entry)
		finish_entry (walk);
	g_string_free (walk->value, TRUE);
	return ok && walk->known && !walk->foreign;
}

/* --- text --- */

/* One URL a line. False when the first lines show that it is something else. */
static bool parse_text (Walk *walk, const guint8 *data, gsize len)
{
	gsize text_len;
	g_autofree char *text = text_decode (data, len, "utf-8", false, &text_len, NULL);
	const char *end = text + text_len;
	walk->sitemap->kind = SITEMAP_TEXT;
	guint bad = 0;
	for (const char *line = text; line < end;) {
		const char *stop = memchr (line, '\n', (gsize)(end - line));
		stop = stop ? stop : end;
		gsize n = MIN ((gsize)(stop - line), URL_MAX_BYTES + 1);
		g_autofree char *address = g_strstrip (g_strndup (line, n));
		line = stop + 1;
		if (!*address)
			continue;
		if (g_ascii_strncasecmp (address, "http", 4) == 0)
			keep (walk, entry_new (), address);
		else if (g_ascii_strncasecmp (address, "www.", 4) == 0)
			keep (walk, entry_new (), address);
		else if (++bad > 10 && walk->sitemap->entries->len == 0)
			return false;
	}
	return walk->sitemap->entries->len + walk->sitemap->dropped_count > 0;
}

/* --- feeds --- */

/* RSS and Atom are sitemaps too, by the protocol. */
static bool parse_feed (Walk *walk, const guint8 *data, gsize len, const char *url)
{
	g_autoptr (Feed) feed = feed_parse (data, len, url, NULL, NULL, NULL);
	if (!feed)
		return false;
	walk->sitemap->kind = SITEMAP_FEED;
	walk->sitemap->flawed = feed->flawed;
	for (guint i = 0; i < feed->entries->len; i++) {
		const FeedEntry *from = feed->entries->pdata[i];
		SitemapEntry *entry = entry_new ();
		const FeedDate *date = from->updated.text ? &from->updated : &from->published;
		if (date->text)
			feed_date_set (&entry->lastmod, date->text);
		bool address = from->id && g_ascii_strncasecmp (from->id, "http", 4) == 0;
		keep (walk, entry, !from->link && address ? from->id : from->link);
	}
	/* a feed without entries still has its page */
	if (!feed->entries->len && feed->link)
		keep (walk, entry_new (), feed->link);
	return true;
}

/* --- the whole --- */

static bool parse_any (Walk *walk, const guint8 *data, gsize len, const char *url)
{
	const guint8 *first = data, *end = data + len;
	while (first < end && (g_ascii_isspace (*first) || *first >= 0x80 || *first == 0))
		first++;
	if (first < end && *first == '<')
		return parse_xml (walk, data, len) ||
		       (!walk->known && len <= FEED_MAX_BYTES && parse_feed (walk, data, len, url));
	return parse_text (walk, data, len);
}

Sitemap *sitemap_parse (const guint8 *data, gsize len, const char *url, bool strict, GError **error)
{
	g_autoptr (GByteArray) unpacked = NULL;
	g_autoptr (GError) problem = NULL;
	bool flawed = false;
	if (coding_is_gzip (data, len)) {
		unpacked = coding_decode ("gzip", data, len, SITEMAP_MAX_BYTES, &flawed, &problem);
		data = unpacked ? unpacked->data : data;
		len = unpacked ? unpacked->len : 0;
	}
	if (len > SITEMAP_MAX_BYTES ||
	    g_error_matches (problem, CODING_ERROR, CODING_ERROR_TOO_BIG)) {
		g_set_error (error, SITEMAP_ERROR, SITEMAP_ERROR_TOO_BIG,
			     "sitemap over the limit of %u bytes", SITEMAP_MAX_BYTES);
		return NULL;
	}
	Walk walk = { .sitemap = g_new0 (Sitemap, 1) };
	walk.sitemap->entries = g_ptr_array_new_with_free_func (entry_free);
	walk.base = url ? url_parse (url, -1, NULL) : NULL;
	if (strict && walk.base) {
		g_autofree char *address = url_string (walk.base);
		address[strcspn (address, "?#")] = '\0';
		walk.folder = g_strndup (address, (gsize)(strrchr (address, '/') + 1 - address));
	}
	bool ok = len && parse_any (&walk, data, len, url);
	walk.sitemap->flawed = walk.sitemap->flawed || flawed;
	url_free (walk.base);
	g_free (walk.folder);
	if (ok)
		return walk.sitemap;
	sitemap_free (walk.sitemap);
	g_set_error (error, SITEMAP_ERROR, SITEMAP_ERROR_NOT_SITEMAP, "not a sitemap%s%s",
		     problem ? ": " : "", problem ? problem->message : "");
	return NULL;
}

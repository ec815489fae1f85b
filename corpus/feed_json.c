/* feed_json.c: JSON Feed 1.0 and 1.1. https://www.jsonfeed.org/version/1.1/ */
#include "corpus/feed_field.h"

#include <jansson.h>
#include <string.h>

#include "corpus/url.h"
#include "shim/text.h"

bool feed_looks_json (const guint8 *data, gsize len)
{
	static const guint8 bom[] = { 0xef, 0xbb, 0xbf };
	gsize i = len >= 3 && memcmp (data, bom, 3) == 0 ? 3 : 0;
	while (i < len && g_ascii_isspace (data[i]))
		i++;
	return i < len && (data[i] == '{' || data[i] == '[');
}

/* The member as clean text; ids may be numbers. Owned; NULL when it is not there or empty. */
static char *text_member (const json_t *object, const char *name)
{
	const json_t *value = json_object_get (object, name);
	if (json_is_integer (value))
		return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
	if (!json_is_string (value) || json_string_length (value) > FEED_MAX_VALUE)
		return NULL;
	char *text = g_strstrip (
		text_clean (json_string_value (value), (gssize)json_string_length (value), NULL));
	if (*text)
		return text;
	g_free (text);
	return NULL;
}

static char *link_member (const json_t *object, const char *name, const char *base)
{
	g_autofree char *text = text_member (object, name);
	char *full = text && base ? url_resolve (base, text) : NULL;
	return full ? full : g_steal_pointer (&text);
}

static void date_member (FeedDate *date, const json_t *object, const char *name)
{
	g_autofree char *text = text_member (object, name);
	if (text)
		feed_date_set (date, text);
}

/* "authors" of 1.1 and "author" of 1.0. */
static void authors (const json_t *object, GPtrArray *out)
{
	const json_t *list = json_object_get (object, "authors");
	const json_t *one = json_object_get (object, "author");
	gsize count = json_is_array (list) ? json_array_size (list) : 0;
	for (gsize i = 0; i < MIN (count, FEED_MAX_LIST) + (count == 0 && one); i++) {
		const json_t *author = count ? json_array_get (list, i) : one;
		g_autofree char *name = text_member (author, "name");
		g_autofree char *url = text_member (author, "url");
		if (name || url)
			g_ptr_array_add (out, feed_person_new (name, NULL, url));
	}
}

static void tags (const json_t *object, GPtrArray *out)
{
	gsize i;
	json_t *tag;
	json_array_foreach (json_object_get (object, "tags"), i,
			    tag) if (json_is_string (tag) && *json_string_value (tag) &&
				     i < FEED_MAX_LIST)
		g_ptr_array_add (out, text_clean (json_string_value (tag), -1, NULL));
}

static void attachments (const json_t *object, const char *base, GPtrArray *out)
{
	gsize i;
	json_t *item;
	json_array_foreach (json_object_get (object, "attachments"), i, item)
	{
		g_autofree char *href = link_member (item, "url", base);
		if (!href || i >= FEED_MAX_LIST)
			continue;
		FeedLink *link = feed_link_new (href);
		link->rel = g_strdup ("enclosure");
		link->type = text_member (item, "mime_type");
		link->title = text_member (item, "title");
		const json_t *size = json_object_get (item, "size_in_bytes");
		if (json_is_number (size) && json_number_value (size) < 9e15)
			link->length = (gint64)json_number_value (size);
		g_ptr_array_add (out, link);
	}
}

static FeedEntry *item (const json_t *object, const char *base)
{
	FeedEntry *entry = feed_entry_new ();
	entry->id = text_member (object, "id");
	entry->link = link_member (object, "url", base);
	if (!entry->link)
		entry->link = link_member (object, "external_url", base);
	entry->title.value = text_member (object, "title");
	entry->summary.value = text_member (object, "summary");
	g_autofree char *html = text_member (object, "content_html");
	entry->content.value = html ? markup_mended (html) : NULL;
	entry->content.html = html != NULL;
	if (!entry->content.value)
		entry->content.value = text_member (object, "content_text");
	entry->content.base = g_strdup (base);
	date_member (&entry->published, object, "date_published");
	date_member (&entry->updated, object, "date_modified");
	authors (object, entry->authors);
	tags (object, entry->categories);
	attachments (object, base, entry->links);
	entry->language = text_member (object, "language");
	entry->image = link_member (object, "image", base);
	if (!entry->image)
		entry->image = link_member (object, "banner_image", base);
	return entry;
}

static void hubs (const json_t *object, const char *base, GPtrArray *out)
{
	gsize i;
	json_t *hub;
	json_array_foreach (json_object_get (object, "hubs"), i, hub)
	{
		g_autofree char *type = text_member (hub, "type");
		char *href = link_member (hub, "url", base);
		if (href && i < FEED_MAX_LIST && type && g_ascii_strcasecmp (type, "websub") == 0)
			g_ptr_array_add (out, href);
		else
			g_free (href);
	}
}

static Feed *from_object (const json_t *root, const char *base)
{
	Feed *feed = feed_new (FEED_JSON);
	g_autofree char *version = text_member (root, "version");
	const char *slash = version ? strrchr (version, '/') : NULL;
	feed->version = slash && slash[1] ? g_strdup (slash + 1) : NULL;
	feed->title.value = text_member (root, "title");
	feed->description.value = text_member (root, "description");
	feed->link = link_member (root, "home_page_url", base);
	feed->self_link = link_member (root, "feed_url", base);
	feed->next_link = link_member (root, "next_url", base);
	feed->language = text_member (root, "language");
	feed->image = link_member (root, "icon", base);
	authors (root, feed->authors);
	hubs (root, base, feed->hubs);
	gsize i;
	json_t *one;
	json_array_foreach (json_object_get (root, "items"), i,
			    one) if (json_is_object (one) && i < FEED_MAX_ENTRIES)
		g_ptr_array_add (feed->entries, item (one, base));
	return feed;
}

Feed *feed_parse_json (const guint8 *data, gsize len, const char *url, GError **error)
{
	gsize text_len;
	json_error_t problem;
	/* JSON is UTF-8; what is not is mended rather than refused. */
	g_autofree char *text = text_decode (data, len, "utf-8", false, &text_len, NULL);
	json_t *root = json_loadb (text, text_len, JSON_DISABLE_EOF_CHECK, &problem);
	const json_t *items = json_object_get (root, "items");
	const char *version = json_string_value (json_object_get (root, "version"));
	if (!json_is_array (items) && !(version && strstr (version, "jsonfeed.org"))) {
		g_set_error (error, FEED_ERROR, FEED_ERROR_NOT_FEED, "%s",
			     root ? "JSON without \"items\": no JSON Feed" : problem.text);
		json_decref (root);
		return NULL;
	}
	Feed *feed = from_object (root, url);
	json_decref (root);
	return feed;
}

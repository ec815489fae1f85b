/* feed_field.c: what the elements of feeds mean: one table, and how each kind of value is stored. */
#include "corpus/feed_field.h"

#include <string.h>

#include "corpus/url.h"

/* --- names --- */

static const struct {
	const char *uri, *prefix;
} namespaces[] = {
	{ "http://www.w3.org/2005/atom", "" },
	{ "http://purl.org/atom/", "" }, /* ns#, app#, … of the drafts */
	{ "http://example.com/newformat#", "" },
	{ "http://example.com/necho", "" },
	{ "http://purl.org/echo/", "" },
	{ "uri/of/echo/namespace#", "" },
	{ "http://purl.org/pie/", "" },
	{ "http://purl.org/rss/1.0/modules/content/", "content" },
	{ "http://purl.org/rss/1.0/modules/syndication/", "sy" },
	{ "http://purl.org/rss/1.0/modules/", "?" },
	{ "http://purl.org/rss/1.0/", "" },
	{ "http://purl.org/net/rss1.1", "" },
	{ "http://my.netscape.com/rdf/simple/0.9/", "" },
	{ "http://my.netscape.com/publish/formats/rss-0.91", "" },
	{ "http://channel.netscape.com/rdf/simple/0.9/", "" },
	{ "http://backend.userland.com/creativecommonsrssmodule", "cc" },
	{ "http://backend.userland.com/", "" },
	{ "http://blogs.law.harvard.edu/tech/rss", "" },
	{ "http://cyber.law.harvard.edu/rss", "" },
	{ "http://purl.org/dc/elements/1.", "dc" },
	{ "http://purl.org/dc/terms", "dcterms" },
	{ "http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes" },
	{ "http://example.com/dtds/podcast-1.0.dtd", "itunes" },
	{ "http://search.yahoo.com/mrss", "media" },
	{ "http://www.w3.org/1999/xhtml", "xhtml" },
	{ "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf" },
	{ "http://purl.org/syndication/history/1.0", "fh" },
	{ "http://web.resource.org/cc/", "cc" },
	{ "http://creativecommons.org/ns#", "cc" },
};

/* Prefixes that are used without being declared, and then mean what they always mean. */
static const char *const usual[] = { "dc",     "dcterms", "content", "sy", "media",
				     "itunes", "xhtml",   "rdf",     "fh" };

static const char *prefix_for (const char *prefix, const char *uri, const char *home)
{
	if (!*uri && !*prefix)
		return "";
	if (*uri) {
		for (gsize i = 0; i < G_N_ELEMENTS (namespaces); i++)
			if (g_ascii_strncasecmp (uri, namespaces[i].uri,
						 strlen (namespaces[i].uri)) == 0)
				return namespaces[i].prefix;
		return strcmp (uri, home) == 0 ? "" : "?";
	}
	for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
		if (g_ascii_strcasecmp (prefix, usual[i]) == 0)
			return usual[i];
	return g_ascii_strcasecmp (prefix, "atom") == 0 || g_ascii_strcasecmp (prefix, "rss") == 0
		       ? ""
		       : "?";
}

bool field_name (const char *name, const char *prefix, const char *uri, const char *home, char *out,
		 gsize size)
{
	const char *p = prefix_for (prefix, uri, home);
	int n = g_snprintf (out, size, "%s%s%s", p, *p ? ":" : "", name);
	for (char *c = out; *c; c++)
		*c = g_ascii_tolower (*c);
	return n >= 0 && (gsize)n < size;
}

const Field *field_find (const char *name)
{
	static const Field fields[] = {
		{ "title", FIELD_TITLE, 5 },
		{ "dc:title", FIELD_TITLE, 4 },
		{ "media:title", FIELD_TITLE, 2 },
		{ "itunes:title", FIELD_TITLE, 1 },
		{ "link", FIELD_LINK, 5 },
		{ "description", FIELD_SUMMARY, 5 },
		{ "summary", FIELD_SUMMARY, 5 },
		{ "subtitle", FIELD_SUMMARY, 5 },
		{ "tagline", FIELD_SUMMARY, 5 },
		{ "abstract", FIELD_SUMMARY, 5 },
		{ "dc:description", FIELD_SUMMARY, 4 },
		{ "dcterms:abstract", FIELD_SUMMARY, 3 },
		{ "itunes:summary", FIELD_SUMMARY, 3 },
		{ "itunes:subtitle", FIELD_SUMMARY, 2 },
		{ "media:description", FIELD_SUMMARY, 1 },
		{ "info", FIELD_SUMMARY, 1 },
		{ "content:encoded", FIELD_CONTENT, 5 },
		{ "content", FIELD_CONTENT, 4 },
		{ "xhtml:body", FIELD_CONTENT, 3 },
		{ "body", FIELD_CONTENT, 3 },
		{ "fullitem", FIELD_CONTENT, 2 },
		{ "guid", FIELD_ID, 5 },
		{ "id", FIELD_ID, 5 },
		{ "dc:identifier", FIELD_ID, 1 },
		{ "pubdate", FIELD_PUBLISHED, 6 },
		{ "published", FIELD_PUBLISHED, 6 },
		{ "issued", FIELD_PUBLISHED, 5 },
		{ "dcterms:issued", FIELD_PUBLISHED, 4 },
		{ "dcterms:available", FIELD_PUBLISHED, 3 },
		{ "updated", FIELD_UPDATED, 5 },
		{ "modified", FIELD_UPDATED, 5 },
		{ "lastbuilddate", FIELD_UPDATED, 5 },
		{ "lastmod", FIELD_UPDATED, 5 },
		{ "dcterms:modified", FIELD_UPDATED, 4 },
		{ "dc:date", FIELD_UPDATED, 3 },
		{ "created", FIELD_CREATED, 5 },
		{ "dcterms:created", FIELD_CREATED, 4 },
		{ "language", FIELD_LANGUAGE, 5 },
		{ "dc:language", FIELD_LANGUAGE, 5 },
		{ "category", FIELD_CATEGORY, 5 },
		{ "dc:subject", FIELD_CATEGORY, 5 },
		{ "media:category", FIELD_CATEGORY, 5 },
		{ "itunes:category", FIELD_CATEGORY, 5 },
		{ "itunes:keywords", FIELD_KEYWORDS, 5 },
		{ "media:keywords", FIELD_KEYWORDS, 5 },
		{ "comments", FIELD_COMMENTS, 5 },
		{ "ttl", FIELD_TTL, 5 },
		{ "sy:updateperiod", FIELD_PERIOD, 5 },
		{ "sy:updatefrequency", FIELD_FREQUENCY, 5 },
		{ "generator", FIELD_GENERATOR, 5 },
		{ "rights", FIELD_RIGHTS, 5 },
		{ "copyright", FIELD_RIGHTS, 5 },
		{ "dc:rights", FIELD_RIGHTS, 4 },
		{ "dcterms:rights", FIELD_RIGHTS, 3 },
		{ "media:copyright", FIELD_RIGHTS, 2 },
		{ "cc:license", FIELD_LICENSE, 5 },
		{ "author", FIELD_AUTHOR, 5 },
		{ "dc:creator", FIELD_AUTHOR, 5 },
		{ "dc:author", FIELD_AUTHOR, 5 },
		{ "managingeditor", FIELD_AUTHOR, 5 },
		{ "itunes:author", FIELD_AUTHOR, 2 },
		{ "webmaster", FIELD_AUTHOR, 1 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
		if (strcmp (fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

/* --- storing --- */

bool field_claim (Owner *owner, FieldTarget target, int rank)
{
	/* Of dates that are said twice the last one counts, as a later correction does. */
	bool again = target == FIELD_CATEGORY || target == FIELD_KEYWORDS ||
		     target == FIELD_AUTHOR || target == FIELD_PUBLISHED ||
		     target == FIELD_UPDATED || target == FIELD_CREATED;
	if (rank < owner->ranks[target] || (rank == owner->ranks[target] && !again))
		return false;
	owner->ranks[target] = rank;
	return true;
}

/* Whether text of RSS, which does not say, has markup in it. */
static bool looks_html (const char *s)
{
	for (; *s; s++) {
		if (*s == '<' && (g_ascii_isalpha (s[1]) || s[1] == '/' || s[1] == '!'))
			return true;
		gsize n = *s == '&' ? strspn (s + 1, "#0123456789abcdefghijklmnopqrstuvwxyz"
						     "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
				    : 0;
		if (n && s[n + 1] == ';')
			return true;
	}
	return false;
}

static bool is_base64 (const Style *style)
{
	if (style->mode)
		return g_ascii_strcasecmp (style->mode, "base64") == 0;
	const char *type = style->type;
	return style->atom && type && strchr (type, '/') &&
	       g_ascii_strncasecmp (type, "text/", 5) != 0 && !g_str_has_suffix (type, "+xml") &&
	       !g_str_has_suffix (type, "/xml");
}

static void store_text (FeedText *text, const char *value, const Style *style)
{
	const char *type = style->type;
	g_free (text->value);
	if (is_base64 (style)) {
		gsize len;
		g_autofree guchar *bytes = g_base64_decode (value, &len);
		g_autofree char *decoded = g_strndup ((const char *)bytes, len);
		text->value = g_strstrip (g_utf8_make_valid (decoded, -1));
	} else {
		text->value = g_strdup (value);
	}
	if (style->markup || (type && (strstr (type, "html") || strstr (type, "xml"))))
		text->html = true;
	else if (type && (strstr (type, "plain") || strcmp (type, "text") == 0))
		text->html = false;
	else
		text->html = !style->atom && looks_html (text->value);
	if (text->html) {
		g_autofree char *as_published = text->value;
		text->value = markup_mended (as_published);
	}
	g_free (text->language);
	g_free (text->base);
	text->language = g_strdup (style->language);
	text->base = g_strdup (style->base);
}

static void replace (char **field, const char *value)
{
	g_free (*field);
	*field = g_strdup (value);
}

static void store_date (Owner *owner, const Field *field, FeedDate *date, const char *value)
{
	g_free (date->text);
	*date = (FeedDate){ .text = g_strdup (value) };
	feed_date_parse (value, date);
	if (field->target == FIELD_UPDATED)
		owner->dc_date = strcmp (field->name, "dc:date") == 0;
}

static bool has_string (const GPtrArray *list, const char *value)
{
	for (guint i = 0; i < list->len; i++)
		if (strcmp (list->pdata[i], value) == 0)
			return true;
	return false;
}

static void add_category (GPtrArray *list, const char *value)
{
	if (*value && list->len < FEED_MAX_LIST && !has_string (list, value))
		g_ptr_array_add (list, g_strdup (value));
}

static void add_keywords (GPtrArray *list, const char *value)
{
	g_auto (GStrv) words = g_strsplit (value, ",", FEED_MAX_LIST);
	for (char **w = words; *w; w++)
		add_category (list, g_strstrip (*w));
}

/* "fr_FR" as BCP 47 writes it. */
static void store_language (char **field, const char *value)
{
	replace (field, value);
	g_strdelimit (*field, "_", '-');
}

static int period_seconds (const char *period)
{
	static const struct {
		const char *name;
		int seconds;
	} periods[] = { { "hourly", 3600 },
			{ "daily", 86400 },
			{ "weekly", 7 * 86400 },
			{ "monthly", 30 * 86400 },
			{ "yearly", 365 * 86400 } };
	for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
		if (g_ascii_strcasecmp (periods[i].name, period) == 0)
			return periods[i].seconds;
	return 0;
}

/* What only the feed has. */
static void store_for_feed (Feed *feed, Owner *owner, const Field *field, const char *value)
{
	gint64 number = g_ascii_strtoll (value, NULL, 10);
	switch (field->target) {
	case FIELD_TTL:
		if (number > 0 && number < 1000000)
			feed->ttl_s = number * 60;
		break;
	case FIELD_PERIOD:
		owner->period_s = period_seconds (value);
		break;
	case FIELD_FREQUENCY:
		owner->frequency = (int)CLAMP (number, 1, 10000);
		break;
	case FIELD_GENERATOR:
		replace (&feed->generator, value);
		break;
	default:
		break;
	}
}

void field_store (Feed *feed, Owner *owner, const Field *field, const char *value,
		  const Style *style)
{
	FeedEntry *entry = owner->entry;
	if (!*value && field->target == FIELD_TITLE)
		(entry ? &entry->title : &feed->title)->empty = true;
	if (!*value && field->target == FIELD_SUMMARY)
		(entry ? &entry->summary : &feed->description)->empty = true;
	if (!*value && !(field->target == FIELD_CATEGORY && style->term))
		return;
	if (!field_claim (owner, field->target, field->rank))
		return;
	switch (field->target) {
	case FIELD_TITLE:
		store_text (entry ? &entry->title : &feed->title, value, style);
		break;
	case FIELD_SUMMARY:
		store_text (entry ? &entry->summary : &feed->description, value, style);
		break;
	case FIELD_CONTENT:
		if (entry)
			store_text (&entry->content, value, style);
		break;
	case FIELD_LINK: {
		g_autofree char *link = field_link (style->base, value);
		replace (entry ? &entry->link : &feed->link, link);
		break;
	}
	case FIELD_ID:
		replace (entry ? &entry->id : &feed->id, value);
		if (entry)
			entry->id_is_link = style->permalink;
		break;
	case FIELD_PUBLISHED:
		store_date (owner, field, entry ? &entry->published : &feed->published, value);
		break;
	case FIELD_UPDATED:
		store_date (owner, field, entry ? &entry->updated : &feed->updated, value);
		break;
	case FIELD_CREATED:
		if (entry)
			store_date (owner, field, &entry->created, value);
		break;
	case FIELD_LANGUAGE:
		store_language (entry ? &entry->language : &feed->language, value);
		break;
	case FIELD_CATEGORY:
		add_category (entry ? entry->categories : feed->categories,
			      style->term ? style->term : value);
		break;
	case FIELD_KEYWORDS:
		add_keywords (entry ? entry->categories : feed->categories, value);
		break;
	case FIELD_RIGHTS:
		store_text (entry ? &entry->rights : &feed->rights, value, style);
		break;
	case FIELD_LICENSE: {
		g_autofree char *link = field_link (style->base, value);
		replace (entry ? &entry->license : &feed->license, link);
		break;
	}
	case FIELD_COMMENTS:
		if (entry) {
			g_free (entry->comments);
			entry->comments = field_link (style->base, value);
		}
		break;
	default:
		if (!entry)
			store_for_feed (feed, owner, field, value);
		break;
	}
}

/* --- links --- */

char *field_link (const char *base, const char *ref)
{
	gsize n = 0;
	while (g_ascii_isalnum (ref[n]) || (n && ref[n] && strchr ("+-.", ref[n])))
		n++;
	bool absolute = n && ref[n] == ':' && g_ascii_isalpha (ref[0]);
	char *full = base && !absolute ? url_resolve (base, ref) : NULL;
	return full ? full : g_strdup (ref);
}

/* What a link's relation says about the feed. */
static void feed_relation (Feed *feed, const char *rel, const char *href)
{
	if (strcmp (rel, "hub") == 0 && !has_string (feed->hubs, href) &&
	    feed->hubs->len < FEED_MAX_LIST)
		g_ptr_array_add (feed->hubs, g_strdup (href));
	else if (strcmp (rel, "self") == 0 && !feed->self_link)
		feed->self_link = g_strdup (href);
	else if (strcmp (rel, "next") == 0 && !feed->next_link)
		feed->next_link = g_strdup (href);
	else if (strcmp (rel, "prev-archive") == 0 && !feed->archive_link)
		feed->archive_link = g_strdup (href);
}

void field_link_element (Feed *feed, Owner *owner, const XmlsafeElement *element, const char *base,
			 bool enclosure)
{
	const char *raw = xmlsafe_attribute (element, "href");
	if (!raw)
		raw = xmlsafe_attribute (element, "url");
	GPtrArray *links = owner->entry ? owner->entry->links : feed->links;
	if (!raw || links->len >= FEED_MAX_LIST)
		return;
	g_autofree char *trimmed = g_strstrip (g_strdup (raw));
	g_autofree char *href = field_link (base, trimmed);
	FeedLink *link = feed_link_new (href);
	const char *rel = xmlsafe_attribute (element, "rel");
	link->rel = g_strdup (enclosure ? "enclosure" : rel ? rel : "alternate");
	link->type = g_strdup (xmlsafe_attribute (element, "type"));
	link->title = g_strdup (xmlsafe_attribute (element, "title"));
	link->language = g_strdup (xmlsafe_attribute (element, "hreflang"));
	const char *length = xmlsafe_attribute (element, "length");
	if (length && g_ascii_isdigit (*length))
		link->length = g_ascii_strtoll (length, NULL, 10);
	g_ptr_array_add (links, link);
	if (strcmp (link->rel, "alternate") == 0) {
		/* of several, the page itself rather than its other forms */
		bool page = !link->type || strstr (link->type, "html");
		if (*href && field_claim (owner, FIELD_LINK, page ? 4 : 2))
			replace (owner->entry ? &owner->entry->link : &feed->link, href);
	} else if (strcmp (link->rel, "license") == 0 && field_claim (owner, FIELD_LICENSE, 4)) {
		replace (owner->entry ? &owner->entry->license : &feed->license, href);
	} else if (!owner->entry && !enclosure) {
		feed_relation (feed, link->rel, href);
	}
}

/* --- the end of an owner --- */

static void copy_date (FeedDate *to, const FeedDate *from)
{
	*to = *from;
	to->text = g_strdup (from->text);
}

void field_finish (Feed *feed, Owner *owner)
{
	FeedEntry *entry = owner->entry;
	if (!entry) {
		if (owner->period_s)
			feed->update_s = owner->period_s / MAX (owner->frequency, 1);
		return;
	}
	if (!entry->published.text && owner->dc_date && feed->format != FEED_ATOM)
		copy_date (&entry->published, &entry->updated);
	if (!entry->link && entry->id_is_link && entry->id)
		entry->link = g_strdup (entry->id);
}

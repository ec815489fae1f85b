/* feed_xml.c: the walk over a feed's elements: a stack of frames, one for each open element. See feed_xml.h. */
#include "corpus/feed_field.h"

#include <string.h>

#include "corpus/url.h"

typedef enum {
	FRAME_OUTER,  /* rss, rdf:RDF, and any root that is none */
	FRAME_FEED,   /* channel, feed */
	FRAME_ITEM,   /* item, entry; media:group within one, which only groups */
	FRAME_IMAGE,  /* image: its url is the feed's picture */
	FRAME_PERSON, /* author: text, or name, email and uri */
	FRAME_SOURCE, /* source: whose entry it was */
	FRAME_SKIP,   /* skipHours, skipDays */
	FRAME_VALUE,  /* an element whose text is wanted */
	FRAME_MARKUP, /* an element within one */
	FRAME_IGNORED,
} FrameKind;

typedef struct {
	FrameKind kind;
	bool owns;          /* FEED, ITEM: it is the element itself */
	const Field *field; /* VALUE: where it goes; NULL in other containers */
	char *name;
	char *language, *base; /* in force here */
	GString *value;        /* VALUE, PERSON, SOURCE */
	Style style;
	char *parts[3]; /* PERSON: name, email, url; SOURCE: title, link */
} Frame;

typedef struct {
	Feed *feed;
	GPtrArray *frames; /* Frame */
	Owner feed_owner, item_owner;
	char *home;  /* namespace of the root */
	bool seen;   /* something that only feeds have */
	bool escape; /* text of the current value is XHTML: kept escaped */
	const char *url;
} Walk;

static void frame_free (gpointer data)
{
	Frame *frame = data;
	g_free (frame->name);
	g_free (frame->language);
	g_free (frame->base);
	if (frame->value)
		g_string_free (frame->value, TRUE);
	g_free (frame->style.type);
	g_free (frame->style.mode);
	g_free (frame->style.language);
	g_free (frame->style.base);
	g_free (frame->style.term);
	for (gsize i = 0; i < G_N_ELEMENTS (frame->parts); i++)
		g_free (frame->parts[i]);
	g_free (frame);
}

static Frame *top (const Walk *walk)
{
	return walk->frames->len ? walk->frames->pdata[walk->frames->len - 1] : NULL;
}

/* The frame whose value is being collected, when an element inside it ends or has text. */
static Frame *collecting (const Walk *walk)
{
	for (guint i = walk->frames->len; i > 0; i--) {
		Frame *frame = walk->frames->pdata[i - 1];
		if (frame->value)
			return frame;
		if (frame->kind != FRAME_MARKUP)
			break;
	}
	return NULL;
}

static Owner *owner_of (Walk *walk)
{
	return walk->item_owner.entry ? &walk->item_owner : &walk->feed_owner;
}

/* --- starting an element --- */

static Frame *push (Walk *walk, FrameKind kind, const char *name, const XmlsafeElement *element)
{
	const Frame *parent = top (walk);
	Frame *frame = g_new0 (Frame, 1);
	frame->kind = kind;
	frame->name = g_strdup (name);
	frame->language = g_strdup (parent ? parent->language : NULL);
	frame->base = g_strdup (parent ? parent->base : walk->url);
	for (guint i = 0; i < element->attributes_count; i++) {
		const XmlsafeAttribute *a = &element->attributes[i];
		if (strcmp (a->prefix, "xml") != 0)
			continue;
		if (strcmp (a->name, "lang") == 0) {
			g_free (frame->language);
			frame->language =
				*a->value ? g_strdelimit (g_strdup (a->value), "_", '-') : NULL;
		} else if (strcmp (a->name, "base") == 0) {
			char *base = frame->base ? url_resolve (frame->base, a->value)
						 : url_normalise (a->value);
			if (base) {
				g_free (frame->base);
				frame->base = base;
			}
		}
	}
	g_ptr_array_add (walk->frames, frame);
	return frame;
}

static char *lower_attribute (const XmlsafeElement *element, const char *name)
{
	const char *value = xmlsafe_attribute (element, name);
	return value ? g_ascii_strdown (value, -1) : NULL;
}

static bool is_atom (const char *uri)
{
	return g_ascii_strcasecmp (uri, "http://www.w3.org/2005/Atom") == 0 ||
	       g_ascii_strncasecmp (uri, "http://purl.org/atom/", 21) == 0;
}

/* Begin to collect a value for `field`; NULL: for the container that is open. */
static void start_value (Walk *walk, const Field *field, const char *name,
			 const XmlsafeElement *element)
{
	Frame *frame = push (walk, FRAME_VALUE, name, element);
	frame->field = field;
	frame->value = g_string_new (NULL);
	Style *style = &frame->style;
	style->atom = is_atom (element->uri);
	style->language = g_strdup (frame->language);
	style->base = g_strdup (frame->base);
	const char *permalink = xmlsafe_attribute (element, "ispermalink");
	style->permalink = strcmp (name, "guid") == 0 &&
			   !(permalink && g_ascii_strcasecmp (permalink, "true") != 0);
	bool text = field && (field->target == FIELD_TITLE || field->target == FIELD_SUMMARY ||
			      field->target == FIELD_CONTENT || field->target == FIELD_RIGHTS);
	if (text) {
		style->type = lower_attribute (element, "type");
		style->mode = lower_attribute (element, "mode");
	}
	bool category = field && field->target == FIELD_CATEGORY;
	const char *term = category ? xmlsafe_attribute (element, "term") : NULL;
	if (category && !term && g_str_has_prefix (name, "itunes:"))
		term = xmlsafe_attribute (element, "text");
	style->term = term ? g_strstrip (g_strdup (term)) : NULL;
	walk->escape = style->type && (strstr (style->type, "xhtml") ||
				       (style->mode && strcmp (style->mode, "xml") == 0));
	walk->escape = walk->escape || g_str_has_prefix (name, "xhtml:");
}

static void set_language (char **field, const Frame *frame)
{
	if (!*field)
		*field = g_strdup (frame->language);
}

/* What attributes of an item say: rdf:about, and CDF's href and lastmod. */
static void item_attributes (Walk *walk, const XmlsafeElement *element, Owner *owner,
			     const Frame *frame)
{
	static const char *const names[] = { "about", "href", "lastmod" };
	static const Field fields[] = { { "about", FIELD_ID, 3 },
					{ "href", FIELD_LINK, 5 },
					{ "lastmod", FIELD_UPDATED, 5 } };
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
		const char *value = xmlsafe_attribute (element, names[i]);
		Style style = { .base = frame->base };
		if (value && (i > 0 || owner->entry))
			field_store (walk->feed, owner, &fields[i], value, &style);
	}
}

static void start_item (Walk *walk, const char *name, const XmlsafeElement *element)
{
	if (walk->item_owner.entry || walk->feed->entries->len >= FEED_MAX_ENTRIES) {
		push (walk, FRAME_IGNORED, name, element);
		return;
	}
	Frame *frame = push (walk, FRAME_ITEM, name, element);
	frame->owns = true;
	walk->seen = true;
	walk->item_owner = (Owner){ .entry = feed_entry_new () };
	g_ptr_array_add (walk->feed->entries, walk->item_owner.entry);
	/* only what the item says itself: the rest has the feed's language */
	for (guint i = 0; i < element->attributes_count; i++)
		if (strcmp (element->attributes[i].prefix, "xml") == 0 &&
		    strcmp (element->attributes[i].name, "lang") == 0)
			set_language (&walk->item_owner.entry->language, frame);
	item_attributes (walk, element, &walk->item_owner, frame);
}

static void start_feed (Walk *walk, const char *name, const XmlsafeElement *element)
{
	Frame *frame = push (walk, FRAME_FEED, name, element);
	Feed *feed = walk->feed;
	frame->owns = true;
	walk->seen = true;
	if (strcmp (name, "feed") == 0) {
		feed->format = FEED_ATOM;
		const char *version = xmlsafe_attribute (element, "version");
		if (!feed->version)
			feed->version =
				g_strdup (g_ascii_strcasecmp (element->uri,
							      "http://www.w3.org/2005/Atom") == 0
						  ? "1.0"
						  : version);
	} else if (walk->frames->len == 1) {
		/* a channel that is the root: CDF, or RSS that lost its root */
		if (xmlsafe_attribute (element, "href") || xmlsafe_attribute (element, "lastmod"))
			feed->format = FEED_CDF;
	}
	set_language (&feed->language, frame);
	if (feed->format == FEED_CDF)
		item_attributes (walk, element, &walk->feed_owner, frame);
}

static void start_root (Walk *walk, const char *name, const XmlsafeElement *element)
{
	Frame *frame = push (walk, FRAME_OUTER, name, element);
	Feed *feed = walk->feed;
	if (strcmp (name, "rss") == 0) {
		feed->format = FEED_RSS;
		feed->version = g_strdup (xmlsafe_attribute (element, "version"));
		walk->seen = true;
	} else if (strcmp (name, "rdf:rdf") == 0) {
		feed->format = FEED_RDF;
	}
	set_language (&feed->language, frame);
}

/* RDF: which RSS it is shows in the namespace of its parts. */
static void rdf_version (Feed *feed, const char *uri)
{
	if (feed->format == FEED_RDF && !feed->version && strstr (uri, "purl.org/rss/1.0"))
		feed->version = g_strdup ("1.0");
	if (feed->format == FEED_RDF && !feed->version && strstr (uri, "netscape.com"))
		feed->version = g_strdup ("0.90");
}

static void set_image (Walk *walk, const char *base, const char *ref)
{
	FeedEntry *entry = walk->item_owner.entry;
	char **field = entry ? &entry->image : &walk->feed->image;
	if (!*field && ref && *ref)
		*field = field_link (base, ref);
}

/* Elements that say all in their attributes. True when it was one. */
static bool attribute_element (Walk *walk, const char *name, const XmlsafeElement *element)
{
	const Frame *parent = top (walk);
	Owner *owner = owner_of (walk);
	if (strcmp (name, "link") == 0 && xmlsafe_attribute (element, "href")) {
		const Frame *frame = push (walk, FRAME_IGNORED, name, element);
		field_link_element (walk->feed, owner, element, frame->base, false);
		return true;
	}
	if (strcmp (name, "enclosure") == 0)
		field_link_element (walk->feed, owner, element, parent->base, true);
	else if (strcmp (name, "media:thumbnail") == 0)
		set_image (walk, parent->base, xmlsafe_attribute (element, "url"));
	else if (strcmp (name, "itunes:image") == 0)
		set_image (walk, parent->base, xmlsafe_attribute (element, "href"));
	else if (strcmp (name, "cc:license") == 0 && xmlsafe_attribute (element, "resource"))
		field_store (walk->feed, owner, field_find (name),
			     xmlsafe_attribute (element, "resource"),
			     &(Style){ .base = parent->base });
	else if (strcmp (name, "fh:complete") == 0)
		walk->feed->complete = true;
	else
		return false;
	push (walk, FRAME_IGNORED, name, element);
	return true;
}

/* media:content is a picture or a film, and may hold a title and a thumbnail of its own. */
static void start_media (Walk *walk, const char *name, const XmlsafeElement *element)
{
	const char *medium = xmlsafe_attribute (element, "medium");
	const char *type = xmlsafe_attribute (element, "type");
	if ((medium && strcmp (medium, "image") == 0) ||
	    (type && g_str_has_prefix (type, "image/")))
		set_image (walk, top (walk)->base, xmlsafe_attribute (element, "url"));
	push (walk, top (walk)->kind, name, element);
}

/* An element of a feed or an item. */
static void start_part (Walk *walk, const char *name, const XmlsafeElement *element)
{
	const Field *field = field_find (name);
	if (attribute_element (walk, name, element))
		return;
	if (strcmp (name, "media:content") == 0 || strcmp (name, "media:group") == 0) {
		start_media (walk, name, element);
	} else if (strcmp (name, "image") == 0) {
		push (walk, FRAME_IMAGE, name, element);
	} else if (strcmp (name, "skiphours") == 0 || strcmp (name, "skipdays") == 0) {
		push (walk, FRAME_SKIP, name, element);
	} else if (strcmp (name, "source") == 0) {
		Frame *frame = push (walk, FRAME_SOURCE, name, element);
		frame->value = g_string_new (NULL);
		const char *url = xmlsafe_attribute (element, "url");
		frame->parts[1] = url ? field_link (frame->base, url) : NULL;
	} else if (field && field->target == FIELD_AUTHOR) {
		Frame *frame = push (walk, FRAME_PERSON, name, element);
		frame->field = field;
		frame->value = g_string_new (NULL);
	} else if (field) {
		start_value (walk, field, name, element);
	} else {
		push (walk, FRAME_IGNORED, name, element);
	}
}

/* Elements of a person or a source. */
static void start_member (Walk *walk, const char *name, const XmlsafeElement *element)
{
	Frame *parent = top (walk);
	const char *href = xmlsafe_attribute (element, "href");
	if (parent->kind == FRAME_SOURCE && strcmp (name, "link") == 0 && href) {
		const char *rel = xmlsafe_attribute (element, "rel");
		if (!parent->parts[1] && (!rel || strcmp (rel, "alternate") == 0))
			parent->parts[1] = field_link (parent->base, href);
		push (walk, FRAME_IGNORED, name, element);
		return;
	}
	static const char *const wanted[] = { "name",     "email", "uri",  "url",
					      "homepage", "title", "hour", "day" };
	for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
		if (strcmp (name, wanted[i]) == 0) {
			start_value (walk, NULL, name, element);
			return;
		}
	push (walk, FRAME_IGNORED, name, element);
}

static bool on_start (const XmlsafeElement *element, gpointer data)
{
	Walk *walk = data;
	char name[48];
	if (!walk->frames->len)
		walk->home = g_strdup (element->uri);
	const Frame *parent = top (walk);
	if (!field_name (element->name, element->prefix, element->uri, walk->home, name,
			 sizeof name))
		g_strlcpy (name, "?", sizeof name);
	FrameKind kind = parent ? parent->kind : FRAME_OUTER;
	Frame *collector = kind == FRAME_VALUE || kind == FRAME_MARKUP ? collecting (walk) : NULL;
	if (collector) {
		if (collector->value->len < FEED_MAX_VALUE)
			markup_start (collector->value, element);
		collector->style.markup = true;
		push (walk, FRAME_MARKUP, element->name, element);
	} else if (kind == FRAME_IGNORED) {
		push (walk, FRAME_IGNORED, name, element);
	} else if (kind == FRAME_PERSON || kind == FRAME_SOURCE || kind == FRAME_SKIP) {
		start_member (walk, name, element);
	} else if (kind == FRAME_IMAGE) {
		if (strcmp (name, "url") == 0)
			start_value (walk, NULL, name, element);
		else
			push (walk, FRAME_IGNORED, name, element);
	} else if (strcmp (name, "item") == 0 || strcmp (name, "entry") == 0) {
		start_item (walk, name, element);
		rdf_version (walk->feed, element->uri);
	} else if (strcmp (name, "channel") == 0 || strcmp (name, "feed") == 0) {
		start_feed (walk, name, element);
		rdf_version (walk->feed, element->uri);
	} else if (kind == FRAME_OUTER && strcmp (name, "image") == 0) {
		push (walk, FRAME_IMAGE, name, element);
	} else if (kind == FRAME_OUTER) {
		if (!parent)
			start_root (walk, name, element);
		else
			push (walk, FRAME_OUTER, name, element);
	} else {
		start_part (walk, name, element);
	}
	return true;
}

/* --- text and ends --- */

static bool on_text (const char *text, gsize len, gpointer data)
{
	Walk *walk = data;
	Frame *frame = collecting (walk);
	if (!frame)
		return true;
	if (walk->escape && frame->kind == FRAME_VALUE)
		markup_escaped (frame->value, text, len, false);
	else
		markup_text (frame->value, text, len);
	return true;
}

static void end_person (Walk *walk, Frame *frame)
{
	Owner *owner = owner_of (walk);
	GPtrArray *list = owner->entry ? owner->entry->authors : walk->feed->authors;
	bool parts = frame->parts[0] || frame->parts[1] || frame->parts[2];
	if ((!parts && !*frame->value->str) || list->len >= FEED_MAX_LIST)
		return;
	int before = owner->ranks[FIELD_AUTHOR];
	if (!field_claim (owner, FIELD_AUTHOR, frame->field->rank))
		return;
	if (before < frame->field->rank)
		g_ptr_array_set_size (list, 0);
	g_ptr_array_add (list,
			 parts ? feed_person_new (frame->parts[0], frame->parts[1], frame->parts[2])
			       : feed_person_parse (frame->value->str));
}

static void end_source (Walk *walk, Frame *frame)
{
	FeedEntry *entry = walk->item_owner.entry;
	if (!entry || entry->source_title || entry->source_link)
		return;
	const char *title = frame->parts[0] ? frame->parts[0] : frame->value->str;
	entry->source_title = *title ? g_strdup (title) : NULL;
	entry->source_link = g_steal_pointer (&frame->parts[1]);
}

static void skip_value (Feed *feed, const char *name, const char *value)
{
	static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday" };
	gint64 hour = g_ascii_strtoll (value, NULL, 10);
	if (strcmp (name, "hour") == 0 && g_ascii_isdigit (*value) && hour <= 24)
		feed->skip_hours |= 1u << (hour % 24);
	for (guint i = 0; i < 7 && strcmp (name, "day") == 0; i++)
		if (g_ascii_strcasecmp (value, days[i]) == 0)
			feed->skip_days |= (guint8)(1u << i);
}

/* A value of an open container: a person, a source, an image. */
static void end_member (Walk *walk, Frame *container, const Frame *frame)
{
	const char *value = frame->value->str;
	if (!*value)
		return;
	if (container->kind == FRAME_IMAGE) {
		set_image (walk, frame->base, value);
	} else if (container->kind == FRAME_SKIP) {
		skip_value (walk->feed, frame->name, value);
	} else {
		int part = strcmp (frame->name, "name") == 0 || strcmp (frame->name, "title") == 0
				   ? 0
			   : strcmp (frame->name, "email") == 0 ? 1
								: 2;
		if (!container->parts[part])
			container->parts[part] =
				part == 2 ? field_link (frame->base, value) : g_strdup (value);
	}
}

static void trim (GString *value)
{
	g_autofree char *copy = g_strstrip (g_strdup (value->str));
	g_string_assign (value, copy);
}

static void end_frame (Walk *walk, Frame *frame)
{
	if (frame->value)
		trim (frame->value);
	switch (frame->kind) {
	case FRAME_VALUE:
		if (frame->style.markup && frame->style.type &&
		    strcmp (frame->style.type, "xhtml") == 0) {
			markup_strip_div (frame->value);
			trim (frame->value);
		}
		walk->escape = false;
		if (frame->field)
			field_store (walk->feed, owner_of (walk), frame->field, frame->value->str,
				     &frame->style);
		else if (walk->frames->len > 1)
			end_member (walk, walk->frames->pdata[walk->frames->len - 2], frame);
		break;
	case FRAME_PERSON:
		end_person (walk, frame);
		break;
	case FRAME_SOURCE:
		end_source (walk, frame);
		break;
	case FRAME_ITEM:
		if (frame->owns) {
			field_finish (walk->feed, &walk->item_owner);
			walk->item_owner.entry = NULL;
		}
		break;
	default:
		break;
	}
}

static bool on_end (const char *name, const char *uri, gpointer data)
{
	Walk *walk = data;
	Frame *frame = top (walk);
	(void)name;
	(void)uri;
	if (!frame)
		return true;
	if (frame->kind == FRAME_MARKUP) {
		Frame *collector = collecting (walk);
		if (collector && !markup_is_void (frame->name) &&
		    collector->value->len < FEED_MAX_VALUE)
			g_string_append_printf (collector->value, "</%s>", frame->name);
	} else {
		end_frame (walk, frame);
	}
	g_ptr_array_set_size (walk->frames, (gint)walk->frames->len - 1);
	return true;
}

/* What is not a feed, in a word. */
static void not_feed (const guint8 *data, gsize len, GError **error)
{
	g_autofree char *head = g_ascii_strdown ((const char *)data, (gssize)MIN (len, 512));
	const char *what = len == 0                                                    ? "nothing"
			   : strstr (head, "<html") || strstr (head, "<!doctype html") ? "HTML"
			   : strstr (head, "<urlset") || strstr (head, "<sitemapindex")
				   ? "a sitemap"
			   : strstr (head, "<opml") ? "OPML"
			   : strchr (head, '<')     ? "other XML"
						    : "no XML";
	g_set_error (error, FEED_ERROR, FEED_ERROR_NOT_FEED, "not a feed: %s", what);
}

Feed *feed_parse_xml (const guint8 *data, gsize len, const char *url, const char *http_charset,
		      const char *http_language, GError **error)
{
	static const XmlsafeHandler handler = { on_start, on_end, on_text };
	Walk walk = { .feed = feed_new (FEED_RSS), .url = url };
	walk.frames = g_ptr_array_new_with_free_func (frame_free);
	bool ok =
		xmlsafe_parse (data, len, http_charset, &handler, &walk, &walk.feed->flawed, NULL);
	field_finish (walk.feed, &walk.feed_owner);
	g_ptr_array_unref (walk.frames);
	g_free (walk.home);
	if (!ok || !walk.seen) {
		feed_free (walk.feed);
		not_feed (data, len, error);
		return NULL;
	}
	if (!walk.feed->language && http_language && *http_language && !strchr (http_language, ','))
		walk.feed->language = g_strdup (http_language);
	return walk.feed;
}

/* feed_field.h: between feed_xml.c, which walks the elements, and feed_field.c, which knows what they mean. */
#pragma once

#include "corpus/feed.h"
#include "corpus/xmlsafe.h"

/* What a value becomes. */
typedef enum {
	FIELD_TITLE,
	FIELD_SUMMARY,
	FIELD_CONTENT,
	FIELD_LINK,
	FIELD_ID,
	FIELD_PUBLISHED,
	FIELD_UPDATED,
	FIELD_CREATED,
	FIELD_LANGUAGE,
	FIELD_CATEGORY,
	FIELD_KEYWORDS,
	FIELD_COMMENTS,
	FIELD_TTL,
	FIELD_PERIOD,
	FIELD_FREQUENCY,
	FIELD_GENERATOR,
	FIELD_AUTHOR,
	FIELD_RIGHTS,
	FIELD_LICENSE,
	FIELD_COUNT
} FieldTarget;

typedef struct {
	const char *name; /* lower case, with the usual prefix of its namespace */
	FieldTarget target;
	int rank; /* of several, the highest is kept; of equals the first, or all where there can be many */
} Field;

/* What one feed or entry has so far. */
typedef struct {
	FeedEntry *entry; /* NULL: the feed itself */
	int ranks[FIELD_COUNT];
	int period_s, frequency;
	bool dc_date; /* `updated` is from dc:date, which for RSS says when it was published */
} Owner;

/* How a text element is marked up, from its attributes. */
typedef struct {
	char *type, *mode; /* as Atom's attributes; NULL when not said */
	char *language, *base;
	bool atom;      /* an element of Atom, whose text is plain unless it says otherwise */
	bool permalink; /* guid */
	bool markup;    /* elements inside it were serialised */
	char *term;     /* category by attribute */
} Style;

/* The element's name with its namespace's usual prefix, lower case: "dc:date", "title", "?:x" for a namespace that we do not know. `home` is the
 * root's namespace, which counts as the feed's own. Into `out`; false when it does not fit. */
bool field_name (const char *name, const char *prefix, const char *uri, const char *home, char *out,
		 gsize size);
const Field *field_find (const char *name);
/* Store `value` (trimmed, UTF-8) for `field`. */
void field_store (Feed *feed, Owner *owner, const Field *field, const char *value,
		  const Style *style);
/* Whether a value of this rank would be kept; then lower ones are forgotten. */
bool field_claim (Owner *owner, FieldTarget target, int rank);
/* `ref` against `base` when it is relative and base is known; as it stands otherwise. Owned. */
char *field_link (const char *base, const char *ref);
/* A link element with href, or an enclosure. */
void field_link_element (Feed *feed, Owner *owner, const XmlsafeElement *element, const char *base,
			 bool enclosure);
/* When the owner ends: what follows from what it has. */
void field_finish (Feed *feed, Owner *owner);

/* --- markup inside a value; none lets it grow far over FEED_MAX_VALUE --- */

/* Append text as it is; cut at the limit, not within a character. */
void markup_text (GString *value, const char *s, gsize len);
/* Append text with "&", "<", ">" and, in attributes, quotes as references. */
void markup_escaped (GString *value, const char *s, gsize len, bool quotes);
/* Append a start tag. */
void markup_start (GString *value, const XmlsafeElement *element);
/* HTML of a value as every reader takes it, XML's too: a "<" that opens nothing is "&lt;", "&#X41;" is "&#x41;". Owned. */
char *markup_mended (const char *html);
/* Whether HTML's element of this name has no end tag. */
bool markup_is_void (const char *name);
/* Take off the div that Atom's XHTML comes in. */
void markup_strip_div (GString *value);

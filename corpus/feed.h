/* feed.h: feeds: RSS 0.9x, 1.0 and 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed. Pure: bytes in, entries out.
 *
 * Broken feeds give what can be read of them. XML is read as xmlsafe.h says. Strings are clean UTF-8, trimmed, owned, NULL when
 * the feed does not say; links are absolute where a base is known (xml:base, then the feed's own address).
 * Sources: https://www.rssboard.org/rss-specification https://www.rfc-editor.org/rfc/rfc4287 https://www.jsonfeed.org/version/1.1/
 * https://web.resource.org/rss/1.0/ https://www.dublincore.org/specifications/dublin-core/dces/ https://www.w3.org/TR/websub/ */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define FEED_MAX_BYTES (16u << 20)
#define FEED_MAX_ENTRIES 20000    /* what is behind is not read */
#define FEED_MAX_VALUE (2u << 20) /* bytes of one title, content, …; what is behind is not read */
#define FEED_MAX_LIST 200         /* authors, categories, links of one entry */

#define FEED_ERROR (feed_error_quark ())
GQuark feed_error_quark (void);
typedef enum {
	FEED_ERROR_TOO_BIG,
	FEED_ERROR_NOT_FEED, /* HTML, other XML, other JSON, nothing; the message says what it looks like */
} FeedErrorCode;

/* A time as a feed states it. */
typedef struct {
	char *text;      /* as it stood; NULL: none was stated */
	bool known;      /* what follows was read from it */
	gint64 unix_s;   /* seconds since 1970, UTC */
	gint32 offset_s; /* of the stated zone from UTC */
	bool has_zone;   /* false: read as UTC, none was stated */
	bool has_time;   /* false: a day, month or year alone; unix_s is its start */
} FeedDate;

/* A text that may have markup. */
typedef struct {
	char *value; /* NULL: none. HTML as published, not sanitised, when `html`: but a "<" that opens nothing is "&lt;" */
	bool html;
	bool empty;     /* the element is there, and has nothing in it: value is NULL */
	char *language; /* BCP 47, from xml:lang */
	char *base;     /* its links are relative to this */
} FeedText;

typedef struct {
	char *name, *email, *url;
} FeedPerson;

typedef struct {
	char *href, *rel, *type, *title, *language;
	gint64 length; /* bytes; -1 unknown */
} FeedLink;

typedef struct {
	char *id; /* guid, atom:id, rdf:about: as it stands, even when it looks like an address */
	bool id_is_link; /* RSS: the guid may be fetched */
	char *link;      /* the page */
	FeedText title, summary, content, rights;
	char *license; /* address of a licence: rel="license", Creative Commons' module */
	FeedDate published, updated, created;
	GPtrArray *authors;    /* FeedPerson; never NULL */
	GPtrArray *categories; /* char *; never NULL */
	GPtrArray *links;      /* FeedLink: all links and enclosures; never NULL */
	char *language, *image, *comments, *source_title, *source_link;
} FeedEntry;

typedef enum { FEED_RSS, FEED_RDF, FEED_ATOM, FEED_CDF, FEED_JSON } FeedFormat;

typedef struct {
	FeedFormat format;
	char *version;      /* "2.0", "0.91", "1.0", "0.3", …; NULL when not said */
	bool flawed;        /* it is not well-formed XML or JSON */
	char *id, *link;    /* link: the site's page */
	char *self_link;    /* its own address, for WebSub's topic */
	char *next_link;    /* RFC 5005 paging: the next page, older entries */
	char *archive_link; /* RFC 5005: prev-archive */
	GPtrArray *hubs;    /* char *: WebSub hubs; never NULL */
	FeedText title, description, rights;
	char *license;
	char *language, *image, *generator;
	FeedDate published, updated;
	GPtrArray *authors;    /* FeedPerson; never NULL */
	GPtrArray *categories; /* char *; never NULL */
	GPtrArray *links;      /* FeedLink; never NULL */
	gint64 ttl_s;          /* what the feed asks between polls: RSS ttl; -1 unknown */
	gint64 update_s;       /* sy:updatePeriod / sy:updateFrequency; -1 unknown */
	guint32 skip_hours;    /* RSS skipHours: bit n is hour n, UTC */
	guint8 skip_days;      /* RSS skipDays: bit 0 is Monday */
	bool complete;         /* fh:complete: entries that are gone are deleted */
	GPtrArray *entries;    /* FeedEntry, in the feed's order; never NULL */
} Feed;

/* Read a feed. `url` is where it came from, `http_charset` the charset of its Content-Type, `http_language` Content-Language; each may be NULL. */
Feed *feed_parse (const guint8 *data, gsize len, const char *url, const char *http_charset,
		  const char *http_language, GError **error);
void feed_free (Feed *feed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Feed, feed_free)

/* `text` without markup: tags out, references resolved, white space single, one line. Owned; NULL when nothing is left. */
char *feed_text_plain (const FeedText *text);

/* Read a date in any of the forms that feeds use: RFC 822 and 2822 with their usual breaches, RFC 850, asctime, ISO 8601 and W3CDTF (week and ordinal dates
 * too), month names in English and French, American numeric dates with AM or PM. Unknown zone names are UTC. False, `out` untouched, when it is none of them
 * or no real date. Sets all of `out` but text. */
bool feed_date_parse (const char *s, FeedDate *out);

/* --- between feed*.c --- */

Feed *feed_new (FeedFormat format);
FeedEntry *feed_entry_new (void);
FeedPerson *feed_person_new (const char *name, const char *email, const char *url);
FeedLink *feed_link_new (const char *href);
/* Set an unset date from `text`. */
void feed_date_set (FeedDate *date, const char *text);
/* "name <email>", "email (name)", "name (email)", either alone. Owned. */
FeedPerson *feed_person_parse (const char *text);
bool feed_looks_json (const guint8 *data, gsize len);
Feed *feed_parse_json (const guint8 *data, gsize len, const char *url, GError **error);
Feed *feed_parse_xml (const guint8 *data, gsize len, const char *url, const char *http_charset,
		      const char *http_language, GError **error);

/* sitemap.h: sitemaps and sitemap indexes, in XML, plain text or as feeds, plain or gzip, with Google's news tags. Pure.
 * XML is read as xmlsafe.h says: no DTD, no entity, no network.
 * Sources: https://www.sitemaps.org/protocol.html https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/feed.h"

#define SITEMAP_MAX_BYTES (50u << 20) /* once unpacked; the protocol's own limit */
#define SITEMAP_MAX_ENTRIES 50000     /* the protocol's own; what is behind is not read */

#define SITEMAP_ERROR (sitemap_error_quark ())
GQuark sitemap_error_quark (void);
typedef enum {
	SITEMAP_ERROR_TOO_BIG,
	SITEMAP_ERROR_NOT_SITEMAP,
} SitemapErrorCode;

typedef struct {
	char *loc;        /* absolute, in url_normalise()'s form */
	FeedDate lastmod; /* text NULL when not said. In a sitemap index: of the sitemap */
	double priority;  /* 0..1; -1 not said */
	char *changefreq; /* as it stands, or NULL */
	/* Google News: NULL when not said */
	char *news_title, *news_name, *news_language;
	FeedDate news_date; /* publication_date */
	GPtrArray *
		alternates; /* char *: "lang URL", the same page in other languages (xhtml:link); NULL when there is none */
} SitemapEntry;

typedef enum { SITEMAP_URLS, SITEMAP_INDEX, SITEMAP_TEXT, SITEMAP_FEED } SitemapKind;

typedef struct {
	SitemapKind kind;
	bool flawed;         /* broken, and read as far as it goes */
	guint dropped_count; /* entries without a usable address, or outside when strict */
	GPtrArray *entries;  /* SitemapEntry, in order */
} Sitemap;

/* Read a sitemap that was fetched from `url`.
 *
 * `strict`: as the protocol has it, entries must lie in the sitemap's own folder and its elements in a sitemap namespace; else every http and https
 * address is taken, which is what a sitemap that robots.txt names may hold. */
Sitemap *sitemap_parse (const guint8 *data, gsize len, const char *url, bool strict,
			GError **error);
void sitemap_free (Sitemap *sitemap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sitemap, sitemap_free)

/* discover.h: from the address of a site to what it can be followed by: its feeds and sitemaps.
 *
 * Sources: https://blog.whatwg.org/feed-autodiscovery https://html.spec.whatwg.org/multipage/links.html#rel-alternate
 * https://www.sitemaps.org/protocol.html#submit_robots; corpus/data/discover.tsv has the customary places. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/source.h"

/* --- pure --- */

#define DISCOVER_FEEDS_MAX 50 /* of one page */

/* What `url` seems to be by its shape alone, when it may not be asked. */
SourceKind discover_guess (const char *url);

/* What a body that came from `url` is. A page is SOURCE_HOME at the root of its site (a language's front page, "/fr/", too) and SOURCE_PAGE below. `title` and `language` (may be
 * NULL) get what a feed says of itself; owned. SOURCE_KINDS when it is nothing that can be followed. */
SourceKind discover_identify (const guint8 *body, gsize len, const char *url,
			      const char *http_charset, char **title, char **language);

/* Append to `out` (array of Source) the feeds that the page names in <link rel="alternate">: http and https, each once, without those of comments,
 * and without the same feed in a second format (the same title). */
void discover_feeds (const guint8 *html, gsize len, const char *url, const char *http_charset,
		     GPtrArray *out);

/* Whether the path of `url` is one that publishers give to sitemaps of news. */
bool discover_is_news (const char *url);

/* --- over the network --- */

typedef struct {
	const char *user_agent;
	const char *robots_token; /* for robots.txt: "entente" */
	gint64 delay_ms; /* between two requests on one host; more when robots.txt asks, up to DISCOVER_DELAY_MAX_MS */
	bool allow_private; /* this and the next two: see fetch.h; borrowed until discover_new() returns */
	const char *const *connect_to;
	const char *ca_file;
	bool all_sitemaps;   /* also those that are not of news, when there is something better */
	bool (*stop) (void); /* asked often; may be NULL */
} DiscoverOptions;
#define DISCOVER_DELAY_MAX_MS 10000
#define DISCOVER_REQUESTS_MAX 40 /* for one address */

#define DISCOVER_ERROR (discover_error_quark ())
GQuark discover_error_quark (void);
typedef enum {
	DISCOVER_ERROR_FETCH,     /* no answer, or an error status */
	DISCOVER_ERROR_FORBIDDEN, /* by robots.txt */
	DISCOVER_ERROR_NOTHING,   /* it is nothing that can be followed */
	DISCOVER_ERROR_STOPPED,
} DiscoverErrorCode;

/* Keeps robots.txt and connections from one address to the next. */
typedef struct Discover Discover;
Discover *discover_new (const DiscoverOptions *options);
void discover_free (Discover *discover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Discover, discover_free)

/* Ask `url`, and for a page what it, its site's robots.txt and the customary places name. The sources found, the address itself (after redirects)
 * first: feeds and news sitemaps; other sitemaps when there is neither (or all_sitemaps). Only a site's front page is looked around; of other pages the feeds they
 * name are taken. *opml (may be NULL) gets the outlines when the address is an OPML list: then the array is empty. Owned array of Source. */
GPtrArray *discover_run (Discover *discover, const char *url, GPtrArray **opml, GError **error);

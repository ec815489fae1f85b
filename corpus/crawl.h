/* crawl.h: the crawler: from queued URLs and due sources to stored articles and kept archives, politely.
 *
 * One thread fetches (corpus/fetch.h), asks robots.txt, writes store, frontier and archive; others pack archive records and extract
 * articles. What is acknowledged (counted, logged) is committed: article, frontier and archive in one transaction. Killed at any
 * moment it goes on where it was; what was under way then is fetched again, and no host sooner than its delay after the restart.
 *
 * Manners: robots.txt by RFC 9309, kept 24 hours at most; one request at a time on a host and `delay_ms` from the end of one to
 * the start of the next, more when robots.txt asks (Crawl-delay, at most CRAWL_DELAY_MAX_S); Retry-After; growing pauses after 429, 503 and
 * failed connections. A page redirects at most CRAWL_HOPS_MAX times; every hop waits its turn on its host and asks its robots.txt.
 *
 * The clock. In tests a day must pass in seconds: `clock_file` names a file in which the crawl keeps, as 20 digits and a newline, the
 * microseconds that its clock is ahead of the machine's. Whenever nothing is under way and it would wait, it adds the wait to that
 * instead. A server under test adds what it reads there to its own clock: then both agree. (entente crawl: the environment's
 * ENTENTE_TEST_CLOCK=FILE.) */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "corpus/fetch.h"
#include "corpus/rights.h"
#include "corpus/source.h"
#include "corpus/store.h"

#define CRAWL_HOPS_MAX 10
#define CRAWL_DELAY_MAX_S 120
#define CRAWL_ASKED (G_GINT64_CONSTANT (1) << 60) /* priority of what the user asks for */

typedef struct {
	guint64 fetched;              /* responses to pages, of any status, redirects not counted */
	guint64 bytes;                /* of bodies, as sent */
	guint64 added, updated, same; /* articles */
	guint64 unchanged;            /* pages: 304, or the body of before */
	guint64 not_articles, other_language;
	guint64 refused, failed; /* URLs given up: forbidden; errors */
	guint64 later;           /* tries that failed and come again */
	guint64 sources_failed;
	guint64 polled, found; /* sources, and URLs in them that were new */
	guint64 by_error[FETCH_CANCELLED +
			 1]; /* fetches by outcome; [FETCH_OK]: answers of status 400 and more */
	guint64 queued;      /* URLs to be fetched now or later */
	guint hosts;         /* with URLs queued, or under way */
	guint under_way;
	gint64 next_us; /* by the crawl's clock: when something is to be done next, while nothing is; 0: not known */
} CrawlCounts;

typedef struct {
	const char *user_agent;   /* never NULL */
	const char *robots_token; /* NULL: "entente" */
	const char *software;     /* for warcinfo; NULL: user_agent */
	guint max_total;          /* requests at once; 0: 64 */
	guint max_per_host;       /* 0: 1 */
	gint64 delay_ms;          /* between the end of a request and the next on its host */
	guint retries;            /* after a failure that may pass */
	guint threads;            /* that extract; 0: one a processor */
	guint64 max_pages;        /* 0: no limit */
	gint64 max_time_s;        /* 0: no limit */
	guint max_age_days;       /* what a source says to be older is not queued; 0: no limit */
	bool asked_only; /* no more than crawl_ask() was told, in this run or an interrupted one before */
	bool follow; /* go on until stopped; else end when what is left must wait over a minute and a half */
	guint timeout_s; /* of a request; 0: 30 */
	/* For tests and gateways, see fetch.h; borrowed until crawl_new() returns. */
	bool allow_private;
	const char *const *connect_to;
	const char *ca_file;
	/* Follow links within a site so far from what was asked for (a page, or a source: what it names is one link away); patterns as in
	 * links.h, NULL for all and none. */
	guint depth;
	const char *const *include, *const *exclude;
	RightsRespect respect;
	bool no_warc, all_languages;
	const char *clock_file; /* for tests, see above; NULL: the machine's clock */
	/* All may be NULL. `log` takes over an object a fetch, once it is committed; `stop` is asked often, and ends the crawl orderly. */
	void (*log) (json_t *line, gpointer data);
	void (*progress) (const CrawlCounts *counts, gpointer data);
	bool (*stop) (gpointer data);
	void (*committed) (const CrawlCounts *counts, gpointer data);
	gpointer data;
} CrawlOptions;

typedef struct Crawl Crawl;

/* `store` is borrowed, and open for writing; strings of `options` are copied. */
Crawl *crawl_new (Store *store, const CrawlOptions *options, GError **error);
/* What was not committed is forgotten. */
void crawl_free (Crawl *crawl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Crawl, crawl_free)

/* Queue a page that the user wants, whether it was fetched before or not. False with STORE_ERROR_FAILED also when `url` is none. */
bool crawl_ask (Crawl *crawl, const char *url, GError **error);
/* Ask a source, due or not, and then, of all sources, only those that were asked for so. */
bool crawl_poll (Crawl *crawl, const Source *source, GError **error);
/* Crawl. True when it ended as it should, also by `stop`; all that it did is committed then. Errors: STORE_ERROR, WARC_ERROR. */
bool crawl_run (Crawl *crawl, GError **error);
/* Borrowed. */
const CrawlCounts *crawl_counts (const Crawl *crawl);
/* "timeout". Static. */
const char *crawl_outcome_name (FetchOutcome outcome);
/* The crawl's clock, unix time in microseconds. */
gint64 crawl_now_us (const Crawl *crawl);

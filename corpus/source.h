/* source.h: what is followed, and how it has been doing: feeds, sitemaps, home pages, kept in the store.
 *
 * A source is polled when it is due; source_record() notes what came of it and says when to come again (source_policy.h has
 * the rule). All functions that write are part of the store's open transaction, as store_put() is: store_commit() makes
 * them durable, and a failure undoes what was not committed. Times are unix time in seconds. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/feed.h"
#include "corpus/store.h"

#define SOURCE_DAYS_KEPT 90

typedef enum {
	SOURCE_FEED,
	SOURCE_SITEMAP, /* or an index of them: its sitemaps become children */
	SOURCE_NEWS_SITEMAP,
	SOURCE_HOME, /* a front page: feeds and sitemaps are looked for on it; its links are followed when it has none */
	SOURCE_PAGE, /* a page whose links are followed: a section, a topic */
	SOURCE_KINDS,
} SourceKind;

/* "feed", "sitemap", "news-sitemap", "home", "page". Static. */
const char *source_kind_name (SourceKind kind);
/* The reverse; SOURCE_KINDS when it is none of them. */
SourceKind source_kind_from_name (const char *name);

/* Strings are owned, NULL when not known; times 0 when it never happened. */
typedef struct {
	gint64 id;
	char *url;
	SourceKind kind;
	gint64 parent; /* id of the source that it was found on, 0: given by the user */
	char *title, *group, *language, *site_url;
	gint64 added_s;

	/* to be sent back verbatim: fetcher_add()'s conditions */
	char *etag, *last_modified;
	char *body_hash; /* of the last body that was read */

	char *hub, *topic;      /* WebSub: noted, not subscribed to */
	gint64 ttl_s, update_s; /* what the feed asks between polls; -1: nothing */
	guint32 skip_hours;     /* bits as in Feed */
	guint8 skip_days;

	gint64 interval_s, next_s; /* how often lately; when next */
	gint64 polled_s, success_s,
		new_s;  /* last asked, last answered well, last had an entry not seen before */
	guint failures; /* in a row */
	char *why;      /* the last failure; after a success NULL, or what is to be known besides */
	gint64 entries; /* at the last success; -1 never */

	/* source_list(): over the last 7 days, or since it was added when that is less */
	double fresh_per_day, articles_per_day;
	guint64 articles_total; /* of the days kept */
	guint polls_7d, failed_7d;
} Source;

Source *source_new (SourceKind kind, const char *url);
void source_free (Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Source, source_free)

/* Add `wanted`: its url, kind, parent, title, group, language and site_url count. Due at once (`now_s`). When it is there already, what `wanted` knows and
 * the row does not is filled in, a group, title or language that the user gives (parent 0) replaces, and a child that the user
 * gives is the user's own (parent 0). `id` and `added` may be NULL. False with STORE_ERROR_FAILED also when its url is none. */
bool source_add (Store *store, const Source *wanted, gint64 now_s, gint64 *id, bool *added,
		 GError **error);
/* Remove a source, its children, its counters and what is queued because of it; articles stay. *removed: how many sources went (may be NULL). */
bool source_remove (Store *store, gint64 id, guint *removed, GError **error);

/* One source by id, or by url in any form that is the same in url_canonical(), or, failing that, url_key(). *out NULL, and true, when there is none. */
bool source_get (Store *store, gint64 id, Source **out, GError **error);
bool source_find (Store *store, const char *url, Source **out, GError **error);

/* All sources, or those of `group` ("Press/Regional"; NULL: all), by group, then parents before their children, then url; with the counters as of `now_s`. *out: owned array of Source. */
bool source_list (Store *store, const char *group, gint64 now_s, GPtrArray **out, GError **error);

/* The sources due at `now_s`, longest due first, at most `max`. *out: owned array of Source. The list does not change
 * when it is asked for: a source stays due until source_record(). */
bool source_due (Store *store, gint64 now_s, guint max, GPtrArray **out, GError **error);
/* When the next source is due: what a follower sleeps until. 0: there is none. */
bool source_next_due (Store *store, gint64 *next_s, GError **error);
bool source_count (Store *store, guint64 *out, GError **error);

typedef enum {
	SOURCE_READ, /* it came, and was read */
	SOURCE_UNCHANGED, /* 304, or the body of before: source_record() sees that by `body_hash` itself */
	SOURCE_FAILED, /* no answer, an error status, not what it should be, forbidden by robots.txt: `why` */
	SOURCE_GONE, /* 410: asked for seldom from now on: `why` */
} SourceOutcome;

/* What came of one poll. Everything is borrowed. Start from SOURCE_POLL_NONE. */
typedef struct {
	gint64 at_s;
	SourceOutcome outcome;
	const char *why;  /* one line, for people: "HTTP 503", "not a feed: HTML" */
	const char *note; /* after a success: something that a person should know; NULL */
	/* SOURCE_READ, SOURCE_UNCHANGED: as the server sent them; NULL leaves (UNCHANGED) or forgets (READ) the old ones */
	const char *etag, *last_modified;
	const char *body_hash; /* any string that tells bodies apart, e.g. SHA-256 in hex */
	guint entries_count;   /* in the body */
	guint new_count; /* of these, not seen before (whether or not they turn out to be articles) */
	gint64 retry_after_s; /* the server asks to wait: -1 no */
	guint32 random;       /* for the jitter: any number */
	/* what the feed says of itself: source_poll_set_feed(). -1 and NULL: nothing */
	gint64 ttl_s, update_s;
	guint32 skip_hours;
	guint8 skip_days;
	const char *hub, *topic, *title, *language, *site_url;
	const char *
		moved_to; /* a permanent redirect (301, 308) all the way to another url: taken over when no other source has it */
} SourcePoll;
#define SOURCE_POLL_NONE                                                                           \
	(SourcePoll)                                                                               \
	{                                                                                          \
		.retry_after_s = -1, .ttl_s = -1, .update_s = -1                                   \
	}

/* Take over what a feed says of itself. Borrows from `feed`. */
void source_poll_set_feed (SourcePoll *poll, const Feed *feed);

/* Note what came of a poll of source `id`: validators, counters, hints, health, and when it is due again. A source that was
 * removed meanwhile is no error. */
bool source_record (Store *store, gint64 id, const SourcePoll *poll, GError **error);
/* Put off a source that could not be asked now (its host is busy or paused), without counting a poll. */
bool source_postpone (Store *store, gint64 id, gint64 until_s, GError **error);
#define SOURCE_CHILDREN_PATIENCE_S (2 * 86400)
/* Whether a source has children and none of them has answered well for SOURCE_CHILDREN_PATIENCE_S, three failures in a row and more. */
bool source_children_fail (Store *store, gint64 id, gint64 now_s, bool *out, GError **error);
/* `count` articles found by way of source `id` were stored at `at_s`. */
bool source_count_articles (Store *store, gint64 id, gint64 at_s, guint count, GError **error);

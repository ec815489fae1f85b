/* frontier.h: which URLs are to be fetched, and what hosts and fetches have said: kept in the store, so that a crawl
 * may be killed at any moment and go on.
 *
 * All that is written is part of the store's open transaction: store_commit() makes it durable, together with the articles
 * that came of it. A URL stays queued until frontier_close(): whoever is killed while it is fetched fetches it again. Functions
 * that return bool fail as the store's do (STORE_ERROR). One thread at a time, that of the store. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/store.h"

typedef struct Frontier Frontier;

/* `store` is borrowed, and open for writing. */
Frontier *frontier_new (Store *store, GError **error);
void frontier_free (Frontier *frontier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Frontier, frontier_free)

/* --- URLs --- */

typedef enum { FRONTIER_QUEUED, FRONTIER_DONE, FRONTIER_FAILED, FRONTIER_REFUSED } FrontierState;

/* A URL as it is found. */
typedef struct {
	const char *url;      /* in url_canonical()'s form */
	gint64 priority;      /* higher first; news: the time it was published */
	guint depth;          /* links away from what was asked for */
	gint64 source_id;     /* 0: none */
	gint64 dated_s;       /* 0: not said */
	const char *dated_by; /* NULL: not said */
	gint64 changed_s; /* it is said to have changed then: a page fetched before is fetched again, if
			   * it has not been found the same after such words before; 0: not said */
	bool again;       /* fetch it again whatever it was */
} FrontierNew;

typedef enum {
	FRONTIER_NEW,   /* not seen before */
	FRONTIER_AGAIN, /* known, and queued again */
	FRONTIER_KNOWN, /* known, and nothing to do; or queued already */
} FrontierAdded;

/* Queue a URL. *host_id: the row of its host (made when it is not there). False with STORE_ERROR_FAILED also when `url` is none. */
bool frontier_add (Frontier *frontier, const FrontierNew *found, gint64 now_s, gint64 *host_id,
		   FrontierAdded *how, GError **error);

/* A queued URL to be fetched. Strings are owned, NULL when not known. */
typedef struct {
	gint64 url_id;
	char *url;
	guint tries, depth;
	gint64 source_id, dated_s, kept_s;
	char *dated_by, *etag, *last_modified, *digest, *article;
} FrontierItem;
void frontier_item_free (FrontierItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrontierItem, frontier_item_free)

/* Up to `max` queued URLs of the host, due at `now_s`, of priority `at_least` and more, highest first, without those whose url_id is in `taken` (a set of gint64 *).
 * *out: owned array. *next_due_s: when the next is due that is not yet; 0: there is none, or
 * there were `max`. */
bool frontier_take (Frontier *frontier, gint64 host_id, gint64 at_least, gint64 now_s, guint max,
		    GHashTable *taken, GPtrArray **out, gint64 *next_due_s, GError **error);

/* How a fetch ended. What is NULL is not changed, but for `reason`. */
typedef struct {
	FrontierState state;
	gint64 at_s;
	int status; /* 0: no answer */
	const char *reason;
	const char *etag, *last_modified; /* "" forgets */
	const char *digest;               /* with it, kept_s becomes at_s */
	const char *article;
} FrontierEnd;
bool frontier_close (Frontier *frontier, gint64 url_id, const FrontierEnd *end, GError **error);
/* It failed in a way that may pass: try again at `due_s`; tries is one more. */
bool frontier_retry (Frontier *frontier, gint64 url_id, gint64 due_s, int status,
		     const char *reason, GError **error);
/* The page at `url` is what another URL led to: note it as fetched, so that it is not fetched again for its own sake. */
bool frontier_note (Frontier *frontier, const char *url, const FrontierEnd *end, GError **error);
/* Whether `url` is queued, or was fetched with success; *article its article's id, NULL when it has none (yet). Owned. */
bool frontier_known (Frontier *frontier, const char *url, bool *known, char **article,
		     GError **error);
bool frontier_count (Frontier *frontier, FrontierState state, gint64 at_least, guint64 *out,
		     GError **error);

/* --- hosts --- */

typedef struct {
	gint64 host_id;
	char *name; /* url_host()'s form; owned */
	gint64 last_ms, pause_ms;
	guint failures;
} FrontierHost;
void frontier_host_clear (FrontierHost *host);
/* The row of host `name`, made when it is not there. */
bool frontier_host (Frontier *frontier, const char *name, FrontierHost *out, GError **error);
bool frontier_host_by_id (Frontier *frontier, gint64 host_id, FrontierHost *out, GError **error);
bool frontier_host_save (Frontier *frontier, const FrontierHost *host, GError **error);
/* The ids of hosts with queued URLs of priority `at_least` and more: owned array of gint64. */
bool frontier_hosts (Frontier *frontier, gint64 at_least, GArray **out, GError **error);

/* --- robots.txt --- */

typedef struct {
	gint64 fetched_s;
	int status;
	GBytes *body; /* NULL: none */
} FrontierRobots;
/* *found false when there is none for `origin`. out->body is owned. */
bool frontier_robots (Frontier *frontier, const char *origin, FrontierRobots *out, bool *found,
		      GError **error);
bool frontier_robots_save (Frontier *frontier, const char *origin, const FrontierRobots *robots,
			   GError **error);

/* --- archives and settings --- */

typedef struct {
	char *name;             /* owned */
	gint64 size, cdxj_size; /* acknowledged bytes of it and of its index */
} FrontierWarc;
/* The newest archive; name NULL when there is none. */
bool frontier_warc (Frontier *frontier, FrontierWarc *out, GError **error);
bool frontier_warc_save (Frontier *frontier, const FrontierWarc *warc, GError **error);
/* NULL when it was never set. Owned. */
bool frontier_setting (Frontier *frontier, const char *name, char **out, GError **error);
bool frontier_setting_save (Frontier *frontier, const char *name, const char *value,
			    GError **error);

/* crawl_robots.c: robots.txt of each origin: fetched before anything else, kept for a day, in memory as long as it is wanted. */
#include <string.h>

#include "corpus/crawl_private.h"
#include "corpus/url.h"

#define KEPT_S 86400    /* RFC 9309, 2.4 */
#define DEAD_S 3600     /* a name that does not resolve may one day */
#define ASK_AGAIN_S 600 /* when it could not be had, and one of before is used meanwhile */

static void origin_free (gpointer data)
{
	CrawlOrigin *origin = data;
	robots_free (origin->robots);
	tdmrep_free (origin->tdm);
	g_free (origin->name);
	g_free (origin->dead);
	g_free (origin);
}

void crawl_origins_init (Crawl *crawl)
{
	crawl->origins = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, origin_free);
}

static gboolean is_idle (gpointer key, gpointer value, gpointer data)
{
	(void)key;
	(void)data;
	return !((CrawlOrigin *)value)->fetching;
}

static void set_robots (Crawl *crawl, CrawlOrigin *origin, const FrontierRobots *stored)
{
	gsize len = 0;
	const guint8 *body = stored->body ? g_bytes_get_data (stored->body, &len) : NULL;
	g_clear_pointer (&origin->robots, robots_free);
	if (robots_status (stored->status) == ROBOTS_PARSE)
		origin->robots =
			robots_parse (body ? body : (const guint8 *)"", len, crawl->robots_token);
	else
		origin->robots = robots_fixed (true);
	origin->fetched_s = stored->fetched_s;
	origin->expires_s = stored->fetched_s + KEPT_S;
}

/* tdmrep.json is kept beside robots.txt, under its own address. */
static char *tdm_key (const CrawlOrigin *origin)
{
	return g_strconcat (origin->name, TDMREP_PATH, NULL);
}

static void set_tdm (CrawlOrigin *origin, const FrontierRobots *stored)
{
	gsize len = 0;
	const guint8 *body = stored->body ? g_bytes_get_data (stored->body, &len) : NULL;
	g_clear_pointer (&origin->tdm, tdmrep_free);
	origin->tdm = body ? tdmrep_parse (body, len) : NULL;
	origin->tdm_expires_s = stored->fetched_s + KEPT_S;
}

static void load_tdm (Crawl *crawl, CrawlOrigin *origin)
{
	FrontierRobots stored;
	GError *error = NULL;
	bool found;
	g_autofree char *key = tdm_key (origin);
	if (!frontier_robots (crawl->frontier, key, &stored, &found, &error)) {
		crawl_fail (crawl, error);
		return;
	}
	if (!found)
		return;
	stored.fetched_s = MIN (stored.fetched_s, crawl_now_s (crawl));
	set_tdm (origin, &stored);
	g_bytes_unref (stored.body);
}

/* What another run has stored. A stored answer from the future is not believed to be fresh. */
static void load (Crawl *crawl, CrawlOrigin *origin)
{
	FrontierRobots stored;
	GError *error = NULL;
	bool found;
	origin->loaded = true;
	if (!frontier_robots (crawl->frontier, origin->name, &stored, &found, &error)) {
		crawl_fail (crawl, error);
		return;
	}
	if (!found)
		return;
	stored.fetched_s = MIN (stored.fetched_s, crawl_now_s (crawl));
	set_robots (crawl, origin, &stored);
	g_bytes_unref (stored.body);
}

static CrawlOrigin *origin_get (Crawl *crawl, const char *url)
{
	g_autofree char *name = url_origin (url);
	CrawlOrigin *origin = name ? g_hash_table_lookup (crawl->origins, name) : NULL;
	if (origin || !name)
		return origin;
	if (g_hash_table_size (crawl->origins) >= CRAWL_ORIGINS_MAX)
		g_hash_table_foreach_remove (crawl->origins, is_idle, NULL);
	origin = g_new0 (CrawlOrigin, 1);
	origin->name = g_steal_pointer (&name);
	g_hash_table_insert (crawl->origins, origin->name, origin);
	load (crawl, origin);
	load_tdm (crawl, origin);
	return origin;
}

static void slow_down (CrawlHost *host, const CrawlOrigin *origin)
{
	double asked_s = robots_crawl_delay (origin->robots);
	gint64 us = (gint64)(MIN (asked_s, CRAWL_DELAY_MAX_S) * G_USEC_PER_SEC);
	host->delay_us = MAX (host->delay_us, us);
}

static CrawlTask *ask (CrawlOrigin *origin, CrawlTaskKind kind, const char *path)
{
	g_autofree char *url = g_strconcat (origin->name, path, NULL);
	CrawlTask *task = crawl_task_new (kind, url);
	task->origin = origin;
	origin->fetching = true;
	return task;
}

/* Does tdmrep.json reserve what is respected? */
static bool is_reserved (const Crawl *crawl, const CrawlOrigin *origin, const char *url,
			 const char **why)
{
	if (crawl->options.respect == RESPECT_ROBOTS || !origin->tdm)
		return false;
	json_t *rights = NULL;
	gint64 now_s = crawl_now_s (crawl);
	rights_read_tdmrep (&rights, origin->tdm, url, now_s);
	guint may = rights_may (rights, false, crawl->options.respect, now_s, why);
	json_decref (rights);
	return !(may & MAY_FETCH);
}

CrawlVerdict crawl_robots_ask (Crawl *crawl, CrawlHost *host, const char *url, const char **why,
			       FrontierState *state, CrawlTask **robots)
{
	CrawlOrigin *origin = origin_get (crawl, url);
	if (!origin) {
		*why = "not an http or https URL";
		*state = FRONTIER_REFUSED;
		return ROBOTS_MUST_NOT;
	}
	if (origin->dead && origin->expires_s <= crawl_now_s (crawl))
		g_clear_pointer (&origin->dead, g_free);
	if (origin->dead) {
		*why = origin->dead;
		*state = origin->dead_state;
		return ROBOTS_MUST_NOT;
	}
	if (origin->fetching)
		return ROBOTS_WAIT;
	if (!origin->robots || origin->expires_s <= crawl_now_s (crawl)) {
		*robots = ask (origin, TASK_ROBOTS, "/robots.txt");
		return ROBOTS_FETCH;
	}
	slow_down (host, origin);
	const char *rule = NULL;
	*state = FRONTIER_REFUSED;
	if (!robots_allows (origin->robots, url, &rule)) {
		*why = rule ? rule : "robots.txt";
		return ROBOTS_MUST_NOT;
	}
	if (origin->tdm_expires_s <= crawl_now_s (crawl)) {
		if (robots_allows (origin->robots, TDMREP_PATH, NULL)) {
			*robots = ask (origin, TASK_TDM, TDMREP_PATH);
			return ROBOTS_FETCH;
		}
		origin->tdm_expires_s = origin->expires_s;
	}
	return is_reserved (crawl, origin, url, why) ? ROBOTS_MUST_NOT : ROBOTS_MAY;
}

const char *const *crawl_robots_sitemaps (Crawl *crawl, const char *url)
{
	const CrawlOrigin *origin = origin_get (crawl, url);
	return origin && origin->robots ? robots_sitemaps (origin->robots) : NULL;
}

void crawl_robots_facts (Crawl *crawl, const char *url, json_t **rights, gint64 date_s)
{
	const CrawlOrigin *origin = origin_get (crawl, url);
	const char *rule = NULL;
	if (!origin || !origin->robots)
		return;
	robots_allows (origin->robots, url, &rule);
	rights_read_robots_txt (rights, rule, date_s);
	rights_read_tdmrep (rights, origin->tdm, url, date_s);
}

/* --- the answer --- */

/* Nobody will ever answer there: no use to wait for it. */
static bool is_final (FetchOutcome outcome)
{
	return outcome == FETCH_BAD_URL || outcome == FETCH_REFUSED || outcome == FETCH_NO_HOST ||
	       outcome == FETCH_TLS;
}

static void store_answer (Crawl *crawl, CrawlOrigin *origin, const FetchResult *result)
{
	gsize len = MIN (result->body->len, ROBOTS_MAX_BYTES);
	bool read = robots_status (result->status) == ROBOTS_PARSE;
	g_autoptr (GBytes) body = read ? g_bytes_new (result->body->data, len) : NULL;
	const FrontierRobots answer = { crawl_now_s (crawl), result->status, body };
	GError *error = NULL;
	set_robots (crawl, origin, &answer);
	if (!frontier_robots_save (crawl->frontier, origin->name, &answer, &error))
		crawl_fail (crawl, error);
	crawl_wrote (crawl);
}

/* No answer, or 5xx: nothing may be fetched (RFC 9309, 2.3.1.4), unless an older answer is still there. */
static void unreachable (Crawl *crawl, CrawlOrigin *origin, CrawlHost *host,
			 const FetchResult *result)
{
	if (is_final (result->outcome)) {
		g_free (origin->dead);
		origin->dead = g_strdup (result->message);
		origin->expires_s = crawl_now_s (crawl) + DEAD_S;
		origin->dead_state =
			result->outcome == FETCH_REFUSED || result->outcome == FETCH_BAD_URL
				? FRONTIER_REFUSED
				: FRONTIER_FAILED;
		return;
	}
	if (origin->robots)
		origin->expires_s = crawl_now_s (crawl) + ASK_AGAIN_S;
	crawl_host_pause (crawl, host, result->retry_after_s);
}

/* Without an answer there is nothing that reserves; it is asked for again in an hour. */
static void tdm_done (Crawl *crawl, CrawlOrigin *origin, const FetchResult *result)
{
	bool here = result->outcome == FETCH_OK && result->status == 200 &&
		    result->body->len <= TDMREP_MAX_BYTES;
	g_autoptr (GBytes) body = here ? g_bytes_new (result->body->data, result->body->len) : NULL;
	const FrontierRobots answer = { crawl_now_s (crawl), result->status, body };
	g_autofree char *key = tdm_key (origin);
	GError *error = NULL;
	set_tdm (origin, &answer);
	if (result->outcome != FETCH_OK || result->status >= 500)
		origin->tdm_expires_s = crawl_now_s (crawl) + DEAD_S;
	else if (!frontier_robots_save (crawl->frontier, key, &answer, &error))
		crawl_fail (crawl, error);
	crawl_log (crawl, result->tag, result, body ? "tdmrep" : "no tdmrep", NULL, NULL);
	crawl_wrote (crawl);
}

static void robots_done (Crawl *crawl, CrawlOrigin *origin, CrawlHost *asker,
			 const FetchResult *result)
{
	bool too_big = result->outcome == FETCH_TOO_BIG && result->status == 200;
	bool came = result->outcome == FETCH_OK || too_big;
	bool answered = came && robots_status (result->status) != ROBOTS_DENY_ALL;
	if (answered)
		store_answer (crawl, origin, result);
	else
		unreachable (crawl, origin, asker, result);
	crawl_log (crawl, result->tag, result, answered ? "robots" : "robots unreachable", NULL,
		   NULL);
}

void crawl_robots_done (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	CrawlOrigin *origin = task->origin;
	g_autofree char *name = url_host (origin->name);
	CrawlHost *asker = crawl_host_named (crawl, name), *host = task->host;
	origin->fetching = false;
	if (asker) {
		if (task->kind == TASK_TDM)
			tdm_done (crawl, origin, result);
		else
			robots_done (crawl, origin, asker, result);
		asker->blocked = false;
		if (asker != host)
			crawl_host_place (crawl, asker);
	}
	crawl_task_free (task);
}

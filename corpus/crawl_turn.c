/* crawl_turn.c: a URL on its way: begun when it is its host's turn and robots.txt lets it, led on by redirects, told of when it ends. */
#include <string.h>

#include "corpus/crawl_private.h"
#include "corpus/url.h"

#define ROBOTS_HOPS_MAX 5 /* RFC 9309, 2.3.1.2 */

/* --- beginning --- */

static void begin (Crawl *crawl, CrawlHost *host, CrawlTask *task)
{
	const FrontierItem *item = task->item;
	const Source *source = task->source;
	/* conditions hold for the URL that they were sent with; and links are read from a body */
	bool page = item && task->hops == 0 && item->digest && item->depth >= crawl->options.depth,
	     feed = source && task->hops == 0;
	const char *etag = page ? item->etag : feed ? source->etag : NULL;
	const char *modified = page ? item->last_modified : feed ? source->last_modified : NULL;
	task->host = host;
	task->begun_us = crawl_now_us (crawl);
	host->active++;
	crawl->counts.under_way++;
	if (task->kind == TASK_PAGE && task->hops == 0)
		crawl->pages_begun++;
	crawl_host_touch (crawl, host);
	fetcher_add (crawl->fetcher, task->url, etag, modified, task);
}

/* Nothing of this host may be fetched yet: its turn comes later. */
static void put_back (Crawl *crawl, CrawlHost *host, CrawlTask *task)
{
	g_queue_push_head (&host->tasks, task);
	crawl_host_place (crawl, host);
}

static void give_up (Crawl *crawl, CrawlTask *task, FrontierState state, const char *why)
{
	if (task->kind == TASK_PAGE)
		crawl_page_end (crawl, task, NULL, state, why);
	else
		crawl_source_end (crawl, task, NULL, why);
}

/* It is the host's turn: begin one request, if there is one that may begin. */
static void begin_one (Crawl *crawl, CrawlHost *host)
{
	for (CrawlTask *task; !crawl->error && (task = crawl_host_next (crawl, host));) {
		const char *why = NULL;
		FrontierState state;
		CrawlTask *robots = NULL;
		CrawlVerdict verdict = task->origin ? ROBOTS_MAY
						    : crawl_robots_ask (crawl, host, task->url,
									&why, &state, &robots);
		if (verdict == ROBOTS_MUST_NOT) {
			task->host = NULL;
			give_up (crawl, task, state, why);
			continue;
		}
		if (verdict == ROBOTS_WAIT) {
			host->blocked = true;
			put_back (crawl, host, task);
			return;
		}
		if (verdict == ROBOTS_FETCH) {
			g_queue_push_head (&host->tasks, task);
			task = robots;
		}
		/* robots.txt may just have asked for a longer delay */
		if (crawl_host_ready (host) > crawl_now_us (crawl)) {
			put_back (crawl, host, task);
			return;
		}
		begin (crawl, host, task);
		break;
	}
	crawl_host_place (crawl, host);
}

static bool may_begin (const Crawl *crawl)
{
	const CrawlOptions *o = &crawl->options;
	return !crawl->error && !crawl->ending && crawl->counts.under_way < o->max_total &&
	       crawl->jobs < CRAWL_JOBS_MAX && crawl->job_bytes < CRAWL_JOB_BYTES_MAX &&
	       (o->max_pages == 0 || crawl->pages_begun < o->max_pages);
}

void crawl_begin (Crawl *crawl, gint64 *next_us)
{
	*next_us = 0;
	while (may_begin (crawl)) {
		CrawlHost *host = crawl_host_turn (crawl, crawl_now_us (crawl), next_us);
		if (!host)
			return;
		begin_one (crawl, host);
	}
	*next_us = 0; /* something has to end first */
}

/* --- ending --- */

/* Does it lead to a page that is known already? Then it is fetched no second time, unless it was asked for, or is itself looked at again. */
static bool leads_to_known (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	const FrontierItem *item = task->item;
	g_autofree char *article = NULL;
	GError *error = NULL;
	bool known;
	if (!item || item->kept_s || crawl->options.asked_only ||
	    crawl->options.depth > item->depth)
		return false;
	g_autofree char *here = url_key (item->url), *there = url_key (result->location);
	if (g_strcmp0 (here, there) == 0)
		return false;
	if (!frontier_known (crawl->frontier, result->location, &known, &article, &error)) {
		crawl_fail (crawl, error);
		return false;
	}
	if (known)
		crawl_page_known (crawl, task, result, article);
	return known;
}

/* The next hop takes its turn on its own host. */
static void follow (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	crawl_log (crawl, task, result, "redirect", NULL,
		   json_pack ("{s:s}", "location", result->location));
	task->hops++;
	task->lasting = task->lasting && (result->status == 301 || result->status == 308);
	g_free (task->url);
	task->url = g_strdup (result->location);
	task->host = NULL;
	crawl_host_push (crawl, task);
}

static bool is_redirect (const FetchResult *result)
{
	return result->outcome == FETCH_OK && result->location;
}

void crawl_on_result (const FetchResult *result, gpointer data)
{
	Crawl *crawl = data;
	CrawlTask *task = result->tag;
	CrawlHost *host = task->host;
	host->active--;
	crawl->counts.under_way--;
	if (result->outcome == FETCH_CANCELLED) {
		crawl_task_free (task);
		return;
	}
	crawl_host_touch (crawl, host);
	crawl->counts.bytes += result->raw->len;
	/* most sites have no tdmrep.json, and some no robots.txt: that is no error */
	if (result->outcome != FETCH_OK || (result->status >= 400 && !task->origin))
		crawl->counts.by_error[result->outcome]++;
	if (result->outcome == FETCH_OK && result->status < 500 && result->status != 429)
		host->row.failures = 0;
	guint hops_max = task->origin ? ROBOTS_HOPS_MAX : CRAWL_HOPS_MAX;
	if (is_redirect (result) && task->hops < hops_max) {
		crawl_job_push (crawl, JOB_KEEP, NULL, result);
		if (!leads_to_known (crawl, task, result))
			follow (crawl, task, result);
	} else if (task->origin) {
		if (result->outcome == FETCH_OK)
			crawl_job_push (crawl, JOB_KEEP, NULL, result);
		crawl_robots_done (crawl, task, result);
	} else if (task->kind == TASK_SOURCE) {
		crawl_source_answer (crawl, task, result);
	} else {
		crawl_page_answer (crawl, task, result);
	}
	crawl_host_place (crawl, host);
}

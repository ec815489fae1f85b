/* crawl_source.c: sources: asked when they are due, read in another thread (crawl_source_read.c), what they name queued. */
#include "corpus/crawl_private.h"
#include "corpus/discover.h"
#include "corpus/url.h"

#define SOURCES_MAX 64 /* asked for at once */
#define FUTURE_S 86400 /* what is dated later than this from now is dated wrongly */
#define LOOK_AGAIN_S 60
#define AROUND_MAX 50 /* lines of robots.txt */
#define LOOK_FOR_OTHERS_US G_USEC_PER_SEC

/* --- asking --- */

void crawl_source_ask (Crawl *crawl, Source *source)
{
	g_autofree char *name = url_host (source->url);
	CrawlHost *host = name ? crawl_host_named (crawl, name) : NULL;
	if (host && host->row.pause_ms * 1000 > crawl_now_us (crawl)) {
		crawl_host_postpone (crawl, host, source);
		source_free (source);
		crawl_host_place (crawl, host);
		return;
	}
	CrawlTask *task = crawl_task_new (TASK_SOURCE, source->url);
	task->source = source;
	g_hash_table_add (crawl->sources, g_memdup2 (&source->id, sizeof source->id));
	crawl_host_push (crawl, task);
}

/* Of the due ones, those that count and are not being asked. */
static guint ask_due (Crawl *crawl, const GPtrArray *due, guint room)
{
	guint asked = 0;
	for (guint i = 0; i < due->len && asked < room; i++) {
		Source *source = due->pdata[i];
		if (g_hash_table_contains (crawl->sources, &source->id) ||
		    (crawl->only && !g_hash_table_contains (crawl->only, &source->id)))
			continue;
		due->pdata[i] = NULL;
		crawl_source_ask (crawl, source);
		asked++;
	}
	return asked;
}

/* Somebody may have added sources: then it is looked for them now. */
static bool look_for_others (Crawl *crawl, GError **error)
{
	gint64 now_us = g_get_monotonic_time (), version;
	if (now_us - crawl->looked_us < LOOK_FOR_OTHERS_US)
		return true;
	crawl->looked_us = now_us;
	if (!store_data_version (crawl->store, &version, error))
		return false;
	if (version != crawl->data_version)
		crawl->sources_next_us = 0;
	crawl->data_version = version;
	return true;
}

void crawl_sources_due (Crawl *crawl, gint64 *next_us)
{
	g_autoptr (GPtrArray) due = NULL;
	GError *error = NULL;
	bool follow = crawl->options.follow;
	gint64 now_s = crawl_now_s (crawl), next_s = 0;
	guint waiting = g_hash_table_size (crawl->sources);
	if (follow && !look_for_others (crawl, &error)) {
		crawl_fail (crawl, error);
		return;
	}
	*next_us = follow && crawl->sources_next_us < G_MAXINT64 ? crawl->sources_next_us : 0;
	if (crawl->sources_next_us > crawl_now_us (crawl) || waiting >= SOURCES_MAX ||
	    (crawl->only && !follow))
		return;
	guint max = crawl->only ? G_MAXINT32 : SOURCES_MAX + waiting;
	if (!source_due (crawl->store, now_s, max, &due, &error) ||
	    !source_next_due (crawl->store, &next_s, &error)) {
		crawl_fail (crawl, error);
		return;
	}
	guint asked = ask_due (crawl, due, SOURCES_MAX - waiting);
	/* those that are being asked are due until they end, and then it is looked again */
	if (next_s == 0 || (!follow && asked == 0))
		crawl->sources_next_us = G_MAXINT64;
	else
		crawl->sources_next_us = MAX (next_s, now_s + LOOK_AGAIN_S) * G_USEC_PER_SEC;
	if (next_s > now_s)
		crawl->sources_next_us = MIN (crawl->sources_next_us, next_s * G_USEC_PER_SEC);
	*next_us = follow && next_s ? crawl->sources_next_us : 0;
}

/* --- what came of it --- */

/* Frees the task. */
static void record (Crawl *crawl, CrawlTask *task, SourcePoll *poll)
{
	GError *error = NULL;
	poll->at_s = crawl_now_s (crawl);
	poll->random = g_rand_int (crawl->random);
	if (task->hops && task->lasting)
		poll->moved_to = task->url;
	if (!source_record (crawl->store, task->source->id, poll, &error))
		crawl_fail (crawl, error);
	crawl->counts.polled++;
	if (poll->outcome == SOURCE_FAILED || poll->outcome == SOURCE_GONE)
		crawl->counts.sources_failed++;
	crawl->sources_next_us = 0;
	g_hash_table_remove (crawl->sources, &task->source->id);
	crawl_wrote (crawl);
	crawl_task_free (task);
}

void crawl_source_end (Crawl *crawl, CrawlTask *task, const FetchResult *result, const char *why)
{
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.outcome = result && result->status == 410 ? SOURCE_GONE : SOURCE_FAILED;
	poll.why = why;
	poll.retry_after_s = result ? result->retry_after_s : -1;
	crawl_log (crawl, task, result, "failed", why, NULL);
	record (crawl, task, &poll);
}

void crawl_source_answer (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	SourcePoll poll = SOURCE_POLL_NONE;
	if (result->outcome != FETCH_OK) {
		if (result->outcome == FETCH_NO_CONNECT || result->outcome == FETCH_TIMEOUT)
			crawl_host_pause (crawl, task->host, -1);
		crawl_source_end (crawl, task, result, result->message);
		return;
	}
	if (result->status == 200) {
		crawl_job_push (crawl, JOB_SOURCE, task, result);
		return;
	}
	crawl_job_push (crawl, JOB_KEEP, NULL, result);
	if (result->status == 304) {
		poll.outcome = SOURCE_UNCHANGED;
		poll.etag = fetch_header (result, "ETag");
		poll.last_modified = fetch_header (result, "Last-Modified");
		crawl_log (crawl, task, result, "unchanged", NULL, NULL);
		record (crawl, task, &poll);
		return;
	}
	if (result->status == 429 || result->status == 503)
		crawl_host_pause (crawl, task->host, result->retry_after_s);
	g_autofree char *why = result->location ? g_strdup ("too many redirects")
						: g_strdup_printf ("HTTP %d", result->status);
	crawl_source_end (crawl, task, result, why);
}

/* Too old, or dated to come. */
static bool is_stale (const Crawl *crawl, const CrawlFound *found, gint64 now_s)
{
	gint64 at_s = MAX (found->dated_s, found->changed_s);
	gint64 oldest_s = now_s - (gint64)crawl->options.max_age_days * 86400;
	return at_s && crawl->options.max_age_days && at_s < oldest_s;
}

static bool queue (Crawl *crawl, const CrawlTask *task, CrawlFound *found, bool *added,
		   GError **error)
{
	gint64 now_s = crawl_now_s (crawl), host_id;
	bool future = found->dated_s > now_s + FUTURE_S;
	FrontierAdded how;
	*added = false;
	if (!found->url || is_stale (crawl, found, now_s))
		return true;
	if (found->child) {
		const Source child = { .kind = task->source->kind,
				       .url = found->url,
				       .parent = task->source->id };
		return source_add (crawl->store, &child, now_s, NULL, added, error);
	}
	const FrontierNew page = { .url = found->url,
				   .priority = MIN (MAX (found->dated_s, found->changed_s), now_s),
				   .depth = 1,
				   .source_id = task->source->id,
				   .dated_s = future ? 0 : found->dated_s,
				   .dated_by = future ? NULL : found->dated_by,
				   .changed_s = MIN (found->changed_s, now_s) };
	if (!frontier_add (crawl->frontier, &page, now_s, &host_id, &how, error))
		return false;
	*added = how == FRONTIER_NEW;
	if (how == FRONTIER_KNOWN)
		return true;
	crawl->counts.queued++;
	crawl_wrote (crawl);
	CrawlHost *host = crawl_host (crawl, host_id);
	if (host)
		crawl_host_more (crawl, host);
	return true;
}

static bool is_sitemap (const Source *source)
{
	return source && (source->kind == SOURCE_SITEMAP || source->kind == SOURCE_NEWS_SITEMAP);
}

/* An index lists sitemaps, and no indexes (https://www.sitemaps.org/protocol.html#index): one that does leads to ever more of them. */
static bool is_nested_index (Crawl *crawl, const CrawlJob *job, const Source *source, bool *nested,
			     GError **error)
{
	g_autoptr (Source) parent = NULL;
	const CrawlFound *first = job->found && job->found->len ? job->found->pdata[0] : NULL;
	*nested = false;
	if (!first || !first->child || !source->parent)
		return true;
	if (!source_get (crawl->store, source->parent, &parent, error))
		return false;
	*nested = is_sitemap (parent);
	return true;
}

static bool add_child (Crawl *crawl, const Source *home, SourceKind kind, const char *url,
		       const char *title, guint *count, GError **error)
{
	const Source child = { .kind = kind,
			       .url = (char *)(guintptr)url,
			       .title = (char *)(guintptr)title,
			       .parent = home->id };
	bool added = false;
	if (!source_add (crawl->store, &child, crawl_now_s (crawl), NULL, &added, error))
		return false;
	*count += added;
	return true;
}

/* None of what was found on a front page has answered for long: perhaps it has moved. What the page and robots.txt name now is followed
 * too. *note (owned) tells it in the source's health. */
static bool look_around (Crawl *crawl, const CrawlJob *job, const Source *home, char **note,
			 GError **error)
{
	guint feeds = 0, sitemaps = 0;
	const char *const *lines = crawl_robots_sitemaps (crawl, job->result->url);
	for (guint i = 0; i < job->feeds->len; i++) {
		const Source *feed = job->feeds->pdata[i];
		if (!add_child (crawl, home, feed->kind, feed->url, feed->title, &feeds, error))
			return false;
	}
	for (guint i = 0; lines && lines[i] && i < AROUND_MAX; i++) {
		g_autofree char *url = url_resolve (job->result->url, lines[i]);
		bool news = url && discover_is_news (url);
		/* sitemaps of all pages only where there is nothing better */
		if (url && (news || !job->feeds->len) &&
		    !add_child (crawl, home, news ? SOURCE_NEWS_SITEMAP : SOURCE_SITEMAP, url, NULL,
				&sitemaps, error))
			return false;
	}
	*note = g_strdup_printf ("what was found here fails; looked around again: %u new",
				 feeds + sitemaps);
	return true;
}

void crawl_source_done (Crawl *crawl, CrawlJob *job)
{
	CrawlTask *task = g_steal_pointer (&job->task);
	SourcePoll poll = SOURCE_POLL_NONE;
	GError *error = NULL;
	if (job->bad) {
		crawl_source_end (crawl, task, job->result, job->bad->message);
		return;
	}
	bool same = !job->found, nested = false; /* the body of before was not read again */
	g_autoptr (Source) source = NULL;
	g_autofree char *note = NULL;
	if (!source_get (crawl->store, task->source->id, &source, &error) ||
	    (source && !is_nested_index (crawl, job, source, &nested, &error)))
		crawl_fail (crawl, error);
	if (crawl->error || !source) { /* the user has removed it meanwhile */
		g_hash_table_remove (crawl->sources, &task->source->id);
		crawl_task_free (task);
		return;
	}
	if (nested) {
		crawl_source_end (crawl, task, job->result,
				  "a sitemap index in a sitemap index: not followed");
		return;
	}
	for (guint i = 0; !same && i < job->found->len && !crawl->error; i++) {
		bool added;
		if (!queue (crawl, task, job->found->pdata[i], &added, &error))
			crawl_fail (crawl, error);
		else
			poll.new_count += added;
	}
	if (job->feeds && !crawl->error && !look_around (crawl, job, source, &note, &error))
		crawl_fail (crawl, error);
	if (crawl->error) {
		crawl_task_free (task);
		return;
	}
	poll.note = note;
	poll.outcome = same ? SOURCE_UNCHANGED : SOURCE_READ;
	poll.etag = fetch_header (job->result, "ETag");
	poll.last_modified = fetch_header (job->result, "Last-Modified");
	poll.body_hash = job->digest;
	poll.entries_count = same ? 0 : job->found->len;
	if (job->feed)
		source_poll_set_feed (&poll, job->feed);
	crawl->counts.found += poll.new_count;
	crawl_log (crawl, task, job->result, same ? "unchanged" : "read", NULL,
		   same ? NULL
			: json_pack ("{s:i, s:i}", "entries", (int)job->found->len, "new",
				     (int)poll.new_count));
	record (crawl, task, &poll);
}

/* crawl_source.c: sources: asked when they are due, read in another thread, what they name queued. */
#include <string.h>

#include "corpus/crawl_private.h"
#include "corpus/links.h"
#include "corpus/mime.h"
#include "corpus/page.h"
#include "corpus/rights.h"
#include "corpus/sitemap.h"
#include "corpus/url.h"

#define SOURCES_MAX 64   /* asked for at once */
#define CHILDREN_MAX 500 /* of one sitemap index, the newest */
#define UNDATED_MAX 1000 /* entries without a date of one sitemap: the first are queued */
#define FUTURE_S 86400   /* what is dated later than this from now is dated wrongly */
#define LOOK_AGAIN_S 60
#define LOOK_FOR_OTHERS_US G_USEC_PER_SEC

/* --- reading, in another thread --- */

void crawl_found_free (gpointer data)
{
	CrawlFound *found = data;
	g_free (found->url);
	g_free (found);
}

CrawlFound *crawl_found_add (GPtrArray *list, const char *link, const FeedDate *published,
			     const FeedDate *changed, const char *dated_by)
{
	CrawlFound *found = g_new0 (CrawlFound, 1);
	found->url = url_canonical (link);
	if (published && published->known)
		found->dated_s = published->unix_s;
	if (changed && changed->known)
		found->changed_s = changed->unix_s;
	found->dated_by = found->dated_s ? dated_by : NULL;
	g_ptr_array_add (list, found);
	return found;
}

static void read_feed (CrawlJob *job, const Feed *feed)
{
	for (guint i = 0; i < feed->entries->len; i++) {
		const FeedEntry *entry = feed->entries->pdata[i];
		const char *link = entry->link ? entry->link : entry->id_is_link ? entry->id : NULL;
		const FeedDate *dated = entry->published.known ? &entry->published
					: entry->created.known ? &entry->created
							       : &entry->updated;
		if (link)
			crawl_found_add (job->found, link, dated, &entry->updated,
					 dated == &entry->published ? "feed:published"
					 : dated == &entry->created ? "feed:created"
								    : "feed:updated");
	}
}

static int newest_first (gconstpointer a, gconstpointer b)
{
	const CrawlFound *x = *(CrawlFound *const *)a, *y = *(CrawlFound *const *)b;
	return x->changed_s > y->changed_s ? -1 : x->changed_s < y->changed_s;
}

static void read_sitemap (CrawlJob *job, const Sitemap *sitemap)
{
	bool index = sitemap->kind == SITEMAP_INDEX;
	guint undated = 0;
	for (guint i = 0; i < sitemap->entries->len; i++) {
		const SitemapEntry *entry = sitemap->entries->pdata[i];
		bool dated = entry->news_date.known || entry->lastmod.known;
		/* an archive of all that ever was: nobody said that it is news */
		if (!index && !dated && ++undated > UNDATED_MAX)
			continue;
		/* lastmod is when it changed, not when it was published */
		CrawlFound *found = crawl_found_add (job->found, entry->loc, &entry->news_date,
						     &entry->lastmod, "sitemap:news");
		found->child = index;
	}
	if (!index)
		return;
	g_ptr_array_sort (job->found, newest_first);
	if (job->found->len > CHILDREN_MAX)
		g_ptr_array_set_size (job->found, CHILDREN_MAX);
}

/* A front page, or a section's: the links on it that seem to be articles of the same site, unless it forbids to follow them. */
static void read_page (CrawlJob *job, const char *type, const char *charset, gint64 now_s)
{
	const FetchResult *result = job->result;
	const GByteArray *body = result->body;
	const LinkRules rules = { .site = result->url, .depth_max = 1, .now_s = now_s };
	json_t *rights = NULL;
	bool nofollow;
	if (mime_is_html (type) == MIME_NOT_HTML) {
		g_set_error (&job->bad, PAGE_ERROR, PAGE_ERROR_NOT_HTML, "not a page: %s", type);
		return;
	}
	g_autoptr (GPtrArray) links =
		links_read (body->data, body->len, result->url, charset, &nofollow);
	rights_read_headers (&rights, result->headers, "entente", 0);
	nofollow |= !(rights_may (rights, false, RESPECT_ROBOTS, now_s, NULL) & MAY_FOLLOW);
	json_decref (rights);
	for (guint i = 0; i < links->len && !nofollow; i++) {
		const PageLink *link = links->pdata[i];
		if (!link->nofollow && links_judge (&rules, link->url, 1) == LINK_ARTICLE)
			crawl_found_add (job->found, link->url, NULL, NULL, NULL);
	}
}

void crawl_source_read (CrawlJob *job)
{
	const FetchResult *result = job->result;
	const GByteArray *body = result->body;
	const char *type = fetch_header (result, "Content-Type");
	g_autofree char *charset = mime_charset (type ? type : "");
	job->found = g_ptr_array_new_with_free_func (crawl_found_free);
	if (job->task->source->kind == SOURCE_FEED) {
		job->feed = feed_parse (body->data, body->len, result->url, charset,
					fetch_header (result, "Content-Language"), &job->bad);
		if (job->feed)
			read_feed (job, job->feed);
	} else if (job->task->source->kind == SOURCE_HOME ||
		   job->task->source->kind == SOURCE_PAGE) {
		read_page (job, type ? type : "", charset, job->at_us / G_USEC_PER_SEC);
	} else {
		g_autoptr (Sitemap) sitemap =
			sitemap_parse (body->data, body->len, result->url, false, &job->bad);
		if (sitemap)
			read_sitemap (job, sitemap);
	}
}

/* --- asking --- */

static bool postpone (Crawl *crawl, const Source *source, const CrawlHost *host)
{
	GError *error = NULL;
	gint64 until_s = host->row.pause_ms / 1000 + 1;
	crawl_wrote (crawl);
	return source_postpone (crawl->store, source->id, until_s, &error) ||
	       crawl_fail (crawl, error);
}

void crawl_sources_postpone (Crawl *crawl, CrawlHost *host)
{
	for (GList *link = host->tasks.head, *next; link; link = next) {
		CrawlTask *task = link->data;
		next = link->next;
		if (task->kind != TASK_SOURCE)
			continue;
		g_queue_delete_link (&host->tasks, link);
		g_hash_table_remove (crawl->sources, &task->source->id);
		postpone (crawl, task->source, host);
		crawl_task_free (task);
	}
}

void crawl_source_ask (Crawl *crawl, Source *source)
{
	g_autofree char *name = url_host (source->url);
	CrawlHost *host = name ? crawl_host_named (crawl, name) : NULL;
	if (host && host->row.pause_ms * 1000 > crawl_now_us (crawl)) {
		postpone (crawl, source, host);
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

void crawl_source_done (Crawl *crawl, CrawlJob *job)
{
	CrawlTask *task = g_steal_pointer (&job->task);
	SourcePoll poll = SOURCE_POLL_NONE;
	GError *error = NULL;
	if (job->bad) {
		crawl_source_end (crawl, task, job->result, job->bad->message);
		return;
	}
	bool same = !job->found; /* the body of before was not read again */
	g_autoptr (Source) still_there = NULL;
	if (!source_get (crawl->store, task->source->id, &still_there, &error))
		crawl_fail (crawl, error);
	if (!still_there) { /* the user has removed it meanwhile */
		g_hash_table_remove (crawl->sources, &task->source->id);
		crawl_task_free (task);
		return;
	}
	for (guint i = 0; !same && i < job->found->len; i++) {
		bool added;
		if (!queue (crawl, task, job->found->pdata[i], &added, &error)) {
			crawl_fail (crawl, error);
			crawl_task_free (task);
			return;
		}
		poll.new_count += added;
	}
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

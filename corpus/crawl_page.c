/* crawl_page.c: what comes of a page: an article, the same as before, nothing, another try, or a reason why not. */
#include <string.h>

#include "corpus/crawl_private.h"
#include "corpus/import_private.h"
#include "corpus/mime.h"
#include "corpus/page.h"
#include "corpus/url.h"
#include "shim/text.h"

#define RETRY_FIRST_S 30

/* --- the end of a page --- */

/* Its fetch is over, and the frontier knows. Frees the task. */
static void finish (Crawl *crawl, CrawlTask *task, const FrontierEnd *end)
{
	FrontierItem *item = task->item;
	GError *error = NULL;
	bool ok = frontier_close (crawl->frontier, item->url_id, end, &error);
	/* where it led to needs no fetch of its own */
	if (ok && task->hops > 0 && end->state == FRONTIER_DONE) {
		g_autofree char *asked = url_key (item->url), *came = url_key (task->url);
		if (came && g_strcmp0 (asked, came) != 0) {
			FrontierEnd there = *end;
			there.etag = there.last_modified = there.digest = NULL;
			ok = frontier_note (crawl->frontier, task->url, &there, &error);
		}
	}
	if (!ok)
		crawl_fail (crawl, error);
	crawl->counts.queued -= crawl->counts.queued > 0;
	g_hash_table_remove (crawl->taken, &item->url_id);
	crawl_wrote (crawl);
	crawl_task_free (task);
}

void crawl_page_end (Crawl *crawl, CrawlTask *task, const FetchResult *result, FrontierState state,
		     const char *reason)
{
	g_autofree char *clean = reason ? text_line (reason, -1, 200) : NULL;
	const FrontierEnd end = { .state = state,
				  .at_s = crawl_now_s (crawl),
				  .status = result ? result->status : 0,
				  .reason = clean };
	if (state == FRONTIER_REFUSED)
		crawl->counts.refused++;
	else if (state == FRONTIER_FAILED)
		crawl->counts.failed++;
	crawl_log (crawl, task, result,
		   state == FRONTIER_REFUSED  ? "refused"
		   : state == FRONTIER_FAILED ? "failed"
					      : "done",
		   clean, NULL);
	finish (crawl, task, &end);
}

void crawl_page_known (Crawl *crawl, CrawlTask *task, const FetchResult *result,
		       const char *article)
{
	const FrontierEnd end = { .state = FRONTIER_DONE,
				  .at_s = crawl_now_s (crawl),
				  .status = result->status,
				  .reason = "leads to a page that is known",
				  .article = article };
	crawl->counts.fetched++;
	crawl->counts.same++;
	crawl_log (crawl, task, result, "same", end.reason,
		   json_pack ("{s:s, s:s?}", "location", result->location, "article", article));
	finish (crawl, task, &end);
}

/* It may be better another time: when its host is asked again, and, unless the host `paused`, not at once. */
static void retry (Crawl *crawl, CrawlTask *task, const FetchResult *result, bool paused,
		   const char *reason)
{
	FrontierItem *item = task->item;
	GError *error = NULL;
	if (item->tries >= crawl->options.retries) {
		crawl_page_end (crawl, task, result, FRONTIER_FAILED, reason);
		return;
	}
	gint64 wait_s = paused ? 0 : (gint64)RETRY_FIRST_S << MIN (item->tries, 10);
	wait_s += g_rand_int_range (crawl->random, 0, (gint32)wait_s / 4 + 1);
	g_autofree char *clean = text_line (reason, -1, 200);
	crawl->counts.later++;
	crawl_log (crawl, task, result, "later", clean, NULL);
	if (!frontier_retry (crawl->frontier, item->url_id, crawl_now_s (crawl) + wait_s,
			     result->status, clean, &error))
		crawl_fail (crawl, error);
	g_hash_table_remove (crawl->taken, &item->url_id);
	crawl_wrote (crawl);
	g_autofree char *name = url_host (item->url);
	CrawlHost *host = name ? crawl_host_named (crawl, name) : NULL;
	if (host)
		crawl_host_more (crawl, host);
	crawl_task_free (task);
}

/* The server says that it is what we have. */
static void not_modified (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	const FrontierEnd end = { .state = FRONTIER_DONE,
				  .at_s = crawl_now_s (crawl),
				  .status = result->status,
				  .etag = fetch_header (result, "ETag"),
				  .last_modified = fetch_header (result, "Last-Modified") };
	crawl->counts.unchanged++;
	crawl_log (crawl, task, result, "unchanged", NULL, NULL);
	finish (crawl, task, &end);
}

static void answered (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	int status = result->status;
	g_autofree char *http = g_strdup_printf ("HTTP %d", status);
	crawl->counts.fetched++;
	if (status == 200 || status == 203) {
		crawl_job_push (crawl, JOB_PAGE, task, result);
		return;
	}
	crawl_job_push (crawl, JOB_KEEP, NULL, result);
	if (status == 304 && task->item->digest && task->hops == 0)
		not_modified (crawl, task, result);
	else if (result->location)
		crawl_page_end (crawl, task, result, FRONTIER_FAILED, "too many redirects");
	else if (status == 429 || status == 503) {
		crawl_host_pause (crawl, task->host, result->retry_after_s);
		retry (crawl, task, result, true, http);
	} else if (status == 408 || status == 425 || status >= 500)
		retry (crawl, task, result, false, http);
	else
		crawl_page_end (crawl, task, result, FRONTIER_FAILED,
				status >= 300 && status < 400 ? "a redirect to nowhere" : http);
}

void crawl_page_answer (Crawl *crawl, CrawlTask *task, const FetchResult *result)
{
	switch (result->outcome) {
	case FETCH_OK:
		answered (crawl, task, result);
		return;
	case FETCH_NO_CONNECT:
	case FETCH_TIMEOUT:
		crawl_host_pause (crawl, task->host, -1);
		retry (crawl, task, result, true, result->message);
		return;
	case FETCH_INCOMPLETE:
		retry (crawl, task, result, false, result->message);
		return;
	case FETCH_BAD_URL:
	case FETCH_REFUSED:
		crawl_page_end (crawl, task, result, FRONTIER_REFUSED, result->message);
		return;
	default:
		crawl_page_end (crawl, task, result, FRONTIER_FAILED, result->message);
	}
}

/* --- extraction, in another thread --- */

void crawl_page_extract (CrawlJob *job, gint64 now_s, FurnitureBook *furniture)
{
	const FetchResult *result = job->result;
	const char *type = fetch_header (result, "Content-Type");
	const char *said = fetch_header (result, "Content-Language");
	const GByteArray *body = result->body;
	type = type ? type : "";
	said = said ? said : "";
	MimeHtml is = mime_is_html (type);
	if (is == MIME_NOT_HTML ||
	    (is == MIME_MAYBE_HTML && !mime_looks_html (body->data, body->len))) {
		job->no_article = "not a page";
		return;
	}
	g_autofree char *charset = mime_charset (type);
	g_autofree char *language = g_strstrip (g_strndup (said, strcspn (said, ",;")));
	const PageContext context = { .url = result->url,
				      .http_charset = charset,
				      .http_language = *language ? language : NULL,
				      .fetched_s = now_s,
				      .furniture = furniture };
	g_autoptr (GError) bad = NULL;
	g_autoptr (Article) article = page_extract (body->data, body->len, &context, &bad);
	/* A site's front page is another every day, and no article on any. */
	if (!article || !import_is_report (article, NULL) ||
	    (article->url && !article_identity (article))) {
		job->no_article = "no article in it";
		return;
	}
	if (!article->language)
		import_guess_language (article, article->text);
	if (!article->domain)
		article->domain = url_site (result->url);
	article_ensure_id (article, NULL);
	job->article = g_steal_pointer (&article);
}

/* --- rights --- */

void crawl_page_rights (Crawl *crawl, CrawlJob *job)
{
	json_t *facts = NULL, **rights = job->article ? &job->article->rights : &facts;
	gint64 at_s = job->at_us / G_USEC_PER_SEC;
	rights_read_headers (rights, job->result->headers, crawl->robots_token, at_s);
	crawl_robots_facts (crawl, job->result->url, rights, at_s);
	job->may = rights_may (*rights, false, crawl->options.respect, crawl_now_s (crawl),
			       &job->forbids);
	json_decref (facts);
}

/* --- the article --- */

static void set_provenance (const Crawl *crawl, const CrawlJob *job, const char *warc,
			    guint64 offset)
{
	const CrawlTask *task = job->task;
	const FrontierItem *item = task->item;
	Article *article = job->article;
	if (!article->provenance)
		article->provenance = json_object ();
	(void)crawl;
	if (warc) {
		g_autofree char *file = g_build_filename ("warc", warc, NULL);
		json_object_set_new (article->provenance, "warc",
				     json_pack ("{s:s, s:I, s:s}", "file", file, "offset",
						(json_int_t)offset, "record_id",
						job->exchange->id));
	}
	if (task->hops)
		json_object_set_new (article->provenance, "requested_url", json_string (item->url));
	article->date_fetched = (ArticleDate){ .unix_s = job->at_us / G_USEC_PER_SEC,
					       .precision = DATE_SECOND,
					       .has_zone = true,
					       .confidence = 1,
					       .source = g_strdup ("crawl") };
	/* what the feed says counts where the page says nothing */
	if (article->date_published.precision == DATE_NONE && item->dated_s)
		article->date_published = (ArticleDate){
			.unix_s = item->dated_s,
			.precision = DATE_SECOND,
			.has_zone = true,
			.confidence = 0.9,
			.source = g_strdup (item->dated_by ? item->dated_by : "source")
		};
}

/* An article that is stored already and says the same: under its id, which two URLs of one canonical address share; or, where a site names
 * no canonical address, on the same site word for word. *id owned, NULL when there is none. */
static bool find_same (Crawl *crawl, const Article *article, char **id, GError **error)
{
	g_autoptr (Article) stored = NULL;
	g_autofree char *hash = article_content_hash (article);
	guint32 docid;
	*id = NULL;
	if (!store_find_content (crawl->store, hash, &docid, error))
		return false;
	if (docid == 0)
		return true;
	if (!store_get (crawl->store, docid, &stored, error))
		return false;
	if (stored && (strcmp (stored->id, article->id) == 0 ||
		       g_strcmp0 (stored->domain, article->domain) == 0))
		*id = g_strdup (stored->id);
	return true;
}

static const char *put_article (Crawl *crawl, CrawlJob *job, char **id, GError **error)
{
	static const char *const names[] = { "added", "updated", "updated", "same" };
	StorePut how = STORE_SAME;
	if (!find_same (crawl, job->article, id, error))
		return NULL;
	if (!*id) {
		if (!store_put (crawl->store, job->article, job->result->url, true, &how, error))
			return NULL;
		*id = g_strdup (job->article->id);
	}
	gint64 source_id = job->task->item->source_id;
	if (how == STORE_ADDED && source_id &&
	    !source_count_articles (crawl->store, source_id, crawl_now_s (crawl), 1, error))
		return NULL;
	if (how == STORE_ADDED && !furniture_book_learn (crawl->furniture, job->article, error))
		return NULL;
	if (how == STORE_ADDED) {
		crawl->counts.added++;
		crawl->learnt++;
	} else if (how == STORE_SAME)
		crawl->counts.same++;
	else
		crawl->counts.updated++;
	return names[how];
}

static const char *settle (Crawl *crawl, CrawlJob *job, const char *warc, guint64 offset,
			   FrontierEnd *end, char **id, GError **error)
{
	if (g_strcmp0 (job->digest, job->old_digest) == 0) {
		crawl->counts.unchanged++;
		return "unchanged";
	}
	if (!(job->may & MAY_INDEX)) {
		crawl->counts.refused++;
		end->state = FRONTIER_REFUSED;
		end->reason = job->forbids;
		return "refused";
	}
	end->digest = job->digest;
	if (!job->article) {
		crawl->counts.not_articles++;
		end->reason = job->no_article;
		return "no article";
	}
	if (article_lang (job->article) == LANG_OTHER && !crawl->options.all_languages) {
		crawl->counts.other_language++;
		end->reason = "another language";
		return "no article";
	}
	set_provenance (crawl, job, warc, offset);
	const char *what = put_article (crawl, job, id, error);
	end->article = *id;
	return what;
}

void crawl_page_read (Crawl *crawl, CrawlJob *job, const char *warc, guint64 offset)
{
	const FetchResult *result = job->result;
	GError *error = NULL;
	g_autofree char *id = NULL;
	const char *etag = fetch_header (result, "ETag");
	const char *modified = fetch_header (result, "Last-Modified");
	/* a page reached by a redirect has other validators than its own URL: none to send */
	bool direct = job->task->hops == 0;
	FrontierEnd end = { .state = FRONTIER_DONE,
			    .at_s = crawl_now_s (crawl),
			    .status = result->status,
			    .etag = direct && etag ? etag : "",
			    .last_modified = direct && modified ? modified : "" };
	const char *what = settle (crawl, job, warc, offset, &end, &id, &error);
	if (what && !crawl_links_queue (crawl, job))
		return;
	if (!what) {
		crawl_fail (crawl, error);
		return;
	}
	json_t *more = json_object ();
	if (id)
		json_object_set_new (more, "article", json_string (id));
	if (warc) {
		json_object_set_new (more, "warc", json_string (warc));
		json_object_set_new (more, "offset", json_integer ((json_int_t)offset));
	}
	crawl_log (crawl, job->task, result, what, end.reason, more);
	finish (crawl, g_steal_pointer (&job->task), &end);
}

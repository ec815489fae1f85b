/* crawl_job.c: what takes long, on its way to another thread. */
#include "corpus/crawl_private.h"

void crawl_job_free (CrawlJob *job)
{
	if (!job)
		return;
	crawl_task_free (job->task);
	fetch_result_unref (job->result);
	keep_exchange_free (job->exchange);
	article_free (job->article);
	feed_free (job->feed);
	if (job->feeds)
		g_ptr_array_unref (job->feeds);
	g_clear_error (&job->bad);
	if (job->found)
		g_ptr_array_unref (job->found);
	g_free (job->digest);
	g_free (job->via);
	g_free (job->old_digest);
	g_free (job);
}

void crawl_job_push (Crawl *crawl, CrawlJobKind kind, CrawlTask *task, const FetchResult *result)
{
	const CrawlTask *of = result->tag;
	const FrontierItem *item = of->item;
	const Source *source = of->source;
	if (kind == JOB_KEEP && !crawl->keep)
		return;
	CrawlJob *job = g_new0 (CrawlJob, 1);
	job->kind = kind;
	job->task = task;
	job->result = fetch_result_ref (result);
	job->at_us = of->begun_us;
	job->keep = crawl->keep != NULL;
	if (of->hops)
		job->via = g_strdup (item ? item->url : source ? source->url : NULL);
	if (item && of->hops == 0) {
		job->old_digest = g_strdup (item->digest);
		job->old_s = item->kept_s;
	}
	if (kind == JOB_SOURCE && source->kind == SOURCE_HOME) {
		GError *error = NULL;
		if (!source_children_fail (crawl->store, source->id, crawl_now_s (crawl),
					   &job->look_around, &error))
			crawl_fail (crawl, error);
	}
	/* what was read before is read once more when more is to be found in it */
	if (source && !job->look_around)
		job->old_digest = g_strdup (source->body_hash);
	crawl->jobs++;
	crawl->job_bytes += result->raw->len + result->body->len;
	g_thread_pool_push (crawl->pool, job, NULL);
}

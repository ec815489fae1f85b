/* crawl_pool.c: what takes long is done in other threads: packing archive records, reading pages. */
#include <string.h>

#include "corpus/crawl_private.h"

/* What a thread knows of the furniture of sites: as it was last committed, read by a connection of its own. */
typedef struct {
	Store *store; /* NULL: it cannot be read, and nothing is known */
	FurnitureBook *book;
	guint pages; /* since the book was opened */
} CrawlReader;

#define READER_PAGES 500 /* then what was learnt meanwhile is read */

static void reader_free (CrawlReader *reader)
{
	furniture_book_free (reader->book);
	store_close (reader->store);
	g_free (reader);
}

static CrawlReader *reader_take (Crawl *crawl)
{
	CrawlReader *reader = g_async_queue_try_pop (crawl->readers);
	if (!reader) {
		reader = g_new0 (CrawlReader, 1);
		reader->store = store_open (store_dir (crawl->store), STORE_READ, 0, NULL);
	}
	if (reader->pages++ % READER_PAGES == 0 && reader->store) {
		furniture_book_free (reader->book);
		reader->book = furniture_book_new (reader->store);
	}
	return reader;
}

static void read_page (Crawl *crawl, CrawlJob *job)
{
	CrawlReader *reader = reader_take (crawl);
	crawl_page_extract (job, job->at_us / G_USEC_PER_SEC, reader->book);
	g_async_queue_push (crawl->readers, reader);
}

/* In a thread of the pool. It sees the job alone, and of the crawl what never changes. */
static void work (gpointer data, gpointer user_data)
{
	CrawlJob *job = data;
	Crawl *crawl = user_data;
	if (job->keep) {
		const KeepAbout about = { job->at_us, job->via, job->old_digest, job->old_s };
		job->exchange = keep_pack (job->result, &about);
		job->digest = g_strdup (job->exchange->digest);
	} else {
		job->digest = warc_digest (job->result->raw->data, job->result->raw->len);
	}
	/* the body of before has been read before */
	bool same = g_strcmp0 (job->digest, job->old_digest) == 0;
	if (job->kind == JOB_PAGE && !same)
		read_page (crawl, job);
	else if (job->kind == JOB_SOURCE && !same)
		crawl_source_read (job);
	if (job->kind == JOB_PAGE)
		crawl_links_read (crawl, job);
	g_async_queue_push (crawl->finished, job);
	fetcher_wake (crawl->fetcher);
}

void crawl_jobs_init (Crawl *crawl)
{
	guint threads = crawl->options.threads ? crawl->options.threads : g_get_num_processors ();
	crawl->finished = g_async_queue_new ();
	crawl->readers = g_async_queue_new ();
	crawl->pool = g_thread_pool_new (work, crawl, (int)threads, FALSE, NULL);
}

void crawl_jobs_free (Crawl *crawl)
{
	if (crawl->pool)
		g_thread_pool_free (g_steal_pointer (&crawl->pool), FALSE, TRUE);
	for (CrawlJob *job; crawl->finished && (job = g_async_queue_try_pop (crawl->finished));)
		crawl_job_free (job);
	for (CrawlReader *reader;
	     crawl->readers && (reader = g_async_queue_try_pop (crawl->readers));)
		reader_free (reader);
	g_clear_pointer (&crawl->finished, g_async_queue_unref);
	g_clear_pointer (&crawl->readers, g_async_queue_unref);
}

static void take (Crawl *crawl, CrawlJob *job)
{
	const char *warc = NULL;
	guint64 offset = 0;
	GError *error = NULL;
	crawl->jobs--;
	crawl->job_bytes -= job->result->raw->len + job->result->body->len;
	job->may = MAY_ALL;
	if (job->kind == JOB_PAGE)
		crawl_page_rights (crawl, job);
	if (job->exchange && (job->may & MAY_KEEP) && !crawl->error) {
		if (keep_put (crawl->keep, job->exchange, crawl_now_us (crawl), &warc, &offset,
			      &error))
			crawl_wrote (crawl);
		else
			crawl_fail (crawl, error);
	}
	if (job->kind == JOB_PAGE && !crawl->error)
		crawl_page_read (crawl, job, warc, offset);
	else if (job->kind == JOB_SOURCE && !crawl->error)
		crawl_source_done (crawl, job);
	crawl_job_free (job);
}

void crawl_jobs_take (Crawl *crawl, gint64 wait_us)
{
	CrawlJob *job = wait_us > 0 && crawl->jobs
				? g_async_queue_timeout_pop (crawl->finished, (guint64)wait_us)
				: g_async_queue_try_pop (crawl->finished);
	for (; job; job = g_async_queue_try_pop (crawl->finished))
		take (crawl, job);
}

/* extract.h: many pages at once, on all processors, answered in their order. */
#pragma once

#include <glib.h>

#include "corpus/page.h"

/* One page to read, and what came of it. */
typedef struct {
	char *id;   /* given with it, or NULL */
	char *path; /* a file, or "-" for standard input */
	char *url;  /* where it was fetched, or NULL */
	/* When it was fetched already: its bytes, and what its server said. Else NULL, and 0. Owned. */
	GByteArray *page;
	char *http_charset, *http_language;
	gint64 fetched_s;
	/* After: the article, or an error. */
	Article *article;
	PageMore more; /* when it was asked for */
	GError *error;
} ExtractJob;

ExtractJob *extract_job_new (const char *id, const char *path, const char *url);
void extract_job_free (ExtractJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExtractJob, extract_job_free)

/* A line of a batch list: a path or an address, or a JSON object {"id", "path", "url"}, of which the path may be left out: then
 * the page is to be fetched (job->path is its address). NULL with an error (ARTICLE_ERROR_JSON) when it is neither;
 * NULL without one for an empty line. */
ExtractJob *extract_job_parse (const char *line, GError **error);

/* Is it a http or https address rather than a path? */
bool extract_is_address (const char *s);
/* Whether the job's page must be fetched first (corpus/extract_fetch.h). */
bool extract_job_is_remote (const ExtractJob *job);

/* What all jobs of a run share. */
typedef struct {
	gint64 now_s;             /* no date is later */
	bool want_more;           /* set job->more */
	FurnitureBook *furniture; /* without a store, as threads ask it; or NULL */
} ExtractOptions;

/* Extract the page, which is read unless it is there or there is an error: sets job->article or job->error. Reads no more than
 * PAGE_MAX_BYTES + 1; a file that is gzip and named so (.gz) is unpacked. Any thread. */
void extract_job_run (ExtractJob *job, const ExtractOptions *options);

/* Jobs run on `threads` threads (0: as many as processors). extract_queue_push() takes the job over and, when more than a few jobs
 * a thread are under way, first waits for the oldest and hands it to `done`, so that memory stays bounded; jobs are handed over in
 * the order of pushing, on the pushing thread, and freed afterwards. */
typedef struct ExtractQueue ExtractQueue;
typedef void (*ExtractDone) (ExtractJob *job, gpointer data);
ExtractQueue *extract_queue_new (guint threads, const ExtractOptions *options, ExtractDone done,
				 gpointer data);
void extract_queue_push (ExtractQueue *queue, ExtractJob *job);
/* Waits for all jobs, hands them over, and frees the queue. */
void extract_queue_finish (ExtractQueue *queue);

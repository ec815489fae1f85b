/* crawl_run.c: see crawl.h: the loop that everything takes its turn in, and the commits. */
#include <string.h>

#include "corpus/crawl_private.h"
#include "corpus/url.h"

#define COMMIT_US (1 * G_USEC_PER_SEC)  /* what was done is acknowledged after this long, */
#define COMMIT_WRITES 2000              /* or this much */
#define POLL_US 250000                  /* how long a signal may go unseen */
#define LEARNT_US (10 * G_USEC_PER_SEC) /* what was learnt of sites is stored after this long, */
#define LEARNT_PAGES 100                /* or with so many pages */
#define RUNNING "running"

/* --- commits --- */

static void tell_committed (Crawl *crawl)
{
	for (guint i = 0; i < crawl->lines->len; i++)
		crawl->options.log (json_incref (crawl->lines->pdata[i]), crawl->options.data);
	g_ptr_array_set_size (crawl->lines, 0);
	if (crawl->options.committed)
		crawl->options.committed (&crawl->counts, crawl->options.data);
}

/* A site's counts are written as a whole: not at every commit. */
static bool save_learnt (Crawl *crawl, GError **error)
{
	gint64 now_us = crawl_now_us (crawl);
	if (!crawl->ending && now_us - crawl->learnt_us < LEARNT_US && crawl->learnt < LEARNT_PAGES)
		return true;
	crawl->learnt_us = now_us;
	crawl->learnt = 0;
	return furniture_book_save (crawl->furniture, error);
}

/* First the archive, then what names it. */
static bool commit (Crawl *crawl, GError **error)
{
	crawl->commit_now = false;
	crawl->uncommitted = 0;
	crawl->uncommitted_us = 0;
	if (!save_learnt (crawl, error) || !crawl_hosts_save (crawl, error) ||
	    (crawl->keep && !keep_sync (crawl->keep, error)) ||
	    !store_commit (crawl->store, error) ||
	    (crawl->keep && !keep_rotate (crawl->keep, crawl->ending, error)))
		return false;
	/* saving the hosts was told of as a change */
	crawl->uncommitted = 0;
	crawl->uncommitted_us = 0;
	tell_committed (crawl);
	return true;
}

static void commit_when_due (Crawl *crawl)
{
	GError *error = NULL;
	gint64 now_us = crawl_now_us (crawl);
	bool due = (crawl->uncommitted_us && now_us - crawl->uncommitted_us >= COMMIT_US) ||
		   (crawl->learnt && now_us - crawl->learnt_us >= LEARNT_US);
	if (!crawl->error && (due || crawl->commit_now || crawl->uncommitted >= COMMIT_WRITES) &&
	    !commit (crawl, &error))
		crawl_fail (crawl, error);
}

/* --- making --- */

static Fetcher *make_fetcher (Crawl *crawl)
{
	const FetchOptions options = { .user_agent = crawl->user_agent,
				       .max_total = crawl->options.max_total,
				       .max_per_host = crawl->options.max_per_host,
				       .max_held = CRAWL_HELD_MAX,
				       .timeout_s = crawl->options.timeout_s,
				       .allow_private = crawl->options.allow_private,
				       .connect_to = crawl->options.connect_to,
				       .ca_file = crawl->options.ca_file };
	return fetcher_new (&options, crawl_on_result, crawl);
}

/* Take note that a crawl goes on: one that finds this note was killed, and its last requests are nobody's memory. */
static bool note_start (Crawl *crawl, GError **error)
{
	g_autofree char *running = NULL;
	if (!frontier_setting (crawl->frontier, RUNNING, &running, error))
		return false;
	crawl->floor_us = g_strcmp0 (running, "1") == 0 ? crawl->begun_us : 0;
	return frontier_setting_save (crawl->frontier, RUNNING, "1", error) &&
	       store_commit (crawl->store, error);
}

Crawl *crawl_new (Store *store, const CrawlOptions *options, GError **error)
{
	g_autoptr (Crawl) crawl = g_new0 (Crawl, 1);
	crawl->options = *options;
	crawl->options.max_total = options->max_total ? options->max_total : 64;
	crawl->options.max_per_host = MAX (options->max_per_host, 1);
	crawl->user_agent = g_strdup (options->user_agent);
	crawl->robots_token = g_strdup (options->robots_token ? options->robots_token : "entente");
	crawl->software = g_strdup (options->software ? options->software : options->user_agent);
	crawl->clock_path = g_strdup (options->clock_file);
	crawl->include = g_strdupv ((char **)(guintptr)options->include);
	crawl->exclude = g_strdupv ((char **)(guintptr)options->exclude);
	crawl->store = store;
	crawl->clock_fd = -1;
	crawl->at_least = options->asked_only ? CRAWL_ASKED - 1000 : G_MININT64;
	crawl->random = g_rand_new ();
	crawl->furniture = furniture_book_new (store);
	crawl->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)json_decref);
	crawl_hosts_init (crawl);
	crawl_origins_init (crawl);
	crawl->sources = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	crawl->fetcher = make_fetcher (crawl);
	crawl_jobs_init (crawl);
	crawl->frontier = frontier_new (store, error);
	if (!crawl->frontier || !crawl_clock_open (crawl, error))
		return NULL;
	crawl->begun_us = crawl->learnt_us = crawl_now_us (crawl);
	if (!options->no_warc) {
		crawl->keep =
			keep_open (store, crawl->frontier, crawl->software, crawl->begun_us, error);
		if (!crawl->keep)
			return NULL;
	}
	return note_start (crawl, error) ? g_steal_pointer (&crawl) : NULL;
}

void crawl_free (Crawl *crawl)
{
	if (!crawl)
		return;
	crawl->ending = true;
	crawl_jobs_free (crawl); /* before the fetcher, as in end() */
	fetcher_free (crawl->fetcher);
	crawl_hosts_free (crawl);
	g_hash_table_unref (crawl->sources);
	g_clear_pointer (&crawl->only, g_hash_table_unref);
	keep_free (crawl->keep);
	frontier_free (crawl->frontier);
	crawl_clock_close (crawl);
	furniture_book_free (crawl->furniture);
	g_rand_free (crawl->random);
	g_ptr_array_unref (crawl->lines);
	g_clear_error (&crawl->error);
	g_strfreev (crawl->include);
	g_strfreev (crawl->exclude);
	g_free (crawl->user_agent);
	g_free (crawl->robots_token);
	g_free (crawl->software);
	g_free (crawl->clock_path);
	g_free (crawl);
}

bool crawl_poll (Crawl *crawl, const Source *source, GError **error)
{
	g_autoptr (Source) mine = NULL;
	if (!source_get (crawl->store, source->id, &mine, error))
		return false;
	if (!mine)
		return true;
	if (!crawl->only)
		crawl->only = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	g_hash_table_add (crawl->only, g_memdup2 (&mine->id, sizeof mine->id));
	crawl_source_ask (crawl, g_steal_pointer (&mine));
	return true;
}

bool crawl_ask (Crawl *crawl, const char *url, GError **error)
{
	/* it must still lead to the page: only what tracks goes */
	g_autofree char *canonical = url_canonical (url);
	const FrontierNew asked = { .url = canonical ? canonical : url,
				    .priority = CRAWL_ASKED,
				    .again = true };
	gint64 host_id;
	FrontierAdded how;
	if (!frontier_add (crawl->frontier, &asked, crawl_now_s (crawl), &host_id, &how, error))
		return false;
	crawl_wrote (crawl);
	return true;
}

/* --- the loop --- */

static bool must_stop (const Crawl *crawl)
{
	const CrawlOptions *o = &crawl->options;
	gint64 gone_us = crawl_now_us (crawl) - crawl->begun_us;
	return crawl->error || (o->stop && o->stop (o->data)) ||
	       (o->max_time_s && gone_us >= o->max_time_s * G_USEC_PER_SEC) ||
	       (o->max_pages && crawl->pages_begun >= o->max_pages && !crawl->counts.under_way &&
		!crawl->jobs);
}

/* Let time pass until something may have happened. False when nothing more will. */
static bool wait_for_something (Crawl *crawl, gint64 next_us)
{
	gint64 wait_us = next_us ? MAX (next_us - crawl_now_us (crawl), 0) : POLL_US;
	bool patient = crawl->options.follow || crawl->next_is_delay;
	gint64 limit_s = patient ? G_MAXINT32 : CRAWL_ONCE_WAIT_S;
	if (crawl->counts.under_way) {
		fetcher_poll (crawl->fetcher, (int)(MIN (wait_us, POLL_US) / 1000) + 1);
		crawl_jobs_take (crawl, 0);
		return true;
	}
	if (crawl->jobs) {
		crawl_jobs_take (crawl, MIN (wait_us, POLL_US));
		return true;
	}
	if ((!next_us && !crawl->options.follow) || wait_us > limit_s * G_USEC_PER_SEC)
		return false;
	if (crawl->uncommitted) {
		crawl->commit_now = true;
		return true;
	}
	crawl_clock_wait (crawl, wait_us);
	return true;
}

static void tell_progress (Crawl *crawl)
{
	crawl->counts.hosts = g_hash_table_size (crawl->hosts);
	if (crawl->options.progress)
		crawl->options.progress (&crawl->counts, crawl->options.data);
}

static void loop (Crawl *crawl)
{
	gint64 next_us, source_us = 0;
	while (!must_stop (crawl)) {
		if (!crawl->options.asked_only)
			crawl_sources_due (crawl, &source_us);
		crawl_begin (crawl, &next_us);
		if (source_us && (!next_us || source_us < next_us))
			next_us = source_us;
		crawl->counts.next_us = next_us;
		if (!wait_for_something (crawl, next_us))
			break;
		commit_when_due (crawl);
		tell_progress (crawl);
	}
}

/* What is under way is given up, what has come is stored. */
static bool end (Crawl *crawl, GError **error)
{
	crawl->ending = true;
	while (crawl->jobs && !crawl->error)
		crawl_jobs_take (crawl, POLL_US);
	/* threads wake the fetcher: they end first */
	crawl_jobs_free (crawl);
	g_clear_pointer (&crawl->fetcher, fetcher_free);
	if (!crawl->error && frontier_setting_save (crawl->frontier, RUNNING, "0", error) &&
	    commit (crawl, error))
		return true;
	if (crawl->error)
		g_propagate_error (error, g_steal_pointer (&crawl->error));
	return false;
}

bool crawl_run (Crawl *crawl, GError **error)
{
	if (!frontier_count (crawl->frontier, FRONTIER_QUEUED, crawl->at_least,
			     &crawl->counts.queued, error) ||
	    !commit (crawl, error) || !crawl_hosts_load (crawl, error))
		return false;
	loop (crawl);
	return end (crawl, error);
}

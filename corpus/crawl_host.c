/* crawl_host.c: hosts in memory: what each has to do, and when it is its turn.
 *
 * A host is in memory while something is queued for it or under way; of its queue only a window. All that has to be known
 * after a kill is in its row. */
#include "corpus/crawl_private.h"
#include "corpus/url.h"

#define PAUSE_FIRST_S 30
#define PAUSE_MAX_S 3600
#define PAUSE_ASKED_MAX_S (7 * 86400)

/* By time, then by whose row is older. */
static int compare_turns (gconstpointer a, gconstpointer b, gpointer data)
{
	const CrawlHost *x = a, *y = b;
	(void)data;
	if (x->ready_us != y->ready_us)
		return x->ready_us < y->ready_us ? -1 : 1;
	return x->row.host_id < y->row.host_id ? -1 : x->row.host_id > y->row.host_id;
}

static void free_window (Crawl *crawl, CrawlHost *host)
{
	for (FrontierItem *item; (item = g_queue_pop_head (&host->window));) {
		g_hash_table_remove (crawl->taken, &item->url_id);
		frontier_item_free (item);
	}
}

static void free_host (gpointer data)
{
	CrawlHost *host = data;
	g_queue_clear_full (&host->tasks, (GDestroyNotify)crawl_task_free);
	g_queue_clear_full (&host->window, (GDestroyNotify)frontier_item_free);
	frontier_host_clear (&host->row);
	g_free (host);
}

void crawl_hosts_init (Crawl *crawl)
{
	crawl->hosts = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_host);
	crawl->turns = g_tree_new_full (compare_turns, NULL, NULL, NULL);
	crawl->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

void crawl_hosts_free (Crawl *crawl)
{
	g_clear_pointer (&crawl->turns, g_tree_unref);
	g_clear_pointer (&crawl->hosts, g_hash_table_unref);
	g_clear_pointer (&crawl->origins, g_hash_table_unref);
	g_clear_pointer (&crawl->taken, g_hash_table_unref);
}

/* What another run wrote of it. A last request in the future is a clock that was wrong. */
static CrawlHost *add_host (Crawl *crawl, const FrontierHost *row)
{
	CrawlHost *host = g_new0 (CrawlHost, 1);
	gint64 now_ms = crawl_now_us (crawl) / 1000;
	host->row = *row;
	host->row.last_ms = MAX (MIN (row->last_ms, now_ms), crawl->floor_us / 1000);
	host->row.pause_ms = MIN (row->pause_ms, now_ms + PAUSE_ASKED_MAX_S * 1000);
	host->delay_us = crawl->options.delay_ms * 1000;
	g_queue_init (&host->tasks);
	g_queue_init (&host->window);
	g_hash_table_insert (crawl->hosts, &host->row.host_id, host);
	return host;
}

CrawlHost *crawl_host (Crawl *crawl, gint64 host_id)
{
	CrawlHost *host = g_hash_table_lookup (crawl->hosts, &host_id);
	FrontierHost row;
	GError *error = NULL;
	if (host)
		return host;
	if (frontier_host_by_id (crawl->frontier, host_id, &row, &error))
		return add_host (crawl, &row);
	crawl_fail (crawl, error);
	return NULL;
}

CrawlHost *crawl_host_named (Crawl *crawl, const char *name)
{
	FrontierHost row;
	GError *error = NULL;
	if (!frontier_host (crawl->frontier, name, &row, &error)) {
		crawl_fail (crawl, error);
		return NULL;
	}
	CrawlHost *host = g_hash_table_lookup (crawl->hosts, &row.host_id);
	if (!host)
		return add_host (crawl, &row);
	frontier_host_clear (&row);
	return host;
}

bool crawl_hosts_load (Crawl *crawl, GError **error)
{
	g_autoptr (GArray) ids = NULL;
	if (!frontier_hosts (crawl->frontier, crawl->at_least, &ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++) {
		CrawlHost *host = crawl_host (crawl, g_array_index (ids, gint64, i));
		if (!host)
			return true; /* crawl->error has it */
		crawl_host_more (crawl, host);
	}
	return true;
}

/* --- what a host has to do --- */

void crawl_host_more (Crawl *crawl, CrawlHost *host)
{
	/* What came may be newer than what is in the window. */
	if (g_queue_get_length (&host->window) > 0)
		free_window (crawl, host);
	host->more = true;
	host->more_us = 0;
	crawl_host_place (crawl, host);
}

void crawl_host_push (Crawl *crawl, CrawlTask *task)
{
	g_autofree char *name = url_host (task->url);
	CrawlHost *host = name ? crawl_host_named (crawl, name) : NULL;
	if (!host) {
		g_assert (crawl->error); /* the caller has parsed the URL */
		crawl_task_free (task);
		return;
	}
	if (task->kind == TASK_SOURCE && task->hops == 0)
		g_queue_push_tail (&host->tasks, task);
	else
		g_queue_push_head (&host->tasks, task);
	crawl_host_place (crawl, host);
}

static bool fill_window (Crawl *crawl, CrawlHost *host)
{
	g_autoptr (GPtrArray) items = NULL;
	GError *error = NULL;
	gint64 next_due_s;
	if (!frontier_take (crawl->frontier, host->row.host_id, crawl->at_least,
			    crawl_now_s (crawl), CRAWL_WINDOW, crawl->taken, &items, &next_due_s,
			    &error))
		return crawl_fail (crawl, error);
	for (guint i = 0; i < items->len; i++) {
		FrontierItem *item = items->pdata[i];
		g_hash_table_add (crawl->taken, g_memdup2 (&item->url_id, sizeof item->url_id));
		g_queue_push_tail (&host->window, item);
	}
	g_ptr_array_set_free_func (items, NULL);
	host->more = items->len == CRAWL_WINDOW || next_due_s > 0;
	host->more_us = next_due_s * G_USEC_PER_SEC;
	return true;
}

CrawlTask *crawl_host_next (Crawl *crawl, CrawlHost *host)
{
	CrawlTask *task = g_queue_pop_head (&host->tasks);
	if (task)
		return task;
	if (g_queue_is_empty (&host->window) && host->more &&
	    host->more_us <= crawl_now_us (crawl) && !fill_window (crawl, host))
		return NULL;
	FrontierItem *item = g_queue_pop_head (&host->window);
	if (!item)
		return NULL;
	task = crawl_task_new (TASK_PAGE, item->url);
	task->item = item;
	return task;
}

/* --- turns --- */

gint64 crawl_host_ready (const CrawlHost *host)
{
	/* the row counts in milliseconds, rounded up: without a delay that would be one */
	gint64 after_us = host->delay_us ? host->row.last_ms * 1000 + host->delay_us : 0;
	return MAX (after_us, host->row.pause_ms * 1000);
}

static gint64 time_of (const CrawlHost *host)
{
	gint64 ready_us = crawl_host_ready (host);
	bool here = host->tasks.length || host->window.length;
	return here ? ready_us : MAX (ready_us, host->more_us);
}

static void leave_turns (Crawl *crawl, CrawlHost *host)
{
	if (host->ready_us)
		g_tree_remove (crawl->turns, host);
	host->ready_us = 0;
}

void crawl_host_place (Crawl *crawl, CrawlHost *host)
{
	guint most = MAX (crawl->options.max_per_host, 1);
	bool something = host->tasks.length || host->window.length || host->more;
	leave_turns (crawl, host);
	if (!something && !host->active && !host->dirty && !host->blocked) {
		g_hash_table_remove (crawl->hosts, &host->row.host_id);
		return;
	}
	if (!something || host->blocked || host->active >= most)
		return;
	host->ready_us = MAX (time_of (host), 1);
	g_tree_insert (crawl->turns, host, host);
}

CrawlHost *crawl_host_turn (Crawl *crawl, gint64 now_us, gint64 *next_us)
{
	GTreeNode *node = g_tree_node_first (crawl->turns);
	CrawlHost *host = node ? g_tree_node_key (node) : NULL;
	*next_us = host ? host->ready_us : 0;
	crawl->next_is_delay =
		host && host->row.pause_ms * 1000 <= now_us && host->more_us <= now_us;
	if (!host || host->ready_us > now_us)
		return NULL;
	leave_turns (crawl, host);
	return host;
}

void crawl_host_touch (Crawl *crawl, CrawlHost *host)
{
	host->row.last_ms = (crawl_now_us (crawl) + 999) / 1000;
	host->dirty = true;
	crawl_wrote (crawl);
}

bool crawl_host_postpone (Crawl *crawl, const CrawlHost *host, const Source *source)
{
	GError *error = NULL;
	gint64 until_s = host->row.pause_ms / 1000 + 1;
	crawl_wrote (crawl);
	return source_postpone (crawl->store, source->id, until_s, &error) ||
	       crawl_fail (crawl, error);
}

/* It is paused: the sources that wait for their turn on it are due when that is over. */
static void postpone_sources (Crawl *crawl, CrawlHost *host)
{
	for (GList *link = host->tasks.head, *next; link; link = next) {
		CrawlTask *task = link->data;
		next = link->next;
		if (task->kind != TASK_SOURCE)
			continue;
		g_queue_delete_link (&host->tasks, link);
		g_hash_table_remove (crawl->sources, &task->source->id);
		crawl_host_postpone (crawl, host, task->source);
		crawl_task_free (task);
	}
}

void crawl_host_pause (Crawl *crawl, CrawlHost *host, gint64 at_least_s)
{
	guint doublings = MIN (host->row.failures, 12);
	gint64 pause_s = MIN ((gint64)PAUSE_FIRST_S << doublings, PAUSE_MAX_S);
	gint64 jitter_ms = g_rand_int_range (crawl->random, 0, (gint32)pause_s * 250);
	gint64 pause_ms =
		at_least_s >= 0 ? MIN (at_least_s, PAUSE_ASKED_MAX_S) * 1000 + MIN (jitter_ms, 2000)
				: pause_s * 1000 + jitter_ms;
	host->row.failures++;
	host->row.pause_ms = MAX (host->row.pause_ms, crawl_now_us (crawl) / 1000 + pause_ms);
	host->dirty = true;
	postpone_sources (crawl, host);
	/* A kill in the next second must not make us forget it. */
	crawl->commit_now = true;
	crawl_wrote (crawl);
}

bool crawl_hosts_save (Crawl *crawl, GError **error)
{
	GHashTableIter iter;
	gpointer value;
	g_autoptr (GPtrArray) idle = g_ptr_array_new ();
	g_hash_table_iter_init (&iter, crawl->hosts);
	while (g_hash_table_iter_next (&iter, NULL, &value)) {
		CrawlHost *host = value;
		if (!host->dirty)
			continue;
		if (!frontier_host_save (crawl->frontier, &host->row, error))
			return false;
		host->dirty = false;
		g_ptr_array_add (idle, host);
	}
	for (guint i = 0; i < idle->len; i++)
		crawl_host_place (crawl, idle->pdata[i]);
	return true;
}

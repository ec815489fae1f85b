/* index_rebuild.c: the index made anew. The articles are shared out by their numbers; each job makes a database of its own of
 * its share, part-N; these are then merged, compacted, into the next generation, and only then the stub is pointed at it. What is
 * killed before leaves parts behind, which the next rebuild removes. */
#include <unistd.h>

#include "indexer/index_private.h"

#define TELL_US 50000
#define PART_MIN 100 /* articles: smaller parts cost more to merge than they save */

typedef struct {
	const char *dir;
	const IndexOptions *options;
	gint64 seq; /* of the store when it began: what changes meanwhile comes with the next update */
	guint64 total;
	gint done;    /* atomic: documents written, by all jobs */
	gint running; /* atomic: jobs at work */
	gint stop;    /* atomic: somebody asked to stop, or a job failed */
} Rebuild;

typedef struct {
	Rebuild *rebuild;
	guint number;
	guint32 first, last; /* docids */
	char *path;
	IndexWriter writer;
	bool alone;   /* it runs in the caller's thread, which may tell of progress */
	bool stopped; /* `error` only says so */
	GError *error;
} Part;

/* Tell of progress; false to stop. Only for the caller's thread. */
static bool tell (Rebuild *rebuild)
{
	const IndexOptions *options = rebuild->options;
	guint64 done = (guint64)g_atomic_int_get (&rebuild->done);
	if (options->step && !options->step (done, MAX (rebuild->total, done), options->data))
		g_atomic_int_set (&rebuild->stop, 1);
	return !g_atomic_int_get (&rebuild->stop);
}

static bool on_article (guint32 docid, gint64 seq, const Article *article, gpointer data,
			GError **error)
{
	Part *part = data;
	Rebuild *rebuild = part->rebuild;
	(void)seq;
	if (!index_writer_put (&part->writer, docid, article, error) ||
	    !index_writer_step (&part->writer, error))
		return false;
	g_atomic_int_inc (&rebuild->done);
	if (part->alone ? tell (rebuild) : !g_atomic_int_get (&rebuild->stop))
		return true;
	part->stopped = true;
	g_set_error_literal (error, XAP_ERROR, XAP_ERROR_FAILED, "stopped");
	return false;
}

static gpointer make_part (gpointer data)
{
	Part *part = data;
	Rebuild *rebuild = part->rebuild;
	/* Of several databases that know a key the merger would have to choose: one has them. */
	gint64 seq = part->number == 0 ? rebuild->seq : -1;
	g_autoptr (Store) store = store_open (rebuild->dir, STORE_READ, 5000, &part->error);
	bool ok = store && index_writer_open (&part->writer, part->path, seq, &part->error) &&
		  store_articles (store, part->first, part->last, on_article, part, &part->error) &&
		  index_writer_commit (&part->writer, &part->error);
	index_writer_close (&part->writer);
	if (!ok)
		g_atomic_int_set (&rebuild->stop, 1);
	g_atomic_int_dec_and_test (&rebuild->running);
	return NULL;
}

static void part_free (gpointer data)
{
	Part *part = data;
	g_free (part->path);
	g_clear_error (&part->error);
	g_free (part);
}

/* The docids 1 … last in even shares, a part each. */
static GPtrArray *share_out (Rebuild *rebuild, guint32 last, guint jobs)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
	guint count = CLAMP (MIN (jobs, last / PART_MIN), 1, INDEX_JOBS_MAX);
	for (guint i = 0; i < count; i++) {
		Part *part = g_new0 (Part, 1);
		part->rebuild = rebuild;
		part->number = i;
		part->first = (guint32)((guint64)last * i / count + 1);
		part->last = (guint32)((guint64)last * (i + 1) / count);
		part->path = index_part_path (rebuild->dir, i);
		part->alone = count == 1;
		g_ptr_array_add (parts, part);
	}
	return parts;
}

/* Make all parts. False with the first error, or without one when it was stopped. */
static bool make_parts (Rebuild *rebuild, GPtrArray *parts, bool *stopped, GError **error)
{
	g_autoptr (GPtrArray) threads = g_ptr_array_new ();
	rebuild->running = (gint)parts->len;
	if (parts->len == 1)
		make_part (parts->pdata[0]);
	else
		for (guint i = 0; i < parts->len; i++)
			g_ptr_array_add (threads,
					 g_thread_new ("index", make_part, parts->pdata[i]));
	while (g_atomic_int_get (&rebuild->running) > 0) {
		tell (rebuild);
		g_usleep (TELL_US);
	}
	for (guint i = 0; i < threads->len; i++)
		g_thread_join (threads->pdata[i]);
	for (guint i = 0; i < parts->len; i++) {
		Part *part = parts->pdata[i];
		if (part->error && !part->stopped) {
			*stopped = false;
			g_propagate_error (error, g_steal_pointer (&part->error));
			return false;
		}
		*stopped = *stopped || part->stopped;
	}
	return !*stopped;
}

static bool merge_parts (const Rebuild *rebuild, const GPtrArray *parts, GError **error)
{
	g_autofree const char **paths = g_new0 (const char *, parts->len + 1);
	guint generation = index_generation (rebuild->dir) + 1;
	g_autofree char *path = index_generation_path (rebuild->dir, generation);
	for (guint i = 0; i < parts->len; i++)
		paths[i] = ((const Part *)parts->pdata[i])->path;
	index_remove_database (path); /* what a killed merge left */
	if (!xap_compact (paths, path, error) ||
	    !index_use_generation (rebuild->dir, generation, error))
		return false;
	index_remove_generations (rebuild->dir, generation);
	return true;
}

bool index_rebuild (Store *store, const IndexOptions *options, guint64 *changed, bool *stopped,
		    GError **error)
{
	Rebuild rebuild = { .dir = store_dir (store), .options = options };
	guint32 last;
	guint64 articles;
	*changed = 0;
	*stopped = false;
	int lock =
		index_make_dir (rebuild.dir, error) ? index_lock_rebuild (rebuild.dir, error) : -1;
	if (lock < 0)
		return false;
	bool ok = store_last_seq (store, &rebuild.seq, error) &&
		  store_extent (store, &last, &articles, error);
	if (ok) {
		rebuild.total = articles;
		g_autoptr (GPtrArray) parts = share_out (&rebuild, last, options->jobs);
		index_remove_parts (rebuild.dir);
		ok = make_parts (&rebuild, parts, stopped, error) &&
		     merge_parts (&rebuild, parts, error);
		*changed = (guint64)rebuild.done;
	}
	index_remove_parts (rebuild.dir);
	close (lock);
	return ok || *stopped;
}

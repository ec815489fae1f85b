/* follow.c: see follow.h. */
#include "indexer/follow.h"

#include "corpus/store.h"
#include "indexer/index.h"

struct IndexFollower {
	char *dir;
	gint64 every_us, begun_us;
	void (*after) (gpointer data);
	gpointer data;
	GThread *thread;            /* NULL: none was begun, or it was joined */
	GError *error;              /* the thread's, until it is joined */
	gint wanted, running, stop; /* atomic */
};

static bool go_on (guint64 done, guint64 total, gpointer data)
{
	IndexFollower *follower = data;
	(void)done;
	(void)total;
	return !g_atomic_int_get (&follower->stop);
}

static gpointer update (gpointer data)
{
	IndexFollower *follower = data;
	const IndexOptions options = { false, 1, go_on, follower };
	bool finished;
	g_autoptr (Store) store = store_open (follower->dir, STORE_READ, 0, &follower->error);
	bool ok = store && index_update (store, &options, NULL, &finished, &follower->error);
	if (ok && finished && follower->after)
		follower->after (follower->data);
	if (g_error_matches (follower->error, XAP_ERROR, XAP_ERROR_LOCKED)) {
		g_clear_error (&follower->error);
		g_atomic_int_set (&follower->wanted, 1);
	}
	g_atomic_int_set (&follower->running, 0);
	return NULL;
}

IndexFollower *index_follower_new (const char *dir, gint64 every_s, void (*after) (gpointer data),
				   gpointer data)
{
	IndexFollower *follower = g_new0 (IndexFollower, 1);
	follower->dir = g_strdup (dir);
	follower->every_us = every_s * G_USEC_PER_SEC;
	follower->begun_us = g_get_monotonic_time ();
	follower->after = after;
	follower->data = data;
	return follower;
}

static void join (IndexFollower *follower)
{
	if (follower->thread)
		g_thread_join (g_steal_pointer (&follower->thread));
}

void index_follower_tell (IndexFollower *follower)
{
	g_atomic_int_set (&follower->wanted, 1);
}

void index_follower_step (IndexFollower *follower, GError **error)
{
	gint64 now = g_get_monotonic_time ();
	if (!g_atomic_int_get (&follower->wanted))
		return;
	if (g_atomic_int_get (&follower->running) || now - follower->begun_us < follower->every_us)
		return;
	join (follower);
	if (follower->error)
		g_propagate_error (error, g_steal_pointer (&follower->error));
	follower->begun_us = now;
	g_atomic_int_set (&follower->wanted, 0);
	g_atomic_int_set (&follower->running, 1);
	follower->thread = g_thread_new ("index", update, follower);
}

void index_follower_free (IndexFollower *follower)
{
	if (!follower)
		return;
	g_atomic_int_set (&follower->stop, 1);
	join (follower);
	g_clear_error (&follower->error);
	g_free (follower->dir);
	g_free (follower);
}

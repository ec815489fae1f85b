/* story_thread.c: stories that touch a story.
 *
 * What a pair of articles has in common when it is no pair of one event is most often an earlier or a later stage of it (measured on
 * dated articles: of the pairs that rank high and are wrong, nearly all are such). So links too weak to make one story
 * of two show which stories belong to one thread. */
#include "search/story_thread.h"

#include "corpus/store_link.h"

typedef struct {
	Store *store;
	gint64 number;
	guint32 docid;        /* whose links are read */
	GHashTable *best;     /* story (gint64) → StoryThread: sums, until the end */
	GHashTable *of_docid; /* story (gint64) → its likeliest pair with docid (double) */
} Threads;

static bool add_pair (Threads *t, guint32 other, double probability, GError **error)
{
	gint64 story;
	if (!store_story_of (t->store, other, NULL, &story, error))
		return false;
	if (!story || story == t->number)
		return true;
	double *most = g_hash_table_lookup (t->of_docid, &story);
	if (!most) {
		most = g_new0 (double, 1);
		g_hash_table_insert (t->of_docid, g_memdup2 (&story, sizeof story), most);
	}
	*most = MAX (*most, probability);
	return true;
}

static bool on_link (const StoreLink *link, gpointer data, GError **error)
{
	Threads *t = data;
	return add_pair (t, link->a == t->docid ? link->b : link->a, link->probability, error);
}

/* Each article counts once for a story, by its likeliest pair. */
static void take_best (Threads *t)
{
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init (&iter, t->of_docid);
	while (g_hash_table_iter_next (&iter, &key, &value)) {
		StoryThread *thread = g_hash_table_lookup (t->best, key);
		if (!thread) {
			thread = g_new0 (StoryThread, 1);
			thread->number = *(gint64 *)key;
			g_hash_table_insert (t->best, &thread->number, thread);
		}
		thread->strength += *(double *)value;
		thread->pairs++;
	}
	g_hash_table_remove_all (t->of_docid);
}

static bool add_verdicts (Threads *t, const GArray *pairs, GError **error)
{
	for (guint i = 0; i < pairs->len; i++) {
		const StoreVerdictPair *p = &g_array_index (pairs, StoreVerdictPair, i);
		if (p->verdict != VERDICT_RELATED || (p->a != t->docid && p->b != t->docid))
			continue;
		if (!add_pair (t, p->a == t->docid ? p->b : p->a, 1, error))
			return false;
	}
	return true;
}

static int by_strength (gconstpointer a, gconstpointer b)
{
	const StoryThread *x = a, *y = b;
	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

GArray *story_threads (Store *store, gint64 number, guint max, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GArray) verdicts = g_array_new (FALSE, FALSE, sizeof (StoreVerdictPair));
	Threads t = { .store = store, .number = number };
	bool ok = store_story_members (store, number, docids, error) &&
		  store_verdict_pairs (store, verdicts, error);
	t.best = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
	t.of_docid = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
	for (guint i = 0; ok && i < docids->len; i++) {
		t.docid = g_array_index (docids, guint32, i);
		ok = store_link_each (store, t.docid, THREAD_MIN_PROBABILITY, on_link, &t, error) &&
		     add_verdicts (&t, verdicts, error);
		take_best (&t);
	}
	GArray *threads = g_array_new (FALSE, FALSE, sizeof (StoryThread));
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init (&iter, t.best);
	while (g_hash_table_iter_next (&iter, NULL, &value)) {
		StoryThread thread = *(const StoryThread *)value;
		/* Of the whole story: one article that is near to another story is no tie between the two. */
		thread.strength /= docids->len;
		g_array_append_val (threads, thread);
	}
	g_hash_table_unref (t.best);
	g_hash_table_unref (t.of_docid);
	g_array_sort (threads, by_strength);
	if (threads->len > max)
		g_array_set_size (threads, max);
	if (!ok)
		g_clear_pointer (&threads, g_array_unref);
	return threads;
}

/* linker_rebuild.c: stories made anew keep the ids of those that they were. */
#include "search/linker_private.h"

static bool remember_id (const StoreStory *story, gpointer data, GError **error)
{
	(void)error;
	Linker *l = data;
	g_hash_table_insert (l->old_ids, g_memdup2 (&story->number, sizeof story->number),
			     g_strdup (story->id));
	return true;
}

bool rebuild_begin (Linker *l, GError **error)
{
	StoryFilter all = STORY_FILTER_INIT;
	all.min_size = 0;
	l->old_docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	l->old_numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
	l->old_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
	return store_story_all_members (l->store, l->old_docids, l->old_numbers, error) &&
	       store_story_each (l->store, &all, remember_id, l, error) &&
	       store_stage_begin (l->store, error) &&
	       store_link_set_state (l->store, "seq", "0", error);
}

void rebuild_clear (Linker *l)
{
	if (!l->old_ids)
		return;
	g_array_unref (l->old_docids);
	g_array_unref (l->old_numbers);
	g_hash_table_unref (l->old_ids);
}

/* --- heirs --- */

/* An old story, and the new one that has most of its articles. */
typedef struct {
	gint64 old, heir;
	guint articles, inherited;
} Legacy;

static int by_old (gconstpointer a, gconstpointer b)
{
	const Legacy *x = a, *y = b;
	return x->old < y->old ? -1 : x->old > y->old;
}

typedef struct {
	gint64 old, now;
} Move;

static int by_move (gconstpointer a, gconstpointer b)
{
	const Move *x = a, *y = b;
	if (x->old != y->old)
		return x->old < y->old ? -1 : 1;
	return x->now < y->now ? -1 : x->now > y->now;
}

/* Each old story's heir: GArray of Legacy, oldest first. */
static GArray *find_heirs (Linker *l, GArray *docids, GArray *numbers)
{
	g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (Move));
	GArray *legacies = g_array_new (FALSE, FALSE, sizeof (Legacy));
	guint k = 0;
	for (guint i = 0; i < l->old_docids->len; i++) {
		guint32 docid = g_array_index (l->old_docids, guint32, i);
		while (k < docids->len && g_array_index (docids, guint32, k) < docid)
			k++;
		bool found = k < docids->len && g_array_index (docids, guint32, k) == docid;
		Move move = { g_array_index (l->old_numbers, gint64, i),
			      found ? g_array_index (numbers, gint64, k) : 0 };
		g_array_append_val (moves, move);
	}
	g_array_sort (moves, by_move);
	for (guint i = 0; i < moves->len;) {
		Move move = g_array_index (moves, Move, i);
		guint n = 0;
		for (; i < moves->len; i++, n++) {
			const Move *m = &g_array_index (moves, Move, i);
			if (m->old != move.old || m->now != move.now)
				break;
		}
		Legacy *last =
			legacies->len ? &g_array_index (legacies, Legacy, legacies->len - 1) : NULL;
		if (!last || last->old != move.old) {
			Legacy legacy = { .old = move.old };
			g_array_append_val (legacies, legacy);
			last = &g_array_index (legacies, Legacy, legacies->len - 1);
		}
		last->articles += n;
		if (move.now && n > last->inherited) {
			last->heir = move.now;
			last->inherited = n;
		}
	}
	g_array_sort (legacies, by_old);
	return legacies;
}

static bool note (Linker *l, StoryEventKind kind, const char *story, const char *other,
		  guint articles, GError **error)
{
	g_autofree char *at = g_strdup (l->options->at), *of = g_strdup (story),
			*with = g_strdup (other);
	StoryEvent event = { at, kind, of, with, articles };
	return store_story_add_event (l->store, &event, error);
}

/* Rename the heirs; `renamed`: new number → the old one whose id it has. Oldest first: the oldest id stays. */
static bool rename_heirs (Linker *l, const GArray *legacies, GHashTable *renamed, GError **error)
{
	for (guint i = 0; i < legacies->len; i++) {
		const Legacy *legacy = &g_array_index (legacies, Legacy, i);
		const char *id = g_hash_table_lookup (l->old_ids, &legacy->old);
		const gint64 *kept = g_hash_table_lookup (renamed, &legacy->heir);
		bool ok;
		if (!id)
			continue;
		if (!legacy->heir) {
			ok = note (l, STORY_ENDED, id, NULL, legacy->articles, error);
			l->report->stories.ended++;
		} else if (kept) {
			ok = note (l, STORY_MERGED, g_hash_table_lookup (l->old_ids, kept), id,
				   legacy->articles, error);
			l->report->stories.merged++;
		} else {
			g_hash_table_insert (renamed,
					     g_memdup2 (&legacy->heir, sizeof legacy->heir),
					     g_memdup2 (&legacy->old, sizeof legacy->old));
			ok = store_story_rename (l->store, legacy->heir, legacy->old, id, error);
		}
		if (!ok)
			return false;
	}
	return true;
}

/* A new story's number, and the id that it was made under. */
typedef struct {
	gint64 number;
	char *id;
} Made;

static void made_clear (gpointer data)
{
	g_free (((Made *)data)->id);
}

static bool remember_made (const StoreStory *story, gpointer data, GError **error)
{
	(void)error;
	Made made = { story->number, g_strdup (story->id) };
	g_array_append_val ((GArray *)data, made);
	return true;
}

/* Ids that no story has had and none will have, so that no two ever meet while they change hands. */
static bool hide_ids (Linker *l, const GArray *made, GError **error)
{
	for (guint i = 0; i < made->len; i++) {
		gint64 number = g_array_index (made, Made, i).number;
		char hidden[32];
		g_snprintf (hidden, sizeof hidden, "~%" G_GINT64_FORMAT, number);
		if (!store_story_rename (l->store, number, number, hidden, error))
			return false;
	}
	return true;
}

/* Stories that are no old one's heir have ids of their own. */
static bool name_others (Linker *l, const GArray *made, GHashTable *renamed, GError **error)
{
	for (guint i = 0; i < made->len; i++) {
		const Made *m = &g_array_index (made, Made, i);
		if (g_hash_table_contains (renamed, &m->number))
			continue;
		g_autofree char *id = store_story_free_id (l->store, m->id, error);
		if (!id || !store_story_rename (l->store, m->number, m->number, id, error))
			return false;
	}
	return true;
}

bool rebuild_end (Linker *l, GError **error)
{
	StoryFilter all = STORY_FILTER_INIT;
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
	g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (Made));
	g_autoptr (GHashTable) renamed =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
	g_array_set_clear_func (made, made_clear);
	all.min_size = 0;
	if (!store_story_all_members (l->store, docids, numbers, error) ||
	    !store_story_each (l->store, &all, remember_made, made, error) ||
	    !hide_ids (l, made, error))
		return false;
	g_autoptr (GArray) legacies = find_heirs (l, docids, numbers);
	return rename_heirs (l, legacies, renamed, error) && name_others (l, made, renamed, error);
}

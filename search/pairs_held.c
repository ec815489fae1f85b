/* pairs_held.c: the articles that are held: they come, stay for their days and leave. */
#include <string.h>

#include "search/pairs_private.h"

Pairs *pairs_new (Space *space, const LinkModel *model, const PairsOptions *options)
{
	Pairs *pairs = g_new0 (Pairs, 1);
	pairs->space = space;
	pairs->model = model;
	pairs->options = *options;
	pairs->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
	pairs->by_key = g_hash_table_new (g_direct_hash, g_direct_equal);
	pairs->lists = g_array_new (FALSE, TRUE, sizeof (List));
	pairs->scores = g_array_new (FALSE, TRUE, sizeof (gint16));
	pairs->spread = g_array_new (FALSE, TRUE, sizeof (Spread));
	pairs->sorted = g_array_new (FALSE, FALSE, sizeof (Weighted));
	pairs->era = 1;
	pairs->briefs = g_array_new (FALSE, FALSE, sizeof (Brief));
	pairs->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
	pairs->hits = g_array_new (FALSE, FALSE, sizeof (guint32));
	near_init (pairs);
	for (int i = 0; i < 2; i++)
		pairs->candidates[i] = g_array_new (FALSE, FALSE, sizeof (Candidate));
	return pairs;
}

void held_clear (Entry *entry)
{
	g_clear_pointer (&entry->profile, profile_free);
	g_clear_pointer (&entry->own, g_array_unref);
	g_clear_pointer (&entry->letters, g_array_unref);
	g_clear_pointer (&entry->around, g_array_unref);
	g_clear_pointer (&entry->around_translated, g_array_unref);
}

void pairs_free (Pairs *pairs)
{
	if (!pairs)
		return;
	for (guint i = 0; i < pairs->entries->len; i++) {
		held_clear (&g_array_index (pairs->entries, Entry, i));
		g_free (g_array_index (pairs->briefs, Brief, i).words);
	}
	for (guint i = 0; i < pairs->lists->len; i++)
		g_free (g_array_index (pairs->lists, List, i).postings);
	g_array_unref (pairs->entries);
	g_array_unref (pairs->lists);
	g_array_unref (pairs->scores);
	g_array_unref (pairs->spread);
	g_array_unref (pairs->sorted);
	g_free (pairs->days);
	g_array_unref (pairs->briefs);
	g_array_unref (pairs->marks);
	g_array_unref (pairs->hits);
	for (int i = 0; i < 2; i++)
		g_array_unref (pairs->candidates[i]);
	g_hash_table_unref (pairs->by_key);
	g_free (pairs);
}

guint pairs_count (const Pairs *pairs)
{
	return pairs->live;
}

gsize pairs_memory (const Pairs *pairs)
{
	return pairs->memory + pairs->lists->len * sizeof (List) +
	       pairs->spread->len * sizeof (Spread) +
	       pairs->entries->len * (sizeof (Entry) + sizeof (Brief) + sizeof (Mark));
}

const Profile *pairs_get (const Pairs *pairs, guint32 key)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	return found ? entry_of (pairs, GPOINTER_TO_UINT (found) - 1)->profile : NULL;
}

/* --- leaving --- */

/* A profile, its words, and the vector of them that is made when it is needed. */
static gsize entry_size (const Profile *profile)
{
	return profile_size (profile) + around_size (profile) +
	       profile->all->len * sizeof (Weighted);
}

static void entry_leave (Pairs *pairs, guint index)
{
	Entry *entry = &g_array_index (pairs->entries, Entry, index);
	if (!entry->profile)
		return;
	mark_of (pairs, index)->is_held = false;
	days_change (pairs);
	pairs->memory -= entry_size (entry->profile);
	pairs->live--;
	g_hash_table_remove (pairs->by_key, GUINT_TO_POINTER (entry->key));
	held_clear (entry);
	g_clear_pointer (&g_array_index (pairs->briefs, Brief, index).words, g_free);
}

void pairs_remove (Pairs *pairs, guint32 key)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	if (found)
		entry_leave (pairs, GPOINTER_TO_UINT (found) - 1 - pairs->first);
}

/* The window ends where LATEST articles have been: a few of a wrong date in the future cannot empty it. */
static void note_day (Pairs *pairs, gint64 day_s)
{
	int at = LATEST;
	while (at > 0 && pairs->latest[at - 1] < day_s)
		at--;
	if (at == LATEST)
		return;
	memmove (pairs->latest + at + 1, pairs->latest + at,
		 (gsize)(LATEST - at - 1) * sizeof *pairs->latest);
	pairs->latest[at] = day_s;
}

static void note_brief (Pairs *pairs, const Profile *profile, Around *words)
{
	gint64 latest_s =
		pairs->briefs->len
			? g_array_index (pairs->briefs, Brief, pairs->briefs->len - 1).latest_s
			: G_MININT64;
	Brief brief = { .latest_s = MAX (latest_s, profile->day_s ? profile->day_s : G_MAXINT64),
			.words = words };
	Mark mark = { .minute = minute_of (profile),
		      .is_held = true,
		      .is_short = profile->terms->len < LINK_SHORT_TERMS,
		      .is_english = profile->lang == LANG_EN };
	g_array_append_val (pairs->briefs, brief);
	g_array_append_val (pairs->marks, mark);
}

/* Let go of the first to come while there are more than live_min and they are out of the newest's reach, or memory is full. */
static void make_room (Pairs *pairs)
{
	gint64 reach = (gint64)pairs->options.window_days * 86400;
	guint gone = 0;
	for (; gone < pairs->entries->len; gone++) {
		const Entry *e = &g_array_index (pairs->entries, Entry, gone);
		bool old = pairs->live > pairs->options.live_min &&
			   e->day_s < pairs->latest[LATEST - 1] - reach;
		if (e->profile && !old && pairs_memory (pairs) <= pairs->options.memory_max &&
		    pairs->entries->len - gone < PAIRS_MOST)
			break;
		entry_leave (pairs, gone);
	}
	/* Moving the rest up costs as much as is held: not for every single one. */
	if (gone > 1000 || gone > pairs->entries->len / 2) {
		g_array_remove_range (pairs->entries, 0, gone);
		g_array_remove_range (pairs->briefs, 0, gone);
		g_array_remove_range (pairs->marks, 0, gone);
		pairs->first += gone;
	}
}

/* --- coming --- */

void held_add (Pairs *pairs, const Entry *entry, Around *words)
{
	guint32 serial = pairs->first + pairs->entries->len;
	g_array_append_val (pairs->entries, *entry);
	note_brief (pairs, entry->profile, words);
	g_hash_table_insert (pairs->by_key, GUINT_TO_POINTER (entry->key),
			     GUINT_TO_POINTER (serial + 1));
	pairs->live++;
	pairs->memory += entry_size (entry->profile);
	join_add (pairs, serial, entry->profile);
	days_change (pairs);
	make_room (pairs);
}

Entry held_newcomer (Pairs *pairs, guint32 key, Profile *profile)
{
	pairs_remove (pairs, key);
	profile_strip (profile);
	note_day (pairs, profile->day_s);
	return (Entry){ .profile = profile,
			.day_s = profile->day_s ? profile->day_s : pairs->latest[0],
			.key = key };
}

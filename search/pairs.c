/* pairs.c: the inverted join. Articles have serial numbers in the order they came; a posting list is in that order, so that
 * what has left is a dead front that is cut off now and then, and nothing is ever searched for to be removed. */
#include "search/pairs.h"

#include <math.h>
#include <string.h>

/* An article stands under so many of its heaviest terms, and is looked up by so many of its own or translated ones.
 * Measured on the linking benchmark: with half of them one pair in a hundred that the model accepts is not found. */
#define KEPT_TERMS 60
#define ASKED_TERMS 120
/* Of those that share words, only the ones that come this near to any accepted pair's cosine are judged. */
#define JUDGED_MIN 0.03F

typedef struct {
	Profile *profile; /* NULL: left */
	gint64 day_s;     /* as the window sees it: publication, or the newest day when it came */
	guint32 key;
} Entry;

typedef struct {
	guint32 serial;
	float weight;
} Posting;

typedef struct {
	Posting *postings;
	guint32 count, size;
} List;

typedef struct {
	guint32 serial;
	float score;
} Candidate;

struct Pairs {
	Space *space;
	const LinkModel *model;
	PairsOptions options;
	GArray *entries; /* Entry, from serial `first` on */
	guint32 first;   /* serial of entries[0] */
	guint live;
	gsize memory;
	gint64 newest_s;
	GHashTable *by_key; /* key → serial + 1 */
	GArray *lists;      /* List, by term id */
	GArray *scores;     /* float, by serial - first; all 0 between calls */
	GArray *touched, *candidates;
};

Pairs *pairs_new (Space *space, const LinkModel *model, const PairsOptions *options)
{
	Pairs *pairs = g_new0 (Pairs, 1);
	pairs->space = space;
	pairs->model = model;
	pairs->options = *options;
	pairs->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
	pairs->by_key = g_hash_table_new (g_direct_hash, g_direct_equal);
	pairs->lists = g_array_new (FALSE, TRUE, sizeof (List));
	pairs->scores = g_array_new (FALSE, TRUE, sizeof (float));
	pairs->touched = g_array_new (FALSE, FALSE, sizeof (guint32));
	pairs->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
	return pairs;
}

static Entry *entry_of (const Pairs *pairs, guint32 serial)
{
	return &g_array_index (pairs->entries, Entry, serial - pairs->first);
}

void pairs_free (Pairs *pairs)
{
	if (!pairs)
		return;
	for (guint i = 0; i < pairs->entries->len; i++)
		profile_free (g_array_index (pairs->entries, Entry, i).profile);
	for (guint i = 0; i < pairs->lists->len; i++)
		g_free (g_array_index (pairs->lists, List, i).postings);
	g_array_unref (pairs->entries);
	g_array_unref (pairs->lists);
	g_array_unref (pairs->scores);
	g_array_unref (pairs->touched);
	g_array_unref (pairs->candidates);
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
	       pairs->entries->len * (sizeof (Entry) + sizeof (float));
}

const Profile *pairs_get (const Pairs *pairs, guint32 key)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	return found ? entry_of (pairs, GPOINTER_TO_UINT (found) - 1)->profile : NULL;
}

/* --- the heaviest terms of a vector --- */

static int by_weight (gconstpointer a, gconstpointer b)
{
	float x = ((const Weighted *)a)->weight, y = ((const Weighted *)b)->weight;
	return x > y ? -1 : x < y;
}

/* A vector's `max` heaviest, in no order when it has no more. */
static GArray *heaviest (const Vector *vector, guint max)
{
	GArray *out = g_array_sized_new (FALSE, FALSE, sizeof (Weighted), vector->len);
	g_array_append_vals (out, vector->data, vector->len);
	if (out->len > max) {
		g_array_sort (out, by_weight);
		g_array_set_size (out, max);
	}
	return out;
}

/* --- leaving --- */

static List *list_of (Pairs *pairs, guint32 id)
{
	if (id >= pairs->lists->len)
		g_array_set_size (pairs->lists, id + 1 + id / 8);
	return &g_array_index (pairs->lists, List, id);
}

/* The list's postings that are still held begin here. */
static guint32 list_start (const Pairs *pairs, const List *list)
{
	guint32 low = 0, high = list->count;
	while (low < high) {
		guint32 middle = (low + high) / 2;
		if (list->postings[middle].serial < pairs->first)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void list_append (Pairs *pairs, guint32 id, Posting posting)
{
	List *list = list_of (pairs, id);
	if (list->count == list->size) {
		guint32 dead = list_start (pairs, list);
		if (dead > list->count / 4) {
			list->count -= dead;
			memmove (list->postings, list->postings + dead,
				 list->count * sizeof (Posting));
		} else {
			guint32 size = MAX (4, list->size * 2);
			pairs->memory += (size - list->size) * sizeof (Posting);
			list->postings = g_renew (Posting, list->postings, size);
			list->size = size;
		}
	}
	list->postings[list->count++] = posting;
}

static void entry_leave (Pairs *pairs, Entry *entry)
{
	if (!entry->profile)
		return;
	pairs->memory -= profile_size (entry->profile);
	pairs->live--;
	g_hash_table_remove (pairs->by_key, GUINT_TO_POINTER (entry->key));
	g_clear_pointer (&entry->profile, profile_free);
}

void pairs_remove (Pairs *pairs, guint32 key)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	if (found)
		entry_leave (pairs, entry_of (pairs, GPOINTER_TO_UINT (found) - 1));
}

/* Let go of the first to come while there are more than live_min and they are out of the newest's reach, or memory is full. */
static void make_room (Pairs *pairs)
{
	gint64 reach = (gint64)pairs->options.window_days * 86400;
	guint gone = 0;
	for (; gone < pairs->entries->len; gone++) {
		Entry *e = &g_array_index (pairs->entries, Entry, gone);
		bool old =
			pairs->live > pairs->options.live_min && e->day_s < pairs->newest_s - reach;
		if (e->profile && !old && pairs_memory (pairs) <= pairs->options.memory_max)
			break;
		entry_leave (pairs, e);
	}
	/* Moving the rest up costs as much as is held: not for every single one. */
	if (gone > 1000 || gone > pairs->entries->len / 2) {
		g_array_remove_range (pairs->entries, 0, gone);
		g_array_set_size (pairs->scores, pairs->entries->len);
		pairs->first += gone;
	}
}

/* --- asking --- */

/* Add what each held article shares with `asked` to its score. */
static void accumulate (Pairs *pairs, const Vector *asked)
{
	g_autoptr (GArray) terms = heaviest (asked, ASKED_TERMS);
	float *scores = (float *)(void *)pairs->scores->data;
	for (guint i = 0; i < terms->len; i++) {
		const Weighted *w = &g_array_index (terms, Weighted, i);
		if (w->id >= pairs->lists->len)
			continue;
		const List *list = &g_array_index (pairs->lists, List, w->id);
		for (guint32 k = list_start (pairs, list); k < list->count; k++) {
			guint32 serial = list->postings[k].serial;
			float *score = &scores[serial - pairs->first];
			if (*score == 0)
				g_array_append_val (pairs->touched, serial);
			*score += w->weight * list->postings[k].weight;
		}
	}
}

static int by_score (gconstpointer a, gconstpointer b)
{
	float x = ((const Candidate *)a)->score, y = ((const Candidate *)b)->score;
	return x > y ? -1 : x < y;
}

/* Those touched that are within the window, the nearest first; scores are 0 again. */
static void collect (Pairs *pairs, const Profile *profile)
{
	gint64 reach = (gint64)pairs->options.window_days * 86400;
	g_array_set_size (pairs->candidates, 0);
	for (guint i = 0; i < pairs->touched->len; i++) {
		guint32 serial = g_array_index (pairs->touched, guint32, i);
		float *score = &g_array_index (pairs->scores, float, serial - pairs->first);
		const Profile *other = entry_of (pairs, serial)->profile;
		Candidate candidate = { serial, *score };
		*score = 0;
		if (!other || candidate.score < JUDGED_MIN)
			continue;
		if (profile->day_s && other->day_s && ABS (profile->day_s - other->day_s) > reach)
			continue;
		g_array_append_val (pairs->candidates, candidate);
	}
	g_array_set_size (pairs->touched, 0);
	g_array_sort (pairs->candidates, by_score);
	if (pairs->candidates->len > pairs->options.candidates)
		g_array_set_size (pairs->candidates, pairs->options.candidates);
}

static void find (Pairs *pairs, guint32 key, const Profile *profile, PairFunc func, gpointer data)
{
	/* Ids of the two languages never meet: each way finds articles of its own language. */
	const Vector *ways[] = { profile->all, profile->all_translated };
	for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
		accumulate (pairs, ways[i]);
		collect (pairs, profile);
		for (guint k = 0; k < pairs->candidates->len; k++) {
			const Candidate *c = &g_array_index (pairs->candidates, Candidate, k);
			const Entry *other = entry_of (pairs, c->serial);
			Link link;
			link_score (pairs->space, pairs->model, profile, other->profile, &link);
			if (link.probability >= pairs->options.min_probability)
				func (key, other->key, &link, data);
		}
	}
}

void pairs_find (Pairs *pairs, const Profile *profile, PairFunc func, gpointer data)
{
	find (pairs, 0, profile, func, data);
}

void pairs_add (Pairs *pairs, guint32 key, Profile *profile, PairFunc func, gpointer data)
{
	pairs_remove (pairs, key);
	profile_strip (profile);
	if (func)
		find (pairs, key, profile, func, data);

	guint32 serial = pairs->first + pairs->entries->len;
	pairs->newest_s = MAX (pairs->newest_s, profile->day_s);
	Entry entry = { profile, profile->day_s ? profile->day_s : pairs->newest_s, key };
	g_array_append_val (pairs->entries, entry);
	g_array_set_size (pairs->scores, pairs->entries->len);
	g_hash_table_insert (pairs->by_key, GUINT_TO_POINTER (key), GUINT_TO_POINTER (serial + 1));
	pairs->live++;
	pairs->memory += profile_size (profile);
	g_autoptr (GArray) terms = heaviest (profile->all, KEPT_TERMS);
	for (guint i = 0; i < terms->len; i++) {
		const Weighted *w = &g_array_index (terms, Weighted, i);
		list_append (pairs, w->id, (Posting){ serial, w->weight });
	}
	make_room (pairs);
}

/* pairs.c: the inverted join. Articles have serial numbers in the order they came; a posting list is in that order, so that
 * what has left is a dead front that is cut off now and then, and nothing is ever searched for to be removed. */
#include "search/pairs.h"

#include <math.h>
#include <string.h>

/* An article stands under so many of its heaviest terms, and is looked up by so many of its own or translated ones. */
#define KEPT_TERMS 60
#define ASKED_TERMS 120
/* Headlines share so much less than reports. */
#define SHORT_PART 0.4

/* Its nearest of the same language say what is common around it: so many of them, within these cosines: what is farther
 * is another matter, what is nearer a copy. */
#define NEAR_MAX 12
#define NEAR_LEAST 0.05
#define NEAR_COPY 0.8
#define NEAR_DAYS 8.0
/* So many newcomers among them hardly change that. */
#define STALE_MAX 3
/* A headline's letters take in those of so many of its nearest, if they are this near after a fading of days. */
#define LENT_MAX 8
#define LENT_LEAST 0.2
#define LENT_DAYS 2.0

typedef struct {
	guint32 serial;
	float score;
	LinkCosines cosines;
} Candidate;
typedef struct {
	guint32 serial;
	float score;
} Neighbour;

/* The best few of one kind, best first. */
typedef struct {
	Neighbour best[NEAR_MAX];
	guint8 count;
} Row;

typedef struct {
	Profile *profile; /* NULL: left */
	gint64 day_s;     /* as the window sees it: publication, or the newest day when it came */
	guint32 key;
	Row near;    /* of its own language, by words and days */
	Row rows[2]; /* French, English: by affinity */
	Vector *own,
		*letters; /* as LinkSide has them; NULL until they are needed. letters NULL: the profile's */
	guint8 stale; /* so many of `near` are newer than own and letters */
} Entry;

typedef struct {
	guint32 serial;
	float weight;
} Posting;

typedef struct {
	Posting *postings;
	guint32 count, size;
} List;

/* One article's weights laid out by term id, so that the cosine with another is one walk along the other's vectors. Ids of the two
 * languages never meet: its own words and their translations stand in one array. */
typedef struct {
	float all, own;
} Spread;

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
	GArray *spread; /* Spread, by term id: the article that is asked about; all 0 between calls */
	GArray *touched;
	GArray *candidates
		[2]; /* Candidate, of the two languages: what they share, then their affinity */
};

static int side (Lang lang)
{
	return lang == LANG_EN;
}

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
	pairs->spread = g_array_new (FALSE, TRUE, sizeof (Spread));
	pairs->touched = g_array_new (FALSE, FALSE, sizeof (guint32));
	for (int i = 0; i < 2; i++)
		pairs->candidates[i] = g_array_new (FALSE, FALSE, sizeof (Candidate));
	return pairs;
}

static Entry *entry_of (const Pairs *pairs, guint32 serial)
{
	return &g_array_index (pairs->entries, Entry, serial - pairs->first);
}

static void entry_clear (Entry *entry)
{
	g_clear_pointer (&entry->profile, profile_free);
	g_clear_pointer (&entry->own, g_array_unref);
	g_clear_pointer (&entry->letters, g_array_unref);
}

/* The article of `serial` if it is still held. */
static Entry *live_entry (const Pairs *pairs, guint32 serial)
{
	Entry *entry = serial >= pairs->first ? entry_of (pairs, serial) : NULL;
	return entry && entry->profile ? entry : NULL;
}

void pairs_free (Pairs *pairs)
{
	if (!pairs)
		return;
	for (guint i = 0; i < pairs->entries->len; i++)
		entry_clear (&g_array_index (pairs->entries, Entry, i));
	for (guint i = 0; i < pairs->lists->len; i++)
		g_free (g_array_index (pairs->lists, List, i).postings);
	g_array_unref (pairs->entries);
	g_array_unref (pairs->lists);
	g_array_unref (pairs->scores);
	g_array_unref (pairs->spread);
	g_array_unref (pairs->touched);
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

/* A profile, and the vector of its own words that is made when it is needed. */
static gsize entry_size (const Profile *profile)
{
	return profile_size (profile) + profile->all->len * sizeof (Weighted);
}

static void entry_leave (Pairs *pairs, Entry *entry)
{
	if (!entry->profile)
		return;
	pairs->memory -= entry_size (entry->profile);
	pairs->live--;
	g_hash_table_remove (pairs->by_key, GUINT_TO_POINTER (entry->key));
	entry_clear (entry);
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

static double days_between (const Profile *a, const Profile *b)
{
	return a->day_s && b->day_s ? fabs ((double)(a->day_s - b->day_s)) / 86400 : 0;
}

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

static bool is_report (const Profile *a, const Profile *b)
{
	return MIN (a->terms->len, b->terms->len) >= LINK_SHORT_TERMS;
}

static double least_affinity (const Pairs *pairs, const Profile *a, const Profile *b)
{
	return pairs->options.affinity_min * (is_report (a, b) ? 1 : SHORT_PART);
}

/* Those touched that are within the window, but `self`: the nearest first. Scores are 0 again. */
static void collect (Pairs *pairs, const Profile *profile, guint32 self, GArray *out)
{
	gint64 reach = (gint64)pairs->options.window_days * 86400;
	g_array_set_size (out, 0);
	for (guint i = 0; i < pairs->touched->len; i++) {
		guint32 serial = g_array_index (pairs->touched, guint32, i);
		float *score = &g_array_index (pairs->scores, float, serial - pairs->first);
		const Profile *other = entry_of (pairs, serial)->profile;
		Candidate candidate = { serial, *score, { 0, 0 } };
		*score = 0;
		if (!other || serial == self ||
		    candidate.score < least_affinity (pairs, profile, other))
			continue;
		if (profile->day_s && other->day_s && ABS (profile->day_s - other->day_s) > reach)
			continue;
		candidate.score *= (float)exp (-days_between (profile, other) / NEAR_DAYS);
		g_array_append_val (out, candidate);
	}
	g_array_set_size (pairs->touched, 0);
	g_array_sort (out, by_score);
	guint most = pairs->options.candidates * (profile->terms->len < LINK_SHORT_TERMS ? 3 : 1);
	if (out->len > most)
		g_array_set_size (out, most);
}

/* --- surroundings --- */

static void row_insert (Row *row, guint32 serial, double score)
{
	guint at = row->count;
	while (at > 0 && row->best[at - 1].score < score)
		at--;
	if (at >= NEAR_MAX)
		return;
	row->count = (guint8)MIN (row->count + 1, NEAR_MAX);
	memmove (row->best + at + 1, row->best + at, (row->count - at - 1) * sizeof *row->best);
	row->best[at] = (Neighbour){ serial, (float)score };
}

/* In how many of the nearest each word of `all` stands. Returns how many they are. */
static guint count_near (const Pairs *pairs, const Entry *e, guint8 *counts)
{
	const Vector *all = e->profile->all;
	guint total = 0;
	for (guint n = 0; n < e->near.count; n++) {
		const Entry *other = live_entry (pairs, e->near.best[n].serial);
		if (!other || e->near.best[n].score < NEAR_LEAST ||
		    e->near.best[n].score > NEAR_COPY)
			continue;
		const Vector *theirs = other->profile->all;
		guint i = 0, k = 0;
		total++;
		while (i < all->len && k < theirs->len) {
			guint32 x = g_array_index (all, Weighted, i).id,
				y = g_array_index (theirs, Weighted, k).id;
			counts[i] += x == y;
			i += x <= y;
			k += y <= x;
		}
	}
	return total;
}

static void refresh_own (const Pairs *pairs, Entry *e)
{
	const Vector *all = e->profile->all;
	g_autofree guint8 *counts = g_malloc0 (all->len + 1);
	guint total = count_near (pairs, e, counts);
	if (!e->own) {
		e->own = g_array_sized_new (FALSE, FALSE, sizeof (Weighted), all->len);
		g_array_set_size (e->own, all->len);
	}
	double norm = 0;
	for (guint i = 0; i < all->len; i++) {
		Weighted w = g_array_index (all, Weighted, i);
		w.weight *= (float)log ((total + 1.5) / (counts[i] + 0.5));
		norm += (double)w.weight * w.weight;
		g_array_index (e->own, Weighted, i) = w;
	}
	norm = norm > 0 ? 1 / sqrt (norm) : 0;
	for (guint i = 0; i < all->len; i++)
		g_array_index (e->own, Weighted, i).weight *= (float)norm;
}

/* A headline says little by itself: what its nearest say of the same days is taken to be said by it, all together as loud as itself. */
static void refresh_letters (const Pairs *pairs, Entry *e)
{
	const Profile *p = e->profile;
	guint lent = 0;
	double total = 0;
	g_clear_pointer (&e->letters, g_array_unref);
	if (!p->day_s || p->terms->len >= LINK_SHORT_TERMS)
		return;
	for (int pass = 0; pass < 2; pass++) {
		lent = 0;
		for (guint n = 0; n < e->near.count && lent < LENT_MAX; n++) {
			const Entry *other = live_entry (pairs, e->near.best[n].serial);
			if (!other || !other->profile->day_s)
				continue;
			double days = days_between (p, other->profile);
			double weight =
				e->near.best[n].score * exp (days / NEAR_DAYS - days / LENT_DAYS);
			if (weight < LENT_LEAST)
				continue;
			lent++;
			if (pass == 0) {
				total += weight;
				continue;
			}
			for (guint i = 0; i < other->profile->letters->len; i++) {
				Weighted w = g_array_index (other->profile->letters, Weighted, i);
				w.weight *= (float)(weight / total);
				g_array_append_val (e->letters, w);
			}
		}
		if (!lent)
			return;
		if (pass == 0)
			e->letters = g_array_copy (p->letters);
	}
	vector_finish (e->letters, true);
}

/* Let own and letters be of `near` but for `at_most` of its newest. */
static void refresh (const Pairs *pairs, Entry *e, guint at_most)
{
	if (e->own && e->stale <= at_most)
		return;
	refresh_own (pairs, e);
	refresh_letters (pairs, e);
	e->stale = 0;
}

/* `e` as link_score() wants it, against the article `other` of `lang`. */
static LinkSide side_of (const Pairs *pairs, Entry *e, guint32 other, Lang lang)
{
	const Row *row = &e->rows[side (lang)];
	guint n = 0;
	refresh (pairs, e, STALE_MAX);
	LinkSide out = { e->profile, e->own, e->letters ? e->letters : e->profile->letters, { 0 } };
	for (guint i = 0; i < row->count && n < LINK_RIVALS; i++)
		if (row->best[i].serial != other && live_entry (pairs, row->best[i].serial))
			out.rivals[n++] = row->best[i].score;
	return out;
}

/* --- one article laid out --- */

static void spread_vector (Pairs *pairs, const Vector *v, bool set)
{
	if (v->len) {
		guint32 last = g_array_index (v, Weighted, v->len - 1).id;
		if (last >= pairs->spread->len)
			g_array_set_size (pairs->spread, last + 1 + last / 8);
	}
	Spread *spread = (Spread *)(void *)pairs->spread->data;
	for (guint i = 0; i < v->len; i++) {
		const Weighted *w = &g_array_index (v, Weighted, i);
		spread[w->id].all = set ? w->weight : 0;
		spread[w->id].own = 0;
	}
}

static void spread_article (Pairs *pairs, const Entry *e, bool set)
{
	spread_vector (pairs, e->profile->all, set);
	spread_vector (pairs, e->profile->all_translated, set);
	Spread *spread = (Spread *)(void *)pairs->spread->data;
	for (guint i = 0; set && i < e->own->len; i++) {
		const Weighted *w = &g_array_index (e->own, Weighted, i);
		spread[w->id].own = w->weight;
	}
}

/* The cosines of the article laid out with `e`: what link_cosines() gives, in one walk. */
static LinkCosines cosines_with (const Pairs *pairs, const Entry *e, bool same)
{
	const Spread *spread = (const Spread *)(const void *)pairs->spread->data;
	const Vector *all = e->profile->all, *translated = e->profile->all_translated;
	double words = 0, own = 0, words_back = 0, own_back = 0;
	guint32 size = pairs->spread->len;
	for (guint i = 0; i < all->len; i++) {
		const Weighted *w = &g_array_index (all, Weighted, i);
		if (w->id >= size)
			break;
		words += (double)w->weight * spread[w->id].all;
		own += (double)g_array_index (e->own, Weighted, i).weight * spread[w->id].all;
		own_back += (double)w->weight * spread[w->id].own;
	}
	if (same)
		return (LinkCosines){ words, (own + own_back) / 2 };
	own_back = 0;
	for (guint i = 0; i < translated->len; i++) {
		const Weighted *w = &g_array_index (translated, Weighted, i);
		if (w->id >= size)
			break;
		words_back += (double)w->weight * spread[w->id].all;
		own_back += (double)w->weight * spread[w->id].own;
	}
	return (LinkCosines){ (words + words_back) / 2, (own + own_back) / 2 };
}

/* --- one article and its candidates --- */

/* The candidates of `e`, whose serial is `self`, with their affinities; fills its rows, and its near when it is new. */
static void gather (Pairs *pairs, Entry *e, guint32 self, bool is_new)
{
	const Profile *p = e->profile;
	int own_side = side (p->lang);
	GArray *same = pairs->candidates[own_side], *cross = pairs->candidates[!own_side];
	accumulate (pairs, p->all);
	collect (pairs, p, self, same);
	accumulate (pairs, p->all_translated);
	collect (pairs, p, self, cross);
	for (guint i = 0; is_new && i < same->len; i++) {
		const Candidate *c = &g_array_index (same, Candidate, i);
		const Profile *other = entry_of (pairs, c->serial)->profile;
		row_insert (&e->near, c->serial,
			    vector_dot (p->all, other->all) *
				    exp (-days_between (p, other) / NEAR_DAYS));
	}
	refresh (pairs, e, 0);
	spread_article (pairs, e, true);
	for (int s = 0; s < 2; s++) {
		Row row = { .count = 0 };
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			Entry *other = entry_of (pairs, c->serial);
			refresh (pairs, other, is_new ? STALE_MAX : 0);
			c->cosines = cosines_with (pairs, other, s == own_side);
			c->score = (float)link_affinity (p, other->profile, c->cosines);
			row_insert (&row, c->serial, c->score);
		}
		g_array_sort (pairs->candidates[s], by_score);
		e->rows[s] = row;
	}
	spread_article (pairs, e, false);
}

/* Let the candidates know of their new neighbour. */
static void make_known (Pairs *pairs, const Entry *e, guint32 serial)
{
	int own_side = side (e->profile->lang);
	for (int s = 0; s < 2; s++)
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			const Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			row_insert (&entry_of (pairs, c->serial)->rows[own_side], serial, c->score);
		}
	for (guint i = 0; i < e->near.count; i++) {
		Entry *other = entry_of (pairs, e->near.best[i].serial);
		row_insert (&other->near, serial, e->near.best[i].score);
		other->stale = (guint8)MIN (other->stale + 1, G_MAXUINT8);
	}
}

static void judge (Pairs *pairs, Entry *e, guint32 self, const Candidate *c, Link *out)
{
	Entry *other = entry_of (pairs, c->serial);
	LinkSide x = side_of (pairs, e, c->serial, other->profile->lang),
		 y = side_of (pairs, other, self, e->profile->lang);
	link_score (pairs->space, pairs->model, &x, &y, c->cosines, out);
}

/* How many articles of `lang` are nearer to `e` than `score`. */
static guint nearer (const Entry *e, Lang lang, float score)
{
	const Row *row = &e->rows[side (lang)];
	guint n = 0;
	while (n < row->count && row->best[n].score > score)
		n++;
	return n;
}

static void tell (Pairs *pairs, Entry *e, guint32 self, PairFunc func, gpointer data)
{
	for (int s = 0; s < 2; s++)
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			const Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			const Entry *other = entry_of (pairs, c->serial);
			Link link;
			if (is_report (e->profile, other->profile) &&
			    (c->score < pairs->options.affinity_min ||
			     i + nearer (other, e->profile->lang, c->score) >=
				     pairs->options.judged))
				continue;
			judge (pairs, e, self, c, &link);
			if (link.probability >= pairs->options.min_probability)
				func (e->key, other->key, &link, data);
		}
}

/* A serial that no article has. */
#define NOBODY G_MAXUINT32

/* An entry for a profile that is not to stay. */
static Entry visitor (guint32 key, const Profile *profile)
{
	return (Entry){ .profile = (Profile *)(guintptr)profile, .key = key };
}

static void visitor_clear (Entry *e)
{
	e->profile = NULL; /* borrowed */
	entry_clear (e);
}

void pairs_find (Pairs *pairs, guint32 key, const Profile *profile, PairFunc func, gpointer data)
{
	Entry e = visitor (key, profile);
	gather (pairs, &e, NOBODY, true);
	tell (pairs, &e, NOBODY, func, data);
	visitor_clear (&e);
}

bool pairs_compare (Pairs *pairs, const Profile *profile, guint32 key, Link *out)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	if (!found)
		return false;
	Entry e = visitor (0, profile);
	gather (pairs, &e, NOBODY, true);
	Candidate c = { GPOINTER_TO_UINT (found) - 1, 0, { 0, 0 } };
	Entry *other = entry_of (pairs, c.serial);
	LinkSide x = side_of (pairs, &e, c.serial, other->profile->lang),
		 y = side_of (pairs, other, NOBODY, profile->lang);
	c.cosines = link_cosines (&x, &y);
	judge (pairs, &e, NOBODY, &c, out);
	visitor_clear (&e);
	return true;
}

void pairs_again (Pairs *pairs, guint32 key, PairFunc func, gpointer data)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	if (!found)
		return;
	guint32 serial = GPOINTER_TO_UINT (found) - 1;
	gather (pairs, entry_of (pairs, serial), serial, false);
	if (func)
		tell (pairs, entry_of (pairs, serial), serial, func, data);
}

void pairs_add (Pairs *pairs, guint32 key, Profile *profile, PairFunc func, gpointer data)
{
	pairs_remove (pairs, key);
	profile_strip (profile);
	pairs->newest_s = MAX (pairs->newest_s, profile->day_s);
	Entry entry = { .profile = profile,
			.day_s = profile->day_s ? profile->day_s : pairs->newest_s,
			.key = key };
	guint32 serial = pairs->first + pairs->entries->len;
	gather (pairs, &entry, serial, true);
	if (func)
		tell (pairs, &entry, serial, func, data);
	make_known (pairs, &entry, serial);

	g_array_append_val (pairs->entries, entry);
	g_array_set_size (pairs->scores, pairs->entries->len);
	g_hash_table_insert (pairs->by_key, GUINT_TO_POINTER (key), GUINT_TO_POINTER (serial + 1));
	pairs->live++;
	pairs->memory += entry_size (profile);
	g_autoptr (GArray) terms = heaviest (profile->all, KEPT_TERMS);
	for (guint i = 0; i < terms->len; i++) {
		const Weighted *w = &g_array_index (terms, Weighted, i);
		list_append (pairs, w->id, (Posting){ serial, w->weight });
	}
	make_room (pairs);
}

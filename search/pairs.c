/* pairs.c: an article is held against its candidates, and what is near enough is judged. */
#include "search/pairs_private.h"

#include <math.h>

/* Of dated headlines the affinity must be this part of a report's; those of one language are judged so many times as far down the
 * ranks, and farther down with this many times a report's affinity. Measured: of the pairs that reach LINK_THRESHOLD one in a
 * hundred is lost, of those judged three in four are spared. */
#define HEADLINE_PART 0.6
#define HEADLINE_MORE 2
#define HEADLINE_SURE 2

/* --- one article and its candidates --- */

static int by_score (gconstpointer a, gconstpointer b)
{
	float x = ((const Candidate *)a)->score, y = ((const Candidate *)b)->score;
	return x > y ? -1 : x < y;
}

static bool is_report (const Profile *a, const Profile *b)
{
	return MIN (a->terms->len, b->terms->len) >= LINK_SHORT_TERMS;
}

/* Which words of the candidates `e`, which is laid out, may have. */
static void find_hits (Pairs *pairs, GArray *candidates)
{
	for (guint i = 0; i < candidates->len; i++) {
		Candidate *c = &g_array_index (candidates, Candidate, i);
		if (i + 1 < candidates->len)
			near_expect (pairs, c[1].serial);
		c->hits = pairs->hits->len;
		c->hits_count = near_hits (pairs, brief_of (pairs, c->serial));
	}
}

/* Of the candidates of its language, those nearest to `e`, which is laid out. */
static void find_near (Pairs *pairs, Entry *e, const GArray *same)
{
	e->near.count = 0;
	for (guint i = 0; i < same->len; i++) {
		const Candidate *c = &g_array_index (same, Candidate, i);
		const Profile *other = entry_of (pairs, c->serial)->profile;
		near_insert (
			&e->near, c->serial,
			near_words (pairs, brief_of (pairs, c->serial), c->hits, c->hits_count) *
				exp (-profile_days_between (e->profile, other) / NEAR_DAYS));
	}
	e->stale = 1;
}

/* The candidates of `e`, whose serial is `self`, with their affinities; fills its rows, and its near when it is new. */
static void gather (Pairs *pairs, Entry *e, guint32 self, bool is_new)
{
	const Profile *p = e->profile;
	int own_side = side (p->lang);
	GArray *same = pairs->candidates[own_side], *cross = pairs->candidates[!own_side];
	join_ask (pairs, p, p->all, self, same);
	join_ask (pairs, p, p->all_translated, self, cross);
	near_spread (pairs, p);
	find_hits (pairs, same);
	find_hits (pairs, cross);
	if (is_new)
		find_near (pairs, e, same);
	near_refresh (pairs, e, 0);
	near_spread_own (pairs, e->own);
	for (int s = 0; s < 2; s++) {
		Row row = { .count = 0 };
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			Entry *other = entry_of (pairs, c->serial);
			near_refresh (pairs, other, is_new ? STALE_MAX : 0);
			c->cosines = near_cosines (pairs, brief_of (pairs, c->serial), other->own,
						   s == own_side, c->hits, c->hits_count);
			c->score = (float)link_affinity (p, other->profile, c->cosines);
			near_insert (&row, c->serial, c->score);
		}
		g_array_sort (pairs->candidates[s], by_score);
		e->rows[s] = row;
	}
	near_unspread (pairs, p);
}

/* Let the candidates know of their new neighbour. */
static void make_known (Pairs *pairs, const Entry *e, guint32 serial)
{
	int own_side = side (e->profile->lang);
	for (int s = 0; s < 2; s++)
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			const Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			near_insert (&entry_of (pairs, c->serial)->rows[own_side], serial,
				     c->score);
		}
	for (guint i = 0; i < e->near.count; i++) {
		Entry *other = entry_of (pairs, e->near.best[i].serial);
		near_insert (&other->near, serial, e->near.best[i].score);
		other->stale = (guint8)MIN (other->stale + 1, G_MAXUINT8);
	}
}

/* False when the pair is less likely than `least`: then *out is not filled. */
static bool judge (Pairs *pairs, Entry *e, guint32 self, const Candidate *c, double least,
		   Link *out)
{
	Entry *other = entry_of (pairs, c->serial);
	LinkSide x = near_side (pairs, e, other, c->serial), y = near_side (pairs, other, e, self);
	return link_reach (pairs->space, pairs->model, &x, &y, c->cosines, least, out);
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

/* Is a candidate, to which `rank` others of its language are nearer, near enough to be judged? */
static bool worth_judging (const Pairs *pairs, const Entry *e, const Entry *other, guint rank,
			   float score)
{
	const PairsOptions *o = &pairs->options;
	const Profile *a = e->profile, *b = other->profile;
	guint judged = o->judged;
	if (!is_report (a, b)) {
		/* Undated, or of two languages: the model's to say, far down as it may be. */
		if (!a->day_s || !b->day_s)
			return true;
		if (a->lang != b->lang || score >= o->affinity_min * HEADLINE_SURE)
			return score >= o->affinity_min * HEADLINE_PART;
		judged = MAX (judged, judged * HEADLINE_MORE);
	}
	return score >= o->affinity_min && rank + nearer (other, a->lang, score) < judged;
}

static void tell (Pairs *pairs, Entry *e, guint32 self, PairFunc func, gpointer data)
{
	for (int s = 0; s < 2; s++)
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			const Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			const Entry *other = entry_of (pairs, c->serial);
			Link link;
			if (!worth_judging (pairs, e, other, i, c->score))
				continue;
			if (judge (pairs, e, self, c, pairs->options.min_probability, &link))
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
	held_clear (e);
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
	Candidate c = { .serial = GPOINTER_TO_UINT (found) - 1 };
	Entry *other = entry_of (pairs, c.serial);
	LinkSide x = near_side (pairs, &e, other, c.serial),
		 y = near_side (pairs, other, &e, NOBODY);
	c.cosines = link_cosines (&x, &y);
	judge (pairs, &e, NOBODY, &c, 0, out);
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
	Entry entry = held_newcomer (pairs, key, profile);
	guint32 serial = pairs->first + pairs->entries->len;
	gather (pairs, &entry, serial, true);
	if (func)
		tell (pairs, &entry, serial, func, data);
	make_known (pairs, &entry, serial);
	held_add (pairs, &entry);
}

void pairs_hold (Pairs *pairs, guint32 key, Profile *profile)
{
	Entry entry = held_newcomer (pairs, key, profile);
	held_add (pairs, &entry);
}

void pairs_survey (Pairs *pairs)
{
	for (guint i = 0; i < pairs->entries->len; i++) {
		Entry *e = &g_array_index (pairs->entries, Entry, i);
		if (!e->profile)
			continue;
		GArray *same = pairs->candidates[side (e->profile->lang)];
		join_ask (pairs, e->profile, e->profile->all, pairs->first + i, same);
		near_spread (pairs, e->profile);
		find_hits (pairs, same);
		find_near (pairs, e, same);
		near_unspread (pairs, e->profile);
	}
	for (guint i = 0; i < pairs->entries->len; i++) {
		Entry *e = &g_array_index (pairs->entries, Entry, i);
		if (e->profile)
			gather (pairs, e, pairs->first + i, false);
	}
}

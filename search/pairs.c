/* pairs.c: an article is held against its candidates, and what is near enough is judged. */
#include "search/pairs_private.h"

#include <math.h>

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

/* Which words of the candidates `e`, which is laid out, has. */
static void find_hits (Pairs *pairs, GArray *candidates)
{
	for (guint i = 0; i < candidates->len; i++) {
		Candidate *c = &g_array_index (candidates, Candidate, i);
		if (i + 4 < candidates->len)
			__builtin_prefetch (words_of (pairs, c[4].serial));
		if (i + 2 < candidates->len)
			near_expect (pairs, c[2].serial);
		c->hits = pairs->hits->len;
		c->hits_count = near_hits (pairs, words_of (pairs, c->serial));
	}
}

/* --- its nearest, and what is common around them --- */

static const Candidate *candidate_of (const GArray *candidates, guint32 serial)
{
	const Candidate *c = &g_array_index (candidates, Candidate, 0);
	while (c->serial != serial)
		c++;
	return c;
}

/* Let the words of `e`, which is laid out, know of one of its nearest. */
static void count_near (Pairs *pairs, Around *words, const Candidate *c)
{
	const Words *other = &words_of (pairs, c->serial)->all;
	guint from = pairs->hits->len;
	g_array_set_size (pairs->hits, from + c->hits_count);
	guint32 *hits = (guint32 *)(void *)pairs->hits->data, *places = hits + from;
	for (guint i = 0; i < c->hits_count; i++)
		places[i] =
			g_array_index (pairs->spread, Spread, other->ids[hits[c->hits + i]]).place;
	around_come (words, places, c->hits_count);
	g_array_set_size (pairs->hits, from);
}

/* Of the candidates of its language, those nearest to `e`, which is laid out. */
static void find_near (Pairs *pairs, Entry *e, Around *words, const GArray *same)
{
	e->near.count = 0;
	for (guint i = 0; i < same->len; i++) {
		const Candidate *c = &g_array_index (same, Candidate, i);
		near_insert (
			&e->near, c->serial,
			near_words (pairs, words_of (pairs, c->serial), c->hits, c->hits_count) *
				exp (-(double)c->days / NEAR_DAYS));
	}
	e->is_lent = false;
	around_clear (words);
	for (guint i = 0; i < e->near.count; i++)
		if (around_counts (e->near.best[i].score))
			count_near (pairs, words, candidate_of (same, e->near.best[i].serial));
}

/* Count anew what is around the article `e`, but for the newest of its nearest. */
static void recount (Pairs *pairs, const Entry *e, Around *words, guint32 newest)
{
	around_clear (words);
	for (guint i = 0; i < e->near.count; i++) {
		guint32 serial = e->near.best[i].serial;
		if (serial != newest && around_counts (e->near.best[i].score) &&
		    live_entry (pairs, serial))
			around_come_whole (words, words_of (pairs, serial));
	}
}

/* The article `serial`, whose candidate `c` was, may be among the nearest of `c`; the hits are still there. */
static void make_near (Pairs *pairs, const Candidate *c, guint32 serial, float score)
{
	Entry *other = entry_of (pairs, c->serial);
	Around *words = words_of (pairs, c->serial);
	const Neighbour last = other->near.best[NEAR_MAX - 1];
	bool full = other->near.count == NEAR_MAX;
	if (!near_insert (&other->near, serial, score))
		return;
	other->is_lent = false;
	g_clear_pointer (&other->own, g_array_unref);
	if (full && around_counts (last.score)) {
		if (live_entry (pairs, last.serial))
			around_go (words, words_of (pairs, last.serial));
		else
			recount (pairs, other, words, serial);
	}
	if (around_counts (score))
		around_come (words, &g_array_index (pairs->hits, guint32, c->hits), c->hits_count);
}

/* --- the affinities of all --- */

static void weigh_same (Pairs *pairs, Entry *e, GArray *same)
{
	Row *row = &e->rows[side (e->profile->lang)];
	row->count = 0;
	for (guint i = 0; i < same->len; i++) {
		Candidate *c = &g_array_index (same, Candidate, i);
		c->cosines =
			near_cosines (pairs, words_of (pairs, c->serial), c->hits, c->hits_count);
		c->score = (float)link_affinity (c->days, c->cosines);
		near_insert (row, c->serial, c->score);
	}
	g_array_sort (same, by_score);
}

/* Those that are too far to be rivals, or to be judged, go, unless the model may have its say (see worth_judging()). */
static void weigh_cross (Pairs *pairs, Entry *e, GArray *cross)
{
	const double least = e->profile->day_s ? affinity_least (pairs) : 0;
	Row *row = &e->rows[!side (e->profile->lang)];
	guint kept = 0;
	row->count = 0;
	for (guint i = 0; i < cross->len; i++) {
		Candidate c = g_array_index (cross, Candidate, i);
		bool dated = mark_of (pairs, c.serial - pairs->first)->minute != 0;
		if (!near_cosines_cross (pairs, words_of (pairs, c.serial), c.hits, c.hits_count,
					 dated ? least : 0, c.days, &c.cosines))
			continue;
		c.score = (float)link_affinity (c.days, c.cosines);
		near_insert (row, c.serial, c.score);
		g_array_index (cross, Candidate, kept++) = c;
	}
	g_array_set_size (cross, kept);
	g_array_sort (cross, by_score);
}

/* The candidates of `e`, whose serial is `self`, with their affinities; fills its rows, and its near when it is new. */
static void gather (Pairs *pairs, Entry *e, Around *words, guint32 self, bool is_new)
{
	int own_side = side (e->profile->lang);
	GArray *same = pairs->candidates[own_side], *cross = pairs->candidates[!own_side];
	join_ask (pairs, e->profile, self, false);
	g_array_set_size (pairs->hits, 0);
	near_spread (pairs, words);
	find_hits (pairs, same);
	find_hits (pairs, cross);
	if (is_new)
		find_near (pairs, e, words, same);
	near_spread_own (pairs, words);
	weigh_same (pairs, e, same);
	weigh_cross (pairs, e, cross);
	near_unspread (pairs, words);
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
	for (guint i = 0; i < e->near.count; i++)
		make_near (pairs,
			   candidate_of (pairs->candidates[own_side], e->near.best[i].serial),
			   serial, e->near.best[i].score);
}

/* False when the pair is less likely than `least`: then *out is not filled. */
static bool judge (Pairs *pairs, Entry *e, Around *words, guint32 self, const Candidate *c,
		   double least, Link *out)
{
	Entry *other = entry_of (pairs, c->serial);
	LinkSide x = near_side (pairs, e, words, other, c->serial),
		 y = near_side (pairs, other, words_of (pairs, c->serial), e, self);
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

static void tell (Pairs *pairs, Entry *e, Around *words, guint32 self, PairFunc func, gpointer data)
{
	for (int s = 0; s < 2; s++)
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			const Candidate *c = &g_array_index (pairs->candidates[s], Candidate, i);
			const Entry *other = entry_of (pairs, c->serial);
			Link link;
			if (!worth_judging (pairs, e, other, i, c->score))
				continue;
			if (judge (pairs, e, words, self, c, pairs->options.min_probability, &link))
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
	g_autofree Around *words = around_new (profile);
	gather (pairs, &e, words, NOBODY, true);
	tell (pairs, &e, words, NOBODY, func, data);
	visitor_clear (&e);
}

bool pairs_compare (Pairs *pairs, const Profile *profile, guint32 key, Link *out)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	if (!found)
		return false;
	Entry e = visitor (0, profile);
	g_autofree Around *words = around_new (profile);
	gather (pairs, &e, words, NOBODY, true);
	Candidate c = { .serial = GPOINTER_TO_UINT (found) - 1 };
	Entry *other = entry_of (pairs, c.serial);
	LinkSide x = near_side (pairs, &e, words, other, c.serial),
		 y = near_side (pairs, other, words_of (pairs, c.serial), &e, NOBODY);
	c.cosines = link_cosines (&x, &y);
	judge (pairs, &e, words, NOBODY, &c, 0, out);
	visitor_clear (&e);
	return true;
}

/* What is common these days may be another since a headline and its candidates were lent words. */
static void lend_anew (const Pairs *pairs, Entry *e)
{
	e->is_lent = e->is_lent && e->lent_at == pairs->era;
	for (int s = 0; s < 2; s++)
		for (guint i = 0; i < pairs->candidates[s]->len; i++) {
			guint32 serial = g_array_index (pairs->candidates[s], Candidate, i).serial;
			Entry *other = entry_of (pairs, serial);
			other->is_lent = other->is_lent && other->lent_at == pairs->era;
		}
}

void pairs_again (Pairs *pairs, guint32 key, PairFunc func, gpointer data)
{
	gpointer found = g_hash_table_lookup (pairs->by_key, GUINT_TO_POINTER (key));
	if (!found)
		return;
	guint32 serial = GPOINTER_TO_UINT (found) - 1;
	Around *words = words_of (pairs, serial);
	gather (pairs, entry_of (pairs, serial), words, serial, false);
	lend_anew (pairs, entry_of (pairs, serial));
	if (func)
		tell (pairs, entry_of (pairs, serial), words, serial, func, data);
}

void pairs_add (Pairs *pairs, guint32 key, Profile *profile, PairFunc func, gpointer data)
{
	Entry entry = held_newcomer (pairs, key, profile);
	guint32 serial = pairs->first + pairs->entries->len;
	Around *words = around_new (profile);
	gather (pairs, &entry, words, serial, true);
	if (func)
		tell (pairs, &entry, words, serial, func, data);
	make_known (pairs, &entry, serial);
	held_add (pairs, &entry, words);
}

void pairs_hold (Pairs *pairs, guint32 key, Profile *profile)
{
	Entry entry = held_newcomer (pairs, key, profile);
	held_add (pairs, &entry, around_new (profile));
}

static void survey_near (Pairs *pairs, Entry *e, Around *words, guint32 self)
{
	GArray *same = pairs->candidates[side (e->profile->lang)];
	join_ask (pairs, e->profile, self, true);
	g_array_set_size (pairs->hits, 0);
	near_spread (pairs, words);
	find_hits (pairs, same);
	find_near (pairs, e, words, same);
	near_unspread (pairs, words);
}

void pairs_survey (Pairs *pairs)
{
	days_forget (pairs);
	for (int whole = 0; whole < 2; whole++)
		for (guint i = 0; i < pairs->entries->len; i++) {
			Entry *e = &g_array_index (pairs->entries, Entry, i);
			guint32 serial = pairs->first + i;
			if (!e->profile)
				continue;
			g_clear_pointer (&e->own, g_array_unref);
			if (whole)
				gather (pairs, e, words_of (pairs, serial), serial, false);
			else
				survey_near (pairs, e, words_of (pairs, serial), serial);
		}
}

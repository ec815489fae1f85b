/* pairs_near.c: an article's surroundings: what is common around it, what is nearer to it, and its cosines with many others. */
#include <math.h>
#include <string.h>

#include "search/pairs_private.h"

/* Its nearest of the same language say what is common around it, if they are within these cosines: what is farther
 * is another matter, what is nearer a copy. */
#define NEAR_LEAST 0.05
#define NEAR_COPY 0.8
/* A headline's letters take in those of so many of its nearest, if they are this near after a fading of days. */
#define LENT_MAX 8
#define LENT_LEAST 0.2
#define LENT_DAYS 2.0

/* --- surroundings --- */

void near_insert (Row *row, guint32 serial, double score)
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
			double days = profile_days_between (p, other->profile);
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

void near_refresh (const Pairs *pairs, Entry *e, guint at_most)
{
	if (e->own && e->stale <= at_most)
		return;
	refresh_own (pairs, e);
	refresh_letters (pairs, e);
	e->stale = 0;
}

LinkSide near_side (const Pairs *pairs, Entry *e, guint32 other, Lang lang)
{
	const Row *row = &e->rows[side (lang)];
	guint n = 0;
	near_refresh (pairs, e, STALE_MAX);
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

void near_spread (Pairs *pairs, const Entry *e, bool set)
{
	spread_vector (pairs, e->profile->all, set);
	spread_vector (pairs, e->profile->all_translated, set);
	Spread *spread = (Spread *)(void *)pairs->spread->data;
	for (guint i = 0; set && i < e->own->len; i++) {
		const Weighted *w = &g_array_index (e->own, Weighted, i);
		spread[w->id].own = w->weight;
	}
}

LinkCosines near_cosines (const Pairs *pairs, const Entry *e, bool same)
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

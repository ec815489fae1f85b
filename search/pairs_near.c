/* pairs_near.c: an article's surroundings: what is common around it, what is nearer to it, and its cosines with many others. */
#include <math.h>
#include <string.h>

#include "search/pairs_private.h"

/* Its nearest of the same language say what is common around it, if they are within these cosines: what is farther
 * is another matter, what is nearer a copy. */
#define NEAR_LEAST 0.05
#define NEAR_COPY 0.8
/* Another report of the same language with such a cosine, faded by days, is mostly of the same event: it is no rival. */
#define NEAR_SAME 0.5
/* A headline's letters take in those of so many of its nearest, if they are this near after a fading of days. */
#define LENT_MAX 8
#define LENT_LEAST 0.2
#define LENT_DAYS 2.0
/* So many words of the next article are asked of the memory in time; the rest it brings by itself. */
#define EXPECTED 32

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

void near_init (Pairs *pairs)
{
	for (guint total = 0; total <= NEAR_MAX; total++)
		for (guint count = 0; count <= total; count++)
			pairs->rarity[total][count] = (float)log ((total + 1.5) / (count + 0.5));
}

/* --- sieves --- */

static void sieve_set (guint64 *sieve, guint32 id)
{
	sieve[id % SIEVE_BITS / 64] |= G_GUINT64_CONSTANT (1) << id % 64;
}

/* Which of `count` words are in the sieve, into `out`, which has room for all: most are not, and which cannot be foreseen, so that
 * nothing branches on it. Returns how many. */
static guint sift (const guint64 *sieve, const Weighted *words, guint count, guint32 *out)
{
	guint n = 0;
	for (guint i = 0; i < count; i++) {
		guint bit = words[i].id % SIEVE_BITS;
		out[n] = i;
		n += sieve[bit / 64] >> bit % 64 & 1;
	}
	return n;
}

/* The same into pairs->hits. */
static guint sift_append (Pairs *pairs, const guint64 *sieve, const Weighted *words, guint count)
{
	guint from = pairs->hits->len;
	g_array_set_size (pairs->hits, from + count);
	guint n = sift (sieve, words, count, &g_array_index (pairs->hits, guint32, from));
	g_array_set_size (pairs->hits, from + n);
	return n;
}

/* --- what is common around an article --- */

/* The array of places, long enough for the ids of `v`, which are set or cleared, and the sieve to them. */
static guint16 *lay_places (Pairs *pairs, const Vector *v, guint64 *sieve, bool set)
{
	guint32 last = v->len ? g_array_index (v, Weighted, v->len - 1).id : 0;
	if (last >= pairs->places->len)
		g_array_set_size (pairs->places, last + 1 + last / 8);
	guint16 *places = (guint16 *)(void *)pairs->places->data;
	for (guint i = 0; i < MIN (v->len, G_MAXUINT16 - 1); i++) {
		guint32 id = g_array_index (v, Weighted, i).id;
		places[id] = (guint16)(set ? i + 1 : 0);
		sieve_set (sieve, id);
	}
	return places;
}

/* In how many of the nearest each word of `all` stands: counts[1 + its index]. Returns how many they are. */
static guint count_near (Pairs *pairs, const Entry *e, guint8 *counts)
{
	const Vector *all = e->profile->all;
	guint64 sieve[SIEVE_BITS / 64] = { 0 };
	const guint16 *places = lay_places (pairs, all, sieve, true);
	guint total = 0;
	for (guint n = 0; n < e->near.count; n++) {
		guint32 serial = e->near.best[n].serial;
		if (!live_entry (pairs, serial) || e->near.best[n].score < NEAR_LEAST ||
		    e->near.best[n].score > NEAR_COPY)
			continue;
		const Brief *other = brief_of (pairs, serial);
		guint from = pairs->hits->len, count;
		count = sift_append (pairs, sieve, other->all, other->all_count);
		const guint32 *hits = &g_array_index (pairs->hits, guint32, from);
		total++;
		for (guint k = 0; k < count; k++) {
			guint32 id = other->all[hits[k]].id;
			if (id < pairs->places->len)
				counts[places[id]]++; /* those it has not: counts[0] */
		}
		g_array_set_size (pairs->hits, from);
	}
	lay_places (pairs, all, sieve, false);
	return total;
}

static void refresh_own (Pairs *pairs, Entry *e)
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
		w.weight *= pairs->rarity[total][counts[i + 1]];
		norm += (double)w.weight * w.weight;
		g_array_index (e->own, Weighted, i) = w;
	}
	norm = norm > 0 ? 1 / sqrt (norm) : 0;
	for (guint i = 0; i < all->len; i++)
		g_array_index (e->own, Weighted, i).weight *= (float)norm;
}

/* A headline's nearest of the same days, with what each is taken to be of it: all together as loud as itself. Returns how many. */
static guint lenders (const Pairs *pairs, const Entry *e, const Profile **out, double *shares)
{
	const Profile *p = e->profile;
	guint count = 0;
	double total = 0;
	if (!p->day_s || p->terms->len >= LINK_SHORT_TERMS)
		return 0;
	for (guint n = 0; n < e->near.count && count < LENT_MAX; n++) {
		const Entry *other = live_entry (pairs, e->near.best[n].serial);
		if (!other || !other->profile->day_s)
			continue;
		double days = profile_days_between (p, other->profile);
		double share = e->near.best[n].score * exp (days / NEAR_DAYS - days / LENT_DAYS);
		if (share < LENT_LEAST)
			continue;
		out[count] = other->profile;
		shares[count++] = share;
		total += share;
	}
	for (guint i = 0; i < count; i++)
		shares[i] /= total;
	return count;
}

typedef const Vector *(*VectorOf) (const Profile *profile);

static const Vector *letters_of (const Profile *profile)
{
	return profile_part (profile, PROFILE_LETTERS);
}

static const Vector *all_of (const Profile *profile)
{
	return profile->all;
}

static const Vector *translated_of (const Profile *profile)
{
	return profile->all_translated;
}

static Vector *with_lent (const Profile *p, const Profile *const *from, const double *shares,
			  guint count, VectorOf vector_of)
{
	const Vector *own = vector_of (p);
	Vector *out = g_array_new (FALSE, FALSE, sizeof (Weighted));
	g_array_append_vals (out, own->data, own->len);
	for (guint n = 0; n < count; n++) {
		const Vector *lent = vector_of (from[n]);
		for (guint i = 0; i < lent->len; i++) {
			Weighted w = g_array_index (lent, Weighted, i);
			w.weight *= (float)shares[n];
			g_array_append_val (out, w);
		}
	}
	vector_finish (out, true);
	return out;
}

/* A headline says little by itself: what its nearest say is taken to be said by it. Done when it is judged:
 * most candidates never are. */
static void refresh_lent (Pairs *pairs, Entry *e)
{
	const Profile *from[LENT_MAX];
	double shares[LENT_MAX];
	guint count = lenders (pairs, e, from, shares);
	e->is_lent = true;
	g_clear_pointer (&e->letters, g_array_unref);
	g_clear_pointer (&e->around, g_array_unref);
	g_clear_pointer (&e->around_translated, g_array_unref);
	if (!count)
		return;
	e->letters = with_lent (e->profile, from, shares, count, letters_of);
	e->around = with_lent (e->profile, from, shares, count, all_of);
	e->around_translated = with_lent (e->profile, from, shares, count, translated_of);
}

void near_refresh (Pairs *pairs, Entry *e, guint at_most)
{
	if (e->own && e->stale <= at_most)
		return;
	refresh_own (pairs, e);
	e->is_lent = false;
	e->stale = 0;
}

/* Does the article `serial` tell about the same as `e`? */
static bool tells_the_same (const Entry *e, guint32 serial)
{
	for (guint i = 0; i < e->near.count && e->near.best[i].score >= NEAR_SAME; i++)
		if (e->near.best[i].serial == serial)
			return true;
	return false;
}

LinkSide near_side (Pairs *pairs, Entry *e, const Entry *other, guint32 serial)
{
	const Row *row = &e->rows[side (other->profile->lang)];
	guint n = 0;
	near_refresh (pairs, e, STALE_MAX);
	if (!e->is_lent)
		refresh_lent (pairs, e);
	LinkSide out = link_side_alone (e->profile);
	out.own = e->own;
	if (e->around) {
		out.letters = e->letters;
		out.around = e->around;
		out.around_translated = e->around_translated;
	}
	for (guint i = 0; i < row->count && n < LINK_RIVALS; i++) {
		guint32 rival = row->best[i].serial;
		if (rival != serial && live_entry (pairs, rival) && !tells_the_same (other, rival))
			out.rivals[n++] = row->best[i].score;
	}
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
		spread[w->id] = (Spread){ set ? w->weight : 0, 0 };
		if (set)
			sieve_set (pairs->sieve, w->id);
	}
}

void near_spread (Pairs *pairs, const Profile *profile)
{
	spread_vector (pairs, profile->all, true);
	spread_vector (pairs, profile->all_translated, true);
}

void near_spread_own (Pairs *pairs, const Vector *own)
{
	Spread *spread = (Spread *)(void *)pairs->spread->data;
	for (guint i = 0; i < own->len; i++) {
		const Weighted *w = &g_array_index (own, Weighted, i);
		spread[w->id].own = w->weight;
	}
}

void near_unspread (Pairs *pairs, const Profile *profile)
{
	spread_vector (pairs, profile->all, false);
	spread_vector (pairs, profile->all_translated, false);
	memset (pairs->sieve, 0, sizeof pairs->sieve);
	g_array_set_size (pairs->hits, 0);
}

guint near_hits (Pairs *pairs, const Brief *other)
{
	return sift_append (pairs, pairs->sieve, other->all, other->all_count);
}

void near_expect (const Pairs *pairs, guint32 serial)
{
	const Brief *brief = brief_of (pairs, serial);
	for (guint i = 0; i < EXPECTED; i += 8)
		__builtin_prefetch (brief->all + i);
}

/* What the article laid out has of `id`. */
static inline Spread at_id (const Pairs *pairs, guint32 id)
{
	return id < pairs->spread->len ? g_array_index (pairs->spread, Spread, id)
				       : (Spread){ 0, 0 };
}

double near_words (const Pairs *pairs, const Brief *other, guint from, guint count)
{
	const guint32 *hits = &g_array_index (pairs->hits, guint32, from);
	double words = 0;
	for (guint i = 0; i < count; i++) {
		const Weighted *w = &other->all[hits[i]];
		words += (double)w->weight * at_id (pairs, w->id).all;
	}
	return words;
}

LinkCosines near_cosines (Pairs *pairs, const Brief *other, const Vector *own_vector, bool same,
			  guint from, guint count)
{
	const guint32 *hits = &g_array_index (pairs->hits, guint32, from);
	double words = 0, own = 0, words_back = 0, own_back = 0;
	for (guint i = 0; i < count; i++) {
		const Weighted *w = &other->all[hits[i]];
		const Spread s = at_id (pairs, w->id);
		words += (double)w->weight * s.all;
		own += (double)g_array_index (own_vector, Weighted, hits[i]).weight * s.all;
		own_back += (double)w->weight * s.own;
	}
	if (same)
		return (LinkCosines){ words, (own + own_back) / 2 };
	own_back = 0;
	from = pairs->hits->len;
	count = sift_append (pairs, pairs->sieve, other->translated, other->translated_count);
	hits = &g_array_index (pairs->hits, guint32, from);
	for (guint i = 0; i < count; i++) {
		const Weighted *w = &other->translated[hits[i]];
		const Spread s = at_id (pairs, w->id);
		words_back += (double)w->weight * s.all;
		own_back += (double)w->weight * s.own;
	}
	g_array_set_size (pairs->hits, from);
	return (LinkCosines){ (words + words_back) / 2, (own + own_back) / 2 };
}

/* pairs_near.c: an article's surroundings: what is nearer to it, what headlines are lent by it, and its cosines with many others. */
#include <math.h>
#include <string.h>

#include "search/pairs_private.h"

/* Another report of the same language with such a cosine, faded by days, is mostly of the same event: it is no rival. */
#define NEAR_SAME 0.5
/* A headline's letters take in those of so many of its nearest, if they are this near after a fading of days. */
#define LENT_MAX 8
#define LENT_LEAST 0.2
#define LENT_DAYS 2.0
/* So many words of the next article are asked of the memory in time; the rest it brings by itself. */
#define EXPECTED 64
/* Translating one of two articles says less than translating both: of those that reach something one in a thousand has under
 * so much of it. */
#define ONE_WAY 0.5

/* --- surroundings --- */

bool near_insert (Row *row, guint32 serial, double score)
{
	guint at = row->count;
	while (at > 0 && row->best[at - 1].score < score)
		at--;
	if (at >= NEAR_MAX)
		return false;
	row->count = (guint8)MIN (row->count + 1, NEAR_MAX);
	memmove (row->best + at + 1, row->best + at, (row->count - at - 1) * sizeof *row->best);
	row->best[at] = (Neighbour){ serial, (float)score };
	return true;
}

void near_init (Pairs *pairs)
{
	for (guint total = 0; total <= NEAR_MAX; total++)
		for (guint count = 0; count <= total; count++)
			pairs->rarity[total][count] = (float)log ((total + 1.5) / (count + 0.5));
}

/* --- what headlines are lent --- */

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

/* What is lent to a vector, its sum scaled to norm 1. With `lang` the words, which are of that language, weigh by what part of their
 * rarity they have these days. */
static Vector *with_lent (Pairs *pairs, const Profile *p, const Profile *const *from,
			  const double *shares, guint count, VectorOf vector_of, Lang lang)
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
	if (lang == LANG_UNKNOWN)
		return out;
	const gint32 day = day_of_minute (minute_of (p));
	for (guint i = 0; i < out->len; i++) {
		Weighted *w = &g_array_index (out, Weighted, i);
		w->weight *= (float)days_part (pairs, w->id, lang, day);
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
	const Profile *p = e->profile;
	guint count = lenders (pairs, e, from, shares);
	e->is_lent = true;
	e->lent_at = pairs->era;
	g_clear_pointer (&e->letters, g_array_unref);
	g_clear_pointer (&e->around, g_array_unref);
	g_clear_pointer (&e->around_translated, g_array_unref);
	if (!p->day_s || p->terms->len >= LINK_SHORT_TERMS)
		return;
	if (count)
		e->letters = with_lent (pairs, p, from, shares, count, letters_of, LANG_UNKNOWN);
	e->around = with_lent (pairs, p, from, shares, count, all_of, p->lang);
	e->around_translated = with_lent (pairs, p, from, shares, count, translated_of,
					  p->lang == LANG_FR ? LANG_EN : LANG_FR);
}

/* Does the article `serial` tell about the same as `e`? */
static bool tells_the_same (const Entry *e, guint32 serial)
{
	for (guint i = 0; i < e->near.count && e->near.best[i].score >= NEAR_SAME; i++)
		if (e->near.best[i].serial == serial)
			return true;
	return false;
}

LinkSide near_side (Pairs *pairs, Entry *e, Around *words, const Entry *other, guint32 serial)
{
	const Row *row = &e->rows[side (other->profile->lang)];
	guint n = 0;
	if (!e->is_lent)
		refresh_lent (pairs, e);
	if (!e->own)
		e->own = around_vector (pairs, words);
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

static void spread_words (Pairs *pairs, const Words *words, bool set)
{
	if (words->count) {
		guint32 last = words->ids[words->count - 1];
		if (last >= pairs->spread->len)
			g_array_set_size (pairs->spread, last + 1 + last / 8);
	}
	Spread *spread = (Spread *)(void *)pairs->spread->data;
	for (guint i = 0; i < words->count; i++) {
		guint32 id = words->ids[i];
		spread[id] = (Spread){ set ? words->weights[i] : 0, 0, i };
		pairs->sieve[id % SIEVE_BITS / 64] |= G_GUINT64_CONSTANT (1) << id % 64;
	}
}

void near_spread (Pairs *pairs, const Around *words)
{
	spread_words (pairs, &words->all, true);
	spread_words (pairs, &words->translated, true);
}

void near_spread_own (Pairs *pairs, Around *words)
{
	Spread *spread = (Spread *)(void *)pairs->spread->data;
	const float norm = (float)around_norm (pairs, words);
	for (guint i = 0; i < words->all.count; i++)
		spread[words->all.ids[i]].own = around_weight (pairs, words, i) * norm;
}

void near_unspread (Pairs *pairs, const Around *words)
{
	spread_words (pairs, &words->all, false);
	spread_words (pairs, &words->translated, false);
	memset (pairs->sieve, 0, sizeof pairs->sieve);
}

void near_expect (const Pairs *pairs, guint32 serial)
{
	const Around *words = words_of (pairs, serial);
	for (guint i = 0; i < EXPECTED; i += 16)
		__builtin_prefetch (words->all.ids + i);
}

/* What the article laid out has of `id`. */
static inline Spread at_id (const Pairs *pairs, guint32 id)
{
	return id < pairs->spread->len ? g_array_index (pairs->spread, Spread, id)
				       : (Spread){ 0, 0, 0 };
}

/* Which of some words the article laid out has, appended to pairs->hits: most it has not, which the sieve tells, and which cannot be
 * foreseen, so that nothing branches on it. Returns how many. */
static guint sift (Pairs *pairs, const Words *words)
{
	guint from = pairs->hits->len, n = 0, kept = 0;
	g_array_set_size (pairs->hits, from + words->count);
	guint32 *out = &g_array_index (pairs->hits, guint32, from);
	for (guint i = 0; i < words->count; i++) {
		guint bit = words->ids[i] % SIEVE_BITS;
		out[n] = i;
		n += pairs->sieve[bit / 64] >> bit % 64 & 1;
	}
	for (guint i = 0; i < n; i++) {
		out[kept] = out[i];
		kept += at_id (pairs, words->ids[out[i]]).all > 0;
	}
	g_array_set_size (pairs->hits, from + kept);
	return kept;
}

guint near_hits (Pairs *pairs, const Around *other)
{
	return sift (pairs, &other->all);
}

double near_words (const Pairs *pairs, const Around *other, guint from, guint count)
{
	const guint32 *hits = &g_array_index (pairs->hits, guint32, from);
	double words = 0;
	for (guint i = 0; i < count; i++)
		words += (double)other->all.weights[hits[i]] *
			 at_id (pairs, other->all.ids[hits[i]]).all;
	return words;
}

/* What of the other's words, and of their weights around it, the one laid out has; and of its own weights around. */
typedef struct {
	double words, own, own_back;
} Sums;

static Sums sum_hits (Pairs *pairs, Around *other, guint from, guint count)
{
	const guint32 *hits = &g_array_index (pairs->hits, guint32, from);
	const double norm = around_norm (pairs, other);
	Sums sums = { 0, 0, 0 };
	for (guint i = 0; i < count; i++) {
		const Spread s = at_id (pairs, other->all.ids[hits[i]]);
		double weight = other->all.weights[hits[i]];
		sums.words += weight * s.all;
		sums.own += (double)around_weight (pairs, other, hits[i]) * s.all;
		sums.own_back += weight * s.own;
	}
	sums.own *= norm;
	return sums;
}

LinkCosines near_cosines (Pairs *pairs, Around *other, guint from, guint count)
{
	Sums sums = sum_hits (pairs, other, from, count);
	return (LinkCosines){ sums.words, (sums.own + sums.own_back) / 2 };
}

bool near_cosines_cross (Pairs *pairs, Around *other, guint from, guint count, double least,
			 double days, LinkCosines *out)
{
	Sums sums = sum_hits (pairs, other, from, count);
	double words_back = 0, own_back = 0;
	if (link_affinity (days, (LinkCosines){ sums.words, sums.own }) < least * ONE_WAY)
		return false;
	from = pairs->hits->len;
	count = sift (pairs, &other->translated);
	const guint32 *hits = &g_array_index (pairs->hits, guint32, from);
	for (guint i = 0; i < count; i++) {
		double weight = other->translated.weights[hits[i]];
		const Spread s = at_id (pairs, other->translated.ids[hits[i]]);
		words_back += weight * s.all;
		own_back += weight * s.own;
	}
	g_array_set_size (pairs->hits, from);
	*out = (LinkCosines){ (sums.words + words_back) / 2, (sums.own + own_back) / 2 };
	return true;
}

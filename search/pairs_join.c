/* pairs_join.c: the inverted lists. Each article stands under its heaviest words; what a new one shares with all that are held is
 * added up list by list, into one number for each of them. Articles have serial numbers in the order they came; a list is in that
 * order, so that what has left is a dead front that is cut off now and then, and nothing is ever searched for to be removed. */
#include <math.h>
#include <string.h>

#include "search/pairs_private.h"

/* An article stands under so many of its heaviest terms, and is looked up by so many of its own or translated ones. */
#define KEPT_TERMS 60
#define ASKED_TERMS 120
/* Scores are looked through in runs of so many, most of which hold nothing. */
#define RUN 16
#define AHEAD 4

/* --- the heaviest terms of a vector --- */

/* Move the `max` heaviest of `w` to its front, in no order. */
static void select_heaviest (Weighted *w, guint len, guint max)
{
	guint low = 0, high = len;
	while (high - low > 1) {
		float pivot = w[low + (high - low) / 2].weight;
		guint i = low, k = high - 1;
		for (;; i++, k--) {
			while (w[i].weight > pivot)
				i++;
			while (w[k].weight < pivot)
				k--;
			if (i >= k)
				break;
			Weighted swapped = w[i];
			w[i] = w[k];
			w[k] = swapped;
		}
		/* All before i weigh at least the pivot, all from k + 1 on at most. */
		if (max <= i)
			high = i;
		else if (max > k)
			low = k + 1;
		else
			return;
	}
}

/* A vector's `max` heaviest, in no order. Borrowed until the next call. */
static const Weighted *heaviest (Pairs *pairs, const Vector *vector, guint max, guint *count)
{
	*count = MIN (vector->len, max);
	if (vector->len <= max)
		return (const Weighted *)(const void *)vector->data;
	g_array_set_size (pairs->sorted, 0);
	g_array_append_vals (pairs->sorted, vector->data, vector->len);
	Weighted *w = (Weighted *)(void *)pairs->sorted->data;
	select_heaviest (w, vector->len, max);
	return w;
}

/* --- lists --- */

/* The list's postings from `serial` on begin here. */
static guint32 list_start (const List *list, guint32 serial)
{
	guint32 low = 0, high = list->count;
	if (!high || list->postings[0].serial >= serial)
		return 0;
	while (low < high) {
		guint32 middle = (low + high) / 2;
		if (list->postings[middle].serial < serial)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void list_append (Pairs *pairs, guint32 id, Posting posting)
{
	if (id >= pairs->lists->len)
		g_array_set_size (pairs->lists, id + 1 + id / 8);
	List *list = &g_array_index (pairs->lists, List, id);
	if (list->count == list->size) {
		guint32 dead = list_start (list, pairs->first);
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

void join_add (Pairs *pairs, guint32 serial, const Profile *profile)
{
	guint count;
	const Weighted *terms = heaviest (pairs, profile->all, KEPT_TERMS, &count);
	for (guint i = 0; i < count; i++)
		list_append (pairs, terms[i].id, (Posting){ serial, terms[i].weight });
}

/* --- asking --- */

/* The first serial of an article that may be within `profile`'s window. */
static guint32 window_start (const Pairs *pairs, const Profile *profile)
{
	gint64 from_s = profile->day_s - (gint64)pairs->options.window_days * 86400;
	guint low = 0, high = pairs->briefs->len;
	if (!profile->day_s)
		return pairs->first;
	while (low < high) {
		guint middle = (low + high) / 2;
		if (g_array_index (pairs->briefs, Brief, middle).latest_s < from_s)
			low = middle + 1;
		else
			high = middle;
	}
	return pairs->first + low;
}

/* Add what each held article from `start` on shares with `asked` to its score. */
static void accumulate (Pairs *pairs, const Vector *asked, guint32 start)
{
	guint count;
	const Weighted *terms = heaviest (pairs, asked, ASKED_TERMS, &count);
	float *scores = (float *)(void *)pairs->scores->data;
	const List *lists = (const List *)(const void *)pairs->lists->data;
	for (guint i = 0; i < count; i++) {
		/* The lists stand anywhere: ask the memory for the next ones in time. */
		if (i + 2 * AHEAD < count && terms[i + 2 * AHEAD].id < pairs->lists->len)
			__builtin_prefetch (&lists[terms[i + 2 * AHEAD].id]);
		if (i + AHEAD < count && terms[i + AHEAD].id < pairs->lists->len)
			__builtin_prefetch (lists[terms[i + AHEAD].id].postings);
		if (terms[i].id >= pairs->lists->len)
			continue;
		const List *list = &lists[terms[i].id];
		const float weight = terms[i].weight;
		for (guint32 k = list_start (list, start); k < list->count; k++)
			scores[list->postings[k].serial - pairs->first] +=
				weight * list->postings[k].weight;
	}
}

static bool any_reaches (const float *scores, float least)
{
	int any = 0;
	for (int i = 0; i < RUN; i++)
		any |= scores[i] >= least;
	return any;
}

/* Put `candidate` among the `most` best of `out`, best first. */
static void keep_best (GArray *out, const Candidate *candidate, guint most)
{
	guint at = out->len;
	while (at > 0 && g_array_index (out, Candidate, at - 1).score < candidate->score)
		at--;
	if (at >= most)
		return;
	if (out->len == most)
		g_array_set_size (out, most - 1);
	g_array_insert_val (out, at, *candidate);
}

/* One that shares `score`, if it is within the window and near enough. */
static void consider (const Pairs *pairs, const Profile *profile, guint index, float score,
		      GArray *out, guint most)
{
	if (out->len == most && score <= g_array_index (out, Candidate, most - 1).score)
		return; /* fading will not make it more */
	const Brief *other = &g_array_index (pairs->briefs, Brief, index);
	bool both = profile->day_s && other->day_s;
	gint64 apart_s = both ? ABS (profile->day_s - other->day_s) : 0;
	if (!other->is_held || apart_s > (gint64)pairs->options.window_days * 86400)
		return;
	Candidate candidate = { pairs->first + index,
				score * (float)exp (-(double)apart_s / 86400 / NEAR_DAYS),
				{ 0, 0 } };
	keep_best (out, &candidate, most);
}

void join_ask (Pairs *pairs, const Profile *profile, const Vector *asked, guint32 self, GArray *out)
{
	guint32 start = window_start (pairs, profile);
	guint from = start - pairs->first, len = pairs->briefs->len;
	guint most = pairs->options.candidates * (profile->terms->len < LINK_SHORT_TERMS ? 3 : 1);
	float of_headlines =
		(float)MAX (pairs->options.affinity_min * PAIRS_SHORT_PART, G_MINFLOAT);
	float least[2] = { (float)MAX (pairs->options.affinity_min, G_MINFLOAT), of_headlines };
	if (profile->terms->len < LINK_SHORT_TERMS)
		least[0] = of_headlines;
	g_array_set_size (out, 0);
	g_array_set_size (pairs->scores, len + RUN); /* all 0: no run ends outside */
	accumulate (pairs, asked, start);
	float *scores = (float *)(void *)pairs->scores->data;
	const guint8 *shorts = (const guint8 *)pairs->shorts->data;
	for (guint run = from; run < len; run += RUN) {
		if (!any_reaches (scores + run, of_headlines))
			continue;
		for (guint i = run; i < MIN (run + RUN, len); i++)
			if (scores[i] >= least[shorts[i]] && pairs->first + i != self)
				consider (pairs, profile, i, scores[i], out, most);
	}
	if (len > from)
		memset (scores + from, 0, (len - from) * sizeof *scores);
}

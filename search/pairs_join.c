/* pairs_join.c: the inverted lists. Each article stands under its heaviest words; what a new one shares with all that are held is
 * added up list by list, into one number for each of them. Articles have serial numbers in the order they came; a list is in that
 * order, so that what has left is a dead front that is cut off now and then, and nothing is ever searched for to be removed.
 *
 * Most of the time is waiting for memory: a posting is 32 bits, a score 16, so that the scores of a window stay in the nearest cache. */
#include <math.h>
#include <string.h>

#include "search/pairs_private.h"

/* An article stands under so many of its heaviest terms, and is looked up by so many of its own or translated ones. */
#define KEPT_TERMS 60
#define ASKED_TERMS 80
/* A posting: the low bits of the serial, then the weight in 4,096ths. */
#define WEIGHT_BITS 12
#define WEIGHT_ONE (1U << WEIGHT_BITS)
#define AHEAD 6
#define AFFINITY_DAYS 4 /* as link_affinity() fades */
#define LINE 16         /* postings that come together */

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

/* What the postings of `serial` begin with: compare only by is_before(), since the high bits of serials are lost. */
static guint32 posting_of (guint32 serial)
{
	return serial << WEIGHT_BITS;
}

/* Both are within half the range of what is left of serials: see join_sweep(). */
static bool is_before (guint32 posting, guint32 start)
{
	return (gint32)((posting & ~(WEIGHT_ONE - 1)) - start) < 0;
}

/* The list's postings from `start` on begin here. Mostly a little farther on than the last time. */
static guint32 list_start (List *list, guint32 start)
{
	guint32 low = list->front, step = 1;
	if (low && !is_before (list->postings[low - 1], start))
		low = 0;
	while (low + step <= list->count && is_before (list->postings[low + step - 1], start)) {
		low += step;
		step *= 2;
	}
	guint32 high = MIN (low + step - 1, list->count);
	while (low < high) {
		guint32 middle = (low + high) / 2;
		if (is_before (list->postings[middle], start))
			low = middle + 1;
		else
			high = middle;
	}
	return list->front = low;
}

static void list_cut (List *list, guint32 dead)
{
	list->count -= dead;
	list->front -= MIN (dead, list->front);
	memmove (list->postings, list->postings + dead, list->count * sizeof *list->postings);
}

static void list_append (Pairs *pairs, guint32 id, guint32 posting)
{
	if (id >= pairs->lists->len)
		g_array_set_size (pairs->lists, id + 1 + id / 8);
	List *list = &g_array_index (pairs->lists, List, id);
	if (list->count == list->size) {
		guint32 dead = list_start (list, posting_of (pairs->first));
		if (dead > list->count / 4) {
			list_cut (list, dead);
		} else {
			guint32 size = MAX (4, list->size * 2);
			pairs->memory += (size - list->size) * sizeof *list->postings;
			list->postings = g_renew (guint32, list->postings, size);
			list->size = size;
		}
	}
	list->postings[list->count++] = posting;
}

/* Serials come again in postings: what has left must be gone before. */
static void join_sweep (Pairs *pairs)
{
	if (pairs->first - pairs->swept < PAIRS_MOST)
		return;
	for (guint i = 0; i < pairs->lists->len; i++) {
		List *list = &g_array_index (pairs->lists, List, i);
		list_cut (list, list_start (list, posting_of (pairs->first)));
	}
	pairs->swept = pairs->first;
}

static guint32 whole (float weight)
{
	return (guint32)MIN (weight * WEIGHT_ONE + 0.5F, WEIGHT_ONE - 1);
}

void join_add (Pairs *pairs, guint32 serial, const Profile *profile)
{
	guint count;
	const Weighted *terms = heaviest (pairs, profile->all, KEPT_TERMS, &count);
	join_sweep (pairs);
	for (guint i = 0; i < count; i++)
		list_append (pairs, terms[i].id, posting_of (serial) | whole (terms[i].weight));
}

/* Of a longer list so many postings are looked at, evenly spread. */
#define COUNTED_MAX 128

double join_count (const Pairs *pairs, guint32 id, gint32 from, gint32 to)
{
	if (id >= pairs->lists->len)
		return 0;
	List *list = &g_array_index (pairs->lists, List, id);
	const guint32 first = posting_of (pairs->first);
	guint32 start = list_start (list, first);
	guint32 step = 1 + (list->count - start) / COUNTED_MAX;
	double count = 0;
	for (guint32 k = start; k < list->count; k += step) {
		const Mark *mark = mark_of (pairs, (list->postings[k] - first) >> WEIGHT_BITS);
		gint32 day = day_of_minute (mark->minute);
		count += mark->is_held && mark->minute && day >= from && day <= to;
	}
	return count * step;
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
	gint16 *scores = (gint16 *)(void *)pairs->scores->data;
	List *lists = (List *)(void *)pairs->lists->data;
	const guint32 first = posting_of (pairs->first), from = posting_of (start);
	for (guint i = 0; i < count; i++) {
		/* The lists stand anywhere: ask the memory for the next ones in time. */
		if (i + 2 * AHEAD < count && terms[i + 2 * AHEAD].id < pairs->lists->len)
			__builtin_prefetch (&lists[terms[i + 2 * AHEAD].id]);
		if (i + AHEAD < count && terms[i + AHEAD].id < pairs->lists->len) {
			const List *next = &lists[terms[i + AHEAD].id];
			const guint32 *postings = next->postings + next->front;
			__builtin_prefetch (postings);
			__builtin_prefetch (postings + LINE);
			__builtin_prefetch (postings + LINE * 2);
		}
		if (terms[i].id >= pairs->lists->len)
			continue;
		List *list = &lists[terms[i].id];
		const guint32 weight = whole (terms[i].weight);
		for (guint32 k = list_start (list, from); k < list->count; k++) {
			guint32 posting = list->postings[k];
			guint32 share = weight * (posting & (WEIGHT_ONE - 1));
			scores[(posting - first) >> WEIGHT_BITS] +=
				(gint16)((share +
					  (1U << (2 * WEIGHT_BITS - JOIN_SCORE_BITS - 1))) >>
					 (2 * WEIGHT_BITS - JOIN_SCORE_BITS));
		}
	}
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

/* What must be shared for affinity_least(), which fades with days: of those that share less one in three hundred has so much all the
 * same, and of 90,000 none that of a report to be judged. */
static float worth_least (const Pairs *pairs, float days)
{
	return (float)affinity_least (pairs) / 2 * expf (days / AFFINITY_DAYS);
}

/* Who asks. */
typedef struct {
	guint32 self;
	gint32 minute; /* of its publication */
	gint64 day_s;
	guint most; /* so many of each language */
	bool is_short, is_english;
} Asker;

/* One that shares `score`, if it is within the window and near enough. */
static void consider (const Pairs *pairs, const Asker *asker, guint index, float score)
{
	const Mark *other = &g_array_index (pairs->marks, Mark, index);
	GArray *out = pairs->candidates[other->is_english];
	if (out->len == asker->most &&
	    score <= g_array_index (out, Candidate, asker->most - 1).score)
		return; /* fading will not make it more */
	if (!other->is_held || pairs->first + index == asker->self ||
	    (!asker->is_short && !other->is_short && score < pairs->options.affinity_min))
		return;
	gint64 apart =
		asker->minute && other->minute ? ABS ((gint64)asker->minute - other->minute) : 0;
	float days = (float)apart / MINUTES_A_DAY;
	if (apart > (gint64)pairs->options.window_days * MINUTES_A_DAY ||
	    score < worth_least (pairs, days))
		return;
	Candidate candidate = { .serial = pairs->first + index,
				.score = score * expf (-days / (float)NEAR_DAYS),
				.days = days };
	keep_best (out, &candidate, asker->most);
}

/* What must be shared to be among the best of either language when all is faded by at least `days`, in parts of JOIN_SCORE_ONE. */
static gint16 least_score (const Pairs *pairs, const Asker *asker, float days)
{
	float least = 1;
	for (int s = 0; s < 2; s++) {
		const GArray *out = pairs->candidates[s];
		bool full = out->len == asker->most;
		least = MIN (least,
			     full ? g_array_index (out, Candidate, asker->most - 1).score : 0);
	}
	least = MAX (least * expf (days / (float)NEAR_DAYS),
		     (float)(pairs->options.affinity_min * PAIRS_SHORT_PART));
	least = MAX (least, worth_least (pairs, days));
	return (gint16)MIN (least * JOIN_SCORE_ONE, G_MAXINT16);
}

/* The days from all that came up to `index` to the one who asks, at least. */
static float least_days (const Pairs *pairs, const Asker *asker, guint index)
{
	gint64 latest_s = g_array_index (pairs->briefs, Brief, index).latest_s;
	return asker->day_s && asker->day_s > latest_s
		       ? (float)((double)(asker->day_s - latest_s) / 86400)
		       : 0;
}

/* So many scores are looked at as one: most blocks have none that is enough. */
#define BLOCK 128

static gint16 largest_of (const gint16 *scores)
{
	gint16 most = 0;
	for (guint i = 0; i < BLOCK; i++)
		most = MAX (most, scores[i]);
	return most;
}

/* Go through the scores from `from` on, the newest first: what fades least comes before what must be more for it. */
static void look_through (Pairs *pairs, const Asker *asker, guint from)
{
	const gint16 *scores = (const gint16 *)(const void *)pairs->scores->data;
	const guint len = pairs->briefs->len;
	for (guint block = (len + BLOCK - 1) / BLOCK; block-- > from / BLOCK;) {
		guint start = block * BLOCK, end = MIN (start + BLOCK, len);
		gint16 most = largest_of (scores + start);
		if (most == 0)
			continue;
		gint16 least = least_score (pairs, asker, least_days (pairs, asker, end - 1));
		if (most < least)
			continue;
		for (guint i = end; i-- > start;)
			if (scores[i] >= least)
				consider (pairs, asker, i, (float)scores[i] / JOIN_SCORE_ONE);
	}
}

void join_ask (Pairs *pairs, const Profile *profile, guint32 self, bool only_same)
{
	guint32 start = window_start (pairs, profile);
	guint from = start - pairs->first, len = pairs->briefs->len;
	bool is_short = profile->terms->len < LINK_SHORT_TERMS;
	const Asker asker = { .self = self,
			      .minute = minute_of (profile),
			      .day_s = profile->day_s,
			      .most = pairs->options.candidates * (is_short ? 3 : 1),
			      .is_short = is_short,
			      .is_english = profile->lang == LANG_EN };
	for (int s = 0; s < 2; s++)
		g_array_set_size (pairs->candidates[s], 0);
	g_array_set_size (pairs->scores, (len / BLOCK + 1) * BLOCK); /* all 0 */
	accumulate (pairs, profile->all, start);
	if (!only_same)
		accumulate (pairs, profile->all_translated, start);
	look_through (pairs, &asker, from);
	if (len > from)
		memset ((gint16 *)(void *)pairs->scores->data + from, 0,
			(len - from) * sizeof (gint16));
}

/* pairs_days.c: how common a word is these days. What the headlines of a week all say tells none of them apart, however rare it is
 * in other weeks: "Tokyo" while the Games are held there. */
#include <math.h>

#include "search/pairs_private.h"

/* So many days before and after an article's own are its days. */
#define DAYS_AROUND 7
/* How rare a word is in general counts as much as so many articles of these days. */
#define PRIOR_ARTICLES 100.0
/* Of more articles only so many are counted, evenly spread. */
#define COUNTED_MAX 4096

/* What has been counted is kept in so many places, each of which has the last that fell there: a megabyte. */
#define PLACES_BITS 16

/* The place of a word and a day; of a language and a day, NO_ID less its side stands for the word. */
static PairsDay *place_of (Pairs *pairs, guint32 id, gint32 day)
{
	const guint64 key = (guint64)id << 32 | (guint32)day;
	/* Knuth, The Art of Computer Programming 3, 6.4: multiplicative hashing by the golden ratio. */
	guint64 hash = key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
	if (!pairs->days)
		pairs->days = g_new0 (PairsDay, 1 << PLACES_BITS);
	PairsDay *place = &pairs->days[hash >> (64 - PLACES_BITS)];
	if (place->key != key || place->era != pairs->era)
		*place = (PairsDay){ .key = key, .era = pairs->era, .number = -1 };
	return place;
}
#define NO_ID G_MAXUINT32

void days_forget (Pairs *pairs)
{
	pairs->era++;
	pairs->changes = 0;
}

/* When one in so many of those held has come or left, what was counted is forgotten. */
#define CHANGED_PART 8

void days_change (Pairs *pairs)
{
	if (++pairs->changes >= pairs->live / CHANGED_PART)
		days_forget (pairs);
}

/* How many articles of `lang` are held of the days around `day`. */
static double articles_of (Pairs *pairs, Lang lang, gint32 day)
{
	PairsDay *place = place_of (pairs, NO_ID - (guint32)side (lang), day);
	guint step = 1 + pairs->marks->len / COUNTED_MAX, count = 0;
	if (place->number >= 0)
		return place->number;
	for (guint i = 0; i < pairs->marks->len; i += step) {
		const Mark *mark = mark_of (pairs, i);
		count += mark->is_held && mark->is_english == side (lang) && mark->minute &&
			 ABS (day_of_minute (mark->minute) - day) <= DAYS_AROUND;
	}
	return place->number = (float)(count * step);
}

static double reckon_part (Pairs *pairs, guint32 id, Lang lang, gint32 day)
{
	double with_it = join_count (pairs, id, day - DAYS_AROUND, day + DAYS_AROUND);
	if (with_it < 1)
		return 1;
	double rarity = space_idf (pairs->space, id), of = articles_of (pairs, lang, day);
	double now =
		log ((of + PRIOR_ARTICLES + 1) / (with_it + PRIOR_ARTICLES * exp (-rarity) + 0.5));
	return CLAMP (now / rarity, 0.05, 1);
}

double days_part (Pairs *pairs, guint32 id, Lang lang, gint32 day)
{
	if (pairs->options.is_sample)
		return 1;
	PairsDay *place = place_of (pairs, id, day);
	if (place->number < 0) {
		/* What is asked on the way may fall on the same place. */
		float part = (float)reckon_part (pairs, id, lang, day);
		place = place_of (pairs, id, day);
		place->number = part;
	}
	return place->number;
}

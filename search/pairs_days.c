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

/* The key of what is kept of a word and a day; of a language and a day, NO_ID less its side stands for the word. */
static gpointer key_of (guint32 id, gint32 day)
{
	return GSIZE_TO_POINTER ((gsize)id << 24 | ((gsize)(guint32)day & 0xffffff));
}
#define NO_ID G_MAXUINT32

/* Numbers from 0 to KEPT_MOST are kept as whole numbers of 65,536ths. */
#define KEPT_ONE 65536
#define KEPT_MOST 65535.0

static bool kept (const Pairs *pairs, gpointer key, double *out)
{
	gpointer found;
	if (!g_hash_table_lookup_extended (pairs->days, key, NULL, &found))
		return false;
	*out = (double)GPOINTER_TO_UINT (found) / KEPT_ONE;
	return true;
}

/* So many are kept at most: some 10 MB. */
#define KEEP_MAX (1U << 18)

static double keep (Pairs *pairs, gpointer key, double number)
{
	if (g_hash_table_size (pairs->days) >= KEEP_MAX)
		g_hash_table_remove_all (pairs->days);
	g_hash_table_insert (pairs->days, key, GUINT_TO_POINTER ((guint)(number * KEPT_ONE)));
	return number;
}

void days_forget (Pairs *pairs)
{
	pairs->changes++;
	if (g_hash_table_size (pairs->days))
		g_hash_table_remove_all (pairs->days);
}

/* How many articles of `lang` are held of the days around `day`. */
static double articles_of (Pairs *pairs, Lang lang, gint32 day)
{
	gpointer key = key_of (NO_ID - (guint32)side (lang), day);
	guint step = 1 + pairs->marks->len / COUNTED_MAX;
	double count;
	if (kept (pairs, key, &count))
		return count;
	count = 0;
	for (guint i = 0; i < pairs->marks->len; i += step) {
		const Mark *mark = mark_of (pairs, i);
		count += mark->is_held && mark->is_english == side (lang) && mark->minute &&
			 ABS (day_of_minute (mark->minute) - day) <= DAYS_AROUND;
	}
	return keep (pairs, key, MIN (count * step, KEPT_MOST));
}

double days_part (Pairs *pairs, guint32 id, Lang lang, gint32 day)
{
	gpointer key = key_of (id, day);
	double part, with_it;
	if (pairs->options.is_sample)
		return 1;
	if (kept (pairs, key, &part))
		return part;
	with_it = join_count (pairs, id, day - DAYS_AROUND, day + DAYS_AROUND);
	if (with_it < 1)
		return keep (pairs, key, 1);
	double rarity = space_idf (pairs->space, id), of = articles_of (pairs, lang, day);
	double now =
		log ((of + PRIOR_ARTICLES + 1) / (with_it + PRIOR_ARTICLES * exp (-rarity) + 0.5));
	return keep (pairs, key, CLAMP (now / rarity, 0.05, 1));
}

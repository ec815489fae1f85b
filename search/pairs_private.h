/* pairs_private.h: what the pairs*.c files share: the articles held, and each one's surroundings. */
#pragma once

#include "search/pairs.h"

/* Of its nearest so many are kept, by words and a fading of days. */
#define NEAR_MAX 12
#define NEAR_DAYS 8.0
#define LATEST 20
/* Headlines share so much less than reports. */
#define PAIRS_SHORT_PART 0.4
/* Of dated headlines the affinity must be this part of a report's; those of one language are judged so many times as far down the
 * ranks, and farther down with this many times a report's affinity. Measured: of the pairs that reach LINK_THRESHOLD one in a
 * hundred is lost, of those judged three in four are spared. */
#define HEADLINE_PART 0.6
#define HEADLINE_MORE 2
#define HEADLINE_SURE 2

typedef struct {
	guint32 serial;
	float score;
	float days; /* between the two; 0 when it is not known */
	LinkCosines cosines;
	guint32 hits, hits_count; /* near_hits(), once asked for */
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

/* A vector, its ids and its weights apart: most of another article's ids are looked at, few of its weights. */
typedef struct {
	const guint32 *ids;
	const float *weights;
	guint32 count;
} Words;

/* An article's words as candidates are weighed by them, and what is common around it. In one block. */
typedef struct {
	Words all, translated;
	guint8 *counts; /* in how many of its nearest each of `all` stands */
	guint8 total;   /* of so many: the others are too far, or copies */
	float norm; /* what its words by how rare they are around are to be multiplied by; 0: not known */
} Around;

typedef struct {
	Profile *profile; /* NULL: left */
	gint64 day_s;     /* as the window sees it: publication, or the newest day when it came */
	guint32 key;
	bool is_lent;    /* the vectors below are of `near` as it is */
	guint32 lent_at; /* the era of that */
	Row near;        /* of its own language, by words and days */
	Row rows[2];     /* French, English: by affinity */
	/* As LinkSide has them; own is NULL until it is needed, the others where they are the profile's. */
	Vector *own, *letters, *around, *around_translated;
} Entry;

/* Where an article's words stand; side by side for all. */
typedef struct {
	gint64 latest_s; /* the latest publication of all that came up to here; G_MAXINT64 once one was undated */
	Around *words;
} Brief;

/* What the join must know of an article before anything else. */
typedef struct {
	gint32 minute; /* of its publication, 0 unknown */
	bool is_held, is_short, is_english;
} Mark;
#define MINUTES_A_DAY 1440

/* The articles that stand under a term, in the order they came: pairs_join.c. */
typedef struct {
	guint32 *postings;
	guint32 count, size;
	guint32 front; /* where the window began the last time */
} List;

/* So many articles are held at most. */
#define PAIRS_MOST (1U << 18)

/* One article's weights laid out by term id, so that the cosine with another is one walk along the other's vectors. Ids of the two
 * languages never meet: its own words and their translations stand in one array. */
typedef struct {
	float all, own;
	guint32 place; /* in its `all` */
} Spread;

/* Which ids may be in the Spread: most of the other article's are not, and this stays in the processor's nearest cache. */
#define SIEVE_BITS 16384

/* What was counted of a word, or of a language, and the days around one: pairs_days.c. */
typedef struct {
	guint64 key;
	guint32 era;
	float number; /* less than 0: not counted yet */
} PairsDay;

struct Pairs {
	Space *space;
	const LinkModel *model;
	PairsOptions options;
	GArray *entries; /* Entry, from serial `first` on */
	GArray *briefs;  /* Brief, of the same */
	GArray *marks;   /* Mark, of the same */
	guint32 first;   /* serial of entries[0] */
	guint32 swept;   /* what `first` was when the lists were swept */
	guint live;
	gsize memory;
	gint64 latest[LATEST]; /* the newest days of publication, newest first */
	GHashTable *by_key;    /* key → serial + 1 */
	GArray *lists;         /* List, by term id */
	GArray *scores;        /* gint16, by serial - first; all 0 between calls */
	GArray *hits;          /* guint32: near_hits() */
	GArray *sorted;        /* Weighted: the heaviest of a vector */
	GArray *spread; /* Spread, by term id: the article that is asked about; all 0 between calls */
	guint64 sieve[SIEVE_BITS / 64];
	PairsDay *days;  /* pairs_days.c; NULL until it is needed */
	guint32 era;     /* what was counted in an earlier one is forgotten */
	guint32 changes; /* how many articles have come or left since */
	float rarity[NEAR_MAX + 1]
		    [NEAR_MAX +
		     1]; /* of a word that stands in the second of the first number of articles */
	GArray *candidates
		[2]; /* Candidate, of the two languages: what they share, then their affinity */
};

/* Of dated articles less affinity makes neither a rival nor a pair to be judged. */
static inline double affinity_least (const Pairs *pairs)
{
	return MIN (LINK_RIVAL_ORDINARY, pairs->options.affinity_min * HEADLINE_PART);
}

static inline int side (Lang lang)
{
	return lang == LANG_EN;
}

static inline Entry *entry_of (const Pairs *pairs, guint32 serial)
{
	return &g_array_index (pairs->entries, Entry, serial - pairs->first);
}

static inline Around *words_of (const Pairs *pairs, guint32 serial)
{
	return g_array_index (pairs->briefs, Brief, serial - pairs->first).words;
}

static inline Mark *mark_of (const Pairs *pairs, guint index)
{
	return &g_array_index (pairs->marks, Mark, index);
}

static inline gint32 minute_of (const Profile *profile)
{
	return (gint32)CLAMP (profile->day_s / 60, G_MININT32, G_MAXINT32);
}

/* Days since 1970 of a minute since then. */
static inline gint32 day_of_minute (gint32 minute)
{
	return (minute - (minute < 0 ? MINUTES_A_DAY - 1 : 0)) / MINUTES_A_DAY;
}

/* The article of `serial` if it is still held. */
static inline Entry *live_entry (const Pairs *pairs, guint32 serial)
{
	Entry *entry = serial >= pairs->first ? entry_of (pairs, serial) : NULL;
	return entry && entry->profile ? entry : NULL;
}

/* pairs_held.c */

/* An entry for `profile` (taken over, stripped) under `key`; what was held under it leaves. */
Entry held_newcomer (Pairs *pairs, guint32 key, Profile *profile);
/* Let an entry and its words (taken over) stay, as the newest; others may leave for it. */
void held_add (Pairs *pairs, const Entry *entry, Around *words);
/* Free what an entry has. */
void held_clear (Entry *entry);

/* pairs_join.c */

/* A score is in so many parts of one, and stays under half of what its 16 bits hold. */
#define JOIN_SCORE_BITS 14
#define JOIN_SCORE_ONE (1U << JOIN_SCORE_BITS)
/* Let the article `serial` be found by its heaviest words. */
void join_add (Pairs *pairs, guint32 serial, const Profile *profile);
/* How many articles of the days `from` to `to` (since 1970) stand under `id`; of a long list it is reckoned from a part of it. */
double join_count (const Pairs *pairs, guint32 id, gint32 from, gint32 to);
/* The articles of `profile`'s window, but `self`, that share most with its words, or with their translations, into
 * pairs->candidates: Candidate, best first, by what they share, fading with days. With `only_same` none of the other language. Scores
 * need not be exact: near_cosines() weighs what is found. */
void join_ask (Pairs *pairs, const Profile *profile, guint32 self, bool only_same);

/* pairs_days.c */

/* What part of its rarity a word of `lang` has in the week before and after `day` (since 1970), by the articles that are held: 1 when
 * it is as rare as ever, less when they are full of it. Kept for an era: until one in 8 of them has come or left. */
double days_part (Pairs *pairs, guint32 id, Lang lang, gint32 day);
/* An article has come or left. */
void days_change (Pairs *pairs);
/* A new era: what was counted, and lent by it, is seen anew. */
void days_forget (Pairs *pairs);

/* pairs_near.c */

/* Put an article into a row if it is among the best. True when it is. */
bool near_insert (Row *row, guint32 serial, double score);

/* `e` as link_score() wants it, against the article `other`, whose serial is `serial`. Borrowed from `e`, whose words are `words`. */
LinkSide near_side (Pairs *pairs, Entry *e, Around *words, const Entry *other, guint32 serial);

/* Lay `words` out by term id: the words and their translations, then how they weigh among their nearest; and clear it all away. */
void near_spread (Pairs *pairs, const Around *words);
void near_spread_own (Pairs *pairs, Around *words);
void near_unspread (Pairs *pairs, const Around *words);
/* The words of `serial` will be asked for next. */
void near_expect (const Pairs *pairs, guint32 serial);
/* Append to pairs->hits which words of an article the one laid out has: indices of its `all`. Returns how many. */
guint near_hits (Pairs *pairs, const Around *other);
/* The cosine of the article laid out with one of the same language: what vector_dot() gives of all words. Its hits are `count` from `from`. */
double near_words (const Pairs *pairs, const Around *other, guint from, guint count);
/* The cosines of the article laid out with another of the same language: what link_cosines() gives. */
LinkCosines near_cosines (Pairs *pairs, Around *other, guint from, guint count);
/* The same of one of the other language; false when translating only one of the two says that their affinity will be less than `least`. */
bool near_cosines_cross (Pairs *pairs, Around *other, guint from, guint count, double least,
			 double days, LinkCosines *out);

/* pairs_around.c: what is common around an article. */

/* The words of a profile, with nothing around them yet. Free with g_free(). */
Around *around_new (const Profile *profile);
gsize around_size (const Profile *profile);
/* Of the nearest within these cosines it is told what is common around: what is farther is another matter, what is nearer a copy. */
bool around_counts (float score);
/* One of its nearest comes that has these `count` of its words; or one that must be looked through; or it goes. */
void around_come (Around *around, const guint32 *places, guint count);
void around_come_whole (Around *around, const Around *other);
void around_go (Around *around, const Around *gone);
/* None is near any more. */
void around_clear (Around *around);
/* How much each of its words weighs by how rare it is around, the norm being 1: multiply its weight by it. */
double around_norm (const Pairs *pairs, Around *around);
static inline float around_weight (const Pairs *pairs, const Around *around, guint place)
{
	return around->all.weights[place] * pairs->rarity[around->total][around->counts[place]];
}
/* The same as a vector. Owned. */
Vector *around_vector (const Pairs *pairs, Around *around);
/* Fill pairs->rarity. */
void near_init (Pairs *pairs);

/* pairs_private.h: what pairs.c and pairs_near.c share: the articles held, and each one's surroundings. */
#pragma once

#include "search/pairs.h"

/* Of its nearest so many are kept, by words and a fading of days. */
#define NEAR_MAX 12
#define NEAR_DAYS 8.0
/* So many newcomers among them hardly change what is common around it. */
#define STALE_MAX 3
#define LATEST 20
/* Headlines share so much less than reports. */
#define PAIRS_SHORT_PART 0.4

typedef struct {
	guint32 serial;
	float score;
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

typedef struct {
	Profile *profile; /* NULL: left */
	gint64 day_s;     /* as the window sees it: publication, or the newest day when it came */
	guint32 key;
	Row near;    /* of its own language, by words and days */
	Row rows[2]; /* French, English: by affinity */
	/* As LinkSide has them; own is NULL until it is needed, the others where they are the profile's. */
	Vector *own, *letters, *around, *around_translated;
	guint8 stale; /* so many of `near` are newer than `own` */
	bool is_lent; /* the others are of the `near` that `own` is of */
} Entry;

/* Where an article's vectors stand, so that four steps through memory are one; side by side for all. */
typedef struct {
	gint64 latest_s; /* the latest publication of all that came up to here; G_MAXINT64 once one was undated */
	const Weighted *all, *translated;
	guint32 all_count, translated_count;
} Brief;

/* What the join must know of an article before anything else. */
typedef struct {
	gint32 minute; /* of its publication, 0 unknown */
	bool is_held;
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
} Spread;

/* Which ids may be in the Spread: most of the other article's are not, and this stays in the processor's nearest cache. */
#define SIEVE_BITS 16384

struct Pairs {
	Space *space;
	const LinkModel *model;
	PairsOptions options;
	GArray *entries; /* Entry, from serial `first` on */
	GArray *briefs;  /* Brief, of the same */
	GArray *marks;   /* Mark, of the same */
	GArray *biases;  /* guint16, of the same: join_bias() */
	guint32 first;   /* serial of entries[0] */
	guint32 swept;   /* what `first` was when the lists were swept */
	guint live;
	gsize memory;
	gint64 latest[LATEST]; /* the newest days of publication, newest first */
	GHashTable *by_key;    /* key → serial + 1 */
	GArray *lists;         /* List, by term id */
	GArray *scores;        /* guint16, by serial - first; all 0 between calls */
	GArray *hits;          /* guint32: near_hits() */
	GArray *sorted;        /* Weighted: the heaviest of a vector */
	GArray *spread; /* Spread, by term id: the article that is asked about; all 0 between calls */
	guint64 sieve[SIEVE_BITS / 64];
	GArray *places; /* guint16, by term id: 1 + where a vector has it; all 0 between calls */
	float rarity[NEAR_MAX + 1]
		    [NEAR_MAX +
		     1]; /* of a word that stands in the second of the first number of articles */
	GArray *candidates
		[2]; /* Candidate, of the two languages: what they share, then their affinity */
};

static inline int side (Lang lang)
{
	return lang == LANG_EN;
}

static inline Entry *entry_of (const Pairs *pairs, guint32 serial)
{
	return &g_array_index (pairs->entries, Entry, serial - pairs->first);
}

static inline Brief *brief_of (const Pairs *pairs, guint32 serial)
{
	return &g_array_index (pairs->briefs, Brief, serial - pairs->first);
}

static inline Mark *mark_of (const Pairs *pairs, guint index)
{
	return &g_array_index (pairs->marks, Mark, index);
}

static inline gint32 minute_of (const Profile *profile)
{
	return (gint32)CLAMP (profile->day_s / 60, G_MININT32, G_MAXINT32);
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
/* Let an entry (taken over) stay, as the newest; others may leave for it. */
void held_add (Pairs *pairs, const Entry *entry);
/* Free what an entry has. */
void held_clear (Entry *entry);

/* pairs_join.c */

/* A score is in so many parts of one, and stays under half of what its 16 bits hold. */
#define JOIN_SCORE_BITS 14
#define JOIN_SCORE_ONE (1U << JOIN_SCORE_BITS)
/* What the score of an article that is held is to reach to be looked at, short of half the range. */
guint16 join_bias (const Pairs *pairs, bool is_short);

/* Let the article `serial` be found by its heaviest words. */
void join_add (Pairs *pairs, guint32 serial, const Profile *profile);
/* The articles of `profile`'s window, but `self`, that share most with `asked` (its words, own or translated): Candidate, best first,
 * by what they share, fading with days. Scores need not be exact: near_cosines() weighs what is found. */
void join_ask (Pairs *pairs, const Profile *profile, const Vector *asked, guint32 self,
	       GArray *out);

/* pairs_near.c */

/* Put an article into a row if it is among the best. */
void near_insert (Row *row, guint32 serial, double score);

/* Let the vectors of `e` be of its row `near` but for `at_most` of the newest. */
void near_refresh (Pairs *pairs, Entry *e, guint at_most);
/* `e` as link_score() wants it, against the article `other`, whose serial is `serial`. Borrowed from `e`. */
LinkSide near_side (Pairs *pairs, Entry *e, const Entry *other, guint32 serial);

/* Lay `e` out by term id: its words and their translations, then how they weigh among its nearest; and clear it all away. */
void near_spread (Pairs *pairs, const Profile *profile);
void near_spread_own (Pairs *pairs, const Vector *own);
void near_unspread (Pairs *pairs, const Profile *profile);
/* The words of `serial` will be asked for next. */
void near_expect (const Pairs *pairs, guint32 serial);
/* Append to pairs->hits which words of an article the one laid out may have: indices of its `all`. Returns how many. */
guint near_hits (Pairs *pairs, const Brief *other);
/* The cosine of the article laid out with one of the same language: what vector_dot() gives of all words. Its hits are `count` from `from`. */
double near_words (const Pairs *pairs, const Brief *other, guint from, guint count);
/* The cosines of the article laid out with another, whose `own` is fresh, of the same language or the other: what link_cosines() gives. */
LinkCosines near_cosines (Pairs *pairs, const Brief *other, const Vector *own, bool same,
			  guint from, guint count);
/* Fill pairs->rarity. */
void near_init (Pairs *pairs);

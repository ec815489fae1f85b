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

/* What the join must know of an article before anything else, side by side for all. */
typedef struct {
	gint64 day_s; /* publication, 0 unknown */
	gint64 latest_s; /* the latest publication of all that came up to here; G_MAXINT64 once one was undated */
	bool is_held;
	/* Where its vectors stand, so that four steps through memory are one. */
	const Weighted *all, *translated;
	guint32 all_count, translated_count;
} Brief;

typedef struct {
	guint32 serial;
	float weight;
} Posting;

typedef struct {
	Posting *postings;
	guint32 count, size;
} List;

/* One article's weights laid out by term id, so that the cosine with another is one walk along the other's vectors. Ids of the two
 * languages never meet: its own words and their translations stand in one array. */
typedef struct {
	float all, own;
} Spread;

/* Which ids may be in the Spread: most of the other article's are not, and this stays in the processor's nearest cache. */
#define SIEVE_BITS 8192

struct Pairs {
	Space *space;
	const LinkModel *model;
	PairsOptions options;
	GArray *entries; /* Entry, from serial `first` on */
	GArray *briefs;  /* Brief, of the same */
	GArray *shorts;  /* guint8, of the same: a headline */
	guint32 first;   /* serial of entries[0] */
	guint live;
	gsize memory;
	gint64 latest[LATEST]; /* the newest days of publication, newest first */
	GHashTable *by_key;    /* key → serial + 1 */
	GArray *lists;         /* List, by term id */
	GArray *scores;        /* float, by serial - first; all 0 between calls */
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

/* The article of `serial` if it is still held. */
static inline Entry *live_entry (const Pairs *pairs, guint32 serial)
{
	Entry *entry = serial >= pairs->first ? entry_of (pairs, serial) : NULL;
	return entry && entry->profile ? entry : NULL;
}

/* pairs_join.c */

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
/* The cosine of the article laid out with one of the same language: what vector_dot() gives of all words. */
double near_words (const Pairs *pairs, const Brief *other);
/* The cosines of the article laid out with another, whose `own` is fresh, of the same language or the other: what link_cosines() gives, in one walk. */
LinkCosines near_cosines (const Pairs *pairs, const Brief *other, const Vector *own, bool same);
/* Fill pairs->rarity. */
void near_init (Pairs *pairs);

/* pairs_private.h: what pairs.c and pairs_near.c share: the articles held, and each one's surroundings. */
#pragma once

#include "search/pairs.h"

/* Of its nearest so many are kept, by words and a fading of days. */
#define NEAR_MAX 12
#define NEAR_DAYS 8.0
/* So many newcomers among them hardly change what is common around it. */
#define STALE_MAX 3
#define LATEST 20

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
	Vector *own,
		*letters; /* as LinkSide has them; NULL until they are needed. letters NULL: the profile's */
	guint8 stale; /* so many of `near` are newer than own and letters */
} Entry;

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

struct Pairs {
	Space *space;
	const LinkModel *model;
	PairsOptions options;
	GArray *entries; /* Entry, from serial `first` on */
	guint32 first;   /* serial of entries[0] */
	guint live;
	gsize memory;
	gint64 latest[LATEST]; /* the newest days of publication, newest first */
	GHashTable *by_key;    /* key → serial + 1 */
	GArray *lists;         /* List, by term id */
	GArray *scores;        /* float, by serial - first; all 0 between calls */
	GArray *spread; /* Spread, by term id: the article that is asked about; all 0 between calls */
	GArray *touched;
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

/* The article of `serial` if it is still held. */
static inline Entry *live_entry (const Pairs *pairs, guint32 serial)
{
	Entry *entry = serial >= pairs->first ? entry_of (pairs, serial) : NULL;
	return entry && entry->profile ? entry : NULL;
}

/* Put an article into a row if it is among the best. */
void near_insert (Row *row, guint32 serial, double score);

/* Let own and letters of `e` be of its row `near` but for `at_most` of the newest. */
void near_refresh (const Pairs *pairs, Entry *e, guint at_most);
/* `e` as link_score() wants it, against the article `other` of `lang`. Borrowed from `e`. */
LinkSide near_side (const Pairs *pairs, Entry *e, guint32 other, Lang lang);

/* Lay `e` (fresh) out by term id, or (`set` false) clear it away again. */
void near_spread (Pairs *pairs, const Entry *e, bool set);
/* The cosines of the article laid out with `e` (refreshed), of the same language or the other: what link_cosines() gives, in one walk. */
LinkCosines near_cosines (const Pairs *pairs, const Entry *e, bool same);

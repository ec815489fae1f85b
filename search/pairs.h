/* pairs.h: finding all pairs that may report one event, as articles arrive: an inverted join in memory.
 *
 * The articles of a sliding window stand under their heaviest words, names and figures; a new article is held against those
 * that share its own, or its translations of them, and the nearest of each language are judged by search/link.h, each side
 * among its neighbours. So a pair is found whichever of its articles comes first. What is in memory is bounded; what has left it is found through the index
 * (search/related.h), which is also the cheaper way when only a few articles are new. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "search/link.h"

typedef struct Pairs Pairs;

typedef struct {
	guint window_days; /* published at most so far apart; an undated article is held against all */
	double min_probability; /* 0..1: less likely pairs are not told */
	guint candidates; /* of each language, the nearest by their shared words; thrice as many for a headline */
	guint judged; /* of reports that have so many nearer ones on both sides together the pair is not judged; of dated headlines of one
		       * language twice as many, unless they are near; other headlines all are */
	double affinity_min; /* reports of less affinity (link.h) are not judged, dated headlines of less than a part of it */
	guint live_min; /* so many articles stay whatever their date, so that a small corpus may come in any order */
	gsize memory_max; /* bytes, about: beyond it the first to come are the first to go */
	bool is_sample; /* only what shares words with one article is held: it does not tell how common words are these days */
} PairsOptions;
#define PAIRS_INIT                                                                                 \
	{                                                                                          \
		10, 0.2, 16, 6, 0.05, 20000, (gsize)800 << 20, false                               \
	}

/* All three are borrowed for the engine's life. */
Pairs *pairs_new (Space *space, const LinkModel *model, const PairsOptions *options);
void pairs_free (Pairs *pairs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pairs, pairs_free)

/* Two articles by the keys they were added under: `a` is the newcomer. `link` lasts for the call. */
typedef void (*PairFunc) (guint32 a, guint32 b, const Link *link, gpointer data);

/* Add an article under `key` (a docid, say), taking `profile` (its article may be freed afterwards: profile_strip() is done here), and tell
 * `func` (may be NULL: only added) each pair of it with an article already there, in no order. A key that is there already is replaced.
 * Feed a corpus in order of publication where you can: beyond live_min articles or memory_max bytes, those that came first leave first.
 * Cost: see `make bench-links`. */
void pairs_add (Pairs *pairs, guint32 key, Profile *profile, PairFunc func, gpointer data);
/* The same without a look at the others: pairs_survey() then sees to all at once. */
void pairs_hold (Pairs *pairs, guint32 key, Profile *profile);
/* Work out the surroundings of all that are held, from nothing but who is held: what pairs_again() then tells does not hang on the order in
 * which they came. Cost: about that of adding them all. */
void pairs_survey (Pairs *pairs);
/* The same without adding: the pairs that `profile` (borrowed; `key` is what it is called in them) would make. */
void pairs_find (Pairs *pairs, guint32 key, const Profile *profile, PairFunc func, gpointer data);
/* The pairs of an article that is held, as they are now: what came after it has changed its surroundings, and with them how sure its
 * pairs are. With `func` NULL it only takes note of them: done for all first, what is told then does not depend on the order in which
 * they came. Nothing happens when it is not there. */
void pairs_again (Pairs *pairs, guint32 key, PairFunc func, gpointer data);
/* Compare `profile` with the held article `key`, near or not. False when that is not there. */
bool pairs_compare (Pairs *pairs, const Profile *profile, guint32 key, Link *out);

/* Forget an article; nothing happens when it is not there. */
void pairs_remove (Pairs *pairs, guint32 key);
/* The profile held under `key` (borrowed, until the next call that adds or removes), or NULL. */
const Profile *pairs_get (const Pairs *pairs, guint32 key);

/* How many articles are held, and about how many bytes they take. */
guint pairs_count (const Pairs *pairs);
gsize pairs_memory (const Pairs *pairs);

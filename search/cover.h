/* cover.h: how much of what one passage says another says too, in the same language or the other.
 *
 * A passage (a sentence, the words around a figure, a quotation) is a bag of weighted words, names and figures. Its cover by another is
 * the share of its weight that the other has: as the same word, as a translation of the lexicon, as the same figure in normal form, or
 * as a name of one skeleton. Only words that are rare weigh much (space.h). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "search/profile.h"

typedef struct {
	guint32 id;   /* space_id() of a stem, or of a figure's normal form */
	float weight; /* its rarity */
	float credit; /* for a target: how far it stands for the word, 0..1 */
} CoverWord;

typedef struct {
	Lang lang;
	GArray *words; /* CoverWord: what it has */
	GArray *targets; /* CoverWord: what stands for words[i] in the other language: those from targets_at[i] on */
	GArray *targets_at; /* guint32, one more than words */
	GArray *aliases;    /* guint32: ids by which its names are found too */
	GArray *names; /* guint: indices of the words that are written with a capital inside a sentence */
	double weight; /* of all words */
} Bag;

/* Terms [first, first + count) of `terms` but those of [skip_first, skip_first + skip_count), and the figures, days, scores and times of `facts`
 * (may be NULL) that lie in them. Owned. */
typedef struct {
	guint first, count, skip_first, skip_count;
} BagRange;
Bag *bag_new (Space *space, Lang lang, const Terms *terms, const Facts *facts, BagRange range);
void bag_free (Bag *bag);

/* covers[i * n + k]: how much of bags[i] bags[k] has, 0..1; owned floats, n × n. `bags`: GPtrArray of Bag *. Passages of one
 * `document` number (one for each bag) are not compared. Cost: by the words that they share. */
float *cover_matrix (const GPtrArray *bags, const guint *document);

/* Does `other`, of either language, have a name of `bag`? */
bool bag_shares_name (const Bag *bag, const Bag *other);

/* Both ways as one number, 0..1: the harmonic mean of the two covers. */
double cover_both (float a, float b);

/* lexicon_pivot.h: French–English translations through the words of a third language.
 *
 * A French word f reaches the foreign words x that dictionaries give for it, and each x its English words e. In one pivot language
 * the weight of e is the sum over x of 1/fan-out(f) × 1/fan-out(x): what a reader who picks at random on both ways would arrive
 * at. The square roots of the languages' weights are added, so that what several languages say a little counts for
 * more than what one says loudly (mate@1 of `make eval-lexicon`: .914, without the roots .912). A foreign word with more than
 * LEXICON_FANOUT_MAX translations says too little, and is passed over. */
#pragma once

#include "indexer/lexicon_merge.h"

#define LEXICON_FANOUT_MAX 20

typedef struct LexiconPivot LexiconPivot;

/* `merge` is borrowed: it numbers the words, and gets the result. */
LexiconPivot *lexicon_pivot_new (LexiconMerge *merge);
void lexicon_pivot_free (LexiconPivot *pivot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LexiconPivot, lexicon_pivot_free)

/* One pair of a dictionary: `word` of French or English (`lang`) and `foreign` of the pivot language. */
void lexicon_pivot_add (LexiconPivot *pivot, Lang lang, const char *word, const char *foreign);

/* End of a pivot language: its pairs go to the merger, and are forgotten here. */
void lexicon_pivot_flush (LexiconPivot *pivot);

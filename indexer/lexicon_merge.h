/* lexicon_merge.h: gathers translations from all sources, weighs them against each other, gives the lexicon's tables. */
#pragma once

#include "indexer/analyze.h"
#include "indexer/lexicon.h"
#include "indexer/lexicon_write.h"

typedef struct LexiconMerge LexiconMerge;

/* `analyzer` is borrowed: it makes the keys, as it makes the terms of documents. */
LexiconMerge *lexicon_merge_new (Analyzer *analyzer);
void lexicon_merge_free (LexiconMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LexiconMerge, lexicon_merge_free)

/* The number of the word or phrase `surface` of language `lang` (LANG_FR or LANG_EN), or LEXICON_NO_PHRASE: when it has no letters, is a
 * stop word, or is over LEXICON_PHRASE_MAX words. Made when it is new. */
#define LEXICON_NO_PHRASE G_MAXUINT32
guint32 lexicon_merge_phrase (LexiconMerge *merge, Lang lang, const char *surface);

/* The number of the key that phrase number `phrase` has: words with one stem share it. */
guint32 lexicon_merge_key (const LexiconMerge *merge, Lang lang, guint32 phrase);

typedef struct {
	guint32 fr, en; /* of lexicon_merge_phrase() */
	guint32 pivots; /* foreign words that link them: pairs with two are believed sooner */
	float weight_fr; /* >= 0: how much `en` as a translation of `fr`, in the source's own measure; 0 is not at all */
	float weight_en;      /* how much `fr` as a translation of `en` */
	LexiconSource source; /* one bit */
} LexiconFact;

/* `form` is an irregular form of `lemma`, whose stems differ: from now on, facts about the lemma are facts about the form too. */
void lexicon_merge_form (LexiconMerge *merge, Lang lang, const char *lemma, const char *form);

/* Facts about the same pair and source add up. */
void lexicon_merge_add (LexiconMerge *merge, const LexiconFact *fact);

/* A pair that is wrong whatever the other sources say. */
void lexicon_merge_forbid (LexiconMerge *merge, guint32 fr, guint32 en);

/* Weigh everything, and fill `writer`. */
void lexicon_merge_finish (LexiconMerge *merge, LexiconWriter *writer);

/* Facts taken from a source so far. */
guint64 lexicon_merge_count (const LexiconMerge *merge, LexiconSource source);

/* lexicon_forms.h: irregular forms of words, from indexer/data/forms.tsv. */
#pragma once

#include "shim/lang.h"

/* A form of `lemma`; both borrowed for the call. */
typedef void (*LexiconFormVisit) (Lang lang, const char *lemma, const char *form, gpointer data);

/* Give every form of a table like indexer/data/forms.tsv to `visit`. Returns how many lines were not of its form. */
guint lexicon_forms_each (const char *text, gsize len, LexiconFormVisit visit, gpointer data);

/* The regular forms of `lemma` that the stemmer does not lead back to it: "trouvent", "partageons" of French verbs in -er. It leaves these
 * endings alone, since nouns and adverbs have them too. A word that is no verb ("hiver") gives forms that nobody writes.
 * Source: https://snowballstem.org/algorithms/french/stemmer.html */
void lexicon_forms_regular (Lang lang, const char *lemma, LexiconFormVisit visit, gpointer data);

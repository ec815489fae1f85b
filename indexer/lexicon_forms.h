/* lexicon_forms.h: irregular forms of words, from indexer/data/forms.tsv. */
#pragma once

#include "shim/lang.h"

/* A form of `lemma`; both borrowed for the call. */
typedef void (*LexiconFormVisit) (Lang lang, const char *lemma, const char *form, gpointer data);

/* Give every form of a table like indexer/data/forms.tsv to `visit`. Returns how many lines were not of its form. */
guint lexicon_forms_each (const char *text, gsize len, LexiconFormVisit visit, gpointer data);

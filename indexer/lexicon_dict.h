/* lexicon_dict.h: reads FreeDict's dictionaries as Debian packs them (dict-freedict-*), entry by entry. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "shim/lang.h"

#define LEXICON_GLOSS_MAX 120 /* bytes of one head or translation; longer ones are left out */
#define LEXICON_DICT_MAX                                                                           \
	(256u << 20) /* bytes of one dictionary, unpacked; a larger one is refused */

/* One entry: its spellings and its translations, raw but without phonetics, grammar and explanations. Each a GPtrArray of
 * strings that are borrowed for the call. */
typedef void (*LexiconDictVisit) (const GPtrArray *heads, const GPtrArray *glosses, gpointer data);

/* Read PATH.dict.dz (gzip, or "dictzip", which is gzip) by PATH.index (headword TAB offset TAB length, both in
 * dictd's base 64) and give each entry to `visit`, once, though several headwords may lead to it. Entries that lie outside the
 * dictionary, or are no UTF-8, are passed over. Errors: G_FILE_ERROR_NOENT when it is not installed, and the reason of a failed read.
 * Source: dictd(8), dictfmt(1); the layouts are WikDict's and JMdict's, told apart by the dictionary's own description. */
bool lexicon_dict_read (const char *path, LexiconDictVisit visit, gpointer data, GError **error);

/* What is left of a gloss of French or English (or, LANG_OTHER, of the language between): without brackets and what they
 * hold, marks, article, "to" and "se". NULL when nothing is, or when it is no plain phrase. Owned. */
char *lexicon_clean_gloss (const char *gloss, gsize len, Lang lang);

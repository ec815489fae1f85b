/* lexicon_user.h: the user's own words over the built lexicon: a text file of pairs that are to hold, or not to hold.
 *
 * One pair a line: "+" or "-", TAB, French, TAB, English, both as people write them; "#" begins a comment. It may be edited by hand,
 * and survives every rebuild of the lexicon. */
#pragma once

#include "indexer/lexicon.h"

typedef struct LexiconUser LexiconUser;

/* Where the file is: $XDG_DATA_HOME/entente/lexicon.tsv. Owned. */
char *lexicon_user_path (void);

/* Read the file. One that is not there has no pairs. LEXICON_ERROR_CORRUPT names the line that is of another form. */
LexiconUser *lexicon_user_open (const char *path, GError **error);
void lexicon_user_free (LexiconUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LexiconUser, lexicon_user_free)
/* Pairs that are to hold, and pairs that are not. */
void lexicon_user_counts (const LexiconUser *user, guint *added, guint *removed);

/* Change the `count` translations of `stem` in `out`, which has room for `max`, as the user wants them. The user's own come first and share
 * nine tenths of the weight; what is to be removed is gone. Returns their new number. Strings are borrowed from `user`. */
guint lexicon_user_apply (const LexiconUser *user, Lang from, const char *stem, gsize len,
			  LexiconEntry *out, guint count, guint max);

/* Write into the file at `path` that `fr` and `en` translate each other (`hold`), or do not; the last word on a pair counts. The
 * directory is made. Errors: LEXICON_ERROR_FAILED when one has no word that could be a key (no letters, a stop word, over
 * LEXICON_PHRASE_MAX words), CORRUPT as above, G_FILE_ERROR. */
bool lexicon_user_put (const char *path, bool hold, const char *fr, const char *en, GError **error);

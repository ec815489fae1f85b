/* shorthand.h: words in little room: a number for the stem, by where it stands in the table of general news
 * (indexer/data/background.tsv), and a number for what stands behind the stem in the word (indexer/data/endings.tsv). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "shim/lang.h"

#define SHORTHAND_STEMS_MAX 32500 /* numbers go from 1 to this; some stand for nothing */

/* Endings that are no row of the table. */
enum { SHORTHAND_SAME = 0, SHORTHAND_OTHER = 255 };

/* A word for whom has the tables. */
typedef struct {
	guint16 stem; /* 0: general news does not know it */
	guint8 ending; /* SHORTHAND_SAME: the word is the stem; SHORTHAND_OTHER: the table does not have it */
} Shorthand;

/* A word is its stem without the last `cut` bytes, and `text`. */
typedef struct {
	gsize cut, len;   /* len: of the text */
	const char *text; /* static */
} ShorthandEnding;

/* The numbers of `word` and its `stem` of language `lang`. Only French and English have stems.   Cost: a binary search. */
Shorthand shorthand_of (Lang lang, const char *stem, const char *word);

/* The stem of a number, *len bytes without a NUL; NULL when there is none. Static. */
const char *shorthand_stem (Lang lang, guint number, gsize *len);

/* What `word` has behind `stem`: the longest common beginning stays. `text` is borrowed from `word`. */
ShorthandEnding shorthand_difference (const char *stem, const char *word);

/* The ending of a row; NULL when there is none. Static. */
const ShorthandEnding *shorthand_ending (guint8 ending);

/* The rows of general news of `lang` (French or English), where they lie: sorted by stem, each "fr", tab, stem, tab, and more, up to a newline. Static. */
void shorthand_rows (Lang lang, const char **start, const char **end);

/* Tells these tables from others, by which the numbers mean something else. */
guint16 shorthand_mark (void);

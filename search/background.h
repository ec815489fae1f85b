/* background.h: general news as counts: in how many articles a stem stands (indexer/data/background.tsv). Read where it lies. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "shim/lang.h"

typedef struct {
	const char *start[2],
		*end[2]; /* the rows of French and of English, sorted by stem; static */
} Background;

/* Where the table lies. */
void background_open (Background *out);

/* In how many of 10,000 articles of `lang` (anything but French is English) a stem stands; 0 when in too few to be counted.
 * Cost: some looks into a table of 30,000 rows. */
guint background_count (const Background *background, Lang lang, const char *stem);

/* Whether it writes `stem` with a capital. *known false when it stands in too few articles to tell. */
bool background_is_name (const Background *background, Lang lang, const char *stem, bool *known);

/* Tell `func` every stem (`len` bytes, not ended by NUL) and its count, French first, by rising stem. */
typedef void (*BackgroundFunc) (const char *stem, gsize len, guint count, gpointer data);
void background_each (const Background *background, BackgroundFunc func, gpointer data);

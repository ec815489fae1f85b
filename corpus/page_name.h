/* page_name.h: names of people in credits. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define PAGE_NAMES_MAX 30 /* of one article; more are left out */

/* The names in one credit: "Par Jean Roux et Nora Pell (avec AFP)" gives Jean Roux, Nora Pell, AFP; agencies also go to
 * `agencies` (may be NULL). `line`: a line of text, where titles, places and dates may follow a name; else a value of the
 * metadata. Both arrays of owned char *; none is added twice. */
void page_author_names (const char *credit, bool line, GPtrArray *names, GPtrArray *agencies);

/* Is the folded (text_fold) name a news agency's? */
bool page_name_is_agency (const char *folded);

/* Is one of `names` the same when folded? */
bool page_name_is_in (const GPtrArray *names, const char *folded);

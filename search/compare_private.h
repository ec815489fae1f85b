/* compare_private.h: the steps of one comparison, in their order. */
#pragma once

#include "search/compare.h"

void compare_split (Compare *compare);
void compare_find_partners (Compare *compare);
void compare_find_quotes (Compare *compare);
void compare_find_figures (Compare *compare);
void compare_find_names (Compare *compare);
void compare_find_sources (Compare *compare);

/* Number the groups of `places` (ComparePlace), which `pairs` (ComparePair) join. Returns how many there are. */
guint compare_group (GArray *places, const GArray *pairs);
/* The sentence that holds byte `start` of the text (title) of `doc`; G_MAXUINT for none. */
guint compare_sentence_at (const Compare *compare, guint doc, bool in_title, guint32 start);
/* The score of two sentences by their words alone: their covers both ways, and something for a short one that a long one holds whole. */
double compare_words (const Compare *compare, guint a, guint b);

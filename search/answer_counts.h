/* answer_counts.h: how many articles have each value of a facet. */
#pragma once

#include "search/answer.h"

/* Values with their numbers: name → guint64 *. */
GHashTable *answer_counts_new (void);
/* `n` more with the value `name`. An XapCountFunc, of such a table. */
void answer_count (const char *name, gsize len, guint64 n, gpointer counts);
/* The same, for the month of a date as it stands in its slot. */
void answer_count_month (const char *value, gsize len, guint64 n, gpointer counts);

/* An empty array of AnswerCount, which owns its names. */
GArray *answer_counts_array (void);
/* GCompareFuncs of AnswerCount: most first, then by name; by name. */
int answer_counts_most (gconstpointer x, gconstpointer y);
int answer_counts_name (gconstpointer x, gconstpointer y);
/* The table as an array in that order. */
GArray *answer_counts_list (GHashTable *counts, GCompareFunc order);

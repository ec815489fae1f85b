/* query_word.h: one word of a query, widened: its stems in both readings, and its translations. Private to the query parser. */
#pragma once

#include "search/query.h"

/* A token as typed: word, word*, =word, word!, l’Irlande, "vice-président" (a phrase, since it is several words). Adds
 * to query->words and query->marks. *only_ranks: a stop word of either language, which no document must have. NULL: no word in it. */
XapQuery *query_word (const QueryContext *context, Query *query, const char *token, bool *only_ranks);

/* The words of `text` one behind the other, as written. */
XapQuery *query_phrase (const QueryContext *context, Query *query, const char *text);

/* Two words within `window`. */
XapQuery *query_near (const QueryContext *context, Query *query, const char *left, const char *right, guint window);

/* All words of `text` as terms with `prefix`. */
XapQuery *query_prefixed_words (const QueryContext *context, const char *prefix, const char *text);

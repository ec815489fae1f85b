/* query_word.h: one word of a query in both readings, with its translations. Private to query*.c. */
#pragma once

#include "search/query_node.h"

/* The node for a token as typed, without braces: word, word*, =word, word!, l’Irlande; a NODE_COMPOUND for "vice-président".
 * `forced` is what stood in braces behind it ("en:hack,axe"), or NULL. NULL when there is no word in it. */
QueryNode *query_token (const QueryContext *context, const char *token, const char *forced);

/* A word and nothing else, with its translations. */
QueryNode *query_word_node (const QueryContext *context, const char *word, double boost);
/* A folded stem of the language `lang` (QUERY_FR, QUERY_EN) with its translations, which the other language reads as the same letters. */
QueryWord *query_word_of_stem (const Lexicon *lexicon, int lang, const char *stem, double boost);
/* Look up the translations of its reading `from` (QUERY_FR, QUERY_EN), unless it has them or is to have none. */
void query_word_translate (QueryWord *word, const Lexicon *lexicon, int from);
void query_word_free (QueryWord *word);

/* The terms of `text` as written, elision undone as French has it (English when the query is known to be). For terms_free(). */
Terms *query_exact_terms (const QueryContext *context, const char *text);

/* All words of `text` as terms with `prefix`. */
XapQuery *query_prefixed_words (const QueryContext *context, const char *prefix, const char *text);

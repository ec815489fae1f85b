/* query_group.h: words as a query is built. Private to query*.c. */
#pragma once

#include "search/query_node.h"

/* What is being built, and where its failures go. */
typedef struct {
	const Query *query;
	const QueryStats *stats;
	const QueryTarget *target;
	GHashTable *marks;
	GHashTable *postings; /* query_postings_new() */
	GError **error;
} Builder;

/* The query for a word; NULL when it is none in the target's language, and on failure, when *b->error is set. */
XapQuery *query_group (const Builder *b, const QueryWord *word);
/* Does it only rank? A stop word of the language that the query is in, and what is one in both. */
bool query_only_ranks (const Builder *b, const QueryWord *word);
/* A snippet is to mark this (Query.marks). */
void query_mark (const Builder *b, const char *word);

/* search_command.h: what the parts of `entente search` share. Private to cmd_search.c and search_*.c. */
#pragma once

#include "search/answer.h"
#include "search/session.h"

typedef struct {
	char *lang, *from, *to, *in, *sort, *like, *batch, **databases;
	int limit, offset;
	double recent_days;
	gboolean explain, any, all, copies, facets, plain, count;
} SearchOptions;

typedef struct {
	CmdContext *context;
	const SearchOptions *options;
	Session session;
	QueryContext query_context;
	QueryStats stats; /* the query context's */
	AnswerOptions ask;     /* made of the options */
	AnswerStories stories; /* how story: is resolved */
} Search;

/* The query that `text` (any bytes) means under the options. */
Query *search_query (Search *search, const char *text, GError **error);

/* The article of a hit; when the store does not have it, what the index itself knows of it. NULL: deleted meanwhile, or `error`. */
Article *search_article (Search *search, const AnswerHit *hit, GError **error);

/* The answer in the format asked for. */
bool search_print (Search *search, const Query *query, const Answer *answer, GError **error);
/* Only how many: --count. */
void search_print_count (const Search *search, const Answer *answer);
/* What each word became, and what was asked: on stderr. */
void search_explain (const Search *search, const Query *query, const Answer *answer);
/* On a terminal: the query that `error` speaks of, and a mark under the place that it names. */
void search_show_place (const Search *search, const char *text, const GError *error);
/* On stderr: a language in which nothing was found, since a word has no counterpart there or no article has all the words. */
void search_warn_words (const Search *search, const Query *query, const Answer *answer);
/* On stderr: words of the query that the index does not have, and like what they could be. */
void search_suggest (Search *search, const Query *query);

/* Articles like the one named `key` (an id, a beginning of one, a URL). *id: its id, owned. NULL and *status when there is none. */
Query *search_like (Search *search, const char *key, char **id, int *status);

/* Answer each line "QID TAB QUERY" of `path` ("-" is standard input) with JSON Lines. Returns the exit status. */
int search_batch (Search *search, const char *path);

/* QueryStoryFunc over a Search. */
XapQuery *search_story (const char *id, const Query *sub, gpointer search, GError **error);

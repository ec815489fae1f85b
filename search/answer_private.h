/* answer_private.h: a question while it is asked. Private to answer*.c. */
#pragma once

#include "search/answer.h"

typedef struct {
	Query *query;
	const QueryContext *context;
	const AnswerOptions *options;
	const AnswerStories *stories;
	QueryStats *stats; /* kept by the context, or `own_stats` */
	QueryStats own_stats;
	Answer *answer;
	GHashTable *sites, *months; /* answer_counts_new(); NULL without facets */
	GString *description;
	GHashTable *postings; /* query_postings_new(), of this commit */
	guint reach; /* for each two hits wanted so many are fetched, since copies fold */
	bool folds;  /* there are copies, and they are folded */
	bool cut;    /* some language has more hits than were fetched */
	bool behind; /* what is asked now comes behind what is there: AnswerHit.some */
} Asking;

/* Ask the articles of one language for the query and add what they have to the answer: hits, total, facets, description. `pass`
 * is the language's place in Answer.of_lang; `any`: no word is required. */
bool answer_ask_language (Asking *asking, Lang lang, int pass, bool any, GError **error);

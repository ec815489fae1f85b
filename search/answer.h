/* answer.h: one question's answer: each language searched apart, the rankings merged, copies folded. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "search/query.h"

typedef enum { ANSWER_RELEVANCE, ANSWER_DATE, ANSWER_FIRST } AnswerSort; /* newest first; oldest first */

typedef struct {
	guint32 offset, limit;
	guint32 check_at_least; /* documents looked at before the total is guessed; ANSWER_ALL: every one, the total is exact */
	AnswerSort sort;	/* articles without a date come last by either day */
	double recent_days;	/* > 0: a bonus for new articles, halved every so many days; of the best ANSWER_RERANK */
	gint64 now_s;		/* for recent_days */
	const char *lang;	/* only articles of this language: ISO 639 code; NULL: all */
	gint64 from_s, to_s;	/* only articles of [from_s, to_s); G_MININT64 and G_MAXINT64: open */
	const char *not_id;	/* leave out this article; may be NULL */
	bool any;		/* words rank, none is required */
	bool all;		/* all are required, whatever that finds; else see Answer.lenient and AnswerHit.some */
	bool copies;		/* copies of one dispatch are not folded under the best of them */
	bool describe;		/* fill Answer.description */
	bool facets;		/* count sites and months; makes the total exact */
} AnswerOptions;
#define ANSWER_INIT { .limit = 10, .check_at_least = 1000, .from_s = G_MININT64, .to_s = G_MAXINT64 }
#define ANSWER_ALL G_MAXUINT32
#define ANSWER_RERANK 500

typedef struct {
	XapDocid docid;
	double score;	/* of relevance; to be compared within one answer */
	Lang lang;	/* LANG_OTHER: neither French nor English, or not known; LANG_UNKNOWN: not asked apart (Query.needs_language) */
	bool some;	/* no article of its language has all the words, it has some: behind those that have all, not in the total */
	guint32 copies; /* at least so many copies are folded under it: those ranked before the last hit */
	bool dated;
	double date_s;	/* when dated; only read for sorts and boosts by date */
} AnswerHit;

typedef struct {
	char *name; /* NULL: the articles that have no such value */
	guint64 count;
} AnswerCount;

typedef struct {
	GArray *hits;	 /* AnswerHit: `limit` of them at most, best first */
	guint64 total;	 /* articles found, copies too */
	bool exact;	 /* `total` is a count, no estimate */
	bool lenient;	 /* no article has all the words: these have some */
	bool fell_back[QUERY_LANGS]; /* of that language are hits with `some` */
	bool narrowed;	 /* slight translations were left out: enough is found without them */
	guint64 of_lang[3]; /* share of `total`: French, English, other */
	GArray *sites, *months; /* AnswerCount, most first; months by name; without any at the end. NULL without facets */
	GHashTable *marks; /* query_build() */
	char *description; /* what Xapian was asked, a line for each language; "" without `describe` */
} Answer;

/* Ask `db`. Sets query->reading. A reader that went stale on the way is reopened and the question asked again, so that the answer is of
 * one commit. `stories` may be NULL when the query has none. Owned. */
typedef struct {
	QueryStoryFunc resolve;
	gpointer data;
} AnswerStories;
Answer *answer_new (XapDb *db, Query *query, const QueryContext *context, const AnswerOptions *options,
		    const AnswerStories *stories, GError **error);
void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* The id and language of a document, from its own terms: for indexes whose store is elsewhere. *lang NULL when unknown. Owned. */
bool answer_identity (XapDb *db, XapDocid docid, char **id, char **lang, GError **error);

/* query.h: what a person types, to what Xapian searches: both languages at once.
 *
 *   word word          all of them (a stop word of either language only ranks)
 *   "a phrase"         these words in this order, as written (accents and case aside)
 *   a OR b, (a b)      either; grouping
 *   -word, NOT word    without
 *   a NEAR/5 b         within five words
 *   elect*             words that begin so
 *   =word              this word only: neither stems nor translations;  word! stems but no translation
 *   title: author: site: lang: section: keyword: id: date:2020-09-01..2020-09-30 (date:2w.. the last two weeks)
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/analyze.h"
#include "indexer/lexicon.h"
#include "shim/xap.h"

#define QUERY_ERROR (query_error_quark ())
GQuark query_error_quark (void);
typedef enum {
	QUERY_ERROR_SYNTAX,  /* the message ends with "at character N" (from 1) */
	QUERY_ERROR_TOO_LONG, /* over QUERY_MAX_BYTES, or QUERY_MAX_WORDS words, or QUERY_MAX_DEPTH parentheses deep */
} QueryErrorCode;

#define QUERY_MAX_BYTES 4096
#define QUERY_MAX_WORDS 64
#define QUERY_MAX_DEPTH 16
#define QUERY_TRANSLATIONS 3 /* of one word, into its synonym group (Pirkola 1998) */
#define QUERY_WILDCARD_MAX 100 /* words that a prefix stands for at most: the most frequent */

typedef struct {
	Analyzer *analyzer;	/* borrowed */
	const Lexicon *lexicon; /* borrowed, may be NULL: then only identical words cross over */
	gint64 now_s;		/* for date:2w.. */
	Lang from;		/* the language the query is in; LANG_UNKNOWN: read as both */
} QueryContext;

/* One word of the query and what it was widened to. */
typedef struct {
	char *word;		/* folded, owned */
	GPtrArray *translations; /* char *, "embassy (en, .62)": owned */
} QueryWord;

typedef struct {
	XapQuery *all;	    /* every word wanted */
	XapQuery *some;	    /* any word will do, same filters: for when `all` finds nothing. NULL when it would be the same */
	GPtrArray *words;   /* QueryWord *, in order */
	GHashTable *marks;  /* folded words and stems (with their schema prefix) that a snippet marks: a set of owned strings */
} Query;

/* Read `text` (clean UTF-8). NULL and QUERY_ERROR when it cannot be read. An empty query matches everything. */
Query *query_parse (const QueryContext *context, const char *text, GError **error);
void query_free (Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Query, query_free)

/* A day, month, year or "2w", "3d", "today", "yesterday" as the interval [*from, *to) in unix seconds. False when it is none. */
bool query_date (const char *text, gint64 now_s, gint64 *from, gint64 *to);

/* A filter on the publication date: from <= date < to; G_MININT64 and G_MAXINT64 for open ends. */
XapQuery *query_date_filter (gint64 from, gint64 to);
/* A filter on the language, by ISO 639 code. */
XapQuery *query_lang_filter (const char *code);

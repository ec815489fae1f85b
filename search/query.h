/* query.h: what a person types, to what Xapian searches: each language apart, with the query's words in it.
 *
 *   word word          all of them (a stop word only ranks)
 *   "a phrase"         these words in this order, as written (accents and case aside)
 *   a OR b, (a b)      either; grouping
 *   -word, NOT word    without
 *   a NEAR/5 b         within five words
 *   elect*             words that begin so
 *   =word              this word only: neither forms nor translations;  word! forms but no translation
 *   word{en:hack,axe}  these translations and no others
 *   title: author: site: section: keyword: lang: id: is:copy has:quote
 *   date:2020-09-01..2020-09-30 (date:2w.. the last two weeks)   story:ID story:{sub query}
 *
 * A query is parsed once (query_parse), read against a collection (query_read: which language is it in, probably?), translated
 * as far as it is read (query_translate), and built for each language whose articles are asked for (query_build). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/analyze.h"
#include "indexer/lexicon.h"
#include "shim/xap.h"

#define QUERY_ERROR (query_error_quark ())
GQuark query_error_quark (void);
typedef enum {
	QUERY_ERROR_SYNTAX,   /* the message ends with "at character N" (from 1) */
	QUERY_ERROR_TOO_LONG, /* over QUERY_MAX_BYTES, or QUERY_MAX_WORDS words, or QUERY_MAX_DEPTH parentheses deep */
} QueryErrorCode;

#define QUERY_MAX_BYTES 4096
#define QUERY_MAX_WORDS 64
#define QUERY_MAX_DEPTH 16
#define QUERY_TRANSLATIONS 8	     /* of one word at most; measured: 8 a little better than 3 */
#define QUERY_SYNONYM_TRANSLATIONS 3 /* where a shard is remote: plain synonyms (Pirkola 1998) bear fewer */
#define QUERY_READING_MIN 0.1	     /* a reading less probable is left out */
#define QUERY_WILDCARD_MAX 100	     /* words that a prefix stands for at most: the most frequent */

typedef struct QueryStats QueryStats; /* below */

typedef struct {
	Analyzer *analyzer;	/* borrowed */
	const Lexicon *lexicon; /* borrowed, may be NULL: then only identical words cross over */
	gint64 now_s;		/* for date:2w.. */
	Lang from;		/* the language the query is in; LANG_UNKNOWN: read as both */
	QueryStats *stats;	/* kept from one question to the next, all zero at first; may be NULL */
} QueryContext;

/* A translation of a word. */
typedef struct {
	char *stems;	 /* folded stem, or several with a space between */
	char *surface;	 /* to show a person */
	double weight;	 /* 0..1; those of one reading sum to 1 */
	guint32 sources; /* LexiconSource bits; 0: given in the query */
} QueryTranslation;

/* A word as one language reads it. */
typedef struct {
	char *word;	      /* folded; NULL when the language reads no word in it */
	char *stem;	      /* folded stem, or the number; NULL for a stop word */
	bool is_stop, is_number, is_capital;
	GArray *translations; /* QueryTranslation, into the other language, best first; empty before query_translate() */
	bool is_translated;
} QueryReading;

enum { QUERY_FR, QUERY_EN, QUERY_LANGS }; /* indices of readings */
Lang query_lang (int index);

/* One word of the query. */
typedef struct {
	char *token; /* as typed, without its marks */
	bool exact, untranslated, forced;
	double boost; /* 1, or how heavy the word is in an article that others like it are sought for */
	QueryReading readings[QUERY_LANGS];
} QueryWord;

typedef struct QueryNode QueryNode; /* query_node.h */

typedef struct {
	QueryNode *root;
	GPtrArray *words;	      /* QueryWord *, in order; borrowed from the nodes */
	GPtrArray *feedback;	      /* QueryWord *, owned: query_feedback() */
	double reading[QUERY_LANGS];  /* how probable it is that the query is in that language; sum 1 */
	bool needs_language;	      /* some word is looked for by its forms or translations */
	bool told;		      /* a person said which language it is in */
	bool read_it;		      /* the reading is to be found out: query_read() */
} Query;

/* Read `text` (clean UTF-8). NULL and QUERY_ERROR when it cannot be read. An empty query matches everything. */
Query *query_parse (const QueryContext *context, const char *text, GError **error);
/* `text` as words and nothing else, no operator. More than QUERY_MAX_WORDS are left out. Never fails. */
Query *query_plain (const QueryContext *context, const char *text);
/* For a text of `lang`: articles with its heaviest words; `count` words with a boost each. Never fails. */
Query *query_words (const QueryContext *context, Lang lang, const char *const *words, const double *boosts, guint count);
void query_free (Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Query, query_free)

/* --- the collection that is asked --- */

struct QueryStats {
	XapDb *db;			    /* borrowed; NULL: nothing is known, and plain synonyms are built */
	guint64 moves;			    /* xap_db_moves() when all this was so */
	bool synonyms;			    /* a shard is remote: plain synonyms */
	bool copies;			    /* some articles are of a copy group */
	guint64 documents;
	double of_lang[QUERY_LANGS];	    /* documents of each language */
	double average_length[QUERY_LANGS]; /* of them, as Xapian counts */
};

/* Find out what is known of `db`; at once when `out` has it already, of the same commit. */
bool query_stats (XapDb *db, QueryStats *out, GError **error);

/* Which language the query is in, from how often its words stand in either language's articles; `from` when that is known.
 * Sets query->reading. */
bool query_read (Query *query, const QueryStats *stats, const Lexicon *lexicon, Lang from, GError **error);

/* Look up the translations of the query's words, as far as a reading of them is probable and articles of its other language are
 * asked for: `only` is the one language asked for, LANG_UNKNOWN when all are. What is translated is left as it is. */
void query_translate (Query *query, const Lexicon *lexicon, Lang only);

/* Take the heaviest words of `count` articles (docids of the language `from`, a QUERY_FR or QUERY_EN, with a share each) along
 * into the other language: queries that are built for it with `any` rank by them too. */
bool query_feedback (Query *query, const QueryContext *context, const QueryStats *stats, int from,
		     const XapDocid *docids, const double *shares, guint count, GError **error);

/* --- building --- */

typedef struct {
	Lang lang; /* articles of LANG_FR or LANG_EN; LANG_OTHER: of neither; LANG_UNKNOWN: of all, for queries without needs_language */
	bool any;  /* no word is required */
	bool some; /* with `any`: one word at least is; what was fed back only ranks */
	bool likely;    /* leave out slight translations: query_group.c */
	bool *left_out; /* set when some were; may be NULL */
	GHashTable *postings; /* query_postings_new(), kept from one build of a question to the next; may be NULL */
} QueryTarget;

/* What has been looked up of the terms of a question. Good until the database is reopened. */
GHashTable *query_postings_new (void);

/* The query for the articles of one language, with its filter. What it looks for is added to `marks` (a set of owned strings:
 * folded words, stems with their schema prefix, "begin*"; may be NULL). Never NULL; NULL and an error only when the index fails. */
XapQuery *query_build (const Query *query, const QueryStats *stats, const QueryTarget *target, GHashTable *marks, GError **error);

/* Whether nothing stands in the query: no word, phrase or field. It then matches everything. */
bool query_is_empty (const Query *query);
/* Whether something in the query ranks: a word, phrase or field that is no filter. */
bool query_ranks (const Query *query);
/* Whether a filter in the query may leave one language out: lang:, site:, id:, story:. */
bool query_narrows (const Query *query);
/* A word of the query that looks like a field and is none, as "subject:tax" does: its first, to the colon. Owned; NULL when there is none. */
char *query_no_field (const Query *query);
/* Whether an `any` query would be another: more than one word is required. */
bool query_has_any (const Query *query);

/* The query as a tree of lines, for --explain. Owned. */
char *query_describe (const Query *query);

/* --- stories --- */

/* Calls `resolve` for each "story:" in the query, to replace it by a filter: `id` for story:ID, else `sub` (borrowed) for
 * story:{…}. It returns the filter, or NULL and an error. */
typedef XapQuery *(*QueryStoryFunc) (const char *id, const Query *sub, gpointer data, GError **error);
bool query_resolve_stories (Query *query, QueryStoryFunc resolve, gpointer data, GError **error);

/* --- parts that others use --- */

/* A day, month, year or "2w", "3d", "today", "yesterday" as the interval [*from, *to) in unix seconds. False when it is none. */
bool query_date (const char *text, gint64 now_s, gint64 *from, gint64 *to);

/* A filter on the publication date: from <= date < to; G_MININT64 and G_MAXINT64 for open ends. */
XapQuery *query_date_filter (gint64 from, gint64 to);
/* Whether `code` (lower case) looks like a language's code in ISO 639: two or three letters. */
bool query_is_lang (const char *code);
/* A filter on the language, by ISO 639 code. */
XapQuery *query_lang_filter (const char *code);

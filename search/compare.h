/* compare.h: the coverage of one event laid side by side: which sentences, figures, quotations and names of the articles say the
 * same, which differ, and which only one has.
 *
 * Everything that is reported is a pair or a group of places in the texts, so that it can be shown with its sentences: a comparison says
 * "not found elsewhere by this method", never "nobody else says it". */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"
#include "indexer/lexicon.h"
#include "search/cover.h"
#include "search/space.h"

/* Bounds on what one comparison looks at; what is beyond is counted in Compare.left_out. */
#define COMPARE_DOCS_MAX 100
#define COMPARE_SENTENCES_MAX 4000 /* of all articles */
#define COMPARE_FACTS_MAX 2000     /* figures, days, times and scores of all articles */
#define COMPARE_QUOTES_MAX 1000

/* Two sentences are partners, two quotations the same statement, from these scores on (cover_both()): where F1 is highest on the tuned half
 * of tests/data/compare. */
#define COMPARE_PARTNER 0.30
#define COMPARE_QUOTE 0.40

/* Where an article comes from, as far as the others tell. */
typedef enum {
	ORIGIN_OWN,  /* a report of its own */
	ORIGIN_COPY, /* most sentences are an earlier article's, word for word */
	ORIGIN_TRANSLATION, /* most sentences have their mate in one of the other language, in the same order */
} CompareOrigin;

/* An agency that the text credits ("avec AFP") or only names. */
typedef struct {
	const char *name; /* static */
	guint32 start, end;
	bool is_credit;
} CompareAgency;

typedef struct {
	const Article *article; /* borrowed */
	Analysis *analysis;
	Lang lang;
	gint64 day_s;
	guint first_sentence, sentences_count;
	CompareOrigin origin;
	guint origin_doc;    /* the earlier article */
	double origin_share; /* of its sentences that are there */
	GArray *agencies;    /* CompareAgency */
} CompareDoc;

/* The title is sentence 0 of its article: start and end are bytes of the title then. */
typedef struct {
	guint doc;
	bool in_title;
	guint32 start, end; /* bytes of the text */
	guint first, count; /* terms of analysis->body (or ->title) */
	double place;       /* 0 the first sentence of its article … 1 the last */
} Sentence;

typedef struct {
	guint a, b;   /* indices of sentences, quotations or figures; of different articles */
	double score; /* 0..1 */
} ComparePair;

/* A figure, day, period, time or score, or a quotation, in its sentence. */
typedef struct {
	guint doc, sentence;
	const Fact *fact; /* of the analysis */
	guint group; /* facts and quotations of one group say the same or count the same thing; alone in it: only here */
} ComparePlace;

typedef struct {
	Space *space;
	const Lexicon *lexicon; /* may be NULL */
	GArray *docs;           /* CompareDoc */
	GArray *sentences;      /* Sentence */
	GPtrArray *bags;        /* Bag *, of the sentences */
	float *covers;          /* of the sentences: cover_matrix() */
	double *order; /* docs × docs: 1 when two articles keep one order of sentences, 0 when not */
	GArray *partners; /* ComparePair of sentences, best first */
	GArray *figures;  /* ComparePlace */
	GArray *quotes;   /* ComparePlace */
	GArray *names;    /* ComparePlace: each name once for each article */
	guint figure_groups, quote_groups, name_groups;
	guint left_out; /* sentences, facts and quotations beyond the bounds */
} Compare;

/* Compare `articles` (GPtrArray of Article *, two or more, borrowed for the comparison's life, as are `space` and its `lexicon`), which are put in the order of their
 * publication, undated ones last. At most COMPARE_DOCS_MAX are looked at. */
Compare *compare_new (Space *space, const Lexicon *lexicon, const GPtrArray *articles);
void compare_free (Compare *compare);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Compare, compare_free)

static inline const CompareDoc *compare_doc (const Compare *compare, guint i)
{
	return &g_array_index (compare->docs, CompareDoc, i);
}

static inline const Sentence *compare_sentence (const Compare *compare, guint i)
{
	return &g_array_index (compare->sentences, Sentence, i);
}

/* The sentence's words as the article has them. Owned. */
char *compare_sentence_text (const Compare *compare, guint i);

/* The score of two sentences: their covers both ways, and their places where the two articles keep one order (a translation). */
double compare_score (const Compare *compare, guint a, guint b);

/* Who is named beside a quotation: the name of its sentence that is nearest outside of it; NULL for none. */
const Fact *compare_speaker (const Compare *compare, const ComparePlace *quote);

/* How a row of figures stands. */
typedef enum { FIGURES_AGREE, FIGURES_ABOUT, FIGURES_DIFFER } FigureVerdict;
/* May they be measured against each other at all: are they of one kind and unit, or units of one quantity? An age needs no "years": "the
 * mayor, 61,". */
bool compare_comparable (const Fact *a, const Fact *b);
/* "At least 12" beside 15 is ABOUT: both may be true. */
FigureVerdict compare_figures (const Fact *a, const Fact *b);

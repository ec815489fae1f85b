/* analyze.h: text into terms. The same code for documents and queries, so that they cannot disagree. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/shorthand.h"
#include "indexer/units.h"
#include "shim/lang.h"

/* One word of a text. Strings are borrowed from the Terms that holds it. */
typedef struct {
	guint32 start, end;    /* bytes in the text given: the word without its elided article ("Irlande" of "l’Irlande") */
	const char *word;      /* folded: text_fold() of it. Never empty, at most ANALYZE_WORD_MAX bytes */
	const char *stem;      /* folded Snowball stem for the language; NULL for numbers, and when the language is unknown */
	guint16 word_len, stem_len;
	Shorthand written;     /* word and stem; 0 where there is no stem */
	const UnitWord *says;  /* of numbers and dates; never NULL. Static */
	guint32 position;      /* from 1 */
	guint8 is_number;      /* digits; separators of thousands undone, decimal comma a point: "15.500" (fr), "15,500" (en) → "15500" */
	guint8 is_stop;	       /* on the language's stop list */
	guint8 is_capital;     /* written with a capital first letter */
	guint8 is_initial;     /* first word of a sentence or a line: its capital says nothing */
} Term;

#define ANALYZE_WORD_MAX 200 /* bytes; longer words are dropped and counted */

typedef struct {
	GArray *terms;	   /* Term, in text order */
	GPtrArray *caches;   /* of analyzers: words and stems stand there; owned references */
	GStringChunk *chunk; /* the numbers; NULL when there is none */
	guint dropped;	   /* words over the limit */
} Terms;

/* An analyser holds stemmers and their caches: one for each thread. */
typedef struct Analyzer Analyzer;
Analyzer *analyzer_new (void);
void analyzer_free (Analyzer *analyzer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Analyzer, analyzer_free)

Terms *terms_new (void);
void terms_clear (Terms *terms);
void terms_free (Terms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Terms, terms_free)

/* Split clean `text` into words and append them to `out`, in text order.
 *
 * Breaks words by UAX #29, undoes French elision (l’, d’, qu’, jusqu’; aujourd’hui stays) and English ’s, folds, stems
 * for `lang` (LANG_UNKNOWN and LANG_OTHER: not stemmed). Positions count words from `position`; returns the next free one.
 * Cost: linear, see `make bench-text`.   Source: https://unicode.org/reports/tr29/ */
guint32 analyze_text (Analyzer *analyzer, const char *text, gsize len, Lang lang, guint32 position,
		      Terms *out);

/* The normal form of a number as written with digits and . , between them (`len` bytes of `s`), NUL-terminated in `out` of
 * len + 1 bytes: groups of three after a thousands separator are joined, any other separator is the decimal point: "15.500" is
 * "15500" in French and "15.5" in English. Returns its length. */
gsize analyze_number (const char *s, gsize len, Lang lang, char *out);

/* Folded stem of one word, as documents get it: the key of the lexicon. Owned. */
char *analyze_stem (Analyzer *analyzer, const char *word, gsize len, Lang lang);

/* Whether folded `word` is a stop word of `lang`. */
bool analyze_is_stop (Analyzer *analyzer, const char *word, Lang lang);

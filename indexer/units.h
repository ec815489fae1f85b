/* units.h: the small words of numbers and dates in French and English: cardinals, multipliers, months, weekdays, units.
 * One table, indexer/data/units.tsv; all words folded (shim/text.h). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What a word says of numbers and dates; 0 or NULL where it says nothing. */
typedef struct {
	double cardinal; /* "douze", "twelve": 12; not "un", "une", "one", which are articles too */
	double hundred;  /* 100 for "cent", "hundred": multiplies what stands before it */
	double collective;      /* 10 for "dizaine", 12 for "dozen": about so many */
	double many, many_high; /* 20 and 99 for "dizaines", "dozens": an indefinite plural */
	double multiplier; /* 1e3 for "thousand", "mille" and "k", 1e6 for "million(s)", "m", 1e9 for "billion", "milliard(s)", "bn" */
	int month;         /* 1..12; abbreviations too ("sept", "janv") */
	int weekday;       /* 1 Monday … 7 Sunday */
	bool opens_number; /* "une", "half", "several": may begin a number, as what has a value above does */
	bool opens_calendar; /* "hier", "last": may begin a day or a period */
	const char *unit;    /* "eur", "km", "year", "h"…: static */
} UnitWord;

#define UNITS_WORD_MAX 12 /* bytes of the longest word of them */

/* Of a word that says nothing. */
extern const UnitWord units_nothing;

/* What `word` says; never NULL: units_nothing for a word that says nothing. Static. */
const UnitWord *units_word (const char *word);

/* The unit of a sign that begins at `s` or, when `before`, ends there ("%", "€"…); NULL for none. `len` gets its bytes. `from` is
 * the first byte that may be looked at when `before`. Static. */
const char *units_sign (const char *s, bool before, const char *from, gsize *len);

/* The unit that is called `name` ("eur", "km"); NULL for none, or when it is NULL. Static. */
const char *units_named (const char *name);

/* What the words say of the figure behind them: '~' about, '>' at least or more than, '<' at most or less than, 0 for nothing.
 * `phrase` is one to three folded words with a space between. */
char units_bound (const char *phrase);

/* A unit as a multiple of one that all such are measured in, so that miles meet kilometres: *value in `unit` becomes a
 * value in what is returned ("km", "m", "kg", "c", "kmh", "km2", "s", "day", "year"; `unit` itself when it stands alone; NULL stays
 * NULL). Months and years stay apart from days: a month has no fixed length. Static. */
const char *units_normal (const char *unit, double *value);

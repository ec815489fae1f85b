/* units.h: the small words of numbers and dates in French and English: cardinals, multipliers, months, weekdays, currencies.
 * One table each (units.c); all words folded (shim/text.h). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What a word says of numbers and dates; 0 where it says nothing. */
typedef struct {
	double cardinal;   /* "douze", "twelve": 12; not "un", "une", "one", which are articles too */
	double multiplier; /* 1000 for "thousand", "mille" and "k", 1e6 for "million(s)", "m", 1e9 for "billion", "milliard(s)", "bn" */
	int month;	   /* 1..12; abbreviations too ("sept", "janv") */
	int weekday;	   /* 1 Monday … 7 Sunday */
} UnitWord;

#define UNITS_WORD_MAX 12 /* bytes of the longest of them */

/* What `word` says; never NULL: a row of zeros for a word that says nothing. Static. */
const UnitWord *units_word (const char *word);

/* The unit of a figure that stands in text[start, end): its sign before or behind it, or one of the two words behind
 * ("euros", "per cent", "d'euros"). "%", "eur", "usd", "gbp", "c", "km", … or NULL. Static. */
const char *units_around (const char *text, guint32 start, guint32 end, const char *next, const char *after);

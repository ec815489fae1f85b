/* units.h: the small words of numbers and dates in French and English: cardinals, multipliers, months, weekdays, currencies.
 * One table each (units.c); all words folded (shim/text.h). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Value of a cardinal word ("douze", "twelve"); false when it is none, or one that is also an article ("un", "une", "one"). */
bool units_cardinal (const char *word, double *value);
/* 1000 for "thousand", "mille" and "k", 1e6 for "million(s)", "m", 1e9 for "billion" and "milliard(s)", "bn"; 1 for any other. */
double units_multiplier (const char *word);
/* 1..12, 0 for none; abbreviations too ("sept", "janv"). */
int units_month (const char *word);
/* 1 Monday … 7 Sunday, 0 for none. */
int units_weekday (const char *word);
/* The unit of a figure that stands in text[start, end): its sign before or behind it, or one of the two words behind
 * ("euros", "per cent", "d'euros"). "%", "eur", "usd", "gbp", "c", "km", … or NULL. Static. */
const char *units_around (const char *text, guint32 start, guint32 end, const char *next, const char *after);

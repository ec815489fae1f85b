/* page_date_word.c: the table of date words.
 *
 * Names and abbreviations of months and weekdays are CLDR's for fr and en (wide, abbreviated, and as newspapers
 * shorten them); zones are the abbreviations of RFC 2822 and those that European and North American papers print
 * (HNE and HAE are Quebec's heure normale and avancée de l'Est). */
#include "corpus/page_date_word.h"

#include <stdlib.h>
#include <string.h>

#include "shim/text.h"

typedef struct {
	const char *word; /* as text_fold() gives it */
	DateWord means;
} Row;

#define HOUR 3600
#define MONTH(n)                                                                                   \
	{                                                                                          \
		WORD_MONTH, n                                                                      \
	}
#define DAY(n)                                                                                     \
	{                                                                                          \
		WORD_DAY, n                                                                        \
	}
#define ZONE(hours)                                                                                \
	{                                                                                          \
		WORD_ZONE, (int)((hours)*HOUR)                                                     \
	}
#define UNIT(seconds)                                                                              \
	{                                                                                          \
		WORD_UNIT, seconds                                                                 \
	}

/* In order of word: found by bsearch. */
static const Row rows[] = {
	{ "a", { WORD_LINK, 1 } },
	{ "about", { WORD_ABOUT, 0 } },
	{ "ago", { WORD_AGO_AFTER, 0 } },
	{ "am", { WORD_HALF, 0 } },
	{ "an", { WORD_COUNT, 1 } },
	{ "annee", UNIT (31557600) },
	{ "annees", UNIT (31557600) },
	{ "ans", UNIT (31557600) },
	{ "aou", MONTH (8) },
	{ "aout", MONTH (8) },
	{ "apr", MONTH (4) },
	{ "april", MONTH (4) },
	{ "at", { WORD_LINK, 0 } },
	{ "au", { WORD_LINK, 0 } },
	{ "aug", MONTH (8) },
	{ "august", MONTH (8) },
	{ "aujourd", { WORD_RELATIVE, 0 } },
	{ "avant", { WORD_BEFORE, 0 } },
	{ "avr", MONTH (4) },
	{ "avril", MONTH (4) },
	{ "bst", ZONE (1) },
	{ "cdt", ZONE (-5) },
	{ "cest", ZONE (2) },
	{ "cet", ZONE (1) },
	{ "cst", ZONE (-6) },
	{ "ct", { WORD_PLACE_ZONE, 1 } },
	{ "day", UNIT (86400) },
	{ "days", UNIT (86400) },
	{ "de", { WORD_OF, 0 } },
	{ "dec", MONTH (12) },
	{ "december", MONTH (12) },
	{ "decembre", MONTH (12) },
	{ "depuis", { WORD_LINK, 0 } },
	{ "deux", { WORD_COUNT, 2 } },
	{ "dim", DAY (7) },
	{ "dimanche", DAY (7) },
	{ "e", { WORD_ORDINAL, 0 } },
	{ "edt", ZONE (-4) },
	{ "eight", { WORD_COUNT, 8 } },
	{ "environ", { WORD_ABOUT, 0 } },
	{ "er", { WORD_ORDINAL, 0 } },
	{ "est", ZONE (-5) },
	{ "et", { WORD_PLACE_ZONE, 0 } },
	{ "feb", MONTH (2) },
	{ "february", MONTH (2) },
	{ "fev", MONTH (2) },
	{ "fevr", MONTH (2) },
	{ "fevrier", MONTH (2) },
	{ "five", { WORD_COUNT, 5 } },
	{ "four", { WORD_COUNT, 4 } },
	{ "fri", DAY (5) },
	{ "friday", DAY (5) },
	{ "gmt", ZONE (0) },
	{ "h", { WORD_TIME_MARK, 'h' } },
	{ "hae", ZONE (-4) },
	{ "heure", UNIT (HOUR) },
	{ "heures", UNIT (HOUR) },
	{ "hier", { WORD_RELATIVE, 1 } },
	{ "hne", ZONE (-5) },
	{ "hour", UNIT (HOUR) },
	{ "hours", UNIT (HOUR) },
	{ "hr", UNIT (HOUR) },
	{ "hrs", UNIT (HOUR) },
	{ "il", { WORD_AGO_BEFORE, 0 } },
	{ "ist", ZONE (5.5) },
	{ "jan", MONTH (1) },
	{ "january", MONTH (1) },
	{ "janv", MONTH (1) },
	{ "janvier", MONTH (1) },
	{ "jeu", DAY (4) },
	{ "jeudi", DAY (4) },
	{ "jour", UNIT (86400) },
	{ "jours", UNIT (86400) },
	{ "jui", MONTH (7) },
	{ "juil", MONTH (7) },
	{ "juill", MONTH (7) },
	{ "juillet", MONTH (7) },
	{ "juin", MONTH (6) },
	{ "jul", MONTH (7) },
	{ "july", MONTH (7) },
	{ "jun", MONTH (6) },
	{ "june", MONTH (6) },
	{ "le", { WORD_LINK, 0 } },
	{ "lun", DAY (1) },
	{ "lundi", DAY (1) },
	{ "mai", MONTH (5) },
	{ "mar", MONTH (3) },
	{ "march", MONTH (3) },
	{ "mardi", DAY (2) },
	{ "mars", MONTH (3) },
	{ "may", MONTH (5) },
	{ "mdt", ZONE (-6) },
	{ "mer", DAY (3) },
	{ "mercredi", DAY (3) },
	{ "midi", { WORD_CLOCK, 12 } },
	{ "midnight", { WORD_CLOCK, 0 } },
	{ "min", UNIT (60) },
	{ "mins", UNIT (60) },
	{ "minuit", { WORD_CLOCK, 0 } },
	{ "minute", UNIT (60) },
	{ "minutes", UNIT (60) },
	{ "mois", UNIT (2629800) },
	{ "mon", DAY (1) },
	{ "monday", DAY (1) },
	{ "month", UNIT (2629800) },
	{ "months", UNIT (2629800) },
	{ "mst", ZONE (-7) },
	{ "mt", { WORD_PLACE_ZONE, 2 } },
	{ "nd", { WORD_ORDINAL, 0 } },
	{ "nine", { WORD_COUNT, 9 } },
	{ "noon", { WORD_CLOCK, 12 } },
	{ "nov", MONTH (11) },
	{ "november", MONTH (11) },
	{ "novembre", MONTH (11) },
	{ "oct", MONTH (10) },
	{ "october", MONTH (10) },
	{ "octobre", MONTH (10) },
	{ "of", { WORD_OF, 0 } },
	{ "on", { WORD_LINK, 0 } },
	{ "one", { WORD_COUNT, 1 } },
	{ "pdt", ZONE (-7) },
	{ "pm", { WORD_HALF, 12 } },
	{ "pst", ZONE (-8) },
	{ "pt", { WORD_PLACE_ZONE, 3 } },
	{ "quelques", { WORD_COUNT, 5 } },
	{ "rd", { WORD_ORDINAL, 0 } },
	{ "sam", DAY (6) },
	{ "samedi", DAY (6) },
	{ "sat", DAY (6) },
	{ "saturday", DAY (6) },
	{ "sec", UNIT (1) },
	{ "second", UNIT (1) },
	{ "seconde", UNIT (1) },
	{ "secondes", UNIT (1) },
	{ "seconds", UNIT (1) },
	{ "semaine", UNIT (604800) },
	{ "semaines", UNIT (604800) },
	{ "sep", MONTH (9) },
	{ "sept", MONTH (9) },
	{ "september", MONTH (9) },
	{ "septembre", MONTH (9) },
	{ "seven", { WORD_COUNT, 7 } },
	{ "six", { WORD_COUNT, 6 } },
	{ "st", { WORD_ORDINAL, 0 } },
	{ "sun", DAY (7) },
	{ "sunday", DAY (7) },
	{ "t", { WORD_TIME_MARK, 't' } },
	{ "ten", { WORD_COUNT, 10 } },
	{ "th", { WORD_ORDINAL, 0 } },
	{ "the", { WORD_OF, 0 } },
	{ "three", { WORD_COUNT, 3 } },
	{ "thu", DAY (4) },
	{ "thur", DAY (4) },
	{ "thurs", DAY (4) },
	{ "thursday", DAY (4) },
	{ "today", { WORD_RELATIVE, 0 } },
	{ "trois", { WORD_COUNT, 3 } },
	{ "tue", DAY (2) },
	{ "tues", DAY (2) },
	{ "tuesday", DAY (2) },
	{ "two", { WORD_COUNT, 2 } },
	{ "un", { WORD_COUNT, 1 } },
	{ "une", { WORD_COUNT, 1 } },
	{ "utc", ZONE (0) },
	{ "ven", DAY (5) },
	{ "vendredi", DAY (5) },
	{ "wed", DAY (3) },
	{ "wednesday", DAY (3) },
	{ "week", UNIT (604800) },
	{ "weeks", UNIT (604800) },
	{ "y", { WORD_AGO_BEFORE, 0 } },
	{ "ya", { WORD_AGO_BEFORE, 0 } },
	{ "year", { WORD_LINK, 0 } },
	{ "years", UNIT (31557600) },
	{ "yesterday", { WORD_RELATIVE, 1 } },
	{ "z", ZONE (0) },
};

static int compare (const void *key, const void *row)
{
	return strcmp (key, ((const Row *)row)->word);
}

const char *date_place_zone (int value)
{
	static const char *const zones[] = { "America/New_York", "America/Chicago",
					     "America/Denver", "America/Los_Angeles" };
	return zones[value];
}

DateWord date_word (const char *word, gsize len)
{
	char folded[32];
	if (len > 24 || !text_fold_word (word, (gssize)len, folded, sizeof folded))
		return (DateWord){ WORD_NONE, 0 };
	const Row *row = bsearch (folded, rows, G_N_ELEMENTS (rows), sizeof *rows, compare);
	return row ? row->means : (DateWord){ WORD_NONE, 0 };
}

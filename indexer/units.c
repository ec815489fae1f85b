/* units.c: tables of the words of numbers and dates. */
#include "indexer/units.h"

#include <string.h>

typedef struct {
	const char *word;
	double value;
} NumberWord;

static const NumberWord cardinals[] = {
	{ "deux", 2 },          { "two", 2 },        { "trois", 3 },      { "three", 3 },
	{ "quatre", 4 },        { "four", 4 },       { "cinq", 5 },       { "five", 5 },
	{ "six", 6 },           { "sept", 7 },       { "seven", 7 },      { "huit", 8 },
	{ "eight", 8 },         { "neuf", 9 },       { "nine", 9 },       { "dix", 10 },
	{ "ten", 10 },          { "onze", 11 },      { "eleven", 11 },    { "douze", 12 },
	{ "twelve", 12 },       { "treize", 13 },    { "thirteen", 13 },  { "quatorze", 14 },
	{ "fourteen", 14 },     { "quinze", 15 },    { "fifteen", 15 },   { "seize", 16 },
	{ "sixteen", 16 },      { "seventeen", 17 }, { "eighteen", 18 },  { "nineteen", 19 },
	{ "vingt", 20 },        { "twenty", 20 },    { "trente", 30 },    { "thirty", 30 },
	{ "quarante", 40 },     { "forty", 40 },     { "cinquante", 50 }, { "fifty", 50 },
	{ "soixante", 60 },     { "sixty", 60 },     { "seventy", 70 },   { "eighty", 80 },
	{ "ninety", 90 },       { "dizaine", 10 },   { "douzaine", 12 },  { "dozen", 12 },
	{ "quinzaine", 15 },    { "vingtaine", 20 }, { "trentaine", 30 }, { "quarantaine", 40 },
	{ "cinquantaine", 50 }, { "centaine", 100 }, { "cent", 100 },     { "hundred", 100 },
	{ "millier", 1000 },
};

static const NumberWord multipliers[] = {
	{ "mille", 1e3 },    { "thousand", 1e3 },  { "k", 1e3 },       { "million", 1e6 },
	{ "millions", 1e6 }, { "m", 1e6 },         { "mln", 1e6 },     { "mn", 1e6 },
	{ "milliard", 1e9 }, { "milliards", 1e9 }, { "billion", 1e9 }, { "billions", 1e9 },
	{ "bn", 1e9 },       { "md", 1e9 },        { "mds", 1e9 },     { "trillion", 1e12 },
};

static const NumberWord months[] = {
	{ "janvier", 1 },   { "january", 1 },   { "jan", 1 },       { "janv", 1 },
	{ "fevrier", 2 },   { "february", 2 },  { "feb", 2 },       { "fev", 2 },
	{ "fevr", 2 },      { "mars", 3 },      { "march", 3 },     { "mar", 3 },
	{ "avril", 4 },     { "april", 4 },     { "apr", 4 },       { "avr", 4 },
	{ "mai", 5 },       { "may", 5 },       { "juin", 6 },      { "june", 6 },
	{ "jun", 6 },       { "juillet", 7 },   { "july", 7 },      { "jul", 7 },
	{ "juil", 7 },      { "aout", 8 },      { "august", 8 },    { "aug", 8 },
	{ "septembre", 9 }, { "september", 9 }, { "sept", 9 },      { "sep", 9 },
	{ "octobre", 10 },  { "october", 10 },  { "oct", 10 },      { "novembre", 11 },
	{ "november", 11 }, { "nov", 11 },      { "decembre", 12 }, { "december", 12 },
	{ "dec", 12 },
};

static const NumberWord weekdays[] = {
	{ "lundi", 1 },    { "monday", 1 },    { "mardi", 2 },  { "tuesday", 2 },
	{ "mercredi", 3 }, { "wednesday", 3 }, { "jeudi", 4 },  { "thursday", 4 },
	{ "vendredi", 5 }, { "friday", 5 },    { "samedi", 6 }, { "saturday", 6 },
	{ "dimanche", 7 }, { "sunday", 7 },
};

typedef enum { CARDINAL, MULTIPLIER, MONTH, WEEKDAY } Role;

static void add_rows (GHashTable *hash, const NumberWord *table, gsize count, Role role)
{
	for (gsize i = 0; i < count; i++) {
		UnitWord *word = g_hash_table_lookup (hash, table[i].word);
		g_assert (strlen (table[i].word) <= UNITS_WORD_MAX);
		if (!word) {
			word = g_new0 (UnitWord, 1);
			g_hash_table_insert (hash, (gpointer)(guintptr)table[i].word, word);
		}
		if (role == CARDINAL)
			word->cardinal = table[i].value;
		else if (role == MULTIPLIER)
			word->multiplier = table[i].value;
		else if (role == MONTH)
			word->month = (int)table[i].value;
		else
			word->weekday = (int)table[i].value;
	}
}

/* All tables as one hash, made once: every word of every text is looked up in it. Never changed after. */
static GHashTable *all_words (void)
{
	static gsize once;
	if (g_once_init_enter (&once)) {
		GHashTable *hash = g_hash_table_new (g_str_hash, g_str_equal);
		add_rows (hash, cardinals, G_N_ELEMENTS (cardinals), CARDINAL);
		add_rows (hash, multipliers, G_N_ELEMENTS (multipliers), MULTIPLIER);
		add_rows (hash, months, G_N_ELEMENTS (months), MONTH);
		add_rows (hash, weekdays, G_N_ELEMENTS (weekdays), WEEKDAY);
		g_once_init_leave (&once, (gsize)hash);
	}
	return (GHashTable *)once;
}

const UnitWord *units_word (const char *word)
{
	static const UnitWord nothing = { 0 };
	const UnitWord *found = g_hash_table_lookup (all_words (), word);
	return found ? found : &nothing;
}

/* --- units --- */

typedef struct {
	const char *word, *unit;
} UnitName;

/* Signs right before or behind the digits. */
static const UnitName signs[] = {
	{ "%", "%" }, { "€", "eur" }, { "$", "usd" }, { "£", "gbp" }, { "¥", "jpy" }, { "°", "c" },
};

/* Words behind a figure, folded. */
static const UnitName words[] = {
	{ "euro", "eur" },      { "euros", "eur" },     { "dollar", "usd" },
	{ "dollars", "usd" },   { "livres", "gbp" },    { "pounds", "gbp" },
	{ "francs", "chf" },    { "percent", "%" },     { "km", "km" },
	{ "kilometres", "km" }, { "kilometers", "km" }, { "miles", "mi" },
	{ "metres", "m" },      { "meters", "m" },      { "tonnes", "t" },
	{ "tons", "t" },        { "kg", "kg" },         { "hectares", "ha" },
	{ "degres", "c" },      { "degrees", "c" },     { "ans", "year" },
	{ "years", "year" },    { "year", "year" },     { "mois", "month" },
	{ "months", "month" },  { "jours", "day" },     { "days", "day" },
	{ "heures", "hour" },   { "hours", "hour" },    { "minutes", "minute" },
};

static const char *unit_of_word (const char *word)
{
	for (gsize i = 0; word && i < G_N_ELEMENTS (words); i++)
		if (strcmp (words[i].word, word) == 0)
			return words[i].unit;
	return NULL;
}

const char *units_around (const char *text, guint32 start, guint32 end, const char *next,
			  const char *after)
{
	const char *behind = text + end;
	while (*behind == ' ' || strncmp (behind, "\xc2\xa0", 2) == 0 ||
	       strncmp (behind, "\xe2\x80\xaf", 3) == 0)
		behind += *behind == ' ' ? 1 : (guchar)*behind == 0xc2 ? 2 : 3;
	for (gsize i = 0; i < G_N_ELEMENTS (signs); i++) {
		gsize len = strlen (signs[i].word);
		if (strncmp (behind, signs[i].word, len) == 0)
			return signs[i].unit;
		if (start >= len && memcmp (text + start - len, signs[i].word, len) == 0)
			return signs[i].unit;
	}
	/* "per cent", "pour cent": two words. */
	if (next && after && (!strcmp (next, "per") || !strcmp (next, "pour")) &&
	    !strcmp (after, "cent"))
		return "%";
	/* "2,3 millions d'euros": the elided article is gone; "million pounds". */
	return unit_of_word (next);
}

/* facts_private.h: what the finders of names, figures, days and quotations share. */
#pragma once

#include "indexer/facts.h"
#include "indexer/units.h"

/* One text being read. */
typedef struct {
	const char *text;
	gsize len;
	Lang lang;
	gint64 day; /* of publication, since 1970-01-01; 0 not known */
	const Terms *terms;
	guint count; /* of terms */
	int weekday; /* that stands before the day being read, 0 for none: it tells the year */
	GByteArray *taken; /* one for each term: 1 when it is part of a day or a time */
	Facts *out;
} FactsRun;

static inline const Term *facts_term (const FactsRun *run, guint i)
{
	return &g_array_index (run->terms->terms, Term, i);
}

static inline const UnitWord *facts_unit (const FactsRun *run, guint i)
{
	return facts_term (run, i)->says;
}

/* Does the term `i` (it may be behind the last) say `word`? */
bool facts_is (const FactsRun *run, guint i, const char *word);
/* Bytes between the term before `i` and `i`; G_MAXUINT for the first and behind the last. */
guint facts_gap (const FactsRun *run, guint i);
/* Only white space, an elided "d’" or "l’", or a hyphen when `hyphen`, between the term before `i` and `i`. */
bool facts_adjoin (const FactsRun *run, guint i, bool hyphen);
/* Append `fact`, whose terms are set: its bytes are those of its terms when `end` is 0; `norm` is copied. */
void facts_append (FactsRun *run, Fact fact, const char *norm);

void facts_find_names (FactsRun *run);
/* Days, periods and times of day; marks their terms as taken. */
void facts_find_days (FactsRun *run);
void facts_find_times (FactsRun *run);
void facts_find_figures (FactsRun *run);
void facts_find_quotes (FactsRun *run);

/* A number as the words and digits of a text make it. */
typedef struct {
	double low, high; /* one value, or an indefinite plural's interval */
	bool about;       /* "une dizaine" */
	bool large;       /* a million and more in words: "de" may stand before the unit */
	guint count;      /* terms */
	const char *
		attached; /* what is written on to the digits ("km" of "12km"), folded; NULL for nothing */
} FactsNumber;

/* The number that begins at term `i`. Returns false when there is none. */
bool facts_number (const FactsRun *run, guint i, FactsNumber *number);

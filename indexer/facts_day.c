/* facts_day.c: days and periods of the calendar: "9 septembre 2020", "Sept. 9", "9/9/2020", "mercredi", "hier", "en mai",
 * "last year", against the day of publication. */
#include <stdlib.h>
#include <string.h>

#include "indexer/facts_private.h"

#define UNKNOWN G_MAXINT /* a day that no year is known of */

static int day_number (int year, int month, int day)
{
	if (!g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return UNKNOWN;
	GDate date, epoch;
	g_date_clear (&date, 1);
	g_date_clear (&epoch, 1);
	g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	g_date_set_dmy (&epoch, 1, G_DATE_JANUARY, 1970);
	return g_date_days_between (&epoch, &date);
}

static void civil (int number, int *year, int *month, int *day)
{
	GDate date;
	g_date_clear (&date, 1);
	g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1970);
	g_date_add_days (&date, (guint)MAX (number, 0));
	*year = g_date_get_year (&date);
	*month = g_date_get_month (&date);
	*day = g_date_get_day (&date);
}

/* 1 Monday … 7 Sunday: 1970-01-01 was a Thursday. */
static int weekday_of (int number)
{
	return (number + 3) % 7 + 1;
}

static void append_day (FactsRun *run, guint first, guint count, int number, const char *norm)
{
	char text[32];
	if (!norm) {
		int year, month, day;
		civil (number, &year, &month, &day);
		g_snprintf (text, sizeof text, "%04d-%02d-%02d", year, month, day);
		norm = text;
	}
	Fact fact = { .kind = FACT_DAY, .first = first, .count = count };
	fact.low = number == UNKNOWN ? 1 : number;
	fact.high = number == UNKNOWN ? 0 : number;
	facts_append (run, fact, norm);
	memset (run->taken->data + first, 1, count);
}

/* --- what lies before and what lies ahead --- */

/* "sera", "décideront", "briguera": the French future by its ending. */
static bool is_future_form (const Term *t)
{
	return t->word_len > 3 && !t->is_capital &&
	       (g_str_has_suffix (t->word, "era") || g_str_has_suffix (t->word, "eront") ||
		g_str_has_suffix (t->word, "ira") || g_str_has_suffix (t->word, "iront") ||
		g_str_has_suffix (t->word, "ndra") || g_str_has_suffix (t->word, "ndront"));
}

/* "jusqu’à", "jusqu’au": the elided word is no term. */
static bool behind_jusqu (const FactsRun *run, const Term *t)
{
	static const char *const forms[] = { "jusqu'", "jusqu’" };
	for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
		gsize len = strlen (forms[i]);
		if (t->start >= len && memcmp (run->text + t->start - len, forms[i], len) == 0)
			return true;
	}
	return false;
}

/* Do the words of its sentence before `i` speak of what is to come? `behind` is the term after the day. */
static bool lies_ahead (const FactsRun *run, guint i, guint behind)
{
	static const char *const cues[] = {
		"will",    "until",    "till",      "expected", "due",       "scheduled",
		"planned", "plans",    "next",      "by",       "jusqu",     "jusque",
		"jusqua",  "prochain", "prochaine", "devrait",  "devraient", "doit",
		"doivent", "prevu",    "prevue",    "prevoit",  "ici",       "ll",
		"shall",   "tomorrow", "demain",    "des",      NULL
	};
	if (facts_is (run, behind, "prochain") || facts_is (run, behind, "prochaine") ||
	    facts_is (run, behind, "next"))
		return true;
	if (facts_is (run, behind, "dernier") || facts_is (run, behind, "derniere"))
		return false;
	for (guint back = 1; back <= 10 && back <= i; back++) {
		const Term *t = facts_term (run, i - back);
		const char *s = run->text + t->end;
		/* Not over the end of a sentence. */
		gsize gap = facts_term (run, i - back + 1)->start - t->end;
		if (memchr (s, '.', gap) || memchr (s, '\n', gap) || memchr (s, '?', gap))
			return false;
		/* "dès vendredi" only: "des" is an article too. */
		if (strcmp (t->word, "des") == 0
			    ? strncmp (run->text + t->start, "dès", strlen ("dès")) == 0
			    : g_strv_contains (cues, t->word))
			return true;
		/* "are to meet", "is to be launched". */
		if (strcmp (t->word, "to") == 0 && i - back > 0 &&
		    (facts_is (run, i - back - 1, "is") || facts_is (run, i - back - 1, "are")))
			return true;
		if (run->lang == LANG_FR && (is_future_form (t) || behind_jusqu (run, t)))
			return true;
	}
	return false;
}

/* The year that makes a day or a month without one lie nearest behind the publication, or ahead of it. */
static int year_of (const FactsRun *run, int month, int day, bool ahead)
{
	if (!run->day)
		return 0;
	int year, m, d;
	civil ((int)run->day, &year, &m, &d);
	int same = month * 32 + day, now = m * 32 + (day ? d : 0);
	/* A week or two ahead needs no word to say so: "le 19 mars" on the 6th. */
	bool soon = same > now && same - now <= 32;
	if (same > now && !ahead && !(day && soon))
		year--;
	else if (same < now && ahead)
		year++;
	return year;
}

/* The year near the publication's in which the day is the weekday that the text names; 0 for none. */
static int year_of_weekday (const FactsRun *run, int month, int day)
{
	int year, m, d, best = 0, least = G_MAXINT;
	if (!run->day || !run->weekday)
		return 0;
	civil ((int)run->day, &year, &m, &d);
	for (int y = year - 1; y <= year + 1; y++) {
		int number = day_number (y, month, day), distance = abs (number - (int)run->day);
		if (number != UNKNOWN && weekday_of (number) == run->weekday && distance < least) {
			best = y;
			least = distance;
		}
	}
	return best;
}

/* --- days --- */

static int small_number (const Term *t)
{
	gsize digits = strspn (t->word, "0123456789");
	if (digits == 0 || digits > 4)
		return 0;
	static const char *const endings[] = { "th", "st", "nd", "rd", "er", NULL }; /* 9th, 1er */
	if (!t->is_number && (digits > 2 || !g_strv_contains (endings, t->word + digits)))
		return 0;
	return t->word[digits] == '.' ? 0 : (int)strtol (t->word, NULL, 10);
}

/* A year right behind the day: at most ", " between. */
static int year_at (const FactsRun *run, guint i)
{
	if (i >= run->count || facts_gap (run, i) > 2)
		return 0;
	const Term *t = facts_term (run, i);
	int year = t->is_number && t->word_len == 4 ? small_number (t) : 0;
	return year >= 1500 && year < 2100 ? year : 0;
}

/* `year` 0: to be found from the publication. Returns whether there is such a day. */
static bool named_day (FactsRun *run, guint first, guint count, int year, int month, int day)
{
	if (!g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)(year ? year : 2000)))
		return false;
	if (!year)
		year = year_of_weekday (run, month, day);
	if (!year)
		year = year_of (run, month, day, lies_ahead (run, first, first + count));
	char norm[16];
	g_snprintf (norm, sizeof norm, "%02d-%02d", month, day);
	append_day (run, first, count, year ? day_number (year, month, day) : UNKNOWN,
		    year ? NULL : norm);
	return true;
}

/* "9/9/2020" and "9-9-2020": three numbers with the same mark between. English puts the month first, unless it cannot. */
static guint slashed_day (FactsRun *run, guint i)
{
	if (i + 2 >= run->count)
		return 0;
	const Term *a = facts_term (run, i), *b = a + 1, *c = a + 2;
	if (!a->is_number || !b->is_number || !c->is_number || b->start - a->end != 1 ||
	    c->start - b->end != 1 || run->text[a->end] != run->text[b->end] ||
	    !strchr ("/-.", run->text[a->end]))
		return 0;
	int x = small_number (a), y = small_number (b), z = small_number (c);
	bool found;
	if (a->word_len == 4)
		found = named_day (run, i, 3, x, y, z);
	else if (c->word_len != 4)
		return 0;
	else if (run->lang == LANG_EN && x <= 12)
		found = named_day (run, i, 3, z, x, y);
	else
		found = named_day (run, i, 3, z, y, x);
	return found ? 3 : 0;
}

/* Only spaces, a comma or a full stop between the term before `i` and `i`: not "February’s 4". */
static bool plain_gap (const FactsRun *run, guint i)
{
	guint gap = facts_gap (run, i);
	if (gap > 3)
		return false;
	const char *s = run->text + facts_term (run, i - 1)->end;
	return strspn (s, " ,.") == gap || (gap >= 2 && strncmp (s, "\xc2\xa0", 2) == 0) ||
	       strncmp (s, "\xe2\x80\xaf", 3) == 0;
}

/* "10-11 mars", "8 et 9 septembre", "14 to 16 September": a day before the one at `i`, in its month. */
static void day_before (FactsRun *run, guint i, int year, int month)
{
	if (i == 0)
		return;
	bool dash = facts_gap (run, i) == 1 && run->text[facts_term (run, i)->start - 1] == '-';
	bool link = facts_is (run, i - 1, "et") || facts_is (run, i - 1, "au") ||
		    facts_is (run, i - 1, "to") || facts_is (run, i - 1, "and");
	bool word =
		i > 1 && link && facts_adjoin (run, i, false) && facts_adjoin (run, i - 1, false);
	if (!dash && !word)
		return;
	guint at = dash ? i - 1 : i - 2;
	int day = run->taken->data[at] ? 0 : small_number (facts_term (run, at));
	if (day >= 1 && day <= 31)
		named_day (run, at, 1, year, month, day);
}

/* "March 10-11", "November 23 to 25": a day behind the one that ends before `i`. Returns the terms used. */
static guint day_behind (FactsRun *run, guint i, int year, int month)
{
	if (i >= run->count || run->lang == LANG_FR)
		return 0;
	const char *s = run->text + facts_term (run, i)->start - 1;
	bool dash = (facts_gap (run, i) == 1 && *s == '-') ||
		    (facts_gap (run, i) == 3 && strncmp (s - 2, "–", strlen ("–")) == 0);
	bool word =
		facts_is (run, i, "to") || facts_is (run, i, "and") || facts_is (run, i, "through");
	guint at = dash ? i : i + 1;
	if ((!dash && !(word && facts_adjoin (run, i, false) && facts_adjoin (run, at, false))) ||
	    at >= run->count)
		return 0;
	int day = small_number (facts_term (run, at));
	/* "March 10 and 11 people": a number that counts is no day. */
	bool counts = word && at + 1 < run->count && facts_adjoin (run, at + 1, false) &&
		      !facts_term (run, at + 1)->is_stop && !facts_unit (run, at + 1)->weekday;
	if (day < 1 || day > 31 || counts)
		return 0;
	return named_day (run, at, 1, year, month, day) ? at + 1 - i : 0;
}

/* "9 septembre 2020", "9th September", "September 9, 2020", "Sept. 9". Returns the terms used, 0 for none. */
static guint month_day (FactsRun *run, guint i)
{
	if (i + 1 >= run->count || !plain_gap (run, i + 1))
		return 0;
	/* "the 24th of October" */
	guint of = facts_is (run, i + 1, "of") && i + 2 < run->count &&
		   facts_adjoin (run, i + 2, false);
	const Term *t = facts_term (run, i), *u = facts_term (run, i + 1 + of);
	int day = small_number (t), month = facts_unit (run, i + 1 + of)->month;
	bool day_first = day && day <= 31 && month;
	guint used = 2 + of, more = 0;
	if (!day_first) {
		if (of)
			return 0;
		month = facts_unit (run, i)->month;
		day = small_number (u);
		if (!month || !day || day > 31 || !t->is_capital)
			return 0;
		more = day_behind (run, i + used, 0, month);
	}
	int year = year_at (run, i + used + more);
	if (!named_day (run, i, used + (more == 0 && year), year, month, day))
		return 0;
	if (day_first)
		day_before (run, i, year, month);
	return used + more + (year != 0);
}

/* A weekday is a fact of its own ("w3"); and "mercredi" of an article published on a Friday is the Wednesday before. */
static void weekday (FactsRun *run, guint i, bool resolve)
{
	int wanted = facts_unit (run, i)->weekday;
	const char norm[] = { 'w', (char)('0' + wanted), '\0' };
	append_day (run, i, 1, UNKNOWN, norm);
	if (!run->day || !resolve)
		return;
	int back = (weekday_of ((int)run->day) - wanted + 7) % 7;
	bool ahead = back > 0 && lies_ahead (run, i, i + 1);
	append_day (run, i, 1, (int)run->day - back + (ahead ? 7 : 0), NULL);
}

/* "hier", "tomorrow": days from the publication. */
static guint relative_day (FactsRun *run, guint i)
{
	static const struct {
		const char *word;
		int days;
	} words[] = { { "hier", -1 },
		      { "yesterday", -1 },
		      { "demain", 1 },
		      { "tomorrow", 1 },
		      { "avant-hier", -2 } };
	if (!run->day)
		return 0;
	for (gsize k = 0; k < G_N_ELEMENTS (words); k++)
		if (facts_is (run, i, words[k].word)) {
			append_day (run, i, 1, (int)run->day + words[k].days, NULL);
			return 1;
		}
	return 0;
}

/* --- periods --- */

/* "1980s", "les années 1980", "années 80". */
static guint decade (FactsRun *run, guint i)
{
	const Term *t = facts_term (run, i);
	gsize digits = strspn (t->word, "0123456789");
	long year = strtol (t->word, NULL, 10);
	bool french = t->is_number && i > 0 && facts_is (run, i - 1, "annees") &&
		      facts_adjoin (run, i, false);
	if (year % 10 != 0 || (!french && strcmp (t->word + digits, "s") != 0))
		return 0;
	if (french && digits == 2)
		year += 1900;
	if (year < 1500 || year >= 2100)
		return 0;
	char norm[16];
	Fact fact = { .kind = FACT_PERIOD, .first = i, .count = 1 };
	fact.low = day_number ((int)year, 1, 1);
	fact.high = day_number ((int)year + 9, 12, 31);
	g_snprintf (norm, sizeof norm, "%lds", year);
	facts_append (run, fact, norm);
	run->taken->data[i] = 1;
	return 1;
}

static void append_period (FactsRun *run, guint first, guint count, int year, int month)
{
	char norm[16];
	Fact fact = { .kind = FACT_PERIOD, .first = first, .count = count };
	if (month) {
		fact.low = day_number (year, month, 1);
		fact.high = day_number (month == 12 ? year + 1 : year, month % 12 + 1, 1) - 1;
		g_snprintf (norm, sizeof norm, "%04d-%02d", year, month);
	} else {
		fact.low = day_number (year, 1, 1);
		fact.high = day_number (year, 12, 31);
		g_snprintf (norm, sizeof norm, "%04d", year);
	}
	facts_append (run, fact, norm);
	memset (run->taken->data + first, 1, count);
}

/* "en mai", "d'ici à juin", "in February", "October 2020", "back in October": a month behind a word that says it is one. */
static guint month_period (FactsRun *run, guint i)
{
	static const char *const before[] = {
		"en",     "de",    "d",       "a",       "fin",  "debut", "mi",    "des",
		"depuis", "jusqu", "avant",   "apres",   "mois", "in",    "by",    "since",
		"last",   "next",  "early",   "late",    "mid",  "of",    "until", "from",
		"to",     "this",  "between", "through", "and",  "et",    NULL
	};
	int month = facts_unit (run, i)->month;
	const Term *t = facts_term (run, i);
	if (!month || t->word_len < 3)
		return 0;
	int year = year_at (run, i + 1);
	if (!year && (i == 0 || !facts_adjoin (run, i, true) ||
		      !g_strv_contains (before, facts_term (run, i - 1)->word) ||
		      (run->lang == LANG_EN && !t->is_capital)))
		return 0;
	guint used = year ? 2 : 1;
	if (!year)
		year = year_of (run, month, 0,
				lies_ahead (run, i, i + 1) || facts_is (run, i - 1, "next"));
	if (!year)
		return 0;
	append_period (run, i, used, year, month);
	return used;
}

/* "l'année dernière", "l’an prochain", "cette année", "last year", "next month". */
static guint named_period (FactsRun *run, guint i)
{
	static const struct {
		const char *first, *second;
		int years, months;
	} rows[] = {
		{ "annee", "derniere", -1, 0 }, { "an", "dernier", -1, 0 },
		{ "annee", "prochaine", 1, 0 }, { "an", "prochain", 1, 0 },
		{ "cette", "annee", 0, 0 },     { "last", "year", -1, 0 },
		{ "next", "year", 1, 0 },       { "this", "year", 0, 0 },
		{ "mois", "dernier", 0, -1 },   { "mois", "prochain", 0, 1 },
		{ "last", "month", 0, -1 },     { "next", "month", 0, 1 },
	};
	if (!run->day || i + 1 >= run->count || !facts_adjoin (run, i + 1, false))
		return 0;
	for (gsize k = 0; k < G_N_ELEMENTS (rows); k++) {
		if (!facts_is (run, i, rows[k].first) || !facts_is (run, i + 1, rows[k].second))
			continue;
		int year, month, day;
		civil ((int)run->day, &year, &month, &day);
		int whole = year * 12 + month - 1 + rows[k].months;
		append_period (run, i, 2, rows[k].months ? whole / 12 : year + rows[k].years,
			       rows[k].months ? whole % 12 + 1 : 0);
		return 2;
	}
	return 0;
}

/* Every word of every text passes here: most say nothing of dates. */
static bool may_begin (const FactsRun *run, guint i)
{
	const UnitWord *unit = facts_unit (run, i);
	return unit->month || unit->weekday || g_ascii_isdigit (*facts_term (run, i)->word);
}

void facts_find_days (FactsRun *run)
{
	for (guint i = 0; i < run->count;) {
		guint used = 0;
		if (may_begin (run, i)) {
			used = slashed_day (run, i);
			if (!used)
				used = month_day (run, i);
			if (!used)
				used = month_period (run, i);
			if (!used)
				used = decade (run, i);
			if (!used && facts_unit (run, i)->weekday) {
				/* "mercredi 9 septembre": the date behind says it better. */
				run->weekday = facts_unit (run, i)->weekday;
				bool dated =
					i + 1 < run->count && (used = month_day (run, i + 1)) > 0;
				run->weekday = 0;
				weekday (run, i, !dated);
				used += 1;
			}
		} else if (facts_unit (run, i)->opens_calendar) {
			used = relative_day (run, i);
			if (!used)
				used = named_period (run, i);
		}
		i += used ? used : 1;
	}
}

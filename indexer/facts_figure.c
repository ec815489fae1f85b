/* facts_figure.c: figures: a number, its unit, and how sure the words are of it; intervals, scores and years. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/facts_private.h"

#define BOUND_WORDS 3 /* "un peu moins" */

/* What "environ" leaves open to either side. */
#define ABOUT 0.1

typedef struct {
	FactsNumber number;
	const char *unit;
	guint32 start, end; /* bytes, with sign and unit */
	guint next;         /* the term behind the unit */
} Figure;

/* --- units --- */

static const char *skip_spaces (const char *s)
{
	for (;; s++) {
		if (strncmp (s, "\xc2\xa0", 2) == 0)
			s += 1;
		else if (strncmp (s, "\xe2\x80\xaf", 3) == 0)
			s += 2;
		else if (*s != ' ')
			return s;
	}
}

/* "km/h", "miles per hour", "kilomètres à l'heure"; "km²", "kilomètres carrés": what stands behind a length makes it another unit.
 * `at`: the term behind the length's. */
static const char *compound_unit (const FactsRun *run, guint at, const char *unit, Figure *figure)
{
	const char *s = run->text + figure->end;
	bool km = strcmp (unit, "km") == 0;
	if (strcmp (unit, "m") == 0 &&
	    (facts_is (run, at, "cubes") || facts_is (run, at, "cube"))) {
		figure->end = facts_term (run, at)->end;
		figure->next = at + 1;
		return "m3";
	}
	if (!km && strcmp (unit, "mi") != 0)
		return unit;
	if (strncmp (s, "²", strlen ("²")) == 0) {
		figure->end += (guint32)strlen ("²");
		return km ? "km2" : unit;
	}
	if (facts_is (run, at, "carres") || facts_is (run, at, "carre")) {
		figure->end = facts_term (run, at)->end;
		figure->next = at + 1;
		return km ? "km2" : unit;
	}
	guint hour = at;
	if (*s != '/') {
		hour += facts_is (run, at, "par") || facts_is (run, at, "per") ||
			facts_is (run, at, "an") || facts_is (run, at, "a");
		if (hour == at)
			return unit;
	}
	const char *of = hour < run->count ? facts_unit (run, hour)->unit : NULL;
	if (!of || strcmp (of, "h") != 0)
		return unit;
	figure->end = facts_term (run, hour)->end;
	figure->next = hour + 1;
	return km ? "kmh" : "mph";
}

/* "degrés Fahrenheit", "°F": degrees are Celsius unless they say so. */
static const char *degrees (const FactsRun *run, guint at, Figure *figure)
{
	if (at >= run->count || facts_term (run, at)->start - figure->end > 2)
		return "c";
	const char *unit = facts_unit (run, at)->unit;
	bool named = unit && (strcmp (unit, "c") == 0 || strcmp (unit, "f") == 0);
	if (!named)
		return "c";
	figure->end = facts_term (run, at)->end;
	figure->next = at + 1;
	return unit;
}

/* The unit in the word `at`, which adjoins the figure; NULL for none. */
static const char *unit_word (const FactsRun *run, guint at, Figure *figure)
{
	const Term *t = facts_term (run, at);
	/* "per cent", "pour cent"; "square kilometres"; "US dollars". */
	if ((facts_is (run, at, "per") || facts_is (run, at, "pour")) &&
	    facts_is (run, at + 1, "cent")) {
		figure->end = facts_term (run, at + 1)->end;
		figure->next = at + 2;
		return "%";
	}
	bool square = facts_is (run, at, "square") || facts_is (run, at, "sq"),
	     cubic = facts_is (run, at, "cubic");
	if (square || cubic || facts_is (run, at, "us") || facts_is (run, at, "percentage"))
		at++;
	if (at >= run->count)
		return NULL;
	const char *unit = facts_unit (run, at)->unit;
	/* One letter is a unit right behind digits only: "12 m", never "deux s". */
	if (!unit || (t->word_len == 1 && !facts_term (run, at - 1)->is_number))
		return NULL;
	if ((square && strcmp (unit, "km") != 0) || (cubic && strcmp (unit, "m") != 0))
		return NULL;
	figure->end = facts_term (run, at)->end;
	figure->next = at + 1;
	if (square || cubic)
		return square ? "km2" : "m3";
	if (strcmp (unit, "c") == 0 && facts_term (run, at)->word_len > 1)
		return degrees (run, at + 1, figure);
	return compound_unit (run, at + 1, unit, figure);
}

static void find_unit (const FactsRun *run, guint i, Figure *figure)
{
	gsize len;
	const Term *first = facts_term (run, i);
	const char *unit = units_sign (run->text + first->start, true, run->text, &len);
	if (unit && strcmp (unit, "%") != 0 && strcmp (unit, "c") != 0) {
		figure->start -= (guint32)len;
		if (figure->start >= 2 && memcmp (run->text + figure->start - 2, "US", 2) == 0)
			figure->start -= 2;
		figure->unit = unit;
		/* "€40m euros" says it twice. */
		return;
	}
	if (figure->number.attached) {
		const char *s = figure->number.attached;
		/* "in his 40s" */
		if (strcmp (s, "s") == 0 && i > 0 &&
		    (facts_is (run, i - 1, "his") || facts_is (run, i - 1, "her") ||
		     facts_is (run, i - 1, "their") || facts_is (run, i - 1, "the") ||
		     facts_is (run, i - 1, "mid") || facts_is (run, i - 1, "late") ||
		     facts_is (run, i - 1, "early")))
			return;
		unit = strlen (s) <= UNITS_WORD_MAX ? units_word (s)->unit : NULL;
		if (unit)
			figure->unit = compound_unit (run, figure->next, unit, figure);
		return;
	}
	const char *behind = skip_spaces (run->text + figure->end);
	unit = units_sign (behind, false, NULL, &len);
	if (unit && strcmp (unit, "usd") == 0 && g_ascii_isdigit (behind[len]))
		unit = NULL; /* "12 $5 bills": the sign is the next figure's */
	if (unit) {
		figure->end = (guint32)(behind - run->text + (gssize)len);
		figure->unit = strcmp (unit, "c") == 0 ? degrees (run, figure->next, figure) : unit;
		return;
	}
	guint at = figure->next;
	if ((figure->number.large || figure->number.about ||
	     figure->number.low < figure->number.high) &&
	    (facts_is (run, at, "de") || facts_is (run, at, "of")))
		at++;
	if (at < run->count && facts_adjoin (run, at, true))
		figure->unit = unit_word (run, at, figure);
}

/* --- one figure, and two that are one --- */

static bool read_figure (const FactsRun *run, guint i, Figure *figure)
{
	*figure = (Figure){ 0 };
	if (!facts_number (run, i, &figure->number))
		return false;
	figure->start = facts_term (run, i)->start;
	figure->next = i + figure->number.count;
	figure->end = facts_term (run, figure->next - 1)->end;
	find_unit (run, i, figure);
	/* "18th", "3D", "B12": what is written on to the digits and is no unit makes a word of them. */
	if (figure->number.attached && !figure->unit)
		return false;
	if (figure->unit &&
	    (strcmp (figure->unit, "c") == 0 || strcmp (figure->unit, "f") == 0 ||
	     strcmp (figure->unit, "%") == 0) &&
	    figure->start > 1) {
		const char *s = run->text + figure->start;
		bool minus = s[-1] == '-' && !g_ascii_isalnum (s[-2]);
		bool sign = figure->start > 3 && strncmp (s - 3, "−", 3) == 0;
		if (minus || sign) {
			figure->start -= minus ? 1 : 3;
			figure->number.low = -figure->number.low;
			figure->number.high = -figure->number.high;
		}
	}
	return true;
}

/* "en 2025", "since 1994", "2026" at the end of a clause: four bare digits that count nothing. */
static bool is_year (const FactsRun *run, guint i, const Figure *figure)
{
	const Term *t = facts_term (run, i);
	double value = figure->number.low;
	if (!t->is_number || t->word_len != 4 || t->end - t->start != 4 || figure->unit ||
	    figure->number.count > 1 || value < 1500 || value >= 2100)
		return false;
	static const char *const before[] = { "en",     "in",      "since", "depuis", "by",
					      "de",     "du",      "ici",   "fin",    "debut",
					      "dès",    "des",     "apres", "after",  "avant",
					      "before", "until",   "from",  "to",     "a",
					      "entre",  "between", "et",    "and",    "of",
					      "the",    "ete",     "hiver", "summer", "spring",
					      "winter", "autumn",  NULL };
	if (i > 0 && (g_strv_contains (before, facts_term (run, i - 1)->word) ||
		      facts_unit (run, i - 1)->month))
		return true;
	return i + 1 >= run->count || !facts_adjoin (run, i + 1, false) ||
	       facts_term (run, i + 1)->is_stop;
}

/* "10 et 15" behind "entre", "10 to 15", "2C to 8C", "10-15": the second figure of an interval that begins with `a`. */
static bool interval (const FactsRun *run, guint i, const Figure *a, Figure *b)
{
	guint link = a->next;
	if (link >= run->count || a->number.low < a->number.high)
		return false;
	bool between =
		i > 0 && (facts_is (run, i - 1, "entre") || facts_is (run, i - 1, "between"));
	bool from = i > 0 && (facts_is (run, i - 1, "de") || facts_is (run, i - 1, "from"));
	bool french = run->lang != LANG_EN,
	     joined = facts_adjoin (run, link, true); /* "18- to 29-year-olds" */
	bool to = joined && (french ? facts_is (run, link, "a") || facts_is (run, link, "ou")
				    : facts_is (run, link, "to") || facts_is (run, link, "or"));
	bool and = facts_is (run, link, "et") || facts_is (run, link, "and");
	bool number_behind = g_ascii_isdigit (*facts_term (run, link)->word) ||
			     facts_unit (run, link)->cardinal > 0;
	bool dash =
		number_behind && facts_gap (run, link) <= 3 &&
		(run->text[a->end] == '-' || strncmp (run->text + a->end, "–", strlen ("–")) == 0);
	guint at = dash ? link : link + 1;
	if (!(dash || to || (between && and)) || at >= run->count ||
	    (!dash && !facts_adjoin (run, at, false)) || !read_figure (run, at, b))
		return false;
	if (b->number.low < b->number.high || b->number.low <= a->number.low || is_year (run, i, a))
		return false;
	/* "from 2% to 3%" is a change of one thing, not a range. */
	if (a->unit && (from || !b->unit || strcmp (a->unit, b->unit) != 0))
		return false;
	return true;
}

static bool is_goals (const Term *t)
{
	return t->is_number && t->word_len <= 3 && !strchr (t->word, '.');
}

/* "1 à 0": an interval would go up. Returns the terms used. */
static guint french_score (FactsRun *run, guint i)
{
	const Term *a = facts_term (run, i), *b = facts_term (run, i + 2);
	Figure second;
	if (!is_goals (b) || atoi (b->word) > atoi (a->word) ||
	    !read_figure (run, i + 2, &second) || second.unit)
		return 0;
	char norm[16];
	g_snprintf (norm, sizeof norm, "%s-%s", a->word, b->word);
	facts_append (run,
		      (Fact){ .kind = FACT_SCORE, .first = i, .count = 3, .value = atoi (a->word) },
		      norm);
	return 3;
}

/* "3-1", and no interval: both small, and no unit behind. Returns the terms used. */
static guint score (FactsRun *run, guint i)
{
	const Term *a = facts_term (run, i), *b = a + 1;
	if (i + 1 >= run->count || run->taken->data[i + 1] || !is_goals (a))
		return 0;
	const char *s = run->text + a->end;
	bool dash = (*s == '-' && b->start - a->end == 1) ||
		    (strncmp (s, "–", strlen ("–")) == 0 && b->start - a->end == strlen ("–"));
	/* "menait 1 à 0": down, and without a unit. */
	if (run->lang == LANG_FR && facts_is (run, i + 1, "a") && i + 2 < run->count &&
	    facts_adjoin (run, i + 1, false) && facts_adjoin (run, i + 2, false))
		return french_score (run, i);
	Figure second;
	if (!is_goals (b) || !dash || !read_figure (run, i + 1, &second) || second.unit)
		return 0;
	double x = g_ascii_strtod (a->word, NULL), y = g_ascii_strtod (b->word, NULL);
	/* "10-15 personnes" counts, "a gagné 1-2 à Lyon" does not. */
	bool counts = i + 2 < run->count && facts_adjoin (run, i + 2, false) &&
		      !facts_term (run, i + 2)->is_stop;
	if (y > x && counts)
		return 0;
	char norm[16];
	g_snprintf (norm, sizeof norm, "%s-%s", a->word, b->word);
	facts_append (run, (Fact){ .kind = FACT_SCORE, .first = i, .count = 2, .value = x }, norm);
	return 2;
}

/* --- how sure --- */

/* The bound in the one to three words before term `i`, and where they begin. */
static char bound_before (const FactsRun *run, guint i, guint32 *start)
{
	char phrase[BOUND_WORDS * (ANALYZE_WORD_MAX + 1)];
	/* Between the words and the digits only a currency sign may stand. */
	if (i == 0 || *start - facts_term (run, i - 1)->end > 8 ||
	    facts_term (run, i - 1)->is_number)
		return 0;
	guint first = i - 1;
	while (first > 0 && i - first < BOUND_WORDS && facts_adjoin (run, first, false))
		first--;
	for (; first < i; first++) {
		gsize len = 0;
		for (guint k = first; k < i; k++) {
			const Term *t = facts_term (run, k);
			memcpy (phrase + len, t->word, t->word_len);
			len += t->word_len;
			phrase[len++] = k + 1 < i ? ' ' : '\0';
		}
		char bound = units_bound (phrase);
		if (bound) {
			*start = facts_term (run, first)->start;
			return bound;
		}
	}
	return 0;
}

/* A value in the normal form, in `out` of G_ASCII_DTOSTR_BUF_SIZE. Most are small whole numbers, as which they are written sooner. */
static char *format_value (char *out, double value)
{
	const double large = 1e9;
	if (value >= 0 && value < large && value == floor (value) && !signbit (value))
		g_snprintf (out, G_ASCII_DTOSTR_BUF_SIZE, "%u", (guint)value);
	else
		g_ascii_formatd (out, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", value);
	return out;
}

static void append_figure (FactsRun *run, guint i, const Figure *figure, double high, guint count)
{
	double low = figure->number.low;
	Fact fact = { .kind = FACT_FIGURE,
		      .start = figure->start,
		      .first = i,
		      .count = count,
		      .unit = figure->unit,
		      .value = low == high ? low : (low + high) / 2,
		      .low = low,
		      .high = high,
		      .end = figure->end };
	fact.bound = bound_before (run, i, &fact.start);
	if (!fact.bound && figure->number.about)
		fact.bound = '~';
	if (fact.bound == '~' && low == high) {
		fact.low -= ABOUT * fabs (low);
		fact.high += ABOUT * fabs (low);
	}
	fact.is_year = count == 1 && is_year (run, i, figure);
	char norm[2 * G_ASCII_DTOSTR_BUF_SIZE + 2], upper[G_ASCII_DTOSTR_BUF_SIZE];
	format_value (norm, low);
	if (low < high) {
		g_strlcat (norm, "..", sizeof norm);
		g_strlcat (norm, format_value (upper, high), sizeof norm);
	}
	facts_append (run, fact, norm);
}

void facts_find_figures (FactsRun *run)
{
	for (guint i = 0; i < run->count;) {
		Figure figure, second;
		guint used = run->taken->data[i] ? 0 : score (run, i);
		if (used || !read_figure (run, i, &figure)) {
			i += MAX (used, 1);
			continue;
		}
		double high = figure.number.high;
		guint count = figure.number.count;
		if (interval (run, i, &figure, &second)) {
			high = second.number.high;
			count = second.next - i;
			figure.end = second.end;
			figure.unit = second.unit;
			figure.next = second.next;
		}
		append_figure (run, i, &figure, high, MIN (count, run->count - i));
		i = MAX (figure.next, i + 1);
	}
}

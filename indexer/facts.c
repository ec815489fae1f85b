/* facts.c: names, figures, days and quotations in running text, French and English.
 *
 * Works on the analyser's terms: their capitals, their numbers, and the bytes between them. */
#include "indexer/facts.h"

#include <string.h>

#include "indexer/units.h"

Facts *facts_new (void)
{
	Facts *facts = g_new0 (Facts, 1);
	facts->facts = g_array_new (FALSE, FALSE, sizeof (Fact));
	facts->chunk = g_string_chunk_new (1024);
	return facts;
}

void facts_free (Facts *facts)
{
	if (!facts)
		return;
	g_array_unref (facts->facts);
	g_string_chunk_free (facts->chunk);
	g_free (facts);
}

/* What each term says of numbers and dates: GPtrArray of const UnitWord *, one for each term. */
static GPtrArray *unit_words (const Terms *terms)
{
	GPtrArray *out = g_ptr_array_sized_new (terms->terms->len);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		bool can_be = !t->is_number && t->word_len <= UNITS_WORD_MAX;
		g_ptr_array_add (out, (gpointer)(guintptr)units_word (can_be ? t->word : ""));
	}
	return out;
}

static inline const UnitWord *unit_at (const GPtrArray *units, guint i)
{
	return units->pdata[i];
}

static inline const Term *term_at (const Terms *terms, guint i)
{
	return &g_array_index (terms->terms, Term, i);
}

static void append_fact (Facts *out, const Terms *terms, Fact fact, const char *norm)
{
	fact.start = term_at (terms, fact.first)->start;
	if (fact.end == 0)
		fact.end = term_at (terms, fact.first + fact.count - 1)->end;
	fact.norm = norm ? g_string_chunk_insert_const (out->chunk, norm) : NULL;
	g_array_append_val (out->facts, fact);
}

/* --- names --- */

/* Folded words that the text writes with a capital inside a sentence, or never without one: a capital that means something. */
static GHashTable *proper_words (const Terms *terms)
{
	GHashTable *inside = g_hash_table_new (g_str_hash, g_str_equal);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = term_at (terms, i);
		if (t->is_capital && !t->is_initial && !t->is_stop)
			g_hash_table_add (inside, (gpointer)(guintptr)t->word);
	}
	/* A word that is also written small is none: "président" beside "le Président". Few small words begin and are as long as
	 * a capital one: only those are looked up. */
	guint32 seen[256] = { 0 };
	GHashTableIter iter;
	gpointer word;
	g_hash_table_iter_init (&iter, inside);
	while (g_hash_table_iter_next (&iter, &word, NULL))
		seen[*(const guchar *)word] |= 1u << (strlen (word) & 31);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = term_at (terms, i);
		if (!t->is_capital && !t->is_number &&
		    (seen[(guchar)*t->word] & 1u << (t->word_len & 31)))
			g_hash_table_remove (inside, t->word);
	}
	return inside;
}

/* Only a space or a hyphen between two terms: they may be one name. */
static bool adjoins (const char *text, const Term *a, const Term *b)
{
	gsize gap = b->start - a->end;
	const char *s = text + a->end;
	return (gap == 1 && (*s == ' ' || *s == '-')) ||
	       (gap == 2 && memcmp (s, "\xc2\xa0", 2) == 0) ||
	       (gap == 2 && memcmp (s, ". ", 2) == 0 && a->word_len == 1);
}

/* "Charles de Gaulle", "Bank of England": small words that a name may hold inside. */
static bool is_particle (const Term *t)
{
	static const char *const particles[] = { "de",  "du",  "des", "la",  "le",  "of", "van",
						 "von", "der", "den", "ben", "bin", "al", "el",
						 "di",  "da",  "dos", "the", NULL };
	for (const char *const *p = particles; *p; p++)
		if (strcmp (t->word, *p) == 0)
			return true;
	return false;
}

static bool is_name_word (const Term *t)
{
	return t->is_capital && !t->is_stop && !t->is_number;
}

/* Index behind the name that begins at `i`. */
static guint name_end (const char *text, const Terms *terms, guint i)
{
	guint end = i + 1, n = terms->terms->len;
	while (end < n && adjoins (text, term_at (terms, end - 1), term_at (terms, end))) {
		if (is_name_word (term_at (terms, end))) {
			end++;
			continue;
		}
		/* One or two particles, then a capital again; elided ones (d’) are gone already. */
		guint k = end;
		while (k < n && k < end + 2 && is_particle (term_at (terms, k)) &&
		       !term_at (terms, k)->is_capital &&
		       adjoins (text, term_at (terms, k - 1), term_at (terms, k)))
			k++;
		if (k == end || k >= n || !is_name_word (term_at (terms, k)) ||
		    !adjoins (text, term_at (terms, k - 1), term_at (terms, k)))
			break;
		/* "Twitter de Liu Xiaoming" are two: behind a particle one word goes on, two begin a name of their own. */
		if (k + 1 < n && is_name_word (term_at (terms, k + 1)) &&
		    adjoins (text, term_at (terms, k), term_at (terms, k + 1)))
			break;
		end = k + 1;
	}
	return end;
}

static void find_names (const char *text, const Terms *terms, Facts *out)
{
	g_autoptr (GHashTable) proper = proper_words (terms);
	g_autoptr (GString) norm = g_string_new (NULL);
	for (guint i = 0; i < terms->terms->len;) {
		const Term *t = term_at (terms, i);
		if (!is_name_word (t)) {
			i++;
			continue;
		}
		guint end = name_end (text, terms, i), first = i;
		i = end;
		/* "Selon Liu Xiaoming", "Le Louvre": a capital that opens a sentence is no name of its own. */
		if (t->is_initial && !g_hash_table_contains (proper, t->word)) {
			if (end - first == 1)
				continue;
			if (term_at (terms, first + 1)->is_capital && t->stem && t->word_len > 1 &&
			    g_hash_table_contains (proper, term_at (terms, first + 1)->word) &&
			    end - first > 2)
				first++;
		}
		if (end - first == 1 && term_at (terms, first)->word_len < 2)
			continue;
		g_string_truncate (norm, 0);
		for (guint k = first; k < end; k++)
			g_string_append_printf (norm, "%s%s", k > first ? " " : "",
						term_at (terms, k)->word);
		append_fact (out, terms,
			     (Fact){ .kind = FACT_NAME, .first = first, .count = end - first },
			     norm->str);
	}
}

/* --- figures --- */

/* "pour cent", "per cent": a unit and no hundred. */
static bool is_per_cent (const Term *before, const Term *t)
{
	return strcmp (t->word, "cent") == 0 &&
	       (strcmp (before->word, "per") == 0 || strcmp (before->word, "pour") == 0);
}

/* "1.5bn", "40m", "10k": digits and a multiplier in one word. A bare "m" is metres unless money stands before it. */
static bool attached_multiplier (const char *text, const Term *t, double *value)
{
	char *rest;
	if (!g_ascii_isdigit (*t->word))
		return false;
	double number = g_ascii_strtod (t->word, &rest);
	double times = *rest ? units_word (rest)->multiplier : 0;
	bool money =
		t->start > 0 && (text[t->start - 1] == '$' ||
				 (t->start > 2 && strncmp (text + t->start - 3, "€", 3) == 0) ||
				 (t->start > 1 && strncmp (text + t->start - 2, "£", 2) == 0));
	if (times == 0 || (strcmp (rest, "m") == 0 && !money))
		return false;
	*value = number * times;
	return true;
}

static void find_figures (const char *text, const Terms *terms, const GPtrArray *units, Facts *out)
{
	guint n = terms->terms->len;
	for (guint i = 0; i < n; i++) {
		const Term *t = term_at (terms, i);
		double value = 0;
		guint count = 1;
		if (t->is_number)
			value = g_ascii_strtod (t->word, NULL);
		else if (i > 0 && is_per_cent (t - 1, t))
			continue;
		else if (unit_at (units, i)->cardinal > 0)
			value = unit_at (units, i)->cardinal;
		else if (!attached_multiplier (text, t, &value))
			continue;
		double times;
		if (i + 1 < n && (times = unit_at (units, i + 1)->multiplier) > 1 &&
		    term_at (terms, i + 1)->start - t->end <= 3) {
			value *= times;
			count++;
		}
		Fact fact = { .kind = FACT_FIGURE, .first = i, .count = count, .value = value };
		const Term *last = term_at (terms, i + count - 1);
		const Term *next = i + count < n ? term_at (terms, i + count) : NULL;
		const Term *after = i + count + 1 < n ? term_at (terms, i + count + 1) : NULL;
		fact.unit = units_around (text, t->start, last->end, next ? next->word : NULL,
					  after ? after->word : NULL);
		char norm[G_ASCII_DTOSTR_BUF_SIZE];
		g_ascii_formatd (norm, sizeof norm, "%.10g", value);
		append_fact (out, terms, fact, norm);
		i += count - 1;
	}
}

/* --- days --- */

static void append_day (Facts *out, const Terms *terms, guint first, guint count, int year,
			int month, int day)
{
	char norm[32];
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return;
	if (year)
		g_snprintf (norm, sizeof norm, "%04d-%02d-%02d", year, month, day);
	else
		g_snprintf (norm, sizeof norm, "%02d-%02d", month, day);
	append_fact (out, terms, (Fact){ .kind = FACT_DAY, .first = first, .count = count }, norm);
}

static int small_number (const Term *t)
{
	char *end;
	if (!g_ascii_isdigit (*t->word))
		return 0;
	if (!t->is_number && strcmp (t->word, "1er") != 0) {
		/* 9th, 1st */
		gsize digits = strspn (t->word, "0123456789");
		if (digits == 0 || digits > 2 ||
		    (strcmp (t->word + digits, "th") && strcmp (t->word + digits, "st") &&
		     strcmp (t->word + digits, "nd") && strcmp (t->word + digits, "rd")))
			return 0;
	}
	long n = strtol (t->word, &end, 10);
	return n > 0 && n < 10000 ? (int)n : 0;
}

/* A year right behind the day: at most ", " between. */
static int year_at (const Terms *terms, guint i, const Term *before)
{
	if (i >= terms->terms->len)
		return 0;
	const Term *t = term_at (terms, i);
	int year = t->is_number && t->word_len == 4 && t->start - before->end <= 2
			   ? small_number (t)
			   : 0;
	return year >= 1900 && year < 2100 ? year : 0;
}

/* "9/9/2020" and "9-9-2020": three numbers with the same mark between. English puts the month first. */
static guint slashed_day (const char *text, const Terms *terms, guint i, Lang lang, Facts *out)
{
	if (i + 2 >= terms->terms->len)
		return 0;
	const Term *a = term_at (terms, i), *b = a + 1, *c = a + 2;
	if (!a->is_number || !b->is_number || !c->is_number || b->start - a->end != 1 ||
	    c->start - b->end != 1 || text[a->end] != text[b->end] || !strchr ("/-.", text[a->end]))
		return 0;
	int x = small_number (a), y = small_number (b), z = small_number (c);
	if (a->word_len == 4)
		append_day (out, terms, i, 3, x, y, z);
	else if (c->word_len == 4 && lang == LANG_EN && x <= 12)
		append_day (out, terms, i, 3, z, x, y);
	else if (c->word_len == 4)
		append_day (out, terms, i, 3, z, y, x);
	else
		return 0;
	return 3;
}

/* "9 septembre 2020", "9th September", "September 9, 2020", "Sept. 9". Returns the terms used, 0 for none. */
static guint month_day (const Terms *terms, const GPtrArray *units, guint i, Facts *out)
{
	guint n = terms->terms->len;
	const Term *t = term_at (terms, i);
	if (i + 1 >= n || term_at (terms, i + 1)->start - t->end > 3)
		return 0;
	const Term *u = term_at (terms, i + 1);
	int day = small_number (t), month = unit_at (units, i + 1)->month;
	guint used = 2;
	if (!(day && day <= 31 && month)) {
		month = unit_at (units, i)->month;
		day = small_number (u);
		if (!month || !day || day > 31 || !t->is_capital)
			return 0;
	}
	int year = year_at (terms, i + used, u);
	if (year)
		used++;
	append_day (out, terms, i, used, year, month, day);
	return used;
}

/* A weekday is a fact of its own ("w3"); and "mercredi" of an article published on a Friday is the Wednesday before. */
static void weekday (const Terms *terms, const GPtrArray *units, guint i, gint64 day_s,
		     bool resolve, Facts *out)
{
	int wanted = unit_at (units, i)->weekday;
	if (!wanted)
		return;
	const char norm[] = { 'w', (char)('0' + wanted), '\0' };
	append_fact (out, terms, (Fact){ .kind = FACT_DAY, .first = i, .count = 1 }, norm);
	if (day_s <= 0 || !resolve)
		return;
	g_autoptr (GDateTime) published = g_date_time_new_from_unix_utc (day_s);
	int back = (g_date_time_get_day_of_week (published) - wanted + 7) % 7;
	g_autoptr (GDateTime) day = g_date_time_add_days (published, -back);
	append_day (out, terms, i, 1, g_date_time_get_year (day), g_date_time_get_month (day),
		    g_date_time_get_day_of_month (day));
}

static void find_days (const char *text, Lang lang, const Terms *terms, const GPtrArray *units,
		       gint64 day_s, Facts *out)
{
	for (guint i = 0; i < terms->terms->len;) {
		guint used = slashed_day (text, terms, i, lang, out);
		if (!used)
			used = month_day (terms, units, i, out);
		if (!used) {
			/* "mercredi 9 septembre": the date behind says it better. */
			bool dated = unit_at (units, i)->weekday && i + 1 < terms->terms->len &&
				     (used = month_day (terms, units, i + 1, out)) > 0;
			weekday (terms, units, i, day_s, !dated, out);
			used += dated;
		}
		i += used ? used : 1;
	}
}

/* --- quotations --- */

typedef struct {
	const char *open, *close;
} QuoteMarks;

/* The closing mark for one that opens at `s`, NULL when none does. */
static const QuoteMarks *opening (const char *s)
{
	static const QuoteMarks marks[] = {
		{ "«", "»" },
		{ "“", "”" },
		{ "\"", "\"" },
		{ "„", "“" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
		if (strncmp (s, marks[i].open, strlen (marks[i].open)) == 0)
			return &marks[i];
	return NULL;
}

/* A quotation longer than this is an unbalanced mark. */
#define QUOTE_MAX_BYTES 2000

static void find_quotes (const char *text, gsize len, const Terms *terms, Facts *out)
{
	guint next_term = 0;
	for (gsize i = 0; i < len; i++) {
		const QuoteMarks *marks =
			(guchar)text[i] >= 0x80 || text[i] == '"' ? opening (text + i) : NULL;
		if (!marks)
			continue;
		gsize from = i + strlen (marks->open), limit = MIN (len, from + QUOTE_MAX_BYTES);
		const char *end = g_strstr_len (text + from, (gssize)(limit - from), marks->close);
		/* A straight mark opens and closes alike: never over the end of a line. */
		if (!end ||
		    (*marks->open == '"' && memchr (text + from, '\n', (gsize)(end - text) - from)))
			continue;
		gsize to = (gsize)(end - text);
		guint n = terms->terms->len;
		while (next_term < n && term_at (terms, next_term)->start < from)
			next_term++;
		guint last = next_term;
		while (last < n && term_at (terms, last)->end <= to)
			last++;
		if (last - next_term >= FACT_QUOTE_WORDS)
			append_fact (out, terms,
				     (Fact){ .kind = FACT_QUOTE,
					     .first = next_term,
					     .count = last - next_term },
				     NULL);
		i = to + strlen (marks->close) - 1;
	}
}

void facts_find (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s,
		 Facts *out)
{
	if (terms->terms->len == 0)
		return;
	find_names (text, terms, out);
	g_autoptr (GPtrArray) units = unit_words (terms);
	find_figures (text, terms, units, out);
	find_days (text, lang, terms, units, day_s, out);
	find_quotes (text, len, terms, out);
}

/* facts.h: what a text says that can be held against another text: names, figures, days, quotations.
 * Each with its byte offsets, so that it can be shown where it stands. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/analyze.h"

typedef enum {
	FACT_NAME,   /* people, places, organisations: "Liu Xiaoming"; norm "liu xiaoming" */
	FACT_FIGURE, /* "2,3 millions d'euros"; norm "2300000", unit "eur"; "20..99" for "dozens"; "2025" for "en 2025", is_year */
	FACT_DAY, /* "9 septembre 2020"; norm "2020-09-09", "09-09" when no year is known, "w3" for a Wednesday */
	FACT_QUOTE, /* what stands between quotation marks, of FACT_QUOTE_WORDS words or more; norm NULL */
	FACT_PERIOD, /* a month or a year named against the publication: "en mai", "last year", or a decade; norm "2026-05", "2025", "1980s" */
	FACT_TIME,   /* "16h35", "4:35pm"; norm "16:35", value in minutes since midnight */
	FACT_SCORE,  /* "3-1"; norm "3-1" */
} FactKind;

#define FACT_QUOTE_WORDS 4

typedef struct {
	FactKind kind;
	guint32 start,
		end; /* bytes of the text; with the unit and what says how sure it is ("près de") */
	guint32 first, count; /* the terms (analyze.h) it is made of, without those */
	const char *
		norm; /* normal form, equal in both languages; owned by the Facts; NULL for quotes */
	const char
		*unit; /* figures: "%", "eur", "km", "year"…, NULL for a count (units.h); static */
	double value;  /* figures; the middle of an interval */
	double low,
		high; /* figures: the interval, both the value for a single number. Days and periods: first and last
			       * day since 1970-01-01; low > high when no year is known */
	char bound; /* figures, times: '~' about, '>' at least or more than, '<' at most or less than, 0 as it stands */
	bool is_year; /* a figure that is a year of the calendar */
} Fact;

typedef struct {
	GArray *facts; /* Fact, by kind, then in text order */
	GStringChunk *chunk;
} Facts;

Facts *facts_new (void);
void facts_free (Facts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Facts, facts_free)

/* Find the facts of clean `text` (`len` bytes of language `lang`), whose terms analyze_text() gave, and append them to `out`.
 *
 * `day_s`: unix time of publication, against which "mercredi", "yesterday", "en mai" and days without a year are resolved; 0 when
 * unknown: then a bare weekday is only "w3". A weekday is the last such day before the publication or on it, or the next one
 * where the words say so ("until Friday", "sera lancé vendredi"). Single capitalised words at the start of a sentence are names
 * only when the text writes them with a capital elsewhere too.   Cost: linear. */
void facts_find (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s,
		 Facts *out);

/* The same without names. */
void facts_find_unnamed (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s,
			 Facts *out);

/* The term of the word that a figure counts ("comptes" of "200.000 comptes"): the first content word close behind it, before term `end`;
 * G_MAXUINT when there is none. */
guint facts_counted (const Terms *terms, const Fact *fact, guint end);

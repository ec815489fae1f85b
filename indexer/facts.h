/* facts.h: what a text says that can be held against another text: names, figures, days, quotations.
 * Each with its byte offsets, so that it can be shown where it stands. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/analyze.h"

typedef enum {
	FACT_NAME,   /* people, places, organisations: "Liu Xiaoming"; norm "liu xiaoming" */
	FACT_FIGURE, /* "2,3 millions d'euros"; norm "2300000", unit "eur" */
	FACT_DAY,    /* "mercredi 9 septembre 2020"; norm "2020-09-09", "09-09" without a year, "w3" for a Wednesday */
	FACT_QUOTE,  /* what stands between quotation marks, of FACT_QUOTE_WORDS words or more; norm NULL */
} FactKind;

#define FACT_QUOTE_WORDS 4

typedef struct {
	FactKind kind;
	guint32 start, end;    /* bytes of the text */
	guint32 first, count;  /* the terms (analyze.h) it is made of */
	const char *norm;      /* normal form, equal in both languages; owned by the Facts; NULL for quotes */
	const char *unit;      /* figures: "%", "eur", "usd", "gbp", NULL; static */
	double value;	       /* figures */
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
 * `day_s`: unix time of publication, against which "mercredi" and "Wednesday" are resolved (the nearest such day not after
 * it); 0 when unknown: then a bare weekday is only "w3". Single capitalised words at the start of a sentence are names
 * only when the text writes them with a capital elsewhere too.   Cost: linear. */
void facts_find (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s, Facts *out);

/* facts_quote.c: quotations, by their marks. */
#include <string.h>

#include "indexer/facts_private.h"

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

/* Where the search for quotations stands. */
typedef struct {
	gsize at;   /* byte of the text */
	guint term; /* the first that may be in the next */
} QuotePlace;

/* Go on to the next quotation, and set its terms in `fact`. False when there is none. */
static bool next_quote (const char *text, gsize len, const Terms *terms, QuotePlace *place,
			Fact *fact)
{
	const Term *all = (const Term *)(const void *)terms->terms->data;
	guint count = terms->terms->len;
	for (gsize i = place->at; i < len; i++) {
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
		while (place->term < count && all[place->term].start < from)
			place->term++;
		guint last = place->term;
		while (last < count && all[last].end <= to)
			last++;
		i = to + strlen (marks->close) - 1;
		if (last - place->term < FACT_QUOTE_WORDS)
			continue;
		place->at = i + 1;
		*fact = (Fact){ .kind = FACT_QUOTE,
				.first = place->term,
				.count = last - place->term };
		return true;
	}
	return false;
}

void facts_find_quotes (FactsRun *run)
{
	QuotePlace place = { 0, 0 };
	for (Fact fact; next_quote (run->text, run->len, run->terms, &place, &fact);)
		facts_append (run, fact, NULL);
}

bool facts_have_quote (const char *text, gsize len, const Terms *terms)
{
	QuotePlace place = { 0, 0 };
	Fact fact;
	return next_quote (text, len, terms, &place, &fact);
}

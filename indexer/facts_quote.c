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

void facts_find_quotes (FactsRun *run)
{
	const char *text = run->text;
	gsize len = run->len;
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
		guint n = run->count;
		while (next_term < n && facts_term (run, next_term)->start < from)
			next_term++;
		guint last = next_term;
		while (last < n && facts_term (run, last)->end <= to)
			last++;
		if (last - next_term >= FACT_QUOTE_WORDS)
			facts_append (run,
				      (Fact){ .kind = FACT_QUOTE,
					      .first = next_term,
					      .count = last - next_term },
				      NULL);
		i = to + strlen (marks->close) - 1;
	}
}

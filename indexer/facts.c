/* facts.c: what a text says that can be held against another text: what the finders (facts_*.c) share.
 *
 * They work on the analyser's terms: their capitals, their numbers, and the bytes between them. */
#include "indexer/facts.h"

#include <string.h>

#include "indexer/facts_private.h"

/* The counted word stands at most so many terms behind its figure. */
#define COUNTED_WITHIN 4

Facts *facts_new (void)
{
	Facts *facts = g_new0 (Facts, 1);
	facts->facts = g_array_new (FALSE, TRUE, sizeof (Fact));
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

bool facts_is (const FactsRun *run, guint i, const char *word)
{
	return i < run->count && strcmp (facts_term (run, i)->word, word) == 0;
}

guint facts_gap (const FactsRun *run, guint i)
{
	if (i == 0 || i >= run->count)
		return G_MAXUINT;
	return facts_term (run, i)->start - facts_term (run, i - 1)->end;
}

/* Bytes of a space at `s`: plain, no-break, narrow no-break, thin; 0 for none. */
static gsize space_at (const char *s)
{
	if (*s == ' ')
		return 1;
	if (strncmp (s, "\xc2\xa0", 2) == 0)
		return 2;
	return strncmp (s, "\xe2\x80\xaf", 3) == 0 || strncmp (s, "\xe2\x80\x89", 3) == 0 ? 3 : 0;
}

/* Bytes of an elided "d’" or "l’" at `s`, which is no term; 0 for none. */
static gsize elision_at (const char *s)
{
	if (*s != 'd' && *s != 'l')
		return 0;
	return s[1] == '\'' ? 2 : strncmp (s + 1, "’", strlen ("’")) == 0 ? 1 + strlen ("’") : 0;
}

bool facts_adjoin (const FactsRun *run, guint i, bool hyphen)
{
	guint gap = facts_gap (run, i);
	if (gap > 8)
		return false;
	const char *s = run->text + facts_term (run, i - 1)->end, *end = s + gap;
	while (s < end) {
		gsize step = space_at (s);
		if (step == 0)
			step = hyphen && *s == '-' ? 1 : elision_at (s);
		if (step == 0)
			return false;
		s += step;
	}
	return s == end;
}

void facts_append (FactsRun *run, Fact fact, const char *norm)
{
	if (fact.start == 0 && fact.end == 0)
		fact.start = facts_term (run, fact.first)->start;
	if (fact.end == 0)
		fact.end = facts_term (run, fact.first + fact.count - 1)->end;
	fact.norm = norm ? g_string_chunk_insert_const (run->out->chunk, norm) : NULL;
	g_array_append_val (run->out->facts, fact);
}

guint facts_counted (const Terms *terms, const Fact *fact, guint end)
{
	guint behind = fact->first + fact->count;
	for (guint i = behind; i < end && i < behind + COUNTED_WITHIN; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		if (t->start >= fact->end && !t->is_stop && !t->is_number)
			return i;
	}
	return G_MAXUINT;
}

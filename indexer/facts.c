/* facts.c: what a text says that can be held against another text; the finders stand in facts_*.c.
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

/* By kind, then as in the text. */
static int compare_facts (const void *a, const void *b)
{
	const Fact *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end != y->end ? (x->end < y->end ? -1 : 1) : g_strcmp0 (x->norm, y->norm);
}

static void find (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s,
		  bool names, Facts *out)
{
	guint count = terms->terms->len;
	if (count == 0)
		return;
	g_autoptr (GByteArray) taken = g_byte_array_sized_new (count);
	g_byte_array_set_size (taken, count);
	memset (taken->data, 0, count);
	FactsRun run = { .text = text,
			 .len = len,
			 .lang = lang,
			 .day = day_s > 0 ? day_s / 86400 : 0,
			 .terms = terms,
			 .count = count,
			 .taken = taken,
			 .out = out };
	facts_find_days (&run);
	facts_find_times (&run);
	facts_find_figures (&run);
	if (names)
		facts_find_names (&run);
	facts_find_quotes (&run);
	g_array_sort (out->facts, compare_facts);
}

void facts_find (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s,
		 Facts *out)
{
	find (text, len, lang, terms, day_s, true, out);
}

void facts_find_unnamed (const char *text, gsize len, Lang lang, const Terms *terms, gint64 day_s,
			 Facts *out)
{
	find (text, len, lang, terms, day_s, false, out);
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

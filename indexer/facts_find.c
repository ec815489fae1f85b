/* facts_find.c: all that a text says, one finder after the other. */
#include <string.h>

#include "indexer/facts_private.h"

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

/* fuzz_facts.c: any bytes as an article's text: facts stay inside it and have a normal form, in both languages. */
#include <glib.h>

#include "indexer/facts.h"
#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	static Analyzer *analyzer; /* costly to make, and the same for all inputs */
	if (!analyzer)
		analyzer = analyzer_new ();
	gsize clean_len;
	g_autofree char *text = text_clean ((const char *)data, (gssize)len, &clean_len);
	for (Lang lang = LANG_FR; lang <= LANG_EN; lang++) {
		g_autoptr (Terms) terms = terms_new ();
		g_autoptr (Facts) facts = facts_new ();
		analyze_text (analyzer, text, clean_len, lang, 1, terms);
		facts_find (text, clean_len, lang, terms, 1600000000, facts);
		for (guint i = 0; i < facts->facts->len; i++) {
			const Fact *fact = &g_array_index (facts->facts, Fact, i);
			g_assert (fact->start < fact->end && fact->end <= clean_len);
			g_assert (fact->kind == FACT_QUOTE || *fact->norm);
			g_assert (fact->kind != FACT_FIGURE || fact->low <= fact->high);
		}
	}
	return 0;
}

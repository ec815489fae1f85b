/* fuzz_jsonld.c: JSON-LD as pages write it, broken or not; what was read, or repaired, is valid. */
#include "corpus/page_jsonld.h"

#include <string.h>

#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	/* Scripts come out of a decoded page: clean UTF-8. */
	gsize clean_len;
	g_autofree char *clean = text_clean ((const char *)data, (gssize)len, &clean_len);
	g_autofree char *exact = g_memdup2 (clean, clean_len ? clean_len : 1);
	g_autoptr (PageFacts) facts = page_facts_new ();
	bool read = page_jsonld_read (exact, clean_len, facts);
	for (int field = 0; field < FACT_COUNT; field++) {
		g_assert (read || facts->list[field]->len == 0);
		for (guint i = 0; i < facts->list[field]->len; i++) {
			const PageFact *fact = g_ptr_array_index (facts->list[field], i);
			g_assert (*fact->value && g_utf8_validate (fact->value, -1, NULL));
		}
	}
	json_decref (page_facts_why (facts));
	g_autofree char *repaired = page_jsonld_repair (exact, clean_len);
	g_assert (strlen (repaired) <= 2 * clean_len + 16);
	return 0;
}

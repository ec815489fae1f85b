/* fuzz_query.c: any bytes as a query: parsed or refused, never a crash, and what was parsed can be described. */
#include <glib.h>

#include "search/query.h"
#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	static Analyzer *analyzer; /* costly to make, and the same for all inputs */
	if (!analyzer)
		analyzer = analyzer_new ();
	QueryContext context = { .analyzer = analyzer, .now_s = 1600000000 };
	g_autofree char *text = text_clean ((const char *)data, (gssize)len, NULL);
	g_autoptr (GError) error = NULL;
	g_autoptr (Query) query = query_parse (&context, text, &error);
	g_assert (query || error);
	for (int i = 0; query && i < QUERY_LANGS; i++) {
		QueryStats stats = { .synonyms = true };
		QueryTarget target = { .lang = query_lang (i), .any = len % 2 };
		g_autoptr (XapQuery) built = query_build (query, &stats, &target, NULL, NULL);
		g_assert_nonnull (built);
		g_assert_true (xap_query_ok (built, NULL));
		g_free (xap_query_describe (built));
	}
	if (query)
		g_free (query_describe (query));
	return 0;
}

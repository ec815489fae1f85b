/* fuzz_date.c: dates in any text: what is found is a real day inside the text, and never after the clock. */
#include "corpus/page_date.h"

#include <string.h>

#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	static const Lang langs[] = { LANG_EN, LANG_FR, LANG_UNKNOWN };
	gsize clean_len;
	g_autofree char *text = text_clean ((const char *)data, (gssize)len, &clean_len);
	for (gsize i = 0; i < G_N_ELEMENTS (langs); i++) {
		gsize from = 0, start = 0, end = 0;
		ArticleDate date = { 0 };
		while (page_date_find (text, (gssize)clean_len, from, langs[i], 1600000000, &date,
				       &start, &end)) {
			g_assert (start >= from && end > start && end <= clean_len);
			g_assert (date.precision >= DATE_DAY && ABS (date.offset_s) <= 28 * 3600);
			g_autofree char *written = article_date_format (&date);
			g_assert_nonnull (written);
			from = end;
		}
		if (page_date_parse (text, langs[i], 0, &date))
			g_assert (date.precision != DATE_NONE);
	}
	return 0;
}

/* fuzz_textdate.c: the date of a text, whatever the text. The first byte chooses the language. */
#include "corpus/textdate.h"

#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	const gint64 now = 1609459200;
	if (len == 0)
		return 0;
	gsize clean_len;
	g_autofree char *clean = text_clean ((const char *)data + 1, (gssize)len - 1, &clean_len);
	g_autofree char *exact = g_memdup2 (clean_len ? clean : " ", MAX (clean_len, 1));
	ArticleDate published = { 0 }, modified = { 0 };
	if (textdate_find (exact, clean_len, (Lang)(data[0] % 4), now, &published, &modified)) {
		g_assert_cmpint (published.precision, >=, DATE_DAY);
		g_assert_cmpint (published.unix_s, <=, now + 14 * 3600);
		g_assert_true (published.confidence > 0 && published.confidence <= 0.5);
		g_autofree char *formatted = article_date_format (&published);
		g_assert_nonnull (formatted);
	}
	g_free (published.source);
	g_free (modified.source);
	return 0;
}

/* fuzz_sitemap.c: any bytes as a sitemap, plain or packed. */
#include <glib.h>
#include <string.h>

#include "corpus/sitemap.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	for (int strict = 0; strict < 2; strict++) {
		g_autoptr (Sitemap) sitemap =
			sitemap_parse (data, len, "https://a.example/d/s.xml", strict, NULL);
		if (!sitemap)
			continue;
		for (guint i = 0; i < sitemap->entries->len; i++) {
			const SitemapEntry *entry = sitemap->entries->pdata[i];
			g_assert_true (g_str_has_prefix (entry->loc, "http"));
			g_assert_true (g_str_is_ascii (entry->loc));
		}
	}
	return 0;
}

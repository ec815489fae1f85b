/* fuzz_robots.c: any bytes as robots.txt, and their last line as the URL that is asked for. */
#include <glib.h>
#include <string.h>

#include "corpus/robots.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	const guint8 *last = len ? memrchr (data, '\n', len) : NULL;
	gsize start = last ? (gsize)(last - data) + 1 : 0;
	g_autofree char *url = g_strndup ((const char *)data + start, len - start);
	static const char *const agents[] = { "entente", "*", "" };
	for (gsize i = 0; i < G_N_ELEMENTS (agents); i++) {
		g_autoptr (Robots) robots = robots_parse (data, len, agents[i]);
		const char *rule;
		bool allowed = robots_allows (robots, url, &rule);
		g_assert_true (allowed || rule);
		g_assert_true (robots_crawl_delay (robots) >= 0 ||
			       robots_crawl_delay (robots) == -1);
		for (const char *const *s = robots_sitemaps (robots); *s; s++)
			g_assert_true (g_utf8_validate (*s, -1, NULL));
	}
	return 0;
}

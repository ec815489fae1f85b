/* fuzz_url.c: any bytes as a URL, alone and relative. What parses, parses again to itself. */
#include <glib.h>
#include <string.h>

#include "corpus/url.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void check (const char *s, gsize len, const Url *base)
{
	g_autoptr (Url) url = url_parse (s, (gssize)len, base);
	if (!url)
		return;
	g_autofree char *text = url_string (url);
	g_assert_true (g_str_is_ascii (text));
	g_autofree char *again = url_normalise (text);
	if (strlen (text) <= URL_MAX_BYTES)
		g_assert_cmpstr (again, ==, text);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	const char *s = (const char *)data;
	g_autoptr (Url) base = url_parse ("https://a.example/b/c?d#e", -1, NULL);
	check (s, len, NULL);
	check (s, len, base);
	g_autofree char *text = g_strndup (s, len);
	g_autofree char *canonical = url_canonical (text);
	g_autofree char *again = canonical ? url_canonical (canonical) : NULL;
	g_autofree char *key = url_key (text);
	g_autofree char *domain = url_domain (text);
	g_assert_cmpstr (again, ==, canonical);
	g_assert_true (!domain || *domain);
	g_assert_true ((key != NULL) == (canonical != NULL));
	return 0;
}

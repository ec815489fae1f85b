/* test_url.c: addresses: the standard's parser, what is refused, and which addresses are one article. */
#include <glib.h>
#include <string.h>

#include "corpus/url.h"

typedef struct {
	const char *in, *base, *want; /* want NULL: refused */
} ParseCase;

static void check_parse (const ParseCase *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autoptr (Url) base = cases[i].base ? url_parse (cases[i].base, -1, NULL) : NULL;
		g_autoptr (Url) url = url_parse (cases[i].in, -1, base);
		g_autofree char *got = url ? url_string (url) : NULL;
		g_test_message ("%s", cases[i].in);
		g_assert_cmpstr (got, ==, cases[i].want);
	}
}

static void test_parse (void)
{
	static const ParseCase cases[] = {
		{ "HTTP://News.Example.FR:80/a/../b", NULL, "http://news.example.fr/b" },
		{ "  https:\\\\example.org\\une\\page \n", NULL, "https://example.org/une/page" },
		{ "https://example.org", NULL, "https://example.org/" },
		{ "http://exa\tmple.org/\n", NULL, "http://example.org/" },
		{ "https://example.org/été?q=à la une#fin ", NULL,
		  "https://example.org/%C3%A9t%C3%A9?q=%C3%A0%20la%20une#fin" },
		{ "https://example.org/a/%2e%2E/b/./c/.", NULL, "https://example.org/b/c/" },
		{ "https://example.org/?'", NULL, "https://example.org/?%27" },
		{ "https://u:p@example.org:8443/", NULL, "https://u:p@example.org:8443/" },
		{ "https://a@b@example.org/", NULL, "https://a%40b@example.org/" },
		{ "https://ÉCOLE.example/", NULL, "https://xn--cole-9oa.example/" },
		{ "https://straße.example/", NULL, "https://xn--strae-oqa.example/" },
		/* an address by any spelling is one address: what guards the private networks relies on it */
		{ "http://0x7f.1/", NULL, "http://127.0.0.1/" },
		{ "http://2130706433/", NULL, "http://127.0.0.1/" },
		{ "http://0177.0.0.01", NULL, "http://127.0.0.1/" },
		{ "http://１２７.０.０.１/", NULL, "http://127.0.0.1/" },
		{ "http://[0:0:0:0:0:0:0:1]/", NULL, "http://[::1]/" },
		{ "http://[::ffff:127.0.0.1]/", NULL, "http://[::ffff:7f00:1]/" },
		{ "http://[1:0:0:2:0:0:0:3]/", NULL, "http://[1:0:0:2::3]/" },
		{ "http:page.html", "http://example.org/d/x", "http://example.org/d/page.html" },
		{ "http:page.html", "https://example.org/d/x", "http://page.html/" },
		{ "//b.example/x", "https://a.example/", "https://b.example/x" },
		{ "../x?y", "https://a.example/p/q/r?s", "https://a.example/p/x?y" },
		{ "?y", "https://a.example/p/q?s#t", "https://a.example/p/q?y" },
		{ "#t", "https://a.example/p/q?s", "https://a.example/p/q?s#t" },
		{ "", "https://a.example/p/q?s#t", "https://a.example/p/q?s" },
		{ ";x", "https://a.example/p/q", "https://a.example/p/;x" },
	};
	check_parse (cases, G_N_ELEMENTS (cases));
}

static void test_refused (void)
{
	static const ParseCase cases[] = {
		{ "", NULL, NULL },
		{ "page.html", NULL, NULL },
		{ "//example.org/", NULL, NULL },
		{ "ftp://example.org/", "https://example.org/", NULL },
		{ "file:///etc/passwd", "https://example.org/", NULL },
		{ "javascript:alert(1)", "https://example.org/", NULL },
		{ "mailto:a@example.org", "https://example.org/", NULL },
		{ "http://", NULL, NULL },
		{ "http://user@/", NULL, NULL },
		{ "http://exa mple.org/", NULL, NULL },
		{ "http://exa%00mple.org/", NULL, NULL },
		{ "http://example.org:65536/", NULL, NULL },
		{ "http://example.org:8o/", NULL, NULL },
		{ "http://1.2.3.256/", NULL, NULL },
		{ "http://1.2.3.4.5/", NULL, NULL },
		{ "http://4294967296/", NULL, NULL },
		{ "http://[::1/", NULL, NULL },
		{ "http://[1:2:3:4:5:6:7]/", NULL, NULL },
		{ "http://[1::2::3]/", NULL, NULL },
		{ "http://[::01.2.3.4]/", NULL, NULL },
		{ "http://a%ffb/", NULL, NULL },
	};
	check_parse (cases, G_N_ELEMENTS (cases));
}

/* A byte string with a NUL in it ends neither early nor late; one over the limit is refused. */
static void test_limits (void)
{
	g_autoptr (Url) nul = url_parse ("https://a.example/x\0y", 21, NULL);
	g_autofree char *text = url_string (nul);
	g_assert_cmpstr (text, ==, "https://a.example/x%00y");
	g_assert_null (url_parse ("https://a\0b.example/", 20, NULL));
	g_autoptr (GString) big = g_string_new ("https://a.example/");
	while (big->len < URL_MAX_BYTES)
		g_string_append_c (big, 'x');
	g_autofree char *fits = url_normalise (big->str);
	g_assert_nonnull (fits);
	g_string_append_c (big, 'x');
	g_assert_null (url_normalise (big->str));
	g_assert_null (url_canonical (big->str));
	/* three times as long once encoded */
	g_string_assign (big, "https://a.example/");
	while (big->len < URL_MAX_BYTES / 2)
		g_string_append (big, "é");
	g_assert_null (url_normalise (big->str));
}

static void test_parts (void)
{
	static const struct {
		const char *url, *host, *site, *domain;
	} cases[] = {
		{ "https://www.bbc.co.uk/news", "www.bbc.co.uk", "bbc.co.uk", "bbc.co.uk" },
		{ "http://a.b.example.com/", "a.b.example.com", "a.b.example.com", "example.com" },
		{ "http://www.com/", "www.com", "www.com", "www.com" },
		{ "http://127.0.0.1:8080/", "127.0.0.1", "127.0.0.1", "127.0.0.1" },
		{ "http://[::1]/", "[::1]", "[::1]", "[::1]" },
		{ "http://co.uk/", "co.uk", "co.uk", "co.uk" },
		{ "http://localhost/", "localhost", "localhost", "localhost" },
		{ "nothing", NULL, NULL, NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *host = url_host (cases[i].url), *site = url_site (cases[i].url);
		g_autofree char *domain = url_domain (cases[i].url);
		g_assert_cmpstr (host, ==, cases[i].host);
		g_assert_cmpstr (site, ==, cases[i].site);
		g_assert_cmpstr (domain, ==, cases[i].domain);
	}
	g_autoptr (Url) url = url_parse ("https://example.org/a?b#c", -1, NULL);
	g_autofree char *request = url_path_query (url);
	g_assert_cmpstr (request, ==, "/a?b");
	g_assert_cmpint (url_port (url), ==, 443);
}

static void test_canonical (void)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "https://user:secret@example.org/a#part", "https://example.org/a" },
		{ "https://example.org/#!/une/page", "https://example.org/#!/une/page" },
		{ "https://example.org./a", "https://example.org/a" },
		{ "https://example.org/%7ejean/%c3%a9?", "https://example.org/~jean/%C3%A9" },
		{ "https://example.org/a%2fb%3fc", "https://example.org/a%2Fb%3Fc" },
		{ "https://example.org/?b=2&utm_source=rss&a=1&fbclid=x",
		  "https://example.org/?b=2&a=1" },
		{ "https://example.org/?UTM_Source=x&&", "https://example.org/" },
		{ "https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2" },
		{ "https://example.org/une.html</link>", "https://example.org/une.html" },
		{ "http://http://example.org/x", "http://example.org/x" },
		{ "https://archive.example/1/https://example.org/x",
		  "https://archive.example/1/https://example.org/x" },
		/* what names the article stays */
		{ "https://example.org/article.php?id=12&page=2&lang=fr",
		  "https://example.org/article.php?id=12&page=2&lang=fr" },
		{ "https://example.org/?s=inondations&m=202401",
		  "https://example.org/?s=inondations&m=202401" },
		{ "https://example.org/?s=08", "https://example.org/" },
		/* one site's parameter is another's own */
		{ "https://www.google.fr/search?q=crue&ved=1&ei=2",
		  "https://www.google.fr/search?q=crue" },
		{ "https://example.org/?ved=1&ei=2", "https://example.org/?ved=1&ei=2" },
		{ "https://news.google.co.uk/?ved=1", "https://news.google.co.uk/" },
		{ "https://google.example.org/?ved=1", "https://google.example.org/?ved=1" },
		{ "https://notgoogle.org/?ved=1", "https://notgoogle.org/?ved=1" },
		{ "ftp://example.org/", NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *got = url_canonical (cases[i].in);
		g_assert_cmpstr (got, ==, cases[i].want);
		g_autofree char *again = got ? url_canonical (got) : NULL;
		g_assert_cmpstr (again, ==, got);
	}
}

static void test_key (void)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "http://www.example.org/x/", "https://example.org/x?utm_medium=a", true },
		{ "https://amp.example.org/x", "https://m.example.org/x/amp/", true },
		{ "https://example.org/x.amp.html", "https://example.org/x.html", true },
		{ "https://example.org/d/index.php", "https://example.org/d", true },
		{ "https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2", true },
		{ "https://example.org/?a=1&a=2", "https://example.org/?a=2&a=1", false },
		{ "https://example.org/x", "https://example.org/X", false },
		{ "https://example.org/x?id=1", "https://example.org/x?id=2", false },
		{ "https://example.org:8080/x", "https://example.org/x", false },
		{ "https://sport.example.org/x", "https://example.org/x", false },
		{ "https://m.fr/x", "https://fr/x", false },
		{ "https://www.facebook.com/sharer/"
		  "sharer.php?u=https%3A%2F%2Fexample.org%2Fx%3Fa%3D1",
		  "https://example.org/x?a=1", true },
		{ "https://www.google.com/amp/s/example.org/x", "https://example.org/x", true },
		{ "https://example.org/sharer.php?u=https://other.example/",
		  "https://other.example/", false },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *a = url_key (cases[i].a), *b = url_key (cases[i].b);
		g_test_message ("%s | %s", a, b);
		g_assert_nonnull (a);
		g_assert_nonnull (b);
		g_assert_true ((strcmp (a, b) == 0) == cases[i].same);
	}
}

/* A share page that carries itself must end. */
static void test_key_ends (void)
{
	g_autoptr (GString) s = g_string_new ("https://example.org/");
	for (int i = 0; i < 6; i++) {
		g_autofree char *escaped = g_uri_escape_string (s->str, NULL, FALSE);
		g_string_printf (s, "https://www.facebook.com/sharer.php?u=%s", escaped);
	}
	g_autofree char *key = url_key (s->str);
	g_assert_nonnull (key);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/url/parse", test_parse);
	g_test_add_func ("/url/refused", test_refused);
	g_test_add_func ("/url/limits", test_limits);
	g_test_add_func ("/url/parts", test_parts);
	g_test_add_func ("/url/canonical", test_canonical);
	g_test_add_func ("/url/key", test_key);
	g_test_add_func ("/url/key_ends", test_key_ends);
	return g_test_run ();
}

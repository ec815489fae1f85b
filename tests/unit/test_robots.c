/* test_robots.c: robots.txt: groups, the longest rule, encodings, limits, and files that are none. */
#include <glib.h>
#include <string.h>

#include "corpus/robots.h"

static Robots *parse (const char *text, const char *agent)
{
	return robots_parse ((const guint8 *)text, strlen (text), agent);
}

typedef struct {
	const char *robots, *agent, *url;
	bool allow;
} Case;

static void check (const Case *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autoptr (Robots) robots = parse (cases[i].robots, cases[i].agent);
		g_test_message ("case %zu: %s", i, cases[i].url);
		g_assert_true (robots_allows (robots, cases[i].url, NULL) == cases[i].allow);
	}
}

static void test_groups (void)
{
	static const Case cases[] = {
		{ "", "entente", "https://a.example/x", true },
		{ "User-agent: *\nDisallow: /", "entente", "https://a.example/x", false },
		{ "User-agent: *\nDisallow:", "entente", "https://a.example/x", true },
		/* a group of our own replaces the one for all */
		{ "User-agent: *\nDisallow: /\nUser-agent: ENTENTE\nDisallow: /p", "entente", "/x",
		  true },
		{ "User-agent: *\nDisallow: /\nUser-agent: ENTENTE\nDisallow: /p", "entente/1.0",
		  "/p", false },
		/* several names, one group; several groups, one name */
		{ "User-agent: a\nUser-agent: entente\nDisallow: /x", "entente", "/x", false },
		{ "User-agent: entente\nDisallow: /x\n\nUser-agent: b\nDisallow: /\n\n"
		  "User-agent: entente\nDisallow: /y",
		  "entente", "/y", false },
		/* lines that are no rules neither end a group nor begin one */
		{ "User-agent: a\nSitemap: https://a.example/s.xml\nUser-agent: entente\nDisallow: "
		  "/x",
		  "entente", "/x", false },
		{ "User-agent: entente\n\n\nDisallow: /x", "entente", "/x", false },
		{ "Disallow: /x\nUser-agent: entente\nAllow: /", "entente", "/x", true },
		/* the whole token, and nothing but it */
		{ "User-agent: ent\nDisallow: /", "entente", "/x", true },
		{ "User-agent: ententebot\nDisallow: /", "entente", "/x", true },
		{ "User-agent: entente/2.0 (news)\nDisallow: /", "entente", "/x", false },
		{ "User-agent: * anything\nDisallow: /", "entente", "/x", false },
		{ "User-agent: *any\nDisallow: /", "entente", "/x", true },
	};
	check (cases, G_N_ELEMENTS (cases));
}

static void test_longest (void)
{
	static const char text[] =
		"User-agent: *\nDisallow: /\nAllow: /news/\nDisallow: /news/print\n"
		"Allow: /same\nDisallow: /same\nDisallow: /*.gif$\n"
		"Allow: /q?id=*&lang=fr\nDisallow: /q\nAllow: /a*b*c$\n";
	static const struct {
		const char *url;
		bool allow;
		const char *rule;
	} cases[] = {
		{ "/x", false, "Disallow: / (line 2)" },
		{ "/news/a", true, "Allow: /news/ (line 3)" },
		{ "/news/print/a", false, "Disallow: /news/print (line 4)" },
		{ "/same/page", true, "Allow: /same (line 5)" },
		{ "/news/p.gif", false, "Disallow: /*.gif$ (line 7)" },
		{ "/n/p.gif", false, "Disallow: /*.gif$ (line 7)" },
		{ "/same.gif?x", true, "Allow: /same (line 5)" },
		{ "/q?id=5&lang=fr", true, "Allow: /q?id=*&lang=fr (line 8)" },
		{ "/q?id=5", false, "Disallow: /q (line 9)" },
		{ "/abbc", true, "Allow: /a*b*c$ (line 10)" },
		{ "/abcd", false, "Disallow: / (line 2)" },
		{ "/acb", false, "Disallow: / (line 2)" },
		{ "https://a.example", false, "Disallow: / (line 2)" },
		{ "https://a.example/news/?u=https://b.example/#x", true,
		  "Allow: /news/ (line 3)" },
	};
	g_autoptr (Robots) robots = parse (text, "entente");
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		const char *rule;
		g_test_message ("%s", cases[i].url);
		g_assert_true (robots_allows (robots, cases[i].url, &rule) == cases[i].allow);
		g_assert_cmpstr (rule, ==, cases[i].rule);
	}
}

static void test_encoding (void)
{
	static const Case cases[] = {
		{ "User-agent: *\nDisallow: /été", "e", "/%C3%A9t%c3%a9", false },
		{ "User-agent: *\nDisallow: /%c3%A9", "e", "/é", false },
		{ "User-agent: *\nDisallow: /%7Ejean", "e", "/~jean", false },
		{ "User-agent: *\nDisallow: /~jean", "e", "/%7ejean", false },
		{ "User-agent: *\nDisallow: /a%2Fb", "e", "/a/b", true },
		{ "User-agent: *\nDisallow: /a%2Fb", "e", "/a%2fb", false },
		{ "User-agent: *\nDisallow: /a%2A", "e", "/a*b", false },
		{ "User-agent: *\nDisallow: /a%2A", "e", "/ab", true },
		{ "User-agent: *\nDisallow: /a%24", "e", "/a$b", false },
		{ "User-agent: *\nDisallow: /a$b", "e", "/a$b", false },
		{ "User-agent: *\nDisallow: /A", "e", "/a", true },
	};
	check (cases, G_N_ELEMENTS (cases));
}

static void test_format (void)
{
	static const Case cases[] = {
		{ "\xef\xbb\xbfUser-agent: *\r\nDisallow: /x\r\n", "e", "/x", false },
		{ "User-agent: *\rDisallow: /x", "e", "/x", false },
		{ "  user-AGENT :  * # all\n\tdisALLOW\t:\t/x #so", "e", "/x", false },
		{ "User-agent *\nDisallow /x", "e", "/x", false },
		{ "User-agent: *\nDisalow: /x", "e", "/x", false },
		{ "<!DOCTYPE html><html><body>Introuvable</body></html>", "e", "/x", true },
		{ "\xff\xfe\x00User-agent: *", "e", "/x", true },
		{ "User-agent: *\n:\nDisallow\n/x\n", "e", "/x", true },
	};
	check (cases, G_N_ELEMENTS (cases));
}

static void test_rest (void)
{
	g_autoptr (Robots) robots =
		parse ("Sitemap: https://a.example/1.xml\nUser-agent: e\nCrawl-delay: 2.5\n"
		       "User-agent: f\nCrawl-delay: 9\nSitemap:/2.xml\nSitemap:\nUser-agent: "
		       "*\nCrawl-delay: 30\n",
		       "e");
	g_assert_cmpfloat (robots_crawl_delay (robots), ==, 2.5);
	g_assert_cmpstr (robots_sitemaps (robots)[0], ==, "https://a.example/1.xml");
	g_assert_cmpstr (robots_sitemaps (robots)[1], ==, "/2.xml");
	g_assert_null (robots_sitemaps (robots)[2]);
	g_autoptr (Robots) none =
		parse ("User-agent: *\nCrawl-delay: soon\nCrawl-delay: -1\n", "e");
	g_assert_cmpfloat (robots_crawl_delay (none), ==, -1);
	g_assert_cmpint (robots_status (200), ==, ROBOTS_PARSE);
	g_assert_cmpint (robots_status (404), ==, ROBOTS_ALLOW_ALL);
	g_assert_cmpint (robots_status (401), ==, ROBOTS_ALLOW_ALL);
	g_assert_cmpint (robots_status (429), ==, ROBOTS_DENY_ALL);
	g_assert_cmpint (robots_status (503), ==, ROBOTS_DENY_ALL);
	g_assert_cmpint (robots_status (0), ==, ROBOTS_DENY_ALL);
	g_autoptr (Robots) deny = robots_fixed (false);
	g_assert_false (robots_allows (deny, "/x", NULL));
	g_assert_null (robots_sitemaps (deny)[0]);
}

/* Rules before the limit hold, the rule that it cuts does not, and stars cannot make matching slow. */
static void test_limits (void)
{
	g_autoptr (GString) big = g_string_new ("User-agent: *\nDisallow: /first\n");
	while (big->len < ROBOTS_MAX_BYTES - 5)
		g_string_append (big, "#\n");
	g_string_append (big, "\nAllow: /first/in\nDisallow: /second\n");
	g_autoptr (Robots) robots = parse (big->str, "e");
	g_assert_false (robots_allows (robots, "/first/in", NULL));
	g_assert_true (robots_allows (robots, "/second", NULL));

	g_string_assign (big, "User-agent: *\n");
	while (big->len < ROBOTS_MAX_BYTES / 2) {
		g_string_append (big, "Disallow: ");
		for (int i = 0; i < 8000; i++)
			g_string_append (big, "*a");
		g_string_append (big, "b$\n");
	}
	g_autoptr (Robots) stars = parse (big->str, "e");
	g_string_assign (big, "/");
	for (int i = 0; i < 16000; i++)
		g_string_append_c (big, 'a');
	gint64 start = g_get_monotonic_time ();
	g_assert_true (robots_allows (stars, big->str, NULL));
	g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/robots/groups", test_groups);
	g_test_add_func ("/robots/longest", test_longest);
	g_test_add_func ("/robots/encoding", test_encoding);
	g_test_add_func ("/robots/format", test_format);
	g_test_add_func ("/robots/rest", test_rest);
	g_test_add_func ("/robots/limits", test_limits);
	return g_test_run ();
}

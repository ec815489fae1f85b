/* test_links.c: links of a page; articles by their address and after; traps. */
#include <string.h>

#include "corpus/links.h"
#include "corpus/page.h"

#define NOW G_GINT64_CONSTANT (1767225600) /* 2026-01-01 */

/* --- by the address --- */

static const char *const articles[] = {
	"https://a.example/2026/01/31/le-maire-ouvre-le-pont/",
	"https://a.example/politique/2026/01/le-maire-ouvre-le-pont",
	"https://a.example/politics/2026/jan/31/bridge-opens",
	"https://a.example/politics/bridge-opens-after-ten-years-of-work",
	"https://a.example/politics/bridge-opens-after-ten-years/ar-BB19dUqK",
	"https://a.example/politique/le-pont-est-ouvert_6123456_823448.html",
	"https://a.example/news/world-europe-61234567",
	"https://a.example/news/articles/cly1n8zyrp9o",
	"https://a.example/article/155970/opened-bridge",
	"https://a.example/spip.php?article717",
	"https://a.example/?p=4711",
	"https://a.example/index.php?option=x&id=4711",
	"https://a.example/breves/le-pont-ouvert.html",
	"https://a.example/monde/20260131-le-pont",
	"https://a.example/le-pont-20260131.html",
	"https://a.example/story/2026-01-31/bridge",
	"https://a.example/caf%C3%A9-et-croissants-pour-tout-le-monde",
	"https://a.example/Politik/Die-Br%C3%BCcke-ist-seit-heute-offen,bruecke123.html",
	"https://a.example/weather/2026/01/31/storms-in-the-north",
	"https://a.example/a/6f1c2a9b8d7e4f30",
};

static const char *const others[] = {
	"https://a.example/",
	"https://a.example/sport",
	"https://a.example/sport/",
	"https://a.example/sport/football/",
	"https://a.example/fr/monde",
	"https://a.example/en/business/economy",
	"https://a.example/tag/inondations",
	"https://a.example/tags/climate-change-and-the-sea",
	"https://a.example/category/local-news",
	"https://a.example/author/jean-de-la-fontaine",
	"https://a.example/auteur/marie-claire-de-saint-andre/",
	"https://a.example/search?q=bridge",
	"https://a.example/2026/01/31/",
	"https://a.example/2026/01/",
	"https://a.example/archives/2026/01",
	"https://a.example/page/2/",
	"https://a.example/login",
	"https://a.example/abonnement/offre-de-la-semaine-pour-vous",
	"https://a.example/newsletter/2026/01/31/what-happened-today",
	"https://a.example/contact.html",
	"https://a.example/politique.html",
	"https://a.example/podcasts/the-daily-round-up",
	"https://a.example/?lang=fr",
	"not a url",
};

static void test_url_score (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (articles); i++) {
		g_test_message ("%.2f %s", links_url_score (articles[i]), articles[i]);
		g_assert_cmpfloat (links_url_score (articles[i]), >=, LINKS_ARTICLE);
		g_assert_cmpfloat (links_url_score (articles[i]), <=, 1);
	}
	for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
		g_test_message ("%.2f %s", links_url_score (others[i]), others[i]);
		g_assert_cmpfloat (links_url_score (others[i]), <, LINKS_ARTICLE);
		g_assert_cmpfloat (links_url_score (others[i]), >=, 0);
	}
}

/* --- after --- */

static double page_score (const char *head, guint sentences, const char *url)
{
	g_autoptr (GString) html = g_string_new (NULL);
	g_autoptr (GError) error = NULL;
	PageContext context = { .url = url, .fetched_s = NOW };
	g_string_printf (html,
			 "<html><head><title>The bridge is open</title>%s</head><body><h1>The "
			 "bridge is open</h1><article>",
			 head);
	for (guint i = 0; i < sentences; i++)
		g_string_append_printf (html,
					"<p>Sentence number %u says that the bridge was opened by "
					"the mayor on a Monday.</p>",
					i);
	g_string_append (html, "</article></body></html>");
	g_autoptr (Article) article =
		page_extract ((const guint8 *)html->str, html->len, &context, &error);
	return article ? links_article_score (article) : 0;
}

#define OG(type) "<meta property='og:type' content='" type "'>"
#define LD(type)                                                                                   \
	"<script "                                                                                 \
	"type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"" type        \
	"\",\"headline\":\"The bridge is open\"}</script>"

static void test_article_score (void)
{
	const char *section = "https://a.example/sport",
		   *story = "https://a.example/2026/01/01/the-bridge-is-open-again";
	g_assert_cmpfloat (page_score ("", 20, story), >=, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score ("", 20, NULL), >=, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score ("", 1, story), <, LINKS_ARTICLE);
	/* a brief is one when it says so, a list is none when it says so */
	g_assert_cmpfloat (page_score (OG ("article"), 2, story), >=, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score (LD ("NewsArticle"), 2, section), >=, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score ("", 2, story), <, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score (LD ("CollectionPage"), 6, section), <, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score (OG ("website"), 6, section), <, LINKS_ARTICLE);
	/* … but many say "website" on every page */
	g_assert_cmpfloat (page_score (OG ("website"), 20, story), >=, LINKS_ARTICLE);
	g_assert_cmpfloat (page_score (OG ("website") LD ("NewsArticle"), 6, section), >=,
			   LINKS_ARTICLE);
}

/* --- reading --- */

static void test_read (void)
{
	static const char html[] =
		"<html><head><base href='/d/'><base href='/wrong/'></head><body>"
		"<a href='one.html'><img src=x></a><a href='one.html#top'> One\n more </a>"
		"<a href='//b.example/2?utm_source=x' rel='nofollow'>B</a><a rel='UGC sponsored' "
		"href='/3'>C</a>"
		"<a href='/3'>again</a><a href='#x'>self</a><a href='/p'>self</a><a>none</a>"
		"<a href='javascript:alert(1)'>js</a><a href='mailto:x@a.example'>mail</a><a "
		"href='ftp://a.example/'>f</a>"
		"<link href='/no' rel=next><a href=''>base</a></body></html>";
	g_autoptr (GPtrArray) links =
		links_read ((const guint8 *)html, strlen (html), "https://a.example/p", NULL, NULL);
	static const struct {
		const char *url, *text;
		bool nofollow;
	} expected[] = {
		{ "https://a.example/d/one.html", "One more", false },
		{ "https://b.example/2", "B", true },
		{ "https://a.example/3", "again", false },
		{ "https://a.example/d/", "base", false },
	};
	g_assert_cmpuint (links->len, ==, G_N_ELEMENTS (expected));
	for (guint i = 0; i < links->len; i++) {
		const PageLink *link = links->pdata[i];
		g_assert_cmpstr (link->url, ==, expected[i].url);
		g_assert_cmpstr (link->text, ==, expected[i].text);
		g_assert_cmpint (link->nofollow, ==, expected[i].nofollow);
	}
	g_autoptr (GString) many = g_string_new (NULL);
	for (int i = 0; i < LINKS_MAX + 100; i++)
		g_string_append_printf (many, "<a href=/%d>x</a>", i);
	g_autoptr (GPtrArray) bounded =
		links_read ((const guint8 *)many->str, many->len, "https://a.example/", NULL, NULL);
	g_assert_cmpuint (bounded->len, ==, LINKS_MAX);
	bool nofollow = true;
	static const char free_page[] = "<meta name=robots content=noindex><a href=/x>x</a>";
	static const char closed[] = "<META NAME=Robots CONTENT='noarchive, none'><a href=/x>x</a>";
	g_autoptr (GPtrArray) followed = links_read ((const guint8 *)free_page, strlen (free_page),
						     "https://a.example/", NULL, &nofollow);
	g_assert_false (nofollow);
	g_assert_cmpuint (followed->len, ==, 1);
	g_autoptr (GPtrArray) not_followed = links_read ((const guint8 *)closed, strlen (closed),
							 "https://a.example/", NULL, &nofollow);
	g_assert_true (nofollow);
	g_assert_cmpuint (not_followed->len, ==, 1);
	g_autoptr (GPtrArray) nothing =
		links_read ((const guint8 *)html, strlen (html), "no url", NULL, NULL);
	g_assert_cmpuint (nothing->len, ==, 0);
}

/* --- which to follow --- */

static void test_traps (void)
{
	static const struct {
		const char *url;
		LinkVerdict trap;
	} rows[] = {
		{ "https://a.example/2026/01/31/a-b", LINK_FOLLOW },
		{ "https://a.example/2026/01/01/01-a", LINK_FOLLOW },
		{ "https://a.example/a/a/b", LINK_FOLLOW },
		{ "https://a.example/a/b/a/b/", LINK_TRAP_REPEATED },
		{ "https://a.example/x/a/b/c/a/b/c", LINK_TRAP_REPEATED },
		{ "https://a.example/en/x/en/y/en", LINK_TRAP_REPEATED },
		{ "https://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13", LINK_TRAP_LONG },
		{ "https://a.example/x;jsessionid=0123456789ABCDEF?y=1", LINK_TRAP_SESSION },
		{ "https://a.example/x?PHPSESSID=abc", LINK_TRAP_SESSION },
		{ "https://a.example/(S(abc))/x.aspx", LINK_TRAP_SESSION },
		{ "https://a.example/x?residence=1", LINK_FOLLOW },
		{ "https://a.example/x?sort=asc", LINK_TRAP_PARAMETERS },
		{ "https://a.example/x?replytocom=12", LINK_TRAP_PARAMETERS },
		{ "https://a.example/x?a=1&b=2&c=3&d=4&e=5&f=6", LINK_FOLLOW },
		{ "https://a.example/x?a=1&b=2&c=3&d=4&e=5&f=6&g=7", LINK_TRAP_PARAMETERS },
		{ "https://a.example/x?f=1&f=2&f=3", LINK_TRAP_PARAMETERS },
		{ "https://a.example/agenda/2019/05", LINK_TRAP_CALENDAR },
		{ "https://a.example/agenda/2026/05", LINK_FOLLOW },
		{ "https://a.example/agenda?date=2026-05-01", LINK_TRAP_CALENDAR },
		{ "https://a.example/programme/2031/05/01", LINK_TRAP_CALENDAR },
		{ "https://a.example/2031-objectives-of-the-climate-plan", LINK_FOLLOW },
		{ "https://a.example/events/", LINK_FOLLOW },
		{ "https://a.example/sport/page/3/", LINK_FOLLOW },
		{ "https://a.example/sport/page/300/", LINK_TRAP_PAGES },
		{ "https://a.example/sport?page=21", LINK_TRAP_PAGES },
		{ "https://a.example/sport?start=500", LINK_TRAP_PAGES },
		{ "https://a.example/?p=123456", LINK_FOLLOW },
		{ "javascript:void(0)", LINK_BAD_URL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_test_message ("%s", rows[i].url);
		g_assert_cmpint (links_trap (rows[i].url, NOW), ==, rows[i].trap);
	}
	g_autofree char *long_word = g_strnfill (LINKS_URL_MAX, 'x');
	g_autofree char *long_url = g_strconcat ("https://a.example/", long_word, NULL);
	g_assert_cmpint (links_trap (long_url, NOW), ==, LINK_TRAP_LONG);
	for (size_t i = 0; i < G_N_ELEMENTS (articles); i++)
		g_assert_cmpint (links_trap (articles[i], NOW), ==, LINK_FOLLOW);
}

static void test_judge (void)
{
	static const char *const include[] = { "/politique/", "/*.html$", NULL };
	static const char *const exclude[] = { "/politique/archives", NULL };
	const LinkRules all = { .site = "https://www.a.co.uk/", .depth_max = 2, .now_s = NOW };
	const LinkRules some = { .site = "https://www.a.co.uk/",
				 .depth_max = 2,
				 .include = include,
				 .exclude = exclude,
				 .now_s = NOW };
	static const struct {
		const char *url;
		guint depth;
		LinkVerdict all, some;
	} rows[] = {
		{ "https://a.co.uk/politique/le-pont-est-enfin-ouvert", 1, LINK_ARTICLE,
		  LINK_ARTICLE },
		{ "http://news.a.co.uk/sport", 2, LINK_FOLLOW, LINK_EXCLUDED },
		{ "http://news.a.co.uk/sport.html", 2, LINK_FOLLOW, LINK_FOLLOW },
		{ "https://a.co.uk/politique/archives/x.html", 1, LINK_FOLLOW, LINK_EXCLUDED },
		{ "https://a.co.uk/politique/", 3, LINK_TOO_DEEP, LINK_TOO_DEEP },
		{ "https://b.co.uk/politique/", 1, LINK_OTHER_SITE, LINK_OTHER_SITE },
		{ "https://a.co.uk.example/politique/", 1, LINK_OTHER_SITE, LINK_OTHER_SITE },
		{ "https://a.co.uk/politique/x.JPG", 1, LINK_ASSET, LINK_ASSET },
		{ "https://a.co.uk/politique/login", 1, LINK_NOT_NEWS, LINK_NOT_NEWS },
		{ "https://a.co.uk/politique/?sid=1", 1, LINK_TRAP_SESSION, LINK_TRAP_SESSION },
		{ "x", 1, LINK_BAD_URL, LINK_BAD_URL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_test_message ("%s", rows[i].url);
		g_assert_cmpint (links_judge (&all, rows[i].url, rows[i].depth), ==, rows[i].all);
		g_assert_cmpint (links_judge (&some, rows[i].url, rows[i].depth), ==, rows[i].some);
	}
	for (int v = 0; v < LINK_VERDICTS; v++)
		g_assert_nonnull (links_verdict_name (v));
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/links/url-score", test_url_score);
	g_test_add_func ("/links/article-score", test_article_score);
	g_test_add_func ("/links/read", test_read);
	g_test_add_func ("/links/traps", test_traps);
	g_test_add_func ("/links/judge", test_judge);
	return g_test_run ();
}

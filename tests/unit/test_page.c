/* test_page.c: whole pages to articles. All pages are of our own writing. */
#include "corpus/page.h"

#include <string.h>

#define TEXT                                                                                       \
	"<p>The town council of Brightwater voted on Tuesday to close the old bridge, which "      \
	"engineers say "                                                                           \
	"can no longer carry lorries.</p>"                                                         \
	"<p>Mayor Ada Quill said that the works would begin in October, and that a ferry would "   \
	"run until "                                                                               \
	"the new bridge opens.</p>"

static Article *extract (const char *html, const char *url)
{
	PageContext context = { .url = url, .fetched_s = 1600000000 };
	g_autoptr (GError) error = NULL;
	Article *article = page_extract ((const guint8 *)html, strlen (html), &context, &error);
	g_assert_no_error (error);
	g_assert_nonnull (article);
	return article;
}

static const char *rule_of (const Article *article, const char *field)
{
	return json_string_value (
		json_object_get (json_object_get (article->provenance, "rules"), field));
}

static void test_fields (void)
{
	g_autoptr (Article) article =
		extract ("<!DOCTYPE html><html lang=en><head><title>Bridge to close - The "
			 "Brightwater Post</title>"
			 "<meta property='og:title' content='Bridge to close &amp; ferry to run'>"
			 "<meta property='og:description' content='Lorries must go round.'>"
			 "<meta property='og:site_name' content='The Brightwater Post'>"
			 "<meta name=author content='Nora Pell'>"
			 "<meta property='article:published_time' "
			 "content='2020-09-08T18:30:00+02:00'></head>"
			 "<body><nav><ul><li><a href=/a>Home</a><li><a href=/b>Sport</a></ul></nav>"
			 "<article><h1>Bridge to close &amp; ferry to run</h1>" TEXT
			 "<div class=share-bar><a href=#>Share on Facebook</a></div></article>"
			 "<section class=comments><p>I have lived here for forty years, and never, "
			 "ever, saw such a thing happen.</p>"
			 "</section></body></html>",
			 "https://post.example/bridge");
	g_assert_cmpstr (article->title, ==, "Bridge to close & ferry to run");
	g_assert_cmpstr (article->description, ==, "Lorries must go round.");
	g_assert_cmpstr (article->publisher, ==, "The Brightwater Post");
	g_assert_cmpuint (article->authors->len, ==, 1);
	g_assert_cmpstr (g_ptr_array_index (article->authors, 0), ==, "Nora Pell");
	g_autofree char *date = article_date_format (&article->date_published);
	g_assert_cmpstr (date, ==, "2020-09-08T18:30:00+02:00");
	g_assert_cmpstr (article->language, ==, "en");
	g_assert_cmpstr (article->url, ==, "https://post.example/bridge");
	g_assert_cmpstr (rule_of (article, "date_published"), ==, "meta:article:published_time");
	g_assert_cmpstr (article->text, ==,
			 "The town council of Brightwater voted on Tuesday to close the old "
			 "bridge, which engineers "
			 "say can no longer carry lorries.\n"
			 "Mayor Ada Quill said that the works would begin in October, and that a "
			 "ferry would run until "
			 "the new bridge opens.");
}

static void test_not_pages (void)
{
	static const struct {
		const char *data;
		gsize len;
		PageErrorCode code;
		const char *says;
	} cases[] = {
		{ "", 0, PAGE_ERROR_EMPTY, "empty" },
		{ " \n\t ", 4, PAGE_ERROR_EMPTY, "empty" },
		{ "\x1f\x8b\x08\x00rest", 8, PAGE_ERROR_NOT_HTML, "gzip" },
		{ "%PDF-1.4 …", 12, PAGE_ERROR_NOT_HTML, "PDF" },
		{ "{\"a\": 1}", 8, PAGE_ERROR_NOT_HTML, "JSON" },
		{ "<html><body><script>x()</script></body></html>", 46, PAGE_ERROR_EMPTY,
		  "no article" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (
			page_extract ((const guint8 *)cases[i].data, cases[i].len, NULL, &error));
		g_assert_error (error, PAGE_ERROR, (int)cases[i].code);
		g_assert_nonnull (strstr (error->message, cases[i].says));
	}
}

#define P1                                                                                         \
	"The council of Brightwater voted on Tuesday to close the old bridge, engineers having "   \
	"warned of it."
#define P2                                                                                         \
	"Mayor Ada Quill said that the works would begin in October, and that a ferry would run "  \
	"meanwhile."
#define P3                                                                                         \
	"Lorries must go round by Saltmarsh until the new bridge opens, which is forty miles "     \
	"more, drivers say."
#define COMMENT                                                                                    \
	"I have lived here for forty years, and never once, not even in the flood, saw such a "    \
	"thing happen."

/* What is in the body of a page, and the text that it must give. */
static const struct {
	const char *name, *body, *text;
} bodies[] = {
	{ "comments go",
	  "<h1>A bridge closes</h1><div class=story-body><p>" P1 "</p><p>" P2 "</p></div>"
	  "<div id=comments><div class=comment-body><p>" COMMENT "</p><p>" COMMENT
	  " Indeed.</p></div></div>",
	  P1 "\n" P2 },
	{ "related articles, share bars and newsletters go",
	  "<h1>A bridge closes</h1><article><p>" P1
	  "</p><div class=related-links><p><a href=/x>A ferry sinks, and "
	  "then another one, off the coast</a></p></div><p>" P2
	  "</p><ul class=social-share><li><a href=/f>Facebook</a></li>"
	  "</ul><p class=newsletter-box>Every morning, the news of the valley in your "
	  "mail.</p><p>" P3 "</p></article>",
	  P1 "\n" P2 "\n" P3 },
	{ "a box that offers something between two paragraphs: heading, line, a link alone",
	  "<h1>A bridge closes</h1><article><p>" P1
	  "</p><section class=x><h4>The Valley in your hand</h4><p>At six every morning, twelve "
	  "stories picked by people</p><a href=/app>Install it</a></section><p>" P2 "</p><p>" P3
	  "</p></article>",
	  P1 "\n" P2 "\n" P3 },
	{ "three of them are the article: a list of things, each with its link",
	  "<h1>A bridge closes</h1><article><p>" P1
	  "</p><div><h3>The ferry</h3><p>It goes every hour from the quay.</p><a "
	  "href=/1>Times</a></div><p>" P2 "</p><div><h3>The ford</h3><p>It may be walked in a dry "
					  "summer.</p><a href=/2>Map</a></div><p>" P3
	  "</p><div><h3>The rail</h3><p>It crosses upstream of the mill.</p><a "
	  "href=/3>Fares</a></div><p>" COMMENT "</p></article>",
	  P1 "\nThe ferry\nIt goes every hour from the quay.\n" P2
	     "\nThe ford\nIt may be walked in a dry summer.\n" P3
	     "\nThe rail\nIt crosses upstream of the mill.\n" COMMENT },
	{ "furniture lines go in both languages",
	  "<h1>A bridge closes</h1><div><p>" P1 "</p><p>Advertisement</p><p>" P2
	  "</p><p>Lire aussi : un autre pont</p><p>" P3 "</p></div>",
	  P1 "\n" P2 "\n" P3 },
	{ "headings, lists and quotes stay; a heading with nothing under it goes",
	  "<h1>A bridge closes</h1><article><p>" P1 "</p><h2>What next</h2><p>" P2
	  "</p><ul><li>by ferry, on weekdays</li><li>on "
	  "foot, upstream</li></ul><blockquote>It stood for ninety years.</blockquote><p>" P3
	  "</p><h3>See the map</h3></article>",
	  P1 "\nWhat next\n" P2
	     "\nby ferry, on weekdays\non foot, upstream\nIt stood for ninety years.\n" P3 },
	{ "captions go, data tables stay",
	  "<h1>A bridge closes</h1><article><figure><img src=a.jpg><figcaption>The old bridge, "
	  "seen from the quay on "
	  "Monday.</figcaption></figure><p>" P1
	  "</p><table><tr><th>Route<th>Miles</tr><tr><td>Old bridge<td>2</tr></table><p>" P2
	  "</p><p>" P3 "</p></article>",
	  P1 "\nRoute Miles\nOld bridge 2\n" P2 "\n" P3 },
	{ "lines that only part go",
	  "<h1>A bridge closes</h1><article><p>" P1 "</p><p>* * *</p><p>" P2 "</p></article>",
	  P1 "\n" P2 },
	{ "bylines and dates go",
	  "<h1>A bridge closes</h1><div class=entry-content><p>By Nora Pell</p><p class=date>9 "
	  "September 2020</p><p>" P1 "</p><p>" P2 "</p></div>",
	  P1 "\n" P2 },
	{ "paragraphs in boxes of one make are one article",
	  "<h1>A bridge closes</h1><main><div class=par><p>" P1
	  "</p></div><div class=ad-slot>Buy a boat</div><div class=par><p>" P2
	  "</p></div><div class=par><p>" P3 "</p></div></main>",
	  P1 "\n" P2 "\n" P3 },
	{ "the article in two boxes of one make, in rows of their own",
	  "<div id=page><h1>A bridge closes</h1><section class=one><div class=row><div "
	  "class=story-text><p>" P1
	  "</p></div></div></section><section class=two><div class=row><div class=story-text><p>" P2
	  "</p><p>" P3 "</p></div></div></section></div>",
	  P1 "\n" P2 "\n" P3 },
	{ "a drop cap that is said twice is read once",
	  "<h1>A bridge closes</h1><article><p><span "
	  "aria-hidden=true><span>M</span>eanwhile</span><span "
	  "class=screen-reader-only>Meanwhile</span> the quay was closed, and the boats were taken "
	  "to the other "
	  "bank of the river.</p><p>" P1 "</p><p>" P2 "</p></article>",
	  "Meanwhile the quay was closed, and the boats were taken to the other bank of the "
	  "river.\n" P1 "\n" P2 },
	{ "who wrote it is not what is written",
	  "<meta name=author content='Nora Pell'><h1>A bridge closes</h1><article><p>" P1
	  "</p><p>" P2 "</p><p>Nora Pell is the paper's harbour reporter, and has written about "
	  "bridges since her "
	  "childhood.</p></article>",
	  P1 "\n" P2 },
	{ "the beginnings of other articles, cut by the system",
	  "<h1>A bridge closes</h1><div id=text><p>" P1 "</p><p>" P2
	  "</p><p>The ferry went down in a storm, and nobody knew for days where it had been "
	  "[&hellip;]</p>"
	  "<p>A school was opened by the mayor, who had been its pupil once and knew the way "
	  "[&hellip;]</p></div>",
	  P1 "\n" P2 },
	{ "one elision at the end of a paragraph is the reporter's",
	  "<h1>A bridge closes</h1><div id=text><p>" P1
	  "</p><p>The report says that the ferry went down in a storm, and that nobody knew "
	  "[&hellip;]</p><p>" P2 "</p></div>",
	  P1
	  "\nThe report says that the ferry went down in a storm, and that nobody knew […]\n" P2 },
	{ "soft hyphens and other marks that nobody sees go",
	  "<h1>A bridge closes</h1><article><p>The coun&shy;cil of Bright&#8203;water was not "
	  "asked, "
	  "said those who had been \u202ethere\u202c that day.</p><p>" P1 "</p><p>" P2
	  "</p></article>",
	  "The council of Brightwater was not asked, said those who had been there that day.\n" P1
	  "\n" P2 },
	{ "letters of another script in disguise",
	  "<h1>A bridge closes</h1><article><p>" P1 "</p><p>" P2
	  "</p><p>\u0410dv\u0435rt\u0456s\u0435 w\u0456th th\u0435 m\u043est "
	  "v\u0456s\u0456t\u0435d n\u0435ws "
	  "s\u0456t\u0435 in town, and b\u0435 s\u0435\u0435n by thousands.</p></article>",
	  P1 "\n" P2 },
	{ "two <br> part paragraphs",
	  "<h1>A bridge closes</h1><div id=text>" P1 "<br><br>" P2 "<br>" P3 "</div>",
	  P1 "\n" P2 " " P3 },
	{ "a page laid out by tables",
	  "<table><tr><td colspan=2><a href=/>Home</a> | <a href=/s>Sport</a></tr><tr><td><h1>A "
	  "bridge closes</h1><p>" P1 "</p><p>" P2
	  "</p></td><td><ul><li><a href=/1>One other thing</a><li><a href=/2>Another "
	  "thing</a></ul></td></tr></table>",
	  P1 "\n" P2 },
	{ "a misleading name does not lose the article",
	  "<h1>A bridge closes</h1><div class=sidebar><p>" P1 "</p><p>" P2 "</p><p>" P3
	  "</p></div>",
	  P1 "\n" P2 "\n" P3 },
	{ "a standfirst that is named so belongs to the text",
	  "<header><h1>A bridge closes</h1><p class=standfirst>Ninety years were enough, the "
	  "council says.</p></header>"
	  "<div class=article-body><p>" P1 "</p><p>" P2 "</p></div>",
	  "Ninety years were enough, the council says.\n" P1 "\n" P2 },
	{ "broken markup",
	  "<h1>A bridge closes<div class=article-body><p>" P1 "<p>" P2
	  "</span></div></b><!-- <p> --><script>var a='</div>';</script>",
	  P1 "\n" P2 },
};

static void test_bodies (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
		g_autofree char *html = g_strdup_printf (
			"<html><head><title>A bridge closes</title></head><body>%s</body></html>",
			bodies[i].body);
		g_autoptr (Article) article = extract (html, NULL);
		if (g_strcmp0 (article->text, bodies[i].text) != 0)
			g_error ("%s:\n%s\n--- not\n%s", bodies[i].name, article->text,
				 bodies[i].text);
		g_assert_cmpstr (article->title, ==, "A bridge closes");
	}
}

static void test_jsonld_body (void)
{
	g_autoptr (Article) article = extract (
		"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A "
		"bridge closes\","
		"\"articleBody\":\"" P1 " " P2 " " P3 "\"}</script><div id=app></div>",
		NULL);
	g_assert_cmpstr (article->text, ==, P1 " " P2 " " P3);
	g_assert_cmpstr (rule_of (article, "text"), ==, "json-ld:articleBody");
}

static void test_charsets (void)
{
	static const struct {
		const char *bytes, *charset;
	} cases[] = {
		{ "<meta charset=iso-8859-1><h1>\xc9t\xe9</h1><p>L\x92\xe9t\xe9 fut long.</p>",
		  NULL },
		{ "<h1>\xc9t\xe9</h1><p>L\x92\xe9t\xe9 fut long.</p>", "windows-1252" },
		{ "<meta charset=utf-8><h1>\xc3\x89t\xc3\xa9</h1><p>L\xe2\x80\x99\xc3\xa9t\xc3\xa9 "
		  "fut long.</p>",
		  NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		PageContext context = { .http_charset = cases[i].charset, .http_language = "fr" };
		g_autoptr (Article) article = page_extract (
			(const guint8 *)cases[i].bytes, strlen (cases[i].bytes), &context, NULL);
		g_assert_nonnull (article);
		g_assert_cmpstr (article->title, ==, "Été");
		g_assert_cmpstr (article->text, ==, "L’été fut long.");
	}
}

static char *published (const char *html, const char *url, gint64 fetched_s)
{
	PageContext context = { .url = url, .fetched_s = fetched_s };
	g_autoptr (Article) article =
		page_extract ((const guint8 *)html, strlen (html), &context, NULL);
	g_assert_nonnull (article);
	return article_date_format (&article->date_published);
}

static void test_dates (void)
{
#define PAGE(inside) "<h1>A bridge closes</h1>" inside "<p>" P1 "</p><p>" P2 "</p>"
#define LONG "<p>" P1 "</p><p>" P2 "</p><p>" P1 "</p><p>" P2 "</p>"
	static const struct {
		const char *html, *url, *date;
	} cases[] = {
		{ PAGE ("<p>Publi\u00e9 le mercredi 9 septembre 2020 \u00e0 16h35, mis \u00e0 jour "
			"\u00e0 18h</p>"),
		  NULL, "2020-09-09T16:35:00Z" },
		{ PAGE ("<time datetime='2020-09-09T16:35:00+02:00'>today</time>"), NULL,
		  "2020-09-09T16:35:00+02:00" },
		{ PAGE (""), "https://a.example/2020/09/09/bridge", "2020-09-09" },
		{ PAGE ("<p>By Nora Pell, 2 hours ago</p>"), NULL, "2020-09-13T10:26:00Z" },
		{ PAGE (""), "https://a.example/bridge-12345678", NULL },
		{ PAGE ("<script>x = {\"publishedDate\":\"2016-11-04T20:37:27Z\"}</script>"), NULL,
		  "2016-11-04" },
		{ PAGE ("<script>x = "
			"[{\"pubDate\":\"2016-11-04\"},{\"pubDate\":\"2017-01-02\"}]</script>"),
		  NULL, NULL },
		/* The page's word for it in a box beside the text, if it has one alone. */
		{ PAGE ("") LONG "<ul class=facts><li><strong>Date</strong> 23.05.2011</li></ul>",
		  NULL, "2011-05-23" },
		{ "<html lang=fr>" PAGE ("") LONG
		  "<div class=facts><p>Mise en ligne</p><p>23 mai 2019</p></div>",
		  NULL, "2019-05-23" },
		{ PAGE ("") LONG "<p>Date: 23.05.2011</p><p>Date: 24.05.2011</p>", NULL, NULL },
		{ PAGE ("") LONG "<ul class=facts><li>Opening date 23.05.2011</li></ul>", NULL,
		  NULL },
		/* What a system prints that was told nothing. */
		{ PAGE ("<meta property='article:published_time' content='2001-01-01T00:00:00Z'>"),
		  "https://a.example/2020/09/09/bridge", "2020-09-09" },
		/* In the future, or another article's. */
		{ PAGE ("<meta name=date content=2031-01-01>"), NULL, NULL },
		{ PAGE ("<div class=comments><time datetime=2019-01-01>x</time></div>"), NULL,
		  NULL },
		/* The reader's day: the page shows its zone. */
		{ PAGE ("<meta property='article:published_time' content='2020-02-25T02:25:54Z'>"
			"<p class=date>February 24, 2020 9:25pm</p>"),
		  NULL, "2020-02-24T21:25:54-05:00" },
		/* Month first in America, not in Britain. */
		{ "<html lang=en-US>" PAGE ("<p>02/03/2020</p>"), NULL, "2020-02-03" },
		{ "<html lang=en-GB>" PAGE ("<p>02/03/2020</p>"), NULL, "2020-03-02" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *date = published (cases[i].html, cases[i].url, 1600000000);
		if (g_strcmp0 (date, cases[i].date) != 0)
			g_error ("case %zu gives %s, not %s", i, date, cases[i].date);
	}
#undef PAGE
#undef LONG
}

static void test_more (void)
{
	const char *html = "<title>A bridge closes - Post</title><h1>A bridge "
			   "closes</h1><article><h2>Why &lt;now&gt;</h2><p>" P1
			   "</p><ul><li>first, the ferry runs as it always did</li></ul><p>" P2
			   "</p></article>";
	PageMore more = { NULL, NULL };
	g_autoptr (Article) article =
		page_extract_more ((const guint8 *)html, strlen (html), NULL, &more, NULL);
	g_assert_nonnull (article);
	g_assert_cmpstr (more.html, ==,
			 "<h2>Why &lt;now&gt;</h2>\n<p>" P1
			 "</p>\n<ul>\n<li>first, the ferry runs as it always "
			 "did</li>\n</ul>\n<p>" P2 "</p>\n");
	const json_t *titles = json_object_get (more.why, "title");
	g_assert_cmpuint (json_array_size (titles), ==, 2);
	guint won = 0;
	for (gsize i = 0; i < json_array_size (titles); i++)
		won += json_is_true (json_object_get (json_array_get (titles, i), "won"));
	g_assert_cmpuint (won, ==, 1);
	json_decref (more.why);
	g_free (more.html);
}

static void test_hreflang_and_access (void)
{
	g_autoptr (Article) article = extract (
		"<link rel=alternate hreflang=fr-CA href='/fr/pont?utm_source=y#top'>"
		"<link rel=alternate hreflang=en href=/en/bridge/>"
		"<link rel=alternate hreflang=fr href=https://post.example/>"
		"<link rel=alternate hreflang=fr href=/fr/>"
		"<link rel=alternate hreflang=de href=/de/bruecke>"
		"<link rel=alternate hreflang=fr href='ftp://post.example/fr'>"
		"<link rel=alternate hreflang=x-default href=/other>"
		"<link rel=canonical href='/en/bridge?utm_source=x'>"
		"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A "
		"bridge closes\","
		"\"isAccessibleForFree\":false,\"author\":[\"Nora Pell\",\"AFP\"]}</script><h1>A "
		"bridge closes</h1><p>" P1 "</p><p>" P2 "</p>",
		"https://post.example/en/bridge?id=1");
	g_assert_cmpint (article->is_accessible_for_free, ==, TRI_NO);
	g_assert_cmpstr (article->canonical_url, ==, "https://post.example/en/bridge");
	g_assert_cmpstr (article->domain, ==, "post.example");
	const json_t *alternates = json_object_get (article->provenance, "alternates");
	g_assert_cmpstr (json_string_value (json_array_get (alternates, 0)), ==,
			 "fr https://post.example/fr/pont");
	g_assert_cmpuint (json_array_size (alternates), ==, 1);
	const json_t *agencies = json_object_get (article->provenance, "agency");
	g_assert_cmpstr (json_string_value (json_array_get (agencies, 0)), ==, "AFP");
}

/* Readers are told, the metadata are silent: a line about this article counts, one beside a teaser or hidden does not. */
static void test_paywall (void)
{
	static const struct {
		const char *html;
		Tri want;
	} cases[] = {
		{ "<p>Cet article est réservé aux abonnés.</p>", TRI_NO },
		{ "<p>Il vous reste 75% de cet article à lire.</p>", TRI_NO },
		{ "<p>Subscribe to continue reading</p>", TRI_NO },
		{ "<div class=related-articles><p>Réservé aux abonnés</p></div>", TRI_UNKNOWN },
		{ "<div hidden><p>Subscribe to continue reading</p></div>", TRI_UNKNOWN },
		{ "<p>Log in to continue reading</p>", TRI_UNKNOWN },
		{ "<p>Le parking est réservé aux abonnés.</p>", TRI_UNKNOWN },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *html =
			g_strconcat ("<h1>A bridge closes</h1><article><p>" P1 "</p><p>" P2 "</p>",
				     cases[i].html, "</article>", NULL);
		g_autoptr (Article) article = extract (html, NULL);
		g_assert_cmpint (article->is_accessible_for_free, ==, cases[i].want);
		const char *rule = json_string_value (json_object_get (
			json_object_get (article->provenance, "rules"), "is_accessible_for_free"));
		g_assert_cmpstr (rule, ==, cases[i].want == TRI_NO ? "text:paywall" : NULL);
	}
}

/* Bounded whatever the page holds: these end, and soon. */
static void test_hostile (void)
{
	static const char *const units[] = { "<div>",      "<table><tr><td>",
					     "<b>",        "</i>",
					     "<a href=x>", "<!--",
					     "<svg>",      "<script>",
					     "<",          "&",
					     "<p a=\"",    "<ul><li>",
					     "<br>",       "\xc2\xa0",
					     "<h1>x</h1>", "<time>1 mai 2020</time>" };
	for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
		g_autoptr (GString) html = g_string_new ("<h1>A bridge closes</h1><p>" P1 "</p>");
		for (int k = 0; k < 100000; k++)
			g_string_append (html, units[i]);
		gint64 begun = g_get_monotonic_time ();
		g_autoptr (Article) article = extract (html->str, NULL);
		g_assert_nonnull (strstr (article->text, P1));
		g_assert_cmpint (g_get_monotonic_time () - begun, <, 30 * G_USEC_PER_SEC);
	}
	g_autofree guint8 *big = g_malloc0 (PAGE_MAX_BYTES + 1);
	g_autoptr (GError) error = NULL;
	g_assert_null (page_extract (big, PAGE_MAX_BYTES + 1, NULL, &error));
	g_assert_error (error, PAGE_ERROR, PAGE_ERROR_TOO_BIG);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/page/fields", test_fields);
	g_test_add_func ("/page/not-pages", test_not_pages);
	g_test_add_func ("/page/bodies", test_bodies);
	g_test_add_func ("/page/jsonld-body", test_jsonld_body);
	g_test_add_func ("/page/charsets", test_charsets);
	g_test_add_func ("/page/dates", test_dates);
	g_test_add_func ("/page/more", test_more);
	g_test_add_func ("/page/hreflang-and-access", test_hreflang_and_access);
	g_test_add_func ("/page/paywall", test_paywall);
	g_test_add_func ("/page/hostile", test_hostile);
	return g_test_run ();
}

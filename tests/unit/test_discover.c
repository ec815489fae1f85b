/* test_discover.c: what an address and a body are, which feeds a page names; OPML. */
#include <string.h>

#include "corpus/discover.h"
#include "corpus/opml.h"

static void test_guess (void)
{
	static const struct {
		const char *url;
		SourceKind kind;
	} rows[] = {
		{ "https://a.example/", SOURCE_HOME },
		{ "https://a.example", SOURCE_HOME },
		{ "https://a.example/fr/", SOURCE_HOME },
		{ "https://a.example/en", SOURCE_HOME },
		{ "https://a.example/index.html", SOURCE_HOME },
		{ "https://a.example/sport", SOURCE_PAGE },
		{ "https://a.example/fr/sport", SOURCE_PAGE },
		{ "https://a.example/?lang=fr", SOURCE_PAGE },
		{ "https://a.example/feed/", SOURCE_FEED },
		{ "https://a.example/?feed=rss2", SOURCE_FEED },
		{ "https://a.example/spip.php?page=backend", SOURCE_FEED },
		{ "https://a.example/une.xml", SOURCE_FEED },
		{ "https://a.example/sitemap.xml", SOURCE_SITEMAP },
		{ "https://a.example/Sitemap_News.xml.gz", SOURCE_NEWS_SITEMAP },
		{ "https://a.example/sitemap-actualites.xml", SOURCE_NEWS_SITEMAP },
		{ "mailto:x@a.example", SOURCE_KINDS },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_test_message ("%s", rows[i].url);
		g_assert_cmpint (discover_guess (rows[i].url), ==, rows[i].kind);
	}
}

#define NS "http://www.sitemaps.org/schemas/sitemap/0.9"
#define NEWS "http://www.google.com/schemas/sitemap-news/0.9"

static void test_identify (void)
{
	static const struct {
		const char *url, *body;
		SourceKind kind;
	} rows[] = {
		{ "https://a.example/", "<!DOCTYPE html><title>x</title>", SOURCE_HOME },
		{ "https://a.example/x", "\n<!-- c --><HTML><body>", SOURCE_PAGE },
		{ "https://a.example/x", "<rss><channel><title>T &amp; T</title></channel></rss>",
		  SOURCE_FEED },
		{ "https://a.example/x",
		  "<rss><channel><item><description><![CDATA[<html><body>x]]></description></"
		  "item></channel></rss>",
		  SOURCE_FEED },
		{ "https://a.example/x",
		  "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title></feed>",
		  SOURCE_FEED },
		{ "https://a.example/x",
		  "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[]}",
		  SOURCE_FEED },
		{ "https://a.example/x",
		  "<urlset xmlns='" NS "'><url><loc>https://a.example/1</loc></url></urlset>",
		  SOURCE_SITEMAP },
		{ "https://a.example/x",
		  "<urlset xmlns='" NS "' xmlns:n='" NEWS
		  "'><url><loc>https://a.example/1</loc><n:news><n:title>T</n:title></n:news></"
		  "url></urlset>",
		  SOURCE_NEWS_SITEMAP },
		{ "https://a.example/x",
		  "<sitemapindex xmlns='" NS
		  "'><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>",
		  SOURCE_SITEMAP },
		{ "https://a.example/news/index.xml",
		  "<sitemapindex xmlns='" NS
		  "'><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>",
		  SOURCE_NEWS_SITEMAP },
		{ "https://a.example/sitemap.txt", "https://a.example/1\nhttps://a.example/2\n",
		  SOURCE_SITEMAP },
		{ "https://a.example/x.txt", "https://a.example/1\nhttps://a.example/2\n",
		  SOURCE_KINDS },
		{ "https://a.example/x", "<opml version='2.0'><head/><body/></opml>",
		  SOURCE_KINDS },
		{ "https://a.example/x", "{\"a\":1}", SOURCE_KINDS },
		{ "https://a.example/x", "words", SOURCE_KINDS },
		{ "https://a.example/x", "", SOURCE_KINDS },
		{ "https://a.example/x", "\x89PNG\r\n", SOURCE_KINDS },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_test_message ("%s %s", rows[i].url, rows[i].body);
		g_assert_cmpint (discover_identify ((const guint8 *)rows[i].body,
						    strlen (rows[i].body), rows[i].url, NULL, NULL,
						    NULL),
				 ==, rows[i].kind);
	}
	g_autofree char *title = NULL, *language = NULL;
	const char *feed = "<rss><channel><title>T &amp; T</title><language>fr-FR</language>"
			   "</channel></rss>";
	discover_identify ((const guint8 *)feed, strlen (feed), "https://a.example/x", NULL, &title,
			   &language);
	g_assert_cmpstr (title, ==, "T & T");
	g_assert_cmpstr (language, ==, "fr-FR");
}

static void free_source (gpointer source)
{
	source_free (source);
}

static void expect_feeds (const char *head, const char *expected)
{
	g_autofree char *html = g_strdup_printf ("<html><head>%s</head><body><p>x</body>", head);
	g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_source);
	discover_feeds ((const guint8 *)html, strlen (html), "https://a.example/d/p.html", NULL,
			found);
	g_autoptr (GString) got = g_string_new (NULL);
	for (guint i = 0; i < found->len; i++) {
		const Source *s = found->pdata[i];
		g_string_append_printf (got, "%s%s|%s", i ? " " : "", s->url,
					s->title ? s->title : "");
	}
	g_assert_cmpstr (got->str, ==, expected);
}

#define LINK(rel, type, href, title)                                                               \
	"<link rel=\"" rel "\" type=\"" type "\" href=\"" href "\" title=\"" title "\">"
#define RSS "application/rss+xml"
#define ATOM "application/atom+xml"

static void test_feeds (void)
{
	expect_feeds (LINK ("alternate", RSS, "/f", "T"), "https://a.example/f|T");
	expect_feeds (LINK ("ALTERNATE feed", RSS "; charset=utf-8", "f?a=1&amp;b=2", ""),
		      "https://a.example/d/f?a=1&b=2|");
	expect_feeds ("<base href='//b.example/x/'>" LINK ("alternate", ATOM, "f", "T"),
		      "https://b.example/x/f|T");
	/* the same feed in two formats, and twice */
	expect_feeds (LINK ("alternate", RSS, "/r", "Le Phare » RSS 2.0")
			      LINK ("alternate", ATOM, "/a", "Le Phare (Atom)")
				      LINK ("alternate", RSS, "/r#x", "Other"),
		      "https://a.example/r|Le Phare");
	/* comments, other types, other relations, other schemes */
	expect_feeds (LINK ("alternate", RSS, "/comments/feed/", "x") LINK ("alternate", RSS, "/c",
									    "T » Comments Feed")
			      LINK ("alternate", RSS, "/c", "T » Flux des commentaires") LINK (
				      "alternate", "text/html", "/en", "en") LINK ("stylesheet",
										   RSS, "/s", "s")
				      LINK ("alternate", RSS, "feed:https://a.example/f", "f")
					      LINK ("alternate", RSS, "javascript:x", "f"),
		      "");
	/* a title that is only its format stays */
	expect_feeds (LINK ("alternate", RSS, "/f", "RSS"), "https://a.example/f|RSS");
	g_autoptr (GString) many = g_string_new (NULL);
	for (int i = 0; i < 500; i++)
		g_string_append_printf (many, "<link rel=alternate type=" RSS " href=/%d>", i);
	g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_source);
	discover_feeds ((const guint8 *)many->str, many->len, "https://a.example/", NULL, found);
	g_assert_cmpuint (found->len, ==, DISCOVER_FEEDS_MAX);
}

/* --- OPML --- */

static void test_opml_read (void)
{
	static const char text[] =
		"<?xml version='1.0'?><!DOCTYPE opml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		"<opml version='1.0'><body><outline text='A'><outline title='B'>"
		"<outline text='one' TITLE='One &amp; all' xmlURL='http://a.example/f' "
		"htmlUrl='http://a.example/'"
		" language='fr'/></outline><outline text='two' xmlUrl=' http://b.example/f "
		"'/></outline>"
		"<outline text='&x;' type='link' url='http://c.example/'/><outline text='nothing'/>"
		"<outline text='http://d.example/f' xmlUrl='http://d.example/f'/></body>";
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) list = opml_parse ((const guint8 *)text, strlen (text), &error);
	g_assert_no_error (error);
	static const struct {
		const char *url, *title, *group;
		SourceKind kind;
	} expected[] = {
		{ "http://a.example/f", "One & all", "A/B", SOURCE_FEED },
		{ "http://b.example/f", "two", "A", SOURCE_FEED },
		{ "http://c.example/", "&x;", NULL, SOURCE_HOME },
		{ "http://d.example/f", NULL, NULL, SOURCE_FEED },
	};
	g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (expected));
	for (guint i = 0; i < list->len; i++) {
		const Source *s = ((const OpmlOutline *)list->pdata[i])->source;
		g_assert_cmpstr (s->url, ==, expected[i].url);
		g_assert_cmpstr (s->title, ==, expected[i].title);
		g_assert_cmpstr (s->group, ==, expected[i].group);
		g_assert_cmpint (s->kind, ==, expected[i].kind);
	}
	static const char *const others[] = { "", "x", "<rss/>", "{}", "<html><body>" };
	for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
		g_autoptr (GError) why = NULL;
		g_assert_null (opml_parse ((const guint8 *)others[i], strlen (others[i]), &why));
		g_assert_error (why, OPML_ERROR, OPML_ERROR_NOT_OPML);
	}
}

static void test_opml_write (void)
{
	g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_source);
	static const char *const groups[] = { NULL, "a", "a/b", "a/b/c", "a/d", "e/b", NULL, "f" };
	for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
		Source *s = source_new (i % SOURCE_KINDS, NULL);
		s->id = i + 1;
		s->url = g_strdup_printf ("https://a.example/%u?x=1&y=\"<", i);
		s->title = i % 2 ? g_strdup_printf ("Title \"%u\" & <more>", i) : NULL;
		s->group = g_strdup (groups[i]);
		s->parent = i == 3 ? 1 : 0;
		g_ptr_array_add (list, s);
	}
	g_autofree char *text = opml_write (list, "A & B", 0);
	g_assert_nonnull (strstr (text, "<title>A &amp; B</title>"));
	g_assert_nonnull (strstr (text, "Thu, 01 Jan 1970 00:00:00 GMT"));
	g_autoptr (GPtrArray) again = opml_parse ((const guint8 *)text, strlen (text), NULL);
	g_assert_cmpuint (again->len, ==, list->len);
	for (guint i = 0; i < list->len; i++) {
		const Source *a = list->pdata[i];
		const OpmlOutline *b = again->pdata[i];
		g_assert_cmpstr (a->url, ==, b->source->url);
		g_assert_cmpstr (a->title, ==, b->source->title);
		g_assert_cmpstr (a->group, ==, b->source->group);
		g_assert_cmpint (a->kind, ==, b->source->kind);
		g_assert_cmpstr (b->parent_url, ==,
				 i == 3 ? "https://a.example/0?x=1&y=\"<" : NULL);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/discover/guess", test_guess);
	g_test_add_func ("/discover/identify", test_identify);
	g_test_add_func ("/discover/feeds", test_feeds);
	g_test_add_func ("/opml/read", test_opml_read);
	g_test_add_func ("/opml/write", test_opml_write);
	return g_test_run ();
}

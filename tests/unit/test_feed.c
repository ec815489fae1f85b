/* test_feed.c: feeds of every format, dates in the forms that feeds use, broken and hostile XML. */
#include <glib.h>
#include <string.h>

#include "corpus/feed.h"
#include "corpus/xmlsafe.h"

static Feed *parse_at (const char *text, const char *url)
{
	g_autoptr (GError) error = NULL;
	Feed *feed = feed_parse ((const guint8 *)text, strlen (text), url, NULL, NULL, &error);
	g_assert_no_error (error);
	return feed;
}

static const FeedEntry *entry (const Feed *feed, guint i)
{
	g_assert_cmpuint (feed->entries->len, >, i);
	return feed->entries->pdata[i];
}

static const FeedPerson *author (const FeedEntry *e, guint i)
{
	g_assert_cmpuint (e->authors->len, >, i);
	return e->authors->pdata[i];
}

static void test_rss (void)
{
	static const char text[] =
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
		" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\""
		" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
		"xmlns:media=\"http://search.yahoo.com/mrss/\">"
		"<channel><title>Le Courrier</title><link>https://a.example/</link>"
		"<description>Nouvelles &amp; "
		"idées</description><language>fr_FR</language><ttl>15</ttl>"
		"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</"
		"sy:updateFrequency>"
		"<atom:link rel=\"hub\" href=\"https://hub.example/\"/>"
		"<atom:link rel=\"self\" href=\"/feed\"/><atom:link rel=\"next\" "
		"href=\"/feed?page=2\"/>"
		"<skipHours><hour>0</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></"
		"skipDays>"
		"<image><url>/logo.png</url><title>not the feed's</title><link>/no</link></image>"
		"<copyright>© Le Courrier</copyright>"
		"<lastBuildDate>Tue, 03 Mar 2020 10:00:00 +0100</lastBuildDate>"
		"<item><title>La Loire &lt;b&gt;monte&lt;/b&gt;</title><link>/loire</link>"
		"<guid isPermaLink=\"false\">id-1</guid><pubDate>Tue, 3 Mar 2020 09:30:00 "
		"CET</pubDate>"
		"<dc:creator>Jeanne Martin</dc:creator><dc:creator>Ali Ben</dc:creator>"
		"<category>Météo</category><category>Météo</category><category>Fleuves</category>"
		"<description><![CDATA[<p>Crue.</p>]]></description>"
		"<content:encoded><![CDATA[<p>Toute la page.</p>]]></content:encoded>"
		"<media:thumbnail url=\"/photo.jpg\"/><media:title>une photo</media:title>"
		"<enclosure url=\"/son.mp3\" type=\"audio/mpeg\" length=\"1234\"/>"
		"<source url=\"https://b.example/rss\">Agence</source></item>"
		"<item><guid>https://a.example/deux</guid><author>red@a.example "
		"(Rédaction)</author>"
		"<title/><dc:date>2020-03-02</dc:date></item>"
		"</channel></rss>";
	g_autoptr (Feed) feed = parse_at (text, "https://a.example/feed/rss");
	g_assert_cmpint (feed->format, ==, FEED_RSS);
	g_assert_cmpstr (feed->version, ==, "2.0");
	g_assert_false (feed->flawed);
	g_assert_cmpstr (feed->title.value, ==, "Le Courrier");
	g_assert_cmpstr (feed->description.value, ==, "Nouvelles & idées");
	g_assert_cmpstr (feed->language, ==, "fr-FR");
	g_assert_cmpint (feed->ttl_s, ==, 900);
	g_assert_cmpint (feed->update_s, ==, 900);
	g_assert_cmpstr (feed->hubs->pdata[0], ==, "https://hub.example/");
	g_assert_cmpstr (feed->self_link, ==, "https://a.example/feed");
	g_assert_cmpstr (feed->next_link, ==, "https://a.example/feed?page=2");
	g_assert_cmpuint (feed->skip_hours, ==, 1u << 0 | 1u << 3);
	g_assert_cmpuint (feed->skip_days, ==, 1u << 6);
	g_assert_cmpstr (feed->image, ==, "https://a.example/logo.png");
	g_assert_cmpstr (feed->link, ==, "https://a.example/");
	g_assert_cmpstr (feed->rights.value, ==, "© Le Courrier");
	g_assert_cmpint (feed->updated.unix_s, ==, 1583226000);
	g_assert_cmpint (feed->updated.offset_s, ==, 3600);

	const FeedEntry *one = entry (feed, 0);
	g_autofree char *title = feed_text_plain (&one->title);
	g_assert_cmpstr (title, ==, "La Loire monte");
	g_assert_cmpstr (one->link, ==, "https://a.example/loire");
	g_assert_cmpstr (one->id, ==, "id-1");
	g_assert_false (one->id_is_link);
	g_assert_cmpint (one->published.unix_s, ==, 1583224200);
	g_assert_cmpstr (author (one, 0)->name, ==, "Jeanne Martin");
	g_assert_cmpstr (author (one, 1)->name, ==, "Ali Ben");
	g_assert_cmpuint (one->categories->len, ==, 2);
	g_assert_cmpstr (one->summary.value, ==, "<p>Crue.</p>");
	g_assert_true (one->summary.html);
	g_assert_cmpstr (one->content.value, ==, "<p>Toute la page.</p>");
	g_assert_cmpstr (one->image, ==, "https://a.example/photo.jpg");
	const FeedLink *sound = one->links->pdata[0];
	g_assert_cmpstr (sound->rel, ==, "enclosure");
	g_assert_cmpint (sound->length, ==, 1234);
	g_assert_cmpstr (one->source_title, ==, "Agence");

	const FeedEntry *two = entry (feed, 1);
	g_assert_cmpstr (two->link, ==, "https://a.example/deux");
	g_assert_null (two->title.value);
	g_assert_true (two->title.empty);
	g_assert_cmpstr (author (two, 0)->email, ==, "red@a.example");
	g_assert_cmpstr (author (two, 0)->name, ==, "Rédaction");
	g_assert_cmpint (two->published.unix_s, ==, 1583107200);
	g_assert_false (two->published.has_time);
}

static void test_atom (void)
{
	static const char text[] =
		"<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\" "
		"xml:base=\"https://b.example/n/\">"
		"<title type=\"html\">The &amp;lt;Post</title><id>tag:b</id>"
		"<subtitle>Daily</subtitle><updated>2021-06-01T12:00:00Z</updated>"
		"<link rel=\"alternate\" type=\"text/html\" href=\"./\"/><link "
		"rel=\"prev-archive\" href=\"2020\"/>"
		"<link rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/\"/>"
		"<author><name>Desk</name><email>d@b.example</email><uri>/desk</uri></author>"
		"<entry xml:lang=\"fr\"><title>A &lt; B</title><id>tag:b,1</id>"
		"<link rel=\"alternate\" type=\"application/json\" href=\"1.json\"/><link "
		"href=\"1\"/>"
		"<published>2021-06-01T10:00:00+02:00</"
		"published><updated>2021-06-01T11:30:00+02:00</updated>"
		"<author><name>Zoé</name></author>"
		"<summary type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">x <b "
		"a=\"1\">&amp;</b><br/></div></summary>"
		"<content type=\"text/html\" xml:base=\"/deep/\">&lt;i&gt;y&lt;/i&gt;</content>"
		"<category term=\"World\" label=\"Monde\"/>"
		"<source><title>Wire</title><updated>1999-01-01T00:00:00Z</updated>"
		"<author><name>Nobody</name></author><link href=\"https://w.example/\"/></source>"
		"</entry></feed>";
	g_autoptr (Feed) feed = parse_at (text, NULL);
	g_assert_cmpint (feed->format, ==, FEED_ATOM);
	g_assert_cmpstr (feed->version, ==, "1.0");
	g_autofree char *name = feed_text_plain (&feed->title);
	g_assert_cmpstr (name, ==, "The <Post");
	g_assert_cmpstr (feed->link, ==, "https://b.example/n/");
	g_assert_cmpstr (feed->archive_link, ==, "https://b.example/n/2020");
	g_assert_cmpstr (feed->license, ==, "https://creativecommons.org/licenses/by/4.0/");
	g_assert_cmpstr (feed->language, ==, "en");
	const FeedPerson *desk = feed->authors->pdata[0];
	g_assert_cmpstr (desk->email, ==, "d@b.example");
	g_assert_cmpstr (desk->url, ==, "https://b.example/desk");
	const FeedEntry *one = entry (feed, 0);
	g_assert_cmpstr (one->title.value, ==, "A < B");
	g_assert_false (one->title.html);
	g_assert_cmpstr (one->link, ==, "https://b.example/n/1");
	g_assert_cmpstr (one->language, ==, "fr");
	g_assert_cmpint (one->published.unix_s, ==, 1622534400);
	g_assert_cmpint (one->updated.unix_s, ==, 1622539800);
	g_assert_cmpuint (one->authors->len, ==, 1);
	g_assert_cmpstr (author (one, 0)->name, ==, "Zoé");
	g_assert_cmpstr (one->summary.value, ==, "x <b a=\"1\">&amp;</b><br />");
	g_assert_cmpstr (one->content.base, ==, "https://b.example/deep/");
	g_assert_cmpstr (one->categories->pdata[0], ==, "World");
	g_assert_cmpstr (one->source_title, ==, "Wire");
	g_assert_cmpstr (one->source_link, ==, "https://w.example/");
}

static void test_others (void)
{
	g_autoptr (Feed) rdf =
		parse_at ("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
			  "xmlns=\"http://purl.org/rss/1.0/\">"
			  "<channel rdf:about=\"https://c.example/\"><title>C</title></channel>"
			  "<item "
			  "rdf:about=\"https://c.example/1\"><title>One</title><link>https://"
			  "c.example/1</link></item></rdf:RDF>",
			  NULL);
	g_assert_cmpint (rdf->format, ==, FEED_RDF);
	g_assert_cmpstr (rdf->version, ==, "1.0");
	g_assert_cmpstr (rdf->title.value, ==, "C");
	g_assert_cmpstr (entry (rdf, 0)->id, ==, "https://c.example/1");

	g_autoptr (Feed) atom03 = parse_at (
		"<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>D</title>"
		"<entry><title "
		"mode=\"base64\">SGVsbG8=</title><issued>2004-05-06T07:08:09Z</issued></entry></"
		"feed>",
		NULL);
	g_assert_cmpstr (atom03->version, ==, "0.3");
	g_assert_cmpstr (entry (atom03, 0)->title.value, ==, "Hello");
	g_assert_cmpint (entry (atom03, 0)->published.unix_s, ==, 1083827289);

	g_autoptr (Feed) json =
		parse_at ("\xef\xbb\xbf{\"version\":\"https://jsonfeed.org/version/"
			  "1.1\",\"title\":\"E\",\"language\":\"fr\","
			  "\"home_page_url\":\"/\",\"hubs\":[{\"type\":\"WebSub\",\"url\":\"https:/"
			  "/h.example/\"}],"
			  "\"authors\":[{\"name\":\"Eve\"}],\"items\":[{\"id\":7,\"url\":\"x\","
			  "\"content_text\":\"a<b\","
			  "\"date_published\":\"2020-01-01T00:00:00-05:00\",\"tags\":[\"t\",5]},{"
			  "\"id\":\"2\",\"author\":{\"name\":\"Al\"}}]}",
			  "https://e.example/feed.json");
	g_assert_cmpint (json->format, ==, FEED_JSON);
	g_assert_cmpstr (json->version, ==, "1.1");
	g_assert_cmpstr (json->link, ==, "https://e.example/");
	g_assert_cmpstr (json->hubs->pdata[0], ==, "https://h.example/");
	g_assert_cmpstr (entry (json, 0)->id, ==, "7");
	g_assert_cmpstr (entry (json, 0)->link, ==, "https://e.example/x");
	g_assert_cmpint (entry (json, 0)->published.unix_s, ==, 1577854800);
	g_assert_false (entry (json, 0)->content.html);
	g_assert_cmpuint (entry (json, 0)->categories->len, ==, 1);
	g_assert_cmpstr (author (entry (json, 1), 0)->name, ==, "Al");
}

static void test_broken (void)
{
	/* undeclared prefix, bare ampersands, HTML's entities, a wrong end tag, and no end */
	g_autoptr (Feed) feed = parse_at (
		"\n\n<?xml version='1.0'?><rss><channel><title>L&eacute;gende & co</title>"
		"<item><title>Un</title><link>https://a.example/?x=1&y=2</"
		"link><dc:creator>Zo&#233;</dc:creator></itm>"
		"<item><title>Deux &#146;quot</title>",
		NULL);
	g_assert_true (feed->flawed);
	g_assert_cmpstr (feed->title.value, ==, "Légende & co");
	g_assert_cmpuint (feed->entries->len, >=, 1);
	g_assert_cmpstr (entry (feed, 0)->link, ==, "https://a.example/?x=1&y=2");
	g_assert_cmpstr (author (entry (feed, 0), 0)->name, ==, "Zoé");

	/* Latin-1 by its declaration, and by HTTP against it */
	static const char latin[] = "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel>"
				    "<title>\xe9t\xe9</title></channel></rss>";
	g_autoptr (Feed) declared = parse_at (latin, NULL);
	g_assert_cmpstr (declared->title.value, ==, "été");
	g_autoptr (Feed) http =
		feed_parse ((const guint8 *)latin, strlen (latin), NULL, "iso-8859-7", "el", NULL);
	g_assert_cmpstr (http->title.value, ==, "ιtι");
	g_assert_cmpstr (http->language, ==, "el");
}

static void test_not_feeds (void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "nothing" },
		{ "<!DOCTYPE html><html><head><title>x</title></head></html>", "HTML" },
		{ "<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap" },
		{ "<svg/>", "other XML" },
		{ "plain words", "no XML" },
		{ "{\"title\":\"x\"}", "no JSON Feed" },
		{ "[1,", NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (feed_parse ((const guint8 *)cases[i].text, strlen (cases[i].text),
					   NULL, NULL, NULL, &error));
		g_assert_error (error, FEED_ERROR, FEED_ERROR_NOT_FEED);
		if (cases[i].says)
			g_assert_nonnull (strstr (error->message, cases[i].says));
	}
	g_autofree guint8 *big = g_malloc0 (FEED_MAX_BYTES + 1);
	g_autoptr (GError) error = NULL;
	g_assert_null (feed_parse (big, FEED_MAX_BYTES + 1, NULL, NULL, NULL, &error));
	g_assert_error (error, FEED_ERROR, FEED_ERROR_TOO_BIG);
}

/* Entities neither grow nor read files; nesting and sizes have ends. */
static void test_hostile (void)
{
	g_autoptr (Feed) laughs =
		parse_at ("<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c "
			  "SYSTEM \"file:///etc/passwd\">"
			  "<!ENTITY % d SYSTEM \"http://127.0.0.1:1/\"> %d; ]>"
			  "<rss><channel><title>&a;|&b;|&c;</title></channel></rss>",
			  NULL);
	g_assert_cmpstr (laughs->title.value, ==, "ha|&b;|&c;");

	g_autoptr (GString) grow = g_string_new ("<!DOCTYPE rss [<!ENTITY a \"");
	for (int i = 0; i < 1000; i++)
		g_string_append_c (grow, 'x');
	g_string_append (grow, "\">]><rss><channel><description>");
	for (int i = 0; i < 100000; i++)
		g_string_append (grow, "&a;");
	g_string_append (grow, "</description></channel></rss>");
	g_autoptr (Feed) grown = parse_at (grow->str, NULL);
	g_assert_cmpuint (strlen (grown->description.value), <, 2000000);

	g_autoptr (GString) deep = g_string_new ("<rss><channel><item><description>");
	for (int i = 0; i < 100000; i++)
		g_string_append (deep, "<a>");
	g_autoptr (Feed) nested = parse_at (deep->str, NULL);
	g_assert_cmpuint (nested->entries->len, ==, 1);

	g_autoptr (GString) many = g_string_new ("<rss><channel>");
	for (int i = 0; i < FEED_MAX_ENTRIES + 10; i++)
		g_string_append (many, "<item/>");
	g_autoptr (Feed) counted = parse_at (many->str, NULL);
	g_assert_cmpuint (counted->entries->len, ==, FEED_MAX_ENTRIES);
}

static void test_dates (void)
{
	static const struct {
		const char *text;
		gint64 unix_s;
		int offset_s;
		bool zone, time;
	} cases[] = {
		{ "Thu, 01 Jan 2004 19:48:21 GMT", 1072986501, 0, true, true },
		{ "Thu, 1 Jan 2004 19:48:21 +0200", 1072979301, 7200, true, true },
		{ "Thu,01 Jan 04 19:48 EST", 1073004480, -18000, true, true },
		{ "01 Jan 2004 19:48:21", 1072986501, 0, false, true },
		{ "Jan 1, 2004 7:48 PM PST", 1073015280, -28800, true, true },
		{ "Thursday, 01-Jan-04 19:48:21 GMT", 1072986501, 0, true, true },
		{ "Thu Jan  1 19:48:21 2004", 1072986501, 0, false, true },
		{ "Thu Jan 01 19:48:21 +0100 2004", 1072982901, 3600, true, true },
		{ "jeu., 1 janv. 2004 19:48:21 +0100", 1072982901, 3600, true, true },
		{ "1er août 2004 08:00", 1091347200, 0, false, true },
		{ "Sat, 31 Jan 2004 24:00:00 GMT", 1075593600, 0, true, true },
		{ "2004-01-01T19:48:21Z", 1072986501, 0, true, true },
		{ "2004-01-01T19:48:21.123+01:00", 1072982901, 3600, true, true },
		{ "2004-01-01 19:48", 1072986480, 0, false, true },
		{ "2004-01-01T19:48:21+0530", 1072966701, 19800, true, true },
		{ "20040101T194821Z", 1072986501, 0, true, true },
		{ "2004/01/01", 1072915200, 0, false, false },
		{ "2004-01", 1072915200, 0, false, false },
		{ "2004", 1072915200, 0, false, false },
		{ "2004-001", 1072915200, 0, false, false },
		{ "2004-W01-4", 1072915200, 0, false, false },
		{ "1/31/2004 07:48:21 AM", 1075535301, 0, false, true },
		{ "31/1/2004 07:48:21", 1075535301, 0, false, true },
		{ "Thu, 01 Jan 2004 19:48:21 XYZT", 1072986501, 0, true, true },
		{ "Mon, 29 Feb 2020 00:00:00 UT", 1582934400, 0, true, true },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		FeedDate date = { .text = NULL };
		g_test_message ("%s", cases[i].text);
		g_assert_true (feed_date_parse (cases[i].text, &date));
		g_assert_cmpint (date.unix_s, ==, cases[i].unix_s);
		g_assert_cmpint (date.offset_s, ==, cases[i].offset_s);
		g_assert_true (date.has_zone == cases[i].zone);
		g_assert_true (date.has_time == cases[i].time);
	}
	static const char *const none[] = { "",
					    "yesterday",
					    "31",
					    "2004-13-01",
					    "13/13/2004",
					    "a 1 b 2 c",
					    "0000-00-00",
					    "99:99",
					    "Jan Feb Mar",
					    "12:30",
					    "2004-01-01T25:00:00Z" };
	for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
		FeedDate date = { .unix_s = 42 };
		g_test_message ("%s", none[i]);
		g_assert_false (feed_date_parse (none[i], &date));
		g_assert_cmpint (date.unix_s, ==, 42);
	}
}

/* Values are read by more than one kind of reader: what only some of them take is mended. */
static void test_markup (void)
{
	static const struct {
		const char *written, *value, *plain;
	} cases[] = {
		{ "&lt;i&gt;a&lt;/i&gt; &lt;3 b", "<i>a</i> &lt;3 b", "a <3 b" },
		{ "x &lt;! y &lt;b&gt;z&lt;/b&gt;", "x &lt;! y <b>z</b>", "x <! y z" },
		{ "a&lt;!-- c --&gt;&lt;?d?&gt;&lt;![CDATA[e]]&gt;",
		  "a<!-- c --><?d?><![CDATA[e]]>", "a" },
		{ "&amp;#X41;&amp;#x42; #X", "&#x41;&#x42; #X", "AB #X" },
		{ "1 &lt; 2", "1 < 2", "1 < 2" }, /* plain text stays */
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *text = g_strdup_printf (
			"<rss><channel><item><description>%s</description></item></channel></rss>",
			cases[i].written);
		g_autoptr (Feed) feed = parse_at (text, NULL);
		const FeedText *summary = &entry (feed, 0)->summary;
		g_autofree char *plain = feed_text_plain (summary);
		g_assert_cmpstr (summary->value, ==, cases[i].value);
		g_assert_cmpstr (plain, ==, cases[i].plain);
	}
}

static void test_people (void)
{
	static const struct {
		const char *text, *name, *email;
	} cases[] = {
		{ "Jeanne Martin", "Jeanne Martin", NULL },
		{ "j@a.example", NULL, "j@a.example" },
		{ "j@a.example (Jeanne Martin)", "Jeanne Martin", "j@a.example" },
		{ "Jeanne Martin <j@a.example>", "Jeanne Martin", "j@a.example" },
		{ "Jeanne (mailto:j@a.example)", "Jeanne", "j@a.example" },
		{ "@handle", "@handle", NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *escaped = g_markup_escape_text (cases[i].text, -1);
		g_autofree char *text = g_strdup_printf (
			"<rss><channel><item><author>%s</author></item></channel></rss>", escaped);
		g_autoptr (Feed) feed = parse_at (text, NULL);
		g_test_message ("%s", cases[i].text);
		g_assert_cmpstr (author (entry (feed, 0), 0)->name, ==, cases[i].name);
		g_assert_cmpstr (author (entry (feed, 0), 0)->email, ==, cases[i].email);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/feed/rss", test_rss);
	g_test_add_func ("/feed/atom", test_atom);
	g_test_add_func ("/feed/others", test_others);
	g_test_add_func ("/feed/broken", test_broken);
	g_test_add_func ("/feed/not_feeds", test_not_feeds);
	g_test_add_func ("/feed/hostile", test_hostile);
	g_test_add_func ("/feed/dates", test_dates);
	g_test_add_func ("/feed/markup", test_markup);
	g_test_add_func ("/feed/people", test_people);
	return g_test_run ();
}

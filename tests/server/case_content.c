/* case_content.c: cases whose HTTP is sound and whose content is not: robots.txt, pages, feeds and sitemaps. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/server/case.h"
#include "tests/server/server.h"

#define HTML "text/html; charset=utf-8"

static bool is (const Case *c, const char *name, const char *path)
{
	return strcmp (c->name, name) == 0 && strcmp (c->path, path) == 0;
}

static void say_status (const Case *c, int status)
{
	g_autofree char *reply = g_strdup_printf ("HTTP/1.1 %d Status\r\nConnection: close\r\n"
						  "Content-Length: 0\r\n\r\n",
						  status);
	case_say (c, reply);
}

static void go_to (const Case *c, const char *where)
{
	g_autofree char *reply = g_strdup_printf ("HTTP/1.1 301 Moved\r\nConnection: close\r\n"
						  "Content-Length: 0\r\nLocation: %s\r\n\r\n",
						  where);
	case_say (c, reply);
}

/* --- robots.txt --- */

#define DENY "User-agent: *\nDisallow: /\n"

static const struct {
	const char *name, *text;
	gsize len;
} robots[] = {
#define ROBOTS(name, text)                                                                         \
	{                                                                                          \
		"robots-" name, text, sizeof text - 1                                              \
	}
	ROBOTS ("html",
		"<!DOCTYPE html><html><body><p>User-agent: *</p><p>Disallow: /</p></body></html>"),
	ROBOTS ("binary", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\xff\xfe\xfd"),
	ROBOTS ("utf16", "\xff\xfeU\0s\0e\0r\0-\0a\0g\0e\0n\0t\0:\0 "
			 "\0*\0\n\0D\0i\0s\0a\0l\0l\0o\0w\0:\0 \0/\0\n\0"),
	ROBOTS ("bom", "\xef\xbb\xbf" DENY),
	ROBOTS ("cr", "User-agent: *\rDisallow: /\r"),
	ROBOTS ("forbid", "User-agent: *\nDisallow: /page/\n"),
#undef ROBOTS
};

/* Rules, then 600 KiB of comments, then rules that nobody need read; then for ever. */
static void robots_endless (const Case *c)
{
	char line[1024];
	memset (line, '#', sizeof line);
	line[sizeof line - 1] = '\n';
	bool go = case_say (c, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
			       "User-agent: *\nDisallow: /page/3.html\n");
	for (gsize i = 0; go; i++) {
		go = case_send (c, line, sizeof line);
		if (i == 600 && go)
			go = case_say (c, "Disallow: /page/4.html\n");
	}
}

/* robots-hopsN.case.test/robots.txt leads on N times; behind the last there is a file that forbids /page/3.html. */
static bool robots_hops (const Case *c)
{
	guint hops = 0, at = 0;
	char more;
	if (sscanf (c->name, "robots-hops%u", &hops) != 1)
		return false;
	if (strcmp (c->path, "/robots.txt") != 0 && sscanf (c->path, "/hop/%u%c", &at, &more) != 1)
		return false;
	const char *text = "User-agent: *\nDisallow: /page/3.html\n";
	g_autofree char *where = g_strdup_printf ("/hop/%u", at + 1);
	if (at < hops)
		go_to (c, where);
	else
		case_page (c, "text/plain", NULL, text, strlen (text));
	return true;
}

static bool robots_case (const Case *c)
{
	int status;
	if (robots_hops (c))
		return true;
	if (strcmp (c->path, "/robots.txt") != 0)
		return false;
	if (sscanf (c->name, "robots-%d", &status) == 1) {
		say_status (c, status);
	} else if (strcmp (c->name, "robots-silent") == 0) {
		case_wait (c);
	} else if (strcmp (c->name, "robots-inside") == 0) {
		go_to (c, "http://127.0.0.1/inside.txt");
	} else if (strcmp (c->name, "robots-endless") == 0) {
		robots_endless (c);
	} else if (strcmp (c->name, "robots-later") == 0) {
		/* open the first time, closed from then on */
		const char *text = c->times ? DENY : "User-agent: *\nDisallow:\n";
		case_page (c, "text/plain", NULL, text, strlen (text));
	} else {
		for (gsize i = 0; i < G_N_ELEMENTS (robots); i++)
			if (strcmp (c->name, robots[i].name) == 0)
				return case_page (c, "text/plain", NULL, robots[i].text,
						  robots[i].len);
		return false;
	}
	return true;
}

/* --- pages --- */

/* An article in the encoding that `bytes` are in: enough of it to be one. */
static void charset_page (const Case *c, const char *type, const char *to, const char *bom,
			  const char *meta)
{
	g_autoptr (GString) html = g_string_new (bom);
	g_string_append_printf (
		html,
		"<html lang=\"fr\"><head>%s<title>Les écluses d'été à "
		"Brévannes</title></head><body><article><h1>Les écluses d'été à Brévannes</h1>",
		meta);
	for (int i = 0; i < 12; i++)
		g_string_append_printf (html,
					"<p>L'éclusier numéro %d a été félicité à la mairie, où "
					"l'élève Zoë Pélissier a chanté près de la fenêtre.</p>",
					i);
	g_string_append (html, "</article></body></html>");
	gsize len;
	g_autofree char *out =
		g_convert (html->str, (gssize)html->len, to, "UTF-8", NULL, &len, NULL);
	if (out)
		case_page (c, type, NULL, out, len);
}

static void deep (const Case *c)
{
	GString *html = g_string_new ("<html><body>");
	for (int i = 0; i < 1000000; i++)
		g_string_append (html, "<div>");
	case_page (c, HTML, NULL, html->str, html->len);
	g_string_free (html, TRUE);
}

static void wide (const Case *c)
{
	GString *html = g_string_new ("<html><body><p");
	for (int i = 0; i < 1000000; i++)
		g_string_append_printf (html, " a%d=b", i);
	g_string_append (html, ">bonjour</p></body></html>");
	case_page (c, HTML, NULL, html->str, html->len);
	g_string_free (html, TRUE);
}

static void long_text (const Case *c)
{
	g_autofree char *text = g_strnfill (20u << 20, 'a');
	memcpy (text, "<p>", 3);
	case_page (c, HTML, NULL, text, 20u << 20);
}

/* A title that would do things to a terminal, a table and a page. */
static void title (const Case *c)
{
	static const char evil[] = "\xe2\x80\xae\x1b]0;owned\a\x1b[2J\x1b[31mred "
				   "<script>alert(1)</script>\t\"a\", 'b'\r\n\xff\xfe{\0} "
				   "../../etc/passwd";
	g_autofree char *body = site_page ("title.case.test", 4, 4000);
	g_autoptr (GString) html = g_string_new ("<html lang=\"fr\"><head><title>");
	g_string_append_len (html, evil, sizeof evil - 1);
	for (int i = 0; i < 100000; i++)
		g_string_append (html, " tres long");
	g_string_append (html, "</title></head><body><h1>");
	g_string_append_len (html, evil, sizeof evil - 1);
	g_string_append_printf (html, "</h1>%s", strstr (body, "<article>"));
	case_page (c, HTML, NULL, html->str, html->len);
}

/* The first time a page with an ETag; then 304 to those who know it. */
static void etag (const Case *c)
{
	if (strstr (c->request, "If-None-Match: W/\"eins\"")) {
		case_say (c, "HTTP/1.1 304 Not Modified\r\nETag: W/\"eins\"\r\nConnection: "
			     "close\r\n\r\n");
		return;
	}
	g_autofree char *page = site_page ("etag.case.test", 6, 4000);
	case_page (c, HTML, "ETag: W/\"eins\"\r\nLast-Modified: Fri, 31 Feb 2087 99:00:00 CET\r\n",
		   page, strlen (page));
}

/* Whatever is asked for, there is a page, with links to more. */
static void soft404 (const Case *c)
{
	g_autofree char *page = g_strdup_printf (
		"<html lang=\"en\"><head><title>Not here</title></head><body><h1>Not "
		"here</h1><p>What you "
		"look for is not here any more.</p><a href=\"/news/what-is-no-more-%u.html\">a</a> "
		"<a href=\"/news/what-is-no-more-%u.html\">b</a></body></html>",
		g_str_hash (c->path) % 100000, g_str_hash (c->path) / 3 % 100000);
	case_page (c, HTML, NULL, page, strlen (page));
}

static void calendar (const Case *c)
{
	int year = 2026, month = 1, day = 1;
	sscanf (c->path, "/%d/%d/%d/", &year, &month, &day);
	g_autoptr (GDateTime) today = g_date_time_new_utc (year, month, day, 0, 0, 0);
	g_autoptr (GDateTime) after = today ? g_date_time_add_days (today, 1) : NULL;
	g_autofree char *next = after ? g_date_time_format (after, "/%Y/%m/%d/") : g_strdup ("/");
	g_autofree char *page = g_strdup_printf (
		"<html lang=\"en\"><head><title>%s</title></head><body><h1>Nothing on this day</h1>"
		"<a href=\"%s\">the next day</a></body></html>",
		c->path, next);
	case_page (c, HTML, NULL, page, strlen (page));
}

/* One article under as many addresses as are asked for. */
static void twice (const Case *c)
{
	g_autofree char *page = site_page ("twice.case.test", 8, 4000);
	case_page (c, HTML, NULL, page, strlen (page));
}

static void canonical (const Case *c)
{
	g_autofree char *page = site_page ("www.site.test", 9, 4000);
	g_autofree char *body = g_strdup (strstr (page, "</head>"));
	g_autofree char *html = g_strdup_printf ("<html lang=\"en\"><head><title>A claim on "
						 "another's address</title><link rel=\"canonical\" "
						 "href=\"http://twice.case.test/story.html\">%s",
						 body);
	case_page (c, HTML, NULL, html, strlen (html));
}

static bool page_case (const Case *c)
{
	static const char pdf[] = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";
	static const char jpeg[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9";
	g_autofree char *filler = NULL;
	if (is (c, "jpeg", "/")) {
		filler = g_malloc0 (20000);
		memcpy (filler, jpeg, sizeof jpeg);
		for (int i = 32; i < 20000; i++)
			filler[i] = (char)(i * 7919 >> 3);
		case_page (c, "text/html", NULL, filler, 20000);
	} else if (is (c, "pdf", "/page/1.html"))
		case_page (c, "application/pdf", NULL, pdf, sizeof pdf - 1);
	else if (is (c, "charset", "/bom.html"))
		charset_page (c, "text/html; charset=iso-8859-1", "UTF-16LE", "\xef\xbb\xbf",
			      "<meta charset=utf-8>");
	else if (is (c, "charset", "/header.html"))
		charset_page (c, "text/html; charset=iso-8859-1", "ISO-8859-1", "",
			      "<meta charset=utf-8>");
	else if (is (c, "charset", "/utf7.html"))
		charset_page (c, "text/html; charset=utf-7", "UTF-8", "", "");
	else if (is (c, "charset", "/utf32.html"))
		charset_page (c, "text/html; charset=utf-32", "UTF-8", "", "");
	else if (is (c, "charset", "/junk.html")) {
		filler = g_strnfill (200, 'x');
		g_autofree char *type = g_strconcat ("text/html; charset=", filler, NULL);
		charset_page (c, type, "UTF-8", "", "");
	} else if (is (c, "deep", "/"))
		deep (c);
	else if (is (c, "wide", "/"))
		wide (c);
	else if (is (c, "long-text", "/"))
		long_text (c);
	else if (is (c, "title", "/story.html"))
		title (c);
	else if (is (c, "etag", "/page/6.html"))
		etag (c);
	else if (is (c, "empty304", "/page/1.html") && c->times)
		case_say (c, "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
	else if (strcmp (c->name, "soft404") == 0)
		soft404 (c);
	else if (strcmp (c->name, "calendar") == 0)
		calendar (c);
	else if (strcmp (c->name, "twice") == 0 && strcmp (c->path, "/robots.txt") != 0)
		twice (c);
	else if (is (c, "canonical", "/story.html"))
		canonical (c);
	else
		return false;
	return true;
}

/* --- feeds and sitemaps --- */

#define RSS_HEAD "<rss version=\"2.0\"><channel><title>t</title>"
#define RSS_ITEM                                                                                   \
	"<item><title>t</title><link>http://feeds.case.test/page/1.html</link>"                    \
	"<description>&e;</description></item></channel></rss>"

static void laughs (const Case *c)
{
	GString *text =
		g_string_new ("<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY e0 \"lol\">\n");
	for (int i = 1; i < 12; i++) {
		g_string_append_printf (text, "<!ENTITY e%d \"", i);
		for (int k = 0; k < 10; k++)
			g_string_append_printf (text, "&e%d;", i - 1);
		g_string_append (text, "\">\n");
	}
	g_string_append (text, "<!ENTITY e \"&e11;\">");
	g_string_append (text, "]>\n" RSS_HEAD RSS_ITEM);
	case_page (c, "application/rss+xml", NULL, text->str, text->len);
	g_string_free (text, TRUE);
}

/* Entities and includes that are files of this machine and pages of its network. */
static const struct {
	const char *path, *text;
} outside[] = {
	{ "/file.xml",
	  "<!DOCTYPE rss [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" RSS_HEAD RSS_ITEM },
	{ "/net.xml",
	  "<!DOCTYPE rss [<!ENTITY e SYSTEM \"http://127.0.0.1/entity\">]>" RSS_HEAD RSS_ITEM },
	{ "/dtd.xml", "<!DOCTYPE rss SYSTEM \"http://127.0.0.1/a.dtd\">" RSS_HEAD RSS_ITEM },
	{ "/include.xml",
	  "<rss version=\"2.0\" "
	  "xmlns:xi=\"http://www.w3.org/2001/XInclude\"><channel><title>t</title>"
	  "<xi:include href=\"file:///etc/passwd\" parse=\"text\"/></channel></rss>" },
	{ "/inside-map.xml", "<!DOCTYPE urlset [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
			     "<urlset><url><loc>http://127.0.0.1/inside</loc></url>"
			     "<url><loc>http://[fc00::1]/inside&e;</loc></url></urlset>" },
	{ "/inside-index.xml",
	  "<sitemapindex><sitemap><loc>http://10.0.0.1/inside.xml</loc></sitemap>"
	  "<sitemap><loc>http://169.254.169.254/inside.xml</loc></sitemap></sitemapindex>" },
	{ "/private.xml",
	  RSS_HEAD "<item><title>t</title><link>http://127.0.0.1/inside</link></item>"
		   "<item><title>u</title><link>http://[::1]/inside</link></item>"
		   "<item><title>v</title><link>file:///etc/passwd</link></item></channel></rss>" },
};

static void million_items (const Case *c)
{
	bool go =
		case_say (c, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: "
			     "close\r\n\r\n" RSS_HEAD);
	g_autoptr (GString) piece = g_string_new (NULL);
	for (int i = 0; go && i < 1000000; i++) {
		g_string_append_printf (
			piece, "<item><link>http://feeds.case.test/none/%d.html</link></item>\n",
			i);
		if (piece->len > 60000) {
			go = case_send (c, piece->str, piece->len);
			g_string_truncate (piece, 0);
		}
	}
}

/* A sitemap index whose sitemaps are indexes again: to itself, or ever deeper. */
static void nested_index (const Case *c)
{
	bool self = strcmp (c->name, "sitemap-self") == 0;
	g_autoptr (GString) text = g_string_new (
		"<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (int i = 0; i < 50; i++) {
		g_autofree char *deeper =
			g_strdup_printf ("/%u-%d/sitemap.xml", g_str_hash (c->path), i);
		g_string_append_printf (text,
					"<sitemap><loc>http://%s.case.test%s</loc></sitemap>\n",
					c->name, self ? c->path : deeper);
	}
	g_string_append (text, "</sitemapindex>\n");
	case_page (c, "application/xml", NULL, text->str, text->len);
}

static void gzip_into (GByteArray *out, const char *text)
{
	guint8 room[8192];
	z_stream z = { .next_in = (Bytef *)(gpointer)(guintptr)text,
		       .avail_in = (uInt)strlen (text),
		       .next_out = room,
		       .avail_out = sizeof room };
	deflateInit2 (&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	deflate (&z, Z_FINISH);
	g_byte_array_append (out, room, (guint)z.total_out);
	deflateEnd (&z);
}

/* gz.case.test/{cut,tail,two}.xml.gz: half a member, rubbish behind one, two of them. */
static void sitemap_gz (const Case *c)
{
	g_autoptr (GByteArray) out = g_byte_array_new ();
	gzip_into (out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
			"http://gz.case.test/page/1.html</loc></url>");
	if (strcmp (c->path, "/two.xml.gz") == 0) {
		gzip_into (out, "<url><loc>http://gz.case.test/page/2.html</loc></url></urlset>");
	} else {
		g_byte_array_set_size (out, 0);
		gzip_into (
			out,
			"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>"
			"http://gz.case.test/page/3.html</loc></url></urlset>");
		if (strcmp (c->path, "/cut.xml.gz") == 0)
			g_byte_array_set_size (out, out->len - 12);
		else
			g_byte_array_append (out, (const guint8 *)"\0\1rubbish\xff", 10);
	}
	case_page (c, "application/gzip", NULL, out->data, out->len);
}

static bool feed_case (const Case *c)
{
	if (is (c, "feeds", "/laughs.xml"))
		laughs (c);
	else if (is (c, "feeds", "/million.xml"))
		million_items (c);
	else if ((strcmp (c->name, "sitemap-self") == 0 || strcmp (c->name, "sitemap-nest") == 0) &&
		 g_str_has_suffix (c->path, "sitemap.xml"))
		nested_index (c);
	else if (strcmp (c->name, "gz") == 0 && g_str_has_suffix (c->path, ".xml.gz"))
		sitemap_gz (c);
	else {
		for (gsize i = 0; strcmp (c->name, "feeds") == 0 && i < G_N_ELEMENTS (outside); i++)
			if (strcmp (c->path, outside[i].path) == 0)
				return case_page (c, "application/rss+xml", NULL, outside[i].text,
						  strlen (outside[i].text));
		return false;
	}
	return true;
}

bool case_content (const Case *c)
{
	return robots_case (c) || page_case (c) || feed_case (c);
}

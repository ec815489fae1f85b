/* test_sitemap.c: sitemaps in all their forms, packed and broken; and the content codings that they come in. */
#include <glib.h>
#include <string.h>
#include <zlib.h>

#include "corpus/coding.h"
#include "corpus/sitemap.h"

static Sitemap *parse_at (const char *text, const char *url, bool strict)
{
	g_autoptr (GError) error = NULL;
	Sitemap *sitemap = sitemap_parse ((const guint8 *)text, strlen (text), url, strict, &error);
	g_assert_no_error (error);
	return sitemap;
}

static const SitemapEntry *entry (const Sitemap *sitemap, guint i)
{
	g_assert_cmpuint (sitemap->entries->len, >, i);
	return sitemap->entries->pdata[i];
}

#define NEWS                                                                                       \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"                                               \
	"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""                            \
	" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\""                           \
	" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\""                         \
	" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">"                                           \
	"<url><loc> https://a.example/n/1?x=1&amp;y=2 </loc><lastmod>2020-03-03</lastmod>"         \
	"<changefreq>hourly</changefreq><priority>0.8</priority>"                                  \
	"<news:news><news:publication><news:name>Le Courrier</news:name>"                          \
	"<news:language>fr</news:language></news:publication>"                                     \
	"<news:publication_date>2020-03-03T10:00:00+01:00</news:publication_date>"                 \
	"<news:title>La crue</news:title></news:news>"                                             \
	"<image:image><image:loc>https://i.example/p.jpg</image:loc></image:image>"                \
	"<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://a.example/en/1\"/></url>"    \
	"<url><loc>https://b.example/2#part</loc><priority>7</priority></url>"                     \
	"<url><loc>javascript:alert(1)</loc></url></urlset>"

static void test_urlset (void)
{
	g_autoptr (Sitemap) sitemap = parse_at (NEWS, "https://a.example/n/sitemap.xml", false);
	g_assert_cmpint (sitemap->kind, ==, SITEMAP_URLS);
	g_assert_false (sitemap->flawed);
	g_assert_cmpuint (sitemap->entries->len, ==, 2);
	g_assert_cmpuint (sitemap->dropped_count, ==, 1);
	const SitemapEntry *one = entry (sitemap, 0);
	g_assert_cmpstr (one->loc, ==, "https://a.example/n/1?x=1&y=2");
	g_assert_cmpint (one->lastmod.unix_s, ==, 1583193600);
	g_assert_false (one->lastmod.has_time);
	g_assert_cmpstr (one->changefreq, ==, "hourly");
	g_assert_cmpfloat (one->priority, ==, 0.8);
	g_assert_cmpstr (one->news_name, ==, "Le Courrier");
	g_assert_cmpstr (one->news_language, ==, "fr");
	g_assert_cmpstr (one->news_title, ==, "La crue");
	g_assert_cmpint (one->news_date.unix_s, ==, 1583226000);
	g_assert_cmpstr (one->alternates->pdata[0], ==, "en https://a.example/en/1");
	g_assert_cmpstr (entry (sitemap, 1)->loc, ==, "https://b.example/2");
	g_assert_cmpfloat (entry (sitemap, 1)->priority, ==, -1);

	g_autoptr (Sitemap) strict = parse_at (NEWS, "https://a.example/n/sitemap.xml", true);
	g_assert_cmpuint (strict->entries->len, ==, 1);
	g_autoptr (GError) error = NULL;
	static const char foreign[] =
		"<urlset xmlns=\"https://x.example/\"><url><loc>https://a.example/"
		"</loc></url></urlset>";
	g_assert_null (sitemap_parse ((const guint8 *)foreign, strlen (foreign),
				      "https://a.example/s.xml", true, &error));
	g_assert_error (error, SITEMAP_ERROR, SITEMAP_ERROR_NOT_SITEMAP);
	g_autoptr (Sitemap) lenient = parse_at (foreign, "https://a.example/s.xml", false);
	g_assert_cmpuint (lenient->entries->len, ==, 1);
}

static void test_index (void)
{
	g_autoptr (Sitemap) index =
		parse_at ("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
			  "<sitemap><loc>https://s.example/1.xml.gz</"
			  "loc><lastmod>2020-01-01T00:00:00Z</lastmod></sitemap>"
			  "<sitemap>https://s.example/2.xml</sitemap>"
			  "<sitemap><loc>/3.xml</loc><loc>https://s.example/4.xml</loc></sitemap>",
			  "https://a.example/deep/index.xml", true);
	static const char *const want[] = { "https://s.example/1.xml.gz", "https://s.example/2.xml",
					    "https://a.example/3.xml", "https://s.example/4.xml" };
	g_assert_cmpint (index->kind, ==, SITEMAP_INDEX);
	g_assert_true (index->flawed);
	g_assert_cmpuint (index->entries->len, ==, G_N_ELEMENTS (want));
	for (guint i = 0; i < G_N_ELEMENTS (want); i++)
		g_assert_cmpstr (entry (index, i)->loc, ==, want[i]);
	g_assert_cmpint (entry (index, 0)->lastmod.unix_s, ==, 1577836800);
}

static void test_text_and_feed (void)
{
	g_autoptr (Sitemap) text =
		parse_at ("\xef\xbb\xbfhttps://a.example/1\r\n\r\nwww.a.example/2\n"
			  "mailto:x\nhttps://a.example/caf\xc3\xa9",
			  "https://a.example/s.txt", false);
	g_assert_cmpint (text->kind, ==, SITEMAP_TEXT);
	g_assert_cmpuint (text->entries->len, ==, 3);
	g_assert_cmpstr (entry (text, 1)->loc, ==, "http://www.a.example/2");
	g_assert_cmpstr (entry (text, 2)->loc, ==, "https://a.example/caf%C3%A9");
	g_autoptr (Sitemap) feed =
		parse_at ("<rss><channel><link>https://a.example/</link><item><link>/x</link>"
			  "<pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate></item></channel></rss>",
			  "https://a.example/rss", false);
	g_assert_cmpint (feed->kind, ==, SITEMAP_FEED);
	g_assert_cmpstr (entry (feed, 0)->loc, ==, "https://a.example/x");
	g_assert_cmpint (entry (feed, 0)->lastmod.unix_s, ==, 1072986501);
	static const char *const none[] = { "", "<html><body>404</body></html>",
					    "\x89PNG\r\n\x1a\n not a sitemap" };
	for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (sitemap_parse ((const guint8 *)none[i], strlen (none[i]), NULL,
					      false, &error));
		g_assert_error (error, SITEMAP_ERROR, SITEMAP_ERROR_NOT_SITEMAP);
	}
}

/* `data` through zlib with `bits` of window. */
static GByteArray *packed (const guint8 *data, gsize len, int bits)
{
	z_stream z = { .next_in = NULL };
	g_assert_cmpint (deflateInit2 (&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
	GByteArray *out = g_byte_array_new ();
	g_byte_array_set_size (out, (guint)deflateBound (&z, len) + 64);
	z.next_in = (Bytef *)(guintptr)data;
	z.avail_in = (uInt)len;
	z.next_out = out->data;
	z.avail_out = out->len;
	g_assert_cmpint (deflate (&z, Z_FINISH), ==, Z_STREAM_END);
	g_byte_array_set_size (out, (guint)z.total_out);
	deflateEnd (&z);
	return out;
}

static void test_gzip (void)
{
	g_autoptr (GByteArray) gzip = packed ((const guint8 *)NEWS, strlen (NEWS), 31);
	g_autoptr (GError) error = NULL;
	g_autoptr (Sitemap) whole = sitemap_parse (gzip->data, gzip->len, NULL, false, &error);
	g_assert_no_error (error);
	g_assert_cmpuint (whole->entries->len, ==, 2);
	g_autoptr (Sitemap) cut = sitemap_parse (gzip->data, gzip->len - 60, NULL, false, &error);
	g_assert_no_error (error);
	g_assert_true (cut->flawed);

	/* 60 MiB of nothing in 60 KB */
	g_autofree guint8 *zeros = g_malloc0 (60u << 20);
	g_autoptr (GByteArray) bomb = packed (zeros, 60u << 20, 31);
	g_assert_null (sitemap_parse (bomb->data, bomb->len, NULL, false, &error));
	g_assert_error (error, SITEMAP_ERROR, SITEMAP_ERROR_TOO_BIG);
}

static void check_coding (const char *coding, const GByteArray *data, const char *want)
{
	g_autoptr (GError) error = NULL;
	bool flawed = true;
	g_autoptr (GByteArray) out =
		coding_decode (coding, data->data, data->len, 1000, &flawed, &error);
	g_assert_no_error (error);
	g_assert_false (flawed);
	g_assert_cmpmem (out->data, out->len, want, strlen (want));
}

/* A coding that the program has when its library was there: decoded, cut and bounded; or unknown. */
static void check_optional (const char *coding, const guint8 *data, gsize len, const char *want)
{
	g_autoptr (GError) error = NULL;
	g_autofree char *name = g_strdup_printf (", %s", coding);
	GByteArray whole = { (guint8 *)(guintptr)data, (guint)len };
	if (strstr (coding_accepted (), name)) {
		check_coding (coding, &whole, want);
		g_assert_null (coding_decode (coding, data, len, 5, NULL, &error));
		g_assert_error (error, CODING_ERROR, CODING_ERROR_TOO_BIG);
		g_clear_error (&error);
		bool flawed = false;
		g_autoptr (GByteArray) cut =
			coding_decode (coding, data, len - 3, 100, &flawed, NULL);
		g_assert_true (!cut || flawed);
		g_assert_null (
			coding_decode (coding, (const guint8 *)"<html>", 6, 100, NULL, &error));
		g_assert_error (error, CODING_ERROR, CODING_ERROR_DAMAGED);
	} else {
		g_assert_null (coding_decode (coding, data, len, 100, NULL, &error));
		g_assert_error (error, CODING_ERROR, CODING_ERROR_UNKNOWN);
	}
}

/* "une page, une page, une page" */
static const guint8 brotli[] = { 0x1b, 0x1b, 0x00, 0xf8, 0x1d, 0x89, 0x71, 0x2c, 0xc5, 0x36,
				 0x94, 0x04, 0xf1, 0x3a, 0xcc, 0x0d, 0xae, 0x4e, 0x82, 0xb0,
				 0x9c, 0x45, 0x59, 0x0c, 0x15, 0x0a, 0xc0, 0x8a, 0x03 };
static const guint8 zstd[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0x85, 0x00, 0x00, 0x50,
			       0x75, 0x6e, 0x65, 0x20, 0x70, 0x61, 0x67, 0x65, 0x2c, 0x20,
			       0x01, 0x00, 0xf5, 0x0a, 0x12, 0x39, 0x5c, 0x84, 0x5e };

static void test_codings (void)
{
	static const char text[] = "une page, une page, une page";
	const guint8 *bytes = (const guint8 *)text;
	gsize len = strlen (text);
	g_autoptr (GByteArray) gzip = packed (bytes, len, 31);
	g_autoptr (GByteArray) zlib = packed (bytes, len, 15);
	g_autoptr (GByteArray) bare = packed (bytes, len, -15);
	g_autoptr (GByteArray) twice = packed (gzip->data, gzip->len, 15);
	check_coding ("gzip", gzip, text);
	check_coding (" X-GZIP , identity", gzip, text);
	check_coding ("deflate", zlib, text);
	check_coding ("deflate", bare, text);
	check_coding ("gzip, deflate", twice, text);
	g_autoptr (GByteArray) members = g_byte_array_new ();
	g_byte_array_append (members, gzip->data, gzip->len);
	g_byte_array_append (members, gzip->data, gzip->len);
	g_autofree char *both = g_strconcat (text, text, NULL);
	check_coding ("gzip", members, both);

	check_optional ("br", brotli, sizeof brotli, text);
	check_optional ("zstd", zstd, sizeof zstd, text);

	static const struct {
		const char *coding;
		gsize max;
		CodingErrorCode code;
	} bad[] = { { "gzip", 5, CODING_ERROR_TOO_BIG },
		    { NULL, 5, CODING_ERROR_TOO_BIG },
		    { "deflate", 1000, CODING_ERROR_DAMAGED },
		    { "rot13", 1000, CODING_ERROR_UNKNOWN },
		    { "gzip,gzip,gzip,gzip", 1000, CODING_ERROR_UNKNOWN } };
	for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (coding_decode (bad[i].coding, gzip->data, gzip->len, bad[i].max,
					      NULL, &error));
		g_assert_error (error, CODING_ERROR, (int)bad[i].code);
	}
	bool flawed = false;
	g_autoptr (GByteArray) cut =
		coding_decode ("gzip", gzip->data, gzip->len - 8, 1000, &flawed, NULL);
	g_assert_true (flawed);
	g_assert_cmpmem (cut->data, cut->len, text, len);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/sitemap/urlset", test_urlset);
	g_test_add_func ("/sitemap/index", test_index);
	g_test_add_func ("/sitemap/text_and_feed", test_text_and_feed);
	g_test_add_func ("/sitemap/gzip", test_gzip);
	g_test_add_func ("/coding/all", test_codings);
	return g_test_run ();
}

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

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/page/fields", test_fields);
	g_test_add_func ("/page/not-pages", test_not_pages);
	return g_test_run ();
}

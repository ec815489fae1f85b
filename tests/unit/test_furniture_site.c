/* test_furniture_site.c: lines that repeat over one site's pages: learnt, stored, used, and never the news itself. */
#include "corpus/furniture_book.h"

#include <string.h>

#include "corpus/page.h"
#include "corpus/store.h"
#include "tests/unit/scratch.h"

#define OFFER "Get the harbour news every morning in our letter"
#define BIO                                                                                        \
	"Nora Pell has written about ports and rivers for the Post since the first ferry sailed."
#define REAL                                                                                       \
	"The harbour was dug by hand in the year of the great flood, and deepened twice since "    \
	"then."

/* A text of its own for each number, and `more` below it. Owned. */
static char *text_of (guint n, const char *more)
{
	static const char *const things[] = { "bridge",  "tunnel",  "market", "school",
					      "theatre", "library", "tram" };
	static const char *const ends[] = { "closed", "reopened", "flooded", "sold", "painted" };
	return g_strdup_printf ("The old %s of quarter %c%c was %s on a cold morning.\n"
				"People of quarter %c%c came to see what the %s looked like.%s%s",
				things[n % 7], 'A' + (int)(n / 26 % 26), 'A' + (int)(n % 26),
				ends[n / 7 % 5], 'A' + (int)(n / 26 % 26), 'A' + (int)(n % 26),
				things[n % 7], more ? "\n" : "", more ? more : "");
}

static bool learn (FurnitureSite *site, guint n, const char *more)
{
	g_autofree char *text = text_of (n, more);
	return furniture_site_learn (site, text, NULL);
}

static bool has (const FurnitureSite *site, const char *line)
{
	return furniture_site_has (site, line, strlen (line));
}

static void test_learn (void)
{
	g_autoptr (FurnitureSite) site = furniture_site_new ();
	for (guint n = 0; n < 40; n++) {
		/* The offer on each page, a sentence on two, the author's on every second. */
		g_autofree char *more = g_strdup_printf (
			"%s%s%s", n == 3 || n == 17 ? REAL "\n" : "", n % 2 ? BIO "\n" : "", OFFER);
		g_assert_true (learn (site, n, more));
		if (n == 18)
			g_assert_false (has (site, OFFER)); /* 19 pages are too few */
	}
	g_assert_true (has (site, OFFER));
	g_assert_true (has (site, "GET THE HARBOUR NEWS every morning in our letter!"));
	g_assert_true (has (site, BIO)); /* on every second */
	g_assert_false (has (site, REAL));
	g_autofree char *own = text_of (3, NULL);
	own[strcspn (own, "\n")] = '\0';
	g_assert_false (has (site, own));
}

/* Running text needs more: a story that runs for weeks repeats its background. */
static void test_background (void)
{
	g_autoptr (FurnitureSite) site = furniture_site_new ();
	for (guint n = 0; n < 60; n++)
		learn (site, n, n % 5 == 0 ? REAL : NULL);
	g_assert_cmpuint (furniture_site_find (site, REAL, strlen (REAL))->pages, ==, 12);
	g_assert_false (has (site, REAL));
}

static void test_digits_and_short (void)
{
	g_autoptr (FurnitureSite) site = furniture_site_new ();
	for (guint n = 0; n < 30; n++) {
		g_autofree char *more =
			g_strdup_printf ("%u minutes left to read\n%u\nShare", n, n);
		learn (site, n, more);
	}
	g_assert_true (has (site, "475 minutes left to read"));
	g_assert_false (has (site, "12"));
	g_assert_false (has (site, "Share")); /* one word says too little: the tables know those */
}

/* The same article under many addresses teaches nothing. */
static void test_copies (void)
{
	g_autoptr (FurnitureSite) site = furniture_site_new ();
	for (guint n = 0; n < 20; n++)
		learn (site, n, NULL);
	g_assert_true (learn (site, 100, REAL));
	for (guint k = 0; k < 40; k++)
		g_assert_false (learn (site, 100, REAL));
	g_assert_cmpuint (site->pages, ==, 21);
	g_assert_false (has (site, REAL));
}

static void test_bounded (void)
{
	g_autoptr (FurnitureSite) site = furniture_site_new ();
	g_autoptr (GString) more = g_string_new (NULL);
	for (guint n = 0; n < 500; n++) {
		g_string_assign (more, OFFER);
		for (guint k = 0; k < 400; k++)
			g_string_append_printf (more, "\nline %c%c%c%c said only once",
						'a' + (int)(n % 26), 'a' + (int)(n / 26),
						'a' + (int)(k % 26), 'a' + (int)(k / 26));
		learn (site, n, more->str);
		g_assert_cmpuint (g_hash_table_size (site->counts), <=,
				  50 * FURNITURE_LINES_MAX + 100);
	}
	g_assert_true (has (site, OFFER));
}

/* --- in the store, and used --- */

static Article *page_of (guint n, const char *more, FurnitureBook *book)
{
	g_autoptr (GString) html = g_string_new (NULL);
	g_string_printf (html, "<html lang=en><title>Report %u</title><h1>Report %u</h1><article>",
			 n, n);
	for (guint k = 0; k < 3; k++) {
		g_autofree char *text = text_of (n + 200 * k, NULL);
		g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
		for (char **line = lines; *line; line++)
			g_string_append_printf (html, "<p>%s</p>%s%s", *line, k == 1 ? "<p>" : "",
						k == 1 ? more : "");
	}
	g_string_append (html, "</article>");
	g_autofree char *url = g_strdup_printf ("https://news.post.example/report-%u", n);
	PageContext context = { .url = url, .furniture = book };
	Article *article = page_extract ((const guint8 *)html->str, html->len, &context, NULL);
	g_assert_nonnull (article);
	article_ensure_id (article, NULL);
	return article;
}

static void count_rows (const FurnitureRow *row, gpointer data)
{
	g_assert_cmpstr (row->domain, ==, "post.example");
	*(guint *)data += row->line && strcmp (row->line, OFFER) == 0 && !row->kept;
}

static void test_store (void)
{
	SCRATCH (dir);
	g_autoptr (GError) error = NULL;
	for (guint n = 0; n < 40; n++) {
		/* Opened anew for each page, as by one command after the other. */
		g_autoptr (Store) store = store_open (dir, STORE_CREATE, 0, &error);
		g_assert_no_error (error);
		g_autoptr (FurnitureBook) book = furniture_book_new (store);
		g_autoptr (Article) article = page_of (n, OFFER, book);
		bool there = strstr (article->text, OFFER);
		g_assert_true (there == (n < 20));
		const json_t *out = json_object_get (article->provenance, "furniture");
		g_assert_cmpuint (json_array_size (out) > 0, ==, n >= 20);
		/* It goes on being learnt where it was taken out. */
		g_assert_true (furniture_book_learn (book, article, &error));
		g_assert_true (furniture_book_save (book, &error));
		g_assert_true (store_commit (store, &error));
	}
	g_autoptr (Store) store = store_open (dir, STORE_WRITE, 0, &error);
	guint rows = 0;
	g_assert_true (furniture_book_list (store, NULL, count_rows, &rows, &error));
	g_assert_cmpuint (rows, ==, 1);
	g_assert_true (furniture_book_keep (store, "post.example", OFFER, &error));
	g_autoptr (FurnitureBook) book = furniture_book_new (store);
	g_assert_false (has (furniture_book_site (book, "post.example"), OFFER));
	g_autoptr (Article) article = page_of (50, OFFER, book);
	g_assert_nonnull (strstr (article->text, OFFER));
	g_assert_null (furniture_book_site (book, "other.example"));
	g_assert_true (furniture_book_forget (store, "post.example", &error));
	g_assert_false (furniture_book_forget (store, "post.example", &error));
	g_assert_no_error (error);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/furniture-site/learn", test_learn);
	g_test_add_func ("/furniture-site/background", test_background);
	g_test_add_func ("/furniture-site/digits-and-short", test_digits_and_short);
	g_test_add_func ("/furniture-site/copies", test_copies);
	g_test_add_func ("/furniture-site/bounded", test_bounded);
	g_test_add_func ("/furniture-site/store", test_store);
	return g_test_run ();
}

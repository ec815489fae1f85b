/* test_background.c: every row of the table is found, and what is between two rows is not. */
#include <glib.h>
#include <string.h>

#include "search/background.h"

typedef struct {
	const Background *background;
	Lang lang;
	guint rows[2];
	char *last;
} Seen;

static void check (const char *stem, gsize len, guint count, gpointer data)
{
	Seen *seen = data;
	g_autofree char *key = g_strndup (stem, len), *after = g_strconcat (key, "\x01", NULL);
	if (seen->last && strcmp (key, seen->last) < 0) {
		g_assert_cmpint (seen->lang, ==,
				 LANG_FR); /* the second language begins anew, once */
		seen->lang = LANG_EN;
	}
	g_assert_cmpuint (background_count (seen->background, seen->lang, key), ==, count);
	g_assert_cmpuint (background_count (seen->background, seen->lang, after), ==, 0);
	seen->rows[seen->lang == LANG_EN]++;
	g_free (seen->last);
	seen->last = g_steal_pointer (&key);
}

static void test_rows (void)
{
	Background background;
	background_open (&background);
	Seen seen = { .background = &background, .lang = LANG_FR };
	background_each (&background, check, &seen);
	g_assert_cmpuint (seen.rows[0], >, 10000);
	g_assert_cmpuint (seen.rows[1], >, 10000);
	/* Common words of one language are rare in the other, and both sides answer for themselves. */
	g_assert_cmpuint (background_count (&background, LANG_EN, "govern"), >,
			  10 * background_count (&background, LANG_FR, "govern"));
	g_assert_cmpuint (background_count (&background, LANG_OTHER, "govern"), ==,
			  background_count (&background, LANG_EN, "govern"));
	g_assert_cmpuint (background_count (&background, LANG_FR, ""), ==, 0);
	g_free (seen.last);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/background/rows", test_rows);
	return g_test_run ();
}

/* test_textdate.c: the date that a plain text gives of itself. */
#include "corpus/textdate.h"

#include <string.h>

#define NOW 1609459200 /* 2021-01-01T00:00:00Z */

static void test_table (void)
{
	static const struct {
		Lang lang;
		const char *text;
		const char *published, *modified; /* NULL: none */
		double confidence;
	} table[] = {
		/* Introduced by a marker. */
		{ LANG_FR, "Publié le 9 septembre 2020 à 16h35", "2020-09-09T16:35:00Z", NULL,
		  0.5 },
		{ LANG_FR, "Titre\nPublié le 9 septembre 2020, mis à jour le 10 septembre 2020",
		  "2020-09-09", "2020-09-10", 0.5 },
		{ LANG_FR, "Mis à jour le mercredi 9 septembre 2020", "2020-09-09", NULL, 0.4 },
		{ LANG_FR, "MIS EN LIGNE LE 09/08/2020", "2020-08-09", NULL, 0.5 },
		{ LANG_EN, "Published: Sept. 9, 2020", "2020-09-09", NULL, 0.5 },
		{ LANG_EN, "By Ana Lys\nUpdated Wed. Sept. 9, 2020", "2020-09-09", NULL, 0.4 },
		{ LANG_EN, "First published 9/8/2020 | Last modified 9/9/2020", "2020-09-08",
		  "2020-09-09", 0.5 },
		/* A marker beats a line, wherever they stand. */
		{ LANG_EN, "May 1, 2020\nPosted May 2, 2020", "2020-05-02", NULL, 0.5 },
		{ LANG_EN,
		  "The bridge that was closed after the storm of June 5, 2020 has opened "
		  "again.\nMay 1, 2020",
		  "2020-05-01", NULL, 0.4 },
		/* A line that is a date. */
		{ LANG_FR, "Le pont rouvre\n\nMercredi 9 septembre 2020\nUn pont.", "2020-09-09",
		  NULL, 0.4 },
		{ LANG_EN, "By Ana Lys | 2020-09-09", "2020-09-09", NULL, 0.4 },
		{ LANG_EN, "03/04/2020", "2020-03-04", NULL, 0.4 },
		{ LANG_FR, "03/04/2020", "2020-04-03", NULL, 0.4 },
		{ LANG_FR,
		  "PARIS, 9 sept. 2020 (Agence) — Le pont de la rivière, fermé depuis la tempête, "
		  "rouvre.",
		  "2020-09-09", NULL, 0.4 },
		/* A day that the text speaks of is not its own. */
		{ LANG_EN,
		  "The study, published on 3 May 2019 in a journal of note, was praised on 5 June "
		  "2019 by all.",
		  NULL, NULL, 0 },
		{ LANG_FR,
		  "Des habitants traversent le pont de la rivière, le 22 décembre 2019. Photo "
		  "Agence/Ana Lys",
		  NULL, NULL, 0 },
		/* Never in the future: later dates, and the zone farthest ahead. */
		{ LANG_EN, "Published 2 January 2021", NULL, NULL, 0 },
		{ LANG_EN, "Published 1 January 2021", "2021-01-01", NULL, 0.5 },
		{ LANG_EN, "Published July 23, 2021\nUpdated March 24, 2020", "2020-03-24", NULL,
		  0.4 },
		/* Not complete: no date. */
		{ LANG_FR, "Publié mercredi 9 septembre", NULL, NULL, 0 },
		{ LANG_FR, "Publié en septembre 2020", NULL, NULL, 0 },
		{ LANG_EN, "Updated yesterday, 2 hours ago, in 2020", NULL, NULL, 0 },
		{ LANG_EN, "Published 31 February 2020", NULL, NULL, 0 },
		{ LANG_EN, "Call 06 12 20 2020, or 20201231999", NULL, NULL, 0 },
		{ LANG_EN, "", NULL, NULL, 0 },
		{ LANG_EN, "2020", NULL, NULL, 0 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		g_test_message ("%s", table[i].text);
		/* Exactly the bytes, so that a sanitizer sees a look past the end. */
		gsize len = strlen (table[i].text);
		g_autofree char *text = g_memdup2 (len ? table[i].text : " ", len ? len : 1);
		ArticleDate published = { 0 }, modified = { 0 };
		bool found = textdate_find (text, len, table[i].lang, NOW, &published, &modified);
		g_autofree char *got = article_date_format (&published);
		g_autofree char *got_modified = article_date_format (&modified);
		g_assert_cmpstr (got, ==, table[i].published);
		g_assert_cmpstr (got_modified, ==, table[i].modified);
		g_assert_cmpint (found, ==, table[i].published != NULL);
		g_assert_cmpfloat (published.confidence, ==, table[i].confidence);
		g_assert_cmpstr (published.source, ==, found ? "text" : NULL);
		g_free (published.source);
		g_free (modified.source);
	}
}

/* A long line full of years takes no longer than its length. */
static void test_many_years (void)
{
	g_autoptr (GString) text = g_string_new (NULL);
	while (text->len < TEXTDATE_MAX)
		g_string_append (text, "le 31 fevrier 2020 et 2019, le 5 mars 2120 et le 6. ");
	ArticleDate published = { 0 }, modified = { 0 };
	gint64 before = g_get_monotonic_time ();
	g_assert_false (textdate_find (text->str, text->len, LANG_FR, NOW, &published, &modified));
	g_assert_cmpint (g_get_monotonic_time () - before, <, 5000000);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/textdate/table", test_table);
	g_test_add_func ("/textdate/many-years", test_many_years);
	return g_test_run ();
}

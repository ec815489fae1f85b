/* test_page_date.c: dates in French and English text. One table, to be extended. */
#include "corpus/page_date.h"

#include <string.h>

#define NOW 1600000000 /* 2020-09-13T12:26:40Z, a Sunday */

static const struct {
	Lang lang;
	const char *text;
	const char *date; /* as article_date_format() writes it; NULL: none */
} cases[] = {
	{ LANG_FR, "mercredi 9 septembre 2020 à 16h35", "2020-09-09T16:35:00Z" },
	{ LANG_FR, "Publié le 1er février 2019 à 9 h 05", "2019-02-01T09:05:00Z" },
	{ LANG_FR, "le 08 Déc 2014 15:11", "2014-12-08T15:11:00Z" },
	{ LANG_FR, "vendredi, décembre 5 2014.", "2014-12-05" },
	{ LANG_FR, "03/04/2020", "2020-04-03" },
	{ LANG_FR, "12 août", "2020-08-12" },
	{ LANG_FR, "12 décembre", "2019-12-12" },
	{ LANG_FR, "le 24 mars 2026 à midi", "2026-03-24T12:00:00Z" },
	{ LANG_FR, "hier", "2020-09-12" },
	{ LANG_FR, "avant-hier", "2020-09-11" },
	{ LANG_FR, "Aujourd’hui à 10h15", "2020-09-13T10:15:00Z" },
	{ LANG_FR, "il y a 2 heures", "2020-09-13T10:26:00Z" },
	{ LANG_FR, "Il y a environ trois jours", "2020-09-10" },
	{ LANG_EN, "Updated 9/9/2020 at 4:35PM ET", "2020-09-09T16:35:00-04:00" },
	{ LANG_EN, "Updated 12/9/2020 at 4:35PM ET", "2020-12-09T16:35:00-05:00" },
	{ LANG_EN, "March 8, 2020 1:59 AM ET", "2020-03-08T01:59:00-05:00" },
	{ LANG_EN, "March 8, 2020 3:00 AM ET", "2020-03-08T03:00:00-04:00" },
	{ LANG_EN, "Nov. 1, 2020 1:30 a.m. PT", "2020-11-01T01:30:00-07:00" },
	{ LANG_EN, "April 2, 2006 at 12 pm CT", "2006-04-02T12:00:00-05:00" },
	{ LANG_EN, "April 1, 2006 at 12 pm CT", "2006-04-01T12:00:00-06:00" },
	{ LANG_EN, "12 July 2020, 10:00 BST", "2020-07-12T10:00:00+01:00" },
	{ LANG_FR, "12 juillet 2020 à 10h00 CEST", "2020-07-12T10:00:00+02:00" },
	{ LANG_FR, "le 3 mai 2020 à 14h30 et le reste", "2020-05-03T14:30:00Z" },
	{ LANG_FR, "le 3 mai 2020 à 14h30 est attendu", "2020-05-03T14:30:00Z" },
	{ LANG_FR, "le 3 mai 2020 à 14 h 30 (HAE)", "2020-05-03T14:30:00-04:00" },
	{ LANG_EN, "4:35 PM EDT, Wed September 9, 2020", "2020-09-09T16:35:00-04:00" },
	{ LANG_EN, "Wednesday, 22nd June, 2016, 12.16 pm.", "2016-06-22T12:16:00Z" },
	{ LANG_EN, "10:06am Dec 11, 2014", "2014-12-11T10:06:00Z" },
	{ LANG_EN, "December 13, 2014 at midnight", "2014-12-13T00:00:00Z" },
	{ LANG_EN, "03/04/2020", "2020-03-04" },
	{ LANG_EN, "23/04/2020", "2020-04-23" },
	{ LANG_OTHER, "03/04/2020", "2020-04-03" },
	{ LANG_EN, "26. 10.21", "2021-10-26" },
	{ LANG_EN, "9-Sep-2020", "2020-09-09" },
	{ LANG_EN, "Fri, 12 Dec 2014 10:55:50 GMT+2", "2014-12-12T10:55:50+02:00" },
	{ LANG_EN, "2020-09-09T16:35:00+02:00", "2020-09-09T16:35:00+02:00" },
	{ LANG_EN, "an hour ago", "2020-09-13T11:26:00Z" },
	{ LANG_EN, "yesterday at 11:30", "2020-09-12T11:30:00Z" },
	{ LANG_EN, "Friday", "2020-09-11" },
	{ LANG_EN, "Sunday", "2020-09-13" },
	{ LANG_EN, "24 February", "2020-02-24" },
	{ LANG_EN, "29 February", "2020-02-29" },
	/* What is none. */
	{ LANG_FR, "31 février 2020", NULL },
	{ LANG_EN, "Aug 7, 2014Aug 7, 2014", NULL },
	{ LANG_EN, "2015-03-17t16:37:51+00:002015-03-17t15:24:37+00:00", NULL },
	{ LANG_EN, "version 1.2.2020.7", NULL },
	{ LANG_EN, "may be the best of March", NULL },
	{ LANG_EN, "10 mars bars",
	  "2020-03-10" }, /* a month name with a number: there is no telling */
	{ LANG_FR, "en 1789, le 14 juillet 1789", NULL },
	{ LANG_FR, "", NULL },
};

static void test_table (void)
{
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		ArticleDate date = { 0 };
		bool found = page_date_parse (cases[i].text, cases[i].lang, NOW, &date);
		g_autofree char *written = found ? article_date_format (&date) : NULL;
		if (g_strcmp0 (written, cases[i].date) != 0)
			g_error ("'%s' gives %s, not %s", cases[i].text, written, cases[i].date);
	}
}

static void test_without_clock (void)
{
	static const char *const relative[] = { "yesterday", "il y a 2 heures", "12 mai",
						"Friday" };
	for (gsize i = 0; i < G_N_ELEMENTS (relative); i++) {
		ArticleDate date = { .unix_s = 7 };
		g_assert_false (page_date_parse (relative[i], LANG_FR, 0, &date));
		g_assert_cmpint (date.unix_s, ==, 7);
	}
}

static void test_places (void)
{
	const char *text = "Publié le 8 mai 2020, mis à jour le 9 mai 2020 à 7h";
	gsize start, end;
	ArticleDate date;
	g_assert_true (page_date_find (text, -1, 0, LANG_FR, 0, &date, &start, &end));
	g_autofree char *first = g_strndup (text + start, end - start);
	g_assert_cmpstr (first, ==, "8 mai 2020");
	g_assert_true (page_date_find (text, -1, end, LANG_FR, 0, &date, &start, &end));
	g_autofree char *second = g_strndup (text + start, end - start);
	g_assert_cmpstr (second, ==, "9 mai 2020 à 7h");
	g_assert_false (page_date_find (text, -1, end, LANG_FR, 0, &date, &start, &end));
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/page-date/table", test_table);
	g_test_add_func ("/page-date/without-clock", test_without_clock);
	g_test_add_func ("/page-date/places", test_places);
	return g_test_run ();
}

/* test_query.c: what a person types, and what is searched for it; and what cannot be read, with the place. */
#include <glib.h>
#include <string.h>

#include "search/query.h"

#define NOW 1600000000 /* 2020-09-13 12:26:40 UTC */

static Query *parse (Analyzer *analyzer, const char *text, GError **error)
{
	QueryContext context = { .analyzer = analyzer, .now_s = NOW };
	return query_parse (&context, text, error);
}

/* Parts of Xapian's own description of the query, without a lexicon: stems in both readings, positions in none. */
static const char *const good[][2] = {
	{ "", "<alldocuments>" },
	{ "embassy", "(embassy SYNONYM XFembassy SYNONYM XEembassi)" },
	{ "Ambassade chinoise", "AND (chinoise SYNONYM XFchinois SYNONYM XEchinois)" },
	{ "l’ambassade", "(ambassade SYNONYM XFambassad" },
	{ "=embassy", "Query(embassy)" },
	{ "\"People's Republic of China\"", "PHRASE" },
	{ "« la bonne enclume »", "PHRASE 3" },
	{ "paris OR london", "OR (london" },
	{ "paris -london", "AND_NOT (london" },
	{ "paris NOT london", "AND_NOT (london" },
	{ "paris NEAR/5 london", "NEAR 6" },
	{ "elect*", "WILDCARD SYNONYM elect" },
	{ "(paris OR london) thames", "AND (thames" },
	{ "title:embassy", "Sembassy" },
	{ "site:www.Example.org", "0 * Hexample.org" },
	{ "lang:French embassy", "FILTER 0 * Lfr" },
	{ "author:\"Jane Doe\"", "(Ajane AND Adoe)" },
	{ "date:2020-09 embassy", "VALUE_RANGE 0" },
	{ "date:2w..", "VALUE_RANGE 0" },
	{ "vice-président", "PHRASE 2" },
	/* a stop word of either language ranks and is not required */
	{ "car crash", "AND_MAYBE" },
	{ "thé", "the" },
};

static void test_good (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
		g_autoptr (GError) error = NULL;
		g_autoptr (Query) query = parse (analyzer, good[i][0], &error);
		g_assert_no_error (error);
		g_autofree char *description = xap_query_describe (query->all);
		if (!strstr (description, good[i][1]))
			g_error ("%s: %s is not in %s", good[i][0], good[i][1], description);
	}
}

static const char *const bad[][2] = {
	{ "\"never closed", "at character 1" },
	{ "one \"never closed", "at character 5" },
	{ "(one", "at character 1" },
	{ "one)", "at character 4" },
	{ "é OR", "at character 3" },
	{ "date:yesterdayish", "not a date" },
	{ "date:2020..nonsense", "not a date range" },
	{ "title:", "a field without a value" },
	{ "one NEAR/0 two", "from 1 to 1000" },
	{ "one NEAR/5", "a word behind it" },
};

static void test_bad (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
		g_autoptr (GError) error = NULL;
		g_autoptr (Query) query = parse (analyzer, bad[i][0], &error);
		g_assert_null (query);
		g_assert_error (error, QUERY_ERROR, QUERY_ERROR_SYNTAX);
		g_assert_nonnull (strstr (error->message, bad[i][1]));
	}
}

static char *repeat (const char *piece, gsize count)
{
	GString *out = g_string_new (NULL);
	while (count--)
		g_string_append (out, piece);
	return g_string_free (out, FALSE);
}

static void test_limits (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autofree char *deep = repeat ("(", 1000), *many = repeat ("word ", 500), *lengthy = repeat ("x", 5000);
	const char *const texts[] = { deep, many, lengthy };
	for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (parse (analyzer, texts[i], &error));
		g_assert_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG);
	}
}

/* `some` asks for any of the words under the same filters, and is not there where it would be the same. */
static void test_lenient (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Query) two = parse (analyzer, "paris london lang:fr", NULL);
	g_autoptr (Query) one = parse (analyzer, "paris", NULL);
	g_autoptr (Query) either = parse (analyzer, "paris OR london bridge", NULL);
	g_autofree char *description = xap_query_describe (two->some);
	g_assert_nonnull (strstr (description, "OR"));
	g_assert_nonnull (strstr (description, "FILTER 0 * Lfr"));
	g_assert_null (one->some);
	g_assert_null (either->some);
}

static void test_dates (void)
{
	gint64 from, to;
	g_assert_true (query_date ("2020-09-09", NOW, &from, &to));
	g_assert_cmpint (from, ==, 1599609600);
	g_assert_cmpint (to - from, ==, 86400);
	g_assert_true (query_date ("2020-02", NOW, &from, &to));
	g_assert_cmpint (to - from, ==, 29 * 86400);
	g_assert_true (query_date ("today", NOW, &from, &to));
	g_assert_cmpint (from, ==, 1599955200);
	g_assert_true (query_date ("1w", NOW, &from, &to));
	g_assert_cmpint (from, ==, 1599955200 - 7 * 86400);
	g_assert_false (query_date ("2020-13-40", NOW, &from, &to));
	g_assert_false (query_date ("", NOW, &from, &to));
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/query/good", test_good);
	g_test_add_func ("/query/bad", test_bad);
	g_test_add_func ("/query/limits", test_limits);
	g_test_add_func ("/query/lenient", test_lenient);
	g_test_add_func ("/query/dates", test_dates);
	return g_test_run ();
}

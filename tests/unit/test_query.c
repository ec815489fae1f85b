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

/* Both languages' queries, as Xapian describes them, a line each. */
static char *describe (const Query *query, bool any)
{
	QueryStats stats = { .synonyms = true };
	GString *out = g_string_new (NULL);
	for (int i = 0; i < QUERY_LANGS; i++) {
		QueryTarget target = { .lang = query_lang (i), .any = any };
		GError *error = NULL;
		g_autoptr (XapQuery) built = query_build (query, &stats, &target, NULL, &error);
		g_assert_no_error (error);
		g_assert_true (xap_query_ok (built, &error));
		g_autofree char *text = xap_query_describe (built);
		g_string_append_printf (out, "%s\n", text);
	}
	return g_string_free (out, FALSE);
}

/* Without a lexicon: stems in both languages, each in its own. */
static const char *const good[][2] = {
	{ "", "FILTER 0 * Lfr" },
	{ "embassy", "Query(XFembassy)" },
	{ "embassy", "Query(XEembassi)" },
	{ "Ambassade chinoise", "(XFambassad AND XFchinois)" },
	{ "l’ambassade", "Query(XFambassad)" },
	{ "=embassy", "(embassy FILTER 0 * Len)" },
	{ "embassy!", "Query(XEembassi)" },
	{ "\"People's Republic of China\"", "PHRASE" },
	{ "« la bonne enclume »", "PHRASE 3" },
	{ "paris OR london", "(XFparis OR XFlondon)" },
	{ "paris -london", "AND_NOT XFlondon" },
	{ "paris NOT london", "AND_NOT XElondon" },
	{ "paris NEAR/5 london", "NEAR 6" },
	{ "elect*", "WILDCARD SYNONYM elect" },
	{ "(paris OR london) thames", "(XEpari OR XElondon) AND XEtham" },
	{ "title:embassy", "Sembassy" },
	{ "site:www.Example.org", "0 * Hexample.org" },
	{ "lang:French embassy", "FILTER 0 * Lfr" },
	{ "author:\"Jane Doe\"", "(Ajane AND Adoe)" },
	{ "date:2020-09 embassy", "VALUE_RANGE 0" },
	{ "date:2w..", "VALUE_RANGE 0" },
	{ "is:copy", "VALUE_GE 2" },
	{ "has:quote", "0 * XHASquote" },
	{ "vice-président", "PHRASE 2" },
	{ "vice-président", "(XFvic AND XFpresident)" },
	{ "15 500", "Query(XF15500)" },
	/* forced translations: into the other language only, and no other */
	{ "bidouille{en:hack,white house}", "(XEhack SYNONYM XEwhite SYNONYM XEhous)" },
	{ "bidouille{en:hack}", "Query(XFbidouill)" },
	/* a stop word of one language is none of the other; a stop word of both only ranks */
	{ "car crash", "(XEcrash AND_MAYBE XEcar)" },
	{ "car", "(car FILTER 0 * Lfr)" },
	{ "on strike", "Query(XEstrike)" },
	/* an accent is no English: no article with "the" */
	{ "thé", "Query(XFthe)" },
	{ "thé", "Query(XEthe)" },
};

static void test_good (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
		g_autoptr (GError) error = NULL;
		g_autoptr (Query) query = parse (analyzer, good[i][0], &error);
		g_assert_no_error (error);
		g_autofree char *description = describe (query, false);
		if (!strstr (description, good[i][1]))
			g_error ("%s: %s is not in %s", good[i][0], good[i][1], description);
	}
}

/* A query's language when it is said: only its own forms there, only what crosses over elsewhere. */
static void test_reading (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Query) query = parse (analyzer, "pain", NULL);
	QueryStats none = { 0 };
	g_assert_true (query_read (query, &none, NULL, LANG_FR, NULL));
	g_assert_cmpfloat (query->reading[QUERY_FR], ==, 1);
	g_assert_cmpfloat (query->reading[QUERY_EN], ==, 0);
}

/* Words and nothing else. */
static void test_plain (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	QueryContext context = { .analyzer = analyzer, .now_s = NOW };
	g_autoptr (Query) query = query_plain (&context, "title:(un \"deux OR -trois {quatre");
	g_assert_cmpuint (query->words->len, ==, 6);
	g_autofree char *description = describe (query, false);
	g_assert_nonnull (strstr (description, "XFtrois AND XFquatr"));
}

static XapQuery *say_story (const char *id, const Query *sub, gpointer data, GError **error)
{
	(void)error;
	g_string_append_printf (data, "%s/%u;", id ? id : "-", sub ? sub->words->len : 0);
	return xap_query_term ("Qx", 2);
}

static void test_story (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (GString) asked = g_string_new (NULL);
	g_autoptr (GError) error = NULL;
	g_autoptr (Query) query = parse (
		analyzer, "story:abc story:{deux mots OR (trois)} -story:{lang:en} mot", &error);
	g_assert_no_error (error);
	g_assert_true (query_resolve_stories (query, say_story, asked, NULL));
	g_assert_cmpstr (asked->str, ==, "abc/0;-/3;-/0;");
	g_autofree char *description = describe (query, false);
	g_assert_nonnull (strstr (description, "FILTER (Qx AND Qx)) AND_NOT Qx"));
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
	{ "story:{one", "a brace that is not closed at character 7" },
	{ "one{en:two", "a brace that is not closed at character 4" },
	{ "one }", "at character 5" },
	{ "is:red", "is:copy" },
	{ "has:one two", "has:quote" },
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
	g_autofree char *deep = repeat ("(", 1000), *many = repeat ("word ", 500),
			*lengthy = repeat ("x", 5000);
	const char *const texts[] = { deep, many, lengthy };
	for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (parse (analyzer, texts[i], &error));
		g_assert_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG);
	}
}

/* `any` asks for any of the words under the same filters, and is not there where it would be the same. */
static void test_lenient (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Query) two = parse (analyzer, "paris london lang:fr", NULL);
	g_autoptr (Query) one = parse (analyzer, "paris lang:fr", NULL);
	g_autoptr (Query) either = parse (analyzer, "paris OR london bridge", NULL);
	g_autofree char *description = describe (two, true);
	g_assert_nonnull (strstr (description, "(XFparis OR XFlondon) FILTER 0 * Lfr"));
	g_assert_true (query_has_any (two));
	g_assert_false (query_has_any (one));
	g_assert_false (query_has_any (either));
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
	g_test_add_func ("/query/reading", test_reading);
	g_test_add_func ("/query/plain", test_plain);
	g_test_add_func ("/query/story", test_story);
	g_test_add_func ("/query/bad", test_bad);
	g_test_add_func ("/query/limits", test_limits);
	g_test_add_func ("/query/lenient", test_lenient);
	g_test_add_func ("/query/dates", test_dates);
	return g_test_run ();
}

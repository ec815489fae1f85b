/* test_analyze.c: the analyser's table: text in, terms out. A linguist can extend it. */
#include <glib.h>
#include <string.h>

#include "indexer/analyze.h"

typedef struct {
	Lang lang;
	const char *text;
	const char *words; /* folded, one space between; a stop word in (…) */
	const char *stems; /* folded stems of all but stop words; NULL: not compared */
} Row;

static const Row rows[] = {
	/* elision is undone, both apostrophes; aujourd'hui and presqu'île are words */
	{ LANG_FR, "l’Irlande et l'Écosse", "irlande (et) ecosse", "irland ecoss" },
	{ LANG_FR, "Qu’ils disent jusqu'à lundi", "(ils) disent (a) lundi", NULL },
	{ LANG_FR, "aujourd’hui", "(aujourd'hui)", NULL },
	{ LANG_FR, "presqu’île de Quiberon", "presqu'ile (de) quiberon", NULL },
	{ LANG_EN, "L'Oréal and Côte d'Ivoire", "oreal (and) cote ivoire", NULL },
	{ LANG_EN, "China's embassy, O'Brien's car", "china embassy o'brien car",
	  "china embassi o'brien car" },
	/* accents and ligatures fold; stems see them first */
	{ LANG_FR, "Péché, pêche, œuvre, cœur", "peche peche oeuvre coeur",
	  "pech pech oeuvr coeur" },
	{ LANG_FR, "thé", "the", NULL },
	/* initials with full stops or without; gold and victories are no function words */
	{ LANG_EN, "The U.S. won; the U.K.’s envoy, U.S.A., e.g. a.b1",
	  "(the) us won (the) uk (s) envoy usa eg a.b1", NULL },
	{ LANG_FR, "Les J.O., médaille d’or", "(les) jo medaille or", "jo medaill or" },
	/* figures: 15.500 = 15,500 = 15 500 */
	{ LANG_FR, "15.500 comptes", "15500 comptes", "compt" },
	{ LANG_FR, "15 500 comptes", "15500 comptes", "compt" },
	{ LANG_FR,
	  "15\xe2\x80\xaf"
	  "500 comptes",
	  "15500 comptes", "compt" },
	{ LANG_FR,
	  "15\xe2\x80\xaf"
	  "000\xe2\x80\xaf"
	  "euros et 5\xe2\x80\xaf%",
	  "15000 euros (et) 5", NULL },
	{ LANG_EN, "15,500 accounts", "15500 accounts", "account" },
	{ LANG_EN, "15.500", "15.5", NULL },
	{ LANG_FR, "1 234 567,50 euros", "1234567.5 euros", NULL },
	{ LANG_FR, "2,3 millions", "2.3 millions", NULL },
	{ LANG_FR, "en 2019 200 personnes", "(en) 2019 200 personnes", NULL },
	{ LANG_EN, "0.500", "0.5", NULL },
	{ LANG_EN, "in 1,234,567", "(in) 1234567", NULL },
	{ LANG_FR, "16h35", "16h35", NULL },
	/* no language, no stems */
	{ LANG_UNKNOWN, "Strasse Straße", "strasse strasse", "" },
	{ LANG_FR, "", "", "" },
};

static void check_row (const Row *row, Analyzer *analyzer)
{
	g_autoptr (Terms) terms = terms_new ();
	g_autoptr (GString) words = g_string_new (NULL), stems = g_string_new (NULL);
	analyze_text (analyzer, row->text, strlen (row->text), row->lang, 1, terms);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_string_append_printf (words, t->is_stop ? "%s(%s)" : "%s%s", i ? " " : "",
					t->word);
		if (t->stem && !t->is_stop)
			g_string_append_printf (stems, "%s%s", stems->len ? " " : "", t->stem);
		g_assert_cmpuint (t->position, ==, i + 1);
		g_assert_cmpuint (t->word_len, ==, strlen (t->word));
	}
	g_assert_cmpstr (words->str, ==, row->words);
	if (row->stems)
		g_assert_cmpstr (stems->str, ==, row->stems);
}

static void test_table (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
		check_row (&rows[i], analyzer);
}

/* French pain, chat, coin, son, four, main, as, plus, or, car never share a stem space with the English words; the
 * analyser says which words are stop words of which language. */
static void test_stop_words (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_assert_true (analyze_is_stop (analyzer, "car", LANG_FR));
	g_assert_false (analyze_is_stop (analyzer, "car", LANG_EN));
	g_assert_true (analyze_is_stop (analyzer, "the", LANG_EN));
	g_assert_false (analyze_is_stop (analyzer, "the", LANG_FR));
	g_assert_false (analyze_is_stop (analyzer, "the", LANG_UNKNOWN));
}

static void test_offsets_and_capitals (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Terms) terms = terms_new ();
	const char *text = "Hier, M. Dupont a vu l’Élysée. Il rit.\nParis dort";
	struct {
		const char *written;
		bool capital, initial;
	} want[] = { { "Hier", true, true },  { "M", true, false },    { "Dupont", true, false },
		     { "a", false, false },   { "vu", false, false },  { "Élysée", true, false },
		     { "Il", true, true },    { "rit", false, false }, { "Paris", true, true },
		     { "dort", false, false } };
	analyze_text (analyzer, text, strlen (text), LANG_FR, 1, terms);
	g_assert_cmpuint (terms->terms->len, ==, G_N_ELEMENTS (want));
	for (gsize i = 0; i < G_N_ELEMENTS (want); i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_autofree char *written = g_strndup (text + t->start, t->end - t->start);
		g_assert_cmpstr (written, ==, want[i].written);
		g_assert_cmpint (t->is_capital, ==, want[i].capital);
		g_assert_cmpint (t->is_initial, ==, want[i].initial);
	}
}

static void test_long_words (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Terms) terms = terms_new ();
	g_autofree char *word = g_strnfill (ANALYZE_WORD_MAX + 1, 'x');
	g_autofree char *text = g_strconcat ("a ", word, " b", NULL);
	guint32 next = analyze_text (analyzer, text, strlen (text), LANG_EN, 5, terms);
	g_assert_cmpuint (terms->terms->len, ==, 2);
	g_assert_cmpuint (terms->dropped, ==, 1);
	g_assert_cmpuint (next, ==, 7);
}

/* Terms keep their strings when the analyser begins its cache anew, and when it goes. */
static void test_outlive (void)
{
	Analyzer *analyzer = analyzer_new ();
	g_autoptr (Terms) terms = terms_new ();
	const char *text = "L’élection de 2026, aujourd’hui";
	guint32 position = analyze_text (analyzer, text, strlen (text), LANG_FR, 1, terms);
	g_autoptr (Terms) others = terms_new ();
	for (guint i = 0; i < 210000; i++) { /* more words than a cache holds */
		char word[16];
		int len = g_snprintf (word, sizeof word, "mot%xq", i);
		analyze_text (analyzer, word, (gsize)len, LANG_FR, 1, others);
	}
	g_assert_cmpuint (others->terms->len, ==, 210000);
	g_assert_cmpstr (g_array_index (others->terms, Term, 0).word, ==, "mot0q");
	analyze_text (analyzer, text, strlen (text), LANG_FR, position, terms);
	analyzer_free (analyzer);
	static const char *const words[] = { "election", "de", "2026", "aujourd'hui" };
	g_assert_cmpuint (terms->terms->len, ==, 2 * G_N_ELEMENTS (words));
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_assert_cmpstr (t->word, ==, words[i % G_N_ELEMENTS (words)]);
	}
	g_assert_cmpstr (g_array_index (terms->terms, Term, 0).stem, ==, "elect");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/analyze/outlive", test_outlive);
	g_test_add_func ("/analyze/table", test_table);
	g_test_add_func ("/analyze/stop-words", test_stop_words);
	g_test_add_func ("/analyze/offsets-and-capitals", test_offsets_and_capitals);
	g_test_add_func ("/analyze/long-words", test_long_words);
	return g_test_run ();
}

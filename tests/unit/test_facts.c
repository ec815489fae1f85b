/* test_facts.c: names, figures, days and quotations, as a table. */
#include <glib.h>
#include <string.h>

#include "indexer/facts.h"

#define FRIDAY 1599782400 /* 2020-09-11, a Friday */

typedef struct {
	Lang lang;
	const char *text;
	gint64 day_s;
	const char *
		facts; /* "kind:norm[unit]" in the order found, "|" between; quotes as "quote:as written" */
} Row;

static const Row rows[] = {
	{ LANG_FR, "Selon la police, Liu Xiaoming a quitté Londres. Liu Xiaoming nie.", 0,
	  "name:liu xiaoming|name:londres|name:liu xiaoming" },
	{ LANG_EN, "The Bank of England said on Friday that Charles de Gaulle was right.", 0,
	  "name:bank of england|name:friday|name:charles de gaulle|day:w5" },
	{ LANG_FR, "le compte Twitter de Liu Xiaoming en Corée du Sud", 0,
	  "name:twitter|name:liu xiaoming|name:coree du sud" },
	/* a capital that only opens a sentence is no name */
	{ LANG_FR, "Personne ne sait. Rien ne bouge.", 0, "" },
	/* figures with units and multipliers, equal in both languages */
	{ LANG_FR, "2,3 millions d’euros et 40 %", 0, "figure:2300000eur|figure:40%" },
	{ LANG_EN, "€2.3 million and 40 per cent", 0, "figure:2300000eur|figure:40%" },
	{ LANG_FR, "1,5 milliard de dollars", 0, "figure:1500000000" },
	{ LANG_EN, "$1.5bn and twelve people", 0, "figure:1500000000usd|figure:12" },
	{ LANG_FR, "une quinzaine de blessés", 0, "figure:15" },
	/* days: named, in figures by the language's order, weekdays against the publication */
	{ LANG_FR, "le mercredi 9 septembre 2020", 0,
	  "figure:9|figure:2020|day:2020-09-09|day:w3" },
	{ LANG_EN, "on September 9, 2020", 0,
	  "name:september|figure:9|figure:2020|day:2020-09-09" },
	{ LANG_EN, "the 9th September", 0, "name:september|day:09-09" },
	{ LANG_EN, "on 3/4/2020", 0, "figure:3|figure:4|figure:2020|day:2020-03-04" },
	{ LANG_FR, "le 3/4/2020", 0, "figure:3|figure:4|figure:2020|day:2020-04-03" },
	{ LANG_FR, "mercredi", FRIDAY, "day:w3|day:2020-09-09" },
	/* quotations of four words or more */
	{ LANG_FR, "« nous condamnons cet acte », dit-il, « non merci »", 0,
	  "quote:nous condamnons cet acte" },
	{ LANG_EN, "He said “we will not go there again” and \"stop\".", 0,
	  "quote:we will not go there again" },
	{ LANG_EN, "\"unbalanced and never closed in this line\nnext line", 0, "" },
};

static void append (GString *out, const char *text, const Fact *fact)
{
	static const char *const kinds[] = { "name", "figure", "day", "quote" };
	g_string_append_printf (out, "%s%s:", out->len ? "|" : "", kinds[fact->kind]);
	if (fact->kind == FACT_QUOTE)
		g_string_append_len (out, text + fact->start, fact->end - fact->start);
	else
		g_string_append_printf (out, "%s%s", fact->norm, fact->unit ? fact->unit : "");
}

static void test_table (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_autoptr (Terms) terms = terms_new ();
		g_autoptr (Facts) facts = facts_new ();
		g_autoptr (GString) found = g_string_new (NULL);
		gsize len = strlen (rows[i].text);
		analyze_text (analyzer, rows[i].text, len, rows[i].lang, 1, terms);
		facts_find (rows[i].text, len, rows[i].lang, terms, rows[i].day_s, facts);
		for (guint k = 0; k < facts->facts->len; k++)
			append (found, rows[i].text, &g_array_index (facts->facts, Fact, k));
		g_assert_cmpstr (found->str, ==, rows[i].facts);
	}
}

/* Hostile text: no crash, and work that grows with the text only. */
static void test_hostile (void)
{
	static const char *const pieces[] = { "« ", "\"", "9 ",   "Liu ", "1 000 ",
					      "“",  "» ", "9/9/", "de " };
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
		g_autoptr (GString) text = g_string_new (NULL);
		g_autoptr (Terms) terms = terms_new ();
		g_autoptr (Facts) facts = facts_new ();
		while (text->len < 200000)
			g_string_append (text, pieces[i]);
		analyze_text (analyzer, text->str, text->len, LANG_FR, 1, terms);
		facts_find (text->str, text->len, LANG_FR, terms, FRIDAY, facts);
		for (guint k = 0; k < facts->facts->len; k++)
			g_assert_cmpuint (g_array_index (facts->facts, Fact, k).end, <=, text->len);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/facts/table", test_table);
	g_test_add_func ("/facts/hostile", test_hostile);
	return g_test_run ();
}

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
	  "name:bank of england|name:charles de gaulle|day:w5" },
	{ LANG_FR, "le compte Twitter de Liu Xiaoming en Corée du Sud", 0,
	  "name:twitter|name:liu xiaoming|name:coree du sud" },
	/* a capital that only opens a sentence is no name */
	{ LANG_FR, "Personne ne sait. Rien ne bouge.", 0, "" },
	/* figures with units and multipliers, equal in both languages */
	{ LANG_FR, "2,3 millions d’euros et 40 %", 0, "figure:2300000eur|figure:40%" },
	{ LANG_EN, "€2.3 million and 40 per cent", 0, "figure:2300000eur|figure:40%" },
	{ LANG_FR, "1,5 milliard de dollars", 0, "figure:1500000000usd" },
	{ LANG_EN, "$1.5bn and twelve people", 0, "figure:1500000000usd|figure:12" },
	{ LANG_EN, "1.2m users ran 8m, then 40m euros", 0,
	  "figure:1200000|figure:8m|figure:40000000eur" },
	{ LANG_FR, "une quinzaine de blessés, près d’un millier", 0, "figure:~15|figure:~1000" },
	{ LANG_FR, "plus de 4.000 hectares, au moins douze morts", 0, "figure:>4000ha|figure:>12" },
	{ LANG_EN, "fewer than 5% of at least 12,500", 0, "figure:<5%|figure:>12500" },
	/* numbers in words */
	{ LANG_FR,
	  "deux cent cinquante mille, quatre-vingt-dix-sept, soixante et onze, vingt et un", 0,
	  "figure:250000|figure:97|figure:71|figure:21" },
	{ LANG_EN, "two hundred and fifty thousand, twenty-one, a quarter of a million, two dozen",
	  0, "figure:250000|figure:21|figure:250000|figure:24" },
	{ LANG_FR, "un appartement neuf, cent euros", 0, "figure:100eur" },
	/* indefinite plurals, intervals, scores */
	{ LANG_FR, "des dizaines de milliers de gens", 0, "figure:20000..99999" },
	{ LANG_EN, "tens of thousands; several hundred", 0, "figure:20000..99999|figure:200..999" },
	{ LANG_FR, "entre 10 et 15 ans, de cinq à dix-sept mois", 0,
	  "figure:10..15year|figure:5..17month" },
	{ LANG_EN, "rose from 2% to 3%, kept at 2C to 8C", 0, "figure:2%|figure:3%|figure:2..8c" },
	{ LANG_FR, "a gagné 3-1 devant 10-15 personnes", 0, "figure:10..15|score:3-1" },
	/* measures */
	{ LANG_EN, "112mph, 25km/h, 53-mile, 520 square kilometres, 104F", 0,
	  "figure:112mph|figure:25kmh|figure:53mi|figure:520km2|figure:104f" },
	{ LANG_FR, "180 km/h, 46,2 °C, −18 °C, 520 km²", 0,
	  "figure:180kmh|figure:46.2c|figure:-18c|figure:520km2" },
	/* ordinals and names of things are no figures */
	{ LANG_EN, "the 18th B12 of a 3D film", 0, "name:b12" },
	/* days: named, in figures by the language's order, weekdays against the publication */
	{ LANG_FR, "le mercredi 9 septembre 2020", 0, "day:w3|day:2020-09-09" },
	{ LANG_EN, "on September 9, 2020", 0, "day:2020-09-09" },
	{ LANG_EN, "the 9th September", 0, "day:09-09" },
	{ LANG_EN, "on 3/4/2020", 0, "day:2020-03-04" },
	{ LANG_FR, "le 3/4/2020", 0, "day:2020-04-03" },
	{ LANG_FR, "mercredi", FRIDAY, "day:2020-09-09|day:w3" },
	{ LANG_FR, "jusqu’à mercredi", FRIDAY, "day:2020-09-16|day:w3" },
	{ LANG_EN, "It opens on Tuesday, July 6", FRIDAY, "day:w2|day:2021-07-06" },
	{ LANG_FR, "hier, le 24 août, le 2 janvier", FRIDAY,
	  "day:2020-09-10|day:2020-08-24|day:2020-01-02" },
	/* periods and years */
	{ LANG_FR, "l’année dernière, en mai, d’ici à mai", FRIDAY,
	  "period:2019|period:2020-05|period:2021-05" },
	{ LANG_EN, "back in October 2019, since 1994, may be", FRIDAY,
	  "figure:1994year!|period:2019-10" },
	/* times of day; "6h" alone is a duration */
	{ LANG_FR, "à 16h35, vers 7 h 15, à neuf heures, en 6h", 0,
	  "figure:6h|time:16:35|time:~07:15|time:09:00" },
	{ LANG_EN, "at 4:35pm, around 7.15am, 9 a.m. and 16:35", 0,
	  "time:16:35|time:~07:15|time:09:00|time:16:35" },
	/* quotations of four words or more */
	{ LANG_FR, "« nous condamnons cet acte », dit-il, « non merci »", 0,
	  "quote:nous condamnons cet acte" },
	{ LANG_EN, "He said “we will not go there again” and \"stop\".", 0,
	  "quote:we will not go there again" },
	{ LANG_EN, "\"unbalanced and never closed in this line\nnext line", 0, "" },
};

static void append (GString *out, const char *text, const Fact *fact)
{
	static const char *const kinds[] = { "name",   "figure", "day",  "quote",
					     "period", "time",   "score" };
	g_string_append_printf (out, "%s%s:", out->len ? "|" : "", kinds[fact->kind]);
	if (fact->kind == FACT_QUOTE)
		g_string_append_len (out, text + fact->start, fact->end - fact->start);
	else
		g_string_append_printf (out, "%.*s%s%s%s", fact->bound != 0, &fact->bound,
					fact->norm, fact->unit ? fact->unit : "",
					fact->is_year ? "year!" : "");
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

/* test_compare.c: coverage side by side: what two figures say of each other, translated statements, names in two spellings, and texts that
 * mean harm. Needs the lexicon. */
#include <glib.h>
#include <string.h>

#include "search/compare_report.h"
#include "tests/unit/article_fixture.h"

typedef struct {
	Analyzer *analyzer;
	Lexicon *lexicon;
	Space *space;
	GPtrArray *articles;
	Compare *compare;
} Fixture;

static void set_up (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (GError) error = NULL;
	g_autofree char *path = lexicon_default_path ();
	f->analyzer = analyzer_new ();
	f->lexicon = path ? lexicon_open (path, &error) : NULL;
	f->space = space_new (NULL, f->lexicon, f->analyzer, &error);
	f->articles = g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
	g_assert_no_error (error);
}

static void tear_down (Fixture *f, gconstpointer data)
{
	(void)data;
	compare_free (f->compare);
	g_ptr_array_unref (f->articles);
	space_free (f->space);
	lexicon_close (f->lexicon);
	analyzer_free (f->analyzer);
}

static void add (Fixture *f, const char *language, const char *day, const char *title,
		 const char *text)
{
	g_ptr_array_add (f->articles, make_article (language, day, title, text));
}

static void add_two (Fixture *f)
{
	add (f, "en", "2026-02-12T10:00:00Z", "Dam wall cracks above Morvigne",
	     "A dam above the French town of Morvigne is leaking and 3,200 people have been moved "
	     "to safety.\n"
	     "“We heard the concrete groan all night,” said the mayor, Sylvie Arnoult.\n"
	     "At least nine people were hurt. Engineers from the United Kingdom are on their way.\n"
	     "The dam was built in 1958 and holds 40 million cubic metres of water.");
	add (f, "fr", "2026-02-12T09:00:00+01:00",
	     "Morvigne : le barrage fissuré, 2 800 habitants évacués",
	     "Un barrage fuit au-dessus de Morvigne et 2 800 personnes ont été évacuées, a indiqué "
	     "la préfecture.\n"
	     "« Nous avons entendu le béton gémir toute la nuit », raconte la maire, Sylvie "
	     "Arnoult.\n"
	     "Sept personnes ont été blessées. Le Royaume-Uni envoie des ingénieurs.\n"
	     "L’ouvrage, achevé en 1958, retient 40 millions de mètres cubes d’eau.\n"
	     "Le marché de la place Carnot est annulé.");
}

/* The row of figures with a place that reads `text`; borrowed. */
static const json_t *figure_row (const json_t *report, const char *text)
{
	size_t i, k;
	json_t *row, *place;
	json_array_foreach (json_object_get (report, "figures"), i, row) json_array_foreach (
		json_object_get (row, "places"), k,
		place) if (strcmp (json_string_value (json_object_get (place, "text")), text) ==
			   0) return row;
	return NULL;
}

static const char *verdict (const json_t *report, const char *text)
{
	return json_string_value (json_object_get (figure_row (report, text), "verdict"));
}

static void test_report (Fixture *f, gconstpointer data)
{
	(void)data;
	add_two (f);
	f->compare = compare_new (f->space, f->lexicon, f->articles);
	json_t *report = compare_report (f->compare, REPORT_ALL);
	/* In the order of publication, whatever the order given. */
	const json_t *articles = json_object_get (report, "articles");
	g_assert_cmpstr (
		json_string_value (json_object_get (json_array_get (articles, 0), "language")), ==,
		"fr");
	/* Evacuated with evacuated, hurt with hurt; the same figure written in two ways. */
	g_assert_cmpstr (verdict (report, "2 800"), ==, "differ");
	g_assert_true (figure_row (report, "2 800") == figure_row (report, "3,200"));
	g_assert_cmpstr (verdict (report, "40 millions de mètres cubes"), ==, "agree");
	g_assert_cmpstr (verdict (report, "Sept"), !=, "agree");
	g_assert_false (figure_row (report, "Sept") == figure_row (report, "2 800"));
	/* Both sentences stand by every row that differs. */
	const json_t *places = json_object_get (figure_row (report, "2 800"), "places");
	g_assert_cmpuint (json_array_size (places), ==, 2);
	for (size_t i = 0; i < 2; i++)
		g_assert_nonnull (strstr (json_string_value (json_object_get (
						  json_array_get (places, i), "sentence")),
					  "Morvigne"));
	/* The statement and its translation, the country in both languages, the sentence that only one has. */
	const json_t *quote = json_array_get (json_object_get (report, "quotes"), 0);
	g_assert_cmpint (json_integer_value (json_object_get (quote, "articles")), ==, 2);
	g_autofree char *names = json_dumps (json_object_get (report, "names"), JSON_COMPACT);
	g_assert_nonnull (strstr (names, "Royaume-Uni"));
	size_t i;
	json_t *row;
	bool united = false, market = false;
	json_array_foreach (json_object_get (report, "names"), i, row)
	{
		g_autofree char *text = json_dumps (row, JSON_COMPACT);
		united |= strstr (text, "\"text\":\"Royaume-Uni\"") &&
			  strstr (text, "\"text\":\"United Kingdom\"");
	}
	json_array_foreach (json_object_get (report, "only_here"), i, row) market |=
		strstr (json_string_value (json_object_get (row, "sentence")), "Carnot") != NULL;
	g_assert_true (united);
	g_assert_true (market);
	json_decref (report);
}

/* One dispatch word for word is a copy; its translation in the same order is said to be one; two reports in their own words are neither. */
static void test_origins (Fixture *f, gconstpointer data)
{
	(void)data;
	const char *french = "Le tribunal de Morvigne a condamné jeudi la société Brillac à 400 "
			     "000 euros d’amende.\n"
			     "La société avait versé des solvants dans la rivière Lorme en 2021.\n"
			     "La procureure Odile Ferrat avait requis 500 000 euros.\n"
			     "« Nous ferons appel de cette décision injuste », a dit son avocat.\n"
			     "Les pêcheurs avaient trouvé des milliers de poissons morts.\n"
			     "L’usine emploie 230 personnes dans la vallée.\n"
			     "Le maire a demandé une dépollution du site (AFP)";
	const char *english = "A court in Morvigne on Thursday sentenced the company Brillac to a "
			      "fine of 400,000 euros.\n"
			      "The company had poured solvents into the river Lorme in 2021.\n"
			      "The prosecutor Odile Ferrat had asked for 500,000 euros.\n"
			      "“We will appeal against this unjust decision,” its lawyer said.\n"
			      "Fishermen had found thousands of dead fish.\n"
			      "The factory employs 230 people in the valley.\n"
			      "The mayor asked for a clean-up of the site (AFP)";
	add (f, "fr", "2026-02-12T08:00:00Z", "Brillac condamnée", french);
	add (f, "fr", "2026-02-12T09:00:00Z", "Pollution : l’usine paiera", french);
	add (f, "en", "2026-02-12T10:00:00Z", "Brillac fined", english);
	add (f, "en", "2026-02-12T11:00:00Z", "Polluter to pay",
	     "Anglers cheered outside when judges fined Brillac over chemicals that killed "
	     "fish.\nLocal shops had lost their summer trade.\n"
	     "A second trial is expected next year.");
	f->compare = compare_new (f->space, f->lexicon, f->articles);
	g_assert_cmpint (compare_doc (f->compare, 0)->origin, ==, ORIGIN_OWN);
	g_assert_cmpint (compare_doc (f->compare, 1)->origin, ==, ORIGIN_COPY);
	g_assert_cmpint (compare_doc (f->compare, 2)->origin, ==, ORIGIN_TRANSLATION);
	g_assert_cmpint (compare_doc (f->compare, 3)->origin, ==, ORIGIN_OWN);
	g_assert_cmpuint (compare_doc (f->compare, 0)->agencies->len, ==, 1);
	g_assert_true (
		g_array_index (compare_doc (f->compare, 0)->agencies, CompareAgency, 0).is_credit);
}

typedef struct {
	const char *a, *b; /* French, English */
	int verdict;       /* FigureVerdict; -1: not comparable */
} FigureRow;

static void test_figures (Fixture *f, gconstpointer data)
{
	(void)data;
	static const FigureRow rows[] = {
		{ "200.000 comptes", "200,000 accounts", FIGURES_AGREE },
		{ "1,5 milliard d’euros", "€1.5bn", FIGURES_AGREE },
		{ "près d’un millier", "986", FIGURES_ABOUT },
		{ "16 km", "10 miles", FIGURES_AGREE },
		{ "40 °C", "104F", FIGURES_AGREE },
		{ "au moins douze morts", "15 dead", FIGURES_ABOUT },
		{ "au moins douze morts", "at least 15 dead", FIGURES_DIFFER },
		{ "plus de 400 morts", "at least 434 dead", FIGURES_ABOUT },
		{ "des dizaines", "45 people", FIGURES_ABOUT },
		{ "12 morts", "13 dead", FIGURES_DIFFER },
		{ "12 %", "12 people", -1 },
		{ "12 euros", "12 dollars", -1 },
		{ "48 heures", "two days", -1 },
		{ "61 ans", "61", FIGURES_AGREE },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_autoptr (Terms) fr = terms_new ();
		g_autoptr (Terms) en = terms_new ();
		g_autoptr (Facts) a = facts_new ();
		g_autoptr (Facts) b = facts_new ();
		analyze_text (f->analyzer, rows[i].a, strlen (rows[i].a), LANG_FR, 1, fr);
		analyze_text (f->analyzer, rows[i].b, strlen (rows[i].b), LANG_EN, 1, en);
		facts_find (rows[i].a, strlen (rows[i].a), LANG_FR, fr, 0, a);
		facts_find (rows[i].b, strlen (rows[i].b), LANG_EN, en, 0, b);
		g_assert_cmpuint (a->facts->len, ==, 1);
		g_assert_cmpuint (b->facts->len, ==, 1);
		const Fact *x = &g_array_index (a->facts, Fact, 0),
			   *y = &g_array_index (b->facts, Fact, 0);
		int found = compare_comparable (x, y) ? (int)compare_figures (x, y) : -1;
		if (found != rows[i].verdict)
			g_error ("%s | %s: %d, not %d", rows[i].a, rows[i].b, found,
				 rows[i].verdict);
		/* The same from the other side. */
		g_assert_cmpint (compare_comparable (y, x) ? (int)compare_figures (y, x) : -1, ==,
				 found);
	}
}

static char *repeated (const char *piece, gsize bytes)
{
	GString *out = g_string_new (NULL);
	while (out->len < bytes)
		g_string_append (out, piece);
	return g_string_free (out, FALSE);
}

/* A megabyte without a full stop, thousands of numbers, quotation marks that never close: bounded, and still one report. */
static void test_hostile (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autofree char *endless = repeated ("mot suite longue ", 1 << 20),
			*numbers = repeated ("Il y a 17 personnes et 18 %. ", 200000),
			*quotes = repeated ("« “ \" il a dit que ", 200000);
	add (f, "fr", NULL, "Sans fin", endless);
	add (f, "fr", NULL, "Nombres", numbers);
	add (f, "en", NULL, "Quotes", quotes);
	add (f, NULL, NULL, "", "");
	f->compare = compare_new (f->space, f->lexicon, f->articles);
	g_assert_cmpuint (f->compare->sentences->len, <=, COMPARE_SENTENCES_MAX);
	g_assert_cmpuint (f->compare->figures->len, <=, COMPARE_FACTS_MAX);
	g_assert_cmpuint (f->compare->left_out, >, 0);
	json_t *report = compare_report (f->compare, REPORT_ALL);
	g_autofree char *text = json_dumps (report, JSON_COMPACT);
	g_assert_cmpuint (strlen (text), <, 32 << 20);
	json_decref (report);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add ("/compare/report", Fixture, NULL, set_up, test_report, tear_down);
	g_test_add ("/compare/origins", Fixture, NULL, set_up, test_origins, tear_down);
	g_test_add ("/compare/figures", Fixture, NULL, set_up, test_figures, tear_down);
	g_test_add ("/compare/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
	return g_test_run ();
}

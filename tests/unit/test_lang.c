/* test_lang.c: language codes and language identification. */
#include "shim/lang.h"

#include <string.h>

static void test_codes (void)
{
	static const struct {
		const char *code;
		Lang lang;
	} cases[] = {
		{ "fr", LANG_FR },           { "FR-ca", LANG_FR },    { "fra", LANG_FR },
		{ "fre", LANG_FR },          { "french", LANG_FR },   { "Français", LANG_FR },
		{ " fr_FR.UTF-8", LANG_FR }, { "en", LANG_EN },       { "en_US", LANG_EN },
		{ "eng", LANG_EN },          { "ENGLISH", LANG_EN },  { "en, fr", LANG_EN },
		{ "de", LANG_OTHER },        { "frp", LANG_OTHER },   { "enm-x", LANG_OTHER },
		{ "f", LANG_OTHER },         { "", LANG_UNKNOWN },    { "  ", LANG_UNKNOWN },
		{ NULL, LANG_UNKNOWN },      { "und", LANG_UNKNOWN }, { "x-default", LANG_UNKNOWN },
		{ "-", LANG_UNKNOWN },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		g_assert_cmpint (lang_from_code (cases[i].code), ==, cases[i].lang);
	g_assert_cmpstr (lang_code (LANG_FR), ==, "fr");
	g_assert_cmpstr (lang_code (LANG_EN), ==, "en");
	g_assert_null (lang_code (LANG_OTHER));
	g_assert_null (lang_code (LANG_UNKNOWN));
}

static LangGuess detect (const char *text, const char *hint)
{
	LangGuess guess;
	memset (&guess, 0x55, sizeof guess);
	lang_detect (text, strlen (text), hint, &guess);
	g_assert_cmpfloat (guess.confidence, >=, 0.0);
	g_assert_cmpfloat (guess.confidence, <=, 1.0);
	g_assert_cmpint (guess.lang, ==, lang_from_code (guess.code));
	return guess;
}

static const char french[] =
	"Le conseil municipal a voté hier soir le budget de l'année prochaine, malgré l'opposition "
	"de "
	"plusieurs élus qui réclamaient davantage de moyens pour les écoles du quartier.";
static const char english[] = "The town council voted last night for next year's budget, although "
			      "several members had asked for "
			      "more money for the schools of the district.";

static void test_texts (void)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ french, "fr" },
		{ english, "en" },
		{ "Der Stadtrat hat gestern Abend den Haushalt für das kommende Jahr beschlossen, "
		  "obwohl "
		  "mehrere Abgeordnete dagegen waren.",
		  "de" },
		{ "El ayuntamiento aprobó anoche el presupuesto del próximo año a pesar de la "
		  "oposición de "
		  "varios concejales.",
		  "es" },
		{ "Городской совет вчера вечером принял бюджет на следующий год.", "ru" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		LangGuess guess = detect (cases[i].text, NULL);
		g_assert_cmpstr (guess.code, ==, cases[i].code);
		g_assert_cmpfloat (guess.confidence, >, 0.8);
	}
}

static void test_headlines (void)
{
	static const struct {
		const char *text;
		Lang lang;
	} cases[] = {
		{ "Tombe du chanteur : les riverains se fâchent", LANG_FR },
		{ "L'Assemblée vote la ratification", LANG_FR },
		{ "Un caïd rejugé après dix mois d’errance", LANG_FR },
		{ "Premier concert en plein air à Lyon le 12 mai", LANG_FR },
		{ "Council raises taxes", LANG_EN },
		{ "Chrysler says N.Y. plant is to close", LANG_EN },
		{ "Le Pen and de Gaulle are names that the papers print", LANG_EN },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		LangGuess guess = detect (cases[i].text, NULL);
		if (guess.lang != cases[i].lang)
			g_test_message ("%s: %s", cases[i].text, guess.code);
		g_assert_cmpint (guess.lang, ==, cases[i].lang);
	}
}

static void test_hints (void)
{
	/* overruled by clear text */
	g_assert_cmpint (detect (french, "en").lang, ==, LANG_FR);
	g_assert_cmpint (detect (english, "fr-CA").lang, ==, LANG_EN);
	g_assert_cmpint (detect (english, "de").lang, ==, LANG_EN);
	/* believed, weakly, where there is nothing to see */
	LangGuess guess = detect ("", "fr");
	g_assert_cmpint (guess.lang, ==, LANG_FR);
	g_assert_cmpstr (guess.code, ==, "fr");
	g_assert_cmpfloat (guess.confidence, <=, 0.25);
	g_assert_cmpint (detect ("12 345 !", "en").lang, ==, LANG_EN);
	g_assert_cmpint (detect ("", "de").lang, ==, LANG_UNKNOWN);
}

static void test_nothing (void)
{
	static const char *const texts[] = { "", " ", "12 345", "?!", "€ 5 %" };
	for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
		LangGuess guess = detect (texts[i], NULL);
		g_assert_cmpint (guess.lang, ==, LANG_UNKNOWN);
		g_assert_cmpstr (guess.code, ==, "");
		g_assert_cmpfloat (guess.confidence, ==, 0.0);
	}
}

/* A text of two languages is the one it has more of, with less confidence. */
static void test_mixture (void)
{
	g_autofree char *mixed = g_strconcat (french, " ", french, " ", english, NULL);
	LangGuess guess = detect (mixed, NULL);
	g_assert_cmpint (guess.lang, ==, LANG_FR);
	g_assert_cmpfloat (guess.confidence, <, 0.9);
	g_assert_cmpfloat (guess.confidence, >, 0.2);
}

/* What stands behind the first 64 KiB is not looked at, and no character is cut there. */
static void test_bound (void)
{
	for (gsize pad = 0; pad < 4; pad++) {
		g_autoptr (GString) text = g_string_new (NULL);
		for (gsize i = 0; i < pad; i++)
			g_string_append_c (text, ' ');
		while (text->len < 64 * 1024)
			g_string_append (text, "été élevé déjà âgé près même. ");
		gsize behind = text->len;
		for (int i = 0; i < 3000; i++)
			g_string_append (text, english);
		LangGuess guess = detect (text->str, NULL);
		g_assert_cmpint (guess.lang, ==, LANG_FR);
		/* the same without what is behind */
		g_string_truncate (text, behind);
		g_assert_cmpfloat (detect (text->str, NULL).confidence, ==, guess.confidence);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/lang/codes", test_codes);
	g_test_add_func ("/lang/texts", test_texts);
	g_test_add_func ("/lang/headlines", test_headlines);
	g_test_add_func ("/lang/hints", test_hints);
	g_test_add_func ("/lang/nothing", test_nothing);
	g_test_add_func ("/lang/mixture", test_mixture);
	g_test_add_func ("/lang/bound", test_bound);
	return g_test_run ();
}

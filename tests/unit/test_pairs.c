/* test_pairs.c: the join finds the pairs that judging every pair finds, whichever article comes first; what is removed or has left the
 * window is not found; memory stays within its bound. Needs the lexicon. */
#include <glib.h>
#include <string.h>

#include "search/pairs_private.h"
#include "tests/unit/space_fixture.h"

/* Five events, each told in both languages; %s is what makes one event's report another than the next town's. */
static const char *const texts[][3] = {
	{ "fr", "Le musée de %s rouvre après le vol de trois tableaux",
	  "La directrice du musée de %s a annoncé mercredi la réouverture.\nTrois tableaux estimés "
	  "à "
	  "2,3 millions d’euros avaient été volés dans la nuit." },
	{ "en", "%s museum reopens after theft of three paintings",
	  "The museum in %s opened its doors again on Wednesday, its director said.\nThieves took "
	  "three "
	  "paintings worth €2.3 million during the night." },
};
static const char *const towns[] = { "Valmorel", "Strasbourg", "Carcassonne", "Quimper",
				     "Dunkerque" };

static Profile *report (Fixture *f, guint town, guint language, const char *day)
{
	g_autoptr (Article) a = article_new ();
	const char *const *row = texts[language];
	const char *mark = strstr (row[1], "%s");
	a->id = g_strdup_printf ("%u-%u", town, language);
	a->language = g_strdup (row[0]);
	a->title =
		g_strdup_printf ("%.*s%s%s", (int)(mark - row[1]), row[1], towns[town], mark + 2);
	mark = strstr (row[2], "%s");
	a->text = g_strdup_printf ("%.*s%s%s", (int)(mark - row[2]), row[2], towns[town], mark + 2);
	g_assert_true (article_date_parse (day, &a->date_published));
	a->date_published.confidence = 1;
	Profile *profile = profile_new (f->space, a);
	profile_strip (profile); /* before the article goes */
	return profile;
}

typedef struct {
	GHashTable *pairs; /* "smaller larger" → probability in 1/1000 */
	guint calls;
} Told;

static void note (guint32 a, guint32 b, const Link *link, gpointer data)
{
	Told *told = data;
	told->calls++;
	g_hash_table_insert (told->pairs, g_strdup_printf ("%u %u", MIN (a, b), MAX (a, b)),
			     GUINT_TO_POINTER ((guint)(link->probability * 1000)));
}

static Told told_new (void)
{
	return (Told){ g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), 0 };
}

/* Reports are keyed 10 × town + language. */
static Told run (Fixture *f, const guint *order, const PairsOptions *options)
{
	Told told = told_new ();
	g_autoptr (Pairs) pairs = pairs_new (f->space, f->model, options);
	for (guint i = 0; i < 10; i++) {
		guint town = order[i] / 2, language = order[i] % 2;
		pairs_add (pairs, 10 * town + language, report (f, town, language, "2026-03-05"),
			   note, &told);
	}
	g_assert_cmpuint (pairs_count (pairs), ==, 10);
	/* What came later has changed what is near: now all is there. */
	g_assert_cmpuint (told.calls, ==, 45);
	for (guint round = 0; round < 2; round++)
		for (guint i = 0; i < 10; i++)
			pairs_again (pairs, 10 * (i / 2) + i % 2, round ? note : NULL, &told);
	g_assert_cmpuint (told.calls, ==, 45 + 90);
	return told;
}

static const guint orders[][10] = { { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 },
				    { 9, 7, 5, 3, 1, 0, 2, 4, 6, 8 },
				    { 5, 0, 9, 2, 7, 4, 1, 6, 3, 8 } };

/* What `again` was told is what `first` was, but for sums in another order: thousandths. Frees `again`. */
static void assert_same (const Told *first, Told *again)
{
	GHashTableIter iter;
	gpointer key, value;
	g_assert_cmpuint (g_hash_table_size (again->pairs), ==, g_hash_table_size (first->pairs));
	g_hash_table_iter_init (&iter, first->pairs);
	while (g_hash_table_iter_next (&iter, &key, &value))
		g_assert_cmpint (ABS (GPOINTER_TO_INT (g_hash_table_lookup (again->pairs, key)) -
				      GPOINTER_TO_INT (value)),
				 <=, 1);
	g_hash_table_unref (again->pairs);
}

/* All held first: whatever their order, each pair is the same, and the same from both sides. */
static void test_survey (Fixture *f, gconstpointer data)
{
	(void)data;
	PairsOptions options = PAIRS_INIT;
	options.min_probability = 0;
	Told first = { 0 };
	for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
		g_autoptr (Pairs) pairs = pairs_new (f->space, f->model, &options);
		Told told = told_new (), back = told_new ();
		for (guint k = 0; k < 10; k++) {
			guint town = orders[i][k] / 2, language = orders[i][k] % 2;
			pairs_hold (pairs, 10 * town + language,
				    report (f, town, language, "2026-03-05"));
		}
		pairs_survey (pairs);
		g_assert_cmpuint (told.calls, ==, 0);
		for (guint k = 0; k < 10; k++)
			pairs_again (pairs, 10 * (k / 2) + k % 2, note, &told);
		for (guint k = 10; k-- > 0;)
			pairs_again (pairs, 10 * (k / 2) + k % 2, note, &back);
		g_assert_cmpuint (told.calls, ==, 90);
		assert_same (&told, &back);
		if (i)
			assert_same (&first, &told);
		else
			first = told;
	}
	g_hash_table_unref (first.pairs);
}

static void test_order (Fixture *f, gconstpointer data)
{
	(void)data;
	PairsOptions options = PAIRS_INIT;
	options.min_probability = 0;
	Told first = run (f, orders[0], &options);
	for (guint town = 0; town < G_N_ELEMENTS (towns); town++) {
		g_autofree char *key = g_strdup_printf ("%u %u", 10 * town, 10 * town + 1);
		guint own = GPOINTER_TO_UINT (g_hash_table_lookup (first.pairs, key));
		g_autofree char *wrong =
			g_strdup_printf ("%u %u", 10 * town, 10 * ((town + 1) % 5) + 1);
		g_autofree char *wrong_turned =
			g_strdup_printf ("%u %u", 10 * ((town + 1) % 5) + 1, 10 * town);
		guint other =
			MAX (GPOINTER_TO_UINT (g_hash_table_lookup (first.pairs, wrong)),
			     GPOINTER_TO_UINT (g_hash_table_lookup (first.pairs, wrong_turned)));
		g_assert_cmpuint (own, >, other);
	}
	for (gsize i = 1; i < G_N_ELEMENTS (orders); i++) {
		Told again = run (f, orders[i], &options);
		assert_same (&first, &again);
	}
	g_hash_table_unref (first.pairs);
}

static void test_leaving (Fixture *f, gconstpointer data)
{
	(void)data;
	PairsOptions options = PAIRS_INIT;
	options.min_probability = 0;
	g_autoptr (Pairs) pairs = pairs_new (f->space, f->model, &options);
	Told told = told_new ();
	pairs_add (pairs, 1, report (f, 0, 0, "2026-03-05"), note, &told);
	g_autoptr (Profile) asked = report (f, 0, 1, "2026-03-06");
	pairs_find (pairs, 0, asked, note, &told);
	g_assert_cmpuint (told.calls, ==, 1);
	pairs_find (pairs, 0, asked, note, &told); /* asking leaves nothing behind */
	g_assert_cmpuint (told.calls, ==, 2);

	g_autoptr (Profile) late = report (f, 0, 1, "2026-04-06");
	pairs_find (pairs, 0, late, note, &told); /* out of the window */
	g_assert_cmpuint (told.calls, ==, 2);

	pairs_add (pairs, 1, report (f, 1, 0, "2026-03-05"), NULL, NULL); /* replaced */
	g_assert_cmpuint (pairs_count (pairs), ==, 1);
	pairs_remove (pairs, 1);
	pairs_remove (pairs, 77);
	g_assert_cmpuint (pairs_count (pairs), ==, 0);
	g_assert_null (pairs_get (pairs, 1));
	pairs_find (pairs, 0, asked, note, &told);
	g_assert_cmpuint (told.calls, ==, 2);
	g_hash_table_unref (told.pairs);
}

static void test_bounds (Fixture *f, gconstpointer data)
{
	(void)data;
	PairsOptions options = PAIRS_INIT;
	options.live_min = 100;
	g_autoptr (Pairs) pairs = pairs_new (f->space, f->model, &options);
	for (guint day = 0; day < 400; day++) {
		g_autofree char *date =
			g_strdup_printf ("2026-%02u-%02u", 1 + day / 28 % 12, 1 + day % 28);
		pairs_add (pairs, day + 1, report (f, day % 5, day % 2, date), NULL, NULL);
		if (day == 335)
			break;
	}
	g_assert_cmpuint (pairs_count (pairs), ==, 100);
	g_assert_nonnull (pairs_get (pairs, 336));
	g_assert_null (pairs_get (pairs, 236));

	gsize one = pairs_memory (pairs) / 100;
	options.memory_max = one * 20;
	g_autoptr (Pairs) small = pairs_new (f->space, f->model, &options);
	for (guint i = 0; i < 2000; i++) {
		pairs_add (small, i + 1, report (f, i % 5, i % 2, "2026-03-05"), NULL, NULL);
		g_assert_cmpuint (pairs_memory (small), <=, options.memory_max);
	}
	g_assert_cmpuint (pairs_count (small), >, 2);
	g_assert_nonnull (pairs_get (small, 2000));
}

typedef struct {
	guint32 a, b;
	double margin;
	bool seen;
} Margin;

static void note_margin (guint32 a, guint32 b, const Link *link, gpointer data)
{
	Margin *m = data;
	if (MIN (a, b) != m->a || MAX (a, b) != m->b)
		return;
	m->margin = link->features[LINK_MARGIN];
	m->seen = true;
}

static Profile *another_event (Fixture *f)
{
	g_autoptr (Article) a = article_new ();
	a->id = g_strdup ("tour");
	a->language = g_strdup ("en");
	a->title = g_strdup ("Paintings of the Valmorel museum on tour");
	a->text =
		g_strdup ("A show of paintings from the museum in Valmorel goes round the country "
			  "this summer, with works lent by forty collectors.");
	g_assert_true (article_date_parse ("2026-03-05", &a->date_published));
	a->date_published.confidence = 1;
	Profile *profile = profile_new (f->space, a);
	profile_strip (profile);
	return profile;
}

/* How far a French report and the English one of its event stand out, beside a `third` (taken over, or NULL). */
static double margin_with (Fixture *f, Profile *third)
{
	PairsOptions options = PAIRS_INIT;
	options.min_probability = 0;
	g_autoptr (Pairs) pairs = pairs_new (f->space, f->model, &options);
	pairs_hold (pairs, 1, report (f, 0, 0, "2026-03-05"));
	pairs_hold (pairs, 2, report (f, 0, 1, "2026-03-05"));
	if (third)
		pairs_hold (pairs, 3, third);
	pairs_survey (pairs);
	Margin margin = { 1, 2, 0, false };
	pairs_again (pairs, 1, note_margin, &margin);
	g_assert_true (margin.seen);
	return margin.margin;
}

/* A report of another event is a rival; one that tells the same is none. */
static void test_no_rivals (Fixture *f, gconstpointer data)
{
	(void)data;
	double with_rival = margin_with (f, another_event (f)),
	       with_second = margin_with (f, report (f, 0, 1, "2026-03-05"));
	g_assert_cmpfloat (with_rival, <, margin_with (f, NULL));
	g_assert_cmpfloat (with_second, >, with_rival);
}

/* What all of a week write of is no longer rare in it; what none does, in another month or of a mere sample, is as ever. */
static void test_days (Fixture *f, gconstpointer data)
{
	(void)data;
	enum { ARTICLES = 100, MARCH_5 = 20517, MAY_1 = 20574 };
	const guint32 full = space_id (f->space, LANG_EN, "valmorel", 8),
		      none = space_id (f->space, LANG_EN, "quimper", 7);
	for (int is_sample = 0; is_sample < 2; is_sample++) {
		PairsOptions options = PAIRS_INIT;
		options.is_sample = is_sample;
		g_autoptr (Pairs) pairs = pairs_new (f->space, f->model, &options);
		for (guint i = 0; i < ARTICLES; i++)
			pairs_hold (pairs, i, report (f, 0, 1, "2026-03-05"));
		double part = days_part (pairs, full, LANG_EN, MARCH_5);
		g_assert_cmpfloat (part, >, 0);
		g_assert_true (is_sample ? part == 1 : part < 0.3);
		g_assert_cmpfloat (days_part (pairs, full, LANG_EN, MARCH_5 + 7), ==, part);
		g_assert_cmpfloat (days_part (pairs, none, LANG_EN, MARCH_5), ==, 1);
		g_assert_cmpfloat (days_part (pairs, full, LANG_EN, MAY_1), ==, 1);
		for (guint i = 0; i < ARTICLES; i++)
			pairs_remove (pairs, i);
		g_assert_cmpfloat (days_part (pairs, full, LANG_EN, MARCH_5), ==, 1);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_autofree char *path = lexicon_default_path ();
	if (!path)
		g_test_message ("no lexicon: names alone must do");
	g_test_add ("/pairs/no-rivals", Fixture, NULL, set_up, test_no_rivals, tear_down);
	g_test_add ("/pairs/survey", Fixture, NULL, set_up, test_survey, tear_down);
	g_test_add ("/pairs/order", Fixture, NULL, set_up, test_order, tear_down);
	g_test_add ("/pairs/leaving", Fixture, NULL, set_up, test_leaving, tear_down);
	g_test_add ("/pairs/days", Fixture, NULL, set_up, test_days, tear_down);
	g_test_add ("/pairs/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
	return g_test_run ();
}

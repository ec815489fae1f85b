/* test_gist.c: what the index keeps of an article makes the same profile, to the last digit, as its text does; bytes that are damaged or
 * of another version are refused. Needs the lexicon. */
#include <glib.h>
#include <string.h>

#include "indexer/gist.h"
#include "tests/unit/space_fixture.h"

static Article *article (const char *language)
{
	bool french = strcmp (language, "fr") == 0;
	Article *a = article_new ();
	a->id = g_strdup (language);
	a->language = g_strdup (language);
	a->title = g_strdup (french ? "Le musée de Valmorel rouvre après le vol de 3 tableaux"
				    : "Valmorel museum reopens after theft of 3 paintings");
	a->text = g_strdup (
		french ? "La directrice du musée de Valmorel, Odile Carcassin, a annoncé mercredi "
			 "la réouverture le 9 septembre 2026.\nTrois tableaux estimés à 2,3 "
			 "millions d’euros avaient été volés dans la nuit de 2025.\n« Nous avons "
			 "changé toutes les serrures et doublé la garde », a déclaré Odile "
			 "Carcassin. Les tableaux ont disparu."
		       : "The museum in Valmorel opened its doors again on Wednesday, its director "
			 "Odile Carcassin said.\nThieves took three paintings worth €2.3 million "
			 "during the night.\n“We have changed all the locks and doubled the "
			 "guard,” Carcassin said.");
	g_assert_true (article_date_parse ("2026-03-05", &a->date_published));
	a->date_published.confidence = 1;
	return a;
}

static void assert_same_vector (const Vector *a, const Vector *b)
{
	g_assert_cmpmem (a->data, a->len * sizeof (Weighted), b->data, b->len * sizeof (Weighted));
}

static void assert_same_terms (const GArray *a, const GArray *b)
{
	g_assert_cmpuint (a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const ProfileTerm *x = &g_array_index (a, ProfileTerm, i),
				  *y = &g_array_index (b, ProfileTerm, i);
		g_assert_cmpuint (x->id, ==, y->id);
		g_assert_cmpuint (x->other_id, ==, y->other_id);
		g_assert_true (x->idf == y->idf && x->count == y->count && x->titled == y->titled &&
			       x->in_lead == y->in_lead && x->in_opening == y->in_opening &&
			       x->is_name == y->is_name && x->is_number == y->is_number);
	}
}

static void assert_same_facts (const Profile *a, const Profile *b)
{
	g_assert_cmpuint (a->figures->len, ==, b->figures->len);
	for (guint i = 0; i < a->figures->len; i++) {
		const ProfileFigure *x = &g_array_index (a->figures, ProfileFigure, i),
				    *y = &g_array_index (b->figures, ProfileFigure, i);
		g_assert_cmpuint (x->id, ==, y->id);
		g_assert_cmpstr (x->unit, ==, y->unit);
		g_assert_true (x->weight == y->weight && x->value == y->value &&
			       x->in_lead == y->in_lead);
	}
	g_assert_cmpuint (a->days->len, ==, b->days->len);
	for (guint i = 0; i < a->days->len; i++) {
		const ProfileDay *x = &g_array_index (a->days, ProfileDay, i),
				 *y = &g_array_index (b->days, ProfileDay, i);
		g_assert_true (x->year == y->year && x->day == y->day && x->in_lead == y->in_lead);
	}
	g_assert_cmpuint (a->quotes->len, ==, b->quotes->len);
	for (guint i = 0; i < a->quotes->len; i++) {
		assert_same_vector (profile_quote (a, i, false), profile_quote (b, i, false));
		assert_same_vector (profile_quote (a, i, true), profile_quote (b, i, true));
	}
}

static void test_same (Fixture *f, gconstpointer language)
{
	g_autoptr (Article) a = article (language);
	g_autoptr (Profile) fresh = profile_new (f->space, a);
	g_autoptr (Gist) gist = gist_new (a, fresh->analysis);
	gsize len;
	g_autofree char *bytes = gist_pack (gist, &len);
	g_autoptr (Gist) kept = gist_unpack (bytes, len);
	g_assert_nonnull (kept);
	g_autoptr (Profile) again = profile_of_gist (f->space, kept);
	g_assert_cmpuint (fresh->figures->len, >=, 2);
	g_assert_cmpuint (fresh->days->len, >=, 1);
	g_assert_cmpuint (fresh->quotes->len, ==, 1);
	g_assert_cmpuint (fresh->names->len, >=, 3);
	g_assert_cmpint (fresh->lang, ==, again->lang);
	g_assert_cmpint (fresh->day_s, ==, again->day_s);
	assert_same_terms (fresh->terms, again->terms);
	g_assert_cmpmem (fresh->sieve, sizeof fresh->sieve, again->sieve, sizeof again->sieve);
	g_assert_cmpmem (fresh->names->data, fresh->names->len * sizeof (ProfileName),
			 again->names->data, again->names->len * sizeof (ProfileName));
	assert_same_facts (fresh, again);
	assert_same_vector (fresh->all, again->all);
	assert_same_vector (fresh->all_translated, again->all_translated);
	g_assert_cmpint (fresh->is_titled, ==, again->is_titled);
	for (int part = 0; part < PROFILE_PARTS; part++) {
		g_assert_cmpuint (profile_part (fresh, part)->len, >, 0);
		assert_same_vector (profile_part (fresh, part), profile_part (again, part));
	}
}

static GistName name_in (Fixture *f, const char *title, const char *stem)
{
	g_autoptr (Article) a = article_new ();
	a->id = g_strdup ("headline");
	a->language = g_strdup ("en");
	a->title = g_strdup (title);
	g_autoptr (Profile) profile = profile_new (f->space, a);
	g_autoptr (Gist) gist = gist_new (a, profile->analysis);
	for (guint i = 0; i < gist->words->len; i++) {
		const GistWord *word = &g_array_index (gist->words, GistWord, i);
		if (strcmp (word->stem, stem) == 0)
			return (GistName)word->is_name;
	}
	g_assert_not_reached ();
}

/* A headline tells its names by their capitals, unless it is in Title Case or the word is its first. */
static void test_headline_names (Fixture *f, gconstpointer data)
{
	(void)data;
	g_assert_cmpint (name_in (f, "Judge tells Ollerenshaw to pay damages", "ollerenshaw"), ==,
			 GIST_NAME);
	g_assert_cmpint (name_in (f, "Judge tells Ollerenshaw to pay damages", "damag"), ==,
			 GIST_NO_NAME);
	g_assert_cmpint (name_in (f, "Judge Tells Ollerenshaw to Pay Damages", "ollerenshaw"), ==,
			 GIST_MAY_BE_NAME);
	g_assert_cmpint (name_in (f, "Ollerenshaw told to pay damages", "ollerenshaw"), ==,
			 GIST_MAY_BE_NAME);
	/* There general news decides, and what it does not know is a name. */
	const char *const words[][2] = { { "ollerenshaw", "y" },
					 { "macron", "y" },
					 { "damag", "" } };
	for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
		guint32 id = space_id (f->space, LANG_EN, words[i][0], strlen (words[i][0]));
		g_assert_cmpint (space_is_name (f->space, id), ==, *words[i][1] != '\0');
	}
}

/* Where a figure and a day stand first says whether they are the lead's. */
static void test_lead (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) a = article ("en");
	g_autoptr (GString) text = g_string_new ("The fire killed 67 people on 2 March 2026.");
	for (int i = 0; i < DOCUMENT_LEAD_WORDS; i++)
		g_string_append (text, " Nobody saw anything");
	g_string_append (text, ". It cost 4512 euros on 9 January 2025.");
	g_free (a->text);
	a->text = g_string_free (g_steal_pointer (&text), FALSE);
	g_autoptr (Profile) p = profile_new (f->space, a);
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		const char *word = profile_place (p, t)->word;
		if (strcmp (word, "fire") == 0)
			g_assert_true (t->in_opening && t->in_lead);
		if (strcmp (word, "saw") == 0)
			g_assert_false (t->in_opening);
	}
	g_assert_cmpuint (p->days->len, ==, 2);
	g_assert_true (g_array_index (p->days, ProfileDay, 0).in_lead);
	g_assert_false (g_array_index (p->days, ProfileDay, 1).in_lead);
	guint seen = 0;
	for (guint i = 0; i < p->figures->len; i++) {
		const ProfileFigure *figure = &g_array_index (p->figures, ProfileFigure, i);
		seen += figure->value == 67 || figure->value == 4512;
		if (figure->value == 67)
			g_assert_true (figure->in_lead);
		if (figure->value == 4512)
			g_assert_false (figure->in_lead);
	}
	g_assert_cmpuint (seen, ==, 2);
}

/* Units that are made of two words are in no table, and are kept as the others are. */
static void test_compound_units (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) a = article ("en");
	g_free (a->text);
	a->text = g_strdup (
		"It took 51 cubic metres over 62 km², at 73 km/h, then 84 miles per hour.");
	g_autoptr (Profile) fresh = profile_new (f->space, a);
	g_autoptr (Gist) gist = gist_new (a, fresh->analysis);
	gsize len;
	g_autofree char *bytes = gist_pack (gist, &len);
	g_autoptr (Gist) kept = gist_unpack (bytes, len);
	g_assert_nonnull (kept);
	guint units = 0;
	for (guint i = 0; i < kept->figures->len; i++) {
		const char *unit = g_array_index (kept->figures, GistFact, i).unit;
		g_assert_true (unit == g_array_index (gist->figures, GistFact, i).unit);
		units += unit != NULL;
	}
	g_assert_cmpuint (units, ==, 4);
}

/* Cut short anywhere, with anything behind, or of another version: no gist. With any one byte changed: a gist or none, no crash. */
static void test_damage (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (Article) a = article ("fr");
	g_autoptr (Profile) fresh = profile_new (f->space, a);
	g_autoptr (Gist) gist = gist_new (a, fresh->analysis);
	gsize len;
	g_autofree char *bytes = gist_pack (gist, &len);
	for (gsize cut = 0; cut < len; cut++)
		g_assert_null (gist_unpack (bytes, cut));
	g_autofree char *longer = g_malloc0 (len + 1);
	memcpy (longer, bytes, len);
	g_assert_null (gist_unpack (longer, len + 1));
	g_autofree char *newer = g_memdup2 (bytes, len);
	newer[0]++;
	g_assert_null (gist_unpack (newer, len));
	newer[0]--;
	newer[1]++; /* the mark of other tables */
	g_assert_null (gist_unpack (newer, len));
	for (gsize i = 0; i < len; i++) {
		g_autofree char *changed = g_memdup2 (bytes, len);
		changed[i] = (char)(changed[i] ^ 0x85);
		g_autoptr (Gist) read = gist_unpack (changed, len);
		if (read)
			profile_free (profile_of_gist (f->space, read));
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add ("/gist/same-profile/fr", Fixture, "fr", set_up, test_same, tear_down);
	g_test_add ("/gist/same-profile/en", Fixture, "en", set_up, test_same, tear_down);
	g_test_add ("/gist/headline-names", Fixture, NULL, set_up, test_headline_names, tear_down);
	g_test_add ("/gist/lead", Fixture, NULL, set_up, test_lead, tear_down);
	g_test_add ("/gist/compound-units", Fixture, NULL, set_up, test_compound_units, tear_down);
	g_test_add ("/gist/damage", Fixture, NULL, set_up, test_damage, tear_down);
	return g_test_run ();
}

/* test_lexicon_train.c: words learnt from parallel lines, and the user's own words. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <zlib.h>

#include "indexer/lexicon_train.h"
#include "indexer/lexicon_user.h"
#include "indexer/lexicon_write.h"
#include "scratch.h"

/* --- training --- */

static const char *const words[][2] = {
	{ "chien", "dog" },     { "maison", "house" },    { "rivière", "river" },
	{ "pont", "bridge" },   { "boulanger", "baker" }, { "montagne", "mountain" },
	{ "lettre", "letter" }, { "jardin", "garden" },   { "fenêtre", "window" },
	{ "bateau", "boat" },   { "soldat", "soldier" },  { "reine", "queen" },
	{ "marché", "market" }, { "neige", "snow" },      { "couteau", "knife" },
	{ "arbre", "tree" },
};

/* Lines of three to six words, the English ones in another order. */
static void write_lines (const char *fr_path, const char *en_path, guint lines)
{
	g_autoptr (GRand) random = g_rand_new_with_seed (11);
	gzFile fr = gzopen (fr_path, "wb"), en = gzopen (en_path, "wT");
	for (guint i = 0; i < lines; i++) {
		guint count = (guint)g_rand_int_range (random, 3, 7);
		g_autoptr (GString) english = g_string_new (NULL);
		for (guint k = 0; k < count; k++) {
			guint w = (guint)g_rand_int_range (random, 0, G_N_ELEMENTS (words));
			gzprintf (fr, "le %s ", words[w][0]);
			g_string_prepend_c (english, ' ');
			g_string_prepend (english, words[w][1]);
		}
		gzprintf (fr, ".\n");
		gzprintf (en, "The %s.\n", english->str);
	}
	gzclose (fr);
	gzclose (en);
}

static void on_pair (const char *fr, const char *en, double p_en, double p_fr, gpointer data)
{
	GHashTable *learnt = data;
	g_assert_cmpfloat (p_en, <=, 1);
	g_assert_cmpfloat (p_fr, <=, 1);
	if (p_en > .5 && p_fr > .5)
		g_assert_true (g_hash_table_insert (learnt, g_strdup (fr), g_strdup (en)));
}

static bool stop (double done, gpointer data)
{
	(void)done;
	(void)data;
	return false;
}

static void test_train (void)
{
	SCRATCH (dir);
	g_autofree char *fr = g_build_filename (dir, "fr.gz", NULL),
			*en = g_build_filename (dir, "en", NULL);
	g_autoptr (GHashTable) learnt =
		g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr (GError) error = NULL;
	LexiconTrainStats stats;
	write_lines (fr, en, 2000);
	g_assert_true (lexicon_train (fr, en, on_pair, NULL, learnt, &stats, &error));
	g_assert_no_error (error);
	g_assert_cmpuint (stats.sentences, ==, 2000);
	g_assert_cmpuint (g_hash_table_size (learnt), ==, G_N_ELEMENTS (words));
	for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
		g_assert_cmpstr (g_hash_table_lookup (learnt, words[i][0]), ==, words[i][1]);
	g_assert_false (lexicon_train (fr, en, on_pair, stop, learnt, NULL, &error));
	g_assert_error (error, LEXICON_ERROR, LEXICON_ERROR_FAILED);
}

static void expect_failure (const char *fr, const char *en, GQuark domain, const char *says)
{
	g_autoptr (GError) error = NULL;
	g_assert_false (lexicon_train (fr, en, on_pair, NULL, NULL, NULL, &error));
	g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (domain));
	g_assert_nonnull (strstr (error->message, says));
}

static void test_train_failures (void)
{
	SCRATCH (dir);
	g_autofree char *two = g_build_filename (dir, "two", NULL),
			*three = g_build_filename (dir, "three", NULL),
			*none = g_build_filename (dir, "none", NULL);
	g_assert_true (g_file_set_contents (two, "chien\nmaison\n", -1, NULL));
	g_assert_true (g_file_set_contents (three, "dog\nhouse\n\xff\xfe\x01\n", -1, NULL));
	expect_failure (two, three, LEXICON_ERROR, "ends after line 2");
	expect_failure (two, two, LEXICON_ERROR, "nothing could be learnt");
	expect_failure (none, two, G_FILE_ERROR, "none");
}

/* --- the user's own words --- */

/* A lexicon with what it says of "grève", and the user's file over it, found by the environment. */
static void make_lexicon (const char *dir)
{
	g_autoptr (LexiconWriter) writer = lexicon_writer_new ();
	g_autofree char *path = g_build_filename (dir, "lexicon.bin", NULL);
	guint32 key = lexicon_writer_key (writer, LANG_FR, "grev");
	lexicon_writer_add (writer, LANG_FR, key, "strike", "strike", .75, LEXICON_FREEDICT);
	lexicon_writer_add (writer, LANG_FR, key, "beach", "beach", .25, LEXICON_FREEDICT);
	lexicon_writer_about (writer, "");
	g_assert_true (lexicon_writer_save (writer, path, NULL));
	g_setenv ("ENTENTE_LEXICON", path, TRUE);
}

/* Look `stem` up in a lexicon opened anew: "walkout .90, strike .10". */
static void expect_entries (Lang from, const char *stem, const char *expected)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (Lexicon) lexicon = lexicon_open_default (true, &error);
	g_assert_no_error (error);
	LexiconEntry entries[8];
	g_autoptr (GString) got = g_string_new (NULL);
	guint count = lexicon_lookup (lexicon, from, stem, strlen (stem), entries, 8);
	for (guint i = 0; i < count; i++)
		g_string_append_printf (got, "%s%s %.2f", i ? ", " : "", entries[i].surface,
					(double)entries[i].weight);
	g_assert_cmpstr (got->str, ==, expected);
}

static void must_put (bool hold, const char *fr, const char *en)
{
	g_autoptr (GError) error = NULL;
	g_autofree char *path = lexicon_user_path ();
	g_assert_true (lexicon_user_put (path, hold, fr, en, &error));
	g_assert_no_error (error);
}

static void test_user (const char *dir)
{
	make_lexicon (dir);
	expect_entries (LANG_FR, "grev", "strike 0.75, beach 0.25");
	must_put (false, "grève", "beaches");
	expect_entries (LANG_FR, "grev", "strike 1.00");
	must_put (true, "grèves", "walkout");
	expect_entries (LANG_FR, "grev", "walkout 0.90, strike 0.10");
	expect_entries (LANG_EN, "walkout", "grèves 1.00");
	must_put (true, "grève", "strike"); /* also what a dictionary has is the user's now */
	expect_entries (LANG_FR, "grev", "walkout 0.50, strike 0.50");
	must_put (false, "grève", "walkout");
	expect_entries (LANG_FR, "grev", "strike 1.00");
	must_put (true, "garde à vue", "police custody");
	expect_entries (LANG_FR, "gard a vu", "police custody 1.00");
	/* the dictionaries' lexicon built anew does not touch them */
	make_lexicon (dir);
	expect_entries (LANG_FR, "grev", "strike 1.00");
	g_autoptr (Lexicon) lexicon = lexicon_open_default (true, NULL);
	guint added, removed;
	lexicon_own_counts (lexicon, &added, &removed);
	g_assert_cmpuint (added, ==, 2);
	g_assert_cmpuint (removed, ==, 2);
	LexiconEntry entry;
	g_assert_cmpuint (lexicon_lookup (lexicon, LANG_FR, "grev", 4, &entry, 1), ==, 1);
	g_assert_cmpuint (lexicon_lookup (lexicon, LANG_FR, "grev", 4, &entry, 0), ==, 0);
}

static void test_user_failures (void)
{
	g_autofree char *path = lexicon_user_path ();
	g_autoptr (GError) error = NULL;
	g_assert_false (lexicon_user_put (path, true, "le", "the", &error));
	g_assert_error (error, LEXICON_ERROR, LEXICON_ERROR_FAILED);
	g_clear_error (&error);
	g_assert_false (lexicon_user_put (path, true, "a b c d e", "word", &error));
	g_clear_error (&error);
	g_assert_true (g_file_set_contents (path, "# mine\n+\tgrève\tstrike\n* grève\n", -1, NULL));
	g_assert_null (lexicon_open_default (true, &error));
	g_assert_error (error, LEXICON_ERROR, LEXICON_ERROR_CORRUPT);
	g_assert_nonnull (strstr (error->message, "lexicon.tsv:3:"));
}

int main (int argc, char **argv)
{
	SCRATCH (dir);
	g_setenv ("XDG_DATA_HOME", dir, TRUE);
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/lexicon/train", test_train);
	g_test_add_func ("/lexicon/train/failures", test_train_failures);
	g_test_add_data_func ("/lexicon/user", dir, (GTestDataFunc)test_user);
	g_test_add_func ("/lexicon/user/failures", test_user_failures);
	int status = g_test_run ();
	return status;
}

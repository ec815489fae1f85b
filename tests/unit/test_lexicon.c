/* test_lexicon.c: the lexicon's file: what is written is found again, and no damage to it is believed. */
#include "indexer/lexicon.h"

#include <string.h>

#include "indexer/lexicon_format.h"
#include "indexer/lexicon_write.h"
#include "tests/unit/scratch.h"

/* --- a small lexicon --- */

static LexiconWriter *small_lexicon (void)
{
	LexiconWriter *writer = lexicon_writer_new ();
	guint32 key = lexicon_writer_key (writer, LANG_FR, "ambassad");
	lexicon_writer_add (writer, LANG_FR, key, "embassi", "embassy", .75, LEXICON_FREEDICT);
	lexicon_writer_add (writer, LANG_FR, key, "legat", "legation", .25,
			    LEXICON_FREEDICT | LEXICON_TABLE);
	key = lexicon_writer_key (writer, LANG_FR, "mis en examen");
	lexicon_writer_add (writer, LANG_FR, key, "indict", "indicted", 1, LEXICON_TABLE);
	key = lexicon_writer_key (writer, LANG_EN, "embassi");
	lexicon_writer_add (writer, LANG_EN, key, "ambassad", "ambassade", 1, LEXICON_FREEDICT);
	lexicon_writer_about (writer, "FreeDict\tCC BY-SA 3.0\t3\n");
	return writer;
}

static char *save_bytes (const char *dir, const guint8 *bytes, gsize len)
{
	char *path = g_build_filename (dir, "lexicon.bin", NULL);
	g_assert_true (g_file_set_contents (path, (const char *)bytes, (gssize)len, NULL));
	return path;
}

static Lexicon *open_small (const char *dir)
{
	g_autoptr (LexiconWriter) writer = small_lexicon ();
	g_autofree char *path = g_build_filename (dir, "small.bin", NULL);
	GError *error = NULL;
	g_assert_true (lexicon_writer_save (writer, path, &error));
	g_assert_no_error (error);
	Lexicon *lexicon = lexicon_open (path, &error);
	g_assert_no_error (error);
	g_assert_nonnull (lexicon);
	return lexicon;
}

static guint look_up (const Lexicon *lexicon, Lang from, const char *stem, LexiconEntry *out,
		      guint max)
{
	return lexicon_lookup (lexicon, from, stem, strlen (stem), out, max);
}

static void test_lookup (void)
{
	SCRATCH (dir);
	g_autoptr (Lexicon) lexicon = open_small (dir);
	LexiconEntry out[4];

	g_assert_cmpuint (look_up (lexicon, LANG_FR, "ambassad", out, 4), ==, 2);
	g_assert_cmpstr (out[0].stem, ==, "embassi");
	g_assert_cmpstr (out[0].surface, ==, "embassy");
	g_assert_cmpfloat_with_epsilon (out[0].weight, .75, 1e-4);
	g_assert_cmpuint (out[0].sources, ==, LEXICON_FREEDICT);
	g_assert_cmpstr (out[1].surface, ==, "legation");
	g_assert_cmpuint (out[1].sources, ==, LEXICON_FREEDICT | LEXICON_TABLE);
	g_assert_cmpuint (look_up (lexicon, LANG_FR, "mis en examen", out, 4), ==, 1);
	g_assert_cmpstr (out[0].surface, ==, "indicted");
	g_assert_cmpuint (look_up (lexicon, LANG_EN, "embassi", out, 4), ==, 1);
	g_assert_cmpstr (out[0].stem, ==, "ambassad");
}

static void test_lookup_edges (void)
{
	SCRATCH (dir);
	g_autoptr (Lexicon) lexicon = open_small (dir);
	LexiconEntry out[4];
	guint64 keys, pairs;

	g_assert_cmpuint (look_up (lexicon, LANG_FR, "ambassad", out, 1), ==, 1);
	g_assert_cmpuint (look_up (lexicon, LANG_FR, "ambassad", out, 0), ==, 0);
	g_assert_cmpuint (look_up (lexicon, LANG_FR, "ambassade", out, 4), ==, 0);
	g_assert_cmpuint (look_up (lexicon, LANG_FR, "ambassa", out, 4), ==, 0);
	g_assert_cmpuint (look_up (lexicon, LANG_FR, "", out, 4), ==, 0);
	g_assert_cmpuint (look_up (lexicon, LANG_EN, "ambassad", out, 4), ==, 0);
	g_assert_cmpuint (look_up (lexicon, LANG_UNKNOWN, "ambassad", out, 4), ==, 0);
	g_assert_cmpuint (look_up (lexicon, LANG_OTHER, "ambassad", out, 4), ==, 0);
	g_assert_cmpuint (look_up (NULL, LANG_FR, "ambassad", out, 4), ==, 0);
	/* the length counts, not the NUL */
	g_assert_cmpuint (lexicon_lookup (lexicon, LANG_FR, "ambassadors", 8, out, 4), ==, 2);
	g_assert_cmpuint (lexicon_lookup (lexicon, LANG_FR, "ambassad\0x", 10, out, 4), ==, 0);

	lexicon_counts (lexicon, LANG_FR, &keys, &pairs);
	g_assert_cmpuint (keys, ==, 2);
	g_assert_cmpuint (pairs, ==, 3);
	lexicon_counts (NULL, LANG_FR, &keys, &pairs);
	g_assert_cmpuint (keys + pairs, ==, 0);
	g_assert_cmpstr (lexicon_about (lexicon), ==, "FreeDict\tCC BY-SA 3.0\t3\n");
	g_assert_cmpstr (lexicon_about (NULL), ==, "");
}

/* Thousands of keys: slots collide, and every key is found. */
static void test_many (void)
{
	SCRATCH (dir);
	g_autoptr (LexiconWriter) writer = lexicon_writer_new ();
	g_autofree char *path = g_build_filename (dir, "many.bin", NULL);
	for (guint i = 0; i < 5000; i++) {
		g_autofree char *fr = g_strdup_printf ("f%u", i), *en = g_strdup_printf ("e%u", i);
		lexicon_writer_add (writer, LANG_FR, lexicon_writer_key (writer, LANG_FR, fr), en,
				    en, 1, LEXICON_ICU);
	}
	g_assert_true (lexicon_writer_save (writer, path, NULL));
	g_autoptr (Lexicon) lexicon = lexicon_open (path, NULL);
	for (guint i = 0; i < 5000; i++) {
		LexiconEntry out[2];
		g_autofree char *fr = g_strdup_printf ("f%u", i), *en = g_strdup_printf ("e%u", i);
		g_assert_cmpuint (look_up (lexicon, LANG_FR, fr, out, 2), ==, 1);
		g_assert_cmpstr (out[0].stem, ==, en);
		g_assert_cmpuint (look_up (lexicon, LANG_FR, en, out, 2), ==, 0);
	}
}

static void test_empty (void)
{
	SCRATCH (dir);
	g_autoptr (LexiconWriter) writer = lexicon_writer_new ();
	g_autofree char *path = g_build_filename (dir, "empty.bin", NULL);
	g_assert_true (lexicon_writer_save (writer, path, NULL));
	g_autoptr (Lexicon) lexicon = lexicon_open (path, NULL);
	g_assert_nonnull (lexicon);
	LexiconEntry out[1];
	g_assert_cmpuint (look_up (lexicon, LANG_FR, "x", out, 1), ==, 0);
}

/* --- files that are none --- */

static void check_refused (const char *path, int code)
{
	g_autoptr (GError) error = NULL;
	g_assert_null (lexicon_open (path, &error));
	g_assert_error (error, LEXICON_ERROR, code);
}

static void test_refused (void)
{
	SCRATCH (dir);
	g_autofree char *none = g_build_filename (dir, "none", NULL);
	check_refused (none, LEXICON_ERROR_NOT_FOUND);
	check_refused (dir, LEXICON_ERROR_FAILED);
	static const char *const texts[] = { "", "E", "ENTLEX\r\n", "<html>not a lexicon</html>" };
	for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
		g_autofree char *path =
			save_bytes (dir, (const guint8 *)texts[i], strlen (texts[i]));
		check_refused (path, LEXICON_ERROR_CORRUPT);
	}
}

static void set_word (guint8 *bytes, gsize index, guint32 word)
{
	word = GUINT32_TO_LE (word);
	memcpy (bytes + 4 * index, &word, sizeof word);
}

/* Make the checksums right again, whatever was changed. */
static void sign (guint8 *bytes, gsize len)
{
	set_word (bytes, LEXICON_AT_FILE_LEN, (guint32)len);
	guint64 sum = lexicon_sum (bytes + LEXICON_HEADER_LEN, len - LEXICON_HEADER_LEN);
	set_word (bytes, LEXICON_AT_BODY_SUM, (guint32)sum);
	set_word (bytes, LEXICON_AT_BODY_SUM_HIGH, (guint32)(sum >> 32));
	set_word (bytes, LEXICON_AT_HEADER_CRC, 0);
	set_word (bytes, LEXICON_AT_HEADER_CRC, lexicon_crc (bytes, LEXICON_HEADER_LEN));
}

static guint8 *small_bytes (gsize *len)
{
	g_autoptr (LexiconWriter) writer = small_lexicon ();
	return g_bytes_unref_to_data (lexicon_writer_bytes (writer), len);
}

static void test_version (void)
{
	SCRATCH (dir);
	gsize len;
	g_autofree guint8 *bytes = small_bytes (&len);
	set_word (bytes, LEXICON_AT_VERSION, LEXICON_VERSION + 1);
	sign (bytes, len);
	g_autofree char *path = save_bytes (dir, bytes, len);
	check_refused (path, LEXICON_ERROR_CORRUPT);
}

static void test_truncated (void)
{
	SCRATCH (dir);
	gsize len;
	g_autofree guint8 *bytes = small_bytes (&len);
	for (gsize cut = 0; cut < len; cut++) {
		g_autofree char *path = save_bytes (dir, bytes, cut);
		check_refused (path, LEXICON_ERROR_CORRUPT);
	}
	/* and one byte more than there should be */
	g_autofree guint8 *longer = g_malloc0 (len + 1);
	memcpy (longer, bytes, len);
	g_autofree char *path = save_bytes (dir, longer, len + 1);
	check_refused (path, LEXICON_ERROR_CORRUPT);
}

/* A question looks at the head only; whoever keeps the answers looks at all. */
static void test_damaged_behind_its_head (void)
{
	SCRATCH (dir);
	gsize len;
	g_autofree guint8 *bytes = small_bytes (&len);
	bytes[len - 1] ^= 1;
	g_autofree char *path = save_bytes (dir, bytes, len);
	g_autoptr (GError) error = NULL;
	g_setenv ("ENTENTE_LEXICON", path, TRUE);
	g_autoptr (Lexicon) quick = lexicon_open_default (false, &error);
	g_assert_no_error (error);
	g_assert_nonnull (quick);
	g_assert_null (lexicon_open_default (true, &error));
	g_assert_error (error, LEXICON_ERROR, LEXICON_ERROR_CORRUPT);
	g_unsetenv ("ENTENTE_LEXICON");
}

static void test_bit_flips (void)
{
	SCRATCH (dir);
	gsize len;
	g_autofree guint8 *bytes = small_bytes (&len);
	for (gsize i = 0; i < len; i++) {
		bytes[i] ^= (guint8)(1 << i % 8);
		g_autofree char *path = save_bytes (dir, bytes, len);
		check_refused (path, LEXICON_ERROR_CORRUPT);
		bytes[i] ^= (guint8)(1 << i % 8);
	}
}

/* Use everything that a lexicon hands out; the sanitizers watch. */
static void exercise (const Lexicon *lexicon)
{
	static const char *const words[] = { "ambassad", "mis en examen", "embassi", "x" };
	LexiconEntry out[8];
	gsize sum = strlen (lexicon_about (lexicon));
	for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
		for (int lang = LANG_FR; lang <= LANG_EN; lang++) {
			guint count = look_up (lexicon, (Lang)lang, words[i], out, 8);
			g_assert_cmpuint (count, <=, 8);
			for (guint k = 0; k < count; k++)
				sum += strlen (out[k].stem) + strlen (out[k].surface) +
				       out[k].sources;
		}
	g_assert_cmpuint (sum, <, 1u << 30);
}

/* A forger gets the checksums right: opening may succeed, reading outside never happens. */
static void test_forged (void)
{
	SCRATCH (dir);
	gsize len;
	guint opened = 0;
	g_autofree guint8 *bytes = small_bytes (&len);
	static const guint32 values[] = { 0, 1, 0x7fffffff, 0xffffffff };
	for (gsize word = LEXICON_AT_POOL; word < len / 4; word++)
		for (gsize v = 0; v < G_N_ELEMENTS (values); v++) {
			g_autofree guint8 *forged = g_memdup2 (bytes, len);
			set_word (forged, word, values[v]);
			sign (forged, len);
			g_autofree char *path = save_bytes (dir, forged, len);
			g_autoptr (Lexicon) lexicon = lexicon_open (path, NULL);
			if (lexicon) {
				exercise (lexicon);
				opened++;
			}
		}
	g_assert_cmpuint (opened, >, 0);
}

static void test_default_path (void)
{
	g_setenv ("ENTENTE_LEXICON", "/somewhere/else.bin", TRUE);
	g_autofree char *path = lexicon_default_path ();
	g_assert_cmpstr (path, ==, "/somewhere/else.bin");
	g_unsetenv ("ENTENTE_LEXICON");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/lexicon/lookup", test_lookup);
	g_test_add_func ("/lexicon/lookup-edges", test_lookup_edges);
	g_test_add_func ("/lexicon/many", test_many);
	g_test_add_func ("/lexicon/empty", test_empty);
	g_test_add_func ("/lexicon/refused", test_refused);
	g_test_add_func ("/lexicon/version", test_version);
	g_test_add_func ("/lexicon/truncated", test_truncated);
	g_test_add_func ("/lexicon/damaged-behind-its-head", test_damaged_behind_its_head);
	g_test_add_func ("/lexicon/bit-flips", test_bit_flips);
	g_test_add_func ("/lexicon/forged", test_forged);
	g_test_add_func ("/lexicon/default-path", test_default_path);
	return g_test_run ();
}

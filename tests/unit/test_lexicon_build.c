/* test_lexicon_build.c: from dictionaries and name lists to weighted translations, with small ones of our own writing. */
#include "indexer/lexicon_build.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zlib.h>

#include "indexer/lexicon_dict.h"
#include "indexer/lexicon_forms.h"
#include "indexer/lexicon_merge.h"
#include "indexer/lexicon_names.h"
#include "indexer/lexicon_pivot.h"
#include "tests/unit/scratch.h"

/* --- cleaning a gloss --- */

static void test_clean (void)
{
	static const struct {
		Lang lang;
		const char *gloss, *clean; /* NULL: nothing is left */
	} rows[] = {
		{ LANG_EN, "to go (somewhere)", "go" },
		{ LANG_EN, "the Jura (Mountains)", "Jura" },
		{ LANG_EN, "To be surprised", "surprised" },
		{ LANG_EN, "toe", "toe" },
		{ LANG_EN, "an", "an" },
		{ LANG_EN, "good luck!", "good luck" },
		{ LANG_EN, "U.S.", "U.S." },
		{ LANG_EN, "etc.", "etc" },
		{ LANG_FR, "(se) préparer", "préparer" },
		{ LANG_FR, "s'enfuir", "enfuir" },
		{ LANG_FR, "s’enfuir", "enfuir" },
		{ LANG_FR, "la ville [de province]", "ville" },
		{ LANG_FR, "de la viande", "viande" },
		{ LANG_FR, "laine", "laine" },
		{ LANG_FR, "plaque d' identité", "plaque d'identité" },
		{ LANG_OTHER, "посо\xcc\x81лство", "посолство" },
		{ LANG_OTHER, "活性化する (かっせいかする)", "活性化する" },
		{ LANG_EN, "cylinder#Englanti", NULL },
		{ LANG_EN, "and/or", NULL },
		{ LANG_EN, "link=user", NULL },
		{ LANG_EN, "How about ...?", NULL },
		{ LANG_EN, "neo-", NULL },
		{ LANG_FR, "-logie", NULL },
		{ LANG_EN, "(only a remark)", NULL },
		{ LANG_EN, "", NULL },
		{ LANG_EN, "   ", NULL },
		{ LANG_EN, ")(", NULL },
		{ LANG_EN, "modest]", "modest" },
		{ LANG_EN, "a (b (c) d) e", "e" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		g_autofree char *clean =
			lexicon_clean_gloss (rows[i].gloss, strlen (rows[i].gloss), rows[i].lang);
		g_assert_cmpstr (clean, ==, rows[i].clean);
	}
	char *endless = g_strnfill (LEXICON_GLOSS_MAX + 1, 'a');
	g_assert_null (lexicon_clean_gloss (endless, strlen (endless), LANG_EN));
	g_free (endless);
}

/* --- dictionaries --- */

static char *base64_number (gsize number)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	GString *text = g_string_new (NULL);
	do
		g_string_prepend_c (text, digits[number % 64]);
	while (number /= 64);
	return g_string_free (text, FALSE);
}

/* Write SHARE/dictd/freedict-NAME.* of `entries` (NULL-terminated), behind a description that names `author`. */
static void write_dict (const char *share, const char *name, const char *author,
			const char *const *entries)
{
	g_autofree char *dir = g_build_filename (share, "dictd", NULL);
	g_autofree char *dict = g_strdup_printf ("%s/freedict-%s.dict.dz", dir, name);
	g_autofree char *index_path = g_strdup_printf ("%s/freedict-%s.index", dir, name);
	GString *text = g_string_new (NULL), *index = g_string_new (NULL);
	g_mkdir_with_parents (dir, 0700);
	g_string_printf (text, "00-database-info\nA dictionary\nby %s\n", author);
	g_autofree char *info_len = base64_number (text->len);
	g_string_printf (index, "00databaseinfo\tA\t%s\n", info_len);
	for (; *entries; entries++) {
		g_autofree char *offset = base64_number (text->len),
				*len = base64_number (strlen (*entries));
		g_autofree char *head = g_strndup (*entries, strcspn (*entries, " \n"));
		g_string_append_printf (index, "%s\t%s\t%s\n", head, offset, len);
		g_string_append (text, *entries);
	}
	gzFile file = gzopen (dict, "wb");
	g_assert_cmpint (gzwrite (file, text->str, (unsigned)text->len), ==, (int)text->len);
	g_assert_cmpint (gzclose (file), ==, Z_OK);
	g_assert_true (g_file_set_contents (index_path, index->str, -1, NULL));
	g_string_free (text, TRUE);
	g_string_free (index, TRUE);
}

static void append_list (GString *out, const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++)
		g_string_append_printf (out, "%s%s", i ? "|" : "", (const char *)list->pdata[i]);
}

static void on_entry (const GPtrArray *heads, const GPtrArray *glosses, gpointer data)
{
	append_list (data, heads);
	g_string_append (data, " = ");
	append_list (data, glosses);
	g_string_append (data, "\n");
}

static char *read_back (const char *share, const char *name)
{
	GString *out = g_string_new (NULL);
	GError *error = NULL;
	g_autofree char *path = g_strdup_printf ("%s/dictd/freedict-%s", share, name);
	g_assert_true (lexicon_dict_read (path, on_entry, out, &error));
	g_assert_no_error (error);
	return g_string_free (out, FALSE);
}

static void test_wikdict (void)
{
	SCRATCH (dir);
	static const char *const entries[] = {
		"fracture /fʁak.tyʁ/ <n, fem>\nсчупване 2.\nLésion osseuse\n 3.\nRupture avec "
		"effort\n",
		"agneau /a.ɲo/ <n, masc>\n1. агне\n2. агнешко, месо (от агне, младо)\nViande de "
		"l’agneau\n",
		"le chat parti, les souris dansent /lə/\nпословица\n",
		"Papua <pn>\nПапуа\n",
		"rien\n",
		NULL,
	};
	write_dict (dir, "fra-bul", "Karl", entries);
	g_autofree char *out = read_back (dir, "fra-bul");
	g_assert_cmpstr (out, ==,
			 "fracture = счупване\n"
			 "agneau = агне|агнешко|месо (от агне, младо)\n"
			 "le chat parti, les souris dansent = пословица\n"
			 "Papua = Папуа\n");
}

static void test_jmdict (void)
{
	SCRATCH (dir);
	static const char *const entries[] = {
		" [news1]  [nf01]  政府 /(en)x/,  [news1] せいふ /se̞/\n(noun (common) "
		"(futsuumeishi))\n"
		"administration, gouvernement\n",
		"サンプラー /s/, サンプラ /t/\n1. (noun (common))\nsampler\n2. "
		"(サンプラ)\nimitation platinum\n",
		"はべる /h/\n(verb)\n         Note: archaismto wait upon, to serve\n         Note: "
		"unknown kindlost\n",
		NULL,
	};
	write_dict (dir, "jpn-eng", "James William Breen", entries);
	g_autofree char *out = read_back (dir, "jpn-eng");
	g_assert_cmpstr (
		out, ==,
		"政府 = (noun (common) (futsuumeishi))|administration|gouvernement\n"
		"サンプラー|サンプラ = (noun (common))|sampler|(サンプラ)|imitation platinum\n"
		"はべる = (verb)|to wait upon|to serve\n");
}

static void test_dict_errors (void)
{
	SCRATCH (dir);
	g_autoptr (GError) missing = NULL, damaged = NULL;
	GString *out = g_string_new (NULL);
	g_autofree char *path = g_strdup_printf ("%s/dictd/freedict-x", dir);
	g_assert_false (lexicon_dict_read (path, on_entry, out, &missing));
	g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);

	/* entries that lie outside, bad numbers, bad UTF-8: passed over */
	static const char *const entries[] = { "mot /m/\nдума\n", "\xff\xfe /x/\nдума\n", NULL };
	write_dict (dir, "x", "Karl", entries);
	g_autofree char *index_path = g_strconcat (path, ".index", NULL);
	g_autofree char *index = NULL;
	g_file_get_contents (index_path, &index, NULL, NULL);
	g_autofree char *more =
		g_strconcat (index, "far\t//////\tB\nlong\tA\t/////\nbad\t!\tB\nnone\n\t\t\n",
			     "huge\tAAAAAAAAAA\tB", NULL);
	g_file_set_contents (index_path, more, -1, NULL);
	g_assert_true (lexicon_dict_read (path, on_entry, out, NULL));
	g_assert_cmpstr (out->str, ==, "mot = дума\n");

	/* a gzip file cut short */
	g_autofree char *dict_path = g_strconcat (path, ".dict.dz", NULL);
	g_autofree char *packed = NULL;
	gsize len;
	g_file_get_contents (dict_path, &packed, &len, NULL);
	g_file_set_contents (dict_path, packed, (gssize)len - 12, NULL);
	g_assert_false (lexicon_dict_read (path, on_entry, out, &damaged));
	g_assert_error (damaged, G_FILE_ERROR, G_FILE_ERROR_IO);
	g_string_free (out, TRUE);
}

/* --- forms --- */

static void on_form (Lang lang, const char *lemma, const char *form, gpointer data)
{
	g_string_append_printf (data, "%s %s %s\n", lang_code (lang), lemma, form);
}

static void test_forms (void)
{
	GString *out = g_string_new (NULL);
	static const char good[] = "# comment\n\nen\ttake\ttake undertake\ttook taken\n";
	g_assert_cmpuint (lexicon_forms_each (good, strlen (good), on_form, out), ==, 0);
	g_assert_cmpstr (
		out->str, ==,
		"en take took\nen take taken\nen undertake undertook\nen undertake undertaken\n");
	static const char bad[] = "en\ttake\tgo\twent\nxx\ta\ta\tb\nen\ttake\ntake\n";
	g_assert_cmpuint (lexicon_forms_each (bad, strlen (bad), on_form, out), ==, 4);
	g_string_free (out, TRUE);
}

/* --- merging --- */

typedef struct {
	Analyzer *analyzer;
	LexiconMerge *merge;
	Lexicon *lexicon;
	char *path;
} Bench;

static void bench_open (Bench *bench)
{
	bench->analyzer = analyzer_new ();
	bench->merge = lexicon_merge_new (bench->analyzer);
	bench->lexicon = NULL;
}

static void bench_finish (Bench *bench, const char *dir)
{
	g_autoptr (LexiconWriter) writer = lexicon_writer_new ();
	bench->path = g_build_filename (dir, "lexicon.bin", NULL);
	lexicon_merge_finish (bench->merge, writer);
	g_assert_true (lexicon_writer_save (writer, bench->path, NULL));
	bench->lexicon = lexicon_open (bench->path, NULL);
	g_assert_nonnull (bench->lexicon);
}

static void bench_close (Bench *bench)
{
	lexicon_close (bench->lexicon);
	lexicon_merge_free (bench->merge);
	analyzer_free (bench->analyzer);
	g_free (bench->path);
}

static void add (Bench *bench, const char *fr, const char *en, LexiconSource source, double weight,
		 guint pivots)
{
	LexiconFact fact = { .fr = lexicon_merge_phrase (bench->merge, LANG_FR, fr),
			     .en = lexicon_merge_phrase (bench->merge, LANG_EN, en),
			     .pivots = pivots,
			     .weight_fr = (float)weight,
			     .weight_en = (float)weight,
			     .source = source };
	lexicon_merge_add (bench->merge, &fact);
}

/* "embassy .77, legation .23": what a word of `from` translates to, best first. Owned. */
static char *translations (const Lexicon *lexicon, Lang from, const char *word)
{
	LexiconEntry out[16];
	GString *text = g_string_new (NULL);
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autofree char *stem = analyze_stem (analyzer, word, strlen (word), from);
	guint count = lexicon_lookup (lexicon, from, stem, strlen (stem), out, 16);
	double sum = 0;
	for (guint i = 0; i < count; i++) {
		g_string_append_printf (text, "%s%s %.2f", i ? ", " : "", out[i].surface,
					out[i].weight);
		sum += out[i].weight;
	}
	if (count > 0)
		g_assert_cmpfloat_with_epsilon (sum, 1, 1e-3);
	return g_string_free (text, FALSE);
}

static void check (const Bench *bench, Lang from, const char *word, const char *expected)
{
	g_autofree char *got = translations (bench->lexicon, from, word);
	g_assert_cmpstr (got, ==, expected);
}

static void test_mixture (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	add (&bench, "ambassade", "embassy", LEXICON_FREEDICT, 3, 5);
	add (&bench, "ambassades", "embassies", LEXICON_FREEDICT, 1, 2);
	add (&bench, "ambassade", "legation", LEXICON_FREEDICT, 1, 2);
	add (&bench, "ambassade", "mission", LEXICON_FREEDICT, .2, 1); /* one pivot, weak */
	/* stems are shared, the best written form is shown */
	bench_finish (&bench, dir);
	check (&bench, LANG_FR, "ambassades", "embassy 0.80, legation 0.20");
	check (&bench, LANG_EN, "embassy", "ambassade 1.00");
	check (&bench, LANG_EN, "mission", "ambassade 1.00");
	check (&bench, LANG_FR, "mission", "");
	bench_close (&bench);
}

/* Grand Est is a place; "grand" is a word that dictionaries know. Lima is no word. */
static void test_ordinary_words (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	add (&bench, "grand", "great", LEXICON_FREEDICT, 1, 4);
	add (&bench, "Grand", "Grande", LEXICON_CLDR, 1, 0);
	add (&bench, "Lima", "Lima", LEXICON_CLDR, 1, 0);
	bench_finish (&bench, dir);
	LexiconEntry out[4];
	g_assert_cmpuint (lexicon_lookup (bench.lexicon, LANG_FR, "grand", 5, out, 4), ==, 2);
	g_assert_cmpstr (out[0].surface, ==, "great");
	g_assert_cmpfloat (out[1].weight, <, .1);
	check (&bench, LANG_FR, "Lima", "Lima 1.00");
	bench_close (&bench);
}

static void test_irregular (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	lexicon_merge_form (bench.merge, LANG_FR, "croire", "croiront");
	lexicon_merge_form (bench.merge, LANG_EN, "think", "thought");
	lexicon_merge_form (bench.merge, LANG_EN, "think",
			    "thinks"); /* the stemmer's own: no form of its own */
	add (&bench, "croire", "think", LEXICON_FREEDICT, 1, 3);
	bench_finish (&bench, dir);
	check (&bench, LANG_FR, "croire", "think 0.67, thought 0.33");
	check (&bench, LANG_FR, "croiront", "think 0.67, thought 0.33");
	check (&bench, LANG_EN, "thought", "croire 0.67, croiront 0.33");
	bench_close (&bench);
}

/* Forms that the stemmer leaves apart reach the translations of their verb, and crowd nobody out as translations. */
static void test_regular (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	add (&bench, "trouver", "find", LEXICON_FREEDICT, 1, 3);
	add (&bench, "partager", "share", LEXICON_FREEDICT, 1, 3);
	add (&bench, "Sauter", "jump", LEXICON_FREEDICT, 1, 3);
	bench_finish (&bench, dir);
	check (&bench, LANG_FR, "trouvent", "find 1.00");
	check (&bench, LANG_FR, "trouvons", "find 1.00");
	check (&bench, LANG_FR, "partageons", "share 1.00");
	check (&bench, LANG_FR, "sautent", "");
	check (&bench, LANG_EN, "find", "trouver 0.83, trouvent 0.08, trouvons 0.08");
	bench_close (&bench);
}

static void test_phrases (void)
{
	Bench bench = { 0 };
	bench_open (&bench);
	static const struct {
		Lang lang;
		const char *phrase;
		bool good;
	} rows[] = {
		{ LANG_FR, "mise en examen", true },
		{ LANG_FR, "coup d'État", true },
		{ LANG_FR, "un deux trois quatre cinq", false },
		{ LANG_FR, "le", false },
		{ LANG_EN, "the", false },
		{ LANG_EN, "2019", false },
		{ LANG_EN, "", false },
		{ LANG_EN, "…", false },
		{ LANG_EN, "give up", true },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		guint32 phrase = lexicon_merge_phrase (bench.merge, rows[i].lang, rows[i].phrase);
		g_assert_true ((phrase != LEXICON_NO_PHRASE) == rows[i].good);
	}
	g_assert_cmpuint (lexicon_merge_phrase (bench.merge, LANG_FR, "coup d'État"), ==,
			  lexicon_merge_phrase (bench.merge, LANG_FR, "coup d'État"));
	bench_close (&bench);
}

static void test_table (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	add (&bench, "grève", "beach", LEXICON_FREEDICT, 1, 3);
	static const char table[] = "# comment\n\n"
				    "grève\tstrike|walkout\tjustice\n"
				    "grève\t!beach\twrong\n"
				    "Pékin|Péking\tBeijing\tplace\n"
				    "no tab\n\tnothing before\n\n";
	g_assert_cmpuint (lexicon_names_table (bench.merge, table, strlen (table), LEXICON_TABLE),
			  ==, 2);
	g_assert_cmpuint (lexicon_merge_count (bench.merge, LEXICON_TABLE), ==, 4);
	bench_finish (&bench, dir);
	check (&bench, LANG_FR, "grève", "strike 0.57, walkout 0.43");
	check (&bench, LANG_EN, "beach", "");
	check (&bench, LANG_EN, "Beijing", "Pékin 0.57, Péking 0.43");
	bench_close (&bench);
}

/* --- the whole --- */

static void on_notice (bool used, const char *package, const char *note, gpointer data)
{
	g_assert_true (note && *note && !strchr (note, '\n'));
	g_string_append_printf (data, "%c%s ", used ? '+' : '-', package);
}

static void test_build (void)
{
	SCRATCH (dir);
	GString *notices = g_string_new (NULL);
	g_autofree char *path = g_build_filename (dir, "out.bin", NULL);
	static const char *const fr[] = { "mairesse /m/ <n>\nкмет, градоначалник\n", NULL };
	static const char *const en[] = { "mayor /m/ <n>\nкмет, градоначалник\n",
					  "burgess /b/ <n>\nкмет\n", NULL };
	write_dict (dir, "fra-bul", "Karl", fr);
	write_dict (dir, "eng-bul", "Karl", en);
	g_autoptr (GError) error = NULL;
	g_assert_true (lexicon_build (dir, NULL, path, on_notice, notices, &error));
	g_assert_no_error (error);
	g_assert_nonnull (strstr (notices->str, "+dict-freedict-fra-bul "));
	g_assert_nonnull (strstr (notices->str, "-dict-freedict-pol-eng "));
	g_assert_nonnull (strstr (notices->str, "-unicode-cldr-core "));
	g_assert_nonnull (strstr (notices->str, "-libgeonames-common "));
	g_string_free (notices, TRUE);

	g_autoptr (Lexicon) lexicon = lexicon_open (path, NULL);
	LexiconEntry out[4];
	/* through both foreign words, and through one: √(½·½+½·1) against √(½·½) */
	g_autofree char *mayor = translations (lexicon, LANG_FR, "mairesse");
	g_assert_cmpstr (mayor, ==, "mayor 0.63, burgess 0.37");
	/* ICU's names and our own table are there whatever is installed */
	g_assert_cmpuint (lexicon_lookup (lexicon, LANG_FR, "allemagn", 8, out, 4), >=, 1);
	g_assert_cmpstr (out[0].surface, ==, "Germany");
	g_assert_cmpuint (lexicon_lookup (lexicon, LANG_FR, "onu", 3, out, 4), >=, 1);
	g_assert_cmpstr (out[0].surface, ==, "UN");
	g_assert_nonnull (strstr (lexicon_about (lexicon), "CC BY-SA 3.0"));
}

static void test_build_nothing (void)
{
	SCRATCH (dir);
	GString *notices = g_string_new (NULL);
	g_autofree char *path = g_build_filename (dir, "out.bin", NULL);
	g_autoptr (GError) error = NULL;
	g_assert_false (lexicon_build (dir, NULL, path, on_notice, notices, &error));
	g_assert_error (error, LEXICON_ERROR, LEXICON_ERROR_NOT_FOUND);
	g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
	g_string_free (notices, TRUE);
}

/* CLDR's files and GeoNames' catalogues, in small. */
static void write_share (const char *share, const char *relative, const char *bytes, gssize len)
{
	g_autofree char *path = g_build_filename (share, relative, NULL);
	g_autofree char *dir = g_path_get_dirname (path);
	g_mkdir_with_parents (dir, 0700);
	g_assert_true (g_file_set_contents (path, bytes, len, NULL));
}

static void test_name_lists (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	static const char fr[] =
		"<ldml><subdivisions><subdivision type='frbre'>Bretagne</subdivision>"
		"<subdivision type='only'>Seule</subdivision></subdivisions></ldml>";
	static const char en[] =
		"<ldml><subdivisions><subdivision type='frbre'>Brittany</subdivision>"
		"</subdivisions></ldml>";
	static const char units_fr[] =
		"<ldml><units><unitLength type='long'><unit type='length-mile'><displayName>milles"
		"</displayName></unit></unitLength><unitLength type='short'><unit "
		"type='length-mile'>"
		"<displayName>mi</displayName></unit></unitLength></units></ldml>";
	static const char units_en[] =
		"<ldml><units><unitLength type='long'><unit type='length-mile'>"
		"<displayName>miles</displayName></unit></unitLength></units></ldml>";
	write_share (dir, "cldr/subdivisions/fr.xml", fr, -1);
	write_share (dir, "cldr/subdivisions/en.xml", en, -1);
	write_share (dir, "cldr/main/fr.xml", units_fr, -1);
	write_share (dir, "cldr/main/en.xml", units_en, -1);
	write_share (dir, "cldr/annotations/fr.xml", "<ldml><annotations>", -1); /* cut short */
	write_share (dir, "cldr/annotations/en.xml", "<ldml/>", -1);
	g_autofree char *cldr = g_build_filename (dir, "cldr", NULL);
	g_autoptr (GError) error = NULL, none = NULL;
	g_assert_true (lexicon_names_cldr (bench.merge, cldr, &error));
	g_assert_no_error (error);
	g_assert_false (lexicon_names_cldr (bench.merge, dir, &none));
	g_assert_error (none, G_FILE_ERROR, G_FILE_ERROR_NOENT);
	g_assert_cmpuint (lexicon_merge_count (bench.merge, LEXICON_CLDR), ==, 2);
	bench_finish (&bench, dir);
	check (&bench, LANG_FR, "Bretagne", "Brittany 1.00");
	check (&bench, LANG_FR, "milles", "miles 1.00");
	bench_close (&bench);
}

/* One message, id "1", in GNU's format. */
static GByteArray *catalogue (const char *name)
{
	GByteArray *out = g_byte_array_new ();
	const guint32 words[] = {
		0x950412de, 0, 1, 28, 36, 0, 0, 1, 44, (guint32)strlen (name), 46
	};
	g_byte_array_append (out, (const guint8 *)words, sizeof words);
	g_byte_array_append (out, (const guint8 *)"1", 2);
	g_byte_array_append (out, (const guint8 *)name, (guint)strlen (name) + 1);
	return out;
}

static void test_geonames (void)
{
	SCRATCH (dir);
	Bench bench;
	bench_open (&bench);
	g_autoptr (GByteArray) fr = catalogue ("Pékin"), en = catalogue ("Beijing");
	write_share (dir, "fr/LC_MESSAGES/geonames.mo", (const char *)fr->data, fr->len);
	write_share (dir, "en/LC_MESSAGES/geonames.mo", (const char *)en->data, en->len);
	g_assert_true (lexicon_names_geonames (bench.merge, dir, NULL));
	g_assert_cmpuint (lexicon_merge_count (bench.merge, LEXICON_GEONAMES), ==, 1);
	/* cut anywhere, it gives nothing or an error, and reads nothing outside */
	for (guint len = 0; len < fr->len; len++) {
		g_autoptr (GError) error = NULL;
		g_autofree char *exact = g_memdup2 (fr->data, MAX (len, 1));
		write_share (dir, "fr/LC_MESSAGES/geonames.mo", exact, len);
		if (!lexicon_names_geonames (bench.merge, dir, &error))
			g_assert_nonnull (error);
	}
	bench_finish (&bench, dir);
	LexiconEntry out[2];
	g_assert_cmpuint (lexicon_lookup (bench.lexicon, LANG_FR, "pekin", 5, out, 2), ==, 1);
	g_assert_cmpstr (out[0].surface, ==, "Beijing");
	bench_close (&bench);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/lexicon-build/clean", test_clean);
	g_test_add_func ("/lexicon-build/wikdict", test_wikdict);
	g_test_add_func ("/lexicon-build/jmdict", test_jmdict);
	g_test_add_func ("/lexicon-build/dict-errors", test_dict_errors);
	g_test_add_func ("/lexicon-build/forms", test_forms);
	g_test_add_func ("/lexicon-build/mixture", test_mixture);
	g_test_add_func ("/lexicon-build/ordinary-words", test_ordinary_words);
	g_test_add_func ("/lexicon-build/irregular", test_irregular);
	g_test_add_func ("/lexicon-build/regular", test_regular);
	g_test_add_func ("/lexicon-build/phrases", test_phrases);
	g_test_add_func ("/lexicon-build/table", test_table);
	g_test_add_func ("/lexicon-build/build", test_build);
	g_test_add_func ("/lexicon-build/build-nothing", test_build_nothing);
	g_test_add_func ("/lexicon-build/name-lists", test_name_lists);
	g_test_add_func ("/lexicon-build/geonames", test_geonames);
	return g_test_run ();
}

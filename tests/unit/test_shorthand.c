/* test_shorthand.c: words by the numbers of their stem and ending, and back. */
#include <string.h>

#include "corpus/table.h"
#include "indexer/shorthand.h"

/* Every stem of the table has a number, but for those that share their eight bytes; it leads back to it, and no two have one. */
static void test_stems (void)
{
	const char *table = table_bytes ("indexer/data/background.tsv", NULL);
	g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
	guint rows = 0, numbered = 0, last[2] = { 0 };
	for (char **line = lines; *line; line++) {
		g_auto (GStrv) field = g_strsplit (*line, "\t", -1);
		if (**line == '#' || g_strv_length (field) < 3)
			continue;
		Lang lang = lang_from_code (field[0]);
		guint number = shorthand_of (lang, field[1], field[1]).stem;
		rows++;
		if (!number)
			continue;
		numbered++;
		gsize len;
		const char *stem = shorthand_stem (lang, number, &len);
		g_assert_cmpmem (stem, len, field[1], strlen (field[1]));
		g_assert_cmpuint (number, >, last[lang == LANG_EN]);
		last[lang == LANG_EN] = number;
	}
	g_assert_cmpuint (rows, >, 10000);
	g_assert_cmpuint (numbered, >=, rows - 20);
}

static void test_none (void)
{
	gsize len;
	g_assert_cmpuint (shorthand_of (LANG_FR, "valmorelxyz", "valmorelxyz").stem, ==, 0);
	g_assert_cmpuint (shorthand_of (LANG_FR, "", "").stem, ==, 0);
	g_assert_cmpuint (shorthand_of (LANG_OTHER, "elect", "elect").stem, ==, 0);
	g_assert_null (shorthand_stem (LANG_OTHER, 1, &len));
	g_assert_null (shorthand_stem (LANG_FR, 0, &len));
	g_assert_null (shorthand_stem (LANG_EN, SHORTHAND_STEMS_MAX, &len));
	for (guint number = 0; number <= G_MAXUINT16; number++) {
		const char *stem = shorthand_stem (LANG_FR, number, &len);
		g_assert_true (!stem || !memchr (stem, '\n', len));
	}
}

static void test_endings (void)
{
	static const struct {
		const char *stem, *word;
		gsize cut;
		const char *text;
		bool known;
	} rows[] = {
		{ "elect", "elections", 0, "ions", true }, { "citi", "city", 1, "y", true },
		{ "general", "generaux", 1, "ux", true },  { "valmorel", "valmorel", 0, "", false },
		{ "abc", "abcxyzw", 0, "xyzw", false },    { "abc", "ab", 1, "", false },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		ShorthandEnding found = shorthand_difference (rows[i].stem, rows[i].word);
		g_assert_cmpuint (found.cut, ==, rows[i].cut);
		g_assert_cmpstr (found.text, ==, rows[i].text);
		guint8 ending = shorthand_of (LANG_FR, rows[i].stem, rows[i].word).ending;
		const ShorthandEnding *row = shorthand_ending (ending);
		g_assert_cmpint (row != NULL, ==, rows[i].known);
		if (row)
			g_assert_true (row->cut == found.cut && row->len == found.len &&
				       strcmp (row->text, found.text) == 0);
		else
			g_assert_cmpint (ending, ==,
					 *found.text || found.cut ? SHORTHAND_OTHER
								  : SHORTHAND_SAME);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/shorthand/stems", test_stems);
	g_test_add_func ("/shorthand/none", test_none);
	g_test_add_func ("/shorthand/endings", test_endings);
	return g_test_run ();
}

/* test_text.c: clean text, folding and lines for the terminal. */
#include "shim/text.h"

#include <string.h>
#include <unicode/uchar.h>

#include "shim/text_impl.h"

typedef struct {
	const char *in, *out;
} Pair;

static void assert_clean (const char *in, gssize len, const char *expected)
{
	gsize out_len;
	g_autofree char *out = text_clean (in, len, &out_len);
	g_assert_cmpstr (out, ==, expected);
	g_assert_cmpuint (out_len, ==, strlen (out));
	g_autofree char *again = text_clean (out, -1, NULL);
	g_assert_cmpstr (again, ==, out);
}

static void test_clean (void)
{
	static const Pair cases[] = {
		{ "", "" },
		{ "plain, with\ttab\nand line", "plain, with\ttab\nand line" },
		{ "déjà vu – œuvre « ici »", "déjà vu – œuvre « ici »" },
		/* line ends */
		{ "a\r\nb\rc\n\rd", "a\nb\nc\n\nd" },
		{ "a\vb\fc\u2028d\u2029e", "a\nb\nc\nd\ne" },
		/* controls and what is not seen */
		{ "a\001b\033[31mc\177d", "ab[31mcd" },
		{ "im\u00ADpos\u200Bsible\uFEFF", "impossible" },
		{ "\u202Eevil\u202C \u2066x\u2069\u2060y", "evil xy" },
		/* joiners that are part of words and of emoji stay */
		{ "n\u200Cm \U0001F468\u200D\U0001F469", "n\u200Cm \U0001F468\u200D\U0001F469" },
		/* C1 controls are windows-1252 that nobody converted */
		{ "l\xC2\x92été \xC2\x93ici\xC2\x94 \xC2\x85 5 \xC2\x80\xC2\x81",
		  "l’été “ici” … 5 €" },
		/* normal form C */
		{ "e\u0301te\u0301 \u212B", "été \u00C5" },
		{ "\u1112\u1161\u11AB", "한" },
		/* ill-formed: one U+FFFD for each maximal part */
		{ "caf\xE9 \xC3", "caf\uFFFD \uFFFD" },
		{ "\xC0\xAF|\xE2\x80|\xED\xA0\x80|\xF4\x90\x80\x80",
		  "\uFFFD\uFFFD|\uFFFD|\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD\uFFFD" },
		{ "\xF8\xA9\x80\xA8|\xF5\x80\x80\x80",
		  "\uFFFD\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD\uFFFD" },
		{ "\uFFFE\uFDD0\U0001FFFF|\uFFFD", "\uFFFD\uFFFD\uFFFD|\uFFFD" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		assert_clean (cases[i].in, -1, cases[i].out);
	assert_clean ("a\0b", 3, "ab");
	/* a character cut by the length given, at every distance from the eight-byte steps */
	for (gssize pad = 0; pad < 20; pad++) {
		g_autofree char *in =
			g_strdup_printf ("%.*sé!", (int)pad, "abcdefghijklmnopqrstuvw");
		g_autofree char *out = g_strdup_printf ("%.*s\uFFFD", (int)pad, in);
		assert_clean (in, pad + 1, out);
	}
}

/* Every byte alone and after letters, against GLib's own idea of validity. */
static void test_clean_is_valid (void)
{
	g_autoptr (GRand) rand = g_rand_new_with_seed (7);
	static const guint8 alphabet[] = { 'a',  ' ',  0x00, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x8B,
					   0xA0, 0xAD, 0xAE, 0xBB, 0xBF, 0xC0, 0xC2, 0xCC, 0xE0,
					   0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xF8, 0xFF };
	for (int round = 0; round < 20000; round++) {
		char in[24];
		gsize len = (gsize)g_rand_int_range (rand, 0, sizeof in);
		for (gsize i = 0; i < len; i++)
			in[i] = (char)alphabet[g_rand_int_range (rand, 0, sizeof alphabet)];
		gsize out_len;
		g_autofree char *out = text_clean (in, (gssize)len, &out_len);
		g_assert_true (g_utf8_validate_len (out, out_len, NULL));
		g_autofree gunichar *points = g_utf8_to_ucs4_fast (out, -1, NULL);
		for (gsize p = 0; points[p]; p++) {
			gunichar c = points[p];
			g_assert_true (c == '\n' || c == '\t' || !g_unichar_iscntrl (c));
			g_assert_false (U_IS_UNICODE_NONCHAR (c) || c == 0xFEFF || c == 0x200B);
		}
		g_autofree char *again = text_clean (out, (gssize)out_len, NULL);
		g_assert_cmpstr (again, ==, out);
	}
}

static void test_line (void)
{
	static const struct {
		const char *in;
		guint max_chars;
		const char *out;
	} cases[] = {
		{ "  a  b\n\n\tc \r\n", 0, "a b c" },
		{ " \n ", 0, "" },
		{ "abcde", 5, "abcde" },
		{ "abcdef", 5, "abcde…" },
		{ "abcd efg", 5, "abcd…" },
		{ "e\u0301e\u0301e\u0301", 2, "éé…" },
		/* a family is one character to its reader */
		{ "\U0001F468\u200D\U0001F469\u200D\U0001F467x", 1,
		  "\U0001F468\u200D\U0001F469\u200D\U0001F467…" },
		{ "x\033]0;title\007y", 0, "x]0;titley" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *out = text_line (cases[i].in, -1, cases[i].max_chars);
		g_assert_cmpstr (out, ==, cases[i].out);
	}
}

static void test_columns (void)
{
	g_assert_cmpuint (text_columns (""), ==, 0);
	g_assert_cmpuint (text_columns ("été"), ==, 3);
	g_assert_cmpuint (text_columns ("e\u0301te\u0301"), ==, 3);
	g_assert_cmpuint (text_columns ("東京 Ω"), ==, 6);
	g_assert_cmpuint (text_columns ("\U0001F600"), ==, 2);
	g_assert_cmpuint (text_columns ("\u200D\u200E"), ==, 0);
}

static void test_fold_table (void)
{
	static const struct {
		const char *in, *fold, *lower;
	} cases[] = {
		{ "ÉTÉ", "ete", "été" },
		{ "Œuvre, cœur, ÆSOP", "oeuvre, coeur, aesop", "œuvre, cœur, æsop" },
		{ "Straße", "strasse", "strasse" },
		{ "L’Élysée", "l'elysee", "l'élysée" },
		{ "« oui » “no” ‹a›", "\" oui \" \"no\" \"a\"", "\" oui \" \"no\" \"a\"" },
		{ "1914‑1918 – fin — −5", "1914-1918 - fin - -5", "1914-1918 - fin - -5" },
		{ "10\u00A0000\u202F€", "10 000 €", "10 000 €" },
		{ "Łódź Ørsted Đoković Ħamrun İzmir Ağrı", "lodz orsted dokovic hamrun izmir agri",
		  "łódź ørsted đoković ħamrun i\u0307zmir ağrı" },
		{ "e\u0301\u0302te", "ete", "é\u0302te" },
		{ "im\u00ADpossible", "impossible", "impossible" },
		{ "ﬁn № ½ Ⅷ x²", "fin no 1/2 viii x2", "fin no 1/2 viii x2" },
		/* the marks of other scripts are letters, not accents */
		{ "Йод Ελλάδα हिन्दी 한국", "йод ελλάδα हिन्दी 한국", "йод ελλάδα हिन्दी 한국" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		char word[256];
		gsize in_len = strlen (cases[i].in), out_len;
		g_autofree char *fold = text_fold (cases[i].in, -1, &out_len);
		g_assert_cmpstr (fold, ==, cases[i].fold);
		g_assert_cmpuint (out_len, ==, strlen (fold));
		g_assert_cmpuint (text_fold_word (cases[i].in, in_len, word, sizeof word), ==,
				  strlen (cases[i].fold));
		g_assert_cmpstr (word, ==, cases[i].fold);
		g_assert_cmpuint (text_lower_word (cases[i].in, in_len, word, sizeof word), ==,
				  strlen (cases[i].lower));
		g_assert_cmpstr (word, ==, cases[i].lower);
	}
}

static void test_fold_word_capacity (void)
{
	static const char *const words[] = { "abcdef", "éééé", "½½", "Привет", "\U0001F600a" };
	for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
		char wide[64];
		gsize len = strlen (words[i]);
		gsize needed = text_fold_word (words[i], len, wide, sizeof wide);
		g_assert_cmpuint (needed, >, 0);
		/* exact buffers on the heap, so that ASan sees a byte too many */
		g_autofree char *exact = g_malloc (needed + 1);
		g_assert_cmpuint (text_fold_word (words[i], len, exact, needed + 1), ==, needed);
		g_assert_cmpstr (exact, ==, wide);
		g_autofree char *small = g_malloc (needed);
		g_assert_cmpuint (text_fold_word (words[i], len, small, needed), ==, 0);
		g_assert_cmpuint (text_fold_word (words[i], len, small, 0), ==, 0);
	}
}

/* --- the fast path against ICU's way --- */

/* text_fold(), text_fold_word() and text_lower_word() of `in` as ICU has them; folding is idempotent; and
 * folding the lower form is folding. */
static void assert_as_icu (const char *in)
{
	char word[128];
	gsize len = strlen (in);
	g_autofree char *fold_wanted = text_fold_icu (in, len, false);
	g_autofree char *lower_wanted = text_fold_icu (in, len, true);
	g_autofree char *fold = text_fold (in, (gssize)len, NULL);
	g_assert_cmpstr (fold, ==, fold_wanted);
	if (*fold_wanted) {
		g_assert_cmpuint (text_fold_word (in, len, word, sizeof word), >, 0);
		g_assert_cmpstr (word, ==, fold_wanted);
		g_assert_cmpuint (text_lower_word (in, len, word, sizeof word), >, 0);
		g_assert_cmpstr (word, ==, lower_wanted);
	}
	g_autofree char *twice = text_fold (fold, -1, NULL);
	g_assert_cmpstr (twice, ==, fold);
	g_autofree char *of_lower = text_fold (lower_wanted, -1, NULL);
	g_assert_cmpstr (of_lower, ==, fold);
}

static void test_fold_all_of_unicode (void)
{
	for (gunichar c = 1; c <= 0x10FFFF; c++) {
		char point[8] = { 0 }, in[64];
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		/* planes of unassigned and private characters fold to themselves: a sample will do */
		if (c >= 0x32000 && c < 0xE0000 && c % 251)
			continue;
		if (c >= 0xE1000 && c % 251)
			continue;
		g_unichar_to_utf8 (c, point);
		assert_as_icu (point);
		g_snprintf (in, sizeof in, "a%sz", point);
		assert_as_icu (in);
		g_snprintf (in, sizeof in, "É%s\u0301%sœ", point, point);
		assert_as_icu (in);
	}
}

/* Letters, their decompositions, marks and characters that vanish, in all orders of four. */
static void test_fold_sequences (void)
{
	static const char *const parts[] = { "e",      "É",      "ß",      "œ",      "İ",
					     "ø",      "\u0301", "\u0327", "\u0308", "\u034F",
					     "\u00AD", "\u200D", "\u02BC", "’",      "¨",
					     "½",      "й",      "Ω",      "\u1100", "\u1161",
					     " ",      "-",      "\u2026", "ﬀ",      "\U0001F600" };
	enum { COUNT = G_N_ELEMENTS (parts) };
	for (guint n = 0; n < COUNT * COUNT * COUNT; n++) {
		char in[64];
		g_snprintf (in, sizeof in, "%s%s%s%s", parts[n % COUNT], parts[n / COUNT % COUNT],
			    parts[n / COUNT / COUNT], parts[n % 7]);
		assert_as_icu (in);
	}
}

/* Growth: every character of the table that becomes longer, in a long text. */
static void test_fold_long (void)
{
	g_autoptr (GString) in = g_string_new (NULL), wanted = g_string_new (NULL);
	for (int i = 0; i < 3000; i++) {
		g_string_append (in, "¾¨Œ\u2034");
		g_string_append (wanted, "3/4 \u0308oe'''");
	}
	g_autofree char *out = text_fold (in->str, -1, NULL);
	g_assert_cmpstr (out, ==, wanted->str);
}

static void test_normal_forms (void)
{
	g_autofree char *nfc = text_nfc ("e\u0301ﬁ", -1), *nfkc = text_nfkc ("e\u0301ﬁ", -1);
	g_assert_cmpstr (nfc, ==, "éﬁ");
	g_assert_cmpstr (nfkc, ==, "éfi");
	/* longer than the buffer on the stack, and growing: each sign becomes three characters */
	g_autoptr (GString) in = g_string_new (NULL);
	for (int i = 0; i < 500; i++)
		g_string_append (in, "\u2034");
	g_autofree char *grown = text_nfkc (in->str, -1);
	g_assert_cmpuint (strlen (grown), ==, 500 * 9);
}

/* Summer time in America began on the first Sunday of April until 2006, on the second of March since. */
static void test_zone_offset (void)
{
	static const struct {
		const char *zone;
		gint64 local_s;
		int hours;
	} cases[] = {
		{ "America/New_York", 1583632740, -5 },    /* 2020-03-08 01:59 */
		{ "America/New_York", 1583636400, -4 },    /* 03:00 */
		{ "America/New_York", 1604190600, -4 },    /* 2020-11-01 00:30 */
		{ "America/New_York", 1604197800, -5 },    /* 02:30 */
		{ "America/Los_Angeles", 1142424000, -8 }, /* 2006-03-15 12:00 */
		{ "Europe/Paris", 1594548000, 2 },         /* 2020-07-12 10:00 */
		{ "Europe/Paris", 1578823200, 1 },         /* 2020-01-12 10:00 */
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		gint32 offset_s = 0;
		g_assert_true (text_zone_offset (cases[i].zone, cases[i].local_s, &offset_s));
		g_assert_cmpint (offset_s, ==, cases[i].hours * 3600);
	}
	gint32 offset_s = 7;
	g_assert_false (text_zone_offset ("Nowhere/City", 0, &offset_s));
	g_assert_false (text_zone_offset ("", 0, &offset_s));
	g_assert_cmpint (offset_s, ==, 7);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/text/clean", test_clean);
	g_test_add_func ("/text/clean-is-valid", test_clean_is_valid);
	g_test_add_func ("/text/line", test_line);
	g_test_add_func ("/text/columns", test_columns);
	g_test_add_func ("/text/fold", test_fold_table);
	g_test_add_func ("/text/fold-word-capacity", test_fold_word_capacity);
	g_test_add_func ("/text/fold-all-of-unicode", test_fold_all_of_unicode);
	g_test_add_func ("/text/fold-sequences", test_fold_sequences);
	g_test_add_func ("/text/fold-long", test_fold_long);
	g_test_add_func ("/text/normal-forms", test_normal_forms);
	g_test_add_func ("/text/zone-offset", test_zone_offset);
	return g_test_run ();
}

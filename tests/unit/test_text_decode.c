/* test_text_decode.c: from bytes to UTF-8: labels, the <meta> prescan, detection, repair. */
#include "shim/text.h"

#include <string.h>

#include "shim/text_impl.h"

static void test_labels (void)
{
	static const struct {
		const char *label, *name;
	} cases[] = {
		{ "utf-8", "utf-8" },
		{ " UTF8\n", "utf-8" },
		{ "latin1", "windows-1252" },
		{ "ISO-8859-1", "windows-1252" },
		{ "ascii", "windows-1252" },
		{ "iso-8859-15", "iso-8859-15" },
		{ "x-sjis", "shift_jis" },
		{ "ms932", "shift_jis" },
		{ "gb2312", "gbk" },
		{ "ks_c_5601-1987", "euc-kr" },
		{ "logical", "iso-8859-8-i" },
		{ "unicode", "utf-16le" },
		{ "hz-gb-2312", "replacement" },
		{ "utf-7", NULL },
		{ "", NULL },
		{ "  ", NULL },
		{ "utf", NULL },
		{ "utf-8 utf8", NULL },
		{ "l1 l2", NULL },
		{ NULL, NULL },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		g_assert_cmpstr (text_charset_from_label (cases[i].label, -1), ==, cases[i].name);
	g_assert_cmpstr (text_charset_from_label ("utf-8;q=1", 5), ==, "utf-8");
}

static void test_prescan (void)
{
	static const struct {
		const char *html, *charset;
	} cases[] = {
		{ "", NULL },
		{ "<p>charset=utf-8", NULL },
		{ "<meta charset=utf-8>", "utf-8" },
		{ "<META\tCharSet = 'ISO-8859-1' />", "windows-1252" },
		{ "<meta/charset=\"koi8-r\"/>", "koi8-r" },
		{ "<metacharset=utf-8>", NULL },
		/* the tag must end, and so must the quotes */
		{ "<meta charset=euc-jp", NULL },
		{ "<meta charset='euc-jp>", NULL },
		{ "<meta charset=\"", NULL },
		{ "<meta ", NULL },
		{ "<", NULL },
		/* http-equiv */
		{ "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>",
		  "iso-8859-2" },
		{ "<meta content='text/html; charset=iso-8859-2' http-equiv=content-type>",
		  "iso-8859-2" },
		{ "<meta content='text/html; charset=iso-8859-2'>", NULL },
		{ "<meta http-equiv=refresh content='text/html; charset=iso-8859-2'>", NULL },
		{ "<meta http-equiv=content-type content='charset charset = \"utf-8\"'>", "utf-8" },
		{ "<meta http-equiv=content-type content='charset=\"utf-8'>", NULL },
		{ "<meta http-equiv=content-type content=\"charset='koi8-r'x\">", "koi8-r" },
		{ "<meta http-equiv=content-type content='charset=koi8-r;x'>", "koi8-r" },
		{ "<meta http-equiv=content-type content='charset'>", NULL },
		/* the first of two attributes, the charset attribute before the content */
		{ "<meta charset=utf-8 charset=koi8-r>", "utf-8" },
		{ "<meta http-equiv=content-type content='charset=koi8-r' charset=utf-8>",
		  "utf-8" },
		{ "<meta charset=utf-8 http-equiv=content-type content='charset=koi8-r'>",
		  "utf-8" },
		/* what is no encoding is passed over */
		{ "<meta charset=none><meta charset=koi8-u>", "koi8-u" },
		{ "<meta charset=utf-16><p>", "utf-8" },
		{ "<meta charset=x-user-defined>", "windows-1252" },
		/* comments, other tags, quotes with tags in them */
		{ "<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "utf-8" },
		{ "<!--><meta charset=utf-8>", "utf-8" },
		{ "<!-- <meta charset=koi8-r>", NULL },
		{ "<a title='<meta charset=koi8-r>'><meta charset=utf-8>", "utf-8" },
		{ "</a title='>'><meta charset=koi8-r>", "koi8-r" },
		{ "<!doctype html><?php ?><meta charset=utf-8>", "utf-8" },
		{ "<! <meta charset=koi8-r><meta charset=utf-8>", "utf-8" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		gsize len = strlen (cases[i].html);
		/* exact, so that ASan sees a read past the end */
		g_autofree guint8 *html = g_memdup2 (len ? cases[i].html : "-", len ? len : 1);
		const char *charset = text_meta_prescan (html, len);
		if (g_strcmp0 (charset, cases[i].charset) != 0)
			g_test_message ("%s", cases[i].html);
		g_assert_cmpstr (charset, ==, cases[i].charset);
	}
}

static void test_prescan_limit (void)
{
	static const char tag[] = "<meta charset=koi8-r>";
	g_autoptr (GString) html = g_string_new ("<!--");
	while (html->len + strlen ("-->") + strlen (tag) < 1024)
		g_string_append_c (html, 'x');
	g_string_append (html, "-->");
	g_string_append (html, tag);
	g_assert_cmpuint (html->len, ==, 1024);
	g_assert_cmpstr (text_meta_prescan ((guint8 *)html->str, html->len), ==, "koi8-r");
	g_string_insert_c (html, 4, 'x');
	g_assert_null (text_meta_prescan ((guint8 *)html->str, html->len));
}

/* --- decoding --- */

typedef struct {
	const char *bytes;
	gssize len; /* -1: up to the NUL */
	const char *http;
	bool html;
	const char *text, *charset, *source;
	gsize repairs_count;
} DecodeCase;

static void assert_decoded (const DecodeCase *c)
{
	gsize len = c->len < 0 ? strlen (c->bytes) : (gsize)c->len, out_len;
	g_autofree guint8 *bytes = g_memdup2 (len ? c->bytes : "-", len ? len : 1);
	TextDecoded info;
	g_autofree char *text = text_decode (bytes, len, c->http, c->html, &out_len, &info);
	g_assert_cmpstr (text, ==, c->text);
	g_assert_cmpuint (out_len, ==, strlen (text));
	g_assert_cmpstr (info.charset, ==, c->charset);
	g_assert_cmpstr (info.source, ==, c->source);
	g_assert_cmpuint (info.repairs_count, ==, c->repairs_count);
}

static void test_decode (void)
{
	static const DecodeCase cases[] = {
		{ "", 0, NULL, false, "", "utf-8", "utf-8", 0 },
		{ "plain", -1, NULL, false, "plain", "utf-8", "utf-8", 0 },
		{ "été", -1, NULL, false, "été", "utf-8", "utf-8", 0 },
		/* a mark overrules everything, and goes */
		{ "\xEF\xBB\xBFété", -1, "koi8-r", true, "été", "utf-8", "bom", 0 },
		{ "\xFF\xFEt\0\xE9\0", 6, "utf-8", false, "té", "utf-16le", "bom", 0 },
		{ "\xFE\xFF\0t\0\xE9", 6, NULL, false, "té", "utf-16be", "bom", 0 },
		{ "\xFE\xFF\xD8\x3D\0a\xDE", 7, NULL, false, "\uFFFDa\uFFFD", "utf-16be", "bom",
		  2 },
		{ "\xFF\xFE\0\0\xE9\0\0\0", 8, NULL, false, "é", "utf-32le", "bom", 0 },
		{ "\0\0\xFE\xFF\0\0\0\xE9", 8, NULL, false, "é", "utf-32be", "bom", 0 },
		/* the header before the page, the page before its bytes */
		{ "<meta charset=koi8-r>\xC9", -1, "iso-8859-1", true, "<meta charset=koi8-r>É",
		  "windows-1252", "http", 0 },
		{ "<meta charset=koi8-r>\xC9", -1, "unheard-of", true, "<meta charset=koi8-r>и",
		  "koi8-r", "meta", 0 },
		{ "<meta charset=koi8-r>\xC9", -1, NULL, false, "<meta charset=koi8-r>É",
		  "windows-1252", "detected", 0 },
		{ "5\xB0", -1, NULL, false, "5°", "windows-1252", "fallback", 0 },
		{ "\x93quoted\x94 \x80 \x9C", -1, "latin1", false, "“quoted” € œ", "windows-1252",
		  "http", 0 },
		{ "\xC4\xDA \xE4", -1, "windows-1251", false, "ДЪ д", "windows-1251", "http", 0 },
		{ "\x82\xA0\x83\x41", -1, "shift_jis", false, "あア", "shift_jis", "http", 0 },
		{ "\xC4\xE3\xBA\xC3 \x81\x30\x81\x30", -1, "gb2312", false, "你好 \xC2\x80", "gbk",
		  "http", 0 },
		{ "\xA4\xA4\xA4\xE5", -1, "big5", false, "中文", "big5", "http", 0 },
		{ "\xB0\xA1", -1, "euc-kr", false, "가", "euc-kr", "http", 0 },
		{ "\xF9\xEC\xE5\xED", -1, "logical", false, "שלום", "iso-8859-8-i", "http", 0 },
		{ "\xAA\xBA\xDE\xFE \xA5", -1, "iso-8859-16", false, "ȘșȚț „", "iso-8859-16",
		  "http", 0 },
		{ "a\x80\xFF", -1, "x-user-defined", false, "a\uF780\uF7FF", "x-user-defined",
		  "http", 0 },
		{ "\x8E\x8F\x88", -1, "macintosh", false, "éèà", "macintosh", "http", 0 },
		/* declared UTF-8, and not: each ill-formed part is repaired when there is more that is not */
		{ "\xC3\xA9 \xC3\xA9 \xE9 x", -1, "utf-8", false, "é é \uFFFD x", "utf-8", "http",
		  1 },
		{ "caf\xE9 d\xE9j\xE0 \xC3\xA9", -1, "utf-8", false, "café déjà Ã©", "windows-1252",
		  "fallback", 0 },
		{ "na\xC3\xAFve and cut \xE2\x80", -1, "utf-8", false, "naïve and cut \uFFFD",
		  "utf-8", "http", 1 },
		/* declared Latin-1, and UTF-8 */
		{ "d\xC3\xA9j\xC3\xA0", -1, "iso-8859-1", false, "déjà", "utf-8", "utf-8", 0 },
		{ "<meta charset=latin1>d\xC3\xA9", -1, NULL, true, "<meta charset=latin1>dé",
		  "utf-8", "utf-8", 0 },
		/* declared UTF-16, and ASCII; declared as what browsers refuse */
		{ "plain", -1, "utf-16", false, "plain", "utf-8", "utf-8", 0 },
		{ "plain", -1, "iso-2022-kr", false, "plain", "utf-8", "utf-8", 0 },
		{ "t\0\xE9\0", 4, "utf-16", false, "té", "utf-16le", "http", 0 },
		/* UTF-16 and 32 that nobody declared */
		{ "U\0n\0 \0\xE9\0t\0\xE9\0.\0\n\0", 16, NULL, false, "Un été.\n", "utf-16le",
		  "detected", 0 },
		{ "\0U\0n\0 \0\xE9\0t\0\xE9\0.\0\n", 16, NULL, false, "Un été.\n", "utf-16be",
		  "detected", 0 },
		{ "U\0\0\0n\0\0\0\xE9\0\0\0", 12, NULL, false, "Uné", "utf-32le", "detected", 0 },
		/* what the text loses: NULs (counted) and C0 controls; C1 controls and CR stay */
		{ "a\0b\001c\033d\177e\r\nf\tg\fh", 16, NULL, false, "abcde\r\nf\tg\nh", "utf-8",
		  "utf-8", 1 },
		{ "l\xC2\x92\xC3\xA9t\xC3\xA9", -1, NULL, false, "l\xC2\x92été", "utf-8", "utf-8",
		  0 },
		{ "x\xEF\xBF\xBE\xEF\xB7\x90y", -1, NULL, false, "x\uFFFD\uFFFDy", "utf-8", "utf-8",
		  2 },
		/* no lead byte is over F4 */
		{ "ééééé\xF8\xA9\x80\xA8", -1, "utf-8", false, "ééééé\uFFFD\uFFFD\uFFFD\uFFFD",
		  "utf-8", "http", 4 },
		/* it does not normalize */
		{ "e\xCC\x81\xEF\xBB\xBF", -1, NULL, false, "e\u0301\uFEFF", "utf-8", "utf-8", 0 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		assert_decoded (&cases[i]);
}

/* A <meta> behind the first 1024 bytes counts when nothing better is known. */
static void test_decode_late_meta (void)
{
	g_autofree char *spaces = g_strnfill (3000, ' ');
	TextDecoded info;
	static const struct {
		const char *rest, *charset, *source;
	} cases[] = {
		{ "<meta charset=koi8-r>\xC9", "koi8-r", "meta" },
		{ "<meta charset=koi8-r>\xC3\xA9", "utf-8", "utf-8" },
		{ "<meta charset=iso-2022-jp>\033$B$\"\033(B", "iso-2022-jp", "meta" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *html = g_strconcat (spaces, cases[i].rest, NULL);
		g_free (text_decode ((const guint8 *)html, strlen (html), NULL, true, NULL, &info));
		g_assert_cmpstr (info.charset, ==, cases[i].charset);
		g_assert_cmpstr (info.source, ==, cases[i].source);
	}
	g_autofree char *html = g_strconcat (spaces, cases[2].rest, NULL);
	g_autofree char *text =
		text_decode ((const guint8 *)html, strlen (html), NULL, true, NULL, NULL);
	g_assert_true (g_str_has_suffix (text, "<meta charset=iso-2022-jp>あ"));
}

/* Sentences of our own, in encodings that nobody declares. */
static void test_detection (void)
{
	static const char french[] = "Le conseil municipal a voté hier soir le budget de l'année "
				     "prochaine, malgré l'opposition "
				     "de plusieurs élus. « Nous avons été trompés », a déclaré "
				     "l'un d'eux à la sortie, où une "
				     "foule fâchée l'attendait. Le maire, très gêné, s'est réfugié "
				     "derrière des chiffres.";
	static const char with_oe[] = "La sœur du maire a dit le fond de son cœur : cette œuvre "
				      "coûte 12 000 € et l'été sera long.";
	static const char english[] = "The café’s owner said “we’re closed” – and that was that. "
				      "Naïve customers left the "
				      "queue; others stayed until the doors were shut.";
	static const char russian[] =
		"Городской совет вчера вечером принял бюджет на следующий год, несмотря на "
		"возражения "
		"нескольких депутатов. Мэр города отказался отвечать на вопросы журналистов.";
	static const char japanese[] = "市議会は昨夜、複数の議員の反対にもかかわらず、来年度の予算"
				       "を可決した。市長は記者の質問に答えなかった。";
	static const char polish[] = "Rada miasta przyjęła wczoraj wieczorem budżet na przyszły "
				     "rok, mimo sprzeciwu kilku "
				     "radnych. Prezydent miasta nie odpowiedział na pytania "
				     "dziennikarzy, którzy czekali.";
	static const struct {
		const char *text, *encoding;
	} cases[] = {
		{ french, "ISO-8859-1" },    { french, "WINDOWS-1252" },
		{ french, "UTF-16LE" },      { french, "UTF-16BE" },
		{ french, "UTF-32LE" },      { french, "UTF-8" },
		{ with_oe, "ISO-8859-15" },  { with_oe, "WINDOWS-1252" },
		{ french, "MACINTOSH" },     { english, "WINDOWS-1252" },
		{ russian, "WINDOWS-1251" }, { russian, "KOI8-R" },
		{ japanese, "SHIFT_JIS" },   { japanese, "EUC-JP" },
		{ japanese, "ISO-2022-JP" }, { polish, "ISO-8859-2" },
		{ polish, "WINDOWS-1250" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		gsize len;
		TextDecoded info;
		g_autoptr (GError) error = NULL;
		g_autofree char *bytes = g_convert (cases[i].text, -1, cases[i].encoding, "UTF-8",
						    NULL, &len, &error);
		g_assert_no_error (error);
		g_autofree char *text =
			text_decode ((const guint8 *)bytes, len, NULL, false, NULL, &info);
		if (strcmp (text, cases[i].text) != 0)
			g_test_message ("%s read as %s", cases[i].encoding, info.charset);
		g_assert_cmpstr (text, ==, cases[i].text);
	}
}

/* Whatever the bytes and the declaration, the text is valid UTF-8 without NUL. */
static void test_decode_random (void)
{
	static const char *const labels[] = {
		NULL,       "utf-8",  "utf-16be",    "iso-2022-jp", "gb18030",
		"big5",     "euc-kr", "shift_jis",   "euc-jp",      "koi8-u",
		"utf-16le", "ibm866", "windows-874", "iso-8859-3",
	};
	g_autoptr (GRand) rand = g_rand_new_with_seed (5);
	for (int round = 0; round < 6000; round++) {
		gsize len = (gsize)g_rand_int_range (rand, 1, 400), out_len;
		g_autofree guint8 *bytes = g_malloc (len);
		gint32 least = round % 3 ? 0 : 0x80;
		for (gsize i = 0; i < len; i++)
			bytes[i] = (guint8)g_rand_int_range (rand, least, 0x100);
		g_autofree char *text =
			text_decode (bytes, len, labels[(gsize)round % G_N_ELEMENTS (labels)],
				     round % 2, &out_len, NULL);
		g_assert_true (g_utf8_validate_len (text, out_len, NULL));
		g_assert_cmpuint (strlen (text), ==, out_len);
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/text/labels", test_labels);
	g_test_add_func ("/text/prescan", test_prescan);
	g_test_add_func ("/text/prescan-limit", test_prescan_limit);
	g_test_add_func ("/text/decode", test_decode);
	g_test_add_func ("/text/decode-late-meta", test_decode_late_meta);
	g_test_add_func ("/text/detection", test_detection);
	g_test_add_func ("/text/decode-random", test_decode_random);
	return g_test_run ();
}

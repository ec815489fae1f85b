/* test_text_break.c: words, sentences and user-perceived characters. */
#include "shim/text.h"

#include <string.h>

#include "shim/text_impl.h"

static GArray *new_spans (void)
{
	return g_array_new (FALSE, FALSE, sizeof (TextSpan));
}

/* "one|two|…" of the spans; every span must be in the text and after the one before. */
static char *joined (const char *text, const GArray *spans)
{
	GString *out = g_string_new (NULL);
	guint32 last = 0;
	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index (spans, TextSpan, i);
		g_assert_cmpuint (span.start, >=, last);
		g_assert_cmpuint (span.end, >, span.start);
		g_assert_cmpuint (span.end, <=, strlen (text));
		last = span.end;
		if (i)
			g_string_append_c (out, '|');
		g_string_append_len (out, text + span.start, span.end - span.start);
	}
	return g_string_free (out, FALSE);
}

/* --- words --- */

static void test_words (void)
{
	static const struct {
		const char *text, *words, *kinds; /* a: letters, 0: number */
	} cases[] = {
		{ "", "", "" },
		{ " ,;! … ½ _ €", "", "" },
		{ "Le chat dort.", "Le|chat|dort", "aaa" },
		{ "l’Irlande d'abord aujourd’hui", "l’Irlande|d'abord|aujourd’hui", "aaa" },
		{ "Jean-Pierre, arc-en-ciel", "Jean|Pierre|arc|en|ciel", "aaaaa" },
		{ "3.14 1,000.5 10:30 5% 2nd n°5", "3.14|1,000.5|10|30|5|2nd|n|5", "00000aa0" },
		{ "a.b a,b 1.a a.1 1,a e.g. U.S.A.", "a.b|a|b|1|a|a|1|1|a|e.g|U.S.A",
		  "aaa0aa00aaa" },
		{ "snake_case _x 1_2", "snake_case|_x|1_2", "aa0" },
		{ "can’t ‘quoted’ 'so'", "can’t|quoted|so", "aaa" },
		/* a narrow no-break space joins digits only */
		{ "«\u202FBonjour\u202F! Quoi\u202F?", "Bonjour|Quoi", "aa" },
		{ "10\u202F000\u202Feuros 5\u202F% 10\u00A0000", "10\u202F000|euros|5|10|000",
		  "0a000" },
		{ "Пять\u202F! 5\u202F000\u202Fлет", "Пять|5\u202F000|лет", "a0a" },
		/* by ICU, and by hand on both sides of it */
		{ "cafe\u0301 noir", "cafe\u0301|noir", "aa" },
		{ "un Привет, мир! deux", "un|Привет|мир|deux", "aaaa" },
		{ "x\U0001F600y im\u00ADpossible", "x|y|im\u00ADpossible", "aaa" },
		{ "東京都 ok", "東京|都|ok", "aaa" },
		{ "l·l a·b", "l·l|a·b", "aa" },
		{ "@nom a.@b x@y.fr я@b", "nom|a|b|x|y.fr|я|b", "aaaaaaa" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autoptr (GArray) spans = new_spans ();
		text_words (cases[i].text, strlen (cases[i].text), spans);
		g_autofree char *words = joined (cases[i].text, spans);
		g_assert_cmpstr (words, ==, cases[i].words);
		g_assert_cmpuint (spans->len, ==, strlen (cases[i].kinds));
		for (guint w = 0; w < spans->len; w++)
			g_assert_cmpuint (g_array_index (spans, TextSpan, w).kind, ==,
					  cases[i].kinds[w] == 'a' ? TEXT_LETTERS : TEXT_NUMBER);
	}
}

/* The words by hand are the words by ICU; `out` keeps what was there. */
static void assert_as_icu (const char *text, gsize len)
{
	g_autoptr (GArray) mine = new_spans (), wanted = new_spans ();
	TextSpan before = { 1, 2, 3 };
	g_array_append_val (mine, before);
	text_words (text, len, mine);
	text_words_icu (text, len, wanted);
	bool same =
		mine->len == wanted->len + 1 && memcmp (mine->data, &before, sizeof before) == 0;
	for (guint i = 0; same && i < wanted->len; i++)
		same = memcmp (&g_array_index (mine, TextSpan, i + 1),
			       &g_array_index (wanted, TextSpan, i), sizeof (TextSpan)) == 0;
	if (!same) {
		g_array_remove_index (mine, 0);
		g_autofree char *a = joined (text, mine), *b = joined (text, wanted);
		g_test_message ("'%s': '%s', not '%s'", text, a, b);
	}
	g_assert_true (same);
}

static void test_words_all_characters (void)
{
	static const char *const around[] = { "a%sb",  "1%s2", "a%s1",        "%sa",
					      "1%s",   "_%s_", "a'%sb",       "a%s'b",
					      "1,%s2", " %s ", "a %s\u0301b", "a%s b %sc" };
	for (gunichar c = 1; c < 0x20000; c++) {
		char point[8] = { 0 };
		if ((c >= 0xD800 && c <= 0xDFFF) || (c > 0x3100 && c % 37))
			continue;
		g_unichar_to_utf8 (c, point);
		for (gsize i = 0; i < G_N_ELEMENTS (around); i++) {
			const char *at = strstr (around[i], "%s");
			g_autoptr (GString) text = g_string_new_len (around[i], at - around[i]);
			g_string_append (text, point);
			const char *rest = at + 2, *more = strstr (rest, "%s");
			if (more) {
				g_string_append_len (text, rest, more - rest);
				g_string_append (text, point);
				rest = more + 2;
			}
			g_string_append (text, rest);
			assert_as_icu (text->str, text->len);
		}
	}
}

static void test_words_random (void)
{
	/* of each class of the standard some, the common ones often */
	static const char *const parts[] = {
		"a",      "é",  "Z",          "œ",          "ª",          "1",
		"2",      "_",  ".",          ",",          ";",          ":",
		"'",      "’",  "‘",          "\"",         "-",          " ",
		" ",      "\n", "\t",         "\u00A0",     "\u202F",     "\u2007",
		"\u2009", "·",  "\u2027",     "\u2024",     "€",          "…",
		"«",      "—",  "\u00AD",     "\u0301",     "\u200D",     "\u200B",
		"\u2060", "б",  "Ω",          "א",          "カ",         "漢",
		"ไ",      "한", "\U0001F600", "\U0001F468", "\U0001F1EB", "\U0001F1F7",
		"\u203F", "½",  "٣",          "ǆ",          "ɐ",          "ʼ",
		"№",
	};
	g_autoptr (GRand) rand = g_rand_new_with_seed (29);
	for (int round = 0; round < 120000; round++) {
		g_autoptr (GString) text = g_string_new (NULL);
		/* half of the texts from the beginning of the list: those that the scanner knows */
		gint32 choice = round % 2 ? (gint32)G_N_ELEMENTS (parts) : 32;
		for (gint32 n = g_rand_int_range (rand, 1, 24); n; n--)
			g_string_append (text, parts[g_rand_int_range (rand, 0, choice)]);
		assert_as_icu (text->str, text->len);
	}
}

/* Bytes that are no UTF-8 break a promise of the caller; they may give any words, but none outside the text. */
static void test_words_hostile (void)
{
	g_autoptr (GRand) rand = g_rand_new_with_seed (3);
	for (int round = 0; round < 20000; round++) {
		g_autoptr (GArray) spans = new_spans ();
		gsize len = (gsize)g_rand_int_range (rand, 1, 12);
		g_autofree char *bytes = g_malloc (len);
		for (gsize i = 0; i < len; i++)
			bytes[i] = (char)g_rand_int_range (rand, 0x61, 0x100);
		text_words (bytes, len, spans);
		for (guint i = 0; i < spans->len; i++)
			g_assert_cmpuint (g_array_index (spans, TextSpan, i).end, <=, len);
	}
}

/* The same for a run over the limit that no character ends. */
static void test_words_hostile_long (void)
{
	gsize len = 5 << 20;
	for (int lead = 0; lead < 3; lead++) {
		g_autoptr (GArray) spans = new_spans ();
		g_autofree char *bytes = g_strnfill (len, (char)0x80);
		memset (bytes, 'a', (gsize)lead);
		text_words (bytes, len, spans);
		g_assert_cmpuint (spans->len, ==, lead ? 1 : 0);
	}
}

/* A run without spaces over the limit is cut between characters, nothing is lost, and the work stays linear. */
static void test_words_long_run (void)
{
	static const struct {
		const char *part, *last;
		gsize word_len; /* bytes of letters and digits in `part` */
	} cases[] = {
		{ "слово\u00A0", "", 10 },
		{ "word\u00A0", "Ω", 4 },
		{ "Ωword-12-", "", 8 },
		{ "word", "Ω", 4 },
	};
	for (gsize c = 0; c < G_N_ELEMENTS (cases); c++) {
		g_autoptr (GString) text = g_string_new (NULL);
		g_autoptr (GArray) spans = new_spans ();
		gsize count = 0, total = 0;
		for (; text->len < 5 * (1 << 20); count++)
			g_string_append (text, cases[c].part);
		g_string_append (text, cases[c].last);
		text_words (text->str, text->len, spans);
		for (guint i = 0; i < spans->len; i++) {
			TextSpan span = g_array_index (spans, TextSpan, i);
			gsize len = span.end - span.start;
			g_assert_true (g_utf8_validate_len (text->str + span.start, len, NULL));
			total += len;
		}
		g_assert_cmpuint (total, ==, count * cases[c].word_len + strlen (cases[c].last));
	}
}

/* --- sentences --- */

static void assert_sentences (const char *text, const char *locale, const char *wanted)
{
	g_autoptr (GArray) spans = new_spans ();
	text_sentences (text, strlen (text), locale, spans);
	g_autofree char *sentences = joined (text, spans);
	g_assert_cmpstr (sentences, ==, wanted);
}

typedef struct {
	const char *text, *sentences; /* NULL: one sentence, as it stands */
} SentenceCase;

static void test_sentences_french (void)
{
	static const SentenceCase cases[] = {
		{ "", "" },
		{ "  \n \u00A0\n", "" },
		{ "Il pleut. Le vent souffle.", "Il pleut.|Le vent souffle." },
		{ "Sans point\nni majuscule", "Sans point|ni majuscule" },
		/* titles */
		{ "M. Le Pen a vu MM. Roy et Petit. Mme. Duval aussi.",
		  "M. Le Pen a vu MM. Roy et Petit.|Mme. Duval aussi." },
		{ "Me. Durand plaide. Le Dr. Blanc et le Pr. Noir écoutent.",
		  "Me. Durand plaide.|Le Dr. Blanc et le Pr. Noir écoutent." },
		{ "Il me. Suit.", "Il me.|Suit." },
		/* initials and acronyms */
		{ "J. K. Rowling et J.-P. Martin arrivent.", NULL },
		{ "En 52 av. J.-C. César gagna, et en 400 apr. J.-C. Rome tomba.", NULL },
		{ "C’était avant J.-C. Le roi mourut.", "C’était avant J.-C.|Le roi mourut." },
		{ "L’O.N.U. Le conseil. J.-M. Le Clézio et E.I. Du Pont.",
		  "L’O.N.U.|Le conseil.|J.-M. Le Clézio et E.I. Du Pont." },
		{ "Selon F. Le Goff, rien. Les autres partent.",
		  "Selon F. Le Goff, rien.|Les autres partent." },
		/* figures and dates */
		{ "Voir art. 5, p. 12 et n. 3. Fin.", "Voir art. 5, p. 12 et n. 3.|Fin." },
		{ "Le 3 janv. 2020, le 4 févr. 2020. Puis le 5 déc. 2021.",
		  "Le 3 janv. 2020, le 4 févr. 2020.|Puis le 5 déc. 2021." },
		{ "C’est de l’art. Paul aime.", "C’est de l’art.|Paul aime." },
		{ "1. Premier point. Suite.", "1. Premier point.|Suite." },
		{ "Cela coûte 3.5 euros. C’était en 2020. Puis rien.",
		  "Cela coûte 3.5 euros.|C’était en 2020.|Puis rien." },
		{ "Des pommes, des poires, etc. Paul mange. Oui, etc. Les autres aussi.",
		  "Des pommes, des poires, etc. Paul mange.|Oui, etc.|Les autres aussi." },
		/* French spaces and quotes */
		{ "Quoi\u00A0! Vraiment\u202F? Oui\u00A0: c’est fait.",
		  "Quoi\u00A0!|Vraiment\u202F?|Oui\u00A0: c’est fait." },
		{ "Il cria\u00A0: «\u00A0Venez\u00A0!\u00A0» Personne ne vint.",
		  "Il cria\u00A0: «\u00A0Venez\u00A0!\u00A0»|Personne ne vint." },
		{ "«\u202FVenez\u202F!\u202F», dit-il. «\u202FNon.\u202F» Elle part.",
		  "«\u202FVenez\u202F!\u202F», dit-il.|«\u202FNon.\u202F»|Elle part." },
		{ "« Venez ! » cria-t-elle. Silence.", "« Venez ! » cria-t-elle.|Silence." },
		{ "Il a dit “oui”. Puis “non.” Et voilà.",
		  "Il a dit “oui”.|Puis “non.”|Et voilà." },
		{ "« Non ! » – s’étonne-t-il. « Oui ! » – Paul rit.",
		  "« Non ! » – s’étonne-t-il.|« Oui ! »|– Paul rit." },
		/* ellipses */
		{ "Il hésite… puis part. Il hésite… Puis part.",
		  "Il hésite… puis part.|Il hésite…|Puis part." },
		{ "Il hésite... puis part. Il hésite... Puis part.",
		  "Il hésite... puis part.|Il hésite...|Puis part." },
		{ "... Et après ? (rires) Rien.", "... Et après ?|(rires) Rien." },
		{ "« […] Le texte » suit.", NULL },
		{ "Élu ? Étonné ! À voir.", "Élu ?|Étonné !|À voir." },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		assert_sentences (cases[i].text, "fr",
				  cases[i].sentences ? cases[i].sentences : cases[i].text);
}

static void test_sentences_english (void)
{
	static const SentenceCase cases[] = {
		{ "It rains. The wind blows!  Really? Yes.",
		  "It rains.|The wind blows!|Really?|Yes." },
		{ "Mr. Smith met Mrs. Jones, Dr. No and Sen. Lee in St. Louis. They ate.",
		  "Mr. Smith met Mrs. Jones, Dr. No and Sen. Lee in St. Louis.|They ate." },
		{ "The U.S. President spoke. He left the U.S. The crowd cheered.",
		  "The U.S. President spoke.|He left the U.S.|The crowd cheered." },
		{ "J. K. Rowling and George W. Bush met. W. H. Auden wrote.",
		  "J. K. Rowling and George W. Bush met.|W. H. Auden wrote." },
		{ "Acme Inc. Chairman Jo Doe quit. She joined Foo Corp. The share fell.",
		  "Acme Inc. Chairman Jo Doe quit.|She joined Foo Corp.|The share fell." },
		{ "On Jan. 5, Sept. 11 and Dec. 3 it was No. 1. No. We lost.",
		  "On Jan. 5, Sept. 11 and Dec. 3 it was No. 1.|No.|We lost." },
		{ "At 5 p.m. Monday it rang. At 6 a.m. The door opened.",
		  "At 5 p.m. Monday it rang.|At 6 a.m.|The door opened." },
		{ "Use e.g. Paris vs. London, i.e. Cities.", NULL },
		{ "\"Come!\" he said. \"Never.\" She left.",
		  "\"Come!\" he said.|\"Never.\"|She left." },
		{ "She said: \"No.\" \"Why?\" he asked.", "She said: \"No.\"|\"Why?\" he asked." },
		{ "He left. \"Stay,\" she said.", "He left.|\"Stay,\" she said." },
		{ "It is modern art. Paul agrees. Yahoo! announced it.",
		  "It is modern art.|Paul agrees.|Yahoo! announced it." },
		{ "He told me. I left.", "He told me.|I left." },
		{ "(It ended.) They left.", "(It ended.)|They left." },
		{ "Wait ... what? Version 2.0. Done.", "Wait ... what?|Version 2.0.|Done." },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		assert_sentences (cases[i].text, "en",
				  cases[i].sentences ? cases[i].sentences : cases[i].text);
}

/* Sentences never overlap, hold every letter of the text, and no newline, whatever the text. */
static void test_sentences_random (void)
{
	static const char *const parts[] = { "M",  "a",          "Le", "J",  ". ", ".",      "! ",
					     "?",  "»",          "« ", "\"", "”",  "\u00A0", " ",
					     "\n", "…",          "-",  "(",  ") ", "1",      "U.S",
					     "é",  "\U0001F600", ",",  "etc" };
	g_autoptr (GRand) rand = g_rand_new_with_seed (11);
	for (int round = 0; round < 30000; round++) {
		g_autoptr (GString) text = g_string_new (NULL);
		g_autoptr (GArray) spans = new_spans ();
		for (gint32 n = g_rand_int_range (rand, 1, 30); n; n--)
			g_string_append (text,
					 parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
		text_sentences (text->str, text->len, round % 2 ? "fr" : NULL, spans);
		g_autofree char *sentences = joined (text->str, spans);
		g_assert_null (strchr (sentences, '\n'));
		gsize letters = 0, kept = 0;
		for (gsize i = 0; i < text->len; i++)
			letters += g_ascii_isalnum (text->str[i]);
		for (const char *at = sentences; *at; at++)
			kept += g_ascii_isalnum (*at);
		g_assert_cmpuint (letters, ==, kept);
	}
}

/* Lines that propose a break at every other character, and hold nothing to break. Quadratic work would take minutes. */
static void test_sentences_long_line (void)
{
	static const char *const parts[] = { "! ", ". \" ", "? » ", "M. A ", "…", "1. ", "\" " };
	for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
		g_autoptr (GString) text = g_string_new (NULL);
		g_autoptr (GArray) spans = new_spans ();
		while (text->len < 1200 * 1000)
			g_string_append (text, parts[i]);
		text_sentences (text->str, text->len, "fr", spans);
		g_assert_cmpuint (spans->len, >=, 2); /* a line of over 1 MiB is cut */
	}
}

/* --- segments as they are --- */

static void test_graphemes (void)
{
	static const char text[] = "e\u0301\r\n\U0001F468\u200D\U0001F469한\U0001F1EB\U0001F1F7";
	g_autoptr (GArray) spans = new_spans ();
	text_graphemes (text, strlen (text), spans);
	g_autofree char *graphemes = joined (text, spans);
	g_assert_cmpstr (graphemes, ==,
			 "e\u0301|\r\n|\U0001F468\u200D\U0001F469|한|\U0001F1EB\U0001F1F7");
}

static void test_segments (void)
{
	static const char text[] = "Un « mot »\u202F!";
	g_autoptr (GArray) spans = new_spans ();
	text_segments (text, strlen (text), spans);
	g_autofree char *segments = joined (text, spans);
	g_assert_cmpstr (segments, ==, "Un| |«| |mot| |»|\u202F|!");
}

static gpointer words_in_thread (gpointer unused)
{
	(void)unused;
	for (int i = 0; i < 2000; i++)
		assert_as_icu ("Привет l’été x\U0001F600y. Oui",
			       strlen ("Привет l’été x\U0001F600y. Oui"));
	assert_sentences ("Un. Deux.", "fr", "Un.|Deux.");
	return NULL;
}

/* Each thread has its own iterators; they go with it. */
static void test_threads (void)
{
	GThread *threads[4];
	for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
		threads[i] = g_thread_new ("words", words_in_thread, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
		g_thread_join (threads[i]);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/text/words", test_words);
	g_test_add_func ("/text/words-all-characters", test_words_all_characters);
	g_test_add_func ("/text/words-random", test_words_random);
	g_test_add_func ("/text/words-hostile", test_words_hostile);
	g_test_add_func ("/text/words-hostile-long", test_words_hostile_long);
	g_test_add_func ("/text/words-long-run", test_words_long_run);
	g_test_add_func ("/text/sentences-french", test_sentences_french);
	g_test_add_func ("/text/sentences-english", test_sentences_english);
	g_test_add_func ("/text/sentences-random", test_sentences_random);
	g_test_add_func ("/text/sentences-long-line", test_sentences_long_line);
	g_test_add_func ("/text/graphemes", test_graphemes);
	g_test_add_func ("/text/segments", test_segments);
	g_test_add_func ("/text/threads", test_threads);
	return g_test_run ();
}

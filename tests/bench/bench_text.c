/* bench_text.c: what the text functions cost, beside ICU's own in the same run. JSON Lines with "text" on stdin.
 *
 * MB/s are of UTF-8 read, per second of CPU; the best of ROUNDS. See text.mk. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ucnv.h>

#include "shim/lang.h"
#include "shim/text.h"
#include "shim/text_impl.h"

#define ROUNDS 3
#define TEXTS_MAX ((gsize)64 << 20) /* bytes of texts that are used */

typedef struct {
	char *text;
	gsize len;
} Text;

static GArray *spans;
static gsize checksum; /* keeps the optimizer from leaving work out */

/* --- what is measured: one text each --- */

static void keep (char *made)
{
	checksum += (guint8)made[0];
	g_free (made);
}

static void keep_spans (void)
{
	checksum += spans->len;
	g_array_set_size (spans, 0);
}

static void clean (const Text *t)
{
	keep (text_clean (t->text, (gssize)t->len, NULL));
}

static void icu_nfc (const Text *t)
{
	keep (text_nfc (t->text, (gssize)t->len));
}

static void fold (const Text *t)
{
	keep (text_fold (t->text, (gssize)t->len, NULL));
}

static void icu_fold (const Text *t)
{
	keep (text_fold_icu (t->text, t->len, false));
}

static void words (const Text *t)
{
	text_words (t->text, t->len, spans);
	keep_spans ();
}

static void icu_words (const Text *t)
{
	text_words_icu (t->text, t->len, spans);
	keep_spans ();
}

static void words_folded (const Text *t)
{
	char word[256];
	text_words (t->text, t->len, spans);
	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index (spans, TextSpan, i);
		checksum += text_fold_word (t->text + span.start, span.end - span.start, word,
					    sizeof word);
	}
	keep_spans ();
}

static void sentences (const Text *t)
{
	text_sentences (t->text, t->len, "fr", spans);
	keep_spans ();
}

static void icu_sentences (const Text *t)
{
	text_sentences_raw (t->text, t->len, "fr", spans);
	keep_spans ();
}

static void decode_utf8 (const Text *t)
{
	keep (text_decode ((const guint8 *)t->text, t->len, NULL, false, NULL, NULL));
}

/* `from` to UTF-8 by one call of ICU. */
static void icu_convert (const Text *t, const char *from)
{
	UErrorCode code = U_ZERO_ERROR;
	gsize capacity = t->len * 3 + 1;
	char *out = g_malloc (capacity);
	ucnv_convert ("UTF-8", from, out, (gint32)capacity, t->text, (gint32)t->len, &code);
	keep (out);
}

static void icu_utf8 (const Text *t)
{
	icu_convert (t, "UTF-8");
}

static void decode_1252 (const Text *t)
{
	keep (text_decode ((const guint8 *)t->text, t->len, "latin1", false, NULL, NULL));
}

static void icu_1252 (const Text *t)
{
	icu_convert (t, "windows-1252");
}

static void detect_1252 (const Text *t)
{
	keep (text_decode ((const guint8 *)t->text, t->len, NULL, false, NULL, NULL));
}

static void lang (const Text *t)
{
	LangGuess guess;
	lang_detect (t->text, t->len, NULL, &guess);
	checksum += (gsize)guess.lang;
}

/* --- the run --- */

typedef void (*Measured) (const Text *text);

static const struct {
	const char *name;
	Measured mine, icu; /* NULL: ICU has none */
	bool latin;         /* on the texts in windows-1252 */
} rows[] = {
	{ "clean", clean, icu_nfc, false },
	{ "fold", fold, icu_fold, false },
	{ "words", words, icu_words, false },
	{ "words, each folded", words_folded, NULL, false },
	{ "sentences", sentences, icu_sentences, false },
	{ "decode UTF-8", decode_utf8, icu_utf8, false },
	{ "decode windows-1252", decode_1252, icu_1252, true },
	{ "detect windows-1252", detect_1252, NULL, true },
	{ "lang", lang, NULL, false },
};

static double cpu_now (void)
{
	struct timespec now;
	clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double megabytes_per_second (const GArray *texts, gsize total, Measured measured)
{
	double best = G_MAXDOUBLE;
	for (int round = 0; round < ROUNDS; round++) {
		double start = cpu_now ();
		for (guint i = 0; i < texts->len; i++)
			measured (&g_array_index (texts, Text, i));
		best = MIN (best, cpu_now () - start);
	}
	return (double)total / 1e6 / best;
}

static gsize read_texts (FILE *in, GArray *texts)
{
	char *line = NULL;
	size_t capacity = 0;
	gsize total = 0;
	ssize_t len;
	while (total < TEXTS_MAX && (len = getline (&line, &capacity, in)) > 0) {
		json_t *article = json_loadb (line, (size_t)len, 0, NULL);
		const json_t *text = json_object_get (article, "text");
		if (json_string_length (text)) {
			Text t = { NULL, 0 };
			t.text = text_clean (json_string_value (text),
					     (gssize)json_string_length (text), &t.len);
			g_array_append_val (texts, t);
			total += t.len;
		}
		json_decref (article);
	}
	free (line);
	return total;
}

/* The texts in windows-1252; those that are ASCII, or that it cannot hold, are left out. */
static gsize convert_texts (const GArray *texts, GArray *latin)
{
	gsize total = 0;
	for (guint i = 0; i < texts->len; i++) {
		const Text *t = &g_array_index (texts, Text, i);
		gsize len;
		char *bytes = g_convert (t->text, (gssize)t->len, "WINDOWS-1252", "UTF-8", NULL,
					 &len, NULL);
		if (!bytes || len == t->len) {
			g_free (bytes);
			continue;
		}
		Text converted = { bytes, len };
		g_array_append_val (latin, converted);
		total += len;
	}
	return total;
}

static void free_texts (GArray *texts)
{
	for (guint i = 0; i < texts->len; i++)
		g_free (g_array_index (texts, Text, i).text);
	g_array_unref (texts);
}

int main (void)
{
	GArray *texts = g_array_new (FALSE, FALSE, sizeof (Text));
	GArray *latin = g_array_new (FALSE, FALSE, sizeof (Text));
	spans = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	gsize total = read_texts (stdin, texts), latin_total = convert_texts (texts, latin);
	if (!latin_total) {
		fprintf (stderr, "no texts on stdin\n");
		return 2;
	}
	printf ("%u texts, %.1f MB; in windows-1252 %u, %.1f MB\n", texts->len, (double)total / 1e6,
		latin->len, (double)latin_total / 1e6);
	printf ("%-22s %8s %8s %6s\n", "MB/s of CPU", "ours", "ICU", "ratio");
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		const GArray *used = rows[i].latin ? latin : texts;
		gsize used_total = rows[i].latin ? latin_total : total;
		double mine = megabytes_per_second (used, used_total, rows[i].mine);
		if (rows[i].icu) {
			double icu = megabytes_per_second (used, used_total, rows[i].icu);
			printf ("%-22s %8.0f %8.0f %6.2f\n", rows[i].name, mine, icu, mine / icu);
		} else {
			printf ("%-22s %8.0f\n", rows[i].name, mine);
		}
		fflush (stdout);
	}
	free_texts (texts);
	free_texts (latin);
	g_array_unref (spans);
	return checksum == 0;
}

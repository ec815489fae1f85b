/* probe_text.c: conformance suites of shim/: charsets, segmentation, normal forms, stems, languages. */
#include <glib.h>
#include <string.h>

#include "shim/lang.h"
#include "shim/text.h"
#include "shim/xap.h"
#include "tests/conformance/probe.h"

static void set_string (json_t *answer, const char *key, const char *value)
{
	json_object_set_new (answer, key, value ? json_string (value) : json_null ());
}

static const char *string_of (const json_t *input, const char *key, gsize *len)
{
	const json_t *value = json_object_get (input, key);
	*len = json_string_length (value);
	return *len ? json_string_value (value) : "";
}

/* "path": a file. The text itself is compared by its SHA-1, so no line end may be touched. */
static void charset (const json_t *input, json_t *answer)
{
	gsize path_len, len, out_len;
	const char *path = string_of (input, "path", &path_len);
	g_autofree char *data = NULL;
	if (!g_file_get_contents (path, &data, &len, NULL))
		return;
	TextDecoded decoded;
	g_autofree char *text =
		text_decode ((const guint8 *)data, len, NULL, false, &out_len, &decoded);
	g_autofree char *sha1 =
		g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guint8 *)text, out_len);
	set_string (answer, "encoding", decoded.charset);
	set_string (answer, "utf8_sha1", sha1);
}

/* "html_b64". A page that says nothing is windows-1252 to a browser, where we look at its bytes. */
static void meta_charset (const json_t *input, json_t *answer)
{
	gsize b64_len, len;
	const char *b64 = string_of (input, "html_b64", &b64_len);
	g_autofree guchar *html = g_base64_decode (b64, &len);
	TextDecoded decoded;
	g_free (text_decode (html, len, NULL, true, NULL, &decoded));
	bool declared = !strcmp (decoded.source, "bom") || !strcmp (decoded.source, "meta");
	set_string (answer, "encoding", declared ? decoded.charset : "windows-1252");
}

typedef void (*Breaker) (const char *utf8, gsize len, GArray *out);

static void segments (const json_t *input, json_t *answer, Breaker breaker)
{
	gsize len;
	const char *text = string_of (input, "text", &len);
	g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	breaker (text, len, spans);
	json_t *list = json_array ();
	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index (spans, TextSpan, i);
		json_array_append_new (list,
				       json_stringn (text + span.start, span.end - span.start));
	}
	json_object_set_new (answer, "segments", list);
}

static void words (const json_t *input, json_t *answer)
{
	segments (input, answer, text_segments);
}

static void root_sentences (const char *utf8, gsize len, GArray *out)
{
	text_sentences_raw (utf8, len, NULL, out);
}

static void sentences (const json_t *input, json_t *answer)
{
	segments (input, answer, root_sentences);
}

static void graphemes (const json_t *input, json_t *answer)
{
	segments (input, answer, text_graphemes);
}

static void normalization (const json_t *input, json_t *answer)
{
	gsize len;
	const char *source = string_of (input, "source", &len);
	g_autofree char *nfc = text_nfc (source, (gssize)len);
	g_autofree char *nfkc = text_nfkc (source, (gssize)len);
	set_string (answer, "nfc", nfc);
	set_string (answer, "nfkc", nfkc);
}

static void stem (const json_t *input, json_t *answer, const char *language)
{
	gsize len, stem_len;
	const char *word = string_of (input, "word", &len);
	XapStem *stemmer = xap_stem_new (language, NULL);
	const char *stemmed = xap_stem (stemmer, word, len, &stem_len);
	json_object_set_new (answer, "stem", json_stringn (stemmed, stem_len));
	xap_stem_free (stemmer);
}

static void stem_fr (const json_t *input, json_t *answer)
{
	stem (input, answer, "french");
}

static void stem_en (const json_t *input, json_t *answer)
{
	stem (input, answer, "english");
}

static void langid (const json_t *input, json_t *answer)
{
	gsize len;
	const char *raw = string_of (input, "text", &len);
	g_autofree char *text = text_clean (raw, (gssize)len, &len);
	LangGuess guess;
	lang_detect (text, len, NULL, &guess);
	set_string (answer, "lang", guess.code);
}

const ProbeSuite probe_text[] = {
	{ "charset", charset },     { "meta_charset", meta_charset },
	{ "words", words },         { "sentences", sentences },
	{ "graphemes", graphemes }, { "normalization", normalization },
	{ "stem_fr", stem_fr },     { "stem_en", stem_en },
	{ "langid", langid },       { NULL, NULL },
};

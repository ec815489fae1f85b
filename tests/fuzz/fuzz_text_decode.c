/* fuzz_text_decode.c: any bytes, under any declaration, become clean UTF-8 that everything else can read.
 *
 * The first byte of the input chooses the declaration, the rest is the page. */
#include <string.h>

#include "shim/text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static const char *const labels[] = {
	NULL,       "utf-8",     "iso-8859-1",  "iso-8859-15",    "windows-1251", "utf-16",
	"utf-16be", "shift_jis", "euc-jp",      "iso-2022-jp",    "gb18030",      "big5",
	"euc-kr",   "koi8-u",    "iso-8859-16", "x-user-defined", "iso-2022-kr",  "unheard-of",
};

static void check_spans (const char *text, gsize len, GArray *spans)
{
	guint32 last = 0;
	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index (spans, TextSpan, i);
		g_assert (span.start >= last && span.end > span.start && span.end <= len);
		g_assert (g_utf8_validate_len (text + span.start, span.end - span.start, NULL));
		last = span.end;
	}
	g_array_set_size (spans, 0);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
	if (!len)
		return 0;
	gsize out_len, clean_len, fold_len;
	TextDecoded info;
	const char *label = labels[(data[0] & 0x7F) % G_N_ELEMENTS (labels)];
	g_autofree char *text =
		text_decode (data + 1, len - 1, label, data[0] & 0x80, &out_len, &info);
	g_assert (g_utf8_validate_len (text, out_len, NULL) && strlen (text) == out_len);
	g_assert (info.charset[0] && info.source);

	g_autofree char *clean = text_clean (text, (gssize)out_len, &clean_len);
	g_autofree char *again = text_clean (clean, (gssize)clean_len, NULL);
	g_assert (strcmp (clean, again) == 0);
	g_autofree char *fold = text_fold (clean, (gssize)clean_len, &fold_len);
	g_autofree char *twice = text_fold (fold, (gssize)fold_len, NULL);
	g_assert (g_utf8_validate_len (fold, fold_len, NULL) && strcmp (fold, twice) == 0);
	g_autofree char *line = text_line (clean, (gssize)clean_len, 20);
	g_assert (!strchr (line, '\n'));

	g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	text_words (clean, clean_len, spans);
	check_spans (clean, clean_len, spans);
	text_sentences (clean, clean_len, "fr", spans);
	check_spans (clean, clean_len, spans);
	return 0;
}

/* text_decode.c: raw bytes to clean UTF-8: which encoding, then its conversion. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#define LATE_META_MAX (64 * 1024) /* how far a late <meta charset> is looked for */
#define WIDE_SAMPLE (4 * 1024)    /* bytes in which the zeros of UTF-16 and UTF-32 are counted */
#define DETECT_SAMPLE (8 * 1024)  /* bytes given to ICU's detector: 1.7 MB/s, so 5 ms */

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

typedef struct {
	const char *charset, *source;
	gsize bom_len;
} Choice;

/* --- what the bytes themselves say --- */

typedef struct {
	gsize good_count, bad_count; /* well-formed multi-byte sequences, and ill-formed ones */
} Utf8Health;

/* A sequence cut off by the end of the data is bad only when no other speaks for UTF-8. */
static Utf8Health utf8_health (const guint8 *data, gsize len)
{
	Utf8Health health = { 0 };
	bool cut = false;
	for (gsize i = 0; i < len;) {
		guint64 eight;
		while (i + sizeof eight <= len) {
			memcpy (&eight, data + i, sizeof eight);
			if (eight & HIGH_BITS)
				break;
			i += sizeof eight;
		}
		if (i == len || data[i] < 0x80) {
			i += i < len;
			continue;
		}
		if (data[i] >= 0xC2 && data[i] < 0xE0 && i + 1 < len && U8_IS_TRAIL (data[i + 1])) {
			health.good_count++;
			i += 2;
			continue;
		}
		gsize start = i;
		UChar32 point;
		U8_NEXT (data, i, len, point);
		if (point >= 0)
			health.good_count++;
		else if (i < len || !U8_IS_LEAD (data[start]))
			health.bad_count++;
		else
			cut = true;
	}
	health.bad_count += cut && !health.good_count;
	return health;
}

static Choice from_bom (const guint8 *data, gsize len)
{
	static const struct {
		const char *bytes, *charset;
		gsize len;
	} boms[] = {
		{ "\xEF\xBB\xBF", "utf-8", 3 },        { "\xFF\xFE\x00\x00", "utf-32le", 4 },
		{ "\x00\x00\xFE\xFF", "utf-32be", 4 }, { "\xFF\xFE", "utf-16le", 2 },
		{ "\xFE\xFF", "utf-16be", 2 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (boms); i++)
		if (len >= boms[i].len && memcmp (data, boms[i].bytes, boms[i].len) == 0)
			return (Choice){ boms[i].charset, "bom", boms[i].len };
	return (Choice){ 0 };
}

/* UTF-16 or UTF-32 without a mark: in Latin texts most of the high bytes are zero, and no other byte is. */
static const char *wide_charset (const guint8 *data, gsize len)
{
	gsize zeros[4] = { 0 }, units = MIN (len, WIDE_SAMPLE) / 4;
	if (units < 2 || !memchr (data, 0, units * 4))
		return NULL;
	for (gsize i = 0; i < units * 4; i++)
		zeros[i % 4] += data[i] == 0;
	gsize few = units / 20, most = units - units / 3;
	bool most_zero[4], few_zero[4];
	for (gsize i = 0; i < 4; i++) {
		most_zero[i] = zeros[i] >= most;
		few_zero[i] = zeros[i] <= few;
	}
	if (few_zero[0] && few_zero[2] && most_zero[1] && most_zero[3])
		return "utf-16le";
	if (few_zero[1] && few_zero[3] && most_zero[0] && most_zero[2])
		return "utf-16be";
	if (few_zero[0] && most_zero[1] && zeros[2] == units && zeros[3] == units)
		return "utf-32le";
	if (few_zero[3] && most_zero[2] && zeros[1] == units && zeros[0] == units)
		return "utf-32be";
	return NULL;
}

/* The words of `data` that hold bytes over 0x7F, with one word about them, at most DETECT_SAMPLE bytes: the
 * rest tells a detector nothing. */
static GByteArray *telling_sample (const guint8 *data, gsize len)
{
	GByteArray *sample = g_byte_array_new ();
	gsize taken = 0;
	for (gsize i = 0; i < len && sample->len < DETECT_SAMPLE; i++) {
		if (data[i] < 0x80)
			continue;
		gsize start = i, end = i + 1;
		while (start > taken && i - start < 24)
			start--;
		while (end < len && end - i < 24)
			end++;
		g_byte_array_append (sample, data + start, (guint)(end - start));
		taken = end;
		i = end - 1;
	}
	return sample;
}

/* Does the text use the letters that ISO-8859-15 has where windows-1252 has signs? Œ œ stand beside letters,
 * ¼ ½ do not; and nobody writes the currency sign ¤, which is the euro there. */
static bool is_latin9 (const guint8 *data, gsize len)
{
	bool seen = false;
	for (gsize i = 0; i < len; i++) {
		if (data[i] >= 0x80 && data[i] < 0xA0)
			return false; /* controls in ISO-8859-15 */
		if (data[i] == 0xA4)
			seen = true;
		if (data[i] != 0xBC && data[i] != 0xBD)
			continue;
		bool letter_after = i + 1 < len && g_ascii_isalpha ((char)data[i + 1]);
		if (!letter_after)
			return false;
		seen = true;
	}
	return seen;
}

/* Is it MacRoman, which ICU's detector does not know? It has é è ê à ç, which are most of the accents of French, where
 * windows-1252 has nothing, and its apostrophe stands between small letters where windows-1252 has Õ. */
static bool is_mac_roman (const guint8 *data, gsize len)
{
	gsize mac_count = 0, latin_count = 0;
	for (gsize i = 1; i + 1 < len; i++) {
		guint8 c = data[i];
		bool before = g_ascii_isalpha ((char)data[i - 1]);
		bool after = g_ascii_islower ((char)data[i + 1]);
		if (c < 0x80 || !(before || after))
			continue;
		if (c == 0x88 || (c >= 0x8D && c <= 0x90) || (c == 0xD5 && before && after))
			mac_count++;
		else if (c >= 0xE0)
			latin_count++;
	}
	return mac_count > latin_count * 4;
}

/* ISO-2022-JP is ASCII to everyone else: its escape to JIS X 0208 tells. */
static bool is_iso_2022_jp (const guint8 *data, gsize len)
{
	gsize sample = MIN (len, LATE_META_MAX);
	return sample && (memmem (data, sample, "\033$B", 3) || memmem (data, sample, "\033$@", 3));
}

/* Not UTF-8, not declared: what it may be. NULL when the detector does not know better than windows-1252. */
static const char *detected_charset (const guint8 *data, gsize len)
{
	g_autoptr (GByteArray) sample = telling_sample (data, len);
	UErrorCode code = U_ZERO_ERROR;
	UCharsetDetector *detector = ucsdet_open (&code);
	text_check (code);
	ucsdet_setText (detector, (const char *)sample->data, (gint32)sample->len, &code);
	const UCharsetMatch *match = ucsdet_detect (detector, &code);
	const char *charset = NULL;
	if (U_SUCCESS (code) && match) {
		const char *name = ucsdet_getName (match, &code);
		if (U_SUCCESS (code) && ucsdet_getConfidence (match, &code) >= 20)
			charset = text_charset_from_label (name, -1);
	}
	ucsdet_close (detector);
	if (charset && (strcmp (charset, "replacement") == 0 || g_str_has_prefix (charset, "utf-")))
		return NULL;
	return charset;
}

/* --- the choice --- */

static bool is_single_byte (const char *charset)
{
	return g_str_has_prefix (charset, "windows-") || g_str_has_prefix (charset, "iso-8859-") ||
	       strcmp (charset, "macintosh") == 0;
}

static bool is_latin (const char *charset)
{
	static const char *const latin[] = { "windows-1250", "windows-1252", "windows-1254",
					     "iso-8859-2",   "iso-8859-15",  NULL };
	return g_strv_contains (latin, charset);
}

/* Do the bytes rule out what was declared? */
static bool contradicted (const char *declared, const guint8 *data, gsize len, Utf8Health health)
{
	if (strcmp (declared, "replacement") == 0)
		return true;
	if (strcmp (declared, "utf-8") == 0)
		return health.bad_count > health.good_count;
	if (g_str_has_prefix (declared, "utf-16"))
		return !memchr (data, 0, len) && health.bad_count == 0;
	/* no text in a single-byte encoding is by chance well-formed UTF-8 */
	return is_single_byte (declared) && health.good_count && !health.bad_count;
}

static Choice undeclared (const guint8 *data, gsize len, bool html, Utf8Health health)
{
	const char *wide = wide_charset (data, len);
	if (wide)
		return (Choice){ wide, "detected", 0 };
	if (health.good_count > health.bad_count * 4)
		return (Choice){ "utf-8", "utf-8", 0 };
	/* ASCII too may be declared late: ISO-2022-JP is written in it */
	const char *late = html ? text_meta_scan (data, MIN (len, LATE_META_MAX)) : NULL;
	if (late && !contradicted (late, data, len, health))
		return (Choice){ late, "meta", 0 };
	if (!health.bad_count && !health.good_count && is_iso_2022_jp (data, len))
		return (Choice){ "iso-2022-jp", "detected", 0 };
	if (!health.bad_count)
		return (Choice){ "utf-8", "utf-8", 0 };
	const char *detected = detected_charset (data, len);
	if (detected && !is_latin (detected))
		return (Choice){ detected, "detected", 0 };
	if (is_mac_roman (data, len))
		return (Choice){ "macintosh", "detected", 0 };
	if (detected && strcmp (detected, "windows-1252") != 0)
		return (Choice){ detected, "detected", 0 };
	if (is_latin9 (data, len))
		return (Choice){ "iso-8859-15", "detected", 0 };
	return (Choice){ "windows-1252", detected ? "detected" : "fallback", 0 };
}

static Choice choose (const guint8 *data, gsize len, const char *http_charset, bool html)
{
	Choice bom = from_bom (data, len);
	if (bom.charset)
		return bom;
	Utf8Health health = utf8_health (data, len);
	const char *http = text_charset_from_label (http_charset, -1);
	if (http && !contradicted (http, data, len, health))
		return (Choice){ http, "http", 0 };
	const char *meta = html ? text_meta_prescan (data, len) : NULL;
	if (meta && !contradicted (meta, data, len, health))
		return (Choice){ meta, "meta", 0 };
	return undeclared (data, len, html, health);
}

/* --- the conversion --- */

/* Where ICU's own name for an encoding, or its table for the name, is not the standard's. */
static const char *converter_name (const char *charset)
{
	static const char *const others[][2] = {
		{ "iso-8859-8-i", "iso-8859-8" }, { "gbk", "gb18030" },
		{ "big5", "big5-hkscs" },         { "shift_jis", "windows-31j" },
		{ "euc-kr", "windows-949" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
		if (strcmp (charset, others[i][0]) == 0)
			return others[i][1];
	return charset;
}

/* The two encodings that ICU has not. Source: the standard's index-iso-8859-16, and its x-user-defined decoder. */
static bool is_by_table (const char *charset)
{
	return strcmp (charset, "iso-8859-16") == 0 || strcmp (charset, "x-user-defined") == 0;
}

static GString *convert_by_table (const guint8 *data, gsize len, const char *charset)
{
	static const char latin10[] =
		"\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚß"
		"àáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";
	bool user_defined = strcmp (charset, "x-user-defined") == 0;
	g_autofree gunichar *points = g_utf8_to_ucs4_fast (latin10, -1, NULL);
	GString *out = g_string_sized_new (len * 2 + 1);
	for (gsize i = 0; i < len; i++) {
		gunichar point = data[i];
		if (point >= 0x80 && user_defined)
			point += 0xF700;
		else if (point >= 0xA0)
			point = points[point - 0xA0];
		g_string_append_unichar (out, point);
	}
	return out;
}

/* ICU's own substitution writes U+001A for some; ours always U+FFFD, and counts. */
static void substitute (const void *context, UConverterToUnicodeArgs *args, const char *bytes,
			gint32 len, UConverterCallbackReason reason, UErrorCode *code)
{
	(void)bytes;
	(void)len;
	static const UChar replacement = 0xFFFD;
	if (reason > UCNV_IRREGULAR)
		return;
	gsize *repairs_count = *(gsize *const *)context;
	++*repairs_count;
	*code = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars (args, &replacement, 1, 0, code);
}

static GString *convert (const guint8 *data, gsize len, const char *charset, gsize *repairs_count)
{
	if (is_by_table (charset))
		return convert_by_table (data, len, charset);
	UErrorCode code = U_ZERO_ERROR;
	UConverter *from = ucnv_open (converter_name (charset), &code);
	UConverter *to = ucnv_open ("UTF-8", &code);
	ucnv_setToUCallBack (from, substitute, &repairs_count, NULL, NULL, &code);
	text_check (code);

	GString *out = g_string_sized_new (len + len / 2 + 16);
	const char *source = (const char *)data, *source_end = source + len;
	UChar pivot[1024], *pivot_source = pivot, *pivot_target = pivot;
	bool more = true;
	for (bool first = true; more; first = false) {
		char chunk[4096], *target = chunk;
		code = U_ZERO_ERROR;
		ucnv_convertEx (to, from, &target, chunk + sizeof chunk, &source, source_end, pivot,
				&pivot_source, &pivot_target, pivot + G_N_ELEMENTS (pivot), first,
				true, &code);
		more = code == U_BUFFER_OVERFLOW_ERROR;
		if (!more)
			text_check (code);
		g_string_append_len (out, chunk, target - chunk);
	}
	ucnv_close (from);
	ucnv_close (to);
	return out;
}

char *text_decode (const guint8 *data, gsize len, const char *http_charset, bool html,
		   gsize *out_len, TextDecoded *info)
{
	static const guint8 nothing[1];
	if (!len)
		data = nothing;
	Choice choice = choose (data, len, http_charset, html);
	data += choice.bom_len;
	len -= choice.bom_len;

	gsize repairs_count = 0;
	ScrubResult scrubbed;
	char *out;
	if (strcmp (choice.charset, "utf-8") == 0) {
		out = text_scrub (data, len, SCRUB_DECODED, out_len, &scrubbed);
	} else {
		GString *utf8 = convert (data, len, choice.charset, &repairs_count);
		out = text_scrub ((const guint8 *)utf8->str, utf8->len, SCRUB_DECODED, out_len,
				  &scrubbed);
		g_string_free (utf8, TRUE);
	}
	if (info) {
		g_strlcpy (info->charset, choice.charset, sizeof info->charset);
		info->source = choice.source;
		info->repairs_count = repairs_count + scrubbed.repairs_count;
	}
	return out;
}

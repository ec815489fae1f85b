/* text.c: clean UTF-8 and NFC.
 *
 * The scrubber is the one place that decides which characters clean text may hold. It copies runs of
 * good bytes and looks closely only at what interrupts them. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define EVERY_BYTE(b) (G_GUINT64_CONSTANT (0x0101010101010101) * (b))
#define REPLACEMENT "\xEF\xBF\xBD"

/* --- UTF-16 buffers --- */

void ubuffer_init (UBuffer *buffer)
{
	buffer->chars = buffer->stack;
	buffer->len = 0;
	buffer->capacity = G_N_ELEMENTS (buffer->stack);
}

void ubuffer_reserve (UBuffer *buffer, gint32 capacity)
{
	if (capacity <= buffer->capacity)
		return;
	UChar *grown = g_new (UChar, capacity);
	memcpy (grown, buffer->chars, sizeof (UChar) * (gsize)buffer->len);
	ubuffer_clear (buffer);
	buffer->chars = grown;
	buffer->capacity = capacity;
}

void ubuffer_clear (UBuffer *buffer)
{
	if (buffer->chars != buffer->stack)
		g_free (buffer->chars);
	buffer->chars = buffer->stack;
}

void ubuffer_from_utf8 (UBuffer *buffer, const char *utf8, gsize len)
{
	g_assert (len < G_MAXINT32);
	UErrorCode code = U_ZERO_ERROR;
	ubuffer_reserve (buffer, (gint32)len);
	u_strFromUTF8WithSub (buffer->chars, buffer->capacity, &buffer->len, utf8, (gint32)len,
			      0xFFFD, NULL, &code);
	text_check (code);
}

char *ubuffer_to_utf8 (const UBuffer *buffer, gsize *out_len)
{
	UErrorCode code = U_ZERO_ERROR;
	gsize capacity = (gsize)buffer->len * 3 + 1;
	g_assert (capacity < G_MAXINT32);
	char *utf8 = g_malloc (capacity);
	gint32 len = 0;
	u_strToUTF8WithSub (utf8, (gint32)capacity, &len, buffer->chars, buffer->len, 0xFFFD, NULL,
			    &code);
	text_check (code);
	if (out_len)
		*out_len = (gsize)len;
	return utf8;
}

void ubuffer_normalize (const void *normalizer, const UBuffer *src, UBuffer *dest)
{
	UErrorCode code = U_ZERO_ERROR;
	dest->len = 0;
	dest->len = unorm2_normalize (normalizer, src->chars, src->len, dest->chars, dest->capacity,
				      &code);
	if (code == U_BUFFER_OVERFLOW_ERROR) {
		gint32 wanted = dest->len;
		dest->len = 0;
		ubuffer_reserve (dest, wanted);
		code = U_ZERO_ERROR;
		dest->len = unorm2_normalize (normalizer, src->chars, src->len, dest->chars,
					      dest->capacity, &code);
	}
	if (code == U_STRING_NOT_TERMINATED_WARNING)
		code = U_ZERO_ERROR;
	text_check (code);
}

/* --- scrubbing --- */

static inline bool is_continuation (guint8 byte)
{
	return (byte & 0xC0) == 0x80;
}

/* Length of the good multi-byte character at `s`, 0 if it is ill-formed or not wanted. */
static guint good_multibyte (const guint8 *s, gsize left, ScrubRules rules, bool *beyond_latin)
{
	guint8 lead = s[0];
	if (lead < 0xC2 || left < 2 || !is_continuation (s[1]))
		return 0;
	if (lead < 0xE0) {
		if (lead == 0xC2 && rules == SCRUB_CLEAN && (s[1] < 0xA0 || s[1] == 0xAD))
			return 0;
		*beyond_latin |= lead >= 0xCC;
		return 2;
	}
	if (left < 3 || !is_continuation (s[2]))
		return 0;
	if (lead < 0xF0) {
		if (!U8_IS_VALID_LEAD3_AND_T1 (lead, s[1]))
			return 0;
		guint point = (guint)(lead & 0x0F) << 12 | (guint)(s[1] & 0x3F) << 6 |
			      (guint)(s[2] & 0x3F);
		if (point >= 0xFDD0 && (point <= 0xFDEF || point >= 0xFFFE))
			return 0;
		if (rules == SCRUB_CLEAN &&
		    (point == 0x200B || (point >= 0x2028 && point <= 0x202E) ||
		     (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF))
			return 0;
		*beyond_latin |= point < 0x2002 || point > 0x20CF;
		return 3;
	}
	if (lead > 0xF4 || left < 4 || !is_continuation (s[3]) ||
	    !U8_IS_VALID_LEAD4_AND_T1 (lead, s[1]))
		return 0;
	if ((s[1] & 0x0F) == 0x0F && s[2] == 0xBF && s[3] >= 0xBE)
		return 0; /* U+nFFFE, U+nFFFF */
	*beyond_latin = true;
	return 4;
}

/* End of the run of wanted characters that begins at `i`. */
static gsize good_run (const guint8 *s, gsize i, gsize len, ScrubRules rules, bool *beyond_latin)
{
	while (i < len) {
		guint64 word;
		while (i + sizeof word <= len) {
			memcpy (&word, s + i, sizeof word);
			/* any byte over 0x7E, or under 0x20 */
			if (((word + EVERY_BYTE (1)) | word | (word - EVERY_BYTE (0x20))) &
			    EVERY_BYTE (0x80))
				break;
			i += sizeof word;
		}
		if (i == len)
			break;
		guint8 c = s[i];
		if (c < 0x80) {
			if ((c < 0x20 && c != '\n' && c != '\t' &&
			     !(c == '\r' && rules == SCRUB_DECODED)) ||
			    c == 0x7F)
				break;
			i++;
		} else {
			guint size = good_multibyte (s + i, len - i, rules, beyond_latin);
			if (!size)
				break;
			i += size;
		}
	}
	return i;
}

/* What U+0080 to U+009F mean where they occur: bytes of windows-1252 that nobody converted. HTML reads numeric
 * references to them so.  Source: https://html.spec.whatwg.org/#numeric-character-reference-end-state */
static const char *c1_replacement (UChar32 point)
{
	static const char *const meant[0x20] = {
		"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "", "Ž", "",
		"",  "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "", "ž", "Ÿ",
	};
	return meant[point - 0x80];
}

/* What stands for an unwanted character: line ends become LF, other controls nothing. */
static const char *replacement_for (UChar32 point, ScrubRules rules)
{
	if (point < 0 || U_IS_UNICODE_NONCHAR (point))
		return REPLACEMENT;
	if (point >= 0x80 && point < 0xA0)
		return c1_replacement (point);
	if (point == '\v' || point == '\f')
		return "\n";
	if (rules == SCRUB_CLEAN && (point == '\r' || point == 0x2028 || point == 0x2029))
		return "\n";
	return "";
}

char *text_scrub (const guint8 *data, gsize len, ScrubRules rules, gsize *out_len,
		  ScrubResult *result)
{
	ScrubResult local = { 0 };
	GString *out = g_string_sized_new (len + 1);
	for (gsize i = 0; i < len;) {
		gsize end = good_run (data, i, len, rules, &local.beyond_latin);
		g_string_append_len (out, (const char *)data + i, (gssize)(end - i));
		if (end == len)
			break;
		UChar32 point;
		i = end;
		U8_NEXT (data, i, len, point);
		if (point == '\r' && i < len && data[i] == '\n')
			continue;
		const char *instead = replacement_for (point, rules);
		g_string_append (out, instead);
		local.repairs_count += point == 0 || instead[0] == REPLACEMENT[0];
	}
	if (out_len)
		*out_len = out->len;
	if (result)
		*result = local;
	return g_string_free (out, FALSE);
}

/* --- normal forms --- */

static const UNormalizer2 *nfc_instance (void)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance (&code);
	text_check (code);
	return nfc;
}

static char *normalized (const UNormalizer2 *form, const char *utf8, gsize len, gsize *out_len)
{
	UBuffer src, dest;
	ubuffer_init (&src);
	ubuffer_init (&dest);
	ubuffer_from_utf8 (&src, utf8, len);
	ubuffer_normalize (form, &src, &dest);
	char *out = ubuffer_to_utf8 (&dest, out_len);
	ubuffer_clear (&src);
	ubuffer_clear (&dest);
	return out;
}

static gsize length_of (const char *utf8, gssize len)
{
	return len < 0 ? strlen (utf8) : (gsize)len;
}

char *text_nfc (const char *utf8, gssize len)
{
	return normalized (nfc_instance (), utf8, length_of (utf8, len), NULL);
}

char *text_nfkc (const char *utf8, gssize len)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance (&code);
	text_check (code);
	return normalized (nfkc, utf8, length_of (utf8, len), NULL);
}

char *text_clean (const char *utf8, gssize len, gsize *out_len)
{
	ScrubResult result;
	gsize scrubbed_len;
	g_autofree char *scrubbed = text_scrub ((const guint8 *)utf8, length_of (utf8, len),
						SCRUB_CLEAN, &scrubbed_len, &result);
	if (result.beyond_latin)
		return normalized (nfc_instance (), scrubbed, scrubbed_len, out_len);
	if (out_len)
		*out_len = scrubbed_len;
	return g_steal_pointer (&scrubbed);
}

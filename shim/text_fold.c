/* text_fold.c: what matches what.
 *
 * Two forms: "lower" is NFKC_Casefold with typographic signs made plain, for the stemmers; "fold" also drops
 * the accents of Latin letters and undoes ligatures, for matching. fold (lower (x)) == fold (x).
 * ICU's way is the definition (by_icu); text_fold_table.h holds its results for Latin letters and common
 * punctuation, which are all that most articles have. A unit test compares the two over all of Unicode. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "shim/text_fold_table.h"

typedef enum { FORM_LOWER, FORM_FOLD } Form;

/* --- the definition --- */

/* Typographic signs to their plain ones; 0 for a character that stays. */
static UChar plain_sign (UChar32 point)
{
	switch (point) {
	case 0x02BC: /* modifier apostrophe */
	case 0x2018:
	case 0x2019:
	case 0x201A:
	case 0x201B:
	case 0x2032: /* prime */
		return '\'';
	case 0x00AB:
	case 0x00BB:
	case 0x201C:
	case 0x201D:
	case 0x201E:
	case 0x201F:
	case 0x2039:
	case 0x203A:
		return '"';
	case 0x2010: /* U+2011 is U+2010 by NFKC */
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212: /* minus */
		return '-';
	case 0x2044: /* the slash that NFKC puts into ½ */
		return '/';
	case 0x1680: /* the one space that NFKC leaves */
		return ' ';
	default:
		return 0;
	}
}

/* Latin letters that Unicode does not decompose, and what readers type for them; NULL for the others. */
static const char *plain_letters (UChar32 point)
{
	switch (point) {
	case 0x00E6: /* æ */
		return "ae";
	case 0x0153: /* œ */
		return "oe";
	case 0x00F8: /* ø */
		return "o";
	case 0x0142: /* ł */
		return "l";
	case 0x0111: /* đ */
	case 0x00F0: /* ð */
		return "d";
	case 0x0127: /* ħ */
		return "h";
	case 0x0167: /* ŧ */
		return "t";
	case 0x0131: /* ı */
		return "i";
	case 0x00FE: /* þ */
		return "th";
	default:
		return NULL;
	}
}

static bool is_mark (UChar32 point)
{
	return (U_GET_GC_MASK (point) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

static bool is_latin (UChar32 point)
{
	UErrorCode code = U_ZERO_ERROR;
	return uscript_getScript (point, &code) == USCRIPT_LATIN;
}

/* `src` is NFKC_Casefold for FORM_LOWER, and its NFD for FORM_FOLD. */
static void plain_characters (const UBuffer *src, Form form, UBuffer *dest)
{
	bool latin_before = false;
	dest->len = 0;
	ubuffer_reserve (dest, src->len * 2);
	for (gint32 i = 0; i < src->len;) {
		UChar32 point;
		U16_NEXT (src->chars, i, src->len, point);
		UChar sign = plain_sign (point);
		if (sign) {
			dest->chars[dest->len++] = sign;
			latin_before = false;
			continue;
		}
		if (form == FORM_FOLD) {
			if (is_mark (point)) {
				if (latin_before)
					continue;
			} else {
				latin_before = is_latin (point);
			}
			const char *letters = plain_letters (point);
			if (letters) {
				for (; *letters; letters++)
					dest->chars[dest->len++] = (UChar)*letters;
				continue;
			}
		}
		U16_APPEND_UNSAFE (dest->chars, dest->len, point);
	}
}

static const UNormalizer2 *normalizer (const UNormalizer2 *(*get) (UErrorCode *))
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *instance = get (&code);
	text_check (code);
	return instance;
}

/* ICU's way. The result is in `a`. */
static void by_icu (const char *utf8, gsize len, Form form, UBuffer *a, UBuffer *b)
{
	ubuffer_from_utf8 (a, utf8, len);
	ubuffer_normalize (normalizer (unorm2_getNFKCCasefoldInstance), a, b);
	if (form == FORM_FOLD) {
		ubuffer_normalize (normalizer (unorm2_getNFDInstance), b, a);
		plain_characters (a, form, b);
		ubuffer_normalize (normalizer (unorm2_getNFCInstance), b, a);
	} else {
		plain_characters (b, form, a);
	}
}

char *text_fold_icu (const char *utf8, gsize len, bool keep_accents)
{
	UBuffer a, b;
	ubuffer_init (&a);
	ubuffer_init (&b);
	by_icu (utf8, len, keep_accents ? FORM_LOWER : FORM_FOLD, &a, &b);
	char *out = ubuffer_to_utf8 (&a, NULL);
	ubuffer_clear (&a);
	ubuffer_clear (&b);
	return out;
}

/* --- the fast path --- */

static inline bool is_continuation (const guint8 *s, gsize i, gsize len)
{
	return i < len && (s[i] & 0xC0) == 0x80;
}

/* The form of the non-ASCII character at s[i], and its size; NULL when the table has none. */
static inline const char *from_table (const guint8 *s, gsize i, gsize len, Form form, gsize *size)
{
	guint8 c = s[i];
	if (!is_continuation (s, i + 1, len))
		return NULL;
	const char *entry = NULL;
	if (c >= 0xC2 && c <= 0xC9) {
		guint point = (guint)(c & 0x1F) << 6 | (s[i + 1] & 0x3F);
		if (point < FOLD_LATIN_FIRST || point >= FOLD_LATIN_END)
			return NULL;
		point -= FOLD_LATIN_FIRST;
		entry = form == FORM_FOLD ? fold_latin[point] : lower_latin[point];
		*size = 2;
	} else if (c == 0xE2 && s[i + 1] == 0x80 && is_continuation (s, i + 2, len)) {
		entry = fold_punctuation[s[i + 2] & 0x3F];
		*size = 3;
	}
	return entry && entry[0] ? entry : NULL;
}

/* A character of the table becomes at most ENTRY_MAX bytes, and no text more than half as long again. */
#define ENTRY_MAX 3

typedef struct {
	gsize in, out;
} Place;

/* Fold s[*i] and on to `out` while the table knows the characters and `out` has room for one more and a NUL.
 * Returns the bytes written; *i is where it stopped, *last where the last character began, in both. */
static inline gsize by_table (const guint8 *s, gsize *i, gsize len, Form form, char *out,
			      gsize capacity, Place *last)
{
	gsize at = *i, written = 0, size;
	for (; at < len && written + ENTRY_MAX < capacity; at += size) {
		guint8 c = s[at];
		const char *entry = NULL;
		if (c >= 0x80 && !(entry = from_table (s, at, len, form, &size)))
			break;
		*last = (Place){ at, written };
		if (c < 0x80) {
			out[written++] = (char)(c + ((guint8)(c - 'A') < 26 ? 32 : 0));
			size = 1;
			continue;
		}
		for (; *entry; entry++)
			out[written++] = *entry;
	}
	*i = at;
	return written;
}

static gsize word_to (const char *utf8, gsize len, Form form, char *out, gsize capacity)
{
	gsize i = 0;
	Place last;
	gsize written = by_table ((const guint8 *)utf8, &i, len, form, out, capacity, &last);
	if (i == len && written < capacity) {
		out[written] = '\0';
		return written;
	}
	/* a character that the table has not, or no room for the largest one */
	UBuffer a, b;
	ubuffer_init (&a);
	ubuffer_init (&b);
	by_icu (utf8, len, form, &a, &b);
	UErrorCode code = U_ZERO_ERROR;
	gint32 out_len = 0;
	u_strToUTF8WithSub (out, (gint32)MIN (capacity, G_MAXINT32), &out_len, a.chars, a.len,
			    0xFFFD, NULL, &code);
	ubuffer_clear (&a);
	ubuffer_clear (&b);
	return code == U_ZERO_ERROR ? (gsize)out_len : 0;
}

gsize text_fold_word (const char *utf8, gsize len, char *out, gsize capacity)
{
	return word_to (utf8, len, FORM_FOLD, out, capacity);
}

gsize text_lower_word (const char *utf8, gsize len, char *out, gsize capacity)
{
	return word_to (utf8, len, FORM_LOWER, out, capacity);
}

/* --- whole texts --- */

/* From s[i], which the table does not know, to the next character that it knows. No character of the table
 * combines with one before it, so what follows can be folded apart. */
static gsize unknown_end (const guint8 *s, gsize i, gsize len)
{
	gsize size;
	do {
		i++;
		while (is_continuation (s, i, len))
			i++;
	} while (i < len && s[i] >= 0x80 && !from_table (s, i, len, FORM_FOLD, &size));
	return i;
}

char *text_fold (const char *utf8, gssize len, gsize *out_len)
{
	const guint8 *s = (const guint8 *)utf8;
	gsize total = len < 0 ? strlen (utf8) : (gsize)len;
	GString *out = g_string_sized_new (total + total / 2 + ENTRY_MAX + 1);
	for (gsize i = 0; i < total;) {
		gsize done = out->len, capacity = (total - i) + (total - i) / 2 + ENTRY_MAX + 1;
		Place last = { i, 0 };
		g_string_set_size (out, done + capacity);
		gsize written =
			by_table (s, &i, total, FORM_FOLD, out->str + done, capacity, &last);
		g_string_truncate (out, done + written);
		if (i == total)
			break;
		/* an unknown character; the one before it may combine with it */
		g_string_truncate (out, done + last.out);
		i = unknown_end (s, i, total);
		g_autofree char *slow = text_fold_icu (utf8 + last.in, i - last.in, false);
		g_string_append (out, slow);
	}
	if (out_len)
		*out_len = out->len;
	return g_string_free (out, FALSE);
}

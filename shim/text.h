/* text.h: Unicode text behind UTF-8. A C face over ICU: the only file pair that includes <unicode/…>.
 *
 * Three kinds of strings: raw bytes from outside; UTF-8, which only text_decode() and text_clean() make
 * and everything else takes (valid, no NUL, no C0 control but tab, LF and CR; "clean" when text_clean() made it:
 * NFC, no control but tab and LF); UChar, which never leaves text_*.c. Lengths are bytes; a `gssize` of -1
 * means NUL-terminated.
 * Functions that return char * return newly allocated clean UTF-8 for g_free(). None of them fails on
 * any input: what cannot be read is repaired with U+FFFD. Thread-safe. Texts are of at most 64 MiB;
 * text_decode(), text_words() and text_sentences() take 1 GiB. */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* --- bytes to clean UTF-8 --- */

typedef struct {
	/* The encoding used, by its WHATWG name in lower case ("windows-1252"), or "utf-32le", "utf-32be". */
	char charset[32];
	/* Which rule chose it: "bom", "http", "meta", "utf-8", "detected", "fallback". Static. */
	const char *source;
	/* Ill-formed sequences replaced by U+FFFD, and NULs dropped. */
	gsize repairs_count;
} TextDecoded;

/* WHATWG encoding label ("latin1", " UTF8 ", "x-cp1252") to the encoding's name in lower case
 * ("windows-1252", "utf-8"); NULL when the label is none. Static.  Source: https://encoding.spec.whatwg.org/#names-and-labels */
const char *text_charset_from_label (const char *label, gssize len);

/* Decode `len` bytes of `data` to clean UTF-8.
 *
 * Order: byte order mark; `http_charset` (label of the Content-Type header, NULL if none); when `html`, the <meta>
 * prescan of the first 1024 bytes (WHATWG HTML 13.2.3.2), and beyond it a later <meta charset> when the text has
 * no UTF-8 in it; valid UTF-8; ICU's detector over a bounded sample; windows-1252. A declared UTF-8 that is clearly
 * not UTF-8 is detected anew; a declared single-byte encoding whose bytes are well-formed UTF-8 is UTF-8, and
 * "replacement" is as if nothing were declared. NUL and C0 controls go, but tab, LF and CR stay and VT and FF become
 * LF; noncharacters become U+FFFD (XML refuses them); C1 controls stay for text_clean(), as in browsers.
 * `info` may be NULL; `out_len` may be NULL.   Cost: see `make bench-text`. */
char *text_decode (const guint8 *data, gsize len, const char *http_charset, bool html,
		   gsize *out_len, TextDecoded *info);

/* The <meta> prescan alone, for conformance tests: encoding name or NULL. Static. */
const char *text_meta_prescan (const guint8 *data, gsize len);

/* UTF-8 of unknown health to clean UTF-8 in NFC: ill-formed bytes become U+FFFD; NUL, controls,
 * bidi embedding/override/isolate controls, soft hyphens, zero-width spaces and BOMs go; CRLF, CR and Unicode's
 * other line ends become LF; C1 controls become the characters that they are in windows-1252, as for HTML's
 * numeric references. Idempotent. */
char *text_clean (const char *utf8, gssize len, gsize *out_len);

/* For one line on a terminal or in TSV: like text_clean, and newlines and tabs become single spaces, no
 * leading or trailing space. At most `max_chars` user-perceived characters, then "…"; 0 is no limit. */
char *text_line (const char *utf8, gssize len, guint max_chars);

/* Columns that clean `utf8` takes on a terminal (wide East Asian 2, combining 0). */
guint text_columns (const char *utf8);

/* NFC and NFKC as ICU has them, for conformance. */
char *text_nfc (const char *utf8, gssize len);
char *text_nfkc (const char *utf8, gssize len);

/* --- folding: what matches what --- */

/* The matching form of `utf8`: NFKC_Casefold, then œ→oe æ→ae ß→ss, accents dropped from Latin letters,
 * typographic apostrophes → ', quotes → ", dashes → -, no-break and narrow spaces → space.
 * Idempotent. ASCII and Latin-1 take a hand-written path equal to ICU's (a test proves it over all of Unicode). */
char *text_fold (const char *utf8, gssize len, gsize *out_len);

/* The same into the caller's `out` (NUL-terminated): returns its length, or 0 when it does not fit in `capacity`.
 * For hot loops over words: no allocation on the fast path. */
gsize text_fold_word (const char *utf8, gsize len, char *out, gsize capacity);

/* As text_fold_word, but keeps accents and ligatures (case folded only): what the stemmers want. */
gsize text_lower_word (const char *utf8, gsize len, char *out, gsize capacity);

/* --- breaking --- */

typedef enum {
	TEXT_LETTERS, /* a word with a letter in it */
	TEXT_NUMBER,  /* digits, perhaps with . or , inside: UAX #29's MidNum */
} TextKind;

/* A run of bytes [start, end) of the text that was given. */
typedef struct {
	guint32 start, end;
	guint32 kind; /* TextKind; 0 for sentences and graphemes */
} TextSpan;

/* Append the words of clean `utf8` to `out` (GArray of TextSpan, borrowed): UAX #29 words that have a letter or a
 * digit, in order. "l'Irlande" is one word here; elision is the analyser's.  Texts of at most 2^30 bytes.
 * Two deviations from ICU 72: U+202F, a joiner for UAX #29, joins digits only (the French write it before ! ? ;
 * and in « »); @ is no letter. A run of more than 1 MiB in another script without any space is cut. */
void text_words (const char *utf8, gsize len, GArray *out);

/* All UAX #29 word segments, spaces and punctuation too, for conformance. */
void text_segments (const char *utf8, gsize len, GArray *out);

/* Append the sentences of `utf8` to `out`: UAX #29 corrected for the abbreviations and initials of `locale` ("fr",
 * "en"; NULL and others: both) like M., Mme., Dr., U.S., J.-P., and for quotes with French spaces; "…" before a capital
 * ends one; never across a newline, nor a place 1 MiB behind the last. Trimmed of white space; none is empty. */
void text_sentences (const char *utf8, gsize len, const char *locale, GArray *out);

/* UAX #29 sentences as ICU has them, for conformance. */
void text_sentences_raw (const char *utf8, gsize len, const char *locale, GArray *out);

/* User-perceived characters. */
void text_graphemes (const char *utf8, gsize len, GArray *out);

/* --- clocks --- */

/* How far ahead of UTC the clocks of `zone` (a name of the tz database: "America/New_York") were when they showed
 * `local_s`, counted in seconds from 1970-01-01 00:00 on that clock. In the hour that comes twice: the first time.
 * False when there is no such zone: `offset_s` is untouched. */
bool text_zone_offset (const char *zone, gint64 local_s, gint32 *offset_s);

G_END_DECLS

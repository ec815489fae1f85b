/* lang.h: which language a text is written in. A C face over CLD2; the only place that knows it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* The languages that Entente reads. Everything else is named by its code and treated as LANG_OTHER. */
typedef enum {
	LANG_UNKNOWN, /* not enough text to say */
	LANG_FR,
	LANG_EN,
	LANG_OTHER,
} Lang;

/* BCP 47 primary subtag ("fr", "FR-ca", "fra", "french", "en_US") to Lang. NULL or "" is LANG_UNKNOWN. */
Lang lang_from_code (const char *code);

/* "fr", "en"; NULL for the other two. Static. */
const char *lang_code (Lang lang);

typedef struct {
	Lang lang;
	char code[12];	   /* ISO 639 code, lower case; "" when unknown */
	double confidence; /* 0..1: share of what was looked at that CLD2 gives to `code`, halved when it calls itself unreliable */
} LangGuess;

/* Guess the language of `text` (clean UTF-8, `len` bytes, plain text without markup) into `out`.
 *
 * `hint` is what the page or the feed says of itself (a BCP 47 tag) or NULL: a prior, overruled by clear text.
 * Never fails: an empty or too short text without hint is LANG_UNKNOWN with confidence 0, with one of our
 * languages as hint that language with at most 0.25. A headline that CLD2 gives to French or English is given to the other
 * of the two when its small words say so, as unreliable.
 * Looks at two pieces of 1 KiB of a longer text, and where these leave a doubt at no more than its first 64 KiB.   Cost: see `make bench-text`. */
void lang_detect (const char *text, gsize len, const char *hint, LangGuess *out);

G_END_DECLS

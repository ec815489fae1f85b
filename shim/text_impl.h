/* text_impl.h: what the text_*.c files share and nobody else sees: the only header with UChar in it. */
#pragma once

#include <unicode/utypes.h>

#include "shim/text.h"

G_BEGIN_DECLS

/* ICU fails here only when its data are missing or memory is out: both are the machine's end, as in GLib. */
static inline void text_check (UErrorCode code)
{
	g_assert (U_SUCCESS (code));
}

/* Which characters text_scrub() takes out. */
typedef enum {
	SCRUB_DECODED, /* ill-formed bytes, C0 controls but tab, LF and CR, noncharacters */
	SCRUB_CLEAN,   /* these, and everything that text_clean() promises to remove but NFC */
} ScrubRules;

typedef struct {
	gsize repairs_count; /* U+FFFD written and NULs dropped */
	bool beyond_latin;   /* something is there that may not be NFC */
} ScrubResult;

/* A copy of `len` bytes of hopeful UTF-8 by `rules`; owned by the caller. `result` may be NULL. */
char *text_scrub (const guint8 *data, gsize len, ScrubRules rules, gsize *out_len,
		  ScrubResult *result);

/* A growing UTF-16 buffer that starts on the stack: words never allocate. */
typedef struct {
	UChar *chars;
	gint32 len, capacity;
	UChar stack[256];
} UBuffer;

void ubuffer_init (UBuffer *buffer);
void ubuffer_reserve (UBuffer *buffer, gint32 capacity);
void ubuffer_clear (UBuffer *buffer);
/* UTF-8 to UTF-16, ill-formed bytes as U+FFFD. */
void ubuffer_from_utf8 (UBuffer *buffer, const char *utf8, gsize len);
/* To newly allocated UTF-8. */
char *ubuffer_to_utf8 (const UBuffer *buffer, gsize *out_len);

/* dest = normalized src, by an instance of ICU (const UNormalizer2 *). */
void ubuffer_normalize (const void *normalizer, const UBuffer *src, UBuffer *dest);

/* A text for ICU's break iterators: UTF-16 units and where each stands in the UTF-8 (len + 1 entries). */
typedef struct {
	UChar *chars;
	guint32 *offsets;
	gint32 len, capacity;
} BreakText;

typedef enum { BREAK_WORD, BREAK_GRAPHEME, BREAK_SENTENCE } BreakKind;

/* This thread's own BreakText, filled with utf8[start, end). Valid until the next call in this thread. */
BreakText *text_break_fill (const char *utf8, gsize start, gsize end);

/* This thread's own UBreakIterator of `kind` (sentences: of `locale`), set on `text`. */
void *text_break_iterator (BreakKind kind, const char *locale, const BreakText *text);

/* Where a text is cut at `at`, the start of the character that would be cut, but not before `least`. */
static inline gsize text_character_start (const guint8 *s, gsize at, gsize least, gsize len)
{
	for (int back = 0; back < 3 && at < len && at > least && (s[at] & 0xC0) == 0x80; back++)
		at--;
	return at;
}

/* Is `word` (ASCII case aside) among the words of `list`, which stand between single spaces? */
bool text_list_has (const char *list, const char *word, gsize len);

/* text_meta_prescan() over all of `len` bytes, not only the standard's 1024. */
const char *text_meta_scan (const guint8 *data, gsize len);

/* The definitions that the fast paths must equal, for their tests: ICU's way throughout. */
char *text_fold_icu (const char *utf8, gsize len, bool keep_accents);
void text_words_icu (const char *utf8, gsize len, GArray *out);

/* Give back what a huge text made text_break_fill() allocate. */
void text_break_trim (void);

G_END_DECLS

/* text_break.c: ICU's break iterators, one set a thread, and the segments just as they find them.
 *
 * A text is converted to UTF-16 once, with the place of each unit in the UTF-8: measured faster than UText. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utf8.h>

/* --- this thread's break iterators: opening one costs more than an article --- */

#define KEPT_UNITS (64 * 1024) /* a thread keeps no larger buffer than this */

typedef struct {
	UBreakIterator *word, *grapheme;
	UBreakIterator *sentence;
	char sentence_locale[16];
	BreakText text;
} ThreadBreaks;

static void thread_breaks_free (gpointer data)
{
	ThreadBreaks *mine = data;
	ubrk_close (mine->word);
	ubrk_close (mine->grapheme);
	ubrk_close (mine->sentence);
	g_free (mine->text.chars);
	g_free (mine->text.offsets);
	g_free (mine);
}

/* The one exception to "no globals": a cache that no result depends on. */
static GPrivate thread_breaks = G_PRIVATE_INIT (thread_breaks_free);

static ThreadBreaks *my_breaks (void)
{
	ThreadBreaks *mine = g_private_get (&thread_breaks);
	if (!mine) {
		mine = g_new0 (ThreadBreaks, 1);
		g_private_set (&thread_breaks, mine);
	}
	return mine;
}

static void resize (BreakText *text, gint32 capacity)
{
	text->chars = g_renew (UChar, text->chars, capacity);
	text->offsets = g_renew (guint32, text->offsets, capacity + 1);
	text->capacity = capacity;
}

BreakText *text_break_fill (const char *utf8, gsize start, gsize end)
{
	const guint8 *s = (const guint8 *)utf8;
	BreakText *text = &my_breaks ()->text;
	g_assert (end >= start && end <= (gsize)1 << 30);
	/* no character has more units than bytes */
	if (text->capacity < (gint32)(end - start) || !text->chars)
		resize (text, MAX (4096, (gint32)(end - start)));
	gint32 len = 0;
	for (gsize i = start; i < end;) {
		UChar32 point;
		guint32 offset = (guint32)i;
		U8_NEXT_OR_FFFD (s, i, end, point);
		text->offsets[len] = offset;
		if (point > 0xFFFF) {
			text->chars[len++] = U16_LEAD (point);
			text->offsets[len] = offset;
			point = U16_TRAIL (point);
		}
		text->chars[len++] = (UChar)point;
	}
	text->offsets[len] = (guint32)end;
	text->len = len;
	return text;
}

void text_break_trim (void)
{
	BreakText *text = &my_breaks ()->text;
	if (text->capacity > KEPT_UNITS)
		resize (text, KEPT_UNITS);
}

static UBreakIterator *open_iterator (UBreakIteratorType type, const char *locale)
{
	UErrorCode code = U_ZERO_ERROR;
	UBreakIterator *iterator = ubrk_open (type, locale, NULL, 0, &code);
	text_check (code);
	return iterator;
}

static UBreakIterator *sentence_iterator (ThreadBreaks *mine, const char *locale)
{
	if (!locale)
		locale = "";
	if (!mine->sentence || strcmp (mine->sentence_locale, locale) != 0) {
		ubrk_close (mine->sentence);
		mine->sentence = open_iterator (UBRK_SENTENCE, locale);
		g_strlcpy (mine->sentence_locale, locale, sizeof mine->sentence_locale);
	}
	return mine->sentence;
}

void *text_break_iterator (BreakKind kind, const char *locale, const BreakText *text)
{
	ThreadBreaks *mine = my_breaks ();
	if (!mine->word)
		mine->word = open_iterator (UBRK_WORD, "");
	if (!mine->grapheme)
		mine->grapheme = open_iterator (UBRK_CHARACTER, "");
	UBreakIterator *iterator = kind == BREAK_WORD       ? mine->word
				   : kind == BREAK_GRAPHEME ? mine->grapheme
							    : sentence_iterator (mine, locale);
	UErrorCode code = U_ZERO_ERROR;
	ubrk_setText (iterator, text->chars, text->len, &code);
	text_check (code);
	return iterator;
}

/* --- every segment, as ICU has them --- */

static void all_segments (BreakKind kind, const char *locale, const char *utf8, gsize len,
			  GArray *out)
{
	const BreakText *text = text_break_fill (utf8, 0, len);
	UBreakIterator *iterator = text_break_iterator (kind, locale, text);
	TextSpan span = { 0 };
	for (gint32 at; (at = ubrk_next (iterator)) != UBRK_DONE; span.start = span.end) {
		span.end = text->offsets[at];
		g_array_append_val (out, span);
	}
	text_break_trim ();
}

void text_segments (const char *utf8, gsize len, GArray *out)
{
	all_segments (BREAK_WORD, NULL, utf8, len, out);
}

void text_graphemes (const char *utf8, gsize len, GArray *out)
{
	all_segments (BREAK_GRAPHEME, NULL, utf8, len, out);
}

void text_sentences_raw (const char *utf8, gsize len, const char *locale, GArray *out)
{
	all_segments (BREAK_SENTENCE, locale, utf8, len, out);
}

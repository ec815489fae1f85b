/* text_words.c: the words of a text, the hot path of indexing.
 *
 * Latin letters with common punctuation are scanned by hand; a run between spaces that holds any other
 * character goes to ICU. That is safe because no rule of UAX #29 looks across a space: what stands
 * beyond it cannot move a break inside the run. The unit test compares both ways over all classes. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

/* No script writes a run of words without any space longer than this; a longer one is cut. */
#define FOREIGN_RUN_MAX ((gsize)1 << 20)

#define NARROW_SPACE 0x202F

/* Word_Break classes of the characters the scanner knows, by the sign that stands for them in the tables. */
enum {
	FOREIGN = 'x',   /* not known here: ICU's turn */
	OTHER = '-',     /* alone between two breaks */
	SPACE = ' ',     /* ends a run: spaces, tabs, line ends */
	LETTER = 'a',    /* ALetter */
	DIGIT = '0',     /* Numeric */
	JOINER = '_',    /* ExtendNumLet */
	MIDLETTER = ':', /* MidLetter: joins letters */
	MIDNUM = ',',    /* MidNum: joins digits */
	MIDBOTH = '.',   /* MidNumLet, Single_Quote: join letters, or digits */
	NARROW = 'n',    /* U+202F: for UAX #29 a joiner; here it joins digits only */
};

/* U+0000 to U+00BF */
static const char class_of_low[] = "xxxxxxxxx  xx xxxxxxxxxxxxxxxxxx"
				   " ------.----,-.-0000000000-,----"
				   "-aaaaaaaaaaaaaaaaaaaaaaaaaa----_"
				   "-aaaaaaaaaaaaaaaaaaaaaaaaaa----x"
				   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
				   "----------a--x-------a-:--a-----";

/* U+2000 to U+203F */
static const char class_of_punctuation[] = "       -   xxxxx--------..------"
					   "----.--:  xxxxxn---------------_";

/* Class of the character at s[i], and its size. Reads no byte beyond len, whatever the bytes. */
static inline char class_at (const guint8 *s, gsize i, gsize len, gsize *size)
{
	guint8 c = s[i];
	*size = 1;
	if (c < 0x80)
		return class_of_low[c];
	if (i + 1 >= len)
		return FOREIGN;
	guint8 next = s[i + 1] & 0x3F;
	*size = 2;
	if (c == 0xC2)
		return class_of_low[0x80 + next];
	if (c == 0xC3)
		return next == 0x17 || next == 0x37 ? OTHER : LETTER; /* × ÷ */
	if (c > 0xC3 && c <= 0xC9)
		return LETTER; /* U+0100 to U+027F */
	*size = 3;
	if (c != 0xE2 || i + 2 >= len)
		return FOREIGN;
	if (next == 0)
		return class_of_punctuation[s[i + 2] & 0x3F];
	if (next == 2 && (s[i + 2] & 0x3F) >= 0x20)
		return OTHER; /* U+20A0 to U+20BF: signs of currencies */
	return FOREIGN;
}

static inline char class_after (const guint8 *s, gsize i, gsize len)
{
	gsize size;
	return i < len ? class_at (s, i, len, &size) : SPACE;
}

/* May a word go on through the character of class `cls`, between `before` and `after`? */
static inline bool joins (char cls, char before, char after)
{
	if (before != after)
		return false;
	if (before == LETTER)
		return cls == MIDBOTH || cls == MIDLETTER;
	return before == DIGIT && (cls == MIDBOTH || cls == MIDNUM || cls == NARROW);
}

/* From a letter, digit or joiner at `i` to the end of its word; what it holds into `*letters`, `*digits`. */
static inline gsize scan_word (const guint8 *s, gsize i, gsize len, bool *letters, bool *digits)
{
	char before = OTHER;
	while (i < len) {
		gsize size = i;
		while (i < len && s[i] < 0x80 && class_of_low[s[i]] == LETTER)
			i++;
		if (i > size) {
			*letters = true;
			before = LETTER;
			continue;
		}
		char cls = class_at (s, i, len, &size);
		if (cls == LETTER)
			*letters = true;
		else if (cls == DIGIT)
			*digits = true;
		else if (cls != JOINER && !joins (cls, before, class_after (s, i + size, len)))
			break;
		before = cls;
		i += size;
	}
	return i;
}

/* --- the runs for ICU --- */

/* End of the run between spaces at `i`; `*foreign` when it holds a character that is not in the tables. */
static gsize run_end (const guint8 *s, gsize i, gsize len, bool *foreign)
{
	gsize size = 0;
	*foreign = false;
	for (; i < len; i += size) {
		char cls = class_at (s, i, len, &size);
		if (cls == SPACE)
			break;
		*foreign |= cls == FOREIGN;
		/* the size of a foreign character is not known: its lead byte tells */
		if (cls == FOREIGN)
			for (size = 1; i + size < len && (s[i + size] & 0xC0) == 0x80;)
				size++;
	}
	return i;
}

static gsize skip_spaces (const guint8 *s, gsize i, gsize len)
{
	gsize size;
	while (i < len && class_at (s, i, len, &size) == SPACE)
		i += size;
	return i;
}

/* End of the foreign run that began at `start` and has the foreign character at `i`, and of the foreign runs that
 * follow it directly, for ICU likes long texts. Not further than FOREIGN_RUN_MAX. */
static gsize foreign_end (const guint8 *s, gsize start, gsize i, gsize len)
{
	gsize limit = MIN (len, start + FOREIGN_RUN_MAX);
	bool foreign = true;
	gsize end = run_end (s, i, limit, &foreign);
	while (end < limit) {
		gsize next_end = run_end (s, skip_spaces (s, end, limit), limit, &foreign);
		if (!foreign)
			break;
		end = next_end;
	}
	return end == limit ? text_character_start (s, end, i, len) : end;
}

/* Append units [from, to) of `text` if they are a word. */
static void append_units (const BreakText *text, gint32 from, gint32 to, GArray *out)
{
	TextSpan span = { text->offsets[from], text->offsets[to], TEXT_NUMBER };
	bool digits = false;
	for (gint32 i = from; i < to;) {
		UChar32 point;
		U16_NEXT (text->chars, i, to, point);
		/* a mark can be alphabetic and stand on a space */
		if (u_isUAlphabetic (point) && !(U_GET_GC_MASK (point) & U_GC_M_MASK))
			span.kind = TEXT_LETTERS;
		digits |= u_isdigit (point);
	}
	if (digits || span.kind == TEXT_LETTERS)
		g_array_append_val (out, span);
}

/* U+202F is a joiner for UAX #29, but the French write it before ! and inside « »: only digits join over it. */
static void append_segment (const BreakText *text, gint32 from, gint32 to, GArray *out)
{
	for (gint32 i = from; i < to; i++) {
		if (text->chars[i] != NARROW_SPACE)
			continue;
		if (i > from && i + 1 < to && u_isdigit (text->chars[i - 1]) &&
		    u_isdigit (text->chars[i + 1]))
			continue;
		append_units (text, from, i, out);
		from = i + 1;
	}
	append_units (text, from, to, out);
}

static void words_by_icu (const char *utf8, gsize start, gsize end, GArray *out)
{
	BreakText *text = text_break_fill (utf8, start, end);
	/* ICU 72 alone takes @ for a letter; UAX #29 and later versions do not */
	for (gint32 i = 0; i < text->len; i++)
		if (text->chars[i] == '@')
			text->chars[i] = '#';
	UBreakIterator *iterator = text_break_iterator (BREAK_WORD, NULL, text);
	gint32 from = 0;
	for (gint32 at; (at = ubrk_next (iterator)) != UBRK_DONE; from = at)
		append_segment (text, from, at, out);
	text_break_trim ();
}

void text_words_icu (const char *utf8, gsize len, GArray *out)
{
	words_by_icu (utf8, 0, len, out);
}

void text_words (const char *utf8, gsize len, GArray *out)
{
	const guint8 *s = (const guint8 *)utf8;
	gsize run = 0, size;         /* where the run between spaces began, */
	guint before_run = out->len; /* and how many words were there */
	for (gsize i = 0; i < len; i += size) {
		bool letters = false, digits = false, run_ends = false;
		switch (class_at (s, i, len, &size)) {
		case LETTER:
		case DIGIT:
		case JOINER:
			size = scan_word (s, i, len, &letters, &digits) - i;
			if (letters || digits) {
				TextSpan span = { (guint32)i, (guint32)(i + size),
						  letters ? TEXT_LETTERS : TEXT_NUMBER };
				g_array_append_val (out, span);
			}
			break;
		case FOREIGN:
			/* the whole run again, by ICU */
			g_array_set_size (out, before_run);
			size = foreign_end (s, run, i, len) - i;
			words_by_icu (utf8, run, i + size, out);
			run_ends = true;
			break;
		case SPACE:
			run_ends = true;
			break;
		default:
			break;
		}
		if (run_ends || i + size - run > FOREIGN_RUN_MAX) {
			run = i + size;
			before_run = out->len;
		}
	}
}

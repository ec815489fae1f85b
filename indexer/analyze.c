/* analyze.c: text into terms, for documents and queries alike. Word breaks come from ICU (shim/text). */
#include "indexer/analyze.h"

#include <string.h>

#include "indexer/analyze_private.h"
#include "shim/text.h"

Terms *terms_new (void)
{
	Terms *terms = g_new0 (Terms, 1);
	terms->terms = g_array_new (FALSE, FALSE, sizeof (Term));
	terms->caches = g_ptr_array_new_with_free_func (word_cache_unref);
	return terms;
}

void terms_clear (Terms *terms)
{
	g_array_set_size (terms->terms, 0);
	g_ptr_array_set_size (terms->caches, 0);
	if (terms->chunk)
		g_string_chunk_clear (terms->chunk);
	terms->dropped = 0;
}

void terms_free (Terms *terms)
{
	if (!terms)
		return;
	g_array_unref (terms->terms);
	g_ptr_array_unref (terms->caches);
	if (terms->chunk)
		g_string_chunk_free (terms->chunk);
	g_free (terms);
}

/* --- narrow no-break spaces --- */

#define NARROW_SPACE "\xe2\x80\xaf" /* U+202F */

static guint32 kind_of (const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isdigit (s[i]) && s[i] != '.' && s[i] != ',')
			return TEXT_LETTERS;
	return TEXT_NUMBER;
}

/* UAX #29 joins what a narrow no-break space stands between ("15\u202f000\u202feuros" is one word to it); French puts one
 * between the groups of a number and before units, so here it parts words. */
static void split_at_narrow_spaces (const char *text, gsize len, GArray *spans)
{
	if (!memmem (text, len, NARROW_SPACE, strlen (NARROW_SPACE)))
		return;
	for (guint i = 0; i < spans->len; i++) {
		TextSpan span = g_array_index (spans, TextSpan, i);
		const char *s = text + span.start, *at;
		if (span.end - span.start < 5 ||
		    !memchr (s, NARROW_SPACE[0], span.end - span.start) ||
		    !(at = g_strstr_len (s, span.end - span.start, NARROW_SPACE)))
			continue;
		TextSpan rest = { span.start + (guint32)(at - s) + 3, span.end, 0 };
		rest.kind = kind_of (text + rest.start, rest.end - rest.start);
		span.end = span.start + (guint32)(at - s);
		span.kind = kind_of (s, span.end - span.start);
		g_array_index (spans, TextSpan, i) = span;
		if (rest.end > rest.start)
			g_array_insert_val (spans, i + 1, rest);
	}
}

/* --- numbers --- */

gsize analyze_number (const char *s, gsize len, Lang lang, char *out)
{
	gsize n = 0, separators = 0, threes = 0;
	char mark = 0;
	for (gsize i = 0; i < len; i++) {
		if (g_ascii_isdigit (s[i]))
			continue;
		gsize digits = 0;
		while (i + 1 + digits < len && g_ascii_isdigit (s[i + 1 + digits]))
			digits++;
		separators++;
		threes += digits == 3;
		mark = s[i];
	}
	char decimal = lang == LANG_FR ? ',' : lang == LANG_EN ? '.' : 0;
	bool thousands = separators > 1 ? threes == separators : threes == 1 && mark != decimal;
	if (thousands && s[0] == '0' && separators == 1)
		thousands = false; /* 0.500 */
	for (gsize i = 0; i < len; i++) {
		if (g_ascii_isdigit (s[i]))
			out[n++] = s[i];
		else if (!thousands)
			out[n++] = '.';
	}
	if (!thousands && separators == 1) /* 2,50 is 2.5 */
		while (n > 1 && (out[n - 1] == '0' || out[n - 1] == '.')) {
			bool point = out[--n] == '.';
			if (point)
				break;
		}
	out[n] = '\0';
	return n;
}

static bool all_digits (const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isdigit (s[i]))
			return false;
	return len > 0;
}

/* Length of one space (plain, no-break, narrow no-break, thin) at `s`, 0 when there is none. */
static gsize group_space (const char *s, const char *end, bool plain)
{
	if (plain && s < end && *s == ' ')
		return 1;
	if (end - s >= 2 && memcmp (s, "\xc2\xa0", 2) == 0)
		return 2;
	if (end - s >= 3 &&
	    (memcmp (s, "\xe2\x80\xaf", 3) == 0 || memcmp (s, "\xe2\x80\x89", 3) == 0))
		return 3;
	return 0;
}

/* How many spans from `i` on are one number written with spaces between its thousands ("200 000"): 1 when it stands alone. */
static guint number_spans (const char *text, const GArray *spans, guint i, Lang lang)
{
	const TextSpan *first = &g_array_index (spans, TextSpan, i);
	guint count = 1;
	if (first->end - first->start > 3 ||
	    !all_digits (text + first->start, first->end - first->start))
		return 1;
	while (i + count < spans->len) {
		const TextSpan *before = &g_array_index (spans, TextSpan, i + count - 1);
		const TextSpan *next = &g_array_index (spans, TextSpan, i + count);
		gsize gap = next->start - before->end;
		gsize digits = 0;
		if (next->kind != TEXT_NUMBER || gap == 0 ||
		    group_space (text + before->end, text + next->start, lang != LANG_EN) != gap)
			break;
		while (digits < next->end - next->start &&
		       g_ascii_isdigit (text[next->start + digits]))
			digits++;
		if (digits != 3)
			break;
		count++;
		if (next->end - next->start != 3)
			break; /* "1 234,50" ends here */
	}
	return count;
}

/* Digits of `count` spans without the spaces, then as any number. Returns the length, 0 when too long. */
static gsize join_number (const char *text, const GArray *spans, guint i, guint count, Lang lang,
			  char *out)
{
	char digits[ANALYZE_WORD_MAX + 1];
	gsize len = 0;
	for (guint k = 0; k < count; k++) {
		const TextSpan *span = &g_array_index (spans, TextSpan, i + k);
		gsize n = span->end - span->start;
		if (len + n > ANALYZE_WORD_MAX)
			return 0;
		memcpy (digits + len, text + span->start, n);
		len += n;
	}
	for (gsize k = 0; k < len; k++)
		if (!g_ascii_isdigit (digits[k]) && digits[k] != '.' && digits[k] != ',')
			return 0;         /* other scripts' digits, 1_000, 3'5: words */
	if (count > 1 && lang == LANG_EN) /* the decimals behind joined groups */
		return analyze_number (digits, len, LANG_UNKNOWN, out);
	return analyze_number (digits, len, lang, out);
}

/* --- sentence starts --- */

/* "M. Dupont", "J. K. Rowling", "Mrs. May": the point behind these ends no sentence. */
static bool is_short_form (const char *text, const TextSpan *word)
{
	static const char *const titles[] = { "mme", "mlle", "mrs", "mr",  "ms", "dr",
					      "st",  "prof", "gen", "sen", NULL };
	gsize len = word->end - word->start;
	if (g_utf8_strlen (text + word->start, (gssize)len) == 1)
		return true;
	for (const char *const *t = titles; *t; t++)
		if (strlen (*t) == len && g_ascii_strncasecmp (text + word->start, *t, len) == 0)
			return true;
	return false;
}

/* Whether a word that begins at `start`, after `last` and what ended at `before`, begins a sentence, a line, a quotation or an item of a
 * list. */
static bool begins_sentence (const char *text, const TextSpan *last, guint32 before, guint32 start)
{
	const char *gap = text + before;
	gsize len = start - before;
	if (len == 1 && *gap == ' ')
		return false;
	for (gsize i = 0; i < len; i++) {
		switch (gap[i]) {
		case '\n':
		case '!':
		case '?':
		case ':':
		case '"':
			return true;
		case '.':
			if (!is_short_form (text, last))
				return true;
			break;
		default:
			break;
		}
	}
	return g_strstr_len (gap, (gssize)len, "«") || g_strstr_len (gap, (gssize)len, "“") ||
	       g_strstr_len (gap, (gssize)len, "•") || g_strstr_len (gap, (gssize)len, "…");
}

/* --- the whole text --- */

#define NUMBERS_CHUNK 256 /* bytes: an article has a dozen */

/* The next term to be filled in, for which there is room; append_term() and append_number() then count it. */
static Term *next_term (Terms *out)
{
	return &g_array_index (out->terms, Term, out->terms->len);
}

/* Room for `count` more terms. */
static void make_room (Terms *out, guint count)
{
	guint len = out->terms->len;
	g_array_set_size (out->terms, len + count);
	g_array_set_size (out->terms, len);
}

/* Keep what the words were borrowed from. */
static void hold_cache (Terms *out, WordCache *cache)
{
	guint count = out->caches->len;
	if (!count || out->caches->pdata[count - 1] != cache)
		g_ptr_array_add (out->caches, g_atomic_rc_box_acquire (cache));
}

static void append_term (Terms *out, const AnalyzeWord *row, Term *term)
{
	term->word = row->strings;
	term->word_len = row->word_len;
	if (row->stem_len) {
		term->stem = row->strings + row->word_len + 1;
		term->stem_len = row->stem_len;
		term->written = row->written;
	}
	term->says = row->says;
	term->is_stop = row->is_stop;
	term->is_capital = row->is_capital;
	term->end = term->start + row->end;
	term->start += row->start;
	out->terms->len++;
}

static void append_number (Terms *out, const char *number, gsize len, Term *term)
{
	if (!out->chunk)
		out->chunk = g_string_chunk_new (NUMBERS_CHUNK);
	term->word = g_string_chunk_insert_len (out->chunk, number, (gssize)len);
	term->word_len = (guint16)len;
	term->is_number = 1;
	term->says = &units_nothing;
	out->terms->len++;
}

guint32 analyze_text (Analyzer *analyzer, const char *text, gsize len, Lang lang, guint32 position,
		      Terms *out)
{
	g_autoptr (GArray) spans = g_array_sized_new (FALSE, FALSE, sizeof (TextSpan), len / 6 + 1);
	const TextSpan *last = NULL; /* the word before, and where what belongs to it ends */
	guint32 before = 0;

	text_words (text, len, spans);
	split_at_narrow_spaces (text, len, spans);
	make_room (out, spans->len);
	for (guint i = 0; i < spans->len; i++) {
		const TextSpan *span = &g_array_index (spans, TextSpan, i);
		Term *term = next_term (out);
		char number[ANALYZE_WORD_MAX + 1];
		gsize number_len = 0;
		guint used = 1;

		*term = (Term){ .start = span->start, .end = span->end, .position = position };
		term->is_initial = !last || begins_sentence (text, last, before, span->start);
		if (span->kind == TEXT_NUMBER) {
			used = number_spans (text, spans, i, lang);
			number_len = join_number (text, spans, i, used, lang, number);
		}
		if (number_len) {
			i += used - 1;
			term->end = g_array_index (spans, TextSpan, i).end;
			append_number (out, number, number_len, term);
			position++;
		} else {
			const AnalyzeWord *row = analyze_word (analyzer, lang, text + span->start,
							       span->end - span->start, false);
			if (row) {
				hold_cache (out, analyze_cache (analyzer, lang));
				append_term (out, row, term);
				position++;
			} else {
				out->dropped++;
			}
		}
		before = g_array_index (spans, TextSpan, i).end;
		last = span;
	}
	return position;
}

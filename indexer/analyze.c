/* analyze.c: text into terms, for documents and queries alike.
 *
 * Word breaks come from ICU (shim/text), stems from Snowball (shim/xap). What a word turns into depends on
 * its letters and the language only, so it is kept in a cache: words repeat, stemming is dear. */
#include "indexer/analyze.h"

#include <gio/gio.h>
#include <string.h>

#include "shim/text.h"
#include "shim/xap.h"

/* Words that a cache holds before it is emptied: bounds memory at about 30 MB. */
#define CACHE_MAX 200000

typedef struct {
	guint16 word_len, stem_len; /* stem_len 0: no stem */
	guint8 is_stop;
	char strings[]; /* word NUL stem NUL */
} CacheRow;

/* By language: 0 is "not stemmed". */
enum { SLOT_NONE, SLOT_FR, SLOT_EN, SLOTS };

struct Analyzer {
	XapStem *stem[SLOTS];
	GHashTable *stop[SLOTS];  /* folded stop words */
	GHashTable *cache[SLOTS]; /* lower-case word → CacheRow */
	GArray *spans;
};

static int slot_of (Lang lang)
{
	return lang == LANG_FR ? SLOT_FR : lang == LANG_EN ? SLOT_EN : SLOT_NONE;
}

/* --- stop words: indexer/data/stopwords.tsv, "fr<TAB>le" --- */

static void load_stop_words (Analyzer *analyzer)
{
	g_autoptr (GBytes) table =
		g_resources_lookup_data ("/entente/indexer/data/stopwords.tsv", 0, NULL);
	g_assert (table);
	g_autofree char *copy =
		g_strndup (g_bytes_get_data (table, NULL), g_bytes_get_size (table));
	g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
	for (char **line = lines; *line; line++) {
		char *tab = strchr (*line, '\t');
		if (**line == '#' || !tab)
			continue;
		*tab = '\0';
		int slot = slot_of (lang_from_code (*line));
		if (slot != SLOT_NONE) {
			char *word = g_strstrip (tab + 1);
			char *end = strchr (word, '\t');
			if (end)
				*end = '\0';
			g_hash_table_add (analyzer->stop[slot], text_fold (word, -1, NULL));
		}
	}
}

Analyzer *analyzer_new (void)
{
	Analyzer *analyzer = g_new0 (Analyzer, 1);
	analyzer->stem[SLOT_FR] = xap_stem_new ("fr", NULL);
	analyzer->stem[SLOT_EN] = xap_stem_new ("en", NULL);
	g_assert (analyzer->stem[SLOT_FR] && analyzer->stem[SLOT_EN]);
	for (int i = 0; i < SLOTS; i++) {
		analyzer->stop[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
		analyzer->cache[i] =
			g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
	}
	analyzer->spans = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	load_stop_words (analyzer);
	return analyzer;
}

void analyzer_free (Analyzer *analyzer)
{
	if (!analyzer)
		return;
	for (int i = 0; i < SLOTS; i++) {
		xap_stem_free (analyzer->stem[i]);
		g_hash_table_unref (analyzer->stop[i]);
		g_hash_table_unref (analyzer->cache[i]);
	}
	g_array_unref (analyzer->spans);
	g_free (analyzer);
}

Terms *terms_new (void)
{
	Terms *terms = g_new0 (Terms, 1);
	terms->terms = g_array_new (FALSE, FALSE, sizeof (Term));
	terms->chunk = g_string_chunk_new (8192);
	return terms;
}

void terms_clear (Terms *terms)
{
	g_array_set_size (terms->terms, 0);
	g_string_chunk_clear (terms->chunk);
	terms->dropped = 0;
}

void terms_free (Terms *terms)
{
	if (!terms)
		return;
	g_array_unref (terms->terms);
	g_string_chunk_free (terms->chunk);
	g_free (terms);
}

/* --- one word --- */

static CacheRow *cache_row_new (Analyzer *analyzer, int slot, const char *lower, gsize lower_len)
{
	char word[ANALYZE_WORD_MAX + 1], stem[ANALYZE_WORD_MAX + 1];
	gsize word_len = text_fold_word (lower, lower_len, word, sizeof word), stem_len = 0;
	if (word_len == 0)
		return NULL;
	if (analyzer->stem[slot]) {
		gsize raw_len;
		const char *raw = xap_stem (analyzer->stem[slot], lower, lower_len, &raw_len);
		stem_len = text_fold_word (raw, raw_len, stem, sizeof stem);
	}
	CacheRow *row = g_malloc (sizeof *row + word_len + stem_len + 2);
	row->word_len = (guint16)word_len;
	row->stem_len = (guint16)stem_len;
	memcpy (row->strings, word, word_len);
	row->strings[word_len] = '\0';
	memcpy (row->strings + word_len + 1, stem, stem_len);
	row->strings[word_len + 1 + stem_len] = '\0';
	row->is_stop =
		slot != SLOT_NONE && g_hash_table_contains (analyzer->stop[slot], row->strings);
	return row;
}

/* Everything about a word that its letters decide. NULL when it is too long. Borrowed until the next call. */
static const CacheRow *look_up (Analyzer *analyzer, int slot, const char *bytes, gsize len)
{
	char lower[ANALYZE_WORD_MAX + 1];
	if (len > ANALYZE_WORD_MAX)
		return NULL;
	gsize lower_len = text_lower_word (bytes, len, lower, sizeof lower);
	if (lower_len == 0)
		return NULL;
	GHashTable *cache = analyzer->cache[slot];
	CacheRow *row = g_hash_table_lookup (cache, lower);
	if (row)
		return row;
	row = cache_row_new (analyzer, slot, lower, lower_len);
	if (!row)
		return NULL;
	if (g_hash_table_size (cache) >= CACHE_MAX)
		g_hash_table_remove_all (cache);
	g_hash_table_insert (cache, g_strndup (lower, lower_len), row);
	return row;
}

char *analyze_stem (Analyzer *analyzer, const char *word, gsize len, Lang lang)
{
	const CacheRow *row = look_up (analyzer, slot_of (lang), word, len);
	if (!row)
		return g_strdup ("");
	return g_strdup (row->stem_len ? row->strings + row->word_len + 1 : row->strings);
}

bool analyze_is_stop (Analyzer *analyzer, const char *word, Lang lang)
{
	return g_hash_table_contains (analyzer->stop[slot_of (lang)], word);
}

/* --- elision and possessives --- */

/* Length of an apostrophe at `s`: ' or ’ (U+2019) or ʼ (U+02BC); 0 when there is none. */
static gsize apostrophe_len (const char *s, const char *end)
{
	if (s < end && *s == '\'')
		return 1;
	if (end - s >= 3 && memcmp (s, "\xe2\x80\x99", 3) == 0)
		return 3;
	if (end - s >= 2 && memcmp (s, "\xca\xbc", 2) == 0)
		return 2;
	return 0;
}

static bool is_elided (const char *prefix, gsize len, Lang lang)
{
	/* French grammar's list; in English text only what French names bring along: d'Ivoire, L'Oréal. */
	static const char *const french[] = {
		"l", "d",  "j",     "m",      "t",      "s",      "n",
		"c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", NULL
	};
	static const char *const english[] = { "l", "d", NULL };
	for (const char *const *p = lang == LANG_EN ? english : french; *p; p++)
		if (strlen (*p) == len && g_ascii_strncasecmp (prefix, *p, len) == 0)
			return true;
	return false;
}

/* Narrow [start, end) of a word to what is left without its elided article and its English possessive. */
static void undo_elision (const char *text, guint32 *start, guint32 *end, Lang lang)
{
	const char *s = text + *start, *e = text + *end;
	for (const char *p = s; p < e; p++) {
		gsize mark = apostrophe_len (p, e);
		if (mark == 0)
			continue;
		const char *rest = p + mark;
		if (rest < e && is_elided (s, (gsize)(p - s), lang)) {
			*start = (guint32)(rest - text);
			undo_elision (text, start, end,
				      lang); /* "qu'l'…" does not occur, "l'Oréal's" does */
			return;
		}
		if (lang != LANG_FR && e - rest == 1 && (*rest == 's' || *rest == 'S') && p > s) {
			*end = (guint32)(p - text);
			return;
		}
	}
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
static void split_at_narrow_spaces (const char *text, GArray *spans)
{
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

/* Whether a word that begins at `start`, after one that ended at `before`, begins a sentence, a line, a quotation or an item of a list. */
static bool begins_sentence (const char *text, guint32 before, guint32 start, bool after_short)
{
	for (guint32 i = before; i < start; i++) {
		switch (text[i]) {
		case '\n':
		case '!':
		case '?':
		case ':':
		case '"':
			return true;
		case '.':
			if (!after_short)
				return true;
			break;
		default:
			break;
		}
	}
	const char *gap = text + before;
	gsize len = start - before;
	return g_strstr_len (gap, (gssize)len, "«") || g_strstr_len (gap, (gssize)len, "“") ||
	       g_strstr_len (gap, (gssize)len, "•") || g_strstr_len (gap, (gssize)len, "…");
}

/* "M. Dupont", "J. K. Rowling", "Mrs. May": the point behind these ends no sentence. */
static bool is_short_form (const char *text, guint32 start, guint32 end)
{
	static const char *const titles[] = { "mme", "mlle", "mrs", "mr",  "ms", "dr",
					      "st",  "prof", "gen", "sen", NULL };
	gsize len = end - start;
	if (g_utf8_strlen (text + start, (gssize)len) == 1)
		return true;
	for (const char *const *t = titles; *t; t++)
		if (strlen (*t) == len && g_ascii_strncasecmp (text + start, *t, len) == 0)
			return true;
	return false;
}

/* --- the whole text --- */

static void append_term (Terms *out, const CacheRow *row, Term *term)
{
	term->word = g_string_chunk_insert_len (out->chunk, row->strings, row->word_len);
	term->word_len = row->word_len;
	if (row->stem_len) {
		term->stem = g_string_chunk_insert_len (
			out->chunk, row->strings + row->word_len + 1, row->stem_len);
		term->stem_len = row->stem_len;
	}
	term->is_stop = row->is_stop;
	g_array_append_val (out->terms, *term);
}

static void append_number (Terms *out, const char *number, gsize len, Term *term)
{
	term->word = g_string_chunk_insert_len (out->chunk, number, (gssize)len);
	term->word_len = (guint16)len;
	term->is_number = 1;
	g_array_append_val (out->terms, *term);
}

guint32 analyze_text (Analyzer *analyzer, const char *text, gsize len, Lang lang, guint32 position,
		      Terms *out)
{
	GArray *spans = analyzer->spans;
	int slot = slot_of (lang);
	guint32 before = 0;
	bool after_short = false;

	g_array_set_size (spans, 0);
	text_words (text, len, spans);
	split_at_narrow_spaces (text, spans);
	for (guint i = 0; i < spans->len; i++) {
		const TextSpan *span = &g_array_index (spans, TextSpan, i);
		Term term = { .start = span->start, .end = span->end, .position = position };
		char number[ANALYZE_WORD_MAX + 1];
		gsize number_len = 0;
		guint used = 1;

		term.is_initial =
			i == 0 || begins_sentence (text, before, span->start, after_short);
		if (span->kind == TEXT_NUMBER) {
			used = number_spans (text, spans, i, lang);
			number_len = join_number (text, spans, i, used, lang, number);
		}
		if (number_len) {
			i += used - 1;
			term.end = g_array_index (spans, TextSpan, i).end;
			append_number (out, number, number_len, &term);
			position++;
		} else {
			undo_elision (text, &term.start, &term.end, lang);
			const CacheRow *row =
				look_up (analyzer, slot, text + term.start, term.end - term.start);
			if (row) {
				term.is_capital =
					g_unichar_isupper (g_utf8_get_char (text + term.start));
				append_term (out, row, &term);
				position++;
			} else {
				out->dropped++;
			}
		}
		before = g_array_index (spans, TextSpan, i).end;
		after_short = is_short_form (text, span->start, span->end);
	}
	return position;
}

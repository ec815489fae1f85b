/* text_sentences.c: sentences as readers see them.
 *
 * ICU proposes breaks by UAX #29, which knows no abbreviations and takes French quotes with inner spaces
 * apart. Each proposed break is kept, moved behind closing quotes, or dropped. The tables hold the words that
 * decide; they are short on purpose: what stands in no table is left as ICU has it. */
#include "shim/text_impl.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#define LINE_MAX_BYTES ((gsize)1 << 20) /* a longer line is cut here; no sentence is that long */
#define TOKEN_MAX 16                    /* units of the longest word in the tables */

/* For ICU's rules "…" ends nothing; this one-dot leader is a full stop to them, and to no writer. */
#define ELLIPSIS 0x2026
#define STAND_IN_ELLIPSIS 0x2024

typedef enum {
	NOT_ABBREVIATED,
	ALWAYS,        /* never ends a sentence: "M.", "Dr." */
	BEFORE_NUMBER, /* only when a number follows: "No. 5", "p. 12" */
	OFTEN,         /* ends one when a usual first word follows: "Inc.", "U.S.", "etc." */
} Abbreviation;

enum { FR = 1, EN = 2, BOTH = FR | EN };

typedef struct {
	const char *word; /* lower case, without its last full stop */
	guint8 languages, kind;
	bool capital; /* only when written with a capital: "Me." but not "me." */
} AbbreviationEntry;

/* Sorted by word. */
static const AbbreviationEntry abbreviations[] = {
	{ "a.m", BOTH, OFTEN, false },
	{ "adj", FR, OFTEN, false },
	{ "adm", BOTH, ALWAYS, true },
	{ "al", BOTH, OFTEN, false },
	{ "alin", FR, BEFORE_NUMBER, false },
	{ "apr", BOTH, ALWAYS, false },
	{ "approx", BOTH, ALWAYS, false },
	{ "art", FR, BEFORE_NUMBER, false },
	{ "asst", EN, ALWAYS, true },
	{ "aug", EN, BEFORE_NUMBER, true },
	{ "av", FR, ALWAYS, false },
	{ "ave", EN, OFTEN, true },
	{ "avr", FR, BEFORE_NUMBER, false },
	{ "bd", FR, ALWAYS, false },
	{ "blvd", BOTH, OFTEN, true },
	{ "boul", FR, ALWAYS, false },
	{ "brig", BOTH, ALWAYS, true },
	{ "bros", EN, OFTEN, true },
	{ "c.-à-d", FR, ALWAYS, false },
	{ "capt", BOTH, ALWAYS, true },
	{ "cf", BOTH, ALWAYS, false },
	{ "ch", FR, BEFORE_NUMBER, false },
	{ "chap", BOTH, BEFORE_NUMBER, false },
	{ "cie", FR, OFTEN, true },
	{ "cmdr", EN, ALWAYS, true },
	{ "co", EN, OFTEN, true },
	{ "col", BOTH, ALWAYS, true },
	{ "coll", FR, OFTEN, false },
	{ "corp", BOTH, OFTEN, true },
	{ "cpl", EN, ALWAYS, true },
	{ "dec", EN, BEFORE_NUMBER, true },
	{ "dept", EN, ALWAYS, true },
	{ "det", EN, ALWAYS, true },
	{ "dir", FR, OFTEN, false },
	{ "dr", BOTH, ALWAYS, true },
	{ "dre", FR, ALWAYS, true },
	{ "drs", EN, ALWAYS, true },
	{ "déc", FR, BEFORE_NUMBER, false },
	{ "e.g", EN, ALWAYS, false },
	{ "ed", EN, OFTEN, false },
	{ "eds", EN, OFTEN, false },
	{ "env", FR, ALWAYS, false },
	{ "esq", EN, OFTEN, true },
	{ "etc", BOTH, OFTEN, false },
	{ "ex", FR, ALWAYS, false },
	{ "feb", EN, BEFORE_NUMBER, true },
	{ "fig", BOTH, BEFORE_NUMBER, false },
	{ "fl", EN, BEFORE_NUMBER, false },
	{ "févr", FR, BEFORE_NUMBER, false },
	{ "gen", EN, ALWAYS, true },
	{ "gov", EN, ALWAYS, true },
	{ "gén", FR, ALWAYS, false },
	{ "hon", EN, ALWAYS, true },
	{ "i.e", EN, ALWAYS, false },
	{ "ibid", BOTH, OFTEN, false },
	{ "inc", BOTH, OFTEN, true },
	{ "insp", EN, ALWAYS, true },
	{ "jan", EN, BEFORE_NUMBER, true },
	{ "janv", FR, BEFORE_NUMBER, false },
	{ "jr", BOTH, OFTEN, true },
	{ "jul", EN, BEFORE_NUMBER, true },
	{ "juil", FR, BEFORE_NUMBER, false },
	{ "jun", EN, BEFORE_NUMBER, true },
	{ "lt", BOTH, ALWAYS, true },
	{ "ltd", BOTH, OFTEN, true },
	{ "ltée", FR, OFTEN, true },
	{ "m", FR, ALWAYS, true },
	{ "maj", EN, ALWAYS, true },
	{ "me", FR, ALWAYS, true },
	{ "messrs", EN, ALWAYS, true },
	{ "mgr", BOTH, ALWAYS, true },
	{ "mlle", FR, ALWAYS, true },
	{ "mlles", FR, ALWAYS, true },
	{ "mm", FR, ALWAYS, true },
	{ "mme", FR, ALWAYS, true },
	{ "mmes", FR, ALWAYS, true },
	{ "mr", BOTH, ALWAYS, true },
	{ "mrs", BOTH, ALWAYS, true },
	{ "ms", BOTH, ALWAYS, true },
	{ "mt", EN, ALWAYS, true },
	{ "mx", EN, ALWAYS, true },
	{ "n", FR, BEFORE_NUMBER, false },
	{ "no", BOTH, BEFORE_NUMBER, false },
	{ "nos", BOTH, BEFORE_NUMBER, false },
	{ "nov", BOTH, BEFORE_NUMBER, false },
	{ "oct", BOTH, BEFORE_NUMBER, false },
	{ "p", BOTH, BEFORE_NUMBER, false },
	{ "p.m", BOTH, OFTEN, false },
	{ "par", FR, BEFORE_NUMBER, false },
	{ "ph.d", BOTH, OFTEN, true },
	{ "plc", EN, OFTEN, true },
	{ "pp", BOTH, BEFORE_NUMBER, false },
	{ "pr", FR, ALWAYS, true },
	{ "pres", EN, ALWAYS, true },
	{ "prof", BOTH, ALWAYS, true },
	{ "pte", EN, ALWAYS, true },
	{ "pvt", EN, ALWAYS, true },
	{ "rep", EN, ALWAYS, true },
	{ "reps", EN, ALWAYS, true },
	{ "rev", EN, ALWAYS, true },
	{ "sen", EN, ALWAYS, true },
	{ "sens", EN, ALWAYS, true },
	{ "sept", BOTH, BEFORE_NUMBER, false },
	{ "sgt", BOTH, ALWAYS, true },
	{ "sq", BOTH, OFTEN, false },
	{ "sr", BOTH, OFTEN, true },
	{ "st", BOTH, ALWAYS, true },
	{ "ste", FR, ALWAYS, true },
	{ "supt", EN, ALWAYS, true },
	{ "sté", FR, ALWAYS, true },
	{ "tel", BOTH, BEFORE_NUMBER, false },
	{ "tél", FR, BEFORE_NUMBER, false },
	{ "univ", BOTH, ALWAYS, true },
	{ "viz", EN, ALWAYS, false },
	{ "vol", BOTH, BEFORE_NUMBER, false },
	{ "vs", BOTH, ALWAYS, false },
	{ "éd", FR, OFTEN, false },
	{ "éts", FR, ALWAYS, true },
};

/* Words that begin a sentence more often than they follow an abbreviation. Sorted; lower case. */
static const char *const first_words[] = {
	"a",         "after",     "ainsi",     "all",      "alors",   "also",    "although",
	"an",        "and",       "another",   "après",    "as",      "at",      "au",
	"aussi",     "aux",       "avant",     "avec",     "because", "before",  "both",
	"but",       "by",        "car",       "ce",       "cela",    "celle",   "celui",
	"cependant", "certains",  "ces",       "cet",      "cette",   "chaque",  "comme",
	"d",         "dans",      "de",        "depuis",   "des",     "despite", "donc",
	"du",        "during",    "elle",      "elles",    "en",      "enfin",   "ensuite",
	"entre",     "et",        "even",      "every",    "for",     "from",    "he",
	"her",       "here",      "his",       "how",      "however", "if",      "il",
	"ils",       "in",        "instead",   "it",       "its",     "je",      "l",
	"la",        "le",        "les",       "leur",     "leurs",   "lors",    "lorsque",
	"mais",      "many",      "meanwhile", "more",     "most",    "nor",     "not",
	"notre",     "nous",      "now",       "of",       "on",      "once",    "one",
	"only",      "or",        "other",     "our",      "où",      "par",     "parmi",
	"pendant",   "plusieurs", "pour",      "pourtant", "puis",    "quand",   "que",
	"quelques",  "qui",       "s",         "sa",       "sans",    "selon",   "she",
	"si",        "since",     "so",        "some",     "son",     "sous",    "still",
	"such",      "sur",       "that",      "the",      "their",   "then",    "there",
	"these",     "they",      "this",      "those",    "though",  "to",      "tous",
	"tout",      "toute",     "toutefois", "toutes",   "un",      "under",   "une",
	"until",     "vous",      "we",        "what",     "when",    "where",   "whether",
	"while",     "who",       "why",       "with",     "yet",     "you",     "à",
};

/* Those among them that also begin family names: "J. Le Pen". */
static const char *const particles[] = { "a", "d", "de", "des", "du", "l", "la", "le", "les" };

static int compare_words (const void *key, const void *entry)
{
	return strcmp (key, *(const char *const *)entry);
}

static int compare_abbreviation (const void *key, const void *entry)
{
	return strcmp (key, ((const AbbreviationEntry *)entry)->word);
}

/* --- looking around in a line --- */

typedef struct {
	const UChar *chars;
	gint32 len;
	guint languages;
} Line;

static bool is_space (UChar c)
{
	return c == ' ' || c == '\t' || c == 0x00A0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A);
}

/* Quotes and brackets that can only close. */
static bool is_closing (UChar c)
{
	return c == 0x00BB || c == 0x201D || c == 0x203A || c == ')' || c == ']';
}

static gint32 skip_spaces (const Line *line, gint32 at)
{
	while (at < line->len && is_space (line->chars[at]))
		at++;
	return at;
}

/* The quote at `at` closes: one of those above, or a straight one with nothing to quote behind it. */
static bool closes (const Line *line, gint32 at)
{
	if (at >= line->len)
		return false;
	if (is_closing (line->chars[at]))
		return true;
	return line->chars[at] == '"' && (at + 1 == line->len || is_space (line->chars[at + 1]) ||
					  u_ispunct (line->chars[at + 1]));
}

/* Behind the closing quotes that follow the break at `at`, French spaces between them or not. */
static gint32 behind_quotes (const Line *line, gint32 at)
{
	for (gint32 next; closes (line, next = skip_spaces (line, at));)
		at = next + 1;
	return at;
}

/* The word in lower case that ends before `end` (exclusive) or begins at `start`. False when it is too long. */
static bool lower_word (const Line *line, gint32 start, gint32 end, char out[TOKEN_MAX * 4])
{
	UChar lower[TOKEN_MAX + 4];
	UErrorCode code = U_ZERO_ERROR;
	gint32 len = 0, out_len = 0;
	if (end - start > TOKEN_MAX || end == start)
		return false;
	len = u_strToLower (lower, G_N_ELEMENTS (lower), line->chars + start, end - start, "",
			    &code);
	u_strToUTF8 (out, TOKEN_MAX * 4, &out_len, lower, len, &code);
	return U_SUCCESS (code) && out_len < TOKEN_MAX * 4;
}

/* --- judging a break --- */

/* Start of the word before the full stop at `stop`: "U.S", "J.-C", "art" of "l'art". */
static gint32 token_start (const Line *line, gint32 from, gint32 stop)
{
	gint32 start = stop;
	while (start > from && stop - start <= TOKEN_MAX) {
		UChar c = line->chars[start - 1];
		if (!u_isalnum (c) && c != '.' && c != '-')
			break;
		start--;
	}
	while (start < stop && (line->chars[start] == '.' || line->chars[start] == '-'))
		start++;
	return start;
}

/* "J", "U.S", "J.-C", "J.K": single capitals with full stops or hyphens between. */
static bool is_initials (const Line *line, gint32 start, gint32 stop)
{
	bool letter_next = true;
	for (gint32 i = start; i < stop; i++) {
		UChar c = line->chars[i];
		if (letter_next ? !u_isupper (c) : c != '.' && c != '-')
			return false;
		if (c == '.' && i + 1 < stop && line->chars[i + 1] == '-')
			i++;
		letter_next = !letter_next;
	}
	return start < stop && !letter_next;
}

/* Does the word at `next` usually begin a sentence? After an initial, a particle does not. */
static bool begins_sentence (const Line *line, gint32 next, bool after_initial)
{
	char word[TOKEN_MAX * 4];
	const char *key = word;
	gint32 end = next;
	/* an opening quote or bracket is a sign of its own */
	if (next < line->len && !u_isalnum (line->chars[next]))
		return true;
	while (end < line->len && u_isalpha (line->chars[end]))
		end++;
	if (!lower_word (line, next, end, word))
		return false;
	if (after_initial &&
	    bsearch (key, particles, G_N_ELEMENTS (particles), sizeof particles[0], compare_words))
		return false;
	return bsearch (key, first_words, G_N_ELEMENTS (first_words), sizeof first_words[0],
			compare_words) != NULL;
}

/* How the word [start, stop) before a full stop is abbreviated. */
static Abbreviation abbreviation (const Line *line, gint32 start, gint32 stop)
{
	char word[TOKEN_MAX * 4];
	if (!lower_word (line, start, stop, word))
		return NOT_ABBREVIATED;
	const AbbreviationEntry *entry = bsearch (word, abbreviations, G_N_ELEMENTS (abbreviations),
						  sizeof abbreviations[0], compare_abbreviation);
	if (entry && (entry->languages & line->languages) &&
	    (!entry->capital || u_isupper (line->chars[start])))
		return entry->kind;
	return is_initials (line, start, stop) ? OFTEN : NOT_ABBREVIATED;
}

static bool is_number (const Line *line, gint32 start, gint32 stop)
{
	for (gint32 i = start; i < stop; i++)
		if (!u_isdigit (line->chars[i]))
			return false;
	return start < stop;
}

/* Is the full stop at `stop` part of an abbreviation, in the sentence that began at `from`? */
static bool is_abbreviated (const Line *line, gint32 from, gint32 stop, gint32 next)
{
	gint32 start = token_start (line, from, stop);
	if (is_number (line, start, stop))
		return skip_spaces (line, from) == start; /* "1. First item" */
	switch (abbreviation (line, start, stop)) {
	case ALWAYS:
		return true;
	case BEFORE_NUMBER:
		return next < line->len && u_isdigit (line->chars[next]);
	case OFTEN:
		return !begins_sentence (line, next, stop - start == 1);
	default:
		return false;
	}
}

/* May a sentence begin with what is at `next`? Not with a small letter, nor with what goes on. */
static bool may_begin (const Line *line, gint32 next)
{
	UChar c = line->chars[next];
	if (c == ',' || c == ';' || c == ':' || c == '.' || c == '?' || c == '!')
		return false;
	if (c == '-' || c == 0x2013 || c == 0x2014)
		next = skip_spaces (line, next + 1);
	return next == line->len || !u_islower (line->chars[next]);
}

static bool has_word (const Line *line, gint32 from, gint32 to)
{
	while (from < to && !u_isalnum (line->chars[from]))
		from++;
	return from < to;
}

/* The break that ICU proposes at `at`, for the sentence that began at `from`: where it belongs, or -1. */
static gint32 judged_break (const Line *line, gint32 from, gint32 at)
{
	gint32 end = behind_quotes (line, at);
	gint32 next = skip_spaces (line, end);
	if (next >= line->len)
		return line->len;
	if (!has_word (line, from, at) || !may_begin (line, next))
		return -1;
	gint32 last = at - 1;
	while (last > from && is_space (line->chars[last]))
		last--;
	bool single_stop =
		line->chars[last] == '.' && (last == from || line->chars[last - 1] != '.');
	if (single_stop && is_abbreviated (line, from, last, next))
		return -1;
	return end;
}

/* --- lines --- */

static void append_trimmed (const BreakText *text, gint32 from, gint32 to, GArray *out)
{
	while (from < to && (is_space (text->chars[from]) || u_isWhitespace (text->chars[from])))
		from++;
	while (to > from &&
	       (is_space (text->chars[to - 1]) || u_isWhitespace (text->chars[to - 1])))
		to--;
	TextSpan span = { text->offsets[from], text->offsets[to], 0 };
	if (from < to)
		g_array_append_val (out, span);
}

/* The sentences of utf8[start, end), which holds no newline. */
static void line_sentences (const char *utf8, gsize start, gsize end, const char *locale,
			    guint languages, GArray *out)
{
	BreakText *text = text_break_fill (utf8, start, end);
	for (gint32 i = 0; i < text->len; i++)
		if (text->chars[i] == ELLIPSIS)
			text->chars[i] = STAND_IN_ELLIPSIS;
	UBreakIterator *iterator = text_break_iterator (BREAK_SENTENCE, locale, text);
	Line line = { text->chars, text->len, languages };
	gint32 from = 0;
	for (gint32 at; (at = ubrk_next (iterator)) != UBRK_DONE && at < text->len;) {
		gint32 to = at > from ? judged_break (&line, from, at) : -1;
		if (to < 0)
			continue;
		append_trimmed (text, from, to, out);
		from = to;
	}
	append_trimmed (text, from, text->len, out);
	text_break_trim ();
}

void text_sentences (const char *utf8, gsize len, const char *locale, GArray *out)
{
	guint languages = BOTH;
	if (locale && g_str_has_prefix (locale, "fr"))
		languages = FR;
	else if (locale && g_str_has_prefix (locale, "en"))
		languages = EN;
	for (gsize start = 0; start < len;) {
		const char *newline = memchr (utf8 + start, '\n', len - start);
		gsize end = newline ? (gsize)(newline - utf8) : len;
		gsize next = end + 1;
		if (end - start > LINE_MAX_BYTES) {
			end = start + LINE_MAX_BYTES;
			while (end > start + 1 && ((guint8)utf8[end] & 0xC0) == 0x80)
				end--;
			next = end;
		}
		line_sentences (utf8, start, end, locale, languages, out);
		start = next;
	}
}

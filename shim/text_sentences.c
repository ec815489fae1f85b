/* text_sentences.c: sentences as readers see them.
 *
 * ICU proposes breaks by UAX #29, which knows no abbreviations and takes French quotes with inner spaces
 * apart. Each proposed break is kept, moved behind closing quotes, or dropped. The tables hold the words that
 * decide; they are short on purpose: what stands in no table is left as ICU has it. */
#include "shim/text_impl.h"

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
	/* never ends a sentence: "M.", "Dr." */
	ALWAYS,
	/* only when a number follows: "No. 5", "p. 12" */
	BEFORE_NUMBER,
	/* ends one when a usual first word follows: "Inc.", "U.S.", "etc." */
	OFTEN,
	/* the same, but "Le" and "Du" may begin the family name: "J.-M. Le Pen" */
	INITIALS,
} Abbreviation;

enum { FR = 1, EN = 2, BOTH = FR | EN };

/* clang-format off */
static const struct {
	Abbreviation kind;
	guint languages;
	bool capital;      /* only when written with a capital: "Me." but not "me." */
	const char *words; /* lower case, without the last full stop */
} abbreviations[] = {
	{ ALWAYS, BOTH, true, "adm brig capt col dr lt mgr mr mrs ms prof sgt st univ" },
	{ ALWAYS, BOTH, false, "approx apr cf vs" },
	{ ALWAYS, FR, true, "dre m me mlle mlles mm mme mmes pr ste sté éts" },
	{ ALWAYS, FR, false, "av bd boul c.-à-d env ex gén" },
	{ ALWAYS, EN, true,
	  "asst cmdr cpl dept det drs gen gov hon insp maj messrs mt mx pres pte pvt "
	  "rep reps rev sen sens supt" },
	{ ALWAYS, EN, false, "e.g i.e viz" },
	{ BEFORE_NUMBER, BOTH, false, "chap fig no nos nov oct p pp sept tel vol" },
	{ BEFORE_NUMBER, FR, false, "alin art avr ch déc févr janv juil n par tél" },
	{ BEFORE_NUMBER, EN, true, "aug dec feb jan jul jun" },
	{ OFTEN, BOTH, true, "blvd corp d.c e.u inc j.-c jr ltd ph.d sr u.k u.n u.s u.s.a" },
	{ OFTEN, BOTH, false, "a.m al etc ibid p.m sq" },
	{ OFTEN, FR, true, "cie ltée o.n.u" },
	{ OFTEN, FR, false, "adj coll dir éd" },
	{ OFTEN, EN, true, "ave bros co esq plc" },
	{ OFTEN, EN, false, "ed eds" },
};

/* Words that begin a sentence more often than they follow an abbreviation. */
static const char first_words[] =
	"a after ainsi all alors also although an and another après as at au aussi "
	"aux avant avec because before both but by car ce cela celle celui cependant "
	"certains ces cet cette chaque comme d dans de depuis des despite donc du "
	"during elle elles en enfin ensuite entre et even every for from he her here "
	"his how however if il ils in instead it its je l la le les leur leurs lors "
	"lorsque mais many meanwhile more most nor not notre nous now of on once one "
	"only or other our où par parmi pendant plusieurs pour pourtant puis quand "
	"que quelques qui s sa sans selon she si since so some son sous still such "
	"sur that the their then there these they this those though to tous tout "
	"toute toutefois toutes un under une until vous we what when where whether "
	"while who why with yet you à";

/* Those among them that also begin family names: "J. Le Pen". */
static const char particles[] = "a d de des du l la le les";
/* clang-format on */

/* --- looking around in a line --- */

typedef struct {
	const UChar *chars;
	gint32 len;
	guint languages;
	gint32 word; /* a place before which, from the sentence's beginning on, is no letter or digit */
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
	gint32 end = next;
	/* an opening quote or bracket is a sign of its own */
	if (next < line->len && !u_isalnum (line->chars[next]))
		return true;
	while (end < line->len && u_isalpha (line->chars[end]))
		end++;
	if (!lower_word (line, next, end, word))
		return false;
	if (after_initial && text_list_has (particles, word, strlen (word)))
		return false;
	return text_list_has (first_words, word, strlen (word));
}

/* How the word [start, stop) before a full stop is abbreviated. */
static Abbreviation abbreviation (const Line *line, gint32 start, gint32 stop)
{
	char word[TOKEN_MAX * 4];
	if (!lower_word (line, start, stop, word))
		return NOT_ABBREVIATED;
	for (gsize i = 0; i < G_N_ELEMENTS (abbreviations); i++)
		if ((abbreviations[i].languages & line->languages) &&
		    (!abbreviations[i].capital || u_isupper (line->chars[start])) &&
		    text_list_has (abbreviations[i].words, word, strlen (word)))
			return abbreviations[i].kind;
	return is_initials (line, start, stop) ? INITIALS : NOT_ABBREVIATED;
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
		return !begins_sentence (line, next, false);
	case INITIALS:
		return !begins_sentence (line, next, true);
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

/* Is there a letter or a digit in [from, to)? Looks at no character twice, however many breaks are proposed. */
static bool has_word (Line *line, gint32 from, gint32 to)
{
	line->word = MAX (line->word, from);
	while (line->word < line->len && !u_isalnum (line->chars[line->word]))
		line->word++;
	return line->word < to;
}

/* The break that ICU proposes at `at`, for the sentence that began at `from`: where it belongs, or -1. */
static gint32 judged_break (Line *line, gint32 from, gint32 at)
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
static void line_sentences (const char *utf8, gsize start, gsize end, guint languages, GArray *out)
{
	BreakText *text = text_break_fill (utf8, start, end);
	for (gint32 i = 0; i < text->len; i++)
		if (text->chars[i] == ELLIPSIS)
			text->chars[i] = STAND_IN_ELLIPSIS;
	/* ICU has one set of rules for both languages, so one iterator serves all */
	UBreakIterator *iterator = text_break_iterator (BREAK_SENTENCE, NULL, text);
	Line line = { text->chars, text->len, languages, 0 };
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
		gsize most = MIN (len - start, LINE_MAX_BYTES);
		const char *newline = memchr (utf8 + start, '\n', most);
		gsize end = newline ? (gsize)(newline - utf8)
				    : text_character_start ((const guint8 *)utf8, start + most,
							    start + 1, len);
		line_sentences (utf8, start, end, languages, out);
		start = newline ? end + 1 : end;
	}
}

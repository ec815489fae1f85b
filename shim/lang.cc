/* lang.cc: language identification by CLD2, behind lang.h. */
#include "shim/lang.h"

#include <cstdio> /* CLD2's header needs it and does not say so */
#include <string.h>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <string>

/* CLD2 itself stops looking much earlier in long texts; the bound keeps the cost of one article small. Most articles are told by
 * a piece of their beginning and one of their middle: only where these are of two languages, or CLD2 is not sure, is all of it looked at. */
static const gsize LOOKED_AT_MAX = 64 * 1024, PIECE = 1024;
static const int CLEAR_PERCENT = 95;

/* Names and codes of our two languages as pages write them: ISO 639-1, 639-2 (both), English and own names. */
static const struct {
	const char *name;
	Lang lang;
} language_names[] = {
	{ "fr", LANG_FR },       { "fra", LANG_FR },      { "fre", LANG_FR }, { "french", LANG_FR },
	{ "français", LANG_FR }, { "francais", LANG_FR }, { "en", LANG_EN },  { "eng", LANG_EN },
	{ "english", LANG_EN },  { "anglais", LANG_EN },
};

Lang lang_from_code (const char *code)
{
	if (!code)
		return LANG_UNKNOWN;
	while (g_ascii_isspace (*code))
		code++;
	gsize len = strcspn (code, "-_ \t\r\n,;");
	if (len == 0)
		return LANG_UNKNOWN;
	for (const auto &entry : language_names)
		if (strlen (entry.name) == len && g_ascii_strncasecmp (code, entry.name, len) == 0)
			return entry.lang;
	if ((len == 3 && g_ascii_strncasecmp (code, "und", 3) == 0) ||
	    (len == 1 && (*code == 'x' || *code == 'X')))
		return LANG_UNKNOWN;
	return LANG_OTHER;
}

const char *lang_code (Lang lang)
{
	return lang == LANG_FR ? "fr" : lang == LANG_EN ? "en" : nullptr;
}

/* CLD2's own word for a hint. */
static CLD2::Language language_hint (Lang hint)
{
	return hint == LANG_FR   ? CLD2::FRENCH
	       : hint == LANG_EN ? CLD2::ENGLISH
				 : CLD2::UNKNOWN_LANGUAGE;
}

static void unknown_but_for_hint (Lang hint, LangGuess *out)
{
	*out = LangGuess{};
	if (hint != LANG_FR && hint != LANG_EN)
		return;
	out->lang = hint;
	g_strlcpy (out->code, lang_code (hint), sizeof out->code);
	out->confidence = 0.25;
}

/* Not more than `most` bytes, and no half character. */
static int bounded_length (const char *text, gsize len, gsize most)
{
	if (len <= most)
		return (int)len;
	gsize end = most;
	while (end && (text[end] & 0xC0) == 0x80)
		end--;
	return (int)end;
}

/* What CLD2 says of a text. */
struct Summary {
	CLD2::Language found;
	bool reliable;
	int percent; /* of the text that is in it */
};

static Summary summarize (const char *text, int len, Lang prior)
{
	CLD2::CLDHints hints = { nullptr, nullptr, CLD2::UNKNOWN_ENCODING, language_hint (prior) };
	CLD2::Language top[3];
	int percent[3], text_bytes = 0;
	double score[3];
	Summary out = {};
	out.found = CLD2::ExtDetectLanguageSummary (text, len, true, &hints,
						    CLD2::kCLDFlagBestEffort, top, percent, score,
						    nullptr, &text_bytes, &out.reliable);
	for (int i = 0; i < 3; i++)
		if (top[i] == out.found)
			out.percent = percent[i];
	return out;
}

static Summary summarize_text (const char *text, gsize len, Lang prior)
{
	if (len > 4 * PIECE) {
		const char *middle = text + MIN (len, LOOKED_AT_MAX) / 2;
		while ((*middle & 0xC0) == 0x80)
			middle--;
		std::string pieces (text, (gsize)bounded_length (text, len, PIECE));
		pieces += '\n';
		pieces.append (middle, (gsize)bounded_length (middle, len / 2, PIECE));
		Summary of_pieces = summarize (pieces.data (), (int)pieces.size (), prior);
		if (of_pieces.reliable && of_pieces.percent >= CLEAR_PERCENT)
			return of_pieces;
	}
	return summarize (text, bounded_length (text, len, LOOKED_AT_MAX), prior);
}

/* --- short texts --- */

/* For a headline CLD2 often has too little to go by, and then says English. Texts of up to so many bytes have
 * their small words counted. */
static const gsize SHORT_MAX = 400;

/* Words that one of the two languages cannot do without and the other does not have. */
static const char *const french_words[] = {
	"au", "aux", "avec", "ce",   "cette", "dans", "de",   "des",  "du",  "elle", "en",  "est",
	"et", "ils", "la",   "le",   "les",   "leur", "mais", "ne",   "pas", "pour", "que", "qui",
	"sa", "se",  "ses",  "sont", "sur",   "un",   "une",  "vous", "à",   "été",  "où",
};
static const char *const french_elided[] = { "c", "d", "j", "l", "n", "qu", "s" };
static const char *const english_words[] = {
	"after", "and", "are",   "as",   "at", "be",  "by",   "for", "from", "has",
	"have",  "his", "in",    "is",   "it", "its", "not",  "of",  "over", "says",
	"that",  "the", "their", "this", "to", "was", "were", "who", "will", "with",
};

template <gsize N> static bool is_among (const char *const (&words)[N], const char *word, gsize len)
{
	for (const char *entry : words)
		if (strlen (entry) == len && g_ascii_strncasecmp (entry, word, len) == 0)
			return true;
	return false;
}

/* Bytes of the apostrophe at `at`, 0 if there is none. */
static gsize apostrophe_size (const char *at, const char *end)
{
	if (at < end && *at == '\'')
		return 1;
	return end - at >= 3 && memcmp (at, "\u2019", 3) == 0 ? 3 : 0;
}

static bool is_word_byte (char c)
{
	return g_ascii_isalnum (c) || (guint8)c >= 0x80;
}

/* How many of the words of `text` are French ones less how many are English ones. */
static int french_surplus (const char *text, gsize len)
{
	const char *const end = text + len;
	int surplus = 0;
	for (const char *at = text; at < end;) {
		const char *start = at;
		while (at < end && is_word_byte (*at) && !apostrophe_size (at, end))
			at++;
		gsize word_len = (gsize)(at - start), elision = apostrophe_size (at, end);
		at += elision;
		surplus += is_among (french_words, start, word_len);
		surplus -= is_among (english_words, start, word_len);
		if (elision && at < end && is_word_byte (*at))
			surplus += is_among (french_elided, start, word_len);
		else if (!elision && at < end)
			at++;
	}
	return surplus;
}

/* CLD2 took a short text for one of our languages, and its small words say the other. */
static bool small_words_disagree (const char *text, gsize len, Lang found)
{
	if (len > SHORT_MAX || (found != LANG_FR && found != LANG_EN))
		return false;
	int surplus = french_surplus (text, len);
	return found == LANG_EN ? surplus > 0 : surplus < 0;
}

void lang_detect (const char *text, gsize len, const char *hint, LangGuess *out)
{
	const Lang prior = lang_from_code (hint);
	Summary summary = summarize_text (text, len, prior);
	if (summary.found == CLD2::UNKNOWN_LANGUAGE) {
		unknown_but_for_hint (prior, out);
		return;
	}
	*out = LangGuess{};
	g_strlcpy (out->code, CLD2::LanguageCode (summary.found), sizeof out->code);
	out->lang = lang_from_code (out->code);
	if (small_words_disagree (text, len, out->lang)) {
		out->lang = out->lang == LANG_FR ? LANG_EN : LANG_FR;
		g_strlcpy (out->code, lang_code (out->lang), sizeof out->code);
		summary.reliable = false;
	}
	out->confidence = summary.percent / 100.0 * (summary.reliable ? 1.0 : 0.5);
}

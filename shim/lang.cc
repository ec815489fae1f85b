/* lang.cc: language identification by CLD2, behind lang.h. */
#include "shim/lang.h"

#include <cstdio> /* CLD2's header needs it and does not say so */
#include <string.h>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

/* CLD2 itself stops looking much earlier in long texts; the bound keeps the cost of one article small. */
static const gsize LOOKED_AT_MAX = 64 * 1024;

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

/* Not more than LOOKED_AT_MAX bytes, and no half character. */
static int bounded_length (const char *text, gsize len)
{
	if (len <= LOOKED_AT_MAX)
		return (int)len;
	gsize end = LOOKED_AT_MAX;
	while (end && (text[end] & 0xC0) == 0x80)
		end--;
	return (int)end;
}

void lang_detect (const char *text, gsize len, const char *hint, LangGuess *out)
{
	const Lang prior = lang_from_code (hint);
	CLD2::CLDHints hints = { nullptr, nullptr, CLD2::UNKNOWN_ENCODING, language_hint (prior) };
	CLD2::Language top[3];
	int percent[3], text_bytes = 0;
	double score[3];
	bool reliable = false;
	CLD2::Language found = CLD2::ExtDetectLanguageSummary (
		text, bounded_length (text, len), true, &hints, CLD2::kCLDFlagBestEffort, top,
		percent, score, nullptr, &text_bytes, &reliable);
	if (found == CLD2::UNKNOWN_LANGUAGE) {
		unknown_but_for_hint (prior, out);
		return;
	}
	*out = LangGuess{};
	g_strlcpy (out->code, CLD2::LanguageCode (found), sizeof out->code);
	out->lang = lang_from_code (out->code);
	for (int i = 0; i < 3; i++)
		if (top[i] == found)
			out->confidence = percent[i] / 100.0 * (reliable ? 1.0 : 0.5);
}

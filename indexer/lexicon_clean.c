/* lexicon_clean.c: what is left of a dictionary's gloss when its editors' marks are taken away. */
#include <string.h>

#include "indexer/lexicon_dict.h"
#include "shim/text.h"

/* Words that a dictionary sets before a gloss: articles, the English infinitive's "to", the French reflexive. */
static const char *const leading_fr[] = { "le ",  "la ",   "les ",   "l'",  "un ", "une ",
					  "des ", "du ",   "de la ", "se ", "s'",  "d'",
					  "de ",  "être ", "etre ",  NULL };
static const char *const leading_en[] = { "the ", "a ",     "an ",   "to be ", "to ",
					  "be ",  "one's ", "some ", NULL };

/* `text` without [..], (..), {..}, <..> and what they hold; an open bracket without its end is dropped alone. */
static GString *without_brackets (const char *text, gsize len)
{
	static const char opening[] = "([{<", closing[] = ")]}>";
	GString *out = g_string_sized_new (len);
	for (gsize i = 0; i < len; i++) {
		const char *open = strchr (opening, text[i]);
		if (text[i] && open) {
			char close = closing[open - opening];
			gsize depth = 1, at = i + 1;
			for (; at < len && depth > 0; at++)
				depth += (gsize)(text[at] == text[i]) - (gsize)(text[at] == close);
			if (depth == 0)
				i = at - 1;
			g_string_append_c (out, ' ');
		} else if (!text[i] || strchr (closing, text[i])) {
			g_string_append_c (out, ' ');
		} else {
			g_string_append_c (out, text[i]);
		}
	}
	return out;
}

static void drop_all (GString *text, const char *piece, const char *instead)
{
	g_string_replace (text, piece, instead, 0);
}

/* Typographic apostrophes, direction marks, and the stress marks that Bulgarian dictionaries set. */
static void plain_marks (GString *text)
{
	drop_all (text, "\xe2\x80\x99", "'"); /* U+2019 */
	drop_all (text, "\xe2\x80\x8e", "");  /* U+200E */
	drop_all (text, "\xcc\x81", "");      /* U+0301 */
	drop_all (text, "\xcc\x80", "");      /* U+0300 */
	drop_all (text, "' ", "'");           /* "plaque d' identité" */
	drop_all (text, "!", " ");
	drop_all (text, "?", " ");
}

static const char *after_leading (const char *text, Lang lang)
{
	const char *const *words = lang == LANG_FR   ? leading_fr
				   : lang == LANG_EN ? leading_en
						     : NULL;
	for (const char *const *w = words; w && *w; w++) {
		gsize len = strlen (*w);
		if (g_ascii_strncasecmp (text, *w, len) == 0 && text[len] != '\0')
			return after_leading (text + len, lang);
	}
	return text;
}

char *lexicon_clean_gloss (const char *gloss, gsize len, Lang lang)
{
	if (len == 0 || len > LEXICON_GLOSS_MAX)
		return NULL;
	GString *plain = without_brackets (gloss, len);
	plain_marks (plain);
	g_autofree char *text = text_line (plain->str, (gssize)plain->len, 0);
	g_string_free (plain, TRUE);

	/* "#englanti", "x = y", "and/or", "~ de", URLs: not a phrase. Affixes ("hyper-", "-logie") are no words. */
	gsize text_len = strlen (text);
	if (strpbrk (text, "#=/:;*+~^%@&|\"_") || strstr (text, "…") || strstr (text, "...") ||
	    text_len == 0 || text[0] == '-' || text[text_len - 1] == '-')
		return NULL;
	if (text[text_len - 1] == '.' && !strchr (text, ' ') &&
	    strchr (text, '.') != text + text_len - 1)
		return g_strdup (after_leading (text, lang)); /* "U.S." */
	if (text[text_len - 1] == '.')
		text[--text_len] = '\0';
	const char *rest = after_leading (text, lang);
	return *rest ? g_strdup (rest) : NULL;
}

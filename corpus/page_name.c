/* page_name.c: names of people out of credits: "Par Jean Roux et Nora Pell (avec AFP)". */
#include "corpus/page_name.h"

#include <string.h>

#include "corpus/page_date_word.h"
#include "shim/text.h"

/* News agencies, as credits write them, folded. */
static const char *const agencies_list[] = {
	"afp",
	"agencies",
	"agences",
	"news agencies",
	"agence france-presse",
	"agence france presse",
	"reuters",
	"ap",
	"associated press",
	"the associated press",
	"bloomberg",
	"bloomberg news",
	"la presse canadienne",
	"the canadian press",
	"presse canadienne",
	"canadian press",
	"efe",
	"dpa",
	"ansa",
	"belga",
	"ats",
	"keystone-ats",
	"pa",
	"pa media",
	"press association",
	"upi",
	"xinhua",
	"afp agence",
	"aap",
	"pti",
	"ians",
	"ani",
	"relaxnews",
	"afp relaxnews",
	"avec afp",
};

bool page_name_is_agency (const char *folded)
{
	for (gsize i = 0; i < G_N_ELEMENTS (agencies_list); i++)
		if (strcmp (folded, agencies_list[i]) == 0)
			return true;
	return false;
}

/* Words before a name, folded; the longest first. */
static const char *const openers[] = {
	"propos recueillis par ",
	"entretien realise par ",
	"article redige par ",
	"recueilli par ",
	"realise par ",
	"written by ",
	"publie par ",
	"posted by ",
	"reported by ",
	"authored by ",
	"authored by: ",
	"contributed by ",
	"published by ",
	"updated by ",
	"edited by ",
	"ecrit par ",
	"redige par ",
	"story by ",
	"words by ",
	"text by ",
	"texte par ",
	"texte : ",
	"texte: ",
	"source ",
	"source : ",
	"auteur : ",
	"auteur: ",
	"auteur ",
	"auteurs ",
	"author: ",
	"author : ",
	"authors: ",
	"author ",
	"authors ",
	"about the author ",
	"signe ",
	"by: ",
	"by ",
	"par : ",
	"par: ",
	"par ",
	"from ",
	"de notre ",
	"avec ",
	"with ",
	"through ",
	"via ",
	"journaliste : ",
	"redaction : ",
	"article by ",
	"opinion by ",
	"analysis by ",
	"commentary by ",
};

/* What ends a name in a line of text: titles, places and everything after. Folded. */
static const char *const closers[] = {
	" journaliste",
	" correspondant",
	" correspondent",
	" reporter",
	" editor",
	" staff writer",
	" staff report",
	" senior ",
	" for ",
	" on ",
	" pour ",
	" chef ",
	" envoye",
	" published",
	" publie",
	" updated",
	" mis a jour",
	" posted",
	" in ",
	" contributor",
	" contributing",
	" columnist",
	" writer",
	" special to",
	" from ",
	" @",
	" http",
	" email",
	" twitter",
	" follow",
	" suivre",
	" min read",
	" more by",
	" | ",
	" - ",
	" (",
	" [",
	" redacteur",
	" redactrice",
	" chroniqueur",
	" chroniqueuse",
	" grand reporter",
	" professeur",
	" avocat",
	" economiste",
	" service ",
	" a ",
};

/* Is it no name at all? */
static bool is_junk (const char *folded)
{
	static const char *const words[] = {
		"admin",
		"last",
		"administrator",
		"webmaster",
		"editor",
		"editorial",
		"redaction",
		"web",
		"author",
		"auteur",
		"contributor",
		"guest",
		"guest author",
		"anonymous",
		"anonyme",
		"team",
		"unknown",
		"news",
		"opinion",
		"editors",
		"author name",
		"see more",
		"view profile",
		"view all posts",
		"more",
		"voir plus",
		"share",
		"comments",
		"subscribe",
		"follow",
		"suivre",
		"super user",
		"posted by",
		"published",
		"publie",
		"phd",
		"md",
		"jr",
		"ms",
		"rd",
		"msc",
		"ph.d",
		"ph.d.",
		"cfa",
		"esq",
		"mba",
		"journalist",
		"journaliste",
		"reporter",
		"correspondent",
		"magazine",
		"by",
		"par",
		"et",
		"and",
		"user",
		"default",
		"the",
		"avec",
		"read more",
	};
	for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
		if (strcmp (folded, words[i]) == 0)
			return true;
	return strstr (folded, "http") || strstr (folded, "www.") || strchr (folded, '@') ||
	       strchr (folded, '{') || strchr (folded, '=') || strchr (folded, '_') ||
	       strstr (folded, ".com/") || strstr (folded, "facebook");
}

/* Folding keeps the number of letters apart from ligatures; find where folded offset `n` is in the original by folding
 * prefixes is dear, so openers and closers are cut by counting characters. */
static gsize original_offset (const char *text, const char *folded, gsize folded_len)
{
	glong chars = g_utf8_strlen (folded, (gssize)folded_len);
	const char *end = text;
	while (chars-- > 0 && *end)
		end += g_utf8_skip[(guint8)*end];
	return (gsize)(end - text);
}

static char *strip_ends (char *s)
{
	g_strstrip (s);
	gsize len = strlen (s);
	while (len && strchr (" .,;:-|/*", s[len - 1])) {
		/* "John Smith Jr." and "J. K." keep their dot. */
		if (s[len - 1] == '.' && len >= 3 &&
		    (s[len - 3] == ' ' || s[len - 3] == '.' || g_str_has_suffix (s, "Jr.")))
			break;
		s[--len] = '\0';
	}
	gsize start = strspn (s, " .,;:-|/*");
	memmove (s, s + start, len - start + 1);
	return s;
}

/* Templates forget spaces: "Nora PellNovember 21, 2025". The name without a month or weekday glued to its last word; a short one may
 * be part of the name: LeMay. */
static void cut_glued_date (char *name)
{
	char *last = strrchr (name, ' ');
	for (char *s = last ? last + 1 : name; *s; s++) {
		if (s == name || !g_ascii_isupper (*s) || !g_ascii_islower (s[-1]))
			continue;
		DateWord word = date_word (s, strlen (s));
		if (strlen (s) > 4 && (word.type == WORD_MONTH || word.type == WORD_DAY)) {
			*s = '\0';
			return;
		}
	}
}

/* A line of text ends its name where a title, a place or a date begins. */
static void cut_tail (char *name)
{
	g_autofree char *folded = text_fold (name, -1, NULL);
	gsize end = strlen (folded);
	for (gsize i = 0; i < G_N_ELEMENTS (closers); i++) {
		const char *found = strstr (folded, closers[i]);
		if (found && found > folded)
			end = MIN (end, (gsize)(found - folded));
	}
	if (end < strlen (folded))
		name[original_offset (name, folded, end)] = '\0';
	char *digit = strpbrk (name, "0123456789@");
	if (!digit)
		return;
	while (*digit != '@' && digit > name && digit[-1] != ' ')
		digit--;
	*digit = '\0';
	strip_ends (name);
	cut_glued_date (name);
	static const char *const joints[] = { " le", " on", " at", " du", " Le", " On" };
	for (gsize i = 0; i < G_N_ELEMENTS (joints); i++)
		if (g_str_has_suffix (name, joints[i]))
			name[strlen (name) - strlen (joints[i])] = '\0';
}

static char *trim_name (const char *part, bool line)
{
	char *name = strip_ends (g_strdup (part));
	bool again = true;
	while (again) {
		again = false;
		g_autofree char *folded = text_fold (name, -1, NULL);
		for (gsize i = 0; i < G_N_ELEMENTS (openers) && !again; i++) {
			if (!g_str_has_prefix (folded, openers[i]))
				continue;
			gsize cut = original_offset (name, folded, strlen (openers[i]));
			memmove (name, name + cut, strlen (name + cut) + 1);
			strip_ends (name);
			again = true;
		}
	}
	if (line)
		cut_tail (name);
	return strip_ends (name);
}

bool page_name_is_in (const GPtrArray *names, const char *folded)
{
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *other = text_fold (g_ptr_array_index (names, i), -1, NULL);
		if (strcmp (other, folded) == 0)
			return true;
	}
	return false;
}

static guint count_words (const char *s)
{
	guint words = 0;
	for (const char *p = s; *p; p++)
		words += *p != ' ' && (p == s || p[-1] == ' ');
	return words;
}

/* A name in a line of text begins with a capital and is not "Posted March". */
static bool is_line_name (const char *name, const char *folded)
{
	static const char *const others[] = { "posted",   "updated", "last ",   "published",
					      "sections", "publie",  "modifie", "mis a",
					      "photo",    "image",   "video",   "reading",
					      "temps de", "article", "tous les" };
	for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
		if (g_str_has_prefix (folded, others[i]))
			return false;
	DateWord word = date_word (name, strlen (name));
	if (word.type == WORD_MONTH || word.type == WORD_DAY)
		return false;
	return !g_unichar_islower (g_utf8_get_char (name)) && count_words (name) <= 6;
}

static void add_name (const char *part, bool line, GPtrArray *names, GPtrArray *agencies)
{
	g_autofree char *name = trim_name (part, line);
	g_autofree char *folded = text_fold (name, -1, NULL);
	glong chars = g_utf8_strlen (name, -1);
	bool agency = page_name_is_agency (folded);
	if (chars < 2 || chars > 60 || count_words (name) > 7 || is_junk (folded) ||
	    strspn (name, "0123456789 ") == strlen (name) || (line && !is_line_name (name, folded)))
		return;
	if (!page_name_is_in (names, folded) && names->len < PAGE_NAMES_MAX)
		g_ptr_array_add (names, g_strdup (name));
	if (agency && agencies && !page_name_is_in (agencies, folded))
		g_ptr_array_add (agencies, g_steal_pointer (&name));
}

/* What stands in brackets after a name is a place or a post; no-break spaces are spaces. */
static GString *simplify (const char *credit)
{
	GString *out = g_string_new (NULL);
	int depth = 0;
	for (const char *s = credit; *s; s++) {
		if (*s == '(' || *s == '[')
			depth++;
		else if ((*s == ')' || *s == ']') && depth)
			depth--;
		else if ((guint8)s[0] == 0xc2 && (guint8)s[1] == 0xa0 && !depth)
			g_string_append_c (out, ' '), s++;
		else if (!depth)
			g_string_append_c (out, *s);
	}
	return out;
}

void page_author_names (const char *credit, bool line, GPtrArray *names, GPtrArray *agencies)
{
	/* One separator for all that stand between people. */
	static const char *const between[] = { ", and ", ", et ",  " and ", " et ", " & ", "; ",
					       ";",      " / ",    "/",     " | ",  ", ",  ",",
					       " with ", " avec ", "\n",    " • ",  " · ", " + " };
	if (strstr (credit, "://") || strstr (credit, "www.") ||
	    (line && count_words (credit) > 24))
		return;
	g_autoptr (GString) text = simplify (credit);
	for (gsize i = 0; i < G_N_ELEMENTS (between); i++)
		g_string_replace (text, between[i], "\x1f", 0);
	g_auto (GStrv) parts = g_strsplit (text->str, "\x1f", 60);
	for (char **part = parts; *part; part++)
		add_name (*part, line, names, agencies);
}

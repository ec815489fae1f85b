/* lexicon_forms.c: reads the table of irregular forms. */
#include "indexer/lexicon_forms.h"

#include <string.h>

/* One lemma of a line: its forms are itself with the ending changed. */
static bool lemma_forms (Lang lang, const char *lemma, const char *ending, char **endings,
			 LexiconFormVisit visit, gpointer data)
{
	if (!g_str_has_suffix (lemma, ending))
		return false;
	g_autofree char *beginning = g_strndup (lemma, strlen (lemma) - strlen (ending));
	for (char **other = endings; *other; other++) {
		g_autofree char *form = g_strconcat (beginning, *other, NULL);
		visit (lang, lemma, form, data);
	}
	return true;
}

static bool forms_line (const char *line, LexiconFormVisit visit, gpointer data)
{
	g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
	if (g_strv_length (columns) != 4)
		return false;
	Lang lang = lang_from_code (columns[0]);
	g_auto (GStrv) lemmas = g_strsplit (columns[2], " ", -1);
	g_auto (GStrv) endings = g_strsplit (columns[3], " ", -1);
	bool good = (lang == LANG_FR || lang == LANG_EN) && *columns[1] && *lemmas && *endings;
	for (char **lemma = lemmas; good && *lemma; lemma++)
		good = lemma_forms (lang, *lemma, columns[1], endings, visit, data);
	return good;
}

guint lexicon_forms_each (const char *text, gsize len, LexiconFormVisit visit, gpointer data)
{
	guint bad = 0;
	g_autofree char *copy = g_strndup (text, len);
	g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line && **line != '#' && !forms_line (*line, visit, data))
			bad++;
	return bad;
}

void lexicon_forms_regular (Lang lang, const char *lemma, LexiconFormVisit visit, gpointer data)
{
	gsize len = strlen (lemma);
	if (lang != LANG_FR || len < 4 || !g_str_has_suffix (lemma, "er") || strchr (lemma, ' ') ||
	    g_unichar_isupper (g_utf8_get_char (lemma)))
		return;
	g_autofree char *beginning = g_strndup (lemma, len - 2);
	char last = lemma[len - 3];
	g_autofree char *they = g_strconcat (beginning, "ent", NULL);
	g_autofree char *we = g_strconcat (beginning, last == 'g' ? "eons" : "ons", NULL);
	visit (lang, lemma, they, data);
	visit (lang, lemma, we, data);
}

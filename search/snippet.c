/* snippet.c: choosing and marking a passage. */
#include "search/snippet.h"

#include <string.h>

#include "corpus/furniture.h"
#include "indexer/schema.h"
#include "shim/text.h"

/* Does the query look for this word: as written, by its stem, or by its beginning? */
static bool is_marked (GHashTable *marks, GPtrArray *prefixes, const Term *t, Lang lang)
{
	if (g_hash_table_contains (marks, t->word))
		return true;
	const char *prefix = schema_stem_prefix (lang);
	if (t->stem && prefix) {
		char key[ANALYZE_WORD_MAX + 8];
		g_snprintf (key, sizeof key, "%s%s", prefix, t->stem);
		if (g_hash_table_contains (marks, key))
			return true;
	}
	for (guint i = 0; i < prefixes->len; i++) {
		const char *wild = prefixes->pdata[i]; /* "elect*" */
		if (strncmp (t->word, wild, strlen (wild) - 1) == 0)
			return true;
	}
	return false;
}

static GPtrArray *wildcards (GHashTable *marks)
{
	GPtrArray *out = g_ptr_array_new ();
	GHashTableIter iter;
	gpointer key;
	g_hash_table_iter_init (&iter, marks);
	while (g_hash_table_iter_next (&iter, &key, NULL))
		if (g_str_has_suffix (key, "*"))
			g_ptr_array_add (out, key);
	return out;
}

/* First term of the best window: different marked words count, repeated ones a little. */
static guint best_window (const GArray *terms, const GArray *hits)
{
	guint best = 0;
	double best_score = -1;
	for (guint i = 0; i < hits->len; i++) {
		guint first = g_array_index (hits, guint, i);
		g_autoptr (GHashTable) different = g_hash_table_new (g_str_hash, g_str_equal);
		guint count = 0;
		for (guint k = i;
		     k < hits->len && g_array_index (hits, guint, k) < first + SNIPPET_WORDS; k++) {
			const Term *t =
				&g_array_index (terms, Term, g_array_index (hits, guint, k));
			g_hash_table_add (different,
					  (gpointer)(guintptr)(t->stem ? t->stem : t->word));
			count++;
		}
		double score = g_hash_table_size (different) + 0.1 * count;
		if (score > best_score + 1e-9) {
			best_score = score;
			best = first;
		}
	}
	return best;
}

/* A few words of lead-in, from the beginning of the sentence when that is near. */
static guint window_start (const GArray *terms, guint first)
{
	guint lowest = first > 8 ? first - 8 : 0;
	for (guint i = first; i > lowest; i--)
		if (g_array_index (terms, Term, i).is_initial)
			return i;
	return lowest;
}

/* Where a window that begins with the term `first` is cut: what is glued to the word before it, "L’" or an opening quotation mark, belongs
 * to it; what is left of a compound does not. */
static guint32 cut_before (const char *text, const GArray *terms, guint first)
{
	guint32 start = g_array_index (terms, Term, first).start, at = start;
	guint32 floor = first > 0 ? g_array_index (terms, Term, first - 1).end : 0;
	if (first == 0 && start <= 16)
		return 0;
	while (at > floor && text[at - 1] != ' ' && text[at - 1] != '\n')
		at--;
	return first > 0 && at == floor ? start : at;
}

/* Copy `text` [start, end) as one line, keeping track of where the marked terms land. */
static void copy_window (const char *text, const GArray *terms, const GArray *is_hit, guint first,
			 guint last, guint32 end, Snippet *out, GString *line)
{
	guint32 at = cut_before (text, terms, first);
	for (guint i = first; i <= last; i++) {
		const Term *t = &g_array_index (terms, Term, i);
		guint32 stop = i < last ? t->end : MAX (t->end, end);
		for (; at < t->start; at++)
			g_string_append_c (line, text[at] == '\n' ? ' ' : text[at]);
		SnippetMark mark = { (guint32)line->len, 0 };
		g_string_append_len (line, text + at, t->end - at);
		at = t->end;
		mark.end = (guint32)line->len;
		if (g_array_index (is_hit, guint8, i))
			g_array_append_val (out->marks, mark);
		for (; at < stop; at++)
			g_string_append_c (line, text[at] == '\n' ? ' ' : text[at]);
	}
}

Snippet *snippet_new (Analyzer *analyzer, const Article *article, GHashTable *marks)
{
	Snippet *out = g_new0 (Snippet, 1);
	out->marks = g_array_new (FALSE, FALSE, sizeof (SnippetMark));
	g_autofree char *text =
		furniture_strip (article->text ? article->text : "",
				 article->text ? strlen (article->text) : 0, article->title);
	gsize len = strlen (text);
	Lang lang = article_lang (article);
	g_autoptr (Terms) terms = terms_new ();
	analyze_text (analyzer, text, len, lang, 1, terms);
	if (terms->terms->len == 0) {
		out->text = g_strdup ("");
		return out;
	}
	g_autoptr (GPtrArray) prefixes = wildcards (marks);
	g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (guint));
	g_autoptr (GArray) is_hit = g_array_new (FALSE, TRUE, sizeof (guint8));
	g_array_set_size (is_hit, terms->terms->len);
	for (guint i = 0; i < terms->terms->len; i++)
		if (is_marked (marks, prefixes, &g_array_index (terms->terms, Term, i), lang)) {
			g_array_append_val (hits, i);
			g_array_index (is_hit, guint8, i) = 1;
		}
	guint first = window_start (terms->terms, best_window (terms->terms, hits));
	guint last = MIN (first + SNIPPET_WORDS, terms->terms->len) - 1;
	/* Closing punctuation belongs to the last word. */
	guint32 end = g_array_index (terms->terms, Term, last).end;
	if (end < len && strchr (".!?", text[end]))
		end++;
	g_autoptr (GString) line = g_string_new (first > 0 ? "… " : NULL);
	copy_window (text, terms->terms, is_hit, first, last, end, out, line);
	if (last + 1 < terms->terms->len)
		g_string_append (line, " …");
	out->text = g_strdup (line->str);
	return out;
}

void snippet_free (Snippet *snippet)
{
	if (!snippet)
		return;
	g_free (snippet->text);
	g_array_unref (snippet->marks);
	g_free (snippet);
}

char *snippet_render (const Snippet *snippet, const char *on, const char *off)
{
	GString *out = g_string_new (NULL);
	guint32 at = 0;
	for (guint i = 0; i < snippet->marks->len; i++) {
		const SnippetMark *m = &g_array_index (snippet->marks, SnippetMark, i);
		g_string_append_len (out, snippet->text + at, m->start - at);
		g_string_append (out, on);
		g_string_append_len (out, snippet->text + m->start, m->end - m->start);
		g_string_append (out, off);
		at = m->end;
	}
	g_string_append (out, snippet->text + at);
	return g_string_free (out, FALSE);
}

/* facts_name.c: names in running text, by their capitals. */
#include <string.h>

#include "indexer/facts_private.h"

/* Folded words that the text writes with a capital inside a sentence, or never without one: a capital that means something. */
static GHashTable *proper_words (const FactsRun *run)
{
	GHashTable *inside = g_hash_table_new (g_str_hash, g_str_equal);
	for (guint i = 0; i < run->count; i++) {
		const Term *t = facts_term (run, i);
		if (t->is_capital && !t->is_initial && !t->is_stop)
			g_hash_table_add (inside, (gpointer)(guintptr)t->word);
	}
	/* A word that is also written small is none: "président" beside "le Président". Few small words begin and are as long as
	 * a capital one: only those are looked up. */
	guint32 seen[256] = { 0 };
	GHashTableIter iter;
	gpointer word;
	g_hash_table_iter_init (&iter, inside);
	while (g_hash_table_iter_next (&iter, &word, NULL))
		seen[*(const guchar *)word] |= 1u << (strlen (word) & 31);
	for (guint i = 0; i < run->count; i++) {
		const Term *t = facts_term (run, i);
		if (!t->is_capital && !t->is_number &&
		    (seen[(guchar)*t->word] & 1u << (t->word_len & 31)))
			g_hash_table_remove (inside, t->word);
	}
	return inside;
}

/* Only a space or a hyphen between two terms: they may be one name. */
static bool adjoins (const char *text, const Term *a, const Term *b)
{
	gsize gap = b->start - a->end;
	const char *s = text + a->end;
	return (gap == 1 && (*s == ' ' || *s == '-')) ||
	       (gap == 2 && memcmp (s, "\xc2\xa0", 2) == 0) ||
	       (gap == 2 && memcmp (s, ". ", 2) == 0 && a->word_len == 1);
}

/* "Charles de Gaulle", "Bank of England": small words that a name may hold inside. */
static bool is_particle (const Term *t)
{
	static const char *const particles[] = { "de",  "du",  "des", "la",  "le",  "of", "van",
						 "von", "der", "den", "ben", "bin", "al", "el",
						 "di",  "da",  "dos", "the", NULL };
	for (const char *const *p = particles; *p; p++)
		if (strcmp (t->word, *p) == 0)
			return true;
	return false;
}

static bool is_name_word (const Term *t)
{
	return t->is_capital && !t->is_stop && !t->is_number;
}

/* Index behind the name that begins at `i`. */
static guint name_end (const FactsRun *run, guint i)
{
	guint end = i + 1, n = run->count;
	while (end < n && adjoins (run->text, facts_term (run, end - 1), facts_term (run, end))) {
		if (is_name_word (facts_term (run, end))) {
			end++;
			continue;
		}
		/* One or two particles, then a capital again; elided ones (d’) are gone already. */
		guint k = end;
		while (k < n && k < end + 2 && is_particle (facts_term (run, k)) &&
		       !facts_term (run, k)->is_capital &&
		       adjoins (run->text, facts_term (run, k - 1), facts_term (run, k)))
			k++;
		if (k == end || k >= n || !is_name_word (facts_term (run, k)) ||
		    !adjoins (run->text, facts_term (run, k - 1), facts_term (run, k)))
			break;
		/* "Twitter de Liu Xiaoming" are two: behind a particle one word goes on, two begin a name of their own. */
		if (k + 1 < n && is_name_word (facts_term (run, k + 1)) &&
		    adjoins (run->text, facts_term (run, k), facts_term (run, k + 1)))
			break;
		end = k + 1;
	}
	return end;
}

void facts_find_names (FactsRun *run)
{
	g_autoptr (GHashTable) proper = proper_words (run);
	g_autoptr (GString) norm = g_string_new (NULL);
	for (guint i = 0; i < run->count;) {
		const Term *t = facts_term (run, i);
		/* "Friday" is a day, and found as one. */
		if (!is_name_word (t) || run->taken->data[i]) {
			i++;
			continue;
		}
		guint end = name_end (run, i), first = i;
		i = end;
		/* "Selon Liu Xiaoming", "Le Louvre": a capital that opens a sentence is no name of its own. */
		if (t->is_initial && !g_hash_table_contains (proper, t->word)) {
			if (end - first == 1)
				continue;
			if (facts_term (run, first + 1)->is_capital && t->stem && t->word_len > 1 &&
			    g_hash_table_contains (proper, facts_term (run, first + 1)->word) &&
			    end - first > 2)
				first++;
		}
		if (end - first == 1 && facts_term (run, first)->word_len < 2)
			continue;
		g_string_truncate (norm, 0);
		for (guint k = first; k < end; k++)
			g_string_append_printf (norm, "%s%s", k > first ? " " : "",
						facts_term (run, k)->word);
		facts_append (run,
			      (Fact){ .kind = FACT_NAME, .first = first, .count = end - first },
			      norm->str);
	}
}

/* background.c: counts in how many articles each stem stands, for indexer/data/background.tsv.
 *
 *   xz -dc articles.jsonl.xz | background > indexer/data/background.tsv
 *
 * One article a line ({"lang" or "language", "title", "text"}). What comes out are counts per 10,000 articles of each
 * language, of the stems that stand in at least MIN_ARTICLES of them: a frequency list, no text. `make background`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/article.h"
#include "indexer/document.h"

#define MIN_ARTICLES 4
/* A name is written small in at most this share of where its capital can be told. */
#define SMALL_MAX 0.15

static const char *const codes[] = { "fr", "en" };

/* Of a stem's occurrences whose capital could be told. */
typedef struct {
	guint articles, capital, small;
} Count;

typedef struct {
	GHashTable *counts; /* stem → Count */
	guint articles;
} Side;

static void count_terms (Side *side, GHashTable *seen, const Terms *terms, bool title)
{
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		const char *key = t->is_number ? t->word : t->stem;
		if (!key || t->is_stop)
			continue;
		Count *count = g_hash_table_lookup (side->counts, key);
		if (!count) {
			count = g_new0 (Count, 1);
			g_hash_table_insert (side->counts, g_strdup (key), count);
		}
		/* Headlines in Title Case, and first words, say nothing about names. */
		if (!title && !t->is_initial)
			*(t->is_capital ? &count->capital : &count->small) += 1;
		if (g_hash_table_add (seen, g_strdup (key)))
			count->articles++;
	}
}

static int by_name (gconstpointer a, gconstpointer b)
{
	return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static bool is_name (const Count *count)
{
	return count->capital > 0 && count->small <= SMALL_MAX * (count->capital + count->small);
}

static void print_side (const Side *side, const char *code)
{
	guint len;
	g_autofree gpointer *stems = g_hash_table_get_keys_as_array (side->counts, &len);
	qsort (stems, len, sizeof *stems, by_name);
	for (guint i = 0; i < len; i++) {
		const Count *count = g_hash_table_lookup (side->counts, stems[i]);
		if (count->articles >= MIN_ARTICLES)
			printf ("%s\t%s\t%.0f%s\n", code, (const char *)stems[i],
				10000.0 * count->articles / side->articles,
				is_name (count) ? "\tname" : "");
	}
}

int main (void)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	Side sides[2] = { { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), 0 },
			  { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), 0 } };
	char *line = NULL;
	size_t capacity = 0;
	while (getline (&line, &capacity, stdin) > 0) {
		json_t *row = json_loads (line, 0, NULL);
		g_autoptr (Article) article = row ? article_from_json (row, NULL) : NULL;
		json_decref (row);
		Lang lang = article ? article_lang (article) : LANG_UNKNOWN;
		if (lang != LANG_FR && lang != LANG_EN)
			continue;
		g_autoptr (Analysis) analysis = analysis_new (analyzer, article);
		g_autoptr (GHashTable) seen =
			g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
		Side *side = &sides[lang == LANG_EN];
		count_terms (side, seen, analysis->title, true);
		count_terms (side, seen, analysis->body, false);
		side->articles++;
	}
	free (line);
	printf ("# In how many of 10,000 news articles a stem stands: counted by `make background` "
		"(tests/bench/background.c).\n"
		"# language\tstem\tarticles of 10,000\tname: written with a capital\n");
	for (int i = 0; i < 2; i++)
		print_side (&sides[i], codes[i]);
	return 0;
}

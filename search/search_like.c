/* search_like.c: --like: a query of an article's heaviest words. */
#include <math.h>
#include <string.h>

#include "indexer/document.h"
#include "indexer/schema.h"
#include "search/search_command.h"

#define LIKE_WORDS 25 /* the heaviest */
#define LIKE_MIN_LETTERS 2
#define TITLE_COUNTS 3 /* a word of the title as often as three of the text */

typedef struct {
	const char *word; /* as written; owned by the table's strings */
	double weight;
} Heavy;

typedef struct {
	char *written;
	double count;
} Counted;

static void free_counted (gpointer data)
{
	Counted *c = data;
	g_free (c->written);
	g_free (c);
}

/* stem → how often, and a form of it as written. */
static void count_terms (GHashTable *counts, const Terms *terms, const char *text, double each)
{
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		const char *key = t->stem ? t->stem : t->word;
		if (t->is_stop || t->word_len < LIKE_MIN_LETTERS)
			continue;
		Counted *c = g_hash_table_lookup (counts, key);
		if (!c) {
			c = g_new0 (Counted, 1);
			c->written = g_strndup (text + t->start, t->end - t->start);
			g_hash_table_insert (counts, g_strdup (key), c);
		}
		c->count += each;
	}
}

static int by_weight (gconstpointer a, gconstpointer b)
{
	const Heavy *x = a, *y = b;
	return x->weight != y->weight ? x->weight > y->weight ? -1 : 1 : strcmp (x->word, y->word);
}

/* The heaviest by tf and idf, as Heavy. A word that no other article has cannot find one, but its translation can. */
static GArray *heaviest (Search *search, Lang lang, GHashTable *counts)
{
	GArray *heavy = g_array_new (FALSE, FALSE, sizeof (Heavy));
	const char *prefix = schema_stem_prefix (lang);
	double documents = (double)xap_db_doc_count (search->session.db);
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init (&iter, counts);
	while (g_hash_table_iter_next (&iter, &key, &value)) {
		const Counted *c = value;
		g_autofree char *term = g_strconcat (prefix ? prefix : SCHEMA_WORD, key, NULL);
		guint64 df = 0;
		if (strlen (term) > XAP_TERM_MAX ||
		    !xap_db_term_freq (search->session.db, term, strlen (term), &df, NULL))
			continue;
		double idf = log ((documents + 1) / ((double)df + 0.5));
		Heavy made = { c->written, c->count / (c->count + 1) * MAX (idf, 0) };
		g_array_append_val (heavy, made);
	}
	g_array_sort (heavy, by_weight);
	if (heavy->len > LIKE_WORDS)
		g_array_set_size (heavy, LIKE_WORDS);
	return heavy;
}

static Query *query_of (Search *search, const Article *article)
{
	g_autoptr (Analysis) analysis = analysis_new (search->session.analyzer, article);
	g_autoptr (GHashTable) counts =
		g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_counted);
	if (article->title)
		count_terms (counts, analysis->title, article->title, TITLE_COUNTS);
	if (article->text)
		count_terms (counts, analysis->body, article->text, 1);
	g_autoptr (GArray) heavy = heaviest (search, analysis->lang, counts);
	g_autofree const char **words = g_new0 (const char *, heavy->len + 1);
	g_autofree double *boosts = g_new0 (double, heavy->len + 1);
	double top = heavy->len ? g_array_index (heavy, Heavy, 0).weight : 0;
	for (guint i = 0; i < heavy->len; i++) {
		words[i] = g_array_index (heavy, Heavy, i).word;
		boosts[i] = top > 0 ? g_array_index (heavy, Heavy, i).weight / top : 1;
	}
	return query_words (&search->query_context, analysis->lang, words, boosts, heavy->len);
}

Query *search_like (Search *search, const char *key, char **id, int *status)
{
	g_autoptr (Article) article = NULL;
	g_auto (GStrv) candidates = NULL;
	GError *error = NULL;
	guint32 docid;
	if (!store_find (search->session.store, key, &docid, &article, &candidates, &error)) {
		*status = cmd_fail (search->context, &error);
		return NULL;
	}
	if (!article) {
		g_autofree char *list = candidates ? g_strjoinv (", ", candidates) : NULL;
		*status = list ? cmd_error (search->context, CMD_USAGE,
					    "--like: '%s' could be any of %s", key, list)
			       : cmd_error (search->context, CMD_NO_INPUT,
					    "--like: no article '%s' in the corpus", key);
		return NULL;
	}
	*id = g_strdup (article->id);
	return query_of (search, article);
}

/* query_word.c: a word of a query as either language reads it, and what the lexicon makes of it. */
#include "search/query_word.h"

#include <math.h>
#include <string.h>

#include "indexer/schema.h"
#include "shim/text.h"

#define COMPOUND_MAX 8 /* words in one token whose translations are looked for too */

Lang query_lang (int index)
{
	return index == QUERY_FR ? LANG_FR : LANG_EN;
}

/* --- translations --- */

static void clear_translation (gpointer data)
{
	QueryTranslation *t = data;
	g_free (t->stems);
	g_free (t->surface);
}

static GArray *translations_new (void)
{
	GArray *translations = g_array_new (FALSE, FALSE, sizeof (QueryTranslation));
	g_array_set_clear_func (translations, clear_translation);
	return translations;
}

/* How probable the lexicon finds it to come back from `stems` to `stem`. */
static double weight_back (const Lexicon *lexicon, Lang to, const char *stems, const char *stem)
{
	LexiconEntry entries[16];
	guint count = lexicon_lookup (lexicon, to, stems, strlen (stems), entries,
				      G_N_ELEMENTS (entries));
	for (guint i = 0; i < count; i++)
		if (strcmp (entries[i].stem, stem) == 0)
			return (double)entries[i].weight;
	return 0;
}

static int by_weight (gconstpointer a, gconstpointer b)
{
	double x = ((const QueryTranslation *)a)->weight, y = ((const QueryTranslation *)b)->weight;
	return x > y ? -1 : x < y;
}

/* Both directions together, smoothed: what is translated back is a translation, what only one dictionary has may be
 * a slip of its pivot (method: measured .011 to .019 MRR over one direction). */
#define SMOOTH 0.01

static void translate (const Lexicon *lexicon, Lang from, QueryReading *reading)
{
	LexiconEntry entries[QUERY_TRANSLATIONS];
	Lang to = from == LANG_FR ? LANG_EN : LANG_FR;
	double sum = 0;
	guint count = lexicon_lookup (lexicon, from, reading->stem, strlen (reading->stem), entries,
				      G_N_ELEMENTS (entries));
	reading->is_translated = true;
	for (guint i = 0; i < count; i++) {
		/* Maine is stemmed to "main": a name that looks like the word by its stem is none of its translations. */
		if (!reading->is_capital && strcmp (entries[i].stem, reading->word) == 0 &&
		    g_unichar_isupper (g_utf8_get_char (entries[i].surface)))
			continue;
		double back = weight_back (lexicon, to, entries[i].stem, reading->stem);
		QueryTranslation t = {
			.stems = g_strdup (entries[i].stem),
			.surface = g_strdup (entries[i].surface),
			.weight = sqrt (((double)entries[i].weight + SMOOTH) * (back + SMOOTH)),
			.sources = entries[i].sources,
		};
		sum += t.weight;
		g_array_append_val (reading->translations, t);
	}
	for (guint i = 0; i < reading->translations->len; i++)
		g_array_index (reading->translations, QueryTranslation, i).weight /= sum;
	g_array_sort (reading->translations, by_weight);
}

/* --- readings --- */

static Terms *read_as (const QueryContext *context, const char *text, Lang lang)
{
	Terms *terms = terms_new ();
	analyze_text (context->analyzer, text, strlen (text), lang, 1, terms);
	return terms;
}

/* The language that words are taken in as they are written. */
static Lang exact_lang (const QueryContext *context)
{
	return context->from == LANG_EN ? LANG_EN : LANG_FR;
}

Terms *query_exact_terms (const QueryContext *context, const char *text)
{
	return read_as (context, text, exact_lang (context));
}

/* An accent is French: "thé" is no English stop word, whatever it is folded to. */
static bool has_accent (const char *token)
{
	for (const char *p = token; *p; p++)
		if ((guchar)*p >= 0xc3 && (guchar)*p <= 0xc5)
			return true;
	return false;
}

/* `terms`: the word's, in `lang`. */
static void fill_reading (const QueryWord *word, Lang lang, const Terms *terms, QueryReading *out)
{
	out->translations = translations_new ();
	if (terms->terms->len != 1)
		return;
	const Term *t = &g_array_index (terms->terms, Term, 0);
	out->word = g_strdup (t->word);
	out->is_stop = t->is_stop && !(lang == LANG_EN && has_accent (word->token));
	out->is_number = t->is_number;
	out->is_capital = t->is_capital;
	if (!out->is_stop)
		out->stem = g_strdup (t->stem ? t->stem : t->word);
}

void query_word_translate (QueryWord *word, const Lexicon *lexicon, int from)
{
	QueryReading *reading = &word->readings[from];
	if (reading->stem && !reading->is_translated && !reading->is_number && !word->exact &&
	    !word->untranslated && !word->forced)
		translate (lexicon, query_lang (from), reading);
}

/* `exact_terms`: the token's by query_exact_terms(), when they are known already; else NULL. */
static QueryWord *word_new (const QueryContext *context, const char *token,
			    const Terms *exact_terms, bool exact, bool untranslated, bool forced)
{
	QueryWord *word = g_new0 (QueryWord, 1);
	word->token = g_strdup (token);
	word->exact = exact;
	word->untranslated = untranslated;
	word->forced = forced;
	word->boost = 1;
	for (int i = 0; i < QUERY_LANGS; i++) {
		Lang lang = query_lang (i);
		bool known = exact_terms && lang == exact_lang (context);
		g_autoptr (Terms) terms = known ? NULL : read_as (context, token, lang);
		fill_reading (word, lang, known ? exact_terms : terms, &word->readings[i]);
	}
	return word;
}

QueryWord *query_word_of_stem (const Lexicon *lexicon, int lang, const char *stem, double boost)
{
	QueryWord *word = g_new0 (QueryWord, 1);
	word->token = g_strdup (stem);
	word->boost = boost;
	for (int i = 0; i < QUERY_LANGS; i++) {
		QueryReading *reading = &word->readings[i];
		reading->word = g_strdup (stem);
		reading->stem = g_strdup (stem);
		reading->is_number = g_ascii_isdigit (*stem);
		reading->translations = translations_new ();
	}
	query_word_translate (word, lexicon, lang);
	return word;
}

/* "en:hack,axe" or "hack,axe": these, each as probable, in place of the lexicon's. */
static void force (const QueryContext *context, QueryWord *word, const char *forced)
{
	int only = g_str_has_prefix (forced, "en:")   ? QUERY_FR
		   : g_str_has_prefix (forced, "fr:") ? QUERY_EN
						      : -1;
	g_auto (GStrv) given =
		g_strsplit (only >= 0 ? forced + 3 : forced, ",", QUERY_TRANSLATIONS);
	guint count = g_strv_length (given);
	for (int i = 0; i < QUERY_LANGS; i++) {
		QueryReading *reading = &word->readings[i];
		if (only >= 0 && only != i) {
			/* The word is said to be of the other language. */
			continue;
		}
		for (char **g = given; *g; g++) {
			g_autoptr (Terms) terms = read_as (context, *g, query_lang (!i));
			g_autoptr (GString) stems = g_string_new (NULL);
			for (guint k = 0; k < terms->terms->len; k++) {
				const Term *t = &g_array_index (terms->terms, Term, k);
				if (!t->is_stop)
					g_string_append_printf (stems, "%s%s",
								stems->len ? " " : "",
								t->stem ? t->stem : t->word);
			}
			QueryTranslation made = { .stems = g_strdup (stems->str),
						  .surface = g_strstrip (g_strdup (*g)),
						  .weight = 1.0 / count };
			g_array_append_val (reading->translations, made);
		}
	}
}

QueryNode *query_word_node (const QueryContext *context, const char *word, double boost)
{
	QueryNode *node = node_new (NODE_WORD, NULL);
	node->word = word_new (context, word, NULL, false, false, false);
	node->word->boost = boost;
	return node;
}

/* --- tokens --- */

static QueryNode *begin_node (const QueryContext *context, const char *token)
{
	g_autoptr (Terms) terms = query_exact_terms (context, token);
	if (terms->terms->len == 0)
		return NULL;
	return node_new (NODE_BEGIN,
			 g_array_index (terms->terms, Term, terms->terms->len - 1).word);
}

/* Several words in one token. */
static QueryNode *compound_node (const QueryContext *context, const char *text, const Terms *terms,
				 bool exact)
{
	QueryNode *node = node_new (
		exact || terms->terms->len > COMPOUND_MAX ? NODE_PHRASE : NODE_COMPOUND, text);
	if (node->kind == NODE_PHRASE)
		return node;
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_autofree char *part = g_strndup (text + t->start, t->end - t->start);
		node_add (node, query_word_node (context, part, 1));
	}
	return node;
}

QueryNode *query_token (const QueryContext *context, const char *token, const char *forced)
{
	gsize len = strlen (token);
	if (len > 2 && token[len - 1] == '*')
		return begin_node (context, token);
	bool exact = *token == '=' && len > 1, untranslated = len > 1 && token[len - 1] == '!';
	g_autofree char *word = g_strndup (token + exact, len - exact - untranslated);
	g_autoptr (Terms) terms = query_exact_terms (context, word);
	if (terms->terms->len == 0)
		return NULL;       /* punctuation alone */
	if (terms->terms->len > 1) /* vice-président, 9/11 */
		return compound_node (context, word, terms, exact);
	QueryNode *node = node_new (NODE_WORD, NULL);
	node->word = word_new (context, word, terms, exact, untranslated, forced != NULL);
	if (forced)
		force (context, node->word, forced);
	return node;
}

XapQuery *query_prefixed_words (const QueryContext *context, const char *prefix, const char *text)
{
	g_autoptr (Terms) terms = query_exact_terms (context, text);
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_autofree char *term = g_strconcat (prefix, t->word, NULL);
		if (strlen (term) <= XAP_TERM_MAX)
			g_ptr_array_add (queries, xap_query_term (term, strlen (term)));
	}
	if (queries->len == 0)
		return xap_query_nothing ();
	return xap_query_combine (XAP_OP_AND, (XapQuery **)queries->pdata, queries->len, 0);
}

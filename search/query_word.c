/* query_word.c: from one word to a group of synonyms over both languages (structured query: Pirkola 1998).
 *
 * The group counts as one term, so that a word with three translations does not count three times. */
#include "search/query_word.h"

#include <string.h>

#include "indexer/schema.h"

/* The exact word, a stem in each reading, and their translations' stems. */
typedef struct {
	GPtrArray *queries; /* XapQuery * */
	GHashTable *seen;   /* terms in it already: owned strings */
	Query *query;
	QueryWord *word;
} Group;

static void add_term (Group *group, const char *prefix, const char *term, gsize len)
{
	g_autofree char *whole = g_strdup_printf ("%s%.*s", prefix, (int)len, term);
	if (len == 0 || strlen (whole) > XAP_TERM_MAX || g_hash_table_contains (group->seen, whole))
		return;
	g_ptr_array_add (group->queries, xap_query_term (whole, strlen (whole)));
	g_hash_table_add (group->query->marks, g_strdup (whole));
	g_hash_table_add (group->seen, g_steal_pointer (&whole));
}

/* The word as it stands. When the query's language is said, a word of that language is not looked for in texts of the other, where
 * it means another thing (pain, chat, four): not when its translations are looked for, and a stop word only in texts of
 * its own. A capital may begin a name, which both languages share. */
static void add_word (Group *group, const QueryContext *context, const Term *t, bool translated)
{
	bool own = context->from != LANG_UNKNOWN && !t->is_number && !t->is_capital;
	if (own && translated && !t->is_stop)
		return;
	guint before = group->queries->len;
	add_term (group, SCHEMA_WORD, t->word, t->word_len);
	if (group->queries->len == before)
		return;
	XapQuery *word = g_ptr_array_steal_index (group->queries, before);
	if (own && t->is_stop)
		word = xap_query_pair (XAP_OP_FILTER, word,
				       query_lang_filter (lang_code (context->from)));
	g_ptr_array_insert (group->queries, 0, word);
}

/* A translation of several words: all of them, near each other, as stems (which have no positions: so anywhere in the document). */
static void add_many (Group *group, const char *prefix, const char *stems)
{
	g_auto (GStrv) parts = g_strsplit (stems, " ", LEXICON_PHRASE_MAX + 1);
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	for (char **part = parts; *part; part++) {
		g_autofree char *term = g_strconcat (prefix, *part, NULL);
		if (**part && strlen (term) <= XAP_TERM_MAX)
			g_ptr_array_add (queries, xap_query_term (term, strlen (term)));
	}
	if (queries->len)
		g_ptr_array_add (group->queries,
				 xap_query_combine (XAP_OP_AND, (XapQuery **)queries->pdata,
						    queries->len, 0));
}

static void add_translations (Group *group, const QueryContext *context, Lang from, const Term *t)
{
	LexiconEntry entries[QUERY_TRANSLATIONS];
	Lang to = from == LANG_FR ? LANG_EN : LANG_FR;
	guint count = lexicon_lookup (context->lexicon, from, t->stem, t->stem_len, entries,
				      QUERY_TRANSLATIONS);
	for (guint i = 0; i < count; i++) {
		/* Maine is stemmed to "main": a name that looks like the word by its stem is none of its translations. */
		if (!t->is_capital && strcmp (entries[i].stem, t->word) == 0 &&
		    g_unichar_isupper (g_utf8_get_char (entries[i].surface)))
			continue;
		if (strchr (entries[i].stem, ' '))
			add_many (group, schema_stem_prefix (to), entries[i].stem);
		else
			add_term (group, schema_stem_prefix (to), entries[i].stem,
				  strlen (entries[i].stem));
		g_ptr_array_add (group->word->translations,
				 g_strdup_printf ("%s (%s, %.2f)", entries[i].surface,
						  lang_code (to), entries[i].weight));
	}
}

/* The terms of `token` read in `lang`. */
static Terms *read_as (const QueryContext *context, const char *token, Lang lang)
{
	Terms *terms = terms_new ();
	analyze_text (context->analyzer, token, strlen (token), lang, 1, terms);
	return terms;
}

static XapQuery *one_word (const QueryContext *context, Query *query, const char *token,
			   bool translate, bool stem, bool *only_ranks)
{
	Group group = { .queries = g_ptr_array_new (),
			.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
			.query = query };
	static const Lang readings[] = { LANG_FR, LANG_EN };
	group.word = g_new0 (QueryWord, 1);
	group.word->translations = g_ptr_array_new_with_free_func (g_free);
	g_ptr_array_add (query->words, group.word);
	for (gsize r = 0; r < G_N_ELEMENTS (readings); r++) {
		if (context->from != LANG_UNKNOWN && context->from != readings[r])
			continue;
		g_autoptr (Terms) terms = read_as (context, token, readings[r]);
		if (terms->terms->len == 0)
			continue;
		const Term *t = &g_array_index (terms->terms, Term, 0);
		if (!group.word->word)
			group.word->word = g_strdup (t->word);
		*only_ranks = *only_ranks || t->is_stop;
		if (t->stem && stem && !t->is_stop)
			add_term (&group, schema_stem_prefix (readings[r]), t->stem, t->stem_len);
		if (t->stem && stem && translate && !t->is_stop)
			add_translations (&group, context, readings[r], t);
		add_word (&group, context, t, group.word->translations->len > 0);
	}
	XapQuery *result = NULL;
	if (group.queries->len)
		result = xap_query_combine (XAP_OP_SYNONYM, (XapQuery **)group.queries->pdata,
					    group.queries->len, 0);
	if (!group.word->word)
		group.word->word = g_strdup (token);
	g_ptr_array_unref (group.queries);
	g_hash_table_unref (group.seen);
	return result;
}

/* The terms read without a language, for what is taken as written; elision undone as French has it. */
static Terms *exact_terms (const QueryContext *context, const char *text)
{
	return read_as (context, text, context->from == LANG_EN ? LANG_EN : LANG_FR);
}

static XapQuery *exact_sequence (const QueryContext *context, Query *query, const char *text,
				 XapOp op, guint param)
{
	g_autoptr (Terms) terms = exact_terms (context, text);
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_ptr_array_add (queries, xap_query_term (t->word, t->word_len));
		g_hash_table_add (query->marks, g_strdup (t->word));
	}
	if (queries->len == 0)
		return NULL;
	if (queries->len == 1)
		return queries->pdata[0];
	return xap_query_combine (op, (XapQuery **)queries->pdata, queries->len,
				  param ? param : queries->len);
}

XapQuery *query_phrase (const QueryContext *context, Query *query, const char *text)
{
	return exact_sequence (context, query, text, XAP_OP_PHRASE, 0);
}

XapQuery *query_near (const QueryContext *context, Query *query, const char *left,
		      const char *right, guint window)
{
	g_autofree char *both = g_strconcat (left, " ", right, NULL);
	/* Xapian's window counts both ends. */
	return exact_sequence (context, query, both, XAP_OP_NEAR, window + 1);
}

XapQuery *query_prefixed_words (const QueryContext *context, const char *prefix, const char *text)
{
	g_autoptr (Terms) terms = exact_terms (context, text);
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

static XapQuery *wildcard (const QueryContext *context, Query *query, const char *token)
{
	g_autoptr (Terms) terms = exact_terms (context, token);
	if (terms->terms->len == 0)
		return NULL;
	const Term *t = &g_array_index (terms->terms, Term, terms->terms->len - 1);
	g_hash_table_add (query->marks, g_strconcat (t->word, "*", NULL));
	return xap_query_wildcard (t->word, t->word_len, QUERY_WILDCARD_MAX);
}

XapQuery *query_word (const QueryContext *context, Query *query, const char *token,
		      bool *only_ranks)
{
	gsize len = strlen (token);
	*only_ranks = false;
	if (len > 2 && token[len - 1] == '*')
		return wildcard (context, query, token);
	bool exact = *token == '=' && len > 1, untranslated = len > 1 && token[len - 1] == '!';
	g_autofree char *word = g_strndup (token + exact, len - exact - untranslated);
	g_autoptr (Terms) terms = exact_terms (context, word);
	if (terms->terms->len == 0) {
		*only_ranks = true; /* punctuation alone */
		return NULL;
	}
	if (terms->terms->len > 1) /* vice-président, 9/11 */
		return exact_sequence (context, query, word, XAP_OP_PHRASE, 0);
	return one_word (context, query, word, !untranslated && !exact, !exact, only_ranks);
}

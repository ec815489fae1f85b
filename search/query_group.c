/* query_group.c: one word of a query to what is looked for in the articles of one language.
 *
 * A word is a group of terms of that language: its own form as far as the query is in that language, its translations
 * and its very letters as far as it is in the other. The group counts as one word (shim/xap.h, xap_query_psq), under the
 * language's own statistics. Over remote shards, which know no sources of ours, it is a plain group of synonyms. */
#include "search/query_group.h"

#include <math.h>
#include <string.h>

#include "indexer/schema.h"

/* BM25, and the weight of letters that are the same in both languages; measured by make eval-search. */
#define BM25_K1 1.0
#define BM25_B 0.5
#define SAME_LETTERS 0.5         /* "Obama", "gouvernement": next to translations */
#define SAME_LETTERS_CAPITAL 0.7 /* the word is written with a capital */
#define SAME_LETTERS_ALONE 1.0   /* there is no translation, or it is a number */

/* --- the terms of a word --- */

typedef struct {
	char *term;
	double p;
} Weighted;

static void clear_weighted (gpointer data)
{
	g_free (((Weighted *)data)->term);
}

static GArray *terms_array (void)
{
	GArray *terms = g_array_new (FALSE, FALSE, sizeof (Weighted));
	g_array_set_clear_func (terms, clear_weighted);
	return terms;
}

/* Add a stem of the target's language; what is there already grows. */
static void add_stem (const Builder *b, GArray *terms, const char *stem, gsize len, double p)
{
	g_autofree char *term =
		g_strdup_printf ("%s%.*s", schema_stem_prefix (b->target->lang), (int)len, stem);
	if (len == 0 || strlen (term) > XAP_TERM_MAX || !(p > 0))
		return;
	for (guint i = 0; i < terms->len; i++) {
		Weighted *w = &g_array_index (terms, Weighted, i);
		if (strcmp (w->term, term) == 0) {
			w->p += p;
			return;
		}
	}
	Weighted made = { g_steal_pointer (&term), p };
	g_array_append_val (terms, made);
}

static void add_translation (const Builder *b, GArray *terms, const QueryTranslation *t, double p)
{
	guint words = 1;
	for (const char *s = t->stems; *s; s++)
		words += *s == ' ';
	for (const char *s = t->stems; *s;) {
		gsize len = strcspn (s, " ");
		add_stem (b, terms, s, len, p * t->weight / words);
		s += len + (s[len] == ' ');
	}
}

/* How far a word of the one language is taken for the same letters in the other. When a person said which language it is,
 * a common word that has translations is not: French "pain" is no English one. A capital may begin a name. */
static double same_letters (const Builder *b, const QueryReading *other)
{
	if (other->is_number || other->translations->len == 0)
		return SAME_LETTERS_ALONE;
	if (other->is_capital)
		return SAME_LETTERS_CAPITAL;
	return b->query->told ? 0 : SAME_LETTERS;
}

/* A slight translation spelt as the word itself is a false friend more often than a friend: "chat" for a French cat. */
#define ECHO_MAX 0.2
static bool is_echo (const Builder *b, const QueryTranslation *t, const QueryReading *mine,
		     const QueryReading *other)
{
	return b->query->told && !other->is_capital && t->weight < ECHO_MAX && mine->stem &&
	       strcmp (t->stems, mine->stem) == 0;
}

/* The word's terms among the articles of the target's language. Plain synonyms get fewer. */
static GArray *word_terms (const Builder *b, const QueryWord *word)
{
	GArray *terms = terms_array ();
	int own = b->target->lang == LANG_FR ? QUERY_FR : QUERY_EN;
	const QueryReading *mine = &word->readings[own], *other = &word->readings[!own];
	double p_own = b->query->reading[own], p_other = b->query->reading[!own];
	guint most = b->stats->synonyms ? QUERY_SYNONYM_TRANSLATIONS : QUERY_TRANSLATIONS;

	p_own = p_own < QUERY_READING_MIN ? 0 : p_own;
	p_other = p_other < QUERY_READING_MIN || other->is_stop ? 0 : p_other;
	if (word->forced) { /* then its language is said too */
		p_other = other->translations->len ? 1 : 0;
		p_own = mine->translations->len ? 1 : p_other > 0 ? 0 : p_own;
	}
	if (mine->stem) {
		bool crosses = p_other > 0 && !word->untranslated && !word->forced;
		add_stem (b, terms, mine->stem, strlen (mine->stem),
			  p_own + (crosses ? p_other * same_letters (b, other) : 0));
	}
	/* "15.500" is fifteen thousand five hundred to the French, and in English articles then. */
	if (other->is_number && mine->stem && strcmp (other->stem, mine->stem) != 0)
		add_stem (b, terms, other->stem, strlen (other->stem), p_other);
	for (guint i = 0; p_other > 0 && i < MIN (other->translations->len, most); i++) {
		const QueryTranslation *t =
			&g_array_index (other->translations, QueryTranslation, i);
		if (!is_echo (b, t, mine, other))
			add_translation (b, terms, t, p_other);
	}
	return terms;
}

void query_mark (const Builder *b, const char *word)
{
	if (b->marks)
		g_hash_table_add (b->marks, g_strdup (word));
}

/* --- groups --- */

static XapQuery *synonyms (const GArray *terms)
{
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	for (guint i = 0; i < terms->len; i++) {
		const char *term = g_array_index (terms, Weighted, i).term;
		g_ptr_array_add (queries, xap_query_term (term, strlen (term)));
	}
	if (queries->len == 1)
		return queries->pdata[0];
	return xap_query_combine (XAP_OP_SYNONYM, (XapQuery **)queries->pdata, queries->len, 0);
}

/* Is it too slight a translation for so common a word? "Public" for "amateur" (.03) stands in every tenth article, and
 * is hardly ever the amateur there: it makes most of what is found and most of the work, and ranks nothing. A rare word is
 * evidence even when it is no likely translation. */
#define SLIGHT 0.8
static bool is_slight (const Builder *b, const Weighted *w, double heaviest, double df,
		       double documents)
{
	return b->target->likely && w->p < heaviest &&
	       w->p < SLIGHT * sqrt (df / MAX (documents, 1));
}

GHashTable *query_postings_new (void)
{
	return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
				      (GDestroyNotify)xap_postings_free);
}

/* Borrowed from the builder. */
static const XapPostings *postings_of (const Builder *b, const char *term)
{
	XapPostings *postings = g_hash_table_lookup (b->postings, term);
	if (!postings) {
		postings = xap_db_postings (b->stats->db, term, strlen (term), b->error);
		if (postings)
			g_hash_table_insert (b->postings, g_strdup (term), postings);
	}
	return postings;
}

static XapQuery *psq (const Builder *b, const GArray *terms)
{
	int own = b->target->lang == LANG_FR ? QUERY_FR : QUERY_EN;
	g_autofree XapPsqTerm *list = g_new0 (XapPsqTerm, terms->len);
	XapPsq group = { .terms = list,
			 .counted = b->stats->documents,
			 .documents = b->stats->of_lang[own],
			 .average_length = b->stats->average_length[own],
			 .k1 = BM25_K1,
			 .b = BM25_B };
	double heaviest = 0;
	for (guint i = 0; i < terms->len; i++)
		heaviest = MAX (heaviest, g_array_index (terms, Weighted, i).p);
	for (guint i = 0; i < terms->len; i++) {
		const Weighted *w = &g_array_index (terms, Weighted, i);
		const XapPostings *postings = postings_of (b, w->term);
		if (!postings)
			return NULL;
		double df = (double)xap_postings_freq (postings);
		if (is_slight (b, w, heaviest, df, group.documents)) {
			if (b->target->left_out)
				*b->target->left_out = true;
			continue;
		}
		list[group.count++] = (XapPsqTerm){ postings, w->p };
		group.document_freq += w->p * df;
	}
	return xap_query_psq (&group);
}

/* Is every word of the query just its own form? Then Xapian's own terms do, and are faster. */
static bool is_native (const Builder *b)
{
	int own = b->target->lang == LANG_FR ? QUERY_FR : QUERY_EN;
	for (guint i = 0; i < b->query->words->len; i++)
		if (((const QueryWord *)b->query->words->pdata[i])->forced)
			return false;
	return b->query->reading[!own] < QUERY_READING_MIN;
}

static XapQuery *exact_word (const Builder *b, const QueryWord *word)
{
	const QueryReading *fr = &word->readings[QUERY_FR], *en = &word->readings[QUERY_EN];
	const char *text = fr->word ? fr->word : en->word;
	if (!text)
		return NULL;
	query_mark (b, text);
	return xap_query_term (text, strlen (text));
}

XapQuery *query_group (const Builder *b, const QueryWord *word)
{
	if (word->exact || b->target->lang == LANG_OTHER || b->target->lang == LANG_UNKNOWN)
		return exact_word (b, word);
	g_autoptr (GArray) terms = word_terms (b, word);
	if (terms->len == 0)
		return NULL;
	for (guint i = 0; i < terms->len; i++)
		query_mark (b, g_array_index (terms, Weighted, i).term);
	XapQuery *query = b->stats->synonyms || is_native (b) ? synonyms (terms) : psq (b, terms);
	return query && word->boost != 1 ? xap_query_scale (query, word->boost) : query;
}

bool query_only_ranks (const Builder *b, const QueryWord *word)
{
	double stop = 0;
	for (int i = 0; i < QUERY_LANGS; i++)
		stop += word->readings[i].is_stop || !word->readings[i].word ? b->query->reading[i]
									     : 0;
	return !word->exact && stop >= 0.5;
}

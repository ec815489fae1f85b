/* eval_lexicon.c: how good the lexicon is on sentences of news: eval_lexicon LEXICON SENTENCES.tsv [MISSES]
 *
 * SENTENCES.tsv is French TAB English, translations of each other. Of the French words that are neither stop words nor
 * figures it reckons, and the same from
 * English to French,
 *   coverage  the share with at least one translation
 *   hit       the share of which a translation stands in the paired English sentence; beside it, in the sentence
 *	       half the file further on, which shows how much of it is chance; with the translations of phrases
 *	       around the word; and with identical words counted too
 * and of the sentences
 *   mate@1    the share whose English mate is the first answer when all English sentences are searched with the French
 *	       one, by BM25 over expected term frequencies (Darwish & Oard's probabilistic structured queries); identical
 *	       words and figures count as entente search counts them.
 * MISSES, a number, lists so many of the words that had no hit, most frequent first: for whoever mends the lexicon. */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/analyze.h"
#include "indexer/lexicon.h"

#define TRANSLATIONS 8
#define BM25_K1 .9
#define BM25_B .5

/* One sentence in one language. */
typedef struct {
	Terms *terms;
	GHashTable *stems; /* stem, word or figure → times */
	double len;
	char *line; /* " stem stem stem " for phrases */
} Side;

typedef struct {
	Side sides[2]; /* French, English */
} Pair;

/* One direction of the lexicon. */
typedef struct {
	Lexicon *lexicon;
	GPtrArray *pairs;
	int from, to;
	Lang lang;            /* of `from` */
	GHashTable *postings; /* term of `to` → GArray of Posting */
	double average_len;
} Eval;

typedef struct {
	guint32 pair;
	float times;
} Posting;

static const char *key_of (const Term *term)
{
	return term->stem ? term->stem : term->word;
}

static bool is_content (const Term *term)
{
	return !term->is_stop && !term->is_number && term->word_len > 1;
}

/* --- reading --- */

static void count_stem (GHashTable *stems, const char *stem)
{
	guint times = GPOINTER_TO_UINT (g_hash_table_lookup (stems, stem));
	g_hash_table_insert (stems, (gpointer)(gsize)stem, GUINT_TO_POINTER (times + 1));
}

static void side_init (Side *side, Analyzer *analyzer, const char *text, Lang lang)
{
	GString *line = g_string_new (" ");
	side->terms = terms_new ();
	side->stems = g_hash_table_new (g_str_hash, g_str_equal);
	analyze_text (analyzer, text, strlen (text), lang, 1, side->terms);
	for (guint i = 0; i < side->terms->terms->len; i++) {
		const Term *term = &g_array_index (side->terms->terms, Term, i);
		g_string_append_printf (line, "%s ", key_of (term));
		if (term->is_stop)
			continue;
		count_stem (side->stems, key_of (term));
		if (term->stem && strcmp (term->stem, term->word) != 0)
			count_stem (side->stems, term->word);
		side->len++;
	}
	side->line = g_string_free (line, FALSE);
}

static void pair_free (gpointer data)
{
	Pair *pair = data;
	for (int i = 0; i < 2; i++) {
		terms_free (pair->sides[i].terms);
		g_hash_table_unref (pair->sides[i].stems);
		g_free (pair->sides[i].line);
	}
	g_free (pair);
}

static bool read_pairs (const char *path, GPtrArray *pairs)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autofree char *text = NULL;
	if (!g_file_get_contents (path, &text, NULL, NULL))
		return false;
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (char **line = lines; *line; line++) {
		char *tab = strchr (*line, '\t');
		if (!tab)
			continue;
		*tab = '\0';
		Pair *pair = g_new0 (Pair, 1);
		side_init (&pair->sides[0], analyzer, *line, LANG_FR);
		side_init (&pair->sides[1], analyzer, tab + 1, LANG_EN);
		g_ptr_array_add (pairs, pair);
	}
	return pairs->len > 1;
}

/* --- coverage and hits --- */

static bool phrase_in (const Side *side, const char *stem)
{
	g_autofree char *needle = g_strconcat (" ", stem, " ", NULL);
	return strstr (side->line, needle) != NULL;
}

static bool is_hit (const Side *side, const LexiconEntry *entries, guint count)
{
	for (guint i = 0; i < count; i++)
		if (phrase_in (side, entries[i].stem))
			return true;
	return false;
}

/* Whether a phrase of 2 to LEXICON_PHRASE_MAX words around word `at` has a translation in `target`. */
static bool phrase_hit (const Eval *eval, const Terms *terms, guint at, const Side *target)
{
	LexiconEntry entries[TRANSLATIONS];
	for (guint first = at >= LEXICON_PHRASE_MAX ? at - LEXICON_PHRASE_MAX + 1 : 0; first <= at;
	     first++) {
		g_autoptr (GString) phrase = g_string_new (NULL);
		for (guint k = first; k < MIN (first + LEXICON_PHRASE_MAX, terms->terms->len);
		     k++) {
			g_string_append_printf (phrase, "%s%s", k > first ? " " : "",
						key_of (&g_array_index (terms->terms, Term, k)));
			if (k < at || k == first)
				continue;
			guint count = lexicon_lookup (eval->lexicon, eval->lang, phrase->str,
						      phrase->len, entries, TRANSLATIONS);
			if (is_hit (target, entries, count))
				return true;
		}
	}
	return false;
}

static gint by_times (gconstpointer a, gconstpointer b, gpointer times)
{
	guint x = GPOINTER_TO_UINT (g_hash_table_lookup (times, *(const gconstpointer *)a));
	guint y = GPOINTER_TO_UINT (g_hash_table_lookup (times, *(const gconstpointer *)b));
	return x != y ? (x > y ? -1 : 1)
		      : strcmp (*(const gconstpointer *)a, *(const gconstpointer *)b);
}

static void print_misses (const Eval *eval, GHashTable *misses, guint max)
{
	guint count;
	g_autofree gpointer *words = g_hash_table_get_keys_as_array (misses, &count);
	g_qsort_with_data (words, (gint)count, sizeof *words, by_times, misses);
	for (guint i = 0; i < MIN (count, max); i++) {
		LexiconEntry entries[TRANSLATIONS];
		const char *word = words[i];
		guint found = lexicon_lookup (eval->lexicon, eval->lang, word, strlen (word),
					      entries, TRANSLATIONS);
		printf ("%u\t%s\t", GPOINTER_TO_UINT (g_hash_table_lookup (misses, word)), word);
		for (guint k = 0; k < found; k++)
			printf ("%s%s %.2f", k ? ", " : "", entries[k].surface, entries[k].weight);
		putchar ('\n');
	}
}

typedef struct {
	double words, covered, hits, chance, with_phrases, with_identity;
} Count;

static void count_word (const Eval *eval, guint pair, guint at, Count *count, GHashTable *misses)
{
	const Pair *here = eval->pairs->pdata[pair];
	const Pair *far = eval->pairs->pdata[(pair + eval->pairs->len / 2) % eval->pairs->len];
	const Terms *terms = here->sides[eval->from].terms;
	const Term *term = &g_array_index (terms->terms, Term, at);
	const Side *mate = &here->sides[eval->to];
	LexiconEntry entries[TRANSLATIONS];
	guint found = lexicon_lookup (eval->lexicon, eval->lang, term->stem, term->stem_len,
				      entries, TRANSLATIONS);
	bool hit = is_hit (mate, entries, found);
	bool phrase = hit || phrase_hit (eval, terms, at, mate);
	bool same = phrase || g_hash_table_contains (mate->stems, term->word) ||
		    g_hash_table_contains (mate->stems, term->stem);
	count->words++;
	count->covered += found > 0;
	count->hits += hit;
	count->with_phrases += phrase;
	count->with_identity += same;
	count->chance += is_hit (&far->sides[eval->to], entries, found);
	if (!same)
		count_stem (misses, term->stem);
}

static void measure_words (const Eval *eval, guint misses_max)
{
	g_autoptr (GHashTable) misses = g_hash_table_new (g_str_hash, g_str_equal);
	Count count = { 0 };
	for (guint i = 0; i < eval->pairs->len; i++) {
		const Pair *pair = eval->pairs->pdata[i];
		const GArray *terms = pair->sides[eval->from].terms->terms;
		for (guint k = 0; k < terms->len; k++)
			if (is_content (&g_array_index (terms, Term, k)))
				count_word (eval, i, k, &count, misses);
	}
	printf ("%-34s %.0f\n", "content words", count.words);
	printf ("%-34s %.3f\n", "coverage", count.covered / count.words);
	printf ("%-34s %.3f (by chance %.3f)\n", "hit", count.hits / count.words,
		count.chance / count.words);
	printf ("%-34s %.3f\n", "hit, phrases too", count.with_phrases / count.words);
	printf ("%-34s %.3f\n", "hit, identical words too", count.with_identity / count.words);
	print_misses (eval, misses, misses_max);
}

/* --- mates --- */

static void array_free (gpointer data)
{
	g_array_unref (data);
}

static void index_pairs (Eval *eval)
{
	double len = 0;
	eval->postings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, array_free);
	for (guint32 i = 0; i < eval->pairs->len; i++) {
		const Pair *pair = eval->pairs->pdata[i];
		GHashTableIter iter;
		gpointer stem, times;
		g_hash_table_iter_init (&iter, pair->sides[eval->to].stems);
		while (g_hash_table_iter_next (&iter, &stem, &times)) {
			GArray *list = g_hash_table_lookup (eval->postings, stem);
			if (!list) {
				list = g_array_new (FALSE, FALSE, sizeof (Posting));
				g_hash_table_insert (eval->postings, stem, list);
			}
			Posting posting = { i, (float)GPOINTER_TO_UINT (times) };
			g_array_append_val (list, posting);
		}
		len += pair->sides[eval->to].len;
	}
	eval->average_len = len / eval->pairs->len;
}

/* Add p times the occurrences of `term` to `times`, by pair. Returns p times its document frequency. */
static double expect (const Eval *eval, const char *term, double p, double *times)
{
	const GArray *list = g_hash_table_lookup (eval->postings, term);
	for (guint i = 0; list && i < list->len; i++) {
		const Posting *posting = &g_array_index (list, Posting, i);
		times[posting->pair] += p * posting->times;
	}
	return list ? p * list->len : 0;
}

/* A translation of several words gives each its part. */
static double expect_entry (const Eval *eval, const LexiconEntry *entry, double p, double *times)
{
	g_auto (GStrv) stems = g_strsplit (entry->stem, " ", -1);
	double df = 0;
	guint count = g_strv_length (stems);
	for (guint i = 0; i < count; i++)
		df += expect (eval, stems[i], p / count, times);
	return df;
}

static double identity_weight (const Term *term, guint translations)
{
	if (term->is_number || translations == 0)
		return 1;
	return term->is_capital ? .5 : .3;
}

static void score_term (const Eval *eval, const Term *term, double *times, double *scores)
{
	LexiconEntry entries[TRANSLATIONS];
	guint count = term->is_number ? 0
				      : lexicon_lookup (eval->lexicon, eval->lang, term->stem,
							term->stem_len, entries, TRANSLATIONS);
	double df = 0, all = eval->pairs->len;
	memset (times, 0, eval->pairs->len * sizeof *times);
	for (guint i = 0; i < count; i++)
		df += expect_entry (eval, &entries[i], entries[i].weight, times);
	df += expect (eval, term->word, identity_weight (term, count), times);
	if (df <= 0)
		return;
	df = CLAMP (df, .5, all);
	double idf = log (1 + (all - df + .5) / (df + .5));
	for (guint i = 0; i < eval->pairs->len; i++) {
		const Pair *pair = eval->pairs->pdata[i];
		double norm = BM25_K1 *
			      (1 - BM25_B + BM25_B * pair->sides[eval->to].len / eval->average_len);
		scores[i] += idf * (BM25_K1 + 1) * times[i] / (times[i] + norm);
	}
}

static void measure_mates (const Eval *eval)
{
	g_autofree double *scores = g_new (double, eval->pairs->len);
	g_autofree double *times = g_new (double, eval->pairs->len);
	guint first = 0;
	double reciprocal = 0;
	for (guint i = 0; i < eval->pairs->len; i++) {
		const Pair *pair = eval->pairs->pdata[i];
		memset (scores, 0, eval->pairs->len * sizeof *scores);
		const GArray *terms = pair->sides[eval->from].terms->terms;
		for (guint k = 0; k < terms->len; k++) {
			const Term *term = &g_array_index (terms, Term, k);
			if (!term->is_stop && (term->word_len > 1 || term->is_number))
				score_term (eval, term, times, scores);
		}
		guint rank = 1;
		for (guint k = 0; k < eval->pairs->len; k++)
			rank += k != i && scores[k] >= scores[i];
		first += rank == 1;
		reciprocal += 1.0 / rank;
	}
	printf ("%-34s %.3f (MRR %.3f, %u sentences)\n", "mate@1", (double)first / eval->pairs->len,
		reciprocal / eval->pairs->len, eval->pairs->len);
}

/* --- speed --- */

static guint look_up_all (const Lexicon *lexicon, const Pair *pair, guint *found)
{
	const GArray *terms = pair->sides[0].terms->terms;
	for (guint k = 0; k < terms->len; k++) {
		const char *key = key_of (&g_array_index (terms, Term, k));
		LexiconEntry entries[TRANSLATIONS];
		*found +=
			lexicon_lookup (lexicon, LANG_FR, key, strlen (key), entries, TRANSLATIONS);
	}
	return terms->len;
}

/* How long opening takes, the file being in memory, and a lookup of the sentences' words. */
static void measure_speed (const char *path, const GPtrArray *pairs)
{
	gint64 best = G_MAXINT64;
	for (int i = 0; i < 9; i++) {
		gint64 start = g_get_monotonic_time ();
		Lexicon *lexicon = lexicon_open (path, NULL);
		best = MIN (best, g_get_monotonic_time () - start);
		lexicon_close (lexicon);
	}
	printf ("%-34s %.2f ms\n", "open", (double)best / 1000);

	g_autoptr (Lexicon) lexicon = lexicon_open (path, NULL);
	guint lookups = 0, found = 0;
	gint64 start = 0;
	for (int round = 0; round < 2; round++) { /* the first brings the pages in */
		start = g_get_monotonic_time ();
		lookups = found = 0;
		for (guint i = 0; i < pairs->len; i++)
			lookups += look_up_all (lexicon, pairs->pdata[i], &found);
	}
	double ns = 1000.0 * (double)(g_get_monotonic_time () - start) / lookups;
	printf ("%-34s %.0f ns (%u lookups, %u translations)\n", "lookup", ns, lookups, found);
}

int main (int argc, char **argv)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (pair_free);
	if (argc < 3) {
		fprintf (stderr, "usage: eval_lexicon LEXICON SENTENCES.tsv [MISSES]\n");
		return 2;
	}
	Lexicon *lexicon = lexicon_open (argv[1], &error);
	if (!lexicon || !read_pairs (argv[2], pairs)) {
		fprintf (stderr, "eval_lexicon: %s\n",
			 error ? error->message : "no sentences there");
		return 66;
	}
	measure_speed (argv[1], pairs);
	for (int from = 0; from < 2; from++) {
		Eval eval = { .lexicon = lexicon, .pairs = pairs, .from = from, .to = !from };
		eval.lang = from ? LANG_EN : LANG_FR;
		puts (from ? "English to French" : "French to English");
		measure_words (&eval, argc > 3 ? (guint)atoi (argv[3]) : 0);
		index_pairs (&eval);
		measure_mates (&eval);
		g_hash_table_unref (eval.postings);
	}
	lexicon_close (lexicon);
	return 0;
}

/* gist.c: an article's words and facts, each once; their bytes: gist_bytes.h. */
#include "indexer/gist.h"

#include <string.h>

#include "indexer/units.h"

/* A title's word counts as three of the text. */
#define TITLE_COUNT 3

/* A headline of which more is written with a capital is in Title Case: that says nothing about names. */
#define TITLE_CASE_SHARE 0.6

static void quote_clear (gpointer data)
{
	g_array_unref (((GistQuote *)data)->words);
}

Gist *gist_empty (void)
{
	Gist *gist = g_new0 (Gist, 1);
	gist->words = g_array_new (FALSE, TRUE, sizeof (GistWord));
	gist->figures = g_array_new (FALSE, TRUE, sizeof (GistFact));
	gist->days = g_array_new (FALSE, TRUE, sizeof (GistFact));
	gist->quotes = g_array_new (FALSE, FALSE, sizeof (GistQuote));
	g_array_set_clear_func (gist->quotes, quote_clear);
	return gist;
}

void gist_free (Gist *gist)
{
	if (!gist)
		return;
	g_array_unref (gist->words);
	g_array_unref (gist->figures);
	g_array_unref (gist->days);
	g_array_unref (gist->quotes);
	g_free (gist->strings);
	g_free (gist);
}

/* --- from an analysis --- */

static const char *key_of (const Term *t)
{
	return t->stem ? t->stem : t->word;
}

/* Terms by what makes words one: by the number of the stem where it has one, which is sooner compared than its letters. What begins with
 * a digit goes by its letters: not all that say "2026" are numbers. */
static guint number_of (const Term *t)
{
	return g_ascii_isdigit (*key_of (t)) ? 0 : t->written.stem;
}

static guint term_hash (gconstpointer term)
{
	guint number = number_of (term);
	return number ? number : g_str_hash (key_of (term));
}

static gboolean term_equal (gconstpointer a, gconstpointer b)
{
	guint x = number_of (a), y = number_of (b);
	return x == y && (x || strcmp (key_of (a), key_of (b)) == 0);
}

bool gist_counts (const Term *t)
{
	return !t->is_stop && (t->word_len >= 2 || t->is_number);
}

static bool in_title_case (const Terms *title)
{
	guint all = 0, capital = 0;
	for (guint i = 0; i < title->terms->len; i++) {
		const Term *t = &g_array_index (title->terms, Term, i);
		if (t->is_stop || t->is_number || t->is_initial)
			continue;
		all++;
		capital += t->is_capital;
	}
	return capital > TITLE_CASE_SHARE * all;
}

/* How many terms the first sentence has: the next begins with what begins a sentence or a line. */
static guint first_sentence (const Terms *terms)
{
	guint end = 1;
	while (end < terms->terms->len && !g_array_index (terms->terms, Term, end).is_initial)
		end++;
	return end;
}

/* What is_name holds while words are collected. */
enum { SEEN_CAPITAL = 1, SEEN_SMALL = 2, SEEN_MUTE = 4 };

static guint8 case_of (const Term *t, bool mute)
{
	return !t->is_capital ? SEEN_SMALL : t->is_initial || mute ? SEEN_MUTE : SEEN_CAPITAL;
}

static GistName name_of (guint8 seen)
{
	return seen & SEEN_SMALL     ? GIST_NO_NAME
	       : seen & SEEN_CAPITAL ? GIST_NAME
	       : seen & SEEN_MUTE    ? GIST_MAY_BE_NAME
				     : GIST_NO_NAME;
}

/* Add the words of one part. `found`: a Term → 1 + index. */
static void collect (const Terms *terms, bool title, guint lead_count, GHashTable *found,
		     GArray *words)
{
	bool mute = title && in_title_case (terms);
	guint opening_count = MIN (lead_count, first_sentence (terms));
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		if (!gist_counts (t))
			continue;
		guint at = GPOINTER_TO_UINT (g_hash_table_lookup (found, t));
		if (!at) {
			GistWord word = { .word = t->word,
					  .stem = key_of (t),
					  .first = i,
					  .written = t->written,
					  .is_number = t->is_number,
					  .first_in_title = title };
			g_array_append_val (words, word);
			at = words->len;
			g_hash_table_insert (found, (gpointer)(guintptr)t, GUINT_TO_POINTER (at));
		}
		GistWord *word = &g_array_index (words, GistWord, at - 1);
		word->count = (guint16)MIN (word->count + (title ? TITLE_COUNT : 1), G_MAXUINT16);
		word->tokens++;
		word->titled |= title;
		word->in_lead |= title || i < lead_count;
		word->in_opening |= title || i < opening_count;
		if (!t->is_number)
			word->is_name |= case_of (t, mute);
	}
}

static bool is_known (const GArray *facts, const GistFact *fact)
{
	for (guint i = 0; i < facts->len; i++) {
		const GistFact *other = &g_array_index (facts, GistFact, i);
		if (other->unit == fact->unit && strcmp (other->norm, fact->norm) == 0)
			return true;
	}
	return false;
}

static int by_number (gconstpointer a, gconstpointer b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
	return x < y ? -1 : x > y;
}

static void add_quote (Gist *gist, const Fact *fact, guint index, const Terms *body,
		       GHashTable *found)
{
	GistQuote quote = { index, g_array_new (FALSE, FALSE, sizeof (guint32)) };
	guint n = 0;
	for (guint k = fact->first; k < fact->first + fact->count; k++) {
		const Term *t = &g_array_index (body->terms, Term, k);
		guint at = GPOINTER_TO_UINT (g_hash_table_lookup (found, t));
		if (!at)
			continue; /* a stop word */
		at--;
		g_array_append_val (quote.words, at);
	}
	g_array_sort (quote.words, by_number);
	for (guint i = 0; i < quote.words->len; i++)
		if (!n || g_array_index (quote.words, guint32, i) !=
				  g_array_index (quote.words, guint32, n - 1))
			g_array_index (quote.words, guint32, n++) =
				g_array_index (quote.words, guint32, i);
	g_array_set_size (quote.words, n);
	g_array_append_val (gist->quotes, quote);
}

static void collect_facts (Gist *gist, const Analysis *analysis, GHashTable *found)
{
	const GArray *facts = analysis->facts->facts;
	for (guint i = 0; i < facts->len; i++) {
		const Fact *f = &g_array_index (facts, Fact, i);
		GistFact fact = { i,        f->norm,    units_named (f->unit),
				  f->value, f->is_year, f->first < analysis->lead_count };
		if (f->kind == FACT_FIGURE && gist->figures->len < GIST_FACTS_MAX &&
		    !is_known (gist->figures, &fact))
			g_array_append_val (gist->figures, fact);
		else if (f->kind == FACT_DAY && gist->days->len < GIST_FACTS_MAX &&
			 !is_known (gist->days, &fact))
			g_array_append_val (gist->days, fact);
		else if (f->kind == FACT_QUOTE && gist->quotes->len < GIST_QUOTES_MAX)
			add_quote (gist, f, i, analysis->body, found);
	}
}

Gist *gist_new (const Article *article, const Analysis *analysis)
{
	Gist *gist = gist_empty ();
	g_autoptr (GHashTable) found = g_hash_table_new (term_hash, term_equal);
	gist->lang = analysis->lang;
	gist->day_s = document_day (article);
	collect (analysis->body, false, analysis->lead_count, found, gist->words);
	collect (analysis->title, true, 0, found, gist->words);
	for (guint i = 0; i < gist->words->len; i++) {
		GistWord *word = &g_array_index (gist->words, GistWord, i);
		word->is_name = name_of (word->is_name);
	}
	collect_facts (gist, analysis, found);
	return gist;
}

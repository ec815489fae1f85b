/* compare_figure.c: figures, days and times of the articles, and which of them count the same thing.
 *
 * Two figures meet when they are of one kind and unit and the words around them do: the counted word, their sentences. Equal ones need little
 * more; ones that differ must count the same word, or a row would say that two articles disagree when they speak of two things. */
#include <math.h>
#include <string.h>

#include "corpus/table.h"
#include "search/compare_private.h"
#include "indexer/units.h"

#define AROUND 5 /* words to each side */
#define CLASS_BEHIND 6
#define CLASS_BEFORE 5
/* Two figures count the same thing from this score on. */
#define COMPARE_FIGURE 0.45
/* Sentences from this score on are surely about one thing. */
#define SURE_PARTNER 0.5
/* Numbers up to this say little by being equal. */
#define SMALL 12

/* --- what two figures say of each other --- */

/* A figure's interval in a unit that all such are measured in. */
static const char *normal_interval (const Fact *fact, double *low, double *high)
{
	*low = fact->low;
	*high = fact->high;
	units_normal (fact->unit, low);
	return units_normal (fact->unit, high);
}

/* Rounding when miles became kilometres. */
static bool same_value (const Fact *a, const Fact *b, double x, double y)
{
	double slack = g_strcmp0 (a->unit, b->unit) == 0 ? 1e-9 : 0.015;
	return fabs (x - y) <= slack * MAX (fabs (x), fabs (y));
}

/* Is `low` a round number (one digit and noughts, 100 and more) that `high` would be rounded down to? */
static bool rounds (double low, double high)
{
	if (low < 100 || high < low)
		return false;
	double unit = pow (10, floor (log10 (low)));
	return fmod (low, unit) == 0 && high < low + unit && high <= 1.25 * low;
}

FigureVerdict compare_figures (const Fact *a, const Fact *b)
{
	if (a->kind == FACT_DAY && a->low > a->high) /* no year is known of one */
		return g_str_has_suffix (b->norm, a->norm) ? FIGURES_AGREE : FIGURES_DIFFER;
	if (a->kind == FACT_DAY && b->low > b->high)
		return g_str_has_suffix (a->norm, b->norm) ? FIGURES_AGREE : FIGURES_DIFFER;
	if (a->kind != FACT_FIGURE)
		return strcmp (a->norm, b->norm) == 0 ? FIGURES_AGREE : FIGURES_DIFFER;
	double a_low, a_high, b_low, b_high, a_value = a->value, b_value = b->value;
	normal_interval (a, &a_low, &a_high);
	normal_interval (b, &b_low, &b_high);
	units_normal (a->unit, &a_value);
	units_normal (b->unit, &b_value);
	if (same_value (a, b, a_value, b_value) &&
	    same_value (a, b, a_high - a_low, b_high - b_low))
		return a->bound == b->bound ? FIGURES_AGREE : FIGURES_ABOUT;
	if (same_value (a, b, a_value, b_value))
		return FIGURES_ABOUT;
	/* "more than 400" is how one rounds "at least 434". */
	if (a->bound == '>' && b->bound == '>' &&
	    (rounds (a_value, b_value) || rounds (b_value, a_value)))
		return FIGURES_ABOUT;
	/* "at least 12" allows 15; two such say different things. */
	if (a->bound == '>' && b->bound != '>' && b_high >= a_low && b_value <= 2 * a_value)
		return FIGURES_ABOUT;
	if (b->bound == '>' && a->bound != '>' && a_high >= b_low && a_value <= 2 * b_value)
		return FIGURES_ABOUT;
	if ((a->bound == '<' && b->bound != '<' && b_low <= a_high && b_value >= a_value / 2) ||
	    (b->bound == '<' && a->bound != '<' && a_low <= b_high && a_value >= b_value / 2))
		return FIGURES_ABOUT;
	bool loose = a->bound == '~' || b->bound == '~' || a->low < a->high || b->low < b->high;
	return loose && a_low <= b_high && b_low <= a_high ? FIGURES_ABOUT : FIGURES_DIFFER;
}

bool compare_comparable (const Fact *a, const Fact *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind != FACT_FIGURE)
		return true;
	double value = 0;
	const char *x = units_normal (a->unit, &value), *y = units_normal (b->unit, &value);
	return g_strcmp0 (x, y) == 0 ||
	       (a->value == b->value &&
		((!x && g_strcmp0 (y, "year") == 0) || (!y && g_strcmp0 (x, "year") == 0)));
}

/* --- collecting --- */

static void add_counted (char **columns, gpointer classes)
{
	g_hash_table_insert (classes, g_strdup (columns[1]),
			     (gpointer)(guintptr)g_intern_string (columns[0]));
}

/* The table of what the news counts: folded word → class, an interned string. Read once. */
static const char *class_of_word (const char *word)
{
	static gsize once;
	if (g_once_init_enter (&once)) {
		GHashTable *classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
		table_each_row ("search/data/counted.tsv", 2, add_counted, classes);
		g_once_init_leave (&once, (gsize)classes);
	}
	return g_hash_table_lookup ((GHashTable *)once, word);
}

/* The class of the nearest word of the table: behind the figure first, then before it; NULL for none. Another figure ends the search: "six morts et neuf
 * blessés". */
static const char *counted_class (const Terms *terms, const Fact *fact, const Sentence *sentence)
{
	guint end =
		MIN (sentence->first + sentence->count, fact->first + fact->count + CLASS_BEHIND);
	for (guint i = fact->first + fact->count; i < end; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		const char *found = t->is_number ? NULL : class_of_word (t->word);
		if (found || t->is_number)
			return found;
	}
	guint first = fact->first > sentence->first + CLASS_BEFORE ? fact->first - CLASS_BEFORE
								   : sentence->first;
	for (guint i = fact->first; i > first; i--) {
		const Term *t = &g_array_index (terms->terms, Term, i - 1);
		const char *found = t->is_number ? NULL : class_of_word (t->word);
		if (found || t->is_number)
			return found;
	}
	return NULL;
}

typedef struct {
	GPtrArray *around, *counted; /* Bag * */
	GPtrArray *classes;          /* const char *, NULL for none */
} Contexts;

static void append_place (Compare *compare, Contexts *contexts, guint d, const Fact *fact)
{
	const CompareDoc *doc = compare_doc (compare, d);
	ComparePlace place = { .doc = d, .fact = fact };
	place.sentence = compare_sentence_at (
		compare, d, false,
		g_array_index (doc->analysis->body->terms, Term, fact->first).start);
	if (place.sentence == G_MAXUINT || compare->figures->len >= COMPARE_FACTS_MAX) {
		compare->left_out++;
		return;
	}
	const Sentence *s = compare_sentence (compare, place.sentence);
	const Terms *terms = doc->analysis->body;
	guint first = fact->first > s->first + AROUND ? fact->first - AROUND : s->first;
	guint last = MIN (fact->first + fact->count + AROUND, s->first + s->count);
	BagRange around = { first, last - first, fact->first, fact->count };
	g_ptr_array_add (contexts->around,
			 bag_new (compare->space, doc->lang, terms, NULL, around));
	guint counted = facts_counted (terms, fact, s->first + s->count);
	BagRange word = { counted, 1, 0, 0 };
	if (counted == G_MAXUINT)
		word = (BagRange){ 0, 0, 0, 0 };
	g_ptr_array_add (contexts->counted, bag_new (compare->space, doc->lang, terms, NULL, word));
	const char *class = fact->kind == FACT_FIGURE && !fact->unit && !fact->is_year
				    ? counted_class (terms, fact, s)
				    : NULL;
	g_ptr_array_add (contexts->classes, (gpointer)(guintptr) class);
	g_array_append_val (compare->figures, place);
}

static bool is_weekday_only (const GArray *facts, guint i)
{
	const Fact *fact = &g_array_index (facts, Fact, i);
	return fact->kind == FACT_DAY && *fact->norm == 'w';
}

static void collect (Compare *compare, Contexts *contexts)
{
	for (guint d = 0; d < compare->docs->len; d++) {
		const GArray *facts = compare_doc (compare, d)->analysis->facts->facts;
		for (guint i = 0; i < facts->len; i++) {
			const Fact *fact = &g_array_index (facts, Fact, i);
			if (fact->kind != FACT_NAME && fact->kind != FACT_QUOTE &&
			    !is_weekday_only (facts, i))
				append_place (compare, contexts, d, fact);
		}
	}
}

/* --- aligning --- */

/* Does sentence `a` have a name, and `b` one, but no name in common? Then they may tell of two places: of the demonstration at Caen, and of that at
 * Lille. */
static bool names_apart (const Compare *compare, guint a, guint b)
{
	const Bag *x = compare->bags->pdata[a], *y = compare->bags->pdata[b];
	if (x->names->len == 0 || y->names->len == 0)
		return false;
	return !bag_shares_name (x, y) && !bag_shares_name (y, x);
}

typedef struct {
	const Compare *compare;
	const float *around, *counted;
	const GPtrArray *classes;
} Scorer;

/* How sure it is that two figures count the same thing; under COMPARE_FIGURE they do not. */
static double figure_score (const Scorer *scorer, guint a, guint b)
{
	const Compare *compare = scorer->compare;
	const ComparePlace *x = &g_array_index (compare->figures, ComparePlace, a);
	const ComparePlace *y = &g_array_index (compare->figures, ComparePlace, b);
	gsize n = compare->figures->len;
	if (!compare_comparable (x->fact, y->fact))
		return 0;
	FigureVerdict verdict = compare_figures (x->fact, y->fact);
	double around = cover_both (scorer->around[a * n + b], scorer->around[b * n + a]);
	double counted = MAX (scorer->counted[a * n + b], scorer->counted[b * n + a]);
	const char *x_class = scorer->classes->pdata[a], *y_class = scorer->classes->pdata[b];
	if (x_class && y_class && x_class != y_class)
		return 0;
	bool one_class = x_class && x_class == y_class;
	if (one_class)
		counted = 1;
	double sentences = compare_score (compare, x->sentence, y->sentence);
	double context = 0.5 * around + 0.25 * counted + 0.6 * sentences;
	bool year = x->fact->is_year || y->fact->is_year;
	bool telling = x->fact->kind == FACT_FIGURE &&
		       (x->fact->unit || fabs (x->fact->value) > SMALL) && !year;
	bool vague =
		x->fact->kind == FACT_FIGURE && x->fact->low < x->fact->high && !x->fact->bound;
	if (verdict == FIGURES_AGREE && !vague)
		return context + (telling ? 0.4 : x->fact->kind == FACT_FIGURE ? 0.1 : 0.25);
	if (x->fact->kind == FACT_DAY || x->fact->kind == FACT_PERIOD || year)
		return 0;
	/* "hundreds of protesters" and "hundreds of officers" are equal in nothing but their vagueness. */
	if (vague && counted < 0.5 && sentences < SURE_PARTNER)
		return 0;
	if (verdict != FIGURES_DIFFER)
		return context + (telling ? 0.2 : 0);
	/* They differ: only what counts the same word in partner sentences may say so, and nothing of another size. */
	double ratio =
		x->fact->value > 0 && y->fact->value > 0 ? x->fact->value / y->fact->value : 0;
	bool size = ratio > 0.2 && ratio < 5;
	bool same_thing = counted > 0.6 || (x->fact->unit && around > 0.4);
	double least = one_class ? COMPARE_PARTNER / 2 : COMPARE_PARTNER;
	return size && same_thing && sentences >= least &&
			       !names_apart (compare, x->sentence, y->sentence)
		       ? context - (one_class ? 0 : 0.1)
		       : 0;
}

static int compare_pairs (const void *a, const void *b)
{
	const ComparePair *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->a != y->a ? (x->a < y->a ? -1 : 1) : x->b < y->b ? -1 : x->b > y->b;
}

/* A figure has one counterpart at most in each other article, the best; but an article may say its figure twice. */
static void keep_best (const Compare *compare, GArray *pairs)
{
	guint docs = compare->docs->len, kept = 0;
	g_autofree double *best = g_new0 (double, (gsize)compare->figures->len *docs + 1);
	g_array_sort (pairs, compare_pairs);
	for (guint i = 0; i < pairs->len; i++) {
		ComparePair pair = g_array_index (pairs, ComparePair, i);
		const ComparePlace *x = &g_array_index (compare->figures, ComparePlace, pair.a);
		const ComparePlace *y = &g_array_index (compare->figures, ComparePlace, pair.b);
		double *forth = &best[(gsize)pair.a * docs + y->doc],
		       *back = &best[(gsize)pair.b * docs + x->doc];
		bool equal = compare_figures (x->fact, y->fact) == FIGURES_AGREE;
		if ((*forth > 0 && !equal) || (*back > 0 && !equal))
			continue;
		*forth = MAX (*forth, pair.score);
		*back = MAX (*back, pair.score);
		g_array_index (pairs, ComparePair, kept++) = pair;
	}
	g_array_set_size (pairs, kept);
}

void compare_find_figures (Compare *compare)
{
	Contexts contexts = { g_ptr_array_new_with_free_func ((GDestroyNotify)bag_free),
			      g_ptr_array_new_with_free_func ((GDestroyNotify)bag_free),
			      g_ptr_array_new () };
	g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (ComparePair));
	collect (compare, &contexts);
	guint n = compare->figures->len;
	g_autofree guint *document = g_new (guint, n + 1);
	for (guint i = 0; i < n; i++)
		document[i] = g_array_index (compare->figures, ComparePlace, i).doc;
	g_autofree float *around = cover_matrix (contexts.around, document);
	g_autofree float *counted = cover_matrix (contexts.counted, document);
	Scorer scorer = { compare, around, counted, contexts.classes };
	for (guint a = 0; a < n; a++)
		for (guint b = a + 1; b < n; b++) {
			ComparePair pair = { a, b, 0 };
			if (document[a] == document[b])
				continue;
			pair.score = figure_score (&scorer, a, b);
			if (pair.score >= COMPARE_FIGURE)
				g_array_append_val (pairs, pair);
		}
	keep_best (compare, pairs);
	compare->figure_groups = compare_group (compare->figures, pairs);
	g_ptr_array_unref (contexts.around);
	g_ptr_array_unref (contexts.counted);
	g_ptr_array_unref (contexts.classes);
}

/* lexicon_merge.c: facts of all sources into two weighted tables.
 *
 * Words are numbered twice: as written ("phrases", what sources speak of), and by their folded stems ("keys",
 * what the lexicon is asked for); many phrases share a key. */
#include "indexer/lexicon_merge.h"

#include <string.h>

#include "indexer/lexicon_forms.h"

/* At most so many translations of a key, and none below this share of the best. */
#define TRANSLATIONS_MAX 8
#define SHARE_MIN .04
/* A pair that one pivot alone supports must reach this share of the key's best. */
#define SINGLE_PIVOT_MIN .1
/* An irregular form as a translation, beside its lemma; and a regular one, which must not crowd other words out. */
#define FORM_SHARE .5f
#define REGULAR_SHARE .1f

/* How far each source is believed: the weight of its best translation of a key, before all are added. The dictionaries set
 * the measure; official names are right but of one sense; GeoNames has villages that share their names with words, CLDR
 * emoji; our own table was written to correct the others. */
static double belief (LexiconSource source)
{
	switch (source) {
	case LEXICON_ICU:
		return 1;
	case LEXICON_CLDR:
		return .6;
	case LEXICON_GEONAMES:
		return .6;
	case LEXICON_TABLE:
		return 1.5;
	case LEXICON_TRAINED:
		return .7;
	case LEXICON_USER:
		return 100;
	default:
		return 1;
	}
}
#define SOURCES 7

typedef struct {
	GHashTable *numbers;     /* phrase → its number + 1 */
	GPtrArray *phrases;      /* owned strings */
	GArray *keys;            /* guint32: a phrase's key */
	GHashTable *key_numbers; /* stems → key's number + 1 */
	GPtrArray *stems;        /* of each key; owned */
	GHashTable *
		forms; /* phrase → GArray of Form: itself and the forms that are keys of their own */
} Side;

typedef struct {
	guint32 phrase;
	float share; /* of its lemma's weight, as a translation */
} Form;

typedef struct {
	guint32 from, to;   /* keys, in the direction in hand */
	guint32 phrases[2]; /* as written: French, English */
	guint32 pivots;
	float weight[2]; /* as a translation of the French, of the English key */
	guint16 source;
	guint16 is_name; /* written with a capital in both languages */
} Fact;

struct LexiconMerge {
	Analyzer *analyzer;
	Terms *terms;
	Side sides[2];
	GArray *facts;         /* Fact, from French */
	GHashTable *forbidden; /* gint64 *: French key << 32 | English key */
	guint64 counts[SOURCES];
};

static void array_free (gpointer array)
{
	g_array_unref (array);
}

LexiconMerge *lexicon_merge_new (Analyzer *analyzer)
{
	LexiconMerge *merge = g_new0 (LexiconMerge, 1);
	merge->analyzer = analyzer;
	merge->terms = terms_new ();
	for (int i = 0; i < 2; i++) {
		Side *side = &merge->sides[i];
		side->numbers = g_hash_table_new (g_str_hash, g_str_equal);
		side->phrases = g_ptr_array_new_with_free_func (g_free);
		side->keys = g_array_new (FALSE, FALSE, sizeof (guint32));
		side->key_numbers = g_hash_table_new (g_str_hash, g_str_equal);
		side->stems = g_ptr_array_new_with_free_func (g_free);
		side->forms = g_hash_table_new_full (NULL, NULL, NULL, array_free);
	}
	merge->facts = g_array_new (FALSE, FALSE, sizeof (Fact));
	merge->forbidden = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	return merge;
}

void lexicon_merge_free (LexiconMerge *merge)
{
	if (!merge)
		return;
	terms_free (merge->terms);
	for (int i = 0; i < 2; i++) {
		Side *side = &merge->sides[i];
		g_hash_table_unref (side->numbers);
		g_ptr_array_unref (side->phrases);
		g_array_unref (side->keys);
		g_hash_table_unref (side->key_numbers);
		g_ptr_array_unref (side->stems);
		g_hash_table_unref (side->forms);
	}
	g_array_unref (merge->facts);
	g_hash_table_unref (merge->forbidden);
	g_free (merge);
}

/* --- phrases and keys --- */

/* The stems of `surface` with one space between; NULL when it cannot be a key. Owned. */
static char *stems_of (LexiconMerge *merge, Lang lang, const char *surface)
{
	Terms *terms = merge->terms;
	bool content = false;
	terms_clear (terms);
	analyze_text (merge->analyzer, surface, strlen (surface), lang, 1, terms);
	if (terms->terms->len == 0 || terms->terms->len > LEXICON_PHRASE_MAX || terms->dropped > 0)
		return NULL;
	GString *stems = g_string_new (NULL);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *term = &g_array_index (terms->terms, Term, i);
		if (i > 0)
			g_string_append_c (stems, ' ');
		g_string_append (stems, term->stem ? term->stem : term->word);
		content = content || (!term->is_stop && !term->is_number);
	}
	return g_string_free (stems, !content);
}

static guint32 key_number (Side *side, char *stems)
{
	guint number = GPOINTER_TO_UINT (g_hash_table_lookup (side->key_numbers, stems));
	if (number == 0) {
		g_ptr_array_add (side->stems, stems);
		number = side->stems->len;
		g_hash_table_insert (side->key_numbers, stems, GUINT_TO_POINTER (number));
	} else {
		g_free (stems);
	}
	return number - 1;
}

static void on_regular_form (Lang lang, const char *lemma, const char *form, gpointer data);

guint32 lexicon_merge_phrase (LexiconMerge *merge, Lang lang, const char *surface)
{
	g_assert (lang == LANG_FR || lang == LANG_EN);
	Side *side = &merge->sides[lang == LANG_EN];
	guint number = GPOINTER_TO_UINT (g_hash_table_lookup (side->numbers, surface));
	if (number > 0)
		return number - 1;
	char *stems = stems_of (merge, lang, surface);
	if (!stems)
		return LEXICON_NO_PHRASE;
	guint32 key = key_number (side, stems);
	char *phrase = g_strdup (surface);
	g_ptr_array_add (side->phrases, phrase);
	g_array_append_val (side->keys, key);
	g_hash_table_insert (side->numbers, phrase, GUINT_TO_POINTER (side->phrases->len));
	guint32 made = side->phrases->len - 1;
	lexicon_forms_regular (lang, phrase, on_regular_form, merge);
	return made;
}

static guint32 key_of (const Side *side, guint32 phrase)
{
	return g_array_index (side->keys, guint32, phrase);
}

guint32 lexicon_merge_key (const LexiconMerge *merge, Lang lang, guint32 phrase)
{
	return key_of (&merge->sides[lang == LANG_EN], phrase);
}

static bool is_capital (const Side *side, guint32 phrase)
{
	return g_unichar_isupper (g_utf8_get_char (side->phrases->pdata[phrase]));
}

/* --- facts --- */

static void add_form (LexiconMerge *merge, Lang lang, const char *lemma, const char *form,
		      float share)
{
	Side *side = &merge->sides[lang == LANG_EN];
	guint32 word = lexicon_merge_phrase (merge, lang, lemma),
		other = lexicon_merge_phrase (merge, lang, form);
	if (word == LEXICON_NO_PHRASE || other == LEXICON_NO_PHRASE)
		return;
	GArray *forms = g_hash_table_lookup (side->forms, GUINT_TO_POINTER (word));
	if (!forms) {
		Form itself = { word, 1 };
		forms = g_array_new (FALSE, FALSE, sizeof (Form));
		g_array_append_val (forms, itself);
		g_hash_table_insert (side->forms, GUINT_TO_POINTER (word), forms);
	}
	for (guint i = 0; i < forms->len; i++)
		if (key_of (side, g_array_index (forms, Form, i).phrase) == key_of (side, other))
			return;
	Form row = { other, share };
	g_array_append_val (forms, row);
}

void lexicon_merge_form (LexiconMerge *merge, Lang lang, const char *lemma, const char *form)
{
	add_form (merge, lang, lemma, form, FORM_SHARE);
}

static void on_regular_form (Lang lang, const char *lemma, const char *form, gpointer data)
{
	add_form (data, lang, lemma, form, REGULAR_SHARE);
}

/* A phrase and its forms. `*one` is room for a lone phrase. */
static const Form *forms_of (const Side *side, guint32 phrase, Form *one, guint *count)
{
	const GArray *forms = g_hash_table_lookup (side->forms, GUINT_TO_POINTER (phrase));
	*one = (Form){ phrase, 1 };
	*count = forms ? forms->len : 1;
	return forms ? (const Form *)(void *)forms->data : one;
}

void lexicon_merge_add (LexiconMerge *merge, const LexiconFact *fact)
{
	const Side *fr = &merge->sides[0], *en = &merge->sides[1];
	g_assert (fact->fr < fr->phrases->len && fact->en < en->phrases->len);
	Form fr_one, en_one;
	guint fr_count, en_count;
	const Form *fr_forms = forms_of (fr, fact->fr, &fr_one, &fr_count);
	const Form *en_forms = forms_of (en, fact->en, &en_one, &en_count);
	for (guint i = 0; i < fr_count; i++)
		for (guint j = 0; j < en_count; j++) {
			Fact row = {
				.from = key_of (fr, fr_forms[i].phrase),
				.to = key_of (en, en_forms[j].phrase),
				.phrases = { fr_forms[i].phrase, en_forms[j].phrase },
				.pivots = fact->pivots,
				.weight = { fact->weight_fr * en_forms[j].share,
					    fact->weight_en * fr_forms[i].share },
				.source = (guint16)fact->source,
				.is_name = is_capital (fr, fact->fr) && is_capital (en, fact->en),
			};
			g_array_append_val (merge->facts, row);
		}
	merge->counts[g_bit_nth_lsf (fact->source, -1)]++;
}

guint64 lexicon_merge_count (const LexiconMerge *merge, LexiconSource source)
{
	return merge->counts[g_bit_nth_lsf (source, -1)];
}

static gint64 pair_id (guint32 fr, guint32 en)
{
	return (gint64)fr << 32 | en;
}

void lexicon_merge_forbid (LexiconMerge *merge, guint32 fr, guint32 en)
{
	gint64 *pair = g_new (gint64, 1);
	*pair = pair_id (key_of (&merge->sides[0], fr), key_of (&merge->sides[1], en));
	g_hash_table_add (merge->forbidden, pair);
}

/* --- weighing one key --- */

typedef struct {
	guint32 to;
	guint32 phrase; /* the way of writing it that most is said of */
	guint32 pivots;
	guint32 sources;
	double phrase_weight;
	double weight[SOURCES];
	double score;
} Candidate;

static gint by_keys (gconstpointer a, gconstpointer b)
{
	const Fact *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->source < y->source ? -1 : x->source > y->source;
}

static gint by_score (gconstpointer a, gconstpointer b)
{
	const Candidate *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Of what the dictionaries say of this key, the share said of a word that is no name: "grand" against Grand (Est). */
static double ordinary_share (const Fact *facts, guint count, int direction)
{
	double ordinary = 0, all = 0;
	for (guint i = 0; i < count; i++)
		if (facts[i].source == LEXICON_FREEDICT) {
			all += facts[i].weight[direction];
			ordinary += facts[i].is_name ? 0 : facts[i].weight[direction];
		}
	return all > 0 ? ordinary / all : 0;
}

/* Add up the facts of one key by translation and source. */
static void collect (const Fact *facts, guint count, int direction, GArray *out)
{
	double damp = 1 - .9 * ordinary_share (facts, count, direction);
	g_array_set_size (out, 0);
	for (guint i = 0; i < count; i++) {
		const Fact *fact = &facts[i];
		if (out->len == 0 || g_array_index (out, Candidate, out->len - 1).to != fact->to) {
			Candidate fresh = { .to = fact->to };
			g_array_append_val (out, fresh);
		}
		Candidate *candidate = &g_array_index (out, Candidate, out->len - 1);
		double weight = fact->weight[direction];
		if (weight <= 0)
			continue;
		if (fact->is_name &&
		    (fact->source & (LEXICON_ICU | LEXICON_CLDR | LEXICON_GEONAMES)))
			weight *= damp;
		candidate->weight[g_bit_nth_lsf (fact->source, -1)] += weight;
		candidate->sources |= fact->source;
		candidate->pivots += fact->pivots;
		if (weight > candidate->phrase_weight) {
			candidate->phrase_weight = weight;
			candidate->phrase = fact->phrases[!direction];
		}
	}
}

static double best_of (const GArray *candidates, int source)
{
	double best = 0;
	for (guint i = 0; i < candidates->len; i++)
		best = MAX (best, g_array_index (candidates, Candidate, i).weight[source]);
	return best;
}

/* The mixture: each source's weights over its best, believed as far as belief() says, added. */
static void score (GArray *candidates)
{
	double best[SOURCES];
	for (int s = 0; s < SOURCES; s++)
		best[s] = best_of (candidates, s);
	for (guint i = 0; i < candidates->len; i++) {
		Candidate *candidate = &g_array_index (candidates, Candidate, i);
		for (int s = 0; s < SOURCES; s++) {
			double weight = candidate->weight[s];
			bool single = 1 << s == LEXICON_FREEDICT && candidate->pivots < 2 &&
				      weight < SINGLE_PIVOT_MIN * best[s];
			if (weight <= 0 || single)
				continue;
			double damped = 1 << s == LEXICON_FREEDICT || 1 << s == LEXICON_TABLE
						? 1
						: MIN (1, best[s]);
			candidate->score += belief (1 << s) * weight / best[s] * damped;
		}
	}
}

/* Sort, cut, and let the scores sum to 1. */
static void settle (GArray *candidates)
{
	g_array_sort (candidates, by_score);
	double best = candidates->len ? g_array_index (candidates, Candidate, 0).score : 0, sum = 0;
	guint kept = 0;
	while (kept < MIN (candidates->len, TRANSLATIONS_MAX) &&
	       g_array_index (candidates, Candidate, kept).score > SHARE_MIN * best)
		sum += g_array_index (candidates, Candidate, kept++).score;
	g_array_set_size (candidates, kept);
	for (guint i = 0; i < kept; i++)
		g_array_index (candidates, Candidate, i).score /= sum;
}

static void drop_forbidden (const LexiconMerge *merge, guint32 from, int direction,
			    GArray *candidates)
{
	for (guint i = candidates->len; i-- > 0;) {
		guint32 to = g_array_index (candidates, Candidate, i).to;
		gint64 pair = direction == 0 ? pair_id (from, to) : pair_id (to, from);
		if (g_hash_table_contains (merge->forbidden, &pair))
			g_array_remove_index (candidates, i);
	}
}

/* --- the tables --- */

/* The facts are sorted by the key they start from: of French for direction 0. */
static void write_direction (LexiconMerge *merge, int direction, LexiconWriter *writer)
{
	static const Lang langs[2] = { LANG_FR, LANG_EN };
	const Side *from = &merge->sides[direction], *to = &merge->sides[!direction];
	g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
	const Fact *facts = (const Fact *)(void *)merge->facts->data;
	for (guint i = 0, end; i < merge->facts->len; i = end) {
		for (end = i; end < merge->facts->len && facts[end].from == facts[i].from; end++)
			;
		collect (facts + i, end - i, direction, candidates);
		drop_forbidden (merge, facts[i].from, direction, candidates);
		score (candidates);
		settle (candidates);
		guint32 head = lexicon_writer_key (writer, langs[direction],
						   from->stems->pdata[facts[i].from]);
		for (guint k = 0; k < candidates->len; k++) {
			const Candidate *candidate = &g_array_index (candidates, Candidate, k);
			lexicon_writer_add (writer, langs[direction], head,
					    to->stems->pdata[candidate->to],
					    to->phrases->pdata[candidate->phrase], candidate->score,
					    candidate->sources);
		}
	}
}

static void turn_round (GArray *facts)
{
	for (guint i = 0; i < facts->len; i++) {
		Fact *fact = &g_array_index (facts, Fact, i);
		guint32 from = fact->from;
		fact->from = fact->to;
		fact->to = from;
	}
}

void lexicon_merge_finish (LexiconMerge *merge, LexiconWriter *writer)
{
	g_array_sort (merge->facts, by_keys);
	write_direction (merge, 0, writer);
	turn_round (merge->facts);
	g_array_sort (merge->facts, by_keys);
	write_direction (merge, 1, writer);
}

/* cover.c: bags of words and figures, and how much of one another has. */
#include "search/cover.h"

#include <math.h>
#include <string.h>

#include "indexer/units.h"

#define FIGURE_WEIGHT 4  /* as a word that one document in fifty has */
#define SMALL_WEIGHT 1.5 /* "deux" says little */
#define NAME_LETTERS 5   /* shorter names have no skeleton worth comparing */

/* --- bags --- */

/* Ids that both languages share stand among the French ones, behind a mark that no stem begins with. */
static guint32 shared_id (Space *space, char mark, const char *text)
{
	char key[ANALYZE_WORD_MAX];
	int len = g_snprintf (key, sizeof key, "%c%s", mark, text);
	return space_id (space, LANG_FR, key, (gsize)MIN (len, (int)sizeof key - 1));
}

static void append_target (GArray *targets, guint32 id, double credit)
{
	CoverWord target = { id, 0, (float)credit };
	g_array_append_val (targets, target);
}

static void append_word (Space *space, Bag *bag, const Term *t)
{
	Lang to = bag->lang == LANG_FR ? LANG_EN : LANG_FR;
	const char *key = t->stem ? t->stem : t->word;
	CoverWord word = { space_id (space, bag->lang, key, strlen (key)), 0, 1 };
	guint count;
	word.weight = (float)space_idf (space, word.id);
	const Translation *rows = space_translations (space, word.id, &count);
	for (guint i = 0; i < count; i++)
		append_target (bag->targets, rows[i].id, sqrt (rows[i].weight));
	/* A word that the lexicon does not know, or that is a name, stands for itself. */
	if (count == 0 || t->is_capital || t->is_number) {
		g_autofree char *stem = t->is_number ? g_strdup (t->word)
						     : analyze_stem (space_analyzer (space),
								     t->word, t->word_len, to);
		append_target (bag->targets, space_id (space, to, stem, strlen (stem)), 1);
	}
	if (t->is_capital && !t->is_number && t->word_len >= NAME_LETTERS) {
		g_autofree char *skeleton = space_skeleton (t->word);
		if (*skeleton) {
			guint32 alias = shared_id (space, '~', skeleton);
			append_target (bag->targets, alias, 0.9);
			g_array_append_val (bag->aliases, alias);
		}
	}
	if (t->is_capital && !t->is_initial && !t->is_number)
		g_array_append_val (bag->names, bag->words->len);
	g_array_append_val (bag->words, word);
	g_array_append_val (bag->targets_at, bag->targets->len);
	bag->weight += word.weight;
}

static void append_shared (Bag *bag, guint32 id, double weight)
{
	CoverWord word = { id, (float)weight, 1 };
	append_target (bag->targets, id, 1);
	g_array_append_val (bag->words, word);
	g_array_append_val (bag->targets_at, bag->targets->len);
	bag->weight += weight;
}

static void append_fact (Space *space, Bag *bag, const Fact *fact)
{
	double value = fact->value;
	g_autofree char *norm = g_strdup (fact->norm);
	if (fact->kind == FACT_FIGURE && (fact->low == fact->high || fact->bound == '~')) {
		char text[G_ASCII_DTOSTR_BUF_SIZE];
		const char *unit = units_normal (fact->unit, &value);
		g_free (norm);
		norm = g_strconcat (g_ascii_formatd (text, sizeof text, "%.3g", value), unit, NULL);
	}
	bool small = fact->kind == FACT_FIGURE && !fact->unit && fabs (fact->value) <= 10;
	append_shared (bag, shared_id (space, '#', norm), small ? SMALL_WEIGHT : FIGURE_WEIGHT);
}

static bool in_range (guint32 term, guint first, guint count)
{
	return term >= first && term - first < count;
}

/* A "mercredi" whose date is known, and a fact of its own. */
static bool is_spare_weekday (const Facts *facts, guint i)
{
	const Fact *fact = &g_array_index (facts->facts, Fact, i);
	if (fact->kind != FACT_DAY || *fact->norm != 'w')
		return false;
	for (guint k = i > 0 ? i - 1 : 0; k < MIN (i + 2, facts->facts->len); k++) {
		const Fact *other = &g_array_index (facts->facts, Fact, k);
		if (other->kind == FACT_DAY && *other->norm != 'w' &&
		    other->first - fact->first <= 1)
			return true;
	}
	return false;
}

Bag *bag_new (Space *space, Lang lang, const Terms *terms, const Facts *facts, BagRange range)
{
	Bag *bag = g_new0 (Bag, 1);
	guint32 zero = 0;
	bag->lang = lang;
	bag->words = g_array_new (FALSE, FALSE, sizeof (CoverWord));
	bag->targets = g_array_new (FALSE, FALSE, sizeof (CoverWord));
	bag->targets_at = g_array_new (FALSE, FALSE, sizeof (guint32));
	bag->aliases = g_array_new (FALSE, FALSE, sizeof (guint32));
	bag->names = g_array_new (FALSE, FALSE, sizeof (guint));
	g_array_append_val (bag->targets_at, zero);
	g_autofree bool *taken = g_new0 (bool, range.count + 1);
	/* Each word and figure says what it says once. */
	g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
	for (guint i = 0; facts && i < facts->facts->len; i++) {
		const Fact *fact = &g_array_index (facts->facts, Fact, i);
		if (fact->kind == FACT_NAME || fact->kind == FACT_QUOTE ||
		    !in_range (fact->first, range.first, range.count) ||
		    in_range (fact->first, range.skip_first, range.skip_count) ||
		    is_spare_weekday (facts, i))
			continue;
		if (g_hash_table_add (seen, (gpointer)(guintptr)fact->norm))
			append_fact (space, bag, fact);
		for (guint k = 0; k < fact->count && fact->first + k - range.first < range.count;
		     k++)
			taken[fact->first + k - range.first] = true;
	}
	for (guint i = 0; i < range.count; i++) {
		const Term *t = &g_array_index (terms->terms, Term, range.first + i);
		if (taken[i] || t->is_stop || (t->word_len < 2 && !t->is_number) ||
		    in_range (range.first + i, range.skip_first, range.skip_count))
			continue;
		if (g_hash_table_add (seen, (gpointer)(guintptr)(t->stem ? t->stem : t->word)))
			append_word (space, bag, t);
	}
	return bag;
}

void bag_free (Bag *bag)
{
	if (!bag)
		return;
	g_array_unref (bag->words);
	g_array_unref (bag->targets);
	g_array_unref (bag->targets_at);
	g_array_unref (bag->aliases);
	g_array_unref (bag->names);
	g_free (bag);
}

static bool bag_has (const Bag *bag, guint32 id)
{
	for (guint i = 0; i < bag->words->len; i++)
		if (g_array_index (bag->words, CoverWord, i).id == id)
			return true;
	for (guint i = 0; i < bag->aliases->len; i++)
		if (g_array_index (bag->aliases, guint32, i) == id)
			return true;
	return false;
}

bool bag_shares_name (const Bag *bag, const Bag *other)
{
	for (guint i = 0; i < bag->names->len; i++) {
		guint w = g_array_index (bag->names, guint, i);
		if (bag_has (other, g_array_index (bag->words, CoverWord, w).id))
			return true;
		for (guint t = g_array_index (bag->targets_at, guint32, w);
		     t < g_array_index (bag->targets_at, guint32, w + 1); t++)
			if (bag_has (other, g_array_index (bag->targets, CoverWord, t).id))
				return true;
	}
	return false;
}

/* --- covers --- */

typedef struct {
	guint32 id;
	guint32 bag;
} Posting;

static int compare_postings (const void *a, const void *b)
{
	const Posting *x = a, *y = b;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return x->bag < y->bag ? -1 : x->bag > y->bag;
}

/* Which bags have which id, each once; a name is found by its skeleton too. */
static GArray *postings_new (const GPtrArray *bags)
{
	GArray *postings = g_array_new (FALSE, FALSE, sizeof (Posting));
	for (guint b = 0; b < bags->len; b++) {
		const Bag *bag = bags->pdata[b];
		for (guint w = 0; w < bag->words->len; w++) {
			Posting posting = { g_array_index (bag->words, CoverWord, w).id, b };
			g_array_append_val (postings, posting);
		}
		for (guint a = 0; a < bag->aliases->len; a++) {
			Posting posting = { g_array_index (bag->aliases, guint32, a), b };
			g_array_append_val (postings, posting);
		}
	}
	g_array_sort (postings, compare_postings);
	return postings;
}

static guint first_posting (const GArray *postings, guint32 id)
{
	guint low = 0, high = postings->len;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (g_array_index (postings, Posting, middle).id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What `bag` gains where the others have `id`, which stands for a word of `weight`; `best` is what the word has brought so far. */
static void credit (const GArray *postings, guint32 id, double weight, double share, float *cover,
		    float *best, GArray *touched)
{
	for (guint p = first_posting (postings, id); p < postings->len; p++) {
		const Posting *posting = &g_array_index (postings, Posting, p);
		if (posting->id != id)
			break;
		if (share <= best[posting->bag])
			continue;
		if (best[posting->bag] == 0)
			g_array_append_val (touched, posting->bag);
		cover[posting->bag] += (float)(weight * (share - best[posting->bag]));
		best[posting->bag] = (float)share;
	}
}

float *cover_matrix (const GPtrArray *bags, const guint *document)
{
	gsize n = bags->len;
	float *covers = g_new0 (float, n *n + 1);
	g_autofree float *best = g_new0 (float, n + 1);
	g_autoptr (GArray) touched = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GArray) postings = postings_new (bags);
	for (gsize i = 0; i < n; i++) {
		const Bag *bag = bags->pdata[i];
		float *cover = covers + i * n;
		for (guint w = 0; w < bag->words->len; w++) {
			const CoverWord *word = &g_array_index (bag->words, CoverWord, w);
			credit (postings, word->id, word->weight, 1, cover, best, touched);
			for (guint t = g_array_index (bag->targets_at, guint32, w);
			     t < g_array_index (bag->targets_at, guint32, w + 1); t++) {
				const CoverWord *target =
					&g_array_index (bag->targets, CoverWord, t);
				credit (postings, target->id, word->weight, target->credit, cover,
					best, touched);
			}
			for (guint k = 0; k < touched->len; k++)
				best[g_array_index (touched, guint32, k)] = 0;
			g_array_set_size (touched, 0);
		}
		for (gsize k = 0; k < n; k++)
			cover[k] = document[k] == document[i] || bag->weight <= 0
					   ? 0
					   : MIN (1, cover[k] / (float)bag->weight);
	}
	return covers;
}

double cover_both (float a, float b)
{
	return a + b > 0 ? 2.0 * a * b / (a + b) : 0;
}

/* lexicon_pivot.c: see lexicon_pivot.h. */
#include "indexer/lexicon_pivot.h"

#include <math.h>

/* A word of ours and a foreign word. */
typedef struct {
	guint32 ours, foreign;
} Edge;

struct LexiconPivot {
	LexiconMerge *merge;
	GHashTable *numbers; /* foreign word → its number + 1 */
	guint32 first; /* number of this language's first foreign word: numbers go on from language to language */
	guint32 next;
	GArray *edges[2]; /* Edge: French, English */
};

LexiconPivot *lexicon_pivot_new (LexiconMerge *merge)
{
	LexiconPivot *pivot = g_new0 (LexiconPivot, 1);
	pivot->merge = merge;
	pivot->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < 2; i++)
		pivot->edges[i] = g_array_new (FALSE, FALSE, sizeof (Edge));
	return pivot;
}

void lexicon_pivot_free (LexiconPivot *pivot)
{
	if (!pivot)
		return;
	g_hash_table_unref (pivot->numbers);
	for (int i = 0; i < 2; i++)
		g_array_unref (pivot->edges[i]);
	g_free (pivot);
}

void lexicon_pivot_add (LexiconPivot *pivot, Lang lang, const char *word, const char *foreign)
{
	guint32 ours = lexicon_merge_phrase (pivot->merge, lang, word);
	if (ours == LEXICON_NO_PHRASE)
		return;
	guint number = GPOINTER_TO_UINT (g_hash_table_lookup (pivot->numbers, foreign));
	if (number == 0) {
		number = ++pivot->next;
		g_hash_table_insert (pivot->numbers, g_strdup (foreign), GUINT_TO_POINTER (number));
	}
	Edge edge = { ours, number - 1 };
	g_array_append_val (pivot->edges[lang == LANG_EN], edge);
}

static gint by_foreign (gconstpointer a, gconstpointer b)
{
	const Edge *x = a, *y = b;
	if (x->foreign != y->foreign)
		return x->foreign < y->foreign ? -1 : 1;
	return x->ours < y->ours ? -1 : x->ours > y->ours;
}

/* Sort by foreign word, and let each pair be there once. */
static void sort_edges (GArray *edges)
{
	guint kept = 0;
	g_array_sort (edges, by_foreign);
	for (guint i = 0; i < edges->len; i++) {
		Edge edge = g_array_index (edges, Edge, i);
		if (kept > 0 && by_foreign (&edge, &g_array_index (edges, Edge, kept - 1)) == 0)
			continue;
		g_array_index (edges, Edge, kept++) = edge;
	}
	g_array_set_size (edges, kept);
}

/* How many foreign words the words of each key have: key → count. Words that share a stem share its mass by how much the
 * dictionaries say of each, which goes with how common they are: "temps" has more to say than "tempe". */
static GHashTable *fan_outs (const LexiconPivot *pivot, const GArray *edges, Lang lang)
{
	GHashTable *counts = g_hash_table_new (NULL, NULL);
	for (guint i = 0; i < edges->len; i++) {
		guint32 key =
			lexicon_merge_key (pivot->merge, lang, g_array_index (edges, Edge, i).ours);
		gpointer word = GUINT_TO_POINTER (key);
		guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, word));
		g_hash_table_insert (counts, word, GUINT_TO_POINTER (count + 1));
	}
	return counts;
}

static guint run_length (const GArray *edges, guint at)
{
	guint32 foreign = g_array_index (edges, Edge, at).foreign;
	guint end = at;
	while (end < edges->len && g_array_index (edges, Edge, end).foreign == foreign)
		end++;
	return end - at;
}

static double fan_out (const LexiconPivot *pivot, GHashTable *counts, Lang lang, guint32 word)
{
	guint32 key = lexicon_merge_key (pivot->merge, lang, word);
	return GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (key)));
}

/* What one pivot language says of a pair. */
typedef struct {
	guint32 fr, en; /* phrases */
	guint32 pivots; /* foreign words between them */
	double weight_fr, weight_en;
} Path;

static guint path_hash (gconstpointer key)
{
	const Path *path = key;
	return path->fr * 2654435761u ^ path->en * 40503u;
}

static gboolean path_equal (gconstpointer a, gconstpointer b)
{
	const Path *x = a, *y = b;
	return x->fr == y->fr && x->en == y->en;
}

static Path *path_of (GHashTable *paths, guint32 fr, guint32 en)
{
	Path wanted = { .fr = fr, .en = en };
	Path *path = g_hash_table_lookup (paths, &wanted);
	if (!path) {
		path = g_memdup2 (&wanted, sizeof wanted);
		g_hash_table_add (paths, path);
	}
	return path;
}

/* All pairs through one foreign word: `fr` and `en` are its runs in the edges. */
static void join (const LexiconPivot *pivot, const Edge *fr, guint fr_count, const Edge *en,
		  guint en_count, GHashTable *fans[2], GHashTable *paths)
{
	bool to_en = en_count <= LEXICON_FANOUT_MAX, to_fr = fr_count <= LEXICON_FANOUT_MAX;
	for (guint i = 0; i < fr_count && (to_en || to_fr); i++) {
		double fr_fan = fan_out (pivot, fans[0], LANG_FR, fr[i].ours);
		for (guint j = 0; j < en_count; j++) {
			double en_fan = fan_out (pivot, fans[1], LANG_EN, en[j].ours);
			Path *path = path_of (paths, fr[i].ours, en[j].ours);
			path->weight_fr += to_en / fr_fan / en_count;
			path->weight_en += to_fr / en_fan / fr_count;
			path->pivots++;
		}
	}
}

static void emit (LexiconPivot *pivot, GHashTable *paths)
{
	GHashTableIter iter;
	gpointer key;
	g_hash_table_iter_init (&iter, paths);
	while (g_hash_table_iter_next (&iter, &key, NULL)) {
		const Path *path = key;
		LexiconFact fact = {
			.fr = path->fr,
			.en = path->en,
			.pivots = path->pivots,
			.weight_fr = (float)sqrt (path->weight_fr),
			.weight_en = (float)sqrt (path->weight_en),
			.source = LEXICON_FREEDICT,
		};
		lexicon_merge_add (pivot->merge, &fact);
	}
}

void lexicon_pivot_flush (LexiconPivot *pivot)
{
	GArray *fr = pivot->edges[0], *en = pivot->edges[1];
	sort_edges (fr);
	sort_edges (en);
	g_autoptr (GHashTable) fr_fans = fan_outs (pivot, fr, LANG_FR);
	g_autoptr (GHashTable) en_fans = fan_outs (pivot, en, LANG_EN);
	GHashTable *fans[2] = { fr_fans, en_fans };
	g_autoptr (GHashTable) paths = g_hash_table_new_full (path_hash, path_equal, g_free, NULL);

	for (guint i = 0, j = 0; i < fr->len && j < en->len;) {
		guint32 fr_word = g_array_index (fr, Edge, i).foreign;
		guint32 en_word = g_array_index (en, Edge, j).foreign;
		guint fr_count = run_length (fr, i), en_count = run_length (en, j);
		if (fr_word == en_word)
			join (pivot, &g_array_index (fr, Edge, i), fr_count,
			      &g_array_index (en, Edge, j), en_count, fans, paths);
		i += fr_word <= en_word ? fr_count : 0;
		j += en_word <= fr_word ? en_count : 0;
	}
	emit (pivot, paths);
	for (int i = 0; i < 2; i++)
		g_array_set_size (pivot->edges[i], 0);
	g_hash_table_remove_all (pivot->numbers);
	pivot->next = 0;
}

/* train_links.c: fits the weights of search/data/link-model.tsv on judged pairs, cross-validated by event.
 *
 *   train_links --corpus DIR --gold DIR [--gold DIR…] [--predictions FILE] [--salt N] > link-model.tsv
 *
 * The corpus holds the articles under their ids (`entente add`). A gold folder has docs.jsonl (id, task),
 * clusters.tsv (id, event), links.tsv (id_fr, id_en) and may have judged.tsv (id_fr, id_en, same|related|different). The pairs are those
 * that the program's own engine (search/pairs.h) finds when all articles are in it, once with their dates and once without.
 * Folds are by event; a pair's prediction is the mean of the two models that did not see its articles' folds. --salt makes other
 * folds; --shipped fits nothing and takes the program's model as it is. `make train-links` calls this; see tests/bench/links.mk. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/store.h"
#include "indexer/index.h"
#include "indexer/lexicon.h"
#include "search/pairs.h"
#include "tests/bench/link_gold.h"
#include "tests/bench/logistic.h"

#define CANDIDATES 30 /* more than the program judges, so that ranks can be told */
#define RIDGE 5.0     /* of standardised weights */

typedef struct {
	guint a, b; /* indices of docs */
	bool gold;
	bool undated_copy; /* dated articles, as if their dates were not known */
	bool story;        /* the same event, or judged to be another stage of its story */
	Link link;
	double weight, prediction;
} Pair;

typedef struct {
	LinkGold *gold;
	GPtrArray *docs; /* gold->docs */
	GArray *pairs;
	Space *space;
	LinkModel *model;
} Trainer;

/* --- pairs --- */

typedef struct {
	Trainer *trainer;
	bool undated;
	GHashTable *seen;
} World;

static void on_pair (guint32 a, guint32 b, const Link *link, gpointer data)
{
	World *w = data;
	Trainer *t = w->trainer;
	guint i = MIN (a, b) - 1, k = MAX (a, b) - 1;
	const Doc *x = t->docs->pdata[i], *y = t->docs->pdata[k];
	bool one_language = x->lang == y->lang;
	guint64 key = (guint64)i << 32 | k;
	if (strcmp (x->task, y->task) != 0 || (one_language && !link_gold_has_label (x, y)))
		return;
	/* Dated news with its dates hidden teaches what undated reports and headlines are like. */
	if (w->undated && !one_language && strcmp (x->task, "dated-long") != 0 &&
	    strcmp (x->task, "og2021") != 0)
		return;
	if (!g_hash_table_add (w->seen, g_memdup2 (&key, sizeof key)))
		return;
	Pair pair = { .a = i,
		      .b = k,
		      .gold = link_gold_is_same (t->gold, x, y),
		      .undated_copy = w->undated,
		      .link = *link };
	pair.story = pair.gold || link_gold_is_story (t->gold, x, y);
	g_array_append_val (t->pairs, pair);
}

/* All articles into the engine, and then each one's pairs. */
static void find_pairs (Trainer *t, bool undated)
{
	PairsOptions options = PAIRS_INIT;
	options.min_probability = 0;
	options.candidates = CANDIDATES;
	options.judged = G_MAXUINT;
	options.affinity_min = 0.02;
	g_autoptr (Pairs) pairs = pairs_new (t->space, t->model, &options);
	World world = { t, undated,
			g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL) };
	for (guint i = 0; i < t->docs->len; i++) {
		Doc *doc = t->docs->pdata[i];
		Profile *profile = profile_new (t->space, doc->article);
		if (undated)
			profile->day_s = 0;
		pairs_hold (pairs, i + 1, profile);
	}
	pairs_survey (pairs);
	for (guint i = 0; i < t->docs->len; i++)
		pairs_again (pairs, i + 1, on_pair, &world);
	g_hash_table_unref (world.seen);
}

/* Pairs of an event of n articles weigh 1/n, right and wrong ones alike, so that one giant event does not teach all and
 * probabilities stay what they are. */
static void weigh (Trainer *t)
{
	g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal);
	for (guint i = 0; i < t->docs->len; i++) {
		const Doc *doc = t->docs->pdata[i];
		if (doc->event)
			g_hash_table_insert (
				sizes, doc->event,
				GUINT_TO_POINTER (
					GPOINTER_TO_UINT (g_hash_table_lookup (sizes, doc->event)) +
					1));
	}
	for (guint i = 0; i < t->pairs->len; i++) {
		Pair *p = &g_array_index (t->pairs, Pair, i);
		guint n = 1;
		const guint both[] = { p->a, p->b };
		for (int k = 0; k < 2; k++) {
			const Doc *doc = t->docs->pdata[both[k]];
			if (doc->event)
				n = MAX (n, GPOINTER_TO_UINT (
						    g_hash_table_lookup (sizes, doc->event)));
		}
		p->weight = 1.0 / n;
	}
}

/* --- fitting --- */

typedef struct {
	double weights[LINK_FEATURES]; /* in raw units */
} Fit;

/* A model more than there are kinds: of being one story, on the judged reports, for all kinds. */
#define STORY LINK_KINDS

/* What texts without a date are like is learnt from excerpts, too: of the others only hidden dates of whole reports and of mere headlines
 * are judged. */
static bool teaches (LinkKind pair, int kind)
{
	return (int)pair == kind || ((kind & LINK_UNDATED) && (int)pair == (kind | LINK_EXCERPT));
}

static bool in_training (const Trainer *t, const Pair *p, int kind, int without_fold)
{
	const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
	bool judged = strcmp (a->task, "dated-long") == 0 && a->lang != b->lang;
	return (kind == STORY ? judged : teaches (p->link.kind, kind)) &&
	       (without_fold < 0 ||
		(a->fold != (guint)without_fold && b->fold != (guint)without_fold));
}

/* Which way each feature must point: what two articles share may not speak against them, or the evidence would read as
 * nonsense. 0 is free. */
static const int signs[LINK_FEATURES] = {
	[LINK_WORDS] = 1,    [LINK_OWN] = 1,     [LINK_LEAD] = 1,      [LINK_TITLE] = 1,
	[LINK_OPENING] = 1,  [LINK_AROUND] = 1,  [LINK_TOLL] = 1,      [LINK_WHEN] = 1,
	[LINK_HEADLINE] = 1, [LINK_LETTERS] = 1, [LINK_NAMES] = 1,     [LINK_RAREST] = 1,
	[LINK_APART] = -1,   [LINK_FIGURES] = 1, [LINK_DAYS] = 1,      [LINK_QUOTE] = 1,
	[LINK_NEAR] = 1,     [LINK_FAR] = -1,    [LINK_CROWD] = 1,     [LINK_MARGIN] = 1,
	[LINK_RANK] = -1,    [LINK_WHO] = 1,     [LINK_DEED] = 1,      [LINK_NAMED] = 1,
	[LINK_ACTORS] = 1,   [LINK_SAMEDAY] = 1, [LINK_OTHERDAY] = -1, [LINK_AHEAD] = -1,
};

static Fit fit (const Trainer *t, int kind, int fold)
{
	g_autoptr (Logistic) rows = logistic_new (LINK_FEATURES);
	for (guint k = 0; k < t->pairs->len; k++) {
		const Pair *p = &g_array_index (t->pairs, Pair, k);
		if (in_training (t, p, kind, fold))
			logistic_add (rows, p->link.features, kind == STORY ? p->story : p->gold,
				      p->weight);
	}
	Fit out;
	logistic_fit (rows, signs, RIDGE, out.weights);
	return out;
}

static double predict (const Fit *fit, const double *features)
{
	double z = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		z += fit->weights[i] * features[i];
	return 1 / (1 + exp (-z));
}

/* --- reports --- */

/* The predictions of a kind, out of fold. */
static void cross_validate (Trainer *t, int kind)
{
	Fit folds[FOLDS];
	for (int f = 0; f < FOLDS; f++)
		folds[f] = fit (t, kind, f);
	for (guint k = 0; k < t->pairs->len; k++) {
		Pair *p = &g_array_index (t->pairs, Pair, k);
		const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
		if ((int)p->link.kind == kind)
			p->prediction = (predict (&folds[a->fold], p->link.features) +
					 predict (&folds[b->fold], p->link.features)) /
					2;
	}
}

/* How a kind's predictions bear out. */
static void report_kind (const Trainer *t, int kind)
{
	double brier = 0, bins[10][3] = { { 0 } };
	guint n = 0, positives = 0;
	for (guint k = 0; k < t->pairs->len; k++) {
		const Pair *p = &g_array_index (t->pairs, Pair, k);
		if ((int)p->link.kind != kind)
			continue;
		brier += pow (p->prediction - (p->gold ? 1 : 0), 2);
		int bin = MIN (9, (int)(p->prediction * 10));
		bins[bin][0] += p->prediction;
		bins[bin][1] += p->gold;
		bins[bin][2]++;
		n++;
		positives += p->gold;
	}
	fprintf (stderr, "%s: %u pairs, %u gold, Brier %.4f; said/true by tenth:",
		 link_kind_name ((LinkKind)kind), n, positives, brier / MAX (n, 1));
	for (int i = 0; i < 10; i++)
		if (bins[i][2] >= 5)
			fprintf (stderr, " %.2f/%.2f(%g)", bins[i][0] / bins[i][2],
				 bins[i][1] / bins[i][2], bins[i][2]);
	fprintf (stderr, "\n");
}

/* The pairs of the two languages as they are, all kinds together: a table by tenth, and what is accepted of the judged ones. */
static void report (const Trainer *t)
{
	double brier = 0, bins[10][3] = { { 0 } };
	guint n = 0, same = 0, related = 0, different = 0;
	for (guint k = 0; k < t->pairs->len; k++) {
		const Pair *p = &g_array_index (t->pairs, Pair, k);
		const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
		if (a->lang == b->lang || p->undated_copy)
			continue;
		int bin = MIN (9, (int)(p->prediction * 10));
		bins[bin][0] += p->prediction;
		bins[bin][1] += p->gold;
		bins[bin][2]++;
		brier += pow (p->prediction - p->gold, 2);
		n++;
		if (strcmp (a->task, "dated-long") != 0 || p->prediction < LINK_THRESHOLD)
			continue;
		same += p->gold;
		related += p->story && !p->gold;
		different += !p->story;
	}
	fprintf (stderr, "across the languages: %u pairs, Brier %.4f\n  said  true  pairs\n", n,
		 brier / MAX (n, 1));
	for (int i = 0; i < 10; i++)
		fprintf (stderr, "  %.2f  %.2f  %.0f\n", bins[i][0] / MAX (bins[i][2], 1),
			 bins[i][1] / MAX (bins[i][2], 1), bins[i][2]);
	fprintf (
		stderr,
		"dated-long, accepted from %.2f: same %u, related %u, different or not judged %u\n",
		LINK_THRESHOLD, same, related, different);
}

static void write_predictions (const Trainer *t, const char *path)
{
	FILE *file = fopen (path, "w");
	if (!file)
		link_gold_die ("cannot write the predictions");
	for (guint k = 0; k < t->pairs->len; k++) {
		const Pair *p = &g_array_index (t->pairs, Pair, k);
		const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
		if (a->lang != b->lang && !p->undated_copy)
			fprintf (file, "%s\t%s\t%.6f\n", a->id, b->id, p->prediction);
	}
	fclose (file);
}

/* One line a pair: both ids, the language pair, gold, story, hidden dates, kind, weight, features. */
static void write_features (const Trainer *t, const char *path)
{
	FILE *file = fopen (path, "w");
	if (!file)
		link_gold_die ("cannot write the features");
	fprintf (file, "a\tb\tgold\tstory\tundated_copy\tkind\tweight\tfold_a\tfold_b\ttask");
	for (int i = 0; i < LINK_FEATURES; i++)
		fprintf (file, "\t%s", link_feature_name ((LinkFeature)i));
	fputc ('\n', file);
	for (guint k = 0; k < t->pairs->len; k++) {
		const Pair *p = &g_array_index (t->pairs, Pair, k);
		const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
		fprintf (file, "%s\t%s\t%d\t%d\t%d\t%d\t%g\t%u\t%u\t%s", a->id, b->id, p->gold,
			 p->story, p->undated_copy, (int)p->link.kind, p->weight, a->fold, b->fold,
			 a->task);
		for (int i = 0; i < LINK_FEATURES; i++)
			fprintf (file, "\t%.6g", p->link.features[i]);
		fputc ('\n', file);
	}
	fclose (file);
}

static void write_model (const Trainer *t)
{
	printf ("# Weights of search/link.c: a logistic model of the same event for each kind of "
		"pair, and one of the same story; fitted by\n"
		"# `make train-links` (tests/bench/train_links.c) on judged French-English pairs.\n"
		"# kind\tfeature\tweight\n");
	for (int kind = 0; kind <= STORY; kind++) {
		if (kind != STORY && !link_kind_name ((LinkKind)kind))
			continue;
		Fit whole = fit (t, kind, -1);
		for (int i = 0; i < LINK_FEATURES; i++)
			printf ("%s\t%s\t%.4f\n",
				kind == STORY ? "story" : link_kind_name ((LinkKind)kind),
				link_feature_name ((LinkFeature)i), whole.weights[i]);
	}
}

int main (int argc, char **argv)
{
	char *corpus = NULL, *predictions = NULL, *features = NULL;
	g_auto (GStrv) golds = NULL;
	int salt = 0;
	gboolean shipped = FALSE;
	const GOptionEntry entries[] = {
		{ "corpus", 0, 0, G_OPTION_ARG_FILENAME, &corpus, "The corpus", "DIR" },
		{ "gold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &golds, "A folder of gold", "DIR" },
		{ "predictions", 0, 0, G_OPTION_ARG_FILENAME, &predictions,
		  "Write out-of-fold predictions", "FILE" },
		{ "features", 0, 0, G_OPTION_ARG_FILENAME, &features,
		  "Fit nothing: write the pairs and their features", "FILE" },
		{ "shipped", 0, 0, G_OPTION_ARG_NONE, &shipped,
		  "Fit nothing: the predictions are those of the program's own model", NULL },
		{ "salt", 0, 0, G_OPTION_ARG_INT, &salt, "Other folds", "N" },
		{ 0 },
	};
	g_autoptr (GOptionContext) context = g_option_context_new (NULL);
	g_autoptr (GError) error = NULL;
	g_option_context_add_main_entries (context, entries, NULL);
	if (!g_option_context_parse (context, &argc, &argv, &error) || !corpus || !golds)
		link_gold_die (error ? error->message : "--corpus and --gold are needed");
	g_autoptr (Store) store = store_open (corpus, STORE_READ, 5000, &error);
	g_autoptr (XapDb) db = store ? index_open (corpus, &error) : NULL;
	g_autofree char *lexicon_path = lexicon_default_path ();
	g_autoptr (Lexicon) lexicon =
		db && lexicon_path ? lexicon_open (lexicon_path, &error) : NULL;
	if (!lexicon)
		link_gold_die (error ? error->message : "no lexicon");
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	LinkGold *gold = link_gold_new ((guint)salt);
	for (char **dir = golds; *dir; dir++)
		link_gold_read (gold, store, *dir);
	Trainer t = { gold, gold->docs, g_array_new (FALSE, FALSE, sizeof (Pair)),
		      space_new (db, lexicon, analyzer, &error), link_model_new () };
	find_pairs (&t, false);
	if (shipped) {
		for (guint k = 0; k < t.pairs->len; k++) {
			Pair *p = &g_array_index (t.pairs, Pair, k);
			p->prediction = p->link.probability;
		}
		report (&t);
		if (predictions)
			write_predictions (&t, predictions);
		return 0;
	}
	find_pairs (&t, true);
	weigh (&t);
	if (features) {
		write_features (&t, features);
		return 0;
	}
	for (int kind = 0; kind < LINK_KINDS; kind++)
		if (link_kind_name ((LinkKind)kind)) {
			cross_validate (&t, kind);
			report_kind (&t, kind);
		}
	report (&t);
	if (predictions)
		write_predictions (&t, predictions);
	write_model (&t);
	return 0;
}

/* train_links.c: fits the weights of search/data/link-model.tsv on judged pairs, cross-validated by event.
 *
 *   train_links --corpus DIR --gold DIR [--gold DIR…] [--predictions FILE] > link-model.tsv
 *
 * The corpus holds the articles under their ids (`entente add`). A gold folder has docs.jsonl (id, task),
 * clusters.tsv (id, event) and links.tsv (id_fr, id_en). Training pairs are the gold pairs and, for every article, the
 * most similar ones of its task: hard negatives. Folds are by event; a pair's prediction is the mean of the two models that did
 * not see its articles' folds. `make train-links` calls this; see tests/bench/links.mk. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/store.h"
#include "indexer/index.h"
#include "indexer/lexicon.h"
#include "search/link.h"

#define FOLDS 5
#define NEIGHBOURS 15
#define RIDGE 1.0 /* of standardised weights */
#define ROUNDS 30 /* of Newton's method: converges in about 8 */

typedef struct {
	char *id, *task, *event;
	Article *article;
	Profile *dated, *undated; /* the second as if its date were not known */
	guint fold;
	bool linked; /* it stands in links.tsv */
} Doc;

typedef struct {
	guint a, b; /* indices of docs */
	bool gold, undated_copy;
	Link link;
	double weight, prediction;
} Pair;

typedef struct {
	GPtrArray *docs;
	GHashTable *by_id; /* id → Doc */
	GHashTable *gold;  /* "id id", French first */
	GArray *pairs;
	Space *space;
	LinkModel *model;
} Trainer;

static void die (const char *message)
{
	fprintf (stderr, "train_links: %s\n", message);
	exit (1);
}

/* --- reading --- */

static void read_docs (Trainer *t, Store *store, const char *dir)
{
	g_autofree char *path = g_build_filename (dir, "docs.jsonl", NULL);
	FILE *file = fopen (path, "r");
	char *line = NULL;
	size_t capacity = 0;
	if (!file)
		die ("no docs.jsonl in the gold folder");
	while (getline (&line, &capacity, file) > 0) {
		json_t *row = json_loads (line, 0, NULL);
		const char *id = json_string_value (json_object_get (row, "id"));
		g_autoptr (GError) error = NULL;
		guint32 docid;
		Doc *doc = g_new0 (Doc, 1);
		doc->id = g_strdup (id);
		doc->task = g_strdup (json_string_value (json_object_get (row, "task")));
		json_decref (row);
		if (!store_find (store, doc->id, &docid, &doc->article, NULL, &error) ||
		    !doc->article)
			continue; /* a task that is not in this corpus */
		g_hash_table_insert (t->by_id, doc->id, doc);
		g_ptr_array_add (t->docs, doc);
	}
	free (line);
	fclose (file);
}

typedef void (*RowFunc) (Trainer *t, char **fields);

static void read_tsv (Trainer *t, const char *dir, const char *name, RowFunc func)
{
	g_autofree char *path = g_build_filename (dir, name, NULL), *text = NULL;
	if (!g_file_get_contents (path, &text, NULL, NULL))
		die ("a gold file is missing");
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (char **line = lines + 1; lines[0] && *line; line++) {
		g_auto (GStrv) fields = g_strsplit (*line, "\t", -1);
		if (g_strv_length (fields) >= 2)
			func (t, fields);
	}
}

static void on_cluster (Trainer *t, char **fields)
{
	Doc *doc = g_hash_table_lookup (t->by_id, fields[0]);
	if (!doc)
		return;
	doc->event = g_strdup (fields[1]);
	/* Both halves of an article are one event for the folds. */
	g_autofree char *base = g_strdup (fields[1]);
	char *mark = strchr (base, '#');
	if (mark)
		*mark = '\0';
	doc->fold = g_str_hash (base) % FOLDS;
}

static void on_link (Trainer *t, char **fields)
{
	g_hash_table_add (t->gold, g_strdup_printf ("%s %s", fields[0], fields[1]));
	for (int i = 0; i < 2; i++) {
		Doc *doc = g_hash_table_lookup (t->by_id, fields[i]);
		if (doc)
			doc->linked = true;
	}
}

/* --- pairs --- */

static bool is_gold (const Trainer *t, const Doc *a, const Doc *b)
{
	if (a->dated->lang == b->dated->lang)
		return g_strcmp0 (a->event, b->event) == 0;
	const Doc *fr = a->dated->lang == LANG_FR ? a : b, *en = fr == a ? b : a;
	g_autofree char *key = g_strdup_printf ("%s %s", fr->id, en->id);
	return g_hash_table_contains (t->gold, key);
}

static double similarity (const Profile *a, const Profile *b)
{
	double s = a->lang == b->lang ? vector_dot (a->all, b->all)
				      : (vector_dot (a->all_translated, b->all) +
					 vector_dot (b->all_translated, a->all)) /
						2;
	if (a->day_s && b->day_s)
		s *= exp (-fabs ((double)(a->day_s - b->day_s)) / 86400 / 4);
	return s;
}

static void add_pair (Trainer *t, guint i, guint k, bool undated)
{
	const Doc *a = t->docs->pdata[i], *b = t->docs->pdata[k];
	Pair pair = {
		.a = i, .b = k, .gold = is_gold (t, a, b), .undated_copy = undated, .weight = 1
	};
	if (undated)
		link_score (t->space, t->model, a->undated, b->undated, &pair.link);
	else
		link_score (t->space, t->model, a->dated, b->dated, &pair.link);
	g_array_append_val (t->pairs, pair);
}

typedef struct {
	guint index;
	double score;
} Neighbour;

static int by_score (gconstpointer a, gconstpointer b)
{
	double x = ((const Neighbour *)a)->score, y = ((const Neighbour *)b)->score;
	return x > y ? -1 : x < y;
}

/* Pairs of one language are labelled where events hold many articles, and elsewhere between articles that have gold links: those of one
 * event report it, those of two do not. */
static bool same_language_is_labelled (const Doc *a, const Doc *b)
{
	return strcmp (a->task, "og2021") == 0 || strcmp (a->task, "itn") == 0 ||
	       (strcmp (a->task, "dated-long") == 0 && a->linked && b->linked);
}

static void add_pairs_of (Trainer *t, guint i, GHashTable *seen)
{
	const Doc *a = t->docs->pdata[i];
	g_autoptr (GArray) cross = g_array_new (FALSE, FALSE, sizeof (Neighbour));
	g_autoptr (GArray) same = g_array_new (FALSE, FALSE, sizeof (Neighbour));
	for (guint k = 0; k < t->docs->len; k++) {
		const Doc *b = t->docs->pdata[k];
		bool one_language = a->dated->lang == b->dated->lang;
		if (k == i || strcmp (a->task, b->task) != 0 ||
		    (one_language && !same_language_is_labelled (a, b)))
			continue;
		double score = similarity (a->dated, b->dated);
		if (!one_language && is_gold (t, a, b))
			score += 10;
		Neighbour n = { k, score };
		if (score > 0.01)
			g_array_append_val (one_language ? same : cross, n);
	}
	GArray *both[] = { cross, same };
	for (int s = 0; s < 2; s++) {
		g_array_sort (both[s], by_score);
		for (guint k = 0; k < both[s]->len; k++) {
			Neighbour n = g_array_index (both[s], Neighbour, k);
			if (k >= NEIGHBOURS && n.score < 10)
				break;
			guint64 key = (guint64)MIN (i, n.index) << 32 | MAX (i, n.index);
			if (!g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
				continue;
			add_pair (t, i, n.index, false);
			/* Dated news with its dates hidden teaches what undated news is like. */
			if (strcmp (a->task, "dated-long") == 0 || s == 1)
				add_pair (t, i, n.index, true);
		}
	}
}

/* Pairs of an event of n articles weigh 1/sqrt (n), right and wrong ones alike, so that one giant event does not teach
 * all and probabilities stay what they are. */
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
		/* Halves of one article share what halves happen to share, and Debian's newsletters are no news: enough to be measured on,
		 * not to learn the probability of a report from. */
		const char *task = ((const Doc *)t->docs->pdata[p->a])->task;
		p->weight = (g_str_has_suffix (task, "-half") ? 0.1 : 1) / sqrt (n);
	}
}

/* --- logistic regression by Newton's method --- */

typedef struct {
	double weights[LINK_FEATURES]; /* in raw units */
} Fit;

static bool in_training (const Trainer *t, const Pair *p, LinkKind kind, int without_fold)
{
	const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
	return p->link.kind == kind && (without_fold < 0 || (a->fold != (guint)without_fold &&
							     b->fold != (guint)without_fold));
}

/* Solve m x = v for symmetric positive m by Gauss elimination; n <= LINK_FEATURES. */
static void solve (double m[LINK_FEATURES][LINK_FEATURES], double *v, double *x)
{
	const int n = LINK_FEATURES;
	for (int i = 0; i < n; i++)
		for (int r = i + 1; r < n; r++) {
			double f = m[r][i] / m[i][i];
			for (int c = i; c < n; c++)
				m[r][c] -= f * m[i][c];
			v[r] -= f * v[i];
		}
	for (int i = n - 1; i >= 0; i--) {
		x[i] = v[i];
		for (int c = i + 1; c < n; c++)
			x[i] -= m[i][c] * x[c];
		x[i] /= m[i][i];
	}
}

static void moments (const Trainer *t, LinkKind kind, int fold, double *mean, double *sd)
{
	double n = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		mean[i] = sd[i] = 0;
	for (int pass = 0; pass < 2; pass++) {
		for (guint k = 0; k < t->pairs->len; k++) {
			const Pair *p = &g_array_index (t->pairs, Pair, k);
			if (!in_training (t, p, kind, fold))
				continue;
			n += pass == 0;
			for (int i = 0; i < LINK_FEATURES; i++) {
				double d = p->link.features[i] - mean[i];
				if (pass == 0)
					mean[i] += p->link.features[i];
				else
					sd[i] += d * d;
			}
		}
		for (int i = 0; i < LINK_FEATURES; i++) {
			if (pass == 0)
				mean[i] /= MAX (n, 1);
			else
				sd[i] = sd[i] > 0 ? sqrt (sd[i] / MAX (n, 1)) : 1;
		}
	}
	mean[LINK_BIAS] = 0;
	sd[LINK_BIAS] = 1;
}

/* Which way each feature must point: what two articles share may not speak against them, or the evidence would read as
 * nonsense. 0 is free. */
static const int signs[LINK_FEATURES] = {
	[LINK_WORDS] = 1, [LINK_LEAD] = 1,   [LINK_TITLE] = 1,  [LINK_HEAD_NAMES] = 1,
	[LINK_NAMES] = 1, [LINK_RAREST] = 1, [LINK_APART] = -1, [LINK_FIGURES] = 1,
	[LINK_DAYS] = 1,  [LINK_QUOTE] = 1,  [LINK_NEAR] = 1,   [LINK_FAR] = -1
};

/* One fit over the features that are not `out`. */
static Fit fit_some (const Trainer *t, LinkKind kind, int fold, const bool *out_of_it)
{
	double mean[LINK_FEATURES], sd[LINK_FEATURES], w[LINK_FEATURES] = { 0 };
	moments (t, kind, fold, mean, sd);
	for (int round = 0; round < ROUNDS; round++) {
		double h[LINK_FEATURES][LINK_FEATURES] = { { 0 } }, g[LINK_FEATURES] = { 0 },
		       step[LINK_FEATURES];
		for (guint k = 0; k < t->pairs->len; k++) {
			const Pair *p = &g_array_index (t->pairs, Pair, k);
			double x[LINK_FEATURES], z = 0;
			if (!in_training (t, p, kind, fold))
				continue;
			for (int i = 0; i < LINK_FEATURES; i++) {
				x[i] = out_of_it[i] ? 0 : (p->link.features[i] - mean[i]) / sd[i];
				z += w[i] * x[i];
			}
			double q = 1 / (1 + exp (-z)), e = p->weight * ((p->gold ? 1 : 0) - q);
			for (int i = 0; i < LINK_FEATURES; i++) {
				g[i] += e * x[i];
				for (int c = 0; c < LINK_FEATURES; c++)
					h[i][c] += p->weight * q * (1 - q) * x[i] * x[c];
			}
		}
		for (int i = 0; i < LINK_FEATURES; i++) {
			h[i][i] += i == LINK_BIAS ? 1e-6 : RIDGE;
			g[i] -= i == LINK_BIAS ? 0 : RIDGE * w[i];
		}
		solve (h, g, step);
		for (int i = 0; i < LINK_FEATURES; i++)
			w[i] += step[i];
	}
	Fit out = { { 0 } };
	for (int i = 0; i < LINK_FEATURES; i++) {
		out.weights[i] = w[i] / sd[i];
		if (i != LINK_BIAS)
			out.weights[LINK_BIAS] -= w[i] * mean[i] / sd[i];
	}
	return out;
}

/* Fit, and leave out the feature that points the wrong way furthest, until none does. */
static Fit fit (const Trainer *t, LinkKind kind, int fold)
{
	bool out_of_it[LINK_FEATURES] = { false };
	for (;;) {
		Fit f = fit_some (t, kind, fold, out_of_it);
		int worst = -1;
		for (int i = 0; i < LINK_FEATURES; i++)
			if (f.weights[i] * signs[i] < 0 &&
			    (worst < 0 || fabs (f.weights[i]) > fabs (f.weights[worst])))
				worst = i;
		if (worst < 0)
			return f;
		out_of_it[worst] = true;
	}
}

static double predict (const Fit *fit, const double *features)
{
	double z = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		z += fit->weights[i] * features[i];
	return 1 / (1 + exp (-z));
}

/* --- reports --- */

static void cross_validate (Trainer *t, LinkKind kind)
{
	Fit folds[FOLDS];
	double brier = 0, bins[10][3] = { { 0 } };
	guint n = 0, positives = 0;
	for (int f = 0; f < FOLDS; f++)
		folds[f] = fit (t, kind, f);
	for (guint k = 0; k < t->pairs->len; k++) {
		Pair *p = &g_array_index (t->pairs, Pair, k);
		if (p->link.kind != kind)
			continue;
		const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
		p->prediction = (predict (&folds[a->fold], p->link.features) +
				 predict (&folds[b->fold], p->link.features)) /
				2;
		brier += pow (p->prediction - (p->gold ? 1 : 0), 2);
		int bin = MIN (9, (int)(p->prediction * 10));
		bins[bin][0] += p->prediction;
		bins[bin][1] += p->gold;
		bins[bin][2]++;
		n++;
		positives += p->gold;
	}
	fprintf (stderr,
		 "%s: %u pairs, %u gold, Brier %.4f; said/true by tenth:", link_kind_name (kind), n,
		 positives, brier / MAX (n, 1));
	for (int i = 0; i < 10; i++)
		if (bins[i][2] >= 5)
			fprintf (stderr, " %.2f/%.2f(%g)", bins[i][0] / bins[i][2],
				 bins[i][1] / bins[i][2], bins[i][2]);
	fprintf (stderr, "\n");
}

static void write_predictions (const Trainer *t, const char *path)
{
	FILE *file = fopen (path, "w");
	if (!file)
		die ("cannot write the predictions");
	for (guint k = 0; k < t->pairs->len; k++) {
		const Pair *p = &g_array_index (t->pairs, Pair, k);
		const Doc *a = t->docs->pdata[p->a], *b = t->docs->pdata[p->b];
		if (a->dated->lang != b->dated->lang && !p->undated_copy)
			fprintf (file, "%s\t%s\t%.6f\n", a->id, b->id, p->prediction);
	}
	fclose (file);
}

static void write_model (const Trainer *t)
{
	printf ("# Weights of search/link.c: a logistic model for each kind of pair; fitted by "
		"`make train-links`\n"
		"# (tests/bench/train_links.c) on judged French-English pairs.\n# "
		"kind\tfeature\tweight\n");
	for (int kind = 0; kind < LINK_KINDS; kind++) {
		Fit whole = fit (t, (LinkKind)kind, -1);
		for (int i = 0; i < LINK_FEATURES; i++)
			printf ("%s\t%s\t%.4f\n", link_kind_name ((LinkKind)kind),
				link_feature_name ((LinkFeature)i), whole.weights[i]);
	}
}

static void make_profiles (Trainer *t)
{
	for (guint i = 0; i < t->docs->len; i++) {
		Doc *doc = t->docs->pdata[i];
		doc->dated = profile_new (t->space, doc->article);
		doc->undated = profile_new (t->space, doc->article);
		doc->undated->day_s = 0;
	}
}

int main (int argc, char **argv)
{
	char *corpus = NULL, *predictions = NULL;
	g_auto (GStrv) golds = NULL;
	const GOptionEntry entries[] = {
		{ "corpus", 0, 0, G_OPTION_ARG_FILENAME, &corpus, "The corpus", "DIR" },
		{ "gold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &golds, "A folder of gold", "DIR" },
		{ "predictions", 0, 0, G_OPTION_ARG_FILENAME, &predictions,
		  "Write out-of-fold predictions", "FILE" },
		{ 0 },
	};
	g_autoptr (GOptionContext) context = g_option_context_new (NULL);
	g_autoptr (GError) error = NULL;
	g_option_context_add_main_entries (context, entries, NULL);
	if (!g_option_context_parse (context, &argc, &argv, &error) || !corpus || !golds)
		die (error ? error->message : "--corpus and --gold are needed");
	g_autoptr (Store) store = store_open (corpus, STORE_READ, 5000, &error);
	g_autoptr (XapDb) db = store ? index_open (corpus, &error) : NULL;
	g_autofree char *lexicon_path = lexicon_default_path ();
	g_autoptr (Lexicon) lexicon =
		db && lexicon_path ? lexicon_open (lexicon_path, &error) : NULL;
	if (!lexicon)
		die (error ? error->message : "no lexicon");
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	Trainer t = { g_ptr_array_new (),
		      g_hash_table_new (g_str_hash, g_str_equal),
		      g_hash_table_new (g_str_hash, g_str_equal),
		      g_array_new (FALSE, FALSE, sizeof (Pair)),
		      space_new (db, lexicon, analyzer, &error),
		      link_model_new () };
	for (char **gold = golds; *gold; gold++) {
		read_docs (&t, store, *gold);
		read_tsv (&t, *gold, "clusters.tsv", on_cluster);
		read_tsv (&t, *gold, "links.tsv", on_link);
	}
	make_profiles (&t);
	g_autoptr (GHashTable) seen =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	for (guint i = 0; i < t.docs->len; i++)
		add_pairs_of (&t, i, seen);
	weigh (&t);
	for (int kind = 0; kind < LINK_KINDS; kind++)
		cross_validate (&t, (LinkKind)kind);
	if (predictions)
		write_predictions (&t, predictions);
	write_model (&t);
	return 0;
}

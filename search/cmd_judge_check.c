/* cmd_judge_check.c: the reliability of links, by the verdicts of people. */
#include "search/cmd_judge_check.h"

#include <math.h>

#include "search/link.h"

#define TENTHS 10

typedef struct {
	double said; /* what was reckoned; 0 for a pair so slight that it is not kept */
	bool same;
} Judged;

typedef struct {
	guint pairs, same;
	double said; /* sum */
} Row;

/* Of each verdict what was reckoned: GArray of Judged, owned. */
static GArray *read_judged (Store *store, GError **error)
{
	g_autoptr (GArray) verdicts = g_array_new (FALSE, FALSE, sizeof (StoreVerdictPair));
	g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (Judged));
	if (!store_verdict_pairs (store, verdicts, error))
		return NULL;
	for (guint i = 0; i < verdicts->len; i++) {
		const StoreVerdictPair *v = &g_array_index (verdicts, StoreVerdictPair, i);
		StoreLink link;
		bool found;
		if (!store_link_get (store, v->a, v->b, &link, NULL, &found, error))
			return NULL;
		Judged judged = { found ? link.probability : 0, v->verdict == VERDICT_SAME };
		g_array_append_val (out, judged);
	}
	return g_steal_pointer (&out);
}

static void count_rows (const GArray *judged, Row *rows, double *brier)
{
	*brier = 0;
	for (guint i = 0; i < judged->len; i++) {
		const Judged *j = &g_array_index (judged, Judged, i);
		Row *row = &rows[MIN ((guint)(j->said * TENTHS), TENTHS - 1)];
		double miss = j->said - (j->same ? 1 : 0);
		row->pairs++;
		row->same += j->same;
		row->said += j->said;
		*brier += miss * miss / judged->len;
	}
}

/* Of the pairs from `threshold` on: how many there are, and how many of them are the same. */
static void accept (const GArray *judged, double threshold, guint *accepted, guint *right)
{
	*accepted = *right = 0;
	for (guint i = 0; i < judged->len; i++) {
		const Judged *j = &g_array_index (judged, Judged, i);
		*accepted += j->said >= threshold;
		*right += j->said >= threshold && j->same;
	}
}

static guint count_same (const Row *rows)
{
	guint same = 0;
	for (guint i = 0; i < TENTHS; i++)
		same += rows[i].same;
	return same;
}

/* To four digits. */
static double mean_of (const Row *row)
{
	return row->pairs ? round (row->said / row->pairs * 10000) / 10000 : 0;
}

static json_t *to_json (const GArray *judged, const Row *rows, double brier)
{
	json_t *tenths = json_array (), *thresholds = json_array ();
	for (guint i = 0; i < TENTHS; i++)
		json_array_append_new (
			tenths, json_pack ("{s:f, s:i, s:f, s:i}", "from", (double)i / TENTHS,
					   "pairs", (int)rows[i].pairs, "said", mean_of (&rows[i]),
					   "same", (int)rows[i].same));
	for (guint i = 1; i < TENTHS; i++) {
		guint accepted, right;
		accept (judged, (double)i / TENTHS, &accepted, &right);
		json_array_append_new (thresholds, json_pack ("{s:f, s:i, s:i}", "min_probability",
							      (double)i / TENTHS, "accepted",
							      (int)accepted, "same", (int)right));
	}
	return json_pack ("{s:i, s:i, s:f, s:o, s:o}", "verdicts", (int)judged->len, "same",
			  (int)count_same (rows), "brier", round (brier * 10000) / 10000,
			  "reliability", tenths, "thresholds", thresholds);
}

static void print_text (const CmdContext *context, const GArray *judged, const Row *rows,
			double brier)
{
	guint same = count_same (rows);
	printf ("reckoned    pairs   mean   judged the same\n");
	for (guint i = 0; i < TENTHS; i++) {
		const Row *row = &rows[i];
		if (row->pairs)
			printf ("%.1f to %.1f  %6u   %.2f   %.2f (%u)\n", (double)i / TENTHS,
				(double)(i + 1) / TENTHS, row->pairs, mean_of (row),
				(double)row->same / row->pairs, row->same);
	}
	printf ("\naccepted from  pairs   of them the same   of all the same\n");
	for (guint i = 1; i < TENTHS; i++) {
		guint accepted, right;
		accept (judged, (double)i / TENTHS, &accepted, &right);
		if (accepted)
			printf ("%.1f            %6u   %4.0f%%              %4.0f%%\n",
				(double)i / TENTHS, accepted, 100.0 * right / accepted,
				same ? 100.0 * right / same : 0);
	}
	g_autofree char *last = g_strdup_printf (
		"\n%u verdicts, %u of them the same; Brier score %.3f. People judge what they come "
		"upon: this is no sample of all pairs.",
		judged->len, same, brier);
	cmd_print_wrapped (last, 0, context->out_tty ? (guint)context->columns : 0);
}

int judge_check (const CmdContext *context, Store *store)
{
	GError *error = NULL;
	Row rows[TENTHS] = { 0 };
	double brier;
	g_autoptr (GArray) judged = read_judged (store, &error);
	if (!judged)
		return cmd_fail (context, &error);
	count_rows (judged, rows, &brier);
	if (context->format == FORMAT_TEXT && judged->len)
		print_text (context, judged, rows, brier);
	else if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (to_json (judged, rows, brier));
	else if (context->format != FORMAT_TEXT)
		cmd_print_json (to_json (judged, rows, brier));
	else if (!context->quiet)
		fprintf (stderr, "Nothing was judged yet.\n");
	return judged->len ? CMD_OK : CMD_NONE;
}

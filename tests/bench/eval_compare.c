/* eval_compare.c: how good figures and comparison are on the judged coverage: eval_compare DIR [--misses] [--held-misses]
 *
 * Prints for both halves: figures found and normalised (precision, recall, F1, by language). --misses lists what went wrong in
 * the half that the code was made on. */
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_gold.h"
#include "indexer/facts.h"

static gboolean show_misses;

typedef struct {
	guint found, gold, right;
} Score;

static double share (guint part, guint whole)
{
	return whole ? (double)part / whole : 1;
}

static void print_score (const char *what, const Score *s)
{
	double p = share (s->right, s->found), r = share (s->right, s->gold);
	g_print ("%-34s P %.3f (%u/%u)  R %.3f (%u/%u)  F1 %.3f\n", what, p, s->right, s->found, r,
		 s->right, s->gold, p + r > 0 ? 2 * p * r / (p + r) : 0);
}

/* --- figures --- */

static bool same_number (double a, double b)
{
	return fabs (a - b) <= 1e-6 * MAX (1, fabs (b));
}

static bool has_shape (const char *value, const char *shape)
{
	for (; *value && *shape; value++, shape++)
		if (*shape == '9' ? !g_ascii_isdigit (*value) : *value != *shape)
			return false;
	return *value == *shape;
}

/* Does the fact say what the gold mark says? */
static bool says (const Fact *fact, const GoldMark *mark)
{
	const char *value = mark->value;
	char bound = strchr ("~<>", *value) ? *value++ : 0;
	if (has_shape (value, "9999-99-99"))
		return fact->kind == FACT_DAY && g_strcmp0 (fact->norm, value) == 0;
	if (has_shape (value, "9999-99"))
		return fact->kind == FACT_PERIOD && g_strcmp0 (fact->norm, value) == 0;
	if (has_shape (value, "99:99"))
		return fact->kind == FACT_TIME && g_strcmp0 (fact->norm, value) == 0 &&
		       fact->bound == bound;
	if (has_shape (value, "9-9") || has_shape (value, "99-99"))
		return fact->kind == FACT_SCORE && g_strcmp0 (fact->norm, value) == 0;
	if (fact->kind == FACT_PERIOD)
		return g_strcmp0 (fact->norm, value) == 0;
	const char *dots = strstr (value, "..");
	double low = g_ascii_strtod (value, NULL),
	       high = dots ? g_ascii_strtod (dots + 2, NULL) : low;
	if (fact->kind != FACT_FIGURE || g_strcmp0 (fact->unit ? fact->unit : "", mark->unit) != 0)
		return false;
	if (dots)
		return same_number (fact->low, low) && same_number (fact->high, high);
	return same_number (fact->value, low) && fact->bound == bound;
}

static bool counts (const Fact *fact)
{
	return fact->kind != FACT_NAME && fact->kind != FACT_QUOTE &&
	       !(fact->kind == FACT_DAY && *fact->norm == 'w');
}

static void miss (const char *what, const GoldText *text, const GoldMark *mark, const Fact *fact)
{
	g_print ("  %s: ", what);
	if (mark)
		g_print ("gold %s %s \"%.*s\" ", mark->value, mark->unit,
			 (int)(mark->end - mark->start), text->text->str + mark->start);
	if (fact)
		g_print ("found %d:%s %s %c%g..%g \"%.*s\" ", fact->kind, fact->norm,
			 fact->unit ? fact->unit : "-", fact->bound ? fact->bound : '=', fact->low,
			 fact->high, (int)(fact->end - fact->start), text->text->str + fact->start);
	g_print ("\n");
}

static void score_figures (Analyzer *analyzer, const GoldText *text, Score *score)
{
	g_autoptr (Terms) terms = terms_new ();
	g_autoptr (Facts) facts = facts_new ();
	g_autoptr (GDateTime) day = NULL;
	g_autofree char *full = strlen (text->time) == 10
					? g_strconcat (text->time, "T12:00:00Z", NULL)
					: g_strdup (text->time);
	day = g_date_time_new_from_iso8601 (full, NULL);
	analyze_text (analyzer, text->text->str, text->text->len, text->lang, 1, terms);
	facts_find (text->text->str, text->text->len, text->lang, terms, g_date_time_to_unix (day),
		    facts);
	bool tell = show_misses && !text->held;
	g_autofree bool *used = g_new0 (bool, facts->facts->len + 1);
	for (guint m = 0; m < text->marks->len; m++) {
		const GoldMark *mark = &g_array_index (text->marks, GoldMark, m);
		if (mark->quote)
			continue;
		score->gold++;
		const Fact *near = NULL;
		bool right = false;
		for (guint i = 0; i < facts->facts->len && !right; i++) {
			const Fact *fact = &g_array_index (facts->facts, Fact, i);
			if (!counts (fact) || used[i] || fact->end <= mark->start ||
			    fact->start >= mark->end)
				continue;
			near = fact;
			if (says (fact, mark)) {
				used[i] = right = true;
				score->right++;
			}
		}
		if (!right && tell)
			miss ("missed", text, mark, near);
	}
	for (guint i = 0; i < facts->facts->len; i++) {
		const Fact *fact = &g_array_index (facts->facts, Fact, i);
		if (!counts (fact))
			continue;
		score->found++;
		if (!used[i] && tell)
			miss ("too much", text, NULL, fact);
	}
}

int main (int argc, char **argv)
{
	const GOptionEntry entries[] = { { "misses", 0, 0, G_OPTION_ARG_NONE, &show_misses,
					   "List what went wrong", NULL },
					 { NULL } };
	g_autoptr (GOptionContext) options = g_option_context_new ("DIR");
	g_option_context_add_main_entries (options, entries, NULL);
	if (!g_option_context_parse (options, &argc, &argv, NULL) || argc != 2) {
		g_printerr ("usage: eval_compare DIR [--misses]\n");
		return 2;
	}
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	for (int held = 0; held < 2; held++) {
		Score figures[2] = { { 0 } };
		for (int f = 0; f < 2; f++) {
			g_autofree char *file =
				g_build_filename (argv[1], f ? "stories.txt" : "pairs.txt", NULL);
			g_autoptr (GPtrArray) texts = gold_read (file);
			for (guint i = 0; i < texts->len; i++) {
				const GoldText *text = texts->pdata[i];
				if (text->held == held)
					score_figures (analyzer, text,
						       &figures[text->lang == LANG_EN]);
			}
		}
		g_print ("%s\n", held ? "held half" : "tuned half");
		print_score ("figures, French", &figures[0]);
		print_score ("figures, English", &figures[1]);
	}
	return 0;
}

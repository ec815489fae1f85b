/* eval_compare.c: how good figures and comparison are on the judged coverage: eval_compare LEXICON DIR [TRANSLATIONS] [--misses]
 *
 * Prints for both halves precision, recall and F1 of
 *   figures    found and normalised, by language
 *   partners   pairs of sentences of two articles that say the same
 *   quotations pairs of quotations that are one statement
 *   aligned    pairs of figures of two articles that count the same thing
 * and, of texts that are translations of each other, how many sentences find their mate and how many figures are the same.
 * --misses lists what went wrong in the half that the code was made on. */
#include <glib.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_gold.h"
#include "indexer/facts.h"
#include "search/compare.h"

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

/* --- stories --- */

enum { PARTNERS, QUOTES, ALIGNED, MEASURES };

/* The mark of `text` that [start, end) lies on; NULL for none. */
static const GoldMark *mark_at (const GoldText *text, bool quote, guint32 start, guint32 end)
{
	for (guint i = 0; i < text->marks->len; i++) {
		const GoldMark *mark = &g_array_index (text->marks, GoldMark, i);
		if (mark->quote == quote && start < mark->end && end > mark->start)
			return mark;
	}
	return NULL;
}

static guint line_of (const GoldText *text, guint32 start)
{
	guint line = 0;
	for (guint32 i = 0; i < start; i++)
		line += text->text->str[i] == '\n';
	return line;
}

static Article *article_of (const GoldText *text)
{
	Article *article = article_new ();
	article->title = g_strdup (text->title);
	article->text = g_strdup (text->text->str);
	article->language = g_strdup (lang_code (text->lang));
	article->publisher = g_strdup (text->outlet);
	g_assert (article_date_parse (text->time, &article->date_published));
	article->date_published.confidence = 1;
	return article;
}

static bool same_tag (const char *a, const char *b)
{
	/* "f" and "-" are no tags: what no other text has. */
	return *a && a[1] != '\0' && strcmp (a, b) == 0;
}

static void tell_pair (const char *what, const Compare *c, guint a, guint b, double score)
{
	g_autofree char *x = compare_sentence_text (c, a), *y = compare_sentence_text (c, b);
	g_print ("  %s %.2f: %s\n      ~ %s\n", what, score, x, y);
}

static void score_partners (const Compare *c, GoldText **texts, guint n, Score *score, bool tell)
{
	for (guint a = 0; a < n; a++)
		for (guint b = a + 1; b < n; b++)
			for (guint i = 0; i < texts[a]->groups->len; i++)
				for (guint k = 0; k < texts[b]->groups->len; k++)
					score->gold += same_tag (texts[a]->groups->pdata[i],
								 texts[b]->groups->pdata[k]);
	g_autoptr (GHashTable) found = g_hash_table_new (g_direct_hash, g_direct_equal);
	for (guint p = 0; p < c->partners->len; p++) {
		const ComparePair *pair = &g_array_index (c->partners, ComparePair, p);
		const Sentence *x = compare_sentence (c, pair->a),
			       *y = compare_sentence (c, pair->b);
		if (x->in_title || y->in_title)
			continue;
		const char *tag_a = texts[x->doc]->groups->pdata[line_of (texts[x->doc], x->start)];
		const char *tag_b = texts[y->doc]->groups->pdata[line_of (texts[y->doc], y->start)];
		score->found++;
		score->right += same_tag (tag_a, tag_b);
		g_hash_table_add (found, GUINT_TO_POINTER (pair->a * c->sentences->len + pair->b));
		if (tell && !same_tag (tag_a, tag_b))
			tell_pair ("no partners", c, pair->a, pair->b, pair->score);
	}
	for (guint a = 0; tell && a < c->sentences->len; a++)
		for (guint b = a + 1; b < c->sentences->len; b++) {
			const Sentence *x = compare_sentence (c, a), *y = compare_sentence (c, b);
			if (x->doc != y->doc && !x->in_title && !y->in_title &&
			    same_tag (
				    texts[x->doc]->groups->pdata[line_of (texts[x->doc], x->start)],
				    texts[y->doc]
					    ->groups->pdata[line_of (texts[y->doc], y->start)]) &&
			    !g_hash_table_contains (found,
						    GUINT_TO_POINTER (a * c->sentences->len + b)))
				tell_pair ("partners missed", c, a, b, compare_score (c, a, b));
		}
}

/* Pairs of places of two articles in one group against pairs of marks with one tag. */
static void score_places (const Compare *c, const GArray *places, GoldText **texts, guint n,
			  bool quote, Score *score, bool tell)
{
	for (guint a = 0; a < n; a++)
		for (guint b = a + 1; b < n; b++)
			for (guint i = 0; i < texts[a]->marks->len; i++)
				for (guint k = 0; k < texts[b]->marks->len; k++) {
					const GoldMark *x =
						&g_array_index (texts[a]->marks, GoldMark, i);
					const GoldMark *y =
						&g_array_index (texts[b]->marks, GoldMark, k);
					score->gold += x->quote == quote && y->quote == quote &&
						       same_tag (x->tag, y->tag);
				}
	for (guint a = 0; a < places->len; a++)
		for (guint b = a + 1; b < places->len; b++) {
			const ComparePlace *x = &g_array_index (places, ComparePlace, a);
			const ComparePlace *y = &g_array_index (places, ComparePlace, b);
			const GoldMark *p =
				mark_at (texts[x->doc], quote, x->fact->start, x->fact->end);
			const GoldMark *q =
				mark_at (texts[y->doc], quote, y->fact->start, y->fact->end);
			bool one = x->doc != y->doc && x->group == y->group;
			bool gold = x->doc != y->doc && p && q && same_tag (p->tag, q->tag);
			score->found += one;
			score->right += one && gold;
			if (tell && one != gold) {
				g_print ("  %s %s \"%.*s\" \"%.*s\"\n",
					 quote ? "quotations" : "figures",
					 one ? "wrongly one:" : "missed:",
					 (int)(x->fact->end - x->fact->start),
					 texts[x->doc]->text->str + x->fact->start,
					 (int)(y->fact->end - y->fact->start),
					 texts[y->doc]->text->str + y->fact->start);
				tell_pair ("   in", c, x->sentence, y->sentence,
					   compare_score (c, x->sentence, y->sentence));
			}
		}
}

static void score_story (Space *space, const Lexicon *lexicon, GoldText **texts, guint n,
			 Score *scores)
{
	g_autoptr (GPtrArray) articles =
		g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
	for (guint i = 0; i < n; i++)
		g_ptr_array_add (articles, article_of (texts[i]));
	g_autoptr (Compare) compare = compare_new (space, lexicon, articles);
	bool tell = show_misses && !texts[0]->held;
	if (tell)
		g_print (" %s\n", texts[0]->story);
	score_partners (compare, texts, n, &scores[PARTNERS], tell);
	score_places (compare, compare->quotes, texts, n, true, &scores[QUOTES], tell);
	score_places (compare, compare->figures, texts, n, false, &scores[ALIGNED], tell);
}

static void score_stories (Space *space, const Lexicon *lexicon, const GPtrArray *texts, bool held,
			   Score *scores)
{
	for (guint i = 0; i < texts->len;) {
		GoldText **first = (GoldText **)texts->pdata + i;
		guint n = 1;
		while (i + n < texts->len && strcmp (first[n]->story, first[0]->story) == 0)
			n++;
		if (first[0]->held == held)
			score_story (space, lexicon, first, n, scores);
		i += n;
	}
}

/* --- translations --- */

static Article *article_of_row (const json_t *row)
{
	Article *article = article_new ();
	article->text = g_strdup (json_string_value (json_object_get (row, "text")));
	article->language = g_strdup (json_string_value (json_object_get (row, "lang")));
	return article;
}

/* Number tokens: what the text writes with digits. A translator may turn "both" into "les deux". */
static bool has_digits (const Compare *c, const ComparePlace *place)
{
	const char *text = compare_doc (c, place->doc)->article->text;
	for (guint32 i = place->fact->start; i < place->fact->end; i++)
		if (g_ascii_isdigit (text[i]))
			return true;
	return false;
}

/* Has the other text this figure, however it writes it? */
static bool has_figure (const Compare *c, const ComparePlace *place)
{
	for (guint i = 0; i < c->figures->len; i++) {
		const ComparePlace *other = &g_array_index (c->figures, ComparePlace, i);
		if (other->doc != place->doc && compare_comparable (place->fact, other->fact) &&
		    compare_figures (place->fact, other->fact) != FIGURES_DIFFER)
			return true;
	}
	return false;
}

/* Number tokens of both texts, and how many of them the other has. */
static void score_numbers (const Compare *c, Score *score, bool tell)
{
	for (guint i = 0; i < c->figures->len; i++) {
		const ComparePlace *place = &g_array_index (c->figures, ComparePlace, i);
		if (!has_digits (c, place))
			continue;
		bool right = has_figure (c, place);
		score->found++;
		score->gold++;
		score->right += right;
		if (tell && !right) {
			g_autofree char *sentence = compare_sentence_text (c, place->sentence);
			g_print ("  only %s: %s %s in: %s\n", place->doc ? "English" : "French",
				 place->fact->norm, place->fact->unit ? place->fact->unit : "",
				 sentence);
		}
	}
}

/* Translations of one sentence each way stand at one place in both. */
static void score_order (const Compare *c, Score *score, bool tell)
{
	const CompareDoc *fr = compare_doc (c, 0), *en = compare_doc (c, 1);
	if (fr->sentences_count != en->sentences_count)
		return;
	for (guint i = 0; i < fr->sentences_count; i++) {
		guint best = 0;
		for (guint k = 1; k < en->sentences_count; k++)
			if (compare_score (c, fr->first_sentence + i, en->first_sentence + k) >
			    compare_score (c, fr->first_sentence + i, en->first_sentence + best))
				best = k;
		score->found++;
		score->gold++;
		score->right += best == i;
		if (tell && best != i)
			tell_pair ("wrong mate", c, fr->first_sentence + i,
				   en->first_sentence + best, 0);
	}
}

/* Articles that are translations: DIR/docs.jsonl and DIR/links.tsv, as in the linking data. */
static void score_translations (Space *space, const Lexicon *lexicon, const char *dir)
{
	static const char *const tasks[] = { "ntrex", "pud", "dpn" };
	g_autofree char *docs_file = g_build_filename (dir, "docs.jsonl", NULL),
			*links_file = g_build_filename (dir, "links.tsv", NULL);
	g_autofree char *docs = NULL, *links = NULL;
	if (!g_file_get_contents (docs_file, &docs, NULL, NULL) ||
	    !g_file_get_contents (links_file, &links, NULL, NULL))
		return;
	g_autoptr (GHashTable) rows =
		g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)json_decref);
	g_auto (GStrv) lines = g_strsplit (docs, "\n", -1), pairs = g_strsplit (links, "\n", -1);
	for (char **line = lines; *line; line++) {
		json_t *row = json_loads (*line, 0, NULL);
		if (row)
			g_hash_table_replace (
				rows,
				(gpointer)(guintptr)json_string_value (json_object_get (row, "id")),
				row);
	}
	for (gsize t = 0; t < G_N_ELEMENTS (tasks); t++) {
		Score order = { 0 }, numbers = { 0 };
		for (char **line = pairs; *line; line++) {
			g_auto (GStrv) field = g_strsplit (*line, "\t", -1);
			if (g_strv_length (field) < 3 || strcmp (field[2], tasks[t]) != 0)
				continue;
			const json_t *fr = g_hash_table_lookup (rows, field[0]),
				     *en = g_hash_table_lookup (rows, field[1]);
			if (!fr || !en)
				continue;
			g_autoptr (GPtrArray) articles =
				g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
			g_ptr_array_add (articles, article_of_row (fr));
			g_ptr_array_add (articles, article_of_row (en));
			g_autoptr (Compare) compare = compare_new (space, lexicon, articles);
			score_order (compare, &order, show_misses);
			score_numbers (compare, &numbers, show_misses);
		}
		g_autofree char *what = g_strdup_printf ("translations %s: mates", tasks[t]);
		g_autofree char *figures = g_strdup_printf ("translations %s: figures", tasks[t]);
		print_score (what, &order);
		print_score (figures, &numbers);
	}
}

int main (int argc, char **argv)
{
	const GOptionEntry entries[] = { { "misses", 0, 0, G_OPTION_ARG_NONE, &show_misses,
					   "List what went wrong", NULL },
					 { 0 } };
	g_autoptr (GOptionContext) options = g_option_context_new ("LEXICON DIR");
	g_option_context_add_main_entries (options, entries, NULL);
	if (!g_option_context_parse (options, &argc, &argv, NULL) || argc < 3) {
		g_printerr ("usage: eval_compare LEXICON DIR [TRANSLATIONS] [--misses]\n");
		return 2;
	}
	g_autoptr (GError) error = NULL;
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Lexicon) lexicon = lexicon_open (argv[1], &error);
	g_autoptr (Space) space = lexicon ? space_new (NULL, lexicon, analyzer, &error) : NULL;
	if (!space) {
		g_printerr ("%s\n", error->message);
		return 69;
	}
	g_autofree char *pairs_file = g_build_filename (argv[2], "pairs.txt", NULL);
	g_autofree char *stories_file = g_build_filename (argv[2], "stories.txt", NULL);
	g_autoptr (GPtrArray) pairs = gold_read (pairs_file);
	g_autoptr (GPtrArray) stories = gold_read (stories_file);
	for (int held = 0; held < 2; held++) {
		Score figures[2] = { { 0 } }, scores[MEASURES] = { { 0 } };
		for (guint i = 0; i < pairs->len + stories->len; i++) {
			const GoldText *text =
				i < pairs->len ? pairs->pdata[i] : stories->pdata[i - pairs->len];
			if (text->held == held)
				score_figures (analyzer, text, &figures[text->lang == LANG_EN]);
		}
		score_stories (space, lexicon, stories, held, scores);
		g_print ("%s\n", held ? "held half" : "tuned half");
		print_score ("figures, French", &figures[0]);
		print_score ("figures, English", &figures[1]);
		print_score ("partners", &scores[PARTNERS]);
		print_score ("quotations", &scores[QUOTES]);
		print_score ("aligned", &scores[ALIGNED]);
	}
	if (argc > 3)
		score_translations (space, lexicon, argv[3]);
	return 0;
}

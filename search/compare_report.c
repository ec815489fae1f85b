/* compare_report.c: a comparison as JSON. Every place names its article, its bytes there and its sentence. */
#include "search/compare_report.h"

#include <math.h>
#include <string.h>

#include "search/compare_private.h"

/* Sentences shown of the shared core. */
#define CORE_MAX 8
#define CORE_SCORE (COMPARE_PARTNER + 0.1)

/* --- pieces --- */

static guint number_of (guint doc)
{
	return doc + 1; /* articles are numbered from 1, as published */
}

static json_t *article_json (const Compare *compare, guint i)
{
	const CompareDoc *doc = compare_doc (compare, i);
	const Article *a = doc->article;
	static const char *const origins[] = { "own", "copy", "translation" };
	g_autofree char *date = article_date_format (&a->date_published);
	json_t *agencies = json_array ();
	for (guint k = 0; k < doc->agencies->len; k++) {
		const CompareAgency *agency = &g_array_index (doc->agencies, CompareAgency, k);
		json_array_append_new (agencies,
				       json_pack ("{s:s, s:b, s:i, s:i}", "name", agency->name,
						  "credit", agency->is_credit, "start",
						  (int)agency->start, "end", (int)agency->end));
	}
	json_t *out = json_pack ("{s:i, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s, s:o}",
				 "number", (int)number_of (i), "id", a->id, "url", a->url, "title",
				 a->title, "language", a->language, "publisher", a->publisher,
				 "domain", a->domain, "date_published", date, "origin",
				 origins[doc->origin], "agencies", agencies);
	if (doc->origin != ORIGIN_OWN) {
		json_object_set_new (out, "origin_article",
				     json_integer (number_of (doc->origin_doc)));
		json_object_set_new (out, "origin_share",
				     json_real (round (doc->origin_share * 100) / 100));
	}
	return out;
}

/* One place: where it stands, and its sentence. */
static json_t *place_json (const Compare *compare, const ComparePlace *place)
{
	const CompareDoc *doc = compare_doc (compare, place->doc);
	const Fact *fact = place->fact;
	const Sentence *s = compare_sentence (compare, place->sentence);
	g_autofree char *sentence = compare_sentence_text (compare, place->sentence);
	g_autofree char *text =
		g_strndup (doc->article->text + fact->start, fact->end - fact->start);
	return json_pack ("{s:i, s:s, s:i, s:i, s:s, s:i, s:i}", "article",
			  (int)number_of (place->doc), "text", text, "start", (int)fact->start,
			  "end", (int)fact->end, "sentence", sentence, "sentence_start",
			  (int)s->start, "sentence_end", (int)s->end);
}

static json_t *languages_json (const bool has[3])
{
	json_t *out = json_array ();
	if (has[0])
		json_array_append_new (out, json_string ("fr"));
	if (has[1])
		json_array_append_new (out, json_string ("en"));
	return out;
}

static int language_index (const CompareDoc *doc)
{
	return doc->lang == LANG_FR ? 0 : doc->lang == LANG_EN ? 1 : 2;
}

/* One normal form, or of two quotations the same letters. */
static bool same_words (const Compare *compare, const ComparePlace *a, const ComparePlace *b)
{
	if (a->fact->norm || b->fact->norm)
		return g_strcmp0 (a->fact->norm, b->fact->norm) == 0;
	gsize len = a->fact->end - a->fact->start;
	return len == b->fact->end - b->fact->start &&
	       memcmp (compare_doc (compare, a->doc)->article->text + a->fact->start,
		       compare_doc (compare, b->doc)->article->text + b->fact->start, len) == 0;
}

/* The places of one group, each wording once for each article: GArray of guint. */
static GArray *members (const Compare *compare, const GArray *places, guint group)
{
	GArray *out = g_array_new (FALSE, FALSE, sizeof (guint));
	for (guint i = 0; i < places->len; i++) {
		const ComparePlace *place = &g_array_index (places, ComparePlace, i);
		bool known = place->group != group;
		for (guint k = 0; k < out->len && !known; k++) {
			const ComparePlace *other = &g_array_index (places, ComparePlace,
								    g_array_index (out, guint, k));
			known = other->doc == place->doc && same_words (compare, other, place);
		}
		if (!known)
			g_array_append_val (out, i);
	}
	return out;
}

static guint docs_of (const GArray *places, const GArray *list)
{
	guint count = 0;
	for (guint i = 0; i < list->len; i++) {
		bool known = false;
		guint doc =
			g_array_index (places, ComparePlace, g_array_index (list, guint, i)).doc;
		for (guint k = 0; k < i && !known; k++)
			known = g_array_index (places, ComparePlace, g_array_index (list, guint, k))
					.doc == doc;
		count += !known;
	}
	return count;
}

/* --- timeline --- */

static json_t *timeline_json (const Compare *compare)
{
	json_t *entries = json_array (), *first = json_object ();
	gint64 first_s[2] = { 0, 0 };
	for (guint i = 0; i < compare->docs->len; i++) {
		const CompareDoc *doc = compare_doc (compare, i);
		const ArticleDate *date = &doc->article->date_published;
		static const char *const precisions[] = { "none", "year",   "month",
							  "day",  "minute", "second" };
		g_autofree char *published = article_date_format (date);
		g_autofree char *modified = article_date_format (&doc->article->date_modified);
		int l = language_index (doc);
		guint precision = MIN ((guint)date->precision, G_N_ELEMENTS (precisions) - 1);
		json_array_append_new (entries,
				       json_pack ("{s:i, s:s?, s:s?, s:s, s:s?}", "article",
						  (int)number_of (i), "published", published,
						  "modified", modified, "precision",
						  precisions[precision], "source", date->source));
		if (doc->day_s && l < 2 && first_s[l] == 0) {
			first_s[l] = doc->day_s;
			json_object_set_new (first, l == 0 ? "fr" : "en",
					     json_integer (number_of (i)));
		}
	}
	json_t *out = json_pack ("{s:o, s:o}", "articles", entries, "first", first);
	if (first_s[0] && first_s[1])
		json_object_set_new (
			out, "hours_between_languages",
			json_real (round (fabs ((double)(first_s[0] - first_s[1])) / 360) / 10));
	return out;
}

static json_t *sources_json (const Compare *compare)
{
	guint own[3] = { 0 }, all[3] = { 0 };
	for (guint i = 0; i < compare->docs->len; i++) {
		int l = language_index (compare_doc (compare, i));
		all[l]++;
		own[l] += compare_doc (compare, i)->origin == ORIGIN_OWN;
	}
	return json_pack ("{s:{s:i, s:i}, s:{s:i, s:i}}", "articles", "fr", (int)all[0], "en",
			  (int)all[1], "independent", "fr", (int)own[0], "en", (int)own[1]);
}

/* --- figures --- */

static void add_figure (json_t *place, const Fact *fact)
{
	static const char *const kinds[] = { "name",   "figure", "day",  "quote",
					     "period", "time",   "score" };
	json_object_set_new (place, "kind",
			     json_string (fact->kind == FACT_FIGURE && fact->is_year
						  ? "year"
						  : kinds[fact->kind]));
	json_object_set_new (place, "normal", json_string (fact->norm));
	if (fact->unit)
		json_object_set_new (place, "unit", json_string (fact->unit));
	if (fact->bound) {
		const char *bound = fact->bound == '~'   ? "about"
				    : fact->bound == '>' ? "at least"
							 : "at most";
		json_object_set_new (place, "bound", json_string (bound));
	}
	if (fact->kind == FACT_FIGURE) {
		json_object_set_new (place, "value", json_real (fact->value));
		json_object_set_new (place, "low", json_real (fact->low));
		json_object_set_new (place, "high", json_real (fact->high));
	}
}

/* The worst that two places of a row say of each other. */
static FigureVerdict row_verdict (const Compare *compare, const GArray *list)
{
	FigureVerdict worst = FIGURES_AGREE;
	for (guint i = 0; i < list->len; i++)
		for (guint k = i + 1; k < list->len; k++) {
			const ComparePlace *x = &g_array_index (compare->figures, ComparePlace,
								g_array_index (list, guint, i));
			const ComparePlace *y = &g_array_index (compare->figures, ComparePlace,
								g_array_index (list, guint, k));
			if (x->doc != y->doc)
				worst = MAX (worst, compare_figures (x->fact, y->fact));
		}
	return worst;
}

typedef struct {
	json_t *row;
	int order;     /* differ, about, agree, only */
	double weight; /* articles, then how much the figure says */
} Row;

static int compare_rows (const void *a, const void *b)
{
	const Row *x = a, *y = b;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->weight > y->weight ? -1 : x->weight < y->weight;
}

static json_t *sorted_rows (GArray *rows)
{
	json_t *out = json_array ();
	g_array_sort (rows, compare_rows);
	for (guint i = 0; i < rows->len; i++)
		json_array_append_new (out, g_array_index (rows, Row, i).row);
	return out;
}

static json_t *figures_json (const Compare *compare)
{
	static const char *const verdicts[] = { "agree", "about", "differ" };
	g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
	for (guint g = 0; g < compare->figure_groups; g++) {
		g_autoptr (GArray) list = members (compare, compare->figures, g);
		guint docs = docs_of (compare->figures, list);
		json_t *places = json_array ();
		bool telling = false;
		for (guint i = 0; i < list->len; i++) {
			const ComparePlace *place = &g_array_index (compare->figures, ComparePlace,
								    g_array_index (list, guint, i));
			json_t *json = place_json (compare, place);
			add_figure (json, place->fact);
			json_array_append_new (places, json);
			telling |= place->fact->kind == FACT_FIGURE &&
				   (place->fact->unit || fabs (place->fact->value) > 12);
		}
		FigureVerdict verdict = row_verdict (compare, list);
		const char *said = docs > 1 ? verdicts[verdict] : "only";
		Row row = { json_pack ("{s:s, s:o}", "verdict", said, "places", places),
			    docs > 1 ? 2 - (int)verdict : 3, docs + 0.5 * telling };
		g_array_append_val (rows, row);
	}
	return sorted_rows (rows);
}

/* --- names --- */

static json_t *names_json (const Compare *compare)
{
	g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
	for (guint g = 0; g < compare->name_groups; g++) {
		g_autoptr (GArray) list = members (compare, compare->names, g);
		guint docs = docs_of (compare->names, list);
		bool languages[3] = { false };
		json_t *places = json_array ();
		for (guint i = 0; i < list->len; i++) {
			const ComparePlace *place = &g_array_index (compare->names, ComparePlace,
								    g_array_index (list, guint, i));
			languages[language_index (compare_doc (compare, place->doc))] = true;
			json_array_append_new (places, place_json (compare, place));
		}
		Row row = { json_pack ("{s:o, s:i, s:o}", "languages", languages_json (languages),
				       "articles", (int)docs, "places", places),
			    languages[0] && languages[1] ? 0 : 1, docs };
		g_array_append_val (rows, row);
	}
	return sorted_rows (rows);
}

/* --- quotations --- */

/* Marks of a cut in quoted words. */
static bool is_cut (const char *text)
{
	return strstr (text, "[…]") || strstr (text, "[...]") || strstr (text, "(…)") ||
	       strstr (text, "(...)");
}

static json_t *quotes_json (const Compare *compare)
{
	g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
	for (guint g = 0; g < compare->quote_groups; g++) {
		g_autoptr (GArray) list = members (compare, compare->quotes, g);
		guint docs = docs_of (compare->quotes, list);
		bool languages[3] = { false };
		json_t *places = json_array ();
		for (guint i = 0; i < list->len; i++) {
			const ComparePlace *place = &g_array_index (compare->quotes, ComparePlace,
								    g_array_index (list, guint, i));
			const CompareDoc *doc = compare_doc (compare, place->doc);
			const Fact *speaker = compare_speaker (compare, place);
			json_t *json = place_json (compare, place);
			languages[language_index (doc)] = true;
			if (speaker)
				json_object_set_new (
					json, "named",
					json_stringn (doc->article->text + speaker->start,
						      speaker->end - speaker->start));
			json_object_set_new (json, "cut",
					     json_boolean (is_cut (json_string_value (
						     json_object_get (json, "text")))));
			json_array_append_new (places, json);
		}
		Row row = { json_pack ("{s:o, s:i, s:o}", "languages", languages_json (languages),
				       "articles", (int)docs, "places", places),
			    docs > 1 ? (languages[0] && languages[1] ? 0 : 1) : 2, docs };
		g_array_append_val (rows, row);
	}
	return sorted_rows (rows);
}

/* --- what most have, and what only one has --- */

/* How much a sentence says that can be checked: its rare words, its names, figures and quotations. */
static double sentence_weight (const Compare *compare, guint i)
{
	const Sentence *s = compare_sentence (compare, i);
	const CompareDoc *doc = compare_doc (compare, s->doc);
	const GArray *facts = doc->analysis->facts->facts;
	double weight = ((const Bag *)compare->bags->pdata[i])->weight / 10;
	for (guint k = 0; k < facts->len; k++) {
		const Fact *fact = &g_array_index (facts, Fact, k);
		if (fact->start >= s->start && fact->end <= s->end)
			weight += fact->kind == FACT_QUOTE ? 2 : 1;
	}
	return weight;
}

static json_t *sentence_json (const Compare *compare, guint i)
{
	const Sentence *s = compare_sentence (compare, i);
	g_autofree char *text = compare_sentence_text (compare, i);
	return json_pack ("{s:i, s:s, s:i, s:i}", "article", (int)number_of (s->doc), "sentence",
			  text, "start", (int)s->start, "end", (int)s->end);
}

/* Sentences that no other article has, and those that only articles of their language have. */
static json_t *only_json (const Compare *compare)
{
	g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
	guint n = compare->sentences->len;
	g_autofree double *other = g_new0 (double, n + 1), *across = g_new0 (double, n + 1);
	for (guint a = 0; a < n; a++)
		for (guint b = 0; b < n; b++) {
			const Sentence *x = compare_sentence (compare, a),
				       *y = compare_sentence (compare, b);
			if (x->doc == y->doc)
				continue;
			double score = compare_words (compare, a, b);
			other[a] = MAX (other[a], score);
			if (compare_doc (compare, x->doc)->lang !=
			    compare_doc (compare, y->doc)->lang)
				across[a] = MAX (across[a], score);
		}
	for (guint i = 0; i < n; i++) {
		if (compare_sentence (compare, i)->in_title || across[i] >= COMPARE_PARTNER)
			continue;
		double weight = sentence_weight (compare, i);
		json_t *json = sentence_json (compare, i);
		bool alone = other[i] < COMPARE_PARTNER;
		json_object_set_new (json, "only_in", json_string (alone ? "article" : "language"));
		json_object_set_new (json, "nearest", json_real (round (other[i] * 100) / 100));
		json_object_set_new (json, "weight", json_real (round (weight * 10) / 10));
		Row row = { json, (int)compare_sentence (compare, i)->doc, weight };
		g_array_append_val (rows, row);
	}
	return sorted_rows (rows);
}

/* The sentences that most articles carry: groups of partners. */
static json_t *core_json (const Compare *compare)
{
	g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (ComparePlace));
	g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
	for (guint i = 0; i < compare->sentences->len; i++) {
		ComparePlace place = { .doc = compare_sentence (compare, i)->doc, .sentence = i };
		g_array_append_val (places, place);
	}
	/* Only sure partners: a chain of weak ones joins sentences that share nothing. */
	g_autoptr (GArray) sure = g_array_new (FALSE, FALSE, sizeof (ComparePair));
	for (guint i = 0; i < compare->partners->len &&
			  g_array_index (compare->partners, ComparePair, i).score >= CORE_SCORE;
	     i++)
		g_array_append_val (sure, g_array_index (compare->partners, ComparePair, i));
	guint groups = compare_group (places, sure);
	guint least = MAX (2, (compare->docs->len + 1) / 2);
	g_autoptr (GPtrArray) lists =
		g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
	for (guint g = 0; g < groups; g++)
		g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (guint)));
	for (guint i = 0; i < places->len; i++)
		if (!compare_sentence (compare, i)->in_title)
			g_array_append_val (
				(GArray *)
					lists->pdata[g_array_index (places, ComparePlace, i).group],
				i);
	for (guint g = 0; g < groups; g++) {
		const GArray *list = lists->pdata[g];
		guint docs = docs_of (places, list);
		if (docs < least)
			continue;
		json_t *sentences = json_array ();
		for (guint i = 0; i < list->len; i++)
			json_array_append_new (
				sentences, sentence_json (compare, g_array_index (list, guint, i)));
		Row row = { json_pack ("{s:i, s:o}", "articles", (int)docs, "sentences", sentences),
			    0, docs };
		g_array_append_val (rows, row);
	}
	json_t *out = sorted_rows (rows);
	while (json_array_size (out) > CORE_MAX)
		json_array_remove (out, CORE_MAX);
	return out;
}

static json_t *titles_json (const Compare *compare)
{
	json_t *out = json_array ();
	for (guint i = 0; i < compare->docs->len; i++) {
		const Article *a = compare_doc (compare, i)->article;
		json_array_append_new (out, json_pack ("{s:i, s:s?, s:s?}", "article",
						       (int)number_of (i), "language", a->language,
						       "title", a->title));
	}
	return out;
}

json_t *compare_report (const Compare *compare, guint parts)
{
	json_t *articles = json_array ();
	for (guint i = 0; i < compare->docs->len; i++)
		json_array_append_new (articles, article_json (compare, i));
	json_t *report = json_pack ("{s:i, s:o, s:i}", "version", COMPARE_REPORT_VERSION,
				    "articles", articles, "left_out", (int)compare->left_out);
	if (parts & REPORT_TITLES)
		json_object_set_new (report, "titles", titles_json (compare));
	if (parts & REPORT_TIMELINE)
		json_object_set_new (report, "timeline", timeline_json (compare));
	if (parts & REPORT_COPIES)
		json_object_set_new (report, "sources", sources_json (compare));
	if (parts & REPORT_FIGURES)
		json_object_set_new (report, "figures", figures_json (compare));
	if (parts & REPORT_NAMES)
		json_object_set_new (report, "names", names_json (compare));
	if (parts & REPORT_QUOTES)
		json_object_set_new (report, "quotes", quotes_json (compare));
	if (parts & REPORT_OMISSIONS) {
		json_object_set_new (report, "core", core_json (compare));
		json_object_set_new (report, "only_here", only_json (compare));
		json_object_set_new (report, "threshold", json_real (COMPARE_PARTNER));
	}
	return report;
}

/* answer.c: each language asked apart (answer_pass.c), and one list made of it. */
#include "search/answer_private.h"

#include <math.h>
#include <string.h>

#include "indexer/schema.h"
#include "search/answer_counts.h"

#define REACH_MAX 128
#define RECENT_BONUS 1.0 /* as much as a language's best hit is worth */

static const Lang pass_langs[] = { LANG_FR, LANG_EN, LANG_OTHER };

/* --- all languages --- */

/* The one language whose articles are asked for; LANG_UNKNOWN: all. */
static Lang only_language (const Asking *a)
{
	return a->options->lang ? lang_from_code (a->options->lang) : LANG_UNKNOWN;
}

/* Is the language of the pass asked for, and are there articles in it? */
static bool wants (const Asking *a, int pass)
{
	Lang only = only_language (a);
	double others = (double)a->stats->documents - a->stats->of_lang[QUERY_FR] -
			a->stats->of_lang[QUERY_EN];
	if (only != LANG_UNKNOWN && only != pass_langs[pass])
		return false;
	return pass == 2 ? others > 0 : a->stats->of_lang[pass] > 0;
}

static void start (Asking *a)
{
	Answer *answer = a->answer;
	g_array_set_size (answer->hits, 0);
	g_hash_table_remove_all (answer->marks);
	if (a->options->facets) {
		g_hash_table_remove_all (a->sites);
		g_hash_table_remove_all (a->months);
	}
	g_string_truncate (a->description, 0);
	answer->total = 0;
	answer->narrowed = false;
	a->cut = false;
	a->behind = false;
	answer->exact = true;
	memset (answer->of_lang, 0, sizeof answer->of_lang);
	memset (answer->fell_back, 0, sizeof answer->fell_back);
}

#define FEEDBACK_DOCS 5 /* best articles that are fed back; measured: 5 */

/* The best articles of one language, for the other's sake. `pass` is that language's; its hits are ranked, or just asked. */
static bool feed_back (Asking *a, int pass, GError **error)
{
	XapDocid docids[FEEDBACK_DOCS];
	double shares[FEEDBACK_DOCS];
	const GArray *hits = a->answer->hits;
	double top = 0;
	guint count = 0;
	for (guint i = 0; i < hits->len && count < FEEDBACK_DOCS; i++) {
		const AnswerHit *hit = &g_array_index (hits, AnswerHit, i);
		/* Filters and what is barred rank nothing: then no article is better than another. */
		if (hit->lang != pass_langs[pass] || hit->some || hit->score <= 0)
			continue;
		docids[count] = hit->docid;
		shares[count++] = hit->score;
		top = MAX (top, hit->score);
	}
	for (guint i = 0; i < count; i++)
		shares[i] = pow (shares[i] / top, 2);
	return query_feedback (a->query, a->context, a->stats, pass, docids, shares, count, error);
}

static bool ask_all (Asking *a, bool any, GError **error)
{
	start (a);
	a->answer->lenient = any && !a->options->any;
	g_ptr_array_set_size (a->query->feedback, 0);
	if (!a->query->needs_language && !a->options->lang && !a->options->facets)
		return answer_ask_language (a, LANG_UNKNOWN, 2, any, error);
	/* The query's own language first. */
	int first = a->query->reading[QUERY_EN] > a->query->reading[QUERY_FR] ? QUERY_EN : QUERY_FR;
	const int order[] = { first, !first, 2 };
	for (int i = 0; i < 3; i++) {
		if (wants (a, order[i]) &&
		    !answer_ask_language (a, pass_langs[order[i]], order[i], any, error))
			return false;
		if (i == 0 && any && !feed_back (a, first, error))
			return false;
	}
	return true;
}

/* Which of two hits comes first. By day, what has none comes last; then by score, then by docid, so that two runs agree. */
static int compare (gconstpointer x, gconstpointer y, gpointer data)
{
	const AnswerHit *p = x, *q = y;
	AnswerSort sort = ((const AnswerOptions *)data)->sort;
	if (sort != ANSWER_RELEVANCE && p->dated != q->dated)
		return p->dated ? -1 : 1;
	if (sort != ANSWER_RELEVANCE && p->dated && p->date_s != q->date_s)
		return (p->date_s > q->date_s) == (sort == ANSWER_DATE) ? -1 : 1;
	if (p->score != q->score)
		return p->score > q->score ? -1 : 1;
	return p->docid < q->docid ? -1 : p->docid > q->docid;
}

/* Keep the best of each copy group, up to `want` hits; the others are counted with it. Xapian's own collapsing reads the
 * group of every article that matches, which nearly doubles the time of a common word; here only the best are read. */
static bool fold_copies (Asking *a, guint want, GError **error)
{
	GArray *hits = a->answer->hits;
	g_autoptr (GHashTable) groups =
		g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	guint kept = 0;
	for (guint i = 0; i < hits->len && kept < want; i++) {
		AnswerHit hit = g_array_index (hits, AnswerHit, i);
		g_autofree char *group = NULL;
		if (!xap_db_value (a->stats->db, hit.docid, SCHEMA_SLOT_COPY_GROUP, &group, NULL,
				   error))
			return false;
		gpointer first = group ? g_hash_table_lookup (groups, group) : NULL;
		if (first) {
			g_array_index (hits, AnswerHit, GPOINTER_TO_UINT (first) - 1).copies++;
			continue;
		}
		g_array_index (hits, AnswerHit, kept++) = hit;
		if (group)
			g_hash_table_insert (groups, g_steal_pointer (&group),
					     GUINT_TO_POINTER (kept));
	}
	g_array_set_size (hits, kept);
	return true;
}

/* The hits from `first` on. */
static void rank (Asking *a, guint first)
{
	const AnswerOptions *o = a->options;
	GArray *hits = a->answer->hits;
	for (guint i = first; o->recent_days > 0 && i < hits->len; i++) {
		AnswerHit *hit = &g_array_index (hits, AnswerHit, i);
		double age = MAX (((double)o->now_s - hit->date_s) / 86400, 0);
		if (hit->dated)
			hit->score += RECENT_BONUS * exp2 (-age / o->recent_days);
	}
	/* GLib wants a pointer that is not const; compare() only reads. */
	AnswerOptions copy = *o;
	g_qsort_with_data (hits->data + first * sizeof (AnswerHit), (gint)(hits->len - first),
			   sizeof (AnswerHit), compare, &copy);
}

/* Scores of one answer fall from hit to hit: those from `first` on are brought below those before. */
static void lower_scores (GArray *hits, guint first)
{
	AnswerHit *hit = (AnswerHit *)hits->data;
	double most = first < hits->len ? hit[first].score : 0;
	for (guint i = first; most > 0 && i < hits->len; i++)
		hit[i].score *= hit[first - 1].score / most / 2;
}

/* A language in which no article has all the words, while another's have: what has some of them comes behind those, as far as the
 * page asked for has room. */
static bool fall_back (Asking *a, GError **error)
{
	const AnswerOptions *o = a->options;
	Answer *answer = a->answer;
	guint have = answer->hits->len;
	bool alone = !a->query->needs_language && !o->facets; /* asked as one: ask_all() */
	if (o->all || o->lang || alone || have == 0 || !query_has_any (a->query))
		return true;
	a->behind = true;
	for (int pass = 0; pass < QUERY_LANGS; pass++) {
		guint before = answer->hits->len;
		if (answer->of_lang[pass] > 0 || !wants (a, pass) || before >= o->offset + o->limit)
			continue;
		if (answer->of_lang[!pass] > 0 && !feed_back (a, !pass, error))
			return false;
		if (!answer_ask_language (a, pass_langs[pass], pass, true, error))
			return false;
		answer->fell_back[pass] = answer->hits->len > before;
	}
	rank (a, have);
	if (o->sort == ANSWER_RELEVANCE)
		lower_scores (answer->hits, have);
	return !a->folds || fold_copies (a, o->offset + o->limit, error);
}

/* Both languages' hits as one list without copies, a page of it. */
static bool merge (Asking *a, bool any, GError **error)
{
	const AnswerOptions *o = a->options;
	GArray *hits = a->answer->hits;
	for (;;) {
		rank (a, 0);
		guint fetched = hits->len;
		if (a->folds && !fold_copies (a, o->offset + o->limit, error))
			return false;
		if (hits->len >= o->offset + o->limit || !a->cut || hits->len == fetched ||
		    a->reach >= REACH_MAX)
			break;
		a->reach *= 4; /* a dispatch that everybody prints */
		if (!ask_all (a, any, error))
			return false;
	}
	if (!any && hits->len < o->offset + o->limit && !fall_back (a, error))
		return false;
	guint drop = MIN (o->offset, hits->len);
	if (drop)
		g_array_remove_range (hits, 0, drop);
	if (hits->len > o->limit)
		g_array_set_size (hits, o->limit);
	return true;
}

static bool ask (XapDb *db, gpointer data, GError **error)
{
	Asking *a = data;
	bool any = a->options->any;
	g_hash_table_remove_all (a->postings);
	if (!query_stats (db, a->stats, error))
		return false;
	a->folds = !a->options->copies && a->stats->copies;
	a->reach = a->folds ? 3 : 2;
	if ((a->stories &&
	     !query_resolve_stories (a->query, a->stories->resolve, a->stories->data, error)) ||
	    (a->query->read_it &&
	     !query_read (a->query, a->stats, a->context->lexicon, a->context->from, error)))
		return false;
	query_translate (a->query, a->context->lexicon, only_language (a));
	if (!ask_all (a, any, error))
		return false;
	if (a->answer->total == 0 && !any && !a->options->all && query_has_any (a->query)) {
		any = true;
		if (!ask_all (a, true, error))
			return false;
	}
	return merge (a, any, error);
}

/* --- the answer --- */

/* The articles found that have none of the values counted: a row of their own, at the end. */
static void count_rest (const Answer *answer, GArray *counts)
{
	guint64 sum = 0;
	for (guint i = 0; i < counts->len; i++)
		sum += g_array_index (counts, AnswerCount, i).count;
	AnswerCount rest = { NULL, answer->total > sum ? answer->total - sum : 0 };
	if (rest.count)
		g_array_append_val (counts, rest);
}

Answer *answer_new (XapDb *db, Query *query, const QueryContext *context,
		    const AnswerOptions *options, const AnswerStories *stories, GError **error)
{
	g_autoptr (Answer) answer = g_new0 (Answer, 1);
	Asking a = { .query = query,
		     .context = context,
		     .options = options,
		     .stories = stories,
		     .answer = answer,
		     .sites = options->facets ? answer_counts_new () : NULL,
		     .months = options->facets ? answer_counts_new () : NULL,
		     .postings = query_postings_new (),
		     .description = g_string_new (NULL) };
	a.stats = context->stats ? context->stats : &a.own_stats;
	answer->hits = g_array_new (FALSE, FALSE, sizeof (AnswerHit));
	answer->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	bool ok = xap_retry (db, ask, &a, error);
	if (ok && options->facets) {
		answer->sites = answer_counts_list (a.sites, answer_counts_most);
		answer->months = answer_counts_list (a.months, answer_counts_name);
		count_rest (answer, answer->sites);
		count_rest (answer, answer->months);
	}
	answer->description = g_string_free (a.description, FALSE);
	g_clear_pointer (&a.sites, g_hash_table_unref);
	g_clear_pointer (&a.months, g_hash_table_unref);
	g_hash_table_unref (a.postings);
	return ok ? g_steal_pointer (&answer) : NULL;
}

void answer_free (Answer *answer)
{
	if (!answer)
		return;
	g_array_unref (answer->hits);
	g_hash_table_unref (answer->marks);
	g_clear_pointer (&answer->sites, g_array_unref);
	g_clear_pointer (&answer->months, g_array_unref);
	g_free (answer->description);
	g_free (answer);
}

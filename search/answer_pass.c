/* answer_pass.c: the articles of one language asked: likely translations first, all of them where those find too little. */
#include "search/answer_private.h"

#include <string.h>

#include "indexer/schema.h"
#include "search/answer_counts.h"

/* Scores of the two languages are not of one scale: those of the query's own language are higher by nature, and would
 * crowd the other out. Each list is measured by its own best hit, with a little of the raw score (s / s_top + s / 30;
 * method: C4 MAP .609 against .577 for raw scores and .597 for taking turns). */
#define RAW_SHARE 30.0

/* The filters that came as options, around `query`. */
static XapQuery *filtered (const AnswerOptions *o, XapQuery *query)
{
	if (o->from_s != G_MININT64 || o->to_s != G_MAXINT64)
		query = xap_query_pair (XAP_OP_FILTER, query,
					query_date_filter (o->from_s, o->to_s));
	if (o->lang && lang_from_code (o->lang) == LANG_OTHER)
		query = xap_query_pair (XAP_OP_FILTER, query, query_lang_filter (o->lang));
	if (o->not_id) {
		g_autofree char *term = g_strconcat (SCHEMA_ID, o->not_id, NULL);
		if (strlen (term) <= XAP_TERM_MAX)
			query = xap_query_pair (XAP_OP_AND_NOT, query,
						xap_query_term (term, strlen (term)));
	}
	return query;
}

/* How many hits of a language are fetched. */
static guint32 fetched (const Asking *a)
{
	const AnswerOptions *o = a->options;
	guint32 limit = (guint32)MIN ((guint64)(o->offset + o->limit) * a->reach / 2, G_MAXINT32);
	return o->recent_days > 0 ? MAX (limit, ANSWER_RERANK) : limit;
}

static XapSearch search_options (const Asking *a)
{
	static const guint slots[] = { SCHEMA_SLOT_DOMAIN, SCHEMA_SLOT_DATE };
	const AnswerOptions *o = a->options;
	XapSearch search = XAP_SEARCH_INIT;
	search.limit = fetched (a);
	search.check_at_least = a->behind ? 0 : o->check_at_least;
	if (o->sort != ANSWER_RELEVANCE) {
		search.sort_slot = SCHEMA_SLOT_DATE;
		search.sort_reverse = o->sort == ANSWER_DATE;
	}
	if (a->behind)
		return search;
	if (o->facets) {
		search.count_slots = slots;
		search.count_slots_count = G_N_ELEMENTS (slots);
	}
	if (o->facets || search.check_at_least == ANSWER_ALL)
		search.check_at_least = (guint32)MIN (a->stats->documents, G_MAXUINT32);
	return search;
}

static bool take_hits (Asking *a, XapMset *mset, Lang lang, GError **error)
{
	bool dates = a->options->sort != ANSWER_RELEVANCE || a->options->recent_days > 0;
	double top = 0;
	XapHit hit;
	XapStep step;
	while ((step = xap_mset_next (mset, &hit, error)) == XAP_ROW) {
		AnswerHit made = {
			.docid = hit.docid,
			.lang = lang,
			.some = a->behind,
		};
		top = top > 0 ? top : hit.weight;
		made.score = hit.weight / (top > 0 ? top : 1) + hit.weight / RAW_SHARE;
		if (dates && !xap_db_number (a->stats->db, hit.docid, SCHEMA_SLOT_DATE, &made.dated,
					     &made.date_s, error))
			return false;
		g_array_append_val (a->answer->hits, made);
	}
	return step == XAP_DONE;
}

static bool take_pass (Asking *a, XapMset *mset, Lang lang, int pass, GError **error)
{
	guint64 found = xap_mset_estimate (mset);
	if (a->behind)
		return take_hits (a, mset, lang, error);
	a->cut = a->cut || xap_mset_size (mset) >= fetched (a);
	a->answer->total += found;
	a->answer->of_lang[pass] += found;
	a->answer->exact = a->answer->exact && xap_mset_is_exact (mset);
	if (a->options->facets &&
	    (!xap_mset_counts (mset, 0, answer_count, a->sites, error) ||
	     !xap_mset_counts (mset, 1, answer_count_month, a->months, error)))
		return false;
	return take_hits (a, mset, lang, error);
}

/* Where the likely translations find as many articles of a language as are asked for, a usual page at least, the slight ones are left
 * out. The same for every page of an answer. */
#define USUAL_PAGE 10
static guint32 likely_enough (const Asking *a)
{
	return MAX (a->options->limit, USUAL_PAGE);
}

/* Words that are asked for together stand together more often than by chance, but seldom so many times as often: where fewer are
 * expected by chance, slight translations are wanted, and it is not tried without. (Two and three words of 20,000 and 100,000
 * articles: of 627 times a quarter of a page was not expected 243 times, and a page was there 6 times of those.) */
#define TOGETHER 4.0

/* *few: it finds so few articles that slight translations are wanted too; then nothing is taken. NULL: take all there is. */
static bool search_pass (Asking *a, const XapQuery *query, Lang lang, int pass, bool *few,
			 GError **error)
{
	XapSearch search = search_options (a);
	if (few)
		search.check_at_least = MAX (search.check_at_least, likely_enough (a));
	g_autoptr (XapMset) mset = xap_search (a->stats->db, query, &search, error);
	if (!mset)
		return false;
	if (few)
		*few = xap_mset_at_least (mset) < likely_enough (a);
	return (few && *few) || take_pass (a, mset, lang, pass, error);
}

/* Oldest first: what has no date would come first, so it is asked for apart, and sorted behind (answer.c). */
static bool search_undated_apart (Asking *a, const XapQuery *query, Lang lang, int pass, bool *few,
				  GError **error)
{
	static const XapOp ops[] = { XAP_OP_AND_NOT, XAP_OP_FILTER };
	if (few) {
		XapSearch probe = { .check_at_least = likely_enough (a),
				    .sort_slot = -1,
				    .collapse_slot = -1 };
		g_autoptr (XapMset) mset = xap_search (a->stats->db, query, &probe, error);
		if (!mset)
			return false;
		*few = xap_mset_at_least (mset) < likely_enough (a);
		if (*few)
			return true;
	}
	for (gsize i = 0; i < G_N_ELEMENTS (ops); i++) {
		g_autoptr (XapQuery) part =
			xap_query_pair (ops[i], xap_query_copy (query),
					xap_query_term (SCHEMA_UNDATED, strlen (SCHEMA_UNDATED)));
		if (!search_pass (a, part, lang, pass, NULL, error))
			return false;
	}
	return true;
}

static void describe (Asking *a, const XapQuery *query, Lang lang)
{
	g_autofree char *description = xap_query_describe (query);
	g_string_append_printf (a->description, "%s: %s\n",
				lang == LANG_UNKNOWN ? "all"
				: lang == LANG_OTHER ? "other"
						     : lang_code (lang),
				description);
}

/* *few as search_pass() has it; NULL: with slight translations. */
static bool ask_narrow (Asking *a, Lang lang, int pass, bool any, bool *few, GError **error)
{
	bool left_out = false;
	QueryTarget target = { .lang = lang,
			       .any = any,
			       .some = any && !a->options->any,
			       .likely = few != NULL,
			       .left_out = &left_out,
			       .postings = a->postings };
	g_autoptr (XapQuery) query =
		query_build (a->query, a->stats, &target, a->answer->marks, error);
	if (!query)
		return false;
	if (!left_out)
		few = NULL;
	if (few && xap_query_expected (query) * TOGETHER < likely_enough (a)) {
		*few = true;
		return true;
	}
	query = filtered (a->options, g_steal_pointer (&query));
	bool ok = a->options->sort == ANSWER_FIRST
			  ? search_undated_apart (a, query, lang, pass, few, error)
			  : search_pass (a, query, lang, pass, few, error);
	if (!ok || (few && *few))
		return ok;
	a->answer->narrowed = a->answer->narrowed || left_out;
	if (a->options->describe)
		describe (a, query, lang);
	return true;
}

bool answer_ask_language (Asking *a, Lang lang, int pass, bool any, GError **error)
{
	bool few = false;
	if (!any && !ask_narrow (a, lang, pass, any, &few, error))
		return false;
	return (!any && !few) || ask_narrow (a, lang, pass, any, NULL, error);
}

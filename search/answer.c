/* answer.c: asking each language apart and making one list of it.
 *
 * Scores of the two languages are not of one scale: those of the query's own language are higher by nature, and would
 * crowd the other out. Each list is measured by its own best hit, with a little of the raw score (s / s_top + s / 30;
 * method: C4 MAP .609 against .577 for raw scores and .597 for taking turns). */
#include "search/answer.h"

#include <math.h>
#include <string.h>

#include "indexer/schema.h"

#define RAW_SHARE 30.0
#define REACH_MAX 128
#define RECENT_BONUS 1.0 /* as much as a language's best hit is worth */

static const Lang pass_langs[] = { LANG_FR, LANG_EN, LANG_OTHER };

typedef struct {
	Query *query;
	const QueryContext *context;
	const AnswerOptions *options;
	const AnswerStories *stories;
	QueryStats *stats; /* kept by the context, or `own_stats` */
	QueryStats own_stats;
	Answer *answer;
	GHashTable *sites, *months; /* name → guint64 * */
	GString *description;
	guint reach; /* for each two hits wanted so many are fetched, since copies fold */
	bool folds;  /* there are copies, and they are folded */
	bool cut;    /* some language has more hits than were fetched */
} Asking;

/* --- one language --- */

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
	search.check_at_least = o->check_at_least;
	if (o->sort != ANSWER_RELEVANCE) {
		search.sort_slot = SCHEMA_SLOT_DATE;
		search.sort_reverse = o->sort == ANSWER_DATE;
	}
	if (o->facets) {
		search.count_slots = slots;
		search.count_slots_count = G_N_ELEMENTS (slots);
	}
	if (o->facets || search.check_at_least == ANSWER_ALL)
		search.check_at_least = (guint32)MIN (a->stats->documents, G_MAXUINT32);
	return search;
}

static void count (GHashTable *counts, const char *name, gsize len, guint64 n)
{
	g_autofree char *key = g_strndup (name, len);
	guint64 *have = g_hash_table_lookup (counts, key);
	if (!have) {
		have = g_new0 (guint64, 1);
		g_hash_table_insert (counts, g_steal_pointer (&key), have);
	}
	*have += n;
}

static void count_site (const char *value, gsize len, guint64 n, gpointer data)
{
	count (((Asking *)data)->sites, value, len, n);
}

static void count_month (const char *value, gsize len, guint64 n, gpointer data)
{
	g_autoptr (GDateTime) date =
		g_date_time_new_from_unix_utc ((gint64)xap_number (value, len));
	g_autofree char *month = date ? g_date_time_format (date, "%Y-%m") : NULL;
	if (month)
		count (((Asking *)data)->months, month, strlen (month), n);
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
	a->cut = a->cut || xap_mset_size (mset) >= fetched (a);
	a->answer->total += found;
	a->answer->of_lang[pass] += found;
	a->answer->exact = a->answer->exact && xap_mset_is_exact (mset);
	if (a->options->facets && (!xap_mset_counts (mset, 0, count_site, a, error) ||
				   !xap_mset_counts (mset, 1, count_month, a, error)))
		return false;
	return take_hits (a, mset, lang, error);
}

/* Where the likely translations find so many articles in a language, the slight ones are left out. */
#define LIKELY_ENOUGH 30

/* *few: it finds so few articles that slight translations are wanted too; then nothing is taken. NULL: take all there is. */
static bool search_pass (Asking *a, const XapQuery *query, Lang lang, int pass, bool *few,
			 GError **error)
{
	XapSearch search = search_options (a);
	if (few)
		search.check_at_least = MAX (search.check_at_least, LIKELY_ENOUGH);
	g_autoptr (XapMset) mset = xap_search (a->stats->db, query, &search, error);
	if (!mset)
		return false;
	if (few)
		*few = xap_mset_at_least (mset) < LIKELY_ENOUGH;
	return (few && *few) || take_pass (a, mset, lang, pass, error);
}

/* Oldest first: what has no date would come first, so it is asked for apart, and sorted behind (see precedes()). */
static bool search_undated_apart (Asking *a, const XapQuery *query, Lang lang, int pass, bool *few,
				  GError **error)
{
	static const XapOp ops[] = { XAP_OP_AND_NOT, XAP_OP_FILTER };
	if (few) {
		XapSearch probe = { .check_at_least = LIKELY_ENOUGH,
				    .sort_slot = -1,
				    .collapse_slot = -1 };
		g_autoptr (XapMset) mset = xap_search (a->stats->db, query, &probe, error);
		if (!mset)
			return false;
		*few = xap_mset_at_least (mset) < LIKELY_ENOUGH;
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
	QueryTarget target = {
		.lang = lang, .any = any, .likely = few != NULL, .left_out = &left_out
	};
	g_autoptr (XapQuery) query =
		query_build (a->query, a->stats, &target, a->answer->marks, error);
	if (!query)
		return false;
	query = filtered (a->options, g_steal_pointer (&query));
	if (!left_out)
		few = NULL;
	bool ok = a->options->sort == ANSWER_FIRST
			  ? search_undated_apart (a, query, lang, pass, few, error)
			  : search_pass (a, query, lang, pass, few, error);
	if (ok && a->options->describe && !(few && *few))
		describe (a, query, lang);
	return ok;
}

static bool ask_language (Asking *a, Lang lang, int pass, bool any, GError **error)
{
	bool few = false;
	if (!any && !ask_narrow (a, lang, pass, any, &few, error))
		return false;
	return (!any && !few) || ask_narrow (a, lang, pass, any, NULL, error);
}

/* --- all of them --- */

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
	g_hash_table_remove_all (a->sites);
	g_hash_table_remove_all (a->months);
	g_string_truncate (a->description, 0);
	answer->total = 0;
	a->cut = false;
	answer->exact = true;
	memset (answer->of_lang, 0, sizeof answer->of_lang);
}

#define FEEDBACK_DOCS 5 /* best articles that are fed back; measured: 5 */

/* The best articles of the query's own language, for the other's sake. `pass` is that language's, just asked. */
static bool feed_back (Asking *a, int pass, GError **error)
{
	XapDocid docids[FEEDBACK_DOCS];
	double shares[FEEDBACK_DOCS];
	const GArray *hits = a->answer->hits;
	double top = hits->len ? g_array_index (hits, AnswerHit, 0).score : 0;
	/* Filters and what is barred rank nothing: then no article is better than another. */
	guint count = top > 0 ? MIN (hits->len, FEEDBACK_DOCS) : 0;
	for (guint i = 0; i < count; i++) {
		const AnswerHit *hit = &g_array_index (hits, AnswerHit, i);
		docids[i] = hit->docid;
		shares[i] = pow (hit->score / top, 2);
	}
	return query_feedback (a->query, a->context, a->stats, pass, docids, shares, count, error);
}

static bool ask_all (Asking *a, bool any, GError **error)
{
	start (a);
	a->answer->lenient = any && !a->options->any;
	g_ptr_array_set_size (a->query->feedback, 0);
	if (!a->query->needs_language && !a->options->lang && !a->options->facets)
		return ask_language (a, LANG_UNKNOWN, 2, any, error);
	/* The query's own language first. */
	int first = a->query->reading[QUERY_EN] > a->query->reading[QUERY_FR] ? QUERY_EN : QUERY_FR;
	const int order[] = { first, !first, 2 };
	for (int i = 0; i < 3; i++) {
		if (wants (a, order[i]) &&
		    !ask_language (a, pass_langs[order[i]], order[i], any, error))
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

static void rank (Asking *a)
{
	const AnswerOptions *o = a->options;
	GArray *hits = a->answer->hits;
	for (guint i = 0; o->recent_days > 0 && i < hits->len; i++) {
		AnswerHit *hit = &g_array_index (hits, AnswerHit, i);
		double age = MAX (((double)o->now_s - hit->date_s) / 86400, 0);
		if (hit->dated)
			hit->score += RECENT_BONUS * exp2 (-age / o->recent_days);
	}
	/* GLib wants a pointer that is not const; compare() only reads. */
	AnswerOptions copy = *o;
	g_array_sort_with_data (hits, compare, &copy);
}

/* Both languages' hits as one list without copies, a page of it. */
static bool merge (Asking *a, bool any, GError **error)
{
	const AnswerOptions *o = a->options;
	GArray *hits = a->answer->hits;
	for (;;) {
		rank (a);
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
	if (a->answer->total == 0 && !any && query_has_any (a->query)) {
		any = true;
		if (!ask_all (a, true, error))
			return false;
	}
	return merge (a, any, error);
}

/* --- facets --- */

static int by_count (gconstpointer x, gconstpointer y)
{
	const AnswerCount *p = x, *q = y;
	return p->count != q->count ? p->count > q->count ? -1 : 1 : strcmp (p->name, q->name);
}

static int by_name (gconstpointer x, gconstpointer y)
{
	return strcmp (((const AnswerCount *)x)->name, ((const AnswerCount *)y)->name);
}

static void clear_count (gpointer data)
{
	g_free (((AnswerCount *)data)->name);
}

static GArray *counts_list (GHashTable *counts, GCompareFunc order)
{
	GArray *list = g_array_new (FALSE, FALSE, sizeof (AnswerCount));
	GHashTableIter iter;
	gpointer name, n;
	g_array_set_clear_func (list, clear_count);
	g_hash_table_iter_init (&iter, counts);
	while (g_hash_table_iter_next (&iter, &name, &n)) {
		AnswerCount made = { g_strdup (name), *(guint64 *)n };
		g_array_append_val (list, made);
	}
	g_array_sort (list, order);
	return list;
}

/* --- the answer --- */

Answer *answer_new (XapDb *db, Query *query, const QueryContext *context,
		    const AnswerOptions *options, const AnswerStories *stories, GError **error)
{
	g_autoptr (Answer) answer = g_new0 (Answer, 1);
	Asking a = { .query = query,
		     .context = context,
		     .options = options,
		     .stories = stories,
		     .answer = answer,
		     .sites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
		     .months = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
		     .description = g_string_new (NULL) };
	a.stats = context->stats ? context->stats : &a.own_stats;
	answer->hits = g_array_new (FALSE, FALSE, sizeof (AnswerHit));
	answer->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	bool ok = xap_retry (db, ask, &a, error);
	if (ok && options->facets) {
		answer->sites = counts_list (a.sites, by_count);
		answer->months = counts_list (a.months, by_name);
	}
	answer->description = g_string_free (a.description, FALSE);
	g_hash_table_unref (a.sites);
	g_hash_table_unref (a.months);
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

/* --- who a document is --- */

static bool first_with (XapTerms *terms, const char *prefix, char **out, GError **error)
{
	const char *term;
	gsize len, prefix_len = strlen (prefix);
	*out = NULL;
	if (!xap_terms_skip (terms, prefix, prefix_len, error))
		return false;
	XapStep step = xap_terms_next (terms, &term, &len, NULL, error);
	if (step == XAP_ROW && g_str_has_prefix (term, prefix))
		*out = g_strndup (term + prefix_len, len - prefix_len);
	return step != XAP_FAIL;
}

bool answer_identity (XapDb *db, XapDocid docid, char **id, char **lang, GError **error)
{
	g_autoptr (XapTerms) terms = xap_db_doc_terms (db, docid, error);
	g_autofree char *language = NULL;
	if (!terms || !first_with (terms, SCHEMA_LANG, &language, error) ||
	    !first_with (terms, SCHEMA_ID, id, error))
		return false;
	*lang = g_steal_pointer (&language);
	return true;
}

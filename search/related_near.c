/* related_near.c: the nearest of an article, by the index, and pairs judged among them. */
#include <math.h>
#include <string.h>

#include "corpus/store_link.h"
#include "indexer/document.h"
#include "indexer/schema.h"
#include "search/query.h"
#include "search/related.h"
#include "search/results.h"

/* The heaviest terms of an article that candidates are looked up by; measured: 10 terms find every pair that the
 * model accepts among 4,000 documents, 16 as many as 30 among 100,000. Rare names and figures are among them. */
#define QUERY_TERMS 16
/* So many are looked up, of which the best are kept when their days are seen: an affinity (link.h) fades, a score of the index does not. */
#define LOOKED_UP 60
#define FADING_DAYS 8.0

/* --- candidates --- */

static int by_weight (gconstpointer a, gconstpointer b)
{
	float x = ((const Weighted *)a)->weight, y = ((const Weighted *)b)->weight;
	return x > y ? -1 : x < y;
}

static void add_term (GPtrArray *queries, const char *prefix, const char *term, double weight)
{
	g_autofree char *whole = g_strconcat (prefix, term, NULL);
	if (*term && strlen (whole) <= XAP_TERM_MAX)
		g_ptr_array_add (queries,
				 xap_query_scale (xap_query_term (whole, strlen (whole)), weight));
}

/* The heaviest of a vector, as stems of `lang`. */
static void add_vector (Space *space, GPtrArray *queries, Vector *vector, Lang lang)
{
	g_autoptr (GArray) sorted = g_array_copy (vector);
	g_array_sort (sorted, by_weight);
	for (guint i = 0; i < MIN (sorted->len, QUERY_TERMS); i++) {
		const Weighted *w = &g_array_index (sorted, Weighted, i);
		const char *stem = space_stem (space, w->id);
		add_term (queries,
			  g_ascii_isdigit (*stem) ? SCHEMA_WORD : schema_stem_prefix (lang), stem,
			  w->weight);
	}
}

/* What an article is held against: those of its days and the undated; NULL: all, for it has no day. Dates stand in the index too, but a range
 * of them is a walk through all of them, and this costs by the articles of those days. */
static bool window_of (Store *store, const Profile *p, const RelatedOptions *options,
		       XapQuery **out, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	gint64 window = (gint64)options->window_days * 86400;
	*out = NULL;
	if (!p->day_s)
		return true;
	if (!store_published (store, p->day_s - window, p->day_s + window + 86400, docids, error))
		return false;
	*out = xap_query_pair (XAP_OP_OR,
			       xap_query_documents ((const XapDocid *)docids->data, docids->len),
			       xap_query_term (SCHEMA_UNDATED, strlen (SCHEMA_UNDATED)));
	return true;
}

/* The candidates of `lang` in `window` (borrowed; NULL: whenever). */
static Results *candidates (XapDb *db, Space *space, const Profile *p, Lang lang,
			    const XapQuery *window, GError **error)
{
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	XapSearch search = XAP_SEARCH_INIT;
	search.limit = LOOKED_UP;
	add_vector (space, queries, p->lang == lang ? p->all : p->all_translated, lang);
	g_autoptr (XapQuery) query = xap_query_pair (
		XAP_OP_FILTER,
		xap_query_combine (XAP_OP_OR, (XapQuery **)queries->pdata, queries->len, 0),
		query_lang_filter (lang_code (lang)));
	if (window)
		query = xap_query_pair (XAP_OP_FILTER, query, xap_query_copy (window));
	return results_new (db, query, &search, error);
}

/* The profile of an article that the index keeps nothing of. */
static bool profile_of_text (Store *store, Space *space, guint32 docid, Profile **out,
			     GError **error)
{
	g_autoptr (Article) article = NULL;
	*out = NULL;
	if (!store_get (store, docid, &article, error))
		return false;
	if (article) {
		*out = profile_new (space, article);
		profile_strip (*out); /* before the article goes */
	}
	return true;
}

bool related_profile (Store *store, XapDb *db, Space *space, guint32 docid, Profile **out,
		      GError **error)
{
	g_autoptr (Gist) gist = document_gist (db, docid);
	if (!gist)
		return profile_of_text (store, space, docid, out, error);
	*out = profile_of_gist (space, gist);
	return true;
}

/* A candidate, by where it stands among them and by what the index keeps of it. */
typedef struct {
	guint32 docid;
	Gist *gist; /* NULL: to be made of its text */
} Candidate;

static void candidate_clear (gpointer data)
{
	gist_free (((Candidate *)data)->gist);
}

static int by_hit (gconstpointer a, gconstpointer b)
{
	const XapHit *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Let the hits fade with the days between them and `p`; the best stay. */
static bool fade (XapDb *db, const Profile *p, GArray *hits, GError **error)
{
	for (guint i = 0; p->day_s && i < hits->len; i++) {
		XapHit *hit = &g_array_index (hits, XapHit, i);
		bool dated;
		double day_s;
		if (!xap_db_number (db, hit->docid, SCHEMA_SLOT_DATE, &dated, &day_s, error))
			return false;
		if (dated)
			hit->weight *= exp (-fabs (day_s - (double)p->day_s) / 86400 / FADING_DAYS);
	}
	g_array_sort (hits, by_hit);
	g_array_set_size (hits, MIN (hits->len, RELATED_CANDIDATES));
	return true;
}

/* Append the candidates of `lang`, best first, but `self` and those that `pairs` holds. */
static bool add_candidates (XapDb *db, Space *space, const Profile *profile, guint32 self,
			    Lang lang, const XapQuery *window, const Pairs *pairs, GArray *out,
			    GError **error)
{
	g_autoptr (Results) found = candidates (db, space, profile, lang, window, error);
	if (!found || !fade (db, profile, found->hits, error))
		return false;
	for (guint i = 0; i < found->hits->len; i++) {
		guint32 docid = g_array_index (found->hits, XapHit, i).docid;
		Candidate candidate = { docid, NULL };
		if (docid == self || pairs_get (pairs, docid))
			continue;
		candidate.gist = document_gist (db, docid);
		g_array_append_val (out, candidate);
	}
	return true;
}

/* Profiles of many articles ask how rare thousands of words are: all at once, that costs less. */
static void expect_words (Space *space, const GArray *found)
{
	g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
	for (guint i = 0; i < found->len; i++) {
		const Gist *gist = g_array_index (found, Candidate, i).gist;
		for (guint k = 0; gist && k < gist->words->len; k++) {
			const char *stem = g_array_index (gist->words, GistWord, k).stem;
			guint32 id = space_id (space, gist->lang, stem, strlen (stem));
			g_array_append_val (ids, id);
		}
	}
	space_expect (space, ids);
}

/* Put the candidates of `profile` into `pairs`, under their docids, but `self` and those that are there. */
static bool surround (Store *store, XapDb *db, Space *space, const Profile *profile, guint32 self,
		      const RelatedOptions *options, Pairs *pairs, GError **error)
{
	static const Lang langs[] = { LANG_FR, LANG_EN };
	g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Candidate));
	g_autoptr (XapQuery) window = NULL;
	g_array_set_clear_func (found, candidate_clear);
	if (!window_of (store, profile, options, &window, error))
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS (langs); i++)
		if (!add_candidates (db, space, profile, self, langs[i], window, pairs, found,
				     error))
			return false;
	expect_words (space, found);
	for (guint i = 0; i < found->len; i++) {
		const Candidate *c = &g_array_index (found, Candidate, i);
		Profile *other = NULL;
		if (c->gist)
			other = profile_of_gist (space, c->gist);
		else if (!profile_of_text (store, space, c->docid, &other, error))
			return false;
		if (other) /* NULL: deleted since the index was made */
			pairs_add (pairs, c->docid, other, NULL, NULL);
	}
	return true;
}

/* --- judging --- */

static void note (guint32 self, guint32 docid, const Link *link, gpointer data)
{
	(void)self;
	RelatedLink found = { .docid = docid, .link = *link, .seen = link->probability };
	found.link.left_out = false;
	g_array_append_val ((GArray *)data, found);
}

bool related_judge (Store *store, XapDb *db, Space *space, const LinkModel *model,
		    const Profile *profile, guint32 self, const RelatedOptions *options,
		    GArray *out, GError **error)
{
	PairsOptions pair_options = PAIRS_INIT;
	pair_options.is_sample = true;
	pair_options.window_days = options->window_days;
	pair_options.min_probability = options->min_probability;
	pair_options.candidates = RELATED_CANDIDATES;
	pair_options.judged = G_MAXUINT;
	pair_options.affinity_min = 0;
	g_autoptr (Pairs) pairs = pairs_new (space, model, &pair_options);
	if (!surround (store, db, space, profile, self, options, pairs, error))
		return false;
	pairs_find (pairs, self, profile, note, out);
	return true;
}

/* The key of an article that the corpus does not have. */
#define LOOSE G_MAXUINT32

bool related_compare (Store *store, XapDb *db, Space *space, const LinkModel *model,
		      const Profile *left, guint32 left_docid, Profile *right, guint32 right_docid,
		      Link *out, GError **error)
{
	RelatedOptions options = RELATED_INIT;
	PairsOptions pair_options = PAIRS_INIT;
	pair_options.is_sample = true;
	pair_options.window_days = options.window_days;
	pair_options.candidates = RELATED_CANDIDATES;
	g_autoptr (Pairs) pairs = pairs_new (space, model, &pair_options);
	g_autoptr (Profile) other = right;
	guint32 key = right_docid ? right_docid : LOOSE;
	if (db && (!surround (store, db, space, left, left_docid, &options, pairs, error) ||
		   !surround (store, db, space, right, left_docid, &options, pairs, error)))
		return false;
	if (!pairs_get (pairs, key))
		pairs_add (pairs, key, g_steal_pointer (&other), NULL, NULL);
	if (!pairs_compare (pairs, left, key, out))
		g_assert_not_reached ();
	out->left_out = false;
	return true;
}

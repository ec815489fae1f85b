/* xap_query.cc: Xapian's queries and searches in C. Words of several terms are xap_psq.cc's. */
#include "shim/xap_private.hh"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

using xap::guard;
using Xapian::Query;

/* --- queries --- */

/* A query from what `body` gives; its failure when it throws. */
template <typename F> static XapQuery *build (F body)
{
	XapQuery *query = xap::create<XapQuery> ();
	guard (false, query->failure.slot (), [&] {
		query->query = body ();
		return true;
	});
	return query;
}

XapQuery *xap_query_nothing (void)
{
	return xap::create<XapQuery> ();
}

XapQuery *xap_query_all (void)
{
	return build ([] { return Query::MatchAll; });
}

/* `body` gets the term; refused as documents refuse it. */
template <typename F> static XapQuery *build_term (const char *term, gsize len, F body)
{
	XapQuery *query = xap::create<XapQuery> ();
	if (xap::term_ok (term, len, query->failure.slot ()))
		guard (false, query->failure.slot (), [&] {
			query->query = body (std::string (term, len));
			return true;
		});
	return query;
}

XapQuery *xap_query_term (const char *term, gsize len)
{
	return xap_query_term_wqf (term, len, 1);
}

XapQuery *xap_query_term_wqf (const char *term, gsize len, guint32 wqf)
{
	return build_term (term, len, [=] (const std::string &t) { return Query (t, wqf); });
}

XapQuery *xap_query_wildcard (const char *prefix, gsize len, guint32 max_expand)
{
	/* Xapian 1.4.22 takes MOST_FREQUENT with 0 for "none", not for "no limit". */
	int limit = max_expand ? Query::WILDCARD_LIMIT_MOST_FREQUENT : Query::WILDCARD_LIMIT_FIRST;
	return build_term (prefix, len, [=] (const std::string &t) {
		return Query (Query::OP_WILDCARD, t, max_expand, limit, Query::OP_SYNONYM);
	});
}

namespace
{

/* Gives one document that no database has, and then no more. See max_of(). */
class Sentinel : public Xapian::PostingSource
{
	bool given = false, over = false;

      public:
	void init (const Xapian::Database &) override
	{
		given = over = false;
		set_maxweight (0);
	}
	PostingSource *clone () const override
	{
		return new Sentinel;
	}
	Xapian::doccount get_termfreq_min () const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_est () const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_max () const override
	{
		return 1;
	}
	void next (double) override
	{
		over = given;
		given = true;
	}
	void skip_to (Xapian::docid, double) override
	{
		given = true;
	}
	bool at_end () const override
	{
		return over;
	}
	Xapian::docid get_docid () const override
	{
		return G_MAXUINT32;
	}
	std::string get_description () const override
	{
		return "end";
	}
	static Query query ()
	{
		return Query ((new Sentinel)->release ());
	}
};

} // namespace

/* OP_MAX that cannot crash. When all posting lists below Xapian 1.4.22's MaxPostList end at the same document, it
 * stays in the tree empty, and the next recalc_maxweight() reads the list that it freed: an OR of two MAX groups
 * dies within a few queries. With a list that outlives them it is replaced by that one instead; AND_NOT hides
 * what is left. (Measured: 10% slower than a bare OR.) Not for remote databases, which do not know the class. */
static Query max_of (std::vector<Query> &queries)
{
	if (queries.size () == 1)
		return queries[0];
	queries.push_back (Sentinel::query ());
	return Query (Query::OP_AND_NOT, Query (Query::OP_MAX, queries.begin (), queries.end ()),
		      Sentinel::query ());
}

static Query combine (XapOp op, std::vector<Query> &queries, guint param)
{
	static const Query::op ops[] = {
		/* in the order of XapOp */
		Query::OP_AND,       Query::OP_OR,     Query::OP_AND_NOT,   Query::OP_XOR,
		Query::OP_AND_MAYBE, Query::OP_FILTER, Query::OP_NEAR,      Query::OP_PHRASE,
		Query::OP_SYNONYM,   Query::OP_MAX,    Query::OP_ELITE_SET,
	};
	static_assert (G_N_ELEMENTS (ops) == XAP_OP_ELITE_SET + 1, "an operator is missing");
	g_assert (op <= XAP_OP_ELITE_SET);
	if (queries.empty ())
		return Query ();
	if (op == XAP_OP_MAX)
		return max_of (queries);
	return Query (ops[op], queries.begin (), queries.end (), param);
}

XapQuery *xap_query_combine (XapOp op, XapQuery **queries, guint count, guint param)
{
	XapQuery *combined = xap::create<XapQuery> ();
	guard (false, combined->failure.slot (), [&] {
		std::vector<Query> parts;
		for (guint i = 0; i < count; i++)
			if (queries[i] && op == XAP_OP_AND && !queries[i]->words.empty ())
				for (auto &word : queries[i]->words)
					combined->words.push_back (word);
			else if (queries[i])
				parts.push_back (queries[i]->query);
		if (!combined->words.empty ())
			parts.insert (parts.begin (), xap::psq_query (combined->words));
		if (parts.size () > 1)
			combined->words.clear ();
		combined->query = combine (op, parts, param);
		return true;
	});
	for (guint i = 0; i < count; i++) {
		if (queries[i])
			combined->failure.adopt (queries[i]->failure);
		xap_query_free (queries[i]);
	}
	return combined;
}

XapQuery *xap_query_pair (XapOp op, XapQuery *left, XapQuery *right)
{
	XapQuery *both[] = { left, right };
	return xap_query_combine (op, both, 2, 0);
}

XapQuery *xap_query_scale (XapQuery *query, double factor)
{
	query->words.clear ();
	guard (false, query->failure.slot (), [&] {
		if (std::isnan (factor))
			throw Xapian::InvalidArgumentError ("a weight that is not a number");
		query->query = Query (factor, query->query);
		return true;
	});
	return query;
}

XapQuery *xap_query_number_range (guint slot, double from, double to)
{
	return build ([=] {
		if (std::isnan (from) || std::isnan (to))
			throw Xapian::InvalidArgumentError ("a range that is not of numbers");
		if (from > to)
			return Query ();
		/* -INFINITY serialises to "", which is also what a document without the value has. */
		return Query (Query::OP_VALUE_RANGE, slot,
			      Xapian::sortable_serialise (std::fmax (from, -DBL_MAX)),
			      Xapian::sortable_serialise (to));
	});
}

XapQuery *xap_query_has_value (guint slot)
{
	return build ([=] { return Query (Query::OP_VALUE_GE, slot, std::string (1, '\0')); });
}

XapQuery *xap_query_copy (const XapQuery *query)
{
	XapQuery *copy = build ([=] { return query->query; });
	copy->words = query->words;
	copy->failure.adopt (query->failure);
	return copy;
}

bool xap_query_ok (const XapQuery *query, GError **error)
{
	return query->failure.report (error);
}

char *xap_query_describe (const XapQuery *query)
{
	g_autoptr (GError) failure = nullptr;
	if (!query->failure.report (&failure))
		return g_strdup (failure->message);
	return guard<char *> (nullptr, nullptr, [&] {
		g_autoptr (GString) text = g_string_new (query->query.get_description ().c_str ());
		g_string_replace (text, " MAX PostingSource(end)", "", 0);
		g_string_replace (text, " AND_NOT PostingSource(end)", "", 0);
		g_string_replace (text, "PostingSource(\1", "", 0); /* xap_psq.cc */
		g_string_replace (text, "\1)", "", 0);
		return g_string_free (g_steal_pointer (&text), FALSE);
	});
}

void xap_query_free (XapQuery *query)
{
	delete query;
}

/* --- searching --- */

struct XapMset {
	Xapian::Enquire enquire;
	Xapian::MSet mset;
	Xapian::doccount next = 0;
	std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> counts;
	bool counted = false; /* by xap::best_of(): then these are the hits, and `mset` is empty */
	std::vector<XapHit> best;
	guint64 total = 0;
	explicit XapMset (const Xapian::Database &db) : enquire (db)
	{
	}
};

static void set_options (Xapian::Enquire &enquire, const XapSearch &options)
{
	if (options.bm25_k1 != 0 || options.bm25_b != 0)
		enquire.set_weighting_scheme (
			Xapian::BM25Weight (options.bm25_k1, 0, 1, options.bm25_b, 0.5));
	if (options.sort_slot >= 0)
		enquire.set_sort_by_value_then_relevance (options.sort_slot, options.sort_reverse);
	if (options.collapse_slot >= 0)
		enquire.set_collapse_key (options.collapse_slot);
}

static void add_counts (XapMset &mset, const XapSearch &options)
{
	for (guint i = 0; i < options.count_slots_count; i++) {
		mset.counts.push_back (
			std::make_unique<Xapian::ValueCountMatchSpy> (options.count_slots[i]));
		mset.enquire.add_matchspy (mset.counts.back ().get ());
	}
}

/* Nothing but words that a document must all have, and the best wanted? */
static bool is_plain (const XapQuery &query, const XapSearch &o)
{
	return !query.words.empty () && o.sort_slot < 0 && o.collapse_slot < 0 &&
	       o.count_slots_count == 0;
}

static void take_best (XapMset &mset, const XapDb &db, const XapQuery &query, const XapSearch &o)
{
	mset.counted = true;
	mset.best = xap::best_of (db.db, query.words, gsize (o.offset) + o.limit, &mset.total);
	mset.best.erase (mset.best.begin (),
			 mset.best.begin () +
				 gssize (std::min<gsize> (o.offset, mset.best.size ())));
	for (gsize i = 0; i < mset.best.size (); i++)
		mset.best[i].rank = o.offset + guint32 (i);
}

XapMset *xap_search (XapDb *db, const XapQuery *query, const XapSearch *options, GError **error)
{
	static const XapSearch defaults = XAP_SEARCH_INIT;
	if (!query->failure.report (error))
		return nullptr;
	return guard<XapMset *> (nullptr, error, [&] {
		const XapSearch &o = options ? *options : defaults;
		auto found = std::make_unique<XapMset> (db->db);
		found->enquire.set_query (query->query);
		if (db->single && is_plain (*query, o)) {
			take_best (*found, *db, *query, o);
			return found.release ();
		}
		set_options (found->enquire, o);
		add_counts (*found, o);
		found->mset = found->enquire.get_mset (o.offset, o.limit, o.check_at_least);
		return found.release ();
	});
}

void xap_mset_free (XapMset *mset)
{
	delete mset;
}

guint32 xap_mset_size (const XapMset *mset)
{
	return mset->counted ? guint32 (mset->best.size ()) : mset->mset.size ();
}

guint64 xap_mset_estimate (const XapMset *mset)
{
	return mset->counted ? mset->total : mset->mset.get_matches_estimated ();
}

guint64 xap_mset_at_least (const XapMset *mset)
{
	return mset->counted ? mset->total : mset->mset.get_matches_lower_bound ();
}

bool xap_mset_is_exact (const XapMset *mset)
{
	return mset->counted ||
	       mset->mset.get_matches_lower_bound () == mset->mset.get_matches_upper_bound ();
}

XapStep xap_mset_next (XapMset *mset, XapHit *hit, GError **error)
{
	return guard (XAP_FAIL, error, [&] {
		if (mset->next >= xap_mset_size (mset))
			return XAP_DONE;
		if (mset->counted) {
			*hit = mset->best[mset->next++];
			return XAP_ROW;
		}
		Xapian::MSetIterator i = mset->mset[mset->next];
		XapHit found = { *i, i.get_weight (), i.get_rank (), i.get_collapse_count () };
		*hit = found;
		mset->next++;
		return XAP_ROW;
	});
}

bool xap_mset_counts (XapMset *mset, guint index, XapCountFunc func, gpointer data, GError **error)
{
	return guard (false, error, [&] {
		const auto &spy = mset->counts.at (index);
		for (auto i = spy->values_begin (); i != spy->values_end (); ++i) {
			std::string value = *i;
			func (value.data (), value.size (), i.get_termfreq (), data);
		}
		return true;
	});
}

double xap_number (const char *value, gsize len)
{
	return guard (0.0, nullptr,
		      [&] { return Xapian::sortable_unserialise (std::string (value, len)); });
}

char **xap_mset_matching_terms (XapMset *mset, XapDocid docid, GError **error)
{
	return guard<char **> (nullptr, error, [&] {
		g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
		auto i = mset->enquire.get_matching_terms_begin (docid);
		for (; i != mset->enquire.get_matching_terms_end (docid); ++i)
			g_ptr_array_add (terms, g_strdup ((*i).c_str ()));
		g_ptr_array_add (terms, nullptr);
		return reinterpret_cast<char **> (g_ptr_array_steal (terms, nullptr));
	});
}

/* xap_documents.cc: a query for documents that are named: a bit each, so that it is no search in the index. */
#include "shim/xap_private.hh"

using xap::guard;

namespace
{

class Documents : public Xapian::PostingSource
{
	static constexpr guint BITS = 64;
	std::shared_ptr<const std::vector<guint64>> bits;
	Xapian::doccount count;
	Xapian::docid current = 0; /* 0 before the first */

	/* The first of them from `docid` on. */
	void find (Xapian::docid docid)
	{
		gsize word = docid / BITS;
		guint64 left =
			word < bits->size () ? (*bits)[word] & ~guint64 (0) << docid % BITS : 0;
		while (!left && ++word < bits->size ())
			left = (*bits)[word];
		current = left ? Xapian::docid (word * BITS + gsize (__builtin_ctzll (left)))
			       : G_MAXUINT32;
	}

      public:
	Documents (std::shared_ptr<const std::vector<guint64>> bits_, Xapian::doccount count_)
	    : bits (std::move (bits_)), count (count_)
	{
	}
	PostingSource *clone () const override
	{
		return new Documents (bits, count);
	}
	void init (const Xapian::Database &) override
	{
		current = 0;
		set_maxweight (0);
	}
	Xapian::doccount get_termfreq_min () const override
	{
		return 0;
	}
	Xapian::doccount get_termfreq_est () const override
	{
		return count;
	}
	Xapian::doccount get_termfreq_max () const override
	{
		return count;
	}
	void next (double) override
	{
		if (!at_end ())
			find (current + 1);
	}
	void skip_to (Xapian::docid target, double) override
	{
		if (target > current)
			find (target);
	}
	bool at_end () const override
	{
		return current == G_MAXUINT32;
	}
	Xapian::docid get_docid () const override
	{
		return current;
	}
	std::string get_description () const override
	{
		return "Documents(" + std::to_string (count) + ")";
	}
};

} // namespace

XapQuery *xap_query_documents (const XapDocid *docids, guint count)
{
	XapQuery *query = xap::create<XapQuery> ();
	guard (false, query->failure.slot (), [&] {
		Xapian::docid last = 0;
		for (guint i = 0; i < count; i++)
			last = std::max (last, docids[i]);
		auto bits = std::make_shared<std::vector<guint64>> (last / 64 + 1);
		for (guint i = 0; i < count; i++)
			(*bits)[docids[i] / 64] |= guint64 (1) << docids[i] % 64;
		query->query = Xapian::Query ((new Documents (bits, count))->release ());
		return true;
	});
	return query;
}

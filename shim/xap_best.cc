/* xap_best.cc: the best documents that have all of some words, without Xapian's matcher: documents are weighed in the order of
 * what they could weigh at most, so that few lengths are looked up, and all that match are counted on the way. */
#include "shim/xap_words.hh"

#include <algorithm>

using xap::AllWords;
using xap::Window;

namespace
{

/* Better first; of equals the older, as Xapian has it. */
bool better (const XapHit &a, const XapHit &b)
{
	return a.weight != b.weight ? a.weight > b.weight : a.docid < b.docid;
}

/* Documents that may be among the best. */
class Contest
{
	struct Candidate {
		double most;
		Xapian::docid docid;
		gsize tf; /* where its words' are in `tfs` */
	};
	static constexpr gsize WAITING_MAX = 4096;
	const Xapian::Database &db;
	const AllWords &words;
	gsize wanted;
	std::vector<Candidate> waiting;
	std::vector<double> tfs;
	std::vector<XapHit> best; /* a heap, the worst on top */

	bool full () const
	{
		return best.size () >= wanted;
	}
	void weigh (const Candidate &c)
	{
		double length = db.get_doclength (c.docid);
		XapHit hit = { c.docid, words.weight (&tfs[c.tf], length), 0, 0 };
		if (full ()) {
			if (!better (hit, best.front ()))
				return;
			std::pop_heap (best.begin (), best.end (), better);
			best.pop_back ();
		}
		best.push_back (hit);
		std::push_heap (best.begin (), best.end (), better);
	}

	using Place = std::vector<Candidate>::iterator;
	void weigh_all (Place from, Place to)
	{
		to = std::remove_if (from, to, [this] (const Candidate &c) {
			return full () && c.most < best.front ().weight;
		});
		std::sort (from, to, [] (const Candidate &a, const Candidate &b) {
			return a.docid < b.docid;
		});
		for (; from != to; ++from)
			if (!full () || from->most >= best.front ().weight)
				weigh (*from);
	}

      public:
	Contest (const Xapian::Database &in, const AllWords &of, gsize wanted_)
	    : db (in), words (of), wanted (wanted_)
	{
	}
	void enter (Xapian::docid docid, const double *tf)
	{
		double most = words.most (tf);
		if (wanted == 0 || (full () && most < best.front ().weight))
			return;
		waiting.push_back ({ most, docid, tfs.size () });
		tfs.insert (tfs.end (), tf, tf + words.count ());
		if (waiting.size () >= WAITING_MAX)
			settle ();
	}
	/* Weigh who waits: twice as many as are wanted of those who could weigh most (measured: a tenth fewer lengths than with as many),
	 * then of the others who still may be among the best. Lengths are looked up in the order of docids, in which they are kept. */
	void settle ()
	{
		auto first = waiting.begin (), middle = first;
		if (!full () && !waiting.empty ()) {
			middle += gssize (std::min (2 * (wanted - best.size ()), waiting.size ()));
			std::nth_element (first, middle - 1, waiting.end (),
					  [] (const Candidate &a, const Candidate &b) {
						  return a.most > b.most;
					  });
			weigh_all (first, middle);
		}
		weigh_all (middle, waiting.end ());
		waiting.clear ();
		tfs.clear ();
	}
	std::vector<XapHit> take ()
	{
		settle ();
		std::sort_heap (best.begin (), best.end (), better);
		return std::move (best);
	}
};

} // namespace

std::vector<XapHit> xap::best_of (const Xapian::Database &db, const PsqWords &of, gsize wanted,
				  guint64 *total)
{
	AllWords words (of);
	Contest contest (db, words, wanted);
	std::vector<double> tf (of.size ());
	guint64 found = 0;
	words.open (db);
	for (Xapian::docid from = 1; !words.empty && words.read (from);
	     from = words.base () + Window::SIZE)
		for (guint i = words.found ().next (0); i < Window::SIZE;
		     i = words.found ().next (i + 1)) {
			words.frequencies (i, tf.data ());
			contest.enter (words.base () + i, tf.data ());
			found++;
		}
	*total = found;
	return contest.take ();
}

/* xap_psq.cc: a posting source that counts several terms as one word, each as far as it is to be expected: the
 * probabilistic structured query of Darwish and Oard (SIGIR 2003), under BM25.
 *
 * tf = Σ p·wdf. What the whole collection knows (documents, df, average length) comes from the caller, so that shards
 * of one collection weigh alike. The weight is bounded by that of endless tf: a term's own bound costs as much as opening
 * its list does, and is hardly lower. */
#include "shim/xap_private.hh"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

using xap::guard;

namespace
{

struct Word {
	std::string term;
	double p;
	guint64 df; /* in the whole database */
};

constexpr Xapian::docid END = G_MAXUINT32;

class Psq : public Xapian::PostingSource
{
	/* What does not change, shared by the clones that Xapian makes for each shard. */
	struct Shape {
		std::vector<Word> words;
		double idf, k1, b, average;
		guint64 counted;
	};
	struct List {
		Xapian::PostingIterator at;
		Xapian::docid docid; /* END when it is over */
		double p;
	};
	std::shared_ptr<const Shape> shape;
	Xapian::Database db;
	std::vector<List> lists;
	Xapian::docid current = 0;
	Xapian::doccount least = 0, together = 0,
			 most = 0; /* documents: of one list, of all, summed */
	double shortest = 0;       /* k1 (1 - b + b len / average) of the shortest document */

	explicit Psq (std::shared_ptr<const Shape> from) : shape (std::move (from))
	{
	}
	double norm (double length) const
	{
		return shape->k1 * (1 - shape->b + shape->b * length / shape->average);
	}
	double weigh (double tf, double norm_) const
	{
		return shape->idf * (shape->k1 + 1) * tf / (tf + norm_);
	}
	double frequency () const
	{
		double tf = 0;
		for (const List &list : lists)
			if (list.docid == current)
				tf += list.p * list.at.get_wdf ();
		return tf;
	}
	/* The lowest docid of any list. */
	void settle ()
	{
		current = END;
		for (const List &list : lists)
			current = std::min (current, list.docid);
	}
	static void load (List &list)
	{
		list.docid = list.at == Xapian::PostingIterator () ? END : *list.at;
	}

      public:
	Psq (std::vector<Word> words, const XapPsq &psq)
	{
		auto made = std::make_shared<Shape> ();
		made->words = std::move (words);
		double df = std::min (psq.document_freq, psq.documents);
		made->idf = std::log (1 + (psq.documents - df + 0.5) / (df + 0.5));
		made->k1 = psq.k1;
		made->b = psq.b;
		made->average = std::max (psq.average_length, 1.0);
		made->counted = psq.counted;
		shape = std::move (made);
	}
	PostingSource *clone () const override
	{
		return new Psq (shape);
	}
	void init (const Xapian::Database &database) override
	{
		db = database;
		lists.clear ();
		current = 0;
		least = 0;
		guint64 sum = 0;
		double rest = 1, documents = db.get_doccount ();
		bool whole = db.get_doccount () == shape->counted;
		for (const Word &word : shape->words) {
			auto df = whole ? Xapian::doccount (word.df) : db.get_termfreq (word.term);
			if (df == 0)
				continue;
			List list = { db.postlist_begin (word.term), 0, word.p };
			load (list);
			lists.push_back (std::move (list));
			least = std::max (least, df);
			sum += df;
			rest *= 1 - df / documents;
		}
		together = lists.size () == 1 ? least
					      : Xapian::doccount (documents * (1 - rest) + 0.5);
		together = std::max (together, least);
		most = Xapian::doccount (std::min<guint64> (sum, db.get_doccount ()));
		shortest = norm (db.get_doclength_lower_bound ());
		set_maxweight (lists.empty () ? 0 : shape->idf * (shape->k1 + 1));
	}
	Xapian::doccount get_termfreq_min () const override
	{
		return least;
	}
	Xapian::doccount get_termfreq_est () const override
	{
		return together;
	}
	Xapian::doccount get_termfreq_max () const override
	{
		return most;
	}
	void next (double min_weight) override
	{
		do {
			for (List &list : lists)
				if (list.docid ==
				    current) { /* never so at first: docids begin at 1 */
					++list.at;
					load (list);
				}
			settle ();
		} while (current != END && min_weight > 0 &&
			 weigh (frequency (), shortest) < min_weight);
	}
	void skip_to (Xapian::docid target, double) override
	{
		for (List &list : lists)
			if (list.docid < target) {
				list.at.skip_to (target);
				load (list);
			}
		settle ();
	}
	double get_weight () const override
	{
		return weigh (frequency (), norm (db.get_doclength (current)));
	}
	bool at_end () const override
	{
		return current == END;
	}
	Xapian::docid get_docid () const override
	{
		return current;
	}
	std::string get_description () const override
	{
		std::string text = "(";
		for (const Word &word : shape->words) {
			char number[32];
			g_snprintf (number, sizeof number, "%.2g*", word.p);
			text += (text.size () > 1 ? " + " : "") + std::string (number) + word.term;
		}
		return text + ")";
	}
};

} // namespace

XapQuery *xap_query_psq (const XapPsq *psq)
{
	XapQuery *query = xap::create<XapQuery> ();
	guard (false, query->failure.slot (), [&] {
		std::vector<Word> words;
		for (guint i = 0; i < psq->count; i++) {
			const XapPsqTerm &t = psq->terms[i];
			if (!xap::term_ok (t.term, t.len, query->failure.slot ()))
				return false;
			if (!(t.p > 0))
				throw Xapian::InvalidArgumentError ("a share that is not above 0");
			words.push_back ({ std::string (t.term, t.len), t.p, t.df });
		}
		if (!(psq->documents >= 0) || !(psq->document_freq >= 0) || !(psq->k1 >= 0) ||
		    !(psq->b >= 0 && psq->b <= 1))
			throw Xapian::InvalidArgumentError ("statistics that cannot be");
		if (!words.empty ())
			query->query =
				Xapian::Query ((new Psq (std::move (words), *psq))->release ());
		return true;
	});
	return query;
}

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
		void load ()
		{
			docid = at == Xapian::PostingIterator () ? END : *at;
		}
		void next ()
		{
			++at;
			load ();
		}
		void skip_to (Xapian::docid target)
		{
			if (docid >= target)
				return;
			at.skip_to (target);
			load ();
		}
	};
	std::shared_ptr<const Shape> shape;
	Xapian::Database db;
	std::vector<List> lists;
	Xapian::docid current = 0;  /* END when it is over */
	double expected = 0;        /* the tf of `current` */
	mutable double weight = -1; /* of it; < 0: not reckoned yet */
	Xapian::doccount least = 0, together = 0,
			 most = 0; /* documents: of one list, of all, summed */
	double shortest = 0;       /* k1 (1 - b + b len / average) of the shortest document */
	/* Where documents are wanted close behind one another, the lists are read out one after the other, this many documents at a
	 * time: docids from `base` on, what is expected of each, and which of them have any. `base` is END when none are read. */
	static constexpr Xapian::docid WINDOW = 2048;
	Xapian::docid base = END;
	double tf[WINDOW]; /* where there is any */
	guint64 some[WINDOW / 64];
	double density = 0; /* postings of all lists, a docid */

	explicit Psq (std::shared_ptr<const Shape> from) : shape (std::move (from))
	{
	}
	double norm (double length) const
	{
		return shape->k1 * (1 - shape->b + shape->b * length / shape->average);
	}
	double bound () const
	{
		return shape->idf * (shape->k1 + 1);
	}
	/* The least tf with which a document can weigh so much. */
	double tf_for (double wanted) const
	{
		if (!(wanted > 0))
			return 0;
		if (wanted >= bound ())
			return HUGE_VAL;
		return shortest * wanted / (bound () - wanted) * (1 - 1e-9);
	}
	bool holds (Xapian::docid docid) const
	{
		return docid >= base && docid - base < WINDOW;
	}
	/* Of a document in the window. */
	double frequency (Xapian::docid docid) const
	{
		guint i = docid - base;
		return some[i / 64] >> i % 64 & 1 ? tf[i] : 0;
	}
	void add (Xapian::docid docid, double more)
	{
		guint i = docid - base;
		guint64 bit = guint64 (1) << i % 64;
		tf[i] = some[i / 64] & bit ? tf[i] + more : more;
		some[i / 64] |= bit;
	}
	/* Read the window that begins with the first document not before `from`. False, and at the end, when there is none. */
	bool read_on (Xapian::docid from)
	{
		base = END;
		for (List &list : lists) {
			list.skip_to (from);
			base = std::min (base, list.docid);
		}
		if (base == END) {
			current = END;
			return false;
		}
		std::fill (some, some + WINDOW / 64, 0);
		for (List &list : lists)
			for (; list.docid != END && list.docid - base < WINDOW; list.next ())
				add (list.docid, list.p * list.at.get_wdf ());
		return true;
	}
	/* Move to the window's first document that is not before `from` and has at least `enough`. */
	bool find (Xapian::docid from, double enough)
	{
		guint begin = from - base;
		for (guint i = begin / 64; i < WINDOW / 64; i++) {
			guint64 left = some[i];
			if (i == begin / 64)
				left &= ~guint64 (0) << begin % 64;
			for (; left; left &= left - 1) {
				guint k = i * 64 + guint (__builtin_ctzll (left));
				if (tf[k] < enough)
					continue;
				move (base + k, tf[k]);
				return true;
			}
		}
		return false;
	}
	void move (Xapian::docid docid, double frequency_)
	{
		current = docid;
		expected = frequency_;
		weight = -1;
	}
	/* All lists at `target` or behind it. Returns the tf of `target`. */
	double look_up (Xapian::docid target)
	{
		double sum = 0;
		base = END;
		for (List &list : lists) {
			list.skip_to (target);
			if (list.docid == target)
				sum += list.p * list.at.get_wdf ();
		}
		return sum;
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
		move (0, 0);
		base = END;
		least = 0;
		guint64 sum = 0;
		double rest = 1, documents = db.get_doccount ();
		bool whole = db.get_doccount () == shape->counted;
		for (const Word &word : shape->words) {
			auto df = whole ? Xapian::doccount (word.df) : db.get_termfreq (word.term);
			if (df == 0)
				continue;
			lists.push_back ({ db.postlist_begin (word.term), 0, word.p });
			lists.back ().load ();
			least = std::max (least, df);
			sum += df;
			rest *= 1 - df / documents;
		}
		together = lists.size () == 1 ? least
					      : Xapian::doccount (documents * (1 - rest) + 0.5);
		together = std::max (together, least);
		density = double (sum) / std::max (db.get_lastdocid (), 1u);
		most = Xapian::doccount (std::min<guint64> (sum, db.get_doccount ()));
		shortest = norm (db.get_doclength_lower_bound ());
		set_maxweight (lists.empty () ? 0 : bound ());
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
		double enough = tf_for (min_weight);
		Xapian::docid from = current + 1;
		if (enough == HUGE_VAL) {
			current = END;
			return;
		}
		if (base != END) {
			from = std::max (from, base);
			if (holds (from) && find (from, enough))
				return;
			from = std::max (from, base + WINDOW);
		}
		while (read_on (from) && !find (base, enough))
			from = base + WINDOW;
	}
	/* Where it is not there, or weighs too little, `expected` is 0, and the position none. */
	bool check (Xapian::docid target, double min_weight) override
	{
		double passed = double (target - current) * density, there = 0;
		if (base != END && target < base) /* where the window has nothing yet */
			there = 0;
		else if (holds (target))
			there = frequency (target);
		else if (passed > double (lists.size ()))
			there = look_up (target);
		else if (read_on (target))
			there = target < base ? 0 : frequency (target);
		if (current == END)
			return true;
		move (target, there < tf_for (min_weight) ? 0 : there);
		return expected > 0;
	}
	void skip_to (Xapian::docid target, double min_weight) override
	{
		if (current == END ||
		    (target <= current ? expected > 0 : check (target, min_weight)))
			return;
		next (min_weight);
	}
	double get_weight () const override
	{
		if (weight < 0)
			weight = bound () * expected /
				 (expected + norm (db.get_doclength (current)));
		return weight;
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
		std::string text = "{";
		for (const Word &word : shape->words) {
			char number[32];
			g_snprintf (number, sizeof number, "%.2g*", word.p);
			text += (text.size () > 1 ? " + " : "") + std::string (number) + word.term;
		}
		return text + "}";
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

/* xap_psq.cc: a posting source that counts several terms as one word, each as far as it is to be expected: the
 * probabilistic structured query of Darwish and Oard (SIGIR 2003), under BM25; and of several such words the documents that have
 * all of them.
 *
 * tf = Σ p·wdf. What the whole collection knows (documents, df, average length) comes from the caller, so that shards
 * of one collection weigh alike. A document's length is a search in the index, and costs as much as passing a hundred postings: it
 * is looked up for documents only that would weigh enough if they were as short as the shortest. */
#include "shim/xap_lists.hh"

#include <algorithm>
#include <cstdio>

using xap::END;
using xap::guard;
using xap::Lists;
using xap::PsqTerm;
using xap::PsqWord;
using xap::Window;

namespace
{

class Psq : public Xapian::PostingSource
{
	const xap::PsqWords
		words; /* in the order of the query: so they are summed, in every shard */
	Xapian::Database db;
	std::vector<Lists> lists;   /* of each word */
	std::vector<Lists *> order; /* the rarest first, which leads */
	/* Where documents are wanted close behind one another, so many docids are read at a time: those from `base` on, and which of them
	 * have all words. `base` is END when none are read. */
	Xapian::docid base = END;
	Window found;
	Xapian::docid current = 0;  /* END when it is over */
	bool there = false;         /* `current` has all words */
	std::vector<double> tf;     /* of each word in `current` */
	mutable double weight = -1; /* of it; < 0: not reckoned yet */

	bool holds (Xapian::docid docid) const
	{
		return base != END && docid >= base && docid - base < Window::SIZE;
	}
	/* Read the window of the leading word's next documents. False, and at the end, when there are none. */
	bool read_on (Xapian::docid from)
	{
		base = order[0]->read (from);
		if (base == END) {
			current = END;
			return false;
		}
		found = order[0]->documents ();
		for (gsize i = 1; i < order.size (); i++)
			order[i]->meet (base, &found);
		return true;
	}
	void move (Xapian::docid docid)
	{
		current = docid;
		there = true;
		weight = -1;
		if (holds (docid))
			for (gsize k = 0; k < lists.size (); k++)
				tf[k] = lists[k].frequency (docid - base);
	}
	/* What `current` would weigh if it were the shortest, and the rounding. */
	double most () const
	{
		double sum = 0;
		for (gsize k = 0; k < lists.size (); k++)
			sum += words[k]->weight (tf[k], lists[k].shortest);
		return sum * (1 + 1e-9);
	}
	/* Move to the window's first document that is not before `from` and may weigh `wanted`. */
	bool find (Xapian::docid from, double wanted)
	{
		for (guint i = found.next (from - base); i < Window::SIZE; i = found.next (i + 1)) {
			move (base + i);
			if (wanted <= 0 || most () >= wanted)
				return true;
		}
		return false;
	}
	/* Look the one document up in all lists. */
	bool look_up (Xapian::docid target)
	{
		base = END;
		for (Lists *list : order) {
			double expected = list->look_up (target);
			if (!(expected > 0))
				return false;
			tf[gsize (list - lists.data ())] = expected;
		}
		return true;
	}

      public:
	explicit Psq (xap::PsqWords of) : words (std::move (of))
	{
	}
	PostingSource *clone () const override
	{
		return new Psq (words);
	}
	void init (const Xapian::Database &database) override
	{
		db = database;
		lists.assign (words.size (), Lists ());
		tf.assign (words.size (), 0);
		order.clear ();
		base = END;
		current = 0;
		there = false;
		double bound = 0;
		bool none = false;
		for (gsize i = 0; i < words.size (); i++) {
			lists[i].open (words[i].get (), db);
			order.push_back (&lists[i]);
			none = none || lists[i].count () == 0;
			bound += words[i]->bound ();
		}
		std::stable_sort (
			order.begin (), order.end (),
			[] (const Lists *a, const Lists *b) { return a->density < b->density; });
		if (none)
			current = END;
		set_maxweight (none ? 0 : bound);
	}
	Xapian::doccount get_termfreq_min () const override
	{
		return lists.size () == 1 ? lists[0].least : 0;
	}
	Xapian::doccount get_termfreq_est () const override
	{
		double documents = db.get_doccount (), share = 1;
		for (const Lists &list : lists)
			share *= list.together / documents;
		return Xapian::doccount (documents * share + 0.5);
	}
	Xapian::doccount get_termfreq_max () const override
	{
		Xapian::doccount most = db.get_doccount ();
		for (const Lists &list : lists)
			most = std::min (most, list.most);
		return most;
	}
	void next (double min_weight) override
	{
		Xapian::docid from = current + 1;
		if (current == END)
			return;
		if (min_weight >= get_maxweight () && min_weight > 0) {
			current = END;
			return;
		}
		if (base != END) {
			from = std::max (from, base);
			if (holds (from) && find (from, min_weight))
				return;
			from = std::max (from, base + Window::SIZE);
		}
		while (read_on (from) && !find (base, min_weight))
			from = base + Window::SIZE;
	}
	/* Where it is not there, or weighs too little, `there` is false, and the position none. */
	bool check (Xapian::docid target, double min_weight) override
	{
		double passed = double (target - current) * order[0]->density;
		if (current == END)
			return true;
		bool all = false;
		if (base != END && target < base) { /* where the window has nothing yet */
		} else if (holds (target)) {
			all = found.has (target - base);
		} else if (passed > double (order[0]->count ())) {
			all = look_up (target);
		} else if (read_on (target)) {
			all = target >= base && found.has (target - base);
		}
		if (current == END)
			return true;
		move (target);
		there = all && (min_weight <= 0 || most () >= min_weight);
		return there;
	}
	void skip_to (Xapian::docid target, double min_weight) override
	{
		if (current == END || (target <= current ? there : check (target, min_weight)))
			return;
		next (min_weight);
	}
	double get_weight () const override
	{
		if (weight >= 0)
			return weight;
		double length = db.get_doclength (current);
		weight = 0;
		for (gsize k = 0; k < words.size (); k++)
			weight += words[k]->weight (tf[k], words[k]->norm (length));
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
	/* xap_query_describe() knows the marks around it. */
	std::string get_description () const override
	{
		std::string text = words.size () > 1 ? "\1(" : "\1";
		for (const auto &word : words) {
			text += word == words[0] ? "{" : " AND {";
			for (const PsqTerm &term : word->terms) {
				char number[32];
				g_snprintf (number, sizeof number, "%.2g*", term.p);
				text += (&term == &word->terms[0] ? "" : " + ") +
					std::string (number) + term.term;
			}
			text += "}";
		}
		return text + (words.size () > 1 ? ")\1" : "\1");
	}
};

} // namespace

Xapian::Query xap::psq_query (const PsqWords &words)
{
	return Xapian::Query ((new Psq (words))->release ());
}

XapQuery *xap_query_psq (const XapPsq *psq)
{
	XapQuery *query = xap::create<XapQuery> ();
	guard (false, query->failure.slot (), [&] {
		auto word = std::make_shared<PsqWord> ();
		for (guint i = 0; i < psq->count; i++) {
			const XapPsqTerm &t = psq->terms[i];
			if (!xap::term_ok (t.term, t.len, query->failure.slot ()))
				return false;
			if (!(t.p > 0))
				throw Xapian::InvalidArgumentError ("a share that is not above 0");
			word->terms.push_back (
				{ std::string (t.term, t.len), t.p, t.df, {}, false });
		}
		if (!(psq->documents >= 0) || !(psq->document_freq >= 0) || !(psq->k1 >= 0) ||
		    !(psq->b >= 0 && psq->b <= 1))
			throw Xapian::InvalidArgumentError ("statistics that cannot be");
		double df = std::min (psq->document_freq, psq->documents);
		word->idf = std::log (1 + (psq->documents - df + 0.5) / (df + 0.5));
		word->k1 = psq->k1;
		word->b = psq->b;
		word->average = std::max (psq->average_length, 1.0);
		word->counted = psq->counted;
		if (!word->terms.empty ()) {
			query->words = { std::move (word) };
			query->query = xap::psq_query (query->words);
		}
		return true;
	});
	return query;
}

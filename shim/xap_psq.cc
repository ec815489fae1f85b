/* xap_psq.cc: a posting source that counts several terms as one word, each as far as it is to be expected: the
 * probabilistic structured query of Darwish and Oard (SIGIR 2003), under BM25; and of several such words the documents that have
 * all of them.
 *
 * tf = Σ p·wdf. What the whole collection knows (documents, df, average length) comes from the caller, so that shards
 * of one collection weigh alike. A document's length is a search in the index, and costs as much as passing hundred postings and
 * more: it is looked up only for documents that would weigh enough if they were as short as the shortest. */
#include "shim/xap_words.hh"

#include <algorithm>
#include <array>
#include <cstdio>

using xap::AllWords;
using xap::END;
using xap::guard;
using xap::PsqTerm;
using xap::PsqWord;
using xap::Window;

namespace
{

class Psq : public Xapian::PostingSource
{
	AllWords words;
	Xapian::Database db;
	Xapian::docid current = 0;  /* END when it is over */
	bool there = false;         /* `current` has all words */
	std::vector<double> tf;     /* of each word in `current` */
	mutable double weight = -1; /* of it; < 0: not reckoned yet */

	void move (Xapian::docid docid, bool has_all)
	{
		current = docid;
		there = has_all;
		weight = -1;
	}
	bool read_on (Xapian::docid from)
	{
		if (!words.read (from))
			current = END;
		return current != END;
	}
	/* Move to the window's first document that is not before `from` and may weigh `wanted`. */
	bool find (Xapian::docid from, double wanted)
	{
		const Window &found = words.found ();
		for (guint i = found.next (from - words.base ()); i < Window::SIZE;
		     i = found.next (i + 1)) {
			words.frequencies (i, tf.data ());
			if (wanted > 0 && words.most (tf.data ()) < wanted)
				continue;
			move (words.base () + i, true);
			return true;
		}
		return false;
	}

	/* Of a document that the window begins before. */
	bool read_frequencies (Xapian::docid target)
	{
		if (target < words.base () || !words.found ().has (target - words.base ()))
			return false;
		words.frequencies (target - words.base (), tf.data ());
		return true;
	}
	std::array<Xapian::doccount, 3> estimate () const
	{
		std::array<Xapian::doccount, 3> made;
		words.estimate (db.get_doccount (), &made[0], &made[1], &made[2]);
		return made;
	}

      public:
	explicit Psq (const xap::PsqWords &of) : words (of)
	{
	}
	PostingSource *clone () const override
	{
		return new Psq (words.all ());
	}
	void init (const Xapian::Database &database) override
	{
		db = database;
		words.open (db);
		tf.assign (words.count (), 0);
		move (words.empty ? END : 0, false);
		set_maxweight (words.empty ? 0 : words.bound);
	}
	Xapian::doccount get_termfreq_min () const override
	{
		return estimate ()[0];
	}
	Xapian::doccount get_termfreq_est () const override
	{
		return estimate ()[1];
	}
	Xapian::doccount get_termfreq_max () const override
	{
		return estimate ()[2];
	}
	void next (double min_weight) override
	{
		Xapian::docid from = current + 1, base = words.base ();
		if (current == END)
			return;
		if (min_weight > 0 && min_weight >= get_maxweight ()) {
			current = END;
			return;
		}
		if (base != END) {
			from = std::max (from, base);
			if (words.holds (from) && find (from, min_weight))
				return;
			from = std::max (from, base + Window::SIZE);
		}
		while (read_on (from) && !find (words.base (), min_weight))
			from = words.base () + Window::SIZE;
	}
	/* Where it is not there, or weighs too little, `there` is false, and the position none. */
	bool check (Xapian::docid target, double min_weight) override
	{
		bool has_all = false;
		if (current == END)
			return true;
		if (words.base () != END && target < words.base ())
			has_all = false; /* where the window has nothing yet */
		else if (!words.holds (target) && words.is_far (current, target))
			has_all = words.look_up (target, tf.data ());
		else if (words.holds (target) || read_on (target))
			has_all = read_frequencies (target);
		if (current == END)
			return true;
		if (has_all && min_weight > 0)
			has_all = words.most (tf.data ()) >= min_weight;
		move (target, has_all);
		return has_all;
	}
	void skip_to (Xapian::docid target, double min_weight) override
	{
		if (current == END || (target <= current ? there : check (target, min_weight)))
			return;
		next (min_weight);
	}
	double get_weight () const override
	{
		if (weight < 0)
			weight = words.weight (tf.data (), db.get_doclength (current));
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
		std::string text = words.count () > 1 ? "\1(" : "\1";
		for (const auto &word : words.all ()) {
			text += word == words.all ()[0] ? "{" : " AND {";
			for (const PsqTerm &term : word->terms) {
				char number[32];
				g_snprintf (number, sizeof number, "%.2g*", term.p);
				text += (&term == &word->terms[0] ? "" : " + ") +
					std::string (number) + term.postings->term;
			}
			text += "}";
		}
		return text + (words.count () > 1 ? ")\1" : "\1");
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
			if (!(t.p > 0))
				throw Xapian::InvalidArgumentError ("a share that is not above 0");
			word->terms.push_back ({ t.postings->postings, t.p });
		}
		if (!(psq->documents >= 0) || !(psq->document_freq >= 0) || !(psq->k1 >= 0) ||
		    !(psq->b >= 0 && psq->b <= 1))
			throw Xapian::InvalidArgumentError ("statistics that cannot be");
		double df = std::min (psq->document_freq, psq->documents);
		word->idf = std::log (1 + (psq->documents - df + 0.5) / (df + 0.5));
		word->documents = psq->documents;
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

double xap_query_expected (const XapQuery *query)
{
	double expected = query->words.empty () ? HUGE_VAL : query->words[0]->documents;
	for (const auto &word : query->words)
		expected *= word->share ();
	return expected;
}

/* xap_words.hh: the documents that have all of some words, each of which several terms make. Private to xap_psq.cc, xap_best.cc. */
#pragma once

#include "shim/xap_lists.hh"

namespace xap
{

/* Walked forward only, as Lists are. A word is named by its place in the query, in whose order weights are summed: then every
 * shard sums alike. */
class AllWords
{
	PsqWords words;
	std::vector<Lists> lists;   /* of each word */
	std::vector<Lists *> order; /* the rarest first, which leads */
	Xapian::docid base_ = END;
	Window found_;

      public:
	bool empty = true; /* a word is nowhere */
	double bound = 0;  /* of what a document can weigh */

	explicit AllWords (PsqWords of) : words (std::move (of))
	{
	}
	/* Begin, in a shard. */
	void open (const Xapian::Database &db);
	const PsqWords &all () const
	{
		return words;
	}
	gsize count () const
	{
		return words.size ();
	}
	/* Read the window of the leading word's next documents, from `from` on. False when there are none. */
	bool read (Xapian::docid from);
	/* The docids last read go from base() on, END when there are none; found() of them have all words. */
	Xapian::docid base () const
	{
		return base_;
	}
	bool holds (Xapian::docid docid) const
	{
		return base_ != END && docid >= base_ && docid - base_ < Window::SIZE;
	}
	const Window &found () const
	{
		return found_;
	}
	/* What is expected of the words in a document that read() found, into tf[count()]. */
	void frequencies (guint i, double *tf) const;
	/* The same of any one document; false when it has not all. Then no window is read. */
	bool look_up (Xapian::docid target, double *tf);
	/* Are documents so far apart that one is better looked up than read? */
	bool is_far (Xapian::docid from, Xapian::docid to) const;
	double weight (const double *tf, double length) const;
	/* What a document would weigh if it were the shortest, rounding included: no document weighs more. */
	double most (const double *tf) const;
	/* Documents: at least, about, at most. */
	void estimate (Xapian::doccount documents, Xapian::doccount *least, Xapian::doccount *about,
		       Xapian::doccount *most) const;
};

} // namespace xap

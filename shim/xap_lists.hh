/* xap_lists.hh: the postings of a word that several terms make, read side by side. Private to xap_psq.cc. */
#pragma once

#include "shim/xap_private.hh"

#include <algorithm>
#include <cmath>
#include <vector>

namespace xap
{

constexpr Xapian::docid END = G_MAXUINT32;

/* A term and its postings, as far as nobody has taken them yet: they can be read once. */
struct Postings {
	std::string term;
	guint64 df; /* in the whole database */
	Xapian::PostingIterator at;
	bool is_open; /* `at` is, at its beginning: in the whole database, which is one shard */
};

/* A term of a word, and how much of its wdf counts as the word's. */
struct PsqTerm {
	std::shared_ptr<Postings> postings;
	double p;
};

/* A word: what does not change, shared by the sources that Xapian clones for each shard. */
struct PsqWord {
	std::vector<PsqTerm> terms;
	double documents; /* of the collection */
	double idf, k1, b, average;
	guint64 counted; /* documents of the whole database */

	/* What a document weighs with endless tf. A term's own bound costs as much as opening its list, and is hardly lower. */
	double bound () const
	{
		return idf * (k1 + 1);
	}
	double norm (double length) const
	{
		return k1 * (1 - b + b * length / average);
	}
	double weight (double tf, double norm) const
	{
		return bound () * tf / (tf + norm);
	}
	/* How large a part of the collection has any of the terms, were they independent. */
	double share () const
	{
		double rest = 1;
		for (const PsqTerm &term : terms)
			rest *= 1 - std::min (double (term.postings->df) / documents, 1.0);
		return 1 - rest;
	}
};

/* So many docids from some base on, a bit each. */
class Window
{
	static constexpr guint WORDS = 32;
	guint64 bits[WORDS];

      public:
	static constexpr guint SIZE = 64 * WORDS;
	void clear ()
	{
		std::fill (bits, bits + WORDS, 0);
	}
	bool has (guint i) const
	{
		return bits[i / 64] >> i % 64 & 1;
	}
	void add (guint i)
	{
		bits[i / 64] |= guint64 (1) << i % 64;
	}
	void keep (const Window &other)
	{
		for (guint i = 0; i < WORDS; i++)
			bits[i] &= other.bits[i];
	}
	guint count () const
	{
		guint sum = 0;
		for (guint64 word : bits)
			sum += guint (__builtin_popcountll (word));
		return sum;
	}
	/* The first that is set, from `from` on; SIZE when there is none. */
	guint next (guint from) const
	{
		for (guint i = from / 64; i < WORDS; i++) {
			guint64 left = bits[i];
			if (i == from / 64)
				left &= ~guint64 (0) << from % 64;
			if (left)
				return i * 64 + guint (__builtin_ctzll (left));
		}
		return SIZE;
	}
	guint last () const
	{
		guint i = WORDS - 1;
		while (i > 0 && !bits[i])
			i--;
		return i * 64 + (bits[i] ? 63 - guint (__builtin_clzll (bits[i])) : 0);
	}
};

/* The lists of one word in one shard. They only go forward: no call may ask for documents before those of the last. */
class Lists
{
	struct List {
		Xapian::PostingIterator at;
		Xapian::docid docid; /* END when it is over */
		double p;
		double density; /* postings a docid */
		void load ();
		void next ();
		void skip_to (Xapian::docid target);
	};
	std::vector<List> lists;
	Window some; /* which documents of the window have any */
	double tf[Window::SIZE];

	void add (guint i, double more);

      public:
	const PsqWord *word = nullptr;
	Xapian::doccount least = 0, together = 0,
			 most = 0; /* documents: of one list, of all, summed */
	double density = 0;        /* postings of all lists, a docid */
	double shortest = 0;       /* norm of the shortest document */

	/* Open them; `word` is borrowed. `whole`: `db` is all there is. */
	void open (const PsqWord *word, const Xapian::Database &db);
	gsize count () const
	{
		return lists.size ();
	}
	/* Read the documents of the window that begins with the first one not before `from`: its base, END when there is none. */
	Xapian::docid read (Xapian::docid from);
	const Window &documents () const
	{
		return some;
	}
	/* Which of the documents `wanted`, counted from `base`, have any: the others are taken out. */
	void meet (Xapian::docid base, Window *wanted);
	/* Of a document of the window last read or met, which has any. */
	double frequency (guint i) const
	{
		return tf[i];
	}
	/* What is expected of this one document. */
	double look_up (Xapian::docid target);
};

} // namespace xap

struct XapPostings {
	std::shared_ptr<xap::Postings> postings;
};

/* xap_words.cc: the documents that have all of some words. */
#include "shim/xap_words.hh"

#include <algorithm>

namespace xap
{

void AllWords::open (const Xapian::Database &db)
{
	lists.assign (words.size (), Lists ());
	order.clear ();
	base_ = END;
	bound = 0;
	empty = false;
	for (gsize k = 0; k < words.size (); k++) {
		lists[k].open (words[k].get (), db);
		order.push_back (&lists[k]);
		empty = empty || lists[k].count () == 0;
		bound += words[k]->bound ();
	}
	std::stable_sort (order.begin (), order.end (),
			  [] (const Lists *a, const Lists *b) { return a->density < b->density; });
}

bool AllWords::read (Xapian::docid from)
{
	base_ = order[0]->read (from);
	if (base_ == END)
		return false;
	found_ = order[0]->documents ();
	for (gsize k = 1; k < order.size (); k++)
		order[k]->meet (base_, &found_);
	return true;
}

void AllWords::frequencies (guint i, double *tf) const
{
	for (gsize k = 0; k < lists.size (); k++)
		tf[k] = lists[k].frequency (i);
}

bool AllWords::look_up (Xapian::docid target, double *tf)
{
	base_ = END;
	for (Lists *list : order) {
		double expected = list->look_up (target);
		if (!(expected > 0))
			return false;
		tf[gsize (list - lists.data ())] = expected;
	}
	return true;
}

bool AllWords::is_far (Xapian::docid from, Xapian::docid to) const
{
	return double (to - from) * order[0]->density > double (order[0]->count ());
}

double AllWords::weight (const double *tf, double length) const
{
	double sum = 0;
	for (gsize k = 0; k < words.size (); k++)
		sum += words[k]->weight (tf[k], words[k]->norm (length));
	return sum;
}

double AllWords::most (const double *tf) const
{
	double sum = 0;
	for (gsize k = 0; k < lists.size (); k++)
		sum += words[k]->weight (tf[k], lists[k].shortest);
	return sum * (1 + 1e-9);
}

void AllWords::estimate (Xapian::doccount documents, Xapian::doccount *least,
			 Xapian::doccount *about, Xapian::doccount *most) const
{
	double expected = documents;
	*most = documents;
	for (const Lists &list : lists) {
		expected *= list.together / double (documents);
		*most = std::min (*most, list.most);
	}
	*about = Xapian::doccount (expected + 0.5);
	*least = lists.size () == 1 ? lists[0].least : 0;
}

} // namespace xap

/* xap_private.hh: what xap*.cc share: the exception barrier, sticky failures, the handles that two of them open. */
#pragma once

#include <xapian.h>

#include <memory>
#include <new>
#include <string>
#include <vector>

#include "shim/xap.h"

namespace xap
{

/* The exception that is being handled, as a GError. The one place that knows Xapian's classes. */
void translate (GError **error) noexcept;

/* The one barrier: run `body`, and give `on_failure` with `error` set when anything is thrown in it. */
template <typename R, typename F> R guard (R on_failure, GError **error, F body) noexcept
{
	try {
		return body ();
	} catch (...) {
		translate (error);
		return on_failure;
	}
}

/* A builder's first failure, kept until the call that uses the builder reports it. */
class Failure
{
	GError *first = nullptr;

      public:
	Failure () = default;
	Failure (const Failure &) = delete;
	Failure &operator= (const Failure &) = delete;
	~Failure ()
	{
		clear ();
	}
	void clear ()
	{
		g_clear_error (&first);
	}
	/* Where the next failure goes: nowhere when there is one already. */
	GError **slot ()
	{
		return first ? nullptr : &first;
	}
	void adopt (const Failure &other)
	{
		if (!first && other.first)
			first = g_error_copy (other.first);
	}
	bool failed () const
	{
		return first != nullptr;
	}
	/* True when there was none. */
	bool report (GError **error) const
	{
		if (first && error)
			*error = g_error_copy (first);
		return first == nullptr;
	}
};

/* Small handles are made as g_new() makes memory: the program ends when there is none. */
template <typename T> T *create () noexcept
{
	T *made = new (std::nothrow) T;
	if (!made)
		g_error ("out of memory");
	return made;
}

/* Whether Xapian can take `term`: 1 to XAP_TERM_MAX bytes, none of them NUL. Xapian itself notices a NUL too
 * many (each is stored as two bytes) only at the commit, when the whole batch is lost. */
bool term_ok (const char *term, gsize len, GError **error) noexcept;

/* What Xapian gets wrong before it opens the database at `path`: false with PERMISSION for a folder that may not be
 * looked into, which it calls no database, and with CORRUPT for one of which a part is gone, over which it would
 * start anew. Where there is nothing: true, Xapian says it best. */
bool openable (const char *path, GError **error) noexcept;

/* Open for reading into `db`. */
bool open_database (Xapian::Database *db, const char *path, GError **error) noexcept;

/* Who holds the write lock of the database at `path`: "process 1234 (entente)", or "another process". Owned. */
char *lock_holder (const char *path) noexcept;

/* Words of several terms: xap_lists.hh. */
struct PsqWord;
using PsqWords = std::vector<std::shared_ptr<const PsqWord>>;

/* The documents that have all of the words (at least one). Throws. */
Xapian::Query psq_query (const PsqWords &words);
/* The best `wanted` of them, best first, and how many there are in all, in a database of one shard. What psq_query() finds and how,
 * several times as fast. Throws. */
std::vector<XapHit> best_of (const Xapian::Database &db, const PsqWords &words, gsize wanted,
			     guint64 *total);

} // namespace xap

struct XapDb {
	Xapian::Database db;
	bool remote = false; /* some of it is on a server */
	bool single = false; /* it is one shard, and not remote */
	guint64 moves = 0;   /* to a newer commit */
};

struct XapQuery {
	Xapian::Query query; /* matches nothing until set */
	xap::PsqWords words; /* when it is nothing but these: all of them */
	xap::Failure failure;
};

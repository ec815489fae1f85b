/* xap_write.cc: Xapian's documents and writable databases in C. */
#include "shim/xap_private.hh"

#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using xap::guard;

/* --- documents --- */

struct XapDoc {
	Xapian::Document doc;
	std::string term; /* kept between calls: one long term makes the room for all */
	xap::Failure failure;
};

XapDoc *xap_doc_new (void)
{
	return xap::create<XapDoc> ();
}

void xap_doc_free (XapDoc *doc)
{
	delete doc;
}

void xap_doc_clear (XapDoc *doc)
{
	doc->failure.clear ();
	guard (false, doc->failure.slot (), [&] {
		doc->doc = Xapian::Document ();
		return true;
	});
}

/* Call `add` on the Xapian document and the term as Xapian wants it. After a failure nothing more is added. */
template <typename F> static inline void add_term (XapDoc *doc, const char *term, gsize len, F add)
{
	if (doc->failure.failed () || !xap::term_ok (term, len, doc->failure.slot ()))
		return;
	guard (false, doc->failure.slot (), [&] {
		doc->term.assign (term, len);
		add (doc->doc, doc->term);
		return true;
	});
}

void xap_doc_posting (XapDoc *doc, const char *term, gsize len, guint32 position, guint32 wdf_inc)
{
	add_term (doc, term, len, [=] (Xapian::Document &d, const std::string &t) {
		d.add_posting (t, position, wdf_inc);
	});
}

void xap_doc_term (XapDoc *doc, const char *term, gsize len, guint32 wdf_inc)
{
	add_term (doc, term, len,
		  [=] (Xapian::Document &d, const std::string &t) { d.add_term (t, wdf_inc); });
}

void xap_doc_value (XapDoc *doc, guint slot, const char *bytes, gsize len)
{
	guard (false, doc->failure.slot (), [&] {
		doc->doc.add_value (slot, std::string (bytes, len));
		return true;
	});
}

void xap_doc_number (XapDoc *doc, guint slot, double number)
{
	if (std::isnan (number)) {
		g_set_error_literal (doc->failure.slot (), XAP_ERROR, XAP_ERROR_INVALID,
				     "a value that is not a number");
		return;
	}
	guard (false, doc->failure.slot (), [&] {
		doc->doc.add_value (slot, Xapian::sortable_serialise (number));
		return true;
	});
}

void xap_doc_data (XapDoc *doc, const char *bytes, gsize len)
{
	guard (false, doc->failure.slot (), [&] {
		doc->doc.set_data (std::string (bytes, len));
		return true;
	});
}

bool xap_doc_ok (const XapDoc *doc, GError **error)
{
	return doc->failure.report (error);
}

/* --- writers --- */

/* All changes between two commits are one Xapian transaction, begun at the first of them. Without it Xapian
 * commits by itself after XAPIAN_FLUSH_THRESHOLD (10,000) changes, in the middle of our batch. It still writes
 * out its buffers then, so that a transaction needs no more memory.
 *
 * When a change fails Xapian throws away what it buffered, yet would commit the rest of the batch: so the batch
 * is given up as a whole, and the writer refuses everything from then on. */
struct XapWdb {
	Xapian::WritableDatabase db;
	bool in_batch = false;
	xap::Failure failure;
};

static void cancel (XapWdb *db)
{
	if (!db->in_batch)
		return;
	db->in_batch = false;
	guard (false, nullptr, [&] {
		db->db.cancel_transaction ();
		return true;
	});
}

/* A writer killed while it created the database leaves an empty postlist and no version file, and Xapian then
 * neither opens nor creates. Nothing was ever committed there: take the postlist away, under the lock that
 * Xapian's writers take, lest one is creating right now. */
static void clear_torn_creation (const char *path)
{
	g_autofree char *version = g_build_filename (path, "iamglass", nullptr);
	g_autofree char *postlist = g_build_filename (path, "postlist.glass", nullptr);
	g_autofree char *lock = g_build_filename (path, "flintlock", nullptr);
	if (access (postlist, F_OK) || !access (version, F_OK))
		return;
	int fd = open (lock, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	struct flock whole = {};
	whole.l_type = F_WRLCK;
	whole.l_whence = SEEK_SET;
	whole.l_len = 1;
	struct stat st;
	if (fd >= 0 && !fcntl (fd, F_OFD_SETLK, &whole) && access (version, F_OK) &&
	    !stat (postlist, &st) && st.st_size == 0)
		unlink (postlist);
	if (fd >= 0)
		close (fd);
}

XapWdb *xap_wdb_open (const char *path, GError **error)
{
	if (!xap::openable (path, error))
		return nullptr;
	clear_torn_creation (path);
	auto handle = std::unique_ptr<XapWdb> (xap::create<XapWdb> ());
	g_autoptr (GError) failure = nullptr;
	bool ok = guard (false, &failure, [&] {
		handle->db = Xapian::WritableDatabase (path, Xapian::DB_CREATE_OR_OPEN |
								     Xapian::DB_BACKEND_GLASS);
		return true;
	});
	if (ok)
		return handle.release ();
	if (g_error_matches (failure, XAP_ERROR, XAP_ERROR_LOCKED)) {
		g_autofree char *holder = xap::lock_holder (path);
		g_set_error (error, XAP_ERROR, XAP_ERROR_LOCKED, "%s is being written by %s", path,
			     holder);
	} else {
		g_propagate_error (error, g_steal_pointer (&failure));
	}
	return nullptr;
}

void xap_wdb_free (XapWdb *db)
{
	if (!db)
		return;
	cancel (db);
	delete db;
}

/* Make the change `body` as part of the batch. */
template <typename F> static bool change (XapWdb *db, GError **error, F body)
{
	if (!db->failure.report (error))
		return false;
	bool ok = guard (false, db->failure.slot (), [&] {
		if (!db->in_batch)
			db->db.begin_transaction (true);
		db->in_batch = true;
		body ();
		return true;
	});
	if (!ok)
		cancel (db);
	return db->failure.report (error);
}

static bool docid_ok (XapDocid docid, GError **error)
{
	if (docid == 0)
		g_set_error_literal (error, XAP_ERROR, XAP_ERROR_INVALID, "document id 0");
	return docid != 0;
}

bool xap_wdb_replace (XapWdb *db, XapDocid docid, const XapDoc *doc, GError **error)
{
	return docid_ok (docid, error) && doc->failure.report (error) &&
	       change (db, error, [&] { db->db.replace_document (docid, doc->doc); });
}

bool xap_wdb_delete (XapWdb *db, XapDocid docid, GError **error)
{
	if (!docid_ok (docid, error) || !db->failure.report (error))
		return false;
	/* Look first: delete_document() of what is not there throws, and discards the batch on its way out. */
	g_autoptr (GError) missing = nullptr;
	bool there = guard (false, &missing, [&] {
		db->db.get_doclength (docid);
		return true;
	});
	if (!there && g_error_matches (missing, XAP_ERROR, XAP_ERROR_NOT_FOUND))
		return true;
	return change (db, error, [&] { db->db.delete_document (docid); });
}

bool xap_wdb_set_metadata (XapWdb *db, const char *key, const char *value, GError **error)
{
	return xap::term_ok (key, strlen (key), error) &&
	       change (db, error, [&] { db->db.set_metadata (key, value); });
}

bool xap_wdb_add_spelling (XapWdb *db, const char *word, gsize len, guint freq_inc, GError **error)
{
	return xap::term_ok (word, len, error) &&
	       change (db, error, [&] { db->db.add_spelling (std::string (word, len), freq_inc); });
}

bool xap_wdb_commit (XapWdb *db, GError **error)
{
	if (!db->failure.report (error))
		return false;
	if (!db->in_batch)
		return true;
	guard (false, db->failure.slot (), [&] {
		db->in_batch =
			false; /* "In all cases the transaction will no longer be in progress." */
		db->db.commit_transaction ();
		return true;
	});
	return db->failure.report (error);
}

/* xap.cc: reading Xapian's databases in C, and cursors over terms. Errors are in xap_error.cc, documents and
 * writers in xap_write.cc, queries in xap_query.cc, what keeps a database well in xap_upkeep.cc. */
#include "shim/xap_private.hh"

#include <cstring>

using xap::guard;

/* --- readers --- */

/* "tcp:HOST:PORT", an IPv6 address in brackets: true, and the two of them. */
static bool split_address (const char *path, std::string *host, unsigned *port)
{
	const char *colon = strrchr (path, ':');
	char *end;
	if (!g_str_has_prefix (path, "tcp:") || colon == path + 3)
		return false;
	guint64 number = g_ascii_strtoull (colon + 1, &end, 10);
	host->assign (path + 4, colon);
	if (host->size () > 2 && host->front () == '[' && host->back () == ']')
		*host = host->substr (1, host->size () - 2);
	*port = unsigned (number);
	return end != colon + 1 && *end == '\0' && number > 0 && number < 65536 && !host->empty ();
}

/* Does the stub file, or the XAPIANDB in the folder, at `path` name a remote database? Stubs are lines "TYPE WHAT". */
static bool stub_is_remote (const char *path)
{
	g_autofree char *inside = g_build_filename (path, "XAPIANDB", nullptr);
	const char *stub = g_file_test (path, G_FILE_TEST_IS_DIR) ? inside : path;
	g_autofree char *text = nullptr;
	gsize len;
	if (!g_file_get_contents (stub, &text, &len, nullptr))
		return false;
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (g_str_has_prefix (*line, "remote "))
			return true;
	return false;
}

/* Milliseconds that a remote database may take to answer. */
#define REMOTE_TIMEOUT_MS 10000

static bool open_part (Xapian::Database *db, bool *remote, const char *path, GError **error)
{
	std::string host;
	unsigned port;
	if (split_address (path, &host, &port)) {
		*remote = true;
		return guard (false, error, [&] {
			*db = Xapian::Remote::open (host, port, REMOTE_TIMEOUT_MS,
						    REMOTE_TIMEOUT_MS);
			return true;
		});
	}
	*remote = *remote || stub_is_remote (path);
	return xap::open_database (db, path, error);
}

/* Xapian tells the number of shards by their joined names only. */
static bool count_shards (XapDb *db, GError **error)
{
	return guard (false, error, [&] {
		db->single = !db->remote && db->db.get_uuid ().find (':') == std::string::npos;
		return true;
	});
}

XapDb *xap_db_open (const char *path, GError **error)
{
	auto handle = std::unique_ptr<XapDb> (xap::create<XapDb> ());
	if (!open_part (&handle->db, &handle->remote, path, error) ||
	    !count_shards (handle.get (), error))
		return nullptr;
	return handle.release ();
}

bool xap_db_add (XapDb *db, const char *path, GError **error)
{
	Xapian::Database more;
	return open_part (&more, &db->remote, path, error) && guard (false, error, [&] {
		       db->db.add_database (more);
		       db->single = false;
		       return true;
	       });
}

bool xap_db_is_remote (const XapDb *db)
{
	return db->remote;
}

void xap_db_free (XapDb *db)
{
	delete db;
}

/* *newer (NULL allowed): whether there was a newer commit to move to. */
static bool reopen (XapDb *db, bool *newer, GError **error)
{
	return guard (false, error, [&] {
		bool moved = db->db.reopen ();
		db->moves += moved;
		if (newer)
			*newer = moved;
		return true;
	});
}

bool xap_db_reopen (XapDb *db, GError **error)
{
	return reopen (db, nullptr, error);
}

guint64 xap_db_moves (const XapDb *db)
{
	return db->moves;
}

guint64 xap_db_doc_count (XapDb *db)
{
	return guard<guint64> (0, nullptr, [&] { return db->db.get_doccount (); });
}

double xap_db_average_length (XapDb *db)
{
	return guard (0.0, nullptr, [&] { return db->db.get_avlength (); });
}

XapDocid xap_db_last_docid (XapDb *db)
{
	return guard<XapDocid> (0, nullptr, [&] { return db->db.get_lastdocid (); });
}

bool xap_db_term_freq (XapDb *db, const char *term, gsize len, guint64 *out, GError **error)
{
	return xap::term_ok (term, len, error) && guard (false, error, [&] {
		       *out = db->db.get_termfreq (std::string (term, len));
		       return true;
	       });
}

bool xap_db_collection_freq (XapDb *db, const char *term, gsize len, guint64 *out, GError **error)
{
	return xap::term_ok (term, len, error) && guard (false, error, [&] {
		       *out = db->db.get_collection_freq (std::string (term, len));
		       return true;
	       });
}

static char *owned (const std::string &bytes, gsize *out_len)
{
	if (out_len)
		*out_len = bytes.size ();
	char *copy = static_cast<char *> (g_malloc (bytes.size () + 1));
	memcpy (copy, bytes.c_str (), bytes.size () + 1);
	return copy;
}

bool xap_db_metadata (XapDb *db, const char *key, char **out, GError **error)
{
	return xap::term_ok (key, strlen (key), error) && guard (false, error, [&] {
		       std::string value = db->db.get_metadata (key);
		       *out = value.empty () ? nullptr : owned (value, nullptr);
		       return true;
	       });
}

bool xap_db_data (XapDb *db, XapDocid docid, char **out, gsize *out_len, GError **error)
{
	return guard (false, error, [&] {
		*out = owned (db->db.get_document (docid).get_data (), out_len);
		return true;
	});
}

bool xap_db_has_values (XapDb *db, guint slot, bool *out, GError **error)
{
	return guard (false, error, [&] {
		*out = db->db.get_value_freq (slot) > 0;
		return true;
	});
}

bool xap_db_value (XapDb *db, XapDocid docid, guint slot, char **out, gsize *out_len,
		   GError **error)
{
	return guard (false, error, [&] {
		std::string value =
			db->db.get_document (docid, Xapian::DOC_ASSUME_VALID).get_value (slot);
		*out = value.empty () ? nullptr : owned (value, out_len);
		if (value.empty () && out_len)
			*out_len = 0;
		return true;
	});
}

bool xap_db_number (XapDb *db, XapDocid docid, guint slot, bool *found, double *out, GError **error)
{
	return guard (false, error, [&] {
		std::string value =
			db->db.get_document (docid, Xapian::DOC_ASSUME_VALID).get_value (slot);
		*found = !value.empty ();
		if (*found)
			*out = Xapian::sortable_unserialise (value);
		return true;
	});
}

bool xap_db_spelling (XapDb *db, const char *word, gsize len, guint max_edits, char **out,
		      GError **error)
{
	return guard (false, error, [&] {
		std::string better =
			db->db.get_spelling_suggestion (std::string (word, len), max_edits);
		*out = better.empty () ? nullptr : owned (better, nullptr);
		return true;
	});
}

bool xap_retry (XapDb *db, XapBody body, gpointer data, GError **error)
{
	for (int attempts = 0;; attempts++) {
		g_autoptr (GError) failure = nullptr;
		if (body (db, data, &failure))
			return true;
		if (attempts == 8 || !g_error_matches (failure, XAP_ERROR, XAP_ERROR_CHANGED)) {
			g_propagate_error (error, g_steal_pointer (&failure));
			return false;
		}
		bool newer = false;
		if (!reopen (db, &newer, error))
			return false;
		if (!newer) {
			/* The newest commit's own blocks are overwritten: no writer does that. */
			g_set_error (error, XAP_ERROR, XAP_ERROR_CORRUPT,
				     "blocks in use were overwritten: %s", failure->message);
			return false;
		}
	}
}

/* --- cursors over terms --- */

struct XapTerms {
	Xapian::Database db; /* shared with the XapDb: the iterators need it */
	Xapian::TermIterator next, end;
	std::string term;      /* the current one, lent to the caller */
	bool document = false; /* the terms of a document: "frequency" is the wdf */
	bool stands = true;    /* `next` is the term to give next, not the one given last */
	xap::Failure failure;
};

template <typename F> static XapTerms *open_terms (XapDb *db, GError **error, F body)
{
	auto terms = std::unique_ptr<XapTerms> (xap::create<XapTerms> ());
	bool ok = guard (false, error, [&] {
		terms->db = db->db;
		body (terms.get ());
		return true;
	});
	return ok ? terms.release () : nullptr;
}

XapTerms *xap_db_terms (XapDb *db, const char *prefix, GError **error)
{
	return open_terms (db, error, [&] (XapTerms *terms) {
		terms->next = terms->db.allterms_begin (prefix);
		terms->end = terms->db.allterms_end (prefix);
	});
}

XapTerms *xap_db_doc_terms (XapDb *db, XapDocid docid, GError **error)
{
	return open_terms (db, error, [&] (XapTerms *terms) {
		terms->document = true;
		terms->next = terms->db.termlist_begin (docid);
		terms->end = terms->db.termlist_end (docid);
	});
}

XapStep xap_terms_next (XapTerms *terms, const char **term, gsize *len, guint64 *freq,
			GError **error)
{
	if (!terms->failure.report (error))
		return XAP_FAIL;
	XapStep step = guard (XAP_FAIL, terms->failure.slot (), [&] {
		if (!terms->stands && terms->next != terms->end)
			++terms->next;
		terms->stands = false;
		if (terms->next == terms->end)
			return XAP_DONE;
		terms->term = *terms->next;
		if (freq && terms->document)
			*freq = terms->next.get_wdf ();
		else if (freq)
			*freq = terms->next.get_termfreq ();
		return XAP_ROW;
	});
	if (step == XAP_ROW) {
		*term = terms->term.c_str ();
		if (len)
			*len = terms->term.size ();
	}
	terms->failure.report (error);
	return step;
}

bool xap_terms_skip (XapTerms *terms, const char *term, gsize len, GError **error)
{
	if (!terms->failure.report (error))
		return false;
	return guard (false, error, [&] {
		if (terms->next == terms->end)
			return true;
		/* "Forward": a term that was given already is not given again. */
		std::string target (term, len);
		if (!terms->stands && target <= terms->term)
			return true;
		terms->next.skip_to (target);
		terms->stands = true;
		return true;
	});
}

void xap_terms_free (XapTerms *terms)
{
	delete terms;
}

/* xap_docs.h: many documents written and read again, for the tests of what shim/xap.h does in trouble. */
#pragma once

#include <glib.h>

#include "shim/xap.h"
#include "tests/unit/scratch.h"

/* Put documents `from` to `to` with 30 words each, which depend on `salt`, into the batch. */
static inline bool put_docs (XapWdb *db, guint from, guint to, guint salt, GError **error)
{
	g_autoptr (XapDoc) doc = xap_doc_new ();
	for (guint docid = from; docid <= to; docid++) {
		xap_doc_clear (doc);
		char word[16];
		for (guint i = 1; i <= 30; i++) {
			int len = g_snprintf (word, sizeof word, "w%u",
					      (docid * 31 + i * 17 + salt) % 2000);
			xap_doc_posting (doc, word, (gsize)len, i, 1);
		}
		xap_doc_number (doc, 0, docid);
		xap_doc_data (doc, "some data for this document", 27);
		if (!xap_wdb_replace (db, docid, doc, error))
			return false;
	}
	return true;
}

static inline void commit_docs (const char *path, guint count, guint salt)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (XapWdb) db = xap_wdb_open (path, &error);
	g_assert_no_error (error);
	put_docs (db, 1, count, salt, &error);
	g_assert_no_error (error);
	xap_wdb_commit (db, &error);
	g_assert_no_error (error);
}

/* Read everything: all terms, every document, one search. A XapBody. */
static inline bool read_all (XapDb *db, gpointer count, GError **error)
{
	if (count)
		++*(guint *)count;
	g_autoptr (XapTerms) terms = xap_db_terms (db, "", error);
	const char *term;
	XapStep step = terms ? XAP_ROW : XAP_FAIL;
	while (step == XAP_ROW)
		step = xap_terms_next (terms, &term, NULL, NULL, error);
	if (step == XAP_FAIL)
		return false;
	for (XapDocid docid = 1; docid <= xap_db_last_docid (db); docid++) {
		g_autofree char *data = NULL, *value = NULL;
		g_autoptr (XapTerms) own = xap_db_doc_terms (db, docid, error);
		if (!own || !xap_db_data (db, docid, &data, NULL, error) ||
		    !xap_db_value (db, docid, 0, &value, NULL, error))
			return false;
	}
	XapQuery *both[] = { xap_query_term ("w1", 2), xap_query_term ("w2", 2) };
	g_autoptr (XapQuery) query = xap_query_combine (XAP_OP_NEAR, both, 2, 25);
	g_autoptr (XapMset) mset = xap_search (db, query, NULL, error);
	return mset != NULL;
}

static inline guint64 count_docs (const char *path)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (XapDb) db = xap_db_open (path, &error);
	g_assert_no_error (error);
	return xap_db_doc_count (db);
}

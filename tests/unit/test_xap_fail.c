/* test_xap_fail.c: stale readers, second writers, batches given up and damaged databases in shim/xap.h. */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/xap.h"
#include "tests/unit/xap_docs.h"

/* --- stale readers --- */

static void test_stale_reader (void)
{
	SCRATCH (dir);
	commit_docs (dir, 3000, 0);
	g_autoptr (GError) error = NULL;
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	g_autoptr (XapTerms) terms = xap_db_terms (db, "", NULL);
	const char *term;
	g_assert_cmpint (xap_terms_next (terms, &term, NULL, NULL, NULL), ==, XAP_ROW);

	commit_docs (dir, 3000, 1); /* a snapshot survives one commit … */
	commit_docs (dir, 3000, 2); /* … its blocks are used again in the second */

	XapStep step;
	while ((step = xap_terms_next (terms, &term, NULL, NULL, &error)) == XAP_ROW)
		;
	g_assert_cmpint (step, ==, XAP_FAIL);
	g_assert_error (error, XAP_ERROR, XAP_ERROR_CHANGED);
	g_clear_error (&error);
	g_assert_cmpint (xap_terms_next (terms, &term, NULL, NULL, &error), ==, XAP_FAIL);
	g_assert_error (error, XAP_ERROR, XAP_ERROR_CHANGED);
	g_clear_error (&error);

	g_assert_false (read_all (db, NULL, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_CHANGED);
	g_clear_error (&error);
	guint calls = 0;
	g_assert_true (xap_retry (db, read_all, &calls, &error));
	g_assert_no_error (error);
	g_assert_cmpuint (calls, ==, 2);
	g_assert_true (xap_retry (db, read_all, &calls, &error));
	g_assert_cmpuint (calls, ==, 3);
}

static bool fail_with (XapDb *db, gpointer data, GError **error)
{
	(void)db;
	g_set_error_literal (error, XAP_ERROR, *(int *)data, "no luck");
	return false;
}

static void test_retry_gives_up (void)
{
	SCRATCH (dir);
	commit_docs (dir, 10, 0);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	g_autoptr (GError) error = NULL;
	int code = XAP_ERROR_INVALID;
	g_assert_false (xap_retry (db, fail_with, &code, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_INVALID);
	g_clear_error (&error);
	/* Changed, and nothing newer is there: blocks in use were overwritten. */
	code = XAP_ERROR_CHANGED;
	g_assert_false (xap_retry (db, fail_with, &code, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_CORRUPT);
}

/* --- writers --- */

static void test_second_writer (void)
{
	SCRATCH (dir);
	commit_docs (dir, 10, 0);
	int ready[2];
	g_assert_cmpint (pipe (ready), ==, 0);
	pid_t pid = fork ();
	if (pid == 0) {
		XapWdb *db = xap_wdb_open (dir, NULL);
		bool ok = db && put_docs (db, 11, 20, 0, NULL) && write (ready[1], "x", 1) == 1;
		for (;;)
			ok ? (void)pause () : _exit (1);
	}
	char byte;
	g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
	g_autoptr (GError) error = NULL;
	g_assert_null (xap_wdb_open (dir, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_LOCKED);
	g_test_message ("%s", error->message);
	g_autofree char *who = g_strdup_printf ("process %d (test_xap_fail)", (int)pid);
	g_assert_nonnull (strstr (error->message, who));
	g_clear_error (&error);

	kill (pid, SIGKILL);
	g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
	g_autoptr (XapWdb) db = xap_wdb_open (dir, &error);
	g_assert_no_error (error);
	g_assert_nonnull (db);
	g_assert_cmpuint (count_docs (dir), ==, 10);

	g_assert_null (xap_wdb_open (dir, &error)); /* twice in one process */
	g_assert_error (error, XAP_ERROR, XAP_ERROR_LOCKED);
	close (ready[0]);
	close (ready[1]);
}

/* More changes than Xapian's flush threshold, which must not commit by itself. */
static void test_batch_is_atomic (void)
{
	SCRATCH (dir);
	g_autoptr (GError) error = NULL;
	commit_docs (dir, 5, 0);
	XapWdb *writer = xap_wdb_open (dir, NULL);
	g_autoptr (XapDb) reader = xap_db_open (dir, NULL);
	g_assert_true (xap_wdb_set_metadata (writer, "seq", "42", NULL));
	g_autoptr (XapDoc) doc = xap_doc_new ();
	xap_doc_term (doc, "x", 1, 1);
	for (XapDocid docid = 6; docid <= 10100; docid++)
		g_assert_true (xap_wdb_replace (writer, docid, doc, NULL));

	g_autofree char *seq = NULL;
	g_assert_true (xap_db_reopen (reader, NULL));
	g_assert_cmpuint (xap_db_doc_count (reader), ==, 5);
	g_assert_true (xap_db_metadata (reader, "seq", &seq, NULL));
	g_assert_null (seq);
	xap_wdb_free (writer); /* without commit: nothing happened */
	g_assert_true (xap_db_reopen (reader, NULL));
	g_assert_cmpuint (xap_db_doc_count (reader), ==, 5);

	writer = xap_wdb_open (dir, NULL);
	put_docs (writer, 6, 8, 0, NULL);
	g_assert_true (xap_wdb_set_metadata (writer, "seq", "43", NULL));
	g_assert_true (xap_wdb_commit (writer, &error));
	g_assert_no_error (error);
	g_assert_true (xap_db_reopen (reader, NULL));
	g_assert_cmpuint (xap_db_doc_count (reader), ==, 8);
	g_assert_true (xap_db_metadata (reader, "seq", &seq, NULL));
	g_assert_cmpstr (seq, ==, "43");
	g_assert_true (xap_wdb_set_metadata (writer, "seq", "", NULL));
	g_assert_true (xap_wdb_commit (writer, NULL));
	xap_wdb_free (writer);
	g_free (seq);
	g_assert_true (xap_db_reopen (reader, NULL));
	g_assert_true (xap_db_metadata (reader, "seq", &seq, NULL));
	g_assert_null (seq);
}

static void test_term_limits (void)
{
	SCRATCH (dir);
	char longest[XAP_TERM_MAX + 1], nuls[128] = { 0 };
	memset (longest, 'x', sizeof longest);
	const struct {
		const char *term;
		gsize len;
		bool ok;
	} cases[] = {
		{ longest, XAP_TERM_MAX, true },
		{ longest, XAP_TERM_MAX + 1, false },
		{ longest, 0, false },
		{ nuls, sizeof nuls, false },
		{ "a\0b", 3, false },
		{ "\xff\x01", 2, true },
	};
	g_autoptr (XapWdb) writer = xap_wdb_open (dir, NULL);
	for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autoptr (GError) error = NULL;
		g_autoptr (XapDoc) doc = xap_doc_new ();
		xap_doc_term (doc, "before", 6, 1);
		if (i % 2)
			xap_doc_posting (doc, cases[i].term, cases[i].len, 1, 1);
		else
			xap_doc_term (doc, cases[i].term, cases[i].len, 1);
		xap_doc_term (doc, "after", 5, 1);
		g_assert_true (xap_wdb_replace (writer, i + 1, doc, &error) == cases[i].ok);
		g_assert_true (g_error_matches (error, XAP_ERROR, XAP_ERROR_INVALID) ==
			       !cases[i].ok);
		g_clear_error (&error);
		g_assert_true (xap_wdb_add_spelling (writer, cases[i].term, cases[i].len, 1,
						     NULL) == cases[i].ok);
		g_autoptr (XapQuery) query = xap_query_term (cases[i].term, cases[i].len);
		g_assert_true (xap_query_ok (query, NULL) == cases[i].ok);
	}
	g_autofree char *key = g_strndup (longest, sizeof longest);
	g_assert_false (xap_wdb_set_metadata (writer, key, "v", NULL));
	g_assert_false (xap_wdb_set_metadata (writer, "", "v", NULL));
	g_assert_false (xap_wdb_delete (writer, 0, NULL));
	/* None of them spoilt the batch. */
	g_autoptr (GError) error = NULL;
	g_assert_true (xap_wdb_commit (writer, &error));
	g_assert_no_error (error);
	g_assert_cmpuint (count_docs (dir), ==, 2);
}

/* --- nothing there, not ours, damaged --- */

static void test_missing (void)
{
	SCRATCH (dir);
	g_autofree char *none = g_build_filename (dir, "none", NULL);
	g_autofree char *deep = g_build_filename (dir, "none", "deeper", NULL);
	g_autofree char *file = g_build_filename (dir, "file", NULL);
	g_assert_true (g_file_set_contents (file, "not a database\n", -1, NULL));
	const char *const paths[] = { none, deep, dir, file };
	for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
		g_autoptr (GError) error = NULL;
		g_assert_null (xap_db_open (paths[i], &error));
		g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
		g_clear_error (&error);
		g_assert_false (xap_check (paths[i], &error));
		g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
	}
	g_autoptr (GError) error = NULL;
	g_assert_null (xap_wdb_open (deep, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
	g_clear_error (&error);
	g_assert_null (xap_wdb_open (file, &error));
	g_assert_nonnull (error);
	g_clear_error (&error);
	g_autoptr (XapWdb) fresh = xap_wdb_open (none, &error);
	g_assert_no_error (error);
	g_assert_nonnull (fresh);
	g_assert_cmpuint (count_docs (none), ==, 0);
}

enum { GONE, EMPTIED, HALVED, FIRST_BLOCKS, EVERY_THIRD_BLOCK, SCRAMBLED, DAMAGE_COUNT };

static void damage (const char *file, int how)
{
	g_autofree char *bytes = NULL;
	gsize len;
	g_assert_true (g_file_get_contents (file, &bytes, &len, NULL));
	g_autoptr (GRand) rand = g_rand_new_with_seed (3);
	for (gsize i = 0; i < len; i++) {
		if (how == FIRST_BLOCKS && i < 4 * 8192)
			bytes[i] = '\xff';
		else if (how == EVERY_THIRD_BLOCK && i / 8192 % 3 == 0)
			bytes[i] = 'A';
		else if (how == SCRAMBLED)
			bytes[i] = (char)g_rand_int (rand);
	}
	if (how == GONE)
		g_assert_cmpint (g_remove (file), ==, 0);
	else
		g_assert_true (g_file_set_contents (file, bytes,
						    (gssize)(how == EMPTIED  ? 0
							     : how == HALVED ? len / 2
									     : len),
						    NULL));
}

/* One line and a code that says so; never a crash, and never a database begun anew over the damaged one. */
static void test_damaged (void)
{
	static const char *const tables[] = { "postlist.glass", "termlist.glass", "docdata.glass",
					      "position.glass", "iamglass" };
	for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
		for (int how = GONE; how < DAMAGE_COUNT; how++) {
			/* Xapian takes these for tables that were never used: xap.h says so. */
			if (how == GONE && (t == 2 || t == 3))
				continue;
			g_test_message ("%s, damage %d", tables[t], how);
			SCRATCH (dir);
			commit_docs (dir, 600, 0);
			g_autofree char *file = g_build_filename (dir, tables[t], NULL);
			damage (file, how);
			g_autoptr (GError) error = NULL;
			g_assert_false (xap_check (dir, &error));
			g_assert_error (error, XAP_ERROR, XAP_ERROR_CORRUPT);
			g_clear_error (&error);
			g_autoptr (XapDb) db = xap_db_open (dir, &error);
			if (db && !xap_retry (db, read_all, NULL, &error))
				g_test_message ("read: %s", error->message);
			if (error)
				g_assert_error (error, XAP_ERROR, XAP_ERROR_CORRUPT);
			g_clear_error (&error);
			g_autoptr (XapWdb) writer = xap_wdb_open (dir, &error);
			if (writer && put_docs (writer, 1, 700, 9, &error))
				xap_wdb_commit (writer, &error);
			if (error)
				g_assert_error (error, XAP_ERROR, XAP_ERROR_CORRUPT);
		}
	}
}

/* A few bytes anywhere: the check says whole or damaged, even where Xapian crashes on them. */
static void test_bytes_overwritten (void)
{
	SCRATCH (dir);
	commit_docs (dir, 600, 0);
	static const char *const tables[] = { "postlist.glass", "termlist.glass", "docdata.glass",
					      "position.glass" };
	g_autoptr (GRand) rand = g_rand_new_with_seed (11);
	guint damaged = 0;
	for (guint round = 0; round < 60; round++) {
		g_autofree char *file = g_build_filename (dir, tables[round % 4], NULL);
		g_autofree char *bytes = NULL;
		gsize len;
		g_assert_true (g_file_get_contents (file, &bytes, &len, NULL));
		g_autofree char *whole = g_memdup2 (bytes, len);
		for (guint i = 0; i < 4; i++)
			bytes[g_rand_int (rand) % len] = (char)g_rand_int (rand);
		g_assert_true (g_file_set_contents (file, bytes, (gssize)len, NULL));
		g_autoptr (GError) error = NULL;
		if (!xap_check (dir, &error)) {
			g_assert_error (error, XAP_ERROR, XAP_ERROR_CORRUPT);
			g_assert_cmpuint (strlen (error->message), >, 0);
			damaged++;
		}
		g_assert_true (g_file_set_contents (file, whole, (gssize)len, NULL));
	}
	g_assert_cmpuint (damaged, >, 20);
	g_assert_true (xap_check (dir, NULL));
}

/* A writer killed while it creates the database leaves it openable. */
static void test_torn_creation (void)
{
	SCRATCH (dir);
	g_autofree char *postlist = g_build_filename (dir, "postlist.glass", NULL);
	g_autofree char *termlist = g_build_filename (dir, "termlist.glass", NULL);
	g_assert_true (g_file_set_contents (postlist, "", 0, NULL));
	g_assert_true (g_file_set_contents (termlist, "", 0, NULL));
	g_autoptr (GError) error = NULL;
	g_assert_null (xap_db_open (dir, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
	g_clear_error (&error);
	commit_docs (dir, 3, 0);
	g_assert_cmpuint (count_docs (dir), ==, 3);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/xap-fail/stale-reader", test_stale_reader);
	g_test_add_func ("/xap-fail/retry-gives-up", test_retry_gives_up);
	g_test_add_func ("/xap-fail/second-writer", test_second_writer);
	g_test_add_func ("/xap-fail/batch-is-atomic", test_batch_is_atomic);
	g_test_add_func ("/xap-fail/term-limits", test_term_limits);
	g_test_add_func ("/xap-fail/missing", test_missing);
	g_test_add_func ("/xap-fail/damaged", test_damaged);
	g_test_add_func ("/xap-fail/bytes-overwritten", test_bytes_overwritten);
	g_test_add_func ("/xap-fail/torn-creation", test_torn_creation);
	return g_test_run ();
}

/* test_xap.c: documents, cursors and stored things through shim/xap.h. Queries are in test_xap_query.c, failures in
 * test_xap_fail.c and test_xap_space.c. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "shim/xap.h"
#include "tests/unit/xap_library.h"

static char *list_terms (XapTerms *terms)
{
	GString *out = g_string_new (NULL);
	const char *text;
	gsize len;
	guint64 freq;
	g_autoptr (GError) error = NULL;
	XapStep step;
	while ((step = xap_terms_next (terms, &text, &len, &freq, &error)) == XAP_ROW) {
		g_assert_cmpuint (strlen (text), ==, len);
		g_string_append_printf (out, "%s%s:%" G_GUINT64_FORMAT, out->len ? " " : "", text,
					freq);
	}
	g_assert_no_error (error);
	g_assert_cmpint (step, ==, XAP_DONE);
	g_assert_cmpint (xap_terms_next (terms, &text, &len, &freq, &error), ==, XAP_DONE);
	xap_terms_free (terms);
	return g_string_free (out, FALSE);
}

static void test_terms (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	g_autoptr (GError) error = NULL;
	g_autofree char *prefix = list_terms (xap_db_terms (db, "minist", NULL));
	g_assert_cmpstr (prefix, ==, "minister:1 ministre:2");
	g_autofree char *none = list_terms (xap_db_terms (db, "zzz", NULL));
	g_assert_cmpstr (none, ==, "");
	g_autofree char *document = list_terms (xap_db_doc_terms (db, 4, NULL));
	g_assert_cmpstr (document, ==, "Q4:0 strike:3");
	g_assert_null (xap_db_doc_terms (db, 99, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);

	XapTerms *terms = xap_db_terms (db, "", NULL);
	const char *text;
	g_assert_true (xap_terms_skip (terms, "m", 1, NULL));
	g_assert_cmpint (xap_terms_next (terms, &text, NULL, NULL, NULL), ==, XAP_ROW);
	g_assert_cmpstr (text, ==, "minister");
	g_assert_true (xap_terms_skip (terms, "a", 1, NULL)); /* back: stays where it is */
	g_assert_cmpint (xap_terms_next (terms, &text, NULL, NULL, NULL), ==, XAP_ROW);
	g_assert_cmpstr (text, ==, "ministre");
	g_assert_true (xap_terms_skip (terms, "the", 3, NULL));
	g_autofree char *rest = list_terms (terms);
	g_assert_cmpstr (rest, ==, "the:2 une:1 à:1");

	guint64 freq = 77;
	g_assert_true (xap_db_term_freq (db, "strike", 6, &freq, NULL));
	g_assert_cmpuint (freq, ==, 2);
	g_assert_true (xap_db_term_freq (db, "absent", 6, &freq, NULL));
	g_assert_cmpuint (freq, ==, 0);
	g_assert_false (xap_db_term_freq (db, "", 0, &freq, NULL));
}

static void test_stored (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	g_autoptr (GError) error = NULL;
	g_assert_cmpuint (xap_db_doc_count (db), ==, G_N_ELEMENTS (library));
	g_assert_cmpuint (xap_db_last_docid (db), ==, G_N_ELEMENTS (library));
	g_assert_cmpfloat_with_epsilon (xap_db_average_length (db), 33 / 6.0, .01);
	g_autofree char *data = NULL;
	gsize len = 0;
	g_assert_true (xap_db_data (db, 4, &data, &len, NULL));
	g_assert_cmpstr (data, ==, "strike strike strike");
	g_assert_cmpuint (len, ==, 20);
	g_autofree char *value = NULL, *absent = (char *)db, *meta = NULL, *no_meta = (char *)db;
	g_assert_true (xap_db_value (db, 1, SLOT_GROUP, &value, NULL, NULL));
	g_assert_cmpstr (value, ==, "a");
	g_assert_true (xap_db_value (db, 6, SLOT_GROUP, &absent, &len, NULL));
	g_assert_null (absent);
	bool grouped = false, other = true;
	g_assert_true (xap_db_has_values (db, SLOT_GROUP, &grouped, NULL));
	g_assert_true (grouped);
	g_assert_true (xap_db_has_values (db, 77, &other, NULL));
	g_assert_false (other);
	g_assert_true (xap_db_metadata (db, "schema", &meta, NULL));
	g_assert_cmpstr (meta, ==, "1");
	g_assert_true (xap_db_metadata (db, "other", &no_meta, NULL));
	g_assert_null (no_meta);
	char *untouched = data;
	g_assert_false (xap_db_data (db, 99, &untouched, NULL, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
	g_assert_true (untouched == data);

	g_autofree char *better = NULL, *fine = (char *)db;
	g_assert_true (xap_db_spelling (db, "minitsre", 8, 2, &better, NULL));
	g_assert_cmpstr (better, ==, "ministre");
	g_assert_true (xap_db_spelling (db, "xyzzy", 5, 2, &fine, NULL));
	g_assert_null (fine);
}

static void test_documents_reused (void)
{
	SCRATCH (dir);
	g_autoptr (XapWdb) writer = xap_wdb_open (dir, NULL);
	g_autoptr (XapDoc) doc = xap_doc_new ();
	xap_doc_term (doc, "", 0, 1);
	g_assert_false (xap_doc_ok (doc, NULL));
	xap_doc_clear (doc);
	g_assert_true (xap_doc_ok (doc, NULL));
	xap_doc_term (doc, "second", 6, 1);
	xap_doc_data (doc, "a\0b", 3);
	g_assert_true (xap_wdb_replace (writer, 7, doc, NULL));
	xap_doc_clear (doc);
	xap_doc_term (doc, "third", 5, 1);
	g_assert_true (xap_wdb_replace (writer, 3, doc, NULL)); /* below the last docid, new */
	g_assert_true (xap_wdb_delete (writer, 5, NULL));       /* not there: the batch stays */
	g_assert_true (xap_wdb_delete (writer, 900, NULL));
	g_assert_true (xap_wdb_commit (writer, NULL));
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	assert_finds (db, term ("second"), "7");
	assert_finds (db, term ("third"), "3");
	g_autofree char *data = NULL;
	gsize len = 0;
	g_assert_true (xap_db_data (db, 7, &data, &len, NULL));
	g_assert_cmpmem (data, len, "a\0b", 3);

	g_assert_true (xap_wdb_replace (writer, 7, doc, NULL));
	g_assert_true (xap_wdb_delete (writer, 3, NULL));
	g_assert_true (xap_wdb_commit (writer, NULL));
	g_assert_true (xap_wdb_commit (writer, NULL)); /* nothing to do */
	g_assert_true (xap_db_reopen (db, NULL));
	g_assert_true (xap_db_reopen (db, NULL));
	assert_finds (db, xap_query_all (), "7");
	assert_finds (db, term ("third"), "7");
}

static void test_several_and_compact (void)
{
	SCRATCH (dir);
	g_autofree char *one = g_build_filename (dir, "one", NULL);
	g_autofree char *two = g_build_filename (dir, "two", NULL);
	g_autofree char *both = g_build_filename (dir, "both", NULL);
	g_autoptr (GError) error = NULL;
	make_library (one);
	g_autoptr (XapWdb) writer = xap_wdb_open (two, NULL);
	g_autoptr (XapDoc) doc = xap_doc_new ();
	xap_doc_term (doc, "strike", 6, 1);
	g_assert_true (xap_wdb_replace (writer, 12, doc, NULL));
	g_assert_true (xap_wdb_commit (writer, NULL));

	g_autoptr (XapDb) db = xap_db_open (one, NULL);
	g_assert_true (xap_db_add (db, two, NULL));
	g_assert_cmpuint (xap_db_doc_count (db), ==, 7);
	/* Docid d of database k of 2 becomes 2 (d - 1) + k. */
	assert_finds (db, term ("strike"), "3 7 24");
	assert_finds (db, words (XAP_OP_MAX, "strike grève", 0), "1 3 7 9 24");
	g_assert_false (xap_db_add (db, both, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
	g_clear_error (&error);

	const char *const from[] = { one, two, NULL };
	g_assert_true (xap_compact (from, both, &error));
	g_assert_no_error (error);
	g_autoptr (XapDb) merged = xap_db_open (both, NULL);
	assert_finds (merged, term ("strike"), "2 4 12");
	g_assert_true (xap_check (both, &error));
	g_assert_no_error (error);
	g_assert_false (xap_compact (from, both, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_INVALID);
	g_clear_error (&error);
	const char *const overlapping[] = { one, both, NULL };
	g_autofree char *three = g_build_filename (dir, "three", NULL);
	g_assert_false (xap_compact (overlapping, three, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_INVALID);
}

static void test_stems (void)
{
	static const struct {
		const char *language, *word, *stem;
	} cases[] = {
		{ "fr", "grévistes", "grévist" },
		{ "fr", "nationales", "national" },
		{ "en", "strikes", "strike" },
		{ "en", "announcing", "announc" },
		{ "french", "", "" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autoptr (XapStem) stem = xap_stem_new (cases[i].language, NULL);
		gsize len = 99;
		const char *got = xap_stem (stem, cases[i].word, strlen (cases[i].word), &len);
		g_assert_cmpstr (got, ==, cases[i].stem);
		g_assert_cmpuint (len, ==, strlen (cases[i].stem));
	}
	g_autoptr (GError) error = NULL;
	g_assert_null (xap_stem_new ("klingon", &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_INVALID);
	g_assert_true (g_str_has_prefix (xap_version (), "1."));
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/xap/terms", test_terms);
	g_test_add_func ("/xap/stored", test_stored);
	g_test_add_func ("/xap/documents-reused", test_documents_reused);
	g_test_add_func ("/xap/several-and-compact", test_several_and_compact);
	g_test_add_func ("/xap/stems", test_stems);
	return g_test_run ();
}

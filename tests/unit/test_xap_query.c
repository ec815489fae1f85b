/* test_xap_query.c: queries and searches through shim/xap.h. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "shim/xap.h"
#include "tests/unit/xap_library.h"

static void test_queries (void)
{
	SCRATCH (dir);
	g_autoptr (GError) error = NULL;
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, &error);
	g_assert_no_error (error);

	assert_finds (db, xap_query_all (), "1 2 3 4 5 6");
	assert_finds (db, xap_query_nothing (), "");
	assert_finds (db, term ("ministre"), "1 3");
	assert_finds (db, term ("absent"), "");
	assert_finds (db, words (XAP_OP_AND, "premier ministre", 0), "1 3");
	assert_finds (db, words (XAP_OP_PHRASE, "premier ministre", 0), "1");
	assert_finds (db, words (XAP_OP_PHRASE, "ministre premier", 2), "3");
	assert_finds (db, words (XAP_OP_PHRASE, "premier annonce", 3), "1");
	assert_finds (db, words (XAP_OP_NEAR, "ministre premier", 2), "1 3");
	assert_finds (db, words (XAP_OP_NEAR, "grève premier", 3), "");
	assert_finds (db, words (XAP_OP_NEAR, "grève premier", 5), "1");
	assert_finds (db, words (XAP_OP_OR, "grève strike", 0), "1 2 4 5");
	assert_finds (db, words (XAP_OP_SYNONYM, "grève strike", 0), "1 2 4 5");
	assert_finds (db, words (XAP_OP_MAX, "grève strike absent", 0), "1 2 4 5");
	assert_finds (db, words (XAP_OP_XOR, "le grève", 0), "3 5");
	assert_finds (db, words (XAP_OP_AND_NOT, "grève premier", 0), "5");
	assert_finds (db, words (XAP_OP_AND_MAYBE, "le grève", 0), "1 3");
	assert_finds (db, words (XAP_OP_FILTER, "strike Q4", 0), "4");
	assert_finds (db, xap_query_wildcard ("gr", 2, 0), "1 5");
	assert_finds (db, xap_query_wildcard ("grèves", 7, 0), "5");
	assert_finds (db, xap_query_combine (XAP_OP_OR, NULL, 0, 0), "");
	assert_finds (db, xap_query_pair (XAP_OP_AND, term ("strike"), NULL), "2 4");
	assert_finds (db, xap_query_pair (XAP_OP_OR, NULL, NULL), "");
	const XapDocid some[] = { 900, 5, 2, 3 };
	assert_finds (db, xap_query_documents (some + 1, 3), "2 3 5");
	assert_finds (db, xap_query_documents (NULL, 0), "");
	assert_finds (db,
		      xap_query_pair (XAP_OP_FILTER, words (XAP_OP_OR, "grève strike", 0),
				      xap_query_documents (some, 4)),
		      "2 5");
}

static void test_number_ranges (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	static const struct {
		double from, to;
		const char *want;
	} cases[] = {
		{ 100, 101, "1 2" },
		{ 100.5, 1e13, "2 5" },
		{ -INFINITY, 0, "3 6" },
		{ -5.5, -5.5, "3" },
		{ 101, 100, "" },
		{ 1e12, INFINITY, "5" },
		{ -INFINITY, INFINITY, "1 2 3 5 6" }, /* without a date: never */
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
		assert_finds (db, xap_query_number_range (SLOT_DATE, cases[i].from, cases[i].to),
			      cases[i].want);
	assert_finds (db,
		      xap_query_pair (XAP_OP_FILTER, term ("strike"),
				      xap_query_number_range (SLOT_DATE, 0, 1000)),
		      "2");
	g_autoptr (XapQuery) nan = xap_query_number_range (SLOT_DATE, NAN, 1);
	g_assert_false (xap_query_ok (nan, NULL));
}

static void test_wildcard_limit (void)
{
	SCRATCH (dir);
	g_autoptr (XapWdb) writer = xap_wdb_open (dir, NULL);
	/* Of ab0 … ab9, abK stands in K + 1 documents of its own. */
	XapDocid docid = 0;
	for (guint k = 0; k < 10; k++) {
		for (guint i = 0; i <= k; i++) {
			g_autoptr (XapDoc) doc = xap_doc_new ();
			const char word[] = { 'a', 'b', (char)('0' + k) };
			xap_doc_term (doc, word, 3, 1);
			xap_wdb_replace (writer, ++docid, doc, NULL);
		}
	}
	g_assert_true (xap_wdb_commit (writer, NULL));
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	static const guint32 wants[] = { 55, 10, 19, 27 };
	for (guint32 limit = 0; limit < G_N_ELEMENTS (wants); limit++) {
		XapSearch options = XAP_SEARCH_INIT;
		options.limit = 100;
		g_autoptr (XapQuery) query = xap_query_wildcard ("ab", 2, limit);
		g_autoptr (XapMset) mset = xap_search (db, query, &options, NULL);
		g_assert_cmpuint (xap_mset_size (mset), ==, wants[limit]);
	}
}

static void test_matching_terms (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	g_autoptr (XapQuery) query = words (XAP_OP_OR, "premier absent ministre quiet", 0);
	g_autoptr (XapMset) mset = xap_search (db, query, NULL, NULL);
	g_autoptr (GError) error = NULL;
	g_auto (GStrv) matching = xap_mset_matching_terms (mset, 1, &error);
	g_assert_no_error (error);
	g_autofree char *joined = g_strjoinv (" ", matching);
	g_assert_cmpstr (joined, ==, "ministre premier");
	g_assert_null (xap_mset_matching_terms (mset, 99, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NOT_FOUND);
}

static void test_search_options (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	static const struct {
		const char *what;
		XapSearch options;
		const char *want;
	} cases[] = {
		{ "newest first", { 0, 10, 0, SLOT_DATE, true, -1, 0, 0, NULL, 0 }, "5 2 1 6 3 4" },
		{ "oldest first, none before",
		  { 0, 10, 0, SLOT_DATE, false, -1, 0, 0, NULL, 0 },
		  "4 3 6 1 2 5" },
		{ "a page", { 2, 2, 0, SLOT_DATE, true, -1, 0, 0, NULL, 0 }, "1 6" },
		{ "beyond the end", { 6, 2, 0, SLOT_DATE, true, -1, 0, 0, NULL, 0 }, "" },
		{ "one of each group",
		  { 0, 10, 0, SLOT_DATE, true, SLOT_GROUP, 0, 0, NULL, 0 },
		  "5 2 6 4" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_test_message ("%s", cases[i].what);
		g_autofree char *got = run (db, xap_query_all (), &cases[i].options);
		g_assert_cmpstr (got, ==, cases[i].want);
	}

	XapSearch options = XAP_SEARCH_INIT;
	options.collapse_slot = SLOT_GROUP;
	options.check_at_least = 100;
	g_autoptr (XapQuery) query = words (XAP_OP_OR, "premier ministre prime minister", 0);
	g_autoptr (XapMset) mset = xap_search (db, query, &options, NULL);
	g_assert_cmpuint (xap_mset_size (mset), ==, 2);
	guint folded = 0;
	for (XapHit hit; xap_mset_next (mset, &hit, NULL) == XAP_ROW;)
		folded += hit.collapse_count;
	g_assert_cmpuint (folded, ==, 1);

	options.collapse_slot = -1;
	g_autoptr (XapMset) exact = xap_search (db, query, &options, NULL);
	g_assert_true (xap_mset_is_exact (exact));
	g_assert_cmpuint (xap_mset_estimate (exact), ==, 3);
}

static void test_weights (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	/* "strike" three times in a short text beats once in a long one. */
	g_autofree char *plain = run (db, term ("strike"), NULL);
	g_assert_cmpstr (plain, ==, "4 2");
	/* k1 = 0: repetition counts for nothing; the order is the docids'. */
	XapSearch flat = XAP_SEARCH_INIT;
	flat.bm25_b = .5;
	g_autofree char *even = run (db, term ("strike"), &flat);
	g_assert_cmpstr (even, ==, "2 4");
	/* A weight of 5 outweighs; wqf likewise. */
	g_autofree char *scaled = run (
		db,
		xap_query_pair (XAP_OP_OR, term ("strike"), xap_query_scale (term ("quiet"), 5)),
		NULL);
	g_assert_cmpstr (scaled, ==, "6 4 2");
	g_autofree char *wqf = run (
		db, xap_query_pair (XAP_OP_OR, term ("strike"), xap_query_term_wqf ("quiet", 5, 5)),
		NULL);
	g_assert_cmpstr (wqf, ==, "6 4 2");
}

static void test_query_failures_stick (void)
{
	SCRATCH (dir);
	make_library (dir);
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	XapQuery *queries[] = { term ("strike"), xap_query_term ("", 0) };
	XapQuery *phrase = xap_query_combine (XAP_OP_PHRASE, queries, 2, 0);
	g_autoptr (XapQuery) query =
		xap_query_pair (XAP_OP_OR, term ("le"), xap_query_scale (phrase, 2));
	g_autoptr (XapQuery) copy = xap_query_copy (query);
	g_autoptr (GError) error = NULL;
	g_assert_false (xap_query_ok (copy, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_INVALID);
	g_clear_error (&error);
	g_assert_null (xap_search (db, copy, NULL, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_INVALID);
	g_autofree char *says = xap_query_describe (copy);
	g_assert_cmpstr (says, ==, "empty term");

	g_autoptr (XapQuery) negative = xap_query_scale (term ("le"), -1);
	g_assert_false (xap_query_ok (negative, NULL));
	g_autoptr (XapQuery) nul = xap_query_wildcard ("a\0b", 3, 0);
	g_assert_false (xap_query_ok (nul, NULL));
}

/* The weight that each of the 200 documents has for `query`, added into `weights`. */
static void weigh (XapDb *db, const XapQuery *query, double *weights)
{
	XapSearch all = XAP_SEARCH_INIT;
	all.limit = all.check_at_least = 200;
	g_autoptr (XapMset) mset = xap_search (db, query, &all, NULL);
	for (XapHit hit; xap_mset_next (mset, &hit, NULL) == XAP_ROW;)
		weights[hit.docid] += hit.weight;
}

static XapQuery *random_term (GRand *rand)
{
	char word[8];
	int len = g_snprintf (word, sizeof word, "t%d", g_rand_int_range (rand, 0, 12));
	return xap_query_term (word, (gsize)len);
}

/* Three words, of which the best counts; `weights` gets what that must be. */
static XapQuery *random_max (XapDb *db, GRand *rand, double *weights)
{
	double best[201] = { 0 };
	XapQuery *kids[3];
	for (guint k = 0; k < 3; k++) {
		double own[201] = { 0 };
		kids[k] = xap_query_scale (random_term (rand), (k + 1) / 3.0);
		weigh (db, kids[k], own);
		for (guint docid = 1; docid <= 200; docid++)
			best[docid] = MAX (best[docid], own[docid]);
	}
	for (guint docid = 1; docid <= 200; docid++)
		weights[docid] += best[docid];
	return xap_query_combine (XAP_OP_MAX, kids, 3, 0);
}

/* MAX groups in an OR crash Xapian 1.4.22 itself when their lists end together (within 10 rounds here). */
static void test_max (void)
{
	SCRATCH (dir);
	g_autoptr (GRand) rand = g_rand_new_with_seed (7);
	g_autoptr (XapWdb) writer = xap_wdb_open (dir, NULL);
	for (guint docid = 1; docid <= 200; docid++) {
		g_autoptr (XapDoc) doc = xap_doc_new ();
		for (guint i = 0; i < 4; i++) {
			char word[8];
			int len = g_snprintf (word, sizeof word, "t%d",
					      g_rand_int_range (rand, 0, 12));
			xap_doc_term (doc, word, (gsize)len,
				      (guint32)g_rand_int_range (rand, 1, 5));
		}
		xap_wdb_replace (writer, docid, doc, NULL);
	}
	g_assert_true (xap_wdb_commit (writer, NULL));
	g_autoptr (XapDb) db = xap_db_open (dir, NULL);
	for (guint round = 0; round < 300; round++) {
		double want[201] = { 0 }, top = 0;
		XapQuery *parts[4] = { random_term (rand), random_term (rand) };
		weigh (db, parts[0], want);
		weigh (db, parts[1], want);
		parts[2] = random_max (db, rand, want);
		parts[3] = random_max (db, rand, want);
		g_autoptr (XapQuery) query = xap_query_combine (XAP_OP_OR, parts, 4, 0);
		for (guint docid = 1; docid <= 200; docid++)
			top = MAX (top, want[docid]);
		XapSearch options = XAP_SEARCH_INIT;
		options.limit = 1 + round % 10;
		g_autoptr (XapMset) mset = xap_search (db, query, &options, NULL);
		for (XapHit hit; xap_mset_next (mset, &hit, NULL) == XAP_ROW;) {
			g_assert_cmpfloat_with_epsilon (hit.weight, want[hit.docid], 1e-9);
			g_assert_true (hit.rank > 0 || hit.weight > top - 1e-9);
		}
	}
	g_autoptr (XapQuery) query = words (XAP_OP_MAX, "t1 t2", 0);
	g_autofree char *says = xap_query_describe (query);
	g_assert_cmpstr (says, ==, "Query(((t1 MAX t2)))");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/xap-query/queries", test_queries);
	g_test_add_func ("/xap-query/number-ranges", test_number_ranges);
	g_test_add_func ("/xap-query/wildcard-limit", test_wildcard_limit);
	g_test_add_func ("/xap-query/matching-terms", test_matching_terms);
	g_test_add_func ("/xap-query/search-options", test_search_options);
	g_test_add_func ("/xap-query/weights", test_weights);
	g_test_add_func ("/xap-query/query-failures-stick", test_query_failures_stick);
	g_test_add_func ("/xap-query/max", test_max);
	return g_test_run ();
}

/* test_xap_psq.c: words of several terms: what Xapian makes of the posting source is what its formula says, document by document,
 * however it is walked: alone, beside a common or a rare term, of which it is to be the one or the other, among shards. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "tests/unit/scratch.h"
#include "shim/xap.h"

#define DOCS 9000 /* several windows of the posting source */
#define TERMS 5
#define K1 1.0
#define B 0.5

/* How often the term stands in the document: a common one, one in stretches, rare ones, one at the very end. */
static guint wdf_of (guint term, guint docid)
{
	switch (term) {
	case 0:
		return docid % 3 == 0 ? 1 + docid % 7 : 0;
	case 1:
		return docid / 500 % 4 == 1 ? 1 + docid % 2 : 0;
	case 2:
		return docid % 611 == 5 ? 3 : 0;
	case 3:
		return docid == DOCS ? 4 : 0;
	default:
		return docid % 17 == 4;
	}
}

static guint length_of (guint docid)
{
	guint sum = 1 + docid % 40; /* of a word that nobody asks for */
	for (guint t = 0; t < TERMS; t++)
		sum += wdf_of (t, docid);
	return sum;
}

static void write_docs (const char *path, guint first, guint step)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (XapWdb) db = xap_wdb_open (path, &error);
	g_assert_no_error (error);
	for (guint docid = first; docid <= DOCS; docid += step) {
		g_autoptr (XapDoc) doc = xap_doc_new ();
		for (guint t = 0; t < TERMS; t++) {
			char term[2] = { (char)('a' + t), '\0' };
			if (wdf_of (t, docid))
				xap_doc_term (doc, term, 1, wdf_of (t, docid));
		}
		xap_doc_term (doc, "filler", 6, 1 + docid % 40);
		/* Shards number their own documents: 1, 2, 3, which Xapian interleaves again. */
		xap_wdb_replace (db, (docid - first) / step + 1, doc, &error);
		g_assert_no_error (error);
	}
	xap_wdb_commit (db, &error);
	g_assert_no_error (error);
}

/* --- what it should be --- */

typedef struct {
	guint first, count; /* terms */
	double p;           /* of the first; half as much of the next, and so on */
	double df;
} Word;

/* 0: the document has none of its terms. */
static double weight_of (const Word *word, guint docid)
{
	double tf = 0, p = word->p, idf = log (1 + (DOCS - word->df + 0.5) / (word->df + 0.5));
	for (guint i = 0; i < word->count; i++, p /= 2)
		tf += p * wdf_of (word->first + i, docid);
	double norm = K1 * (1 - B + B * length_of (docid) / 25.0);
	return tf > 0 ? idf * (K1 + 1) * tf / (tf + norm) : 0;
}

static XapQuery *query_of (const Word *word, XapDb *db)
{
	XapPostings *postings[TERMS];
	XapPsqTerm terms[TERMS];
	double p = word->p;
	for (guint i = 0; i < word->count; i++, p /= 2) {
		char name = (char)('a' + word->first + i);
		postings[i] = xap_db_postings (db, &name, 1, NULL);
		terms[i] = (XapPsqTerm){ postings[i], p };
	}
	XapPsq psq = { .terms = terms,
		       .count = word->count,
		       .counted = DOCS,
		       .documents = DOCS,
		       .document_freq = word->df,
		       .average_length = 25,
		       .k1 = K1,
		       .b = B };
	XapQuery *query = xap_query_psq (&psq);
	for (guint i = 0; i < word->count; i++)
		xap_postings_free (postings[i]);
	return query;
}

/* --- comparing --- */

static int heavier (gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? 1 : x > y ? -1 : 0;
}

/* Does a document match, of which the words weigh so much? */
static bool takes (XapOp op, const double *weights, guint count)
{
	bool any = false, all = true;
	for (guint i = 0; i < count; i++) {
		any = any || weights[i] > 0;
		all = all && weights[i] > 0;
	}
	return op == XAP_OP_OR          ? any
	       : op == XAP_OP_AND_MAYBE ? weights[0] > 0
	       : op == XAP_OP_AND_NOT   ? weights[0] > 0 && !(weights[1] > 0)
					: all;
}

/* The best `limit` of the words by `op` are what their formula says. */
static void compare (XapDb *db, XapOp op, const Word *const *words, guint count, guint limit)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (double));
	g_autofree double *all = g_new0 (double, DOCS + 1);
	for (guint docid = 1; docid <= DOCS; docid++) {
		double weights[TERMS];
		for (guint i = 0; i < count; i++) {
			weights[i] = weight_of (words[i], docid);
			all[docid] += i && op == XAP_OP_AND_NOT ? 0 : weights[i];
		}
		if (takes (op, weights, count))
			g_array_append_val (expected, all[docid]);
	}
	g_array_sort (expected, heavier);
	XapSearch search = XAP_SEARCH_INIT;
	XapHit hit;
	search.limit = limit;
	XapQuery *queries[TERMS];
	for (guint i = 0; i < count; i++)
		queries[i] = query_of (words[i], db);
	g_autoptr (XapQuery) query = xap_query_combine (op, queries, count, 0);
	g_autoptr (XapMset) mset = xap_search (db, query, &search, &error);
	g_assert_no_error (error);
	guint found = 0;
	for (; xap_mset_next (mset, &hit, &error) == XAP_ROW; found++) {
		g_assert_cmpfloat_with_epsilon (hit.weight, g_array_index (expected, double, found),
						1e-6);
		/* Which of equals comes first is a matter of rounding. */
		g_assert_cmpfloat_with_epsilon (hit.weight, all[hit.docid], 1e-6);
	}
	g_assert_no_error (error);
	g_assert_cmpuint (found, ==, MIN (limit, expected->len));
	g_assert_cmpuint (xap_mset_at_least (mset), <=, expected->len);
	g_assert_cmpuint (xap_mset_at_least (mset), >=, found);
}

static void compare_all (XapDb *db)
{
	static const Word common = { 0, 2, 1, 4000 }, stretches = { 1, 2, 0.7, 2000 },
			  rare = { 2, 2, 0.5, 10 }, last = { 3, 1, 0.1, 1 },
			  even = { 4, 1, 1, 500 }, all = { 0, 5, 0.9, 5000 };
	static const Word *const words[] = { &common, &stretches, &rare, &last, &even, &all };
	static const XapOp ops[] = { XAP_OP_AND, XAP_OP_OR, XAP_OP_AND_MAYBE, XAP_OP_AND_NOT };
	static const guint limits[] = { 3, 50, DOCS };
	for (gsize l = 0; l < G_N_ELEMENTS (limits); l++)
		for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
			compare (db, XAP_OP_OR, &words[i], 1, limits[l]);
			for (gsize k = 0; k < G_N_ELEMENTS (words); k++) {
				const Word *some[] = { words[i], words[k],
						       words[(k + 1) % G_N_ELEMENTS (words)] };
				for (gsize o = 0; k != i && o < G_N_ELEMENTS (ops); o++)
					compare (db, ops[o], some, 2, limits[l]);
				compare (db, XAP_OP_AND, some, 3, limits[l]);
			}
		}
}

/* --- the two ways --- */

/* The best from `offset` on, as "docid weight" lines; `filtered` goes through Xapian's matcher, which words alone do not. */
static char *best (XapDb *db, const Word *const *words, guint count, guint offset, bool filtered)
{
	g_autoptr (GError) error = NULL;
	XapQuery *queries[TERMS];
	XapSearch search = XAP_SEARCH_INIT;
	XapHit hit;
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < count; i++)
		queries[i] = query_of (words[i], db);
	g_autoptr (XapQuery) query = xap_query_combine (XAP_OP_AND, queries, count, 0);
	if (filtered)
		query = xap_query_pair (XAP_OP_FILTER, g_steal_pointer (&query), xap_query_all ());
	g_assert_true (filtered == isinf (xap_query_expected (query)));
	search.offset = offset;
	search.check_at_least = DOCS;
	g_autoptr (XapMset) mset = xap_search (db, query, &search, &error);
	g_assert_no_error (error);
	g_assert_true (xap_mset_is_exact (mset));
	g_string_append_printf (out, "%" G_GUINT64_FORMAT "\n", xap_mset_estimate (mset));
	while (xap_mset_next (mset, &hit, &error) == XAP_ROW)
		g_string_append_printf (out, "%u %u %a\n", hit.rank, hit.docid, hit.weight);
	g_assert_no_error (error);
	return g_string_free (out, FALSE);
}

/* Words alone are sought without Xapian's matcher, with anything else by it: to the last digit and in the same order. */
static void test_two_ways (void)
{
	static const Word words[] = { { 0, 2, 1, 4000 }, { 1, 2, 0.7, 2000 }, { 0, 5, 0.9, 5000 } };
	static const guint offsets[] = { 0, 1, 10, 300, DOCS };
	SCRATCH (dir);
	g_autofree char *path = g_build_filename (dir, "db", NULL);
	write_docs (path, 1, 1);
	g_autoptr (XapDb) db = xap_db_open (path, NULL);
	for (guint count = 1; count <= 3; count++)
		for (gsize o = 0; o < G_N_ELEMENTS (offsets); o++) {
			const Word *some[] = { &words[count % 3], &words[(count + 1) % 3],
					       &words[(count + 2) % 3] };
			g_autofree char *alone = best (db, some, count, offsets[o], false);
			g_autofree char *beside = best (db, some, count, offsets[o], true);
			g_assert_cmpstr (alone, ==, beside);
		}
}

/* Words that stand together by chance are expected as often as they are found. */
static void test_expected (void)
{
	static const Word thirds = { 0, 1, 1, 3000 }, rest = { 4, 1, 1, 529 };
	SCRATCH (dir);
	g_autofree char *path = g_build_filename (dir, "db", NULL);
	write_docs (path, 1, 1);
	g_autoptr (XapDb) db = xap_db_open (path, NULL);
	g_autoptr (XapQuery) query =
		xap_query_pair (XAP_OP_AND, query_of (&thirds, db), query_of (&rest, db));
	g_assert_cmpfloat_with_epsilon (xap_query_expected (query), DOCS / 3.0 / 17, 1);
}

static void test_one (void)
{
	SCRATCH (dir);
	g_autofree char *path = g_build_filename (dir, "db", NULL);
	write_docs (path, 1, 1);
	g_autoptr (XapDb) db = xap_db_open (path, NULL);
	compare_all (db);
}

static void test_shards (void)
{
	SCRATCH (dir);
	g_autofree char *one = g_build_filename (dir, "one", NULL);
	g_autofree char *two = g_build_filename (dir, "two", NULL);
	write_docs (one, 1, 2);
	write_docs (two, 2, 2);
	g_autoptr (XapDb) db = xap_db_open (one, NULL);
	g_assert_true (xap_db_add (db, two, NULL));
	compare_all (db);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/xap-psq/one", test_one);
	g_test_add_func ("/xap-psq/shards", test_shards);
	g_test_add_func ("/xap-psq/two-ways", test_two_ways);
	g_test_add_func ("/xap-psq/expected", test_expected);
	return g_test_run ();
}

/* test_index.c: the index follows the store, however it is made: step by step, anew, in parts, compacted. */
#include "indexer/index.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#include "indexer/document.h"
#include "indexer/gist.h"
#include "indexer/schema.h"
#include "store_fixture.h"

#define ARTICLES 850 /* two batches, several parts */

/* An article of some forty words; those 776 numbers apart are copies. */
static void put_number (Store *store, guint number, guint version)
{
	static const char *const nouns[] = { "harbour", "bridge", "minister", "river",
					     "strike",  "market", "school",   "train" };
	g_autoptr (GString) text = g_string_new (NULL);
	for (guint i = 0; i < 40; i++)
		g_string_append_printf (text, "%s%u ", nouns[(number * 7 + i * version) % 8],
					(number + i * i) % 97);
	g_autofree char *id = g_strdup_printf ("n%u", number);
	json_t *object = json_pack ("{s:s, s:s, s:s, s:s}", "id", id, "language",
				    number % 2 ? "en" : "fr", "title", id, "text", text->str);
	g_autofree char *json = json_dumps (object, 0);
	json_decref (object);
	put (store, json);
}

static Store *make_store (const char *dir)
{
	Store *store = must_open (dir, STORE_CREATE);
	for (guint i = 0; i < ARTICLES; i++)
		put_number (store, i, 1);
	must (store_commit (store, NULL));
	return store;
}

static guint64 update (Store *store, bool rebuild, guint jobs)
{
	g_autoptr (GError) error = NULL;
	IndexOptions options = { .rebuild = rebuild, .jobs = jobs };
	guint64 changed;
	bool finished;
	index_update (store, &options, &changed, &finished, &error);
	g_assert_no_error (error);
	g_assert_true (finished);
	return changed;
}

static XapDb *must_read (const char *dir)
{
	g_autoptr (GError) error = NULL;
	XapDb *db = index_open (dir, &error);
	g_assert_no_error (error);
	return db;
}

static void add_terms (GString *out, XapTerms *terms)
{
	const char *term;
	gsize len;
	guint64 freq;
	while (xap_terms_next (terms, &term, &len, &freq, NULL) == XAP_ROW) {
		g_string_append_len (out, term, (gssize)len);
		g_string_append_printf (out, " %" G_GUINT64_FORMAT "\n", freq);
	}
	xap_terms_free (terms);
}

/* All that can be read of an index but positions. Owned. */
static char *contents (const char *dir)
{
	g_autoptr (XapDb) db = must_read (dir);
	GString *out = g_string_new (NULL);
	gint64 seq;
	must (index_seq (db, &seq, NULL));
	g_string_append_printf (out,
				"%" G_GUINT64_FORMAT " documents, %.6f, %" G_GINT64_FORMAT "\n",
				xap_db_doc_count (db), xap_db_average_length (db), seq);
	add_terms (out, xap_db_terms (db, "", NULL));
	for (XapDocid docid = 1; docid <= xap_db_last_docid (db); docid++) {
		g_autofree char *data = NULL;
		if (!xap_db_data (db, docid, &data, NULL, NULL))
			continue;
		g_string_append_printf (out, "%u %s\n", docid, data);
		add_terms (out, xap_db_doc_terms (db, docid, NULL));
	}
	return g_string_free (out, FALSE);
}

/* How many articles have the words as a phrase: positions are right. */
static guint64 count_phrase (const char *dir, const char *first, const char *second)
{
	g_autoptr (XapDb) db = must_read (dir);
	XapQuery *words[2] = { xap_query_term (first, strlen (first)),
			       xap_query_term (second, strlen (second)) };
	g_autoptr (XapQuery) query = xap_query_combine (XAP_OP_PHRASE, words, 2, 2);
	XapSearch search = XAP_SEARCH_INIT;
	search.check_at_least = ARTICLES;
	g_autoptr (XapMset) mset = xap_search (db, query, &search, NULL);
	return xap_mset_estimate (mset);
}

static void expect_sound (Store *store)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
	guint64 behind;
	index_check (store, problems, &behind, &error);
	g_assert_no_error (error);
	g_assert_cmpstr (problems->len ? problems->pdata[0] : NULL, ==, NULL);
	g_assert_cmpuint (behind, ==, 0);
}

static gint by_name (gconstpointer a, gconstpointer b)
{
	return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The names in DIR/index, sorted, a space after each. Owned. */
static char *list_index (const char *dir)
{
	g_autofree char *path = g_build_filename (dir, "index", NULL);
	GDir *d = g_dir_open (path, 0, NULL);
	g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
	for (const char *name; (name = g_dir_read_name (d));)
		g_ptr_array_add (names, g_strdup (name));
	g_dir_close (d);
	g_ptr_array_sort (names, by_name);
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf (out, "%s ", (const char *)names->pdata[i]);
	return g_string_free (out, FALSE);
}

static void expect_files (const char *dir, const char *expected)
{
	g_autofree char *files = list_index (dir);
	g_assert_cmpstr (files, ==, expected);
}

/* However it is made, the same is in it. */
static void test_ways (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = make_store (dir);
	g_assert_cmpuint (update (store, false, 1), ==, ARTICLES);
	g_autofree char *stepwise = contents (dir);
	guint64 phrases = count_phrase (dir, "harbour1", "bridge2");
	g_assert_cmpuint (phrases, >, 0);
	for (guint jobs = 1; jobs <= 3; jobs++) {
		g_assert_cmpuint (update (store, true, jobs), ==, ARTICLES);
		g_autofree char *anew = contents (dir);
		g_assert_cmpstr (anew, ==, stepwise);
		g_assert_cmpuint (count_phrase (dir, "harbour1", "bridge2"), ==, phrases);
		expect_sound (store);
	}
	expect_files (dir, "XAPIANDB gen-4 rebuild.lock ");
	must (index_compact (dir, NULL));
	g_autofree char *compacted = contents (dir);
	g_assert_cmpstr (compacted, ==, stepwise);
	expect_files (dir, "XAPIANDB gen-5 rebuild.lock ");
	g_assert_cmpuint (update (store, false, 1), ==, 0);
	remove_dir (dir);
}

/* What is edited and deleted later comes into an index that was made in parts; and the first index may be. */
static void test_edits (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = make_store (dir);
	update (store, false, 2);
	gint64 before;
	must (store_last_seq (store, &before, NULL));
	for (guint i = 0; i < ARTICLES; i += 100)
		put_number (store, i, 3);
	must (store_delete (store, "n7", NULL));
	must (store_delete (store, "n849", NULL)); /* the last docid */
	put_number (store, ARTICLES, 1);
	must (store_commit (store, NULL));
	guint64 behind;
	must (store_change_count (store, before, &behind, NULL));
	g_assert_cmpuint (behind, >=, 9 + 2 + 1); /* and copies that are none any more */
	g_assert_cmpuint (update (store, false, 2), ==, behind);
	expect_sound (store);
	g_autofree char *followed = contents (dir);
	update (store, true, 2);
	g_autofree char *anew = contents (dir);
	g_assert_cmpstr (anew, ==, followed);
	remove_dir (dir);
}

static void test_empty (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	g_assert_cmpuint (update (store, true, 4), ==, 0);
	g_assert_cmpuint (update (store, false, 1), ==, 0);
	expect_sound (store);
	g_autoptr (XapDb) db = must_read (dir);
	g_assert_cmpuint (xap_db_doc_count (db), ==, 0);
	remove_dir (dir);
}

/* A reader keeps what it opened while the index is made anew twice. */
static void test_reader (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = make_store (dir);
	update (store, false, 1);
	g_autoptr (XapDb) reader = must_read (dir);
	update (store, true, 2);
	must (index_compact (dir, NULL));
	for (XapDocid docid = 1; docid <= ARTICLES; docid += 50) {
		g_autofree char *data = NULL;
		g_autoptr (GError) error = NULL;
		xap_db_data (reader, docid, &data, NULL, &error);
		g_assert_no_error (error);
	}
	remove_dir (dir);
}

static bool stop_at (guint64 done, guint64 total, gpointer data)
{
	g_assert_cmpuint (done, <=, total);
	return done < *(const guint64 *)data;
}

/* A rebuild that is stopped leaves the old index, and nothing else. */
static void test_stop (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = make_store (dir);
	update (store, false, 1);
	g_autofree char *before = contents (dir);
	for (guint jobs = 1; jobs <= 2; jobs++) {
		g_autoptr (GError) error = NULL;
		guint64 at = jobs == 1 ? 600 : 0, changed;
		bool finished = true;
		IndexOptions options = { true, jobs, stop_at, &at };
		index_update (store, &options, &changed, &finished, &error);
		g_assert_no_error (error);
		g_assert_false (finished);
		g_assert_cmpuint (changed, <, ARTICLES);
		expect_files (dir, "XAPIANDB gen-1 rebuild.lock ");
	}
	g_autofree char *after = contents (dir);
	g_assert_cmpstr (after, ==, before);
	remove_dir (dir);
}

/* Two rebuilds at once, a part that cannot be made, and what a killed one left. */
static void test_trouble (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = make_store (dir);
	g_autoptr (GError) error = NULL;
	IndexOptions options = { .rebuild = true, .jobs = 2 };
	update (store, false, 1);
	g_autofree char *lock = g_build_filename (dir, "index", "rebuild.lock", NULL);
	int fd = open (lock, O_RDWR | O_CREAT, 0644);
	g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
	g_assert_false (index_update (store, &options, NULL, NULL, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_LOCKED);
	g_clear_error (&error);
	close (fd);
	/* a file in a part's place, which is no database that could be removed */
	g_autofree char *part = g_build_filename (dir, "index", "part-1", NULL);
	g_assert_true (g_file_set_contents (part, "x", -1, NULL));
	g_assert_false (index_update (store, &options, NULL, NULL, &error));
	g_assert_nonnull (error);
	g_clear_error (&error);
	g_unlink (part);
	/* half a part, and half of a merged one */
	XapWdb *db = xap_wdb_open (part, NULL);
	g_assert_nonnull (db);
	xap_wdb_free (db);
	g_autofree char *next = g_build_filename (dir, "index", "gen-2", NULL);
	db = xap_wdb_open (next, NULL);
	xap_wdb_free (db);
	g_assert_cmpuint (update (store, true, 2), ==, ARTICLES);
	expect_files (dir, "XAPIANDB gen-2 rebuild.lock ");
	expect_sound (store);
	remove_dir (dir);
}

/* What links need is kept with an article's postings, as if it were made of the article now. */
static void test_gist (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"a\",\"language\":\"en\",\"date_published\":\"2024-05-03\",\"title\":"
		    "\"Crane\","
		    "\"text\":\"On 9 May 40 ships were waiting. \\\"We do not know yet why,\\\" he "
		    "said.\"}");
	must (store_commit (store, NULL));
	update (store, false, 1);
	g_autoptr (XapDb) db = must_read (dir);
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Article) article = NULL;
	must (store_get (store, 1, &article, NULL));
	g_autoptr (Analysis) analysis = analysis_new (analyzer, article);
	g_autoptr (Gist) made = gist_new (article, analysis), kept = document_gist (db, 1);
	g_assert_nonnull (kept);
	g_assert_cmpuint (kept->figures->len, ==, 1);
	g_assert_cmpuint (kept->days->len, ==, 1);
	g_assert_cmpuint (kept->quotes->len, ==, 1);
	gsize made_len, kept_len;
	g_autofree char *made_bytes = gist_pack (made, &made_len);
	g_autofree char *kept_bytes = gist_pack (kept, &kept_len);
	g_assert_cmpmem (kept_bytes, kept_len, made_bytes, made_len);
	remove_dir (dir);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/index/ways", test_ways);
	g_test_add_func ("/index/edits", test_edits);
	g_test_add_func ("/index/empty", test_empty);
	g_test_add_func ("/index/reader", test_reader);
	g_test_add_func ("/index/stop", test_stop);
	g_test_add_func ("/index/trouble", test_trouble);
	g_test_add_func ("/index/gist", test_gist);
	return g_test_run ();
}

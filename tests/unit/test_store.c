/* test_store.c: what the corpus store keeps, finds and counts. (Its failures: test_store_failure.c.) */
#include "corpus/store_private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tests/unit/store_fixture.h"

/* --- putting --- */

static void test_put_outcomes (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	g_assert_cmpint (put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Un.\"}"), ==,
			 STORE_ADDED);
	g_assert_cmpint (put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Un.\"}"), ==,
			 STORE_SAME);
	g_assert_cmpint (
		put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Un.\",\"section\":\"S\"}"),
		==, STORE_REFRESHED);
	gint64 seq;
	must (store_last_seq (store, &seq, NULL));
	g_assert_cmpint (seq, ==, 2);
	g_assert_cmpint (put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Deux.\"}"), ==,
			 STORE_UPDATED);
	g_assert_cmpint (put (store, "{\"id\":\"a\",\"title\":\"U\",\"text\":\"Deux.\"}"), ==,
			 STORE_UPDATED);
	must (store_commit (store, NULL));
	expect_article (store, 1, "{\"id\":\"a\",\"title\":\"U\",\"text\":\"Deux.\"}");
	expect_clean (store);
	remove_dir (dir);
}

/* All that a record can say comes back as it was said, across a reopening. */
static void test_fidelity (void)
{
	static const char *const records[] = {
		"{\"id\":\"a1\",\"url\":\"https://example.org/a?x=1\",\"canonical_url\":\"https://"
		"example.org/a\","
		"\"title\":\"L'été « œuvre »\",\"description\":\"D\",\"text\":\"Un.\\nDeux — "
		"\U0001f600.\","
		"\"authors\":[\"Ana Lys\",\"Bo \\\"B\\\" "
		"Roe\"],\"date_published\":\"2020-09-09T16:35:00+02:00\","
		"\"date_modified\":\"1950-01\",\"date_fetched\":\"2020-09-11T00:00:01Z\","
		"\"language\":\"fr\","
		"\"language_confidence\":0.1,\"publisher\":\"P\",\"domain\":\"example.org\","
		"\"section\":\"S\","
		"\"keywords\":[\"port\"],\"image_url\":\"https://example.org/"
		"i\",\"is_accessible_for_free\":true,"
		"\"story\":\"s7\",\"copy_group\":\"c9\",\"rights\":{\"tdm\":1},\"provenance\":{"
		"\"file\":\"/f\","
		"\"date_source\":{\"date_published\":{\"source\":\"text\",\"confidence\":0."
		"30000000000000004,"
		"\"precision\":\"minute\",\"zone\":true},\"date_fetched\":{\"source\":null,"
		"\"confidence\":0.0,"
		"\"precision\":\"second\",\"zone\":false}}},\"own\":[1,2.5,null,\"\\u0000\"]}",
		"{\"id\":\"b\",\"text\":\"only\",\"is_accessible_for_free\":false}",
		"{\"id\":\"c\",\"title\":\"only\",\"date_published\":\"2020\"}",
	};
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
		put (store, records[i]);
	must (store_commit (store, NULL));
	store_close (store);
	g_autoptr (Store) reader = must_open (dir, STORE_READ);
	for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
		expect_article (reader, (guint32)i + 1, records[i]);
	Article *none;
	must (store_get (reader, 99, &none, NULL));
	g_assert_null (none);
	remove_dir (dir);
}

/* What was not committed is not there. */
static void test_uncommitted (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"kept\",\"title\":\"T\"}");
	must (store_commit (store, NULL));
	must (store_commit (store, NULL)); /* nothing to do */
	put (store, "{\"id\":\"lost\",\"title\":\"T\"}");
	store_close (store);
	g_autoptr (Store) again = must_open (dir, STORE_WRITE);
	g_assert_cmpuint (count_articles (again), ==, 1);
	put (again, "{\"id\":\"next\",\"title\":\"T\"}");
	must (store_commit (again, NULL));
	expect_article (again, 2, "{\"id\":\"next\",\"title\":\"T\"}");
	remove_dir (dir);
}

static char *put_named (Store *store, const char *name, const char *title, const char *origin,
			StorePut *how)
{
	g_autoptr (Article) article = article_new ();
	article->id = g_strdup (name);
	article->title = g_strdup (title);
	must (store_put (store, article, origin, false, how, NULL));
	return g_strdup (article->id);
}

static void test_clashing_names (void)
{
	static const struct {
		const char *origin, *title, *id;
		StorePut how;
	} table[] = {
		{ "/x/index.html", "X", "index", STORE_ADDED },
		{ "/y/index.html", "Y", "index-2", STORE_ADDED },
		{ "/z/index.html", "Z", "index-3", STORE_ADDED },
		{ "/y/index.html", "Y", "index-2", STORE_SAME },
		{ "/y/index.html", "Y too", "index-2", STORE_UPDATED },
		{ "/x/index.html", "X", "index", STORE_SAME },
		{ NULL, "N", "index-4", STORE_ADDED },
	};
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		StorePut how;
		g_autofree char *id =
			put_named (store, "index", table[i].title, table[i].origin, &how);
		g_assert_cmpstr (id, ==, table[i].id);
		g_assert_cmpint (how, ==, table[i].how);
	}
	/* A given id is meant, wherever the article comes from. */
	g_assert_cmpint (put (store, "{\"id\":\"index\",\"title\":\"Given\"}"), ==, STORE_UPDATED);
	/* Many, in a bearable time. */
	g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < 2000; i++) {
		g_autofree char *origin = g_strdup_printf ("/m/%d/a.txt", i);
		g_hash_table_add (ids, put_named (store, "a", "A", origin, NULL));
	}
	g_assert_cmpuint (g_hash_table_size (ids), ==, 2000);
	must (store_commit (store, NULL));
	g_assert_cmpuint (count_articles (store), ==, 2004);
	remove_dir (dir);
}

/* Links found by us survive the article being read anew, which knows nothing of them. */
static void test_links_stay (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"a\",\"title\":\"T\",\"story\":\"s1\",\"copy_group\":\"c1\"}");
	g_assert_cmpint (put (store, "{\"id\":\"a\",\"title\":\"T\"}"), ==, STORE_SAME);
	put (store, "{\"id\":\"a\",\"title\":\"U\",\"story\":\"s2\"}");
	expect_article (store, 1,
			"{\"id\":\"a\",\"title\":\"U\",\"story\":\"s2\",\"copy_group\":\"c1\"}");
	remove_dir (dir);
}

static void test_versions (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put (store,
	     "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Un.\",\"date_published\":\"2020-09-09\"}");
	put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Un.\",\"section\":\"S\"}");
	put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Deux.\",\"date_fetched\":\"2020-09-"
		    "10T08:00:00Z\"}");
	put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Trois.\"}");
	put (store, "{\"id\":\"b\",\"title\":\"T\"}");
	must (store_commit (store, NULL));
	json_t *versions;
	must (store_versions (store, "a", &versions, NULL));
	g_assert_cmpuint (json_array_size (versions), ==, 2);
	const json_t *newest = json_array_get (versions, 0), *oldest = json_array_get (versions, 1);
	expect_string (newest, "text", "Deux.");
	g_assert_cmpint (json_integer_value (json_object_get (newest, "version")), ==, 2);
	expect_string (oldest, "text", "Un.");
	expect_string (oldest, "title", "T");
	expect_string (oldest, "replaced_at", "2020-09-10T08:00:00Z");
	g_assert_true (json_is_null (json_object_get (oldest, "date_published")));
	ArticleDate replaced = { 0 };
	g_assert_true (article_date_parse (
		json_string_value (json_object_get (newest, "replaced_at")), &replaced));
	json_decref (versions);
	must (store_versions (store, "b", &versions, NULL));
	g_assert_cmpuint (json_array_size (versions), ==, 0);
	json_decref (versions);
	remove_dir (dir);
}

/* --- finding --- */

static void test_find (void)
{
	static const struct {
		const char *key;
		guint32 docid;
		const char *candidates; /* joined; NULL none */
	} table[] = {
		{ "abcd01", 1, NULL },
		{ "abcd02", 2, NULL },
		{ "abce", 3, NULL },
		{ "abce0", 4, NULL }, /* a beginning of abce03 alone */
		{ "abcd", 0, "abcd01 abcd02" },
		{ "abc", 0, "abcd01 abcd02 abce abce03" },
		{ "ab", 0, NULL }, /* too short */
		{ "éa%", 5, NULL },
		{ "éa", 0, NULL },
		{ "abc_", 0, NULL }, /* no patterns */
		{ "https://example.org/1?a", 1, NULL },
		{ "https://example.org/1", 1, NULL },
		{ "https://example.org/same", 0, "abcd02 abce" },
		{ "https://example.org/none", 0, NULL },
		{ "", 0, NULL },
		{ "\xff\xfe\xfd", 0, NULL },
	};
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"abcd01\",\"title\":\"1\",\"url\":\"https://example.org/1?a\","
		    "\"canonical_url\":\"https://example.org/1\"}");
	put (store, "{\"id\":\"abcd02\",\"title\":\"2\",\"url\":\"https://example.org/same\"}");
	put (store, "{\"id\":\"abce\",\"title\":\"3\",\"url\":\"https://example.org/same\"}");
	put (store, "{\"id\":\"abce03\",\"title\":\"4\"}");
	put (store, "{\"id\":\"éa%b\",\"title\":\"5\"}");
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		guint32 docid = 77;
		g_autoptr (Article) article = NULL;
		g_auto (GStrv) candidates = NULL;
		must (store_find (store, table[i].key, &docid, &article, &candidates, NULL));
		g_autofree char *joined = candidates ? g_strjoinv (" ", candidates) : NULL;
		g_assert_cmpuint (docid, ==, table[i].docid);
		g_assert_cmpint (article != NULL, ==, docid != 0);
		g_assert_cmpstr (joined, ==, table[i].candidates);
	}
	must (store_find (store, "abcd01", NULL, NULL, NULL, NULL));
	remove_dir (dir);
}

static void test_find_content (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"Un.\"}");
	put (store, "{\"id\":\"b\",\"title\":\"T\",\"text\":\"Un.\"}");
	g_autoptr (Article) article = read_record ("{\"title\":\"T\",\"text\":\"Un.\"}");
	g_autofree char *hash = article_content_hash (article);
	guint32 docid = 77;
	must (store_find_content (store, hash, &docid, NULL));
	g_assert_cmpuint (docid, ==, 1);
	must (store_find_content (store, "0000", &docid, NULL));
	g_assert_cmpuint (docid, ==, 0);
	remove_dir (dir);
}

/* --- changes --- */

static bool note_change (guint32 docid, gint64 seq, const Article *article, gpointer data,
			 GError **error)
{
	(void)error;
	g_string_append_printf (data, "%u@%d=%s ", docid, (int)seq, article ? article->title : "-");
	return true;
}

static char *changes_since (Store *store, gint64 since)
{
	GString *log = g_string_new (NULL);
	must (store_changes (store, since, note_change, log, NULL));
	guint64 count;
	must (store_change_count (store, since, &count, NULL));
	guint calls = 0;
	for (const char *c = log->str; *c; c++)
		calls += *c == '@';
	g_assert_cmpuint (count, ==, calls);
	return g_string_free (log, FALSE);
}

static bool stop_at_second (guint32 docid, gint64 seq, const Article *article, gpointer data,
			    GError **error)
{
	(void)docid;
	(void)seq;
	(void)article;
	if (++*(int *)data < 2)
		return true;
	g_set_error (error, STORE_ERROR, STORE_ERROR_FAILED, "enough");
	return false;
}

static void test_changes (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"a\",\"title\":\"A\"}");                   /* 1 */
	put (store, "{\"id\":\"b\",\"title\":\"B\"}");                   /* 2 */
	put (store, "{\"id\":\"c\",\"title\":\"C\"}");                   /* 3 */
	put (store, "{\"id\":\"a\",\"title\":\"A\",\"section\":\"S\"}"); /* 4 */
	must (store_delete (store, "b", NULL));                          /* 5 */
	must (store_commit (store, NULL));
	g_autofree char *all = changes_since (store, 0);
	g_assert_cmpstr (all, ==, "3@3=C 1@4=A 2@5=- ");
	g_autofree char *later = changes_since (store, 4);
	g_assert_cmpstr (later, ==, "2@5=- ");
	g_autofree char *none = changes_since (store, 5);
	g_assert_cmpstr (none, ==, "");
	int calls = 0;
	g_autoptr (GError) error = NULL;
	g_assert_false (store_changes (store, 0, stop_at_second, &calls, &error));
	g_assert_cmpstr (error->message, ==, "enough");
	g_assert_cmpint (calls, ==, 2);
	remove_dir (dir);
}

static void test_delete (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	put (store, "{\"id\":\"a\",\"title\":\"A\",\"url\":\"https://example.org/a\"}");
	put (store, "{\"id\":\"a\",\"title\":\"A2\",\"url\":\"https://example.org/a\"}");
	must (store_delete (store, "a", NULL));
	g_autoptr (GError) error = NULL;
	g_assert_false (store_delete (store, "a", &error));
	g_assert_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
	/* The failure undid nothing. */
	must (store_commit (store, NULL));
	store_close (store);
	store = must_open (dir, STORE_WRITE);
	g_assert_cmpuint (count_articles (store), ==, 0);
	Article *article;
	must (store_find (store, "https://example.org/a", NULL, &article, NULL, NULL));
	g_assert_null (article);
	/* Its number is not used again: the index may still know it. */
	put (store, "{\"id\":\"a\",\"title\":\"A3\"}");
	must (store_commit (store, NULL));
	g_autofree char *all = changes_since (store, 0);
	g_assert_cmpstr (all, ==, "1@3=- 2@4=A3 ");
	json_t *versions;
	must (store_versions (store, "a", &versions, NULL));
	g_assert_cmpuint (json_array_size (versions), ==, 0);
	json_decref (versions);
	expect_clean (store);
	store_close (store);
	remove_dir (dir);
}

static void test_stats (void)
{
	g_autofree char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	g_autoptr (StoreStats) empty = NULL;
	must (store_stats (store, &empty, NULL));
	g_assert_cmpuint (empty->articles, ==, 0);
	g_assert_null (empty->first_date);
	put (store, "{\"id\":\"a\",\"title\":\"A\",\"language\":\"fr\",\"domain\":\"x.fr\",\"date_"
		    "published\":\"2020-09-09\"}");
	put (store, "{\"id\":\"b\",\"title\":\"B\",\"language\":\"en\",\"domain\":\"y.uk\",\"date_"
		    "published\":"
		    "\"2019-12-31T23:00:00-05:00\"}");
	put (store, "{\"id\":\"c\",\"title\":\"C\",\"language\":\"fr\"}");
	put (store, "{\"id\":\"c\",\"title\":\"C2\",\"language\":\"fr\"}");
	put (store, "{\"id\":\"d\",\"title\":\"D\"}");
	must (store_delete (store, "d", NULL));
	must (store_commit (store, NULL));
	g_autoptr (StoreStats) stats = NULL;
	must (store_stats (store, &stats, NULL));
	g_assert_cmpuint (stats->articles, ==, 3);
	g_assert_cmpuint (stats->deleted, ==, 1);
	g_assert_cmpuint (stats->versions, ==, 1);
	g_assert_cmpuint (stats->undated, ==, 1);
	g_assert_cmpstr (stats->first_date, ==, "2020-01-01");
	g_assert_cmpstr (stats->last_date, ==, "2020-09-09");
	g_assert_cmpuint (stats->bytes, >, 8192);
	const StoreCount *first = stats->languages->pdata[0];
	g_assert_cmpstr (first->name, ==, "fr");
	g_assert_cmpuint (first->count, ==, 2);
	g_assert_cmpuint (stats->domains->len, ==, 3);
	const StoreCount *unknown = stats->domains->pdata[0];
	g_assert_cmpstr (unknown->name, ==, "");
	remove_dir (dir);
}

/* --- schema --- */

static void test_migration (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	g_autofree char *sql = NULL;
	must (g_file_get_contents ("tests/data/store_v1.sql", &sql, NULL, NULL));
	run_sql (path, sql);
	g_autoptr (GError) error = NULL;
	g_assert_null (store_open (dir, STORE_READ, 0, &error));
	g_assert_error (error, STORE_ERROR, STORE_ERROR_VERSION);
	g_assert_nonnull (strstr (error->message, "older"));
	Store *store = must_open (dir, STORE_WRITE);
	expect_article (store, 1,
			"{\"id\":\"canal\",\"title\":\"Le canal rouvre\",\"text\":\"Les écluses "
			"ont rouvert.\\nLe trafic "
			"reprend.\",\"authors\":[\"Ana "
			"Lys\"],\"date_published\":\"2019-03-04\",\"language\":\"fr\","
			"\"language_confidence\":0.97}");
	put (store, "{\"id\":\"canal\",\"title\":\"Le canal a rouvert\"}");
	must (store_commit (store, NULL));
	g_autofree char *all = changes_since (store, 0);
	g_assert_cmpstr (all, ==, "2@3=- 3@4=Canal reopens 1@5=Le canal a rouvert ");
	json_t *versions;
	must (store_versions (store, "canal", &versions, NULL));
	expect_string (json_array_get (versions, 0), "title", "Le canal rouvre");
	json_decref (versions);
	expect_clean (store);
	gint64 version;
	must (store_get_int (store, "PRAGMA user_version", &version, NULL));
	g_assert_cmpint (version, ==, store_schema_version ());
	store_close (store);
	g_autoptr (Store) reader = must_open (dir, STORE_READ);
	g_assert_cmpuint (count_articles (reader), ==, 2);
	remove_dir (dir);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/store/put/outcomes", test_put_outcomes);
	g_test_add_func ("/store/put/fidelity", test_fidelity);
	g_test_add_func ("/store/put/uncommitted", test_uncommitted);
	g_test_add_func ("/store/put/clashing-names", test_clashing_names);
	g_test_add_func ("/store/put/links-stay", test_links_stay);
	g_test_add_func ("/store/versions", test_versions);
	g_test_add_func ("/store/find/key", test_find);
	g_test_add_func ("/store/find/content", test_find_content);
	g_test_add_func ("/store/changes", test_changes);
	g_test_add_func ("/store/delete", test_delete);
	g_test_add_func ("/store/stats", test_stats);
	g_test_add_func ("/store/migration", test_migration);
	return g_test_run ();
}

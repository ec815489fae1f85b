/* store_fixture.h: what the tests of the store share. Assertions stop the test program. */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

#include "corpus/store_private.h"

#define must(call) g_assert_true (call)

static inline char *make_dir (void)
{
	char *dir = g_dir_make_tmp ("entente-test-XXXXXX", NULL);
	g_assert_nonnull (dir);
	return dir;
}

static inline void remove_dir (const char *dir)
{
	g_chmod (dir, 0700);
	GDir *entries = g_dir_open (dir, 0, NULL);
	for (const char *name; entries && (name = g_dir_read_name (entries));) {
		g_autofree char *path = g_build_filename (dir, name, NULL);
		if (g_file_test (path, G_FILE_TEST_IS_DIR))
			remove_dir (path);
		else
			g_unlink (path);
	}
	if (entries)
		g_dir_close (entries);
	g_rmdir (dir);
}

static inline Store *must_open (const char *dir, StoreMode mode)
{
	g_autoptr (GError) error = NULL;
	Store *store = store_open (dir, mode, 5000, &error);
	g_assert_no_error (error);
	g_assert_nonnull (store);
	return store;
}

static inline Article *read_record (const char *json)
{
	g_autoptr (GError) error = NULL;
	json_t *object = json_loads (json, JSON_ALLOW_NUL, NULL);
	g_assert_nonnull (object);
	Article *article = article_from_json (object, &error);
	g_assert_no_error (error);
	json_decref (object);
	return article;
}

/* Put a record under the id that it has. */
static inline StorePut put (Store *store, const char *json)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (Article) article = read_record (json);
	StorePut how;
	store_put (store, article, NULL, true, &how, &error);
	g_assert_no_error (error);
	return how;
}

/* Article `docid` is what `json` says, field for field. */
static inline void expect_article (Store *store, guint32 docid, const char *json)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (Article) got = NULL;
	store_get (store, docid, &got, &error);
	g_assert_no_error (error);
	g_assert_nonnull (got);
	g_autoptr (Article) want = read_record (json);
	json_t *got_json = article_to_json (got), *want_json = article_to_json (want);
	g_autofree char *got_text = json_dumps (got_json, 0),
			*want_text = json_dumps (want_json, 0);
	g_assert_cmpstr (got_text, ==, want_text);
	json_decref (got_json);
	json_decref (want_json);
}

static inline void expect_string (const json_t *object, const char *name, const char *value)
{
	g_assert_cmpstr (json_string_value (json_object_get (object, name)), ==, value);
}

static inline guint64 count_articles (Store *store)
{
	gint64 count = 0;
	must (store_get_int (store, "SELECT count(*) FROM article", &count, NULL));
	return (guint64)count;
}

static inline void expect_clean (Store *store)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
	store_check (store, problems, &error);
	g_assert_no_error (error);
	g_assert_cmpstr (problems->len ? problems->pdata[0] : NULL, ==, NULL);
}

/* As another program would. */
static inline void run_sql (const char *path, const char *sql)
{
	sqlite3 *db;
	g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
	char *message = NULL;
	sqlite3_exec (db, sql, NULL, NULL, &message);
	g_assert_cmpstr (message, ==, NULL);
	sqlite3_close (db);
}

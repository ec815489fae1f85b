/* store_stats.c: how much is in the store, and whether it is whole. */
#include "corpus/store_private.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- numbers --- */

static void count_free (gpointer data)
{
	StoreCount *count = data;
	g_free (count->name);
	g_free (count);
}

void store_stats_free (StoreStats *stats)
{
	if (!stats)
		return;
	g_ptr_array_unref (stats->languages);
	g_ptr_array_unref (stats->domains);
	g_free (stats->first_date);
	g_free (stats->last_date);
	g_free (stats);
}

static bool read_count (Store *store, const char *sql, guint64 *out, GError **error)
{
	gint64 count;
	if (!store_get_int (store, sql, &count, error))
		return false;
	*out = (guint64)count;
	return true;
}

static bool read_counts (Store *store, const char *sql, GPtrArray *out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, error);
	if (!stmt)
		return false;
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text (stmt, 0);
		StoreCount *count = g_new (StoreCount, 1);
		count->name = g_strdup (name ? name : "");
		count->count = (guint64)sqlite3_column_int64 (stmt, 1);
		g_ptr_array_add (out, count);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

static bool read_days (Store *store, StoreStats *stats, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT date ((SELECT min (published_s) FROM article), 'unixepoch'),"
			       " date ((SELECT max (published_s) FROM article), 'unixepoch')",
			       error);
	if (!stmt)
		return false;
	if (sqlite3_step (stmt) != SQLITE_ROW)
		return store_fail (store, "read", error);
	stats->first_date = g_strdup ((const char *)sqlite3_column_text (stmt, 0));
	stats->last_date = g_strdup ((const char *)sqlite3_column_text (stmt, 1));
	return true;
}

static guint64 file_bytes (const Store *store)
{
	static const char *const names[] = { STORE_FILE, STORE_FILE "-wal" };
	guint64 bytes = 0;
	for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
		g_autofree char *path = g_build_filename (store->dir, names[i], NULL);
		GStatBuf st;
		if (g_stat (path, &st) == 0)
			bytes += (guint64)st.st_size;
	}
	return bytes;
}

bool store_stats (Store *store, StoreStats **out, GError **error)
{
	g_autoptr (StoreStats) stats = g_new0 (StoreStats, 1);
	stats->languages = g_ptr_array_new_with_free_func (count_free);
	stats->domains = g_ptr_array_new_with_free_func (count_free);
	if (!read_count (store, "SELECT count(*) FROM article", &stats->articles, error) ||
	    !read_count (store, "SELECT count(*) FROM tombstone", &stats->deleted, error) ||
	    !read_count (store, "SELECT count(*) FROM version", &stats->versions, error) ||
	    !read_count (store, "SELECT count(*) FROM article WHERE published_s IS NULL",
			 &stats->undated, error) ||
	    !read_counts (store,
			  "SELECT language, count(*) FROM article GROUP BY 1 ORDER BY 2 DESC, 1",
			  stats->languages, error) ||
	    !read_counts (store,
			  "SELECT domain, count(*) FROM article GROUP BY 1 ORDER BY 2 DESC, 1",
			  stats->domains, error) ||
	    !read_days (store, stats, error))
		return false;
	stats->bytes = file_bytes (store);
	*out = g_steal_pointer (&stats);
	return true;
}

/* --- check --- */

/* Every row of `sql` is a problem: its columns, after `what`. Damage that stops the reading is one more. */
static void add_problems (Store *store, const char *what, const char *sql, GPtrArray *problems)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, &error);
	int code = SQLITE_DONE;
	while (stmt && (code = sqlite3_step (stmt)) == SQLITE_ROW) {
		g_autoptr (GString) line = g_string_new (what);
		for (int i = 0; i < sqlite3_column_count (stmt); i++) {
			const char *s = (const char *)sqlite3_column_text (stmt, i);
			g_string_append_printf (line, "%s%s", i || *what ? " " : "", s ? s : "");
		}
		g_ptr_array_add (problems, g_strdelimit (g_strdup (line->str), "\n", ' '));
	}
	if (stmt && code != SQLITE_DONE)
		store_fail (store, "read", &error);
	if (error)
		g_ptr_array_add (problems, g_strdup (error->message));
}

static void check_row (sqlite3_stmt *stmt, GPtrArray *problems)
{
	g_autoptr (Article) article = store_row_article (stmt, STORE_SELECT_ROW);
	const char *docid = (const char *)sqlite3_column_text (stmt, 0);
	const char *stored = (const char *)sqlite3_column_text (stmt, 2);
	if (!article) {
		g_ptr_array_add (problems, g_strdup_printf ("article %s cannot be read", docid));
		return;
	}
	g_autofree char *hash = article_content_hash (article);
	if (g_strcmp0 (hash, stored) != 0)
		g_ptr_array_add (
			problems,
			g_strdup_printf ("article %s (%s) is not what was stored: its hash differs",
					 docid, article->id ? article->id : "no id"));
}

static void check_articles (Store *store, GPtrArray *problems)
{
	g_autofree char *columns = store_row_columns ("");
	g_autofree char *sql = g_strdup_printf (
		"SELECT docid, seq, content_hash, origin, %s FROM article NOT INDEXED", columns);
	g_autoptr (GError) error = NULL;
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, &error);
	int code = SQLITE_DONE;
	while (stmt && (code = sqlite3_step (stmt)) == SQLITE_ROW)
		check_row (stmt, problems);
	if (stmt && code != SQLITE_DONE)
		store_fail (store, "read", &error);
	if (error)
		g_ptr_array_add (problems, g_strdup (error->message));
}

bool store_check (Store *store, GPtrArray *problems, GError **error)
{
	guint before = problems->len;
	gint64 pages;
	if (!store_get_int (store, "PRAGMA page_count", &pages, error))
		return false;
	add_problems (store, "",
		      "SELECT integrity_check FROM pragma_integrity_check"
		      " WHERE integrity_check <> 'ok'",
		      problems);
	add_problems (store, "a row without what it belongs to:",
		      "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check", problems);
	add_problems (store, "deleted and there at once: article",
		      "SELECT docid, id FROM article WHERE docid IN (SELECT docid FROM tombstone)",
		      problems);
	add_problems (store, "two changes with one number:",
		      "SELECT seq FROM article WHERE seq IN (SELECT seq FROM tombstone)", problems);
	check_articles (store, problems);
	/* The two readings of one damaged page say the same. */
	for (guint i = before; i < problems->len; i++)
		for (guint j = problems->len - 1; j > i; j--)
			if (strcmp (problems->pdata[i], problems->pdata[j]) == 0)
				g_ptr_array_remove_index (problems, j);
	return true;
}

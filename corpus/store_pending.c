/* store_pending.c: which articles wait to be linked. */
#include "corpus/store_link.h"
#include "corpus/store_private.h"

/* Append the docids in the first column of `stmt` to `out`. */
static bool collect (Store *store, sqlite3_stmt *stmt, GArray *out, GError **error)
{
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		guint32 docid = (guint32)sqlite3_column_int64 (stmt, 0);
		g_array_append_val (out, docid);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_link_queue (Store *store, gint64 since, gint64 to, GArray *deleted, GError **error)
{
	if (!store_begin (store, error))
		return false;
	g_autoptr (sqlite3_stmt) changed = store_prepare (
		store,
		"INSERT OR IGNORE INTO link_pending (docid) SELECT docid FROM article WHERE seq > ?"
		" AND seq <= ?",
		error);
	g_autoptr (sqlite3_stmt) gone = store_prepare (
		store, "SELECT docid FROM tombstone WHERE seq > ? AND seq <= ?", error);
	if (!changed || !gone)
		return false;
	sqlite3_stmt *both[] = { changed, gone };
	for (int i = 0; i < 2; i++) {
		sqlite3_bind_int64 (both[i], 1, since);
		sqlite3_bind_int64 (both[i], 2, to);
	}
	return store_run (store, changed, error) && collect (store, gone, deleted, error) &&
	       store_exec (
		       store,
		       "DELETE FROM link_pending WHERE docid NOT IN (SELECT docid FROM article)",
		       error);
}

bool store_link_pending (Store *store, GArray *out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       /* CROSS: few wait, of many. */
			       "SELECT a.docid, a.published_s FROM link_pending p CROSS JOIN "
			       "article a USING (docid)"
			       " ORDER BY a.published_s IS NULL, a.published_s, a.id",
			       error);
	if (!stmt)
		return false;
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		StorePending pending = { (guint32)sqlite3_column_int64 (stmt, 0),
					 sqlite3_column_type (stmt, 1) != SQLITE_NULL,
					 sqlite3_column_int64 (stmt, 1) };
		g_array_append_val (out, pending);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_published (Store *store, gint64 from_s, gint64 to_s, GArray *out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store, "SELECT docid FROM article WHERE published_s BETWEEN ? AND ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, from_s);
	sqlite3_bind_int64 (stmt, 2, to_s);
	return collect (store, stmt, out, error);
}

#define SETTLED                                                                                    \
	" FROM article a WHERE (a.published_s BETWEEN ? AND ? OR a.published_s IS NULL)"           \
	" AND NOT EXISTS (SELECT 1 FROM link_pending p WHERE p.docid = a.docid)"

bool store_link_settled (Store *store, gint64 from_s, gint64 to_s, GArray *out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT docid" SETTLED " ORDER BY a.published_s IS NULL, a.published_s, a.docid",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, from_s);
	sqlite3_bind_int64 (stmt, 2, to_s);
	return collect (store, stmt, out, error);
}

bool store_link_count_settled (Store *store, gint64 from_s, gint64 to_s, guint64 most, guint64 *out,
			       GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store, "SELECT count(*) FROM (SELECT 1" SETTLED " LIMIT ?)", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, from_s);
	sqlite3_bind_int64 (stmt, 2, to_s);
	sqlite3_bind_int64 (stmt, 3, (gint64)most);
	if (sqlite3_step (stmt) != SQLITE_ROW)
		return store_fail (store, "read", error);
	*out = (guint64)sqlite3_column_int64 (stmt, 0);
	return true;
}

bool store_link_is_done (Store *store, guint32 docid, bool *done, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_LINK_IS_DONE,
		"SELECT 1 FROM article WHERE docid = ?1 AND seq <= (SELECT CAST (value AS INTEGER)"
		" FROM link_state WHERE name = 'seq') AND NOT EXISTS"
		" (SELECT 1 FROM link_pending WHERE docid = ?1)",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	*done = code == SQLITE_ROW;
	sqlite3_reset (stmt);
	return *done || code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_link_done (Store *store, guint32 docid, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	if (store_begin (store, error))
		stmt = store_stmt (store, STORE_STMT_LINK_DONE,
				   "DELETE FROM link_pending WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	return store_run (store, stmt, error);
}

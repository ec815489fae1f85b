/* store_link.c: links between articles, and how far they go. */
#include "corpus/store_link.h"

#include <string.h>

#include "corpus/store_private.h"

bool store_link_put (Store *store, const StoreLink *link, const StoreFeatures *features,
		     GError **error)
{
	sqlite3_stmt *stmt = NULL;
	if (store_begin (store, error))
		stmt = store_stmt (store, STORE_STMT_LINK_PUT,
				   "INSERT OR REPLACE INTO link (a, b, probability, kind, features)"
				   " VALUES (?, ?, ?, ?, ?)",
				   error);
	if (!stmt)
		return false;
	g_assert (link->a != link->b);
	sqlite3_bind_int64 (stmt, 1, MIN (link->a, link->b));
	sqlite3_bind_int64 (stmt, 2, MAX (link->a, link->b));
	sqlite3_bind_double (stmt, 3, link->probability);
	sqlite3_bind_int (stmt, 4, link->kind);
	if (features && features->len)
		sqlite3_bind_blob (stmt, 5, features->bytes, features->len, SQLITE_STATIC);
	bool ok = store_run (store, stmt, error);
	sqlite3_clear_bindings (stmt);
	return ok;
}

bool store_link_get (Store *store, guint32 a, guint32 b, StoreLink *link, StoreFeatures *features,
		     bool *found, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_LINK_GET,
		"SELECT probability, kind, features FROM link WHERE a = ? AND b = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, MIN (a, b));
	sqlite3_bind_int64 (stmt, 2, MAX (a, b));
	int code = sqlite3_step (stmt);
	*found = code == SQLITE_ROW;
	if (*found) {
		*link = (StoreLink){ MIN (a, b), MAX (a, b), sqlite3_column_double (stmt, 0),
				     (guint8)sqlite3_column_int (stmt, 1) };
		const void *bytes = sqlite3_column_blob (stmt, 2);
		int len = sqlite3_column_bytes (stmt, 2);
		if (features)
			features->len = 0;
		if (features && bytes && len <= STORE_FEATURES_MAX)
			memcpy (features->bytes, bytes, features->len = (guint8)len);
	}
	bool ok = *found || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

bool store_link_forget (Store *store, guint32 docid, GError **error)
{
	if (!store_begin (store, error))
		return false;
	if (docid == 0)
		return store_exec (store, "DELETE FROM link", error);
	static const struct {
		StoreStmt which;
		const char *sql;
	} sides[] = { { STORE_STMT_LINK_FORGET_A, "DELETE FROM link WHERE a = ?" },
		      { STORE_STMT_LINK_FORGET_B, "DELETE FROM link WHERE b = ?" } };
	for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
		sqlite3_stmt *stmt = store_stmt (store, sides[i].which, sides[i].sql, error);
		if (!stmt)
			return false;
		sqlite3_bind_int64 (stmt, 1, docid);
		if (!store_run (store, stmt, error))
			return false;
	}
	return true;
}

/* Call `func` for the rows of `stmt`. */
static bool each_row (Store *store, sqlite3_stmt *stmt, StoreLinkFunc func, gpointer data,
		      GError **error)
{
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		StoreLink link = { (guint32)sqlite3_column_int64 (stmt, 0),
				   (guint32)sqlite3_column_int64 (stmt, 1),
				   sqlite3_column_double (stmt, 2),
				   (guint8)sqlite3_column_int (stmt, 3) };
		if (!func (&link, data, error))
			return false;
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_link_each (Store *store, guint32 docid, double min_probability, StoreLinkFunc func,
		      gpointer data, GError **error)
{
	if (docid == 0) {
		g_autoptr (sqlite3_stmt) all = store_prepare (
			store, "SELECT a, b, probability, kind FROM link WHERE probability >= ?1",
			error);
		if (!all)
			return false;
		sqlite3_bind_double (all, 1, min_probability);
		return each_row (store, all, func, data, error);
	}
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_LINK_OF,
			    "SELECT a, b, probability, kind FROM link WHERE a = ?1 AND probability "
			    ">= ?2 UNION ALL SELECT a, b, probability, kind FROM link WHERE b = ?1"
			    " AND probability >= ?2",
			    error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	sqlite3_bind_double (stmt, 2, min_probability);
	bool ok = each_row (store, stmt, func, data, error);
	sqlite3_reset (stmt);
	return ok;
}

/* --- state --- */

bool store_link_state (Store *store, const char *name, char **value, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store, "SELECT value FROM link_state WHERE name = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	int code = sqlite3_step (stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail (store, "read", error);
	*value = code == SQLITE_ROW ? g_strdup ((const char *)sqlite3_column_text (stmt, 0)) : NULL;
	return true;
}

bool store_link_set_state (Store *store, const char *name, const char *value, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = NULL;
	if (store_begin (store, error))
		stmt = store_prepare (
			store, "INSERT OR REPLACE INTO link_state (name, value) VALUES (?, ?)",
			error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, value, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

/* store.c: the corpus store: its errors, its statements. */
#include "corpus/store_private.h"

#include <errno.h>

G_DEFINE_QUARK (entente - store - error - quark, store_error)

/* --- errors --- */

static int code_of_errno (int saved_errno)
{
	switch (saved_errno) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG: /* ulimit -f */
		return STORE_ERROR_NO_SPACE;
	case EACCES:
	case EPERM:
	case EROFS:
		return STORE_ERROR_PERMISSION;
	default:
		return STORE_ERROR_FAILED;
	}
}

bool store_fail (const Store *store, const char *what, GError **error)
{
	int sqlite_code = sqlite3_extended_errcode (store->db);
	/* SQLite forgets errno when it is a COMMIT that fails. */
	int saved_errno =
		sqlite3_system_errno (store->db) ? sqlite3_system_errno (store->db) : errno;
	const char *reason = sqlite3_errmsg (store->db);
	int code = STORE_ERROR_FAILED;
	switch (sqlite_code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		code = STORE_ERROR_LOCKED;
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		g_set_error (error, STORE_ERROR, STORE_ERROR_CORRUPT,
			     "%s/" STORE_FILE
			     " is damaged (%s): restore a copy of it, or rescue what is "
			     "left with sqlite3's .recover",
			     store->dir, reason);
		return false;
	case SQLITE_FULL:
		code = STORE_ERROR_NO_SPACE;
		break;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		code = STORE_ERROR_PERMISSION;
		break;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		code = code_of_errno (saved_errno);
		if (saved_errno)
			reason = g_strerror (saved_errno);
		break;
	default:
		break;
	}
	if (code == STORE_ERROR_NO_SPACE)
		reason = saved_errno == EFBIG ? reason : "no space left";
	g_set_error (error, STORE_ERROR, code, "cannot %s the corpus in %s: %s", what, store->dir,
		     reason);
	return false;
}

bool store_fail_path (const char *what, const char *path, int saved_errno, GError **error)
{
	g_set_error (error, STORE_ERROR, code_of_errno (saved_errno), "cannot %s %s: %s", what,
		     path, g_strerror (saved_errno));
	return false;
}

/* --- statements --- */

static const char *verb (const Store *store)
{
	return store->writer ? "write to" : "read";
}

bool store_exec (Store *store, const char *sql, GError **error)
{
	errno = 0;
	return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_fail (store, verb (store), error);
}

sqlite3_stmt *store_prepare (Store *store, const char *sql, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	if (sqlite3_prepare_v2 (store->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		store_fail (store, verb (store), error);
	return stmt;
}

sqlite3_stmt *store_stmt (Store *store, StoreStmt which, const char *sql, GError **error)
{
	if (!store->stmts[which])
		store->stmts[which] = store_prepare (store, sql, error);
	else
		sqlite3_reset (store->stmts[which]);
	return store->stmts[which];
}

bool store_get_int (Store *store, const char *sql, gint64 *out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, error);
	if (!stmt)
		return false;
	int code = sqlite3_step (stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail (store, "read", error);
	*out = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
	return true;
}

bool store_run (Store *store, sqlite3_stmt *stmt, GError **error)
{
	errno = 0;
	bool ok = sqlite3_step (stmt) == SQLITE_DONE || store_fail (store, verb (store), error);
	sqlite3_reset (stmt);
	sqlite3_clear_bindings (stmt);
	return ok;
}

bool store_data_version (Store *store, gint64 *out, GError **error)
{
	return store_get_int (store, "PRAGMA data_version", out, error);
}

bool store_last_seq (Store *store, gint64 *out, GError **error)
{
	return store_get_int (store,
			      "SELECT max (coalesce ((SELECT max (seq) FROM article), 0),"
			      " coalesce ((SELECT max (seq) FROM tombstone), 0))",
			      out, error);
}

bool store_read_counters (Store *store, GError **error)
{
	gint64 docid;
	if (!store_last_seq (store, &store->last_seq, error) ||
	    !store_get_int (store,
			    "SELECT max (coalesce ((SELECT max (docid) FROM article), 0),"
			    " coalesce ((SELECT max (docid) FROM tombstone), 0))",
			    &docid, error))
		return false;
	store->last_docid = (guint32)docid;
	return true;
}

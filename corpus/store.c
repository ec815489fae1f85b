/* store.c: the corpus store: its errors, its statements, and opening it. */
#include "corpus/store_private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 10000 /* how long to wait for a process that is none of ours, such as sqlite3(1) */
#define WAL_LIMIT_BYTES 67108864 /* what is left of the write-ahead log after a large transaction */

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

static bool fail_path (const char *what, const char *path, int saved_errno, GError **error)
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

/* --- opening --- */

static bool open_file (Store *store, const char *name, int flags, GError **error)
{
	sqlite3_close (store->db);
	if (sqlite3_open_v2 (name, &store->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			     NULL) != SQLITE_OK)
		return store_fail (store, "open", error);
	sqlite3_busy_timeout (store->db, BUSY_MS);
	sqlite3_db_config (store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return store_exec (store, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF", error);
}

static bool open_writer (Store *store, const char *path, bool create, GError **error)
{
	if (!open_file (store, path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0),
			error))
		return false;
	/* Ours, before anything is changed in it. */
	if (!store_schema_open (store, create, error))
		return false;
	/* With the log kept when the last of us leaves, a reader that may not write into the directory can
	 * follow the next writer (https://www.sqlite.org/wal.html#read_only_databases). */
	int persist = 1;
	sqlite3_file_control (store->db, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
	g_autofree char *pragmas =
		g_strdup_printf ("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = %d; "
				 "PRAGMA cache_size = -32768",
				 WAL_LIMIT_BYTES);
	return store_exec (store, pragmas, error);
}

/* A database that was written with a log, and lies without one where no log can be made: nobody
 * writes there, and SQLite has to be told so. */
static bool open_immutable (Store *store, const char *path, GError **error)
{
	g_autofree char *wal = g_strconcat (path, "-wal", NULL);
	GStatBuf st;
	if (g_stat (wal, &st) == 0 && st.st_size > 0)
		return store_fail (store, "read", error);
	g_autofree char *absolute = g_canonicalize_filename (path, NULL);
	g_autofree char *escaped = g_uri_escape_string (absolute, "/", FALSE);
	g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);
	return open_file (store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static bool open_reader (Store *store, const char *path, GError **error)
{
	if (!open_file (store, path, SQLITE_OPEN_READONLY, error))
		return false;
	gint64 version;
	bool readable = store_get_int (store, "PRAGMA user_version", &version, NULL);
	int code = sqlite3_errcode (store->db) & 0xff;
	if (!readable && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) &&
	    !open_immutable (store, path, error))
		return false;
	return store_schema_open (store, false, error);
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

bool store_data_version (Store *store, gint64 *out, GError **error)
{
	return store_get_int (store, "PRAGMA data_version", out, error);
}

/* The directory is there, and in it a database unless one is to be made. */
static bool find_place (const char *dir, const char *path, StoreMode mode, GError **error)
{
	if (mode == STORE_CREATE)
		return g_mkdir_with_parents (dir, 0777) == 0 ||
		       fail_path ("make the directory", dir, errno, error);
	GStatBuf st;
	if (g_stat (path, &st) == 0)
		return true;
	if (errno != ENOENT && errno != ENOTDIR)
		return fail_path ("open", path, errno, error);
	g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "no corpus in %s", dir);
	return false;
}

Store *store_open (const char *dir, StoreMode mode, int wait_ms, GError **error)
{
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	if (!find_place (dir, path, mode, error))
		return NULL;
	g_autoptr (Store) store = g_new0 (Store, 1);
	store->dir = g_strdup (dir);
	store->writer = mode != STORE_READ;
	store->lock_fd = store->next_fd = -1;
	for (int role = 0; role < STORE_ROLES; role++)
		store->role_fds[role] = -1;
	if (!store->writer)
		return open_reader (store, path, error) ? g_steal_pointer (&store) : NULL;
	store->wait_ms = wait_ms;
	store->lock_fd = store_lock_open (dir, STORE_LOCK, error);
	store->next_fd = store->lock_fd < 0 ? -1 : store_lock_open (dir, STORE_LOCK_NEXT, error);
	if (store->next_fd < 0 || !store_lock_take (store, error) ||
	    !open_writer (store, path, mode == STORE_CREATE, error) ||
	    !store_data_version (store, &store->data_version, error) ||
	    !store_read_counters (store, error))
		return NULL;
	return g_steal_pointer (&store);
}

void store_close (Store *store)
{
	if (!store)
		return;
	for (guint i = 0; i < STORE_STMT_COUNT; i++)
		sqlite3_finalize (store->stmts[i]);
	/* Undoes what was not committed. */
	sqlite3_close (store->db);
	const int fds[] = { store->lock_fd, store->next_fd, store->role_fds[STORE_CRAWLS],
			    store->role_fds[STORE_LINKS] };
	for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
		if (fds[i] >= 0)
			close (fds[i]);
	g_free (store->dir);
	g_free (store);
}

const char *store_dir (const Store *store)
{
	return store->dir;
}

/* store_open.c: opening the corpus store and closing it. */
#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/store_private.h"

#define BUSY_MS 10000 /* how long to wait for a process that is none of ours, such as sqlite3(1) */
#define WAL_LIMIT_BYTES 67108864 /* what is left of the write-ahead log after a large transaction */

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

/* The directory is there, and in it a database unless one is to be made. */
static bool find_place (const char *dir, const char *path, StoreMode mode, GError **error)
{
	if (mode == STORE_CREATE)
		return g_mkdir_with_parents (dir, 0777) == 0 ||
		       store_fail_path ("make the directory", dir, errno, error);
	GStatBuf st;
	if (g_stat (path, &st) == 0)
		return true;
	if (errno != ENOENT && errno != ENOTDIR)
		return store_fail_path ("open", path, errno, error);
	g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
		     "no corpus in %s: 'entente add' makes one", dir);
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

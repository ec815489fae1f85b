/* store_archive.c: how far archives have been read. */
#include "corpus/store_private.h"

static bool prepare (Store *store, const char *sql, const StoreArchive *archive, sqlite3_stmt **out,
		     GError **error)
{
	*out = store_prepare (store, sql, error);
	if (!*out)
		return false;
	sqlite3_bind_text (*out, 1, archive->file, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (*out, 2, (gint64)archive->size);
	sqlite3_bind_int64 (*out, 3, archive->modified_s);
	return true;
}

bool store_archive_find (Store *store, StoreArchive *archive, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = NULL;
	if (!prepare (store,
		      "SELECT at, inside FROM archive_place"
		      " WHERE file = ? AND size = ? AND modified_s = ?",
		      archive, &stmt, error))
		return false;
	int code = sqlite3_step (stmt);
	bool found = code == SQLITE_ROW;
	if (!found && code != SQLITE_DONE)
		return store_fail (store, "read", error);
	archive->offset = found ? (guint64)sqlite3_column_int64 (stmt, 0) : 0;
	archive->inside = found ? (guint64)sqlite3_column_int64 (stmt, 1) : 0;
	return true;
}

bool store_archive_note (Store *store, const StoreArchive *archive, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = NULL;
	if (!store_begin (store, error) ||
	    !prepare (store,
		      "INSERT OR REPLACE INTO archive_place (file, size, modified_s, at, inside)"
		      " VALUES (?, ?, ?, ?, ?)",
		      archive, &stmt, error))
		return false;
	sqlite3_bind_int64 (stmt, 4, (gint64)archive->offset);
	sqlite3_bind_int64 (stmt, 5, (gint64)archive->inside);
	return store_run (store, stmt, error);
}

bool store_archive_forget (Store *store, const char *file, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = NULL;
	if (!store_begin (store, error))
		return false;
	/* and what stands in it, file#entry */
	stmt = store_prepare (store,
			      "DELETE FROM archive_place WHERE file = ?1"
			      " OR substr (file, 1, length (?1) + 1) = ?1 || '#'",
			      error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, file, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

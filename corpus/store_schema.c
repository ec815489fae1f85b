/* store_schema.c: the tables of the corpus store, and the way from each older schema to the newest.
 *
 * `user_version` in the file's header says how many of the migrations have been made: data/schema-1.sql and so on.
 * A migration that has been released is never changed: a new one is added after it. */
#include "corpus/store_private.h"
#include "corpus/table.h"

enum { SCHEMA_NEWEST = 10 };

int store_schema_version (void)
{
	return SCHEMA_NEWEST;
}

/* One migration, and the number that says so, in one transaction. */
static bool migrate (Store *store, int from, GError **error)
{
	g_autofree char *path = g_strdup_printf ("corpus/data/schema-%d.sql", from + 1);
	const char *sql = table_bytes (path, NULL);
	g_assert (sql);
	if (!store_exec (store, "BEGIN IMMEDIATE", error))
		return false;
	char pragmas[80];
	g_snprintf (pragmas, sizeof pragmas,
		    "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		    STORE_APPLICATION_ID, from + 1);
	if (store_exec (store, sql, error) && store_exec (store, pragmas, error))
		return true;
	sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

bool store_schema_open (Store *store, bool create, GError **error)
{
	gint64 application, version, tables;
	if (!store_get_int (store, "PRAGMA application_id", &application, error) ||
	    !store_get_int (store, "PRAGMA user_version", &version, error) ||
	    !store_get_int (store, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return false;
	/* Also what a crash leaves between making the file and its first table. */
	bool empty = application == 0 && version == 0 && tables == 0;
	if (empty && !create) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
			     "no corpus in %s: 'entente add' makes one", store->dir);
		return false;
	}
	if (!empty && application != STORE_APPLICATION_ID) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_VERSION,
			     "%s/" STORE_FILE " is a database of another program", store->dir);
		return false;
	}
	if (version < 0 || version > store_schema_version ()) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_VERSION,
			     "the corpus in %s was written by a newer version of entente (schema "
			     "%" G_GINT64_FORMAT ", this one knows %d): install that version",
			     store->dir, version, store_schema_version ());
		return false;
	}
	if (version < store_schema_version () && !store->writer) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_VERSION,
			     "the corpus in %s was written by an older version of entente (schema "
			     "%" G_GINT64_FORMAT
			     ", this one reads %d): 'entente index' brings it up to date",
			     store->dir, version, store_schema_version ());
		return false;
	}
	/* Small rows fill a page of 8 KiB better than one of 4; it only counts for a new file. */
	if (store->writer &&
	    !store_exec (store, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", error))
		return false;
	for (int from = (int)version; from < store_schema_version (); from++)
		if (!migrate (store, from, error))
			return false;
	return true;
}

/* store_transaction.c: what is written together, and made durable together. */
#include "corpus/store_private.h"

/* Others may have written since our last transaction. */
static bool look_around (Store *store, GError **error)
{
	gint64 seen = store->data_version, schema;
	if (!store_data_version (store, &store->data_version, error))
		return false;
	if (store->data_version == seen)
		return true;
	if (!store_get_int (store, "PRAGMA user_version", &schema, error) ||
	    !store_read_counters (store, error))
		return false;
	if (schema == store_schema_version ())
		return true;
	g_set_error (error, STORE_ERROR, STORE_ERROR_VERSION,
		     "the corpus in %s was brought to schema %" G_GINT64_FORMAT
		     " meanwhile, this program knows %d",
		     store->dir, schema, store_schema_version ());
	return false;
}

bool store_begin (Store *store, GError **error)
{
	if (store->in_transaction)
		return true;
	if (store->staged) /* what is written then is nobody else's */
		return store->in_transaction = store_exec (store, "BEGIN", error);
	if (!store_lock_take (store, error))
		return false;
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_BEGIN, "BEGIN IMMEDIATE", error);
	store->in_transaction = stmt && store_run (store, stmt, error);
	if (!store->in_transaction)
		store_lock_leave (store);
	else if (store->shared && !look_around (store, error))
		store_undo (store);
	return store->in_transaction;
}

void store_undo (Store *store)
{
	/* SQLite has already done it after some failures, such as a full disk. */
	if (!sqlite3_get_autocommit (store->db))
		sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
	store->in_transaction = false;
	/* Numbers that were given out and undone may stay unused. */
	store_read_counters (store, NULL);
	store_lock_leave (store);
}

bool store_commit (Store *store, GError **error)
{
	if (!store->in_transaction)
		return true;
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_COMMIT, "COMMIT", error);
	if (!stmt || !store_run (store, stmt, error)) {
		store_undo (store);
		return false;
	}
	store->in_transaction = false;
	store_lock_leave (store);
	return true;
}

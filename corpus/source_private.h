/* source_private.h: what source*.c share. */
#pragma once

#include "corpus/source.h"
#include "corpus/store_private.h"

#define SOURCE_DAY_S 86400

/* Run a prepared statement that gives no rows in the store's transaction, and finalise it. Undoes the transaction on failure. */
bool source_run (Store *store, sqlite3_stmt *stmt, GError **error);
/* The statement for `sql` within the store's transaction, which it opens. NULL, and the transaction undone, on failure. */
sqlite3_stmt *source_writing (Store *store, const char *sql, GError **error);
/* Bind; -1 is NULL for source_bind_hint(), 0 for source_bind_time(). */
void source_bind_text (sqlite3_stmt *stmt, int at, const char *text);
void source_bind_hint (sqlite3_stmt *stmt, int at, gint64 value);
void source_bind_time (sqlite3_stmt *stmt, int at, gint64 value);

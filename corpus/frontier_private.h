/* frontier_private.h: what the frontier*.c files share. */
#pragma once

#include "corpus/frontier.h"
#include "corpus/store_private.h"

typedef enum {
	SQL_FIND,
	SQL_INSERT,
	SQL_AGAIN,
	SQL_RAISE,
	SQL_TAKE,
	SQL_NEXT_DUE,
	SQL_CLOSE,
	SQL_RETRY,
	SQL_NOTE,
	SQL_COUNT,
	SQL_HOST,
	SQL_HOST_ADD,
	SQL_HOST_BY_ID,
	SQL_HOST_SAVE,
	SQL_HOSTS,
	SQL_ROBOTS,
	SQL_ROBOTS_SAVE,
	SQL_WARC,
	SQL_WARC_SAVE,
	SQL_SETTING,
	SQL_SETTING_SAVE,
	SQL_STATEMENTS,
} FrontierSql;

struct Frontier {
	Store *store;
	sqlite3_stmt *stmts[SQL_STATEMENTS];
};

/* A statement that writes, within the transaction. NULL when there can be none. */
sqlite3_stmt *frontier_writer (Frontier *frontier, FrontierSql which, GError **error);
/* Run it; what was not committed is undone when that fails. */
bool frontier_run (Frontier *frontier, sqlite3_stmt *stmt, GError **error);
/* Step to the first row: *row whether there is one. The caller resets. */
bool frontier_first (Frontier *frontier, sqlite3_stmt *stmt, bool *row, GError **error);
/* Text of a column; owned, NULL for NULL. */
char *frontier_column (sqlite3_stmt *stmt, int n);

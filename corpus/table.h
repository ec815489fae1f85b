/* table.h: the tables that are part of the program (FOLDER/data/NAME.tsv): a row a line, its columns between tabs; empty lines and those
 * that begin with "#" are none. */
#pragma once

#include <glib.h>

/* The bytes of the table `path` ("corpus/data/links.tsv"), a NUL behind them that *len (may be NULL) does not count; static. NULL when there is no such
 * table. */
const char *table_bytes (const char *path, gsize *len);

/* One row: `columns` is borrowed, NULL-terminated, and may be written to. */
typedef void (*TableRow) (char **columns, gpointer data);

/* Tell `func` every row of the table `path` ("corpus/data/links.tsv"), in its order; the last column has what tabs are left. A table that
 * is not there, or a row of fewer than `count` columns, is a mistake of ours: the program ends, and names its line. For any thread. */
void table_each_row (const char *path, guint count, TableRow func, gpointer data);

/* store_stage.c: links and stories that are made anew beside those in force.
 *
 * SQLite looks for a table among the temporary ones first. So temporary tables with the names of those of links and stories take all that
 * this connection writes there, in a file that only it has and that is gone when it ends, however it ends; no lock of the corpus is
 * held meanwhile. */
#include "corpus/store_link.h"
#include "corpus/store_private.h"

#include <string.h>

/* What is made anew; what it begins with, and what of it takes the place of all that was there (else it is added). */
static const struct {
	const char *name;
	bool copied, replaces;
} tables[] = {
	{ "link", false, true },         { "link_pending", false, true },
	{ "link_state", true, true },    { "story", false, true },
	{ "story_member", false, true }, { "story_language", false, true },
	{ "story_event", true, false },
};

/* The statements that made a table and its indexes, told of temporary ones. */
static bool make_like (Store *store, const char *name, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL"
		" ORDER BY type = 'index'",
		error);
	g_autoptr (GString) sql = g_string_new (NULL);
	static const char table[] = "CREATE TABLE ";
	int code = SQLITE_DONE;
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		const char *made = (const char *)sqlite3_column_text (stmt, 0);
		if (g_str_has_prefix (made, table)) /* an index is where its table is */
			g_string_append_printf (sql, "CREATE TEMP TABLE %s;",
						made + strlen (table));
		else
			g_string_append_printf (sql, "%s;", made);
	}
	sqlite3_reset (stmt);
	return (code == SQLITE_DONE || store_fail (store, "read", error)) &&
	       store_exec (store, sql->str, error);
}

static bool fill (Store *store, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
		g_autofree char *copy =
			g_strdup_printf ("INSERT INTO temp.%s SELECT * FROM main.%s",
					 tables[i].name, tables[i].name);
		if (!make_like (store, tables[i].name, error) ||
		    (tables[i].copied && !store_exec (store, copy, error)))
			return false;
	}
	/* no number of a story is given twice */
	return store_exec (store,
			   "INSERT INTO temp.sqlite_sequence (name, seq)"
			   " SELECT name, seq FROM main.sqlite_sequence WHERE name = 'story'",
			   error);
}

/* A statement that was prepared keeps to the tables that it found. */
static void forget_statements (Store *store)
{
	for (int i = 0; i < STORE_STMT_COUNT; i++)
		g_clear_pointer (&store->stmts[i], sqlite3_finalize);
}

bool store_stage_begin (Store *store, GError **error)
{
	g_assert (store->writer && !store->staged);
	if (!store_commit (store, error))
		return false;
	forget_statements (store);
	store->staged = true;
	if (store_begin (store, error) && fill (store, error) && store_commit (store, error))
		return true;
	store_stage_drop (store);
	return false;
}

void store_stage_drop (Store *store)
{
	if (!store->staged)
		return;
	if (store->in_transaction)
		store_undo (store);
	forget_statements (store);
	store->staged = false;
	for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
		g_autofree char *sql =
			g_strdup_printf ("DROP TABLE IF EXISTS temp.%s", tables[i].name);
		sqlite3_exec (store->db, sql, NULL, NULL, NULL);
	}
}

/* Put what was made into force. */
static bool put (Store *store, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
		const char *name = tables[i].name;
		g_autofree char *sql =
			tables[i].replaces
				? g_strdup_printf ("DELETE FROM main.%s; INSERT INTO main.%s"
						   " SELECT * FROM temp.%s",
						   name, name, name)
				: g_strdup_printf ("INSERT INTO main.%s SELECT * FROM temp.%s WHERE"
						   " number > (SELECT coalesce (max (number), 0)"
						   " FROM main.%s)",
						   name, name, name);
		if (!store_exec (store, sql, error))
			return false;
	}
	return true;
}

bool store_stage_end (Store *store, GError **error)
{
	g_assert (store->staged);
	bool ok = store_commit (store, error);
	store->staged = false; /* the next transaction is one that others see */
	if (ok && (ok = store_begin (store, error)) && !(ok = put (store, error)))
		store_undo (store);
	ok = ok && store_commit (store, error);
	store->staged = true;
	store_stage_drop (store);
	return ok;
}

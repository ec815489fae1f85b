/* frontier_host.c: what the frontier knows of hosts: when each was last asked, how long it wants to be left alone, its robots.txt. */
#include "corpus/frontier_private.h"

void frontier_host_clear (FrontierHost *host)
{
	g_clear_pointer (&host->name, g_free);
}

static bool read_host (Frontier *frontier, sqlite3_stmt *stmt, FrontierHost *out, bool *found,
		       GError **error)
{
	if (!frontier_first (frontier, stmt, found, error))
		return false;
	if (*found)
		*out = (FrontierHost){ .host_id = sqlite3_column_int64 (stmt, 0),
				       .name = frontier_column (stmt, 1),
				       .last_ms = sqlite3_column_int64 (stmt, 2),
				       .pause_ms = sqlite3_column_int64 (stmt, 3),
				       .failures = (guint)sqlite3_column_int (stmt, 4) };
	sqlite3_reset (stmt);
	return true;
}

bool frontier_host (Frontier *frontier, const char *name, FrontierHost *out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_HOST];
	bool found;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	if (!read_host (frontier, stmt, out, &found, error))
		return false;
	if (found)
		return true;
	stmt = frontier_writer (frontier, SQL_HOST_ADD, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	if (!frontier_run (frontier, stmt, error))
		return false;
	*out = (FrontierHost){ .host_id = sqlite3_last_insert_rowid (frontier->store->db),
			       .name = g_strdup (name) };
	return true;
}

bool frontier_host_by_id (Frontier *frontier, gint64 host_id, FrontierHost *out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_HOST_BY_ID];
	bool found;
	sqlite3_bind_int64 (stmt, 1, host_id);
	if (!read_host (frontier, stmt, out, &found, error))
		return false;
	if (!found)
		g_set_error (error, STORE_ERROR, STORE_ERROR_CORRUPT,
			     "%s/" STORE_FILE " is damaged (a URL without a host)",
			     store_dir (frontier->store));
	return found;
}

bool frontier_host_save (Frontier *frontier, const FrontierHost *host, GError **error)
{
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_HOST_SAVE, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, host->host_id);
	sqlite3_bind_int64 (stmt, 2, host->last_ms);
	sqlite3_bind_int64 (stmt, 3, host->pause_ms);
	sqlite3_bind_int64 (stmt, 4, host->failures);
	return frontier_run (frontier, stmt, error);
}

bool frontier_hosts (Frontier *frontier, gint64 at_least, GArray **out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_HOSTS];
	g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
	int code;
	sqlite3_bind_int64 (stmt, 1, at_least);
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		gint64 id = sqlite3_column_int64 (stmt, 0);
		g_array_append_val (ids, id);
	}
	bool ok = code == SQLITE_DONE || store_fail (frontier->store, "read", error);
	sqlite3_reset (stmt);
	if (ok)
		*out = g_steal_pointer (&ids);
	return ok;
}

/* --- robots.txt --- */

bool frontier_robots (Frontier *frontier, const char *origin, FrontierRobots *out, bool *found,
		      GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_ROBOTS];
	sqlite3_bind_text (stmt, 1, origin, -1, SQLITE_STATIC);
	if (!frontier_first (frontier, stmt, found, error))
		return false;
	if (*found) {
		const void *body = sqlite3_column_blob (stmt, 2);
		gsize len = (gsize)sqlite3_column_bytes (stmt, 2);
		*out = (FrontierRobots){ .fetched_s = sqlite3_column_int64 (stmt, 0),
					 .status = sqlite3_column_int (stmt, 1),
					 .body = body ? g_bytes_new (body, len) : NULL };
	}
	sqlite3_reset (stmt);
	return true;
}

bool frontier_robots_save (Frontier *frontier, const char *origin, const FrontierRobots *robots,
			   GError **error)
{
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_ROBOTS_SAVE, error);
	gsize len = 0;
	if (!stmt)
		return false;
	const void *body = robots->body ? g_bytes_get_data (robots->body, &len) : NULL;
	sqlite3_bind_text (stmt, 1, origin, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, robots->fetched_s);
	sqlite3_bind_int (stmt, 3, robots->status);
	sqlite3_bind_blob (stmt, 4, body, (int)len, SQLITE_STATIC);
	return frontier_run (frontier, stmt, error);
}

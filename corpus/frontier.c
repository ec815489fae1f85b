/* frontier.c: see frontier.h: its statements, every one prepared once; archives and settings. URLs are in frontier_url.c, hosts in
 * frontier_host.c. */
#include "corpus/frontier_private.h"

static const char *const statements[SQL_STATEMENTS] = {
	[SQL_FIND] = "SELECT url_id, state, fetched_s, host_id, status, article, priority, kept_s"
		     " FROM crawl_url WHERE key = ?",
	[SQL_INSERT] =
		"INSERT INTO crawl_url (key, url, host_id, priority, depth, source_id, added_s,"
		" dated_s, dated_by) VALUES (?, ?, ?, ?, ?, nullif (?, 0), ?, nullif (?, 0), ?)",
	[SQL_AGAIN] =
		"UPDATE crawl_url SET state = 0, priority = ?2, due_s = 0, tries = 0, reason = "
		"NULL,"
		" dated_s = coalesce (nullif (?3, 0), dated_s), dated_by = coalesce (?4, dated_by)"
		" WHERE url_id = ?1",
	[SQL_RAISE] =
		"UPDATE crawl_url SET priority = max (priority, ?2), due_s = iif (?3, 0, due_s),"
		" depth = min (depth, ?4) WHERE url_id = ?1",
	[SQL_TAKE] = "SELECT url_id, url, tries, depth, source_id, dated_s, dated_by, etag,"
		     " last_modified, digest, kept_s, article FROM crawl_url"
		     " WHERE host_id = ?1 AND state = 0 AND priority >= ?4 AND due_s <= ?2"
		     " ORDER BY priority DESC, url_id LIMIT ?3",
	[SQL_NEXT_DUE] = "SELECT min (due_s) FROM crawl_url WHERE host_id = ?1 AND state = 0"
			 " AND priority >= ?3 AND due_s > ?2",
	[SQL_CLOSE] = "UPDATE crawl_url SET state = ?2, fetched_s = ?3, status = nullif (?4, 0), "
		      "reason = ?5,"
		      " etag = nullif (coalesce (?6, etag), ''),"
		      " last_modified = nullif (coalesce (?7, last_modified), ''),"
		      " kept_s = iif (?8 IS NULL, kept_s, ?3), digest = coalesce (?8, digest),"
		      " article = coalesce (?9, article), tries = 0, due_s = 0 WHERE url_id = ?1",
	[SQL_RETRY] = "UPDATE crawl_url SET tries = tries + 1, due_s = ?2, status = nullif (?3, 0),"
		      " reason = ?4 WHERE url_id = ?1",
	[SQL_NOTE] = "INSERT INTO crawl_url (key, url, host_id, state, added_s, fetched_s, status, "
		     "reason,"
		     " article) VALUES (?1, ?2, ?3, ?4, ?5, ?5, nullif (?6, 0), ?7, ?8)"
		     " ON CONFLICT (key) DO UPDATE SET state = ?4, fetched_s = ?5, status = "
		     "excluded.status,"
		     " reason = ?7, article = coalesce (?8, article), tries = 0, due_s = 0",
	[SQL_COUNT] = "SELECT count(*) FROM crawl_url WHERE state = ? AND priority >= ?",
	[SQL_HOST] = "SELECT host_id, host, last_ms, pause_ms, failures FROM crawl_host"
		     " WHERE host = ?",
	[SQL_HOST_ADD] = "INSERT INTO crawl_host (host) VALUES (?)",
	[SQL_HOST_BY_ID] = "SELECT host_id, host, last_ms, pause_ms, failures FROM crawl_host"
			   " WHERE host_id = ?",
	[SQL_HOST_SAVE] = "UPDATE crawl_host SET last_ms = ?2, pause_ms = ?3, failures = ?4"
			  " WHERE host_id = ?1",
	[SQL_HOSTS] = "SELECT DISTINCT host_id FROM crawl_url WHERE state = 0"
		      " AND priority >= ?",
	[SQL_ROBOTS] = "SELECT fetched_s, status, body FROM crawl_robots WHERE origin = ?",
	[SQL_ROBOTS_SAVE] = "INSERT OR REPLACE INTO crawl_robots (origin, fetched_s, status, body)"
			    " VALUES (?, ?, ?, ?)",
	[SQL_WARC] = "SELECT name, size, cdxj_size FROM crawl_warc ORDER BY name DESC LIMIT 1",
	[SQL_WARC_SAVE] = "INSERT OR REPLACE INTO crawl_warc (name, size, cdxj_size)"
			  " VALUES (?, ?, ?)",
	[SQL_SETTING] = "SELECT value FROM crawl_setting WHERE name = ?",
	[SQL_SETTING_SAVE] = "INSERT OR REPLACE INTO crawl_setting (name, value) VALUES (?, ?)",
};

Frontier *frontier_new (Store *store, GError **error)
{
	g_autoptr (Frontier) frontier = g_new0 (Frontier, 1);
	frontier->store = store;
	for (guint i = 0; i < SQL_STATEMENTS; i++) {
		frontier->stmts[i] = store_prepare (store, statements[i], error);
		if (!frontier->stmts[i])
			return NULL;
	}
	return g_steal_pointer (&frontier);
}

void frontier_free (Frontier *frontier)
{
	if (!frontier)
		return;
	for (guint i = 0; i < SQL_STATEMENTS; i++)
		sqlite3_finalize (frontier->stmts[i]);
	g_free (frontier);
}

/* --- statements --- */

sqlite3_stmt *frontier_writer (Frontier *frontier, FrontierSql which, GError **error)
{
	return store_begin (frontier->store, error) ? frontier->stmts[which] : NULL;
}

bool frontier_run (Frontier *frontier, sqlite3_stmt *stmt, GError **error)
{
	if (store_run (frontier->store, stmt, error))
		return true;
	store_undo (frontier->store);
	return false;
}

bool frontier_first (Frontier *frontier, sqlite3_stmt *stmt, bool *row, GError **error)
{
	int code = sqlite3_step (stmt);
	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return true;
	store_fail (frontier->store, "read", error);
	sqlite3_reset (stmt);
	return false;
}

char *frontier_column (sqlite3_stmt *stmt, int n)
{
	return g_strdup ((const char *)sqlite3_column_text (stmt, n));
}

/* --- archives and settings --- */

bool frontier_warc (Frontier *frontier, FrontierWarc *out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_WARC];
	bool row;
	if (!frontier_first (frontier, stmt, &row, error))
		return false;
	*out = (FrontierWarc){ .name = NULL };
	if (row)
		*out = (FrontierWarc){ .name = frontier_column (stmt, 0),
				       .size = sqlite3_column_int64 (stmt, 1),
				       .cdxj_size = sqlite3_column_int64 (stmt, 2) };
	sqlite3_reset (stmt);
	return true;
}

bool frontier_warc_save (Frontier *frontier, const FrontierWarc *warc, GError **error)
{
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_WARC_SAVE, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, warc->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, warc->size);
	sqlite3_bind_int64 (stmt, 3, warc->cdxj_size);
	return frontier_run (frontier, stmt, error);
}

bool frontier_setting (Frontier *frontier, const char *name, char **out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_SETTING];
	bool row;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	if (!frontier_first (frontier, stmt, &row, error))
		return false;
	*out = row ? frontier_column (stmt, 0) : NULL;
	sqlite3_reset (stmt);
	return true;
}

bool frontier_setting_save (Frontier *frontier, const char *name, const char *value, GError **error)
{
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_SETTING_SAVE, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, value, -1, SQLITE_STATIC);
	return frontier_run (frontier, stmt, error);
}

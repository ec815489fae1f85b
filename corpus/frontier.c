/* frontier.c: see frontier.h. Every statement is prepared once. */
#include "corpus/frontier.h"

#include <string.h>

#include "corpus/store_private.h"
#include "corpus/url.h"

#define KEY_BYTES 16
#define FAILED_AGAIN_S 86400
#define CALM_MAX_S 86400

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
} Sql;

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

struct Frontier {
	Store *store;
	sqlite3_stmt *stmts[SQL_STATEMENTS];
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

/* A statement that writes, within the transaction. NULL when there can be none. */
static sqlite3_stmt *writer (Frontier *frontier, Sql which, GError **error)
{
	return store_begin (frontier->store, error) ? frontier->stmts[which] : NULL;
}

static bool run (Frontier *frontier, sqlite3_stmt *stmt, GError **error)
{
	if (store_run (frontier->store, stmt, error))
		return true;
	store_undo (frontier->store);
	return false;
}

/* Step to the first row: *row whether there is one. The caller resets. */
static bool first (Frontier *frontier, sqlite3_stmt *stmt, bool *row, GError **error)
{
	int code = sqlite3_step (stmt);
	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return true;
	store_fail (frontier->store, "read", error);
	sqlite3_reset (stmt);
	return false;
}

static char *column (sqlite3_stmt *stmt, int n)
{
	return g_strdup ((const char *)sqlite3_column_text (stmt, n));
}

static bool set_bad_url (GError **error, const char *url)
{
	g_set_error (error, STORE_ERROR, STORE_ERROR_FAILED, "'%s' is not an http or https URL",
		     url);
	return false;
}

/* What two addresses of one page have in common, short. */
static bool key_of (const char *url, guint8 key[32])
{
	g_autofree char *text = url_key (url);
	gsize len = 32;
	if (!text)
		return false;
	g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
	g_checksum_update (sum, (const guint8 *)text, -1);
	g_checksum_get_digest (sum, key, &len);
	return true;
}

/* --- hosts --- */

void frontier_host_clear (FrontierHost *host)
{
	g_clear_pointer (&host->name, g_free);
}

static bool read_host (Frontier *frontier, sqlite3_stmt *stmt, FrontierHost *out, bool *found,
		       GError **error)
{
	if (!first (frontier, stmt, found, error))
		return false;
	if (*found)
		*out = (FrontierHost){ .host_id = sqlite3_column_int64 (stmt, 0),
				       .name = column (stmt, 1),
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
	stmt = writer (frontier, SQL_HOST_ADD, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	if (!run (frontier, stmt, error))
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
	sqlite3_stmt *stmt = writer (frontier, SQL_HOST_SAVE, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, host->host_id);
	sqlite3_bind_int64 (stmt, 2, host->last_ms);
	sqlite3_bind_int64 (stmt, 3, host->pause_ms);
	sqlite3_bind_int64 (stmt, 4, host->failures);
	return run (frontier, stmt, error);
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

/* --- URLs --- */

/* What is known of a URL. */
typedef struct {
	bool known;
	gint64 url_id, fetched_s, kept_s, host_id, priority;
	FrontierState state;
	int status;
	char *article; /* owned */
} Known;

static bool find (Frontier *frontier, const guint8 *key, Known *out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_FIND];
	sqlite3_bind_blob (stmt, 1, key, KEY_BYTES, SQLITE_STATIC);
	*out = (Known){ .known = false };
	if (!first (frontier, stmt, &out->known, error))
		return false;
	if (out->known)
		*out = (Known){ .known = true,
				.url_id = sqlite3_column_int64 (stmt, 0),
				.state = (FrontierState)sqlite3_column_int (stmt, 1),
				.fetched_s = sqlite3_column_int64 (stmt, 2),
				.host_id = sqlite3_column_int64 (stmt, 3),
				.status = sqlite3_column_int (stmt, 4),
				.article = column (stmt, 5),
				.priority = sqlite3_column_int64 (stmt, 6),
				.kept_s = sqlite3_column_int64 (stmt, 7) };
	sqlite3_reset (stmt);
	return true;
}

static bool find_host (Frontier *frontier, const char *url, gint64 *host_id, GError **error)
{
	g_autofree char *name = url_host (url);
	FrontierHost host;
	if (!name)
		return set_bad_url (error, url);
	if (!frontier_host (frontier, name, &host, error))
		return false;
	*host_id = host.host_id;
	frontier_host_clear (&host);
	return true;
}

static bool insert (Frontier *frontier, const FrontierNew *found, const guint8 *key, gint64 now_s,
		    gint64 *host_id, GError **error)
{
	if (!find_host (frontier, found->url, host_id, error))
		return false;
	sqlite3_stmt *stmt = writer (frontier, SQL_INSERT, error);
	if (!stmt)
		return false;
	sqlite3_bind_blob (stmt, 1, key, KEY_BYTES, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, found->url, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 3, *host_id);
	sqlite3_bind_int64 (stmt, 4, found->priority);
	sqlite3_bind_int64 (stmt, 5, found->depth);
	sqlite3_bind_int64 (stmt, 6, found->source_id);
	sqlite3_bind_int64 (stmt, 7, now_s);
	sqlite3_bind_int64 (stmt, 8, found->dated_s);
	sqlite3_bind_text (stmt, 9, found->dated_by, -1, SQLITE_STATIC);
	return run (frontier, stmt, error);
}

/* It is queued already: what is asked for again, or is newer, comes sooner. */
static bool raise_queued (Frontier *frontier, const FrontierNew *found, const Known *known,
			  GError **error)
{
	if (found->priority <= known->priority && !found->again)
		return true;
	sqlite3_stmt *stmt = writer (frontier, SQL_RAISE, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, known->url_id);
	sqlite3_bind_int64 (stmt, 2, found->priority);
	sqlite3_bind_int (stmt, 3, found->again);
	sqlite3_bind_int64 (stmt, 4, found->depth);
	return run (frontier, stmt, error);
}

/* No answer, or the server's own fault, a day ago and more: it is still named, so it is worth another try. */
static bool may_have_passed (const Known *known, gint64 now_s)
{
	return known->state == FRONTIER_FAILED && (known->status == 0 || known->status >= 500) &&
	       known->fetched_s <= now_s - FAILED_AGAIN_S;
}

/* Some sites say at every look that everything has changed just now. A page that was found to be the same is believed to have changed only
 * when as much time has passed again as it has stayed the same, or a day. */
static bool is_said_to_have_changed (const Known *known, gint64 changed_s, gint64 now_s)
{
	gint64 same_s = known->kept_s ? known->fetched_s - known->kept_s : 0;
	return changed_s > known->fetched_s && now_s - known->fetched_s >= MIN (same_s, CALM_MAX_S);
}

bool frontier_add (Frontier *frontier, const FrontierNew *found, gint64 now_s, gint64 *host_id,
		   FrontierAdded *how, GError **error)
{
	guint8 key[32];
	Known known;
	if (!key_of (found->url, key))
		return set_bad_url (error, found->url);
	if (!find (frontier, key, &known, error))
		return false;
	g_free (known.article);
	*how = known.known ? FRONTIER_KNOWN : FRONTIER_NEW;
	if (!known.known)
		return insert (frontier, found, key, now_s, host_id, error);
	*host_id = known.host_id;
	if (known.state == FRONTIER_QUEUED)
		return raise_queued (frontier, found, &known, error);
	bool changed = is_said_to_have_changed (&known, found->changed_s, now_s);
	if (!found->again && !changed && !may_have_passed (&known, now_s))
		return true;
	*how = FRONTIER_AGAIN;
	sqlite3_stmt *stmt = writer (frontier, SQL_AGAIN, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, known.url_id);
	sqlite3_bind_int64 (stmt, 2, found->priority);
	sqlite3_bind_int64 (stmt, 3, found->dated_s);
	sqlite3_bind_text (stmt, 4, found->dated_by, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 5, found->depth);
	return run (frontier, stmt, error);
}

void frontier_item_free (FrontierItem *item)
{
	if (!item)
		return;
	g_free (item->url);
	g_free (item->dated_by);
	g_free (item->etag);
	g_free (item->last_modified);
	g_free (item->digest);
	g_free (item->article);
	g_free (item);
}

static FrontierItem *read_item (sqlite3_stmt *stmt)
{
	FrontierItem *item = g_new0 (FrontierItem, 1);
	item->url_id = sqlite3_column_int64 (stmt, 0);
	item->url = column (stmt, 1);
	item->tries = (guint)sqlite3_column_int (stmt, 2);
	item->depth = (guint)sqlite3_column_int (stmt, 3);
	item->source_id = sqlite3_column_int64 (stmt, 4);
	item->dated_s = sqlite3_column_int64 (stmt, 5);
	item->dated_by = column (stmt, 6);
	item->etag = column (stmt, 7);
	item->last_modified = column (stmt, 8);
	item->digest = column (stmt, 9);
	item->kept_s = sqlite3_column_int64 (stmt, 10);
	item->article = column (stmt, 11);
	return item;
}

bool frontier_take (Frontier *frontier, gint64 host_id, gint64 at_least, gint64 now_s, guint max,
		    GHashTable *taken, GPtrArray **out, gint64 *next_due_s, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_TAKE];
	g_autoptr (GPtrArray) items =
		g_ptr_array_new_with_free_func ((GDestroyNotify)frontier_item_free);
	int code;
	sqlite3_bind_int64 (stmt, 1, host_id);
	sqlite3_bind_int64 (stmt, 2, now_s);
	sqlite3_bind_int64 (stmt, 3, max + g_hash_table_size (taken));
	sqlite3_bind_int64 (stmt, 4, at_least);
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW && items->len < max) {
		gint64 id = sqlite3_column_int64 (stmt, 0);
		if (!g_hash_table_contains (taken, &id))
			g_ptr_array_add (items, read_item (stmt));
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		store_fail (frontier->store, "read", error);
	sqlite3_reset (stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return false;
	*next_due_s = 0;
	if (items->len < max) {
		bool row;
		stmt = frontier->stmts[SQL_NEXT_DUE];
		sqlite3_bind_int64 (stmt, 1, host_id);
		sqlite3_bind_int64 (stmt, 2, now_s);
		sqlite3_bind_int64 (stmt, 3, at_least);
		if (!first (frontier, stmt, &row, error))
			return false;
		*next_due_s = row ? sqlite3_column_int64 (stmt, 0) : 0;
		sqlite3_reset (stmt);
	}
	*out = g_steal_pointer (&items);
	return true;
}

bool frontier_close (Frontier *frontier, gint64 url_id, const FrontierEnd *end, GError **error)
{
	sqlite3_stmt *stmt = writer (frontier, SQL_CLOSE, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, url_id);
	sqlite3_bind_int (stmt, 2, end->state);
	sqlite3_bind_int64 (stmt, 3, end->at_s);
	sqlite3_bind_int (stmt, 4, end->status);
	sqlite3_bind_text (stmt, 5, end->reason, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 6, end->etag, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 7, end->last_modified, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 8, end->digest, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 9, end->article, -1, SQLITE_STATIC);
	return run (frontier, stmt, error);
}

bool frontier_retry (Frontier *frontier, gint64 url_id, gint64 due_s, int status,
		     const char *reason, GError **error)
{
	sqlite3_stmt *stmt = writer (frontier, SQL_RETRY, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, url_id);
	sqlite3_bind_int64 (stmt, 2, due_s);
	sqlite3_bind_int (stmt, 3, status);
	sqlite3_bind_text (stmt, 4, reason, -1, SQLITE_STATIC);
	return run (frontier, stmt, error);
}

bool frontier_note (Frontier *frontier, const char *url, const FrontierEnd *end, GError **error)
{
	guint8 key[32];
	gint64 host_id;
	if (!key_of (url, key))
		return set_bad_url (error, url);
	if (!find_host (frontier, url, &host_id, error))
		return false;
	sqlite3_stmt *stmt = writer (frontier, SQL_NOTE, error);
	if (!stmt)
		return false;
	sqlite3_bind_blob (stmt, 1, key, KEY_BYTES, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, url, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 3, host_id);
	sqlite3_bind_int (stmt, 4, end->state);
	sqlite3_bind_int64 (stmt, 5, end->at_s);
	sqlite3_bind_int (stmt, 6, end->status);
	sqlite3_bind_text (stmt, 7, end->reason, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 8, end->article, -1, SQLITE_STATIC);
	return run (frontier, stmt, error);
}

bool frontier_known (Frontier *frontier, const char *url, bool *out, char **article, GError **error)
{
	guint8 key[32];
	Known known;
	if (!key_of (url, key))
		return set_bad_url (error, url);
	if (!find (frontier, key, &known, error))
		return false;
	*out = known.known && (known.state == FRONTIER_DONE || known.state == FRONTIER_QUEUED);
	if (!*out)
		g_clear_pointer (&known.article, g_free);
	*article = known.article;
	return true;
}

bool frontier_count (Frontier *frontier, FrontierState state, gint64 at_least, guint64 *out,
		     GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_COUNT];
	bool row;
	sqlite3_bind_int (stmt, 1, state);
	sqlite3_bind_int64 (stmt, 2, at_least);
	if (!first (frontier, stmt, &row, error))
		return false;
	*out = (guint64)sqlite3_column_int64 (stmt, 0);
	sqlite3_reset (stmt);
	return true;
}

/* --- robots.txt --- */

bool frontier_robots (Frontier *frontier, const char *origin, FrontierRobots *out, bool *found,
		      GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_ROBOTS];
	sqlite3_bind_text (stmt, 1, origin, -1, SQLITE_STATIC);
	if (!first (frontier, stmt, found, error))
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
	sqlite3_stmt *stmt = writer (frontier, SQL_ROBOTS_SAVE, error);
	gsize len = 0;
	if (!stmt)
		return false;
	const void *body = robots->body ? g_bytes_get_data (robots->body, &len) : NULL;
	sqlite3_bind_text (stmt, 1, origin, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, robots->fetched_s);
	sqlite3_bind_int (stmt, 3, robots->status);
	sqlite3_bind_blob (stmt, 4, body, (int)len, SQLITE_STATIC);
	return run (frontier, stmt, error);
}

/* --- archives and settings --- */

bool frontier_warc (Frontier *frontier, FrontierWarc *out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_WARC];
	bool row;
	if (!first (frontier, stmt, &row, error))
		return false;
	*out = (FrontierWarc){ .name = NULL };
	if (row)
		*out = (FrontierWarc){ .name = column (stmt, 0),
				       .size = sqlite3_column_int64 (stmt, 1),
				       .cdxj_size = sqlite3_column_int64 (stmt, 2) };
	sqlite3_reset (stmt);
	return true;
}

bool frontier_warc_save (Frontier *frontier, const FrontierWarc *warc, GError **error)
{
	sqlite3_stmt *stmt = writer (frontier, SQL_WARC_SAVE, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, warc->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, warc->size);
	sqlite3_bind_int64 (stmt, 3, warc->cdxj_size);
	return run (frontier, stmt, error);
}

bool frontier_setting (Frontier *frontier, const char *name, char **out, GError **error)
{
	sqlite3_stmt *stmt = frontier->stmts[SQL_SETTING];
	bool row;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	if (!first (frontier, stmt, &row, error))
		return false;
	*out = row ? column (stmt, 0) : NULL;
	sqlite3_reset (stmt);
	return true;
}

bool frontier_setting_save (Frontier *frontier, const char *name, const char *value, GError **error)
{
	sqlite3_stmt *stmt = writer (frontier, SQL_SETTING_SAVE, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, value, -1, SQLITE_STATIC);
	return run (frontier, stmt, error);
}

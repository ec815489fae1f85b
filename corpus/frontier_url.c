/* frontier_url.c: the queue: URLs that are to be fetched, and what came of those that were. */
#include <string.h>

#include "corpus/frontier_private.h"
#include "corpus/url.h"

#define KEY_BYTES 16
#define FAILED_AGAIN_S 86400
#define CALM_MAX_S 86400

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
	if (!frontier_first (frontier, stmt, &out->known, error))
		return false;
	if (out->known)
		*out = (Known){ .known = true,
				.url_id = sqlite3_column_int64 (stmt, 0),
				.state = (FrontierState)sqlite3_column_int (stmt, 1),
				.fetched_s = sqlite3_column_int64 (stmt, 2),
				.host_id = sqlite3_column_int64 (stmt, 3),
				.status = sqlite3_column_int (stmt, 4),
				.article = frontier_column (stmt, 5),
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
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_INSERT, error);
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
	return frontier_run (frontier, stmt, error);
}

/* It is queued already: what is asked for again, or is newer, comes sooner. */
static bool raise_queued (Frontier *frontier, const FrontierNew *found, const Known *known,
			  GError **error)
{
	if (found->priority <= known->priority && !found->again)
		return true;
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_RAISE, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, known->url_id);
	sqlite3_bind_int64 (stmt, 2, found->priority);
	sqlite3_bind_int (stmt, 3, found->again);
	sqlite3_bind_int64 (stmt, 4, found->depth);
	return frontier_run (frontier, stmt, error);
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
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_AGAIN, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, known.url_id);
	sqlite3_bind_int64 (stmt, 2, found->priority);
	sqlite3_bind_int64 (stmt, 3, found->dated_s);
	sqlite3_bind_text (stmt, 4, found->dated_by, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 5, found->depth);
	return frontier_run (frontier, stmt, error);
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
	item->url = frontier_column (stmt, 1);
	item->tries = (guint)sqlite3_column_int (stmt, 2);
	item->depth = (guint)sqlite3_column_int (stmt, 3);
	item->source_id = sqlite3_column_int64 (stmt, 4);
	item->dated_s = sqlite3_column_int64 (stmt, 5);
	item->dated_by = frontier_column (stmt, 6);
	item->etag = frontier_column (stmt, 7);
	item->last_modified = frontier_column (stmt, 8);
	item->digest = frontier_column (stmt, 9);
	item->kept_s = sqlite3_column_int64 (stmt, 10);
	item->article = frontier_column (stmt, 11);
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
		if (!frontier_first (frontier, stmt, &row, error))
			return false;
		*next_due_s = row ? sqlite3_column_int64 (stmt, 0) : 0;
		sqlite3_reset (stmt);
	}
	*out = g_steal_pointer (&items);
	return true;
}

bool frontier_close (Frontier *frontier, gint64 url_id, const FrontierEnd *end, GError **error)
{
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_CLOSE, error);
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
	return frontier_run (frontier, stmt, error);
}

bool frontier_retry (Frontier *frontier, gint64 url_id, gint64 due_s, int status,
		     const char *reason, GError **error)
{
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_RETRY, error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, url_id);
	sqlite3_bind_int64 (stmt, 2, due_s);
	sqlite3_bind_int (stmt, 3, status);
	sqlite3_bind_text (stmt, 4, reason, -1, SQLITE_STATIC);
	return frontier_run (frontier, stmt, error);
}

bool frontier_note (Frontier *frontier, const char *url, const FrontierEnd *end, GError **error)
{
	guint8 key[32];
	gint64 host_id;
	if (!key_of (url, key))
		return set_bad_url (error, url);
	if (!find_host (frontier, url, &host_id, error))
		return false;
	sqlite3_stmt *stmt = frontier_writer (frontier, SQL_NOTE, error);
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
	return frontier_run (frontier, stmt, error);
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
	if (!frontier_first (frontier, stmt, &row, error))
		return false;
	*out = (guint64)sqlite3_column_int64 (stmt, 0);
	sqlite3_reset (stmt);
	return true;
}

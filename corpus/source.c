/* source.c: the table of sources: adding, finding, listing, removing. */
#include "corpus/source_private.h"

#include <string.h>

#include "corpus/crawl.h"
#include "corpus/source_policy.h"
#include "corpus/url.h"

static const char *const kind_names[SOURCE_KINDS] = { "feed", "sitemap", "news-sitemap", "home",
						      "page" };

const char *source_kind_name (SourceKind kind)
{
	return kind_names[kind];
}

SourceKind source_kind_from_name (const char *name)
{
	SourceKind kind = 0;
	while (kind < SOURCE_KINDS && g_strcmp0 (name, kind_names[kind]) != 0)
		kind++;
	return kind;
}

Source *source_new (SourceKind kind, const char *url)
{
	Source *source = g_new0 (Source, 1);
	source->kind = kind;
	source->url = g_strdup (url);
	source->ttl_s = source->update_s = source->entries = -1;
	return source;
}

void source_free (Source *source)
{
	if (!source)
		return;
	g_free (source->url);
	g_free (source->title);
	g_free (source->group);
	g_free (source->language);
	g_free (source->site_url);
	g_free (source->etag);
	g_free (source->last_modified);
	g_free (source->body_hash);
	g_free (source->hub);
	g_free (source->topic);
	g_free (source->why);
	g_free (source);
}

static void free_source (gpointer source)
{
	source_free (source);
}

/* --- statements --- */

bool source_run (Store *store, sqlite3_stmt *stmt, GError **error)
{
	bool ok = stmt && store_run (store, stmt, error);
	sqlite3_finalize (stmt);
	if (!ok)
		store_undo (store);
	return ok;
}

sqlite3_stmt *source_writing (Store *store, const char *sql, GError **error)
{
	g_assert (store->writer);
	if (!store_begin (store, error))
		return NULL;
	sqlite3_stmt *stmt = store_prepare (store, sql, error);
	if (!stmt)
		store_undo (store);
	return stmt;
}

void source_bind_text (sqlite3_stmt *stmt, int at, const char *text)
{
	sqlite3_bind_text (stmt, at, text && *text ? text : NULL, -1, SQLITE_TRANSIENT);
}

void source_bind_hint (sqlite3_stmt *stmt, int at, gint64 value)
{
	if (value < 0)
		sqlite3_bind_null (stmt, at);
	else
		sqlite3_bind_int64 (stmt, at, value);
}

void source_bind_time (sqlite3_stmt *stmt, int at, gint64 value)
{
	source_bind_hint (stmt, at, value ? value : -1);
}

/* --- rows --- */

#define COLUMNS                                                                                    \
	"source_id, url, kind, coalesce (parent, 0), title, grouping, language, site_url, "        \
	"added_s, etag, last_modified, body_hash, hub, topic, coalesce (ttl_s, -1), "              \
	"coalesce (update_s, -1), skip_hours, skip_days, interval_s, next_s, "                     \
	"coalesce (polled_s, 0), coalesce (success_s, 0), coalesce (new_s, 0), failures, why, "    \
	"coalesce (entries, -1)"
#define COLUMNS_COUNT 26

static Source *row_source (sqlite3_stmt *stmt)
{
	int at = 0;
#define TEXT() g_strdup ((const char *)sqlite3_column_text (stmt, at++))
#define INT() sqlite3_column_int64 (stmt, at++)
	Source *s = source_new (SOURCE_FEED, NULL);
	s->id = INT ();
	s->url = TEXT ();
	SourceKind kind = source_kind_from_name ((const char *)sqlite3_column_text (stmt, at++));
	s->kind = kind < SOURCE_KINDS ? kind : SOURCE_PAGE;
	s->parent = INT ();
	s->title = TEXT ();
	s->group = TEXT ();
	s->language = TEXT ();
	s->site_url = TEXT ();
	s->added_s = INT ();
	s->etag = TEXT ();
	s->last_modified = TEXT ();
	s->body_hash = TEXT ();
	s->hub = TEXT ();
	s->topic = TEXT ();
	s->ttl_s = INT ();
	s->update_s = INT ();
	s->skip_hours = (guint32)INT ();
	s->skip_days = (guint8)INT ();
	s->interval_s = INT ();
	s->next_s = INT ();
	s->polled_s = INT ();
	s->success_s = INT ();
	s->new_s = INT ();
	s->failures = (guint)INT ();
	s->why = TEXT ();
	s->entries = INT ();
#undef TEXT
#undef INT
	return s;
}

/* The first source that `stmt` gives, NULL when none; frees the statement. */
static bool one_source (Store *store, sqlite3_stmt *given, Source **out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = given;
	int code = sqlite3_step (stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail (store, "read", error);
	*out = code == SQLITE_ROW ? row_source (stmt) : NULL;
	return true;
}

bool source_get (Store *store, gint64 id, Source **out, GError **error)
{
	sqlite3_stmt *stmt =
		store_prepare (store, "SELECT " COLUMNS " FROM source WHERE source_id = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, id);
	return one_source (store, stmt, out, error);
}

static bool get_by_url (Store *store, const char *canonical, Source **out, GError **error)
{
	sqlite3_stmt *stmt =
		store_prepare (store, "SELECT " COLUMNS " FROM source WHERE url = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, canonical, -1, SQLITE_TRANSIENT);
	return one_source (store, stmt, out, error);
}

/* Sources are hundreds, perhaps thousands: their keys are compared one by one. */
static bool get_by_key (Store *store, const char *key, Source **out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store, "SELECT source_id, url FROM source ORDER BY source_id", error);
	int code;
	if (!stmt)
		return false;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		g_autofree char *its = url_key ((const char *)sqlite3_column_text (stmt, 1));
		if (g_strcmp0 (its, key) == 0)
			return source_get (store, sqlite3_column_int64 (stmt, 0), out, error);
	}
	*out = NULL;
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool source_find (Store *store, const char *url, Source **out, GError **error)
{
	g_autofree char *canonical = url_canonical (url);
	g_autofree char *key = url_key (url);
	*out = NULL;
	if (!canonical)
		return true;
	if (!get_by_url (store, canonical, out, error))
		return false;
	return *out || !key || get_by_key (store, key, out, error);
}

/* --- adding and removing --- */

/* A group's levels trimmed, empty ones dropped: as lists have it that nest them. Owned, NULL when nothing is left. */
static char *normal_group (const char *group)
{
	g_auto (GStrv) levels = g_strsplit (group ? group : "", "/", -1);
	g_autoptr (GString) out = g_string_new (NULL);
	for (char **level = levels; *level; level++) {
		g_strstrip (*level);
		if (**level)
			g_string_append_printf (out, "%s%s", out->len ? "/" : "", *level);
	}
	return out->len ? g_strdup (out->str) : NULL;
}

/* What is given again by the user is the user's word; what is found again only fills in. */
static bool update_known (Store *store, const Source *known, const Source *wanted, GError **error)
{
	sqlite3_stmt *stmt = source_writing (
		store,
		wanted->parent
			? "UPDATE source SET title = coalesce (title, ?2), grouping = coalesce "
			  "(grouping, ?3), language = coalesce (language, ?4),"
			  " site_url = coalesce (site_url, ?5) WHERE source_id = ?1"
			: "UPDATE source SET title = coalesce (?2, title), grouping = coalesce "
			  "(?3, grouping), language = coalesce (?4, language),"
			  " site_url = coalesce (?5, site_url), parent = NULL WHERE source_id = ?1",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, known->id);
	source_bind_text (stmt, 2, wanted->title);
	g_autofree char *group = normal_group (wanted->group);
	source_bind_text (stmt, 3, group);
	source_bind_text (stmt, 4, wanted->language);
	source_bind_text (stmt, 5, wanted->site_url);
	return source_run (store, stmt, error);
}

static bool insert (Store *store, const Source *wanted, const char *url, gint64 now_s,
		    GError **error)
{
	sqlite3_stmt *stmt = source_writing (
		store,
		"INSERT INTO source (url, kind, parent, title, grouping, language, site_url,"
		" added_s, interval_s, next_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?8, ?, ?8)",
		error);
	if (!stmt)
		return false;
	source_bind_text (stmt, 1, url);
	source_bind_text (stmt, 2, kind_names[wanted->kind]);
	source_bind_time (stmt, 3, wanted->parent); /* 0: none */
	source_bind_text (stmt, 4, wanted->title);
	g_autofree char *group = normal_group (wanted->group);
	source_bind_text (stmt, 5, group);
	source_bind_text (stmt, 6, wanted->language);
	source_bind_text (stmt, 7, wanted->site_url);
	sqlite3_bind_int64 (stmt, 8, now_s);
	sqlite3_bind_int64 (stmt, 9, source_bounds (wanted->kind)->first_s);
	return source_run (store, stmt, error);
}

bool source_add (Store *store, const Source *wanted, gint64 now_s, gint64 *id, bool *added,
		 GError **error)
{
	g_autofree char *url = url_canonical (wanted->url);
	g_autoptr (Source) known = NULL;
	if (!url) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_FAILED,
			     "'%s' is not an http or https URL", wanted->url);
		return false;
	}
	/* nobody else may add it between the look and the row */
	if (!store_begin (store, error))
		return false;
	if (!get_by_url (store, url, &known, error)) {
		store_undo (store);
		return false;
	}
	if (!(known ? update_known (store, known, wanted, error)
		    : insert (store, wanted, url, now_s, error)))
		return false;
	if (id)
		*id = known ? known->id : sqlite3_last_insert_rowid (store->db);
	if (added)
		*added = known == NULL;
	return true;
}

/* What is queued because of it and of what was found there is not fetched any more, but for what the user asked for. */
static bool forget_queued (Store *store, gint64 id, GError **error)
{
	sqlite3_stmt *stmt =
		source_writing (store,
				"WITH RECURSIVE gone (id) AS (VALUES (?1) UNION ALL"
				" SELECT source_id FROM source, gone WHERE parent = gone.id)"
				" DELETE FROM crawl_url WHERE state = 0 AND priority < ?2"
				" AND source_id IN (SELECT id FROM gone)",
				error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, id);
	sqlite3_bind_int64 (stmt, 2, CRAWL_ASKED / 2);
	return source_run (store, stmt, error);
}

bool source_remove (Store *store, gint64 id, guint *removed, GError **error)
{
	gint64 before, after;
	if (!forget_queued (store, id, error))
		return false;
	/* Children and counters go with it (ON DELETE CASCADE), and are not in sqlite3_changes(). */
	sqlite3_stmt *stmt =
		source_writing (store, "DELETE FROM source WHERE source_id = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, id);
	if (!store_get_int (store, "SELECT count (*) FROM source", &before, error)) {
		sqlite3_finalize (stmt);
		return false;
	}
	if (!source_run (store, stmt, error) ||
	    !store_get_int (store, "SELECT count (*) FROM source", &after, error))
		return false;
	if (removed)
		*removed = (guint)(before - after);
	return true;
}

/* --- lists --- */

bool source_due (Store *store, gint64 now_s, guint max, GPtrArray **out, GError **error)
{
	g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_source);
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT " COLUMNS " FROM source WHERE next_s <= ?1"
			       " ORDER BY next_s, source_id LIMIT ?2",
			       error);
	int code;
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, now_s);
	sqlite3_bind_int64 (stmt, 2, max);
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW)
		g_ptr_array_add (list, row_source (stmt));
	if (code != SQLITE_DONE)
		return store_fail (store, "read", error);
	*out = g_steal_pointer (&list);
	return true;
}

bool source_next_due (Store *store, gint64 *next_s, GError **error)
{
	return store_get_int (store, "SELECT min (next_s) FROM source", next_s, error);
}

bool source_count (Store *store, guint64 *out, GError **error)
{
	gint64 count;
	if (!store_get_int (store, "SELECT count (*) FROM source", &count, error))
		return false;
	*out = (guint64)count;
	return true;
}

#define WEEK_DAYS 7

/* The counters behind the columns of a source; a young source is rated by the days that it has. */
static void read_counters (Source *s, sqlite3_stmt *stmt, gint64 now_s)
{
	double days = (double)(now_s - s->added_s) / SOURCE_DAY_S;
	days = CLAMP (days, 1, WEEK_DAYS);
	s->fresh_per_day = sqlite3_column_double (stmt, COLUMNS_COUNT) / days;
	s->articles_per_day = sqlite3_column_double (stmt, COLUMNS_COUNT + 1) / days;
	s->articles_total = (guint64)sqlite3_column_int64 (stmt, COLUMNS_COUNT + 2);
	s->polls_7d = (guint)sqlite3_column_int64 (stmt, COLUMNS_COUNT + 3);
	s->failed_7d = (guint)sqlite3_column_int64 (stmt, COLUMNS_COUNT + 4);
}

#define SUM(column, since)                                                                         \
	"coalesce ((SELECT sum (" column                                                           \
	") FROM source_day d WHERE d.source_id = s.source_id AND d.day > " since "), 0)"

bool source_list (Store *store, const char *group, gint64 now_s, GPtrArray **out, GError **error)
{
	g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_source);
	/* A child stands behind its parent: the parent's url first, then its own. */
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"WITH RECURSIVE tree (id, path, top_group) AS ("
		" SELECT source_id, url, grouping FROM source WHERE parent IS NULL"
		" UNION ALL SELECT s.source_id, path || char (1) || s.url, top_group"
		" FROM source s, tree WHERE s.parent = tree.id)"
		" SELECT " COLUMNS ", " SUM ("fresh", "?1") ", " SUM ("articles", "?1") ", " SUM (
			"articles",
			"0") ", " SUM ("polls",
				       "?1") ", " SUM ("failed",
						       "?1") " FROM tree JOIN source s ON "
							     "s.source_id = tree.id"
							     " WHERE ?2 IS NULL OR grouping = ?2 "
							     "ORDER BY coalesce (top_group, ''), "
							     "path",
		error);
	int code;
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, now_s / SOURCE_DAY_S - WEEK_DAYS);
	g_autofree char *wanted = normal_group (group);
	source_bind_text (stmt, 2, wanted);
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		Source *source = row_source (stmt);
		read_counters (source, stmt, now_s);
		g_ptr_array_add (list, source);
	}
	if (code != SQLITE_DONE)
		return store_fail (store, "read", error);
	*out = g_steal_pointer (&list);
	return true;
}

/* store_read.c: getting articles and their changes out of the store. */
#include "corpus/store_private.h"
#include "corpus/store_story.h"

#include <string.h>

#define PREFIX_MIN 3      /* characters of an id that are enough to find it by */
#define CANDIDATES_MAX 20 /* ids that an ambiguous key is answered with */

bool store_select (Store *store, guint32 docid, sqlite3_stmt **out, GError **error)
{
	sqlite3_stmt *stmt = store->stmts[STORE_STMT_BY_DOCID];
	if (stmt) {
		sqlite3_reset (stmt);
	} else {
		g_autofree char *columns = store_row_columns ("");
		g_autofree char *sql = g_strdup_printf (
			"SELECT docid, seq, content_hash, origin, %s FROM article WHERE docid = ?",
			columns);
		stmt = store_stmt (store, STORE_STMT_BY_DOCID, sql, error);
		if (!stmt)
			return false;
	}
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	*out = code == SQLITE_ROW ? stmt : NULL;
	if (code == SQLITE_ROW)
		return true;
	bool ok = code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

bool store_get (Store *store, guint32 docid, Article **out, GError **error)
{
	sqlite3_stmt *stmt;
	if (!store_select (store, docid, &stmt, error))
		return false;
	if (!stmt) {
		*out = NULL;
		return true;
	}
	Article *article = store_row_article (stmt, STORE_SELECT_ROW);
	sqlite3_reset (stmt);
	if (!article) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_CORRUPT,
			     "article number %u in %s/" STORE_FILE
			     " is damaged: restore a copy of the "
			     "file, or add the article again",
			     docid, store->dir);
		return false;
	}
	/* What the links found out comes before what a record said that was imported. */
	char *story;
	if (!store_story_of (store, docid, &story, NULL, error)) {
		article_free (article);
		return false;
	}
	if (story) {
		g_free (article->story);
		article->story = story;
	}
	*out = article;
	return true;
}

/* --- finding --- */

typedef struct {
	guint32 docid; /* of the first */
	GPtrArray *ids;
} Found;

/* Articles for which `where` holds, ?1 being `key`. */
static bool find_where (Store *store, const char *where, const char *key, Found *found,
			GError **error)
{
	g_autofree char *sql = g_strdup_printf ("SELECT docid, id FROM article WHERE %s LIMIT %d",
						where, CANDIDATES_MAX);
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		if (found->ids->len == 0)
			found->docid = (guint32)sqlite3_column_int64 (stmt, 0);
		g_ptr_array_add (found->ids,
				 g_strdup ((const char *)sqlite3_column_text (stmt, 1)));
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_find (Store *store, const char *key, guint32 *docid, Article **out, char ***candidates,
		 GError **error)
{
	static const char *const steps[] = {
		"id = ?1",
		"url = ?1 OR canonical_url = ?1 ORDER BY id",
		/* U+10FFFF sorts after all that an id holds. */
		"id >= ?1 AND id < ?1 || char (1114111) ORDER BY id",
	};
	g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
	Found found = { 0, ids };
	bool prefix = g_utf8_validate (key, -1, NULL) && g_utf8_strlen (key, -1) >= PREFIX_MIN;
	guint count = G_N_ELEMENTS (steps) - !prefix;
	for (guint i = 0; i < count && ids->len == 0; i++)
		if (!find_where (store, steps[i], key, &found, error))
			return false;
	bool one = ids->len == 1;
	Article *article = NULL;
	if (one && out && !store_get (store, found.docid, &article, error))
		return false;
	if (out)
		*out = article;
	if (docid)
		*docid = one ? found.docid : 0;
	if (candidates) {
		*candidates = NULL;
		if (ids->len > 1) {
			g_ptr_array_add (ids, NULL);
			*candidates = (char **)g_ptr_array_free (g_steal_pointer (&ids), FALSE);
		}
	}
	return true;
}

bool store_find_content (Store *store, const char *hash, guint32 *docid, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_BY_CONTENT,
		"SELECT docid FROM article WHERE content_hash = ? ORDER BY docid LIMIT 1", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, hash, -1, SQLITE_STATIC);
	int code = sqlite3_step (stmt);
	*docid = code == SQLITE_ROW ? (guint32)sqlite3_column_int64 (stmt, 0) : 0;
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

/* --- changes --- */

/* Give each row of `stmt` (docid, seq, whether deleted) with its article to `func`. One statement is one snapshot: what
 * is written meanwhile comes with the next call. */
static bool walk (Store *store, sqlite3_stmt *stmt, StoreChangeFunc func, gpointer data,
		  GError **error)
{
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		guint32 docid = (guint32)sqlite3_column_int64 (stmt, 0);
		gint64 seq = sqlite3_column_int64 (stmt, 1);
		bool deleted = sqlite3_column_int (stmt, 2);
		g_autoptr (Article) article = NULL;
		if (!deleted && !store_get (store, docid, &article, error))
			return false;
		if (!func (docid, seq, article, data, error))
			return false;
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_changes (Store *store, gint64 since, StoreChangeFunc func, gpointer data, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT docid, seq, 0 FROM article WHERE seq > ?1 UNION ALL"
			       " SELECT docid, seq, 1 FROM tombstone WHERE seq > ?1 ORDER BY 2",
			       error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, since);
	return walk (store, stmt, func, data, error);
}

bool store_articles (Store *store, guint32 first, guint32 last, StoreChangeFunc func, gpointer data,
		     GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT docid, seq, 0 FROM article WHERE docid BETWEEN ? AND ?"
			       " ORDER BY docid",
			       error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, first);
	sqlite3_bind_int64 (stmt, 2, last);
	return walk (store, stmt, func, data, error);
}

bool store_extent (Store *store, guint32 *last_docid, guint64 *articles, GError **error)
{
	gint64 last, count;
	if (!store_get_int (store, "SELECT coalesce (max (docid), 0) FROM article", &last, error) ||
	    !store_get_int (store, "SELECT count(*) FROM article", &count, error))
		return false;
	*last_docid = (guint32)last;
	*articles = (guint64)count;
	return true;
}

bool store_change_count (Store *store, gint64 since, guint64 *out, GError **error)
{
	char sql[160];
	g_snprintf (sql, sizeof sql,
		    "SELECT (SELECT count(*) FROM article WHERE seq > %" G_GINT64_FORMAT
		    ") + (SELECT count(*) FROM tombstone WHERE seq > %" G_GINT64_FORMAT ")",
		    since, since);
	gint64 count;
	if (!store_get_int (store, sql, &count, error))
		return false;
	*out = (guint64)count;
	return true;
}

/* --- versions --- */

bool store_versions (Store *store, const char *id, json_t **out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT version, replaced_at, v.title, v.description, v.text, v.date_published,"
		" v.date_modified, v.date_fetched, v.content_hash FROM version v JOIN article a"
		" USING (docid) WHERE a.id = ? ORDER BY version DESC",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);
	json_t *versions = json_array ();
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		json_t *version = json_object ();
		json_object_set_new (version, "version",
				     json_integer (sqlite3_column_int64 (stmt, 0)));
		for (int i = 1; i < sqlite3_column_count (stmt); i++) {
			const char *s = (const char *)sqlite3_column_text (stmt, i);
			json_object_set_new (version, sqlite3_column_name (stmt, i),
					     s ? json_string (s) : json_null ());
		}
		json_array_append_new (versions, version);
	}
	if (code != SQLITE_DONE) {
		json_decref (versions);
		return store_fail (store, "read", error);
	}
	*out = versions;
	return true;
}

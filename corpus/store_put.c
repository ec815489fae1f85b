/* store_put.c: putting articles into the store and taking them out. */
#include "corpus/store_private.h"

/* The docid and origin of the article with `id`; *docid 0 when there is none. */
static bool look_up_id (Store *store, const char *id, guint32 *docid, char **origin, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_BY_ID,
					 "SELECT docid, origin FROM article WHERE id = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);
	int code = sqlite3_step (stmt);
	*docid = code == SQLITE_ROW ? (guint32)sqlite3_column_int64 (stmt, 0) : 0;
	if (origin)
		*origin = code == SQLITE_ROW
				  ? g_strdup ((const char *)sqlite3_column_text (stmt, 1))
				  : NULL;
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

static bool look_up_origin (Store *store, const char *origin, guint32 *docid, char **id,
			    GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_BY_ORIGIN,
		"SELECT docid, id FROM article WHERE origin = ? ORDER BY docid LIMIT 1", error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, origin, -1, SQLITE_STATIC);
	int code = sqlite3_step (stmt);
	*docid = code == SQLITE_ROW ? (guint32)sqlite3_column_int64 (stmt, 0) : 0;
	*id = code == SQLITE_ROW ? g_strdup ((const char *)sqlite3_column_text (stmt, 1)) : NULL;
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

/* A free id-2, id-3, … By doubling and halving: a mirror may hold a hundred thousand files named index. */
static bool next_free_id (Store *store, const char *id, char **out, GError **error)
{
	guint taken = 1, vacant = 0;
	for (guint n = 2; !vacant || vacant - taken > 1;
	     n = vacant ? taken + (vacant - taken) / 2 : taken * 2) {
		g_autofree char *candidate = g_strdup_printf ("%s-%u", id, n);
		guint32 docid;
		if (!look_up_id (store, candidate, &docid, NULL, error))
			return false;
		if (docid)
			taken = n;
		else
			vacant = n;
	}
	*out = g_strdup_printf ("%s-%u", id, vacant);
	return true;
}

/* Find the article's own row (*docid 0: a new one) and, when its id was not given, its id. */
static bool choose_id (Store *store, Article *article, const char *origin, bool id_given,
		       guint32 *docid, GError **error)
{
	g_autofree char *id = NULL, *taken_by = NULL;
	if (!id_given && origin) {
		if (!look_up_origin (store, origin, docid, &id, error))
			return false;
		if (*docid) {
			g_free (article->id);
			article->id = g_steal_pointer (&id);
			return true;
		}
	}
	if (!look_up_id (store, article->id, docid, &taken_by, error))
		return false;
	if (*docid == 0 || id_given || g_strcmp0 (origin, taken_by) == 0)
		return true;
	if (!next_free_id (store, article->id, &id, error))
		return false;
	g_free (article->id);
	article->id = g_steal_pointer (&id);
	*docid = 0;
	return true;
}

static sqlite3_stmt *insert_stmt (Store *store, GError **error)
{
	if (store->stmts[STORE_STMT_INSERT])
		return store_stmt (store, STORE_STMT_INSERT, NULL, error);
	g_autofree char *columns = store_row_columns ("");
	g_autoptr (GString) sql = g_string_new (NULL);
	g_string_printf (sql,
			 "INSERT INTO article (seq, content_hash, origin, published_s, %s, docid)"
			 " VALUES (?, ?, ?, ?, ?",
			 columns);
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT + 1; i++)
		g_string_append (sql, ", ?");
	g_string_append (sql, ")");
	return store_stmt (store, STORE_STMT_INSERT, sql->str, error);
}

static sqlite3_stmt *update_stmt (Store *store, GError **error)
{
	if (store->stmts[STORE_STMT_UPDATE])
		return store_stmt (store, STORE_STMT_UPDATE, NULL, error);
	g_autofree char *columns = store_row_columns (" = ?");
	g_autofree char *sql = g_strdup_printf (
		"UPDATE article SET seq = ?, content_hash = ?, origin = coalesce (?, origin),"
		" published_s = ?, %s WHERE docid = ?",
		columns);
	return store_stmt (store, STORE_STMT_UPDATE, sql, error);
}

/* Insert or update, by statements whose parameters are in the same order. */
static bool write_row (Store *store, sqlite3_stmt *stmt, guint32 docid, const Article *article,
		       const StoreRow *row, const char *origin, GError **error)
{
	if (!stmt)
		return false;
	g_autofree char *hash = article_content_hash (article);
	const ArticleDate *published = &article->date_published;
	sqlite3_bind_int64 (stmt, 1, store->last_seq + 1);
	sqlite3_bind_text (stmt, 2, hash, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 3, origin, -1, SQLITE_STATIC);
	if (published->precision == DATE_NONE)
		sqlite3_bind_null (stmt, 4);
	else
		sqlite3_bind_int64 (stmt, 4, published->unix_s);
	sqlite3_bind_int64 (stmt, 5 + ARTICLE_FIELDS_COUNT + 1, docid);
	if (!store_row_bind (row, stmt, 5))
		return store_fail (store, "write to", error);
	if (!store_run (store, stmt, error))
		return false;
	store->last_seq++;
	return true;
}

/* A publisher's fetch tells when the text was seen to have changed; else it is now. */
static bool keep_version (Store *store, guint32 docid, const Article *newer, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_KEEP_VERSION,
		"INSERT INTO version SELECT docid, 1 + coalesce ((SELECT max (version) FROM version"
		" WHERE docid = ?1), 0), coalesce (?2, strftime ('%Y-%m-%dT%H:%M:%SZ', 'now')),"
		" title, description, text, date_published, date_modified, date_fetched, "
		"content_hash"
		" FROM article WHERE docid = ?1",
		error);
	if (!stmt)
		return false;
	g_autofree char *fetched = article_date_format (&newer->date_fetched);
	sqlite3_bind_int64 (stmt, 1, docid);
	sqlite3_bind_text (stmt, 2, fetched, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

/* What linking found out about an article is not in the file that it is read from again. */
static void keep_links (Article *article, const Article *old)
{
	if (!article->story)
		article->story = g_strdup (old->story);
	if (!article->copy_group)
		article->copy_group = g_strdup (old->copy_group);
}

/* The article is not what it was: keep that as a version when it says something else now, and write the new one. */
static bool overwrite (Store *store, guint32 docid, const Article *article, const StoreRow *row,
		       const char *origin, bool says_same, GError **error)
{
	if (!says_same && !keep_version (store, docid, article, error))
		return false;
	return write_row (store, update_stmt (store, error), docid, article, row, origin, error) &&
	       store_alternates_note (store, docid, article, false, error);
}

/* As overwrite(), for a text that changed: it may have become, or ceased to be, a copy of another. */
static bool overwrite_text (Store *store, guint32 docid, Article *article, const Article *old,
			    const char *origin, GError **error)
{
	g_auto (StoreCopies) copies = { 0 };
	g_auto (StoreRow) row = { 0 };
	if (!store_copies_find (store, docid, article, &copies, error))
		return false;
	store_row_init (&row, article);
	bool left = g_strcmp0 (article->copy_group, old->copy_group) != 0;
	return overwrite (store, docid, article, &row, origin, false, error) &&
	       store_copies_note (store, docid, &copies, left ? old->copy_group : NULL, error);
}

static bool replace (Store *store, guint32 docid, Article *article, const char *origin,
		     StorePut *how, GError **error)
{
	sqlite3_stmt *stmt;
	if (!store_select (store, docid, &stmt, error))
		return false;
	g_autoptr (Article) old = stmt ? store_row_article (stmt, STORE_SELECT_ROW) : NULL;
	if (old && g_strcmp0 (old->text, article->text) != 0) {
		sqlite3_reset (stmt);
		if (!article->story)
			article->story = g_strdup (old->story);
		*how = STORE_UPDATED;
		return overwrite_text (store, docid, article, old, origin, error);
	}
	g_auto (StoreRow) row = { 0 };
	bool same = false, says_same = false;
	if (old)
		keep_links (article, old);
	store_row_init (&row, article);
	if (stmt) {
		same = store_row_equal (&row, stmt, STORE_SELECT_ROW, &says_same);
		sqlite3_reset (stmt);
	}
	*how = same ? STORE_SAME : says_same ? STORE_REFRESHED : STORE_UPDATED;
	return same || overwrite (store, docid, article, &row, origin, says_same, error);
}

static bool insert (Store *store, Article *article, const char *origin, GError **error)
{
	if (store->last_docid == G_MAXUINT32) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_FAILED,
			     "the corpus in %s has given out all of its %u numbers", store->dir,
			     G_MAXUINT32);
		return false;
	}
	guint32 docid = store->last_docid + 1;
	g_auto (StoreCopies) copies = { 0 };
	g_auto (StoreRow) row = { 0 };
	if (!store_copies_find (store, docid, article, &copies, error))
		return false;
	store_row_init (&row, article);
	if (!write_row (store, insert_stmt (store, error), docid, article, &row, origin, error) ||
	    !store_copies_note (store, docid, &copies, NULL, error) ||
	    !store_alternates_note (store, docid, article, true, error))
		return false;
	store->last_docid++;
	return true;
}

bool store_put (Store *store, Article *article, const char *origin, bool id_given, StorePut *how,
		GError **error)
{
	g_assert (store->writer && article->id);
	guint32 docid;
	StorePut done = STORE_ADDED;
	if (!store_begin (store, error))
		return false;
	bool ok = choose_id (store, article, origin, id_given, &docid, error) &&
		  (docid ? replace (store, docid, article, origin, &done, error)
			 : insert (store, article, origin, error));
	if (!ok) {
		store_undo (store);
		return false;
	}
	if (how)
		*how = done;
	return true;
}

static bool bury (Store *store, guint32 docid, const char *id, GError **error)
{
	if (!store_copies_forget (store, docid, error))
		return false;
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_TOMBSTONE,
			    "INSERT INTO tombstone (docid, seq, id) VALUES (?, ?, ?)", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	sqlite3_bind_int64 (stmt, 2, store->last_seq + 1);
	sqlite3_bind_text (stmt, 3, id, -1, SQLITE_STATIC);
	if (!store_run (store, stmt, error))
		return false;
	store->last_seq++;
	/* Its versions go with it. */
	stmt = store_stmt (store, STORE_STMT_DELETE, "DELETE FROM article WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	return store_run (store, stmt, error);
}

bool store_delete (Store *store, const char *id, GError **error)
{
	g_assert (store->writer);
	guint32 docid;
	if (!store_begin (store, error))
		return false;
	if (!look_up_id (store, id, &docid, NULL, error)) {
		store_undo (store);
		return false;
	}
	if (docid == 0) {
		g_set_error (error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "no article %s in %s", id,
			     store->dir);
		return false;
	}
	if (bury (store, docid, id, error))
		return true;
	store_undo (store);
	return false;
}

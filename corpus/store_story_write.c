/* store_story_write.c: writing stories, for search/story. */
#include "corpus/store_private.h"
#include "corpus/store_story.h"

void story_article_clear (gpointer article)
{
	StoryArticle *a = article;
	g_free (a->language);
	g_free (a->domain);
	g_free (a->copy_group);
	*a = (StoryArticle){ 0 };
}

bool store_story_article (Store *store, guint32 docid, StoryArticle *out, bool *found,
			  GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_STORY_ARTICLE,
		"SELECT published_s, language, domain, copy_group FROM article WHERE docid = ?",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	*found = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		*out = (StoryArticle){
			.docid = docid,
			.dated = sqlite3_column_type (stmt, 0) != SQLITE_NULL,
			.published_s = sqlite3_column_int64 (stmt, 0),
			.language = g_strdup ((const char *)sqlite3_column_text (stmt, 1)),
			.domain = g_strdup ((const char *)sqlite3_column_text (stmt, 2)),
			.copy_group = g_strdup ((const char *)sqlite3_column_text (stmt, 3)),
		};
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	sqlite3_reset (stmt);
	return ok;
}

/* --- statements of one number --- */

static bool run_number (Store *store, StoreStmt which, const char *sql, gint64 number,
			GError **error)
{
	sqlite3_stmt *stmt =
		store_begin (store, error) ? store_stmt (store, which, sql, error) : NULL;
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, number);
	return store_run (store, stmt, error);
}

bool store_story_leave (Store *store, guint32 docid, GError **error)
{
	return run_number (store, STORE_STMT_STORY_LEAVE,
			   "DELETE FROM story_member WHERE docid = ?", docid, error);
}

/* All of the story but its own row. */
static bool clear_story (Store *store, gint64 number, GError **error)
{
	return run_number (store, STORE_STMT_STORY_CLEAR,
			   "DELETE FROM story_member WHERE story = ?", number, error) &&
	       run_number (store, STORE_STMT_STORY_CLEAR_LANGUAGES,
			   "DELETE FROM story_language WHERE story = ?", number, error);
}

bool store_story_remove (Store *store, gint64 number, GError **error)
{
	return clear_story (store, number, error) &&
	       run_number (store, STORE_STMT_STORY_REMOVE, "DELETE FROM story WHERE number = ?",
			   number, error);
}

/* --- writing one --- */

static bool id_is_used (Store *store, const char *id, bool *used, GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_STORY_ID_USED,
			    "SELECT EXISTS (SELECT 1 FROM story WHERE id = ?1) OR EXISTS"
			    " (SELECT 1 FROM story_event WHERE story = ?1 OR other = ?1)",
			    error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);
	int code = sqlite3_step (stmt);
	*used = code == SQLITE_ROW && sqlite3_column_int (stmt, 0);
	sqlite3_reset (stmt);
	return code == SQLITE_ROW || store_fail (store, "read", error);
}

char *store_story_free_id (Store *store, const char *wanted, GError **error)
{
	g_autofree char *id = g_strdup (wanted);
	for (guint n = 2;; n++) {
		bool used;
		if (!id_is_used (store, id, &used, error))
			return NULL;
		if (!used)
			return g_steal_pointer (&id);
		g_free (id);
		id = g_strdup_printf ("%s-%u", wanted, n);
	}
}

static bool make_id_free (Store *store, StoreStory *story, GError **error)
{
	char *id = store_story_free_id (store, story->id, error);
	if (!id)
		return false;
	g_free (story->id);
	story->id = id;
	return true;
}

static bool put_row (Store *store, StoreStory *story, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_STORY_PUT,
		"INSERT OR REPLACE INTO story (id, articles, reports, sources, first_s, last_s,"
		" number) VALUES (?, ?, ?, ?, ?, ?, ?)",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, story->id, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, story->articles);
	sqlite3_bind_int64 (stmt, 3, story->reports);
	sqlite3_bind_int64 (stmt, 4, story->sources);
	if (story->dated) {
		sqlite3_bind_int64 (stmt, 5, story->first_s);
		sqlite3_bind_int64 (stmt, 6, story->last_s);
	}
	if (story->number)
		sqlite3_bind_int64 (stmt, 7, story->number);
	if (!store_run (store, stmt, error))
		return false;
	if (!story->number)
		story->number = sqlite3_last_insert_rowid (store->db);
	return true;
}

static bool put_member (Store *store, gint64 number, guint32 docid, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_STORY_MEMBER,
		"INSERT OR REPLACE INTO story_member (docid, story) VALUES (?, ?)", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	sqlite3_bind_int64 (stmt, 2, number);
	return store_run (store, stmt, error);
}

static bool put_language (Store *store, gint64 number, const StoryLanguage *l, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_STORY_LANGUAGE,
		"INSERT INTO story_language (story, language, articles, docid) VALUES (?, ?, ?, ?)",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, number);
	sqlite3_bind_text (stmt, 2, l->language, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 3, l->articles);
	sqlite3_bind_int64 (stmt, 4, l->docid);
	return store_run (store, stmt, error);
}

bool store_story_put (Store *store, StoreStory *story, const GArray *docids, GError **error)
{
	if (!store_begin (store, error))
		return false;
	if (story->number ? !clear_story (store, story->number, error)
			  : !make_id_free (store, story, error))
		return false;
	if (!put_row (store, story, error))
		return false;
	for (guint i = 0; i < docids->len; i++)
		if (!put_member (store, story->number, g_array_index (docids, guint32, i), error))
			return false;
	for (guint i = 0; i < story->languages->len; i++)
		if (!put_language (store, story->number, story->languages->pdata[i], error))
			return false;
	return true;
}

/* --- making all anew --- */

bool store_story_rename (Store *store, gint64 number, gint64 new_number, const char *new_id,
			 GError **error)
{
	static const struct {
		StoreStmt which;
		const char *sql;
	} rows[] = {
		{ STORE_STMT_STORY_RENAME,
		  "UPDATE story SET number = ?1, id = ?3 WHERE number = ?2" },
		{ STORE_STMT_STORY_RENAME_MEMBERS,
		  "UPDATE story_member SET story = ?1 WHERE story = ?2" },
		{ STORE_STMT_STORY_RENAME_LANGUAGES,
		  "UPDATE story_language SET story = ?1 WHERE story = ?2" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		sqlite3_stmt *stmt = store_begin (store, error)
					     ? store_stmt (store, rows[i].which, rows[i].sql, error)
					     : NULL;
		if (!stmt)
			return false;
		sqlite3_bind_int64 (stmt, 1, new_number);
		sqlite3_bind_int64 (stmt, 2, number);
		if (i == 0)
			sqlite3_bind_text (stmt, 3, new_id, -1, SQLITE_STATIC);
		if (!store_run (store, stmt, error))
			return false;
	}
	return true;
}

bool store_story_all_members (Store *store, GArray *docids, GArray *numbers, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store, "SELECT docid, story FROM story_member ORDER BY docid", error);
	if (!stmt)
		return false;
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		guint32 docid = (guint32)sqlite3_column_int64 (stmt, 0);
		gint64 number = sqlite3_column_int64 (stmt, 1);
		g_array_append_val (docids, docid);
		g_array_append_val (numbers, number);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* store_story.c: reading stories. */
#include "corpus/store_story.h"

#include <string.h>

#include "corpus/store_private.h"

#define PREFIX_MIN 3         /* characters of an id that are enough to find it by */
#define CANDIDATES_MAX 20    /* ids that an ambiguous key is answered with */
#define GROWTH_S (48 * 3600) /* how far back STORY_GROWTH counts */

#define STORY_COLUMNS "s.number, s.id, s.articles, s.reports, s.sources, s.first_s, s.last_s"

static void language_free (gpointer data)
{
	StoryLanguage *l = data;
	g_free (l->language);
	g_free (l->title);
	g_free (l);
}

void store_story_free (StoreStory *story)
{
	if (!story)
		return;
	g_free (story->id);
	g_ptr_array_unref (story->languages);
	g_free (story);
}

static char *column_text (sqlite3_stmt *stmt, int column)
{
	return g_strdup ((const char *)sqlite3_column_text (stmt, column));
}

/* --- one story --- */

static bool read_languages (Store *store, StoreStory *story, GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_STORY_LANGUAGES,
			    "SELECT l.language, l.articles, l.docid, a.title FROM story_language l "
			    "LEFT JOIN article a USING (docid) WHERE l.story = ?"
			    " ORDER BY l.articles DESC, l.language",
			    error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, story->number);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		StoryLanguage *l = g_new0 (StoryLanguage, 1);
		l->language = column_text (stmt, 0);
		l->articles = (guint)sqlite3_column_int (stmt, 1);
		l->docid = (guint32)sqlite3_column_int64 (stmt, 2);
		l->title = column_text (stmt, 3);
		g_ptr_array_add (story->languages, l);
	}
	sqlite3_reset (stmt);
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* The story in the current row of `stmt`, which has STORY_COLUMNS. */
static StoreStory *read_story (Store *store, sqlite3_stmt *stmt, GError **error)
{
	g_autoptr (StoreStory) story = g_new0 (StoreStory, 1);
	story->languages = g_ptr_array_new_with_free_func (language_free);
	story->number = sqlite3_column_int64 (stmt, 0);
	story->id = column_text (stmt, 1);
	story->articles = (guint)sqlite3_column_int (stmt, 2);
	story->reports = (guint)sqlite3_column_int (stmt, 3);
	story->sources = (guint)sqlite3_column_int (stmt, 4);
	story->dated = sqlite3_column_type (stmt, 5) != SQLITE_NULL;
	story->first_s = sqlite3_column_int64 (stmt, 5);
	story->last_s = sqlite3_column_int64 (stmt, 6);
	return read_languages (store, story, error) ? g_steal_pointer (&story) : NULL;
}

bool store_story_get (Store *store, gint64 number, StoreStory **out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store, "SELECT " STORY_COLUMNS " FROM story s WHERE number = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, number);
	int code = sqlite3_step (stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail (store, "read", error);
	StoreStory *story = code == SQLITE_ROW ? read_story (store, stmt, error) : NULL;
	if (code == SQLITE_ROW && !story)
		return false;
	*out = story;
	return true;
}

bool store_story_id (Store *store, gint64 number, char **id, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_STORY_ID,
					 "SELECT id FROM story WHERE number = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, number);
	int code = sqlite3_step (stmt);
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	if (ok)
		*id = code == SQLITE_ROW ? column_text (stmt, 0) : NULL;
	sqlite3_reset (stmt);
	return ok;
}

/* Numbers and ids of what `sql` selects for `key`, at most CANDIDATES_MAX. */
static bool find_by (Store *store, const char *sql, const char *key, gint64 *number, GPtrArray *ids,
		     GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int (stmt, 2, CANDIDATES_MAX);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		*number = sqlite3_column_int64 (stmt, 0);
		g_ptr_array_add (ids, column_text (stmt, 1));
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_story_find (Store *store, const char *key, StoreStory **out, char ***candidates,
		       GError **error)
{
	static const char *const steps[] = {
		"SELECT number, id FROM story WHERE id = ?1 LIMIT ?2",
		/* Into what did it go, and that, and so on. UNION, not UNION ALL: an id that came and went may make a ring. */
		("WITH RECURSIVE way (id) AS (SELECT ?1 UNION SELECT e.story FROM story_event e"
		 " JOIN way ON e.other = way.id WHERE e.event = 'merged')"
		 " SELECT number, id FROM story JOIN way USING (id) LIMIT 1"),
		/* U+10FFFF sorts after all that an id holds. */
		("SELECT number, id FROM story WHERE id >= ?1 AND id < ?1 || char (1114111)"
		 " ORDER BY id LIMIT ?2"),
	};
	g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
	gint64 number = 0;
	StoreStory *story = NULL;
	guint count = G_N_ELEMENTS (steps) -
		      !(g_utf8_validate (key, -1, NULL) && strlen (key) >= PREFIX_MIN);
	for (guint i = 0; i < count && ids->len == 0; i++)
		if (!find_by (store, steps[i], key, &number, ids, error))
			return false;
	if (ids->len == 1 && !store_story_get (store, number, &story, error))
		return false;
	*out = story;
	if (candidates) {
		g_ptr_array_add (ids, NULL);
		*candidates = ids->len > 2
				      ? (char **)g_ptr_array_free (g_steal_pointer (&ids), FALSE)
				      : NULL;
	}
	return true;
}

bool store_story_of (Store *store, guint32 docid, char **id, gint64 *number, GError **error)
{
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_STORY_OF,
					 "SELECT s.number, s.id FROM story_member m JOIN story s ON"
					 " s.number = m.story WHERE m.docid = ?",
					 error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	bool ok = code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
	if (ok && number)
		*number = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
	if (ok && id)
		*id = code == SQLITE_ROW ? column_text (stmt, 1) : NULL;
	sqlite3_reset (stmt);
	return ok;
}

bool store_story_members (Store *store, gint64 number, GArray *docids, GError **error)
{
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_STORY_MEMBERS,
			    "SELECT a.docid FROM story_member m JOIN article a USING (docid) WHERE "
			    "m.story = ? ORDER BY a.published_s IS NULL, a.published_s, a.id",
			    error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, number);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		guint32 docid = (guint32)sqlite3_column_int64 (stmt, 0);
		g_array_append_val (docids, docid);
	}
	sqlite3_reset (stmt);
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* --- many --- */

/* The statement for `filter`. Languages are bound from parameter 5 on. */
static char *filter_sql (const StoryFilter *filter, char **languages)
{
	GString *sql = g_string_new ("SELECT " STORY_COLUMNS " FROM story s WHERE s.reports >= ?1");
	if (filter->from_s || filter->to_s)
		g_string_append (sql, " AND s.last_s >= ?2 AND s.first_s < ?3");
	for (guint i = 0; languages && languages[i]; i++)
		g_string_append_printf (sql,
					" AND EXISTS (SELECT 1 FROM story_language l WHERE"
					" l.story = s.number AND l.language = ?%u)",
					5 + i);
	if (languages && filter->only) {
		g_string_append (sql, " AND NOT EXISTS (SELECT 1 FROM story_language l WHERE"
				      " l.story = s.number AND l.language NOT IN (");
		for (guint i = 0; languages[i]; i++)
			g_string_append_printf (sql, "%s?%u", i ? "," : "", 5 + i);
		g_string_append (sql, "))");
	}
	g_string_append (sql, " ORDER BY ");
	if (filter->sort == STORY_SIZE)
		g_string_append (sql, "s.reports DESC, ");
	if (filter->sort == STORY_GROWTH)
		g_string_append (sql,
				 "(SELECT count(*) FROM story_member m JOIN article a USING (docid)"
				 " WHERE m.story = s.number AND a.published_s >= ?4 AND"
				 " a.published_s < ?3) DESC, ");
	g_string_append (sql, "s.last_s DESC, s.id");
	if (filter->limit)
		g_string_append_printf (sql, " LIMIT %u", filter->limit);
	return g_string_free (sql, FALSE);
}

bool store_story_each (Store *store, const StoryFilter *filter, StoreStoryFunc func, gpointer data,
		       GError **error)
{
	g_auto (GStrv) languages =
		filter->languages ? g_strsplit (filter->languages, ",", -1) : NULL;
	g_autofree char *sql = filter_sql (filter, languages);
	g_autoptr (sqlite3_stmt) stmt = store_prepare (store, sql, error);
	gint64 last_s = G_MAXINT64 - 1;
	if (!stmt)
		return false;
	if (filter->sort == STORY_GROWTH && !filter->to_s &&
	    !store_get_int (store, "SELECT max (last_s) FROM story", &last_s, error))
		return false;
	gint64 to_s = filter->to_s ? filter->to_s : last_s + 1;
	sqlite3_bind_int64 (stmt, 1, filter->min_size);
	sqlite3_bind_int64 (stmt, 2, filter->from_s);
	sqlite3_bind_int64 (stmt, 3, to_s);
	sqlite3_bind_int64 (stmt, 4, to_s - GROWTH_S);
	for (int i = 0; languages && languages[i]; i++)
		sqlite3_bind_text (stmt, 5 + i, languages[i], -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		g_autoptr (StoreStory) story = read_story (store, stmt, error);
		if (!story || !func (story, data, error))
			return false;
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* --- history --- */

static const char *const event_names[] = { "merged", "split", "ended" };

void story_event_free (StoryEvent *event)
{
	if (!event)
		return;
	g_free (event->at);
	g_free (event->story);
	g_free (event->other);
	g_free (event);
}

GPtrArray *store_story_history (Store *store, const char *id, GError **error)
{
	g_autoptr (GPtrArray) events =
		g_ptr_array_new_with_free_func ((GDestroyNotify)story_event_free);
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"WITH RECURSIVE part (id) AS (SELECT ?1 UNION SELECT e.other FROM story_event e"
		" JOIN part ON e.story = part.id WHERE e.event = 'merged')"
		" SELECT at, event, story, other, articles FROM story_event WHERE story IN (SELECT "
		"id FROM part)"
		" OR other = ?1 ORDER BY number",
		error);
	if (!stmt)
		return NULL;
	sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		StoryEvent *e = g_new0 (StoryEvent, 1);
		const char *name = (const char *)sqlite3_column_text (stmt, 1);
		e->at = column_text (stmt, 0);
		for (guint i = 0; i < G_N_ELEMENTS (event_names); i++)
			if (g_strcmp0 (name, event_names[i]) == 0)
				e->kind = (StoryEventKind)i;
		e->story = column_text (stmt, 2);
		e->other = column_text (stmt, 3);
		e->articles = (guint)sqlite3_column_int (stmt, 4);
		g_ptr_array_add (events, e);
	}
	if (code != SQLITE_DONE) {
		store_fail (store, "read", error);
		return NULL;
	}
	return g_steal_pointer (&events);
}

bool store_story_add_event (Store *store, const StoryEvent *event, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = NULL;
	if (store_begin (store, error))
		stmt = store_prepare (store,
				      "INSERT INTO story_event (at, event, story, other, articles)"
				      " VALUES (?, ?, ?, ?, ?)",
				      error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, event->at, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, event_names[event->kind], -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 3, event->story, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 4, event->other, -1, SQLITE_STATIC);
	sqlite3_bind_int (stmt, 5, (int)event->articles);
	return store_run (store, stmt, error);
}

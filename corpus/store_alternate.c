/* store_alternate.c: pairs that a publisher declares to be one article in two languages. */
#include "corpus/alternate.h"
#include "corpus/store_link.h"
#include "corpus/store_private.h"
#include "corpus/url.h"

/* --- keeping --- */

static bool put (Store *store, guint32 docid, const char *url, GError **error)
{
	g_autofree char *key = url_key (url);
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_ALTERNATE_PUT,
			    "INSERT OR IGNORE INTO alternate (docid, key) VALUES (?, ?)", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	sqlite3_bind_text (stmt, 2, key, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

bool store_alternates_note (Store *store, guint32 docid, const Article *article, bool is_new,
			    GError **error)
{
	g_autoptr (GPtrArray) urls = alternates_of (article);
	if (!is_new) {
		sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_ALTERNATE_DROP,
						 "DELETE FROM alternate WHERE docid = ?", error);
		if (!stmt)
			return false;
		sqlite3_bind_int64 (stmt, 1, docid);
		if (!store_run (store, stmt, error))
			return false;
	}
	for (guint i = 0; i < urls->len; i++)
		if (!put (store, docid, urls->pdata[i], error))
			return false;
	return true;
}

/* --- asking --- */

/* The one article that declares `url`, but `self`: *count how many do. */
static bool who_declares (Store *store, const char *url, guint32 self, guint32 *docid, guint *count,
			  GError **error)
{
	g_autofree char *key = url_key (url);
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_ALTERNATE_WHO,
		"SELECT docid FROM alternate WHERE key = ? AND docid <> ? LIMIT 2", error);
	if (!stmt)
		return false;
	int code;
	*count = 0;
	sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64 (stmt, 2, self);
	for (; (code = sqlite3_step (stmt)) == SQLITE_ROW; ++*count)
		*docid = (guint32)sqlite3_column_int64 (stmt, 0);
	sqlite3_reset (stmt);
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* Addresses are written in as many ways as there are doors to a page. */
#define DOORS 8
#define DOOR_MARKS "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10"

static void bind_doors (sqlite3_stmt *stmt, const char *url, const char *key)
{
	sqlite3_bind_text (stmt, 2, url, -1, SQLITE_STATIC);
	for (int i = 0; i < DOORS; i++) {
		char *door = g_strconcat (i & 1 ? "https://" : "http://", i & 2 ? "www." : "", key,
					  i & 4 ? "/" : "", NULL);
		sqlite3_bind_text (stmt, 3 + i, door, -1, g_free);
	}
}

/* The article whose address is `url`, by the id that such a one has, or by the address, whatever door it was seen at; 0 for none. */
static bool who_is (Store *store, const char *url, guint32 *docid, GError **error)
{
	g_autofree char *id = article_id_of_url (url), *key = url_key (url);
	sqlite3_stmt *stmt = store_stmt (
		store, STORE_STMT_ALTERNATE_IS,
		"SELECT docid, 0 FROM article WHERE id = ?1"
		" UNION ALL SELECT docid, 1 FROM article WHERE canonical_url IN (" DOOR_MARKS
		") UNION ALL SELECT docid, 2 FROM article WHERE url IN (" DOOR_MARKS
		") ORDER BY 2, 1 LIMIT 1",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);
	bind_doors (stmt, url, key);
	int code = sqlite3_step (stmt);
	*docid = code == SQLITE_ROW ? (guint32)sqlite3_column_int64 (stmt, 0) : 0;
	sqlite3_reset (stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
}

/* Append `docid`, if that is an article of the other language than `article`, and is not there yet. */
static bool add (Store *store, const Article *article, guint32 docid, GArray *docids,
		 GError **error)
{
	Lang own = article_lang (article);
	for (guint i = 0; i < docids->len; i++)
		if (g_array_index (docids, guint32, i) == docid)
			return true;
	sqlite3_stmt *stmt = store_stmt (store, STORE_STMT_ALTERNATE_LANGUAGE,
					 "SELECT language FROM article WHERE docid = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, docid);
	int code = sqlite3_step (stmt);
	Lang other = code == SQLITE_ROW
			     ? lang_from_code ((const char *)sqlite3_column_text (stmt, 0))
			     : LANG_UNKNOWN;
	sqlite3_reset (stmt);
	if (alternate_langs (own, other))
		g_array_append_val (docids, docid);
	return code == SQLITE_ROW || code == SQLITE_DONE || store_fail (store, "read", error);
}

bool store_alternates_any (Store *store, bool *any, GError **error)
{
	gint64 found;
	if (!store_get_int (store, "SELECT EXISTS (SELECT 1 FROM alternate)", &found, error))
		return false;
	*any = found != 0;
	return true;
}

bool store_alternates (Store *store, const Article *article, guint32 self, GArray *docids,
		       GError **error)
{
	g_autoptr (GPtrArray) urls = alternates_of (article);
	const char *own = article_identity (article);
	guint32 docid = 0;
	guint count;
	for (guint i = 0; i < urls->len; i++) {
		const char *url = urls->pdata[i];
		if (!who_declares (store, url, self, &docid, &count, error))
			return false;
		/* What others declare too is no article's translation. */
		if (count > 0)
			continue;
		if (!who_is (store, url, &docid, error) ||
		    (docid && docid != self && !add (store, article, docid, docids, error)))
			return false;
	}
	if (!own)
		return true;
	if (!who_declares (store, own, self, &docid, &count, error))
		return false;
	return count != 1 || add (store, article, docid, docids, error);
}

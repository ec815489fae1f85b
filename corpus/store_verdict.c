/* store_verdict.c: what people say of pairs of articles: kept by the articles' ids, and never taken away. */
#include "corpus/store_link.h"

#include <string.h>

#include "corpus/store_private.h"

static const char *const names[] = { "", "same", "related", "different" };

const char *verdict_name (Verdict verdict)
{
	return names[verdict];
}

Verdict verdict_from_name (const char *name)
{
	for (guint i = 1; name && i < G_N_ELEMENTS (names); i++)
		if (strcmp (names[i], name) == 0)
			return (Verdict)i;
	return VERDICT_NONE;
}

void store_verdict_free (StoreVerdict *verdict)
{
	if (!verdict)
		return;
	g_free (verdict->id_a);
	g_free (verdict->id_b);
	g_free (verdict->judged_at);
	g_free (verdict);
}

static void bind_pair (sqlite3_stmt *stmt, const char *id_a, const char *id_b)
{
	bool ordered = strcmp (id_a, id_b) < 0;
	sqlite3_bind_text (stmt, 1, ordered ? id_a : id_b, -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 2, ordered ? id_b : id_a, -1, SQLITE_STATIC);
}

bool store_verdict_get (Store *store, const char *id_a, const char *id_b, Verdict *out,
			GError **error)
{
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT verdict FROM verdict WHERE id_a = ? AND id_b = ?"
			       " ORDER BY number DESC LIMIT 1",
			       error);
	if (!stmt)
		return false;
	bind_pair (stmt, id_a, id_b);
	int code = sqlite3_step (stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail (store, "read", error);
	*out = code == SQLITE_ROW ? verdict_from_name ((const char *)sqlite3_column_text (stmt, 0))
				  : VERDICT_NONE;
	return true;
}

bool store_verdict_put (Store *store, const char *id_a, const char *id_b, Verdict verdict,
			const char *judged_at, bool *changed, GError **error)
{
	Verdict before;
	g_assert (strcmp (id_a, id_b) != 0 && verdict != VERDICT_NONE);
	if (!store_begin (store, error) || !store_verdict_get (store, id_a, id_b, &before, error))
		return false;
	if (changed)
		*changed = before != verdict;
	if (before == verdict)
		return true;
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "INSERT INTO verdict (id_a, id_b, verdict, judged_at)"
			       " VALUES (?, ?, ?, ?)",
			       error);
	if (!stmt)
		return false;
	bind_pair (stmt, id_a, id_b);
	sqlite3_bind_text (stmt, 3, verdict_name (verdict), -1, SQLITE_STATIC);
	sqlite3_bind_text (stmt, 4, judged_at, -1, SQLITE_STATIC);
	return store_run (store, stmt, error);
}

GPtrArray *store_verdicts (Store *store, const char *id, GError **error)
{
	g_autoptr (GPtrArray) verdicts =
		g_ptr_array_new_with_free_func ((GDestroyNotify)store_verdict_free);
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT id_a, id_b, verdict, judged_at FROM verdict v WHERE"
		" (?1 IS NULL OR id_a = ?1 OR id_b = ?1) AND number = (SELECT max (number) FROM "
		"verdict w WHERE w.id_a = v.id_a AND w.id_b = v.id_b) ORDER BY number",
		error);
	if (!stmt)
		return NULL;
	sqlite3_bind_text (stmt, 1, id, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		StoreVerdict *v = g_new0 (StoreVerdict, 1);
		v->id_a = g_strdup ((const char *)sqlite3_column_text (stmt, 0));
		v->id_b = g_strdup ((const char *)sqlite3_column_text (stmt, 1));
		v->verdict = verdict_from_name ((const char *)sqlite3_column_text (stmt, 2));
		v->judged_at = g_strdup ((const char *)sqlite3_column_text (stmt, 3));
		g_ptr_array_add (verdicts, v);
	}
	if (code != SQLITE_DONE) {
		store_fail (store, "read", error);
		return NULL;
	}
	return g_steal_pointer (&verdicts);
}

bool store_verdict_pairs (Store *store, GArray *pairs, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT a.docid, b.docid, v.verdict FROM verdict v JOIN article a ON a.id = v.id_a"
		" JOIN article b ON b.id = v.id_b WHERE number = (SELECT max (number) FROM verdict "
		"w"
		" WHERE w.id_a = v.id_a AND w.id_b = v.id_b) ORDER BY number",
		error);
	if (!stmt)
		return false;
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		StoreVerdictPair pair = {
			(guint32)sqlite3_column_int64 (stmt, 0),
			(guint32)sqlite3_column_int64 (stmt, 1),
			verdict_from_name ((const char *)sqlite3_column_text (stmt, 2)),
		};
		g_array_append_val (pairs, pair);
	}
	return code == SQLITE_DONE || store_fail (store, "read", error);
}

/* --- those that stories do not have yet --- */

#define STATE_VERDICT "verdict" /* the number of the last that they have */
#define FRESH                                                                                      \
	" FROM verdict WHERE number > coalesce ((SELECT value FROM link_state"                     \
	" WHERE name = '" STATE_VERDICT "'), 0)"

bool store_verdict_fresh_count (Store *store, guint64 *count, GError **error)
{
	gint64 fresh;
	if (!store_get_int (store, "SELECT count(*)" FRESH, &fresh, error))
		return false;
	*count = (guint64)fresh;
	return true;
}

bool store_verdict_fresh (Store *store, GArray *docids, GError **error)
{
	gint64 last;
	if (!store_begin (store, error) ||
	    !store_get_int (store, "SELECT max (number)" FRESH, &last, error))
		return false;
	if (!last)
		return true;
	g_autoptr (sqlite3_stmt) stmt =
		store_prepare (store,
			       "SELECT docid FROM article WHERE id IN (SELECT id_a" FRESH
			       " UNION SELECT id_b" FRESH ")",
			       error);
	if (!stmt)
		return false;
	int code;
	while ((code = sqlite3_step (stmt)) == SQLITE_ROW) {
		guint32 docid = (guint32)sqlite3_column_int64 (stmt, 0);
		g_array_append_val (docids, docid);
	}
	if (code != SQLITE_DONE)
		return store_fail (store, "read", error);
	char text[32];
	g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, last);
	return store_link_set_state (store, STATE_VERDICT, text, error);
}

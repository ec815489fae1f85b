/* source_poll.c: what came of a poll, noted in the source's row and in the day's counters. */
#include <string.h>

#include "corpus/source_policy.h"
#include "corpus/source_private.h"
#include "corpus/url.h"
#include "shim/text.h"

#define WHY_MAX 200 /* characters */

void source_poll_set_feed (SourcePoll *poll, const Feed *feed)
{
	poll->ttl_s = feed->ttl_s;
	poll->update_s = feed->update_s;
	poll->skip_hours = feed->skip_hours;
	poll->skip_days = feed->skip_days;
	poll->hub = feed->hubs->len ? feed->hubs->pdata[0] : NULL;
	poll->topic = feed->self_link;
	poll->title = feed->title.html ? NULL : feed->title.value;
	poll->language = feed->language;
	poll->site_url = feed->link;
	poll->entries_count = feed->entries->len;
}

/* Add to the counters of the day, and forget the days of long ago. */
static bool count_day (Store *store, gint64 id, gint64 at_s, const int counts[4], GError **error)
{
	sqlite3_stmt *stmt = source_writing (
		store,
		"INSERT INTO source_day (source_id, day, polls, failed, fresh, articles)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET polls = polls + ?3,"
		" failed = failed + ?4, fresh = fresh + ?5, articles = articles + ?6",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, id);
	sqlite3_bind_int64 (stmt, 2, at_s / SOURCE_DAY_S);
	for (int i = 0; i < 4; i++)
		sqlite3_bind_int (stmt, 3 + i, counts[i]);
	if (!source_run (store, stmt, error))
		return false;
	stmt = source_writing (store, "DELETE FROM source_day WHERE source_id = ? AND day < ?",
			       error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, id);
	sqlite3_bind_int64 (stmt, 2, at_s / SOURCE_DAY_S - SOURCE_DAYS_KEPT);
	return source_run (store, stmt, error);
}

/* A poll that did not end well: everything that the source said before stays. */
static bool record_failure (Store *store, const Source *source, const SourcePoll *poll,
			    const SourcePlan *plan, GError **error)
{
	g_autofree char *why =
		poll->why ? text_line (poll->why, -1, WHY_MAX)
			  : g_strdup (poll->outcome == SOURCE_GONE ? "gone" : "failed");
	sqlite3_stmt *stmt = source_writing (store,
					     "UPDATE source SET polled_s = ?, failures = ?,"
					     " why = ?, next_s = ? WHERE source_id = ?",
					     error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, poll->at_s);
	sqlite3_bind_int64 (stmt, 2, source->failures + 1);
	source_bind_text (stmt, 3, why);
	sqlite3_bind_int64 (stmt, 4, plan->next_s);
	sqlite3_bind_int64 (stmt, 5, source->id);
	return source_run (store, stmt, error);
}

static bool record_unchanged (Store *store, const Source *source, const SourcePoll *poll,
			      const SourcePlan *plan, GError **error)
{
	sqlite3_stmt *stmt = source_writing (
		store,
		"UPDATE source SET polled_s = ?1, success_s = ?1, failures = 0, why = ?7,"
		" interval_s = ?2, next_s = ?3, etag = coalesce (?4, etag),"
		" last_modified = coalesce (?5, last_modified) WHERE source_id = ?6",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, poll->at_s);
	sqlite3_bind_int64 (stmt, 2, plan->interval_s);
	sqlite3_bind_int64 (stmt, 3, plan->next_s);
	source_bind_text (stmt, 4, poll->etag);
	source_bind_text (stmt, 5, poll->last_modified);
	sqlite3_bind_int64 (stmt, 6, source->id);
	source_bind_text (stmt, 7, poll->note);
	return source_run (store, stmt, error);
}

static bool record_read (Store *store, const Source *source, const SourcePoll *poll,
			 const SourcePlan *plan, GError **error)
{
	g_autofree char *title = poll->title ? text_line (poll->title, -1, WHY_MAX) : NULL;
	sqlite3_stmt *stmt = source_writing (
		store,
		"UPDATE source SET polled_s = ?1, success_s = ?1, failures = 0, why = ?19,"
		" new_s = CASE WHEN ?2 THEN ?1 ELSE new_s END, interval_s = ?3, next_s = ?4,"
		" etag = ?5, last_modified = ?6, body_hash = ?7, entries = ?8, ttl_s = ?9,"
		" update_s = ?10, skip_hours = ?11, skip_days = ?12, hub = ?13, topic = ?14,"
		" title = coalesce (title, ?15), language = coalesce (language, ?16),"
		" site_url = coalesce (site_url, ?17) WHERE source_id = ?18",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, poll->at_s);
	sqlite3_bind_int64 (stmt, 2, poll->new_count);
	sqlite3_bind_int64 (stmt, 3, plan->interval_s);
	sqlite3_bind_int64 (stmt, 4, plan->next_s);
	source_bind_text (stmt, 5, poll->etag);
	source_bind_text (stmt, 6, poll->last_modified);
	source_bind_text (stmt, 7, poll->body_hash);
	sqlite3_bind_int64 (stmt, 8, poll->entries_count);
	source_bind_hint (stmt, 9, poll->ttl_s);
	source_bind_hint (stmt, 10, poll->update_s);
	sqlite3_bind_int64 (stmt, 11, poll->skip_hours);
	sqlite3_bind_int64 (stmt, 12, poll->skip_days);
	source_bind_text (stmt, 13, poll->hub);
	source_bind_text (stmt, 14, poll->topic);
	source_bind_text (stmt, 15, title);
	source_bind_text (stmt, 16, poll->language);
	source_bind_text (stmt, 17, poll->site_url);
	sqlite3_bind_int64 (stmt, 18, source->id);
	source_bind_text (stmt, 19, poll->note);
	return source_run (store, stmt, error);
}

/* A permanent redirect: the new address is the source's from now on, unless it is another's already. */
static bool move (Store *store, const Source *source, const char *to, GError **error)
{
	g_autofree char *url = url_canonical (to);
	if (!url || strcmp (url, source->url) == 0)
		return true;
	sqlite3_stmt *stmt = source_writing (
		store, "UPDATE OR IGNORE source SET url = ? WHERE source_id = ?", error);
	if (!stmt)
		return false;
	source_bind_text (stmt, 1, url);
	sqlite3_bind_int64 (stmt, 2, source->id);
	return source_run (store, stmt, error);
}

bool source_record (Store *store, gint64 id, const SourcePoll *given, GError **error)
{
	g_autoptr (Source) source = NULL;
	SourcePoll poll = *given;
	if (!source_get (store, id, &source, error))
		return false;
	if (!source)
		return true;
	if (poll.outcome == SOURCE_READ && poll.body_hash &&
	    g_strcmp0 (poll.body_hash, source->body_hash) == 0)
		poll.outcome = SOURCE_UNCHANGED;
	bool read = poll.outcome == SOURCE_READ;
	bool well = read || poll.outcome == SOURCE_UNCHANGED;
	SourcePlan plan = source_plan (source, &poll);
	bool ok = read   ? record_read (store, source, &poll, &plan, error)
		  : well ? record_unchanged (store, source, &poll, &plan, error)
			 : record_failure (store, source, &poll, &plan, error);
	const int counts[4] = { 1, !well, read ? (int)MIN (poll.new_count, G_MAXINT) : 0, 0 };
	return ok && count_day (store, id, poll.at_s, counts, error) &&
	       (!well || !poll.moved_to || move (store, source, poll.moved_to, error));
}

bool source_postpone (Store *store, gint64 id, gint64 until_s, GError **error)
{
	sqlite3_stmt *stmt = source_writing (
		store, "UPDATE source SET next_s = max (next_s, ?) WHERE source_id = ?", error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, until_s);
	sqlite3_bind_int64 (stmt, 2, id);
	return source_run (store, stmt, error);
}

bool source_children_fail (Store *store, gint64 id, gint64 now_s, bool *out, GError **error)
{
	g_autoptr (sqlite3_stmt) stmt = store_prepare (
		store,
		"SELECT count (*), coalesce (sum (failures < 3"
		" OR coalesce (success_s, added_s) > ?2), 0) FROM source WHERE parent = ?1",
		error);
	if (!stmt)
		return false;
	sqlite3_bind_int64 (stmt, 1, id);
	sqlite3_bind_int64 (stmt, 2, now_s - SOURCE_CHILDREN_PATIENCE_S);
	if (sqlite3_step (stmt) != SQLITE_ROW)
		return store_fail (store, "read", error);
	*out = sqlite3_column_int64 (stmt, 0) > 0 && sqlite3_column_int64 (stmt, 1) == 0;
	return true;
}

bool source_count_articles (Store *store, gint64 id, gint64 at_s, guint count, GError **error)
{
	if (!store_begin (store, error))
		return false;
	sqlite3_stmt *stmt =
		store_stmt (store, STORE_STMT_SOURCE_ARTICLES,
			    "INSERT INTO source_day (source_id, day, articles)"
			    " SELECT source_id, ?2, ?3 FROM source WHERE source_id = ?1"
			    " ON CONFLICT DO UPDATE SET articles = articles + ?3",
			    error);
	if (stmt) {
		sqlite3_bind_int64 (stmt, 1, id);
		sqlite3_bind_int64 (stmt, 2, at_s / SOURCE_DAY_S);
		sqlite3_bind_int64 (stmt, 3, count);
	}
	bool ok = stmt && store_run (store, stmt, error);
	if (!ok)
		store_undo (store);
	return ok;
}

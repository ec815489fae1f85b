/* crawl.c: what the parts of a crawl share: its first failure, what it counts, its log. */
#include "corpus/crawl_private.h"

bool crawl_fail (Crawl *crawl, GError *error)
{
	if (crawl->error)
		g_error_free (error);
	else
		crawl->error = error;
	return false;
}

void crawl_wrote (Crawl *crawl)
{
	crawl->uncommitted++;
	if (!crawl->uncommitted_us)
		crawl->uncommitted_us = crawl_now_us (crawl);
}

const CrawlCounts *crawl_counts (const Crawl *crawl)
{
	return &crawl->counts;
}

static const char *const outcome_names[] = {
	[FETCH_OK] = "ok",
	[FETCH_BAD_URL] = "bad URL",
	[FETCH_REFUSED] = "private address",
	[FETCH_NO_HOST] = "no such host",
	[FETCH_NO_CONNECT] = "no connection",
	[FETCH_TLS] = "TLS",
	[FETCH_TIMEOUT] = "timeout",
	[FETCH_TOO_BIG] = "too big",
	[FETCH_HEAD_TOO_BIG] = "headers too big",
	[FETCH_BAD_RESPONSE] = "bad response",
	[FETCH_INCOMPLETE] = "incomplete",
	[FETCH_CANCELLED] = "cancelled",
};

const char *crawl_outcome_name (FetchOutcome outcome)
{
	return outcome_names[outcome];
}

static json_t *time_of (gint64 us)
{
	g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
	g_autofree char *text = second ? g_date_time_format (second, "%Y-%m-%dT%H:%M:%S") : NULL;
	g_autofree char *full =
		g_strdup_printf ("%s.%03dZ", text, (int)(us % G_USEC_PER_SEC / 1000));
	return json_string (full);
}

void crawl_log (Crawl *crawl, const CrawlTask *task, const FetchResult *result, const char *what,
		const char *reason, json_t *more)
{
	static const char *const kinds[] = { "page", "source", "robots", "tdmrep" };
	if (!crawl->options.log) {
		json_decref (more);
		return;
	}
	gint64 at_us = result ? task->begun_us : crawl_now_us (crawl);
	json_t *line = json_object ();
	json_object_set_new (line, "time", time_of (at_us));
	json_object_set_new (line, "url", json_string (task->url));
	json_object_set_new (line, "kind", json_string (kinds[task->kind]));
	json_object_set_new (line, "what", json_string (what));
	if (reason)
		json_object_set_new (line, "reason", json_string (reason));
	if (result) {
		json_object_set_new (line, "outcome", json_string (outcome_names[result->outcome]));
		if (result->status)
			json_object_set_new (line, "status", json_integer (result->status));
		json_object_set_new (line, "bytes", json_integer (result->raw->len));
		json_object_set_new (line, "ms",
				     json_integer ((json_int_t)(result->seconds * 1e3)));
		if (*result->ip)
			json_object_set_new (line, "ip", json_string (result->ip));
	}
	if (task->item && task->hops)
		json_object_set_new (line, "requested", json_string (task->item->url));
	if (task->item && task->item->tries)
		json_object_set_new (line, "tries", json_integer (task->item->tries));
	if (more) {
		json_object_update (line, more);
		json_decref (more);
	}
	g_ptr_array_add (crawl->lines, line);
}

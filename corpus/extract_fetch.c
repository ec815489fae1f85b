/* extract_fetch.c: one page, its robots.txt and its redirects, one request at a time. */
#include "corpus/extract_fetch.h"

#include <string.h>

#include "corpus/mime.h"
#include "corpus/robots.h"
#include "corpus/url.h"
#include "shim/text.h"

#define POLL_MS 200
#define CRAWL_DELAY_MAX_S 120

G_DEFINE_QUARK (entente - extract - fetch - error - quark, extract_fetch_error)

struct ExtractFetcher {
	Fetcher *fetcher;
	const FetchResult *result; /* of the last request; owned */
	char *agent;
	GHashTable *robots; /* "https://host:port" → Robots; owned */
	bool (*stop) (void);
};

static void on_result (const FetchResult *result, gpointer data)
{
	ExtractFetcher *self = data;
	fetch_result_unref (self->result);
	self->result = fetch_result_ref (result);
}

ExtractFetcher *extract_fetcher_new (const FetchOptions *options, bool (*stop) (void))
{
	ExtractFetcher *self = g_new0 (ExtractFetcher, 1);
	self->agent = g_strndup (options->user_agent, strcspn (options->user_agent, "/ "));
	self->robots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)robots_free);
	self->stop = stop;
	self->fetcher = fetcher_new (options, on_result, self);
	return self;
}

void extract_fetcher_free (ExtractFetcher *self)
{
	if (!self)
		return;
	fetcher_free (self->fetcher);
	fetch_result_unref (self->result);
	g_hash_table_unref (self->robots);
	g_free (self->agent);
	g_free (self);
}

/* One request. The result is borrowed until the next; NULL when it was stopped. */
static const FetchResult *request (ExtractFetcher *self, const char *url)
{
	g_clear_pointer (&self->result, fetch_result_unref);
	fetcher_add (self->fetcher, url, NULL, NULL, NULL);
	while (!self->result && !(self->stop && self->stop ()))
		fetcher_poll (self->fetcher, POLL_MS);
	return self->result;
}

/* robots.txt of the URL's origin, fetched when it is first asked. NULL when it was stopped, or `url` is none. */
static const Robots *robots_of (ExtractFetcher *self, const char *url)
{
	g_autofree char *origin = url_origin (url);
	Robots *robots = origin ? g_hash_table_lookup (self->robots, origin) : NULL;
	if (robots || !origin)
		return robots;
	g_autofree char *at = url_resolve (url, "/robots.txt");
	const FetchResult *result = NULL;
	for (int hops = 0; at && hops < 5; hops++) {
		result = request (self, at);
		if (!result)
			return NULL;
		g_free (at);
		at = g_strdup (result->location);
	}
	bool read = result && (result->outcome == FETCH_OK || result->outcome == FETCH_TOO_BIG);
	int status = read ? result->status : 0;
	/* Where nothing can be had at all, the page's own error says more. */
	if (result && (result->outcome == FETCH_NO_HOST || result->outcome == FETCH_REFUSED ||
		       result->outcome == FETCH_NO_CONNECT || result->outcome == FETCH_TLS))
		status = 404;
	RobotsStatus means = robots_status (status);
	robots = means == ROBOTS_PARSE
			 ? robots_parse (result->body->data, result->body->len, self->agent)
			 : robots_fixed (means == ROBOTS_ALLOW_ALL);
	double delay_s = MIN (robots_crawl_delay (robots), CRAWL_DELAY_MAX_S);
	g_autofree char *host = url_host (url);
	if (delay_s > 0)
		fetcher_set_delay (self->fetcher, host, (gint64)(delay_s * 1000), 0);
	g_hash_table_insert (self->robots, g_steal_pointer (&origin), robots);
	return robots;
}

static bool fail (ExtractJob *job, ExtractFetchErrorCode code, const char *message)
{
	g_autofree char *line = text_line (message, -1, 200);
	g_set_error_literal (&job->error, EXTRACT_FETCH_ERROR, (int)code, line);
	return false;
}

/* What a result without a page is, as an error. */
static bool fail_result (ExtractJob *job, const FetchResult *result)
{
	if (result->outcome != FETCH_OK) {
		ExtractFetchErrorCode code =
			result->outcome == FETCH_REFUSED   ? EXTRACT_FETCH_FORBIDDEN
			: result->outcome == FETCH_NO_HOST ? EXTRACT_FETCH_NOT_FOUND
							   : EXTRACT_FETCH_FAILED;
		return fail (job, code, result->message);
	}
	g_autofree char *message =
		result->status >= 300 && result->status < 400
			? g_strdup_printf ("the server redirects to nowhere (status %d)",
					   result->status)
			: g_strdup_printf ("the server answered with status %d", result->status);
	return fail (job,
		     result->status == 404 || result->status == 410 ? EXTRACT_FETCH_NOT_FOUND
								    : EXTRACT_FETCH_FAILED,
		     message);
}

static void take_page (ExtractJob *job, const FetchResult *result, gint64 now_s)
{
	const char *type = fetch_header (result, "Content-Type");
	const char *language = fetch_header (result, "Content-Language");
	job->page = g_byte_array_ref (result->body);
	job->http_charset = type ? mime_charset (type) : NULL;
	/* The first of "fr, en". */
	if (language && *language)
		job->http_language = g_strstrip (g_strndup (language, strcspn (language, ",;")));
	job->fetched_s = now_s;
}

bool extract_fetch (ExtractFetcher *self, ExtractJob *job, gint64 now_s)
{
	g_autofree char *url = url_normalise (job->url);
	if (!url)
		return fail (job, EXTRACT_FETCH_NOT_FOUND, "not an http or https address");
	for (int hops = 0; hops <= EXTRACT_HOPS_MAX; hops++) {
		const char *rule = NULL;
		const Robots *robots = robots_of (self, url);
		if (robots && !robots_allows (robots, url, &rule)) {
			g_autofree char *message = g_strconcat (
				"robots.txt forbids it: ", rule ? rule : "it cannot be read now",
				NULL);
			return fail (job, EXTRACT_FETCH_FORBIDDEN, message);
		}
		const FetchResult *result = robots ? request (self, url) : NULL;
		if (!result)
			return fail (job, EXTRACT_FETCH_FAILED, "interrupted");
		if (result->outcome == FETCH_OK && result->status == 200) {
			take_page (job, result, now_s);
			g_free (job->url);
			job->url = g_steal_pointer (&url);
			return true;
		}
		if (result->outcome != FETCH_OK || !result->location)
			return fail_result (job, result);
		g_free (url);
		url = g_strdup (result->location);
	}
	return fail (job, EXTRACT_FETCH_FAILED, "too many redirects");
}

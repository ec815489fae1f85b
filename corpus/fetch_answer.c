/* fetch_answer.c: the end of a request: what came of it, whatever the server meant by it. */
#include <string.h>

#include "corpus/coding.h"
#include "corpus/feed.h"
#include "corpus/fetch_private.h"
#include "corpus/url.h"
#include "corpus/warc.h"

#define RETRY_AFTER_MAX (7 * 86400)

const char *fetch_header (const FetchResult *result, const char *name)
{
	return warc_find_header (result->headers, name);
}

/* Seconds of Retry-After: a number, or a date counted from the server's own. */
static gint64 retry_after (const FetchResult *result)
{
	const char *value = fetch_header (result, "Retry-After");
	const char *date = fetch_header (result, "Date");
	FeedDate then = { .text = NULL }, now = { .text = NULL };
	gint64 seconds = -1;
	if (!value)
		return -1;
	if (*value && value[strspn (value, "0123456789")] == '\0' && strlen (value) < 12)
		seconds = g_ascii_strtoll (value, NULL, 10);
	else if (date && feed_date_parse (value, &then) && feed_date_parse (date, &now) &&
		 then.has_time)
		seconds = MAX (then.unix_s - now.unix_s, 0);
	return MIN (seconds, RETRY_AFTER_MAX);
}

static FetchOutcome outcome_of (const Request *r, CURLcode code)
{
	const CurlLibrary *lib = curl_library ();
	/* one address of several may be refused, and another do */
	if (r->refused && code != CURLE_OK)
		return FETCH_REFUSED;
	if (r->head_too_big)
		return FETCH_HEAD_TOO_BIG;
	if (r->body_too_big)
		return FETCH_TOO_BIG;
	if (r->crowded_out)
		return FETCH_INCOMPLETE;
	long os_error = 0;
	switch (code) {
	case CURLE_OK:
		return FETCH_OK;
	case CURLE_URL_MALFORMAT:
		return FETCH_BAD_URL;
	case CURLE_COULDNT_RESOLVE_HOST:
		return FETCH_NO_HOST;
	case CURLE_COULDNT_CONNECT:
		return FETCH_NO_CONNECT;
	case CURLE_OPERATION_TIMEDOUT:
		return FETCH_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return FETCH_TLS;
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_HTTP2_STREAM:
	case CURLE_SEND_ERROR:
		return FETCH_INCOMPLETE;
	case CURLE_OUT_OF_MEMORY:
		/* libcurl's word for a header line over its own limit; GLib would have ended us for want of memory */
		return FETCH_HEAD_TOO_BIG;
	case CURLE_RECV_ERROR:
		/* of the connection when the system says so; else what came cannot be read */
		lib->easy_getinfo (r->curl, CURLINFO_OS_ERRNO, &os_error);
		return os_error ? FETCH_INCOMPLETE : FETCH_BAD_RESPONSE;
	default:
		return FETCH_BAD_RESPONSE;
	}
}

/* Where a redirect leads, in standard form, without a password that is nobody's to send; NULL: nowhere. Owned. */
static char *where_to (const char *from, const char *location)
{
	g_autofree char *to = url_resolve (from, location);
	g_autoptr (Url) parsed = to ? url_parse (to, -1, NULL) : NULL;
	if (!parsed)
		return NULL;
	*parsed->user = *parsed->password = '\0';
	return url_string (parsed);
}

/* Head, address and time, as far as they came. */
static void read_head (Request *r)
{
	const CurlLibrary *lib = curl_library ();
	FetchResult *result = &r->result;
	char *ip = NULL;
	long status = 0;
	lib->easy_getinfo (r->curl, CURLINFO_PRIMARY_IP, &ip);
	lib->easy_getinfo (r->curl, CURLINFO_RESPONSE_CODE, &status);
	lib->easy_getinfo (r->curl, CURLINFO_TOTAL_TIME, &result->seconds);
	g_strlcpy (result->ip, ip ? ip : "", sizeof result->ip);
	result->status = status >= 100 && status <= 599 ? (int)status : 0;
	const char *line_end = memchr (r->head->str, '\n', r->head->len);
	if (line_end) {
		gsize at = (gsize)(line_end - r->head->str) + 1;
		warc_parse_headers ((const guint8 *)r->head->str + at, r->head->len - at,
				    FETCH_HEAD_LINES_MAX, result->headers);
	}
	result->retry_after_s = retry_after (result);
	const char *location = fetch_header (result, "Location");
	if (result->status >= 300 && result->status < 400 && location && *location)
		result->location = where_to (r->url, location);
}

FetchOutcome fetch_read_answer (Request *r, CURLcode code, char **message)
{
	const CurlLibrary *lib = curl_library ();
	FetchResult *result = &r->result;
	FetchOutcome outcome = outcome_of (r, code);
	g_autofree char *why =
		g_strdup (outcome == FETCH_REFUSED        ? "private address refused"
			  : outcome == FETCH_HEAD_TOO_BIG ? "response headers over the limit"
			  : r->body_too_big               ? "body over the limit"
			  : *r->error                     ? r->error
							  : lib->easy_strerror (code));
	read_head (r);
	/* libcurl passes over a length that it cannot hold, and takes what comes */
	const char *length = fetch_header (result, "Content-Length");
	if (outcome == FETCH_OK && (result->status == 0 || (length && strlen (length) > 18))) {
		outcome = FETCH_BAD_RESPONSE;
		g_free (why);
		why = g_strdup (result->status ? "length out of range" : "status out of range");
	}
	const char *coding = fetch_header (result, "Content-Encoding");
	if (outcome == FETCH_OK && coding && result->raw->len) {
		g_autoptr (GError) error = NULL;
		bool flawed = false;
		result->body = coding_decode (coding, result->raw->data, result->raw->len,
					      r->fetcher->options.max_body, &flawed, &error);
		if (!result->body) {
			bool big = error->code == CODING_ERROR_TOO_BIG;
			outcome = big ? FETCH_TOO_BIG : FETCH_BAD_RESPONSE;
		} else if (flawed) {
			outcome = FETCH_INCOMPLETE;
		}
		g_free (why);
		why = g_strdup (error ? error->message : "content coding ends early");
	}
	*message = g_steal_pointer (&why);
	return outcome;
}

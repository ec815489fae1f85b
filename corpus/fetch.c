/* fetch.c: see fetch.h. Requests wait in their host's queue; each poll starts those whose host is free and whose time has come. */
#include "corpus/fetch.h"

#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#include "corpus/coding.h"
#include "corpus/feed.h"
#include "corpus/url.h"
#include "corpus/warc.h"

#define RETRY_AFTER_MAX (7 * 86400)
#define LOW_SPEED_BYTES 50L /* a second, for LOW_SPEED_S, is too slow to wait for */
#define LOW_SPEED_S 15L

typedef struct {
	char *name;
	GQueue waiting; /* Request */
	guint active;
	gint64 delay_ms, next_us; /* not before this */
} Host;

typedef struct {
	FetchResult result; /* first: who holds it holds the request, see fetch_result_ref() */
	Fetcher *fetcher;
	Host *host;
	CURL *curl;
	struct curl_slist *headers;
	char *url;
	GString *head, *request;
	gsize head_bytes;
	guint head_lines;
	bool refused, head_too_big, body_too_big, crowded_out;
	char error[CURL_ERROR_SIZE];
} Request;

struct Fetcher {
	FetchOptions options;
	char *user_agent, *ca_file;
	struct curl_slist *connect_to;
	FetchFunc func;
	gpointer data;
	CURLM *multi;
	GHashTable *hosts; /* name → Host */
	GPtrArray *active; /* Request, under way */
	guint pending;     /* not yet told of */
	gsize held;        /* bytes of bodies as sent, of those under way */
};

static gint64 now_us (const Fetcher *fetcher)
{
	return fetcher->options.clock_us ? fetcher->options.clock_us (fetcher->options.clock_data)
					 : g_get_monotonic_time ();
}

/* --- libcurl's callbacks --- */

/* The address that is really connected to, after all resolving: what a name said before does not count. */
static curl_socket_t on_open (void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
	Request *r = data;
	(void)purpose;
	if (!r->fetcher->options.allow_private && !fetch_address_is_public (&address->addr)) {
		r->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t on_header (char *line, size_t size, size_t count, void *data)
{
	Request *r = data;
	gsize len = size * count;
	r->head_bytes += len;
	if (r->head_bytes > FETCH_HEAD_MAX || ++r->head_lines > FETCH_HEAD_LINES_MAX) {
		r->head_too_big = true;
		return 0;
	}
	/* a new status line: what came before was interim */
	if (len >= 5 && memcmp (line, "HTTP/", 5) == 0)
		g_string_truncate (r->head, 0);
	if (g_ascii_strncasecmp (line, "Transfer-Encoding:", MIN (len, 18)) != 0)
		g_string_append_len (r->head, line, (gssize)len);
	return len;
}

static size_t on_body (char *bytes, size_t size, size_t count, void *data)
{
	Request *r = data;
	gsize len = size * count;
	if (r->result.raw->len + len > r->fetcher->options.max_body) {
		r->body_too_big = true;
		return 0;
	}
	Fetcher *fetcher = r->fetcher;
	if (fetcher->options.max_held && fetcher->held + len > fetcher->options.max_held) {
		r->crowded_out = true;
		return 0;
	}
	fetcher->held += len;
	g_byte_array_append (r->result.raw, (const guint8 *)bytes, (guint)len);
	return len;
}

/* The request as it was sent. */
static int on_debug (CURL *curl, curl_infotype type, char *text, size_t len, void *data)
{
	Request *r = data;
	(void)curl;
	if (type == CURLINFO_HEADER_OUT && r->request->len < FETCH_HEAD_MAX)
		g_string_append_len (r->request, text, (gssize)len);
	return 0;
}

/* --- requests --- */

static void request_clear (gpointer data)
{
	Request *r = data;
	g_string_free (r->head, TRUE);
	g_string_free (r->request, TRUE);
	g_ptr_array_unref (r->result.headers);
	g_byte_array_unref (r->result.raw);
	if (r->result.body)
		g_byte_array_unref (r->result.body);
	g_free (r->result.message);
	g_free (r->result.location);
	g_free (r->url);
}

const FetchResult *fetch_result_ref (const FetchResult *result)
{
	/* the result is the first thing in its request */
	return g_atomic_rc_box_acquire ((gpointer)(guintptr)result);
}

void fetch_result_unref (const FetchResult *result)
{
	if (result)
		g_atomic_rc_box_release_full ((gpointer)(guintptr)result, request_clear);
}

/* Tell of it, and forget it. */
static void tell (Request *r, FetchOutcome outcome, const char *message)
{
	Fetcher *fetcher = r->fetcher;
	r->result.outcome = outcome;
	r->result.message = outcome == FETCH_OK ? NULL : g_strdup (message);
	r->result.url = r->url;
	r->result.head = r->head->str;
	r->result.head_len = r->head->len;
	r->result.request = r->request->str;
	if (!r->result.body)
		r->result.body = g_byte_array_ref (r->result.raw);
	if (r->curl)
		curl_easy_cleanup (r->curl);
	curl_slist_free_all (r->headers);
	fetcher->pending--;
	fetcher->held -= r->result.raw->len;
	fetcher->func (&r->result, fetcher->data);
	fetch_result_unref (&r->result);
}

static void set_condition (Request *r, const char *name, const char *value)
{
	if (!value || !*value || strpbrk (value, "\r\n"))
		return;
	g_autofree char *line = g_strdup_printf ("%s: %s", name, value);
	r->headers = curl_slist_append (r->headers, line);
}

static void configure (Request *r)
{
	const FetchOptions *o = &r->fetcher->options;
	CURL *c = r->curl;
	curl_easy_setopt (c, CURLOPT_URL, r->url);
	curl_easy_setopt (c, CURLOPT_PRIVATE, r);
	curl_easy_setopt (c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt (c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt (c, CURLOPT_PROXY, "");
	curl_easy_setopt (c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt (c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt (c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt (c, CURLOPT_USERAGENT, r->fetcher->user_agent);
	/* Content stays coded: archives keep it as sent, and our own decoder has the limit. */
	curl_easy_setopt (c, CURLOPT_ACCEPT_ENCODING, coding_accepted ());
	curl_easy_setopt (c, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt (c, CURLOPT_HTTPHEADER, r->headers);
	curl_easy_setopt (c, CURLOPT_CONNECT_TO, r->fetcher->connect_to);
	if (r->fetcher->ca_file)
		curl_easy_setopt (c, CURLOPT_CAINFO, r->fetcher->ca_file);
	curl_easy_setopt (c, CURLOPT_TIMEOUT, (long)o->timeout_s);
	curl_easy_setopt (c, CURLOPT_CONNECTTIMEOUT, (long)o->connect_timeout_s);
	curl_easy_setopt (c, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES);
	curl_easy_setopt (c, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S);
	curl_easy_setopt (c, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt (c, CURLOPT_OPENSOCKETDATA, r);
	curl_easy_setopt (c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt (c, CURLOPT_HEADERDATA, r);
	curl_easy_setopt (c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt (c, CURLOPT_WRITEDATA, r);
	curl_easy_setopt (c, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt (c, CURLOPT_DEBUGDATA, r);
	curl_easy_setopt (c, CURLOPT_VERBOSE, 1L); /* for on_debug(), which prints nothing */
	curl_easy_setopt (c, CURLOPT_ERRORBUFFER, r->error);
}

static Host *host_get (Fetcher *fetcher, const char *name)
{
	Host *host = g_hash_table_lookup (fetcher->hosts, name);
	if (!host) {
		host = g_new0 (Host, 1);
		host->name = g_strdup (name);
		host->delay_ms = fetcher->options.delay_ms;
		g_queue_init (&host->waiting);
		g_hash_table_insert (fetcher->hosts, host->name, host);
	}
	return host;
}

/* One of its requests has ended. A host with nothing to do and nothing to remember is forgotten: a crawl sees many. */
static void host_left (Fetcher *fetcher, Host *host)
{
	host->active--;
	if (!host->active && !host->waiting.length && host->delay_ms == fetcher->options.delay_ms &&
	    host->next_us <= now_us (fetcher))
		g_hash_table_remove (fetcher->hosts, host->name);
}

void fetcher_add (Fetcher *fetcher, const char *url, const char *etag, const char *last_modified,
		  gpointer tag)
{
	Request *r = g_atomic_rc_box_new0 (Request);
	r->fetcher = fetcher;
	r->head = g_string_new (NULL);
	r->request = g_string_new (NULL);
	r->result.tag = tag;
	r->result.retry_after_s = -1;
	r->result.headers = g_ptr_array_new_with_free_func (g_free);
	r->result.raw = g_byte_array_new ();
	fetcher->pending++;
	g_autoptr (Url) parsed = url_parse (url, -1, NULL);
	if (parsed) {
		/* credentials in addresses are nobody's to send; fragments never are */
		*parsed->user = *parsed->password = '\0';
		g_clear_pointer (&parsed->fragment, g_free);
		r->url = url_string (parsed);
		r->host = host_get (fetcher, parsed->host);
	} else {
		r->url = g_utf8_make_valid (url, -1);
		/* told of by the next poll, as all others are: not from within this call */
		r->host = host_get (fetcher, "");
	}
	set_condition (r, "If-None-Match", etag);
	set_condition (r, "If-Modified-Since", last_modified);
	g_queue_push_tail (&r->host->waiting, r);
}

void fetcher_set_delay (Fetcher *fetcher, const char *name, gint64 delay_ms, gint64 pause_ms)
{
	Host *host = host_get (fetcher, name);
	host->delay_ms = delay_ms;
	host->next_us = MAX (host->next_us, now_us (fetcher) + pause_ms * 1000);
}

static void start (Fetcher *fetcher, Host *host, gint64 now)
{
	Request *r = g_queue_pop_head (&host->waiting);
	host->next_us = now + host->delay_ms * 1000;
	host->active++;
	r->curl = curl_easy_init ();
	g_assert (r->curl);
	configure (r);
	g_ptr_array_add (fetcher->active, r);
	curl_multi_add_handle (fetcher->multi, r->curl);
}

/* Those that are no URLs wait under the empty name. */
static void tell_bad (Fetcher *fetcher)
{
	Host *host = g_hash_table_lookup (fetcher->hosts, "");
	for (Request *r; host && (r = g_queue_pop_head (&host->waiting));)
		tell (r, FETCH_BAD_URL, "not an http or https URL");
}

/* Start what may start. Milliseconds until more may, -1 when nothing waits for the time. */
static gint64 start_ready (Fetcher *fetcher)
{
	GHashTableIter iter;
	gpointer value;
	gint64 soonest = -1, now = now_us (fetcher);
	g_hash_table_iter_init (&iter, fetcher->hosts);
	while (g_hash_table_iter_next (&iter, NULL, &value)) {
		Host *host = value;
		while (*host->name && host->waiting.length &&
		       host->active < fetcher->options.max_per_host && host->next_us <= now &&
		       fetcher->active->len < fetcher->options.max_total)
			start (fetcher, host, now);
		gint64 wait = (host->next_us - now) / 1000 + 1;
		if (host->waiting.length && host->next_us > now && (soonest < 0 || wait < soonest))
			soonest = wait;
	}
	return soonest;
}

/* --- results --- */

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
		curl_easy_getinfo (r->curl, CURLINFO_OS_ERRNO, &os_error);
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
	FetchResult *result = &r->result;
	char *ip = NULL;
	long status = 0;
	curl_easy_getinfo (r->curl, CURLINFO_PRIMARY_IP, &ip);
	curl_easy_getinfo (r->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo (r->curl, CURLINFO_TOTAL_TIME, &result->seconds);
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

static void finish (Request *r, CURLcode code)
{
	Fetcher *fetcher = r->fetcher;
	FetchResult *result = &r->result;
	FetchOutcome outcome = outcome_of (r, code);
	g_autofree char *message =
		g_strdup (outcome == FETCH_REFUSED        ? "private address refused"
			  : outcome == FETCH_HEAD_TOO_BIG ? "response headers over the limit"
			  : r->body_too_big               ? "body over the limit"
			  : *r->error                     ? r->error
							  : curl_easy_strerror (code));
	read_head (r);
	/* libcurl passes over a length that it cannot hold, and takes what comes */
	const char *length = fetch_header (result, "Content-Length");
	if (outcome == FETCH_OK && (result->status == 0 || (length && strlen (length) > 18))) {
		outcome = FETCH_BAD_RESPONSE;
		g_free (message);
		message = g_strdup (result->status ? "length out of range" : "status out of range");
	}
	const char *coding = fetch_header (result, "Content-Encoding");
	if (outcome == FETCH_OK && coding && result->raw->len) {
		g_autoptr (GError) error = NULL;
		bool flawed = false;
		result->body = coding_decode (coding, result->raw->data, result->raw->len,
					      fetcher->options.max_body, &flawed, &error);
		if (!result->body) {
			bool big = error->code == CODING_ERROR_TOO_BIG;
			outcome = big ? FETCH_TOO_BIG : FETCH_BAD_RESPONSE;
		} else if (flawed) {
			outcome = FETCH_INCOMPLETE;
		}
		g_free (message);
		message = g_strdup (error ? error->message : "content coding ends early");
	}
	host_left (fetcher, r->host);
	curl_multi_remove_handle (fetcher->multi, r->curl);
	g_ptr_array_remove_fast (fetcher->active, r);
	tell (r, outcome, message);
}

guint fetcher_poll (Fetcher *fetcher, int wait_ms)
{
	int running, left;
	guint before = fetcher->pending;
	tell_bad (fetcher);
	gint64 soonest = start_ready (fetcher);
	curl_multi_perform (fetcher->multi, &running);
	if (fetcher->pending == before && fetcher->pending) {
		gint64 wait = soonest >= 0 ? MIN (soonest, wait_ms) : wait_ms;
		curl_multi_poll (fetcher->multi, NULL, 0, (int)wait, NULL);
		curl_multi_perform (fetcher->multi, &running);
	}
	for (CURLMsg *m; (m = curl_multi_info_read (fetcher->multi, &left));) {
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result;
		char *request = NULL;
		curl_easy_getinfo (m->easy_handle, CURLINFO_PRIVATE, &request);
		finish ((Request *)(gpointer)request, code);
	}
	return fetcher->pending;
}

void fetcher_wake (Fetcher *fetcher)
{
	curl_multi_wakeup (fetcher->multi);
}

/* --- the fetcher --- */

static void host_free (gpointer data)
{
	Host *host = data;
	g_free (host->name);
	g_free (host);
}

Fetcher *fetcher_new (const FetchOptions *options, FetchFunc func, gpointer data)
{
	static gsize once;
	if (g_once_init_enter (&once)) {
		curl_global_init (CURL_GLOBAL_DEFAULT);
		g_once_init_leave (&once, 1);
	}
	g_assert (options->user_agent && func);
	Fetcher *fetcher = g_new0 (Fetcher, 1);
	FetchOptions *o = &fetcher->options;
	*o = *options;
	o->max_total = o->max_total ? o->max_total : 32;
	o->max_per_host = o->max_per_host ? o->max_per_host : 1;
	o->timeout_s = o->timeout_s ? o->timeout_s : 30;
	o->connect_timeout_s = o->connect_timeout_s ? o->connect_timeout_s : 10;
	o->max_body = o->max_body ? o->max_body : 16u << 20;
	fetcher->user_agent = g_strdup (options->user_agent);
	fetcher->ca_file = g_strdup (options->ca_file);
	for (const char *const *to = options->connect_to; to && *to; to++)
		fetcher->connect_to = curl_slist_append (fetcher->connect_to, *to);
	fetcher->func = func;
	fetcher->data = data;
	fetcher->multi = curl_multi_init ();
	g_assert (fetcher->multi);
	curl_multi_setopt (fetcher->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)o->max_total);
	curl_multi_setopt (fetcher->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)o->max_per_host);
	fetcher->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, host_free);
	fetcher->active = g_ptr_array_new ();
	return fetcher;
}

void fetcher_free (Fetcher *fetcher)
{
	if (!fetcher)
		return;
	g_autoptr (GPtrArray) left = g_ptr_array_new ();
	for (guint i = 0; i < fetcher->active->len; i++) {
		Request *r = fetcher->active->pdata[i];
		curl_multi_remove_handle (fetcher->multi, r->curl);
		g_ptr_array_add (left, r);
	}
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init (&iter, fetcher->hosts);
	while (g_hash_table_iter_next (&iter, NULL, &value))
		for (Request *r; (r = g_queue_pop_head (&((Host *)value)->waiting));)
			g_ptr_array_add (left, r);
	for (guint i = 0; i < left->len; i++)
		tell (left->pdata[i], FETCH_CANCELLED, "stopped");
	g_hash_table_unref (fetcher->hosts);
	g_ptr_array_unref (fetcher->active);
	curl_multi_cleanup (fetcher->multi);
	curl_slist_free_all (fetcher->connect_to);
	g_free (fetcher->ca_file);
	g_free (fetcher->user_agent);
	g_free (fetcher);
}

/* fetch.c: see fetch.h. Requests wait in their host's queue; each poll starts those whose host is free and whose time has come. */
#include "corpus/fetch_private.h"

#include <string.h>
#include <unistd.h>

#include "corpus/coding.h"
#include "corpus/url.h"

#define LOW_SPEED_BYTES 50L /* a second, for LOW_SPEED_S, is too slow to wait for */
#define LOW_SPEED_S 15L

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
	const CurlLibrary *lib = curl_library ();
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
		lib->easy_cleanup (r->curl);
	lib->slist_free_all (r->headers);
	fetcher->pending--;
	fetcher->held -= r->result.raw->len;
	fetcher->func (&r->result, fetcher->data);
	fetch_result_unref (&r->result);
}

static void set_condition (Request *r, const char *name, const char *value)
{
	const CurlLibrary *lib = curl_library ();
	if (!value || !*value || strpbrk (value, "\r\n"))
		return;
	g_autofree char *line = g_strdup_printf ("%s: %s", name, value);
	r->headers = lib->slist_append (r->headers, line);
}

static void configure (Request *r)
{
	const CurlLibrary *lib = curl_library ();
	const FetchOptions *o = &r->fetcher->options;
	CURL *c = r->curl;
	lib->easy_setopt (c, CURLOPT_URL, r->url);
	lib->easy_setopt (c, CURLOPT_PRIVATE, r);
	lib->easy_setopt (c, CURLOPT_PROTOCOLS_STR, "http,https");
	lib->easy_setopt (c, CURLOPT_FOLLOWLOCATION, 0L);
	lib->easy_setopt (c, CURLOPT_PROXY, "");
	lib->easy_setopt (c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	lib->easy_setopt (c, CURLOPT_NOSIGNAL, 1L);
	lib->easy_setopt (c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	lib->easy_setopt (c, CURLOPT_USERAGENT, r->fetcher->user_agent);
	/* Content stays coded: archives keep it as sent, and our own decoder has the limit. */
	lib->easy_setopt (c, CURLOPT_ACCEPT_ENCODING, coding_accepted ());
	lib->easy_setopt (c, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	lib->easy_setopt (c, CURLOPT_HTTPHEADER, r->headers);
	lib->easy_setopt (c, CURLOPT_CONNECT_TO, r->fetcher->connect_to);
	if (r->fetcher->ca_file)
		lib->easy_setopt (c, CURLOPT_CAINFO, r->fetcher->ca_file);
	lib->easy_setopt (c, CURLOPT_TIMEOUT, (long)o->timeout_s);
	lib->easy_setopt (c, CURLOPT_CONNECTTIMEOUT, (long)o->connect_timeout_s);
	lib->easy_setopt (c, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES);
	lib->easy_setopt (c, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S);
	lib->easy_setopt (c, CURLOPT_OPENSOCKETFUNCTION, on_open);
	lib->easy_setopt (c, CURLOPT_OPENSOCKETDATA, r);
	lib->easy_setopt (c, CURLOPT_HEADERFUNCTION, on_header);
	lib->easy_setopt (c, CURLOPT_HEADERDATA, r);
	lib->easy_setopt (c, CURLOPT_WRITEFUNCTION, on_body);
	lib->easy_setopt (c, CURLOPT_WRITEDATA, r);
	lib->easy_setopt (c, CURLOPT_DEBUGFUNCTION, on_debug);
	lib->easy_setopt (c, CURLOPT_DEBUGDATA, r);
	lib->easy_setopt (c, CURLOPT_VERBOSE, 1L); /* for on_debug(), which prints nothing */
	lib->easy_setopt (c, CURLOPT_ERRORBUFFER, r->error);
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
	const CurlLibrary *lib = curl_library ();
	Request *r = g_queue_pop_head (&host->waiting);
	host->next_us = now + host->delay_ms * 1000;
	host->active++;
	r->curl = lib->easy_init ();
	g_assert (r->curl);
	configure (r);
	g_ptr_array_add (fetcher->active, r);
	lib->multi_add_handle (fetcher->multi, r->curl);
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

/* --- the end of a request --- */

static void finish (Request *r, CURLcode code)
{
	const CurlLibrary *lib = curl_library ();
	Fetcher *fetcher = r->fetcher;
	g_autofree char *message = NULL;
	FetchOutcome outcome = fetch_read_answer (r, code, &message);
	host_left (fetcher, r->host);
	lib->multi_remove_handle (fetcher->multi, r->curl);
	g_ptr_array_remove_fast (fetcher->active, r);
	tell (r, outcome, message);
}

guint fetcher_poll (Fetcher *fetcher, int wait_ms)
{
	const CurlLibrary *lib = curl_library ();
	int running, left;
	guint before = fetcher->pending;
	tell_bad (fetcher);
	gint64 soonest = start_ready (fetcher);
	lib->multi_perform (fetcher->multi, &running);
	if (fetcher->pending == before && fetcher->pending) {
		gint64 wait = soonest >= 0 ? MIN (soonest, wait_ms) : wait_ms;
		lib->multi_poll (fetcher->multi, NULL, 0, (int)wait, NULL);
		lib->multi_perform (fetcher->multi, &running);
	}
	for (CURLMsg *m; (m = lib->multi_info_read (fetcher->multi, &left));) {
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result;
		char *request = NULL;
		lib->easy_getinfo (m->easy_handle, CURLINFO_PRIVATE, &request);
		finish ((Request *)(gpointer)request, code);
	}
	return fetcher->pending;
}

void fetcher_wake (Fetcher *fetcher)
{
	const CurlLibrary *lib = curl_library ();
	lib->multi_wakeup (fetcher->multi);
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
	const CurlLibrary *lib = curl_library ();
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
		fetcher->connect_to = lib->slist_append (fetcher->connect_to, *to);
	fetcher->func = func;
	fetcher->data = data;
	fetcher->multi = lib->multi_init ();
	g_assert (fetcher->multi);
	lib->multi_setopt (fetcher->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)o->max_total);
	lib->multi_setopt (fetcher->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)o->max_per_host);
	fetcher->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, host_free);
	fetcher->active = g_ptr_array_new ();
	return fetcher;
}

void fetcher_free (Fetcher *fetcher)
{
	const CurlLibrary *lib = curl_library ();
	if (!fetcher)
		return;
	g_autoptr (GPtrArray) left = g_ptr_array_new ();
	for (guint i = 0; i < fetcher->active->len; i++) {
		Request *r = fetcher->active->pdata[i];
		lib->multi_remove_handle (fetcher->multi, r->curl);
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
	lib->multi_cleanup (fetcher->multi);
	lib->slist_free_all (fetcher->connect_to);
	g_free (fetcher->ca_file);
	g_free (fetcher->user_agent);
	g_free (fetcher);
}

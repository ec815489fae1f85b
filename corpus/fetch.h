/* fetch.h: many HTTP requests at once, politely and safely. On libcurl's multi interface.
 *
 * One request is one hop: redirects are not followed here, so that the caller can ask robots.txt about each. Every host has a queue of its
 * own, its number of connections and its delay. No cookies, no proxy, no credentials, http and https alone, certificates checked.
 * Whatever a server does, a fetch ends within its time and its bytes. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/socket.h>

#define FETCH_HEAD_MAX (256u << 10) /* bytes of a response's headers, interim ones included */
#define FETCH_HEAD_LINES_MAX 1000

typedef struct {
	const char *user_agent;  /* never NULL: who fetches, and how to reach them */
	guint max_total;         /* requests under way; 0: 32 */
	guint max_per_host;      /* 0: 1 */
	gint64 delay_ms;         /* between two starts on one host; fetch_set_delay() overrides */
	guint timeout_s;         /* of a request in all; 0: 30 */
	guint connect_timeout_s; /* 0: 10 */
	gsize max_body;          /* bytes of a body, as sent and once decoded; 0: 16 MiB */
	gsize max_held; /* bytes of all bodies under way: what would be over it ends as FETCH_INCOMPLETE; 0: no limit */
	bool allow_private; /* for tests: private and loopback addresses may be connected to */
	/* Where to connect to instead, as libcurl's CURLOPT_CONNECT_TO: "HOST:PORT:HOST2:PORT2", an empty
	 * HOST or PORT standing for any. NULL-terminated, copied; NULL: none. The address is checked as any other. */
	const char *const *connect_to;
	const char *ca_file; /* certificates that are trusted, PEM; NULL: the system's. Copied */
	gint64 (*clock_us) (gpointer); /* monotonic; NULL: the machine's */
	gpointer clock_data;
} FetchOptions;

typedef enum {
	FETCH_OK,      /* a whole response came, whatever its status */
	FETCH_BAD_URL, /* no URL, or not http or https */
	FETCH_REFUSED, /* it leads to an address that must not be connected to */
	FETCH_NO_HOST, /* the name does not resolve */
	FETCH_NO_CONNECT,
	FETCH_TLS, /* certificate or handshake */
	FETCH_TIMEOUT,
	FETCH_TOO_BIG, /* body over the limit, as sent or decoded: `body` holds what came as sent */
	FETCH_HEAD_TOO_BIG,
	FETCH_BAD_RESPONSE, /* not HTTP, or broken framing or coding */
	FETCH_INCOMPLETE,   /* the connection ended before the response did */
	FETCH_CANCELLED,    /* the fetcher was freed first */
} FetchOutcome;

/* The fetcher's until the callback returns, unless fetch_result_ref() holds it longer. */
typedef struct {
	const char *url; /* as asked, in standard form */
	gpointer tag;
	FetchOutcome outcome;
	char *message; /* why not FETCH_OK, for people; NULL then */
	int status;    /* 0: none came */
	char *head; /* status line and headers as they came, but for Transfer-Encoding, which is undone; "" when none came */
	gsize head_len;
	GPtrArray *headers; /* char *: name, value, … */
	GByteArray *raw;    /* the body as sent, content coding and all */
	GByteArray *body;   /* the body decoded; the same as raw when it was not coded */
	char ip[64];        /* connected to; "" */
	char *request;      /* request line and headers as sent */
	char *location; /* of a 3xx: where to, absolute, in standard form; NULL when it leads nowhere that we go */
	gint64 retry_after_s; /* -1: not said, or nonsense; at most a week */
	double seconds;       /* it took */
} FetchResult;

/* Hold a result beyond its callback, in any thread; `body` may share its bytes with `raw`. */
const FetchResult *fetch_result_ref (const FetchResult *result);
void fetch_result_unref (const FetchResult *result); /* NULL accepted */

typedef void (*FetchFunc) (const FetchResult *result, gpointer data);

typedef struct Fetcher Fetcher;

Fetcher *fetcher_new (const FetchOptions *options, FetchFunc func, gpointer data);
/* What is waiting or under way is told as FETCH_CANCELLED; nothing may be added then. */
void fetcher_free (Fetcher *fetcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetcher, fetcher_free)
/* Queue `url`. `etag` and `last_modified` (NULL: none) are sent verbatim as conditions. Every added request is told of exactly once, from fetcher_poll() or
 * fetcher_free(). */
void fetcher_add (Fetcher *fetcher, const char *url, const char *etag, const char *last_modified,
		  gpointer tag);
/* The delay of one host (url_host()'s form) from now on, and not before `pause_ms` from now: crawl-delay and Retry-After. */
void fetcher_set_delay (Fetcher *fetcher, const char *host, gint64 delay_ms, gint64 pause_ms);
/* Let things go on for at most `wait_ms`; returns when something ended or the time is over. The number of requests not yet told of. */
guint fetcher_poll (Fetcher *fetcher, int wait_ms);

/* End a fetcher_poll() that waits, from another thread. */
void fetcher_wake (Fetcher *fetcher);

/* First value of the header; NULL when there is none. Borrowed. */
const char *fetch_header (const FetchResult *result, const char *name);
/* Whether an address is on the public network: not private, loopback, link-local, multicast, documentation, or a way round to one of these. Sources:
 * the IANA registries of special-purpose addresses, RFC 6890. */
bool fetch_address_is_public (const struct sockaddr *address);

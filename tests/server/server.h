/* server.h: the web that the tests crawl: what the files of the test server share.
 *
 * It serves three kinds of hosts, told apart by the Host header: directories of files (the sample news web), sites that it makes up
 * (site.c), and hosts that misbehave, each in one way (case.c). The first two speak HTTP through libmicrohttpd; the last write their bytes
 * on the socket themselves. Every request is a line of JSON in the log. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *web;  /* DIR/HOST/PATH is what http://HOST/PATH answers; NULL: none */
	const char *log;  /* file that requests are appended to; NULL: none */
	guint pages;      /* of each made-up site */
	gsize page_bytes; /* of each of their pages, about */
	guint pause_ms;   /* before each answer */
	const char
		*clock; /* file with the microseconds that it is ahead, see corpus/crawl.h; NULL */
} ServerOptions;

extern ServerOptions server_options; /* set once, by main() */

/* Unix time in microseconds, by the clock. */
gint64 server_now_us (void);

/* --- log.c --- */

bool log_open (const char *path);
/* A request for `host` begins. How many are under way there, it included. */
guint log_begin (const char *host);
/* … and ends. */
void log_end (const char *host);
/* One line: when the request came, to which local address, for what, what was answered, how many were under way there. */
void log_request (gint64 us, const char *to, const char *host, const char *path, int status,
		  guint open, const char *condition);

/* --- web.c: HTTP that works --- */

/* Listen at `address` and `port` (0: any); `pem` (NULL: no TLS) holds a key and its certificate. The port, 0 on failure. */
guint web_listen (const char *address, guint port, const char *pem);

/* --- case.c: HTTP that does not --- */

/* `ssl3`: TLS is refused, in the words of SSL 3.0. */
guint case_listen (const char *address, guint port, bool ssl3);

/* --- site.c: made-up sites --- */

/* The page `n` of `host`: an article in HTML, French or English by its number, always the same. About `bytes` long. Owned. */
char *site_page (const char *host, guint n, gsize bytes);
/* What a made-up site of `pages` pages answers for `path`; NULL: it has nothing there. *type static. Owned.
 * A host pN.live.test publishes a page every N seconds: page k at k × N of unix time. */
char *site_answer (const char *host, const char *path, guint pages, gsize bytes, const char **type);

/* test_fetch.c: the fetch loop against a server of our own on loopback, good and bad. */
#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "corpus/fetch.h"

/* --- the server: answers by the path, one connection a thread --- */

typedef struct {
	int fd, port;
	GThread *thread;
	GMutex lock;
	guint accepted; /* connections */
	guint open, most_open;
} Server;

typedef struct {
	Server *server;
	int fd;
} Connection;

static bool send_all (int fd, const void *data, gsize len)
{
	const char *p = data;
	while (len) {
		ssize_t n = send (fd, p, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		p += n;
		len -= (gsize)n;
	}
	return true;
}

#define OK_HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\n"

static const struct {
	const char *path, *reply;
} replies[] = {
	{ "/ok", OK_HEAD "Content-Length: 7\r\nX-A: b\r\n\r\nbonjour" },
	{ "/chunked",
	  OK_HEAD "Transfer-Encoding: chunked\r\n\r\n3\r\nbon\r\n4\r\njour\r\n0\r\n\r\n" },
	{ "/none", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/short", OK_HEAD "Content-Length: 70\r\n\r\nbonjour" },
	{ "/bad-chunk", OK_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\nbonjour" },
	{ "/big-chunk", OK_HEAD "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nbonjour" },
	{ "/big-length", OK_HEAD "Content-Length: 99999999999999999999\r\n\r\nbonjour" },
	{ "/http09", "bonjour, this is no HTTP at all" },
	{ "/status", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/not-gzip", OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\nbonjour" },
	{ "/to-file", "HTTP/1.1 302 F\r\nLocation: file:///etc/passwd\r\nContent-Length: "
		      "0\r\nConnection: close\r\n\r\n" },
	{ "/to-odd", "HTTP/1.1 301 M\r\nLocation:  ../x y?z#f \r\nContent-Length: 0\r\nConnection: "
		     "close\r\n\r\n" },
	{ "/later",
	  "HTTP/1.1 503 L\r\nRetry-After: 120\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/later-date", "HTTP/1.1 429 L\r\nDate: Tue, 03 Mar 2020 09:00:00 GMT\r\n"
			 "Retry-After: Tue, 03 Mar 2020 09:01:00 GMT\r\nContent-Length: "
			 "0\r\nConnection: close\r\n\r\n" },
	{ "/later-never",
	  "HTTP/1.1 503 L\r\nRetry-After: -1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/unchanged", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nConnection: close\r\n\r\n" },
	{ "/empty", "" },
};

static void send_gzip (int fd, gsize zeros)
{
	z_stream z = { .next_in = NULL };
	deflateInit2 (&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	g_autofree guint8 *plain = g_malloc0 (zeros);
	g_autofree guint8 *packed = g_malloc (deflateBound (&z, zeros));
	z.next_in = plain;
	z.avail_in = (uInt)zeros;
	z.next_out = packed;
	z.avail_out = (uInt)deflateBound (&z, zeros);
	deflate (&z, Z_FINISH);
	g_autofree char *head = g_strdup_printf (
		OK_HEAD "Content-Encoding: gzip\r\nContent-Length: %lu\r\n\r\n", z.total_out);
	if (send_all (fd, head, strlen (head)))
		send_all (fd, packed, z.total_out);
	deflateEnd (&z);
}

static void answer (int fd, const char *path, const char *request)
{
	for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
		if (strcmp (path, replies[i].path) == 0) {
			send_all (fd, replies[i].reply, strlen (replies[i].reply));
			return;
		}
	if (strcmp (path, "/echo") == 0) {
		g_autofree char *reply = g_strdup_printf (OK_HEAD "Content-Length: %zu\r\n\r\n%s",
							  strlen (request), request);
		send_all (fd, reply, strlen (reply));
	} else if (strcmp (path, "/silent") == 0) {
		char c;
		(void)!recv (fd, &c, 1, 0); /* until the client goes away */
	} else if (strcmp (path, "/endless") == 0) {
		static char piece[10000];
		bool go = send_all (fd, OK_HEAD "\r\n", strlen (OK_HEAD) + 2);
		while (go)
			go = send_all (fd, piece, sizeof piece);
	} else if (strcmp (path, "/headers") == 0) {
		bool go = send_all (fd, "HTTP/1.1 200 OK\r\n", 17);
		while (go)
			go = send_all (fd, "X-Again: and again\r\n", 20);
	} else if (strcmp (path, "/interim") == 0) {
		bool go = true;
		while (go)
			go = send_all (fd, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", 37);
	} else if (strcmp (path, "/gzip") == 0) {
		send_gzip (fd, 5000);
	} else if (strcmp (path, "/bomb") == 0) {
		send_gzip (fd, 50u << 20);
	}
}

static gpointer serve_one (gpointer data)
{
	Connection *c = data;
	char request[8192];
	gsize len = 0;
	for (ssize_t n; len < sizeof request - 1 &&
			(n = recv (c->fd, request + len, sizeof request - 1 - len, 0)) > 0;) {
		len += (gsize)n;
		request[len] = '\0';
		if (strstr (request, "\r\n\r\n"))
			break;
	}
	request[len] = '\0';
	char path[256] = "";
	if (sscanf (request, "GET %255s", path) == 1)
		answer (c->fd, path, request);
	shutdown (c->fd, SHUT_WR);
	close (c->fd);
	g_mutex_lock (&c->server->lock);
	c->server->open--;
	g_mutex_unlock (&c->server->lock);
	g_free (c);
	return NULL;
}

static gpointer serve (gpointer data)
{
	Server *server = data;
	for (int fd; (fd = accept (server->fd, NULL, NULL)) >= 0;) {
		Connection *c = g_new0 (Connection, 1);
		c->server = server;
		c->fd = fd;
		g_mutex_lock (&server->lock);
		server->accepted++;
		server->open++;
		server->most_open = MAX (server->most_open, server->open);
		g_mutex_unlock (&server->lock);
		g_thread_unref (g_thread_new ("connection", serve_one, c));
	}
	return NULL;
}

static void server_start (Server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl (INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	memset (server, 0, sizeof *server);
	g_mutex_init (&server->lock);
	server->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_assert_cmpint (bind (server->fd, (struct sockaddr *)&address, len), ==, 0);
	g_assert_cmpint (listen (server->fd, 64), ==, 0);
	g_assert_cmpint (getsockname (server->fd, (struct sockaddr *)&address, &len), ==, 0);
	server->port = ntohs (address.sin_port);
	server->thread = g_thread_new ("server", serve, server);
}

static void server_stop (Server *server)
{
	shutdown (server->fd, SHUT_RDWR);
	close (server->fd);
	g_thread_join (server->thread);
	for (int i = 0; i < 500; i++) {
		g_mutex_lock (&server->lock);
		guint open = server->open;
		g_mutex_unlock (&server->lock);
		if (open == 0)
			break;
		g_usleep (10000);
	}
	g_mutex_clear (&server->lock);
}

/* --- what came of a request --- */

typedef struct {
	FetchOutcome outcome;
	int status;
	guint told;
	char *body, *location, *header, *head, *request, *message;
	gint64 retry_after_s;
	gsize raw_len, body_len;
} Seen;

static void on_done (const FetchResult *result, gpointer data)
{
	Seen *seen = result->tag ? result->tag : data;
	seen->told++;
	seen->outcome = result->outcome;
	seen->status = result->status;
	seen->body = g_strndup ((const char *)result->body->data, result->body->len);
	seen->raw_len = result->raw->len;
	seen->body_len = result->body->len;
	seen->location = g_strdup (result->location);
	seen->header = g_strdup (fetch_header (result, "x-a"));
	seen->head = g_strdup (result->head);
	seen->request = g_strdup (result->request);
	seen->message = g_strdup (result->message);
	seen->retry_after_s = result->retry_after_s;
	g_assert_true ((result->outcome == FETCH_OK) == (result->message == NULL));
}

static void seen_clear (Seen *seen)
{
	char *const strings[] = { seen->body, seen->location, seen->header,
				  seen->head, seen->request,  seen->message };
	for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
		g_free (strings[i]);
	memset (seen, 0, sizeof *seen);
}

static void run (Fetcher *fetcher)
{
	gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
	while (fetcher_poll (fetcher, 100))
		g_assert_cmpint (g_get_monotonic_time (), <, end);
}

static const FetchOptions usual = { .user_agent = "entente-test",
				    .max_body = 100000,
				    .timeout_s = 2,
				    .max_per_host = 8,
				    .allow_private = true };

static void get (const Server *server, const char *path, Seen *seen)
{
	g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d%s", server->port, path);
	memset (seen, 0, sizeof *seen);
	g_autoptr (Fetcher) fetcher = fetcher_new (&usual, on_done, NULL);
	fetcher_add (fetcher, url, NULL, NULL, seen);
	run (fetcher);
	g_assert_cmpuint (seen->told, ==, 1);
}

static void test_good (void)
{
	Server server;
	Seen seen;
	server_start (&server);
	get (&server, "/ok", &seen);
	g_assert_cmpint (seen.outcome, ==, FETCH_OK);
	g_assert_cmpint (seen.status, ==, 200);
	g_assert_cmpstr (seen.body, ==, "bonjour");
	g_assert_cmpstr (seen.header, ==, "b");
	g_assert_true (g_str_has_prefix (seen.request, "GET /ok HTTP/1.1\r\n"));
	seen_clear (&seen);
	get (&server, "/chunked", &seen);
	g_assert_cmpstr (seen.body, ==, "bonjour");
	g_assert_null (strstr (seen.head, "chunked"));
	seen_clear (&seen);
	get (&server, "/gzip", &seen);
	g_assert_cmpint (seen.outcome, ==, FETCH_OK);
	g_assert_cmpuint (seen.body_len, ==, 5000);
	g_assert_cmpuint (seen.raw_len, <, 100);
	seen_clear (&seen);
	get (&server, "/none", &seen);
	g_assert_cmpint (seen.outcome, ==, FETCH_OK);
	g_assert_cmpint (seen.status, ==, 404);
	seen_clear (&seen);
	server_stop (&server);
}

static void test_conditions (void)
{
	Server server;
	Seen seen = { .told = 0 };
	server_start (&server);
	g_autofree char *url =
		g_strdup_printf ("http://me:secret@127.0.0.1:%d/echo#part", server.port);
	g_autoptr (Fetcher) fetcher = fetcher_new (&usual, on_done, NULL);
	fetcher_add (fetcher, url, "W/\"odd, etag\"", "Tue, 03 Mar 2020\r\nX-Evil: 1", &seen);
	run (fetcher);
	g_assert_nonnull (strstr (seen.body, "If-None-Match: W/\"odd, etag\"\r\n"));
	g_assert_null (strstr (seen.body, "Evil"));
	g_assert_null (strstr (seen.body, "Authorization"));
	g_assert_nonnull (strstr (seen.body, "User-Agent: entente-test\r\n"));
	g_assert_nonnull (strstr (seen.body, "Accept-Encoding: gzip"));
	seen_clear (&seen);
	get (&server, "/unchanged", &seen);
	g_assert_cmpint (seen.status, ==, 304);
	g_assert_cmpuint (seen.body_len, ==, 0);
	seen_clear (&seen);
	server_stop (&server);
}

static void test_hostile (void)
{
	static const struct {
		const char *path;
		FetchOutcome outcome;
	} cases[] = {
		{ "/short", FETCH_INCOMPLETE },       { "/bad-chunk", FETCH_BAD_RESPONSE },
		{ "/big-chunk", FETCH_BAD_RESPONSE }, { "/big-length", FETCH_BAD_RESPONSE },
		{ "/http09", FETCH_BAD_RESPONSE },    { "/status", FETCH_BAD_RESPONSE },
		{ "/empty", FETCH_INCOMPLETE },       { "/not-gzip", FETCH_BAD_RESPONSE },
		{ "/silent", FETCH_TIMEOUT },         { "/endless", FETCH_TOO_BIG },
		{ "/bomb", FETCH_TOO_BIG },           { "/headers", FETCH_HEAD_TOO_BIG },
		{ "/interim", FETCH_HEAD_TOO_BIG },
	};
	Server server;
	server_start (&server);
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		Seen seen;
		gint64 start = g_get_monotonic_time ();
		get (&server, cases[i].path, &seen);
		g_test_message ("%s: %d %s", cases[i].path, (int)seen.outcome, seen.message);
		g_assert_cmpint (seen.outcome, ==, cases[i].outcome);
		g_assert_cmpuint (seen.raw_len, <=, usual.max_body);
		g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
		seen_clear (&seen);
	}
	server_stop (&server);
}

static void test_redirects (void)
{
	Server server;
	Seen seen;
	server_start (&server);
	get (&server, "/to-file", &seen);
	g_assert_cmpint (seen.outcome, ==, FETCH_OK);
	g_assert_null (seen.location);
	seen_clear (&seen);
	get (&server, "/to-odd", &seen);
	g_autofree char *want = g_strdup_printf ("http://127.0.0.1:%d/x%%20y?z#f", server.port);
	g_assert_cmpstr (seen.location, ==, want);
	g_assert_cmpuint (server.accepted, ==, 2); /* none was followed */
	seen_clear (&seen);
	static const struct {
		const char *path;
		gint64 seconds;
	} later[] = { { "/later", 120 }, { "/later-date", 60 }, { "/later-never", -1 } };
	for (gsize i = 0; i < G_N_ELEMENTS (later); i++) {
		get (&server, later[i].path, &seen);
		g_assert_cmpint (seen.retry_after_s, ==, later[i].seconds);
		seen_clear (&seen);
	}
	server_stop (&server);
}

/* However it is spelled, what leads to a private address is not connected to. */
static void test_private (void)
{
	Server server;
	server_start (&server);
	FetchOptions options = usual;
	options.allow_private = false;
	static const char *const hosts[] = {
		"127.0.0.1", "localhost",          "0x7f.1",          "2130706433", "0",
		"[::1]",     "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"
	};
	Seen seen[G_N_ELEMENTS (hosts)] = { { .told = 0 } };
	g_autoptr (Fetcher) fetcher = fetcher_new (&options, on_done, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
		g_autofree char *url = g_strdup_printf ("http://%s:%d/ok", hosts[i], server.port);
		fetcher_add (fetcher, url, NULL, NULL, &seen[i]);
	}
	run (fetcher);
	for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
		g_test_message ("%s: %s", hosts[i], seen[i].message);
		g_assert_cmpint (seen[i].outcome, ==, FETCH_REFUSED);
		seen_clear (&seen[i]);
	}
	g_assert_cmpuint (server.accepted, ==, 0);
	server_stop (&server);
}

/* Another address stands in for a name's, and is checked as the name's own would be. */
static void test_connect_to (void)
{
	Server server;
	server_start (&server);
	g_autofree char *to = g_strdup_printf (":80:127.0.0.1:%d", server.port);
	const char *const map[] = { to, NULL };
	for (int allowed = 0; allowed < 2; allowed++) {
		FetchOptions options = usual;
		Seen seen = { .told = 0 };
		options.allow_private = allowed;
		options.connect_to = map;
		g_autoptr (Fetcher) fetcher = fetcher_new (&options, on_done, NULL);
		fetcher_add (fetcher, "http://news.example/echo", NULL, NULL, &seen);
		run (fetcher);
		g_assert_cmpint (seen.outcome, ==, allowed ? FETCH_OK : FETCH_REFUSED);
		if (allowed)
			g_assert_nonnull (strstr (seen.body, "Host: news.example\r\n"));
		seen_clear (&seen);
	}
	g_assert_cmpuint (server.accepted, ==, 1);
	server_stop (&server);
}

static void test_addresses (void)
{
	static const struct {
		const char *text;
		bool is_public;
	} cases[] = {
		{ "8.8.8.8", true },
		{ "1.1.1.1", true },
		{ "172.15.255.255", true },
		{ "172.32.0.0", true },
		{ "0.0.0.0", false },
		{ "10.1.2.3", false },
		{ "100.64.0.1", false },
		{ "127.255.255.255", false },
		{ "169.254.1.1", false },
		{ "172.31.255.255", false },
		{ "192.168.0.1", false },
		{ "198.19.0.1", false },
		{ "224.0.0.1", false },
		{ "255.255.255.255", false },
		{ "2606:4700::1111", true },
		{ "::", false },
		{ "::1", false },
		{ "::ffff:8.8.8.8", false },
		{ "64:ff9b::7f00:1", false },
		{ "fc00::1", false },
		{ "fe80::1", false },
		{ "ff02::1", false },
		{ "2001::1", false },
		{ "2001:db8::1", false },
		{ "2002:7f00:1::", false },
		{ "2002:808:808::", true },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		struct sockaddr_in in4 = { .sin_family = AF_INET };
		struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
		bool v4 = inet_pton (AF_INET, cases[i].text, &in4.sin_addr) == 1;
		g_assert_true (v4 || inet_pton (AF_INET6, cases[i].text, &in6.sin6_addr) == 1);
		const struct sockaddr *address =
			v4 ? (const struct sockaddr *)&in4 : (const struct sockaddr *)&in6;
		g_test_message ("%s", cases[i].text);
		g_assert_true (fetch_address_is_public (address) == cases[i].is_public);
	}
}

/* One connection a host, the delay between starts, and other hosts not held up. */
static void test_polite (void)
{
	Server server;
	server_start (&server);
	FetchOptions options = usual;
	options.max_per_host = 1;
	options.delay_ms = 150;
	Seen seen[6] = { { .told = 0 } };
	g_autoptr (Fetcher) fetcher = fetcher_new (&options, on_done, NULL);
	g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d/ok", server.port);
	g_autofree char *other = g_strdup_printf ("http://127.0.0.2:%d/ok", server.port);
	for (int i = 0; i < 4; i++)
		fetcher_add (fetcher, url, NULL, NULL, &seen[i]);
	fetcher_add (fetcher, "ftp://a.example/", NULL, NULL, &seen[5]);
	gint64 start = g_get_monotonic_time ();
	run (fetcher);
	g_assert_cmpint (g_get_monotonic_time () - start, >=, 450000);
	g_assert_cmpuint (server.most_open, ==, 1);
	g_assert_cmpint (seen[5].outcome, ==, FETCH_BAD_URL);
	/* a host that asked for peace waits; the other does not */
	fetcher_set_delay (fetcher, "127.0.0.1", 150, 60000);
	seen_clear (&seen[0]);
	fetcher_add (fetcher, url, NULL, NULL, &seen[0]);
	fetcher_add (fetcher, other, NULL, NULL, &seen[4]);
	for (int i = 0; i < 50 && !seen[4].told; i++)
		fetcher_poll (fetcher, 50);
	g_assert_cmpuint (seen[4].told, ==, 1);
	g_assert_cmpuint (seen[0].told, ==, 0);
	g_clear_pointer (&fetcher, fetcher_free);
	g_assert_cmpint (seen[0].outcome, ==, FETCH_CANCELLED);
	for (gsize i = 0; i < G_N_ELEMENTS (seen); i++)
		seen_clear (&seen[i]);
	server_stop (&server);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/fetch/good", test_good);
	g_test_add_func ("/fetch/conditions", test_conditions);
	g_test_add_func ("/fetch/hostile", test_hostile);
	g_test_add_func ("/fetch/redirects", test_redirects);
	g_test_add_func ("/fetch/private", test_private);
	g_test_add_func ("/fetch/connect-to", test_connect_to);
	g_test_add_func ("/fetch/addresses", test_addresses);
	g_test_add_func ("/fetch/polite", test_polite);
	return g_test_run ();
}

/* case.c: the hosts that misbehave. A thread a connection, one request each; what is sent is not HTTP's business. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/server/case.h"
#include "tests/server/server.h"

#define REQUEST_MAX 65536

bool case_send (const Case *c, const void *data, gsize len)
{
	const char *p = data;
	while (len) {
		ssize_t n = send (c->fd, p, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		p += n;
		len -= (gsize)n;
	}
	return true;
}

bool case_say (const Case *c, const char *text)
{
	return case_send (c, text, strlen (text));
}

bool case_page (const Case *c, const char *type, const char *headers, const void *body, gsize len)
{
	g_autofree char *head =
		g_strdup_printf ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: %s\r\n"
				 "Content-Length: %zu\r\n%s\r\n",
				 type, len, headers ? headers : "");
	return case_say (c, head) && case_send (c, body, len);
}

void case_wait (const Case *c)
{
	char bytes[4096];
	while (recv (c->fd, bytes, sizeof bytes, 0) > 0)
		;
}

static void not_found (const Case *c)
{
	case_say (c, "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

/* Articles are there on every host: others must go on while one misbehaves. */
static void decent (const Case *c, const char *host)
{
	char *end;
	guint64 n =
		g_str_has_prefix (c->path, "/page/") ? g_ascii_strtoull (c->path + 6, &end, 10) : 0;
	if (!g_str_has_prefix (c->path, "/page/") || strcmp (end, ".html") != 0) {
		not_found (c);
		return;
	}
	g_autofree char *page = site_page (host, (guint)n, 4000);
	case_page (c, "text/html; charset=utf-8", NULL, page, strlen (page));
}

/* How often this was asked for before. */
static guint count (const char *host, const char *path)
{
	static GMutex lock;
	static GHashTable *seen;
	g_autofree char *key = g_strconcat (host, path, NULL);
	g_mutex_lock (&lock);
	if (!seen)
		seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	guint times = GPOINTER_TO_UINT (g_hash_table_lookup (seen, key));
	g_hash_table_replace (seen, g_steal_pointer (&key), GUINT_TO_POINTER (times + 1));
	g_mutex_unlock (&lock);
	return times;
}

static char *local_address (int fd)
{
	struct sockaddr_in6 address;
	socklen_t len = sizeof address;
	char text[INET6_ADDRSTRLEN] = "";
	if (getsockname (fd, (struct sockaddr *)&address, &len) == 0) {
		struct sockaddr_in in4;
		memcpy (&in4, &address, sizeof in4);
		if (in4.sin_family == AF_INET)
			inet_ntop (AF_INET, &in4.sin_addr, text, sizeof text);
		else
			inet_ntop (AF_INET6, &address.sin6_addr, text, sizeof text);
	}
	return g_strdup (text);
}

static char *read_request (int fd)
{
	g_autofree char *request = g_malloc (REQUEST_MAX);
	gsize len = 0;
	for (ssize_t n; len < REQUEST_MAX - 1 &&
			(n = recv (fd, request + len, REQUEST_MAX - 1 - len, 0)) > 0;) {
		len += (gsize)n;
		request[len] = '\0';
		if (strstr (request, "\r\n\r\n"))
			return g_steal_pointer (&request);
	}
	return NULL;
}

static void answer (int fd, const char *to, const char *request)
{
	g_autofree char *path = g_strndup (request + 4, strcspn (request + 4, " \r\n"));
	const char *line = strstr (request, "\r\nHost: ");
	g_autofree char *host =
		g_strndup (line ? line + 8 : "", line ? strcspn (line + 8, ":\r") : 0);
	g_autofree char *name = g_strndup (host, strcspn (host, "."));
	const Case c = { fd, name, path, request, count (host, path) };
	const char *condition = strstr (request, "\r\nIf-None-Match: ") ? "etag" : NULL;
	guint open = log_begin (host);
	log_request (server_now_us (), to, host, path, 0, open, condition);
	/* to what is asked before any page it is as it says there, or decent */
	bool before = strcmp (path, "/robots.txt") == 0 || g_str_has_prefix (path, "/.well-known/");
	if (!case_content (&c) && (before || (!case_reply (&c) && !case_act (&c))))
		decent (&c, host);
	log_end (host);
}

static gpointer serve_one (gpointer data)
{
	int fd = GPOINTER_TO_INT (data);
	g_autofree char *to = local_address (fd);
	g_autofree char *request = read_request (fd);
	if (request && g_str_has_prefix (request, "GET "))
		answer (fd, to, request);
	else if (!request)
		log_request (server_now_us (), to, "", "", 0, 0, NULL);
	shutdown (fd, SHUT_WR);
	/* what is still coming is read: closing on it would take our own last bytes back */
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char bytes[4096];
	while (poll (&wait, 1, 1000) > 0 && recv (fd, bytes, sizeof bytes, 0) > 0)
		;
	close (fd);
	return NULL;
}

/* Whoever comes with TLS is told, in SSL 3.0, that there is no handshake for them. */
static gpointer serve_ssl3 (gpointer data)
{
	int fd = GPOINTER_TO_INT (data);
	static const char alert[] = { 0x15, 3, 0, 0, 2, 2, 0x28 };
	char hello[4096];
	if (recv (fd, hello, sizeof hello, 0) > 0)
		send (fd, alert, sizeof alert, MSG_NOSIGNAL);
	close (fd);
	return NULL;
}

typedef struct {
	int fd;
	GThreadFunc serve;
} Listener;

static gpointer serve (gpointer data)
{
	const Listener *listener = data;
	for (int fd; (fd = accept (listener->fd, NULL, NULL)) >= 0;)
		g_thread_unref (g_thread_new ("case", listener->serve, GINT_TO_POINTER (fd)));
	return NULL;
}

guint case_listen (const char *address, guint port, bool ssl3)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET, .sin_port = htons ((uint16_t)port) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons ((uint16_t)port) };
	bool v4 = inet_pton (AF_INET, address, &in4.sin_addr) == 1;
	if (!v4 && inet_pton (AF_INET6, address, &in6.sin6_addr) != 1)
		return 0;
	struct sockaddr *at = v4 ? (struct sockaddr *)&in4 : (struct sockaddr *)&in6;
	socklen_t len = v4 ? sizeof in4 : sizeof in6;
	int on = 1, fd = socket (at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return 0;
	setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (!v4)
		setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	if (bind (fd, at, len) != 0 || listen (fd, 256) != 0 || getsockname (fd, at, &len) != 0) {
		close (fd);
		return 0;
	}
	Listener *listener = g_new (Listener, 1);
	*listener = (Listener){ fd, ssl3 ? serve_ssl3 : serve_one };
	g_thread_unref (g_thread_new ("cases", serve, listener));
	return ntohs (v4 ? in4.sin_port : in6.sin6_port);
}

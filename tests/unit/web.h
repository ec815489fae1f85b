/* web.h: a web server in the test's own process, on loopback: a function of the test answers, every request is noted. */
#pragma once

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct Web Web;
/* The whole reply, status line and all, to a request ("GET /path HTTP/1.1\r\n…"). Owned by the server then; NULL: close the connection. */
typedef char *(*WebAnswer) (Web *web, const char *path, const char *request);

struct Web {
	int fd, port;
	WebAnswer answer;
	gpointer data;
	GThread *thread;
	GMutex lock;
	GPtrArray *requests; /* char *, whole; under the lock */
	GArray *times_us;    /* gint64, of each, by the clock of clock_file */
	const char *clock_file;
};

typedef struct {
	Web *web;
	int fd;
} WebConnection;

static inline gint64 web_now_us (const Web *web)
{
	g_autofree char *text = NULL;
	gint64 ahead_us = 0;
	if (web->clock_file && g_file_get_contents (web->clock_file, &text, NULL, NULL))
		ahead_us = g_ascii_strtoll (text, NULL, 10);
	return g_get_monotonic_time () + ahead_us;
}

static inline gpointer web_serve_one (gpointer data)
{
	WebConnection *c = data;
	char request[8192] = "", path[1024] = "";
	gsize len = 0;
	for (ssize_t n; len < sizeof request - 1 && !strstr (request, "\r\n\r\n") &&
			(n = recv (c->fd, request + len, sizeof request - 1 - len, 0)) > 0;) {
		len += (gsize)n;
		request[len] = '\0';
	}
	if (sscanf (request, "GET %1023s", path) == 1) {
		gint64 now = web_now_us (c->web);
		g_mutex_lock (&c->web->lock);
		g_ptr_array_add (c->web->requests, g_strdup (request));
		g_array_append_val (c->web->times_us, now);
		g_mutex_unlock (&c->web->lock);
		g_autofree char *reply = c->web->answer (c->web, path, request);
		for (gsize at = 0, all = reply ? strlen (reply) : 0; at < all;) {
			ssize_t n = send (c->fd, reply + at, all - at, MSG_NOSIGNAL);
			if (n <= 0)
				break;
			at += (gsize)n;
		}
	}
	shutdown (c->fd, SHUT_WR);
	close (c->fd);
	g_free (c);
	return NULL;
}

static inline gpointer web_serve (gpointer data)
{
	Web *web = data;
	for (int fd; (fd = accept (web->fd, NULL, NULL)) >= 0;) {
		WebConnection *c = g_new0 (WebConnection, 1);
		*c = (WebConnection){ web, fd };
		g_thread_unref (g_thread_new ("connection", web_serve_one, c));
	}
	return NULL;
}

/* Listens on all of 127.0.0.0/8: each address is a host of its own. */
static inline Web *web_new (WebAnswer answer, gpointer data)
{
	Web *web = g_new0 (Web, 1);
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl (INADDR_ANY) };
	socklen_t len = sizeof address;
	web->fd = socket (AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint (bind (web->fd, (struct sockaddr *)&address, len), ==, 0);
	g_assert_cmpint (listen (web->fd, 64), ==, 0);
	getsockname (web->fd, (struct sockaddr *)&address, &len);
	web->port = ntohs (address.sin_port);
	web->answer = answer;
	web->data = data;
	web->requests = g_ptr_array_new_with_free_func (g_free);
	web->times_us = g_array_new (FALSE, FALSE, sizeof (gint64));
	g_mutex_init (&web->lock);
	web->thread = g_thread_new ("web", web_serve, web);
	return web;
}

static inline void web_free (Web *web)
{
	shutdown (web->fd, SHUT_RDWR);
	close (web->fd);
	g_thread_join (web->thread);
	g_usleep (20000); /* connections that are just ending */
	g_ptr_array_unref (web->requests);
	g_array_unref (web->times_us);
	g_mutex_clear (&web->lock);
	g_free (web);
}

/* How often `path` was asked for, since the last web_forget(). */
static inline guint web_count (Web *web, const char *path)
{
	guint n = 0;
	g_autofree char *line = g_strdup_printf ("GET %s HTTP/", path);
	g_mutex_lock (&web->lock);
	for (guint i = 0; i < web->requests->len; i++)
		n += g_str_has_prefix (web->requests->pdata[i], line);
	g_mutex_unlock (&web->lock);
	return n;
}

static inline void web_forget (Web *web)
{
	g_mutex_lock (&web->lock);
	g_ptr_array_set_size (web->requests, 0);
	g_array_set_size (web->times_us, 0);
	g_mutex_unlock (&web->lock);
}

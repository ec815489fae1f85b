/* web.c: the hosts that behave: files of a directory, and made-up sites, over HTTP and HTTPS. On libmicrohttpd. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/server/server.h"

typedef struct {
	char *host;
	char *to; /* local address */
	gint64 us;
	guint open;
} Asked;

typedef struct {
	int status;
	char *body;
	gsize len;
	const char *type;
	char *etag, *modified, *location;
} Answer;

static const char *type_of (const char *path)
{
	static const char *const types[][2] = {
		{ ".html", "text/html" },          { ".xml", "application/xml" },
		{ ".rdf", "application/rdf+xml" }, { ".json", "application/json" },
		{ ".txt", "text/plain" },          { ".css", "text/css" },
		{ ".svg", "image/svg+xml" },       { ".gz", "application/gzip" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
		if (g_str_has_suffix (path, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

/* DIR/HOST/PATH. False: there is no such host. */
static bool answer_file (const char *host, const char *path, Answer *answer)
{
	struct stat info;
	if (!server_options.web || strchr (host, '/') || host[0] == '.')
		return false;
	g_autofree char *dir = g_build_filename (server_options.web, host, NULL);
	if (!g_file_test (dir, G_FILE_TEST_IS_DIR))
		return false;
	const char *index = g_str_has_suffix (path, "/") ? "index.html" : "";
	g_autofree char *file = g_strconcat (dir, path, index, NULL);
	answer->status = 404;
	if (strstr (path, "/..") || stat (file, &info) != 0)
		return true;
	if (S_ISDIR (info.st_mode)) {
		answer->status = 301;
		answer->location = g_strconcat (path, "/", NULL);
	} else if (g_file_get_contents (file, &answer->body, &answer->len, NULL)) {
		answer->status = 200;
		answer->type = type_of (file);
		answer->etag = g_strdup_printf ("\"%x-%x\"", (guint)info.st_size,
						g_str_hash (answer->body));
	}
	return true;
}

/* Every host under .test is a site of ours. /loop is always at the other scheme. */
static void answer_site (const char *host, const char *path, bool tls, Answer *answer)
{
	answer->status = 404;
	if (!g_str_has_suffix (host, ".test"))
		return;
	if (strcmp (path, "/loop") == 0) {
		answer->status = 302;
		answer->location = g_strdup_printf ("http%s://%s/loop", tls ? "" : "s", host);
		return;
	}
	answer->body = site_answer (host, path, server_options.pages, server_options.page_bytes,
				    &answer->type);
	if (!answer->body)
		return;
	answer->status = 200;
	answer->len = strlen (answer->body);
	answer->etag = g_strdup_printf ("\"%x\"", g_str_hash (answer->body));
}

static enum MHD_Result send_answer (struct MHD_Connection *connection, Answer *answer)
{
	const char *condition =
		MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "If-None-Match");
	bool same = answer->etag && condition && strcmp (condition, answer->etag) == 0;
	if (same) {
		answer->status = 304;
		answer->len = 0;
	}
	struct MHD_Response *response =
		MHD_create_response_from_buffer (answer->len, answer->body, MHD_RESPMEM_MUST_COPY);
	if (answer->type)
		MHD_add_response_header (response, "Content-Type", answer->type);
	if (answer->etag)
		MHD_add_response_header (response, "ETag", answer->etag);
	if (answer->location)
		MHD_add_response_header (response, "Location", answer->location);
	enum MHD_Result result =
		MHD_queue_response (connection, (unsigned)answer->status, response);
	MHD_destroy_response (response);
	g_free (answer->body);
	g_free (answer->etag);
	g_free (answer->location);
	return result;
}

/* The local end of the connection: which of our addresses was connected to. */
static char *local_address (struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct sockaddr_storage address;
	socklen_t len = sizeof address;
	char text[INET6_ADDRSTRLEN] = "";
	if (!info || getsockname (info->connect_fd, (struct sockaddr *)&address, &len) != 0)
		return g_strdup ("");
	if (address.ss_family == AF_INET)
		inet_ntop (AF_INET, &((struct sockaddr_in *)(void *)&address)->sin_addr, text,
			   sizeof text);
	else
		inet_ntop (AF_INET6, &((struct sockaddr_in6 *)(void *)&address)->sin6_addr, text,
			   sizeof text);
	return g_strdup (text);
}

static Asked *asked_new (struct MHD_Connection *connection)
{
	const char *host = MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "Host");
	Asked *asked = g_new0 (Asked, 1);
	asked->us = server_now_us ();
	asked->host = g_strndup (host ? host : "", host ? strcspn (host, ":") : 0);
	asked->to = local_address (connection);
	asked->open = log_begin (asked->host);
	return asked;
}

static enum MHD_Result on_request (void *data, struct MHD_Connection *connection, const char *path,
				   const char *method, const char *version, const char *upload,
				   size_t *upload_len, void **state)
{
	(void)data, (void)version, (void)upload, (void)upload_len;
	Answer answer = { .status = 405 };
	if (!*state) { /* only the headers are here */
		*state = asked_new (connection);
		return MHD_YES;
	}
	const Asked *asked = *state;
	if (server_options.pause_ms)
		g_usleep (server_options.pause_ms * 1000);
	if (strcmp (method, "GET") == 0 && !answer_file (asked->host, path, &answer))
		answer_site (asked->host, path,
			     MHD_get_connection_info (connection, MHD_CONNECTION_INFO_PROTOCOL),
			     &answer);
	const char *condition =
		MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "If-None-Match");
	int status = condition && g_strcmp0 (condition, answer.etag) == 0 ? 304 : answer.status;
	log_request (asked->us, asked->to, asked->host, path, status, asked->open, condition);
	return send_answer (connection, &answer);
}

static void on_end (void *data, struct MHD_Connection *connection, void **state,
		    enum MHD_RequestTerminationCode why)
{
	(void)data, (void)connection, (void)why;
	Asked *asked = *state;
	if (!asked)
		return;
	log_end (asked->host);
	g_free (asked->host);
	g_free (asked->to);
	g_free (asked);
}

static bool parse_address (const char *text, guint port, struct sockaddr_storage *out)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET, .sin_port = htons ((uint16_t)port) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons ((uint16_t)port) };
	memset (out, 0, sizeof *out);
	if (inet_pton (AF_INET, text, &in4.sin_addr) == 1)
		memcpy (out, &in4, sizeof in4);
	else if (inet_pton (AF_INET6, text, &in6.sin6_addr) == 1)
		memcpy (out, &in6, sizeof in6);
	else
		return false;
	return true;
}

guint web_listen (const char *address, guint port, const char *pem)
{
	struct sockaddr_storage at;
	g_autofree char *keys = NULL;
	if (!parse_address (address, port, &at) ||
	    (pem && !g_file_get_contents (pem, &keys, NULL, NULL)))
		return 0;
	unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD;
	if (at.ss_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	struct MHD_OptionItem tls[] = { { MHD_OPTION_HTTPS_MEM_KEY, 0, keys },
					{ MHD_OPTION_HTTPS_MEM_CERT, 0, keys },
					{ MHD_OPTION_END, 0, NULL } };
	struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
	struct MHD_Daemon *daemon =
		MHD_start_daemon (flags | (pem ? MHD_USE_TLS : 0), 0, NULL, NULL, on_request, NULL,
				  MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_NOTIFY_COMPLETED, on_end,
				  NULL, MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_ARRAY,
				  pem ? tls : none, MHD_OPTION_END);
	const union MHD_DaemonInfo *info =
		daemon ? MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
	return info ? info->port : 0;
}

/* log.c: what the test server was asked for: one line of JSON a request, written at once. */
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/server/server.h"

static GMutex lock;
static GHashTable *open_by_host; /* host → requests under way */
static int log_fd = -1;

bool log_open (const char *path)
{
	open_by_host = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	if (path)
		log_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	return !path || log_fd >= 0;
}

static guint add (const char *host, int by)
{
	g_mutex_lock (&lock);
	gint n = GPOINTER_TO_INT (g_hash_table_lookup (open_by_host, host)) + by;
	if (n)
		g_hash_table_replace (open_by_host, g_strdup (host), GINT_TO_POINTER (n));
	else
		g_hash_table_remove (open_by_host, host);
	g_mutex_unlock (&lock);
	return (guint)n;
}

guint log_begin (const char *host)
{
	return add (host, 1);
}

void log_end (const char *host)
{
	add (host, -1);
}

void log_request (gint64 us, const char *to, const char *host, const char *path, int status,
		  guint open, const char *condition)
{
	if (log_fd < 0)
		return;
	g_autofree char *clean = g_utf8_make_valid (path, -1);
	g_autofree char *clean_host = g_utf8_make_valid (host, -1);
	json_t *line = json_pack ("{s:I, s:s, s:s, s:s, s:i, s:i, s:s?}", "us", (json_int_t)us,
				  "to", to, "host", clean_host, "path", clean, "status", status,
				  "open", (int)open, "if", condition);
	char *text = json_dumps (line, JSON_COMPACT);
	g_autofree char *whole = g_strconcat (text, "\n", NULL);
	/* one write: lines of threads do not mix */
	if (write (log_fd, whole, strlen (whole)) < 0)
		g_printerr ("server: the log cannot be written\n");
	free (text);
	json_decref (line);
}

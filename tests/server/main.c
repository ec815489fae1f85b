/* main.c: the test server's command line.
 *
 *   server [--web DIR] [--log FILE] [--pages N] [--page-bytes N] [--pause MS] [--clock FILE] LISTEN…
 *   server --write DIR [--pages N] [--page-bytes N]     the site www.site.test as files, for another server
 *
 * LISTEN is http=ADDRESS:PORT, https=ADDRESS:PORT=PEM, case=ADDRESS:PORT or ssl3=ADDRESS:PORT, the port 0 for any that is free. For each
 * it prints "KIND ADDRESS PORT", then "ready", and serves until its standard input ends or a signal comes. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/server/server.h"

ServerOptions server_options = { .pages = 50, .page_bytes = 4000 };
static gint64 base_us; /* of the monotonic clock: as a crawl's, it is set once */

gint64 server_now_us (void)
{
	g_autofree char *ahead = NULL;
	gint64 now = g_get_monotonic_time () + base_us;
	if (server_options.clock && g_file_get_contents (server_options.clock, &ahead, NULL, NULL))
		now += g_ascii_strtoll (ahead, NULL, 10);
	return now;
}

static bool start_listening (const char *what)
{
	g_auto (GStrv) parts = g_strsplit (what, "=", 3);
	guint count = g_strv_length (parts);
	char *colon = count >= 2 ? strrchr (parts[1], ':') : NULL;
	if (!colon)
		return false;
	*colon = '\0';
	guint port = (guint)g_ascii_strtoull (colon + 1, NULL, 10);
	if (strcmp (parts[0], "http") == 0)
		port = web_listen (parts[1], port, NULL);
	else if (strcmp (parts[0], "https") == 0 && count == 3)
		port = web_listen (parts[1], port, parts[2]);
	else if (strcmp (parts[0], "case") == 0)
		port = case_listen (parts[1], port, false);
	else if (strcmp (parts[0], "ssl3") == 0)
		port = case_listen (parts[1], port, true);
	else
		return false;
	if (port)
		printf ("%s %s %u\n", parts[0], parts[1], port);
	return port != 0;
}

static bool write_file (const char *dir, const char *path, char *taken)
{
	g_autofree char *text = taken;
	g_autofree char *file = g_strconcat (dir, path, NULL);
	return g_file_set_contents (file, text, -1, NULL);
}

static int write_site (const char *dir)
{
	const char *host = "www.site.test", *type;
	static const char *const files[][2] = { { "/", "/index.html" },
						{ "/robots.txt", "/robots.txt" },
						{ "/feed.xml", "/feed.xml" },
						{ "/sitemap.xml", "/sitemap.xml" } };
	g_autofree char *pages = g_build_filename (dir, "page", NULL);
	const ServerOptions *o = &server_options;
	bool ok = g_mkdir_with_parents (pages, 0755) == 0;
	for (gsize i = 0; ok && i < G_N_ELEMENTS (files); i++)
		ok = write_file (dir, files[i][1],
				 site_answer (host, files[i][0], o->pages, o->page_bytes, &type));
	for (guint n = 0; ok && n < o->pages; n++) {
		g_autofree char *name = g_strdup_printf ("/page/%u.html", n);
		ok = write_file (dir, name, site_page (host, n, o->page_bytes));
	}
	if (!ok)
		fprintf (stderr, "server: %s: %s\n", dir, g_strerror (errno));
	return ok ? 0 : 1;
}

static void wait_for_end (void)
{
	char c;
	ssize_t n;
	while ((n = read (STDIN_FILENO, &c, 1)) > 0 || (n < 0 && errno == EINTR))
		;
}

int main (int argc, char **argv)
{
	g_autofree char *web = NULL, *log = NULL, *write_to = NULL, *clock = NULL;
	int pages = 50, bytes = 4000, pause = 0;
	const GOptionEntry entries[] = {
		{ "web", 0, 0, G_OPTION_ARG_FILENAME, &web, "Hosts as directories", "DIR" },
		{ "log", 0, 0, G_OPTION_ARG_FILENAME, &log, "Requests, as JSON Lines", "FILE" },
		{ "pages", 0, 0, G_OPTION_ARG_INT, &pages, "Pages of a made-up site", "N" },
		{ "page-bytes", 0, 0, G_OPTION_ARG_INT, &bytes, "Bytes of such a page", "N" },
		{ "pause", 0, 0, G_OPTION_ARG_INT, &pause, "Before each answer", "MS" },
		{ "clock", 0, 0, G_OPTION_ARG_FILENAME, &clock, "How far ahead it is", "FILE" },
		{ "write", 0, 0, G_OPTION_ARG_FILENAME, &write_to, "Write a site", "DIR" },
		{ 0 },
	};
	g_autoptr (GOptionContext) context = g_option_context_new ("LISTEN…");
	g_autoptr (GError) error = NULL;
	g_option_context_add_main_entries (context, entries, NULL);
	if (!g_option_context_parse (context, &argc, &argv, &error)) {
		fprintf (stderr, "server: %s\n", error->message);
		return 2;
	}
	server_options =
		(ServerOptions){ web, log, (guint)pages, (gsize)bytes, (guint)pause, clock };
	if (write_to)
		return write_site (write_to);
	signal (SIGPIPE, SIG_IGN);
	base_us = g_get_real_time () - g_get_monotonic_time ();
	if (!log_open (log)) {
		fprintf (stderr, "server: cannot open %s\n", log);
		return 1;
	}
	for (int i = 1; i < argc; i++)
		if (!start_listening (argv[i])) {
			fprintf (stderr, "server: cannot listen: %s\n", argv[i]);
			return 1;
		}
	puts ("ready");
	fflush (stdout);
	wait_for_end ();
	return 0;
}

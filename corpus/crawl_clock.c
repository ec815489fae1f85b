/* crawl_clock.c: the crawl's time: the machine's monotonic clock set to unix time once, so that a clock that is put forward or back breaks no
 * delay; and what tests add to it (crawl.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "corpus/crawl_private.h"

#define NAP_US 200000

gint64 crawl_now_us (const Crawl *crawl)
{
	return g_get_monotonic_time () + crawl->clock_base_us + crawl->clock_ahead_us;
}

bool crawl_clock_open (Crawl *crawl, GError **error)
{
	char text[32] = "";
	crawl->clock_fd = -1;
	crawl->clock_base_us = g_get_real_time () - g_get_monotonic_time ();
	if (!crawl->clock_path)
		return true;
	crawl->clock_fd = open (crawl->clock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (crawl->clock_fd < 0) {
		int number = errno;
		g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (number),
			     "cannot open %s: %s", crawl->clock_path, g_strerror (number));
		return false;
	}
	if (pread (crawl->clock_fd, text, sizeof text - 1, 0) > 0)
		crawl->clock_ahead_us = g_ascii_strtoll (text, NULL, 10);
	return true;
}

void crawl_clock_close (Crawl *crawl)
{
	if (crawl->clock_fd >= 0)
		close (crawl->clock_fd);
}

void crawl_clock_wait (Crawl *crawl, gint64 us)
{
	if (us <= 0)
		return;
	if (crawl->clock_fd < 0) {
		g_usleep ((gulong)MIN (us, NAP_US));
		return;
	}
	char text[32];
	crawl->clock_ahead_us += us;
	int len =
		g_snprintf (text, sizeof text, "%020" G_GINT64_FORMAT "\n", crawl->clock_ahead_us);
	if (pwrite (crawl->clock_fd, text, (gsize)len, 0) != len)
		g_warning ("cannot write %s", crawl->clock_path);
}

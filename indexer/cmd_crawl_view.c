/* cmd_crawl_view.c: see cmd_crawl_view.h. */
#include "indexer/cmd_crawl_view.h"

#include <stdio.h>

#define DRAW_US 200000
#define RATE_US (10 * G_USEC_PER_SEC)

static void add_errors (GString *line, const CrawlCounts *n)
{
	const char *separator = " (";
	for (guint i = 0; i < G_N_ELEMENTS (n->by_error); i++) {
		const char *name = i == FETCH_OK ? "HTTP" : crawl_outcome_name ((FetchOutcome)i);
		if (!n->by_error[i])
			continue;
		g_string_append_printf (line, "%s%" G_GUINT64_FORMAT " %s", separator,
					n->by_error[i], name);
		separator = ", ";
	}
	g_string_append (line, *separator == ',' ? ")" : "");
}

/* Pages a second, over the last ten or twenty. */
static double rate (CrawlView *view, guint64 pages, gint64 now_us)
{
	if (now_us - view->rate_us[1] >= RATE_US) {
		view->rate_us[0] = view->rate_us[1];
		view->rate_pages[0] = view->rate_pages[1];
		view->rate_us[1] = now_us;
		view->rate_pages[1] = pages;
	}
	gint64 since_us = MAX (view->rate_us[0], view->begun_us);
	double seconds = MAX ((double)(now_us - since_us) / 1e6, 0.5);
	return (double)(pages - view->rate_pages[0]) / seconds;
}

/* "; next in 12 min", when there is nothing to do for a while */
static void add_wait (GString *line, const CrawlCounts *n)
{
	gint64 wait_s = n->next_us ? (n->next_us - g_get_real_time ()) / G_USEC_PER_SEC : 0;
	if (n->under_way || wait_s < 5)
		return;
	if (wait_s < 120)
		g_string_append_printf (line, "; next in %d s", (int)wait_s);
	else
		g_string_append_printf (line, "; next in %d min", (int)MIN (wait_s / 60, 99999));
}

/* "12 hosts, 340 queued, 3.2 pages/s, 56 new, 7 failed (4 timeout, 3 HTTP)" */
void crawl_view_draw (CrawlView *view, const CrawlCounts *n)
{
	gint64 now = g_get_monotonic_time ();
	const CmdContext *context = view->context;
	if (!context->err_tty || context->quiet || now - view->drawn_us < DRAW_US)
		return;
	view->drawn_us = now;
	g_autoptr (GString) line = g_string_new (NULL);
	g_string_printf (line,
			 "%u host%s, %" G_GUINT64_FORMAT " queued, %.1f pages/s, %" G_GUINT64_FORMAT
			 " new",
			 n->hosts, n->hosts == 1 ? "" : "s", n->queued,
			 rate (view, n->fetched, now), n->added);
	if (n->updated)
		g_string_append_printf (line, ", %" G_GUINT64_FORMAT " updated", n->updated);
	if (n->refused)
		g_string_append_printf (line, ", %" G_GUINT64_FORMAT " refused", n->refused);
	if (n->failed)
		g_string_append_printf (line, ", %" G_GUINT64_FORMAT " failed", n->failed);
	add_errors (line, n);
	add_wait (line, n);
	if (line->len >= (gsize)context->columns)
		g_string_truncate (line, (gsize)context->columns - 1);
	fprintf (stderr, "\r\033[K%s", line->str);
	fflush (stderr);
	view->drawn = true;
}

void crawl_view_wipe (CrawlView *view)
{
	if (view->drawn)
		fprintf (stderr, "\r\033[K");
	view->drawn = false;
}

void crawl_view_summary (const CrawlCounts *n)
{
	const struct {
		guint64 count;
		const char *text;
	} parts[] = {
		{ n->updated, "updated" },
		{ n->same, "already there" },
		{ n->unchanged, "unchanged" },
		{ n->not_articles, "without an article" },
		{ n->other_language, "in other languages skipped" },
		{ n->refused, "refused" },
		{ n->failed, "failed" },
		{ n->queued, "left for later" },
	};
	if (n->polled)
		printf ("%" G_GUINT64_FORMAT " source%s asked%s", n->polled,
			n->polled == 1 ? "" : "s", n->sources_failed ? "" : ", ");
	if (n->sources_failed)
		printf (" (%" G_GUINT64_FORMAT " failed), ", n->sources_failed);
	printf ("%" G_GUINT64_FORMAT " added", n->added);
	for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
		if (parts[i].count)
			printf (", %" G_GUINT64_FORMAT " %s", parts[i].count, parts[i].text);
	putchar ('\n');
}

/* cmd_crawl_view.h: what `entente crawl` shows a person: a line that is drawn again and again, and the last line. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/crawl.h"

/* Begin with { .context = … } and begun_us. */
typedef struct {
	const CmdContext *context;
	gint64 begun_us, drawn_us; /* monotonic */
	bool drawn;
	/* the rate: pages at two moments, of which the later is the newer */
	gint64 rate_us[2];
	guint64 rate_pages[2];
} CrawlView;

/* Draw the line on stderr, a few times a second at most; nothing when that is no terminal, or quiet. */
void crawl_view_draw (CrawlView *view, const CrawlCounts *counts);
/* Wipe it, before something else is written there. */
void crawl_view_wipe (CrawlView *view);
/* What came of it, on stdout. */
void crawl_view_summary (const CrawlCounts *counts);

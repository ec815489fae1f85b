/* source_policy.c: see source_policy.h. */
#include "corpus/source_policy.h"

#include <math.h>

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

#define GONE_S (7 * DAY)
#define BACKOFF_MAX_S DAY
#define WINDOW_MIN 5 /* a feed of fewer entries may be all new without any having been missed */
#define JITTER .1    /* either way, of the interval; after a failure JITTER_FAILED */
#define JITTER_FAILED .25

const SourceBounds *source_bounds (SourceKind kind)
{
	static const SourceBounds bounds[SOURCE_KINDS] = {
		[SOURCE_FEED] = { 30 * MINUTE, 10 * MINUTE, DAY },
		[SOURCE_SITEMAP] = { 6 * HOUR, HOUR, 7 * DAY },
		[SOURCE_NEWS_SITEMAP] = { 30 * MINUTE, 10 * MINUTE, DAY },
		[SOURCE_HOME] = { HOUR, 20 * MINUTE, DAY },
		[SOURCE_PAGE] = { 2 * HOUR, 30 * MINUTE, 2 * DAY },
	};
	return &bounds[kind];
}

/* How often it deserves to be asked, by what the last poll brought. */
static double deserved_interval (const Source *source, const SourcePoll *poll)
{
	double interval = (double)source->interval_s;
	double elapsed = (double)(poll->at_s - source->success_s);
	guint fresh = poll->outcome == SOURCE_READ ? poll->new_count : 0;
	/* Of the first poll all is new, and of a clock set back nothing can be told. */
	if (source->success_s == 0 || elapsed <= 0)
		return interval;
	if (fresh == 0)
		return elapsed >= interval / 2 ? interval * 1.5 : interval;
	if (fresh >= WINDOW_MIN && fresh >= poll->entries_count)
		return MIN (interval, elapsed) / 4;
	return CLAMP (sqrt (interval * elapsed / fresh), interval / 4, interval * 2);
}

/* What the feed asks for; sy:update* is how often it is updated, which is no promise to be slower than what we saw. */
static gint64 hinted_min (const Source *source, const SourcePoll *poll)
{
	bool read = poll->outcome == SOURCE_READ;
	gint64 ttl_s = read ? poll->ttl_s : source->ttl_s;
	gint64 update_s = read ? poll->update_s : source->update_s;
	return CLAMP (MAX (ttl_s, update_s), 0, SOURCE_HINT_MAX_S);
}

/* The first moment from `when` that is in no skipped hour and on no skipped day (UTC); `when` itself when all are skipped. */
static gint64 after_skipped (gint64 when, guint32 hours, guint8 days)
{
	hours &= 0xffffff;
	days &= 0x7f;
	if (hours == 0xffffff || days == 0x7f)
		return when;
	for (gint64 t = when; t < when + 8 * DAY; t = (t / HOUR + 1) * HOUR) {
		guint hour = (guint)(t / HOUR % 24);
		guint day = (guint)((t / DAY + 3) % 7); /* 1 January 1970 was a Thursday */
		if (!(hours >> hour & 1) && !(days >> day & 1))
			return t;
	}
	return when;
}

/* `seconds` × (1 ± share), by `random`. */
static double jittered (double seconds, double share, guint32 random)
{
	return seconds * (1 + share * (2 * (double)random / G_MAXUINT32 - 1));
}

SourcePlan source_plan (const Source *source, const SourcePoll *poll)
{
	const SourceBounds *bounds = source_bounds (source->kind);
	bool well = poll->outcome == SOURCE_READ || poll->outcome == SOURCE_UNCHANGED;
	SourcePlan plan = { .interval_s = source->interval_s };
	double wait;
	if (well) {
		double interval = deserved_interval (source, poll);
		plan.interval_s = CLAMP ((gint64)interval, bounds->min_s, bounds->max_s);
		wait = jittered ((double)plan.interval_s, JITTER, poll->random);
		wait = MAX (wait, (double)hinted_min (source, poll));
	} else {
		/* the first failure doubles already: a server in trouble is not helped by being asked */
		double backoff =
			ldexp ((double)plan.interval_s, (int)MIN (source->failures + 1, 30));
		backoff = MIN (backoff, MAX (BACKOFF_MAX_S, (double)plan.interval_s));
		if (poll->outcome == SOURCE_GONE)
			backoff = GONE_S;
		wait = jittered (backoff, JITTER_FAILED, poll->random);
	}
	wait = MAX (wait, (double)MAX (bounds->min_s, poll->retry_after_s));
	bool read = poll->outcome == SOURCE_READ;
	guint32 hours = read ? poll->skip_hours : source->skip_hours;
	guint8 days = read ? poll->skip_days : source->skip_days;
	plan.next_s = after_skipped (poll->at_s + (gint64)wait, hours, days);
	return plan;
}

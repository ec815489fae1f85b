/* source_policy.h: when to ask a source again. Pure: the clock and chance are arguments.
 *
 * A poll that brought n new entries after t seconds says that t/n would have brought one: the interval goes half the way there
 * (geometrically, at most to a quarter or to the double). One that brought none lets it grow by half. When all of several entries
 * were new, some may have been missed: a quarter. Failures in a row double the wait. Bounds are per kind.
 * What the source asks for are lower bounds: RSS ttl and sy:update* (up to HINT_MAX: a feed that asks for a month would be
 * news no more), skipHours and skipDays, and Retry-After, which holds without limit of ours.
 * Sources: https://www.rssboard.org/rss-specification#ltttlgtSubelementOfLtchannelgt https://web.resource.org/rss/1.0/modules/syndication/
 * Cho and Garcia-Molina, Effective page refresh policies for Web crawlers, ACM TODS 2003 (what changes often is asked often) */
#pragma once

#include "corpus/source.h"

#define SOURCE_HINT_MAX_S (6 * 3600)

typedef struct {
	gint64 first_s, min_s, max_s; /* the interval to begin with, and its bounds */
} SourceBounds;
const SourceBounds *source_bounds (SourceKind kind);

typedef struct {
	gint64 interval_s; /* the interval from now on, without backoff, hints and jitter */
	gint64 next_s;     /* when it is due again */
} SourcePlan;

/* `source` as it was before the poll (its kind, interval_s and failures count), `poll` what came of it. Hints are those of a body
 * that was read, else those of `source`. next_s is never before poll->at_s + the kind's min_s, nor Retry-After. */
SourcePlan source_plan (const Source *source, const SourcePoll *poll);

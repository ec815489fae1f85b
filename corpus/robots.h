/* robots.h: robots.txt: what a site lets us fetch. RFC 9309 to the letter; where it is silent, as Google's parser, by the
 * RFC's own authors, does it. Pure: fetching, caching (24 hours at most) and redirects are the fetcher's.
 * Source: https://www.rfc-editor.org/rfc/rfc9309.html */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ROBOTS_MAX_BYTES (500u << 10) /* RFC 9309, 2.5; what is behind is not read */
#define ROBOTS_LINE_MAX 16663         /* bytes; what is behind in a longer line is not read */
#define ROBOTS_SITEMAPS_MAX 10000

/* What one robots.txt says to one crawler. Immutable after parsing. */
typedef struct Robots Robots;

/* Read `len` bytes of robots.txt for the crawler whose product token is `agent` ("entente"; a "/" and what is behind it do not
 * count). Any bytes will do: what is not a rule is passed over. Never NULL. Owned.
 *
 * Groups that name the agent (letter case apart, the whole token: letters, "_" and "-") are one group; when there is none, the groups for "*" are. Names of
 * lines may be misspelled in the ways that are common, and the colon be a blank. */
Robots *robots_parse (const guint8 *data, gsize len, const char *agent);

/* What the status of the answer means, RFC 9309, 2.3.1: 2xx: parse the body; unavailable (3xx at the end of redirects, and 4xx): all is
 * allowed; unreachable (5xx, no answer: 0): nothing is. 429 counts as unreachable: it says "not now", as 503 does. */
typedef enum { ROBOTS_PARSE, ROBOTS_ALLOW_ALL, ROBOTS_DENY_ALL } RobotsStatus;
RobotsStatus robots_status (int http_status);
/* A Robots that allows everything or nothing. Owned. */
Robots *robots_fixed (bool allow);

void robots_free (Robots *robots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Robots, robots_free)

/* Whether `url` may be fetched. `url` is absolute or begins with "/"; its fragment does not count. The longest rule that matches decides, Allow
 * before Disallow when equal; no rule: allowed. ("/robots.txt" itself is always allowed: do not ask.) `rule` (may be NULL) gets the rule that decided, as it
 * stood in the file with its line ("Disallow: /x (line 3)"), or NULL when none did; borrowed.
 * Cost: linear in URL and rule for each rule. */
bool robots_allows (const Robots *robots, const char *url, const char **rule);

/* Seconds between fetches that the agent's group asks for, the largest when there are more; -1 when it does not. Not in the RFC. */
double robots_crawl_delay (const Robots *robots);

/* The values of the Sitemap lines, of all groups, as they stand. NULL-terminated, borrowed. */
const char *const *robots_sitemaps (const Robots *robots);

/* Whether `pattern`, a path with "*" and a last "$" as rules have it, matches the path of `url` (as robots_allows() takes it): for protocols that
 * borrow the matching, as TDMRep does. */
bool robots_pattern_matches (const char *pattern, const char *url);

/* rights.h: what a site says may be done with a page, and what we therefore do. Pure.
 *
 * Everything said is kept as a dated fact in the article's `rights`: { NAME: {"value", "source", "date"}, … }, whether or not it is acted upon:
 *   robots_txt         "Disallow: /x (line 3)"     the rule that decided, when one did
 *   x_robots_tag       "noindex, nofollow"         what applies to us, from the HTTP header
 *   meta_robots        the same from the page's <meta name="robots"> and <meta name="entente">
 *   tdm_reservation    0 or 1;  tdm_policy  a URL  TDMRep: of tdmrep.json, superseded by the header, superseded by <meta>
 *   license            a URL                       rel=license, JSON-LD license, dcterms.license
 *   usage_info         a URL, or a name            JSON-LD usageInfo: terms of use where no licence is given (https://schema.org/usageInfo)
 *   rights             a statement                 dc.rights, dcterms.rights, copyrightNotice
 *   is_accessible_for_free  true or false          JSON-LD, article:content_tier
 * Sources: RFC 9309 (robots.txt); Google, "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications"
 * (https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag); W3C Community Group Report "TDM Reservation Protocol"
 * (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/); RFC 4946 and HTML (rel=license). */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define RIGHTS_VALUE_MAX 2000 /* bytes; what is behind is not kept */

/* --- X-Robots-Tag and meta robots --- */

typedef enum {
	ROBOTS_TAG_NOINDEX = 1,
	ROBOTS_TAG_NOFOLLOW = 2,
	ROBOTS_TAG_NOARCHIVE = 4, /* also nocache */
	ROBOTS_TAG_NOSNIPPET = 8, /* also max-snippet:0 */
	ROBOTS_TAG_NOAI = 16,     /* noai, noimageai, notrain: no standard, said by some */
} RobotsTagFlag;

typedef struct {
	guint flags;                /* RobotsTagFlag */
	gint64 unavailable_after_s; /* unix time; 0: not said, or no date */
} RobotsTag;

/* Add to `tag` what one value says to the crawler whose product token is `agent` ("entente"); rules for "robots", for "*" and without a
 * name are everyone's. Rules only ever add up: of two that disagree the more restrictive holds, as Google has it. `header`: the value may name
 * agents ("otherbot: noindex, nofollow"), each for what follows it. The rules that apply, as "noindex, nofollow", are appended to `applies` (may be NULL).
 * Any bytes will do. */
void robots_tag_read (const char *value, const char *agent, bool header, RobotsTag *tag,
		      GString *applies);

/* --- TDMRep --- */

#define TDMREP_PATH "/.well-known/tdmrep.json"
#define TDMREP_MAX_BYTES (1u << 20)
#define TDMREP_RULES_MAX 10000

/* A tdmrep.json. Immutable. */
typedef struct Tdmrep Tdmrep;
/* Read one. NULL when it is not JSON or no array: then the site does not implement the protocol. Rules without location or with another
 * reservation than 0 and 1 are passed over. Owned. */
Tdmrep *tdmrep_parse (const guint8 *data, gsize len);
void tdmrep_free (Tdmrep *tdmrep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tdmrep, tdmrep_free)
/* What it says of `url` (absolute, or a path): 0 or 1 by the first rule whose location matches, -1 when none does. `policy` (may be NULL)
 * gets its tdm-policy or NULL, borrowed. Locations match as in robots.txt (robots_pattern_matches()). */
int tdmrep_reservation (const Tdmrep *tdmrep, const char *url, const char **policy);
/* "0" and "1"; anything else is not set: -1. */
int tdm_reservation_value (const char *value);

/* --- facts --- */

/* Set the fact `name` of *rights (made when NULL): `value` is taken over; `date_s` 0 leaves the date null. */
void rights_set (json_t **rights, const char *name, json_t *value, const char *source,
		 gint64 date_s);
/* The value of a fact, borrowed; NULL when there is none. Reads also plain values, as other programs' records have them. */
const json_t *rights_get (const json_t *rights, const char *name);

/* What the response's headers (name, value, …) say: X-Robots-Tag, tdm-reservation, tdm-policy. A TDM fact of the page's
 * own <meta> stays: it supersedes. `headers` may be NULL. */
void rights_read_headers (json_t **rights, const GPtrArray *headers, const char *agent,
			  gint64 date_s);
/* What tdmrep.json (NULL: none) says of `url`, unless header or page have said it. */
void rights_read_tdmrep (json_t **rights, const Tdmrep *tdmrep, const char *url, gint64 date_s);
/* The robots.txt rule that decided (robots_allows()), NULL: none did. */
void rights_read_robots_txt (json_t **rights, const char *rule, gint64 date_s);

/* --- the decision --- */

typedef enum {
	RESPECT_ROBOTS, /* robots.txt, X-Robots-Tag, meta robots: always */
	RESPECT_TDM,    /* and reservations of text and data mining */
	RESPECT_ALL,    /* and noai, nosnippet, and what is behind a paywall */
} RightsRespect;
/* "robots", "tdm", "all"; false when it is none of these. */
bool rights_respect_from_name (const char *name, RightsRespect *out);

typedef enum {
	MAY_FETCH = 1,
	MAY_FOLLOW = 2, /* its links */
	MAY_KEEP = 4,   /* the response as it came, in the archive */
	MAY_INDEX = 8,  /* the article, in the corpus and its index */
	MAY_ALL = 15,
} RightsMay;

/* What may be done with a page of which `rights` (NULL: nothing) is known so far: before the fetch that is robots.txt and tdmrep.json. `disallowed`: robots.txt
 * forbids it. A page that may not be indexed is not kept either. `why` (may be NULL) gets the fact that forbids most, static, NULL when all is allowed. */
guint rights_may (const json_t *rights, bool disallowed, RightsRespect respect, gint64 now_s,
		  const char **why);

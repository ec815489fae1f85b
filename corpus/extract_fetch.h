/* extract_fetch.h: single pages off the web, for a person who names them: one after the other, robots.txt first. */
#pragma once

#include "corpus/extract.h"
#include "corpus/fetch.h"

#define EXTRACT_HOPS_MAX 10 /* redirects that are followed */

#define EXTRACT_FETCH_ERROR (extract_fetch_error_quark ())
GQuark extract_fetch_error_quark (void);
typedef enum {
	EXTRACT_FETCH_FORBIDDEN, /* robots.txt says so, or the address is on a private network */
	EXTRACT_FETCH_NOT_FOUND, /* no such host; 404, 410 */
	EXTRACT_FETCH_FAILED,    /* no answer, a broken one, or another status: it may work later */
} ExtractFetchErrorCode;

typedef struct ExtractFetcher ExtractFetcher;

/* `options`: user_agent (its part before "/" is whom robots.txt is asked about), delay_ms, allow_private and the like; copied. `stop` (may be
 * NULL) is asked while it waits: true ends the fetch. */
ExtractFetcher *extract_fetcher_new (const FetchOptions *options, bool (*stop) (void));
void extract_fetcher_free (ExtractFetcher *fetcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExtractFetcher, extract_fetcher_free)

/* Fetch the page at job->url into job->page, with what its headers say; job->url is then where it was found. Redirects are followed when
 * robots.txt allows it at every step. Sets job->error and returns false when there is no page. Waits. */
bool extract_fetch (ExtractFetcher *fetcher, ExtractJob *job, gint64 now_s);

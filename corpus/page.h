/* page.h: an HTML page as a server sent it, to an article. On libxml2's HTML parser. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"
#include "corpus/furniture_book.h"

#define PAGE_ERROR (page_error_quark ())
GQuark page_error_quark (void);
typedef enum {
	PAGE_ERROR_NOT_HTML, /* binary, gzip, JSON, …; the message says what it looks like */
	PAGE_ERROR_EMPTY,    /* no article in it */
	PAGE_ERROR_TOO_BIG,  /* over PAGE_MAX_BYTES */
} PageErrorCode;

#define PAGE_MAX_BYTES (32u << 20) /* a page larger than this is refused */

/* What is known about the page from outside it. All may be NULL / 0. */
typedef struct {
	const char *url;           /* where it was fetched */
	const char *http_charset;  /* from its Content-Type */
	const char *http_language; /* Content-Language */
	gint64 fetched_s; /* unix time of the fetch: "yesterday" counts from it, and no date is later */
	FurnitureBook *furniture; /* what other pages have taught of their sites; only asked */
	gint64 now_s; /* when `fetched_s` is not known (0): no date is later than this */
} PageContext;

/* The article in `html`. Never NULL with success; title or text may be unknown, not both. The id is not set.
 * Fields, and the rule that gave each one in provenance.rules. Bounded time and memory whatever the page holds.
 * Thread-safe. */
Article *page_extract (const guint8 *html, gsize len, const PageContext *context, GError **error);

/* What else there is to know of a page. */
typedef struct {
	json_t *why; /* the winners and losers of every field: { "title": [ {"rule", "value", "won"}, … ], …,
		      * "text": [ {"kept", "why", "text"}, … ] }: owned by the caller */
	char *html; /* the text as a fragment of HTML: <p>, <h2>, <ul><li>, <blockquote>, <pre>: owned by the caller */
} PageMore;

/* The same as page_extract(), and `more`, which is untouched on failure. */
Article *page_extract_more (const guint8 *html, gsize len, const PageContext *context,
			    PageMore *more, GError **error);

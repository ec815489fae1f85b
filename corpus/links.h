/* links.h: the links of a page, and which of them are worth following: towards articles, within a site, around traps. Pure.
 *
 * corpus/data/links.tsv has the words; nothing knows any site by name. Registrable domains are those of the public suffix list (url.h). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"

/* --- the links of a page --- */

#define LINKS_MAX 3000     /* of one page; more are not read */
#define LINKS_TEXT_MAX 200 /* characters */

typedef struct {
	char *url;     /* in url_canonical()'s form */
	char *text;    /* of the anchor, clean, one line; "" when it is a picture */
	bool nofollow; /* rel="nofollow", "ugc" or "sponsored" everywhere it stands */
} PageLink;

/* The http and https links of <a>, each once, in the page's order, without those to the page itself. <base> counts.
 * *nofollow (may be NULL): whether <meta name="robots"> or "entente" says that none is to be followed. Owned array of PageLink. */
GPtrArray *links_read (const guint8 *html, gsize len, const char *url, const char *http_charset,
		       bool *nofollow);

/* --- an article or not --- */

#define LINKS_ARTICLE .5 /* from here on an address or a page is taken for an article */

/* How much `url` looks like that of an article, 0 to 1, by its shape alone: a date in the path, the words of its last segment, numbers of
 * many digits, section words. Weights are ours, set by reason, not fitted. */
double links_url_score (const char *url);

/* Whether an extracted page is a report, not a front page, section or notice: by its own word for what it is (og:type, JSON-LD, in
 * provenance.page_type), the length of its text, its date, and its address. */
double links_article_score (const Article *article);

/* --- which to follow --- */

#define LINKS_URL_MAX 1000    /* bytes; a longer address is a trap */
#define LINKS_SEGMENTS_MAX 12 /* of a path */
#define LINKS_PARAMETERS_MAX 6
#define LINKS_PAGES_MAX 20 /* of one list */

typedef enum {
	LINK_FOLLOW,  /* a page */
	LINK_ARTICLE, /* a page that seems an article: fetched before others */
	LINK_BAD_URL,
	LINK_OTHER_SITE,
	LINK_TOO_DEEP,
	LINK_EXCLUDED, /* by the user's patterns */
	LINK_ASSET,    /* no page */
	LINK_NOT_NEWS, /* account, shop, law, … */
	LINK_TRAP_LONG,
	LINK_TRAP_REPEATED, /* a path that repeats itself */
	LINK_TRAP_SESSION,
	LINK_TRAP_PARAMETERS, /* too many, or the same page in another order */
	LINK_TRAP_CALENDAR,
	LINK_TRAP_PAGES, /* deep in a list */
	LINK_VERDICTS,
} LinkVerdict;
/* "article", "other site", "trap: session", … Static. */
const char *links_verdict_name (LinkVerdict verdict);

/* What to follow from the pages of one site. Patterns are those of robots.txt: they match a beginning of path and query, "*" is anything, a last "$" the end. */
typedef struct {
	const char *site;           /* a URL of it: links to its registrable domain are followed */
	guint depth_max;            /* links from the source's page; 1: those on it */
	const char *const *include; /* NULL-terminated; NULL: all */
	const char *const *exclude; /* NULL-terminated; NULL: none. Exclusion is stronger */
	gint64 now_s;               /* calendars lie in the future, or far in the past */
} LinkRules;

/* What to do with a link `depth` links away from where one began (1: on that page). */
LinkVerdict links_judge (const LinkRules *rules, const char *url, guint depth);
/* The trap in `url`, LINK_FOLLOW when there is none. */
LinkVerdict links_trap (const char *url, gint64 now_s);

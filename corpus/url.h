/* url.h: addresses of the web: http and https URLs as browsers read them, and when two of them are one article.
 *
 * Parsing is that of the WHATWG URL standard, for http and https alone: every other scheme is refused. Strings may come
 * from anywhere: what is not UTF-8 is repaired with U+FFFD. Functions that return char * return newly allocated
 * ASCII for g_free(), NULL when there is no such URL. Nothing here touches the network.
 * Source: https://url.spec.whatwg.org/ */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define URL_MAX_BYTES 16384 /* of a URL, before and after parsing; a longer one is refused */

/* A parsed URL. All strings are ASCII, percent-encoded, owned, never NULL but where said. */
typedef struct {
	char *scheme;          /* "http" or "https" */
	char *user, *password; /* "" when there is none */
	char *host; /* lower case; "[…]" for IPv6; four decimal numbers for IPv4 however it was spelled */
	int port;               /* 1..65535 or 0 (yes, 0 can be written); -1: the scheme's own */
	char *path;             /* begins with "/" */
	char *query, *fragment; /* without "?" and "#"; NULL when there is none, "" when empty */
} Url;

/* Parse `len` bytes (-1: NUL-terminated) of `s`, relative to `base` (NULL: it must be absolute). NULL when it is not a URL, or not
 * http or https. Owned. */
Url *url_parse (const char *s, gssize len, const Url *base);
void url_free (Url *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Url, url_free)
/* The URL as a string (the standard's serialisation). Owned. */
char *url_string (const Url *url);
/* The port that is connected to. */
int url_port (const Url *url);
/* What a request line and robots.txt want: path and query, no fragment. Owned. */
char *url_path_query (const Url *url);

/* The URL in `s` in its standard form. */
char *url_normalise (const char *s);
/* `ref`, found in the document at `base`, as an absolute URL in standard form. */
char *url_resolve (const char *base, const char *ref);

/* The address under which an article is stored and shown. It still leads to the page. From the standard form:
 *  - markup left behind the URL (from the first < > or ") goes, a doubled "http://" too: both come of careless copying;
 *  - user and password go: they are not the article's, and must not be stored;
 *  - the fragment goes, as it never reaches the server, but "#!…", which some sites make their address;
 *  - percent-encoding is made one: hexadecimal digits upper, characters that need none decoded (RFC 3986, 6.2.2.2);
 *  - "&amp;" left from HTML is "&"; empty parameters and an empty query go;
 *  - tracking parameters go (corpus/data/tracking.tsv says which, where, and whose they are).
 * Order of parameters and doubled slashes stay, as a server may mean something by them. */
char *url_canonical (const char *s);

/* What two addresses of one article have in common. Not an address: it begins with the host. From url_canonical():
 *  - share and redirect pages (facebook.com/sharer, twitter.com/share, AMP caches, …) give way to the address they carry;
 *  - the scheme goes, and host prefixes www., www2., m., mobile., amp., amp-: doors to the same page;
 *  - AMP marks in the path, "index.html", "default.asp" and the like, doubled and trailing slashes go;
 *  - parameters are sorted by name; those of one name keep their order, which servers do mind. */
char *url_key (const char *s);

/* Scheme, host and port, the port only where it is not the scheme's own: "https://example.org:8443". */
char *url_origin (const char *s);
/* The host, the host without "www.", and the registrable domain by the public suffix list ("bbc.co.uk"; the host itself where
 * the list has none, as for addresses and suffixes). */
char *url_host (const char *s);
char *url_site (const char *s);
char *url_domain (const char *s);
/* The registrable domain of a host name in url_host()'s form. */
char *url_domain_of_host (const char *host);

/* --- between url*.c --- */

/* Whether the query parameter `name` with `value` (both as they stand in a query; value "" when there is none) tracks, on
 * a page of `host`. */
bool url_is_tracking (const char *host, const char *name, gsize name_len, const char *value,
		      gsize value_len);

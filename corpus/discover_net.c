/* discover_net.c: asking a site what it can be followed by: one request after the other, robots.txt first. */
#include <string.h>

#include "corpus/discover_private.h"
#include "corpus/fetch.h"
#include "corpus/mime.h"
#include "corpus/opml.h"
#include "corpus/robots.h"
#include "corpus/url.h"

#define HOPS_MAX 5
#define POLL_MS 200
#define SITEMAPS_ASKED 10 /* of those that robots.txt names */

G_DEFINE_QUARK (entente - discover - error - quark, discover_error)

struct Discover {
	DiscoverOptions options;
	Fetcher *fetcher;
	GHashTable *robots;        /* origin → Robots */
	const FetchResult *result; /* of the request under way */
	guint requests;            /* left for this address */
};

static void free_robots (gpointer robots)
{
	robots_free (robots);
}

static void free_source (gpointer source)
{
	source_free (source);
}

static void on_result (const FetchResult *result, gpointer data)
{
	Discover *d = data;
	d->result = fetch_result_ref (result);
}

Discover *discover_new (const DiscoverOptions *options)
{
	Discover *d = g_new0 (Discover, 1);
	const FetchOptions fetch = { .user_agent = options->user_agent,
				     .delay_ms = options->delay_ms,
				     .allow_private = options->allow_private,
				     .connect_to = options->connect_to,
				     .ca_file = options->ca_file };
	d->options = *options;
	d->fetcher = fetcher_new (&fetch, on_result, d);
	d->robots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_robots);
	return d;
}

void discover_free (Discover *d)
{
	if (!d)
		return;
	fetcher_free (d->fetcher);
	fetch_result_unref (d->result);
	g_hash_table_unref (d->robots);
	g_free (d);
}

/* --- one request --- */

static bool stopped (const Discover *d)
{
	return d->options.stop && d->options.stop ();
}

/* One hop. NULL only when it was stopped. Owned. */
static const FetchResult *get_hop (Discover *d, const char *url, GError **error)
{
	if (d->requests == 0) {
		g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_FETCH, "more than %d requests",
			     DISCOVER_REQUESTS_MAX);
		return NULL;
	}
	d->requests--;
	fetcher_add (d->fetcher, url, NULL, NULL, NULL);
	while (fetcher_poll (d->fetcher, POLL_MS) && !stopped (d))
		;
	if (!d->result)
		g_set_error_literal (error, DISCOVER_ERROR, DISCOVER_ERROR_STOPPED, "interrupted");
	return g_steal_pointer (&d->result);
}

/* RFC 9309, 2.3: redirects are followed, to other hosts too, and the answer is of the origin that was asked. */
static Robots *fetch_robots (Discover *d, const char *origin, GError **error)
{
	g_autofree char *url = g_strconcat (origin, "/robots.txt", NULL);
	for (int hop = 0; hop <= HOPS_MAX; hop++) {
		const FetchResult *result = get_hop (d, url, error);
		if (!result)
			return NULL;
		int status = result->outcome == FETCH_OK ? result->status : 0;
		char *next = status && result->location ? g_strdup (result->location) : NULL;
		Robots *robots = NULL;
		if (!next && robots_status (status) == ROBOTS_PARSE)
			robots = robots_parse (result->body->data, result->body->len,
					       d->options.robots_token);
		else if (!next)
			robots = robots_fixed (robots_status (status) == ROBOTS_ALLOW_ALL);
		fetch_result_unref (result);
		if (robots)
			return robots;
		g_free (url);
		url = next;
	}
	return robots_fixed (true);
}

/* Borrowed; NULL on failure. */
static const Robots *robots_of (Discover *d, const char *url, GError **error)
{
	g_autofree char *origin = url_origin (url);
	g_autofree char *host = url_host (url);
	if (!origin || !host) {
		g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_FETCH, "%s: not an address",
			     url);
		return NULL;
	}
	Robots *robots = g_hash_table_lookup (d->robots, origin);
	if (robots)
		return robots;
	robots = fetch_robots (d, origin, error);
	if (!robots)
		return NULL;
	double delay_ms = robots_crawl_delay (robots) * 1000;
	if (delay_ms > (double)d->options.delay_ms)
		fetcher_set_delay (d->fetcher, host, (gint64)MIN (delay_ms, DISCOVER_DELAY_MAX_MS),
				   0);
	g_hash_table_insert (d->robots, g_steal_pointer (&origin), robots);
	return robots;
}

/* The whole answer to `url`, redirects followed; *where gets the address it came from. Owned. */
static const FetchResult *get (Discover *d, const char *url, char **where, GError **error)
{
	g_autofree char *at = g_strdup (url);
	for (int hop = 0; hop <= HOPS_MAX; hop++) {
		const Robots *robots = robots_of (d, at, error);
		if (!robots)
			return NULL;
		if (!robots_allows (robots, at, NULL)) {
			g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_FORBIDDEN,
				     "%s: robots.txt forbids it, or could not be had", at);
			return NULL;
		}
		const FetchResult *result = get_hop (d, at, error);
		if (!result)
			return NULL;
		if (result->outcome == FETCH_OK && result->status == 200) {
			*where = g_steal_pointer (&at);
			return result;
		}
		char *next = result->outcome == FETCH_OK ? g_strdup (result->location) : NULL;
		if (!next && result->outcome == FETCH_OK)
			g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_FETCH, "%s: HTTP %d", at,
				     result->status);
		else if (!next)
			g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_FETCH, "%s: %s", at,
				     result->message);
		fetch_result_unref (result);
		if (!next)
			return NULL;
		g_free (at);
		at = next;
	}
	g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_FETCH, "%s: too many redirects", url);
	return NULL;
}

static char *charset_of (const FetchResult *result)
{
	const char *type = fetch_header (result, "Content-Type");
	return type ? mime_charset (type) : NULL;
}

/* --- looking around --- */

static bool has_kind (const GPtrArray *found, SourceKind kind)
{
	for (guint i = 1; i < found->len; i++)
		if (((const Source *)found->pdata[i])->kind == kind)
			return true;
	return false;
}

static void add_found (GPtrArray *found, SourceKind kind, const char *url, char *title,
		       char *language)
{
	g_autofree char *canonical = url_canonical (url);
	bool known = !canonical;
	for (guint i = 0; !known && i < found->len; i++)
		known = strcmp (((const Source *)found->pdata[i])->url, canonical) == 0;
	if (!known) {
		Source *source = source_new (kind, canonical);
		source->title = g_steal_pointer (&title);
		source->language = g_steal_pointer (&language);
		g_ptr_array_add (found, source);
	}
	g_free (title);
	g_free (language);
}

/* Ask whether there is a feed or a sitemap at `url`, and take it. False when it was stopped. */
static bool try_one (Discover *d, const char *url, bool feed, GPtrArray *found, GError **error)
{
	g_autofree char *where = NULL, *title = NULL, *language = NULL;
	g_autoptr (GError) why = NULL;
	const FetchResult *result = get (d, url, &where, &why);
	if (!result) {
		if (!g_error_matches (why, DISCOVER_ERROR, DISCOVER_ERROR_STOPPED))
			return true;
		g_propagate_error (error, g_steal_pointer (&why));
		return false;
	}
	g_autofree char *charset = charset_of (result);
	SourceKind kind = discover_identify (result->body->data, result->body->len, where, charset,
					     &title, &language);
	fetch_result_unref (result);
	bool sitemap = kind == SOURCE_SITEMAP || kind == SOURCE_NEWS_SITEMAP;
	if (feed ? kind == SOURCE_FEED : sitemap)
		add_found (found, kind, where, g_steal_pointer (&title),
			   g_steal_pointer (&language));
	return true;
}

/* The customary places of feeds, or of sitemaps, until one answers. */
static bool try_places (Discover *d, const char *home, bool feed, GPtrArray *found, GError **error)
{
	const GPtrArray *rows = discover_rows ();
	guint before = found->len;
	for (guint i = 0; i < rows->len && found->len == before && d->requests > 1; i += 2) {
		if (strcmp (rows->pdata[i], feed ? "feed" : "sitemap") != 0)
			continue;
		g_autofree char *url = url_resolve (home, rows->pdata[i + 1]);
		if (url && !try_one (d, url, feed, found, error))
			return false;
	}
	return true;
}

/* Those that robots.txt names: those that seem to be of news first. */
static bool try_sitemaps (Discover *d, const char *home, GPtrArray *found, GError **error)
{
	const Robots *robots = robots_of (d, home, error);
	if (!robots)
		return false;
	const char *const *sitemaps = robots_sitemaps (robots);
	guint asked = 0;
	for (int news = 1; news >= 0; news--)
		for (const char *const *s = sitemaps; *s && asked < SITEMAPS_ASKED; s++) {
			g_autofree char *url = url_resolve (home, *s);
			if (!url || discover_is_news (url) != (news == 1) || d->requests < 2)
				continue;
			asked++;
			if (!try_one (d, url, false, found, error))
				return false;
		}
	return *sitemaps ? true : try_places (d, home, false, found, error);
}

/* A sitemap of all that a site ever published is no news where there is something better. */
static void drop_archives (const Discover *d, GPtrArray *found)
{
	bool better = has_kind (found, SOURCE_FEED) || has_kind (found, SOURCE_NEWS_SITEMAP);
	if (d->options.all_sitemaps || !better)
		return;
	for (guint i = found->len; i-- > 1;)
		if (((const Source *)found->pdata[i])->kind == SOURCE_SITEMAP)
			g_ptr_array_remove_index (found, i);
}

static bool look_around (Discover *d, const FetchResult *result, const char *where,
			 const char *charset, GPtrArray *found, GError **error)
{
	const Source *first = found->pdata[0];
	discover_feeds (result->body->data, result->body->len, where, charset, found);
	if (first->kind != SOURCE_HOME)
		return true;
	if (!has_kind (found, SOURCE_FEED) && !try_places (d, where, true, found, error))
		return false;
	if (!try_sitemaps (d, where, found, error))
		return false;
	drop_archives (d, found);
	return true;
}

GPtrArray *discover_run (Discover *d, const char *url, GPtrArray **opml, GError **error)
{
	g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_source);
	g_autofree char *where = NULL, *title = NULL, *language = NULL;
	d->requests = DISCOVER_REQUESTS_MAX;
	const FetchResult *result = get (d, url, &where, error);
	if (!result)
		return NULL;
	g_autofree char *charset = charset_of (result);
	const guint8 *body = result->body->data;
	gsize len = result->body->len;
	SourceKind kind = discover_identify (body, len, where, charset, &title, &language);
	GPtrArray *outlines = kind == SOURCE_KINDS && opml ? opml_parse (body, len, NULL) : NULL;
	bool ok = true;
	if (outlines) {
		*opml = outlines;
	} else if (kind == SOURCE_KINDS) {
		g_set_error (error, DISCOVER_ERROR, DISCOVER_ERROR_NOTHING,
			     "%s: neither a page nor a feed nor a sitemap", where);
		ok = false;
	} else {
		add_found (found, kind, where, g_steal_pointer (&title),
			   g_steal_pointer (&language));
		if (kind == SOURCE_HOME || kind == SOURCE_PAGE)
			ok = look_around (d, result, where, charset, found, error);
	}
	fetch_result_unref (result);
	return ok ? g_steal_pointer (&found) : NULL;
}

/* test_crawl.c: the crawler against a web server of our own: what is fetched, when, and what comes of it. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "corpus/crawl.h"
#include "corpus/frontier.h"
#include "corpus/source.h"
#include "corpus/store_private.h"
#include "corpus/warc.h"
#include "tests/unit/scratch.h"
#include "tests/unit/web.h"

#define TEXT                                                                                       \
	"The bridge over the river was closed on Tuesday after a lorry hit one of its piers, "     \
	"the county council said. Engineers will inspect the piers on Thursday. Nobody was hurt, " \
	"and the railway beside it is open. The council asks drivers to take the old road by the " \
	"mill, which is signposted from the market square and wide enough for lorries."

#define ARTICLE "/n/2026/11/21/bridge-closed-after-lorry-hits-a-pier"

static char *reply (const char *status, const char *headers, const char *body)
{
	return g_strdup_printf (
		"HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n%s", status,
		strlen (body), headers, body);
}

static char *page (const char *title, const char *head, const char *headers)
{
	g_autofree char *body = g_strdup_printf (
		"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>%s</title>%s</head>"
		"<body><article><h1>%s</h1><p>%s</p><p>%s reported it "
		"first.</p></article></body></html>",
		title, head, title, TEXT, title);
	g_autofree char *all = g_strconcat ("Content-Type: text/html\r\n", headers, NULL);
	return reply ("200 OK", all, body);
}

typedef struct {
	char *dir, *clock;
	Web *web;
	GPtrArray *log; /* json_t */
	CrawlOptions options;
	CrawlCounts counts;
	gint64 begun_us;
	guint items;      /* in /feed */
	guint stop_after; /* commits; 0: never */
	guint commits;
	const char *mode; /* what the server is to do */
} Fixture;

static void note (json_t *line, gpointer data)
{
	g_ptr_array_add (((Fixture *)data)->log, line);
}

/* Entries of the last days by the crawl's clock: "items" of them. */
static char *feed (const Fixture *f, const char *request)
{
	g_autoptr (GString) body = g_string_new ("<rss version=\"2.0\"><channel><title>T</title>");
	gint64 now_s = (g_get_real_time () - g_get_monotonic_time () + web_now_us (f->web)) /
		       G_USEC_PER_SEC;
	g_autofree char *etag = g_strdup_printf ("\"%u\"", f->items);
	g_autofree char *condition = g_strdup_printf ("If-None-Match: %s\r\n", etag);
	if (strstr (request, condition))
		return reply ("304 N", "", "");
	for (guint i = 0; i < f->items; i++) {
		g_autoptr (GDateTime) at =
			g_date_time_new_from_unix_utc (now_s - 3600 * (f->items - i));
		g_autofree char *date = g_date_time_format (at, "%a, %d %b %Y %H:%M:%S GMT");
		g_string_append_printf (body,
					"<item><link>http://127.0.0.1:%d/n/item%u</"
					"link><pubDate>%s</pubDate></item>",
					f->web->port, i, date);
	}
	g_string_append (body, "</channel></rss>");
	g_autofree char *headers = g_strdup_printf ("ETag: %s\r\n", etag);
	return reply ("200 OK", headers, body->str);
}

/* `text` with the port for each "PORT". */
static char *map (const Fixture *f, const char *text)
{
	g_auto (GStrv) parts = g_strsplit (text, "PORT", -1);
	g_autofree char *port = g_strdup_printf ("%d", f->web->port);
	g_autofree char *body = g_strjoinv (port, parts);
	return reply ("200 OK", "Content-Type: text/xml\r\n", body);
}
static char *answer (Web *web, const char *path, const char *request)
{
	const Fixture *f = web->data;
	const char *mode = f->mode ? f->mode : "";
	if (strcmp (path, "/robots.txt") == 0) {
		if (strcmp (mode, "news map") == 0)
			return reply ("200 OK", "", "Sitemap: /news-sitemap.xml\n");
		if (strcmp (mode, "robots 503") == 0)
			return reply ("503 L", "", "");
		if (strcmp (mode, "slow") == 0)
			return reply ("200 OK", "", "User-agent: *\nCrawl-delay: 100\n");
		return reply ("200 OK", "", "User-agent: *\nDisallow: /private/\n");
	}
	if (strcmp (path, "/one") == 0)
		return page ("Bridge closed one", "", "");
	if (g_str_has_prefix (path, "/n/"))
		return page (path, "", "");
	if (strcmp (path, "/.well-known/tdmrep.json") == 0 && strcmp (mode, "reserved") == 0)
		return reply ("200 OK", "", "[{\"location\": \"/n/*\", \"tdm-reservation\": 1}]");
	if (strcmp (path, "/front") == 0)
		return page ("Front",
			     "<p><a href=" ARTICLE ">a</a> <a href=/section/>s</a> "
			     "<a href=/login>l</a> <a href=http://other.example/n/b>o</a>",
			     "");
	if (strcmp (path, "/section/") == 0)
		return page ("Section",
			     "<a href=/n/c>c</a> <a href=/front>f</a> <a href=/n/out>o</a>", "");
	if (strcmp (path, "/noindex") == 0)
		return page ("Bridge closed noindex", "", "X-Robots-Tag: noindex\r\n");
	if (strcmp (path, "/noarchive") == 0)
		return page ("Bridge closed noarchive", "<meta name=robots content=noarchive>", "");
	if (strcmp (path, "/feed") == 0)
		return feed (f, request);
	if (strcmp (path, "/map-index") == 0)
		return map (f,
			    "<sitemapindex><sitemap><loc>http://127.0.0.1:PORT/map</loc></sitemap>"
			    "</sitemapindex>");
	if (strcmp (path, "/map-nest") == 0)
		return map (f, "<sitemapindex><sitemap><loc>http://127.0.0.1:PORT/map-index</loc>"
			       "</sitemap></sitemapindex>");
	if (strcmp (path, "/") == 0)
		return page ("Home",
			     "<link rel=alternate type=application/rss+xml href=/feed title=News>",
			     "");
	if (strcmp (path, "/map") == 0)
		return map (f, "<urlset><url><loc>http://127.0.0.1:PORT/n/map</loc></"
			       "url><url><loc>http://127.0.0.1:PORT/to-map</loc></url><url><loc>"
			       "http://127.0.0.1:PORT/n/old</loc><lastmod>2001-01-01</lastmod></"
			       "url></urlset>");
	if (strcmp (path, "/same-a") == 0 || strcmp (path, "/same-b") == 0)
		return page ("Bridge closed same", "<link rel=canonical href=/same-a>", "");
	if (strcmp (path, "/twin-a") == 0 || strcmp (path, "/twin-b") == 0)
		return page ("Bridge closed twin", "", "");
	if (strcmp (path, "/moved") == 0)
		return reply ("301 M", "Location: /one\r\n", "");
	if (strcmp (path, "/to-private") == 0)
		return reply ("302 M", "Location: /private/x\r\n", "");
	if (strcmp (path, "/to-map") == 0)
		return reply ("302 M", "Location: /n/map\r\n", "");
	if (strcmp (path, "/round") == 0)
		return reply ("302 M", "Location: /round\r\n", "");
	if (strcmp (path, "/etag") == 0)
		return strstr (request, "If-None-Match: W/\"odd \"tag\"")
			       ? reply ("304 N", "ETag: W/\"odd \"tag\"\r\n", "")
			       : page ("Bridge closed etag", "", "ETag: W/\"odd \"tag\"\r\n");
	if (strcmp (path, "/busy") == 0)
		return strcmp (mode, "busy") == 0 ? reply ("429 L", "Retry-After: 40\r\n", "")
						  : page ("Bridge closed busy", "", "");
	if (strcmp (path, "/down") == 0)
		return reply ("503 L", "", "");
	if (strcmp (path, "/cut") == 0)
		return g_strdup ("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>half");
	return reply ("404 N", "", "");
}

static bool stop (gpointer data)
{
	const Fixture *f = data;
	return f->stop_after && f->commits >= f->stop_after;
}

static void committed (const CrawlCounts *counts, gpointer data)
{
	(void)counts;
	((Fixture *)data)->commits++;
}

static void set_up (Fixture *f, gconstpointer data)
{
	(void)data;
	f->dir = g_dir_make_tmp ("entente-test-XXXXXX", NULL);
	f->clock = g_build_filename (f->dir, "clock", NULL);
	f->log = g_ptr_array_new_with_free_func ((GDestroyNotify)json_decref);
	f->web = web_new (answer, f);
	f->web->clock_file = f->clock;
	f->options = (CrawlOptions){ .user_agent = "entente-test/1 (+mailto:a@b.example)",
				     .allow_private = true,
				     .retries = 2,
				     .asked_only = true,
				     .clock_file = f->clock,
				     .log = note,
				     .committed = committed,
				     .stop = stop,
				     .data = f };
}

static void tear_down (Fixture *f, gconstpointer data)
{
	(void)data;
	web_free (f->web);
	g_ptr_array_unref (f->log);
	scratch_free (f->dir);
	g_free (f->clock);
}

static Store *open_store (const Fixture *f)
{
	GError *error = NULL;
	g_autofree char *dir = g_build_filename (f->dir, "corpus", NULL);
	Store *store = store_open (dir, STORE_CREATE, 0, &error);
	g_assert_no_error (error);
	return store;
}

/* Crawl `paths` (apart by blanks) of 127.0.0.1; what begins with a dot is of 127.0.0.2. */
static void crawl (Fixture *f, const char *paths)
{
	GError *error = NULL;
	g_auto (GStrv) list = g_strsplit (paths, " ", -1);
	g_autoptr (Store) store = open_store (f);
	g_autoptr (Crawl) crawl = crawl_new (store, &f->options, &error);
	g_assert_no_error (error);
	g_ptr_array_set_size (f->log, 0);
	f->commits = 0;
	for (char **path = list; *path && **path; path++) {
		bool second = **path == '.';
		g_autofree char *url = g_strdup_printf ("http://127.0.0.%d:%d%s", second ? 2 : 1,
							f->web->port, *path + second);
		g_assert_true (crawl_ask (crawl, url, &error));
	}
	g_assert_true (crawl_run (crawl, &error));
	g_assert_no_error (error);
	f->counts = *crawl_counts (crawl);
}

static const char *logged (const Fixture *f, const char *path, const char *field)
{
	const char *found = NULL;
	for (guint i = 0; i < f->log->len; i++) {
		const char *url = json_string_value (json_object_get (f->log->pdata[i], "url"));
		if (g_str_has_suffix (url, path))
			found = json_string_value (json_object_get (f->log->pdata[i], field));
	}
	return found;
}

static guint64 articles (const Fixture *f)
{
	g_autoptr (Store) store = open_store (f);
	g_autoptr (StoreStats) stats = NULL;
	g_assert_true (store_stats (store, &stats, NULL));
	return stats->articles;
}

/* --- the tests --- */

static void test_page (Fixture *f, gconstpointer data)
{
	(void)data;
	crawl (f, "/one");
	g_assert_cmpuint (f->counts.added, ==, 1);
	g_assert_cmpuint (f->counts.queued, ==, 0);
	g_assert_cmpuint (web_count (f->web, "/robots.txt"), ==, 1);
	g_assert_true (g_str_has_prefix (f->web->requests->pdata[0], "GET /robots.txt"));
	g_assert_nonnull (strstr (f->web->requests->pdata[2],
				  "User-Agent: entente-test/1 (+mailto:a@b.example)\r\n"));
	g_assert_cmpstr (logged (f, "/one", "what"), ==, "added");
	g_autoptr (Store) store = open_store (f);
	g_autoptr (Article) article = NULL;
	guint32 docid;
	g_assert_true (
		store_find (store, logged (f, "/one", "article"), &docid, &article, NULL, NULL));
	g_assert_cmpstr (article->title, ==, "Bridge closed one");
	g_assert_cmpstr (article->date_fetched.source, ==, "crawl");
	/* the archive has it where the provenance says */
	const json_t *warc = json_object_get (article->provenance, "warc");
	g_autofree char *path = g_build_filename (
		f->dir, "corpus", json_string_value (json_object_get (warc, "file")), NULL);
	const WarcPlace place = { (guint64)json_integer_value (json_object_get (warc, "offset")),
				  0 };
	g_autoptr (WarcReader) reader = warc_open (path, &place, NULL);
	const WarcRecord *record;
	g_assert_cmpint (warc_next (reader, &record, NULL), ==, WARC_ROW);
	g_assert_cmpint (record->type, ==, WARC_RESPONSE);
	g_assert_cmpstr (record->id, ==, json_string_value (json_object_get (warc, "record_id")));
	g_autoptr (GByteArray) block = warc_block (reader, 100000, NULL);
	g_byte_array_append (block, (const guint8 *)"", 1);
	g_assert_nonnull (strstr ((char *)block->data, "Bridge closed one reported it first."));
}

static void test_refused (Fixture *f, gconstpointer data)
{
	(void)data;
	crawl (f, "/private/a /to-private /nothing /round");
	g_assert_cmpuint (f->counts.refused, ==, 2);
	g_assert_cmpuint (f->counts.failed, ==, 2);
	g_assert_cmpuint (web_count (f->web, "/private/a"), ==, 0);
	g_assert_cmpuint (web_count (f->web, "/private/x"), ==, 0);
	g_assert_cmpuint (web_count (f->web, "/round"), ==, CRAWL_HOPS_MAX + 1);
	g_assert_cmpstr (logged (f, "/private/a", "reason"), ==, "Disallow: /private/ (line 2)");
	g_assert_cmpstr (logged (f, "/private/x", "what"), ==, "refused");
	g_assert_cmpstr (logged (f, "/nothing", "reason"), ==, "HTTP 404");
	g_assert_cmpstr (logged (f, "/round", "reason"), ==, "too many redirects");
	f->options.allow_private = false;
	crawl (f, "/one");
	g_assert_cmpuint (f->counts.refused, ==, 1);
	g_assert_cmpuint (web_count (f->web, "/one"), ==, 0);
}

static void test_rights (Fixture *f, gconstpointer data)
{
	(void)data;
	f->mode = "reserved";
	crawl (f, "/noindex /noarchive /n/1");
	g_assert_cmpuint (f->counts.added, ==, 2);
	g_assert_cmpstr (logged (f, "/noindex", "what"), ==, "refused");
	g_assert_cmpstr (logged (f, "/noindex", "reason"), ==, "noindex");
	g_assert_null (logged (f, "/noarchive", "warc"));
	g_assert_nonnull (logged (f, "/n/1", "warc"));
	{
		g_autoptr (Store) store = open_store (f);
		g_autoptr (Article) article = NULL;
		guint32 docid;
		g_assert_true (store_find (store, logged (f, "/n/1", "article"), &docid, &article,
					   NULL, NULL));
		g_assert_cmpint (
			json_integer_value (rights_get (article->rights, "tdm_reservation")), ==,
			1);
	}
	g_assert_cmpuint (web_count (f->web, "/.well-known/tdmrep.json"), ==, 1);
	f->options.respect = RESPECT_TDM;
	crawl (f, "/n/2");
	g_assert_cmpuint (web_count (f->web, "/n/2"), ==, 0);
	g_assert_cmpstr (logged (f, "/n/2", "reason"), ==, "tdm-reservation");
}

static void test_depth (Fixture *f, gconstpointer data)
{
	(void)data;
	static const char *const exclude[] = { "/n/out", NULL };
	f->options.depth = 1;
	crawl (f, "/front");
	g_assert_cmpuint (web_count (f->web, ARTICLE), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/section/"), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/login"), ==, 0);
	g_assert_cmpuint (web_count (f->web, "/n/c"), ==, 0);
	f->options.depth = 2;
	f->options.exclude = exclude;
	/* what was seen before is read for its links again, ten seconds later */
	g_assert_true (g_file_set_contents (f->clock, "00000000000010000000\n", -1, NULL));
	crawl (f, "/front");
	g_assert_cmpuint (web_count (f->web, ARTICLE), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/section/"), ==, 2);
	g_assert_cmpuint (web_count (f->web, "/n/c"), ==, 1);
	crawl (f, "./front");
	g_assert_cmpuint (web_count (f->web, "/n/c"), ==, 2);
	g_assert_cmpuint (web_count (f->web, "/n/out"), ==, 0);
}

static void test_redirect (Fixture *f, gconstpointer data)
{
	(void)data;
	crawl (f, "/moved");
	g_assert_cmpuint (f->counts.added, ==, 1);
	g_assert_cmpstr (logged (f, "/one", "what"), ==, "added");
	/* the same page under its own address is the same article */
	crawl (f, "/one");
	g_assert_cmpuint (f->counts.added, ==, 0);
	g_assert_cmpuint (articles (f), ==, 1);
}

static void test_unchanged (Fixture *f, gconstpointer data)
{
	(void)data;
	crawl (f, "/etag /one");
	g_assert_cmpuint (f->counts.added, ==, 2);
	crawl (f, "/etag /one");
	g_assert_cmpuint (f->counts.unchanged, ==, 2);
	g_assert_cmpstr (logged (f, "/etag", "what"), ==, "unchanged");
	g_assert_cmpstr (logged (f, "/one", "what"), ==, "unchanged");
	/* robots.txt is kept for a day */
	g_assert_cmpuint (web_count (f->web, "/robots.txt"), ==, 1);
	/* the second visit is in the archive as revisits */
	guint revisits = 0;
	g_autofree char *folder = g_build_filename (f->dir, "corpus", "warc", NULL);
	g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name (entries));) {
		g_autofree char *path = g_build_filename (folder, name, NULL);
		g_autoptr (WarcReader) reader =
			g_str_has_suffix (name, ".warc.gz") ? warc_open (path, NULL, NULL) : NULL;
		const WarcRecord *record;
		while (reader && warc_next (reader, &record, NULL) == WARC_ROW)
			revisits += record->type == WARC_REVISIT;
	}
	g_assert_cmpuint (revisits, ==, 2);
}

static void test_same (Fixture *f, gconstpointer data)
{
	(void)data;
	crawl (f, "/same-a /same-b /twin-a /twin-b /n/1?utm_source=x /n/1");
	g_assert_cmpuint (f->counts.added, ==, 3);
	g_assert_cmpuint (f->counts.same, ==, 2);
	g_assert_cmpuint (articles (f), ==, 3);
	g_assert_cmpuint (web_count (f->web, "/n/1"), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/n/1?utm_source=x"), ==, 0);
}

static double seconds_between (const Web *web, guint a, guint b)
{
	return (double)(g_array_index (web->times_us, gint64, b) -
			g_array_index (web->times_us, gint64, a)) /
	       1e6;
}

static void test_later (Fixture *f, gconstpointer data)
{
	(void)data;
	f->mode = "busy";
	crawl (f, "/busy");
	g_assert_cmpuint (web_count (f->web, "/busy"), ==, 3);
	g_assert_cmpuint (f->counts.failed, ==, 1);
	g_assert_cmpfloat (seconds_between (f->web, 2, 3), >=, 40);
	g_assert_cmpfloat (seconds_between (f->web, 3, 4), >=, 40);
	g_assert_cmpfloat (seconds_between (f->web, 3, 4), <, 50);
	web_forget (f->web);
	/* without Retry-After the pause grows; what would be over a minute and a half is left */
	crawl (f, "./down");
	g_assert_cmpuint (web_count (f->web, "/down"), ==, 3);
	g_assert_cmpfloat (seconds_between (f->web, 2, 3), >=, 30);
	g_assert_cmpfloat (seconds_between (f->web, 3, 4), >=, 60);
	web_forget (f->web);
	crawl (f, "/cut");
	g_assert_cmpuint (web_count (f->web, "/cut"), ==, 3);
	g_assert_cmpstr (logged (f, "/cut", "outcome"), ==, "incomplete");
}

static void test_robots_down (Fixture *f, gconstpointer data)
{
	(void)data;
	f->mode = "robots 503";
	crawl (f, "/one");
	g_assert_cmpuint (web_count (f->web, "/one"), ==, 0);
	g_assert_cmpuint (f->counts.queued, ==, 1);
	g_assert_cmpuint (web_count (f->web, "/robots.txt"), >=, 2);
	/* the pause that it earned holds in the next run too */
	web_forget (f->web);
	crawl (f, "");
	g_assert_cmpuint (web_count (f->web, "/robots.txt"), ==, 0);
}

static void test_polite (Fixture *f, gconstpointer data)
{
	(void)data;
	f->options.delay_ms = 3000;
	crawl (f, "/n/1 /n/2 /n/3");
	for (guint i = 1; i < f->web->requests->len; i++)
		g_assert_cmpfloat (seconds_between (f->web, i - 1, i), >=, 3);
	/* another run, the same host */
	web_forget (f->web);
	gint64 now = web_now_us (f->web);
	crawl (f, "/n/4");
	g_assert_cmpfloat ((double)(g_array_index (f->web->times_us, gint64, 0) - now) / 1e6, >=,
			   2.5);
	/* Crawl-delay is more, and known before the first page */
	web_forget (f->web);
	f->mode = "slow";
	crawl (f, "./n/5 ./n/6");
	g_assert_cmpuint (f->web->requests->len, ==, 4);
	g_assert_cmpfloat (seconds_between (f->web, 0, 1), >=, 100);
	g_assert_cmpfloat (seconds_between (f->web, 1, 2), >=, 100);
}

/* Stopped in the middle, and forgotten without a word: what was acknowledged is not fetched again, the rest is, after a delay. */
static void test_killed (Fixture *f, gconstpointer data)
{
	(void)data;
	GError *error = NULL;
	f->options.delay_ms = 2000;
	f->stop_after = 4;
	{
		g_autoptr (Store) store = open_store (f);
		g_autoptr (Crawl) crawl = crawl_new (store, &f->options, &error);
		for (guint i = 0; i < 6; i++) {
			g_autofree char *url =
				g_strdup_printf ("http://127.0.0.1:%d/n/%u", f->web->port, i);
			g_assert_true (crawl_ask (crawl, url, &error));
		}
		g_assert_true (crawl_run (crawl, &error));
	}
	guint done = 0;
	for (guint i = 0; i < f->log->len; i++)
		done += g_strcmp0 (json_string_value (json_object_get (f->log->pdata[i], "what")),
				   "added") == 0;
	g_assert_cmpuint (done, >, 0);
	g_assert_cmpuint (done, <, 6);
	g_assert_cmpuint (articles (f), ==, done);
	/* as a kill leaves it */
	{
		g_autoptr (Store) store = open_store (f);
		g_autoptr (Frontier) frontier = frontier_new (store, &error);
		g_assert_true (frontier_setting_save (frontier, "running", "1", &error));
		g_assert_true (store_commit (store, &error));
	}
	web_forget (f->web);
	f->stop_after = 0;
	gint64 now = web_now_us (f->web);
	crawl (f, "");
	g_assert_cmpuint (f->web->requests->len, ==, 6 - done);
	g_assert_cmpfloat ((double)(g_array_index (f->web->times_us, gint64, 0) - now) / 1e6, >=,
			   2);
	g_assert_cmpuint (articles (f), ==, 6);
}

static gint64 add_source (const Fixture *f, SourceKind kind, const char *path)
{
	g_autoptr (Store) store = open_store (f);
	g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d%s", f->web->port, path);
	const Source source = { .kind = kind, .url = url };
	gint64 id;
	g_assert_true (
		source_add (store, &source, g_get_real_time () / G_USEC_PER_SEC, &id, NULL, NULL));
	g_assert_true (store_commit (store, NULL));
	return id;
}

static void test_sources (Fixture *f, gconstpointer data)
{
	(void)data;
	f->options.asked_only = false;
	f->options.max_age_days = 30;
	f->items = 3;
	gint64 id = add_source (f, SOURCE_FEED, "/feed");
	add_source (f, SOURCE_SITEMAP, "/map-index");
	crawl (f, "");
	g_assert_cmpuint (f->counts.polled, ==, 3);
	g_assert_cmpuint (f->counts.added, ==, 4);
	g_assert_cmpuint (web_count (f->web, "/n/old"), ==, 0);
	/* two ways to one page: it is fetched once */
	g_assert_cmpuint (web_count (f->web, "/to-map"), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/n/map"), ==, 1);
	/* newest first */
	guint first = 0, last = 0;
	for (guint i = 0; i < f->web->requests->len; i++) {
		first = g_str_has_prefix (f->web->requests->pdata[i], "GET /n/item2") ? i : first;
		last = g_str_has_prefix (f->web->requests->pdata[i], "GET /n/item0") ? i : last;
	}
	g_assert_cmpuint (first, <, last);
	{
		g_autoptr (Store) store = open_store (f);
		g_autoptr (Source) source = NULL;
		g_autoptr (Article) article = NULL;
		guint32 docid;
		g_assert_true (source_get (store, id, &source, NULL));
		g_assert_cmpint (source->entries, ==, 3);
		g_assert_cmpstr (source->etag, ==, "\"3\"");
		g_assert_true (store_find (store, logged (f, "/n/item2", "article"), &docid,
					   &article, NULL, NULL));
		g_assert_cmpstr (article->date_published.source, ==, "feed:published");
	}
	/* not due again yet, unless it is named */
	web_forget (f->web);
	crawl (f, "");
	g_assert_cmpuint (f->web->requests->len, ==, 0);
}

/* An index lists sitemaps; one that lists indexes is not followed any deeper, and its health says why. */
static void test_nested_index (Fixture *f, gconstpointer data)
{
	(void)data;
	f->options.asked_only = false;
	add_source (f, SOURCE_SITEMAP, "/map-nest");
	crawl (f, "");
	g_assert_cmpuint (web_count (f->web, "/map-nest"), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/map-index"), ==, 1);
	g_assert_cmpuint (web_count (f->web, "/map"), ==, 0);
	g_autoptr (Store) store = open_store (f);
	g_autoptr (Source) inner = NULL;
	g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d/map-index", f->web->port);
	g_assert_true (source_find (store, url, &inner, NULL));
	g_assert_cmpuint (inner->failures, ==, 1);
	g_assert_nonnull (strstr (inner->why, "sitemap index"));
}

/* The child of a front page; it answers with 404. */
static gint64 add_lost_child (const Fixture *f, gint64 home)
{
	gint64 id = add_source (f, SOURCE_FEED, "/lost");
	g_autoptr (Store) store = open_store (f);
	g_autofree char *sql = g_strdup_printf ("UPDATE source SET parent = %" G_GINT64_FORMAT
						" WHERE source_id = %" G_GINT64_FORMAT,
						home, id);
	g_assert_true (store_begin (store, NULL) && store_exec (store, sql, NULL) &&
		       store_commit (store, NULL));
	return id;
}

static bool four_days (gpointer data)
{
	const Fixture *f = data;
	return web_now_us (f->web) - f->begun_us > G_GINT64_CONSTANT (4) * 86400 * G_USEC_PER_SEC;
}

/* A site whose feed has moved: when the old one has failed for days, its front page and robots.txt are asked for others. */
static void test_look_around (Fixture *f, gconstpointer data)
{
	(void)data;
	f->options.asked_only = false;
	f->options.follow = true;
	f->options.stop = four_days;
	f->mode = "news map";
	f->items = 2;
	f->begun_us = web_now_us (f->web);
	gint64 home = add_source (f, SOURCE_HOME, "/");
	add_lost_child (f, home);
	crawl (f, "");
	g_assert_cmpuint (web_count (f->web, "/feed"), >=, 2);
	g_assert_cmpuint (web_count (f->web, "/news-sitemap.xml"), >=, 1);
	g_autoptr (Store) store = open_store (f);
	g_autoptr (Source) feed = NULL;
	g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%d/feed", f->web->port);
	g_assert_true (source_find (store, url, &feed, NULL));
	g_assert_cmpint (feed->parent, ==, home);
	/* it was not asked for while there was hope */
	const gint64 *times = (const gint64 *)(gpointer)f->web->times_us->data;
	for (guint i = 0; i < f->web->requests->len; i++)
		if (g_str_has_prefix (f->web->requests->pdata[i], "GET /feed "))
			g_assert_cmpint (times[i] - f->begun_us, >=,
					 G_GINT64_CONSTANT (2) * 86400 * G_USEC_PER_SEC);
}

/* Half a day in a moment: the feed gets an entry now and then, and is asked as often as it deserves. */
static bool half_a_day (gpointer data)
{
	Fixture *f = data;
	gint64 gone_s = (web_now_us (f->web) - f->begun_us) / G_USEC_PER_SEC;
	f->items = 3 + (guint)(gone_s / 5000);
	return gone_s > 43200;
}

static void test_follow (Fixture *f, gconstpointer data)
{
	(void)data;
	f->options.asked_only = false;
	f->options.follow = true;
	f->options.delay_ms = 2000;
	f->options.stop = half_a_day;
	f->begun_us = web_now_us (f->web);
	add_source (f, SOURCE_FEED, "/feed");
	crawl (f, "");
	g_assert_cmpuint (articles (f), >=, 10);
	g_assert_cmpuint (web_count (f->web, "/feed"), >=, 8);
	g_assert_cmpuint (web_count (f->web, "/feed"), <=, 43200 / 600);
	g_assert_cmpuint (web_count (f->web, "/n/item0"), ==, 1);
	for (guint i = 1; i < f->web->requests->len; i++)
		g_assert_cmpfloat (seconds_between (f->web, i - 1, i), >=, 2);
}

int main (int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*func) (Fixture *, gconstpointer);
	} tests[] = {
		{ "/crawl/page", test_page },
		{ "/crawl/refused", test_refused },
		{ "/crawl/rights", test_rights },
		{ "/crawl/depth", test_depth },
		{ "/crawl/redirect", test_redirect },
		{ "/crawl/unchanged", test_unchanged },
		{ "/crawl/same", test_same },
		{ "/crawl/later", test_later },
		{ "/crawl/robots-down", test_robots_down },
		{ "/crawl/sources", test_sources },
		{ "/crawl/nested-index", test_nested_index },
		{ "/crawl/look-around", test_look_around },
		{ "/crawl/follow", test_follow },
		{ "/crawl/polite", test_polite },
		{ "/crawl/killed", test_killed },
	};
	g_test_init (&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
		g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
	return g_test_run ();
}

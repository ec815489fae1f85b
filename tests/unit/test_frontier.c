/* test_frontier.c: the queue in the store: what is queued, in which order it comes out, what comes again. */
#include "corpus/frontier.h"
#include "tests/unit/scratch.h"

#define NOW 1700000000
#define AT_LEAST G_MININT64

typedef struct {
	Store *store;
	Frontier *frontier;
	GHashTable *taken;
	gint64 host_id;
} Fixture;

static void open_all (Fixture *f, const char *dir)
{
	GError *error = NULL;
	f->store = store_open (dir, STORE_CREATE, 0, &error);
	g_assert_no_error (error);
	f->frontier = frontier_new (f->store, &error);
	g_assert_no_error (error);
	f->taken = g_hash_table_new (g_int64_hash, g_int64_equal);
}

static void close_all (Fixture *f)
{
	g_hash_table_unref (f->taken);
	frontier_free (f->frontier);
	store_close (f->store);
}

static FrontierAdded add (Fixture *f, FrontierNew found, gint64 now_s)
{
	FrontierAdded how;
	g_assert_true (frontier_add (f->frontier, &found, now_s, &f->host_id, &how, NULL));
	return how;
}

static GPtrArray *take (Fixture *f, gint64 now_s, guint max, gint64 *next_due_s)
{
	GPtrArray *items = NULL;
	g_assert_true (frontier_take (f->frontier, f->host_id, AT_LEAST, now_s, max, f->taken,
				      &items, next_due_s, NULL));
	return items;
}

static void end (Fixture *f, gint64 url_id, FrontierState state, int status, const char *digest,
		 gint64 at_s)
{
	const FrontierEnd how = {
		.state = state, .at_s = at_s, .status = status, .digest = digest
	};
	g_assert_true (frontier_close (f->frontier, url_id, &how, NULL));
}

static void test_order (void)
{
	SCRATCH (dir);
	Fixture f;
	gint64 next;
	open_all (&f, dir);
	g_assert_cmpint (
		add (&f, (FrontierNew){ .url = "http://a.example/old", .priority = 1 }, NOW), ==,
		FRONTIER_NEW);
	add (&f,
	     (FrontierNew){ .url = "http://a.example/new",
			    .priority = 9,
			    .dated_s = 9,
			    .dated_by = "feed" },
	     NOW);
	add (&f, (FrontierNew){ .url = "http://a.example/late", .priority = 5 }, NOW);
	/* another address of the same page */
	g_assert_cmpint (
		add (&f, (FrontierNew){ .url = "https://www.a.example/old/", .priority = 7 }, NOW),
		==, FRONTIER_KNOWN);
	g_autoptr (GPtrArray) items = take (&f, NOW, 10, &next);
	g_assert_cmpuint (items->len, ==, 3);
	const FrontierItem *first = items->pdata[0], *second = items->pdata[1],
			   *third = items->pdata[2];
	g_assert_cmpstr (first->url, ==, "http://a.example/new");
	g_assert_cmpint (first->dated_s, ==, 9);
	g_assert_cmpstr (first->dated_by, ==, "feed");
	g_assert_cmpstr (second->url, ==, "http://a.example/old");
	/* what is taken does not come again; what failed comes when it is due, one try poorer */
	gint64 id = first->url_id;
	g_hash_table_add (f.taken, &id);
	g_assert_true (frontier_retry (f.frontier, third->url_id, NOW + 60, 503, "HTTP 503", NULL));
	g_autoptr (GPtrArray) rest = take (&f, NOW, 10, &next);
	g_assert_cmpuint (rest->len, ==, 1);
	g_assert_cmpint (next, ==, NOW + 60);
	g_autoptr (GPtrArray) later = take (&f, NOW + 60, 1 + 1, &next);
	g_assert_cmpuint (later->len, ==, 2);
	g_assert_cmpuint (((FrontierItem *)later->pdata[1])->tries, ==, 1);
	close_all (&f);
}

/* A page that a sitemap calls changed at every look. */
static void test_changed (void)
{
	SCRATCH (dir);
	Fixture f;
	gint64 next;
	open_all (&f, dir);
	FrontierNew page = { .url = "http://a.example/x" };
	add (&f, page, NOW);
	g_autoptr (GPtrArray) items = take (&f, NOW, 1, &next);
	gint64 id = ((FrontierItem *)items->pdata[0])->url_id;
	end (&f, id, FRONTIER_DONE, 200, "sha1:A", NOW);
	g_assert_cmpint (add (&f, page, NOW + 10), ==, FRONTIER_KNOWN);
	page.changed_s = NOW + 600;
	g_assert_cmpint (add (&f, page, NOW + 600), ==, FRONTIER_AGAIN);
	end (&f, id, FRONTIER_DONE, 304, NULL, NOW + 600);
	/* it was the same for ten minutes: ten more before the next look, then twenty */
	page.changed_s = NOW + 900;
	g_assert_cmpint (add (&f, page, NOW + 900), ==, FRONTIER_KNOWN);
	page.changed_s = NOW + 1200;
	g_assert_cmpint (add (&f, page, NOW + 1200), ==, FRONTIER_AGAIN);
	end (&f, id, FRONTIER_DONE, 304, NULL, NOW + 1200);
	page.changed_s = NOW + 2000;
	g_assert_cmpint (add (&f, page, NOW + 2000), ==, FRONTIER_KNOWN);
	/* it has really changed */
	page.changed_s = NOW + 2400;
	g_assert_cmpint (add (&f, page, NOW + 2400), ==, FRONTIER_AGAIN);
	end (&f, id, FRONTIER_DONE, 200, "sha1:B", NOW + 2400);
	page.changed_s = NOW + 2410;
	g_assert_cmpint (add (&f, page, NOW + 2410), ==, FRONTIER_AGAIN);
	/* a server's failure is worth another try the next day, a page that is not there is not */
	end (&f, id, FRONTIER_FAILED, 500, NULL, NOW + 2410);
	page.changed_s = 0;
	g_assert_cmpint (add (&f, page, NOW + 3000), ==, FRONTIER_KNOWN);
	g_assert_cmpint (add (&f, page, NOW + 90000), ==, FRONTIER_AGAIN);
	end (&f, id, FRONTIER_FAILED, 404, NULL, NOW + 90000);
	g_assert_cmpint (add (&f, page, NOW + 400000), ==, FRONTIER_KNOWN);
	page.again = true;
	g_assert_cmpint (add (&f, page, NOW + 400000), ==, FRONTIER_AGAIN);
	close_all (&f);
}

/* What was not committed is not there; what was, is. */
static void test_kept (void)
{
	SCRATCH (dir);
	Fixture f;
	guint64 queued;
	open_all (&f, dir);
	FrontierHost host;
	add (&f, (FrontierNew){ .url = "http://a.example/1" }, NOW);
	g_assert_true (frontier_host (f.frontier, "a.example", &host, NULL));
	host.pause_ms = 77;
	host.failures = 3;
	g_assert_true (frontier_host_save (f.frontier, &host, NULL));
	frontier_host_clear (&host);
	g_assert_true (store_commit (f.store, NULL));
	add (&f, (FrontierNew){ .url = "http://a.example/2" }, NOW);
	close_all (&f);
	open_all (&f, dir);
	g_assert_true (frontier_count (f.frontier, FRONTIER_QUEUED, AT_LEAST, &queued, NULL));
	g_assert_cmpuint (queued, ==, 1);
	g_assert_true (frontier_host (f.frontier, "a.example", &host, NULL));
	g_assert_cmpint (host.pause_ms, ==, 77);
	g_assert_cmpuint (host.failures, ==, 3);
	frontier_host_clear (&host);
	GError *error = NULL;
	FrontierAdded how;
	const FrontierNew bad = { .url = "mailto:x" };
	g_assert_false (frontier_add (f.frontier, &bad, NOW, &f.host_id, &how, &error));
	g_assert_error (error, STORE_ERROR, STORE_ERROR_FAILED);
	g_clear_error (&error);
	close_all (&f);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/frontier/order", test_order);
	g_test_add_func ("/frontier/changed", test_changed);
	g_test_add_func ("/frontier/kept", test_kept);
	return g_test_run ();
}

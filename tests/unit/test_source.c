/* test_source.c: sources in the store, and when they are asked again. */
#include <string.h>

#include "corpus/source_policy.h"
#include "store_fixture.h"

#define T0 G_GINT64_CONSTANT (1767225600) /* Thursday 2026-01-01 00:00 UTC */
#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/* --- the store --- */

static gint64 add (Store *store, SourceKind kind, const char *url, gint64 parent)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (Source) wanted = source_new (kind, url);
	gint64 id = 0;
	bool added = false;
	wanted->parent = parent;
	source_add (store, wanted, T0, &id, &added, &error);
	g_assert_no_error (error);
	g_assert_true (added);
	return id;
}

static Source *get (Store *store, gint64 id)
{
	g_autoptr (GError) error = NULL;
	Source *source = NULL;
	source_get (store, id, &source, &error);
	g_assert_no_error (error);
	g_assert_nonnull (source);
	return source;
}

static void record (Store *store, gint64 id, const SourcePoll *poll)
{
	g_autoptr (GError) error = NULL;
	source_record (store, id, poll, &error);
	g_assert_no_error (error);
}

static void test_add_find (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	gint64 id = add (store, SOURCE_FEED, "HTTP://News.Example:80/rss?utm_source=x#top", 0);
	g_autoptr (Source) s = get (store, id);
	g_assert_cmpstr (s->url, ==, "http://news.example/rss");
	g_assert_cmpint (s->next_s, ==, T0);
	g_assert_cmpint (s->interval_s, ==, source_bounds (SOURCE_FEED)->first_s);

	/* Given again: what is given counts, what is not stays. */
	g_autoptr (Source) again = source_new (SOURCE_FEED, "http://news.example/rss");
	again->title = g_strdup ("The News");
	again->group = g_strdup ("dailies");
	bool added = true;
	gint64 same = 0;
	must (source_add (store, again, T0 + 5, &same, &added, NULL));
	g_assert_false (added);
	g_assert_cmpint (same, ==, id);
	/* Found again on a page: fills in only. */
	g_autoptr (Source) found = source_new (SOURCE_FEED, "http://news.example/rss");
	found->parent = add (store, SOURCE_HOME, "http://news.example/", 0);
	found->title = g_strdup ("RSS");
	found->language = g_strdup ("en");
	must (source_add (store, found, T0 + 6, NULL, NULL, NULL));
	g_autoptr (Source) now = get (store, id);
	g_assert_cmpstr (now->title, ==, "The News");
	g_assert_cmpstr (now->group, ==, "dailies");
	g_assert_cmpstr (now->language, ==, "en");
	g_assert_cmpint (now->parent, ==, 0);
	g_assert_cmpint (now->added_s, ==, T0);

	const char *names[] = { "http://news.example/rss", "https://www.news.example/rss/", NULL };
	for (const char **name = names; *name; name++) {
		g_autoptr (Source) one = NULL;
		must (source_find (store, *name, &one, NULL));
		g_assert_nonnull (one);
		g_assert_cmpint (one->id, ==, id);
	}
	g_autoptr (Source) none = NULL;
	must (source_find (store, "http://other.example/rss", &none, NULL));
	g_assert_null (none);
	must (source_find (store, "no url", &none, NULL));
	g_assert_null (none);
	g_autoptr (GError) error = NULL;
	g_autoptr (Source) bad = source_new (SOURCE_FEED, "ftp://news.example/");
	g_assert_false (source_add (store, bad, T0, NULL, NULL, &error));
	g_assert_error (error, STORE_ERROR, STORE_ERROR_FAILED);
	store_close (store);
	remove_dir (dir);
}

static void test_remove (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	gint64 home = add (store, SOURCE_HOME, "http://a.example/", 0);
	gint64 map = add (store, SOURCE_SITEMAP, "http://a.example/sitemap.xml", home);
	add (store, SOURCE_SITEMAP, "http://a.example/sitemap-1.xml", map);
	gint64 other = add (store, SOURCE_FEED, "http://b.example/feed", 0);
	must (source_count_articles (store, map, T0, 3, NULL));
	guint removed = 0;
	must (source_remove (store, home, &removed, NULL));
	g_assert_cmpuint (removed, ==, 3);
	must (source_remove (store, home, &removed, NULL));
	g_assert_cmpuint (removed, ==, 0);
	guint64 count = 0;
	must (source_count (store, &count, NULL));
	g_assert_cmpuint (count, ==, 1);
	gint64 days = -1;
	must (store_get_int (store, "SELECT count(*) FROM source_day", &days, NULL));
	g_assert_cmpint (days, ==, 0);
	/* What comes of a poll of a source that went meanwhile is nobody's. */
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.at_s = T0 + 10;
	record (store, map, &poll);
	must (source_count_articles (store, map, T0, 3, NULL));
	/* Numbers are not given again. */
	g_assert_cmpint (add (store, SOURCE_FEED, "http://c.example/feed", 0), >, other);
	store_close (store);
	remove_dir (dir);
}

static void test_poll_outcomes (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	gint64 id = add (store, SOURCE_FEED, "http://a.example/feed", 0);
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.at_s = T0 + 10;
	poll.etag = "W/\"a, b\"";
	poll.last_modified = "not  a date";
	poll.body_hash = "h1";
	poll.entries_count = 20;
	poll.new_count = 20;
	poll.ttl_s = 3600;
	poll.hub = "https://hub.example/";
	poll.title = "A\nfeed";
	record (store, id, &poll);
	g_autoptr (Source) s = get (store, id);
	g_assert_cmpstr (s->etag, ==, "W/\"a, b\"");
	g_assert_cmpstr (s->last_modified, ==, "not  a date");
	g_assert_cmpstr (s->title, ==, "A feed");
	g_assert_cmpstr (s->hub, ==, "https://hub.example/");
	g_assert_cmpint (s->ttl_s, ==, 3600);
	g_assert_cmpint (s->success_s, ==, T0 + 10);
	g_assert_cmpint (s->new_s, ==, T0 + 10);
	g_assert_cmpint (s->entries, ==, 20);
	g_assert_cmpint (s->next_s, >=, T0 + 10 + 3600);

	/* A server without 304: the same body is no news, whatever the caller counted. */
	poll.at_s = T0 + DAY;
	poll.etag = "\"other\"";
	record (store, id, &poll);
	g_autoptr (Source) same = get (store, id);
	g_assert_cmpint (same->new_s, ==, T0 + 10);
	g_assert_cmpint (same->success_s, ==, T0 + DAY);
	g_assert_cmpstr (same->etag, ==, "\"other\"");

	/* A failure forgets nothing but is counted, with its reason on one line. */
	SourcePoll failed = SOURCE_POLL_NONE;
	failed.at_s = T0 + DAY + 60;
	failed.outcome = SOURCE_FAILED;
	failed.why = "HTTP 503\nfrom \033[31ma.example";
	record (store, id, &failed);
	record (store, id, &failed);
	g_autoptr (Source) down = get (store, id);
	g_assert_cmpuint (down->failures, ==, 2);
	g_assert_cmpstr (down->why, ==, "HTTP 503 from [31ma.example");
	g_assert_cmpstr (down->etag, ==, "\"other\"");
	g_assert_cmpint (down->success_s, ==, T0 + DAY);
	g_assert_cmpint (down->interval_s, ==, same->interval_s);

	/* Not modified is a success; validators that come with it replace. */
	SourcePoll unchanged = SOURCE_POLL_NONE;
	unchanged.at_s = T0 + 2 * DAY;
	unchanged.outcome = SOURCE_UNCHANGED;
	record (store, id, &unchanged);
	g_autoptr (Source) up = get (store, id);
	g_assert_cmpuint (up->failures, ==, 0);
	g_assert_null (up->why);
	g_assert_cmpstr (up->etag, ==, "\"other\"");
	g_assert_cmpint (up->ttl_s, ==, 3600);
	g_assert_cmpstr (up->body_hash, ==, "h1");

	/* A new body without validators: the old ones must not be sent again. */
	SourcePoll bare = SOURCE_POLL_NONE;
	bare.at_s = T0 + 3 * DAY;
	bare.body_hash = "h2";
	record (store, id, &bare);
	g_autoptr (Source) without = get (store, id);
	g_assert_null (without->etag);
	g_assert_null (without->last_modified);
	g_assert_cmpint (without->ttl_s, ==, -1);
	store_close (store);
	remove_dir (dir);
}

static void test_moved (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	gint64 id = add (store, SOURCE_FEED, "http://a.example/feed", 0);
	gint64 other = add (store, SOURCE_FEED, "https://a.example/atom", 0);
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.at_s = T0;
	poll.moved_to = "https://a.example/feed";
	record (store, id, &poll);
	g_autoptr (Source) moved = get (store, id);
	g_assert_cmpstr (moved->url, ==, "https://a.example/feed");
	/* onto another source: both stay */
	poll.moved_to = "https://a.example/atom";
	record (store, id, &poll);
	g_autoptr (Source) stays = get (store, id);
	g_assert_cmpstr (stays->url, ==, "https://a.example/feed");
	g_autoptr (Source) still = get (store, other);
	g_assert_cmpstr (still->url, ==, "https://a.example/atom");
	store_close (store);
	remove_dir (dir);
}

static void test_due (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	gint64 next = -1;
	must (source_next_due (store, &next, NULL));
	g_assert_cmpint (next, ==, 0);
	gint64 a = add (store, SOURCE_FEED, "http://a.example/feed", 0);
	gint64 b = add (store, SOURCE_FEED, "http://b.example/feed", 0);
	gint64 c = add (store, SOURCE_FEED, "http://c.example/feed", 0);
	must (source_postpone (store, b, T0 + 100, NULL));
	must (source_postpone (store, b, T0 + 50, NULL)); /* never earlier */
	must (source_postpone (store, a, T0 + 10, NULL));
	must (store_commit (store, NULL));
	g_autoptr (GPtrArray) due = NULL;
	must (source_due (store, T0 + 99, 10, &due, NULL));
	g_assert_cmpuint (due->len, ==, 2);
	g_assert_cmpint (((Source *)due->pdata[0])->id, ==, c);
	g_assert_cmpint (((Source *)due->pdata[1])->id, ==, a);
	g_autoptr (GPtrArray) one = NULL;
	must (source_due (store, T0 + 100, 1, &one, NULL));
	g_assert_cmpuint (one->len, ==, 1);
	must (source_next_due (store, &next, NULL));
	g_assert_cmpint (next, ==, T0);
	store_close (store);
	remove_dir (dir);
}

static void test_list (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	g_autoptr (GError) error = NULL;
	g_autoptr (Source) grouped = source_new (SOURCE_HOME, "http://z.example/");
	grouped->group = g_strdup ("b");
	gint64 home = 0;
	must (source_add (store, grouped, T0, &home, NULL, NULL));
	gint64 child = add (store, SOURCE_FEED, "http://feeds.example/z", home);
	add (store, SOURCE_FEED, "http://y.example/", 0);
	SourcePoll poll = SOURCE_POLL_NONE;
	for (int day = 0; day < 100; day += 10) {
		poll.at_s = T0 + day * (gint64)DAY;
		poll.new_count = 7;
		record (store, child, &poll);
		must (source_count_articles (store, child, poll.at_s, 14, NULL));
	}
	g_autoptr (GPtrArray) list = NULL;
	source_list (store, NULL, T0 + 90 * (gint64)DAY + 5, &list, &error);
	g_assert_no_error (error);
	g_assert_cmpuint (list->len, ==, 3);
	const Source *first = list->pdata[0], *second = list->pdata[1], *third = list->pdata[2];
	g_assert_cmpstr (first->url, ==, "http://y.example/");
	g_assert_cmpstr (second->url, ==, "http://z.example/");
	g_assert_cmpint (third->id, ==, child);
	g_assert_cmpfloat_with_epsilon (third->fresh_per_day, 1, 1e-9);
	g_assert_cmpfloat_with_epsilon (third->articles_per_day, 2, 1e-9);
	g_assert_cmpuint (third->articles_total, ==, 140);
	g_assert_cmpuint (third->polls_7d, ==, 1);
	g_autoptr (GPtrArray) of_group = NULL;
	must (source_list (store, "b", T0, &of_group, NULL));
	g_assert_cmpuint (of_group->len, ==, 1);
	/* Days of long ago are forgotten. */
	poll.at_s = T0 + 200 * (gint64)DAY;
	record (store, child, &poll);
	gint64 days = -1;
	must (store_get_int (store, "SELECT count(*) FROM source_day", &days, NULL));
	g_assert_cmpint (days, ==, 1);
	store_close (store);
	remove_dir (dir);
}

/* Half a poll is never seen: what was not committed is gone. */
static void test_not_committed (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	gint64 id = add (store, SOURCE_FEED, "http://a.example/feed", 0);
	must (store_commit (store, NULL));
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.at_s = T0 + 5;
	record (store, id, &poll);
	store_close (store);
	store = must_open (dir, STORE_WRITE);
	g_autoptr (Source) s = get (store, id);
	g_assert_cmpint (s->polled_s, ==, 0);
	store_close (store);
	remove_dir (dir);
}

/* --- the policy --- */

/* The middle of chance: no jitter. */
#define MIDDLE (G_MAXUINT32 / 2)

typedef struct {
	guint polls, entries;
	double wait_s; /* mean, from an entry's appearance to the poll that finds it */
} Simulated;

/* Ten days of a feed that brings an entry every `every_s`; the last five are counted. */
static Simulated simulate (gint64 every_s, gint64 late_s)
{
	g_autoptr (Source) s = source_new (SOURCE_FEED, "http://a.example/");
	Simulated out = { 0 };
	gint64 seen = 0; /* entries */
	double waited = 0;
	guint found = 0;
	s->interval_s = source_bounds (SOURCE_FEED)->first_s;
	for (gint64 t = 0; t < 10 * DAY;) {
		gint64 now = t / every_s;
		SourcePoll poll = SOURCE_POLL_NONE;
		poll.at_s = T0 + t;
		poll.entries_count = 20;
		poll.new_count = (guint)MIN (now - seen, 20);
		poll.outcome = poll.new_count ? SOURCE_READ : SOURCE_UNCHANGED;
		poll.random = MIDDLE;
		if (t >= 5 * DAY) {
			out.polls++;
			for (gint64 e = seen + 1; e <= now; e++, found++)
				waited += (double)(t - e * every_s);
		}
		seen = now;
		SourcePlan plan = source_plan (s, &poll);
		s->success_s = poll.at_s;
		s->interval_s = plan.interval_s;
		t = plan.next_s - T0 + late_s;
	}
	out.entries = found;
	out.wait_s = found ? waited / found : 0;
	return out;
}

static void test_policy_adapts (void)
{
	static const struct {
		gint64 every_s;
		guint polls_min, polls_max; /* in five days */
		gint64 wait_max_s;
	} rows[] = {
		{ 2 * MINUTE, 600, 721, 10 * MINUTE }, /* at the bound: every ten minutes */
		{ 20 * MINUTE, 240, 560, 20 * MINUTE },
		{ HOUR, 90, 250, HOUR },
		{ 6 * HOUR, 15, 60, 6 * HOUR },
		{ DAY, 5, 16, DAY },
		{ 30 * DAY, 5, 6, DAY },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
		Simulated got = simulate (rows[i].every_s, 0);
		g_test_message ("an entry every %d s: %u polls, found after %.0f s",
				(int)rows[i].every_s, got.polls, got.wait_s);
		g_assert_cmpuint (got.polls, >=, rows[i].polls_min);
		g_assert_cmpuint (got.polls, <=, rows[i].polls_max);
		g_assert_cmpfloat (got.wait_s, <=, (double)rows[i].wait_max_s);
	}
	/* A crawl that only runs now and then learns nothing wrong from it: it is due again about as often as
	 * the feed changes, not every ten minutes because ten entries were waiting. */
	Simulated late = simulate (4 * HOUR, 20 * HOUR);
	g_assert_cmpuint (late.polls, <=, 6);
}

static SourcePlan plan_after (const Source *s, SourcePoll poll, gint64 elapsed_s)
{
	poll.at_s = s->success_s + elapsed_s;
	return source_plan (s, &poll);
}

static Source *a_feed (void)
{
	Source *s = source_new (SOURCE_FEED, "http://a.example/");
	s->interval_s = HOUR;
	s->success_s = T0;
	return s;
}

static void test_policy_bounds (void)
{
	g_autoptr (Source) s = a_feed ();
	for (int kind = 0; kind < SOURCE_KINDS; kind++) {
		const SourceBounds *b = source_bounds (kind);
		g_assert_cmpint (b->min_s, <=, b->first_s);
		g_assert_cmpint (b->first_s, <=, b->max_s);
		s->kind = kind;
		for (guint n = 0; n < 5000; n = n * 2 + 1)
			for (gint64 elapsed = 1; elapsed < 1000 * DAY; elapsed *= 7)
				for (int r = 0; r < 3; r++) {
					SourcePoll poll = SOURCE_POLL_NONE;
					poll.new_count = poll.entries_count = n;
					poll.random = (guint32[]){ 0, MIDDLE, G_MAXUINT32 }[r];
					SourcePlan plan = plan_after (s, poll, elapsed);
					gint64 wait = plan.next_s - T0 - elapsed;
					g_assert_cmpint (plan.interval_s, >=, b->min_s);
					g_assert_cmpint (plan.interval_s, <=, b->max_s);
					g_assert_cmpint (wait, >=, b->min_s);
					g_assert_cmpint (wait, <=, b->max_s * 11 / 10 + 1);
				}
	}
	/* The first poll's entries are all new, and say nothing of how often they come. */
	s->kind = SOURCE_FEED;
	s->success_s = 0;
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.at_s = T0;
	poll.new_count = poll.entries_count = 50;
	g_assert_cmpint (source_plan (s, &poll).interval_s, ==, HOUR);
	/* A clock that was set back. */
	s->success_s = T0 + DAY;
	g_assert_cmpint (source_plan (s, &poll).interval_s, ==, HOUR);
}

static void test_policy_failures (void)
{
	g_autoptr (Source) s = a_feed ();
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.outcome = SOURCE_FAILED;
	poll.random = MIDDLE;
	gint64 waits[40];
	for (guint n = 0; n < G_N_ELEMENTS (waits); n++) {
		s->failures = n;
		SourcePlan plan = plan_after (s, poll, HOUR);
		waits[n] = plan.next_s - T0 - HOUR;
		g_assert_cmpint (plan.interval_s, ==, HOUR);
		g_assert_cmpint (waits[n], >=, n ? waits[n - 1] : 0);
		g_assert_cmpint (waits[n], <=, DAY + 1);
	}
	g_assert_cmpint (ABS (waits[0] - 2 * HOUR), <=, 2);
	g_assert_cmpint (ABS (waits[1] - 4 * HOUR), <=, 2);
	/* Many that fail at once do not come back at once. */
	s->failures = 0;
	poll.random = 0;
	gint64 early = plan_after (s, poll, HOUR).next_s;
	poll.random = G_MAXUINT32;
	gint64 late = plan_after (s, poll, HOUR).next_s;
	g_assert_cmpint (late - early, >=, HOUR / 2);
	poll.outcome = SOURCE_GONE;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, >=, T0 + 5 * DAY);
}

static void test_policy_asked (void)
{
	g_autoptr (Source) s = a_feed ();
	SourcePoll poll = SOURCE_POLL_NONE;
	poll.random = MIDDLE;
	/* Retry-After holds, after a failure and after a success, however long. */
	poll.retry_after_s = 3 * DAY;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, ==, T0 + HOUR + 3 * DAY);
	poll.outcome = SOURCE_FAILED;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, ==, T0 + HOUR + 3 * DAY);
	poll.retry_after_s = -1;
	poll.outcome = SOURCE_READ;
	/* ttl and sy:update* are lower bounds, up to a limit. */
	poll.ttl_s = 4 * HOUR;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, ==, T0 + 5 * HOUR);
	poll.update_s = 30 * DAY;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, ==, T0 + HOUR + SOURCE_HINT_MAX_S);
	/* Remembered while the feed is not modified. */
	s->ttl_s = 5 * HOUR;
	poll = SOURCE_POLL_NONE;
	poll.outcome = SOURCE_UNCHANGED;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, ==, T0 + 6 * HOUR);
	/* Skipped hours and days: T0 is a Thursday at midnight. */
	poll = SOURCE_POLL_NONE;
	poll.random = MIDDLE;
	poll.skip_hours = 0x3c; /* 2, 3, 4, 5 */
	gint64 next = plan_after (s, poll, HOUR).next_s;
	g_assert_cmpint (next, ==, T0 + 6 * HOUR);
	poll.skip_hours = 0;
	poll.skip_days = 1 << 3 | 1 << 4; /* Thursday, Friday */
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, ==, T0 + 2 * DAY);
	poll.skip_days = 0x7f;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, <, T0 + DAY);
	poll.skip_days = 0;
	poll.skip_hours = 0xffffffff;
	g_assert_cmpint (plan_after (s, poll, HOUR).next_s, <, T0 + DAY);
}

static void test_kinds (void)
{
	for (int kind = 0; kind < SOURCE_KINDS; kind++)
		g_assert_cmpint (source_kind_from_name (source_kind_name (kind)), ==, kind);
	g_assert_cmpint (source_kind_from_name ("rss"), ==, SOURCE_KINDS);
	g_assert_cmpint (source_kind_from_name (NULL), ==, SOURCE_KINDS);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/source/kinds", test_kinds);
	g_test_add_func ("/source/add-find", test_add_find);
	g_test_add_func ("/source/remove", test_remove);
	g_test_add_func ("/source/poll", test_poll_outcomes);
	g_test_add_func ("/source/moved", test_moved);
	g_test_add_func ("/source/due", test_due);
	g_test_add_func ("/source/list", test_list);
	g_test_add_func ("/source/not-committed", test_not_committed);
	g_test_add_func ("/source/policy/adapts", test_policy_adapts);
	g_test_add_func ("/source/policy/bounds", test_policy_bounds);
	g_test_add_func ("/source/policy/failures", test_policy_failures);
	g_test_add_func ("/source/policy/asked", test_policy_asked);
	return g_test_run ();
}

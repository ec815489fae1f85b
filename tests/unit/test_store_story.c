/* test_store_story.c: links, stories and verdicts in the store. */
#include "corpus/store_link.h"
#include "corpus/store_story.h"
#include "store_fixture.h"

typedef struct {
	char *dir;
	Store *store;
} Fixture;

/* Articles d1 to d6, docids 1 to 6, of rising days: d1 d3 d5 French, the others English; d6 has no date. */
static void set_up (Fixture *f, gconstpointer data)
{
	(void)data;
	f->dir = make_dir ();
	f->store = must_open (f->dir, STORE_CREATE);
	for (int i = 1; i <= 6; i++) {
		g_autofree char *date =
			i == 6 ? g_strdup ("null") : g_strdup_printf ("\"2026-03-%02d\"", i);
		g_autofree char *json = g_strdup_printf (
			"{\"id\":\"d%d\",\"title\":\"Title %d\",\"text\":\"Text %d.\","
			"\"language\":\"%s\",\"domain\":\"site%d.example\",\"date_published\":%s}",
			i, i, i, i % 2 ? "fr" : "en", i % 2, date);
		put (f->store, json);
	}
	must (store_commit (f->store, NULL));
}

static void tear_down (Fixture *f, gconstpointer data)
{
	(void)data;
	store_close (f->store);
	remove_dir (f->dir);
	g_free (f->dir);
}

/* A story of `count` articles from `docids` under `id`; its number. */
static gint64 put_story (Store *store, gint64 number, const char *id, const guint32 *docids,
			 guint count, const char *language)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (StoreStory) story = g_new0 (StoreStory, 1);
	StoryLanguage l = { (char *)(gsize)language, count, docids[0], NULL };
	g_array_append_vals (members, docids, count);
	story->number = number;
	story->id = g_strdup (id);
	story->articles = story->reports = count;
	story->sources = 2;
	story->dated = true;
	story->first_s = (gint64)docids[0] * 86400;
	story->last_s = (gint64)docids[count - 1] * 86400;
	story->languages = g_ptr_array_new ();
	g_ptr_array_add (story->languages, &l);
	store_story_put (store, story, members, &error);
	g_assert_no_error (error);
	return story->number;
}

static bool append_link (const StoreLink *link, gpointer data, GError **error)
{
	(void)error;
	g_string_append_printf (data, "%u-%u %.2f %d;", link->a, link->b, link->probability,
				link->kind);
	return true;
}

static void expect_links (Store *store, guint32 docid, double min, const char *want)
{
	g_autoptr (GString) got = g_string_new (NULL);
	must (store_link_each (store, docid, min, append_link, got, NULL));
	g_assert_cmpstr (got->str, ==, want);
}

static void test_links (Fixture *f, gconstpointer data)
{
	(void)data;
	must (store_link_put (f->store, &(StoreLink){ 3, 1, 0.5, 2 }, NULL, NULL));
	must (store_link_put (f->store, &(StoreLink){ 2, 3, 0.25, 0 }, NULL, NULL));
	must (store_link_put (f->store, &(StoreLink){ 4, 5, 0.75, 1 }, NULL, NULL));
	expect_links (f->store, 3, 0, "1-3 0.50 2;2-3 0.25 0;");
	expect_links (f->store, 3, 0.3, "1-3 0.50 2;");
	expect_links (f->store, 0, 0.5, "1-3 0.50 2;4-5 0.75 1;");
	/* A pair has one link. */
	must (store_link_put (f->store, &(StoreLink){ 1, 3, 0.125, 2 }, NULL, NULL));
	expect_links (f->store, 1, 0, "1-3 0.12 2;");
	must (store_link_forget (f->store, 3, NULL));
	expect_links (f->store, 0, 0, "4-5 0.75 1;");
	must (store_link_forget (f->store, 0, NULL));
	expect_links (f->store, 0, 0, "");
}

/* What a link was made of comes back, from either end, and goes with what takes its place. */
static void test_features (Fixture *f, gconstpointer data)
{
	(void)data;
	const StoreFeatures features = { 3, { 1, 0, 255 } };
	StoreFeatures got;
	StoreLink link;
	bool found;
	must (store_link_put (f->store, &(StoreLink){ 3, 1, 0.5, 2 }, &features, NULL));
	must (store_link_get (f->store, 1, 3, &link, &got, &found, NULL));
	g_assert_true (found && link.a == 1 && link.b == 3 && link.kind == 2);
	g_assert_cmpmem (got.bytes, got.len, features.bytes, features.len);
	must (store_link_put (f->store, &(StoreLink){ 1, 3, 0.25, 2 }, NULL, NULL));
	must (store_link_get (f->store, 3, 1, &link, &got, &found, NULL));
	g_assert_true (found && link.probability == 0.25 && got.len == 0);
	must (store_link_get (f->store, 1, 2, &link, NULL, &found, NULL));
	g_assert_false (found);
}

/* An article has its links when the linker has been past its last change, and it does not wait. */
static void test_done (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr (GArray) deleted = g_array_new (FALSE, FALSE, sizeof (guint32));
	bool done;
	must (store_link_is_done (f->store, 1, &done, NULL));
	g_assert_false (done);
	must (store_link_queue (f->store, 0, 2, deleted, NULL));
	must (store_link_set_state (f->store, "seq", "2", NULL));
	must (store_link_is_done (f->store, 1, &done, NULL));
	g_assert_false (done);
	must (store_link_done (f->store, 1, NULL));
	must (store_link_is_done (f->store, 1, &done, NULL));
	g_assert_true (done);
	must (store_link_is_done (f->store, 2, &done, NULL));
	g_assert_false (done);
	/* 3 is newer; 7 is not there. */
	must (store_link_is_done (f->store, 3, &done, NULL));
	g_assert_false (done);
	must (store_link_is_done (f->store, 7, &done, NULL));
	g_assert_false (done);
}

static void test_state (Fixture *f, gconstpointer data)
{
	(void)data;
	char *value;
	must (store_link_state (f->store, "seq", &value, NULL));
	g_assert_null (value);
	must (store_link_set_state (f->store, "seq", "7", NULL));
	must (store_link_set_state (f->store, "seq", "8", NULL));
	must (store_commit (f->store, NULL));
	must (store_link_state (f->store, "seq", &value, NULL));
	g_assert_cmpstr (value, ==, "8");
	g_free (value);
}

static void expect_story (Store *store, const char *key, const char *id)
{
	g_autoptr (StoreStory) story = NULL;
	g_autoptr (GError) error = NULL;
	store_story_find (store, key, &story, NULL, &error);
	g_assert_no_error (error);
	g_assert_cmpstr (story ? story->id : NULL, ==, id);
}

static void expect_members (Store *store, gint64 number, const char *want)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GString) got = g_string_new (NULL);
	must (store_story_members (store, number, docids, NULL));
	for (guint i = 0; i < docids->len; i++)
		g_string_append_printf (got, "%u ", g_array_index (docids, guint32, i));
	g_assert_cmpstr (got->str, ==, want);
}

static void test_find (Fixture *f, gconstpointer data)
{
	(void)data;
	gint64 a = put_story (f->store, 0, "sabc", (guint32[]){ 6, 3, 1 }, 3, "fr");
	put_story (f->store, 0, "sabd", (guint32[]){ 2, 4 }, 2, "en");
	expect_story (f->store, "sabc", "sabc");
	expect_story (f->store, "s", NULL);
	expect_story (f->store, "sab", NULL);
	g_auto (GStrv) candidates = NULL;
	StoreStory *story;
	must (store_story_find (f->store, "sab", &story, &candidates, NULL));
	g_assert_cmpuint (g_strv_length (candidates), ==, 2);
	/* In order of publication, undated last. */
	expect_members (f->store, a, "1 3 6 ");
	g_autofree char *id = NULL;
	gint64 number;
	must (store_story_of (f->store, 3, &id, &number, NULL));
	g_assert_cmpstr (id, ==, "sabc");
	g_assert_cmpint (number, ==, a);
	must (store_story_of (f->store, 5, NULL, &number, NULL));
	g_assert_cmpint (number, ==, 0);
	/* The record names it. */
	g_autoptr (Article) article = NULL;
	must (store_get (f->store, 3, &article, NULL));
	g_assert_cmpstr (article->story, ==, "sabc");
	/* What is deleted is no member any more, before the next link too. */
	must (store_delete (f->store, "d3", NULL));
	expect_members (f->store, a, "1 6 ");
	/* An id that was used is not given again. */
	put_story (f->store, 0, "sabc", (guint32[]){ 5, 6 }, 2, "fr");
	expect_story (f->store, "sabc-2", "sabc-2");
}

static void test_merged (Fixture *f, gconstpointer data)
{
	(void)data;
	gint64 a = put_story (f->store, 0, "sone", (guint32[]){ 1, 2 }, 2, "fr");
	gint64 b = put_story (f->store, 0, "stwo", (guint32[]){ 3, 4 }, 2, "fr");
	char at[] = "2026-03-04T00:00:00Z", one[] = "sone", two[] = "stwo", three[] = "sthree";
	/* three into two into one; a split is no way to follow. */
	must (store_story_add_event (f->store, &(StoryEvent){ at, STORY_MERGED, two, three, 2 },
				     NULL));
	must (store_story_remove (f->store, b, NULL));
	put_story (f->store, a, "sone", (guint32[]){ 1, 2, 3, 4 }, 4, "fr");
	must (store_story_add_event (f->store, &(StoryEvent){ at, STORY_MERGED, one, two, 2 },
				     NULL));
	must (store_story_add_event (
		f->store, &(StoryEvent){ at, STORY_SPLIT, one, (char[]){ "sfive" }, 2 }, NULL));
	expect_story (f->store, "stwo", "sone");
	expect_story (f->store, "sthree", "sone");
	expect_story (f->store, "sfive", NULL);
	expect_members (f->store, a, "1 2 3 4 ");
	g_autoptr (GPtrArray) events = store_story_history (f->store, "sone", NULL);
	g_assert_cmpuint (events->len, ==, 3);
	g_assert_cmpint (((StoryEvent *)events->pdata[2])->kind, ==, STORY_SPLIT);
	/* A ring of mergers, as an id that comes back may make, is followed once. */
	must (store_story_add_event (f->store, &(StoryEvent){ at, STORY_MERGED, two, one, 2 },
				     NULL));
	expect_story (f->store, "stwo", "sone");
}

static bool append_id (const StoreStory *story, gpointer data, GError **error)
{
	(void)error;
	g_string_append_printf (data, "%s ", story->id);
	return true;
}

static void expect_list (Store *store, const StoryFilter *filter, const char *want)
{
	g_autoptr (GString) got = g_string_new (NULL);
	g_autoptr (GError) error = NULL;
	store_story_each (store, filter, append_id, got, &error);
	g_assert_no_error (error);
	g_assert_cmpstr (got->str, ==, want);
}

static void test_list (Fixture *f, gconstpointer data)
{
	(void)data;
	StoryFilter filter = STORY_FILTER_INIT;
	put_story (f->store, 0, "sold", (guint32[]){ 1, 2, 3 }, 3, "fr");
	put_story (f->store, 0, "snew", (guint32[]){ 4, 5 }, 2, "en");
	expect_list (f->store, &filter, "snew sold ");
	filter.sort = STORY_SIZE;
	expect_list (f->store, &filter, "sold snew ");
	filter.limit = 1;
	expect_list (f->store, &filter, "sold ");
	filter.limit = 0;
	filter.languages = "en";
	expect_list (f->store, &filter, "snew ");
	filter.languages = "en,fr";
	expect_list (f->store, &filter, "");
	filter.languages = NULL;
	filter.from_s = 4 * 86400;
	filter.to_s = 5 * 86400;
	expect_list (f->store, &filter, "snew ");
	filter.from_s = 3 * 86400;
	filter.sort = STORY_RECENT;
	expect_list (f->store, &filter, "snew sold ");
	filter.min_size = 3;
	expect_list (f->store, &filter, "sold ");
}

static void test_verdicts (Fixture *f, gconstpointer data)
{
	(void)data;
	bool changed;
	Verdict v;
	must (store_verdict_put (f->store, "d2", "d1", VERDICT_SAME, "2026-03-04T00:00:00Z",
				 &changed, NULL));
	g_assert_true (changed);
	must (store_verdict_put (f->store, "d1", "d2", VERDICT_SAME, "2026-03-05T00:00:00Z",
				 &changed, NULL));
	g_assert_false (changed);
	must (store_verdict_put (f->store, "d3", "d1", VERDICT_RELATED, "2026-03-05T00:00:00Z",
				 NULL, NULL));
	must (store_verdict_get (f->store, "d2", "d1", &v, NULL));
	g_assert_cmpint (v, ==, VERDICT_SAME);
	/* A person may change their mind: what was said before is kept. */
	must (store_verdict_put (f->store, "d1", "d2", VERDICT_DIFFERENT, "2026-03-06T00:00:00Z",
				 &changed, NULL));
	g_assert_true (changed);
	must (store_verdict_get (f->store, "d1", "d2", &v, NULL));
	g_assert_cmpint (v, ==, VERDICT_DIFFERENT);
	must (store_verdict_get (f->store, "d1", "d9", &v, NULL));
	g_assert_cmpint (v, ==, VERDICT_NONE);
	must (store_commit (f->store, NULL));
	/* They outlive the articles. */
	must (store_delete (f->store, "d1", NULL));
	g_autoptr (GPtrArray) all = store_verdicts (f->store, NULL, NULL);
	g_autoptr (GPtrArray) of_3 = store_verdicts (f->store, "d3", NULL);
	g_assert_cmpuint (all->len, ==, 2);
	g_assert_cmpuint (of_3->len, ==, 1);
	g_assert_cmpstr (((StoreVerdict *)of_3->pdata[0])->id_a, ==, "d1");
	gint64 rows;
	must (store_get_int (f->store, "SELECT count(*) FROM verdict", &rows, NULL));
	g_assert_cmpint (rows, ==, 3);
	g_assert_cmpint (verdict_from_name ("related"), ==, VERDICT_RELATED);
	g_assert_cmpint (verdict_from_name ("perhaps"), ==, VERDICT_NONE);
}

/* A story number and a link made anew: what another store sees meanwhile, and then. */
static void test_stage (Fixture *f, gconstpointer data)
{
	(void)data;
	const guint32 old[] = { 1, 2 }, new[] = { 3, 4, 5 };
	StoreLink before = { 1, 2, .5, 0 }, after = { 3, 4, .7, 1 };
	StoryEvent event = { (char *)(gsize) "2026-03-04T00:00:00Z", STORY_ENDED,
			     (char *)(gsize) "sold", NULL, 2 };
	StoryFilter all = STORY_FILTER_INIT;
	g_autofree char *state = NULL;
	gint64 number = put_story (f->store, 0, "sold", old, 2, "fr");
	must (store_link_put (f->store, &before, NULL, NULL));
	must (store_link_set_state (f->store, "seq", "6", NULL));
	must (store_commit (f->store, NULL));
	store_share (f->store, NULL, NULL);

	must (store_stage_begin (f->store, NULL));
	expect_list (f->store, &all, "");
	expect_links (f->store, 0, 0, "");
	must (store_link_state (f->store, "seq", &state, NULL));
	g_assert_cmpstr (state, ==, "6");
	g_assert_cmpint (put_story (f->store, 0, "snew", new, 3, "en"), >, number);
	must (store_link_put (f->store, &after, NULL, NULL));
	must (store_story_add_event (f->store, &event, NULL));
	/* Not even a transaction of it keeps another from writing, and that one sees what was. */
	Store *other = store_open (f->dir, STORE_WRITE, 0, NULL);
	g_assert_nonnull (other);
	expect_list (other, &all, "sold ");
	expect_links (other, 0, 0, "1-2 0.50 0;");
	put (other, "{\"id\":\"d7\",\"title\":\"Seven\",\"text\":\"Seven.\"}");
	must (store_commit (other, NULL));
	store_close (other);
	must (store_commit (f->store, NULL));
	must (store_stage_end (f->store, NULL));

	other = must_open (f->dir, STORE_READ);
	expect_list (other, &all, "snew ");
	expect_links (other, 0, 0, "3-4 0.70 1;");
	g_autoptr (GPtrArray) history = store_story_history (other, "sold", NULL);
	g_assert_cmpuint (history->len, ==, 1);
	store_close (other);
	expect_list (f->store, &all, "snew ");
	/* What is not brought to its end leaves nothing. */
	must (store_stage_begin (f->store, NULL));
	put_story (f->store, 0, "sold", old, 2, "fr");
	store_stage_drop (f->store);
	store_stage_drop (f->store);
	expect_list (f->store, &all, "snew ");
	must (store_link_put (f->store, &before, NULL, NULL));
	must (store_commit (f->store, NULL));
}

/* Verdicts are heard once. */
static void test_fresh (Fixture *f, gconstpointer data)
{
	(void)data;
	guint64 count;
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	must (store_verdict_fresh (f->store, docids, NULL));
	g_assert_cmpuint (docids->len, ==, 0);
	must (store_verdict_put (f->store, "d2", "d1", VERDICT_SAME, "2026-03-04T00:00:00Z", NULL,
				 NULL));
	must (store_verdict_put (f->store, "d2", "gone", VERDICT_SAME, "2026-03-04T00:00:00Z", NULL,
				 NULL));
	must (store_verdict_fresh_count (f->store, &count, NULL));
	g_assert_cmpuint (count, ==, 2);
	must (store_verdict_fresh (f->store, docids, NULL));
	g_assert_cmpuint (docids->len, ==, 2);
	must (store_verdict_fresh_count (f->store, &count, NULL));
	g_assert_cmpuint (count, ==, 0);
	must (store_verdict_fresh (f->store, docids, NULL));
	g_assert_cmpuint (docids->len, ==, 2);
}

/* The docids that store_alternates() gives for `id`, apart by blanks. */
static void expect_alternates (Store *store, const char *id, const char *want)
{
	guint32 docid;
	g_autoptr (Article) article = NULL;
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GString) got = g_string_new (NULL);
	must (store_find (store, id, &docid, &article, NULL, NULL));
	must (store_alternates (store, article, docid, docids, NULL));
	for (guint i = 0; i < docids->len; i++)
		g_string_append_printf (got, "%u ", g_array_index (docids, guint32, i));
	g_assert_cmpstr (got->str, ==, want);
}

static void put_page (Store *store, const char *id, const char *lang, const char *url,
		      const char *alternates)
{
	g_autofree char *json = g_strdup_printf (
		"{\"id\":\"%s\",\"title\":\"Title of %s\",\"text\":\"Text.\",\"language\":\"%s\","
		"\"url\":\"%s\",\"provenance\":{\"alternates\":%s}}",
		id, id, lang, url, alternates);
	put (store, json);
}

static void test_alternates (Fixture *f, gconstpointer data)
{
	(void)data;
	/* docids 7 to 12 */
	put_page (f->store, "e1", "en", "https://a.example/en/1",
		  "[\"fr https://a.example/fr/1\",\"fr https://a.example/\",7,\"fr\"]");
	put_page (f->store, "f1", "fr", "http://www.a.example/fr/1/", "null");
	put_page (f->store, "e2", "en", "https://a.example/en/2",
		  "[\"fr https://a.example/fr/all\",\"en https://a.example/en/1\"]");
	put_page (f->store, "e3", "en", "https://a.example/en/3",
		  "[\"fr https://a.example/fr/all\"]");
	put_page (f->store, "all", "fr", "https://a.example/fr/all", "[]");
	put_page (f->store, "f3", "fr", "https://a.example/fr/3",
		  "[\"en https://a.example/en/3\"]");
	must (store_commit (f->store, NULL));
	/* either side names the other */
	expect_alternates (f->store, "e1", "8 ");
	expect_alternates (f->store, "f1", "7 ");
	expect_alternates (f->store, "f3", "10 ");
	expect_alternates (f->store, "e3", "12 ");
	/* one language; what two name */
	expect_alternates (f->store, "e2", "");
	expect_alternates (f->store, "all", "");
	/* It no longer says so; the other is gone. */
	put_page (f->store, "e1", "en", "https://a.example/en/1", "[]");
	must (store_delete (f->store, "f3", NULL));
	must (store_commit (f->store, NULL));
	expect_alternates (f->store, "f1", "");
	expect_alternates (f->store, "e3", "");
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	ADD ("/store-story/links", test_links);
	ADD ("/store-story/features", test_features);
	ADD ("/store-story/done", test_done);
	ADD ("/store-story/state", test_state);
	ADD ("/store-story/find", test_find);
	ADD ("/store-story/merged", test_merged);
	ADD ("/store-story/list", test_list);
	ADD ("/store-story/verdicts", test_verdicts);
	ADD ("/store-story/stage", test_stage);
	ADD ("/store-story/fresh", test_fresh);
	ADD ("/store-story/alternates", test_alternates);
	return g_test_run ();
}

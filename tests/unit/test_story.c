/* test_story.c: stories that grow, merge, split and end, on links made here. */
#include <string.h>

#include "search/story.h"
#include "store_fixture.h"

typedef struct {
	char *dir;
	Store *store;
	StoryGraph *graph;
} Fixture;

#define AT "2026-03-20T00:00:00Z"
#define ARTICLES 30

static void make_graph (Fixture *f)
{
	g_autoptr (GError) error = NULL;
	story_graph_free (f->graph);
	f->graph = story_graph_new (f->store, &error);
	g_assert_no_error (error);
}

/* Articles d1 … d30, docids 1 … 30, a day apart; odd ones French. Every text is another, so that none is a copy. */
static void set_up (Fixture *f, gconstpointer data)
{
	(void)data;
	f->dir = make_dir ();
	f->graph = NULL;
	f->store = must_open (f->dir, STORE_CREATE);
	for (int i = 1; i <= ARTICLES; i++) {
		g_autofree char *json = g_strdup_printf (
			"{\"id\":\"d%d\",\"title\":\"Title %d\",\"text\":\"Text "
			"%d.\",\"language\":\"%s\","
			"\"domain\":\"site%d.example\",\"date_published\":\"2026-03-%02d\"}",
			i, i, i, i % 2 ? "fr" : "en", i % 3, i);
		put (f->store, json);
	}
	must (store_commit (f->store, NULL));
	make_graph (f);
}

static void tear_down (Fixture *f, gconstpointer data)
{
	(void)data;
	story_graph_free (f->graph);
	store_close (f->store);
	remove_dir (f->dir);
	g_free (f->dir);
}

static void link_pair (Fixture *f, guint32 a, guint32 b, double probability)
{
	/* 1: of one language. */
	StoreLink link = { a, b, probability, (a % 2) == (b % 2) };
	must (story_graph_link (f->graph, &link, NULL, NULL));
}

static StoryChanges update (Fixture *f, const guint32 *docids, guint count)
{
	g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GError) error = NULL;
	StoryChanges changes = { 0 };
	g_array_append_vals (changed, docids, count);
	story_update (f->graph, changed, AT, &changes, &error);
	g_assert_no_error (error);
	return changes;
}
#define UPDATE(f, ...)                                                                             \
	update (f, (guint32[]){ __VA_ARGS__ },                                                     \
		sizeof ((guint32[]){ __VA_ARGS__ }) / sizeof (guint32))

/* All pairs of docids[0] … docids[count - 1] likely. */
static void link_all (Fixture *f, const guint32 *docids, guint count, double probability)
{
	for (guint i = 0; i < count; i++)
		for (guint k = i + 1; k < count; k++)
			link_pair (f, docids[i], docids[k], probability);
}
#define LINK_ALL(f, p, ...)                                                                        \
	link_all (f, (guint32[]){ __VA_ARGS__ },                                                   \
		  sizeof ((guint32[]){ __VA_ARGS__ }) / sizeof (guint32), p)

static char *story_id (Fixture *f, guint32 docid)
{
	char *id = NULL;
	must (store_story_of (f->store, docid, &id, NULL, NULL));
	return id;
}

/* Who is with whom: "1 2|3 5", by docid. */
static char *partition (Fixture *f)
{
	GString *out = g_string_new (NULL);
	g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
	gint64 numbers[ARTICLES + 1] = { 0 };
	for (guint32 i = 1; i <= ARTICLES; i++)
		must (store_story_of (f->store, i, NULL, &numbers[i], NULL));
	for (guint32 i = 1; i <= ARTICLES; i++) {
		if (!numbers[i] || !g_hash_table_add (seen, &numbers[i]))
			continue;
		g_string_append (out, out->len ? "|" : "");
		for (guint32 k = i; k <= ARTICLES; k++)
			if (numbers[k] == numbers[i])
				g_string_append_printf (out, "%s%u", k > i ? " " : "", k);
	}
	return g_string_free (out, FALSE);
}

static void expect (Fixture *f, const char *want)
{
	g_autofree char *got = partition (f);
	g_assert_cmpstr (got, ==, want);
}

static void test_grows (Fixture *f, gconstpointer data)
{
	(void)data;
	LINK_ALL (f, 0.8, 3, 4);
	UPDATE (f, 4);
	expect (f, "3 4");
	g_autofree char *id = story_id (f, 3);
	LINK_ALL (f, 0.8, 3, 4, 5);
	UPDATE (f, 5);
	LINK_ALL (f, 0.8, 2, 3, 4, 5); /* older than all of them: the id stays */
	UPDATE (f, 2);
	expect (f, "2 3 4 5");
	g_autofree char *now = story_id (f, 2);
	g_assert_cmpstr (now, ==, id);
	/* What is loaded anew is the same. */
	make_graph (f);
	LINK_ALL (f, 0.8, 2, 3, 4, 5, 6);
	UPDATE (f, 6);
	g_autoptr (StoreStory) story = NULL;
	must (store_story_find (f->store, id, &story, NULL, NULL));
	g_assert_cmpuint (story->articles, ==, 5);
	g_assert_cmpuint (story->reports, ==, 5);
	g_assert_cmpuint (story->sources, ==, 3);
	g_assert_cmpuint (story->languages->len, ==, 2);
	g_assert_cmpint (story->last_s - story->first_s, ==, 4 * 86400);
	/* Nothing changed: nothing is written but the one that was asked about. */
	StoryChanges changes = UPDATE (f, 3);
	g_assert_cmpuint (changes.written, ==, 1);
	g_assert_cmpuint (changes.merged + changes.split + changes.ended, ==, 0);
}

static void test_merges (Fixture *f, gconstpointer data)
{
	(void)data;
	LINK_ALL (f, 0.9, 1, 2, 3);
	LINK_ALL (f, 0.9, 4, 5);
	UPDATE (f, 1, 2, 3);
	UPDATE (f, 4, 5);
	expect (f, "1 2 3|4 5");
	g_autofree char *one = story_id (f, 1), *two = story_id (f, 4);
	/* One that reports both brings them together. */
	LINK_ALL (f, 0.9, 1, 2, 3, 4, 5, 6);
	StoryChanges changes = UPDATE (f, 6);
	g_assert_cmpuint (changes.merged, ==, 1);
	expect (f, "1 2 3 4 5 6");
	g_autofree char *now = story_id (f, 5);
	g_assert_cmpstr (now, ==, one);
	g_autoptr (StoreStory) found = NULL;
	must (store_story_find (f->store, two, &found, NULL, NULL));
	g_assert_cmpstr (found->id, ==, one);
	g_autoptr (GPtrArray) history = store_story_history (f->store, one, NULL);
	g_assert_cmpuint (history->len, ==, 1);
	const StoryEvent *event = history->pdata[0];
	g_assert_cmpint (event->kind, ==, STORY_MERGED);
	g_assert_cmpstr (event->other, ==, two);
	g_assert_cmpstr (event->at, ==, AT);
	g_assert_cmpuint (event->articles, ==, 2);
}

static void test_splits (Fixture *f, gconstpointer data)
{
	(void)data;
	LINK_ALL (f, 0.9, 1, 2, 3, 4, 5);
	UPDATE (f, 1, 2, 3, 4, 5);
	expect (f, "1 2 3 4 5");
	g_autofree char *id = story_id (f, 1);
	/* 4 and 5 were rewritten. */
	for (guint32 i = 4; i <= 5; i++)
		must (story_graph_forget (f->graph, i, NULL));
	LINK_ALL (f, 0.9, 4, 5);
	StoryChanges changes = UPDATE (f, 4, 5);
	g_assert_cmpuint (changes.split, ==, 1);
	expect (f, "1 2 3|4 5");
	g_autofree char *first = story_id (f, 1), *second = story_id (f, 4);
	g_assert_cmpstr (first, ==, id);
	g_autoptr (GPtrArray) history = store_story_history (f->store, id, NULL);
	g_assert_cmpuint (history->len, ==, 1);
	g_assert_cmpint (((StoryEvent *)history->pdata[0])->kind, ==, STORY_SPLIT);
	g_assert_cmpstr (((StoryEvent *)history->pdata[0])->other, ==, second);
}

static void test_ends (Fixture *f, gconstpointer data)
{
	(void)data;
	LINK_ALL (f, 0.9, 1, 2);
	UPDATE (f, 1, 2);
	g_autofree char *id = story_id (f, 1);
	must (store_delete (f->store, "d2", NULL));
	must (story_graph_forget (f->graph, 2, NULL));
	must (store_story_leave (f->store, 2, NULL));
	StoryChanges changes = UPDATE (f, 1, 2);
	g_assert_cmpuint (changes.ended, ==, 1);
	expect (f, "");
	g_autoptr (StoreStory) found = NULL;
	must (store_story_find (f->store, id, &found, NULL, NULL));
	g_assert_null (found);
	/* The same two again are another story, with an id that nobody has seen. */
	LINK_ALL (f, 0.9, 1, 3);
	UPDATE (f, 3);
	g_autofree char *again = story_id (f, 1);
	g_assert_cmpstr (again, !=, id);
}

static void test_verdicts (Fixture *f, gconstpointer data)
{
	(void)data;
	LINK_ALL (f, 0.9, 1, 2, 3, 4);
	must (store_verdict_put (f->store, "d1", "d4", VERDICT_DIFFERENT, AT, NULL, NULL));
	must (store_verdict_put (f->store, "d1", "d9", VERDICT_SAME, AT, NULL, NULL));
	make_graph (f);
	UPDATE (f, 1, 2, 3, 4);
	/* 2 and 3 are as near to 1 as to 4: whichever they go with, 1 and 4 are apart, and 9, which has no link at all, is with 1. */
	gint64 of_1, of_4, of_9;
	must (store_story_of (f->store, 1, NULL, &of_1, NULL));
	must (store_story_of (f->store, 4, NULL, &of_4, NULL));
	must (store_story_of (f->store, 9, NULL, &of_9, NULL));
	g_assert_cmpint (of_1, !=, 0);
	g_assert_cmpint (of_1, !=, of_4);
	g_assert_cmpint (of_1, ==, of_9);
}

static void test_copies (Fixture *f, gconstpointer data)
{
	(void)data;
	/* 11, 13, 15 are copies; one of them is told to be like 12, and 12 is not like 14, which is like none of them. */
	for (int i = 11; i <= 15; i += 2) {
		g_autofree char *json = g_strdup_printf (
			"{\"id\":\"d%d\",\"title\":\"Title %d\",\"text\":\"Text %d, "
			"again.\",\"language\":\"fr\","
			"\"copy_group\":\"d11\",\"date_published\":\"2026-03-%02d\"}",
			i, i, i, i);
		put (f->store, json);
	}
	make_graph (f);
	link_pair (f, 11, 12, 0.9);
	link_pair (f, 11, 13, 0.95);
	link_pair (f, 13, 15, 0.95);
	UPDATE (f, 11, 12, 13, 15);
	expect (f, "11 12 13 15");
	g_autofree char *id = story_id (f, 11);
	g_autoptr (StoreStory) story = NULL;
	must (store_story_find (f->store, id, &story, NULL, NULL));
	g_assert_cmpuint (story->articles, ==, 4);
	g_assert_cmpuint (story->reports, ==, 2);
}

/* Three events of ten with half of their pairs told and unlikely pairs between them come out the same in whatever order they come, one by one,
 * in fives or all at once. */
static void test_order (Fixture *f, gconstpointer data)
{
	(void)data;
	g_autofree char *want = NULL;
	for (guint32 seed = 0; seed < 6; seed++) {
		g_autoptr (GRand) pairs = g_rand_new_with_seed (5),
				  shuffle = g_rand_new_with_seed (seed);
		double p[ARTICLES + 1][ARTICLES + 1] = { { 0 } };
		guint32 order[ARTICLES];
		for (guint32 a = 1; a <= ARTICLES; a++)
			for (guint32 b = a + 1; b <= ARTICLES; b++) {
				bool same = a % 3 == b % 3;
				if (g_rand_boolean (pairs))
					p[a][b] = g_rand_double_range (pairs, same ? 0.35 : 0.02,
								       same ? 0.95 : 0.15);
			}
		for (guint32 i = 0; i < ARTICLES; i++)
			order[i] = i + 1;
		for (guint i = ARTICLES - 1; seed && i > 0; i--) {
			guint k = (guint)g_rand_int_range (shuffle, 0, (gint32)i + 1);
			guint32 t = order[i];
			order[i] = order[k];
			order[k] = t;
		}
		must (store_exec (f->store,
				  "DELETE FROM story; DELETE FROM story_member;"
				  " DELETE FROM story_language",
				  NULL));
		must (store_link_forget (f->store, 0, NULL));
		make_graph (f);
		guint step = seed == 0 ? ARTICLES : seed % 2 ? 1 : 5;
		for (guint i = 0; i < ARTICLES; i++) {
			for (guint k = 0; k < i; k++) {
				guint32 a = MIN (order[i], order[k]), b = MAX (order[i], order[k]);
				if (p[a][b] > 0)
					link_pair (f, a, b, p[a][b]);
			}
			if ((i + 1) % step == 0)
				update (f, &order[i + 1 - step], step);
		}
		if (!want)
			want = partition (f);
		expect (f, want);
	}
	/* The three events, whole. */
	g_assert_true (g_str_has_prefix (want, "1 4 7 10 13 16 19 22 25 28|2 5"));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	ADD ("/story/grows", test_grows);
	ADD ("/story/merges", test_merges);
	ADD ("/story/splits", test_splits);
	ADD ("/story/ends", test_ends);
	ADD ("/story/verdicts", test_verdicts);
	ADD ("/story/copies", test_copies);
	ADD ("/story/order", test_order);
	return g_test_run ();
}

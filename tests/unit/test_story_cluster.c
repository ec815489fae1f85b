/* test_story_cluster.c: reports to stories. */
#include <stdio.h>

#include "search/story_cluster.h"

/* "0-1 .9 1-2 .8": edges; "0=3 1!2": what people say. The labels, as "0 0 0 3". */
static char *cluster (guint count, const char *edges_text, const char *ties_text)
{
	g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (StoryEdge));
	g_autoptr (GArray) ties = g_array_new (FALSE, FALSE, sizeof (StoryTie));
	g_auto (GStrv) words = g_strsplit (edges_text, " ", -1);
	for (char **w = words; w[0] && w[1]; w += 2) {
		StoryEdge e = { 0, 0, (float)g_ascii_strtod (w[1], NULL) };
		g_assert_cmpint (sscanf (w[0], "%u-%u", &e.a, &e.b), ==, 2);
		g_array_append_val (edges, e);
	}
	g_auto (GStrv) said = g_strsplit (ties_text, " ", -1);
	for (char **w = said; *w && **w; w++) {
		StoryTie t;
		char sign;
		g_assert_cmpint (sscanf (*w, "%u%c%u", &t.a, &sign, &t.b), ==, 3);
		t.same = sign == '=';
		g_array_append_val (ties, t);
	}
	g_autofree guint *labels = g_new (guint, count);
	story_cluster (count, edges, ties, labels);
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < count; i++)
		g_string_append_printf (out, "%s%u", i ? " " : "", labels[i]);
	return g_string_free (out, FALSE);
}

static const struct {
	const char *name, *edges, *ties, *want;
	guint count;
} cases[] = {
	{ "no edges", "", "", "0 1 2", 3 },
	{ "one pair", "0-1 .9", "", "0 0 2", 3 },
	{ "an unlikely pair", "0-1 .2", "", "0 1", 2 },
	{ "a whole", "0-1 .9 0-2 .9 1-2 .9", "", "0 0 0", 3 },
	/* 2 is judged against both: the mean with a sure pair and a sure no is under the least linkage. */
	{ "one bridge does not join two events", "0-1 .9 2-3 .9 1-2 .5 0-2 .01 0-3 .01 1-3 .01", "",
	  "0 0 2 2", 4 },
	{ "unjudged pairs count less than pairs judged unlikely", "0-1 .9 2-3 .9 1-2 .5", "",
	  "0 0 0 0", 4 },
	{ "a person joins", "0-1 .9 2-3 .9", "1=2", "0 0 0 0", 4 },
	{ "a person parts", "0-1 .9 1-2 .9 0-2 .9", "0!2", "0 0 2", 3 },
	{ "what is apart stays so when its groups have grown",
	  "0-1 .99 2-3 .99 0-2 .9 0-3 .9 1-2 .9 1-3 .9", "0!3", "0 0 2 2", 4 },
	{ "against a contradiction, different stands", "", "0=1 1=2 0!2", "0 0 2", 3 },
	{ "the closest first", "0-1 .5 1-2 .9 0-2 .01", "", "0 0 0", 3 },
	{ "the closest first, and then no more", "0-1 .4 1-2 .9 0-2 .01", "", "0 1 1", 3 },
};

static void test_case (gconstpointer data)
{
	guint i = GPOINTER_TO_UINT (data);
	g_autofree char *got = cluster (cases[i].count, cases[i].edges, cases[i].ties);
	g_assert_cmpstr (got, ==, cases[i].want);
}

/* Whatever the order in which edges are given, and whatever the numbers: dense groups of 20 with likely pairs inside and unlikely
 * ones between come out as they went in. */
static void test_shuffled (void)
{
	enum { GROUPS = 15, SIZE = 20, COUNT = GROUPS * SIZE };
	g_autoptr (GRand) rand = g_rand_new_with_seed (7);
	for (int round = 0; round < 5; round++) {
		guint number[COUNT], labels[COUNT];
		g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (StoryEdge));
		for (guint i = 0; i < COUNT; i++)
			number[i] = i;
		for (guint i = COUNT - 1; i > 0; i--) {
			guint k = (guint)g_rand_int_range (rand, 0, (gint32)i + 1), t = number[i];
			number[i] = number[k];
			number[k] = t;
		}
		for (guint a = 0; a < COUNT; a++)
			for (guint b = a + 1; b < COUNT; b++) {
				bool same = a / SIZE == b / SIZE;
				if (!g_rand_int_range (rand, 0, same ? 2 : 20)) {
					StoryEdge e = { number[a], number[b],
							(float)g_rand_double_range (
								rand, same ? 0.3 : 0.02,
								same ? 1 : 0.3) };
					g_array_append_val (edges, e);
				}
			}
		story_cluster (COUNT, edges, NULL, labels);
		for (guint a = 0; a < COUNT; a++)
			for (guint b = 0; b < COUNT; b++)
				g_assert_true ((labels[number[a]] == labels[number[b]]) ==
					       (a / SIZE == b / SIZE));
	}
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_autofree char *path = g_strdup_printf ("/story-cluster/%s", cases[i].name);
		g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
	}
	g_test_add_func ("/story-cluster/shuffled", test_shuffled);
	return g_test_run ();
}

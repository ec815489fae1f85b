/* bench_stories.c: what stories cost beside finding the pairs: bench_stories DIR COUNT…
 *
 * For each COUNT a store in DIR with so many articles of made-up days, 300 a day, and links as a dense corpus has them: an article
 * has, half of the time, an event that was reported in the last three days, up to eight likely pairs in it, and four unlikely ones with others.
 * Prints CPU seconds of writing links and stories in batches of 1,000, the peak of memory so far, and the CPU milliseconds of one more
 * article. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "corpus/store_private.h"
#include "search/story.h"

#define A_DAY 300
#define BATCH 1000
#define SINGLES 200
#define HELD 60000 /* as in search/linker.c */
#define RECENT (3 * A_DAY)
#define LASTS (10 * A_DAY) /* an event goes on for ten days at most */

static double cpu_s (void)
{
	struct rusage usage;
	getrusage (RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static long peak_mb (void)
{
	struct rusage usage;
	getrusage (RUSAGE_SELF, &usage);
	return usage.ru_maxrss / 1024;
}

static void must (bool ok, GError *error)
{
	if (ok)
		return;
	fprintf (stderr, "bench_stories: %s\n", error ? error->message : "failed");
	exit (1);
}

static void put_articles (Store *store, guint count)
{
	GError *error = NULL;
	g_autofree char *sql = g_strdup_printf (
		"BEGIN; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
		"%u)"
		" INSERT INTO article (docid, seq, content_hash, published_s, id, title, text, "
		"language, domain) SELECT i, i, i, 1600000000 + i * %d, 'd' || i, 'Title ' || i,"
		" 'Text', CASE i %% 2 WHEN 0 THEN 'en' ELSE 'fr' END, 'site' || (i %% 97) || "
		"'.example' FROM n; COMMIT",
		count, 86400 / A_DAY);
	must (store_exec (store, sql, &error), error);
}

/* An article's pairs with those before it. event[i] is the event of article i. */
static guint link_article (StoryGraph *graph, GRand *rand, guint *event, guint32 docid)
{
	GError *error = NULL;
	guint links = 0, likely = 0;
	guint32 oldest = docid > RECENT ? docid - RECENT : 1;
	event[docid] = docid;
	if (docid > 1 && g_rand_boolean (rand)) {
		guint founder = event[g_rand_int_range (rand, (gint32)oldest, (gint32)docid)];
		event[docid] = docid - founder < LASTS ? founder : docid;
	}
	for (guint32 other = docid - 1; other >= oldest && likely < 8; other--) {
		StoreLink link = { docid, other, g_rand_double_range (rand, 0.3, 0.95),
				   (docid % 2) == (other % 2) };
		if (event[other] != event[docid])
			continue;
		must (story_graph_link (graph, &link, NULL, &error), error);
		likely++;
	}
	for (links = likely; links < likely + 4 && docid > 10; links++) {
		guint32 other = (guint32)g_rand_int_range (rand, (gint32)oldest, (gint32)docid);
		StoreLink link = { docid, other, g_rand_double_range (rand, 0.02, 0.15),
				   (docid % 2) == (other % 2) };
		if (event[other] != event[docid])
			must (story_graph_link (graph, &link, NULL, &error), error);
	}
	return links;
}

static void update (Store *store, StoryGraph *graph, GArray *docids)
{
	GError *error = NULL;
	must (story_update (graph, docids, "2026-01-01T00:00:00Z", NULL, &error), error);
	must (store_commit (store, &error), error);
	story_graph_trim (graph, HELD);
	g_array_set_size (docids, 0);
}

static void bench (const char *dir, guint count)
{
	GError *error = NULL;
	g_autofree char *path = g_strdup_printf ("%s/%u", dir, count);
	g_autofree guint *event = g_new0 (guint, count + SINGLES + 1);
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GRand) rand = g_rand_new_with_seed (1);
	Store *store = store_open (path, STORE_CREATE, 0, &error);
	must (store != NULL, error);
	put_articles (store, count + SINGLES);
	StoryGraph *graph = story_graph_new (store, &error);
	must (graph != NULL, error);
	double from = cpu_s ();
	guint64 links = 0;
	for (guint32 docid = 1; docid <= count; docid++) {
		links += link_article (graph, rand, event, docid);
		g_array_append_val (docids, docid);
		if (docids->len == BATCH)
			update (store, graph, docids);
	}
	update (store, graph, docids);
	double all = cpu_s () - from;
	/* As a process of its own would: nothing is held. */
	from = cpu_s ();
	for (guint32 docid = count + 1; docid <= count + SINGLES; docid++) {
		story_graph_trim (graph, 0);
		link_article (graph, rand, event, docid);
		g_array_append_val (docids, docid);
		update (store, graph, docids);
	}
	double one = (cpu_s () - from) / SINGLES;
	printf ("%8u articles  %9" G_GUINT64_FORMAT
		" links  %7.2f CPU s  %5ld MB  one more: %.2f ms\n",
		count, links, all, peak_mb (), one * 1000);
	story_graph_free (graph);
	store_close (store);
}

int main (int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		bench (argv[1], (guint)strtoul (argv[i], NULL, 10));
	return 0;
}

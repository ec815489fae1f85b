/* bench_links.c: what finding all pairs costs as a corpus grows.
 *
 *   xz -dc articles.jsonl.xz | bench_links [--per-day N] [--pairs FILE] SIZE…
 *
 * One article a line ({"lang" or "language", "title", "text"}). They are taken round and round, given dates so that N (1,000) fall on a day:
 * a text comes again only when the one before has left the window. For each size it prints the CPU time of what is
 * done while indexing (analysing, which is done anyway, and the gist that is kept), of making profiles of gists and of finding pairs for
 * each article, the whole of the last two, and memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "indexer/gist.h"
#include "indexer/lexicon.h"
#include "search/linker.h"
#include "search/pairs.h"

static double cpu_s (void)
{
	struct timespec t;
	clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static GPtrArray *read_articles (void)
{
	GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
	char *line = NULL;
	size_t capacity = 0;
	while (getline (&line, &capacity, stdin) > 0) {
		json_t *row = json_loads (line, 0, NULL);
		Article *article = row ? article_from_json (row, NULL) : NULL;
		json_decref (row);
		if (article &&
		    (article_lang (article) == LANG_FR || article_lang (article) == LANG_EN))
			g_ptr_array_add (out, article);
		else
			article_free (article);
	}
	free (line);
	return out;
}

typedef struct {
	guint count;
	FILE *out;
} Told;

static void count (guint32 a, guint32 b, const Link *link, gpointer data)
{
	Told *told = data;
	told->count++;
	if (told->out)
		fprintf (told->out, "%u\t%u\t%.17g\n", a, b, link->probability);
}

static void run (Space *space, const LinkModel *model, const GPtrArray *articles, guint size,
		 guint per_day, FILE *out)
{
	PairsOptions options = PAIRS_INIT;
	Told told = { 0, out };
	options.min_probability = LINKER_MIN_PROBABILITY;
	g_autoptr (Pairs) pairs = pairs_new (space, model, &options);
	double analysing = 0, keeping = 0, profiling = 0, pairing = 0, slowest = 0;
	gsize memory = 0, kept_bytes = 0;
	for (guint i = 0; i < size; i++) {
		Article *article = articles->pdata[(i * 7919ULL) % articles->len];
		article->date_published =
			(ArticleDate){ .unix_s = 1577836800 + (gint64)i * 86400 / per_day,
				       .precision = DATE_SECOND,
				       .confidence = 1 };
		double t0 = cpu_s ();
		Analysis *analysis = analysis_new (space_analyzer (space), article);
		double t1 = cpu_s ();
		Gist *made = gist_new (article, analysis);
		gsize len;
		char *bytes = gist_pack (made, &len);
		double t2 = cpu_s ();
		gist_free (made);
		analysis_free (analysis);
		double t3 = cpu_s ();
		Gist *kept = gist_unpack (bytes, len);
		g_free (bytes);
		Profile *profile = profile_of_gist (space, kept);
		gist_free (kept);
		double t4 = cpu_s ();
		pairs_add (pairs, i + 1, profile, count, &told);
		double t5 = cpu_s ();
		analysing += t1 - t0;
		keeping += t2 - t1;
		profiling += t4 - t3;
		pairing += t5 - t4;
		slowest = MAX (slowest, t5 - t3);
		kept_bytes += len;
		memory = MAX (memory, pairs_memory (pairs));
	}
	struct rusage usage;
	getrusage (RUSAGE_SELF, &usage);
	printf ("%8u articles: while indexing: analysis %4.0f µs, gist %3.0f µs and %.0f bytes; "
		"then: profile %4.0f µs, pairs %4.0f µs an article, %6.2f s; "
		"slowest %.1f ms; %u pairs; engine %.0f MB, process %.0f MB\n",
		size, analysing / size * 1e6, keeping / size * 1e6, (double)kept_bytes / size,
		profiling / size * 1e6, pairing / size * 1e6, profiling + pairing, slowest * 1e3,
		told.count, (double)memory / 1e6, (double)usage.ru_maxrss / 1e3);
	fflush (stdout);
}

int main (int argc, char **argv)
{
	int per_day = 1000;
	char *pairs_file = NULL;
	const GOptionEntry entries[] = {
		{ "per-day", 0, 0, G_OPTION_ARG_INT, &per_day, "Articles published on a day", "N" },
		{ "pairs", 0, 0, G_OPTION_ARG_FILENAME, &pairs_file,
		  "Write each pair to FILE: the later, the earlier, the probability", "FILE" },
		{ 0 },
	};
	g_autoptr (GOptionContext) context = g_option_context_new ("SIZE…");
	g_autoptr (GError) error = NULL;
	g_option_context_add_main_entries (context, entries, NULL);
	if (!g_option_context_parse (context, &argc, &argv, &error) || per_day < 1) {
		fprintf (stderr, "bench_links: %s\n",
			 error ? error->message : "--per-day is from 1");
		return 64;
	}
	g_autofree char *path = lexicon_default_path ();
	g_autoptr (Lexicon) lexicon = path ? lexicon_open (path, &error) : NULL;
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Space) space = space_new (NULL, lexicon, analyzer, &error);
	g_autoptr (LinkModel) model = link_model_new ();
	g_autoptr (GPtrArray) articles = read_articles ();
	if (!space || !articles->len) {
		fprintf (stderr, "bench_links: %s\n", error ? error->message : "no articles");
		return 66;
	}
	FILE *out = pairs_file ? fopen (pairs_file, "w") : NULL;
	for (int i = 1; i < argc; i++)
		run (space, model, articles, (guint)strtoul (argv[i], NULL, 10), (guint)per_day,
		     out);
	if (out)
		fclose (out);
	g_free (pairs_file);
	return 0;
}

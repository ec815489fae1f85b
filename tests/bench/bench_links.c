/* bench_links.c: what finding all pairs costs as a corpus grows.
 *
 *   xz -dc articles.jsonl.xz | bench_links [--per-day N] [--pairs FILE] SIZE…
 *
 * One article a line ({"lang" or "language", "title", "text"}). They are taken round and round, given dates so that N (1,000) fall on a day:
 * a text comes again only when the one before has left the window. It prints the CPU time of what is done while indexing (analysing,
 * which is done anyway, and the gist that is kept), then for each size that of making profiles of gists and of finding pairs for
 * each article, the whole of the two, and memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

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

/* What is kept of a text, and what it cost while it was indexed. */
typedef struct {
	char *bytes;
	gsize len;
	double analysing, keeping; /* CPU s */
} Kept;

static Kept keep (Space *space, const Article *article)
{
	Kept out;
	double t0 = cpu_s ();
	Analysis *analysis = analysis_new (space_analyzer (space), article);
	double t1 = cpu_s ();
	Gist *gist = gist_new (article, analysis);
	out.bytes = gist_pack (gist, &out.len);
	out.keeping = cpu_s () - t1;
	out.analysing = t1 - t0;
	gist_free (gist);
	analysis_free (analysis);
	return out;
}

static void kept_clear (gpointer data)
{
	g_free (((Kept *)data)->bytes);
}

/* The articles of stdin. */
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

/* When the i-th article is published. */
static gint64 day_of (guint i, guint per_day)
{
	return 1577836800 + (gint64)i * 86400 / per_day;
}

/* Kept, of the first `size` articles, each text once. */
static GArray *keep_all (Space *space, const GPtrArray *articles, guint size, guint per_day)
{
	GArray *out = g_array_new (FALSE, FALSE, sizeof (Kept));
	g_array_set_clear_func (out, kept_clear);
	for (guint i = 0; i < MIN (size, articles->len); i++) {
		Article *article = articles->pdata[i * 7919ULL % articles->len];
		article->date_published = (ArticleDate){ .unix_s = day_of (i, per_day),
							 .precision = DATE_SECOND,
							 .confidence = 1 };
		Kept kept = keep (space, article);
		g_array_append_val (out, kept);
	}
	return out;
}

/* The means of all. */
static void print_kept (const GArray *texts)
{
	double analysing = 0, keeping = 0, bytes = 0;
	for (guint i = 0; i < texts->len; i++) {
		const Kept *kept = &g_array_index (texts, Kept, i);
		analysing += kept->analysing;
		keeping += kept->keeping;
		bytes += (double)kept->len;
	}
	printf ("%u texts; while indexing: analysis %.0f µs, gist %.0f µs and %.0f bytes each\n",
		texts->len, analysing / texts->len * 1e6, keeping / texts->len * 1e6,
		bytes / texts->len);
	fflush (stdout);
}

typedef struct {
	guint64 count;
	FILE *out;
} Told;

static void count (guint32 a, guint32 b, const Link *link, gpointer data)
{
	Told *told = data;
	told->count++;
	if (told->out)
		fprintf (told->out, "%u\t%u\t%.17g\n", a, b, link->probability);
}

/* The profile of the i-th article: a text, and its day. */
static Profile *profile_of (Space *space, const GArray *texts, guint i, guint per_day)
{
	const Kept *kept = &g_array_index (texts, Kept, i % texts->len);
	g_autoptr (Gist) gist = gist_unpack (kept->bytes, kept->len);
	gist->day_s = day_of (i, per_day);
	return profile_of_gist (space, gist);
}

/* The memory of the process now and at most so far, bytes. */
static double memory_now (void)
{
	guint64 pages = 0;
	g_autofree char *text = NULL;
	if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
		sscanf (text, "%*u %" G_GUINT64_FORMAT, &pages);
	return (double)pages * (double)sysconf (_SC_PAGESIZE);
}

static double memory_most (void)
{
	struct rusage usage;
	getrusage (RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss * 1024;
}

/* Returns the seconds that an article took. */
static double run (Space *space, const LinkModel *model, const GArray *texts, guint size,
		   guint per_day, FILE *out)
{
	PairsOptions options = PAIRS_INIT;
	Told told = { 0, out };
	options.min_probability = LINKER_MIN_PROBABILITY;
	g_autoptr (Pairs) pairs = pairs_new (space, model, &options);
	double profiling = 0, pairing = 0, slowest = 0;
	gsize memory = 0;
	for (guint i = 0; i < size; i++) {
		double t0 = cpu_s ();
		Profile *profile = profile_of (space, texts, i, per_day);
		double t1 = cpu_s ();
		pairs_add (pairs, i + 1, profile, count, &told);
		double t2 = cpu_s ();
		profiling += t1 - t0;
		pairing += t2 - t1;
		slowest = MAX (slowest, t2 - t0);
		memory = MAX (memory, pairs_memory (pairs));
	}
	printf ("%8u articles: profile %4.0f µs, pairs %4.0f µs an article, %6.2f s; slowest %.1f "
		"ms; "
		"%" G_GUINT64_FORMAT " pairs; engine %.0f MB, process %.0f MB, at most %.0f MB\n",
		size, profiling / size * 1e6, pairing / size * 1e6, profiling + pairing,
		slowest * 1e3, told.count, (double)memory / 1e6, memory_now () / 1e6,
		memory_most () / 1e6);
	fflush (stdout);
	return (profiling + pairing) / size;
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
	guint largest = 0;
	for (int i = 1; i < argc; i++)
		largest = MAX (largest, (guint)strtoul (argv[i], NULL, 10));
	g_autoptr (GArray) kept = keep_all (space, articles, largest, (guint)per_day);
	g_clear_pointer (&articles, g_ptr_array_unref);
	print_kept (kept);
	FILE *out = pairs_file ? fopen (pairs_file, "w") : NULL;
	double before = 0;
	for (int i = 1; i < argc; i++) {
		double one = run (space, model, kept, (guint)strtoul (argv[i], NULL, 10),
				  (guint)per_day, out);
		if (before > 0)
			printf ("%8s an article costs %.2f × what it did in the size before\n", "",
				one / before);
		fflush (stdout);
		before = one;
	}
	if (out)
		fclose (out);
	g_free (pairs_file);
	return 0;
}

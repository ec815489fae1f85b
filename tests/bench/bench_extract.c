/* bench_extract.c: CPU time of page_extract() beside libxml2's bare DOM parse of the same pages, by turns in one run. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <time.h>

#include "corpus/page.h"

#define ROUNDS 3

typedef struct {
	char *data;
	gsize len;
} File;

static double cpu_s (void)
{
	struct timespec now;
	clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void parse_dom (const File *file)
{
	xmlFreeDoc (htmlReadMemory (file->data, (int)file->len, "", NULL,
				    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					    HTML_PARSE_NONET | HTML_PARSE_COMPACT));
}

static void extract (const File *file)
{
	article_free (page_extract ((const guint8 *)file->data, file->len, NULL, NULL));
}

static double time_all (const GArray *files, void (*run) (const File *))
{
	double start = cpu_s ();
	for (guint i = 0; i < files->len; i++)
		run (&g_array_index (files, File, i));
	return cpu_s () - start;
}

int main (int argc, char **argv)
{
	g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (File));
	double mb = 0, dom = G_MAXDOUBLE, ours = G_MAXDOUBLE;
	for (int i = 1; i < argc; i++) {
		File file;
		if (!g_file_get_contents (argv[i], &file.data, &file.len, NULL))
			continue;
		g_array_append_val (files, file);
		mb += (double)file.len / 1e6;
	}
	/* By turns, the best of each: other work on the machine slows both. */
	for (int round = 0; round < ROUNDS; round++) {
		dom = MIN (dom, time_all (files, parse_dom));
		ours = MIN (ours, time_all (files, extract));
	}
	printf ("%u pages, %.1f MB\n", files->len, mb);
	printf ("libxml2 DOM     %7.3f s  %6.1f MB/s\n", dom, mb / dom);
	printf ("entente extract %7.3f s  %6.1f MB/s  %.2f x DOM\n", ours, mb / ours, ours / dom);
	for (guint i = 0; i < files->len; i++)
		g_free (g_array_index (files, File, i).data);
	return 0;
}

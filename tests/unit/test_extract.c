/* test_extract.c: lists of pages, on several threads, answered in their order. */
#include "corpus/extract.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE                                                                                       \
	"<h1>Bridge %d closes</h1><p>The council of Brightwater voted on Tuesday to close bridge " \
	"number %d, as "                                                                           \
	"engineers had asked.</p><p>A ferry will run until the new bridge opens, the mayor said, " \
	"next spring.</p>"

static void test_parse (void)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (ExtractJob) path = extract_job_parse ("  a/b.html \n", &error);
	g_assert_cmpstr (path->path, ==, "a/b.html");
	g_assert_null (path->id);
	g_autoptr (ExtractJob) json = extract_job_parse (
		"{\"id\":\"x\",\"path\":\"p\",\"url\":\"https://a.example/\"}", &error);
	g_assert_cmpstr (json->id, ==, "x");
	g_assert_cmpstr (json->url, ==, "https://a.example/");
	g_autoptr (ExtractJob) number = extract_job_parse ("{\"id\":7,\"path\":\"p\"}", &error);
	g_assert_cmpstr (number->id, ==, "7");
	g_assert_null (extract_job_parse (" \n", &error));
	g_assert_no_error (error);
	g_assert_null (extract_job_parse ("{\"id\":1}", &error));
	g_assert_error (error, ARTICLE_ERROR, ARTICLE_ERROR_JSON);
}

typedef struct {
	int next, failed;
} Seen;

static void on_done (ExtractJob *job, gpointer data)
{
	Seen *seen = data;
	g_assert_cmpint (atoi (job->id), ==, seen->next);
	seen->next++;
	if (job->error) {
		g_assert_null (job->article);
		seen->failed++;
		return;
	}
	g_autofree char *title = g_strdup_printf ("Bridge %s closes", job->id);
	g_assert_cmpstr (job->article->title, ==, title);
	g_assert_cmpstr (job->article->id, ==, job->id);
}

static void test_order (void)
{
	g_autofree char *dir = g_dir_make_tmp ("extract-XXXXXX", NULL);
	g_assert_nonnull (dir);
	Seen seen = { 0, 0 };
	const ExtractOptions options = { .now_s = 1600000000 };
	ExtractQueue *queue = extract_queue_new (4, &options, on_done, &seen);
	for (int i = 0; i < 200; i++) {
		g_autofree char *path = g_strdup_printf ("%s/%d.html", dir, i);
		g_autofree char *id = g_strdup_printf ("%d", i);
		g_autofree char *page = g_strdup_printf (PAGE, i, i);
		/* Every tenth is not there. */
		if (i % 10)
			g_assert_true (g_file_set_contents (path, page, -1, NULL));
		extract_queue_push (queue, extract_job_new (id, path, NULL));
	}
	extract_queue_finish (queue);
	g_assert_cmpint (seen.next, ==, 200);
	g_assert_cmpint (seen.failed, ==, 20);
	for (int i = 0; i < 200; i++) {
		g_autofree char *path = g_strdup_printf ("%s/%d.html", dir, i);
		g_unlink (path);
	}
	g_rmdir (dir);
}

static void test_errors (void)
{
	g_autofree char *dir = g_dir_make_tmp ("extract-XXXXXX", NULL);
	g_autofree char *path = g_build_filename (dir, "page.html", NULL);
	g_assert_true (g_file_set_contents (path, "\x1f\x8b\x08not really", -1, NULL));
	g_autoptr (ExtractJob) job = extract_job_new (NULL, path, NULL);
	extract_job_run (job, &(ExtractOptions){ .want_more = true });
	g_assert_error (job->error, PAGE_ERROR, PAGE_ERROR_NOT_HTML);
	g_autoptr (ExtractJob) folder = extract_job_new (NULL, dir, NULL);
	extract_job_run (folder, &(ExtractOptions){ .now_s = 0 });
	g_assert_error (folder->error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
	g_unlink (path);
	g_rmdir (dir);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/extract/parse", test_parse);
	g_test_add_func ("/extract/order", test_order);
	g_test_add_func ("/extract/errors", test_errors);
	return g_test_run ();
}

/* test_xap_space.c: shim/xap.h without disk space, permission or memory. */
#include <glib.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/xap.h"
#include "tests/unit/xap_docs.h"

#if defined __SANITIZE_ADDRESS__
#define UNDER_ASAN 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

enum { CHILD_OK = 0, CHILD_SKIPPED = 77 };

/* Run `body` in a process of its own, so that limits and mounts end with it. False when it skipped itself. */
static bool in_child (int (*body) (const char *dir), const char *dir)
{
	pid_t pid = fork ();
	g_assert_cmpint (pid, >=, 0);
	if (pid == 0)
		_exit (body (dir));
	int status;
	g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
	g_assert_true (WIFEXITED (status));
	g_assert_true (WEXITSTATUS (status) == CHILD_OK || WEXITSTATUS (status) == CHILD_SKIPPED);
	return WEXITSTATUS (status) == CHILD_OK;
}

/* The writer's next batch does not fit: it is lost as a whole, and nothing else is. */
static void overflow (const char *path)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (XapWdb) writer = xap_wdb_open (path, &error);
	g_assert_no_error (error);
	bool ok = true;
	for (guint batch = 0; ok && batch < 20; batch++)
		ok = put_docs (writer, 101 + 1000 * batch, 1100 + 1000 * batch, batch, &error);
	ok = ok && xap_wdb_commit (writer, &error);
	g_assert_false (ok);
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NO_SPACE);
	g_clear_error (&error);
	g_assert_false (xap_wdb_delete (writer, 1, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NO_SPACE);
	g_clear_error (&error);
	g_assert_false (xap_wdb_commit (writer, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NO_SPACE);
}

static void assert_unharmed (const char *path)
{
	g_autoptr (GError) error = NULL;
	g_assert_cmpuint (count_docs (path), ==, 100);
	g_autoptr (XapDb) db = xap_db_open (path, NULL);
	g_assert_true (read_all (db, NULL, &error));
	xap_check (path, &error);
	g_assert_no_error (error);
}

static int file_size_limit (const char *dir)
{
	signal (SIGXFSZ, SIG_IGN);
	struct rlimit limit, old;
	getrlimit (RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = 512 << 10;
	setrlimit (RLIMIT_FSIZE, &limit);
	overflow (dir);
	assert_unharmed (dir);
	setrlimit (RLIMIT_FSIZE, &old);
	commit_docs (dir, 2000, 1);
	g_assert_cmpuint (count_docs (dir), ==, 2000);
	return CHILD_OK;
}

static void test_file_size_limit (void)
{
	SCRATCH (dir);
	commit_docs (dir, 100, 0);
	g_assert_true (in_child (file_size_limit, dir));
	g_assert_cmpuint (count_docs (dir), ==, 2000);
}

static int full_disk (const char *dir)
{
	/* The mount is seen by this process alone and goes with it. */
	if (unshare (CLONE_NEWNS) || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount ("tmpfs", dir, "tmpfs", 0, "size=2m"))
		return CHILD_SKIPPED;
	g_autofree char *path = g_build_filename (dir, "index", NULL);
	commit_docs (path, 100, 0);
	overflow (path);
	assert_unharmed (path);
	g_assert_cmpint (mount (NULL, dir, NULL, MS_REMOUNT, "size=64m"), ==, 0);
	commit_docs (path, 2000, 1);
	g_assert_cmpuint (count_docs (path), ==, 2000);
	return CHILD_OK;
}

static void test_full_disk (void)
{
	SCRATCH (dir);
	if (!in_child (full_disk, dir))
		g_test_skip ("may not mount a tmpfs here");
}

static int no_permission (const char *dir)
{
	if (geteuid () == 0 && (setgid (65534) || setuid (65534)))
		return CHILD_SKIPPED;
	g_autofree char *closed = g_build_filename (dir, "closed", NULL);
	g_autofree char *fresh = g_build_filename (dir, "fresh", NULL);
	g_autofree char *table = g_build_filename (dir, "table", NULL);
	g_autoptr (GError) error = NULL;
	g_assert_null (xap_db_open (closed, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_PERMISSION);
	g_clear_error (&error);
	g_assert_null (xap_db_open (table, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_PERMISSION);
	g_clear_error (&error);
	g_assert_null (xap_wdb_open (dir, &error)); /* the lock file */
	g_assert_error (error, XAP_ERROR, XAP_ERROR_PERMISSION);
	g_clear_error (&error);
	g_assert_null (xap_wdb_open (fresh, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_PERMISSION);
	g_clear_error (&error);
	g_assert_cmpuint (count_docs (dir), ==, 10); /* reading needs no more than reading */
	return CHILD_OK;
}

static void test_no_permission (void)
{
	SCRATCH (dir);
	g_autofree char *closed = g_build_filename (dir, "closed", NULL);
	g_autofree char *table = g_build_filename (dir, "table", NULL);
	g_autofree char *postlist = g_build_filename (table, "postlist.glass", NULL);
	commit_docs (dir, 10, 0);
	commit_docs (closed, 10, 0);
	commit_docs (table, 10, 0);
	g_assert_cmpint (g_chmod (closed, 0), ==, 0);
	g_assert_cmpint (g_chmod (postlist, 0), ==, 0);
	g_assert_cmpint (g_chmod (dir, 0555), ==, 0);
	g_autofree char *lock = g_build_filename (dir, "flintlock", NULL);
	g_assert_cmpint (g_chmod (lock, 0444), ==, 0);
	bool ran = in_child (no_permission, dir);
	g_chmod (dir, 0755);
	g_chmod (closed, 0755);
	if (!ran)
		g_test_skip ("may not become another user");
}

static int no_memory (const char *dir)
{
	(void)dir;
	const gsize size = 256 << 20;
	g_autofree char *big = g_malloc0 (size);
	g_autofree char *statm = NULL;
	if (UNDER_ASAN || !g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
		return CHILD_SKIPPED;
	rlim_t now = (rlim_t)g_ascii_strtoull (statm, NULL, 10) * (rlim_t)sysconf (_SC_PAGESIZE);
	struct rlimit limit = { now + (32 << 20), now + (32 << 20) };
	g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
	g_autoptr (XapDoc) doc = xap_doc_new ();
	xap_doc_data (doc, big, size);
	xap_doc_term (doc, "word", 4, 1);
	g_autoptr (GError) error = NULL;
	g_assert_false (xap_doc_ok (doc, &error));
	g_assert_error (error, XAP_ERROR, XAP_ERROR_NO_MEMORY);
	xap_doc_clear (doc);
	g_assert_true (xap_doc_ok (doc, NULL));
	return CHILD_OK;
}

static void test_no_memory (void)
{
	if (!in_child (no_memory, NULL))
		g_test_skip ("the sanitizer has the memory");
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/xap-space/file-size-limit", test_file_size_limit);
	g_test_add_func ("/xap-space/full-disk", test_full_disk);
	g_test_add_func ("/xap-space/no-permission", test_no_permission);
	g_test_add_func ("/xap-space/no-memory", test_no_memory);
	return g_test_run ();
}

/* test_store_failure.c: the store when things go wrong: writers killed, two writers, full disks, foreign and
 * damaged files, places that may not be written. Each writer is a process of its own. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/store_fixture.h"

/* --- another process --- */

typedef struct {
	pid_t pid;
	int from; /* what it writes to `to` arrives here */
} Child;

/* Run `body` in a child; its return value is the exit status. */
static Child spawn (int (*body) (const char *dir, int to), const char *dir)
{
	int ends[2];
	g_assert_cmpint (pipe (ends), ==, 0);
	Child child = { fork (), ends[0] };
	g_assert_cmpint (child.pid, >=, 0);
	if (child.pid == 0) {
		close (ends[0]);
		_exit (body (dir, ends[1]));
	}
	close (ends[1]);
	return child;
}

static int exit_status (Child child)
{
	int status;
	g_assert_cmpint (waitpid (child.pid, &status, 0), ==, child.pid);
	close (child.from);
	return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}

static void kill_child (Child child)
{
	g_assert_cmpint (kill (child.pid, SIGKILL), ==, 0);
	g_assert_cmpint (exit_status (child), ==, 128 + SIGKILL);
}

static bool put_number (Store *store, int n, GError **error)
{
	g_autoptr (Article) article = article_new ();
	article->id = g_strdup_printf ("n%d", n);
	article->title = g_strdup_printf ("Number %d", n);
	article->text = g_strnfill (3000, 'a' + n % 26);
	return store_put (store, article, NULL, true, NULL, error);
}

/* --- kill -9 --- */

#define BATCH 7

/* Commit batches for ever, telling after each how many articles are durable. */
static int write_for_ever (const char *dir, int to)
{
	g_autoptr (Store) store = store_open (dir, STORE_WRITE, 5000, NULL);
	if (!store)
		return 2;
	int n = (int)count_articles (store);
	for (;;) {
		for (int i = 0; i < BATCH; i++)
			if (!put_number (store, n++, NULL))
				return 3;
		if (!store_commit (store, NULL))
			return 4;
		if (write (to, &n, sizeof n) != sizeof n)
			return 5;
	}
}

/* Kill the writer at many moments. What it had said to be durable is there; batches are there whole or not at all. */
static void test_kill (void)
{
	g_autofree char *dir = make_dir ();
	store_close (must_open (dir, STORE_CREATE));
	int said = 0;
	for (int round = 0; round < 25; round++) {
		Child child = spawn (write_for_ever, dir);
		/* The first word means that it is at work; then from 0 to 24 ms into some commit. */
		g_assert_cmpint (read (child.from, &said, sizeof said), ==, sizeof said);
		g_usleep ((gulong)round * 1000);
		g_assert_cmpint (kill (child.pid, SIGKILL), ==, 0);
		int n;
		while (read (child.from, &n, sizeof n) == sizeof n)
			said = n;
		exit_status (child);
		g_autoptr (Store) store = must_open (dir, STORE_READ);
		guint64 there = count_articles (store);
		/* It may have died between the commit and saying so. */
		g_assert_cmpuint (there, >=, (guint64)said);
		g_assert_cmpuint (there, <=, (guint64)said + BATCH);
		g_assert_cmpuint (there % BATCH, ==, 0);
		gint64 last;
		must (store_last_seq (store, &last, NULL));
		g_assert_cmpint (last, ==, (gint64)there);
		expect_clean (store);
	}
	g_assert_cmpint (said, >=, 25 * BATCH);
	g_autoptr (Store) writer = must_open (dir, STORE_WRITE);
	expect_clean (writer);
	remove_dir (dir);
}

/* Leave a transaction open, and say so. */
static int write_and_wait (const char *dir, int to)
{
	g_autoptr (Store) store = store_open (dir, STORE_WRITE, 0, NULL);
	if (!store)
		return 2;
	for (int i = 0; i < 3; i++)
		if (!put_number (store, 1000 + i, NULL))
			return 3;
	if (write (to, "", 1) != 1)
		return 4;
	for (;;)
		pause ();
}

static void wait_for_word (Child child)
{
	char word;
	g_assert_cmpint (read (child.from, &word, 1), ==, 1);
}

static void test_kill_inside (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	must (put_number (store, 1, NULL));
	must (store_commit (store, NULL));
	store_close (store);
	Child child = spawn (write_and_wait, dir);
	wait_for_word (child);
	kill_child (child);
	/* The lock died with it: no waiting. */
	g_autoptr (GError) error = NULL;
	store = store_open (dir, STORE_WRITE, 0, &error);
	g_assert_no_error (error);
	g_assert_cmpuint (count_articles (store), ==, 1);
	expect_clean (store);
	store_close (store);
	remove_dir (dir);
}

/* --- two at a time --- */

static void test_second_writer (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	must (put_number (store, 1, NULL));
	must (store_commit (store, NULL));
	store_close (store);
	Child child = spawn (write_and_wait, dir);
	wait_for_word (child);

	g_autoptr (GError) error = NULL;
	gint64 before = g_get_monotonic_time ();
	g_assert_null (store_open (dir, STORE_WRITE, 0, &error));
	g_assert_cmpint (g_get_monotonic_time () - before, <, 2000000);
	g_assert_error (error, STORE_ERROR, STORE_ERROR_LOCKED);
	g_autofree char *pid = g_strdup_printf ("process %d (test_store_failure", (int)child.pid);
	g_assert_nonnull (strstr (error->message, pid));
	g_assert_null (strchr (error->message, '\n'));
	g_clear_error (&error);
	before = g_get_monotonic_time ();
	g_assert_null (store_open (dir, STORE_CREATE, 300, &error));
	g_assert_cmpint (g_get_monotonic_time () - before, >=, 300000);
	g_assert_error (error, STORE_ERROR, STORE_ERROR_LOCKED);

	/* A reader sees what is committed, beside it. */
	g_autoptr (Store) reader = must_open (dir, STORE_READ);
	g_assert_cmpuint (count_articles (reader), ==, 1);
	kill_child (child);
	g_autoptr (Store) next = must_open (dir, STORE_WRITE);
	must (put_number (next, 2, NULL));
	g_assert_cmpuint (count_articles (reader), ==, 1);
	must (store_commit (next, NULL));
	g_assert_cmpuint (count_articles (reader), ==, 2);
	remove_dir (dir);
}

static int write_soon_gone (const char *dir, int to)
{
	g_autoptr (Store) store = store_open (dir, STORE_WRITE, 0, NULL);
	if (!store || write (to, "", 1) != 1)
		return 2;
	g_usleep (200000);
	return 0;
}

static void test_wait_for_writer (void)
{
	g_autofree char *dir = make_dir ();
	store_close (must_open (dir, STORE_CREATE));
	Child child = spawn (write_soon_gone, dir);
	wait_for_word (child);
	g_autoptr (GError) error = NULL;
	g_autoptr (Store) store = store_open (dir, STORE_WRITE, 10000, &error);
	g_assert_no_error (error);
	g_assert_nonnull (store);
	g_assert_cmpint (exit_status (child), ==, 0);
	remove_dir (dir);
}

/* What stands in the lock file is printed: it must be harmless. */
static void test_hostile_lock (void)
{
	g_autofree char *dir = make_dir ();
	Store *store = must_open (dir, STORE_CREATE);
	g_autofree char *path = g_build_filename (dir, STORE_LOCK, NULL);
	/* Written through, so that it stays the same locked file. */
	int fd = open (path, O_WRONLY | O_TRUNC);
	static const char text[] = "99 \033]0;x\007\nrm -rf";
	g_assert_cmpint (write (fd, text, sizeof text - 1), ==, sizeof text - 1);
	close (fd);
	g_autoptr (GError) error = NULL;
	g_assert_null (store_open (dir, STORE_WRITE, 0, &error));
	g_assert_error (error, STORE_ERROR, STORE_ERROR_LOCKED);
	for (const char *c = error->message; *c; c++)
		g_assert_cmpint ((guchar)*c, >=, ' ');
	store_close (store);
	remove_dir (dir);
}

/* --- no room --- */

/* Under a limit on the size of files, as on a full disk: put until it fails. */
static int write_until_full (const char *dir, int to)
{
	signal (SIGXFSZ, SIG_IGN);
	g_autoptr (Store) store = store_open (dir, STORE_WRITE, 0, NULL);
	struct rlimit limit = { 400000, 400000 };
	if (!store || setrlimit (RLIMIT_FSIZE, &limit) != 0)
		return 2;
	g_autoptr (GError) error = NULL;
	int n = (int)count_articles (store);
	while (!error && n < 10000) {
		int first = n;
		while (n < first + BATCH && put_number (store, n, &error))
			n++;
		if (!error && store_commit (store, &error) && write (to, &n, sizeof n) != sizeof n)
			return 3;
	}
	bool right = g_error_matches (error, STORE_ERROR, STORE_ERROR_NO_SPACE) &&
		     !strchr (error->message, '\n');
	if (!right) {
		g_printerr ("%s\n", error ? error->message : "no error");
		return 4;
	}
	/* It can still be read, and nothing of the failed batch is to be committed later. */
	return store_commit (store, NULL) && count_articles (store) % BATCH == 0 ? 0 : 5;
}

static void test_full_disk (void)
{
	g_autofree char *dir = make_dir ();
	store_close (must_open (dir, STORE_CREATE));
	Child child = spawn (write_until_full, dir);
	int n, said = 0;
	while (read (child.from, &n, sizeof n) == sizeof n)
		said = n;
	g_assert_cmpint (exit_status (child), ==, 0);
	g_assert_cmpint (said, >, 0);
	g_autoptr (Store) store = must_open (dir, STORE_WRITE);
	g_assert_cmpuint (count_articles (store), ==, (guint64)said);
	expect_clean (store);
	/* With room again, the work goes on. */
	must (put_number (store, said, NULL));
	must (store_commit (store, NULL));
	remove_dir (dir);
}

/* --- places --- */

static void expect_open_error (const char *dir, StoreMode mode, StoreErrorCode code)
{
	g_autoptr (GError) error = NULL;
	g_assert_null (store_open (dir, mode, 0, &error));
	g_assert_error (error, STORE_ERROR, (int)code);
	g_assert_nonnull (strstr (error->message, dir));
	g_assert_null (strchr (error->message, '\n'));
}

static void test_no_corpus (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *deep = g_build_filename (dir, "a", "b", NULL);
	g_autofree char *file = g_build_filename (dir, "file", NULL);
	expect_open_error (dir, STORE_READ, STORE_ERROR_NOT_FOUND);
	expect_open_error (dir, STORE_WRITE, STORE_ERROR_NOT_FOUND);
	expect_open_error (deep, STORE_WRITE, STORE_ERROR_NOT_FOUND);
	/* Looking for one leaves nothing behind. */
	g_assert_cmpint (g_rmdir (dir), ==, 0);
	g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
	must (g_file_set_contents (file, "x", 1, NULL));
	expect_open_error (file, STORE_READ, STORE_ERROR_NOT_FOUND);
	expect_open_error (file, STORE_CREATE, STORE_ERROR_FAILED);
	store_close (must_open (deep, STORE_CREATE));
	store_close (must_open (deep, STORE_READ));
	/* A crash in the middle of making one: an empty file is none, and can become one. */
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	must (g_file_set_contents (path, "", 0, NULL));
	expect_open_error (dir, STORE_READ, STORE_ERROR_NOT_FOUND);
	store_close (must_open (dir, STORE_CREATE));
	remove_dir (dir);
}

/* As an ordinary person, whom permissions bind. */
static bool become_nobody (void)
{
	return geteuid () != 0 || (setgid (65534) == 0 && setuid (65534) == 0);
}

static int read_where_not_writable (const char *dir, int to)
{
	(void)to;
	if (!become_nobody ())
		return 2;
	g_autoptr (GError) error = NULL;
	g_autoptr (Store) writer = store_open (dir, STORE_WRITE, 0, &error);
	if (writer || !g_error_matches (error, STORE_ERROR, STORE_ERROR_PERMISSION))
		return 3;
	g_clear_error (&error);
	g_autoptr (Store) store = store_open (dir, STORE_READ, 0, &error);
	if (error)
		g_printerr ("%s\n", error->message);
	return store && count_articles (store) == 1 ? 0 : 4;
}

static int read_where_not_readable (const char *dir, int to)
{
	(void)to;
	if (!become_nobody ())
		return 2;
	g_autoptr (GError) error = NULL;
	store_close (store_open (dir, STORE_READ, 0, &error));
	return g_error_matches (error, STORE_ERROR, STORE_ERROR_PERMISSION) ? 0 : 3;
}

/* Let nobody write there, not even its owner: or again. */
static void set_writable (const char *dir, bool writable)
{
	static const char *const names[] = { STORE_FILE, STORE_FILE "-wal", STORE_FILE "-shm",
					     STORE_LOCK };
	for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
		g_autofree char *path = g_build_filename (dir, names[i], NULL);
		g_chmod (path, writable ? 0644 : 0444);
	}
	g_chmod (dir, writable ? 0755 : 0555);
}

/* A reader needs no right to write: with the log beside the database or without, beside a writer or not. */
static void test_read_only_directory (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *wal = g_build_filename (dir, STORE_FILE "-wal", NULL);
	g_autofree char *shm = g_build_filename (dir, STORE_FILE "-shm", NULL);
	Store *store = must_open (dir, STORE_CREATE);
	must (put_number (store, 1, NULL));
	must (store_commit (store, NULL));
	set_writable (dir, false);
	g_assert_cmpint (exit_status (spawn (read_where_not_writable, dir)), ==, 0);
	store_close (store);
	g_assert_cmpint (exit_status (spawn (read_where_not_writable, dir)), ==, 0);
	set_writable (dir, true);
	g_unlink (wal);
	g_unlink (shm);
	set_writable (dir, false);
	g_assert_cmpint (exit_status (spawn (read_where_not_writable, dir)), ==, 0);
	g_chmod (dir, 0);
	g_assert_cmpint (exit_status (spawn (read_where_not_readable, dir)), ==, 0);
	set_writable (dir, true);
	remove_dir (dir);
}

/* --- what is no corpus of ours, or no longer whole --- */

static char *make_corpus (int count)
{
	char *dir = make_dir ();
	g_autoptr (Store) store = must_open (dir, STORE_CREATE);
	for (int i = 0; i < count; i++)
		must (put_number (store, i, NULL));
	must (store_commit (store, NULL));
	return dir;
}

static void test_foreign (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	run_sql (path, "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('x')");
	g_autofree char *before = NULL, *after = NULL;
	gsize before_len, after_len;
	must (g_file_get_contents (path, &before, &before_len, NULL));
	expect_open_error (dir, STORE_READ, STORE_ERROR_VERSION);
	expect_open_error (dir, STORE_WRITE, STORE_ERROR_VERSION);
	expect_open_error (dir, STORE_CREATE, STORE_ERROR_VERSION);
	must (g_file_get_contents (path, &after, &after_len, NULL));
	g_assert_cmpmem (before, before_len, after, after_len);
	remove_dir (dir);
}

static void test_newer (void)
{
	g_autofree char *dir = make_corpus (1);
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	run_sql (path, "PRAGMA user_version = 999");
	expect_open_error (dir, STORE_READ, STORE_ERROR_VERSION);
	expect_open_error (dir, STORE_WRITE, STORE_ERROR_VERSION);
	remove_dir (dir);
}

static void test_garbage (void)
{
	g_autofree char *dir = make_dir ();
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	g_autofree char *garbage = g_strnfill (100000, 'g');
	must (g_file_set_contents (path, garbage, 100000, NULL));
	expect_open_error (dir, STORE_READ, STORE_ERROR_CORRUPT);
	expect_open_error (dir, STORE_CREATE, STORE_ERROR_CORRUPT);
	remove_dir (dir);
}

static void test_truncated (void)
{
	g_autofree char *dir = make_corpus (200);
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	GStatBuf st;
	g_assert_cmpint (g_stat (path, &st), ==, 0);
	g_assert_cmpint (truncate (path, st.st_size / 2), ==, 0);
	expect_open_error (dir, STORE_READ, STORE_ERROR_CORRUPT);
	expect_open_error (dir, STORE_WRITE, STORE_ERROR_CORRUPT);
	remove_dir (dir);
}

static guint check_problems (const char *dir)
{
	g_autoptr (Store) store = must_open (dir, STORE_READ);
	g_autoptr (GError) error = NULL;
	g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
	must (store_check (store, problems, &error));
	for (guint i = 0; i < problems->len; i++)
		g_assert_null (strchr (problems->pdata[i], '\n'));
	return problems->len;
}

/* A letter that changed on the disk, a row that somebody changed, a page of noise: each is found. */
static void test_check (void)
{
	g_autofree char *dir = make_corpus (200);
	g_autofree char *path = g_build_filename (dir, STORE_FILE, NULL);
	g_assert_cmpuint (check_problems (dir), ==, 0);
	g_autofree char *data = NULL;
	gsize len;
	must (g_file_get_contents (path, &data, &len, NULL));
	char *letter = memmem (data, len, "bbbbbbbb", 8);
	g_assert_nonnull (letter);
	*letter = 'c';
	must (g_file_set_contents (path, data, (gssize)len, NULL));
	g_assert_cmpuint (check_problems (dir), ==, 1);
	run_sql (path, "UPDATE article SET title = 'Changed' WHERE id = 'n7';"
		       "UPDATE article SET authors = '{' WHERE id = 'n9';"
		       "INSERT INTO tombstone VALUES (5, 5000, 'n4');"
		       "PRAGMA wal_checkpoint (TRUNCATE)");
	g_assert_cmpuint (check_problems (dir), ==, 4);
	g_autoptr (Store) store = must_open (dir, STORE_READ);
	Article *article;
	g_autoptr (GError) error = NULL;
	g_assert_false (store_get (store, 10, &article, &error));
	g_assert_error (error, STORE_ERROR, STORE_ERROR_CORRUPT);
	g_clear_pointer (&data, g_free);
	must (g_file_get_contents (path, &data, &len, NULL));
	memset (data + len / 2 / 8192 * 8192, 0x55, 8192);
	must (g_file_set_contents (path, data, (gssize)len, NULL));
	g_assert_cmpuint (check_problems (dir), >, 4);
	remove_dir (dir);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/store/failure/kill", test_kill);
	g_test_add_func ("/store/failure/kill-inside", test_kill_inside);
	g_test_add_func ("/store/failure/second-writer", test_second_writer);
	g_test_add_func ("/store/failure/wait-for-writer", test_wait_for_writer);
	g_test_add_func ("/store/failure/hostile-lock", test_hostile_lock);
	g_test_add_func ("/store/failure/full-disk", test_full_disk);
	g_test_add_func ("/store/failure/no-corpus", test_no_corpus);
	g_test_add_func ("/store/failure/read-only-directory", test_read_only_directory);
	g_test_add_func ("/store/failure/foreign", test_foreign);
	g_test_add_func ("/store/failure/newer", test_newer);
	g_test_add_func ("/store/failure/garbage", test_garbage);
	g_test_add_func ("/store/failure/truncated", test_truncated);
	g_test_add_func ("/store/failure/check", test_check);
	return g_test_run ();
}

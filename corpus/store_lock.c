/* store_lock.c: one writer at a time.
 *
 * Files beside the database, held with flock(). The kernel lets go of them however their holder ends, so there is no stale lock to
 * remove. The text in each, "pid command", is for the one who has to wait.
 *  lock        whoever may write: for a store's whole life, or, when it shares (store_share()), from a transaction's begin to its end.
 *  lock-next   whoever waits for it, and is next: who has just let go comes after those that wait already.
 *  lock-crawl, lock-link   the one that crawls, and the one that makes links, for as long as they do. */
#include "corpus/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/text.h"

#define RETRY_MS 5

/* Who we are, for the other: the command line, without the path of the program. */
static void write_holder (int fd)
{
	g_autofree char *command = NULL;
	gsize len = 0;
	if (g_file_get_contents ("/proc/self/cmdline", &command, &len, NULL))
		for (gsize i = 0; i + 1 < len; i++)
			if (command[i] == '\0')
				command[i] = ' ';
	const char *program = command ? command : g_get_prgname ();
	const char *space = program ? strchr (program, ' ') : NULL;
	for (const char *c = program; c && *c && c != space; c++)
		if (*c == '/')
			program = c + 1;
	g_autofree char *line =
		g_strdup_printf ("%d %.200s\n", (int)getpid (), program ? program : "");
	/* The lock is what counts; its text may be missing when the disk is full. */
	if (ftruncate (fd, 0) != 0 || pwrite (fd, line, strlen (line), 0) < 0)
		return;
}

static void set_locked (GError **error, const char *dir, const char *what, int fd)
{
	char text[512];
	ssize_t len = pread (fd, text, sizeof text, 0);
	g_autofree char *holder = text_line (text, MAX (len, 0), 200);
	char *command = strchr (holder, ' ');
	guint64 pid;
	if (command)
		*command++ = '\0';
	if (g_ascii_string_to_unsigned (holder, 10, 1, G_MAXINT, &pid, NULL))
		g_set_error (error, STORE_ERROR, STORE_ERROR_LOCKED,
			     "the corpus in %s is being %s by process %s%s%s%s", dir, what, holder,
			     command ? " (" : "", command ? command : "", command ? ")" : "");
	else
		g_set_error (error, STORE_ERROR, STORE_ERROR_LOCKED,
			     "the corpus in %s is being %s by another process", dir, what);
}

int store_lock_open (const char *dir, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename (dir, name, NULL);
	int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0)
		store_fail_path ("lock", path, errno, error);
	return fd;
}

/* How long is waited. */
typedef struct {
	gint64 until_us;
	bool (*stop) (gpointer data); /* NULL: nothing ends it sooner */
	gpointer data;
} Patience;

#define STOPPED_MS 5000 /* whoever is told to stop gives up after this long */

static bool may_wait (Patience *patience)
{
	gint64 now_us = g_get_monotonic_time ();
	if (patience->stop && patience->stop (patience->data)) {
		patience->until_us = MIN (patience->until_us, now_us + STOPPED_MS * 1000);
		patience->stop = NULL;
	}
	return now_us < patience->until_us;
}

/* 1 held, 0 another holds it for longer than is waited, -1 with errno set. */
static int hold (int fd, Patience *patience)
{
	while (flock (fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK && !may_wait (patience))
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -1;
		g_usleep (RETRY_MS * 1000);
	}
	return 1;
}

bool store_lock_take (Store *store, GError **error)
{
	if (store->locked)
		return true;
	bool patient = store->shared;
	Patience patience = { .until_us = patient ? G_MAXINT64
						  : g_get_monotonic_time () +
							    (gint64)store->wait_ms * 1000,
			      .stop = patient ? store->stop : NULL,
			      .data = store->stop_data };
	int held = hold (store->next_fd, &patience);
	if (held > 0) {
		held = hold (store->lock_fd, &patience);
		int saved_errno = errno;
		flock (store->next_fd, LOCK_UN);
		errno = saved_errno;
	}
	if (held == 0)
		set_locked (error, store->dir, "written", store->lock_fd);
	else if (held < 0)
		store_fail_path ("lock", STORE_LOCK, errno, error);
	else
		write_holder (store->lock_fd);
	store->locked = held > 0;
	return store->locked;
}

void store_lock_leave (Store *store)
{
	if (store->locked && store->shared)
		store->locked = flock (store->lock_fd, LOCK_UN) != 0;
}

void store_share (Store *store, bool (*stop) (gpointer data), gpointer data)
{
	g_assert (store->writer);
	store->shared = true;
	store->stop = stop;
	store->stop_data = data;
	if (!store->in_transaction)
		store_lock_leave (store);
}

bool store_take_role (Store *store, StoreRole role, int wait_ms, GError **error)
{
	static const struct {
		const char *file, *what;
	} roles[STORE_ROLES] = { [STORE_CRAWLS] = { "lock-crawl", "crawled" },
				 [STORE_LINKS] = { "lock-link", "linked" } };
	Patience patience = { .until_us = g_get_monotonic_time () + (gint64)wait_ms * 1000 };
	if (store->role_fds[role] >= 0)
		return true;
	int fd = store_lock_open (store->dir, roles[role].file, error);
	if (fd < 0)
		return false;
	int held = hold (fd, &patience);
	if (held > 0) {
		write_holder (fd);
		store->role_fds[role] = fd;
		return true;
	}
	if (held == 0)
		set_locked (error, store->dir, roles[role].what, fd);
	else
		store_fail_path ("lock", roles[role].file, errno, error);
	close (fd);
	return false;
}

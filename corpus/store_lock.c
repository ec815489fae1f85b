/* store_lock.c: one writer at a time.
 *
 * A file beside the database, held with flock() as long as the writer lives. The kernel lets go of it however the writer
 * ends, so there is no stale lock to remove. The text in it, "pid command", is for the one who has to wait. */
#include "corpus/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/text.h"

#define RETRY_MS 50

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

static void set_locked (GError **error, const char *dir, int fd)
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
			     "the corpus in %s is being written by process %s%s%s%s", dir, holder,
			     command ? " (" : "", command ? command : "", command ? ")" : "");
	else
		g_set_error (error, STORE_ERROR, STORE_ERROR_LOCKED,
			     "the corpus in %s is being written by another process", dir);
}

static void set_errno (GError **error, const char *path, int saved_errno)
{
	int code = saved_errno == EACCES || saved_errno == EPERM || saved_errno == EROFS
			   ? STORE_ERROR_PERMISSION
		   : saved_errno == ENOSPC || saved_errno == EDQUOT ? STORE_ERROR_NO_SPACE
								    : STORE_ERROR_FAILED;
	g_set_error (error, STORE_ERROR, code, "cannot lock %s: %s", path,
		     g_strerror (saved_errno));
}

int store_lock (const char *dir, int wait_ms, GError **error)
{
	g_autofree char *path = g_build_filename (dir, STORE_LOCK, NULL);
	int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0) {
		set_errno (error, path, errno);
		return -1;
	}
	gint64 until_us = g_get_monotonic_time () + (gint64)wait_ms * 1000;
	while (flock (fd, LOCK_EX | LOCK_NB) != 0) {
		int saved_errno = errno;
		if (saved_errno == EINTR)
			continue;
		if (saved_errno == EWOULDBLOCK && g_get_monotonic_time () < until_us) {
			g_usleep (RETRY_MS * 1000);
			continue;
		}
		if (saved_errno == EWOULDBLOCK)
			set_locked (error, dir, fd);
		else
			set_errno (error, path, saved_errno);
		close (fd);
		return -1;
	}
	write_holder (fd);
	return fd;
}

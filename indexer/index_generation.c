/* index_generation.c: which of the databases in DIR/index is in use, and the others out of the way. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "indexer/index_private.h"

char *index_stub_path (const char *dir)
{
	return g_build_filename (dir, "index", "XAPIANDB", NULL);
}

guint index_generation (const char *dir)
{
	g_autofree char *path = index_stub_path (dir), *text = NULL;
	const char *at;
	if (!g_file_get_contents (path, &text, NULL, NULL) || !(at = strstr (text, "gen-")))
		return 0;
	return (guint)g_ascii_strtoull (at + 4, NULL, 10);
}

static char *numbered_path (const char *dir, const char *what, guint number)
{
	g_autofree char *name = g_strdup_printf ("%s-%u", what, number);
	return g_build_filename (dir, "index", name, NULL);
}

char *index_generation_path (const char *dir, guint generation)
{
	return numbered_path (dir, "gen", generation);
}

char *index_part_path (const char *dir, guint number)
{
	return numbered_path (dir, "part", number);
}

bool index_make_dir (const char *dir, GError **error)
{
	g_autofree char *index = g_build_filename (dir, "index", NULL);
	if (g_mkdir_with_parents (index, 0755) == 0)
		return true;
	int code = errno;
	g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "cannot create %s: %s",
		     index, g_strerror (code));
	return false;
}

bool index_use_generation (const char *dir, guint generation, GError **error)
{
	g_autofree char *path = index_stub_path (dir);
	g_autofree char *text = g_strdup_printf ("auto gen-%u\n", generation);
	return g_file_set_contents_full (
		path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
		error);
}

void index_remove_database (const char *path)
{
	GDir *dir = g_dir_open (path, 0, NULL);
	if (!dir)
		return;
	for (const char *name; (name = g_dir_read_name (dir));) {
		g_autofree char *file = g_build_filename (path, name, NULL);
		g_unlink (file);
	}
	g_dir_close (dir);
	g_rmdir (path);
}

/* Remove DIR/index/PREFIX-N for every N but `keep`. */
static void remove_numbered (const char *dir, const char *prefix, guint keep)
{
	g_autofree char *index = g_build_filename (dir, "index", NULL);
	GDir *d = g_dir_open (index, 0, NULL);
	if (!d)
		return;
	for (const char *name; (name = g_dir_read_name (d));) {
		if (g_str_has_prefix (name, prefix) &&
		    g_ascii_strtoull (name + strlen (prefix), NULL, 10) != keep) {
			g_autofree char *path = g_build_filename (index, name, NULL);
			index_remove_database (path);
		}
	}
	g_dir_close (d);
}

void index_remove_generations (const char *dir, guint keep)
{
	remove_numbered (dir, "gen-", keep);
}

void index_remove_parts (const char *dir)
{
	remove_numbered (dir, "part-", G_MAXUINT);
}

int index_lock_rebuild (const char *dir, GError **error)
{
	g_autofree char *path = g_build_filename (dir, "index", "rebuild.lock", NULL);
	int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	int code = errno;
	if (fd >= 0)
		close (fd);
	if (code == EWOULDBLOCK)
		g_set_error (error, XAP_ERROR, XAP_ERROR_LOCKED,
			     "another process makes the index in %s anew", dir);
	else
		g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
			     "cannot lock %s: %s", path, g_strerror (code));
	return -1;
}

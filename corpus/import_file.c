/* import_file.c: the bytes of a file, decompressed where it is gzip, in one buffer that grows only as far as asked. */
#include "corpus/import_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/text.h"

#define CHUNK_BYTES 65536
/* More than this, and over so many times its size, is no text that was compressed but a trap. */
#define SUSPICIOUS_BYTES (256u << 20)
#define SUSPICIOUS_RATIO 250

static void set_error (GError **error, const char *path, int saved_errno)
{
	ImportErrorCode code =
		saved_errno == ENOENT || saved_errno == ENOTDIR ? IMPORT_ERROR_NOT_FOUND
		: saved_errno == EACCES || saved_errno == EPERM ? IMPORT_ERROR_PERMISSION
								: IMPORT_ERROR_FAILED;
	g_set_error (error, IMPORT_ERROR, (int)code, "cannot read %s: %s", path,
		     g_strerror (saved_errno));
}

/* "a.b.html.gz" to "a.b": the endings that say what it is, not the others. */
static char *name_of (const char *path)
{
	static const char *const endings[] = { ".gz", ".html",     ".htm",  ".xhtml", ".txt",
					       ".md", ".markdown", ".json", ".jsonl", ".ndjson" };
	g_autofree char *base = g_path_get_basename (path);
	for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
		gsize len = strlen (base), cut = strlen (endings[i]);
		if (len > cut && g_ascii_strcasecmp (base + len - cut, endings[i]) == 0) {
			base[len - cut] = '\0';
			/* .gz is the outer one */
			if (i > 0)
				break;
		}
	}
	/* A file's name is bytes; ours is text. */
	return text_line (base, -1, 0);
}

static char *origin_of (const char *path)
{
	char *real = realpath (path, NULL);
	char *origin = real ? text_line (real, -1, 0) : NULL;
	free (real);
	return origin;
}

ImportFile *import_file_open (const char *path, GError **error)
{
	bool standard_input = strcmp (path, "-") == 0;
	int fd = standard_input ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	if (fd < 0 || fstat (fd, &st) != 0) {
		set_error (error, path, errno);
		if (fd >= 0)
			close (fd);
		return NULL;
	}
	gzFile gz = S_ISDIR (st.st_mode) ? NULL : gzdopen (fd, "rb");
	if (!gz) {
		set_error (error, path, S_ISDIR (st.st_mode) ? EISDIR : ENOMEM);
		close (fd);
		return NULL;
	}
	gzbuffer (gz, CHUNK_BYTES);
	ImportFile *file = g_new0 (ImportFile, 1);
	file->gz = gz;
	file->path = g_strdup (path);
	file->buffer = g_byte_array_new ();
	file->size = S_ISREG (st.st_mode) ? (guint64)st.st_size : 0;
	file->modified_s = S_ISREG (st.st_mode) ? (gint64)st.st_mtime : 0;
	if (!standard_input) {
		file->origin = origin_of (path);
		file->name = name_of (path);
	}
	return file;
}

void import_file_free (ImportFile *file)
{
	if (!file)
		return;
	gzclose_r (file->gz);
	g_byte_array_unref (file->buffer);
	g_free (file->path);
	g_free (file->origin);
	g_free (file->name);
	g_free (file->trouble);
	g_free (file);
}

static void end_with (ImportFile *file, const char *trouble)
{
	file->ended = true;
	if (trouble && !file->trouble)
		file->trouble = g_strdup (trouble);
}

/* Read one chunk more. False at the end. */
static bool fill (ImportFile *file)
{
	if (file->ended)
		return false;
	if (file->start > 0) {
		g_byte_array_remove_range (file->buffer, 0, (guint)file->start);
		file->start = 0;
	}
	guint had = file->buffer->len;
	g_byte_array_set_size (file->buffer, had + CHUNK_BYTES);
	int got = gzread (file->gz, file->buffer->data + had, CHUNK_BYTES);
	g_byte_array_set_size (file->buffer, had + (guint)MAX (got, 0));
	file->decoded += (guint64)MAX (got, 0);
	if (got < CHUNK_BYTES) {
		int code;
		const char *message = gzerror (file->gz, &code);
		if (code == Z_ERRNO)
			message = g_strerror (errno);
		else if (code == Z_BUF_ERROR)
			message = "the compressed data end too soon";
		end_with (file, code == Z_OK || code == Z_STREAM_END ? NULL : message);
	}
	gint64 offset = (gint64)gzoffset (file->gz);
	if (file->decoded > SUSPICIOUS_BYTES && offset > 0 && !gzdirect (file->gz) &&
	    file->decoded / (guint64)offset > SUSPICIOUS_RATIO)
		end_with (file, "it decompresses to far more than text would");
	return got > 0;
}

gsize import_file_peek (ImportFile *file, gsize want, const guint8 **data)
{
	while (file->buffer->len - file->start < want && fill (file))
		;
	*data = file->buffer->data + file->start;
	return file->buffer->len - file->start;
}

void import_file_consume (ImportFile *file, gsize len)
{
	g_assert (len <= file->buffer->len - file->start);
	file->start += len;
}

/* Pass over what remains of a line. */
static void drop_line (ImportFile *file)
{
	do {
		const char *at = (const char *)file->buffer->data + file->start;
		gsize have = file->buffer->len - file->start;
		const char *newline = have ? memchr (at, '\n', have) : NULL;
		if (newline) {
			file->start += (gsize)(newline - at) + 1;
			return;
		}
		file->start = file->buffer->len;
	} while (fill (file));
}

ImportLine import_file_line (ImportFile *file, const char **line, gsize *len)
{
	gsize looked_at = 0;
	for (;;) {
		const char *at = (const char *)file->buffer->data + file->start;
		gsize have = file->buffer->len - file->start;
		const char *newline =
			have > looked_at ? memchr (at + looked_at, '\n', have - looked_at) : NULL;
		if (newline || (file->ended && have > 0)) {
			*line = at;
			*len = newline ? (gsize)(newline - at) : have;
			file->start += *len + (newline ? 1 : 0);
			return *len > IMPORT_LINE_MAX ? LINE_TOO_LONG : LINE_OK;
		}
		if (have > IMPORT_LINE_MAX) {
			drop_line (file);
			return LINE_TOO_LONG;
		}
		looked_at = have;
		if (!fill (file) && file->buffer->len == file->start)
			return LINE_END;
	}
}

void import_file_count (ImportFile *file, ImportProgress *progress)
{
	if (file->size == 0)
		return;
	gint64 offset = (gint64)gzoffset (file->gz);
	guint64 done = file->ended ? file->size : MIN ((guint64)MAX (offset, 0), file->size);
	if (done > file->counted) {
		progress->bytes_done += done - file->counted;
		file->counted = done;
	}
}

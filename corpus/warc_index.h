/* warc_index.h: what the archives of a corpus hold, by the CDXJ indexes beside them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A line of an index. Strings are borrowed until the callback returns, and clean; NULL when the line does not say. */
typedef struct {
	const char *url, *date; /* RFC 3339 */
	int status;             /* 0: none */
	const char *mime; /* "warc/revisit": the body is where `digest` is said the first time */
	const char *digest, *file;
	guint64 offset, length; /* of the record in the file */
	const char *path;       /* of the file */
} WarcHeld;

/* False ends the reading. */
typedef bool (*WarcHeldFunc) (const WarcHeld *held, gpointer data);

/* Read the .cdxj files of directory `dir` in the order of their names, which is that of time. What is no line of an index is passed over; no
 * directory is none held. False with a G_FILE_ERROR when one cannot be read. Memory: one line. */
bool warc_index_read (const char *dir, WarcHeldFunc func, gpointer data, GError **error);

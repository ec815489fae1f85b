/* import_private.h: what the import*.c files share. */
#pragma once

#include <zlib.h>

#include "corpus/article_private.h"
#include "corpus/import.h"

/* One import_path() at work. */
typedef struct {
	const ImportOptions *options;
	ImportFunc func;
	ImportSkip skip;
	gpointer data;
	ImportProgress *progress; /* the caller's or our own, never NULL */
	bool in_folder; /* nobody named this file: pages that hold no report are passed over */
} Import;

/* --- import_file.c: bytes --- */

/* A file being read, decompressed where it is gzip. */
typedef struct {
	gzFile gz;
	char *path;        /* as given, for messages */
	char *origin;      /* absolute; NULL for standard input */
	char *name;        /* base name without its endings; NULL for standard input */
	gint64 modified_s; /* of the file; 0 when it has none */
	guint64 size;      /* on the disk; 0 when it has none */
	GByteArray *buffer;
	gsize start; /* bytes of the buffer that are used up */
	guint64 decoded;
	guint64 counted; /* bytes that are in progress->bytes_done already */
	bool ended;
	char *trouble; /* why it ended before its end; NULL when it did not */
} ImportFile;

/* Open `path`, or standard input for "-". */
ImportFile *import_file_open (const char *path, GError **error);
void import_file_free (ImportFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImportFile, import_file_free)

/* Have at least `want` bytes ready unless the file ends before; returns how many there are. *data is borrowed until the next call. */
gsize import_file_peek (ImportFile *file, gsize want, const guint8 **data);
void import_file_consume (ImportFile *file, gsize len);

typedef enum { LINE_OK, LINE_TOO_LONG, LINE_END } ImportLine;
/* The next line without its newline, borrowed until the next call. A line over IMPORT_LINE_MAX is passed over. */
ImportLine import_file_line (ImportFile *file, const char **line, gsize *len);

/* Bring progress->bytes_done up to where the file is. */
void import_file_count (ImportFile *file, ImportProgress *progress);

/* --- import.c --- */

/* Give `article` (taken over) to the caller, with what every article gets. `name`: the file's, when the article is all of the file. */
bool import_emit (Import *import, Article *article, const char *origin, const char *name,
		  GError **error);
/* Whether a page among many is a report: not a front page, a section or a notice. `article` NULL: by the error why there is none. */
bool import_is_report (const Article *article, const GError *error);
/* `line` 0: the whole file. */
void import_skip (Import *import, const ImportFile *file, guint64 line, const char *reason);
/* Told as FILE:offset N. */
void import_skip_offset (Import *import, const ImportFile *file, guint64 offset,
			 const char *reason);
/* Say in the article's provenance that it came from `origin` (NULL: standard input) by `importer`, unless it already says. */
void import_provenance (Article *article, const char *origin, const char *importer);

/* Set the language, and how sure it is, from `text`. */
void import_guess_language (Article *article, const char *text);

/* --- one kind each --- */

/* False only when the caller ended it. */
bool import_json (Import *import, ImportFile *file, bool lines, GError **error);
bool import_warc (Import *import, ImportFile *file, GError **error);
bool import_wacz (Import *import, ImportFile *file, GError **error);
/* The archive that `open` opens at a place. `file` need only have its path, origin, size and time. */
typedef WarcReader *(*ImportOpen) (ImportFile *file, const WarcPlace *from, gpointer data,
				   GError **error);
bool import_archive (Import *import, ImportFile *file, ImportOpen open, gpointer data,
		     GError **error);
/* An article from clean text; NULL, and *reason static, when there is none in it. */
Article *import_text (const char *text, gsize len, gint64 now_s, const char **reason);
Article *import_markdown (const char *text, gsize len, gint64 now_s, const char **reason);

/* --- import_text.c, for Markdown too --- */

/* Set language, then title and text from `paragraphs` (char *, none empty), then dates, all but what is there already.
 * `blank_lines`: the paragraphs stood apart by empty lines. */
void import_fill (Article *article, const GPtrArray *paragraphs, bool blank_lines, gint64 now_s);

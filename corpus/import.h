/* import.h: from files to articles: HTML, plain text, Markdown, JSON, JSON Lines and web archives, each also under gzip.
 *
 * What a file is, its ending says: .html .htm .xhtml .txt .md .markdown .json .jsonl .ndjson .warc .arc, and .gz after each; standard
 * input, and a file that is named itself and has another ending, are known by their content. A bad file or a bad line is told
 * to `skip` and passed over; only what was asked for and is not there is an error.
 *
 * Limits: a page PAGE_MAX_BYTES, a text IMPORT_TEXT_MAX, a JSON document IMPORT_JSON_MAX, a line of JSON Lines
 * IMPORT_LINE_MAX, all counted when decompressed. JSON Lines and archives are read as streams, of any length.
 *
 * Of a web archive (WARC 0.17 to 1.1, ARC 1) it takes the HTML pages that a server answered with, status 200, and HTML resources, each fetched
 * when its record says, with provenance.warc {"file", "offset", "record_id"}; all other records, front pages of sites and pages that hold
 * no article count in `not_articles`. What is damaged is told and passed over; a page that comes damaged out of its archive is not taken.
 * When one address was fetched several times all of it comes, in the archive's order. An archive that is no regular file is unpacked in one
 * piece: its offsets are those of the unpacked bytes, and it ends where its compression is damaged.
 *
 * A .wacz is a ZIP of archives, each read in its place; it is known to `skip`, in origins and in provenance as FILE#ENTRY. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"
#include "corpus/furniture_book.h"
#include "corpus/warc.h"

#define IMPORT_TEXT_MAX (4u << 20)
#define IMPORT_JSON_MAX (64u << 20)
#define IMPORT_LINE_MAX (16u << 20)
#define IMPORT_DEPTH_MAX 100 /* directories within directories */

#define IMPORT_ERROR (import_error_quark ())
GQuark import_error_quark (void);
typedef enum {
	IMPORT_ERROR_NOT_FOUND,  /* no such file or directory */
	IMPORT_ERROR_PERMISSION, /* it may not be read */
	IMPORT_ERROR_FAILED,     /* it cannot be read for another reason */
} ImportErrorCode;

/* How far it has come. Bytes are those on the disk, compressed or not; 0 in all when it cannot be known (standard input). */
typedef struct {
	guint64 bytes_total, bytes_done;
	guint64 files_total, files_done;
	guint64 articles;     /* given to `func` */
	guint64 skipped;      /* told to `skip`: files, lines and records */
	guint64 not_articles; /* what no article is in: robots.txt, feeds, pictures, requests; in folders and archives also front pages and notices. Not told */
} ImportProgress;

/* An archive being read. */
typedef struct {
	const char *origin; /* absolute path, or path#entry */
	guint64 size;       /* in bytes */
	gint64 modified_s;
} ImportArchive;

/* Where to go on in an archive; what is 0 is its start. */
typedef WarcPlace (*ImportResume) (const ImportArchive *archive, gpointer data);
/* A record was dealt with, and the next begins at `next`; NULL: the archive, or the WACZ of that name with all its archives, is read to its
 * end. False with `error` set ends the import. */
typedef bool (*ImportStep) (const ImportArchive *archive, const WarcPlace *next, gpointer data,
			    GError **error);

typedef struct {
	gint64 now_s; /* unix time: no date that is found is later */
	ImportProgress *
		progress; /* kept up to date while it runs, also for `func` to look at; may be NULL */
	FurnitureBook *furniture; /* what is known of the sites that pages are from; may be NULL */
	/* For archives that are regular files; both or neither. */
	ImportResume resume;
	ImportStep step;
} ImportOptions;

/* Gets each article, which it takes over; it has an id, a domain where its address tells it, and a language where its text does.
 *
 * `origin` (borrowed) is the file's absolute path; of one of several in a file path#id, path:line or path:offset; NULL for standard input.
 * `id_given`: the id is the article's own, by its record, its address or its words; false: it is the file's name, and
 * another file may have the same. Both as store_put() wants them. False with `error` set ends the import. */
typedef bool (*ImportFunc) (Article *article, const char *origin, bool id_given, gpointer data,
			    GError **error);

/* Is told what was passed over: `what` is FILE, FILE:LINE or FILE:offset N, `reason` one clean line. */
typedef void (*ImportSkip) (const char *what, const char *reason, gpointer data);

/* Import a file, a directory with all that is below it, or "-".
 *
 * Directories are read in the order of names; names that begin with "." are left out, and no directory is read twice, whatever
 * links lead to it. `skip` may be NULL. False when `path` itself cannot be read (IMPORT_ERROR), or `func` ended it. */
bool import_path (const char *path, const ImportOptions *options, ImportFunc func, ImportSkip skip,
		  gpointer data, GError **error);

/* warc.h: web archives: reading WARC 0.17, 1.0, 1.1 and ARC 1, plain or gzip, as a stream; writing WARC 1.1; CDXJ lines.
 *
 * The reader holds one buffer and one record's headers, whatever the archive's size; it can stop after any record and go on there
 * another day. What is not a record is reported and passed over, up to the next thing that is one.
 * Sources: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
 * https://specs.webrecorder.net/cdxj/0.1.0/ https://archive.org/web/researcher/ArcFileFormat.php */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define WARC_LINE_MAX                                                                              \
	(64u << 10) /* bytes of a header line; a longer one makes the record invalid */
#define WARC_HEADERS_MAX (1u << 20) /* bytes of a record's headers */
#define WARC_HTTP_HEADERS_MAX 1000  /* header lines of an HTTP message; more are not read */

#define WARC_ERROR (warc_error_quark ())
GQuark warc_error_quark (void);
typedef enum {
	WARC_ERROR_IO,      /* the file cannot be opened, read or written: the message says why */
	WARC_ERROR_INVALID, /* something that is no valid record was passed over; reading goes on */
	WARC_ERROR_NOT_WARC, /* there was no record in the file at all */
	WARC_ERROR_NO_SPACE, /* writing: disk full; what was written of the record is taken back */
} WarcErrorCode;

/* --- reading --- */

typedef enum {
	WARC_OTHER, /* conversion, continuation, and types of one's own */
	WARC_INFO,
	WARC_RESPONSE,
	WARC_RESOURCE,
	WARC_REQUEST,
	WARC_METADATA,
	WARC_REVISIT,
} WarcType;

/* Where a record begins: what a later warc_open() goes on from. `inside` is 0 but in archives that hold several records in one gzip
 * member: then it counts unpacked bytes from the member's start. */
typedef struct {
	guint64 offset, inside;
} WarcPlace;

/* One record's headers. Owned by the reader, until the next call. */
typedef struct {
	WarcPlace place;
	WarcType type;
	char *type_name; /* as it stands, lower case; "response" or "warcinfo" for ARC */
	char *uri;       /* without "<" and ">"; NULL when there is none */
	char *id;        /* WARC-Record-ID without "<" and ">", or NULL */
	char *date;      /* RFC 3339, or NULL */
	char *content_type;
	guint64 length; /* of the block */
	bool arc;
	GPtrArray *headers; /* char *: name, value, name, value, …; empty for ARC */
} WarcRecord;

typedef struct WarcReader WarcReader;

typedef enum { WARC_ROW, WARC_DONE, WARC_FAIL } WarcStep;

/* Open the archive `path` at `from` (NULL: its start). */
WarcReader *warc_open (const char *path, const WarcPlace *from, GError **error);
/* Bytes of an archive that is no file: up to `len` into `out`; 0 at the end, -1 with errno set. */
typedef gssize (*WarcSource) (gpointer data, guint8 *out, gsize len);
/* Go to byte `offset` of it, and read from there. */
typedef bool (*WarcSeek) (gpointer data, guint64 offset);
/* The same over what `source` gives. Without `seek` (NULL) there is no way back in it: `from` is NULL, and damage in a gzip member costs all that is
 * read of it. NULL when `from` cannot be gone to. */
WarcReader *warc_open_source (WarcSource source, WarcSeek seek, gpointer data,
			      const WarcPlace *from, GError **error);
void warc_close (WarcReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WarcReader, warc_close)
/* Go to the next record. What is left of the last one's block is passed over. WARC_FAIL with WARC_ERROR_INVALID: call again to go on behind what was
 * invalid; with WARC_ERROR_IO or NOT_WARC: it is over. */
WarcStep warc_next (WarcReader *reader, const WarcRecord **record, GError **error);
/* Up to `len` bytes of the record's block: 0 at its end, -1 when the archive ends or is damaged within it. */
gssize warc_read (WarcReader *reader, guint8 *out, gsize len);
/* The rest of the record's block, at most `max` bytes of it; `cut` (may be NULL) tells that there was more, or that the archive ended in it. Owned. */
GByteArray *warc_block (WarcReader *reader, gsize max, bool *cut);
/* Where the next record begins, once this one's block is read: for going on later. Passes over what is left of the block. */
WarcPlace warc_place (WarcReader *reader);
/* Whether the record came out whole: its block did not end too soon, and its gzip member has the checksum that it says. Passes over what is
 * left of the block; the record stays. What is wrong the next warc_next() tells. */
bool warc_whole (WarcReader *reader);
/* Where in the file that is which warc_next() last called invalid. */
guint64 warc_fault_offset (const WarcReader *reader);
/* Bytes of the file read so far, for progress. */
guint64 warc_bytes_read (const WarcReader *reader);

/* The header's first value, NULL when it is not there. Letter case of `name` does not matter. Borrowed. */
const char *warc_header (const WarcRecord *record, const char *name);

/* --- HTTP in records --- */

typedef struct {
	int status; /* 0 when the first line has none, or it is a request */
	char *first_line;
	GPtrArray *headers; /* char *: name, value, … */
	gsize body_at;      /* where the body begins in the block */
} WarcHttp;

/* Parse the head of an HTTP message in `block`. NULL when it does not begin as one. */
WarcHttp *warc_http_parse (const guint8 *block, gsize len);
void warc_http_free (WarcHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WarcHttp, warc_http_free)
const char *warc_http_header (const WarcHttp *http, const char *name);
/* The body with transfer and content codings undone, at most `max` bytes. Bodies that are not coded as their headers say (many archives hold them
 * decoded already) are taken as they are. Fails as coding_decode() does. Owned. */
GByteArray *warc_http_body (const WarcHttp *http, const guint8 *block, gsize len, gsize max,
			    GError **error);

/* --- writing --- */

#define WARC_ID_BYTES 64 /* "urn:uuid:…" and what ends it */

/* One record to write. What is NULL is left out. */
typedef struct {
	WarcType type;
	const char *uri;
	gint64 date_us;                             /* unix time in microseconds */
	const char *id;                             /* "urn:uuid:…"; NULL: one is made */
	const char *content_type;                   /* NULL: the usual one of the type */
	const char *ip;                             /* WARC-IP-Address */
	const char *concurrent_to;                  /* id of the record of the same exchange */
	const char *payload_digest;                 /* warc_digest() of the body */
	const char *refers_to_uri, *refers_to_date; /* revisit: where the body is */
	const char *profile;                        /* revisit; NULL: identical payload digest */
	const char *truncated;                      /* "length", "time", "disconnect" */
	const guint8 *head, *body;                  /* the block: head, then body */
	gsize head_len, body_len;
} WarcOut;

typedef struct {
	guint64 offset, length; /* of the record's gzip member in the file */
	char id[WARC_ID_BYTES];
} WarcWritten;

typedef struct WarcWriter WarcWriter;

/* Open `path` for appending. When it is longer than `keep` bytes it is cut to that: what is behind was not acknowledged, and may be half a record;
 * -1 keeps all. A new file begins with a warcinfo record made of `software` and `date_us`. */
WarcWriter *warc_writer_open (const char *path, gint64 keep, const char *software, gint64 date_us,
			      GError **error);
/* Closes without syncing. */
void warc_writer_close (WarcWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WarcWriter, warc_writer_close)
/* Append one record as one gzip member. On failure the file ends where it did. */
bool warc_writer_put (WarcWriter *writer, const WarcOut *out, WarcWritten *written, GError **error);
/* The same in two steps, the first of which needs no writer and may be taken in any thread: make the record's gzip member behind what is in `packed`, … */
void warc_pack (const WarcOut *out, GByteArray *packed, char id[WARC_ID_BYTES]);
/* … and append one or more of these; *offset of the first. */
bool warc_writer_append (WarcWriter *writer, const GByteArray *packed, guint64 *offset,
			 GError **error);
/* Everything so far is on disk after true. */
bool warc_writer_sync (WarcWriter *writer, GError **error);
/* Bytes in the file. */
guint64 warc_writer_size (const WarcWriter *writer);

/* "sha1:" and the digest in base 32. Owned. */
char *warc_digest (const guint8 *data, gsize len);

/* --- CDXJ --- */

typedef struct {
	const char *uri, *date; /* RFC 3339 */
	int status;             /* 0: none */
	const char *mime, *digest, *filename;
	guint64 offset, length;
} WarcCdx;

/* One line, without newline: sort-friendly URI, time in 14 digits, JSON. Owned; NULL when `uri` is not http or https. */
char *warc_cdxj (const WarcCdx *cdx);
/* The sort-friendly form: "org,example)/path?a=1", lower case, without "www.". Owned; NULL when it is no URL. */
char *warc_surt (const char *uri);

/* --- between warc*.c --- */

/* Unpacked bytes of an archive, with the places of its gzip members. */
typedef struct WarcStream WarcStream;
WarcStream *warc_stream_open (const char *path, const WarcPlace *from, GError **error);
WarcStream *warc_stream_open_source (WarcSource source, WarcSeek seek, gpointer data,
				     const WarcPlace *from, GError **error);
void warc_stream_close (WarcStream *stream);
/* Bytes that are there without reading more; reads more until there are `want` or the end. NULL and 0 at the end. Borrowed until the next call. */
const guint8 *warc_stream_peek (WarcStream *stream, gsize want, gsize *len);
/* Pass over `len` bytes that were peeked at. */
void warc_stream_skip (WarcStream *stream, gsize len);
/* Place of the next byte. */
WarcPlace warc_stream_place (WarcStream *stream);
/* When the bytes end at damage: what it is, and where in the file; behind it reading goes on. NULL when they do not. Owned. */
char *warc_stream_damage (WarcStream *stream, guint64 *offset);
/* An error of the file itself. */
bool warc_stream_failed (const WarcStream *stream, GError **error);
guint64 warc_stream_bytes_read (const WarcStream *stream);
/* Header lines at `text` ("name: value", continuations) into name, value pairs. Stops at the empty line; returns the bytes taken with it. */
gsize warc_parse_headers (const guint8 *text, gsize len, guint max_lines, GPtrArray *headers);
/* Add one such line (len > 0), or append a continuation to the value before it. */
void warc_add_line (GPtrArray *headers, const char *line, gsize len);
const char *warc_find_header (const GPtrArray *headers, const char *name);

/* import_warc.c: articles from web archives: the pages among their responses. */
#include <string.h>

#include "corpus/import_private.h"
#include "corpus/mime.h"
#include "corpus/page.h"
#include "corpus/rights.h"
#include "corpus/warc.h"
#include "shim/text.h"

/* Read of a record before it is known to be a page: films are archived too. */
#define HEAD_BYTES (64u << 10)
/* A page with its HTTP headers and the sizes of its chunks. */
#define BLOCK_MAX (PAGE_MAX_BYTES + (1u << 20))

/* One archive at work. */
typedef struct {
	Import *import;
	ImportFile *file;
	WarcReader *reader;
	GByteArray *block; /* of one record, used again for the next */
} Archive;

/* The page in a record; content_type and language are borrowed from the record or `http`. */
typedef struct {
	WarcHttp *http;
	GByteArray *decoded;
	const guint8 *data; /* `decoded` or the archive's block */
	gsize len;
	const char *content_type, *language;
} Payload;

static void payload_clear (Payload *payload)
{
	warc_http_free (payload->http);
	if (payload->decoded)
		g_byte_array_unref (payload->decoded);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Payload, payload_clear)

/* What a record is to us. */
typedef enum {
	RECORD_PAGE,
	RECORD_OTHER,  /* none, and nothing wrong with it */
	RECORD_CUT,    /* the archive is damaged in it: warc_next() tells */
	RECORD_BROKEN, /* told here, by the error that is set */
} Outcome;

/* --- records --- */

/* Have at least `want` bytes of the block, or all of it. False when the archive ends in it. */
static bool read_to (const Archive *archive, gsize want)
{
	GByteArray *block = archive->block;
	while (block->len < want) {
		guint had = block->len;
		gsize room = MIN (want - had, HEAD_BYTES);
		g_byte_array_set_size (block, had + (guint)room);
		gssize got = warc_read (archive->reader, block->data + had, room);
		g_byte_array_set_size (block, had + (guint)MAX (got, 0));
		if (got <= 0)
			return got == 0;
	}
	return true;
}

static Outcome broken (GError **error, const char *reason)
{
	g_set_error_literal (error, IMPORT_ERROR, IMPORT_ERROR_FAILED, reason);
	return RECORD_BROKEN;
}

/* The whole of a record that may be a page: what comes damaged out of its archive is not taken. */
static Outcome read_whole (const Archive *archive, const WarcRecord *record, GError **error)
{
	if (record->length > BLOCK_MAX)
		return broken (error, "the page is over 32 MiB");
	if (!read_to (archive, (gsize)record->length) || !warc_whole (archive->reader))
		return RECORD_CUT;
	return RECORD_PAGE;
}

/* The page of a record that holds an HTTP message. */
static Outcome read_response (const Archive *archive, const WarcRecord *record, Payload *payload,
			      GError **error)
{
	const GByteArray *block = archive->block;
	if (!read_to (archive, HEAD_BYTES))
		return RECORD_CUT;
	if (block->len == 0)
		return RECORD_OTHER;
	payload->http = warc_http_parse (block->data, block->len);
	if (!payload->http)
		return broken (error, "no HTTP message in it");
	const char *type = warc_http_header (payload->http, "Content-Type");
	MimeHtml is = mime_is_html (type ? type : "");
	if (payload->http->status != 200 || is == MIME_NOT_HTML)
		return RECORD_OTHER;
	Outcome outcome = read_whole (archive, record, error);
	if (outcome != RECORD_PAGE)
		return outcome;
	/* Headers may be longer than what was looked at before. */
	g_clear_pointer (&payload->http, warc_http_free);
	payload->http = warc_http_parse (block->data, block->len);
	payload->decoded =
		warc_http_body (payload->http, block->data, block->len, PAGE_MAX_BYTES, error);
	if (!payload->decoded)
		return RECORD_BROKEN;
	payload->data = payload->decoded->data;
	payload->len = payload->decoded->len;
	payload->content_type = warc_http_header (payload->http, "Content-Type");
	payload->language = warc_http_header (payload->http, "Content-Language");
	return is == MIME_HTML || mime_looks_html (payload->data, payload->len) ? RECORD_PAGE
										: RECORD_OTHER;
}

/* The page of a record without HTTP: what was saved from a disk or a browser. */
static Outcome read_resource (const Archive *archive, const WarcRecord *record, Payload *payload,
			      GError **error)
{
	const char *type = record->content_type;
	if (!type || mime_is_html (type) != MIME_HTML)
		return RECORD_OTHER;
	Outcome outcome = read_whole (archive, record, error);
	payload->data = archive->block->data;
	payload->len = archive->block->len;
	payload->content_type = type;
	return outcome;
}

static bool is_web_address (const char *uri)
{
	return g_ascii_strncasecmp (uri, "http:", 5) == 0 ||
	       g_ascii_strncasecmp (uri, "https:", 6) == 0;
}

static Outcome read_payload (const Archive *archive, const WarcRecord *record, Payload *payload,
			     GError **error)
{
	const char *type = record->content_type;
	if (record->type == WARC_RESOURCE)
		return read_resource (archive, record, payload, error);
	if (record->type != WARC_RESPONSE)
		return RECORD_OTHER;
	if (!record->uri)
		return broken (error, "a response without an address");
	if (!is_web_address (record->uri))
		return RECORD_OTHER;
	/* In ARC it is the page's own type. */
	if (!record->arc && type && g_ascii_strncasecmp (type, "application/http", 16) != 0)
		return RECORD_OTHER;
	return read_response (archive, record, payload, error);
}

/* --- articles --- */

static void set_provenance (const Archive *archive, const WarcRecord *record, Article *article)
{
	const char *origin = archive->file->origin;
	g_autofree char *id = record->id ? text_line (record->id, -1, 200) : NULL;
	import_provenance (article, origin, "warc");
	json_object_set_new (article->provenance, "warc",
			     json_pack ("{s:s?, s:I, s:s?}", "file", origin, "offset",
					(json_int_t)record->place.offset, "record_id", id));
}

/* The article in a page; NULL when there is none. */
static Article *extract (const Archive *archive, const WarcRecord *record, const Payload *payload,
			 GError **error)
{
	const char *type = payload->content_type ? payload->content_type : "";
	const char *said = payload->language ? payload->language : "";
	gint64 now_s = archive->import->options->now_s;
	g_autofree char *charset = mime_charset (type);
	g_autofree char *language = g_strstrip (g_strndup (said, strcspn (said, ",;")));
	ArticleDate fetched = { 0 };
	bool dated = record->date && article_date_parse (record->date, &fetched);
	PageContext context = { .url = record->uri,
				.http_charset = charset,
				.http_language = *language ? language : NULL,
				.now_s = now_s,
				.furniture = archive->import->options->furniture };
	if (dated && fetched.unix_s > 0 && fetched.unix_s <= now_s)
		context.fetched_s = fetched.unix_s;
	Article *article = page_extract (payload->data, payload->len, &context, error);
	if (!article)
		return NULL;
	if (dated) {
		article->date_fetched = fetched;
		article->date_fetched.confidence = 1;
		article->date_fetched.source = g_strdup ("warc");
	}
	if (payload->http)
		rights_read_headers (&article->rights, payload->http->headers, "entente",
				     context.fetched_s);
	set_provenance (archive, record, article);
	return article;
}

static bool emit_page (const Archive *archive, const WarcRecord *record, const Payload *payload,
		       GError **error)
{
	g_autoptr (GError) bad = NULL;
	g_autoptr (Article) article = extract (archive, record, payload, &bad);
	/* A site's front page is another every day, and no article on any. */
	bool front = article && article->url && !article_identity (article);
	if (!article || front || !import_is_report (article, NULL)) {
		archive->import->progress->not_articles++;
		return true;
	}
	g_autofree char *origin = NULL;
	if (archive->file->origin)
		origin = g_strdup_printf ("%s:%" G_GUINT64_FORMAT, archive->file->origin,
					  record->place.offset);
	return import_emit (archive->import, g_steal_pointer (&article), origin, NULL, error);
}

static bool import_record (const Archive *archive, const WarcRecord *record, GError **error)
{
	g_auto (Payload) payload = { .len = 0 };
	g_autoptr (GError) bad = NULL;
	g_byte_array_set_size (archive->block, 0);
	switch (read_payload (archive, record, &payload, &bad)) {
	case RECORD_PAGE:
		return emit_page (archive, record, &payload, error);
	case RECORD_OTHER:
		archive->import->progress->not_articles++;
		break;
	case RECORD_BROKEN:
		import_skip_offset (archive->import, archive->file, record->place.offset,
				    bad->message);
		break;
	case RECORD_CUT:
		break;
	}
	return true;
}

/* --- the archive --- */

static gssize read_file (gpointer data, guint8 *out, gsize len)
{
	ImportFile *file = data;
	const guint8 *bytes;
	gsize got = MIN (import_file_peek (file, 1, &bytes), len);
	memcpy (out, bytes, got);
	import_file_consume (file, got);
	return (gssize)got;
}

/* What can be read only once is read from where it was begun; a file by its gzip members, so that one that is damaged costs no other. */
static bool is_file (const ImportFile *file)
{
	return file->size > 0 && strcmp (file->path, "-") != 0;
}

static void count (const Archive *archive)
{
	ImportFile *file = archive->file;
	ImportProgress *progress = archive->import->progress;
	guint64 done = MIN (warc_bytes_read (archive->reader), file->size);
	if (!is_file (file)) {
		import_file_count (file, progress);
	} else if (done > file->counted) {
		progress->bytes_done += done - file->counted;
		file->counted = done;
	}
}

/* Tell of the next record's place. False when the caller ends it. */
static bool step (const Archive *archive, GError **error)
{
	const ImportOptions *options = archive->import->options;
	const ImportFile *file = archive->file;
	if (!options->step || !is_file (file))
		return true;
	const ImportArchive what = { file->origin, file->size, file->modified_s };
	const WarcPlace next = warc_place (archive->reader);
	return options->step (&what, &next, archive->import->data, error);
}

/* Every record. False when the caller ends it. */
static bool read_records (const Archive *archive, GError **error)
{
	g_autoptr (GError) bad = NULL;
	const WarcRecord *record;
	for (WarcStep at; (at = warc_next (archive->reader, &record, &bad)) != WARC_DONE;) {
		count (archive);
		if (at == WARC_ROW) {
			if (!import_record (archive, record, error) || !step (archive, error))
				return false;
			continue;
		}
		if (!g_error_matches (bad, WARC_ERROR, WARC_ERROR_INVALID)) {
			import_skip (archive->import, archive->file, 0, bad->message);
			return true;
		}
		import_skip_offset (archive->import, archive->file,
				    warc_fault_offset (archive->reader), bad->message);
		g_clear_error (&bad);
	}
	return true;
}

bool import_archive (Import *import, ImportFile *file, ImportOpen open, gpointer data,
		     GError **error)
{
	const ImportOptions *options = import->options;
	const ImportArchive what = { file->origin, file->size, file->modified_s };
	WarcPlace from = { 0, 0 };
	g_autoptr (GError) bad = NULL;
	if (options->resume && is_file (file))
		from = options->resume (&what, import->data);
	g_autoptr (WarcReader) reader = open (file, &from, data, &bad);
	if (!reader) {
		import_skip (import, file, 0, bad->message);
		return true;
	}
	g_autoptr (GByteArray) block = g_byte_array_new ();
	const Archive archive = { import, file, reader, block };
	count (&archive);
	return read_records (&archive, error);
}

static WarcReader *open_warc (ImportFile *file, const WarcPlace *from, gpointer data,
			      GError **error)
{
	(void)data;
	return is_file (file) ? warc_open (file->path, from, error)
			      : warc_open_source (read_file, NULL, file, NULL, error);
}

bool import_warc (Import *import, ImportFile *file, GError **error)
{
	const ImportArchive what = { file->origin, file->size, file->modified_s };
	if (!import_archive (import, file, open_warc, NULL, error))
		return false;
	return !import->options->step || !is_file (file) ||
	       import->options->step (&what, NULL, import->data, error);
}

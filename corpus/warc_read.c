/* warc_read.c: records of archives. See warc.h. */
#include "corpus/warc.h"

#include <string.h>

struct WarcReader {
	WarcStream *stream;
	WarcRecord record;
	guint64 left;     /* of the block */
	bool open;        /* a record is */
	bool any;         /* a record was found */
	bool lost;        /* behind something invalid: look for the next record */
	bool cut;         /* the archive ended in the record's block */
	char *damage;     /* found behind the record, not yet told */
	guint64 fault_at; /* of it, or of what was told last */
};

static void record_clear (WarcRecord *record)
{
	g_free (record->type_name);
	g_free (record->uri);
	g_free (record->id);
	g_free (record->date);
	g_free (record->content_type);
	if (record->headers)
		g_ptr_array_unref (record->headers);
	*record = (WarcRecord){ .length = 0 };
}

static WarcReader *reader_new (WarcStream *stream, const WarcPlace *from)
{
	if (!stream)
		return NULL;
	WarcReader *reader = g_new0 (WarcReader, 1);
	reader->stream = stream;
	reader->any = from && (from->offset || from->inside);
	return reader;
}

WarcReader *warc_open_source (WarcSource source, WarcSeek seek, gpointer data,
			      const WarcPlace *from, GError **error)
{
	return reader_new (warc_stream_open_source (source, seek, data, from, error), from);
}

WarcReader *warc_open (const char *path, const WarcPlace *from, GError **error)
{
	return reader_new (warc_stream_open (path, from, error), from);
}

void warc_close (WarcReader *reader)
{
	if (!reader)
		return;
	warc_stream_close (reader->stream);
	record_clear (&reader->record);
	g_free (reader->damage);
	g_free (reader);
}

guint64 warc_bytes_read (const WarcReader *reader)
{
	return warc_stream_bytes_read (reader->stream);
}

/* --- the stream's lines --- */

/* The next line without its end, in a borrowed buffer; `taken` is its length with it. NULL at the end, or when it is too long. */
static const guint8 *peek_line (WarcReader *reader, gsize *len, gsize *taken)
{
	gsize have;
	const guint8 *p = NULL;
	const guint8 *stop = NULL;
	for (gsize want = 256; want <= WARC_LINE_MAX; want *= 4) {
		p = warc_stream_peek (reader->stream, want, &have);
		stop = p ? memchr (p, '\n', have) : NULL;
		if (stop || have < want)
			break;
	}
	if (!p || (!stop && have >= WARC_LINE_MAX))
		return NULL;
	*taken = stop ? (gsize)(stop - p) + 1 : have;
	*len = stop ? (gsize)(stop - p) : have;
	/* Some archives passed through software that made "\r\n" "\r\r\n". */
	while (*len && p[*len - 1] == '\r')
		(*len)--;
	return p;
}

/* Pass over blank lines between records. False at the end. */
static bool skip_blank (WarcReader *reader)
{
	for (;;) {
		gsize have;
		const guint8 *p = warc_stream_peek (reader->stream, 1, &have);
		if (!p)
			return false;
		gsize n = 0;
		while (n < have && (p[n] == '\r' || p[n] == '\n' || p[n] == 0))
			n++;
		/* one at a time where a gzip member may begin in between */
		warc_stream_skip (reader->stream, n);
		if (n < have)
			return true;
	}
}

static bool is_version (const guint8 *line, gsize len)
{
	return len >= 8 && g_ascii_strncasecmp ((const char *)line, "WARC/", 5) == 0 &&
	       g_ascii_isdigit (line[5]) && line[6] == '.' && g_ascii_isdigit (line[7]);
}

/* --- ARC --- */

static bool all_digits (const char *s)
{
	return *s && s[strspn (s, "0123456789")] == '\0';
}

/* "http://a.example/ 1.2.3.4 20080430204826 text/html 512": the address may have spaces in it, the length is last. */
static bool parse_arc_line (const guint8 *line, gsize len, WarcRecord *record)
{
	g_autofree char *text = g_strndup ((const char *)line, len);
	const char *colon = strchr (text, ':');
	if (!colon || len > WARC_LINE_MAX || !g_ascii_isalpha (*text))
		return false;
	g_auto (GStrv) words = g_strsplit (text, " ", -1);
	guint n = g_strv_length (words), date = 0;
	for (guint i = n; i-- > 2 && !date;)
		if (strlen (words[i]) == 14 && all_digits (words[i]) &&
		    words[i - 1][strspn (words[i - 1], "0123456789.:abcdefABCDEF")] == '\0')
			date = i;
	if (!date || date + 2 >= n || !all_digits (words[n - 1]) || strlen (words[n - 1]) > 18)
		return false;
	const char *d = words[date];
	record->arc = true;
	record->length = g_ascii_strtoull (words[n - 1], NULL, 10);
	record->date = g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d, d + 4, d + 6, d + 8,
					d + 10, d + 12);
	record->content_type = g_utf8_make_valid (words[date + 1], -1);
	g_clear_pointer (&words[date - 1], g_free);
	g_autofree char *uri = g_strjoinv (" ", words);
	for (guint i = date; i < n; i++)
		g_free (words[i]);
	words[date] = NULL;
	record->uri = g_utf8_make_valid (uri, -1);
	bool file = g_str_has_prefix (record->uri, "filedesc:");
	record->type = file ? WARC_INFO : WARC_RESPONSE;
	record->type_name = g_strdup (file ? "warcinfo" : "response");
	record->headers = g_ptr_array_new_with_free_func (g_free);
	return true;
}

/* --- WARC --- */

static WarcType type_of (const char *name)
{
	static const struct {
		const char *name;
		WarcType type;
	} types[] = { { "warcinfo", WARC_INFO },     { "response", WARC_RESPONSE },
		      { "resource", WARC_RESOURCE }, { "request", WARC_REQUEST },
		      { "metadata", WARC_METADATA }, { "revisit", WARC_REVISIT } };
	for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
		if (strcmp (types[i].name, name) == 0)
			return types[i].type;
	return WARC_OTHER;
}

/* "<urn:…>" and "<http://…>", as many archives write them. Owned. */
static char *unbracketed (const char *s)
{
	gsize n = s ? strlen (s) : 0;
	if (n >= 2 && s[0] == '<' && s[n - 1] == '>')
		return g_strndup (s + 1, n - 2);
	return n ? g_strdup (s) : NULL;
}

/* Why the record with these headers is no valid one; NULL when it is. */
static const char *read_fields (WarcRecord *record)
{
	const char *length = warc_header (record, "Content-Length");
	const char *type = warc_header (record, "WARC-Type");
	if (!length || !all_digits (length) || strlen (length) > 18)
		return "record without a valid Content-Length";
	if (!type || !*type)
		return "record without WARC-Type";
	record->length = g_ascii_strtoull (length, NULL, 10);
	record->type_name = g_ascii_strdown (type, -1);
	record->type = type_of (record->type_name);
	record->uri = unbracketed (warc_header (record, "WARC-Target-URI"));
	record->id = unbracketed (warc_header (record, "WARC-Record-ID"));
	record->date = g_strdup (warc_header (record, "WARC-Date"));
	record->content_type = g_strdup (warc_header (record, "Content-Type"));
	return NULL;
}

static bool begins_record (const guint8 *line, gsize len)
{
	WarcRecord probe = { .length = 0 };
	bool begins = is_version (line, len) || parse_arc_line (line, len, &probe);
	record_clear (&probe);
	return begins;
}

/* Headers up to the empty line. NULL when all is well. */
static const char *read_headers (WarcReader *reader)
{
	WarcRecord *record = &reader->record;
	record->headers = g_ptr_array_new_with_free_func (g_free);
	for (gsize total = 0;;) {
		gsize len, taken;
		const guint8 *line = peek_line (reader, &len, &taken);
		if (!line)
			return "record headers without end";
		total += taken;
		if (len)
			warc_add_line (record->headers, (const char *)line, len);
		bool over = len == 0 || total > WARC_HEADERS_MAX;
		warc_stream_skip (reader->stream, taken);
		if (total > WARC_HEADERS_MAX)
			return "record headers too long";
		if (over)
			return read_fields (record);
	}
}

/* --- stepping --- */

gssize warc_read (WarcReader *reader, guint8 *out, gsize len)
{
	gsize have;
	if (!reader->open || reader->left == 0 || len == 0)
		return 0;
	const guint8 *p = warc_stream_peek (reader->stream, 1, &have);
	if (!p)
		return -1;
	gsize n = (gsize)MIN (MIN (len, have), reader->left);
	memcpy (out, p, n);
	warc_stream_skip (reader->stream, n);
	reader->left -= n;
	return (gssize)n;
}

GByteArray *warc_block (WarcReader *reader, gsize max, bool *cut)
{
	GByteArray *block = g_byte_array_new ();
	guint8 buffer[16384];
	gssize n = 0;
	while (block->len < max &&
	       (n = warc_read (reader, buffer, MIN (sizeof buffer, max - block->len))) > 0)
		g_byte_array_append (block, buffer, (guint)n);
	if (cut)
		*cut = reader->left > 0;
	return block;
}

guint64 warc_fault_offset (const WarcReader *reader)
{
	return reader->fault_at;
}

/* Pass over what is left of the block. reader->cut when the archive ends in it. */
static void finish_block (WarcReader *reader)
{
	reader->open = false;
	while (reader->left) {
		gsize have;
		if (!warc_stream_peek (reader->stream, 1, &have)) {
			reader->left = 0;
			reader->cut = true;
			return;
		}
		gsize n = (gsize)MIN (have, reader->left);
		warc_stream_skip (reader->stream, n);
		reader->left -= n;
	}
}

/* Pass over what stands behind the record in its gzip member and is no record. False when the bytes end. */
static bool skip_rest_of_member (WarcReader *reader)
{
	guint64 member = reader->record.place.offset;
	while (skip_blank (reader) && warc_stream_place (reader->stream).offset == member) {
		gsize len = 0, taken = 0;
		const guint8 *line = peek_line (reader, &len, &taken);
		if (line && begins_record (line, len))
			return true;
		/* told when nothing worse is */
		if (!reader->damage)
			reader->damage = g_strdup ("bytes that are no record");
		reader->fault_at = member;
		if (!line)
			warc_stream_peek (reader->stream, WARC_LINE_MAX, &taken);
		warc_stream_skip (reader->stream, taken);
	}
	return skip_blank (reader);
}

bool warc_whole (WarcReader *reader)
{
	finish_block (reader);
	if (reader->cut)
		return false;
	guint64 at;
	char *damage =
		skip_rest_of_member (reader) ? NULL : warc_stream_damage (reader->stream, &at);
	if (!damage)
		return true;
	g_free (reader->damage);
	reader->damage = damage;
	reader->fault_at = at;
	/* Damage elsewhere is behind the record, not in it. */
	return at != reader->record.place.offset;
}

WarcPlace warc_place (WarcReader *reader)
{
	finish_block (reader);
	while (!skip_blank (reader)) {
		char *damage = warc_stream_damage (reader->stream, &reader->fault_at);
		if (!damage)
			break;
		g_free (reader->damage);
		reader->damage = damage;
	}
	return warc_stream_place (reader->stream);
}

/* Whether a record begins at the line that was peeked at; then it is read. `why` is set when it begins, and is not valid. */
static bool begin (WarcReader *reader, const guint8 *line, gsize len, gsize taken, const char **why)
{
	if (is_version (line, len)) {
		warc_stream_skip (reader->stream, taken);
		*why = read_headers (reader);
		return true;
	}
	if (parse_arc_line (line, len, &reader->record)) {
		warc_stream_skip (reader->stream, taken);
		return true;
	}
	return false;
}

static WarcStep invalid (WarcReader *reader, const char *why, guint64 offset, GError **error)
{
	reader->fault_at = offset;
	g_set_error_literal (error, WARC_ERROR, WARC_ERROR_INVALID, why);
	return WARC_FAIL;
}

/* Look for a line that begins a record. False at the end. */
static bool seek_record (WarcReader *reader)
{
	for (;;) {
		gsize len = 0, taken = 0;
		const guint8 *line = peek_line (reader, &len, &taken);
		if (!line) {
			/* a line without end: pass over a piece of it */
			gsize have;
			if (!warc_stream_peek (reader->stream, WARC_LINE_MAX, &have))
				return false;
			warc_stream_skip (reader->stream, have);
			continue;
		}
		if (begins_record (line, len))
			return true;
		warc_stream_skip (reader->stream, taken);
	}
}

static WarcStep at_end (WarcReader *reader, GError **error)
{
	if (warc_stream_failed (reader->stream, error))
		return WARC_FAIL;
	if (reader->any)
		return WARC_DONE;
	reader->any = true;
	g_set_error (error, WARC_ERROR, WARC_ERROR_NOT_WARC, "no WARC or ARC record in it");
	return WARC_FAIL;
}

/* The bytes ended: at damage, in a record, or for good. */
static WarcStep no_more (WarcReader *reader, bool whole, WarcPlace place, GError **error)
{
	guint64 at = 0;
	g_autofree char *damage = warc_stream_damage (reader->stream, &at);
	if (damage || !whole) {
		reader->any = true;
		reader->lost = false;
		return damage ? invalid (reader, damage, at, error)
			      : invalid (reader, "record cut short", place.offset, error);
	}
	return at_end (reader, error);
}

WarcStep warc_next (WarcReader *reader, const WarcRecord **record, GError **error)
{
	WarcPlace place = reader->record.place;
	g_autofree char *damage = g_steal_pointer (&reader->damage);
	finish_block (reader);
	bool whole = !reader->cut;
	reader->cut = false;
	record_clear (&reader->record);
	if (damage)
		return invalid (reader, damage, reader->fault_at, error);
	if (!whole || (reader->lost && !seek_record (reader)) || !skip_blank (reader))
		return no_more (reader, whole, place, error);
	reader->lost = false;
	place = warc_stream_place (reader->stream);
	gsize len = 0, taken = 0;
	const guint8 *line = peek_line (reader, &len, &taken);
	const char *why = NULL;
	bool begun = line && begin (reader, line, len, taken, &why);
	if (!begun || why) {
		bool first = !reader->any && !begun;
		reader->lost = true;
		reader->any = reader->any || begun;
		if (first && !seek_record (reader))
			return no_more (reader, true, place, error);
		return invalid (reader, why ? why : "bytes that are no record", place.offset,
				error);
	}
	reader->any = true;
	reader->record.place = place;
	reader->left = reader->record.length;
	reader->open = true;
	*record = &reader->record;
	return WARC_ROW;
}

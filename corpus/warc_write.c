/* warc_write.c: WARC 1.1, one gzip member a record, and CDXJ. See warc.h.
 *
 * A record is packed in memory and goes to the file in one piece; when that fails the file is cut back to where it ended, so
 * that half a record never stays. */
#include "corpus/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libdeflate.h>
#include <nettle/sha1.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/url.h"

struct WarcWriter {
	int fd;
	guint64 size;
	char *path;
	char info_id[WARC_ID_BYTES]; /* of this file's warcinfo; "" when another run wrote it */
};

/* --- digests and names --- */

static char *base32 (const guint8 *data, gsize len)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	GString *out = g_string_new (NULL);
	guint bits = 0, held = 0;
	for (gsize i = 0; i < len; i++) {
		held = (held << 8 | data[i]) & 0xfff;
		for (bits += 8; bits >= 5; bits -= 5)
			g_string_append_c (out, alphabet[held >> (bits - 5) & 31]);
	}
	if (bits)
		g_string_append_c (out, alphabet[held << (5 - bits) & 31]);
	return g_string_free (out, FALSE);
}

static char *digest_of (const guint8 *a, gsize a_len, const guint8 *b, gsize b_len)
{
	guint8 sum[SHA1_DIGEST_SIZE];
	struct sha1_ctx sha1;
	sha1_init (&sha1);
	sha1_update (&sha1, a_len, a);
	sha1_update (&sha1, b_len, b);
	sha1_digest (&sha1, sizeof sum, sum);
	g_autofree char *text = base32 (sum, sizeof sum);
	return g_strconcat ("sha1:", text, NULL);
}

char *warc_digest (const guint8 *data, gsize len)
{
	return digest_of (data, len, NULL, 0);
}

static char *date_text (gint64 date_us)
{
	gint64 seconds = date_us / G_USEC_PER_SEC;
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
	return time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ")
		    : g_strdup ("1970-01-01T00:00:00Z");
}

/* --- a record's bytes --- */

/* A header line; what could end it or begin another is dropped from the value. */
static void add_header (GString *out, const char *name, const char *open, const char *value,
			const char *close)
{
	if (!value)
		return;
	g_string_append_printf (out, "%s: %s", name, open);
	for (const char *p = value; *p; p++)
		if ((guchar)*p >= ' ' && *p != 0x7f)
			g_string_append_c (out, *p);
	g_string_append_printf (out, "%s\r\n", close);
}

static const char *usual_content_type (WarcType type)
{
	switch (type) {
	case WARC_RESPONSE:
	case WARC_REVISIT:
		return "application/http; msgtype=response";
	case WARC_REQUEST:
		return "application/http; msgtype=request";
	case WARC_INFO:
	case WARC_METADATA:
		return "application/warc-fields";
	default:
		return "application/octet-stream";
	}
}

static GString *headers_of (const char *info_id, const WarcOut *out, const char *id)
{
	static const char *const names[] = { "conversion", "warcinfo", "response", "resource",
					     "request",    "metadata", "revisit" };
	GString *text = g_string_new ("WARC/1.1\r\n");
	g_autofree char *date = date_text (out->date_us);
	/* a body that has its own digest is not worth another pass: the gzip member has a checksum of all */
	g_autofree char *block_digest =
		out->payload_digest && out->body_len
			? NULL
			: digest_of (out->head, out->head_len, out->body, out->body_len);
	const char *profile =
		out->profile ? out->profile
			     : "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
	add_header (text, "WARC-Type", "", names[out->type], "");
	add_header (text, "WARC-Target-URI", "", out->uri, "");
	add_header (text, "WARC-Date", "", date, "");
	add_header (text, "WARC-Record-ID", "<", id, ">");
	if (out->type != WARC_INFO && *info_id)
		add_header (text, "WARC-Warcinfo-ID", "<", info_id, ">");
	add_header (text, "WARC-IP-Address", "", out->ip, "");
	add_header (text, "WARC-Concurrent-To", "<", out->concurrent_to, ">");
	add_header (text, "WARC-Refers-To-Target-URI", "", out->refers_to_uri, "");
	add_header (text, "WARC-Refers-To-Date", "", out->refers_to_date, "");
	if (out->type == WARC_REVISIT)
		add_header (text, "WARC-Profile", "", profile, "");
	add_header (text, "WARC-Truncated", "", out->truncated, "");
	add_header (text, "WARC-Payload-Digest", "", out->payload_digest, "");
	add_header (text, "WARC-Block-Digest", "", block_digest, "");
	add_header (text, "Content-Type", "",
		    out->content_type ? out->content_type : usual_content_type (out->type), "");
	g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
				out->head_len + out->body_len);
	return text;
}

/* The fastest level of libdeflate packs news pages as well as zlib's third, in a third of its time. A body that was sent packed is
 * only stored. */
enum { LEVEL_STORED = 0, LEVEL_PACKED = 1, LEVELS };

static void free_compressors (gpointer data)
{
	struct libdeflate_compressor **of = data;
	for (int level = 0; level < LEVELS; level++)
		libdeflate_free_compressor (of[level]);
	g_free (of);
}

/* A thread's own: making one costs more than packing a small record. */
static struct libdeflate_compressor *compressor (int level)
{
	static GPrivate key = G_PRIVATE_INIT (free_compressors);
	struct libdeflate_compressor **of = g_private_get (&key);
	if (!of) {
		of = g_new0 (struct libdeflate_compressor *, LEVELS);
		g_private_set (&key, of);
	}
	if (!of[level])
		of[level] = libdeflate_alloc_compressor (level);
	g_assert (of[level]);
	return of[level];
}

/* Is the HTTP body coded as it was sent? */
static bool is_coded (const WarcOut *out)
{
	static const char name[] = "\ncontent-encoding:";
	bool http = out->type == WARC_RESPONSE && out->body_len > 0 && out->head_len > 0;
	g_autofree char *head =
		http ? g_ascii_strdown ((const char *)out->head, (gssize)out->head_len) : NULL;
	return head && memmem (head, out->head_len, name, sizeof name - 1);
}

static void add_member (const char *info_id, const WarcOut *out, const char *id, GByteArray *packed)
{
	GString *record = headers_of (info_id, out, id);
	g_string_append_len (record, (const char *)out->head, (gssize)out->head_len);
	g_string_append_len (record, (const char *)out->body, (gssize)out->body_len);
	g_string_append (record, "\r\n\r\n");
	struct libdeflate_compressor *z = compressor (is_coded (out) ? LEVEL_STORED : LEVEL_PACKED);
	guint before = packed->len;
	gsize room = libdeflate_gzip_compress_bound (z, record->len);
	g_byte_array_set_size (packed, before + (guint)room);
	gsize len =
		libdeflate_gzip_compress (z, record->str, record->len, packed->data + before, room);
	g_assert (len > 0);
	g_byte_array_set_size (packed, before + (guint)len);
	g_string_free (record, TRUE);
}

static void choose_id (const WarcOut *out, char id[WARC_ID_BYTES])
{
	if (out->id) {
		g_strlcpy (id, out->id, WARC_ID_BYTES);
	} else {
		g_autofree char *uuid = g_uuid_string_random ();
		g_snprintf (id, WARC_ID_BYTES, "urn:uuid:%s", uuid);
	}
}

void warc_pack (const WarcOut *out, GByteArray *packed, char id[WARC_ID_BYTES])
{
	choose_id (out, id);
	add_member ("", out, id, packed);
}

/* --- the file --- */

static bool write_error (const WarcWriter *writer, const char *what, GError **error)
{
	int number = errno;
	bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
	g_set_error (error, WARC_ERROR, full ? WARC_ERROR_NO_SPACE : WARC_ERROR_IO, "%s %s: %s",
		     what, writer->path, g_strerror (number));
	return false;
}

static bool append (WarcWriter *writer, const guint8 *data, gsize len, GError **error)
{
	for (gsize done = 0; done < len;) {
		ssize_t n =
			pwrite (writer->fd, data + done, len - done, (off_t)(writer->size + done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			write_error (writer, "cannot write", error);
			/* nothing more can be done when this fails too: the next opening cuts it */
			if (ftruncate (writer->fd, (off_t)writer->size) != 0)
				return false;
			return false;
		}
		done += (gsize)n;
	}
	writer->size += len;
	return true;
}

bool warc_writer_put (WarcWriter *writer, const WarcOut *out, WarcWritten *written, GError **error)
{
	WarcWritten place = { .offset = writer->size };
	choose_id (out, place.id);
	g_autoptr (GByteArray) packed = g_byte_array_new ();
	add_member (writer->info_id, out, place.id, packed);
	if (!append (writer, packed->data, packed->len, error))
		return false;
	place.length = packed->len;
	if (written)
		*written = place;
	return true;
}

bool warc_writer_append (WarcWriter *writer, const GByteArray *packed, guint64 *offset,
			 GError **error)
{
	guint64 at = writer->size;
	if (!append (writer, packed->data, packed->len, error))
		return false;
	*offset = at;
	return true;
}

static bool put_info (WarcWriter *writer, const char *software, gint64 date_us, GError **error)
{
	g_autoptr (GString) fields = g_string_new (NULL);
	add_header (fields, "software", "", software, "");
	add_header (fields, "format", "", "WARC file version 1.1", "");
	add_header (
		fields, "conformsTo", "",
		"http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
		"");
	const WarcOut info = { .type = WARC_INFO,
			       .date_us = date_us,
			       .head = (const guint8 *)fields->str,
			       .head_len = fields->len };
	WarcWritten written;
	if (!warc_writer_put (writer, &info, &written, error))
		return false;
	memcpy (writer->info_id, written.id, sizeof writer->info_id);
	return true;
}

WarcWriter *warc_writer_open (const char *path, gint64 keep, const char *software, gint64 date_us,
			      GError **error)
{
	g_autoptr (WarcWriter) writer = g_new0 (WarcWriter, 1);
	struct stat st;
	writer->path = g_strdup (path);
	writer->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (writer->fd < 0 || fstat (writer->fd, &st) != 0) {
		write_error (writer, "cannot open", error);
		return NULL;
	}
	writer->size = (guint64)st.st_size;
	if (keep >= 0 && writer->size > (guint64)keep) {
		if (ftruncate (writer->fd, (off_t)keep) != 0) {
			write_error (writer, "cannot cut", error);
			return NULL;
		}
		writer->size = (guint64)keep;
	}
	if (writer->size == 0 && !put_info (writer, software, date_us, error))
		return NULL;
	return g_steal_pointer (&writer);
}

void warc_writer_close (WarcWriter *writer)
{
	if (!writer)
		return;
	if (writer->fd >= 0)
		close (writer->fd);
	g_free (writer->path);
	g_free (writer);
}

bool warc_writer_sync (WarcWriter *writer, GError **error)
{
	return fdatasync (writer->fd) == 0 || write_error (writer, "cannot sync", error);
}

guint64 warc_writer_size (const WarcWriter *writer)
{
	return writer->size;
}

/* --- CDXJ --- */

char *warc_surt (const char *uri)
{
	g_autoptr (Url) url = url_parse (uri, -1, NULL);
	if (!url)
		return NULL;
	const char *host = url->host;
	if (g_str_has_prefix (host, "www.") && strchr (host + 4, '.'))
		host += 4;
	GString *out = g_string_new (NULL);
	g_auto (GStrv) labels = g_strsplit (host, ".", -1);
	bool address = host[0] == '[' || g_hostname_is_ip_address (host);
	for (guint i = g_strv_length (labels); i > 0 && !address; i--)
		g_string_append_printf (out, "%s%s", labels[i - 1], i > 1 ? "," : "");
	if (address)
		g_string_append (out, host);
	if (url->port >= 0)
		g_string_append_printf (out, ":%d", url->port);
	g_autofree char *path = url_path_query (url);
	g_autofree char *lower = g_ascii_strdown (path, -1);
	g_string_append_printf (out, ")%s", lower);
	return g_string_free (out, FALSE);
}

static void set_text (json_t *object, const char *name, const char *value)
{
	json_t *text = value ? json_string (value) : NULL;
	if (text)
		json_object_set_new (object, name, text);
}

static void set_number (json_t *object, const char *name, guint64 value)
{
	g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
	set_text (object, name, text);
}

char *warc_cdxj (const WarcCdx *cdx)
{
	g_autofree char *surt = cdx->uri ? warc_surt (cdx->uri) : NULL;
	if (!surt)
		return NULL;
	g_autoptr (GString) stamp = g_string_new (NULL);
	for (const char *p = cdx->date ? cdx->date : ""; *p && stamp->len < 14; p++)
		if (g_ascii_isdigit (*p))
			g_string_append_c (stamp, *p);
	json_t *fields = json_object ();
	set_text (fields, "url", cdx->uri);
	set_text (fields, "mime", cdx->mime);
	if (cdx->status)
		set_number (fields, "status", (guint64)cdx->status);
	set_text (fields, "digest", cdx->digest);
	set_number (fields, "length", cdx->length);
	set_number (fields, "offset", cdx->offset);
	set_text (fields, "filename", cdx->filename);
	char *json = json_dumps (fields, JSON_ENSURE_ASCII);
	json_decref (fields);
	char *line = g_strdup_printf ("%s %s %s", surt, stamp->str, json);
	free (json);
	return line;
}

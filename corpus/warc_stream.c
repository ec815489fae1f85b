/* warc_stream.c: an archive's bytes unpacked: plain files as they are, gzip member by member. See warc.h.
 *
 * Damage in a member costs that member: reading goes on at the next gzip header behind its start, as a damaged member can have swallowed what
 * follows it. The bytes before the damage and those behind it are kept apart by a break, which the reader must acknowledge. */
#include "corpus/warc.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define RAW_BYTES (64u << 10)
#define HEADER_LEN 3 /* of a gzip header: what it is known by */

/* From byte `at` of the unpacked stream on, bytes are of the member at `offset` of the file, `inside` bytes into it. */
typedef struct {
	guint64 at, offset, inside;
} Mark;

struct WarcStream {
	FILE *file; /* or: */
	WarcSource source;
	WarcSeek seek;
	gpointer source_data;
	bool gzip, in_member, raw_end, failed;
	int error_number;
	guint8 raw[RAW_BYTES];
	gsize raw_at, raw_len;
	guint64 raw_offset; /* in the file, of raw[raw_at] */
	z_stream z;
	GByteArray *out; /* unpacked, from `head` on not yet passed over */
	gsize head;
	guint64 head_at; /* of out[head] in the unpacked stream */
	GArray *marks;   /* Mark, in order; the first is the head's */
	char *damage;
	guint64 damage_at; /* in the file */
	bool quiet;        /* behind damage that was told: what is passed over is part of it */
	bool broken;       /* bytes from break_at on wait for warc_stream_damage() */
	guint64 break_at;  /* in the unpacked stream */
	guint64 member_at; /* where the member being unpacked begins in the file */
	guint64 rewound;   /* bytes read again so far */
};

static void note (WarcStream *s, const char *what, guint64 offset)
{
	if (s->broken)
		return;
	s->damage = g_strdup (what);
	s->damage_at = offset;
	s->broken = true;
	s->break_at = s->head_at + s->out->len - s->head;
}

/* What fread() does, with -1 for a failure. */
static gssize read_some (WarcStream *s, guint8 *out, gsize len)
{
	if (s->source)
		return s->source (s->source_data, out, len);
	gsize got = fread (out, 1, len, s->file);
	return got == 0 && ferror (s->file) ? -1 : (gssize)got;
}

static bool go_to (WarcStream *s, guint64 offset)
{
	if (s->source)
		return s->seek && s->seek (s->source_data, offset);
	return fseeko (s->file, (off_t)offset, SEEK_SET) == 0;
}

/* Read on; what is left of the raw bytes moves to the front. False at the end of the file. */
static bool fill_raw (WarcStream *s)
{
	if (s->raw_end)
		return false;
	gsize left = s->raw_len - s->raw_at;
	memmove (s->raw, s->raw + s->raw_at, left);
	s->raw_at = 0;
	s->raw_len = left;
	gssize got = read_some (s, s->raw + left, RAW_BYTES - left);
	s->raw_len += (gsize)MAX (got, 0);
	s->raw_end = got <= 0;
	if (got < 0) {
		s->failed = true;
		s->error_number = errno;
	}
	return got > 0;
}

static gsize raw_left (const WarcStream *s)
{
	return s->raw_len - s->raw_at;
}

static void take_raw (WarcStream *s, gsize n)
{
	s->raw_at += n;
	s->raw_offset += n;
}

static bool at_gzip (const WarcStream *s)
{
	const guint8 *p = s->raw + s->raw_at;
	return raw_left (s) >= HEADER_LEN && p[0] == 0x1f && p[1] == 0x8b && p[2] == Z_DEFLATED;
}

static void add_mark (WarcStream *s)
{
	Mark mark = { s->head_at + s->out->len - s->head, s->raw_offset, 0 };
	g_array_append_val (s->marks, mark);
}

/* Go to the next gzip header; what is passed over is damage, but for the zeros that pad some archives. */
static bool find_member (WarcStream *s)
{
	guint64 start = s->raw_offset;
	bool junk = false;
	for (;;) {
		while (raw_left (s) < HEADER_LEN && fill_raw (s))
			;
		if (raw_left (s) < HEADER_LEN) {
			for (; raw_left (s); take_raw (s, 1))
				junk = junk || s->raw[s->raw_at] != 0;
			if (junk && !s->quiet)
				note (s, "bytes that are not gzip", start);
			return false;
		}
		if (at_gzip (s))
			break;
		junk = junk || s->raw[s->raw_at] != 0;
		take_raw (s, 1);
	}
	if (junk && !s->quiet)
		note (s, "bytes that are not gzip", start);
	s->quiet = false;
	return true;
}

/* Begin the member at the raw bytes. */
static bool begin_member (WarcStream *s)
{
	if (!find_member (s))
		return false;
	memset (&s->z, 0, sizeof s->z);
	if (inflateInit2 (&s->z, 15 + 16) != Z_OK) {
		s->failed = true;
		s->error_number = ENOMEM;
		return false;
	}
	s->in_member = true;
	s->member_at = s->raw_offset;
	add_mark (s);
	return true;
}

/* The member is damaged: go on right behind its start. All going back together is no more than has been read, so that no file can make it long. */
static void leave_member (WarcStream *s, const char *what)
{
	note (s, what, s->member_at);
	s->quiet = true;
	inflateEnd (&s->z);
	s->in_member = false;
	guint64 back = s->raw_offset - (s->member_at + 1);
	if (s->rewound + back > s->raw_offset + RAW_BYTES || !go_to (s, s->member_at + 1))
		return;
	s->rewound += back;
	s->raw_offset = s->member_at + 1;
	s->raw_at = s->raw_len = 0;
	s->raw_end = false;
	if (s->file)
		clearerr (s->file);
}

/* Unpack one bufferful. False at the end of the file. */
static bool fill_gzip (WarcStream *s)
{
	guint8 buffer[RAW_BYTES];
	if (!s->in_member && !begin_member (s))
		return false;
	if (raw_left (s) == 0 && !fill_raw (s)) {
		leave_member (s, "gzip member cut short");
		return true;
	}
	s->z.next_in = s->raw + s->raw_at;
	s->z.avail_in = (uInt)raw_left (s);
	s->z.next_out = buffer;
	s->z.avail_out = sizeof buffer;
	int status = inflate (&s->z, Z_NO_FLUSH);
	take_raw (s, raw_left (s) - s->z.avail_in);
	g_byte_array_append (s->out, buffer, (guint)(sizeof buffer - s->z.avail_out));
	if (status == Z_STREAM_END) {
		inflateEnd (&s->z);
		s->in_member = false;
	} else if (status != Z_OK && status != Z_BUF_ERROR) {
		leave_member (s, "damaged gzip member");
	}
	return true;
}

static bool fill_plain (WarcStream *s)
{
	if (raw_left (s) == 0 && !fill_raw (s))
		return false;
	g_byte_array_append (s->out, s->raw + s->raw_at, (guint)raw_left (s));
	take_raw (s, raw_left (s));
	return true;
}

const guint8 *warc_stream_peek (WarcStream *s, gsize want, gsize *len)
{
	if (s->head && (s->head == s->out->len || s->head >= 4 * RAW_BYTES)) {
		g_byte_array_remove_range (s->out, 0, (guint)s->head);
		s->head = 0;
	}
	while (s->out->len - s->head < want && !s->failed && !s->broken)
		if (!(s->gzip ? fill_gzip (s) : fill_plain (s)))
			break;
	*len = s->broken ? (gsize)(s->break_at - s->head_at) : s->out->len - s->head;
	return *len ? s->out->data + s->head : NULL;
}

void warc_stream_skip (WarcStream *s, gsize len)
{
	g_assert (len <= s->out->len - s->head);
	s->head += len;
	s->head_at += len;
	guint passed = 0;
	while (passed + 1 < s->marks->len &&
	       g_array_index (s->marks, Mark, passed + 1).at <= s->head_at)
		passed++;
	if (passed)
		g_array_remove_range (s->marks, 0, passed);
}

WarcPlace warc_stream_place (WarcStream *s)
{
	gsize len;
	warc_stream_peek (s, 1, &len);
	/* a member that begins just here is known only now */
	warc_stream_skip (s, 0);
	if (!len || !s->marks->len)
		return (WarcPlace){ s->raw_offset, 0 };
	const Mark *mark = &g_array_index (s->marks, Mark, 0);
	guint64 into = s->head_at - mark->at;
	return s->gzip ? (WarcPlace){ mark->offset, into } : (WarcPlace){ mark->offset + into, 0 };
}

char *warc_stream_damage (WarcStream *s, guint64 *offset)
{
	if (!s->broken || s->head_at < s->break_at)
		return NULL;
	s->broken = false;
	*offset = s->damage_at;
	return g_steal_pointer (&s->damage);
}

bool warc_stream_failed (const WarcStream *s, GError **error)
{
	if (s->failed)
		g_set_error (error, WARC_ERROR, WARC_ERROR_IO, "cannot read the archive: %s",
			     g_strerror (s->error_number));
	return s->failed;
}

guint64 warc_stream_bytes_read (const WarcStream *s)
{
	return s->raw_offset;
}

/* Pass over the unpacked bytes before `inside`. */
static void go_inside (WarcStream *s, guint64 inside)
{
	while (inside) {
		gsize len;
		if (!warc_stream_peek (s, 1, &len))
			return;
		gsize n = (gsize)MIN (inside, len);
		warc_stream_skip (s, n);
		inside -= n;
	}
}

static WarcStream *stream_new (void)
{
	WarcStream *s = g_new0 (WarcStream, 1);
	s->out = g_byte_array_new ();
	s->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
	return s;
}

static void begin_stream (WarcStream *s)
{
	fill_raw (s);
	s->gzip = at_gzip (s);
	if (!s->gzip)
		add_mark (s);
}

WarcStream *warc_stream_open_source (WarcSource source, WarcSeek seek, gpointer data,
				     const WarcPlace *from, GError **error)
{
	guint64 offset = from ? from->offset : 0;
	if (offset && !(seek && seek (data, offset))) {
		g_set_error (error, WARC_ERROR, WARC_ERROR_IO,
			     "cannot go to byte %" G_GUINT64_FORMAT " of the archive", offset);
		return NULL;
	}
	WarcStream *s = stream_new ();
	s->source = source;
	s->seek = seek;
	s->source_data = data;
	s->raw_offset = offset;
	begin_stream (s);
	if (from)
		go_inside (s, from->inside);
	return s;
}

WarcStream *warc_stream_open (const char *path, const WarcPlace *from, GError **error)
{
	FILE *file = fopen (path, "rbe");
	guint64 offset = from ? from->offset : 0;
	if (!file || (offset && fseeko (file, (off_t)offset, SEEK_SET) != 0)) {
		g_set_error (error, WARC_ERROR, WARC_ERROR_IO, "%s: %s", path, g_strerror (errno));
		if (file)
			fclose (file);
		return NULL;
	}
	WarcStream *s = stream_new ();
	s->file = file;
	s->raw_offset = offset;
	begin_stream (s);
	if (from)
		go_inside (s, from->inside);
	return s;
}

void warc_stream_close (WarcStream *s)
{
	if (!s)
		return;
	if (s->in_member)
		inflateEnd (&s->z);
	if (s->file)
		fclose (s->file);
	g_byte_array_unref (s->out);
	g_array_unref (s->marks);
	g_free (s->damage);
	g_free (s);
}

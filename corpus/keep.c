/* keep.c: see keep.h. */
#include "corpus/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct Keep {
	Store *store;
	Frontier *frontier;
	char *software;
	char *name;         /* of the archive that is open */
	WarcWriter *writer; /* NULL: nothing was put yet */
	gint64 cdxj_size;   /* bytes of the index on disk */
	GString *lines;     /* of the index, not yet on disk */
	bool dirty;
};

/* --- making an exchange ready --- */

static char *date_of (gint64 at_us)
{
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
	return time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static void pack_response (const FetchResult *result, const KeepAbout *about,
			   KeepExchange *exchange)
{
	bool has_body = result->status != 304 && result->raw->len > 0;
	g_autofree char *old_date = about->old_s ? date_of (about->old_s * G_USEC_PER_SEC) : NULL;
	exchange->digest = has_body ? warc_digest (result->raw->data, result->raw->len) : NULL;
	bool same = has_body && g_strcmp0 (about->old_digest, exchange->digest) == 0;
	exchange->revisit = same || result->status == 304;
	WarcOut out = { .type = exchange->revisit ? WARC_REVISIT : WARC_RESPONSE,
			.uri = result->url,
			.date_us = about->at_us,
			.ip = *result->ip ? result->ip : NULL,
			.payload_digest =
				result->status == 304 ? about->old_digest : exchange->digest,
			.head = (const guint8 *)result->head,
			.head_len = result->head_len };
	if (exchange->revisit) {
		out.refers_to_uri = result->url;
		out.refers_to_date = old_date;
		if (result->status == 304)
			out.profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
	} else {
		out.body = result->raw->data;
		out.body_len = result->raw->len;
	}
	warc_pack (&out, exchange->packed, exchange->id);
	exchange->response_len = exchange->packed->len;
}

/* What was asked, and what we know of it besides. */
static void pack_rest (const FetchResult *result, const KeepAbout *about, KeepExchange *exchange)
{
	char id[WARC_ID_BYTES];
	WarcOut out = { .type = WARC_REQUEST,
			.uri = result->url,
			.date_us = about->at_us,
			.ip = *result->ip ? result->ip : NULL,
			.concurrent_to = exchange->id,
			.head = (const guint8 *)result->request,
			.head_len = strlen (result->request) };
	warc_pack (&out, exchange->packed, id);
	g_autofree char *fields = g_strdup_printf (
		"fetchTimeMs: %.0f\r\n%s%s%s", result->seconds * 1000, about->via ? "via: " : "",
		about->via ? about->via : "", about->via ? "\r\n" : "");
	out.type = WARC_METADATA;
	out.ip = NULL;
	out.head = (const guint8 *)fields;
	out.head_len = strlen (fields);
	warc_pack (&out, exchange->packed, id);
}

KeepExchange *keep_pack (const FetchResult *result, const KeepAbout *about)
{
	KeepExchange *exchange = g_new0 (KeepExchange, 1);
	const char *type = fetch_header (result, "Content-Type");
	exchange->packed = g_byte_array_new ();
	exchange->url = g_strdup (result->url);
	exchange->date = date_of (about->at_us);
	exchange->status = result->status;
	exchange->mime = type ? g_strndup (type, strcspn (type, "; \t,")) : NULL;
	pack_response (result, about, exchange);
	pack_rest (result, about, exchange);
	return exchange;
}

void keep_exchange_free (KeepExchange *exchange)
{
	if (!exchange)
		return;
	g_byte_array_unref (exchange->packed);
	g_free (exchange->url);
	g_free (exchange->date);
	g_free (exchange->mime);
	g_free (exchange->digest);
	g_free (exchange);
}

/* --- files --- */

static char *warc_path (const Keep *keep, const char *name)
{
	return g_build_filename (store_dir (keep->store), "warc", name, NULL);
}

/* "entente-….cdxj" beside "entente-….warc.gz". */
static char *cdxj_path (const Keep *keep)
{
	gsize stem = strlen (keep->name) - strlen (".warc.gz");
	g_autofree char *name = g_strdup_printf ("%.*s.cdxj", (int)stem, keep->name);
	return warc_path (keep, name);
}

static bool fail (GError **error, const char *what, const char *path)
{
	int number = errno;
	bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
	g_set_error (error, WARC_ERROR, full ? WARC_ERROR_NO_SPACE : WARC_ERROR_IO, "%s %s: %s",
		     what, path, g_strerror (number));
	return false;
}

/* Write the waiting lines of the index behind those that are there. */
static bool flush_lines (Keep *keep, GError **error)
{
	if (keep->lines->len == 0)
		return true;
	g_autofree char *path = cdxj_path (keep);
	int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return fail (error, "cannot open", path);
	gsize done = 0;
	bool ok = ftruncate (fd, keep->cdxj_size) == 0;
	while (ok && done < keep->lines->len) {
		ssize_t n = pwrite (fd, keep->lines->str + done, keep->lines->len - done,
				    keep->cdxj_size + (off_t)done);
		ok = n > 0 || (n < 0 && errno == EINTR);
		done += n > 0 ? (gsize)n : 0;
	}
	ok = (ok && fdatasync (fd) == 0) || fail (error, "cannot write", path);
	close (fd);
	if (!ok)
		return false;
	keep->cdxj_size += (gint64)keep->lines->len;
	g_string_truncate (keep->lines, 0);
	return true;
}

/* Lines end with a newline, which is less than anything in them. */
static int compare_lines (gconstpointer a, gconstpointer b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	while (*x == *y && *x != '\n') {
		x++;
		y++;
	}
	return (guchar)*x - (guchar)*y;
}

static bool write_lines (const char *path, const GPtrArray *lines)
{
	FILE *file = fopen (path, "wbe");
	bool ok = file != NULL;
	for (guint i = 0; ok && i < lines->len; i++) {
		const char *line = lines->pdata[i];
		gsize len = (gsize)(strchr (line, '\n') + 1 - line);
		ok = fwrite (line, 1, len, file) == len;
	}
	ok = ok && fflush (file) == 0 && fdatasync (fileno (file)) == 0;
	return (!file || fclose (file) == 0) && ok;
}

/* Put the index in order, beside the old one, then in its place. Its size stays. A full archive of short pages has a million lines: they stay
 * in the file, and only where they begin is in memory. */
static bool sort_index (const Keep *keep, GError **error)
{
	g_autofree char *path = cdxj_path (keep), *sorted = g_strconcat (path, ".new", NULL);
	g_autoptr (GMappedFile) file =
		keep->cdxj_size ? g_mapped_file_new (path, FALSE, NULL) : NULL;
	if (!file)
		return true;
	const char *text = g_mapped_file_get_contents (file);
	gsize size = MIN (g_mapped_file_get_length (file), (gsize)keep->cdxj_size);
	g_autoptr (GPtrArray) lines = g_ptr_array_new ();
	for (const char *line = text, *end;
	     (end = memchr (line, '\n', size - (gsize)(line - text))); line = end + 1)
		g_ptr_array_add (lines, (gpointer)(guintptr)line);
	g_ptr_array_sort (lines, compare_lines);
	return (write_lines (sorted, lines) && g_rename (sorted, path) == 0) ||
	       fail (error, "cannot write", sorted);
}

static bool save (Keep *keep, GError **error)
{
	gint64 size = keep->writer ? (gint64)warc_writer_size (keep->writer) : 0;
	const FrontierWarc row = { keep->name, size, keep->cdxj_size };
	return frontier_warc_save (keep->frontier, &row, error);
}

/* --- the archive --- */

static bool open_new (Keep *keep, gint64 now_us, GError **error)
{
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
	g_autofree char *stamp = g_date_time_format (time, "%Y%m%d%H%M%S");
	g_autofree char *path = NULL;
	/* several in one second: only tests do that */
	for (guint n = 0; !path || g_file_test (path, G_FILE_TEST_EXISTS); n++) {
		g_free (path);
		g_free (keep->name);
		keep->name = g_strdup_printf ("entente-%s-%05u.warc.gz", stamp, n);
		path = warc_path (keep, keep->name);
	}
	keep->cdxj_size = 0;
	/* known before it is there: whoever is killed leaves no archive that nobody knows */
	if (!save (keep, error) || !store_commit (keep->store, error))
		return false;
	keep->writer = warc_writer_open (path, 0, keep->software, now_us, error);
	return keep->writer != NULL;
}

Keep *keep_open (Store *store, Frontier *frontier, const char *software, gint64 now_us,
		 GError **error)
{
	g_autoptr (Keep) keep = g_new0 (Keep, 1);
	FrontierWarc last;
	keep->store = store;
	keep->frontier = frontier;
	keep->software = g_strdup (software);
	keep->lines = g_string_new (NULL);
	g_autofree char *folder = warc_path (keep, NULL);
	if (g_mkdir_with_parents (folder, 0777) != 0) {
		fail (error, "cannot make the directory", folder);
		return NULL;
	}
	if (!frontier_warc (frontier, &last, error))
		return NULL;
	g_autofree char *path = last.name ? warc_path (keep, last.name) : NULL;
	if (path && g_file_test (path, G_FILE_TEST_EXISTS)) {
		keep->name = g_steal_pointer (&last.name);
		keep->cdxj_size = last.cdxj_size;
		keep->writer = warc_writer_open (path, last.size, software, now_us, error);
		if (!keep->writer)
			return NULL;
	}
	g_free (last.name);
	return g_steal_pointer (&keep);
}

void keep_free (Keep *keep)
{
	if (!keep)
		return;
	warc_writer_close (keep->writer);
	g_string_free (keep->lines, TRUE);
	g_free (keep->name);
	g_free (keep->software);
	g_free (keep);
}

bool keep_put (Keep *keep, const KeepExchange *exchange, gint64 now_us, const char **name,
	       guint64 *offset, GError **error)
{
	if ((!keep->writer && !open_new (keep, now_us, error)) ||
	    !warc_writer_append (keep->writer, exchange->packed, offset, error))
		return false;
	keep->dirty = true;
	*name = keep->name;
	const WarcCdx cdx = { .uri = exchange->url,
			      .date = exchange->date,
			      .status = exchange->status,
			      .mime = exchange->revisit ? "warc/revisit" : exchange->mime,
			      .digest = exchange->digest,
			      .filename = keep->name,
			      .offset = *offset,
			      .length = exchange->response_len };
	g_autofree char *line = warc_cdxj (&cdx);
	if (line) {
		g_string_append (keep->lines, line);
		g_string_append_c (keep->lines, '\n');
	}
	return true;
}

bool keep_sync (Keep *keep, GError **error)
{
	if (!keep->dirty)
		return true;
	keep->dirty = false;
	return flush_lines (keep, error) && warc_writer_sync (keep->writer, error) &&
	       save (keep, error);
}

bool keep_rotate (Keep *keep, bool close, GError **error)
{
	if (!keep->writer || (!close && warc_writer_size (keep->writer) < KEEP_ROTATE_BYTES))
		return true;
	g_clear_pointer (&keep->writer, warc_writer_close);
	return sort_index (keep, error);
}

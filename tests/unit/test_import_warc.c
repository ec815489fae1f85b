/* test_import_warc.c: web archives to articles: which records are taken, what is known of them, damage. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "corpus/import.h"
#include "corpus/warc.h"
#include "tests/unit/scratch.h"

#define NOW G_GINT64_CONSTANT (1609459200)     /* 2021-01-01T00:00:00Z */
#define FETCHED G_GINT64_CONSTANT (1583229600) /* 2020-03-03T10:00:00Z */

#define BODY                                                                                       \
	"<p>The bridge over the river, closed since the storm of last winter, opened again on "    \
	"Monday morning before a crowd from both banks, the town hall said in a statement.</p>"    \
	"<p>Engineers had worked on its piers through the summer, and found more damage than the " \
	"county council had expected when it asked for the money.</p><p>Nobody was hurt when the " \
	"bridge gave way, and the railway beside it was open again after a week.</p>"
#define PAGE(title)                                                                                \
	"<!DOCTYPE html><html lang=en><head><title>" title                                         \
	"</title></head><body><article><h1>" title "</h1>" BODY "</article></body></html>"
#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"

/* --- what came of an import --- */

typedef struct {
	GPtrArray *articles; /* Article * */
	GString *log;  /* a line for each article and each thing told, in order, without the path */
	guint stop_at; /* end the import at this article; 0 never */
	ImportProgress progress;
} Got;

static void got_clear (Got *got)
{
	if (got->articles)
		g_ptr_array_unref (got->articles);
	if (got->log)
		g_string_free (got->log, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Got, got_clear)

static void free_article (gpointer article)
{
	article_free (article);
}

static const char *base (const char *path)
{
	const char *slash = path ? strrchr (path, '/') : NULL;
	return slash ? slash + 1 : path ? path : "-";
}

static bool note_article (Article *article, const char *origin, bool id_given, gpointer data,
			  GError **error)
{
	Got *got = data;
	g_assert_true (id_given);
	g_ptr_array_add (got->articles, article);
	g_string_append_printf (got->log, "%s %s\n", base (origin), article->title);
	if (got->stop_at == 0 || got->articles->len < got->stop_at)
		return true;
	g_set_error (error, ARTICLE_ERROR, ARTICLE_ERROR_EMPTY, "enough");
	return false;
}

static void note_skip (const char *what, const char *reason, gpointer data)
{
	Got *got = data;
	g_string_append_printf (got->log, "skip %s: %s\n", base (what), reason);
}

static bool import (Got *got, const char *path, GError **error)
{
	ImportOptions options = { .now_s = NOW, .progress = &got->progress };
	got->articles = g_ptr_array_new_with_free_func (free_article);
	got->log = g_string_new (NULL);
	return import_path (path, &options, note_article, note_skip, got, error);
}

static void import_ok (Got *got, const char *path)
{
	g_autoptr (GError) error = NULL;
	bool ok = import (got, path, &error);
	g_assert_no_error (error);
	g_assert_true (ok);
}

/* --- archives --- */

static WarcOut response (const char *uri, const char *head, const char *body)
{
	return (WarcOut){ .type = WARC_RESPONSE,
			  .uri = uri,
			  .date_us = FETCHED * G_USEC_PER_SEC,
			  .head = (const guint8 *)head,
			  .head_len = strlen (head),
			  .body = (const guint8 *)body,
			  .body_len = strlen (body) };
}

static char *write_archive (const char *dir, const char *name, const WarcOut *outs, guint count,
			    WarcWritten *written)
{
	g_autoptr (GError) error = NULL;
	char *path = g_build_filename (dir, name, NULL);
	g_autoptr (WarcWriter) writer = warc_writer_open (path, -1, "a test", 0, &error);
	g_assert_no_error (error);
	for (guint i = 0; i < count; i++) {
		WarcWritten one;
		warc_writer_put (writer, &outs[i], written ? &written[i] : &one, &error);
		g_assert_no_error (error);
	}
	return path;
}

static char *slurp (const char *path, gsize *len)
{
	char *data;
	g_assert_true (g_file_get_contents (path, &data, len, NULL));
	return data;
}

/* The file `name` in `dir` with these bytes. Owned. */
static char *write_bytes (const char *dir, const char *name, const char *data, gsize len)
{
	char *path = g_build_filename (dir, name, NULL);
	g_assert_true (g_file_set_contents (path, data, (gssize)len, NULL));
	return path;
}

static char *unpacked (const char *path, gsize *len)
{
	GString *all = g_string_new (NULL);
	char buffer[4096];
	gzFile gz = gzopen (path, "rb");
	for (int n; (n = gzread (gz, buffer, sizeof buffer)) > 0;)
		g_string_append_len (all, buffer, n);
	gzclose (gz);
	*len = all->len;
	return g_string_free (all, FALSE);
}

/* --- tests --- */

/* One record, and whether an article comes of it ("+"), nothing ("-"), or this is told. */
static void test_records (void)
{
	static const struct {
		const char *uri, *head, *body, *expect;
		WarcType type;
		const char *content_type;
	} table[] = {
		{ "http://a.example/1", OK_HTML, PAGE ("A"), "+", WARC_RESPONSE, NULL },
		{ "HTTPS://a.example/1", "HTTP/2 200\r\ncontent-type:TEXT/HTML\r\n\r\n", PAGE ("A"),
		  "+", WARC_RESPONSE, "application/http" },
		{ "http://a.example/1", "HTTP/1.0 200 OK\nContent-Type: application/xhtml+xml\n\n",
		  PAGE ("A"), "+", WARC_RESPONSE, NULL },
		/* by content, where the type says nothing */
		{ "http://a.example/1", "HTTP/1.0 200 OK\r\n\r\n", PAGE ("A"), "+", WARC_RESPONSE,
		  NULL },
		{ "http://a.example/1", "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n",
		  "\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- > -->" PAGE ("A"), "+", WARC_RESPONSE,
		  NULL },
		{ "http://a.example/1", "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n",
		  "A report\n\n" BODY, "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", "HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n",
		  PAGE ("A"), "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", OK_HTML, "{\"json\": 1}", "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", OK_HTML, "", "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", OK_HTML, "<html><body><a href=/1>One</a></body></html>",
		  "-", WARC_RESPONSE, NULL },
		/* the front page is no article whatever stands on it */
		{ "http://a.example/", OK_HTML, PAGE ("A"), "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", "HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n",
		  PAGE ("A"), "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", "HTTP/1.1 206 Part\r\nContent-Type: text/html\r\n\r\n",
		  PAGE ("A"), "-", WARC_RESPONSE, NULL },
		{ "dns:a.example", "", "20200303100000\na.example. 7200 IN A 192.0.2.1\n", "-",
		  WARC_RESPONSE, "text/dns" },
		{ "http://a.example/1", "", PAGE ("A"), "-", WARC_RESPONSE, "text/html" },
		{ "http://a.example/1", "", "", "-", WARC_RESPONSE, NULL },
		{ "http://a.example/1", "", PAGE ("A"), "no HTTP message in it", WARC_RESPONSE,
		  NULL },
		{ NULL, OK_HTML, PAGE ("A"), "a response without an address", WARC_RESPONSE, NULL },
		{ "http://a.example/1",
		  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: sdch\r\n\r\n",
		  PAGE ("A"), "sdch", WARC_RESPONSE, NULL },
		{ "http://a.example/1", "GET /1 HTTP/1.1\r\n\r\n", "", "-", WARC_REQUEST, NULL },
		{ "http://a.example/1", "", "fetchTimeMs: 12\r\n", "-", WARC_METADATA, NULL },
		{ "http://a.example/1", OK_HTML, "", "-", WARC_REVISIT, NULL },
		{ "http://a.example/1", "", PAGE ("A"), "+", WARC_RESOURCE, "text/html" },
		{ "http://a.example/1", "", PAGE ("A"), "-", WARC_RESOURCE, "text/plain" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		SCRATCH (dir);
		WarcOut out = response (table[i].uri, table[i].head, table[i].body);
		out.type = table[i].type;
		out.content_type = table[i].content_type;
		g_auto (Got) got = { .stop_at = 0 };
		g_autofree char *path = write_archive (dir, "a.warc.gz", &out, 1, NULL);
		import_ok (&got, path);
		g_test_message ("record %zu: %s", i, got.log->str);
		bool article = *table[i].expect == '+', told = strlen (table[i].expect) > 1;
		g_assert_cmpuint (got.articles->len, ==, article);
		g_assert_cmpuint (got.progress.skipped, ==, told);
		/* The warcinfo at the beginning is none either. */
		g_assert_cmpuint (got.progress.not_articles, ==, 1 + (!article && !told));
		if (told) {
			g_assert_nonnull (strstr (got.log->str, "skip a.warc.gz:offset "));
			g_assert_nonnull (strstr (got.log->str, table[i].expect));
		}
	}
}

static void test_fields (void)
{
	SCRATCH (dir);
	static const char head[] =
		"HTTP/1.1 200 OK\r\nContent-Type: text/html; x=y; "
		"Charset=\"windows-1251\"\r\nContent-Language: fr-CA, en\r\n\r\n";
	/* "Мост" in windows-1251, and a date that counts from the fetch */
	static const char page[] =
		"<html><head><title>\xcc\xee\xf1\xf2 open</title></head><body>"
		"<article><h1>\xcc\xee\xf1\xf2 open</h1><time>yesterday</time>" BODY
		"</article></body></html>";
	const WarcOut outs[] = { response ("http://a.example/x?utm_source=rss", head, page) };
	WarcWritten written[1];
	g_autofree char *path = write_archive (dir, "a.warc.gz", outs, 1, written);
	g_autofree char *real = realpath (path, NULL);
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, path);
	g_assert_cmpuint (got.articles->len, ==, 1);
	const Article *article = got.articles->pdata[0];
	g_assert_cmpstr (article->title, ==, "Мост open");
	g_assert_cmpstr (article->url, ==, "http://a.example/x");
	g_assert_cmpstr (article->domain, ==, "a.example");
	g_assert_cmpint (article->date_fetched.unix_s, ==, FETCHED);
	g_assert_cmpint (article->date_fetched.precision, ==, DATE_SECOND);
	g_autofree char *day = article_date_format (&article->date_published);
	if (day)
		g_assert_true (g_str_has_prefix (day, "2020-03-02"));
	const json_t *warc = json_object_get (article->provenance, "warc");
	const char *file, *id;
	json_int_t offset;
	g_assert_cmpint (json_unpack ((json_t *)(gpointer)(guintptr)warc, "{s:s, s:I, s:s}", "file",
				      &file, "offset", &offset, "record_id", &id),
			 ==, 0);
	g_assert_cmpstr (file, ==, real);
	g_assert_cmpuint ((guint64)offset, ==, written[0].offset);
	g_assert_cmpstr (id, ==, written[0].id);
	g_assert_cmpstr (json_string_value (json_object_get (article->provenance, "importer")), ==,
			 "warc");
	g_autofree char *line =
		g_strdup_printf ("a.warc.gz:%" G_GUINT64_FORMAT " Мост open\n", written[0].offset);
	g_assert_cmpstr (got.log->str, ==, line);
	/* All of the file was read, and it was one. */
	g_assert_cmpuint (got.progress.bytes_done, ==, got.progress.bytes_total);
	g_assert_cmpuint (got.progress.files_done, ==, 1);
}

/* A page with its codings undone: gzip in chunks, as servers send it. */
/* What the server said of rights is kept with the day on which it said it. */
static void test_rights (void)
{
	SCRATCH (dir);
	WarcOut out = response ("http://a.example/1",
				"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
				"X-Robots-Tag: otherbot: none\r\nX-Robots-Tag: noarchive\r\n"
				"tdm-reservation: 1\r\n\r\n",
				PAGE ("A"));
	g_auto (Got) got = { .stop_at = 0 };
	g_autofree char *path = write_archive (dir, "a.warc", &out, 1, NULL);
	import_ok (&got, path);
	g_assert_cmpuint (got.articles->len, ==, 1);
	const Article *article = got.articles->pdata[0];
	const json_t *tag = json_object_get (article->rights, "x_robots_tag");
	g_autofree char *fetched = article_date_format (&article->date_fetched);
	g_assert_cmpstr (json_string_value (json_object_get (tag, "value")), ==, "noarchive");
	g_assert_cmpstr (json_string_value (json_object_get (tag, "date")), ==, fetched);
	const json_t *tdm = json_object_get (article->rights, "tdm_reservation");
	g_assert_cmpint (json_integer_value (json_object_get (tdm, "value")), ==, 1);
}

static void test_codings (void)
{
	SCRATCH (dir);
	g_autofree char *packed = g_build_filename (dir, "page.gz", NULL);
	gzFile gz = gzopen (packed, "wb");
	g_assert_cmpint (gzputs (gz, PAGE ("Packed")), >, 0);
	gzclose (gz);
	gsize len;
	g_autofree char *data = slurp (packed, &len);
	g_autofree char *first = g_strdup_printf (
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n",
		len);
	g_autoptr (GByteArray) body = g_byte_array_new ();
	g_byte_array_append (body, (guint8 *)data, (guint)len);
	g_byte_array_append (body, (const guint8 *)"\r\n0\r\n\r\n", 7);
	WarcOut out = response ("http://a.example/1", first, "");
	out.body = body->data;
	out.body_len = body->len;
	g_autofree char *path = write_archive (dir, "a.warc.gz", &out, 1, NULL);
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, path);
	g_assert_true (g_str_has_suffix (got.log->str, " Packed\n"));
}

/* Headers longer than what is looked at first, a page longer than is read at once, and one over the limit. */
static void test_sizes (void)
{
	SCRATCH (dir);
	g_autoptr (GString) head = g_string_new ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
	for (int i = 0; i < 900; i++)
		g_string_append_printf (head, "X-Filler-%d: %0100d\r\n", i, i);
	g_string_append (head, "\r\n");
	g_autofree char *spaces = g_strnfill (300000, ' ');
	g_autofree char *page = g_strconcat (spaces, PAGE ("Long"), NULL);
	g_autofree char *huge = g_strnfill (34 << 20, ' ');
	const WarcOut outs[] = {
		response ("http://a.example/1", head->str, page),
		response ("http://a.example/2", OK_HTML, huge),
		response ("http://a.example/3",
			  "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", huge),
		response ("http://a.example/4", OK_HTML, PAGE ("Next")),
	};
	g_autofree char *path = write_archive (dir, "a.warc.gz", outs, G_N_ELEMENTS (outs), NULL);
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, path);
	g_test_message ("%s", got.log->str);
	g_assert_cmpuint (got.articles->len, ==, 2);
	g_assert_cmpuint (got.progress.not_articles, ==, 2);
	g_assert_nonnull (strstr (got.log->str, " Long\nskip "));
	g_assert_nonnull (strstr (got.log->str, "over 32 MiB\na.warc.gz:"));
	g_assert_true (g_str_has_suffix (got.log->str, " Next\n"));
}

/* Two fetches of one page: both come, in order, under one id. */
static void test_twice (void)
{
	SCRATCH (dir);
	WarcOut outs[] = { response ("http://a.example/1?utm_medium=x", OK_HTML, PAGE ("Before")),
			   response ("http://a.example/1", OK_HTML, PAGE ("After")) };
	outs[1].date_us += G_USEC_PER_SEC;
	g_autofree char *path = write_archive (dir, "a.warc.gz", outs, 2, NULL);
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, path);
	g_assert_cmpuint (got.articles->len, ==, 2);
	const Article *before = got.articles->pdata[0], *after = got.articles->pdata[1];
	g_assert_cmpstr (before->id, ==, after->id);
	g_assert_cmpstr (after->title, ==, "After");
	g_assert_cmpint (before->date_fetched.unix_s, <, after->date_fetched.unix_s);
}

/* Three pages, "One", "Two" and "Three", written to a.warc.gz. */
static char *three_pages (const char *dir, WarcWritten written[3])
{
	const WarcOut outs[] = { response ("http://a.example/1", OK_HTML, PAGE ("One")),
				 response ("http://a.example/2", OK_HTML, PAGE ("Two")),
				 response ("http://a.example/3", OK_HTML, PAGE ("Three")) };
	return write_archive (dir, "a.warc.gz", outs, 3, written);
}

static void assert_log (const char *path, const char *format, ...) G_GNUC_PRINTF (2, 3);
static void assert_log (const char *path, const char *format, ...)
{
	va_list args;
	va_start (args, format);
	g_autofree char *want = g_strdup_vprintf (format, args);
	va_end (args);
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, path);
	g_assert_cmpstr (got.log->str, ==, want);
}

/* A bit that turned over in a member, wherever it is: its page is told and not taken, the others are there. */
static void test_damaged_member (void)
{
	SCRATCH (dir);
	WarcWritten written[3];
	g_autofree char *whole = three_pages (dir, written);
	gsize len;
	g_autofree char *data = slurp (whole, &len);
	guint64 at = written[1].offset, end = at + written[1].length;
	/* from behind the header, which holds a time that nothing depends on, to the checksum */
	for (guint64 byte = at + 10; byte < end - 4; byte += 7) {
		data[byte] ^= 0x10;
		g_autofree char *path = write_bytes (dir, "b.warc.gz", data, len);
		data[byte] ^= 0x10;
		g_auto (Got) got = { .stop_at = 0 };
		import_ok (&got, path);
		g_test_message ("byte %" G_GUINT64_FORMAT ": %s", byte - at, got.log->str);
		g_assert_cmpuint (got.articles->len, ==, 2);
		g_assert_cmpuint (got.progress.skipped, >=, 1);
		g_assert_null (strstr (got.log->str, " Two\n"));
		g_autofree char *told =
			g_strdup_printf ("skip b.warc.gz:offset %" G_GUINT64_FORMAT ": ", at);
		g_assert_nonnull (strstr (got.log->str, told));
		g_assert_true (g_str_has_suffix (got.log->str, " Three\n"));
	}
}

static void test_damage (void)
{
	SCRATCH (dir);
	WarcWritten w[3];
	g_autofree char *whole = three_pages (dir, w);
	gsize len, plain_len;
	g_autofree char *data = slurp (whole, &len);
	g_autofree char *plain = unpacked (whole, &plain_len);
#define O "%" G_GUINT64_FORMAT

	/* cut in the last member, packed and not */
	g_autofree char *cut = write_bytes (dir, "cut.warc.gz", data, len - 20);
	assert_log (cut,
		    "cut.warc.gz:" O " One\ncut.warc.gz:" O " Two\n"
		    "skip cut.warc.gz:offset " O ": gzip member cut short\n",
		    w[0].offset, w[1].offset, w[2].offset);
	g_autofree char *plain_cut = write_bytes (dir, "cut.warc", plain, plain_len - 20);
	const char *one = strstr (plain, "WARC-Type: response") - strlen ("WARC/1.1\r\n");
	const char *two = strstr (one + 100, "WARC-Type: response") - strlen ("WARC/1.1\r\n");
	const char *three = strstr (two + 100, "WARC-Type: response") - strlen ("WARC/1.1\r\n");
	assert_log (plain_cut,
		    "cut.warc:%td One\ncut.warc:%td Two\n"
		    "skip cut.warc:offset %td: record cut short\n",
		    one - plain, two - plain, three - plain);

	/* junk between two members, which are themselves whole */
	g_autoptr (GString) junk = g_string_new_len (data, (gssize)len);
	g_string_insert (junk, (gssize)w[1].offset, "junk");
	g_autofree char *with_junk = write_bytes (dir, "junk.warc.gz", junk->str, junk->len);
	assert_log (with_junk,
		    "junk.warc.gz:" O " One\nskip junk.warc.gz:offset " O
		    ": bytes that are not gzip\n"
		    "junk.warc.gz:" O " Two\njunk.warc.gz:" O " Three\n",
		    w[0].offset, w[1].offset, w[1].offset + 4, w[2].offset + 4);

	/* no archive at all */
	g_autofree char *other = write_bytes (dir, "other.warc", "hello\n", 6);
	assert_log (other, "skip other.warc: no WARC or ARC record in it\n");
	g_autofree char *empty = write_bytes (dir, "empty.warc.gz", "", 0);
	assert_log (empty, "skip empty.warc.gz: no WARC or ARC record in it\n");
#undef O
}

/* On standard input it is known by its content; it is unpacked in one piece. */
static void test_standard_input (void)
{
	SCRATCH (dir);
	WarcWritten written[3];
	g_autofree char *path = three_pages (dir, written);
	gsize len;
	g_autofree char *plain = unpacked (path, &len);
	g_autofree char *plain_path = write_bytes (dir, "plain", plain, len);
	g_autofree char *data = slurp (path, &len);
	g_autofree char *cut = write_bytes (dir, "cut", data, len - 20);
	const struct {
		const char *path;
		guint articles, skipped;
	} table[] = { { path, 3, 0 }, { plain_path, 3, 0 }, { cut, 2, 1 } };
	for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
		int saved = dup (STDIN_FILENO), fd = open (table[i].path, O_RDONLY);
		g_assert_cmpint (dup2 (fd, STDIN_FILENO), ==, STDIN_FILENO);
		close (fd);
		g_auto (Got) got = { .stop_at = 0 };
		import_ok (&got, "-");
		dup2 (saved, STDIN_FILENO);
		close (saved);
		g_test_message ("%s", got.log->str);
		g_assert_cmpuint (got.articles->len, ==, table[i].articles);
		g_assert_cmpuint (got.progress.skipped, >=, table[i].skipped);
		g_assert_true (!got.progress.skipped == !table[i].skipped);
		g_assert_true (g_str_has_prefix (got.log->str, "- One\n- Two\n"));
		const Article *article = got.articles->pdata[0];
		const json_t *warc = json_object_get (article->provenance, "warc");
		g_assert_true (json_is_null (json_object_get (warc, "file")));
		g_assert_true (json_is_integer (json_object_get (warc, "offset")));
	}
	/* A file of another name is known the same way. */
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, plain_path);
	g_assert_cmpuint (got.articles->len, ==, 3);
}

/* An ARC file holds the page's type where a WARC file says what the record is. */
static void test_arc (void)
{
	SCRATCH (dir);
	g_autofree char *message = g_strconcat (OK_HTML, PAGE ("Old"), NULL);
	g_autofree char *arc = g_strdup_printf (
		"filedesc://a.arc 0.0.0.0 20040103000000 text/plain 2\n\n\n\n"
		"dns:a.example 192.0.2.1 20040103000001 text/dns 3\nabc\n"
		"http://a.example/old 192.0.2.1 20040103000002 text/html %zu\n%s\n",
		strlen (message), message);
	g_autofree char *path = write_bytes (dir, "a.arc", arc, strlen (arc));
	g_auto (Got) got = { .stop_at = 0 };
	import_ok (&got, path);
	g_test_message ("%s", got.log->str);
	g_assert_cmpuint (got.articles->len, ==, 1);
	g_assert_cmpuint (got.progress.not_articles, ==, 2);
	const Article *article = got.articles->pdata[0];
	g_autofree char *fetched = article_date_format (&article->date_fetched);
	g_assert_cmpstr (fetched, ==, "2004-01-03T00:00:02Z");
}

static void test_stop (void)
{
	SCRATCH (dir);
	WarcWritten written[3];
	g_autofree char *path = three_pages (dir, written);
	g_autoptr (GError) error = NULL;
	g_auto (Got) got = { .stop_at = 2 };
	g_assert_false (import (&got, path, &error));
	g_assert_error (error, ARTICLE_ERROR, ARTICLE_ERROR_EMPTY);
	g_assert_cmpuint (got.articles->len, ==, 2);
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/import/warc/records", test_records);
	g_test_add_func ("/import/warc/fields", test_fields);
	g_test_add_func ("/import/warc/rights", test_rights);
	g_test_add_func ("/import/warc/codings", test_codings);
	g_test_add_func ("/import/warc/sizes", test_sizes);
	g_test_add_func ("/import/warc/twice", test_twice);
	g_test_add_func ("/import/warc/damaged-member", test_damaged_member);
	g_test_add_func ("/import/warc/damage", test_damage);
	g_test_add_func ("/import/warc/standard-input", test_standard_input);
	g_test_add_func ("/import/warc/arc", test_arc);
	g_test_add_func ("/import/warc/stop", test_stop);
	return g_test_run ();
}

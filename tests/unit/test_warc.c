/* test_warc.c: archives: what the writer writes the reader reads; damage is passed over; a stop is gone on from. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "corpus/coding.h"
#include "corpus/warc.h"

static char *temporary (const char *name)
{
	g_autofree char *dir = g_dir_make_tmp ("warc-XXXXXX", NULL);
	return g_build_filename (dir, name, NULL);
}

static void discard (char *path)
{
	g_autofree char *dir = g_path_get_dirname (path);
	g_unlink (path);
	g_rmdir (dir);
	g_free (path);
}

static char *with_bytes (const void *data, gsize len)
{
	char *path = temporary ("x.warc");
	g_assert_true (g_file_set_contents (path, data, (gssize)len, NULL));
	return path;
}

/* All records as "type uri body-as-text|", what was invalid as "!|". */
static char *read_all (const char *path, const WarcPlace *from)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (WarcReader) reader = warc_open (path, from, &error);
	g_assert_no_error (error);
	GString *out = g_string_new (NULL);
	for (int rounds = 0; rounds < 1000; rounds++) {
		const WarcRecord *record;
		WarcStep step = warc_next (reader, &record, &error);
		if (step == WARC_DONE)
			break;
		if (step == WARC_FAIL) {
			bool go_on = g_error_matches (error, WARC_ERROR, WARC_ERROR_INVALID);
			g_string_append (out, go_on ? "!|" : "X");
			g_clear_error (&error);
			if (!go_on)
				break;
			continue;
		}
		g_string_append_printf (out, "%s %s ", record->type_name,
					record->uri ? record->uri : "-");
		g_autoptr (GByteArray) block = warc_block (reader, 1 << 20, NULL);
		g_autoptr (WarcHttp) http = warc_http_parse (block->data, block->len);
		g_autoptr (GByteArray) body =
			http ? warc_http_body (http, block->data, block->len, 1 << 20, NULL) : NULL;
		const GByteArray *shown = body ? body : block;
		if (record->type != WARC_INFO)
			g_string_append_len (out, (const char *)shown->data, shown->len);
		g_string_append_c (out, '|');
	}
	return g_string_free (out, FALSE);
}

#define DATE_US (G_GINT64_CONSTANT (1583226000) * G_USEC_PER_SEC)

static WarcOut response (const char *uri, const char *head, const char *body)
{
	return (WarcOut){ .type = WARC_RESPONSE,
			  .uri = uri,
			  .date_us = DATE_US,
			  .head = (const guint8 *)head,
			  .head_len = strlen (head),
			  .body = (const guint8 *)body,
			  .body_len = strlen (body) };
}

static void test_write_and_read (void)
{
	g_autoptr (GError) error = NULL;
	char *path = temporary ("a.warc.gz");
	WarcWriter *writer = warc_writer_open (path, -1, "entente/0", DATE_US, &error);
	g_assert_no_error (error);
	WarcWritten one, two, three;
	g_autofree char *digest = warc_digest ((const guint8 *)"bonjour", 7);
	g_assert_cmpstr (digest, ==, "sha1:D5Y6B5FMTND43E57E2PEAF5LVK45HPLD");
	WarcOut out = response ("https://a.example/1\r\nX: y", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n",
				"bonjour");
	out.ip = "192.0.2.1";
	out.payload_digest = digest;
	g_assert_true (warc_writer_put (writer, &out, &one, &error));
	WarcOut request =
		response ("https://a.example/1", "GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "");
	request.type = WARC_REQUEST;
	request.concurrent_to = one.id;
	g_assert_true (warc_writer_put (writer, &request, &two, &error));
	WarcOut again = response ("https://a.example/2", "HTTP/1.1 200 OK\r\n\r\n", "");
	again.type = WARC_REVISIT;
	again.refers_to_uri = "https://a.example/1";
	again.refers_to_date = "2020-03-03T09:00:00Z";
	g_assert_true (warc_writer_put (writer, &again, &three, &error));
	g_assert_true (warc_writer_sync (writer, &error));
	g_assert_cmpuint (two.offset, ==, one.offset + one.length);
	g_assert_cmpuint (warc_writer_size (writer), ==, three.offset + three.length);
	warc_writer_close (writer);

	g_autofree char *all = read_all (path, NULL);
	g_assert_cmpstr (all, ==,
			 "warcinfo - |response https://a.example/1X: y bonjour|"
			 "request https://a.example/1 |revisit https://a.example/2 |");
	g_autoptr (WarcReader) reader =
		warc_open (path, &(WarcPlace){ .offset = one.offset }, &error);
	const WarcRecord *record;
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_ROW);
	g_assert_cmpuint (record->place.offset, ==, one.offset);
	g_assert_cmpstr (record->id, ==, one.id);
	g_assert_cmpstr (record->date, ==, "2020-03-03T09:00:00Z");
	g_assert_cmpstr (warc_header (record, "warc-ip-address"), ==, "192.0.2.1");
	g_assert_cmpstr (warc_header (record, "WARC-Payload-Digest"), ==, digest);
	g_assert_null (warc_header (record, "X"));
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_ROW);
	g_autofree char *concurrent = g_strdup_printf ("<%s>", one.id);
	g_assert_cmpstr (warc_header (record, "WARC-Concurrent-To"), ==, concurrent);
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_ROW);
	g_assert_nonnull (
		strstr (warc_header (record, "WARC-Profile"), "identical-payload-digest"));
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_DONE);
	discard (path);
}

/* Opening after a crash cuts what was not acknowledged, and appends behind what was. */
static void test_append (void)
{
	g_autoptr (GError) error = NULL;
	char *path = temporary ("a.warc.gz");
	WarcWriter *writer = warc_writer_open (path, -1, "entente/0", DATE_US, &error);
	WarcOut out = response ("https://a.example/1", "HTTP/1.1 200 OK\r\n\r\n", "un");
	WarcWritten kept, lost;
	warc_writer_put (writer, &out, &kept, &error);
	out.uri = "https://a.example/lost";
	warc_writer_put (writer, &out, &lost, &error);
	warc_writer_close (writer);
	guint64 keep = kept.offset + kept.length;
	g_assert_cmpint (truncate (path, (off_t)(lost.offset + lost.length - 5)), ==, 0);
	writer = warc_writer_open (path, (gint64)keep, "entente/0", DATE_US, &error);
	g_assert_no_error (error);
	g_assert_cmpuint (warc_writer_size (writer), ==, keep);
	out.uri = "https://a.example/2";
	g_assert_true (warc_writer_put (writer, &out, NULL, &error));
	warc_writer_close (writer);
	g_autofree char *all = read_all (path, NULL);
	g_assert_cmpstr (
		all, ==,
		"warcinfo - |response https://a.example/1 un|response https://a.example/2 un|");
	discard (path);
}

/* A full disk: the record fails as a whole, and the file ends where it did. */
static void test_no_space (void)
{
	if (g_test_subprocess ()) {
		g_autoptr (GError) error = NULL;
		char *path = temporary ("a.warc.gz");
		WarcWriter *writer = warc_writer_open (path, -1, "entente/0", DATE_US, &error);
		guint64 size = warc_writer_size (writer);
		struct rlimit limit = { size + 50, size + 50 };
		signal (SIGXFSZ, SIG_IGN);
		g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
		WarcOut out = response ("https://a.example/1", "HTTP/1.1 200 OK\r\n\r\n", "un");
		g_assert_false (warc_writer_put (writer, &out, NULL, &error));
		g_assert_error (error, WARC_ERROR, WARC_ERROR_NO_SPACE);
		g_assert_cmpuint (warc_writer_size (writer), ==, size);
		warc_writer_close (writer);
		g_autofree char *all = read_all (path, NULL);
		g_assert_cmpstr (all, ==, "warcinfo - |");
		discard (path);
		return;
	}
	g_test_trap_subprocess (NULL, 0, 0);
	g_test_trap_assert_passed ();
}

#define PLAIN(type, uri, len, block)                                                               \
	"WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: " uri "\r\nContent-Length: " len      \
	"\r\n\r\n" block "\r\n\r\n"

static void check_plain (const char *data, gsize len, const char *want)
{
	char *path = with_bytes (data, len);
	g_autofree char *all = read_all (path, NULL);
	g_assert_cmpstr (all, ==, want);
	discard (path);
}

static void test_damage (void)
{
	static const struct {
		const char *data, *want;
	} cases[] = {
		{ PLAIN ("resource", "<u:1>", "2", "ab") PLAIN ("Resource", "u:2", "2", "cd"),
		  "resource u:1 ab|resource u:2 cd|" },
		{ "garbage\r\n" PLAIN ("resource", "u:1", "2", "ab"), "!|resource u:1 ab|" },
		{ PLAIN ("resource", "u:1", "2",
			 "ab") "more garbage\r\nand more" PLAIN ("resource", "u:2", "2", "cd"),
		  "resource u:1 ab|!|" },
		{ PLAIN ("resource", "u:1", "2", "ab") "garbage\r\n" PLAIN ("resource", "u:2", "2",
									    "cd"),
		  "resource u:1 ab|!|resource u:2 cd|" },
		/* no length, no type; a length that lies by two, and one that runs past the end */
		{ PLAIN ("resource", "u:1", "", "ab") PLAIN ("resource", "u:2", "2", "cd"),
		  "!|resource u:2 cd|" },
		{ PLAIN ("", "u:1", "2", "ab") PLAIN ("resource", "u:2", "2", "cd"),
		  "!|resource u:2 cd|" },
		{ PLAIN ("resource", "u:1", "2", "abcd") PLAIN ("resource", "u:2", "2", "cd"),
		  "resource u:1 ab|!|resource u:2 cd|" },
		{ PLAIN ("resource", "u:1", "20", "ab"), "resource u:1 ab\r\n\r\n|!|" },
		{ "WARC/1.0\r\nWARC-Type: resource\r\n", "!|" },
		{ "warc/0.17\nwarc-type: resource\nContent-Type: a\n b\ncontent-length: 2\n\nab",
		  "resource - ab|" },
		{ "", "X" },
		{ "nothing of the kind\n", "X" },
		{ "http://a.example/a b 192.0.2.1 20200303090000 text/html 23\n"
		  "HTTP/1.0 200 OK\r\n\r\nun\n\nfiledesc://x 0.0.0.0 20200303090000 text/plain 0\n",
		  "response http://a.example/a b un\n\n|warcinfo filedesc://x |" },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		g_test_message ("case %zu", i);
		check_plain (cases[i].data, strlen (cases[i].data), cases[i].want);
	}
}

/* A flipped byte in one gzip member costs that member alone. */
static void test_damaged_member (void)
{
	g_autoptr (GError) error = NULL;
	char *path = temporary ("a.warc.gz");
	WarcWriter *writer = warc_writer_open (path, -1, "entente/0", DATE_US, &error);
	WarcWritten places[3];
	static const char *const uris[] = { "u:1", "u:2", "u:3" };
	for (int i = 0; i < 3; i++) {
		WarcOut out = response (uris[i], "HTTP/1.1 200 OK\r\n\r\n", "un");
		g_assert_true (warc_writer_put (writer, &out, &places[i], &error));
	}
	warc_writer_close (writer);
	g_autofree char *bytes = NULL;
	gsize len;
	g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
	for (gsize i = 0; i < places[1].length; i++) {
		gsize at = places[1].offset + i;
		bytes[at] = (char)(bytes[at] ^ 0x55);
		g_assert_true (g_file_set_contents (path, bytes, (gssize)len, NULL));
		g_autofree char *all = read_all (path, NULL);
		g_test_message ("byte %zu: %s", i, all);
		g_assert_true (g_str_has_prefix (all, "warcinfo - |response u:1 un|"));
		g_assert_true (g_str_has_suffix (all, "response u:3 un|"));
		bytes[at] = (char)(bytes[at] ^ 0x55);
	}
	discard (path);
}

/* Stopping after any record and going on gives every record once: plain, member by member, and all in one member. */
static void test_resume (void)
{
	g_autoptr (GString) plain = g_string_new (NULL);
	for (int i = 0; i < 20; i++)
		g_string_append_printf (plain, PLAIN ("resource", "u:%d", "2", "ab"), i);
	for (int form = 0; form < 3; form++) {
		char *path = with_bytes (plain->str, plain->len);
		if (form) {
			g_autofree char *command =
				g_strdup_printf (form == 1 ? "gzip -n -c %s > %s.gz && mv %s.gz %s"
							   : "split -l 7 --filter='gzip -n -c' %s "
							     "> %s.gz && mv %s.gz %s",
						 path, path, path, path);
			const char *const argv[] = { "/bin/sh", "-c", command, NULL };
			g_assert_true (g_spawn_sync (NULL, (char **)(guintptr)argv, NULL,
						     G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, NULL,
						     NULL));
		}
		WarcPlace place = { 0, 0 };
		for (int i = 0; i < 20; i++) {
			g_autoptr (GError) error = NULL;
			g_autoptr (WarcReader) reader = warc_open (path, &place, &error);
			g_assert_no_error (error);
			const WarcRecord *record;
			g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_ROW);
			g_autofree char *want = g_strdup_printf ("u:%d", i);
			g_assert_cmpstr (record->uri, ==, want);
			g_assert_cmpuint (record->place.offset, ==, place.offset);
			g_assert_cmpuint (record->place.inside, ==, place.inside);
			place = warc_place (reader);
		}
		g_autofree char *rest = read_all (path, &place);
		g_assert_cmpstr (rest, ==, "");
		discard (path);
	}
}

/* A record that the archive ends in is told also after warc_place() has passed over it, and where it is. */
static void test_place_of_fault (void)
{
	static const char archive[] =
		"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"
		"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 9\r\n\r\nab";
	char *path = with_bytes (archive, sizeof archive - 1);
	g_autoptr (GError) error = NULL;
	g_autoptr (WarcReader) reader = warc_open (path, NULL, &error);
	g_assert_no_error (error);
	const WarcRecord *record;
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_ROW);
	g_assert_true (warc_whole (reader));
	guint64 second = warc_place (reader).offset;
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_ROW);
	g_assert_cmpuint (record->place.offset, ==, second);
	g_assert_false (warc_whole (reader));
	warc_place (reader);
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_FAIL);
	g_assert_error (error, WARC_ERROR, WARC_ERROR_INVALID);
	g_assert_cmpuint (warc_fault_offset (reader), ==, second);
	g_clear_error (&error);
	g_assert_cmpint (warc_next (reader, &record, &error), ==, WARC_DONE);
	discard (path);
}

static void test_http (void)
{
	static const struct {
		const char *message, *body;
		int status;
	} cases[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "ab", 200 },
		{ "HTTP/1.1 404\nA: b\n\nab", "ab", 404 },
		{ "HTTP/2 99999 x\r\n\r\n", "", 0 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
		  "Chunked\r\n\r\n3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
		  "abcde", 200 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "abc", 200 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\nabc",
		  "abc", 200 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>", "<html>", 200 },
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<html>", "<html>", 200 },
		{ "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", 0 },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
		const guint8 *block = (const guint8 *)cases[i].message;
		gsize len = strlen (cases[i].message);
		g_autoptr (WarcHttp) http = warc_http_parse (block, len);
		g_assert_nonnull (http);
		g_assert_cmpint (http->status, ==, cases[i].status);
		g_autoptr (GByteArray) body = warc_http_body (http, block, len, 100, NULL);
		g_assert_cmpmem (body->data, body->len, cases[i].body, strlen (cases[i].body));
	}
	g_assert_null (warc_http_parse ((const guint8 *)"<html>", 6));
	g_assert_null (warc_http_parse (NULL, 0));
	static const char big[] = "HTTP/1.1 200 OK\r\n\r\nabcdef";
	g_autoptr (WarcHttp) http = warc_http_parse ((const guint8 *)big, strlen (big));
	g_autoptr (GError) error = NULL;
	g_assert_null (warc_http_body (http, (const guint8 *)big, strlen (big), 5, &error));
	g_assert_error (error, CODING_ERROR, CODING_ERROR_TOO_BIG);
}

static void test_cdxj (void)
{
	const WarcCdx cdx = { .uri = "https://www.A.example:8080/Une?B=\"c\"",
			      .date = "2020-03-03T09:00:00Z",
			      .status = 200,
			      .mime = "text/html",
			      .digest = "sha1:X",
			      .filename = "a.warc.gz",
			      .offset = 12,
			      .length = 34 };
	g_autofree char *line = warc_cdxj (&cdx);
	g_assert_cmpstr (line, ==,
			 "example,a:8080)/une?b=%22c%22 20200303090000 "
			 "{\"url\": \"https://www.A.example:8080/Une?B=\\\"c\\\"\", \"mime\": "
			 "\"text/html\", "
			 "\"status\": \"200\", \"digest\": \"sha1:X\", \"length\": \"34\", "
			 "\"offset\": \"12\", "
			 "\"filename\": \"a.warc.gz\"}");
	g_autofree char *address = warc_surt ("http://192.0.2.1/x");
	g_assert_cmpstr (address, ==, "192.0.2.1)/x");
	g_assert_null (warc_surt ("dns:a.example"));
}

int main (int argc, char **argv)
{
	g_test_init (&argc, &argv, NULL);
	g_test_add_func ("/warc/write_and_read", test_write_and_read);
	g_test_add_func ("/warc/append", test_append);
	g_test_add_func ("/warc/no_space", test_no_space);
	g_test_add_func ("/warc/damage", test_damage);
	g_test_add_func ("/warc/damaged_member", test_damaged_member);
	g_test_add_func ("/warc/resume", test_resume);
	g_test_add_func ("/warc/place_of_fault", test_place_of_fault);
	g_test_add_func ("/warc/http", test_http);
	g_test_add_func ("/warc/cdxj", test_cdxj);
	return g_test_run ();
}

/* case_act.c: cases that take time, or never end, or lead on: what no single string can be. */
#include <brotli/encode.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/server/case.h"

#define HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n"
#define BOMB (256u << 20) /* zeros in a brotli or zstd bomb */

static void sleep_ms (gulong ms)
{
	g_usleep (ms * 1000);
}

/* --- time --- */

static void drip_head (const Case *c)
{
	bool go = case_say (c, "HTTP/1.1 200 OK\r\nX-Slow: ");
	for (; go; go = case_say (c, "a"))
		sleep_ms (200);
}

static void drip_body (const Case *c)
{
	bool go = case_say (c, HEAD "\r\n<html><body><p>");
	for (; go; go = case_say (c, "a"))
		sleep_ms (200);
}

static void say_nothing (const Case *c)
{
	(void)c;
}

static void reset (const Case *c)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	setsockopt (c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

/* --- size --- */

static void endless (const Case *c)
{
	/* 0x2710 bytes, and what is around them */
	char frame[6 + 10000 + 2];
	memset (frame, 'a', sizeof frame);
	memcpy (frame, "2710\r\n", 6);
	memcpy (frame + sizeof frame - 2, "\r\n", 2);
	bool go = case_say (c, HEAD "Transfer-Encoding: chunked\r\n\r\n");
	while (go)
		go = case_send (c, frame, sizeof frame);
}

/* 10 MiB that are 10 GiB of zeros: one flushed block of deflate, again and again. `window` as zlib has it: 31 gzip, 15 deflate. */
static void bomb_zlib (const Case *c, int window, const char *coding)
{
	static const guint8 zeros[1u << 20];
	guint8 first[4096], again[4096];
	z_stream z = { .next_in = NULL };
	deflateInit2 (&z, 9, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY);
	gsize lens[2];
	guint8 *const out[2] = { first, again };
	for (int i = 0; i < 2; i++) {
		z.next_in = (Bytef *)(gpointer)(guintptr)zeros;
		z.avail_in = sizeof zeros;
		z.next_out = out[i];
		z.avail_out = sizeof first;
		deflate (&z, Z_FULL_FLUSH);
		lens[i] = sizeof first - z.avail_out;
	}
	deflateEnd (&z);
	g_autofree char *head = g_strdup_printf (HEAD "Content-Encoding: %s\r\n\r\n", coding);
	bool go = case_say (c, head) && case_send (c, first, lens[0]);
	for (gsize sent = 0; go && sent < 10u << 20; sent += lens[1])
		go = case_send (c, again, lens[1]);
}

static void bomb_gzip (const Case *c)
{
	bomb_zlib (c, 31, "gzip");
}

static void bomb_deflate (const Case *c)
{
	bomb_zlib (c, 15, "deflate");
}

static void bomb_br (const Case *c)
{
	gsize len = 1u << 20;
	g_autofree guint8 *packed = g_malloc (len);
	guint8 *zeros = calloc (1, BOMB);
	if (zeros && BrotliEncoderCompress (1, 24, BROTLI_MODE_GENERIC, BOMB, zeros, &len, packed))
		case_page (c, "text/html", "Content-Encoding: br\r\n", packed, len);
	free (zeros);
}

static void bomb_zstd (const Case *c)
{
	gsize room = ZSTD_compressBound (BOMB);
	guint8 *zeros = calloc (1, BOMB), *packed = malloc (room);
	gsize len = zeros && packed ? ZSTD_compress (packed, room, zeros, BOMB, 1) : 0;
	if (len && !ZSTD_isError (len))
		case_page (c, "text/html", "Content-Encoding: zstd\r\n", packed, len);
	free (zeros);
	free (packed);
}

static void nested (const Case *c)
{
	GBytes *inner = g_bytes_new_static ("<html><body>bonjour</body></html>", 33);
	for (int i = 0; i < 10; i++) {
		g_autoptr (GByteArray) out = g_byte_array_new ();
		z_stream z = { .next_in = NULL };
		gsize len;
		const guint8 *data = g_bytes_get_data (inner, &len);
		deflateInit2 (&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
		g_byte_array_set_size (out, (guint)deflateBound (&z, len));
		z.next_in = (Bytef *)(gpointer)(guintptr)data;
		z.avail_in = (uInt)len;
		z.next_out = out->data;
		z.avail_out = out->len;
		deflate (&z, Z_FINISH);
		GBytes *outer = g_bytes_new (out->data, z.total_out);
		deflateEnd (&z);
		g_bytes_unref (inner);
		inner = outer;
	}
	case_page (c, "text/html",
		   "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n"
		   "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n",
		   g_bytes_get_data (inner, NULL), g_bytes_get_size (inner));
	g_bytes_unref (inner);
}

static void heads_many (const Case *c)
{
	bool go = case_say (c, "HTTP/1.1 200 OK\r\n");
	for (int i = 0; go && i < 100000; i++)
		go = case_say (c, "X-Again: and again\r\n");
	case_say (c, "\r\n");
}

static void head_long (const Case *c)
{
	char piece[10240];
	memset (piece, 'a', sizeof piece);
	bool go = case_say (c, "HTTP/1.1 200 OK\r\nX-Long: ");
	for (int i = 0; go && i < 1024; i++)
		go = case_send (c, piece, sizeof piece);
	case_say (c, "\r\n\r\n");
}

/* Cookies for hosts that are not its own; whoever sends one back is told apart by the log's second request. */
static void cookies (const Case *c)
{
	bool sent_back = strcasestr (c->request, "\r\nCookie:") != NULL;
	bool go =
		case_say (c, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n");
	for (int i = 0; go && i < 500; i++) {
		g_autofree char *line =
			g_strdup_printf ("Set-Cookie: c%d=%d; Domain=%s; Path=/\r\n", i, i,
					 i % 2 ? "test" : "case.test");
		go = case_say (c, line);
	}
	g_autofree char *body = g_strdup_printf ("<p>%s</p>", sent_back ? "KEKS" : "none");
	g_autofree char *rest =
		g_strdup_printf ("Content-Length: %zu\r\n\r\n%s", strlen (body), body);
	case_say (c, rest);
}

static void interim (const Case *c)
{
	for (int i = 0; i < 100; i++)
		case_say (c, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
	case_page (c, "text/html", NULL, "<p>bonjour</p>", 14);
}

static void interim_endless (const Case *c)
{
	while (case_say (c, "HTTP/1.1 102 Processing\r\n\r\n"))
		;
}

/* --- redirects --- */

static void go_to (const Case *c, const char *where)
{
	g_autofree char *reply = g_strdup_printf ("HTTP/1.1 302 Found\r\nConnection: close\r\n"
						  "Content-Length: 0\r\nLocation: %s\r\n\r\n",
						  where);
	case_say (c, reply);
}

static void redirect_self (const Case *c)
{
	go_to (c, "/");
}

static void redirect_long (const Case *c)
{
	g_autofree char *name = g_strnfill (1u << 20, 'a');
	g_autofree char *path = g_strconcat ("/", name, NULL);
	go_to (c, path);
}

static const struct {
	const char *name;
	void (*act) (const Case *c);
} acts[] = {
	{ "silent", case_wait },    { "drip-head", drip_head },
	{ "drip-body", drip_body }, { "close", say_nothing },
	{ "reset", reset },         { "endless", endless },
	{ "bomb-gzip", bomb_gzip }, { "bomb-deflate", bomb_deflate },
	{ "bomb-br", bomb_br },     { "bomb-zstd", bomb_zstd },
	{ "nested", nested },       { "heads-many", heads_many },
	{ "head-long", head_long }, { "cookies", cookies },
	{ "interim", interim },     { "interim-endless", interim_endless },
	{ "self", redirect_self },  { "loc-long", redirect_long },
};

bool case_act (const Case *c)
{
	/* redirectN.case.test/?URL goes to URL; onward.case.test/N goes to N + 1 */
	if (g_str_has_prefix (c->name, "redirect") && g_str_has_prefix (c->path, "/?")) {
		g_autofree char *where = g_uri_unescape_string (c->path + 2, NULL);
		go_to (c, where ? where : "");
		return true;
	}
	if (strcmp (c->name, "onward") == 0) {
		g_autofree char *where = g_strdup_printf (
			"/%" G_GUINT64_FORMAT, g_ascii_strtoull (c->path + 1, NULL, 10) + 1);
		go_to (c, where);
		return true;
	}
	/* whoever kept cookies sends them to the second page */
	bool here = strcmp (c->path, "/") == 0 ||
		    (strcmp (c->name, "cookies") == 0 && strcmp (c->path, "/again") == 0);
	if (!here)
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
		if (strcmp (c->name, acts[i].name) == 0) {
			acts[i].act (c);
			return true;
		}
	return false;
}

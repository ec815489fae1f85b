/* case_reply.c: cases that are one string of bytes: broken framing, odd status lines, Retry-After, places to go. */
#include <string.h>

#include "tests/server/case.h"

#define HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n"
#define NONE "Connection: close\r\nContent-Length: 0\r\n\r\n"
#define BODY "<html><body><p>Bonjour.</p></body></html>" /* 41 bytes */
#define REPLY(name, bytes)                                                                         \
	{                                                                                          \
		name, bytes, sizeof bytes - 1                                                      \
	}

static const struct {
	const char *name, *bytes;
	gsize len;
} replies[] = {
	REPLY ("length-huge", HEAD "Content-Length: 99999999999999999999\r\n\r\n" BODY),
	REPLY ("length-long", HEAD "Content-Length: 100000\r\n\r\n" BODY),
	REPLY ("length-short",
	       "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 41\r\n\r\n" BODY
	       "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHEIMLICH"),
	REPLY ("chunk-bad", HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n" BODY),
	REPLY ("chunk-huge", HEAD "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n" BODY),
	REPLY ("both", HEAD "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n29\r\n" BODY
			    "\r\n0\r\n\r\n"),
	REPLY ("nul-status", "HTTP/1.1 200 O\0K\r\n" NONE),
	REPLY ("nul-header", "HTTP/1.1 200 OK\r\nX-Odd: a\0b\r\n" NONE),
	REPLY ("bare-lf", "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Long: a\n "
			  "b\nContent-Length: 41\nConnection: close\n\n" BODY),
	REPLY ("no-colon", "HTTP/1.1 200 OK\r\nno colon here\r\n" NONE),
	REPLY ("http09", "Guten Tag, hier spricht kein HTTP.\r\n"),
	REPLY ("version9", "HTTP/9.9 200 OK\r\n" NONE),
	REPLY ("status099", "HTTP/1.1 099 Low\r\n" NONE),
	REPLY ("status999", "HTTP/1.1 999 High\r\n" NONE),
	REPLY ("no-reason", "HTTP/1.1 200\r\nConnection: close\r\nContent-Length: 41\r\n\r\n" BODY),
	REPLY ("body204", "HTTP/1.1 204 No Content\r\nContent-Length: 41\r\n\r\n" BODY),
	REPLY ("body304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 41\r\n\r\n" BODY),
	REPLY ("alone304", "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
	REPLY ("odd-header",
	       HEAD "X-Odd: \033[31mred\033[0m\x9b%0d%0aX-Evil: 1\r\nX-Utf8: \xc3\xa9t\xc3\xa9\r\n"
		    "X-Latin: \xe9t\xe9\r\nContent-Length: 41\r\n\r\n" BODY),
	REPLY ("loc-none", "HTTP/1.1 302 Found\r\n" NONE),
	REPLY ("loc-empty", "HTTP/1.1 302 Found\r\nLocation: \r\n" NONE),
	REPLY ("loc-relative", "HTTP/1.1 302 Found\r\nLocation: ./page/../page/2.html\r\n" NONE),
	REPLY ("loc-space", "HTTP/1.1 302 Found\r\nLocation:   /page/2.html ?a b  \r\n" NONE),
	REPLY ("loc-user", "HTTP/1.1 302 Found\r\nLocation: "
			   "http://me:secret@loc-user.case.test/page/2.html\r\n" NONE),
	REPLY ("wait-hour", "HTTP/1.1 503 Later\r\nRetry-After: 3600\r\n" NONE),
	REPLY ("wait-minus", "HTTP/1.1 429 Later\r\nRetry-After: -1\r\n" NONE),
	REPLY ("wait-odd", "HTTP/1.1 503 Later\r\nRetry-After: soon, I hope\r\n" NONE),
	REPLY ("wait-date",
	       "HTTP/1.1 503 Later\r\nDate: Tue, 03 Mar 2020 09:00:00 GMT\r\nRetry-After: "
	       "Tue, 03 Mar 2020 10:00:00 GMT\r\n" NONE),
};

bool case_reply (const Case *c)
{
	if (strcmp (c->path, "/") != 0)
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
		if (strcmp (c->name, replies[i].name) == 0) {
			case_send (c, replies[i].bytes, replies[i].len);
			return true;
		}
	return false;
}

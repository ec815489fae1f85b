/* case.h: what the case*.c files share. A case is a host NAME.case.test: it misbehaves for "/", and is decent for the rest. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	int fd;
	const char *name; /* of the case */
	const char *path; /* with its query */
	const char *request;
	guint times; /* that this path of this host was asked for before */
} Case;

/* False when the client is gone. */
bool case_send (const Case *c, const void *data, gsize len);
bool case_say (const Case *c, const char *text);
/* A whole 200 of `type` with `headers` ("Name: value\r\n…") and a Content-Length. */
bool case_page (const Case *c, const char *type, const char *headers, const void *body, gsize len);
/* Until the client goes away. */
void case_wait (const Case *c);

/* --- case_reply.c: cases that are a string --- */
/* True when it has one for c->name, and sent it. */
bool case_reply (const Case *c);

/* --- case_act.c: cases that do something: time, size, redirects --- */
bool case_act (const Case *c);

/* --- case_content.c: pages, feeds, sitemaps, robots.txt that are not what they should be --- */
bool case_content (const Case *c);

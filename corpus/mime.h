/* mime.h: what a Content-Type says of a body, and whether the body agrees. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
	MIME_NOT_HTML,
	MIME_MAYBE_HTML, /* servers say such types also of pages: see mime_looks_html() */
	MIME_HTML,
} MimeHtml;

/* Of a Content-Type; "" when there is none. */
MimeHtml mime_is_html (const char *content_type);
/* Does it begin as a page does, behind a byte order mark, white space, processing instructions and comments? */
bool mime_looks_html (const guint8 *data, gsize len);
/* The label of "text/html; charset=utf-8". Owned; NULL when there is none. */
char *mime_charset (const char *content_type);

/* warc_http.c: HTTP messages as archives hold them. See warc.h. */
#include "corpus/warc.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/coding.h"

WarcHttp *warc_http_parse (const guint8 *block, gsize len)
{
	const guint8 *stop = len ? memchr (block, '\n', MIN (len, WARC_LINE_MAX)) : NULL;
	gsize n = stop ? (gsize)(stop - block) : 0;
	/* Not "HTTP/": there are archives with "HTTPX/1.1 200 OK", and they mean the same. */
	bool response = len >= 4 && memcmp (block, "HTTP", 4) == 0;
	bool request = !response && stop && n > 9 && memmem (block, n, " HTTP/", 6) != NULL;
	if (!response && !request)
		return NULL;
	if (!stop)
		n = MIN (len, WARC_LINE_MAX);
	WarcHttp *http = g_new0 (WarcHttp, 1);
	g_autofree char *line = g_strndup ((const char *)block, n);
	http->first_line = g_strchomp (g_utf8_make_valid (line, -1));
	const char *space = response ? strchr (http->first_line, ' ') : NULL;
	int status = space ? atoi (space) : 0;
	http->status = status >= 100 && status <= 999 ? status : 0;
	http->headers = g_ptr_array_new_with_free_func (g_free);
	gsize at = stop ? n + 1 : len;
	http->body_at = at + warc_parse_headers (block + at, len - at, WARC_HTTP_HEADERS_MAX,
						 http->headers);
	return http;
}

void warc_http_free (WarcHttp *http)
{
	if (!http)
		return;
	g_free (http->first_line);
	g_ptr_array_unref (http->headers);
	g_free (http);
}

const char *warc_http_header (const WarcHttp *http, const char *name)
{
	return warc_find_header (http->headers, name);
}

/* The size line of a chunk at `p`: bytes of the line with its end, 0 when it is none. */
static gsize chunk_line (const guint8 *p, gsize len, guint64 *size)
{
	gsize i = 0;
	*size = 0;
	for (; i < len && i < 15 && g_ascii_isxdigit ((char)p[i]); i++)
		*size = *size * 16 + (guint64)g_ascii_xdigit_value ((char)p[i]);
	if (i == 0)
		return 0;
	while (i < len && p[i] != '\n') {
		bool space = p[i] == ' ' || p[i] == '\t' || p[i] == '\r';
		if (!space && p[i] != ';')
			return 0;
		if (p[i] == ';') { /* an extension: to the end of the line */
			const guint8 *stop = memchr (p + i, '\n', MIN (len - i, 4096));
			if (!stop)
				return 0;
			i = (gsize)(stop - p);
			break;
		}
		i++;
	}
	return i < len ? i + 1 : 0;
}

/* Chunks joined. What breaks off is given as far as it goes; NULL when the first line shows that it is not chunked. */
static GByteArray *unchunk (const guint8 *p, gsize len)
{
	GByteArray *out = g_byte_array_new ();
	for (bool first = true;; first = false) {
		guint64 size;
		gsize n = chunk_line (p, len, &size);
		if (n == 0) {
			if (first) {
				g_byte_array_unref (out);
				return NULL;
			}
			/* what is left is no chunk: the body goes on as it stands */
			g_byte_array_append (out, p, (guint)len);
			return out;
		}
		p += n;
		len -= n;
		if (size == 0)
			return out;
		gsize take = (gsize)MIN (size, len);
		g_byte_array_append (out, p, (guint)take);
		p += take;
		len -= take;
		if (len >= 2 && p[0] == '\r' && p[1] == '\n') {
			p += 2;
			len -= 2;
		} else if (len && p[0] == '\n') {
			p++;
			len--;
		}
		if (len == 0)
			return out;
	}
}

GByteArray *warc_http_body (const WarcHttp *http, const guint8 *block, gsize len, gsize max,
			    GError **error)
{
	g_autoptr (GByteArray) joined = NULL;
	g_autoptr (GError) problem = NULL;
	const char *transfer = warc_http_header (http, "Transfer-Encoding");
	const guint8 *body = block + MIN (http->body_at, len);
	gsize body_len = len - MIN (http->body_at, len);
	g_autofree char *lower = transfer ? g_ascii_strdown (transfer, -1) : NULL;
	if (lower && strstr (lower, "chunked"))
		joined = unchunk (body, body_len);
	if (joined) {
		body = joined->data;
		body_len = joined->len;
	}
	const char *coding = warc_http_header (http, "Content-Encoding");
	GByteArray *out = coding_decode (coding, body, body_len, max, NULL, &problem);
	if (out)
		return out;
	/* Many archives hold the body decoded and its headers as they were. */
	if (problem->code == CODING_ERROR_DAMAGED)
		return coding_decode (NULL, body, body_len, max, NULL, error);
	g_propagate_error (error, g_steal_pointer (&problem));
	return NULL;
}

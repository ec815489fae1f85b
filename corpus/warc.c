/* warc.c: the headers of records. See warc.h. */
#include "corpus/warc.h"

#include <string.h>

G_DEFINE_QUARK (warc - error - quark, warc_error)

const char *warc_find_header (const GPtrArray *headers, const char *name)
{
	for (guint i = 0; i + 1 < headers->len; i += 2)
		if (g_ascii_strcasecmp (headers->pdata[i], name) == 0)
			return headers->pdata[i + 1];
	return NULL;
}

const char *warc_header (const WarcRecord *record, const char *name)
{
	return warc_find_header (record->headers, name);
}

void warc_add_line (GPtrArray *headers, const char *line, gsize len)
{
	g_autofree char *raw = g_strndup (line, len);
	g_autofree char *text = g_utf8_make_valid (raw, -1);
	if ((*line == ' ' || *line == '\t') && headers->len) {
		char **last = (char **)&headers->pdata[headers->len - 1];
		char *joined = g_strconcat (*last, " ", g_strstrip (text), NULL);
		g_free (*last);
		*last = joined;
		return;
	}
	char *colon = strchr (text, ':');
	if (!colon)
		return;
	*colon = '\0';
	g_ptr_array_add (headers, g_strdup (g_strstrip (text)));
	g_ptr_array_add (headers, g_strdup (g_strstrip (colon + 1)));
}

gsize warc_parse_headers (const guint8 *text, gsize len, guint max_lines, GPtrArray *headers)
{
	gsize at = 0;
	for (guint lines = 0; at < len; lines++) {
		const guint8 *stop = memchr (text + at, '\n', len - at);
		gsize n = stop ? (gsize)(stop - text) - at : len - at;
		gsize next = at + n + (stop != NULL);
		while (n && text[at + n - 1] == '\r')
			n--;
		if (n == 0)
			return next;
		if (lines < max_lines)
			warc_add_line (headers, (const char *)text + at, n);
		at = next;
	}
	return len;
}

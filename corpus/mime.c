/* mime.c: see mime.h. */
#include "corpus/mime.h"

#include <string.h>

/* What servers send with pages, and what they say when they do not know. */
MimeHtml mime_is_html (const char *content_type)
{
	static const struct {
		const char *type;
		MimeHtml is;
	} types[] = {
		{ "text/html", MIME_HTML },
		{ "application/xhtml+xml", MIME_HTML },
		{ "text/plain", MIME_MAYBE_HTML },
		{ "text/xml", MIME_MAYBE_HTML },
		{ "application/xml", MIME_MAYBE_HTML },
		{ "application/octet-stream", MIME_MAYBE_HTML },
		{ "application/unknown", MIME_MAYBE_HTML },
	};
	g_autofree char *type = g_strndup (content_type, strcspn (content_type, ";,"));
	g_strstrip (type);
	for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
		if (g_ascii_strcasecmp (type, types[i].type) == 0)
			return types[i].is;
	bool known = strchr (type, '/') && !g_str_has_prefix (type, "unknown/") && *type != '*';
	return known ? MIME_NOT_HTML : MIME_MAYBE_HTML;
}

char *mime_charset (const char *content_type)
{
	g_auto (GStrv) parts = g_strsplit (content_type, ";", 20);
	for (guint i = 1; parts[0] && parts[i]; i++) {
		char *value = strchr (parts[i], '=');
		if (!value)
			continue;
		*value++ = '\0';
		if (g_ascii_strcasecmp (g_strstrip (parts[i]), "charset") != 0)
			continue;
		g_strstrip (value);
		value += *value == '"' || *value == '\'';
		value[strcspn (value, "\"' ,")] = '\0';
		return *value ? g_strdup (value) : NULL;
	}
	return NULL;
}

static bool begins (const char *at, gsize len, const char *with)
{
	gsize n = strlen (with);
	return len >= n && g_ascii_strncasecmp (at, with, n) == 0;
}

bool mime_looks_html (const guint8 *data, gsize len)
{
	const char *at = (const char *)data, *end = at + MIN (len, 4096);
	if (begins (at, (gsize)(end - at), "\xef\xbb\xbf"))
		at += 3;
	while (at < end) {
		bool comment = begins (at, (gsize)(end - at), "<!--");
		if (g_ascii_isspace (*at)) {
			at++;
		} else if (comment || begins (at, (gsize)(end - at), "<?")) {
			const char *close = comment ? "-->" : "?>";
			const char *stop =
				memmem (at + 2, (gsize)(end - at) - 2, close, strlen (close));
			if (!stop)
				return false;
			at = stop + strlen (close);
		} else {
			return begins (at, (gsize)(end - at), "<!doctype html") ||
			       begins (at, (gsize)(end - at), "<html");
		}
	}
	return false;
}

/* url.c: the URL standard's parser for http and https. See url.h.
 *
 * The standard's state machine is here as functions, one for each part of a URL, as the two schemes that we take
 * leave few of its states reachable. */
#include "corpus/url.h"

#include <string.h>

#include "corpus/url_host.h"

/* --- percent-encode sets --- */

typedef enum { SET_FRAGMENT, SET_QUERY, SET_PATH, SET_USERINFO } Set;

static bool in_set (guchar c, Set set)
{
	static const char *const members[] = {
		[SET_FRAGMENT] = " \"<>`",
		[SET_QUERY] = " \"#<>'", /* the special-query set: http has ' in it */
		[SET_PATH] = " \"#<>?^`{}",
		[SET_USERINFO] = " \"#<>?^`{}/:;=@[\\]|",
	};
	return c < 0x20 || c > 0x7e || strchr (members[set], c) != NULL;
}

static void append_encoded (GString *out, const char *s, gsize len, Set set)
{
	static const char hex[] = "0123456789ABCDEF";
	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)s[i];
		if (c == 0 || in_set (c, set)) {
			const char escape[3] = { '%', hex[c >> 4], hex[c & 15] };
			g_string_append_len (out, escape, 3);
		} else {
			g_string_append_c (out, (char)c);
		}
	}
}

static char *encoded (const char *s, gsize len, Set set)
{
	GString *out = g_string_sized_new (len);
	append_encoded (out, s, len, set);
	return g_string_free (out, FALSE);
}

/* --- path --- */

static bool is_slash (char c)
{
	return c == '/' || c == '\\';
}

/* 1 for "." and 2 for "..", also with %2e for a dot; 0 for any other segment. */
static int dots (const char *s, gsize len)
{
	int count = 0;
	for (gsize i = 0; i < len; count++) {
		if (s[i] == '.')
			i++;
		else if (len - i >= 3 && g_ascii_strncasecmp (s + i, "%2e", 3) == 0)
			i += 3;
		else
			return 0;
	}
	return count <= 2 ? count : 0;
}

/* Drop the last segment and the slash before it. */
static void shorten (GString *path)
{
	const char *slash = strrchr (path->str, '/');
	g_string_truncate (path, slash ? (gsize)(slash - path->str) : 0);
}

/* Append the segments of `s` to `path`, which is "" or "/a/b" without a slash at its end. */
static void append_path (GString *path, const char *s, gsize len)
{
	const char *end = s + len;
	for (;;) {
		const char *stop = s;
		while (stop < end && !is_slash (*stop))
			stop++;
		bool last = stop == end;
		int kind = dots (s, (gsize)(stop - s));
		if (kind == 2)
			shorten (path);
		if (kind == 0) {
			g_string_append_c (path, '/');
			append_encoded (path, s, (gsize)(stop - s), SET_PATH);
		} else if (last) {
			g_string_append_c (path, '/');
		}
		if (last)
			return;
		s = stop + 1;
	}
}

/* --- authority --- */

static bool parse_port (Url *url, const char *s, gsize len)
{
	guint port = 0;
	for (gsize i = 0; i < len; i++) {
		if (!g_ascii_isdigit (s[i]))
			return false;
		port = port * 10 + (guint)(s[i] - '0');
		if (port > 65535)
			return false;
	}
	bool own = len == 0 || port == (strcmp (url->scheme, "http") == 0 ? 80 : 443);
	url->port = own ? -1 : (int)port;
	return true;
}

/* user:password@host:port */
static bool parse_authority (Url *url, const char *s, gsize len)
{
	const char *end = s + len, *host = s, *at = NULL, *colon = NULL;
	for (const char *p = s; p < end; p++)
		if (*p == '@')
			at = p;
	if (at) {
		const char *split = memchr (s, ':', (gsize)(at - s));
		url->user = encoded (s, (gsize)((split ? split : at) - s), SET_USERINFO);
		url->password = split ? encoded (split + 1, (gsize)(at - split - 1), SET_USERINFO)
				      : g_strdup ("");
		host = at + 1;
	} else {
		url->user = g_strdup ("");
		url->password = g_strdup ("");
	}
	bool bracket = false;
	for (const char *p = host; p < end && !colon; p++) {
		if (*p == '[')
			bracket = true;
		else if (*p == ']')
			bracket = false;
		else if (*p == ':' && !bracket)
			colon = p;
	}
	if (colon && !parse_port (url, colon + 1, (gsize)(end - colon - 1)))
		return false;
	url->host = url_host_parse (host, (gsize)((colon ? colon : end) - host));
	return url->host != NULL;
}

static void copy_authority (Url *url, const Url *base)
{
	url->user = g_strdup (base->user);
	url->password = g_strdup (base->password);
	url->host = g_strdup (base->host);
	url->port = base->port;
}

/* --- the whole --- */

/* Trim C0 controls and spaces, remove tabs and newlines, repair UTF-8. A NUL inside stays. Owned. */
static char *tidy (const char *s, gsize *len)
{
	const char *end = s + *len;
	while (s < end && (guchar)*s <= ' ')
		s++;
	while (end > s && (guchar)end[-1] <= ' ')
		end--;
	GString *out = g_string_sized_new ((gsize)(end - s));
	for (; s < end; s++)
		if (*s != '\t' && *s != '\n' && *s != '\r')
			g_string_append_c (out, *s);
	/* g_utf8_make_valid() would end at a NUL: repair between them. */
	GString *valid = g_string_sized_new (out->len);
	for (gsize i = 0; i <= out->len;) {
		gsize n = strlen (out->str + i);
		g_autofree char *piece = g_utf8_make_valid (out->str + i, (gssize)n);
		g_string_append (valid, piece);
		i += n + 1;
		if (i <= out->len)
			g_string_append_c (valid, '\0');
	}
	g_string_free (out, TRUE);
	*len = valid->len;
	return g_string_free (valid, FALSE);
}

/* Bytes of "scheme:" at the start of `s`, or 0. */
static gsize scheme_len (const char *s, gsize len)
{
	if (len == 0 || !g_ascii_isalpha (s[0]))
		return 0;
	for (gsize i = 1; i < len; i++) {
		if (s[i] == ':')
			return i + 1;
		if (!g_ascii_isalnum (s[i]) && !strchr ("+-.", s[i]))
			return 0;
		if (s[i] == '\0')
			return 0;
	}
	return 0;
}

/* Path, or the end of a relative reference: `s` up to "?" or "#", which are already cut off. */
static void parse_path (Url *url, const char *s, gsize len, const Url *base, bool relative)
{
	GString *path = g_string_new (NULL);
	if (relative) {
		g_string_append (path, base->path);
		if (len == 0) {
			url->path = g_string_free (path, FALSE);
			return;
		}
		shorten (path);
	} else if (len && is_slash (*s)) {
		s++;
		len--;
	}
	append_path (path, s, len);
	url->path = g_string_free (path, FALSE);
}

/* `s` after its scheme, "#…" and "?…". */
static bool parse_body (Url *url, const char *s, gsize len, const Url *base, bool has_scheme,
			bool has_query)
{
	gsize slashes = 0;
	while (slashes < len && is_slash (s[slashes]))
		slashes++;
	/* A scheme like the base's without "//" after it is relative: the standard keeps "http:foo" alive. */
	bool same = base && (!has_scheme || strcmp (base->scheme, url->scheme) == 0);
	if (!same || slashes >= 2) {
		gsize n = slashes;
		while (n < len && !is_slash (s[n]))
			n++;
		if (!parse_authority (url, s + slashes, n - slashes))
			return false;
		parse_path (url, s + n, len - n, base, false);
		return true;
	}
	copy_authority (url, base);
	parse_path (url, s, len, base, slashes == 0);
	if (len == 0 && !has_query)
		url->query = g_strdup (base->query);
	return true;
}

static bool parse (Url *url, const char *s, gsize len, const Url *base)
{
	gsize n = scheme_len (s, len);
	if (n) {
		url->scheme = g_ascii_strdown (s, (gssize)n - 1);
		if (strcmp (url->scheme, "http") != 0 && strcmp (url->scheme, "https") != 0)
			return false;
		s += n;
		len -= n;
	} else if (base) {
		url->scheme = g_strdup (base->scheme);
	} else {
		return false;
	}
	const char *hash = memchr (s, '#', len);
	gsize before_hash = hash ? (gsize)(hash - s) : len;
	if (hash)
		url->fragment = encoded (hash + 1, len - before_hash - 1, SET_FRAGMENT);
	const char *mark = memchr (s, '?', before_hash);
	gsize body = mark ? (gsize)(mark - s) : before_hash;
	if (mark)
		url->query = encoded (mark + 1, before_hash - body - 1, SET_QUERY);
	return parse_body (url, s, body, base, n > 0, mark != NULL);
}

Url *url_parse (const char *s, gssize len_or_nul, const Url *base)
{
	gsize len = len_or_nul < 0 ? strlen (s) : (gsize)len_or_nul;
	if (len > URL_MAX_BYTES)
		return NULL;
	g_autofree char *clean = tidy (s, &len);
	g_autoptr (Url) url = g_new0 (Url, 1);
	url->port = -1;
	if (!parse (url, clean, len, base))
		return NULL;
	gsize total = strlen (url->host) + strlen (url->path) + strlen (url->user) +
		      strlen (url->password) + (url->query ? strlen (url->query) : 0) +
		      (url->fragment ? strlen (url->fragment) : 0);
	return total > URL_MAX_BYTES ? NULL : g_steal_pointer (&url);
}

void url_free (Url *url)
{
	if (!url)
		return;
	g_free (url->scheme);
	g_free (url->user);
	g_free (url->password);
	g_free (url->host);
	g_free (url->path);
	g_free (url->query);
	g_free (url->fragment);
	g_free (url);
}

int url_port (const Url *url)
{
	if (url->port >= 0)
		return url->port;
	return strcmp (url->scheme, "http") == 0 ? 80 : 443;
}

char *url_path_query (const Url *url)
{
	return url->query ? g_strconcat (url->path, "?", url->query, NULL) : g_strdup (url->path);
}

char *url_string (const Url *url)
{
	GString *out = g_string_new (url->scheme);
	g_string_append (out, "://");
	if (*url->user || *url->password) {
		g_string_append (out, url->user);
		if (*url->password)
			g_string_append_printf (out, ":%s", url->password);
		g_string_append_c (out, '@');
	}
	g_string_append (out, url->host);
	if (url->port >= 0)
		g_string_append_printf (out, ":%d", url->port);
	g_string_append (out, url->path);
	if (url->query)
		g_string_append_printf (out, "?%s", url->query);
	if (url->fragment)
		g_string_append_printf (out, "#%s", url->fragment);
	return g_string_free (out, FALSE);
}

char *url_normalise (const char *s)
{
	g_autoptr (Url) url = url_parse (s, -1, NULL);
	return url ? url_string (url) : NULL;
}

char *url_resolve (const char *base, const char *ref)
{
	g_autoptr (Url) b = url_parse (base, -1, NULL);
	g_autoptr (Url) url = url_parse (ref, -1, b);
	return url ? url_string (url) : NULL;
}

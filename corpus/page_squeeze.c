/* page_squeeze.c: comments, scripts, styles, drawings and attributes of no use out of HTML source. */
#include "corpus/page_squeeze.h"

#include <stdbool.h>
#include <string.h>

#include "corpus/page_attrs.h"

typedef struct {
	const char *at, *end;
	GString *out;
	bool no_svg_close; /* there is no "</svg" further on: do not look for it again */
} Scan;

static const char *find (const char *from, const char *end, const char *what)
{
	return memmem (from, (gsize)(end - from), what, strlen (what));
}

/* Does the tag that begins at `at` ("<name" or "</name") have this name? */
static bool is_tag (const char *at, const char *end, const char *name)
{
	gsize len = strlen (name);
	if ((gsize)(end - at) < len + 1 || g_ascii_strncasecmp (at, name, len) != 0)
		return false;
	char after = at[len];
	return g_ascii_isspace (after) || after == '>' || after == '/';
}

/* The end tag "</name" from `from` on; `end` when there is none. */
static const char *find_close (const char *from, const char *end, const char *name)
{
	char close[16] = "</";
	g_strlcat (close, name, sizeof close);
	for (const char *p = from; (p = find (p, end, "</")); p += 2)
		if (is_tag (p, end, close))
			return p;
	return end;
}

/* One past the '>' of the tag at `at`, quotes respected, and the number of its attributes. A quote that is never
 * closed does not swallow the page: then the first '>' ends the tag. */
static const char *tag_end (const char *at, const char *end, guint *attrs_count)
{
	const char *first = NULL;
	*attrs_count = 0;
	for (const char *p = at + 1; p < end; p++) {
		if (*p == '>')
			return p + 1;
		if (*p == '=') {
			(*attrs_count)++;
			while (p + 1 < end && g_ascii_isspace (p[1]))
				p++;
			if (p + 1 < end && (p[1] == '"' || p[1] == '\'')) {
				char quote = p[1];
				const char *close = memchr (p + 2, quote, (gsize)(end - p - 2));
				if (!close) {
					first = memchr (p, '>', (gsize)(end - p));
					return first ? first + 1 : end;
				}
				p = close;
			}
		} else if (g_ascii_isspace (*p) && p + 1 < end && g_ascii_isalpha (p[1])) {
			(*attrs_count)++;
		}
	}
	return end;
}

/* "<!-- … -->" and the like. Returns where the page goes on. */
static const char *skip_markup (const char *at, const char *end)
{
	if (end - at >= 4 && memcmp (at, "<!--", 4) == 0) {
		if (end - at >= 5 && at[4] == '>')
			return at + 5;
		const char *close = find (at + 4, end, "-->");
		return close ? close + 3 : end;
	}
	const char *close = memchr (at, '>', (gsize)(end - at));
	return close ? close + 1 : end;
}

/* Elements whose content goes: a script stays when its type says JSON, for that is where the metadata are. */
static const char *raw_name (const char *at, const char *end)
{
	static const char *const names[] = { "script", "style", "svg" };
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
		if (is_tag (at + 1, end, names[i]))
			return names[i];
	return NULL;
}

static bool says_json (const char *at, const char *end)
{
	return find (at, end, "json") || find (at, end, "JSON");
}

/* --- attributes that no rule reads --- */

static bool is_read (const char *name, gsize len)
{
	static const struct {
		guint len;
		const char *name;
	} rows[] = {
#define X(id, name) { sizeof name - 1, name },
		PAGE_ATTRS (X)
#undef X
	};
	for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
		if (rows[i].len == len && !g_ascii_strncasecmp (rows[i].name, name, len))
			return true;
	return false;
}

static const char *skip_space (const char *p)
{
	while (g_ascii_isspace (*p))
		p++;
	return p;
}

/* One past the attribute at `p`, of a tag that ends with the '>' before `end`; `*name_len` is the length of its name. NULL when it is not
 * plainly name, name=value, name="value" or name='value'. */
static const char *attr_end (const char *p, const char *end, gsize *name_len)
{
	const char *name = p;
	while (g_ascii_isalnum (*p) || *p == '-' || *p == '_' || *p == ':' || *p == '.')
		p++;
	*name_len = (gsize)(p - name);
	if (*name_len == 0)
		return NULL;
	const char *after_name = p;
	p = skip_space (p);
	if (*p != '=')
		return after_name;
	p = skip_space (p + 1);
	if (*p == '"' || *p == '\'') {
		const char *close = memchr (p + 1, *p, (gsize)(end - p - 1));
		return close && close + 1 < end ? close + 1 : NULL;
	}
	const char *value = p;
	while (p + 1 < end && !g_ascii_isspace (*p) && !strchr ("\"'<>=`", *p))
		p++;
	return p > value ? p : NULL;
}

/* Copy the start tag [at, end) without the attributes that no rule reads: half of a news page's tags is classes of
 * scripts and sizes of pictures. Every tag that is not written plainly is copied whole, for the parser to make sense of. */
static void copy_tag (const char *at, const char *end, GString *out)
{
	gsize before = out->len;
	const char *p = at + 1, *copied = at;
	while (g_ascii_isalnum (*p))
		p++;
	while (end[-1] == '>') {
		const char *next = skip_space (p);
		gsize name_len;
		if (next == end - 1 || (*next == '/' && next == end - 2)) {
			g_string_append_len (out, copied, end - copied);
			return;
		}
		const char *after = next > p ? attr_end (next, end, &name_len) : NULL;
		if (!after)
			break;
		if (!is_read (next, name_len)) {
			g_string_append_len (out, copied, p - copied);
			copied = after;
		}
		p = after;
	}
	g_string_truncate (out, before);
	g_string_append_len (out, at, end - at);
}

static void one_tag (Scan *scan)
{
	guint attrs_count;
	const char *at = scan->at, *after = tag_end (at, scan->end, &attrs_count);
	const char *raw = raw_name (at, scan->end);
	bool json = raw && strcmp (raw, "script") == 0 && says_json (at, after);
	bool closed = after - at >= 2 && after[-2] == '/';

	bool svg = raw && strcmp (raw, "svg") == 0;
	if (raw && !json && !(svg && closed)) {
		const char *close =
			scan->no_svg_close && svg ? scan->end : find_close (after, scan->end, raw);
		/* A drawing that is never closed does not take the page with it; a script does, as in browsers. */
		if (close == scan->end && svg) {
			scan->no_svg_close = true;
			scan->at = after;
			return;
		}
		scan->at = close == scan->end ? close : skip_markup (close, scan->end);
		g_string_append_c (scan->out, ' ');
		return;
	}
	if (attrs_count > PAGE_MAX_ATTRS) {
		/* No page of good will has such a tag; keep its name alone. */
		gsize name_len = 1;
		while (at + name_len < after && g_ascii_isalnum (at[name_len]))
			name_len++;
		g_string_append_len (scan->out, at, (gssize)name_len);
		g_string_append_c (scan->out, '>');
	} else {
		copy_tag (at, after, scan->out);
	}
	scan->at = after;
	if (json) {
		const char *close = find_close (after, scan->end, "script");
		g_string_append_len (scan->out, after, close - after);
		if (close == scan->end)
			g_string_append (scan->out, "</script>");
		scan->at = close;
	}
}

GString *page_squeeze (const char *html, gsize len)
{
	Scan scan = { html, html + len, g_string_sized_new (len + 1), false };
	while (scan.at < scan.end) {
		const char *tag = memchr (scan.at, '<', (gsize)(scan.end - scan.at));
		if (!tag)
			tag = scan.end;
		g_string_append_len (scan.out, scan.at, tag - scan.at);
		scan.at = tag;
		if (tag == scan.end)
			break;
		char next = tag + 1 < scan.end ? tag[1] : '\0';
		if (next == '!' || next == '?') {
			scan.at = skip_markup (tag, scan.end);
		} else if (g_ascii_isalpha (next) || next == '/') {
			one_tag (&scan);
		} else {
			g_string_append (scan.out, "&lt;");
			scan.at = tag + 1;
		}
	}
	return scan.out;
}

/* feed_markup.c: elements inside a value of a feed, written back as HTML. See feed_xml.h. */
#include "corpus/feed_field.h"

#include <stdlib.h>
#include <string.h>

void markup_text (GString *value, const char *s, gsize len)
{
	gsize room = value->len < FEED_MAX_VALUE ? FEED_MAX_VALUE - value->len : 0;
	if (len > room)
		for (len = room; len && ((guchar)s[len] & 0xc0) == 0x80; len--)
			;
	g_string_append_len (value, s, (gssize)len);
}

void markup_escaped (GString *value, const char *s, gsize len, bool quotes)
{
	for (gsize i = 0; i < len && value->len < FEED_MAX_VALUE; i++) {
		if (s[i] == '&')
			g_string_append (value, "&amp;");
		else if (s[i] == '<')
			g_string_append (value, "&lt;");
		else if (s[i] == '>')
			g_string_append (value, "&gt;");
		else if (s[i] == '"' && quotes)
			g_string_append (value, "&quot;");
		else
			g_string_append_c (value, s[i]);
	}
}

/* Whether the "<" at `p` opens a tag, a comment, a declaration or an instruction. */
static bool opens (const char *p)
{
	if (p[1] == '!')
		return g_ascii_isalpha (p[2]) || p[2] == '[' || g_str_has_prefix (p + 2, "--");
	return g_ascii_isalpha (p[1]) || p[1] == '/' || p[1] == '?';
}

char *markup_mended (const char *html)
{
	g_autoptr (GString) out = g_string_new (NULL);
	for (const char *p = html; *p; p++) {
		if (*p == '<' && !opens (p))
			g_string_append (out, "&lt;");
		else if (*p == 'X' && p > html + 1 && p[-1] == '#' && p[-2] == '&')
			g_string_append_c (out, 'x');
		else
			g_string_append_c (out, *p);
	}
	return g_string_free (g_steal_pointer (&out), FALSE);
}

bool markup_is_void (const char *name)
{
	static const char *const names[] = { "area",  "base",   "br",    "col",  "embed",
					     "hr",    "img",    "input", "link", "meta",
					     "param", "source", "track", "wbr" };
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
		if (strcmp (name, names[i]) == 0)
			return true;
	return false;
}

static int by_name (const void *a, const void *b)
{
	const XmlsafeAttribute *x = a, *y = b;
	return strcmp (x->name, y->name);
}

/* The start tag as HTML: no namespace prefixes but those of attributes, attributes in order of name. */
void markup_start (GString *value, const XmlsafeElement *element)
{
	XmlsafeAttribute sorted[XMLSAFE_MAX_ATTRIBUTES];
	guint n = element->attributes_count;
	if (n)
		memcpy (sorted, element->attributes, n * sizeof *sorted);
	qsort (sorted, n, sizeof *sorted, by_name);
	g_string_append_printf (value, "<%s", element->name);
	for (guint i = 0; i < n && value->len < FEED_MAX_VALUE; i++) {
		g_string_append_printf (value, " %s%s%s=\"", sorted[i].prefix,
					*sorted[i].prefix ? ":" : "", sorted[i].name);
		markup_escaped (value, sorted[i].value, strlen (sorted[i].value), true);
		g_string_append_c (value, '"');
	}
	for (guint i = 0; i < n && value->len < FEED_MAX_VALUE; i++) {
		bool again = i > 0 && strcmp (sorted[i].prefix, sorted[i - 1].prefix) == 0;
		if (*sorted[i].uri && strcmp (sorted[i].prefix, "xml") != 0 && !again)
			g_string_append_printf (value, " xmlns:%s=\"%s\"", sorted[i].prefix,
						sorted[i].uri);
	}
	bool foreign = strcmp (element->name, "svg") == 0 || strcmp (element->name, "math") == 0;
	if (foreign && *element->uri)
		g_string_append_printf (value, " xmlns=\"%s\"", element->uri);
	g_string_append (value, markup_is_void (element->name) ? " />" : ">");
}

/* XHTML of Atom comes in a div that is not part of it (RFC 4287, 3.1.1.3). */
void markup_strip_div (GString *value)
{
	if (!g_str_has_prefix (value->str, "<div") || !g_str_has_suffix (value->str, "</div>"))
		return;
	const char *start = strchr (value->str, '>');
	if (!start)
		return;
	/* it must be one div, not two beside each other */
	int depth = 0;
	for (const char *p = value->str; *p; p++) {
		if (g_str_has_prefix (p, "<div"))
			depth++;
		else if (g_str_has_prefix (p, "</div>") && --depth == 0 && p[6])
			return;
	}
	g_string_truncate (value, value->len - strlen ("</div>"));
	g_string_erase (value, 0, start + 1 - value->str);
}

/* xmlsafe_prepare.c: what is done to a document before libxml2 sees it. See xmlsafe.h. */
#include "corpus/xmlsafe.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "shim/text.h"

/* windows-1252 at 0x80–0x9f, which much software writes as if it were Unicode; 0 where it has nothing. */
static const guint16 cp1252[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* The label in the XML declaration's encoding="…", or NULL. Owned. */
static char *declared_charset (const guint8 *bytes, gsize len)
{
	const char *s = (const char *)bytes;
	gsize n = MIN (len, 256);
	const char *start = g_strstr_len (s, (gssize)n, "<?xml");
	const char *end = start ? g_strstr_len (start, (gssize)n - (start - s), "?>") : NULL;
	const char *p = end ? g_strstr_len (start, end - start, "encoding") : NULL;
	if (!p)
		return NULL;
	p += strlen ("encoding");
	while (p < end && (g_ascii_isspace (*p) || *p == '='))
		p++;
	if (p == end || (*p != '"' && *p != '\''))
		return NULL;
	const char *close = memchr (p + 1, *p, (gsize)(end - p - 1));
	return close ? g_strndup (p + 1, (gsize)(close - p - 1)) : NULL;
}

/* C1 controls of valid UTF-8 as the windows-1252 characters that were meant. Owned; NULL when there are none. */
static guint8 *mend_c1 (const guint8 *bytes, gsize *len)
{
	bool found = false;
	for (gsize i = 0; i + 1 < *len && !found; i++)
		found = bytes[i] == 0xc2 && bytes[i + 1] >= 0x80 && bytes[i + 1] < 0xa0;
	if (!found || !g_utf8_validate ((const char *)bytes, (gssize)*len, NULL))
		return NULL;
	GString *out = g_string_sized_new (*len);
	for (gsize i = 0; i < *len; i++) {
		if (bytes[i] == 0xc2 && i + 1 < *len && bytes[i + 1] >= 0x80 &&
		    bytes[i + 1] < 0xa0) {
			guint16 c = cp1252[bytes[++i] - 0x80];
			if (c)
				g_string_append_unichar (out, c);
		} else {
			g_string_append_c (out, (char)bytes[i]);
		}
	}
	*len = out->len;
	return (guint8 *)g_string_free (out, FALSE);
}

/* --- references --- */

static void append_number (GString *out, const char *s, gsize len)
{
	bool hex = len && (*s | 32) == 'x';
	guint64 c = 0;
	for (gsize i = hex; i < len; i++)
		c = MIN (c * (hex ? 16 : 10) + (guint)g_ascii_xdigit_value (s[i]), 0x110000);
	if (c >= 0x80 && c < 0xa0)
		c = cp1252[c - 0x80];
	bool fit = c == '\t' || c == '\n' || c == '\r' ||
		   (c >= ' ' && g_unichar_validate ((gunichar)c) && c != 0x7f);
	/* Those that are markup stay references. */
	if (fit && (c < 0x80 || c == 0xfffe || c == 0xffff))
		g_string_append_printf (out, "&#%u;", c >= 0xfffe ? 0xfffd : (guint)c);
	else if (fit)
		g_string_append_unichar (out, (gunichar)c);
}

/* The digits of a numeric reference behind "&#", and whether there are any. */
static gsize number_len (const char *s, const char *end)
{
	const char *p = s;
	bool hex = p < end && (*p | 32) == 'x';
	p += hex;
	while (p < end && (hex ? g_ascii_isxdigit (*p) : g_ascii_isdigit (*p)))
		p++;
	return p - s > hex ? (gsize)(p - s) : 0;
}

/* Entities that a document declares for itself: text only, without references or markup, so that none can grow into
 * another; few, short, and all their uses together bounded. */
#define ENTITIES_MAX 64
#define ENTITY_BYTES_MAX 1024
#define EXPANSION_MAX (1u << 20)

typedef struct {
	GHashTable *values; /* name → value; NULL when there are none */
	gsize expanded;     /* bytes so far */
} Entities;

/* Read `<!ENTITY name "value">` from the DOCTYPE in [p, end). */
static void declare (Entities *entities, const char *p, const char *end)
{
	while ((p = g_strstr_len (p, end - p, "<!ENTITY")) && p < end) {
		p += strlen ("<!ENTITY");
		while (p < end && g_ascii_isspace (*p))
			p++;
		const char *name = p;
		while (p < end && (g_ascii_isalnum (*p) || strchr ("._-", *p)))
			p++;
		gsize name_len = (gsize)(p - name);
		while (p < end && g_ascii_isspace (*p))
			p++;
		if (name_len == 0 || name_len > 64 || p >= end || (*p != '"' && *p != '\''))
			continue;
		const char *close = memchr (p + 1, *p, (gsize)(end - p - 1));
		gsize len = close ? (gsize)(close - p - 1) : 0;
		if (!close || len > ENTITY_BYTES_MAX)
			continue;
		g_autofree char *value = g_strndup (p + 1, len);
		p = close;
		if (strpbrk (value, "&<%"))
			continue;
		if (!entities->values)
			entities->values =
				g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
		if (g_hash_table_size (entities->values) < ENTITIES_MAX)
			g_hash_table_insert (entities->values, g_strndup (name, name_len),
					     g_steal_pointer (&value));
	}
}

/* The document's own value for `name`, or NULL. */
static const char *declared (Entities *entities, const char *name)
{
	const char *value = entities->values ? g_hash_table_lookup (entities->values, name) : NULL;
	if (!value || entities->expanded + strlen (value) > EXPANSION_MAX)
		return NULL;
	entities->expanded += strlen (value);
	return value;
}

/* One "&": append what it stands for, and return where to go on. `p` is behind the "&". */
static const char *reference (GString *out, const char *p, const char *end, Entities *entities)
{
	static const char *const own[] = { "amp", "lt", "gt", "quot", "apos" };
	if (p < end && *p == '#') {
		gsize n = number_len (p + 1, end);
		if (n && p + 1 + n < end && p[1 + n] == ';') {
			append_number (out, p + 1, n);
			return p + 2 + n;
		}
		g_string_append (out, "&amp;");
		return p;
	}
	gsize n = 0;
	while (p + n < end && n < 10 && g_ascii_isalnum (p[n]))
		n++;
	if (n && p + n < end && p[n] == ';') {
		g_autofree char *name = g_strndup (p, n);
		for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
			if (strcmp (name, own[i]) == 0) {
				g_string_append_printf (out, "&%s;", name);
				return p + n + 1;
			}
		const char *value = declared (entities, name);
		if (value) {
			g_string_append (out, value);
			return p + n + 1;
		}
		const htmlEntityDesc *entity = htmlEntityLookup (BAD_CAST name);
		if (entity) {
			g_string_append_unichar (out, entity->value);
			return p + n + 1;
		}
	}
	g_string_append (out, "&amp;");
	return p;
}

/* --- DOCTYPE --- */

/* Behind the DOCTYPE that begins at `p`: its ">" outside quotes, comments and the internal subset. */
static const char *behind_doctype (const char *p, const char *end)
{
	int depth = 0;
	for (; p < end; p++) {
		if (*p == '"' || *p == '\'') {
			const char *close = memchr (p + 1, *p, (gsize)(end - p - 1));
			if (!close)
				return end;
			p = close;
		} else if (end - p > 4 && memcmp (p, "<!--", 4) == 0) {
			const char *close = g_strstr_len (p + 4, end - p - 4, "-->");
			if (!close)
				return end;
			p = close + 2;
		} else if (*p == '<') {
			depth++;
		} else if (*p == '>' && --depth <= 0) {
			return p + 1;
		}
	}
	return end;
}

/* If a span that is copied or dropped whole starts at `p`: its end; `keep` tells which. NULL for others. */
static const char *behind_span (const char *p, const char *end, bool *keep)
{
	static const struct {
		const char *open, *close;
		bool keep;
	} spans[] = { { "<![CDATA[", "]]>", true },
		      { "<!--", "-->", false },
		      { "<?", "?>", false } };
	for (gsize i = 0; i < G_N_ELEMENTS (spans); i++) {
		gsize n = strlen (spans[i].open);
		if ((gsize)(end - p) < n || memcmp (p, spans[i].open, n) != 0)
			continue;
		const char *close = g_strstr_len (p + n, end - p - (gssize)n, spans[i].close);
		*keep = spans[i].keep && close;
		if (spans[i].keep && !close)
			return NULL;
		return close ? close + strlen (spans[i].close) : end;
	}
	*keep = false;
	if (end - p > 9 && g_ascii_strncasecmp (p, "<!DOCTYPE", 9) == 0)
		return behind_doctype (p, end);
	return NULL;
}

static char *tame (const char *s, gsize len, gsize *out_len)
{
	GString *out = g_string_sized_new (len + 64);
	const char *end = s + len;
	Entities entities = { NULL, 0 };
	while (s < end) {
		gsize plain = 0;
		while (s + plain < end && s[plain] != '&' && s[plain] != '<')
			plain++;
		g_string_append_len (out, s, (gssize)plain);
		s += plain;
		if (s == end)
			break;
		if (*s == '&') {
			s = reference (out, s + 1, end, &entities);
			continue;
		}
		bool keep;
		const char *behind = behind_span (s, end, &keep);
		if (!behind) {
			g_string_append_c (out, *s++);
			continue;
		}
		if (keep)
			g_string_append_len (out, s, behind - s);
		else if (s[2] == 'D' || s[2] == 'd')
			declare (&entities, s, behind);
		s = behind;
	}
	if (entities.values)
		g_hash_table_unref (entities.values);
	*out_len = out->len;
	return g_string_free (out, FALSE);
}

char *xmlsafe_prepare (const guint8 *bytes, gsize len, const char *http_charset, gsize *out_len)
{
	g_autofree char *declared = http_charset ? NULL : declared_charset (bytes, len);
	g_autofree guint8 *mended = mend_c1 (bytes, &len);
	gsize text_len;
	g_autofree char *text =
		text_decode (mended ? mended : bytes, len, http_charset ? http_charset : declared,
			     false, &text_len, NULL);
	return tame (text, text_len, out_len);
}

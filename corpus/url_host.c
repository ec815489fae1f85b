/* url_host.c: hosts of URLs: names, IPv4 in all its spellings, IPv6. */
#include "corpus/url_host.h"

#include <string.h>

#include "shim/idna.h"

/* --- IPv4 --- */

/* One part of an IPv4 address: decimal, 0… octal, 0x… hexadecimal. False when it is none of these. Values past 2^32 are
 * kept as 2^32. */
static bool ipv4_number (const char *s, gsize len, guint64 *out)
{
	guint radix = 10;
	guint64 value = 0;
	if (len == 0)
		return false;
	if (len >= 2 && s[0] == '0') {
		radix = (s[1] | 32) == 'x' ? 16 : 8;
		s += radix == 16 ? 2 : 1;
		len -= radix == 16 ? 2 : 1;
	}
	for (gsize i = 0; i < len; i++) {
		int digit = g_ascii_xdigit_value (s[i]);
		if (digit < 0 || (guint)digit >= radix)
			return false;
		value = MIN (value * radix + (guint)digit, G_GUINT64_CONSTANT (1) << 32);
	}
	*out = value;
	return true;
}

/* Whether the last label says that this must be an IPv4 address. */
static bool ends_in_number (char **labels, guint count)
{
	if (count && !*labels[count - 1]) {
		if (count == 1)
			return false;
		count--;
	}
	const char *last = labels[count - 1];
	guint64 value;
	if (*last && strspn (last, "0123456789") == strlen (last))
		return true;
	return ipv4_number (last, strlen (last), &value);
}

static char *ipv4_parse (char **labels, guint count)
{
	guint64 parts[4], address = 0;
	if (count > 1 && !*labels[count - 1])
		count--;
	if (count > 4)
		return NULL;
	for (guint i = 0; i < count; i++)
		if (!ipv4_number (labels[i], strlen (labels[i]), &parts[i]))
			return NULL;
	for (guint i = 0; i + 1 < count; i++) {
		if (parts[i] > 255)
			return NULL;
		address |= parts[i] << (8 * (3 - i));
	}
	/* The last part fills all bytes that are left. */
	if (parts[count - 1] >= G_GUINT64_CONSTANT (1) << (8 * (5 - count)))
		return NULL;
	address |= parts[count - 1];
	return g_strdup_printf ("%u.%u.%u.%u", (guint)(address >> 24) & 255,
				(guint)(address >> 16) & 255, (guint)(address >> 8) & 255,
				(guint)address & 255);
}

/* --- IPv6 --- */

/* The dotted tail of an IPv6 address into pieces[at], pieces[at + 1]. */
static bool ipv6_tail (const char *s, guint16 *pieces, int at)
{
	for (int seen = 0; seen < 4; seen++) {
		guint value = 0;
		if (seen && *s++ != '.')
			return false;
		if (!g_ascii_isdigit (*s) || (*s == '0' && g_ascii_isdigit (s[1])))
			return false;
		for (; g_ascii_isdigit (*s); s++)
			if ((value = value * 10 + (guint)(*s - '0')) > 255)
				return false;
		guint16 *piece = &pieces[at + seen / 2];
		*piece = (guint16)(*piece << 8 | value);
	}
	return *s == '\0';
}

/* Eight pieces out of what stands between the brackets. */
static bool ipv6_parse (const char *s, guint16 *pieces)
{
	int count = 0, compress = -1;
	memset (pieces, 0, 8 * sizeof *pieces);
	if (*s == ':') {
		if (s[1] != ':')
			return false;
		s += 2;
		compress = 0;
	}
	while (*s) {
		if (count == 8)
			return false;
		if (*s == ':') {
			if (compress >= 0)
				return false;
			compress = count;
			s++;
			continue;
		}
		guint value = 0, length = 0;
		while (length < 4 && g_ascii_isxdigit (s[length]))
			value = value * 16 + (guint)g_ascii_xdigit_value (s[length++]);
		if (s[length] == '.') {
			if (length == 0 || count > 6 || !ipv6_tail (s, pieces, count))
				return false;
			count += 2;
			break;
		}
		s += length;
		if (*s == ':') {
			if (*++s == '\0')
				return false;
		} else if (*s) {
			return false;
		}
		if (length == 0)
			return false;
		pieces[count++] = (guint16)value;
	}
	if (compress < 0)
		return count == 8;
	if (count == 8)
		return false;
	int moved = count - compress;
	memmove (pieces + 8 - moved, pieces + compress, (gsize)moved * sizeof *pieces);
	memset (pieces + compress, 0, (gsize)(8 - count) * sizeof *pieces);
	return true;
}

/* RFC 5952's form: the first longest run of two or more zeros is "::". */
static char *ipv6_string (const guint16 *pieces)
{
	int best = -1, best_len = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;
		while (i + n < 8 && pieces[i + n] == 0)
			n++;
		if (n > best_len) {
			best = i;
			best_len = n;
		}
	}
	GString *out = g_string_new ("[");
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			g_string_append (out, i == 0 ? "::" : ":");
			i += best_len - 1;
			continue;
		}
		g_string_append_printf (out, i < 7 ? "%x:" : "%x", pieces[i]);
	}
	g_string_append_c (out, ']');
	return g_string_free (out, FALSE);
}

/* --- any host --- */

static bool is_forbidden (const char *ascii)
{
	for (; *ascii; ascii++)
		if ((guchar)*ascii <= ' ' || *ascii == 0x7f || strchr ("#/:<>?@[\\]^|%", *ascii))
			return true;
	return false;
}

/* Percent-decoded; NULL when a NUL byte comes of it. */
static char *decoded (const char *s, gsize len, gsize *out_len)
{
	GString *out = g_string_sized_new (len);
	for (gsize i = 0; i < len; i++) {
		char c = s[i];
		if (c == '%' && len - i > 2 && g_ascii_isxdigit (s[i + 1]) &&
		    g_ascii_isxdigit (s[i + 2])) {
			c = (char)(g_ascii_xdigit_value (s[i + 1]) * 16 +
				   g_ascii_xdigit_value (s[i + 2]));
			i += 2;
		}
		g_string_append_c (out, c);
	}
	bool bad = strlen (out->str) != out->len ||
		   !g_utf8_validate (out->str, (gssize)out->len, NULL);
	*out_len = out->len;
	return g_string_free (out, bad);
}

char *url_host_parse (const char *s, gsize len)
{
	if (len == 0 || len > 3 * IDNA_MAX_BYTES)
		return NULL;
	if (s[0] == '[') {
		guint16 pieces[8];
		if (s[len - 1] != ']' || memchr (s, '\0', len))
			return NULL;
		g_autofree char *inside = g_strndup (s + 1, len - 2);
		return ipv6_parse (inside, pieces) ? ipv6_string (pieces) : NULL;
	}
	gsize name_len;
	g_autofree char *name = decoded (s, len, &name_len);
	g_autofree char *ascii = name ? idna_to_ascii (name, name_len) : NULL;
	if (!ascii || is_forbidden (ascii))
		return NULL;
	g_auto (GStrv) labels = g_strsplit (ascii, ".", -1);
	guint count = g_strv_length (labels);
	if (ends_in_number (labels, count))
		return ipv4_parse (labels, count);
	return g_steal_pointer (&ascii);
}

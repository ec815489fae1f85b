/* text_charset.c: encoding labels and the <meta> prescan, as browsers have them.
 *
 * Source: https://encoding.spec.whatwg.org/#names-and-labels and
 * https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding */
#include "shim/text_impl.h"

#include <string.h>

#define PRESCAN_MAX 1024 /* bytes; the standard's figure */

/* Encodings with their labels, which hold no space. */
static const struct {
	const char *name, *labels;
} encodings[] = {
	/* clang-format off */
	{ "windows-1252",
	  "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
	  "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 "
	  "x-cp1252" },
	{ "utf-8",
	  "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8" },
	{ "ibm866",
	  "866 cp866 csibm866 ibm866" },
	{ "iso-8859-2",
	  "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
	  "iso_8859-2:1987 l2 latin2" },
	{ "iso-8859-3",
	  "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
	  "iso_8859-3:1988 l3 latin3" },
	{ "iso-8859-4",
	  "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
	  "iso_8859-4:1988 l4 latin4" },
	{ "iso-8859-5",
	  "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 "
	  "iso_8859-5 iso_8859-5:1988" },
	{ "iso-8859-6",
	  "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 "
	  "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 "
	  "iso_8859-6:1987" },
	{ "iso-8859-7",
	  "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 "
	  "iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek" },
	{ "iso-8859-8",
	  "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 "
	  "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual" },
	{ "iso-8859-8-i",
	  "csiso88598i iso-8859-8-i logical" },
	{ "iso-8859-10",
	  "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6" },
	{ "iso-8859-13",
	  "iso-8859-13 iso8859-13 iso885913" },
	{ "iso-8859-14",
	  "iso-8859-14 iso8859-14 iso885914" },
	{ "iso-8859-15",
	  "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9" },
	{ "iso-8859-16",
	  "iso-8859-16" },
	{ "koi8-r",
	  "cskoi8r koi koi8 koi8-r koi8_r" },
	{ "koi8-u",
	  "koi8-ru koi8-u" },
	{ "macintosh",
	  "csmacintosh mac macintosh x-mac-roman" },
	{ "windows-874",
	  "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874" },
	{ "windows-1250",
	  "cp1250 windows-1250 x-cp1250" },
	{ "windows-1251",
	  "cp1251 windows-1251 x-cp1251" },
	{ "windows-1253",
	  "cp1253 windows-1253 x-cp1253" },
	{ "windows-1254",
	  "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
	  "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254" },
	{ "windows-1255",
	  "cp1255 windows-1255 x-cp1255" },
	{ "windows-1256",
	  "cp1256 windows-1256 x-cp1256" },
	{ "windows-1257",
	  "cp1257 windows-1257 x-cp1257" },
	{ "windows-1258",
	  "cp1258 windows-1258 x-cp1258" },
	{ "x-mac-cyrillic",
	  "x-mac-cyrillic x-mac-ukrainian" },
	{ "gbk",
	  "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk" },
	{ "gb18030",
	  "gb18030" },
	{ "big5",
	  "big5 big5-hkscs cn-big5 csbig5 x-x-big5" },
	{ "euc-jp",
	  "cseucpkdfmtjapanese euc-jp x-euc-jp" },
	{ "iso-2022-jp",
	  "csiso2022jp iso-2022-jp" },
	{ "shift_jis",
	  "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis" },
	{ "euc-kr",
	  "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
	  "ksc5601 ksc_5601 windows-949" },
	{ "replacement",
	  "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement" },
	{ "utf-16be",
	  "unicodefffe utf-16be" },
	{ "utf-16le",
	  "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le" },
	{ "x-user-defined",
	  "x-user-defined" },
	/* clang-format on */
};

static bool is_space (guint8 c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool text_list_has (const char *list, const char *word, gsize len)
{
	for (const char *at = list; *at; at += *at == ' ') {
		gsize at_len = strcspn (at, " ");
		if (at_len == len && g_ascii_strncasecmp (at, word, len) == 0)
			return true;
		at += at_len;
	}
	return false;
}

const char *text_charset_from_label (const char *label, gssize len)
{
	if (!label)
		return NULL;
	gsize end = len < 0 ? strlen (label) : (gsize)len;
	while (end && is_space ((guint8)label[0]))
		label++, end--;
	while (end && is_space ((guint8)label[end - 1]))
		end--;
	if (end)
		for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
			if (text_list_has (encodings[i].labels, label, end))
				return encodings[i].name;
	return NULL;
}

/* --- the prescan --- */

/* The bytes under the scan. Running off the end ends it: `ended` is then true, and reading gives 0. */
typedef struct {
	const guint8 *data;
	gsize at, len;
	bool ended;
} Scan;

static guint8 here (Scan *scan)
{
	if (scan->at < scan->len)
		return scan->data[scan->at];
	scan->ended = true;
	return 0;
}

static bool looking_at (const Scan *scan, const char *what)
{
	gsize len = strlen (what);
	return scan->len - scan->at >= len &&
	       g_ascii_strncasecmp ((const char *)scan->data + scan->at, what, len) == 0;
}

/* To the next '>', or white space. */
static void skip_to (Scan *scan, bool stop_at_space)
{
	while (!scan->ended && here (scan) != '>' && !(stop_at_space && is_space (here (scan))))
		scan->at++;
}

static void skip_spaces (Scan *scan, bool slashes)
{
	while (is_space (here (scan)) || (slashes && here (scan) == '/'))
		scan->at++;
}

static void append_lower (GString *out, guint8 c)
{
	g_string_append_c (out, g_ascii_tolower ((char)c));
}

/* "get an attribute", from "value" on. */
static void get_value (Scan *scan, GString *value)
{
	skip_spaces (scan, false);
	guint8 quote = here (scan);
	if (quote == '"' || quote == '\'') {
		for (scan->at++; !scan->ended && here (scan) != quote; scan->at++)
			append_lower (value, here (scan));
		scan->at++;
		return;
	}
	for (; !scan->ended && here (scan) != '>' && !is_space (here (scan)); scan->at++)
		append_lower (value, here (scan));
}

/* "get an attribute": false when the tag has no more, or the bytes have ended. */
static bool get_attribute (Scan *scan, GString *name, GString *value)
{
	g_string_truncate (name, 0);
	g_string_truncate (value, 0);
	skip_spaces (scan, true);
	if (here (scan) == '>')
		return false;
	for (;; scan->at++) {
		guint8 c = here (scan);
		if (scan->ended)
			return false;
		if (c == '=' && name->len)
			break;
		if (c == '/' || c == '>')
			return true;
		if (is_space (c)) {
			skip_spaces (scan, false);
			if (here (scan) != '=')
				return !scan->ended;
			break;
		}
		append_lower (name, c);
	}
	scan->at++;
	get_value (scan, value);
	return !scan->ended;
}

/* "extract a character encoding from a meta element"; `content` is in lower case. */
static const char *charset_from_content (const char *content)
{
	const char *at = content;
	do {
		at = strstr (at, "charset");
		if (!at)
			return NULL;
		at += strlen ("charset");
		while (is_space ((guint8)*at))
			at++;
	} while (*at != '=');
	at++;
	while (is_space ((guint8)*at))
		at++;
	if (*at == '"' || *at == '\'') {
		const char *end = strchr (at + 1, *at);
		return end ? text_charset_from_label (at + 1, end - at - 1) : NULL;
	}
	return text_charset_from_label (at, (gssize)strcspn (at, " \t\n\f\r;"));
}

/* The attributes of a <meta> tag. NULL when they name no encoding. */
static const char *charset_from_meta (Scan *scan, GString *name, GString *value)
{
	enum { UNDECIDED, NEEDS_PRAGMA, NEEDS_NONE } need = UNDECIDED;
	bool pragma = false, content_seen = false, charset_seen = false, pragma_seen = false;
	const char *charset = NULL;
	/* Of attributes of the same name the first counts. */
	while (get_attribute (scan, name, value)) {
		if (strcmp (name->str, "http-equiv") == 0 && !pragma_seen) {
			pragma_seen = true;
			pragma = strcmp (value->str, "content-type") == 0;
		} else if (strcmp (name->str, "content") == 0 && !content_seen) {
			content_seen = true;
			const char *found = charset ? NULL : charset_from_content (value->str);
			if (found && need == UNDECIDED) {
				charset = found;
				need = NEEDS_PRAGMA;
			}
		} else if (strcmp (name->str, "charset") == 0 && !charset_seen) {
			charset_seen = true;
			charset = text_charset_from_label (value->str, (gssize)value->len);
			need = NEEDS_NONE;
		}
	}
	if (scan->ended || need == UNDECIDED || (need == NEEDS_PRAGMA && !pragma) || !charset)
		return NULL;
	if (g_str_has_prefix (charset, "utf-16"))
		return "utf-8";
	return strcmp (charset, "x-user-defined") == 0 ? "windows-1252" : charset;
}

static bool at_tag (const Scan *scan)
{
	gsize letter = scan->at + (looking_at (scan, "</") ? 2 : 1);
	return looking_at (scan, "<") && letter < scan->len &&
	       g_ascii_isalpha ((char)scan->data[letter]);
}

static bool at_meta (const Scan *scan)
{
	gsize after = scan->at + strlen ("<meta");
	return looking_at (scan, "<meta") && after < scan->len &&
	       (is_space (scan->data[after]) || scan->data[after] == '/');
}

static void skip_comment (Scan *scan)
{
	/* the dashes of <!--> count twice */
	for (scan->at += 2; !looking_at (scan, "-->"); scan->at++) {
		here (scan);
		if (scan->ended)
			return;
	}
	scan->at += 2;
}

const char *text_meta_scan (const guint8 *data, gsize len)
{
	Scan scan = { data, 0, len, false };
	g_autoptr (GString) name = g_string_new (NULL), value = g_string_new (NULL);
	for (; scan.at < scan.len && !scan.ended; scan.at++) {
		if (here (&scan) != '<')
			continue;
		if (looking_at (&scan, "<!--")) {
			skip_comment (&scan);
		} else if (at_meta (&scan)) {
			scan.at += strlen ("<meta");
			const char *charset = charset_from_meta (&scan, name, value);
			if (charset)
				return charset;
		} else if (at_tag (&scan)) {
			skip_to (&scan, true);
			while (get_attribute (&scan, name, value))
				;
		} else if (looking_at (&scan, "<!") || looking_at (&scan, "</") ||
			   looking_at (&scan, "<?")) {
			skip_to (&scan, false);
		}
	}
	return NULL;
}

const char *text_meta_prescan (const guint8 *data, gsize len)
{
	return text_meta_scan (data, MIN (len, PRESCAN_MAX));
}

/* text_line.c: texts for a terminal: one line of so many characters, and how many columns it takes. */
#include "shim/text_impl.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Spaces, tabs and newlines to single spaces, none at the ends. */
static gsize collapse_spaces (char *text, gsize len)
{
	gsize out = 0;
	for (gsize i = 0; i < len; i++) {
		bool space = text[i] == ' ' || text[i] == '\n' || text[i] == '\t';
		if (!space)
			text[out++] = text[i];
		else if (out && text[out - 1] != ' ')
			text[out++] = ' ';
	}
	if (out && text[out - 1] == ' ')
		out--;
	text[out] = '\0';
	return out;
}

char *text_line (const char *utf8, gssize len, guint max_chars)
{
	gsize line_len;
	char *line = text_clean (utf8, len, &line_len);
	line_len = collapse_spaces (line, line_len);
	if (!max_chars || line_len <= max_chars)
		return line;
	g_autoptr (GArray) graphemes = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	text_graphemes (line, line_len, graphemes);
	if (graphemes->len > max_chars) {
		gsize end = g_array_index (graphemes, TextSpan, max_chars - 1).end;
		while (end && line[end - 1] == ' ')
			end--;
		line[end] = '\0';
		char *cut = g_strconcat (line, "…", NULL);
		g_free (line);
		line = cut;
	}
	return line;
}

guint text_columns (const char *utf8)
{
	const guint8 *s = (const guint8 *)utf8;
	guint columns = 0;
	for (gsize i = 0, len = strlen (utf8); i < len;) {
		UChar32 point;
		U8_NEXT_OR_FFFD (s, i, len, point);
		if (point < 0x300) {
			columns++;
			continue;
		}
		if (U_GET_GC_MASK (point) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK))
			continue;
		int width = u_getIntPropertyValue (point, UCHAR_EAST_ASIAN_WIDTH);
		columns += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
	}
	return columns;
}

/* furniture.c: which lines of a news text are the news. */
#include "corpus/furniture.h"

#include <string.h>

#include "corpus/furniture_table.h"
#include "shim/text.h"

/* The next line of [*at, len), trimmed; false at the end. Blank lines are passed over. */
static bool next_line (const char *text, gsize len, gsize *at, TextSpan *line)
{
	while (*at < len) {
		const char *newline = memchr (text + *at, '\n', len - *at);
		gsize start = *at, end = newline ? (gsize)(newline - text) : len;
		*at = newline ? end + 1 : len;
		while (start < end && g_ascii_isspace (text[start]))
			start++;
		while (end > start && g_ascii_isspace (text[end - 1]))
			end--;
		if (start < end) {
			*line = (TextSpan){ .start = (guint32)start, .end = (guint32)end };
			return true;
		}
	}
	return false;
}

/* Why a line is not content, or NULL. `seen`: the cores of the lines before; takes this line's over. */
static const char *judge (const char *line, gsize len, const char *title_core, GHashTable *seen)
{
	g_autofree char *folded = NULL;
	g_autofree char *core = furniture_core (line, len, &folded);
	const char *rule = furniture_table_match (line, len, folded, core);
	if (rule || !core)
		return rule;
	if (title_core && !strcmp (core, title_core))
		return "title";
	return g_hash_table_add (seen, g_steal_pointer (&core)) ? NULL : "repeated";
}

GArray *furniture_content (const char *text, gsize len, const char *title, GPtrArray *why)
{
	GArray *content = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *title_core = title ? furniture_core (title, strlen (title), NULL) : NULL;
	gsize at = 0;
	for (TextSpan line; next_line (text, len, &at, &line);) {
		gsize line_len = line.end - line.start;
		const char *rule = judge (text + line.start, line_len, title_core, seen);
		if (!rule)
			g_array_append_val (content, line);
		else if (why)
			g_ptr_array_add (why, g_strdup_printf ("%s\t%.*s", rule, (int)line_len,
							       text + line.start));
	}
	return content;
}

char *furniture_strip (const char *text, gsize len, const char *title)
{
	g_autoptr (GArray) content = furniture_content (text, len, title, NULL);
	GString *out = g_string_sized_new (len);
	for (guint i = 0; i < content->len; i++) {
		const TextSpan *line = &g_array_index (content, TextSpan, i);
		if (i)
			g_string_append_c (out, '\n');
		g_string_append_len (out, text + line->start, line->end - line->start);
	}
	return g_string_free (out, FALSE);
}

const char *furniture_rule (const char *line, gsize len)
{
	TextSpan trimmed;
	gsize at = 0;
	if (!next_line (line, len, &at, &trimmed))
		return NULL;
	const char *start = line + trimmed.start;
	gsize size = trimmed.end - trimmed.start;
	g_autofree char *folded = NULL;
	g_autofree char *core = furniture_core (start, size, &folded);
	return furniture_table_match (start, size, folded, core);
}

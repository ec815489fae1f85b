/* page_html.c: blocks to HTML. */
#include "corpus/page_html.h"

#include <string.h>

#include "shim/text.h"

static void put (GString *out, const char *tag, const char *text, gsize len)
{
	g_autofree char *clean = text_clean (text, (gssize)len, NULL);
	g_autofree char *escaped = g_markup_escape_text (clean, -1);
	g_string_append_printf (out, "<%s>%s</%s>\n", tag, escaped, tag);
}

char *page_body_html (const PageBody *body)
{
	GString *out = g_string_new (NULL);
	bool list = false;
	for (guint32 b = 0; b < body->blocks->list->len; b++) {
		if (body->drop[b])
			continue;
		const PageBlock *block = page_block (body->blocks, b);
		bool item = block->kind == BLOCK_ITEM;
		char heading[3] = { 'h', (char)('0' + CLAMP (block->level, 2, 6)), '\0' };
		if (item != list)
			g_string_append (out, item ? "<ul>\n" : "</ul>\n");
		list = item;
		put (out,
		     item                           ? "li"
		     : block->kind == BLOCK_HEADING ? heading
		     : block->kind == BLOCK_QUOTE   ? "blockquote"
		     : block->kind == BLOCK_PRE     ? "pre"
						    : "p",
		     page_block_text (body->blocks, b), block->len);
	}
	if (list)
		g_string_append (out, "</ul>\n");
	return g_string_free (out, FALSE);
}

char *page_html_of_lines (const char *text)
{
	GString *out = g_string_new (NULL);
	g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
	for (char **line = lines; *line; line++)
		if (**line)
			put (out, "p", *line, strlen (*line));
	return g_string_free (out, FALSE);
}

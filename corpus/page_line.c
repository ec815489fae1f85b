/* page_line.c: the table of furniture lines. */
#include "corpus/page_line.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	enum { IS, BEGINS, CONTAINS } how;
	guint32 words_max;
	char *text;
	gsize len;
} Line;

typedef struct {
	GHashTable *whole;      /* text to Line */
	GPtrArray *begins[256]; /* by first byte */
	GPtrArray *contains;
} Table;

static void add_line (Table *table, const char *row)
{
	g_auto (GStrv) columns = g_strsplit (row, "\t", 4);
	if (*row == '#' || g_strv_length (columns) < 3)
		return;
	/* "newsletter" is both languages'. */
	if (strcmp (columns[0], "is") == 0 && g_hash_table_contains (table->whole, columns[2]))
		return;
	Line *line = g_new0 (Line, 1);
	line->words_max = (guint32)atoi (columns[1]);
	line->text = g_strdup (columns[2]);
	line->len = strlen (line->text);
	g_assert (line->len > 0 && line->words_max > 0);
	if (strcmp (columns[0], "is") == 0) {
		g_hash_table_insert (table->whole, line->text, line);
	} else if (strcmp (columns[0], "begins") == 0) {
		GPtrArray **list = &table->begins[(guint8)line->text[0]];
		*list = *list ? *list : g_ptr_array_new ();
		g_ptr_array_add (*list, line);
	} else {
		g_assert (strcmp (columns[0], "contains") == 0);
		g_ptr_array_add (table->contains, line);
	}
}

/* Part of the program, never changes: read once, for good. */
static const Table *get_table (void)
{
	static gsize ready;
	static Table *table;
	if (g_once_init_enter (&ready)) {
		table = g_new0 (Table, 1);
		table->whole = g_hash_table_new (g_str_hash, g_str_equal);
		table->contains = g_ptr_array_new ();
		g_autoptr (GBytes) bytes =
			g_resources_lookup_data ("/entente/corpus/data/page_lines.tsv", 0, NULL);
		g_assert (bytes);
		g_autofree char *text =
			g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
		g_auto (GStrv) rows = g_strsplit (text, "\n", -1);
		for (char **row = rows; *row; row++)
			add_line (table, *row);
		g_once_init_leave (&ready, 1);
	}
	return table;
}

static bool is_whole (const Table *table, const char *line, gsize len, guint32 words)
{
	char bare[64];
	while (len && strchr (" .:!?>-|,;", line[len - 1]))
		len--;
	while (len && strchr (" >-|[(", *line)) {
		line++;
		len--;
	}
	if (!len || len >= sizeof bare)
		return false;
	memcpy (bare, line, len);
	bare[len] = '\0';
	const Line *found = g_hash_table_lookup (table->whole, bare);
	return found && words <= found->words_max + 1;
}

bool page_line_is_furniture (const char *line, gsize len, guint32 words)
{
	const Table *table = get_table ();
	if (!len || words > 60)
		return false;
	if (is_whole (table, line, len, words))
		return true;
	const GPtrArray *begins = table->begins[(guint8)line[0]];
	for (guint i = 0; begins && i < begins->len; i++) {
		const Line *one = g_ptr_array_index (begins, i);
		if (words <= one->words_max && len >= one->len &&
		    memcmp (line, one->text, one->len) == 0)
			return true;
	}
	for (guint i = 0; i < table->contains->len; i++) {
		const Line *one = g_ptr_array_index (table->contains, i);
		if (words <= one->words_max && memmem (line, len, one->text, one->len))
			return true;
	}
	return false;
}

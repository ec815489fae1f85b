/* table.c: see table.h. */
#include "corpus/table.h"

#include <string.h>

/* $(B)/tables.s; the last has no path. */
typedef struct {
	const char *path, *bytes;
	gsize len;
} Table;
extern const Table entente_tables[];

const char *table_bytes (const char *path, gsize *len)
{
	const Table *table = entente_tables;
	while (table->path && strcmp (table->path, path) != 0)
		table++;
	if (len && table->path)
		*len = table->len;
	return table->bytes;
}

#define COLUMNS_MAX 15

/* Cut `line` at its tabs into `count` columns at most, and a NULL. Returns how many they are. */
static guint split (char *line, guint count, char **columns)
{
	guint found = 0;
	g_assert (count <= COLUMNS_MAX);
	for (char *next; line && found < count; line = next) {
		columns[found++] = line;
		next = found < count ? strchr (line, '\t') : NULL;
		if (next)
			*next++ = '\0';
	}
	columns[found] = NULL;
	return found;
}

void table_each_row (const char *path, guint count, TableRow func, gpointer data)
{
	const char *table = table_bytes (path, NULL);
	if (!table)
		g_error ("no table %s", path);
	g_autofree char *text = g_strdup (table);
	guint number = 0;
	for (char *line = text, *next; line; line = next) {
		next = strchr (line, '\n');
		if (next)
			*next++ = '\0';
		number++;
		if (!*line || *line == '#')
			continue;
		char *columns[COLUMNS_MAX + 1];
		guint found = split (line, count, columns);
		if (found < count)
			g_error ("%s:%u: %u columns, not %u", path, number, found, count);
		func (columns, data);
	}
}

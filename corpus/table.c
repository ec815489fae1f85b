/* table.c: see table.h. */
#include "corpus/table.h"

#include <gio/gio.h>
#include <string.h>

void table_each_row (const char *path, guint count, TableRow func, gpointer data)
{
	g_autofree char *resource = g_strconcat ("/entente/", path, NULL);
	g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, 0, NULL);
	if (!bytes)
		g_error ("no table %s", path);
	gsize size;
	const char *table = g_bytes_get_data (bytes, &size);
	g_autofree char *text = g_strndup (table, size);
	guint number = 0;
	for (char *line = text, *next; line; line = next) {
		next = strchr (line, '\n');
		if (next)
			*next++ = '\0';
		number++;
		if (!*line || *line == '#')
			continue;
		g_auto (GStrv) columns = g_strsplit (line, "\t", (int)count);
		if (g_strv_length (columns) < count)
			g_error ("%s:%u: %u columns, not %u", path, number, g_strv_length (columns),
				 count);
		func (columns, data);
	}
}

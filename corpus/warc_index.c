/* warc_index.c: see warc_index.h. */
#include "corpus/warc_index.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES (256u << 10)

static const char *string_of (const json_t *object, const char *name)
{
	return json_string_value (json_object_get (object, name));
}

/* CDXJ has its numbers as strings; some write them as numbers. */
static guint64 number_of (const json_t *object, const char *name)
{
	const json_t *value = json_object_get (object, name);
	if (json_is_integer (value))
		return (guint64)MAX (json_integer_value (value), 0);
	const char *text = json_string_value (value);
	return text ? g_ascii_strtoull (text, NULL, 10) : 0;
}

/* "20261001100000" as RFC 3339; false when it is something else. */
static bool date_of (const char *digits, char out[32])
{
	if (strspn (digits, "0123456789") != 14)
		return false;
	g_snprintf (out, 32, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", digits, digits + 4, digits + 6,
		    digits + 8, digits + 10, digits + 12);
	return true;
}

/* "surt digits {json}". True to go on. */
static bool read_line (const char *dir, char *line, WarcHeldFunc func, gpointer data)
{
	char date[32];
	char *digits = strchr (line, ' ');
	char *text = digits ? strchr (digits + 1, ' ') : NULL;
	json_t *object = text ? json_loads (text + 1, 0, NULL) : NULL;
	bool go_on = true;
	if (object && date_of (digits + 1, date) && string_of (object, "url") &&
	    string_of (object, "filename")) {
		const char *file = string_of (object, "filename");
		g_autofree char *base = g_path_get_basename (file);
		g_autofree char *path = g_build_filename (dir, base, NULL);
		const WarcHeld held = { .url = string_of (object, "url"),
					.date = date,
					.status = (int)MIN (number_of (object, "status"), 999),
					.mime = string_of (object, "mime"),
					.digest = string_of (object, "digest"),
					.file = base,
					.offset = number_of (object, "offset"),
					.length = number_of (object, "length"),
					.path = path };
		go_on = func (&held, data);
	}
	json_decref (object);
	return go_on;
}

static bool read_file (const char *dir, const char *name, WarcHeldFunc func, gpointer data,
		       bool *go_on, GError **error)
{
	g_autofree char *path = g_build_filename (dir, name, NULL);
	FILE *file = fopen (path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t len = 0;
	while (file && *go_on && (len = getline (&line, &room, file)) > 0)
		if (len < LINE_MAX_BYTES)
			*go_on = read_line (dir, line, func, data);
	int number = errno;
	bool ok = file && !ferror (file);
	if (!ok)
		g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (number), "%s: %s",
			     path, g_strerror (number));
	free (line);
	if (file)
		fclose (file);
	return ok;
}

static int compare (gconstpointer a, gconstpointer b)
{
	return strcmp (*(const char *const *)a, *(const char *const *)b);
}

bool warc_index_read (const char *dir, WarcHeldFunc func, gpointer data, GError **error)
{
	g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
	g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
	bool go_on = true;
	for (const char *name; entries && (name = g_dir_read_name (entries));)
		if (g_str_has_suffix (name, ".cdxj"))
			g_ptr_array_add (names, g_strdup (name));
	g_ptr_array_sort (names, compare);
	for (guint i = 0; i < names->len && go_on; i++)
		if (!read_file (dir, names->pdata[i], func, data, &go_on, error))
			return false;
	return true;
}

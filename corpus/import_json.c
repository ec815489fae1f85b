/* import_json.c: articles from JSON: one object, an array of them, or one a line. */
#include <string.h>

#include "corpus/import_private.h"
#include "shim/text.h"

/* An object (borrowed) at place `number` of the file; 0 when it is all that the file holds. */
static bool emit_object (Import *import, const ImportFile *file, const json_t *object,
			 guint64 number, GError **error)
{
	g_autoptr (GError) bad = NULL;
	/* A JSON Feed lists articles and is none.  https://www.jsonfeed.org/version/1.1/ */
	const char *version = json_string_value (json_object_get (object, "version"));
	if (version && g_str_has_prefix (version, "https://jsonfeed.org/")) {
		import->progress->not_articles++;
		return true;
	}
	g_autoptr (Article) article = article_from_json (object, &bad);
	if (!article) {
		import_skip (import, file, number, bad->message);
		return true;
	}
	g_autofree char *origin = NULL;
	if (file->origin && number == 0)
		origin = g_strdup (file->origin);
	else if (file->origin && article->id)
		origin = g_strdup_printf ("%s#%s", file->origin, article->id);
	else if (file->origin)
		origin = g_strdup_printf ("%s:%" G_GUINT64_FORMAT, file->origin, number);
	import_provenance (article, file->origin, "json");
	return import_emit (import, g_steal_pointer (&article), origin,
			    number == 0 ? file->name : NULL, error);
}

/* jansson's message quotes the input. */
static void skip_syntax (Import *import, const ImportFile *file, guint64 line,
			 const json_error_t *where)
{
	g_autofree char *reason = g_strdup_printf ("not JSON: %s", where->text);
	import_skip (import, file, line, reason);
}

/* One line as JSON; NULL when it is none. A byte order mark may stand before the first. */
static json_t *parse_line (const char *line, gsize len, guint64 number, json_error_t *where)
{
	if (number == 1 && len >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0) {
		line += 3;
		len -= 3;
	}
	return json_loadb (line, len, JSON_ALLOW_NUL, where);
}

static bool is_blank (const char *line, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isspace (line[i]))
			return false;
	return true;
}

static bool import_lines (Import *import, ImportFile *file, GError **error)
{
	const char *line;
	gsize len;
	ImportLine step;
	for (guint64 number = 1; (step = import_file_line (file, &line, &len)) != LINE_END;
	     number++) {
		import_file_count (file, import->progress);
		if (step == LINE_TOO_LONG) {
			import_skip (import, file, number, "a line of over 16 MiB");
			continue;
		}
		if (is_blank (line, len))
			continue;
		json_error_t where;
		json_t *object = parse_line (line, len, number, &where);
		if (!object) {
			skip_syntax (import, file, number, &where);
			continue;
		}
		bool go_on = emit_object (import, file, object, number, error);
		json_decref (object);
		if (!go_on)
			return false;
	}
	return true;
}

/* The whole of the file is one value: an article, or an array of articles. */
static bool import_document (Import *import, ImportFile *file, const json_t *value, GError **error)
{
	if (!json_is_array (value))
		return emit_object (import, file, value, 0, error);
	size_t i;
	json_t *item;
	json_array_foreach (value, i, item) if (!emit_object (import, file, item, (guint64)i + 1,
							      error)) return false;
	return true;
}

/* Is the first line of these bytes an object by itself, and is there more below it? */
static bool begins_with_object_line (const guint8 *data, gsize len)
{
	const char *text = (const char *)data;
	const char *newline = memchr (text, '\n', len);
	gsize line_len = newline ? (gsize)(newline - text) : len;
	if (!newline || is_blank (newline, len - line_len))
		return false;
	json_t *object = parse_line (text, line_len, 1, NULL);
	json_decref (object);
	return object != NULL;
}

bool import_json (Import *import, ImportFile *file, bool lines, GError **error)
{
	const guint8 *data;
	if (lines)
		return import_lines (import, file, error);
	gsize len = import_file_peek (file, IMPORT_JSON_MAX + 1, &data);
	if (begins_with_object_line (data, len))
		return import_lines (import, file, error);
	if (len > IMPORT_JSON_MAX) {
		import_skip (import, file, 0,
			     "a JSON document of over 64 MiB: write it as JSON Lines");
		return true;
	}
	json_error_t where;
	json_t *value = parse_line ((const char *)data, len, 1, &where);
	if (!value) {
		skip_syntax (import, file, (guint64)MAX (where.line, 1), &where);
		return true;
	}
	import_file_count (file, import->progress);
	bool go_on = import_document (import, file, value, error);
	json_decref (value);
	return go_on;
}

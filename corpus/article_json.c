/* article_json.c: reading an article record, under its own names or those that other programs use. */
#include "corpus/article_private.h"

#include <math.h>
#include <string.h>

#include "shim/text.h"

/* What came of one value. */
typedef enum {
	READ_OK,
	READ_NONE,     /* null, "", "None", []: unknown */
	READ_TYPE,     /* a type that the field cannot have */
	READ_UNUSABLE, /* the right type, but no date, no language code, … */
} ReadResult;

/* --- one value --- */

/* Python's str(None) is in many a record. */
static bool says_nothing (const char *s)
{
	return *s == '\0' || strcmp (s, "None") == 0;
}

static ReadResult take (char *clean, char **out)
{
	if (says_nothing (clean)) {
		g_free (clean);
		return READ_NONE;
	}
	*out = clean;
	return READ_OK;
}

static ReadResult read_line (const json_t *value, char **out)
{
	if (json_is_object (value)) {
		/* schema.org's Person, Organization, CreativeWork; Event Registry's source */
		const json_t *name = json_object_get (value, "name");
		value = name ? name : json_object_get (value, "title");
	} else if (json_is_array (value)) {
		value = json_array_get (value, 0);
	}
	if (!value || json_is_null (value))
		return READ_NONE;
	if (!json_is_string (value))
		return READ_TYPE;
	return take (text_line (json_string_value (value), (gssize)json_string_length (value), 0),
		     out);
}

static ReadResult read_id (const json_t *value, char **out)
{
	char *id = NULL;
	if (json_is_integer (value))
		id = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
	else if (json_is_real (value))
		id = g_strdup_printf ("%.17g", json_real_value (value));
	else if (!json_is_string (value))
		return READ_TYPE;
	else if (read_line (value, &id) != READ_OK)
		return READ_NONE;
	if (strlen (id) > ARTICLE_ID_MAX) {
		g_free (id);
		return READ_UNUSABLE;
	}
	*out = id;
	return READ_OK;
}

/* `foreign`: under another program's name, where "source" may be anything, only what begins as an address is one. */
static ReadResult read_url (const json_t *value, bool foreign, char **out)
{
	if (json_is_array (value))
		value = json_array_get (value, 0);
	if (json_is_object (value)) {
		const json_t *url = json_object_get (value, "url");
		value = url ? url : json_object_get (value, "@id");
	}
	if (!value || json_is_null (value))
		return READ_NONE;
	if (!json_is_string (value))
		return READ_TYPE;
	char *url = text_line (json_string_value (value), (gssize)json_string_length (value), 0);
	if (foreign && g_ascii_strncasecmp (url, "http://", 7) != 0 &&
	    g_ascii_strncasecmp (url, "https://", 8) != 0) {
		g_free (url);
		return READ_UNUSABLE;
	}
	return take (url, out);
}

/* Append the blocks of `s` to `out`: one a line, trimmed, none empty. */
static void append_blocks (GString *out, const char *s, gsize s_len)
{
	gsize len;
	g_autofree char *clean = text_clean (s, (gssize)s_len, &len);
	for (const char *line = clean; line;) {
		const char *end = strchr (line, '\n');
		gsize line_len = end ? (gsize)(end - line) : strlen (line);
		const char *next = end ? end + 1 : NULL;
		while (line_len && g_ascii_isspace (*line)) {
			line++;
			line_len--;
		}
		while (line_len && g_ascii_isspace (line[line_len - 1]))
			line_len--;
		if (line_len) {
			if (out->len)
				g_string_append_c (out, '\n');
			g_string_append_len (out, line, (gssize)line_len);
		}
		line = next;
	}
}

/* Fundus: {"sections": [{"headline": […], "paragraphs": […]}]}; also plain lists of paragraphs. `depth`
 * is how many lists or objects may still open. False on a type that is no text. */
static bool append_text (GString *out, const json_t *value, int depth)
{
	if (json_is_string (value)) {
		append_blocks (out, json_string_value (value), json_string_length (value));
		return true;
	}
	if (!value || json_is_null (value))
		return true;
	if (depth == 0)
		return false;
	if (json_is_object (value)) {
		const json_t *sections = json_object_get (value, "sections");
		if (sections)
			return append_text (out, sections, depth - 1);
		const json_t *paragraphs = json_object_get (value, "paragraphs");
		return paragraphs &&
		       append_text (out, json_object_get (value, "headline"), depth - 1) &&
		       append_text (out, paragraphs, depth - 1);
	}
	if (!json_is_array (value))
		return false;
	size_t i;
	json_t *item;
	json_array_foreach (value, i, item) if (!append_text (out, item, depth - 1)) return false;
	return true;
}

static ReadResult read_text (const json_t *value, char **out)
{
	g_autoptr (GString) text = g_string_new (NULL);
	if (!append_text (text, value, 4))
		return READ_TYPE;
	return take (g_string_free (g_steal_pointer (&text), FALSE), out);
}

static ReadResult read_language (const json_t *value, char **out)
{
	g_autofree char *line = NULL;
	ReadResult result = read_line (value, &line);
	if (result != READ_OK)
		return result;
	char *code = article_language_code (line);
	if (!code)
		return READ_UNUSABLE;
	*out = code;
	return READ_OK;
}

/* A number is unix time, in milliseconds when it would otherwise be past the year 5138. */
static ReadResult read_date (const json_t *value, ArticleDate *out)
{
	ArticleDate date = { 0 };
	if (json_is_integer (value)) {
		gint64 s = json_integer_value (value);
		date.unix_s = ABS (s / 2) > 50000000000 ? s / 1000 : s;
		date.precision = DATE_SECOND;
		date.has_zone = true;
		g_autofree char *valid = article_date_format (&date);
		if (!valid)
			return READ_UNUSABLE;
	} else {
		g_autofree char *line = NULL;
		ReadResult result = json_is_string (value) ? read_line (value, &line) : READ_TYPE;
		if (result != READ_OK)
			return result;
		if (!article_date_parse (line, &date))
			return READ_UNUSABLE;
	}
	date.confidence = 1;
	date.source = g_strdup ("record");
	g_free (out->source);
	*out = date;
	return READ_OK;
}

static void append_names (GPtrArray *out, const char *s, bool commas)
{
	g_auto (GStrv) parts = g_strsplit (s, strchr (s, ';') || !commas ? ";" : ",", -1);
	for (char **part = parts; *part; part++) {
		g_autofree char *name = text_line (*part, -1, 0);
		if (!says_nothing (name))
			g_ptr_array_add (out, g_steal_pointer (&name));
	}
}

/* A list of strings or of objects with a name, or one of these, or one string with several apart by ";" (trafilatura),
 * keywords also by ",". In authors a comma may stand before "Jr." or an agency, so it parts nothing. */
static ReadResult read_list (const json_t *value, bool commas, GPtrArray *out)
{
	if (json_is_string (value)) {
		g_autofree char *line = NULL;
		if (read_line (value, &line) == READ_OK)
			append_names (out, line, commas);
		return out->len ? READ_OK : READ_NONE;
	}
	if (json_is_object (value)) {
		char *name = NULL;
		ReadResult result = read_line (value, &name);
		if (result == READ_OK)
			g_ptr_array_add (out, name);
		return result;
	}
	if (!json_is_array (value))
		return READ_TYPE;
	size_t i;
	json_t *item;
	json_array_foreach (value, i, item)
	{
		char *name = NULL;
		if (!json_is_array (item) && read_line (item, &name) == READ_OK)
			g_ptr_array_add (out, name);
	}
	return out->len ? READ_OK : READ_NONE;
}

static ReadResult read_share (const json_t *value, double *out)
{
	if (!json_is_number (value))
		return READ_TYPE;
	double share = json_number_value (value);
	if (!(share >= 0 && share <= 1))
		return READ_UNUSABLE;
	*out = share;
	return READ_OK;
}

static ReadResult read_tri (const json_t *value, Tri *out)
{
	if (json_is_boolean (value)) {
		*out = json_is_true (value) ? TRI_YES : TRI_NO;
		return READ_OK;
	}
	const char *s = json_string_value (value);
	if (!s)
		return READ_TYPE;
	if (says_nothing (s))
		return READ_NONE;
	if (g_ascii_strcasecmp (s, "true") == 0)
		*out = TRI_YES;
	else if (g_ascii_strcasecmp (s, "false") == 0)
		*out = TRI_NO;
	else
		return READ_UNUSABLE;
	return READ_OK;
}

/* --- one field --- */

static ReadResult read_value (Article *article, const ArticleField *field, const json_t *value,
			      bool foreign)
{
	if (!value || json_is_null (value))
		return READ_NONE;
	char **string = ARTICLE_MEMBER (char *, article, field);
	switch (field->kind) {
	case FIELD_ID:
		return read_id (value, string);
	case FIELD_URL:
		return read_url (value, foreign, string);
	case FIELD_LINE:
		return read_line (value, string);
	case FIELD_TEXT:
		return read_text (value, string);
	case FIELD_LANGUAGE:
		return read_language (value, string);
	case FIELD_DATE:
		return read_date (value, ARTICLE_MEMBER (ArticleDate, article, field));
	case FIELD_LIST:
		return read_list (value, field->offset == G_STRUCT_OFFSET (Article, keywords),
				  *ARTICLE_MEMBER (GPtrArray *, article, field));
	case FIELD_SHARE:
		return read_share (value, ARTICLE_MEMBER (double, article, field));
	case FIELD_TRI:
		return read_tri (value, ARTICLE_MEMBER (Tri, article, field));
	case FIELD_OBJECT:
		if (!json_is_object (value))
			return READ_TYPE;
		if (json_object_size (value) == 0)
			return READ_NONE;
		*ARTICLE_MEMBER (json_t *, article, field) = json_deep_copy (value);
		return READ_OK;
	}
	g_assert_not_reached ();
}

/* The value at "a" or "a.b" of `object`; `*key` is the length of "a". */
static const json_t *look_up (const json_t *object, const char *path, gsize *key_len)
{
	const char *dot = strchr (path, '.');
	*key_len = dot ? (gsize)(dot - path) : strlen (path);
	if (!dot)
		return json_object_get (object, path);
	g_autofree char *key = g_strndup (path, *key_len);
	return json_object_get (json_object_get (object, key), dot + 1);
}

/* Read `field` under its own name, else under the first alias that gives something; that alias goes to `used`.
 * What is of the right type but cannot be used is kept in `*unread`. */
static bool read_field (Article *article, const ArticleField *field, const json_t *object,
			GPtrArray *used, json_t **unread, GError **error)
{
	json_t *own = json_object_get (object, field->name);
	ReadResult result = read_value (article, field, own, false);
	if (result == READ_TYPE) {
		g_set_error (error, ARTICLE_ERROR, ARTICLE_ERROR_FIELD,
			     "\"%s\" is of a type that it cannot have", field->name);
		return false;
	}
	if (result == READ_UNUSABLE) {
		if (!*unread)
			*unread = json_object ();
		json_object_set (*unread, field->name, own);
	}
	for (guint i = 0; result != READ_OK && i < G_N_ELEMENTS (field->aliases); i++) {
		gsize key_len;
		const char *alias = field->aliases[i];
		if (!alias)
			break;
		result = read_value (article, field, look_up (object, alias, &key_len), true);
		/* An object of which we read one part stays whole among the extra fields. */
		if (result == READ_OK && alias[key_len] == '\0')
			g_ptr_array_add (used, (gpointer)(guintptr)alias);
	}
	return true;
}

static bool is_own_name (const char *key)
{
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++)
		if (strcmp (article_fields[i].name, key) == 0)
			return true;
	return false;
}

static void keep_extra (Article *article, const json_t *object, const GPtrArray *used)
{
	const char *key;
	json_t *value;
	/* jansson's macro writes to nothing but wants it not const. */
	json_t *fields = (json_t *)(guintptr)object;
	json_object_foreach (fields, key, value)
	{
		bool known = is_own_name (key);
		for (guint i = 0; i < used->len && !known; i++)
			known = strcmp (used->pdata[i], key) == 0;
		if (known)
			continue;
		if (!article->extra)
			article->extra = json_object ();
		json_object_set (article->extra, key, value);
	}
}

Article *article_from_json (const json_t *object, GError **error)
{
	if (!json_is_object (object)) {
		g_set_error (error, ARTICLE_ERROR, ARTICLE_ERROR_JSON, "not a JSON object");
		return NULL;
	}
	g_autoptr (Article) article = article_new ();
	g_autoptr (GPtrArray) used = g_ptr_array_new ();
	json_t *unread = NULL;
	bool ok = true;
	for (guint i = 0; ok && i < ARTICLE_FIELDS_COUNT; i++)
		ok = read_field (article, &article_fields[i], object, used, &unread, error);
	if (ok)
		article_provenance_in (article, g_steal_pointer (&article->provenance));
	if (ok && unread) {
		if (!article->provenance)
			article->provenance = json_object ();
		json_object_set (article->provenance, "unread", unread);
	}
	json_decref (unread);
	if (ok && !article->title && !article->text) {
		g_set_error (error, ARTICLE_ERROR, ARTICLE_ERROR_EMPTY, "neither title nor text");
		return NULL;
	}
	if (!ok)
		return NULL;
	keep_extra (article, object, used);
	return g_steal_pointer (&article);
}

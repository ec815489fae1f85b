/* opml.c: see opml.h. */
#include "corpus/opml.h"

#include <string.h>

#include "corpus/url.h"
#include "corpus/xmlsafe.h"
#include "shim/text.h"

#define NAMESPACE "tag:entente,2026:opml"

G_DEFINE_QUARK (entente - opml - error - quark, opml_error)

static void outline_free (gpointer data)
{
	OpmlOutline *outline = data;
	source_free (outline->source);
	g_free (outline->parent_url);
	g_free (outline);
}

/* --- reading --- */

typedef struct {
	GPtrArray *outlines;
	GPtrArray *groups; /* char *, one for each open outline; "" for one that names no group */
	bool is_opml, is_other;
} Reader;

/* A value as one clean line, NULL when nothing is in it. Owned. */
static char *value_of (const XmlsafeElement *element, const char *name)
{
	for (guint i = 0; i < element->attributes_count; i++) {
		const XmlsafeAttribute *a = &element->attributes[i];
		/* the names' letter case is what readers disagree in */
		if (g_ascii_strcasecmp (a->name, name) != 0)
			continue;
		char *line = text_line (a->value, -1, OPML_VALUE_MAX);
		if (*line)
			return line;
		g_free (line);
	}
	return NULL;
}

/* As value_of(), without a limit of characters: addresses. */
static char *address_of (const XmlsafeElement *element, const char *name)
{
	for (guint i = 0; i < element->attributes_count; i++) {
		const XmlsafeAttribute *a = &element->attributes[i];
		if (g_ascii_strcasecmp (a->name, name) == 0 && *a->value)
			return text_line (a->value, -1, 0);
	}
	return NULL;
}

static char *group_of (const Reader *reader)
{
	g_autoptr (GString) group = g_string_new (NULL);
	for (guint i = 0; i < reader->groups->len; i++) {
		const char *name = reader->groups->pdata[i];
		if (*name)
			g_string_append_printf (group, "%s%s", group->len ? "/" : "", name);
	}
	return group->len ? text_line (group->str, (gssize)group->len, OPML_VALUE_MAX) : NULL;
}

static void take_source (Reader *reader, const XmlsafeElement *element, char *url, bool is_link)
{
	g_autofree char *kind_name = value_of (element, "kind"),
			*title = value_of (element, "title"), *text = value_of (element, "text");
	SourceKind kind = source_kind_from_name (kind_name);
	if (kind == SOURCE_KINDS)
		kind = is_link ? SOURCE_HOME : SOURCE_FEED;
	OpmlOutline *outline = g_new0 (OpmlOutline, 1);
	Source *source = outline->source = source_new (kind, NULL);
	source->url = url;
	source->title = g_strdup (title ? title : text);
	/* what has no title of its own is shown by its address: that is no title */
	if (g_strcmp0 (source->title, url) == 0)
		g_clear_pointer (&source->title, g_free);
	source->language = value_of (element, "language");
	source->site_url = address_of (element, "htmlUrl");
	source->group = group_of (reader);
	outline->parent_url = address_of (element, "parent");
	g_ptr_array_add (reader->outlines, outline);
}

static bool on_start (const XmlsafeElement *element, gpointer data)
{
	Reader *reader = data;
	bool outline = g_ascii_strcasecmp (element->name, "outline") == 0;
	if (!reader->is_opml) {
		reader->is_opml = outline || g_ascii_strcasecmp (element->name, "opml") == 0;
		reader->is_other = !reader->is_opml;
		if (reader->is_other)
			return false;
	}
	if (!outline)
		return true;
	if (reader->outlines->len >= OPML_MAX_SOURCES)
		return false;
	char *url = address_of (element, "xmlUrl");
	g_autofree char *type = value_of (element, "type");
	bool is_link = !url && type && g_ascii_strcasecmp (type, "link") == 0;
	if (is_link)
		url = address_of (element, "url");
	g_autofree char *name = url ? NULL : value_of (element, "text");
	if (url)
		take_source (reader, element, url, is_link);
	else if (!name)
		name = value_of (element, "title");
	g_ptr_array_add (reader->groups, name ? g_steal_pointer (&name) : g_strdup (""));
	return true;
}

static bool on_end (const char *name, const char *uri, gpointer data)
{
	Reader *reader = data;
	(void)uri;
	if (g_ascii_strcasecmp (name, "outline") == 0 && reader->groups->len)
		g_ptr_array_set_size (reader->groups, (int)reader->groups->len - 1);
	return true;
}

GPtrArray *opml_parse (const guint8 *data, gsize len, GError **error)
{
	static const XmlsafeHandler handler = { .start = on_start, .end = on_end };
	if (len > OPML_MAX_BYTES) {
		g_set_error (error, OPML_ERROR, OPML_ERROR_TOO_BIG,
			     "the list has %" G_GSIZE_FORMAT " bytes; the limit is %u", len,
			     OPML_MAX_BYTES);
		return NULL;
	}
	g_autoptr (GPtrArray) outlines = g_ptr_array_new_with_free_func (outline_free);
	g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
	Reader reader = { outlines, groups, false, false };
	bool flawed;
	if (!xmlsafe_parse (data, len, NULL, &handler, &reader, &flawed, NULL) || !reader.is_opml) {
		g_set_error_literal (error, OPML_ERROR, OPML_ERROR_NOT_OPML, "not an OPML list");
		return NULL;
	}
	return g_steal_pointer (&outlines);
}

/* --- writing --- */

static void append_attribute (GString *out, const char *name, const char *value)
{
	if (!value)
		return;
	g_autofree char *clean = text_line (value, -1, 0);
	g_autofree char *escaped = g_markup_escape_text (clean, -1);
	g_string_append_printf (out, " %s=\"%s\"", name, escaped);
}

static void append_indent (GString *out, guint depth)
{
	for (guint i = 0; i < depth + 2; i++)
		g_string_append (out, "  ");
}

static const char *parent_url (const GPtrArray *sources, gint64 id)
{
	for (guint i = 0; id && i < sources->len; i++) {
		const Source *source = sources->pdata[i];
		if (source->id == id)
			return source->url;
	}
	return NULL;
}

static void append_source (GString *out, const Source *source, const char *parent, guint depth)
{
	bool feed = source->kind == SOURCE_FEED;
	append_indent (out, depth);
	g_string_append (out, "<outline");
	append_attribute (out, "type", feed ? "rss" : "link");
	append_attribute (out, "text", source->title ? source->title : source->url);
	append_attribute (out, "title", source->title);
	append_attribute (out, feed ? "xmlUrl" : "url", source->url);
	append_attribute (out, "htmlUrl", source->site_url);
	append_attribute (out, "language", source->language);
	if (!feed)
		append_attribute (out, "entente:kind", source_kind_name (source->kind));
	append_attribute (out, "entente:parent", parent);
	g_string_append (out, "/>\n");
}

/* Close groups down to those that `open` and `wanted` have in common, and open the rest of `wanted`. Both end with NULL. */
static void change_group (GString *out, char **open, char **wanted)
{
	guint same = 0, depth = g_strv_length (open);
	while (open[same] && wanted[same] && strcmp (open[same], wanted[same]) == 0)
		same++;
	while (depth > same) {
		append_indent (out, --depth);
		g_string_append (out, "</outline>\n");
	}
	for (; wanted[depth]; depth++) {
		append_indent (out, depth);
		g_string_append (out, "<outline");
		append_attribute (out, "text", wanted[depth]);
		g_string_append (out, ">\n");
	}
}

char *opml_write (const GPtrArray *sources, const char *title, gint64 now_s)
{
	GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				     "<opml version=\"2.0\" xmlns:entente=\"" NAMESPACE "\">\n"
				     "  <head>\n");
	g_autofree char *escaped = g_markup_escape_text (title, -1);
	g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_s);
	g_autofree char *date = g_date_time_format (now, "%a, %d %b %Y %H:%M:%S GMT");
	g_string_append_printf (out,
				"    <title>%s</title>\n    <dateCreated>%s</dateCreated>\n"
				"  </head>\n  <body>\n",
				escaped, date);
	g_auto (GStrv) open = g_strsplit ("", "/", -1);
	for (guint i = 0; i < sources->len; i++) {
		const Source *source = sources->pdata[i];
		char **wanted = g_strsplit (source->group ? source->group : "", "/", -1);
		change_group (out, open, wanted);
		g_strfreev (open);
		open = wanted;
		append_source (out, source, parent_url (sources, source->parent),
			       g_strv_length (open));
	}
	g_auto (GStrv) none = g_strsplit ("", "/", -1);
	change_group (out, open, none);
	g_string_append (out, "  </body>\n</opml>\n");
	return g_string_free (out, FALSE);
}

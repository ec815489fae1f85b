/* page_jsonld.c: JSON-LD into facts. */
#include "corpus/page_jsonld.h"

#include <string.h>

#define DEPTH_MAX 24    /* of nested objects and arrays that are looked into */
#define NODES_MAX 20000 /* objects looked at in one script */

/* --- repair --- */

static const char *skip_white (const char *s, const char *end)
{
	while (s < end && g_ascii_isspace (*s))
		s++;
	return s;
}

/* Does the quote at `s`, inside a string, end it? Only when what follows can follow a string; a quote inside the text, as in
 * "He said "no" today", is mostly followed by a letter. */
static bool ends_string (const char *s, const char *end)
{
	const char *next = skip_white (s + 1, end);
	if (next >= end)
		return true;
	if (*next == ':' || *next == '}' || *next == ']')
		return true;
	if (*next != ',')
		return false;
	next = skip_white (next + 1, end);
	return next >= end || strchr ("\"{[}]0123456789-tfn", *next);
}

static void put_string_char (GString *out, char c)
{
	if (c == '\n')
		g_string_append (out, "\\n");
	else if (c == '\t')
		g_string_append_c (out, ' ');
	else if ((guint8)c >= ' ')
		g_string_append_c (out, c);
}

static const char *copy_string (const char *s, const char *end, GString *out)
{
	g_string_append_c (out, '"');
	for (s++; s < end; s++) {
		if (*s == '\\' && s + 1 < end) {
			if (strchr ("\"\\/bfnrtu", s[1])) {
				g_string_append_len (out, s, 2);
				s++;
			} /* "\'" and other escapes that JSON has not: the backslash goes */
		} else if (*s == '"') {
			if (ends_string (s, end))
				break;
			g_string_append (out, "\\\"");
		} else {
			put_string_char (out, *s);
		}
	}
	g_string_append_c (out, '"');
	return s < end ? s + 1 : s;
}

char *page_jsonld_repair (const char *json, gsize len)
{
	const char *s = json, *end = json + len;
	GString *out = g_string_sized_new (len + 16);
	/* "<!--", "//<![CDATA[", "window.x = ": begin at the first bracket; end at the last. */
	const char *cdata = memmem (s, len, "CDATA[", 6);
	if (cdata)
		s = cdata + 6;
	while (s < end && *s != '{' && *s != '[')
		s++;
	while (end > s && end[-1] != '}' && (end[-1] != ']' || (end - s > 1 && end[-2] == ']')))
		end--;
	while (s < end) {
		if (*s == '"') {
			s = copy_string (s, end, out);
			continue;
		}
		if (*s == ',') {
			const char *next = skip_white (s + 1, end);
			if (next < end && (*next == '}' || *next == ']' || *next == ',')) {
				s = next;
				continue;
			}
		}
		if (*s == ';' && skip_white (s + 1, end) >= end)
			break;
		g_string_append_c (out, *s++);
	}
	return g_string_free (out, FALSE);
}

/* --- reading --- */

typedef struct {
	PageFacts *facts;
	guint budget;
	json_t *ids; /* "@id" to object, for references inside one script */
} Reader;

/* How much an object's word counts, by its type. */
typedef enum { TYPE_OTHER, TYPE_PAGE, TYPE_ARTICLE } Kind;

static Kind kind_of_name (const char *type)
{
	static const char *const article[] = {
		"Article",
		"NewsArticle",
		"BlogPosting",
		"ReportageNewsArticle",
		"AnalysisNewsArticle",
		"Report",
		"OpinionNewsArticle",
		"LiveBlogPosting",
		"ReviewNewsArticle",
		"BackgroundNewsArticle",
		"TechArticle",
		"SocialMediaPosting",
		"AdvertiserContentArticle",
		"ScholarlyArticle",
		"Review",
		"AskPublicNewsArticle",
		"SatiricalArticle",
		"MedicalScholarlyArticle",
		"Recipe",
		"CreativeWork",
	};
	const char *name = strrchr (type, '/');
	name = name ? name + 1 : type;
	for (gsize i = 0; i < G_N_ELEMENTS (article); i++)
		if (g_ascii_strcasecmp (name, article[i]) == 0)
			return TYPE_ARTICLE;
	if (g_ascii_strcasecmp (name, "WebPage") == 0 || g_ascii_strcasecmp (name, "ItemPage") == 0)
		return TYPE_PAGE;
	return TYPE_OTHER;
}

static Kind kind_of (const json_t *object)
{
	const json_t *type = json_object_get (object, "@type");
	if (json_is_string (type))
		return kind_of_name (json_string_value (type));
	Kind best = TYPE_OTHER;
	for (gsize i = 0; i < json_array_size (type); i++) {
		const json_t *one = json_array_get (type, i);
		if (json_is_string (one))
			best = MAX (best, kind_of_name (json_string_value (one)));
	}
	return best;
}

static const json_t *follow (const Reader *reader, const json_t *value)
{
	const json_t *id = json_is_object (value) && !json_object_get (value, "name")
				   ? json_object_get (value, "@id")
				   : NULL;
	const json_t *target =
		json_is_string (id) ? json_object_get (reader->ids, json_string_value (id)) : NULL;
	return target ? target : value;
}

static void add (const Reader *reader, PageFactField field, Kind kind, const char *key,
		 const char *value)
{
	g_autofree char *rule = g_strdup_printf ("json-ld:%s", key);
	page_fact_add (reader->facts, field, kind == TYPE_ARTICLE ? 10 : 40, rule, value);
}

/* Strings in a value that may be a string, an object with a name (or url), or an array of them. */
static void add_names (const Reader *reader, PageFactField field, Kind kind, const char *key,
		       const json_t *value, const char *inner, int depth)
{
	if (depth > 4)
		return;
	value = follow (reader, value);
	if (json_is_string (value)) {
		add (reader, field, kind, key, json_string_value (value));
	} else if (json_is_array (value)) {
		for (gsize i = 0; i < MIN (json_array_size (value), 50u); i++)
			add_names (reader, field, kind, key, json_array_get (value, i), inner,
				   depth + 1);
	} else if (json_is_object (value)) {
		const json_t *name = json_object_get (value, inner);
		if (name && name != value)
			add_names (reader, field, kind, key, name, inner, depth + 1);
	}
}

static void read_access (const Reader *reader, Kind kind, const json_t *value)
{
	if (json_is_boolean (value))
		add (reader, FACT_FREE, kind, "isAccessibleForFree",
		     json_is_true (value) ? "true" : "false");
	else if (json_is_string (value))
		add (reader, FACT_FREE, kind, "isAccessibleForFree", json_string_value (value));
}

static void read_object (const Reader *reader, const json_t *object, Kind kind)
{
	static const struct {
		const char *key;
		PageFactField field;
		const char *inner;
		bool article_only;
	} keys[] = {
		{ "headline", FACT_TITLE, "@value", false },
		{ "name", FACT_TITLE, "@value", true },
		{ "description", FACT_DESCRIPTION, "@value", false },
		{ "datePublished", FACT_PUBLISHED, "@value", false },
		{ "dateModified", FACT_MODIFIED, "@value", false },
		{ "dateCreated", FACT_DATE, "@value", true },
		{ "uploadDate", FACT_DATE, "@value", true },
		{ "author", FACT_AUTHOR, "name", true },
		{ "creator", FACT_AUTHOR, "name", true },
		{ "articleSection", FACT_SECTION, "name", false },
		{ "keywords", FACT_KEYWORD, "name", false },
		{ "image", FACT_IMAGE, "url", true },
		{ "thumbnailUrl", FACT_IMAGE, "url", true },
		{ "publisher", FACT_PUBLISHER, "name", false },
		{ "mainEntityOfPage", FACT_URL, "@id", true },
		{ "url", FACT_URL, "@id", true },
		{ "inLanguage", FACT_LANGUAGE, "name", false },
		{ "articleBody", FACT_BODY, "@value", true },
		{ "license", FACT_LICENSE, "url", true },
		{ "usageInfo", FACT_LICENSE, "url", true },
		{ "copyrightNotice", FACT_LICENSE, "@value", true },
	};
	for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
		const json_t *value = json_object_get (object, keys[i].key);
		bool weak =
			strcmp (keys[i].key, "name") == 0 && json_object_get (object, "headline");
		if (value && (kind == TYPE_ARTICLE || !keys[i].article_only) && !weak)
			add_names (reader, keys[i].field, kind, keys[i].key, value, keys[i].inner,
				   0);
	}
	read_access (reader, kind, json_object_get (object, "isAccessibleForFree"));
}

static void index_ids (Reader *reader, json_t *value, int depth)
{
	const char *key;
	json_t *child;
	gsize i;
	if (depth > DEPTH_MAX || reader->budget == 0)
		return;
	reader->budget--;
	if (json_is_object (value)) {
		const char *id = json_string_value (json_object_get (value, "@id"));
		if (id && json_object_get (value, "name") && !json_object_get (reader->ids, id))
			json_object_set (reader->ids, id, value);
		json_object_foreach (value, key, child) index_ids (reader, child, depth + 1);
	} else if (json_is_array (value)) {
		json_array_foreach (value, i, child) index_ids (reader, child, depth + 1);
	}
}

/* An article among "other articles" must not speak for the page. */
static bool passed_over (const char *key)
{
	static const char *const keys[] = { "itemListElement", "mentions",       "hasPart",
					    "isPartOf",        "comment",        "isBasedOn",
					    "citation",        "review",         "video",
					    "subjectOf",       "liveBlogUpdate", "relatedLink",
					    "blogPost",        "about" };
	for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
		if (strcmp (key, keys[i]) == 0)
			return true;
	return false;
}

/* What the object is, when it is an article, or a page of a kind that tells. */
static void read_type (const Reader *reader, const json_t *object, Kind kind)
{
	const json_t *type = json_object_get (object, "@type");
	if (json_is_array (type))
		type = json_array_get (type, 0);
	const char *name = json_string_value (type), *slash = name ? strrchr (name, '/') : NULL;
	name = slash ? slash + 1 : name;
	if (name && (kind == TYPE_ARTICLE ||
		     (kind == TYPE_OTHER && g_str_has_suffix (name, "Page"))))
		page_fact_add (reader->facts, FACT_PAGE_TYPE, 10, "json-ld:@type", name);
}

static void read_value (Reader *reader, const json_t *value, int depth)
{
	if (depth > DEPTH_MAX || reader->budget == 0)
		return;
	reader->budget--;
	if (json_is_array (value)) {
		for (gsize i = 0; i < json_array_size (value); i++)
			read_value (reader, json_array_get (value, i), depth + 1);
	} else if (json_is_object (value)) {
		Kind kind = kind_of (value);
		const char *key;
		json_t *child;
		read_type (reader, value, kind);
		if (kind != TYPE_OTHER)
			read_object (reader, value, kind);
		void *iterator = json_object_iter ((json_t *)(gsize)value);
		for (; iterator;
		     iterator = json_object_iter_next ((json_t *)(gsize)value, iterator)) {
			key = json_object_iter_key (iterator);
			child = json_object_iter_value (iterator);
			if (!passed_over (key))
				read_value (reader, child, depth + 1);
		}
	}
}

bool page_jsonld_read (const char *json, gsize len, PageFacts *facts)
{
	json_t *root = json_loadb (json, len, JSON_ALLOW_NUL, NULL);
	if (!root) {
		g_autofree char *repaired = page_jsonld_repair (json, len);
		root = json_loads (repaired, JSON_DISABLE_EOF_CHECK, NULL);
	}
	if (!root)
		return false;
	Reader reader = { facts, NODES_MAX, json_object () };
	index_ids (&reader, root, 0);
	reader.budget = NODES_MAX;
	read_value (&reader, root, 0);
	json_decref (reader.ids);
	json_decref (root);
	return true;
}

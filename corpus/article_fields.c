/* article_fields.c: the record's fields as one table, and the record as it is written. */
#include "corpus/article_private.h"

#include <string.h>

#include "shim/text.h"

#define AT(member) G_STRUCT_OFFSET (Article, member)

/* Other programs' names: news-please (NewsArticle.py), Fundus (Article, HTML), trafilatura (Document, --json), Media
 * Cloud (content_metadata), Event Registry, schema.org NewsArticle, Patapsco, JSON Feed 1.1. */
const ArticleField article_fields[ARTICLE_FIELDS_COUNT] = {
	{ "id", FIELD_ID, AT (id), { "_id", "docid", "doc_id", "uri" } },
	{ "url",
	  FIELD_URL,
	  AT (url),
	  { "html.responded_url", "html.requested_url", "link", "original_url", "source",
	    "mainEntityOfPage" } },
	{ "canonical_url", FIELD_URL, AT (canonical_url), { NULL } },
	{ "title",
	  FIELD_LINE,
	  AT (title),
	  { "headline", "article_title", "title_page", "title_rss" } },
	{ "description", FIELD_LINE, AT (description), { "excerpt", "summary", "body.summary" } },
	{ "text",
	  FIELD_TEXT,
	  AT (text),
	  { "maintext", "plaintext", "articleBody", "text_content", "body", "content_text",
	    "full_text", "raw_text" } },
	{ "authors", FIELD_LIST, AT (authors), { "author", "byline", "creator" } },
	{ "date_published",
	  FIELD_DATE,
	  AT (date_published),
	  { "date_publish", "publishing_date", "publication_date", "dateTimePub", "datePublished",
	    "dateTime", "date", "published", "published_at", "pubDate" } },
	{ "date_modified",
	  FIELD_DATE,
	  AT (date_modified),
	  { "date_modify", "dateModified", "modified", "updated" } },
	{ "date_fetched",
	  FIELD_DATE,
	  AT (date_fetched),
	  { "date_download", "html.crawl_date", "crawl_date", "filedate", "parsed_date" } },
	{ "language", FIELD_LANGUAGE, AT (language), { "lang", "inLanguage", "full_language" } },
	{ "language_confidence", FIELD_SHARE, AT (language_confidence), { NULL } },
	{ "publisher",
	  FIELD_LINE,
	  AT (publisher),
	  { "sitename", "source-hostname", "source.title", "isPartOf" } },
	{ "domain",
	  FIELD_LINE,
	  AT (domain),
	  { "source_domain", "hostname", "canonical_domain", "source.uri" } },
	{ "section", FIELD_LINE, AT (section), { "articleSection" } },
	{ "keywords", FIELD_LIST, AT (keywords), { "tags", "topics", "categories" } },
	{ "image_url", FIELD_URL, AT (image_url), { "image", "thumbnailUrl", "images" } },
	{ "is_accessible_for_free",
	  FIELD_TRI,
	  AT (is_accessible_for_free),
	  { "isAccessibleForFree", "free_access" } },
	{ "story", FIELD_LINE, AT (story), { NULL } },
	{ "copy_group", FIELD_LINE, AT (copy_group), { NULL } },
	{ "rights", FIELD_OBJECT, AT (rights), { NULL } },
	{ "provenance", FIELD_OBJECT, AT (provenance), { NULL } },
};

char *article_language_code (const char *s)
{
	/* ISO 639's own words for "not known", "several", "none", and CLD2's */
	static const char *const none[] = { "und", "mul", "mis", "zxx", "xx", "un" };
	const char *known = lang_code (lang_from_code (s));
	if (known)
		return g_strdup (known);
	gsize len = 0;
	while (g_ascii_isalpha (s[len]))
		len++;
	bool ends = s[len] == '\0' || s[len] == '-' || s[len] == '_';
	if (len < 2 || len > 3 || !ends)
		return NULL;
	char *code = g_ascii_strdown (s, (gssize)len);
	for (guint i = 0; code && i < G_N_ELEMENTS (none); i++)
		if (strcmp (code, none[i]) == 0)
			g_clear_pointer (&code, g_free);
	return code;
}

/* --- dates in the provenance --- */

static const char *const precision_names[] = { NULL, "year", "month", "day", "minute", "second" };

json_t *article_provenance_out (const Article *article)
{
	json_t *sources = json_object ();
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++) {
		const ArticleField *field = &article_fields[i];
		if (field->kind != FIELD_DATE)
			continue;
		const ArticleDate *date = ARTICLE_CONST_MEMBER (ArticleDate, article, field);
		bool plain = date->confidence == 1 && g_strcmp0 (date->source, "record") == 0 &&
			     (date->precision <= DATE_DAY ||
			      (date->precision == DATE_SECOND && date->has_zone));
		if (date->precision == DATE_NONE || plain)
			continue;
		json_object_set_new (sources, field->name,
				     json_pack ("{s:s?,s:f,s:s,s:b}", "source", date->source,
						"confidence", date->confidence, "precision",
						precision_names[date->precision], "zone",
						(int)date->has_zone));
	}
	json_t *out = article->provenance ? json_copy (article->provenance) : NULL;
	if (json_object_size (sources)) {
		if (!out)
			out = json_object ();
		json_object_set (out, "date_source", sources);
	}
	json_decref (sources);
	return out;
}

/* Only what the date itself can bear: a day has no seconds, whatever the provenance says. */
static void restore_date (ArticleDate *date, const json_t *source)
{
	const char *precision = json_string_value (json_object_get (source, "precision"));
	const json_t *rule = json_object_get (source, "source");
	double confidence = json_number_value (json_object_get (source, "confidence"));
	g_free (date->source);
	date->source = NULL;
	if (json_is_string (rule))
		date->source =
			text_line (json_string_value (rule), (gssize)json_string_length (rule), 0);
	date->confidence = confidence >= 0 && confidence <= 1 ? confidence : 0;
	if (date->precision >= DATE_MINUTE) {
		bool whole_minute = date->unix_s % 60 == 0;
		if (g_strcmp0 (precision, "minute") == 0 && whole_minute)
			date->precision = DATE_MINUTE;
		if (date->offset_s == 0 && json_is_false (json_object_get (source, "zone")))
			date->has_zone = false;
	}
}

void article_provenance_in (Article *article, json_t *provenance)
{
	json_decref (article->provenance);
	article->provenance = provenance;
	json_t *sources = json_object_get (provenance, "date_source");
	if (!json_is_object (sources))
		return;
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++) {
		const ArticleField *field = &article_fields[i];
		const json_t *source = json_object_get (sources, field->name);
		if (field->kind != FIELD_DATE || !json_is_object (source))
			continue;
		ArticleDate *date = ARTICLE_MEMBER (ArticleDate, article, field);
		if (date->precision != DATE_NONE)
			restore_date (date, source);
	}
	json_object_del (provenance, "date_source");
	if (json_object_size (provenance) == 0) {
		json_decref (provenance);
		article->provenance = NULL;
	}
}

/* --- writing --- */

static json_t *string_or_null (const char *s)
{
	return s && *s ? json_string (s) : json_null ();
}

static json_t *list_to_json (const GPtrArray *list)
{
	json_t *out = json_array ();
	for (guint i = 0; i < list->len; i++)
		json_array_append_new (out, json_string (list->pdata[i]));
	return out;
}

static json_t *field_to_json (const Article *article, const ArticleField *field)
{
	switch (field->kind) {
	case FIELD_ID:
	case FIELD_URL:
	case FIELD_LINE:
	case FIELD_TEXT:
	case FIELD_LANGUAGE:
		return string_or_null (*ARTICLE_CONST_MEMBER (char *, article, field));
	case FIELD_DATE: {
		const ArticleDate *date = ARTICLE_CONST_MEMBER (ArticleDate, article, field);
		g_autofree char *formatted = article_date_format (date);
		return string_or_null (formatted);
	}
	case FIELD_LIST:
		return list_to_json (*ARTICLE_CONST_MEMBER (GPtrArray *, article, field));
	case FIELD_SHARE: {
		double share = *ARTICLE_CONST_MEMBER (double, article, field);
		return share > 0 ? json_real (share) : json_null ();
	}
	case FIELD_TRI: {
		Tri tri = *ARTICLE_CONST_MEMBER (Tri, article, field);
		return tri == TRI_UNKNOWN ? json_null () : json_boolean (tri == TRI_YES);
	}
	case FIELD_OBJECT: {
		const json_t *object = *ARTICLE_CONST_MEMBER (json_t *, article, field);
		json_t *out = field->offset == AT (provenance) ? article_provenance_out (article)
			      : object ? json_copy ((json_t *)(guintptr)object)
				       : NULL;
		return out ? out : json_null ();
	}
	}
	g_assert_not_reached ();
}

json_t *article_to_json (const Article *article)
{
	json_t *out = json_object ();
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++) {
		const ArticleField *field = &article_fields[i];
		json_object_set_new (out, field->name, field_to_json (article, field));
	}
	if (article->extra)
		json_object_update_missing (out, article->extra);
	return out;
}

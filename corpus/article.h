/* article.h: the article record, the one shape in which an article travels, and its JSON.
 *
 * All strings are clean UTF-8 (shim/text.h) and owned by the article; NULL is "unknown", "" is never stored.
 * The names are the record's own (README, "The record"). */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "shim/lang.h"

#define ARTICLE_ERROR (article_error_quark ())
GQuark article_error_quark (void);
typedef enum {
	ARTICLE_ERROR_JSON,  /* not JSON, or not an object */
	ARTICLE_ERROR_EMPTY, /* neither title nor text: nothing to keep */
	ARTICLE_ERROR_FIELD, /* a field of a type that cannot be read; the message names it */
} ArticleErrorCode;

/* How exactly a date is known. */
typedef enum {
	DATE_NONE, /* no date */
	DATE_YEAR,
	DATE_MONTH,
	DATE_DAY,
	DATE_MINUTE,
	DATE_SECOND,
} DatePrecision;

/* A point in time as a publisher states it. */
typedef struct {
	gint64 unix_s;   /* seconds since 1970 UTC of the start of the stated day or minute */
	gint32 offset_s; /* the stated zone's offset from UTC; 0 when none was stated */
	DatePrecision precision;
	bool has_zone;     /* false: read as UTC because none was stated */
	double confidence; /* 0..1 */
	char *source; /* the rule that gave it: "json-ld:datePublished", "text", "record"; NULL unknown */
} ArticleDate;

typedef enum { TRI_UNKNOWN, TRI_NO, TRI_YES } Tri;

typedef struct {
	char *id;
	char *url, *canonical_url;
	char *title, *description,
		*text;      /* text: blocks (paragraphs, headings, list items) apart by "\n" */
	GPtrArray *authors; /* char *, owned; never NULL, may be empty */
	ArticleDate date_published, date_modified, date_fetched;
	char *language; /* ISO 639 code, e.g. "fr" */
	double language_confidence;
	char *publisher, *domain, *section;
	GPtrArray *keywords; /* char *, owned; never NULL, may be empty */
	char *image_url;
	Tri is_accessible_for_free;
	char *story, *copy_group;
	json_t *rights; /* object or NULL, owned */
	json_t *provenance; /* object or NULL, owned: "file", "warc", "rules", "extractor", "date_source", … */
	json_t *extra; /* object or NULL, owned: fields of an imported record that the record has no name for */
} Article;

Article *article_new (void);
void article_free (Article *article);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Article, article_free)

/* Lang of the article: lang_from_code (article->language). */
Lang article_lang (const Article *article);

/* Read a date in RFC 3339, ISO 8601 (week and ordinal dates excepted), "YYYY-MM-DD HH:MM:SS", RFC 2822 or a bare "YYYY-MM" or
 * "YYYY" into `out`, whose source is not touched. False, `out` untouched, when `s` is none of these or not a real date. */
bool article_date_parse (const char *s, ArticleDate *out);
/* RFC 3339 as far as the precision goes: "2020", "2020-09", "2020-09-09", "2020-09-09T16:35:00Z", "…+02:00". NULL for DATE_NONE. Owned. */
char *article_date_format (const ArticleDate *date);

/* Read one record.
 *
 * Takes the record's own names and, where those are missing, those of news-please, Fundus, trafilatura, Media
 * Cloud, schema.org NewsArticle and Patapsco (maintext, date_publish, source_domain, plaintext, publishing_date,
 * headline, articleBody, …: one table in article_json.c). "", "None" and null are unknown. Strings are cleaned.
 * Fields that it has no name for are kept in `extra`. Numbers are taken for ids. The id is not made up here.
 * Errors: ARTICLE_ERROR_EMPTY, ARTICLE_ERROR_FIELD. */
Article *article_from_json (const json_t *object, GError **error);

/* The record as a JSON object with every name of the record, in the record's order, null when unknown. Owned. */
json_t *article_to_json (const Article *article);

/* 64-bit-plus identity of what the article says: SHA-256, hex, of title, text and dates; changes when a reader would see a change. Owned. */
char *article_content_hash (const Article *article);

/* The address that is this article's and no other's: canonical_url or url, the first that leads further than to a site's
 * front page, which careless sites call the canonical address of all their pages. Borrowed; NULL when there is none. */
const char *article_identity (const Article *article);

/* The id that an article of this address is given when nothing else gives it one: the first 16 hex digits of its canonical form's SHA-256. Owned. */
char *article_id_of_url (const char *url);
/* Give the article an id when it has none: article_id_of_url() of article_identity(), else from
 * `name` (a file's base name without its endings; may be NULL), else from title and text. */
void article_ensure_id (Article *article, const char *name);

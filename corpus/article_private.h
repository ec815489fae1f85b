/* article_private.h: the record's fields as one table, for the JSON and the store. Only corpus/ includes it. */
#pragma once

#include "corpus/article.h"

typedef enum {
	/* char * */
	FIELD_ID,
	FIELD_URL,
	FIELD_LINE, /* one line of text */
	FIELD_TEXT, /* blocks apart by "\n" */
	FIELD_LANGUAGE,
	/* others */
	FIELD_DATE,   /* ArticleDate */
	FIELD_LIST,   /* GPtrArray of char * */
	FIELD_SHARE,  /* double 0..1, 0 is unknown */
	FIELD_TRI,    /* Tri */
	FIELD_OBJECT, /* json_t * */
} ArticleFieldKind;

typedef struct {
	const char *name;
	ArticleFieldKind kind;
	gsize offset; /* in Article */
	/* Other programs' names, best first; "a.b" is b within the object a. */
	const char *aliases[14];
} ArticleField;

#define ARTICLE_FIELDS_COUNT 22
/* Bytes of an id; a longer one in a record is replaced by one that we make. */
#define ARTICLE_ID_MAX 200

/* In the record's order. `extra` is not among them. */
extern const ArticleField article_fields[ARTICLE_FIELDS_COUNT];

/* The member of `article` that `field` stands for. */
#define ARTICLE_MEMBER(type, article, field)                                                       \
	((type *)(gpointer)((char *)(article) + (field)->offset))
#define ARTICLE_CONST_MEMBER(type, article, field)                                                 \
	((type const *)(gconstpointer)((const char *)(article) + (field)->offset))

/* The provenance as it is written: with "date_source", which carries what RFC 3339 has no place for. Owned; NULL when empty. */
json_t *article_provenance_out (const Article *article);
/* The reverse: take over `provenance` (object or NULL), moving its "date_source" into the dates. */
void article_provenance_in (Article *article, json_t *provenance);

/* "fr-CA" and "fra" to "fr", "deu" to "deu"; NULL when `s` is no language code. Owned. */
char *article_language_code (const char *s);

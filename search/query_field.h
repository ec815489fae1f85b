/* query_field.h: the fields of a query. Private to the query parser. */
#pragma once

#include "search/query.h"

typedef struct {
	const char *name, *prefix;
	enum { FIELD_WORDS, FIELD_FOLDED, FIELD_EXACT, FIELD_LANG, FIELD_SITE, FIELD_DATE, FIELD_IS, FIELD_HAS, FIELD_STORY } kind;
} QueryField;

/* The field that begins at `at` ("title:…", any case), and the bytes of "title:" in *len; NULL when there is none. Static. */
const QueryField *query_field_at (const char *at, gsize *len);

/* The query for `value` in `field`, into *out. Returns NULL, or what is wrong with the value (static). */
const char *query_field_value (const QueryContext *context, const QueryField *field, const char *value,
			       XapQuery **out);

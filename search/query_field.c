/* query_field.c: the fields of a query, "title:", "site:", "date:a..b", and its dates. */
#include "search/query_field.h"

#include <math.h>
#include <string.h>

#include "corpus/article.h"
#include "indexer/schema.h"
#include "search/query_word.h"
#include "shim/text.h"

/* --- dates --- */

static bool relative_date (const char *text, gint64 now_s, gint64 *from, gint64 *to)
{
	gint64 today = now_s - now_s % 86400;
	char *end;
	if (strcmp (text, "today") == 0 || strcmp (text, "yesterday") == 0) {
		*from = *text == 't' ? today : today - 86400;
		*to = *from + 86400;
		return true;
	}
	guint64 n = g_ascii_strtoull (text, &end, 10);
	if (end == text || n > 10000 || !*end || end[1])
		return false;
	int days = *end == 'd' || *end == 'j'   ? 1
		   : *end == 'w' || *end == 's' ? 7
		   : *end == 'm'                ? 30
		   : *end == 'y'                ? 365
						: 0;
	if (!days)
		return false;
	*from = today - (gint64)n * days * 86400;
	*to = *from + 86400;
	return true;
}

bool query_date (const char *text, gint64 now_s, gint64 *from, gint64 *to)
{
	ArticleDate date = { 0 };
	if (relative_date (text, now_s, from, to))
		return true;
	if (!article_date_parse (text, &date))
		return false;
	g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (date.unix_s);
	g_autoptr (GDateTime) end =
		date.precision == DATE_YEAR    ? g_date_time_add_years (start, 1)
		: date.precision == DATE_MONTH ? g_date_time_add_months (start, 1)
		: date.precision == DATE_DAY   ? g_date_time_add_days (start, 1)
					       : g_date_time_add_minutes (start, 1);
	*from = date.unix_s;
	*to = end ? g_date_time_to_unix (end) : date.unix_s + 1;
	return true;
}

XapQuery *query_date_filter (gint64 from, gint64 to)
{
	return xap_query_number_range (SCHEMA_SLOT_DATE,
				       from == G_MININT64 ? -INFINITY : (double)from,
				       to == G_MAXINT64 ? INFINITY : (double)(to - 1));
}

static const char *date_field (const QueryContext *context, const char *value, XapQuery **out)
{
	gint64 from = G_MININT64, to = G_MAXINT64, ignored;
	const char *dots = strstr (value, "..");
	if (!dots) {
		if (!query_date (value, context->now_s, &from, &to))
			return "not a date (2020, 2020-09, 2020-09-09, 2w, today)";
	} else {
		g_autofree char *left = g_strndup (value, (gsize)(dots - value));
		const char *right = dots + 2;
		if ((*left && !query_date (left, context->now_s, &from, &ignored)) ||
		    (*right && !query_date (right, context->now_s, &ignored, &to)))
			return "not a date range (2020-09-01..2020-09-30, 2w..)";
		if (from >= to)
			return "a range that ends before it begins";
	}
	*out = query_date_filter (from, to);
	return NULL;
}

/* --- fields --- */

XapQuery *query_lang_filter (const char *code)
{
	g_autofree char *term = g_strconcat (SCHEMA_LANG, code, NULL);
	return xap_query_scale (xap_query_term (term, strlen (term)), 0);
}

static XapQuery *boolean_field (const char *prefix, const char *value)
{
	g_autofree char *term = g_strconcat (prefix, value, NULL);
	gsize len = strlen (term);
	return len > XAP_TERM_MAX ? xap_query_nothing ()
				  : xap_query_scale (xap_query_term (term, len), 0);
}

static const QueryField fields[] = {
	{ "title", SCHEMA_TITLE, FIELD_WORDS },
	{ "author", SCHEMA_AUTHOR, FIELD_WORDS },
	{ "site", SCHEMA_HOST, FIELD_SITE },
	{ "domain", SCHEMA_HOST, FIELD_SITE },
	{ "lang", SCHEMA_LANG, FIELD_LANG },
	{ "section", SCHEMA_SECTION, FIELD_FOLDED },
	{ "keyword", SCHEMA_KEYWORD, FIELD_FOLDED },
	{ "id", SCHEMA_ID, FIELD_EXACT },
	{ "date", "", FIELD_DATE },
	{ "is", "", FIELD_IS },
	{ "has", SCHEMA_HAS, FIELD_HAS },
	{ "story", "", FIELD_STORY },
};

bool query_is_lang (const char *code)
{
	gsize len = strlen (code);
	return (len == 2 || len == 3) && strspn (code, "abcdefghijklmnopqrstuvwxyz") == len;
}

/* The field that begins at `at` ("title:"), NULL when there is none. */
const QueryField *query_field_at (const char *at, gsize *len)
{
	for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
		*len = strlen (fields[i].name);
		if (g_ascii_strncasecmp (at, fields[i].name, *len) == 0 && at[*len] == ':') {
			(*len)++;
			return &fields[i];
		}
	}
	return NULL;
}

const char *query_field_value (const QueryContext *context, const QueryField *field,
			       const char *value, XapQuery **out)
{
	g_autofree char *folded = text_fold (value, -1, NULL);
	switch (field->kind) {
	case FIELD_WORDS:
		*out = query_prefixed_words (context, field->prefix, value);
		return NULL;
	case FIELD_FOLDED:
		*out = boolean_field (field->prefix, folded);
		return NULL;
	case FIELD_EXACT:
		*out = boolean_field (field->prefix, value);
		return NULL;
	case FIELD_LANG: {
		const char *code = lang_code (lang_from_code (folded));
		if (!code && !query_is_lang (folded))
			return "not a language's code (fr, en)";
		*out = boolean_field (field->prefix, code ? code : folded);
		return NULL;
	}
	case FIELD_SITE:
		*out = boolean_field (field->prefix,
				      g_str_has_prefix (folded, "www.") ? folded + 4 : folded);
		return NULL;
	case FIELD_DATE:
		return date_field (context, folded, out);
	case FIELD_IS:
		if (strcmp (folded, "copy") != 0)
			return "is: knows only is:copy";
		*out = xap_query_has_value (SCHEMA_SLOT_COPY_GROUP);
		return NULL;
	case FIELD_HAS:
		if (strcmp (folded, "quote") != 0)
			return "has: knows only has:quote";
		*out = boolean_field (field->prefix, folded);
		return NULL;
	case FIELD_STORY:
		break;
	}
	g_assert_not_reached ();
}

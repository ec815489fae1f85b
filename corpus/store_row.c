/* store_row.c: an article as a row of the store, by the same table of fields as its JSON. */
#include "corpus/store_private.h"

#include <string.h>

#define COLUMNS_COUNT (ARTICLE_FIELDS_COUNT + 1)
#define EXTRA ARTICLE_FIELDS_COUNT

static char *list_text (const GPtrArray *list)
{
	if (list->len == 0)
		return NULL;
	json_t *array = json_array ();
	for (guint i = 0; i < list->len; i++)
		json_array_append_new (array, json_string (list->pdata[i]));
	char *out = json_dumps (array, JSON_COMPACT);
	json_decref (array);
	return out;
}

static char *object_text (const json_t *object)
{
	return json_object_size (object) ? json_dumps (object, JSON_COMPACT) : NULL;
}

/* The column's text, made new; NULL when it is NULL, or a string that can be borrowed. */
static char *field_text (const Article *article, const ArticleField *field)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];
	switch (field->kind) {
	case FIELD_DATE:
		return article_date_format (ARTICLE_CONST_MEMBER (ArticleDate, article, field));
	case FIELD_LIST:
		return list_text (*ARTICLE_CONST_MEMBER (GPtrArray *, article, field));
	case FIELD_SHARE: {
		double share = *ARTICLE_CONST_MEMBER (double, article, field);
		return share > 0 ? g_strdup (g_ascii_dtostr (number, sizeof number, share)) : NULL;
	}
	case FIELD_TRI: {
		Tri tri = *ARTICLE_CONST_MEMBER (Tri, article, field);
		return tri == TRI_UNKNOWN ? NULL : g_strdup (tri == TRI_YES ? "1" : "0");
	}
	case FIELD_OBJECT: {
		if (field->offset != G_STRUCT_OFFSET (Article, provenance))
			return object_text (*ARTICLE_CONST_MEMBER (json_t *, article, field));
		json_t *provenance = article_provenance_out (article);
		char *out = object_text (provenance);
		json_decref (provenance);
		return out;
	}
	default:
		return NULL;
	}
}

static bool is_string (const ArticleField *field)
{
	return field->kind <= FIELD_LANGUAGE;
}

void store_row_init (StoreRow *row, const Article *article)
{
	*row = (StoreRow){ 0 };
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++) {
		const ArticleField *field = &article_fields[i];
		if (is_string (field)) {
			const char *s = *ARTICLE_CONST_MEMBER (char *, article, field);
			row->text[i] = s && *s ? s : NULL;
		} else {
			row->owned[i] = field_text (article, field);
			row->text[i] = row->owned[i];
		}
	}
	row->owned[EXTRA] = object_text (article->extra);
	row->text[EXTRA] = row->owned[EXTRA];
}

void store_row_clear (StoreRow *row)
{
	for (guint i = 0; i < COLUMNS_COUNT; i++)
		free (row->owned[i]);
}

char *store_row_columns (const char *suffix)
{
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++)
		g_string_append_printf (out, "%s%s, ", article_fields[i].name, suffix);
	g_string_append_printf (out, "extra%s", suffix);
	return g_string_free (out, FALSE);
}

/* Numbers go in as text: the column's affinity makes REAL and INTEGER of them. */
bool store_row_bind (const StoreRow *row, sqlite3_stmt *stmt, int first)
{
	for (guint i = 0; i < COLUMNS_COUNT; i++) {
		const char *s = row->text[i];
		int code = s ? sqlite3_bind_text64 (stmt, first + (int)i, s, strlen (s),
						    SQLITE_STATIC, SQLITE_UTF8)
			     : sqlite3_bind_null (stmt, first + (int)i);
		if (code != SQLITE_OK)
			return false;
	}
	return true;
}

static const char *column (sqlite3_stmt *stmt, int i)
{
	return (const char *)sqlite3_column_text (stmt, i);
}

bool store_row_equal (const StoreRow *row, sqlite3_stmt *stmt, int first, bool *says)
{
	bool equal = true, said = true;
	for (guint i = 0; i < COLUMNS_COUNT; i++) {
		int at = first + (int)i;
		bool same;
		if (i < EXTRA && article_fields[i].kind == FIELD_SHARE)
			same = (row->text[i] ? g_ascii_strtod (row->text[i], NULL) : 0) ==
			       sqlite3_column_double (stmt, at);
		else
			same = g_strcmp0 (row->text[i], column (stmt, at)) == 0;
		equal = equal && same;
		if (i < EXTRA && (article_fields[i].offset == G_STRUCT_OFFSET (Article, title) ||
				  article_fields[i].offset == G_STRUCT_OFFSET (Article, text)))
			said = said && same;
	}
	if (says)
		*says = said;
	return equal;
}

static json_t *parse (const char *s)
{
	return s ? json_loads (s, JSON_ALLOW_NUL, NULL) : NULL;
}

static bool read_list (const char *s, GPtrArray *out)
{
	json_t *array = parse (s);
	size_t i;
	json_t *item;
	json_array_foreach (array, i, item) if (json_is_string (item))
		g_ptr_array_add (out, g_strdup (json_string_value (item)));
	bool ok = !s || json_is_array (array);
	json_decref (array);
	return ok;
}

static bool read_object (const char *s, json_t **out)
{
	json_t *object = parse (s);
	if (s && !json_is_object (object)) {
		json_decref (object);
		return false;
	}
	*out = object;
	return true;
}

static bool read_date (const char *s, ArticleDate *out)
{
	if (!s)
		return true;
	if (!article_date_parse (s, out))
		return false;
	/* What provenance does not gainsay: see article_provenance_out(). */
	out->confidence = 1;
	out->source = g_strdup ("record");
	return true;
}

/* One column into its field. False when it holds what we never write. */
static bool read_column (Article *article, const ArticleField *field, sqlite3_stmt *stmt, int i)
{
	const char *s = column (stmt, i);
	switch (field->kind) {
	case FIELD_DATE:
		return read_date (s, ARTICLE_MEMBER (ArticleDate, article, field));
	case FIELD_LIST:
		return read_list (s, *ARTICLE_MEMBER (GPtrArray *, article, field));
	case FIELD_SHARE:
		*ARTICLE_MEMBER (double, article, field) = sqlite3_column_double (stmt, i);
		return true;
	case FIELD_TRI:
		*ARTICLE_MEMBER (Tri, article, field) = !s                             ? TRI_UNKNOWN
							: sqlite3_column_int (stmt, i) ? TRI_YES
										       : TRI_NO;
		return true;
	case FIELD_OBJECT:
		return read_object (s, ARTICLE_MEMBER (json_t *, article, field));
	default:
		*ARTICLE_MEMBER (char *, article, field) = g_strdup (s);
		return !s || g_utf8_validate (s, -1, NULL);
	}
}

Article *store_row_article (sqlite3_stmt *stmt, int first)
{
	g_autoptr (Article) article = article_new ();
	bool ok = true;
	for (guint i = 0; i < ARTICLE_FIELDS_COUNT; i++)
		ok = read_column (article, &article_fields[i], stmt, first + (int)i) && ok;
	ok = read_object (column (stmt, first + EXTRA), &article->extra) && ok;
	if (!ok)
		return NULL;
	article_provenance_in (article, g_steal_pointer (&article->provenance));
	return g_steal_pointer (&article);
}

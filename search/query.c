/* query.c: the query language: a recursive descent parser that builds Xapian queries as it goes.
 *
 * Every sub-expression is built twice: `all`, in which its words are required, and `some`, in which they are
 * not; filters are in both. */
#include "search/query.h"

#include <string.h>

#include "search/query_field.h"
#include "search/query_word.h"
#include "shim/text.h"

G_DEFINE_QUARK (entente - query - error - quark, query_error)

typedef struct {
	const QueryContext *context;
	Query *query;
	const char *text, *at;
	guint depth, words_count;
} Parser;

/* What a sub-expression is worth: `need` are its required parts, `may` words that only rank, `bar` what is excluded, `filter` booleans. */
typedef struct {
	GPtrArray *need, *may, *bar, *filter; /* XapQuery *, owned */
} Parts;

static bool parse_or (Parser *p, XapQuery **out, GError **error);

static bool fail (Parser *p, const char *at, GError **error, const char *message)
{
	g_set_error (error, QUERY_ERROR, QUERY_ERROR_SYNTAX, "%s at character %ld", message,
		     g_utf8_pointer_to_offset (p->text, at) + 1);
	return false;
}

/* g_utf8_next_char() loses the const. */
static const char *next_char (const char *s)
{
	return s + g_utf8_skip[(guchar)*s];
}

static void skip_space (Parser *p)
{
	while (g_unichar_isspace (g_utf8_get_char (p->at)))
		p->at = next_char (p->at);
}

static bool at_end (const Parser *p)
{
	return *p->at == '\0' || *p->at == ')';
}

/* Is the keyword (OR, NOT, AND) here, as a word of its own? */
static bool at_keyword (const Parser *p, const char *keyword)
{
	gsize len = strlen (keyword);
	if (strncmp (p->at, keyword, len) != 0)
		return false;
	char c = p->at[len];
	return c == '\0' || c == ' ' || c == '(' || c == '"' || c == '\t' || c == '\n';
}

/* The quotation marks that may open a phrase; the matching end. */
static const char *phrase_end_mark (const char *at, gsize *open_len)
{
	static const char *const marks[][2] = { { "\"", "\"" }, { "“", "”" }, { "«", "»" } };
	for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
		if (g_str_has_prefix (at, marks[i][0])) {
			*open_len = strlen (marks[i][0]);
			return marks[i][1];
		}
	return NULL;
}

/* A run without space, parenthesis or quotation mark. */
static gsize token_len (const char *at)
{
	const char *s = at;
	gsize open_len;
	while (*s && *s != '(' && *s != ')' && !phrase_end_mark (s, &open_len) &&
	       !g_unichar_isspace (g_utf8_get_char (s)))
		s = next_char (s);
	return (gsize)(s - at);
}

/* The bytes of a space that may part the thousands of a number: a no-break, narrow or thin one, or, but in English, a plain one. */
static gsize group_space (const Parser *p, const char *at)
{
	static const char *const spaces[] = { "\u00a0", "\u202f", "\u2009" };
	if (*at == ' ')
		return p->context->from == LANG_EN ? 0 : 1;
	for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
		if (g_str_has_prefix (at, spaces[i]))
			return strlen (spaces[i]);
	return 0;
}

/* A number with spaces between its thousands, "15 500", as the analyser reads it in a text: its length, 0 when none is here. */
static gsize spaced_number (const Parser *p)
{
	gsize len = strspn (p->at, "0123456789"), space;
	bool grouped = false;
	if (len < 1 || len > 3)
		return 0;
	while ((space = group_space (p, p->at + len)) > 0 &&
	       strspn (p->at + len + space, "0123456789") == 3) {
		len += space + 3;
		grouped = true;
	}
	return grouped ? len : 0;
}

/* --- fields --- */

/* The value behind "field:": a phrase in quotation marks or a token. */
static bool parse_field (Parser *p, const QueryField *field, XapQuery **out, GError **error)
{
	const char *at = p->at;
	gsize open_len;
	const char *close = phrase_end_mark (p->at, &open_len);
	g_autofree char *value = NULL;
	if (close) {
		const char *end = strstr (p->at + open_len, close);
		if (!end)
			return fail (p, at, error, "a quotation mark that is not closed");
		value = g_strndup (p->at + open_len, (gsize)(end - p->at) - open_len);
		p->at = end + strlen (close);
	} else {
		gsize len = token_len (p->at);
		value = g_strndup (p->at, len);
		p->at += len;
	}
	if (!*value)
		return fail (p, at, error, "a field without a value");
	const char *wrong = query_field_value (p->context, field, value, out);
	return !wrong || fail (p, at, error, wrong);
}

/* --- words and phrases --- */

static bool count_word (Parser *p, GError **error)
{
	if (++p->words_count <= QUERY_MAX_WORDS)
		return true;
	g_set_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG, "more than %d words",
		     QUERY_MAX_WORDS);
	return false;
}

static bool parse_phrase (Parser *p, const char *close, gsize open_len, XapQuery **out,
			  GError **error)
{
	const char *start = p->at + open_len, *end = strstr (start, close);
	if (!end)
		return fail (p, p->at, error, "a quotation mark that is not closed");
	g_autofree char *words = g_strndup (start, (gsize)(end - start));
	p->at = end + strlen (close);
	*out = query_phrase (p->context, p->query, words);
	return count_word (p, error);
}

/* A token: word, word*, =word, word!. `*only_ranks` for a stop word. */
static bool parse_word (Parser *p, XapQuery **out, bool *only_ranks, GError **error)
{
	gsize number = spaced_number (p), len = number ? number : token_len (p->at);
	if (len == 0)
		return fail (p, p->at, error, "nothing to search for");
	g_autofree char *token = g_strndup (p->at, len);
	p->at += len;
	if (number) {
		gsize digits = 0;
		for (gsize i = 0; i < len; i++)
			if (g_ascii_isdigit (token[i]))
				token[digits++] = token[i];
		token[digits] = '\0';
	}
	if (!count_word (p, error))
		return false;
	*out = query_word (p->context, p->query, token, only_ranks);
	return true;
}

/* "a NEAR/5 b": `left` is the word before. Both sides are exact words. */
static bool parse_near (Parser *p, const char *left, XapQuery **out, GError **error)
{
	const char *at = p->at;
	guint64 window = 10;
	p->at += strlen ("NEAR");
	if (*p->at == '/') {
		char *end;
		window = g_ascii_strtoull (p->at + 1, &end, 10);
		if (end == p->at + 1 || window == 0 || window > 1000)
			return fail (p, at, error, "NEAR/n wants a number from 1 to 1000");
		p->at = end;
	}
	skip_space (p);
	gsize len = token_len (p->at);
	if (len == 0)
		return fail (p, at, error, "NEAR wants a word behind it");
	g_autofree char *right = g_strndup (p->at, len);
	p->at += len;
	*out = query_near (p->context, p->query, left, right, (guint)window);
	return true;
}

/* --- expressions --- */

static void parts_init (Parts *parts)
{
	GDestroyNotify destroy = (GDestroyNotify)xap_query_free;
	parts->need = g_ptr_array_new_with_free_func (destroy);
	parts->may = g_ptr_array_new_with_free_func (destroy);
	parts->bar = g_ptr_array_new_with_free_func (destroy);
	parts->filter = g_ptr_array_new_with_free_func (destroy);
}

static void parts_clear (Parts *parts)
{
	g_ptr_array_unref (parts->need);
	g_ptr_array_unref (parts->may);
	g_ptr_array_unref (parts->bar);
	g_ptr_array_unref (parts->filter);
}

/* Empty `array` into one query; NULL when there is nothing in it. */
static XapQuery *join (GPtrArray *array, XapOp op)
{
	if (array->len == 0)
		return NULL;
	guint count = array->len;
	XapQuery *joined = xap_query_combine (op, (XapQuery **)array->pdata, count, 0);
	g_ptr_array_set_free_func (array, NULL);
	g_ptr_array_set_size (array, 0);
	g_ptr_array_set_free_func (array, (GDestroyNotify)xap_query_free);
	return joined;
}

/* Everything together. With no word at all, filters apply to all documents. */
static XapQuery *parts_query (Parts *parts, XapOp word_op)
{
	XapQuery *query = join (parts->need, word_op), *may = join (parts->may, XAP_OP_OR);
	if (query && may)
		query = xap_query_pair (XAP_OP_AND_MAYBE, query, may);
	else if (may)
		query = may;
	XapQuery *filter = join (parts->filter, XAP_OP_AND);
	if (!query)
		query = filter ? g_steal_pointer (&filter) : xap_query_all ();
	if (filter)
		query = xap_query_pair (XAP_OP_FILTER, query, filter);
	XapQuery *bar = join (parts->bar, XAP_OP_OR);
	if (bar)
		query = xap_query_pair (XAP_OP_AND_NOT, query, bar);
	return query;
}

/* One thing that can stand in a row; put where it belongs in `parts`. */
static bool parse_item (Parser *p, Parts *parts, GError **error)
{
	const char *at = p->at;
	bool barred = false, only_ranks = false, is_filter = false;
	XapQuery *item = NULL;
	gsize len;

	if (at_keyword (p, "NOT") || (*p->at == '-' && p->at[1] && p->at[1] != ' ')) {
		p->at += *p->at == '-' ? 1 : 3;
		skip_space (p);
		barred = true;
	} else if (*p->at == '+' && p->at[1] && p->at[1] != ' ') {
		p->at++;
	}
	const QueryField *field = query_field_at (p->at, &len);
	const char *close = phrase_end_mark (p->at, &len);
	bool ok;
	if (*p->at == '(') {
		p->at++;
		if (++p->depth > QUERY_MAX_DEPTH) {
			g_set_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG,
				     "parentheses over %d deep", QUERY_MAX_DEPTH);
			return false;
		}
		ok = parse_or (p, &item, error);
		if (ok && *p->at != ')')
			ok = fail (p, at, error, "a parenthesis that is not closed");
		if (ok)
			p->at++;
		p->depth--;
	} else if (field) {
		(void)query_field_at (p->at, &len);
		p->at += len;
		is_filter = field->kind != FIELD_WORDS;
		ok = parse_field (p, field, &item, error);
	} else if (close) {
		ok = parse_phrase (p, close, len, &item, error);
	} else {
		const char *word_at = p->at;
		ok = parse_word (p, &item, &only_ranks, error);
		const char *word_end = p->at;
		if (ok) {
			skip_space (p);
			if (g_str_has_prefix (p->at, "NEAR") &&
			    (p->at[4] == '/' || p->at[4] == ' ')) {
				g_autofree char *left =
					g_strndup (word_at, (gsize)(word_end - word_at));
				g_clear_pointer (&item, xap_query_free);
				only_ranks = false;
				ok = parse_near (p, left, &item, error);
			}
		}
	}
	if (!ok) {
		xap_query_free (item);
		return false;
	}
	if (item)
		g_ptr_array_add (barred       ? parts->bar
				 : is_filter  ? parts->filter
				 : only_ranks ? parts->may
					      : parts->need,
				 item);
	return true;
}

/* A row of things, up to OR, ")" or the end. */
static bool parse_row (Parser *p, XapQuery **out, GError **error)
{
	Parts parts;
	bool ok = true;
	parts_init (&parts);
	for (skip_space (p); ok && !at_end (p) && !at_keyword (p, "OR"); skip_space (p)) {
		if (at_keyword (p, "AND"))
			p->at += 3;
		else
			ok = parse_item (p, &parts, error);
	}
	if (ok && p->depth == 0 && parts.need->len > 1) {
		/* The lenient form, only for a plain row at the top. */
		Parts some;
		parts_init (&some);
		GPtrArray *from[] = { parts.need, parts.may, parts.bar, parts.filter };
		GPtrArray *to[] = { some.need, some.may, some.bar, some.filter };
		for (gsize i = 0; i < G_N_ELEMENTS (from); i++)
			for (guint k = 0; k < from[i]->len; k++)
				g_ptr_array_add (to[i], xap_query_copy (from[i]->pdata[k]));
		xap_query_free (p->query->some);
		p->query->some = parts_query (&some, XAP_OP_OR);
		parts_clear (&some);
	}
	if (ok)
		*out = parts_query (&parts, XAP_OP_AND);
	parts_clear (&parts);
	return ok;
}

static bool parse_or (Parser *p, XapQuery **out, GError **error)
{
	g_autoptr (GPtrArray) rows =
		g_ptr_array_new_with_free_func ((GDestroyNotify)xap_query_free);
	for (;;) {
		XapQuery *row = NULL;
		if (!parse_row (p, &row, error))
			return false;
		g_ptr_array_add (rows, row);
		if (!at_keyword (p, "OR"))
			break;
		const char *at = p->at;
		p->at += 2;
		skip_space (p);
		if (at_end (p))
			return fail (p, at, error, "OR wants something behind it");
	}
	if (rows->len > 1 && p->depth == 0)
		g_clear_pointer (&p->query->some, xap_query_free); /* OR is lenient already */
	*out = join (rows, XAP_OP_OR);
	return true;
}

static void query_word_free (gpointer data)
{
	QueryWord *word = data;
	g_free (word->word);
	g_ptr_array_unref (word->translations);
	g_free (word);
}

Query *query_parse (const QueryContext *context, const char *text, GError **error)
{
	g_autoptr (Query) query = g_new0 (Query, 1);
	Parser p = { .context = context, .query = query, .text = text, .at = text };
	query->words = g_ptr_array_new_with_free_func (query_word_free);
	query->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	if (strlen (text) > QUERY_MAX_BYTES) {
		g_set_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG, "the query is over %d bytes",
			     QUERY_MAX_BYTES);
		return NULL;
	}
	if (!parse_or (&p, &query->all, error))
		return NULL;
	if (*p.at) {
		fail (&p, p.at, error, "a parenthesis that was not opened");
		return NULL;
	}
	if (!xap_query_ok (query->all, error) ||
	    (query->some && !xap_query_ok (query->some, error)))
		return NULL;
	return g_steal_pointer (&query);
}

void query_free (Query *query)
{
	if (!query)
		return;
	xap_query_free (query->all);
	xap_query_free (query->some);
	g_clear_pointer (&query->words, g_ptr_array_unref);
	g_clear_pointer (&query->marks, g_hash_table_unref);
	g_free (query);
}

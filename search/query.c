/* query.c: the query language: a recursive descent parser that makes the query's tree. */
#include "search/query.h"

#include <string.h>

#include "search/query_field.h"
#include "search/query_node.h"
#include "search/query_word.h"
#include "shim/text.h"

G_DEFINE_QUARK (entente - query - error - quark, query_error)

typedef struct {
	const QueryContext *context;
	const char *text, *at;
	guint depth, words_count;
	bool nested; /* inside story:{…}: a brace ends it */
} Parser;

static QueryNode *parse_or (Parser *p, GError **error);

/* NULL, with the place. */
static gpointer fail (const Parser *p, const char *at, GError **error, const char *message)
{
	g_set_error (error, QUERY_ERROR, QUERY_ERROR_SYNTAX, "%s at character %ld", message,
		     g_utf8_pointer_to_offset (p->text, at) + 1);
	return NULL;
}

static gpointer too_long (GError **error, const char *what, int limit, const char *of)
{
	g_set_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG, "%s %d %s", what, limit, of);
	return NULL;
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
	return *p->at == '\0' || *p->at == ')' || (p->nested && *p->at == '}');
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

/* A run without space, parenthesis, brace or quotation mark. */
static gsize token_len (const char *at)
{
	const char *s = at;
	gsize open_len;
	while (*s && !strchr ("(){}", *s) && !phrase_end_mark (s, &open_len) &&
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

/* --- values --- */

/* What stands in quotation marks or braces here, up to `close`. NULL and an error when it is not closed. */
static char *enclosed (Parser *p, gsize open_len, const char *close, GError **error)
{
	const char *start = p->at + open_len, *end = strstr (start, close);
	if (!end)
		return fail (p, p->at, error,
			     *close == '}' ? "a brace that is not closed"
					   : "a quotation mark that is not closed");
	p->at = end + strlen (close);
	return g_strndup (start, (gsize)(end - start));
}

/* The value behind "field:": a phrase in quotation marks or a token. */
static char *parse_value (Parser *p, GError **error)
{
	const char *at = p->at;
	gsize open_len;
	const char *close = phrase_end_mark (p->at, &open_len);
	g_autofree char *value = NULL;
	if (*at == '(')
		return fail (p, at, error, "a field wants a word, or words in quotation marks");
	if (close) {
		value = enclosed (p, open_len, close, error);
		if (!value)
			return NULL;
	} else {
		gsize len = token_len (p->at);
		value = g_strndup (p->at, len);
		p->at += len;
	}
	return *value ? g_steal_pointer (&value) : fail (p, at, error, "a field without a value");
}

/* story:{sub query} */
static QueryNode *parse_sub_query (Parser *p, GError **error)
{
	const char *open = p->at++;
	bool nested = p->nested;
	if (++p->depth > QUERY_MAX_DEPTH)
		return too_long (error, "braces over", QUERY_MAX_DEPTH, "deep");
	p->nested = true;
	g_autoptr (QueryNode) root = parse_or (p, error);
	p->nested = nested;
	p->depth--;
	if (!root)
		return NULL;
	if (*p->at != '}')
		return fail (p, open, error, "a brace that is not closed");
	p->at++;
	QueryNode *story = node_new (NODE_STORY, NULL);
	story->sub = query_new ();
	story->sub->root = g_steal_pointer (&root);
	query_collect (story->sub);
	return story;
}

static QueryNode *parse_field (Parser *p, const QueryField *field, GError **error)
{
	const char *at = p->at;
	XapQuery *fixed = NULL;
	if (field->kind == FIELD_STORY && *p->at == '{')
		return parse_sub_query (p, error);
	g_autofree char *value = parse_value (p, error);
	if (!value)
		return NULL;
	if (field->kind == FIELD_STORY)
		return node_new (NODE_STORY, value);
	const char *wrong = query_field_value (p->context, field, value, &fixed);
	if (wrong)
		return fail (p, at, error, wrong);
	g_autofree char *shown = g_strconcat (field->name, ":", value, NULL);
	QueryNode *node = node_new (field->kind == FIELD_WORDS ? NODE_FIELD : NODE_FILTER, shown);
	node->fixed = fixed;
	return node;
}

/* --- words and phrases --- */

static bool count_word (Parser *p, GError **error)
{
	if (++p->words_count <= QUERY_MAX_WORDS)
		return true;
	g_set_error (error, QUERY_ERROR, QUERY_ERROR_TOO_LONG,
		     "more than %d words at character %ld", QUERY_MAX_WORDS,
		     g_utf8_pointer_to_offset (p->text, p->at) + 1);
	return false;
}

/* The words of `text` as they are in the index, a space between. */
static char *as_written (const QueryContext *context, const char *text)
{
	g_autoptr (Terms) terms = query_exact_terms (context, text);
	GString *out = g_string_new (NULL);
	for (guint i = 0; i < terms->terms->len; i++)
		g_string_append_printf (out, "%s%s", i ? " " : "",
					g_array_index (terms->terms, Term, i).word);
	return g_string_free (out, FALSE);
}

static QueryNode *phrase_node (const QueryContext *context, QueryNodeKind kind, const char *text)
{
	g_autofree char *written = as_written (context, text);
	return node_new (kind, written);
}

static QueryNode *parse_phrase (Parser *p, const char *close, gsize open_len, GError **error)
{
	g_autofree char *words = enclosed (p, open_len, close, error);
	if (!words || !count_word (p, error))
		return NULL;
	return phrase_node (p->context, NODE_PHRASE, words);
}

/* "a NEAR/5 b": `left` is the word before. Both sides are exact words. */
static QueryNode *parse_near (Parser *p, const char *left, GError **error)
{
	const char *at = p->at;
	guint64 window = 10;
	p->at += strlen ("NEAR");
	if (*p->at == '/') {
		char *end;
		window = g_ascii_isdigit (p->at[1]) ? g_ascii_strtoull (p->at + 1, &end, 10) : 0;
		if (window == 0 || window > 1000)
			return fail (p, at, error, "NEAR/n wants a number from 1 to 1000");
		p->at = end;
	}
	skip_space (p);
	gsize len = token_len (p->at);
	if (len == 0)
		return fail (p, at, error, "NEAR wants a word behind it");
	g_autofree char *both = g_strdup_printf ("%s %.*s", left, (int)len, p->at);
	p->at += len;
	if (!count_word (p, error))
		return NULL;
	QueryNode *node = phrase_node (p->context, NODE_NEAR, both);
	node->window = (guint)window;
	return node;
}

/* Does this, of a word's braces, hold translations? "en:hack", "hack", but neither "" nor "de:Hacke". */
static bool is_forced (const char *forced)
{
	const char *colon = strchr (forced, ':');
	if (colon && !g_str_has_prefix (forced, "en:") && !g_str_has_prefix (forced, "fr:"))
		return false;
	forced = colon ? colon + 1 : forced;
	return strspn (forced, ", ") < strlen (forced);
}

static bool at_near (const Parser *p)
{
	return g_str_has_prefix (p->at, "NEAR") && (p->at[4] == '/' || p->at[4] == ' ');
}

/* A token: word, word*, =word, word!, word{en:hack}. A row without children when there is no word in it. */
static QueryNode *parse_word (Parser *p, GError **error)
{
	gsize number = spaced_number (p), len = number ? number : token_len (p->at);
	g_autofree char *forced = NULL;
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
	const char *brace = p->at;
	if (*p->at == '{' && !(forced = enclosed (p, 1, "}", error)))
		return NULL;
	if (forced && !is_forced (forced))
		return fail (p, brace, error,
			     "braces want translations: {en:hack,axe} or {fr:hache}");
	if (!count_word (p, error))
		return NULL;
	const char *end = p->at;
	skip_space (p);
	if (at_near (p))
		return parse_near (p, token, error);
	p->at = end;
	QueryNode *node = query_token (p->context, token, forced);
	return node ? node : node_new (NODE_ROW, NULL);
}

/* --- expressions --- */

static QueryNode *parse_group (Parser *p, GError **error)
{
	const char *open = p->at++;
	if (++p->depth > QUERY_MAX_DEPTH)
		return too_long (error, "parentheses over", QUERY_MAX_DEPTH, "deep");
	g_autoptr (QueryNode) group = parse_or (p, error);
	if (!group)
		return NULL;
	if (*p->at != ')')
		return fail (p, open, error, "a parenthesis that is not closed");
	p->at++;
	p->depth--;
	return g_steal_pointer (&group);
}

/* One thing that can stand in a row. */
static QueryNode *parse_item (Parser *p, GError **error)
{
	bool barred = false;
	gsize len;
	if (at_keyword (p, "NOT") || (*p->at == '-' && p->at[1] && p->at[1] != ' ')) {
		p->at += *p->at == '-' ? 1 : 3;
		skip_space (p);
		barred = true;
	} else if (*p->at == '+' && p->at[1] && p->at[1] != ' ') {
		p->at++;
	}
	const QueryField *field = query_field_at (p->at, &len);
	QueryNode *node;
	if (field) {
		p->at += len;
		node = parse_field (p, field, error);
	} else {
		const char *close = phrase_end_mark (p->at, &len);
		node = *p->at == '(' ? parse_group (p, error)
		       : close       ? parse_phrase (p, close, len, error)
				     : parse_word (p, error);
	}
	if (node)
		node->barred = barred;
	return node;
}

/* A row of things, up to OR, ")" or the end. */
static QueryNode *parse_row (Parser *p, GError **error)
{
	g_autoptr (QueryNode) row = node_new (NODE_ROW, NULL);
	for (skip_space (p); !at_end (p) && !at_keyword (p, "OR"); skip_space (p)) {
		if (at_keyword (p, "AND")) {
			p->at += 3;
			continue;
		}
		QueryNode *item = parse_item (p, error);
		if (!item)
			return NULL;
		if (item->kind == NODE_ROW && item->children->len == 0)
			node_free (item); /* punctuation, or () */
		else
			node_add (row, item);
	}
	return g_steal_pointer (&row);
}

static QueryNode *parse_or (Parser *p, GError **error)
{
	g_autoptr (QueryNode) either = node_new (NODE_OR, NULL);
	for (;;) {
		QueryNode *row = parse_row (p, error);
		if (!row)
			return NULL;
		node_add (either, row);
		if (!at_keyword (p, "OR"))
			break;
		const char *at = p->at;
		p->at += 2;
		skip_space (p);
		if (at_end (p))
			return fail (p, at, error, "OR wants something behind it");
	}
	if (either->children->len == 1)
		return g_ptr_array_steal_index (either->children, 0);
	return g_steal_pointer (&either);
}

Query *query_parse (const QueryContext *context, const char *text, GError **error)
{
	Parser p = { .context = context, .text = text, .at = text };
	if (strlen (text) > QUERY_MAX_BYTES)
		return too_long (error, "the query is over", QUERY_MAX_BYTES, "bytes");
	g_autoptr (QueryNode) root = parse_or (&p, error);
	if (!root)
		return NULL;
	if (*p.at)
		return fail (&p, p.at, error, "a parenthesis that was not opened");
	Query *query = query_new ();
	query->root = g_steal_pointer (&root);
	query_collect (query);
	return query;
}

Query *query_plain (const QueryContext *context, const char *text)
{
	g_autoptr (Terms) terms = query_exact_terms (context, text);
	Query *query = query_new ();
	query->root = node_new (NODE_ROW, NULL);
	for (guint i = 0; i < MIN (terms->terms->len, QUERY_MAX_WORDS); i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_autofree char *word = g_strndup (text + t->start, t->end - t->start);
		node_add (query->root, query_word_node (context, word, 1));
	}
	query_collect (query);
	return query;
}

Query *query_words (const QueryContext *context, Lang lang, const char *const *words,
		    const double *boosts, guint count)
{
	Query *query = query_new ();
	query->root = node_new (NODE_ROW, NULL);
	for (guint i = 0; i < count; i++)
		node_add (query->root, query_word_node (context, words[i], boosts[i]));
	query_collect (query);
	query->read_it = false;
	query->reading[QUERY_FR] = lang == LANG_FR ? 1 : lang == LANG_EN ? 0 : 0.5;
	query->reading[QUERY_EN] = 1 - query->reading[QUERY_FR];
	return query;
}

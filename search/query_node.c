/* query_node.c: the tree of a query: making it, walking it, showing it. */
#include "search/query_node.h"

#include <string.h>

#include "search/query_word.h"

static void free_node (gpointer node)
{
	node_free (node);
}

QueryNode *node_new (QueryNodeKind kind, const char *text)
{
	QueryNode *node = g_new0 (QueryNode, 1);
	node->kind = kind;
	node->text = g_strdup (text);
	node->children = g_ptr_array_new_with_free_func (free_node);
	return node;
}

void query_word_free (QueryWord *word)
{
	if (!word)
		return;
	g_free (word->token);
	for (int i = 0; i < QUERY_LANGS; i++) {
		g_free (word->readings[i].word);
		g_free (word->readings[i].stem);
		g_array_unref (word->readings[i].translations);
	}
	g_free (word);
}

void node_free (QueryNode *node)
{
	if (!node)
		return;
	g_free (node->text);
	g_ptr_array_unref (node->children);
	query_word_free (node->word);
	xap_query_free (node->fixed);
	query_free (node->sub);
	g_free (node);
}

void node_add (QueryNode *parent, QueryNode *child)
{
	g_ptr_array_add (parent->children, child);
}

/* --- a query --- */

static void free_word (gpointer word)
{
	query_word_free (word);
}

Query *query_new (void)
{
	Query *query = g_new0 (Query, 1);
	query->words = g_ptr_array_new ();
	query->feedback = g_ptr_array_new_with_free_func (free_word);
	query->read_it = true;
	query->reading[QUERY_FR] = query->reading[QUERY_EN] = 0.5;
	return query;
}

void query_free (Query *query)
{
	if (!query)
		return;
	node_free (query->root);
	g_ptr_array_unref (query->words);
	g_ptr_array_unref (query->feedback);
	g_free (query);
}

static void collect (Query *query, const QueryNode *node)
{
	if (node->word) {
		g_ptr_array_add (query->words, node->word);
		query->needs_language = query->needs_language || !node->word->exact;
	}
	for (guint i = 0; i < node->children->len; i++)
		collect (query, node->children->pdata[i]);
}

void query_collect (Query *query)
{
	g_ptr_array_set_size (query->words, 0);
	collect (query, query->root);
}

/* --- what kind of query it is --- */

typedef bool (*NodeTest) (const QueryNode *node);

/* The first node that passes the test, barred ones left out; NULL when there is none. */
static const QueryNode *find_node (const QueryNode *node, NodeTest test)
{
	const QueryNode *found = NULL;
	if (node->barred)
		return NULL;
	if (test (node))
		return node;
	for (guint i = 0; !found && i < node->children->len; i++)
		found = find_node (node->children->pdata[i], test);
	return found;
}

static bool is_something (const QueryNode *node)
{
	return (node->kind != NODE_ROW && node->kind != NODE_OR) ||
	       (node->kind == NODE_ROW && node->children->len > 0);
}

bool query_is_empty (const Query *query)
{
	return !find_node (query->root, is_something);
}

static bool node_ranks (const QueryNode *node)
{
	return node->kind != NODE_ROW && node->kind != NODE_OR && node->kind != NODE_FILTER &&
	       node->kind != NODE_STORY;
}

bool query_ranks (const Query *query)
{
	return find_node (query->root, node_ranks) != NULL;
}

static bool node_narrows (const QueryNode *node)
{
	return node->kind == NODE_STORY ||
	       (node->kind == NODE_FILTER &&
		(g_str_has_prefix (node->text, "lang:") || g_str_has_prefix (node->text, "site:") ||
		 g_str_has_prefix (node->text, "domain:") || g_str_has_prefix (node->text, "id:")));
}

bool query_narrows (const Query *query)
{
	return find_node (query->root, node_narrows) != NULL;
}

/* "subject:tax" is meant for a field, 12:30 and https://… are not. */
static bool looks_like_field (const QueryNode *node)
{
	const char *text = node->kind == NODE_COMPOUND ? node->text : "";
	gsize len = strspn (text, "abcdefghijklmnopqrstuvwxyz");
	return len >= 2 && text[len] == ':' && g_ascii_strncasecmp (text, "http", 4) != 0 &&
	       text[len + 1] != '/';
}

char *query_no_field (const Query *query)
{
	const QueryNode *node = find_node (query->root, looks_like_field);
	return node ? g_strndup (node->text, strcspn (node->text, ":") + 1) : NULL;
}

/* Parts of a row at the top that must be there. */
bool query_has_any (const Query *query)
{
	guint required = 0;
	if (query->root->kind != NODE_ROW)
		return false;
	for (guint i = 0; i < query->root->children->len; i++) {
		const QueryNode *child = query->root->children->pdata[i];
		required +=
			!child->barred && child->kind != NODE_FILTER && child->kind != NODE_STORY;
	}
	return required > 1;
}

static bool resolve (QueryNode *node, QueryStoryFunc func, gpointer data, GError **error)
{
	if (node->kind == NODE_STORY) {
		g_clear_pointer (&node->fixed, xap_query_free);
		node->fixed = func (node->text, node->sub, data, error);
		return node->fixed != NULL;
	}
	for (guint i = 0; i < node->children->len; i++)
		if (!resolve (node->children->pdata[i], func, data, error))
			return false;
	return true;
}

bool query_resolve_stories (Query *query, QueryStoryFunc func, gpointer data, GError **error)
{
	return resolve (query->root, func, data, error);
}

/* --- showing --- */

static const char *name_of (const QueryNode *node)
{
	switch (node->kind) {
	case NODE_ROW:
		return node->children->len ? "all of" : "everything";
	case NODE_OR:
		return "any of";
	case NODE_COMPOUND:
		return "together";
	case NODE_PHRASE:
		return "phrase";
	case NODE_NEAR:
		return "near";
	case NODE_BEGIN:
		return "begins with";
	case NODE_FIELD:
		return "field";
	case NODE_FILTER:
		return "only";
	case NODE_STORY:
		return "story";
	case NODE_WORD:
		return !node->word->exact ? node->word->untranslated ? "forms of" : "word"
					  : "exactly";
	}
	g_assert_not_reached ();
}

void node_describe (const QueryNode *node, guint indent, GString *out)
{
	const char *text = node->word ? node->word->token : node->text;
	g_string_append_printf (out, "%*s%s%s", (int)indent, "", node->barred ? "not " : "",
				name_of (node));
	if (text)
		g_string_append_printf (out, " %s", text);
	if (node->kind == NODE_NEAR)
		g_string_append_printf (out, " (%u)", node->window);
	g_string_append_c (out, '\n');
	if (node->sub)
		node_describe (node->sub->root, indent + 2, out);
	for (guint i = 0; i < node->children->len; i++)
		node_describe (node->children->pdata[i], indent + 2, out);
}

char *query_describe (const Query *query)
{
	const QueryNode *root = query->root;
	GString *out = g_string_new (NULL);
	if (root->kind == NODE_ROW && root->children->len == 1)
		root = root->children->pdata[0];
	node_describe (root, 0, out);
	return g_string_free (out, FALSE);
}

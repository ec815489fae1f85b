/* query_node.h: the query as a tree. Private to query*.c. */
#pragma once

#include "search/query.h"

typedef enum {
	NODE_ROW,      /* children, all wanted but for the barred */
	NODE_OR,       /* children, any */
	NODE_WORD,     /* word */
	NODE_COMPOUND, /* text as a phrase, or its words (children): vice-président */
	NODE_PHRASE,   /* text */
	NODE_NEAR,     /* text, window */
	NODE_BEGIN,    /* text: words that begin so */
	NODE_FIELD,    /* fixed, which ranks: title:, author: */
	NODE_FILTER,   /* fixed, which does not */
	NODE_STORY,    /* text, or the tree of `sub`; a filter in `fixed` once it is resolved */
} QueryNodeKind;

struct QueryNode {
	QueryNodeKind kind;
	bool barred;         /* in a row: without it */
	char *text;          /* owned */
	GPtrArray *children; /* QueryNode *, owned */
	guint window;
	QueryWord *word; /* owned */
	XapQuery *fixed; /* owned */
	Query *sub;      /* owned */
};

QueryNode *node_new (QueryNodeKind kind, const char *text);
void node_free (QueryNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueryNode, node_free)
void node_add (QueryNode *parent, QueryNode *child);
/* The node as lines into `out`, indented. */
void node_describe (const QueryNode *node, guint indent, GString *out);

/* A query without a tree yet. */
Query *query_new (void);
/* List the tree's words in query->words, and set needs_language. */
void query_collect (Query *query);

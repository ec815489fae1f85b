/* snippet.h: the passage of an article that shows why it was found, with the matched words marked. */
#pragma once

#include <glib.h>

#include "corpus/article.h"
#include "indexer/analyze.h"

/* Bytes of the snippet's text that match the query. */
typedef struct {
	guint32 start, end;
} SnippetMark;

typedef struct {
	char *text;    /* one line, clean; "…" where it was cut */
	GArray *marks; /* SnippetMark, in order */
} Snippet;

#define SNIPPET_WORDS 36

/* The window of SNIPPET_WORDS words in the article's text with the most different words of `marks` (Query.marks), and of those the first; the
 * beginning of the text when none has any. Owned. */
Snippet *snippet_new (Analyzer *analyzer, const Article *article, GHashTable *marks);
void snippet_free (Snippet *snippet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Snippet, snippet_free)

/* The text with `on` before and `off` behind each mark. Owned. */
char *snippet_render (const Snippet *snippet, const char *on, const char *off);

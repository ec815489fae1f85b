/* document.h: an article, analysed, and the Xapian document that it becomes. */
#pragma once

#include <glib.h>

#include "corpus/article.h"
#include "indexer/analyze.h"
#include "indexer/facts.h"
#include "shim/xap.h"

/* An article's words and facts. Offsets are bytes of article->title and article->text; only content lines
 * (corpus/furniture.h) of the text are in it. */
typedef struct {
	Lang lang;
	Terms *title, *body;
	Facts *title_facts, *facts;
	guint lead_count; /* terms of the body that are its lead: the first DOCUMENT_LEAD_WORDS words or less */
} Analysis;

#define DOCUMENT_LEAD_WORDS 60

Analysis *analysis_new (Analyzer *analyzer, const Article *article);
void analysis_free (Analysis *analysis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Analysis, analysis_free)

/* Fill `doc` (cleared first) with what schema.h says of `article`: words with positions, stems, fields, facts, values; its data is `content_hash`. */
void document_build (const Article *article, const Analysis *analysis, const char *content_hash, XapDoc *doc);

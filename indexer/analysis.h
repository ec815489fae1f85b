/* analysis.h: an article, analysed: its words and facts. */
#pragma once

#include <glib.h>

#include "corpus/article.h"
#include "indexer/analyze.h"
#include "indexer/facts.h"

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
/* What document_build() needs of it: no facts of the title, and no names among those of the text. */
Analysis *analysis_new_for_index (Analyzer *analyzer, const Article *article);
void analysis_free (Analysis *analysis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Analysis, analysis_free)

/* The day of publication as unix time, 0 when it is not known well enough to compare by: a date of a confidence of
 * DOCUMENT_DATE_DOUBT or less was found somewhere in the text and may be any day. */
#define DOCUMENT_DATE_DOUBT 0.5
gint64 document_day (const Article *article);

/* analysis.c: from an article to its words and facts. */
#include "indexer/analysis.h"

#include <string.h>

#include "corpus/furniture.h"
#include "shim/text.h"

/* Positions between body and title, so that no phrase reaches over. The body comes first: Xapian keeps a position below 128 in one byte,
 * and titles have few words. */
#define POSITION_GAP 100

gint64 document_day (const Article *article)
{
	const ArticleDate *date = &article->date_published;
	return date->precision >= DATE_DAY && date->confidence > DOCUMENT_DATE_DOUBT ? date->unix_s
										     : 0;
}

static gint64 day_of (const Article *article)
{
	return article->date_published.precision >= DATE_DAY ? article->date_published.unix_s : 0;
}

/* The words; there are no facts yet. */
static Analysis *analyze_words (Analyzer *analyzer, const Article *article)
{
	Analysis *analysis = g_new0 (Analysis, 1);
	const char *title = article->title ? article->title : "",
		   *text = article->text ? article->text : "";

	analysis->lang = article_lang (article);
	analysis->title = terms_new ();
	analysis->body = terms_new ();
	analysis->title_facts = facts_new ();
	analysis->facts = facts_new ();

	guint32 position = 1;
	g_autoptr (GArray) lines = furniture_content (text, strlen (text), article->title, NULL);
	GArray *terms = analysis->body->terms;
	for (guint i = 0; i < lines->len; i++) {
		const TextSpan *line = &g_array_index (lines, TextSpan, i);
		guint from = terms->len;
		position = analyze_text (analyzer, text + line->start, line->end - line->start,
					 analysis->lang, position, analysis->body);
		for (guint k = from; k < terms->len; k++) {
			g_array_index (terms, Term, k).start += line->start;
			g_array_index (terms, Term, k).end += line->start;
		}
	}
	analysis->lead_count = MIN (terms->len, DOCUMENT_LEAD_WORDS);
	analyze_text (analyzer, title, strlen (title), analysis->lang, position + POSITION_GAP,
		      analysis->title);
	return analysis;
}

Analysis *analysis_new (Analyzer *analyzer, const Article *article)
{
	Analysis *analysis = analyze_words (analyzer, article);
	const char *title = article->title ? article->title : "",
		   *text = article->text ? article->text : "";
	facts_find (title, strlen (title), analysis->lang, analysis->title, day_of (article),
		    analysis->title_facts);
	facts_find (text, strlen (text), analysis->lang, analysis->body, day_of (article),
		    analysis->facts);
	return analysis;
}

Analysis *analysis_new_for_index (Analyzer *analyzer, const Article *article)
{
	Analysis *analysis = analyze_words (analyzer, article);
	const char *text = article->text ? article->text : "";
	facts_find_unnamed (text, strlen (text), analysis->lang, analysis->body, day_of (article),
			    analysis->facts);
	return analysis;
}

void analysis_free (Analysis *analysis)
{
	if (!analysis)
		return;
	terms_free (analysis->title);
	terms_free (analysis->body);
	facts_free (analysis->title_facts);
	facts_free (analysis->facts);
	g_free (analysis);
}

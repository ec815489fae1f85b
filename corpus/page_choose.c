/* page_choose.c: the winners. */
#include "corpus/page_choose.h"

#include <string.h>

#include "corpus/page_date.h"
#include "corpus/url.h"

static char *win (PageFact *fact, json_t *rules)
{
	if (!fact)
		return NULL;
	fact->won = true;
	json_object_set_new (rules, page_fact_name (fact->field), json_string (fact->rule));
	return g_strdup (fact->value);
}

static void choose_date (PageFacts *facts, PageFactField field, Lang lang, gint64 now_s,
			 ArticleDate *out, json_t *rules)
{
	for (guint i = 0; i < facts->list[field]->len; i++) {
		PageFact *fact = g_ptr_array_index (facts->list[field], i);
		if (page_date_parse (fact->value, lang, now_s, out)) {
			g_free (win (fact, rules));
			out->source = g_strdup (fact->rule);
			out->confidence = 0.9;
			return;
		}
	}
}

void page_choose (PageFacts *facts, const PageContext *context, Article *article, json_t *rules)
{
	article->title = win (page_fact_first (facts, FACT_TITLE), rules);
	article->description = win (page_fact_first (facts, FACT_DESCRIPTION), rules);
	article->section = win (page_fact_first (facts, FACT_SECTION), rules);
	article->publisher = win (page_fact_first (facts, FACT_PUBLISHER), rules);
	article->image_url = win (page_fact_first (facts, FACT_IMAGE), rules);
	Lang lang = article_lang (article);
	choose_date (facts, FACT_PUBLISHED, lang, context->fetched_s, &article->date_published,
		     rules);
	choose_date (facts, FACT_MODIFIED, lang, context->fetched_s, &article->date_modified,
		     rules);
	PageFact *author = page_fact_first (facts, FACT_AUTHOR);
	if (author)
		g_ptr_array_add (article->authors, win (author, rules));
}

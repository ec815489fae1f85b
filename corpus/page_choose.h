/* page_choose.h: from facts to the fields of an article. */
#pragma once

#include "corpus/article.h"
#include "corpus/page.h"
#include "corpus/page_facts.h"

/* Choose every field that has facts, mark the winners, and note their rules in `rules` (an object; borrowed). The
 * article's text, language and url must be set. */
void page_choose (PageFacts *facts, const PageContext *context, Article *article, json_t *rules);

/* page_choose_private.h: the fields that have a file of their own. */
#pragma once

#include "corpus/article.h"
#include "corpus/page.h"
#include "corpus/page_facts.h"

/* The headline, without the site's name. NULL when there is none. Owned. */
char *page_choose_title (PageFacts *facts, const char *url, json_t *rules);
/* `title` without the name of the site at its end (or beginning), as far as `site`, `url` or the shape tell. Owned. */
char *page_title_without_site (const char *title, const char *site, const char *url);

/* When it was published and changed, by `context`'s clock. */
void page_choose_dates (PageFacts *facts, Lang lang, const PageContext *context, Article *article,
			json_t *rules);

/* Who is credited: people before the publisher's own name. Agencies among them ("AFP") become facts of FACT_AGENCY too. */
void page_choose_authors (PageFacts *facts, const char *url, GPtrArray *authors, json_t *rules);

/* page_rights.c: licence, robots, TDM and paywall, as facts of `date_s` (0: not known) in article->rights. */
void page_choose_rights (PageFacts *facts, gint64 date_s, Article *article, json_t *rules);

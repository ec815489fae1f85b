/* page_visible.h: metadata that a reader sees: headlines, bylines, dates; microdata; and the date in the page's address. */
#pragma once

#include "corpus/page_body.h"
#include "corpus/page_facts.h"
#include "shim/lang.h"

/* Add what the page shows as title, authors and dates. Dates are added as the page writes them; those of other articles
 * on the page are left out as far as names and places tell. `url` may be NULL; `lang` is that of the text. */
void page_visible_read (const PageBody *body, const char *url, Lang lang, PageFacts *facts);

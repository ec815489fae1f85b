/* page_visible.h: metadata that a reader sees: headings, bylines, dates, microdata. */
#pragma once

#include "corpus/page_body.h"
#include "corpus/page_facts.h"

/* Add what the page shows as title, authors and dates. */
void page_visible_read (const PageBody *body, PageFacts *facts);

/* page_prune.h: take out what is not the article, by what the page's makers call it. Between page_body's files. */
#pragma once

#include "corpus/page_body.h"

/* Words of a block that reads like running text; 0 for menus, lists of links and short lines. */
guint32 page_prose_words (const PageBlock *block);

/* Find the marks of all elements, once. */
void page_prune_mark (PageBody *body);

/* Set `drop` for all blocks in elements that are named as something else than the article. An element that holds most of
 * the page's running text is never taken out, whatever it is called. `gently`: only what is surely not the article. */
void page_prune (PageBody *body, bool gently);

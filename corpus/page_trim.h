/* page_trim.h: inside the chosen element: which blocks stay. Between page_body's files. */
#pragma once

#include "corpus/page_body.h"

/* Drop, among the blocks still kept: the title, bylines and dates, lists of links, lines that are known as furniture, captions and
 * short lines before the text begins and after it ends, and what is said twice. `title` may be NULL. */
void page_trim (PageBody *body, const char *title);

/* Bring back the standfirst: the sentence or two between the title and the text, which stand outside the chosen
 * element on most pages. `description` (may be NULL) is what the metadata say, often the same words. */
void page_trim_standfirst (PageBody *body, const char *description);

/* page_trim.h: inside the chosen element: which blocks stay. Between page_body's files. */
#pragma once

#include "corpus/page_body.h"

/* Drop, among the blocks still kept: the title, bylines and dates, lists of links, lines that are known as furniture, captions and
 * short lines before the text begins and after it ends, and what is said twice. `title` may be NULL. */
void page_trim (PageBody *body, const char *title);

/* Bring back what stands outside the chosen element on many pages: first paragraphs beside it, and the standfirst between title
 * and text where the page names it so. (A subtitle that is not named so is left to the description.) */
void page_trim_standfirst (PageBody *body);

/* Take out what is said of the author under the text: a last paragraph, or the one before, that begins with the whole name of one of
 * `authors` (char *). Whether there was any. */
bool page_trim_bio (PageBody *body, const GPtrArray *authors);

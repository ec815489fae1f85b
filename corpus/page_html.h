/* page_html.h: an article's blocks as a fragment of HTML, for reading. */
#pragma once

#include "corpus/page_body.h"

/* The kept blocks as <p>, <h2>–<h6>, <ul><li>, <blockquote>, <pre>, <figcaption> as <p>; one element a line. Nothing but
 * these elements and escaped text: safe to show. Owned, "" when there is none. */
char *page_body_html (const PageBody *body);
/* Lines as paragraphs. `text` may be NULL. Owned. */
char *page_html_of_lines (const char *text);

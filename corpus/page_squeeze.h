/* page_squeeze.h: take out of HTML source what no rule reads, before it is parsed. */
#pragma once

#include <glib.h>

/* `html` (clean UTF-8) without comments, styles, drawings (svg), scripts other than JSON and attributes that are not among PAGE_ATTRS, and with at
 * most PAGE_MAX_ATTRS attributes a tag: half of a news page, and the parser's slowest half. Bounds what a
 * hostile page can cost, for libxml2 compares every attribute of a tag with all before it. Owned.   Cost: linear.
 * Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization */
GString *page_squeeze (const char *html, gsize len);

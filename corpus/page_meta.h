/* page_meta.h: metadata in <meta>, <link>, <html>, <title> and JSON-LD scripts, into facts. */
#pragma once

#include "corpus/page_facts.h"
#include "corpus/page_tree.h"

/* Add all that the page's machine-readable metadata say. `url` (may be NULL) resolves relative addresses.
 * Names of <meta> are those of corpus/data/page_meta.tsv. */
void page_meta_read (const PageTree *tree, const char *url, PageFacts *facts);

/* The last resort for a date: what the page's own scripts call its publication ("publishedDate":"2016-11-04T…"), when they name
 * one day alone. `html` is the page's source. */
void page_meta_script_date (const char *html, gsize len, PageFacts *facts);

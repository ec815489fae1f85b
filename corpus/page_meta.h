/* page_meta.h: metadata in <meta>, <link>, <html>, <title> and JSON-LD scripts, into facts. */
#pragma once

#include "corpus/page_facts.h"
#include "corpus/page_tree.h"

/* Add all that the page's machine-readable metadata say. `url` (may be NULL) resolves relative addresses.
 * Names of <meta> are those of corpus/data/page_meta.tsv. */
void page_meta_read (const PageTree *tree, const char *url, PageFacts *facts);

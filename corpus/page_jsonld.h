/* page_jsonld.h: schema.org metadata in <script type="application/ld+json">. */
#pragma once

#include "corpus/page_facts.h"

/* Read one script's JSON into `facts`. Objects may be nested, in arrays, in "@graph"; broken JSON (raw newlines in
 * strings, trailing commas, comment marks, entities, unescaped quotes) is repaired where that is safe.
 * False when it is beyond repair; then nothing was added.
 * Source: https://schema.org/NewsArticle */
bool page_jsonld_read (const char *json, gsize len, PageFacts *facts);

/* The repairs alone: JSON as it was probably meant. Owned. */
char *page_jsonld_repair (const char *json, gsize len);

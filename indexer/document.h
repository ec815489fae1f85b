/* document.h: the Xapian document that an article becomes. */
#pragma once

#include <glib.h>

#include "indexer/analysis.h"
#include "indexer/gist.h"
#include "shim/xap.h"

/* The beginning of article_content_hash() (`content_hash`, hexadecimal), as the index keeps it. */
#define DOCUMENT_HASH_LEN 16
void document_hash (const char *content_hash, guint8 hash[DOCUMENT_HASH_LEN]);

/* Fill `doc` (cleared first) with what schema.h says of `article`: words with positions, stems, fields, facts, values; its data is
 * document_hash(), and the gist (indexer/gist.h). */
void document_build (const Article *article, const Analysis *analysis, const char *content_hash,
		     XapDoc *doc);

/* The gist that the index `db` keeps of a document, NULL when it has none that can be used. */
Gist *document_gist (XapDb *db, XapDocid docid);

/* declared.h: pairs that their publisher declares to be one article in two languages (corpus/alternate.h), in the model of links.
 *
 * Their probability is by rule: no pairs that the model learns from have such a declaration. What is left to doubt is a declaration that
 * was not kept up, or copied. What a person judges goes before it, as before all. */
#pragma once

#include "corpus/store_link.h"
#include "search/link.h"

#define DECLARED_PROBABILITY 0.98

/* `link` is of such a pair: it is as probable at least, and link_evidence() will say why. */
void declared_raise (Link *link);
/* Is (a, b) one? docids in the corpus, 0 for an article that it does not have; `store` NULL: there is no corpus, and they alone tell. */
bool declared_is (Store *store, const Article *a, guint32 a_docid, const Article *b,
		  guint32 b_docid, bool *declared, GError **error);

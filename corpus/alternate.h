/* alternate.h: the same article in the other language, as its publisher declares it: <link rel="alternate" hreflang="fr" href="…">.
 *
 * Careless sites name a front page there, or on every page the same one: neither says anything of an article.
 * Source: https://html.spec.whatwg.org/multipage/links.html#rel-alternate */
#pragma once

#include "corpus/article.h"

#define ALTERNATES_MAX 20 /* of one article */

/* What of a page's "LANGUAGE URL" tells of `article`, whose addresses are set: the same in canonical form ("fr https://…") when it is
 * French or English, another address than the article's own, and no front page, also of a language ("/fr/"). Else NULL, and *why_not
 * (static; may be NULL) why not. Owned. */
char *alternate_clean (const Article *article, const char *value, const char **why_not);

/* One of them is French, the other English. */
bool alternate_langs (Lang a, Lang b);

/* Does either of two articles in the two languages name the other's address? */
bool alternate_between (const Article *a, const Article *b);

/* The addresses in the article's provenance, at most ALTERNATES_MAX of those that alternate_clean() lets through: GPtrArray of char *, owned. */
GPtrArray *alternates_of (const Article *article);

/* search_facets.h: how many articles an answer has by language, site, month and story. */
#pragma once

#include "search/search_command.h"

typedef struct {
	const char *name; /* "language", "site", "month", "story": static */
	GArray *counts;   /* AnswerCount */
} Facet;

typedef struct {
	GArray *facets; /* Facet */
} Facets;

/* Languages, sites and months are counted over all articles found; stories over the best that the answer holds. Owned. */
Facets *facets_new (Search *search, const Answer *answer, GError **error);
void facets_free (Facets *facets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Facets, facets_free)

/* {"language": [{"value": "fr", "count": 12}], …}. Owned. */
json_t *facets_to_json (const Facets *facets);
/* As text, as lines "facet TAB value TAB count", or as JSON Lines {"facet","value","count"}. */
void facets_print (const Facets *facets, const Search *search);

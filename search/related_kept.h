/* related_kept.h: what the linker keeps of an article's pairs, so that whoever asks for a pair is told what the stories are made of.
 *
 * The linker judged each article among all that was around it; a question sees the nearest that the index finds, and would say
 * something else of a pair that is neither likely nor unlikely. */
#pragma once

#include "search/related.h"

/* The pair of `a` and `b`, published `days` apart (0: unknown). *link is filled for KEPT_BARE (kind and probability) and KEPT_LINK. */
bool kept_pair (Store *store, const LinkModel *model, guint32 a, guint32 b, double days, Kept *kept,
		Link *link, GError **error);

/* Append the links of `docid` (RelatedLink) of at least `min_probability`. */
bool kept_links (Store *store, const LinkModel *model, guint32 docid, double min_probability,
		 GArray *out, GError **error);

/* Whether all that is asked for is among the links of an article that has its links. */
bool kept_suffices (const RelatedOptions *options);

/* A pair that was seen, and is KEPT_LEFT_OUT: it is no likelier than that. */
void kept_leave_out (Link *link);
/* The same if it is: of a linked article and one that it has no link to. */
bool kept_see (Store *store, RelatedLink *seen, GError **error);
/* A pair that was seen, and is KEPT_BARE with `probability`. */
void kept_restore (Link *link, double probability);

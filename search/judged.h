/* judged.h: what people said of pairs of articles, where commands show pairs: it goes before what the model says. */
#pragma once

#include "corpus/store_link.h"
#include "search/related.h"

/* The verdicts in force that name the article `id`: id of the other → StoreVerdict *. Owned; NULL and an error when the store fails. */
GHashTable *judged_of (Store *store, const char *id, GError **error);

/* The verdict on the pair with `id` among those; VERDICT_NONE when there is none. */
Verdict judged_with (GHashTable *judged, const char *id);

/* How probable one event is once a person has spoken: 1 for "same", 0 for "related" and "different", else `probability`. */
double judged_probability (Verdict verdict, double probability);

/* The verdicts "related" and "different" in force on two articles that others of "same" join, by way of more: people contradict
 * themselves there. `id`: only of the articles that "same" joins with it; NULL: all. GPtrArray of StoreVerdict *, owned; NULL and an error
 * when the store fails. */
GPtrArray *judged_conflicts (Store *store, const char *id, GError **error);

/* Let the verdicts speak in `found`, what related_find() gave for `article` (docid `self`): those judged the same event come first, also where
 * they were not found at all; those judged otherwise go last, and go when options->min_probability is over 0. options->limit
 * bounds what is left. The links keep what the model says. */
bool judged_apply (GHashTable *judged, Store *store, XapDb *db, Space *space,
		   const LinkModel *model, const Article *article, guint32 self,
		   const RelatedOptions *options, GPtrArray *found, GError **error);

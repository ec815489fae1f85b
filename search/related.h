/* related.h: the coverage of one article's event, in both languages. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/store.h"
#include "search/link.h"
#include "search/pairs.h"
#include "shim/xap.h"

typedef struct {
	double min_probability; /* 0..1 */
	guint window_days; /* candidates published at most so far apart; undated articles always count */
	Lang lang;         /* only this language; LANG_UNKNOWN: both */
	guint limit;
	guint evidence_max; /* pieces for each; 0: the evidence is not looked for */
} RelatedOptions;
#define RELATED_INIT                                                                               \
	{                                                                                          \
		0.2, 10, LANG_UNKNOWN, 20, 24                                                      \
	}

typedef struct {
	Article *article; /* owned */
	Link link;
	GPtrArray *evidence; /* Evidence *, strongest first: a is the article asked about */
} Related;

/* The best candidates of each language by their shared terms, fading with days: so many. They are also each other's surroundings, in
 * which the pairs are judged (link.h). Measured on 100,000 articles: of the links of at least .2 that forty without fading find,
 * 96 % are found again, and of all that the linker has, as many. */
#define RELATED_CANDIDATES 20

/* Articles of the corpus that report the event of `article`, most probable first: GPtrArray of Related *, owned. `self` is its docid in the
 * corpus, 0 when it is not in it. */
GPtrArray *related_find (Store *store, XapDb *db, Space *space, const LinkModel *model,
			 const Article *article, guint32 self, const RelatedOptions *options,
			 GError **error);

/* The profile of the article `docid`, stripped, owned: of what the index keeps of it, or made from its text. NULL when there is no such article. */
bool related_profile (Store *store, XapDb *db, Space *space, guint32 docid, Profile **out,
		      GError **error);

/* Put the candidates of `profile` into `pairs`, under their docids, but `self` and those that are there. */
bool related_surround (Store *store, XapDb *db, Space *space, const Profile *profile, guint32 self,
		       const RelatedOptions *options, Pairs *pairs, GError **error);

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
 * corpus, 0 when it is not in it. Of an article that is linked they are its links, as `link` keeps them; what it does not keep
 * (search/related_kept.h) is looked for when it is asked for, and so is all of an article that is not linked. */
GPtrArray *related_find (Store *store, XapDb *db, Space *space, const LinkModel *model,
			 const Article *article, guint32 self, const RelatedOptions *options,
			 GError **error);

/* What the linker keeps of a pair (search/related_kept.h). */
typedef enum {
	KEPT_UNKNOWN, /* one is not linked yet, or they are too far apart for links to reach */
	KEPT_LEFT_OUT, /* both are linked, and not to each other: less likely than LINKER_MIN_PROBABILITY */
	KEPT_BARE, /* a link whose features are not known: declared only, or an older version made it */
	KEPT_LINK
} Kept;

/* A pair of one article with another. */
typedef struct {
	guint32 docid; /* of the other */
	Link link;
	double seen; /* the probability as it was seen now; 0: the link is a stored one */
	Kept kept;
} RelatedLink;

/* Append to `out` (RelatedLink) the pairs of `profile`, which is `self`'s, with its nearest in the index, judged among them: of at least
 * options->min_probability, in no order. No evidence. */
bool related_judge (Store *store, XapDb *db, Space *space, const LinkModel *model,
		    const Profile *profile, guint32 self, const RelatedOptions *options,
		    GArray *out, GError **error);

/* Compare two articles among the nearest of both: docids in the corpus, 0 for one that it does not have. `right` is taken over; it is not
 * of an article (profile_strip()). With `db` NULL there are no others. */
bool related_compare (Store *store, XapDb *db, Space *space, const LinkModel *model,
		      const Profile *left, guint32 left_docid, Profile *right, guint32 right_docid,
		      Link *out, GError **error);

/* The profile of the article `docid`, stripped, owned: of what the index keeps of it, or made from its text. NULL when there is no such article. */
bool related_profile (Store *store, XapDb *db, Space *space, guint32 docid, Profile **out,
		      GError **error);

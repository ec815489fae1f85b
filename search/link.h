/* link.h: how likely two articles report the same event, and why. The one definition of similarity: related coverage, links,
 * stories and alerts all come from here.
 *
 * A pair is described by a few features; a small logistic model for each kind of pair (one language or two, dated or not)
 * turns them into a probability. Weights: search/data/link-model.tsv, which says how they were trained. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "search/profile.h"

typedef enum {
	LINK_BIAS,
	LINK_WORDS, /* ln (cosine of all words + .02), translated both ways and averaged */
	LINK_OWN, /* the same, each word weighing by how rare it is among the nearest articles of its language */
	LINK_LEAD,    /* the same as words, of title and lead */
	LINK_TITLE,   /* the same of the titles alone */
	LINK_OPENING, /* the same of one's title and the other's lead, the better of both ways */
	LINK_AROUND, /* the same as words, a dated headline's with those of its neighbours, and less of what all write of these days */
	LINK_HEADLINE, /* share of a headline (of the lead where there is none) that the other tells anywhere, the lesser of both ways, 0..1 */
	LINK_DEED, /* share of the words that are no names of headline and first sentence that the other's lead tells, the lesser of both ways */
	LINK_LETTERS, /* ln (cosine of the runs of letters of title and lead + .02); headlines with those of their neighbours */
	LINK_NAMES,   /* ln (1 + sum of the shared names' rarities) */
	LINK_RAREST,  /* rarity of the rarest shared name, at most 12 */
	LINK_WHO,     /* ln (cosine of the leads' names, weighing as in own, + .02) */
	LINK_NAMED, /* share of the names of headline and first sentence that the other has anywhere, 0..1 */
	LINK_ACTORS, /* share of the first names of each one's headline that the other has in its lead, mean of both ways; .5 for no names */
	LINK_APART,  /* share of the leads' names that the other article has nowhere, 0..1 */
	LINK_FIGURES,  /* ln (1 + sum of the shared figures' rarities) */
	LINK_TOLL,     /* the same of those that both have in their leads */
	LINK_DAYS,     /* ln (1 + days that both speak of) */
	LINK_WHEN,     /* 1 when both leads name one day, else 0 */
	LINK_SAMEDAY,  /* 1 when both are about one day (Profile.event_day), else 0 */
	LINK_OTHERDAY, /* 1 when they are about two days, else 0 */
	LINK_AHEAD, /* 1 when they name a day that lies ahead of one and not of the other: a preview and a report, else 0 */
	LINK_QUOTE, /* cosine of the most similar quotations, 0..1 */
	LINK_NEAR,  /* exp (-days between publication); 0 when unknown */
	LINK_FAR,   /* ln (1 + days between publication); 0 when unknown */
	LINK_LENGTH, /* ln (1 + different words of the shorter article): headlines share less than reports */
	LINK_LONGER, /* the same of the longer of two reports, 0 of others: what is long shares words with everything */
	LINK_CROWD, /* how far the pair stands out from what both have with their next nearest articles */
	LINK_MARGIN, /* the lesser of both sides' ln (affinity / that of the nearest other article) */
	LINK_RANK,   /* sum over both sides of ln (1 + articles that are nearer) */
	LINK_FEATURES
} LinkFeature;

/* Kinds of pair, each with weights of its own: one language or two, both dated or not, whether the shorter text is a mere headline
 * or blurb (under LINK_SHORT_TERMS different words) or a report, and, of two languages and not dated, whether one has no headline:
 * an excerpt, whose first words are no lead. Bits of one number. */
typedef enum {
	LINK_SAME = 1,
	LINK_UNDATED = 2,
	LINK_SHORT = 4,
	LINK_EXCERPT = 8,
	LINK_KINDS = 16
} LinkKind;
#define LINK_SHORT_TERMS 50

typedef struct LinkModel LinkModel;
LinkModel *link_model_new (void);
void link_model_free (LinkModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkModel, link_model_free)

/* An article among its neighbours: what is common in its surroundings says little about its own event, and a pair that is not
 * the nearest of either side is seldom of one event. search/pairs.h makes these; all borrowed. */
#define LINK_RIVALS 10
/* What a rival's affinity is taken for when it is less: that of the tenth nearest article in the median of a news corpus. */
#define LINK_RIVAL_ORDINARY 0.03
typedef struct {
	const Profile *profile;
	const Vector *
		own; /* profile->all, each word by how rare it is among the nearest articles of its language */
	/* profile->all and all_translated, and its runs of letters (NULL: the profile's own); of a dated headline, with those of its nearest ones */
	const Vector *around, *around_translated, *letters;
	/* The affinities of the nearest articles of the other side's language, the other side itself left out, best first. */
	float rivals[LINK_RIVALS];
} LinkSide;

/* An article that nothing is known of but itself. */
LinkSide link_side_alone (const Profile *profile);

/* The cosines that are most of the work of comparing: of all words, and of the words by how rare they are around. 0..1 each. */
typedef struct {
	double words, own;
} LinkCosines;
LinkCosines link_cosines (const LinkSide *a, const LinkSide *b);

/* How near two articles are: the mean of their cosines, less for every day between them. 0..1 */
double link_affinity (double days, LinkCosines cosines);

typedef struct {
	LinkKind kind;
	double features[LINK_FEATURES];
	double shares[LINK_FEATURES]; /* what each adds to the log-odds */
	double probability;           /* 0..1: both report the same event */
	double story; /* 0..1, at least probability: the same event, or another stage of its story */
	bool declared; /* their publisher says that they are one article: search/declared.h */
	bool left_out; /* likely as it looks, both are linked, and not to each other: search/related_kept.h */
} Link;

typedef enum { LINK_DIFFERENT, LINK_RELATED, LINK_SAME_EVENT } LinkVerdict;
/* What a link is when it must be called one thing; `threshold` is the least probability of the same event. */
#define LINK_THRESHOLD 0.2
#define LINK_STORY_THRESHOLD 0.5
LinkVerdict link_verdict (const Link *link, double threshold);
/* "different", "related", "same": static. */
const char *link_verdict_name (LinkVerdict verdict);

/* Compare two articles whose cosines are known. Symmetric. Cost: some µs for articles of usual length. */
void link_score (Space *space, const LinkModel *model, const LinkSide *a, const LinkSide *b,
		 LinkCosines cosines, Link *out);

/* The same, given up as soon as it is certain that the probability will be less than `least`, whatever the features are that are
 * not looked at yet. False when it is less: then what *out holds means nothing. */
bool link_reach (Space *space, const LinkModel *model, const LinkSide *a, const LinkSide *b,
		 LinkCosines cosines, double least, Link *out);

/* One piece of evidence: what stands in a, what stands in b. Offsets are bytes of the text (of the title when in_title). */
typedef struct {
	/* "name", "figure", "day", "quote", "words", "published"; against: "days" (each is about another day), "missing" (a name of one lead that the other article has
	 * nowhere: a or b NULL), "hreflang" (link->declared: what its rule adds), "neighbours" (how the pair stands among the nearest of both). Static. */
	const char *kind;
	double share; /* of the log-odds; the pieces of one feature divide its share by their weight */
	char *a, *b; /* as written, owned */
	guint32 a_start, a_end, b_start, b_end;
	bool a_in_title, b_in_title;
} Evidence;

/* The evidence for `link`, strongest first: GPtrArray of Evidence *, owned. At most `max` pieces. */
GPtrArray *link_evidence (Space *space, const Link *link, const Profile *a, const Profile *b,
			  guint max);

/* {"kind":…,"share":…,"a":{"text","start","end"},"b":{…}}. Owned. */
json_t *evidence_to_json (const Evidence *evidence);

/* "cross-dated-long", …, NULL of a number that is no kind; names of the features, as in the model's file. Static. */
const char *link_kind_name (LinkKind kind);
const char *link_feature_name (LinkFeature feature);

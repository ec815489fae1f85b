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
	LINK_WORDS,      /* ln (cosine of all words + .02), translated both ways and averaged */
	LINK_LEAD,       /* the same of title and lead */
	LINK_TITLE,      /* the same of the titles alone */
	LINK_HEAD_NAMES, /* ln (1 + sum of the rarities of the names that both have in title or lead) */
	LINK_NAMES,      /* ln (1 + sum of the shared names' rarities) */
	LINK_RAREST,     /* rarity of the rarest shared name, at most 12 */
	LINK_APART,      /* share of the leads' names that the other article has nowhere, 0..1 */
	LINK_FIGURES, /* ln (1 + sum of the shared figures' rarities) */
	LINK_DAYS,    /* ln (1 + days that both speak of) */
	LINK_QUOTE,   /* cosine of the most similar quotations, 0..1 */
	LINK_NEAR,    /* exp (-days between publication); 0 when unknown */
	LINK_FAR,     /* ln (1 + days between publication); 0 when unknown */
	LINK_LENGTH, /* ln (1 + different words of the shorter article): headlines share less than reports */
	LINK_FEATURES
} LinkFeature;

/* Kinds of pair, each with weights of its own: one language or two, both dated or not, and whether the shorter text is a mere headline
 * or blurb (under LINK_SHORT_TERMS different words) or a report. Bits of one number. */
typedef enum { LINK_SAME = 1, LINK_UNDATED = 2, LINK_SHORT = 4, LINK_KINDS = 8 } LinkKind;
#define LINK_SHORT_TERMS 50

typedef struct LinkModel LinkModel;
LinkModel *link_model_new (void);
void link_model_free (LinkModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkModel, link_model_free)

typedef struct {
	LinkKind kind;
	double features[LINK_FEATURES];
	double shares[LINK_FEATURES]; /* what each adds to the log-odds */
	double probability;           /* 0..1 */
} Link;

/* Compare two articles. Symmetric. Cost: some µs for articles of usual length. */
void link_score (Space *space, const LinkModel *model, const Profile *a, const Profile *b,
		 Link *out);

/* One piece of evidence: what stands in a, what stands in b. Offsets are bytes of the text (of the title when in_title). */
typedef struct {
	const char *kind; /* "name", "figure", "day", "quote", "words", "published": static */
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

/* "cross-dated-long", …; names of the features, as in the model's file. Static. */
const char *link_kind_name (LinkKind kind);
const char *link_feature_name (LinkFeature feature);

/* link_private.h: what the parts of link.c share: the model, and the features of a pair by what they cost. */
#pragma once

#include "search/link.h"
#include "search/link_match.h"

struct LinkModel {
	double weights[LINK_KINDS][LINK_FEATURES];
	double story[LINK_FEATURES]; /* one for all kinds: only dated reports are labelled */
};

LinkKind link_kind_of (const Profile *a, const Profile *b);
/* Shares, probability and story of the link whose kind and features are there. */
void link_judge (const LinkModel *model, Link *link);

/* A cosine of nothing shared: what is added before its logarithm is taken. */
#define LINK_COSINE_FLOOR 0.02
/* No name is taken for rarer. */
#define LINK_RAREST_MAX 12.0

/* Each fills some features of `f`, all are symmetric.
 * What is known as soon as the cosines are: words, own, near, far, sameday, otherday, length, longer, crowd, margin, rank. */
void link_surface_features (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
			    double *f);
/* figures, toll, days, when, ahead. */
void link_fact_features (const Profile *a, const Profile *b, double *f);
/* quote. */
void link_quote_features (const Profile *a, const Profile *b, double *f);
/* Does the day that both name, a match of match_days(), lie ahead of one publication and not of the other? */
bool link_day_between (const Profile *a, const Profile *b, const Match *m);
/* names, rarest, apart, named, actors, who. */
void link_name_features (Space *space, const LinkSide *left, const LinkSide *right, double *f);
/* lead, title, opening. */
void link_part_features (const Profile *a, const Profile *b, double *f);
/* letters. */
void link_letter_features (const LinkSide *left, const LinkSide *right, double *f);
/* Has it nothing from its neighbours? Of two such the words around are the words. */
static inline bool link_is_alone (const LinkSide *side)
{
	return side->around == side->profile->all;
}
/* around. */
void link_around_features (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
			   double *f);
/* headline, deed. */
void link_told_features (const Profile *a, const Profile *b, double *f);

/* link_bound.c: what a pair cannot reach, told from what is cheap to look at. */
#include <math.h>

#include "search/link_private.h"

/* Between what a feature lies; both the value of one that is known. */
typedef struct {
	double least, most;
} Range;

static void know (Range *ranges, const double *f, const LinkFeature *which, gsize count)
{
	for (gsize i = 0; i < count; i++)
		ranges[which[i]] = (Range){ f[which[i]], f[which[i]] };
}
#define KNOW(ranges, f, ...)                                                                       \
	know (ranges, f, (const LinkFeature[]){ __VA_ARGS__ },                                     \
	      sizeof ((const LinkFeature[]){ __VA_ARGS__ }) / sizeof (LinkFeature))

/* What can be said of the features that cost most before looking at them; of others nothing. */
static void ranges_of (const Profile *a, const Profile *b, Range *ranges)
{
	static const Range cosine_range = { -3.92, 0.03 }; /* ln (.02), ln (1.01 + .02) */
	for (int i = 0; i < LINK_FEATURES; i++)
		ranges[i] = (Range){ -INFINITY, INFINITY };
	ranges[LINK_WHO] = ranges[LINK_LEAD] = ranges[LINK_TITLE] = ranges[LINK_OPENING] =
		cosine_range;
	ranges[LINK_LETTERS] = ranges[LINK_AROUND] = cosine_range;
	ranges[LINK_HEADLINE] = ranges[LINK_DEED] = ranges[LINK_NAMED] = ranges[LINK_APART] =
		ranges[LINK_QUOTE] = (Range){ 0, 1.01 };
	ranges[LINK_WHEN] = (Range){ 0, a->days->len && b->days->len ? 1 : 0 };
	ranges[LINK_NAMES] = (Range){ 0, log (1 + (a->names_rarity + b->names_rarity) / 2) };
	ranges[LINK_RAREST] = (Range){ 0, LINK_RAREST_MAX };
	ranges[LINK_DAYS] = (Range){ 0, log (1 + MIN (a->days->len, b->days->len)) };
	if (!a->quotes->len || !b->quotes->len)
		ranges[LINK_QUOTE].most = 0;
	if (!a->names->len && !b->names->len)
		ranges[LINK_RAREST].most = 0;
	if (!a->figures->len || !b->figures->len)
		ranges[LINK_FIGURES] = (Range){ 0, 0 };
	else
		ranges[LINK_FIGURES] = (Range){ 0, log (1 + a->figures->len * LINK_RAREST_MAX) };
	ranges[LINK_TOLL] = ranges[LINK_FIGURES];
}

/* The most that the log-odds can be. */
static double most_of (const double *weights, const Range *ranges)
{
	double z = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		if (weights[i] != 0)
			z += weights[i] * (weights[i] > 0 ? ranges[i].most : ranges[i].least);
	return z;
}

bool link_reach (Space *space, const LinkModel *model, const LinkSide *left, const LinkSide *right,
		 LinkCosines cosines, double least, Link *out)
{
	const Profile *a = left->profile, *b = right->profile;
	const LinkKind kind = link_kind_of (a, b);
	const double *weights = model->weights[kind];
	double *f = out->features, z = least > 0 ? log (least / (1 - least)) - 1e-9 : -INFINITY;
	Range ranges[LINK_FEATURES];
	if (least >= 1)
		return false;
	/* What costs least first. */
	ranges_of (a, b, ranges);
	link_surface_features (left, right, cosines, f);
	KNOW (ranges, f, LINK_BIAS, LINK_WORDS, LINK_OWN, LINK_NEAR, LINK_FAR, LINK_LENGTH,
	      LINK_LONGER, LINK_CROWD, LINK_MARGIN, LINK_RANK);
	if (most_of (weights, ranges) < z)
		return false;
	link_fact_features (a, b, f);
	KNOW (ranges, f, LINK_FIGURES, LINK_TOLL, LINK_DAYS, LINK_WHEN, LINK_QUOTE);
	if (most_of (weights, ranges) < z)
		return false;
	link_lent_features (left, right, cosines, f);
	KNOW (ranges, f, LINK_LETTERS, LINK_AROUND);
	if (most_of (weights, ranges) < z)
		return false;
	link_part_features (a, b, f);
	KNOW (ranges, f, LINK_LEAD, LINK_TITLE, LINK_OPENING);
	if (most_of (weights, ranges) < z)
		return false;
	link_told_features (space, a, b, f);
	KNOW (ranges, f, LINK_HEADLINE, LINK_DEED);
	if (most_of (weights, ranges) < z)
		return false;
	link_name_features (space, left, right, f);
	out->kind = kind;
	out->declared = false;
	link_judge (model, out);
	return out->probability >= least;
}

void link_score (Space *space, const LinkModel *model, const LinkSide *left, const LinkSide *right,
		 LinkCosines cosines, Link *out)
{
	link_reach (space, model, left, right, cosines, 0, out);
}

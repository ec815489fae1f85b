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
/* What link_surface_features() fills. */
static const LinkFeature surface[] = { LINK_BIAS,   LINK_WORDS,   LINK_OWN,      LINK_NEAR,
				       LINK_FAR,    LINK_SAMEDAY, LINK_OTHERDAY, LINK_LENGTH,
				       LINK_LONGER, LINK_CROWD,   LINK_MARGIN,   LINK_RANK };

/* How far the cosine of a part goes beyond that of all words, `words`, in all but one pair of a thousand, of the same event or not. */
static Range part_range (double words, double times, double more)
{
	return (Range){ log (LINK_COSINE_FLOOR),
			log (MIN (1.01, words * times + more) + LINK_COSINE_FLOOR) };
}

static void cosine_ranges (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
			   Range *ranges)
{
	const double words = MAX (cosines.words, 0);
	ranges[LINK_WHO] = part_range (1, 1, 0);
	ranges[LINK_LEAD] = part_range (words, 2.5, 0.1);
	ranges[LINK_OPENING] = part_range (words, 4, 0.15);
	ranges[LINK_TITLE] = part_range (words, 5, 0.3);
	ranges[LINK_LETTERS] = part_range (words, 5, 0.2);
	ranges[LINK_AROUND] = part_range (words, 4, 0.1);
	if (link_is_alone (left) && link_is_alone (right))
		ranges[LINK_AROUND] =
			(Range){ log (words + LINK_COSINE_FLOOR), log (words + LINK_COSINE_FLOOR) };
}

/* What can be said of the features that cost most before looking at them; of others nothing. */
static void ranges_of (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
		       Range *ranges)
{
	const Profile *a = left->profile, *b = right->profile;
	for (int i = 0; i < LINK_FEATURES; i++)
		ranges[i] = (Range){ -INFINITY, INFINITY };
	cosine_ranges (left, right, cosines, ranges);
	ranges[LINK_HEADLINE] = ranges[LINK_DEED] = ranges[LINK_NAMED] = ranges[LINK_APART] =
		ranges[LINK_ACTORS] = ranges[LINK_QUOTE] = (Range){ 0, 1.01 };
	ranges[LINK_WHEN] = ranges[LINK_AHEAD] = (Range){ 0, a->days->len && b->days->len ? 1 : 0 };
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

/* --- groups of features, which are worked out together --- */

typedef struct {
	Space *space;
	const LinkSide *left, *right;
	LinkCosines cosines;
	double *f;
} Pair;

static void find_facts (const Pair *p)
{
	link_fact_features (p->left->profile, p->right->profile, p->f);
}

static void find_quotes (const Pair *p)
{
	link_quote_features (p->left->profile, p->right->profile, p->f);
}

static void find_names (const Pair *p)
{
	link_name_features (p->space, p->left, p->right, p->f);
}

static void find_parts (const Pair *p)
{
	link_part_features (p->left->profile, p->right->profile, p->f);
}

static void find_letters (const Pair *p)
{
	link_letter_features (p->left, p->right, p->f);
}

static void find_around (const Pair *p)
{
	link_around_features (p->left, p->right, p->cosines, p->f);
}

static void find_told (const Pair *p)
{
	link_told_features (p->left->profile, p->right->profile, p->f);
}

/* What they cost is measured on reports of two languages, in tenths of a µs: only which is dearer matters. */
#define GROUP_MAX 6
static const struct {
	void (*find) (const Pair *);
	double cost;
	guint count;
	LinkFeature features[GROUP_MAX];
} groups[] = {
	{ find_facts, 8, 5, { LINK_FIGURES, LINK_TOLL, LINK_DAYS, LINK_WHEN, LINK_AHEAD } },
	{ find_quotes, 50, 1, { LINK_QUOTE } },
	{ find_names,
	  35,
	  6,
	  { LINK_NAMES, LINK_RAREST, LINK_APART, LINK_NAMED, LINK_ACTORS, LINK_WHO } },
	{ find_parts, 30, 3, { LINK_LEAD, LINK_TITLE, LINK_OPENING } },
	{ find_letters, 40, 1, { LINK_LETTERS } },
	{ find_around, 30, 1, { LINK_AROUND } },
	{ find_told, 30, 2, { LINK_HEADLINE, LINK_DEED } },
};
#define GROUPS G_N_ELEMENTS (groups)

/* How much looking at a group can change the log-odds, for what it costs. */
static double worth (guint group, const double *weights, const Range *ranges)
{
	double span = 0;
	for (guint i = 0; i < groups[group].count; i++) {
		LinkFeature feature = groups[group].features[i];
		span += fabs (weights[feature]) * (ranges[feature].most - ranges[feature].least);
	}
	return span / groups[group].cost;
}

/* Of the groups that are left (bits) the one that tells most. */
static guint next_group (guint left, const double *weights, const Range *ranges)
{
	guint best = 0;
	double most = -1;
	for (guint i = 0; i < GROUPS; i++) {
		double one = left >> i & 1 ? worth (i, weights, ranges) : -1;
		if (one > most) {
			most = one;
			best = i;
		}
	}
	return best;
}

bool link_reach (Space *space, const LinkModel *model, const LinkSide *left, const LinkSide *right,
		 LinkCosines cosines, double least, Link *out)
{
	const Pair pair = { space, left, right, cosines, out->features };
	const LinkKind kind = link_kind_of (left->profile, right->profile);
	const double *weights = model->weights[kind];
	double z = least > 0 ? log (least / (1 - least)) - 1e-9 : -INFINITY;
	Range ranges[LINK_FEATURES];
	if (least >= 1)
		return false;
	ranges_of (left, right, cosines, ranges);
	link_surface_features (left, right, cosines, out->features);
	know (ranges, out->features, surface, G_N_ELEMENTS (surface));
	for (guint unknown = (1U << GROUPS) - 1; unknown;) {
		if (most_of (weights, ranges) < z)
			return false;
		guint i = next_group (unknown, weights, ranges);
		groups[i].find (&pair);
		know (ranges, out->features, groups[i].features, groups[i].count);
		unknown &= ~(1U << i);
	}
	out->kind = kind;
	out->declared = out->left_out = false;
	link_judge (model, out);
	return out->probability >= least;
}

void link_score (Space *space, const LinkModel *model, const LinkSide *left, const LinkSide *right,
		 LinkCosines cosines, Link *out)
{
	link_reach (space, model, left, right, cosines, 0, out);
}

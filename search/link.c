/* link.c: features of a pair, and the model that makes a probability of them. */
#include "search/link.h"

#include <math.h>
#include <string.h>

#include "corpus/table.h"
#include "search/link_match.h"

static const char *const feature_names[LINK_FEATURES] = {
	"bias",    "words", "own",    "lead",   "title",   "opening", "around", "headline",
	"letters", "names", "rarest", "apart",  "figures", "toll",    "days",   "when",
	"quote",   "near",  "far",    "length", "crowd",   "margin",  "rank",
};
/* By the bits of LinkKind. */
static const char *const kind_names[LINK_KINDS] = {
	"cross-dated-long",
	"same-dated-long",
	"cross-undated-long",
	"same-undated-long",
	"cross-dated-short",
	"same-dated-short",
	"cross-undated-short",
	"same-undated-short",
	[LINK_EXCERPT | LINK_UNDATED] = "cross-undated-long-excerpt",
	[LINK_EXCERPT | LINK_UNDATED | LINK_SHORT] = "cross-undated-short-excerpt",
};

const char *link_kind_name (LinkKind kind)
{
	return kind_names[kind];
}

const char *link_feature_name (LinkFeature feature)
{
	return feature_names[feature];
}

/* --- the model: search/data/link-model.tsv, "kind<TAB>feature<TAB>weight" --- */

struct LinkModel {
	double weights[LINK_KINDS][LINK_FEATURES];
	double story[LINK_FEATURES]; /* one for all kinds: only dated reports are labelled */
};
#define STORY_NAME "story"

static int index_in (const char *const *names, guint count, const char *name)
{
	for (guint i = 0; i < count; i++)
		if (names[i] && strcmp (names[i], name) == 0)
			return (int)i;
	return -1;
}

static void add_weight (char **columns, gpointer data)
{
	LinkModel *model = data;
	int kind = index_in (kind_names, LINK_KINDS, columns[0]);
	int feature = index_in (feature_names, LINK_FEATURES, columns[1]);
	bool story = strcmp (columns[0], STORY_NAME) == 0;
	g_assert ((kind >= 0 || story) && feature >= 0);
	*(story ? &model->story[feature] : &model->weights[kind][feature]) =
		g_ascii_strtod (columns[2], NULL);
}

LinkModel *link_model_new (void)
{
	LinkModel *model = g_new0 (LinkModel, 1);
	table_each_row ("search/data/link-model.tsv", 3, add_weight, model);
	return model;
}

void link_model_free (LinkModel *model)
{
	g_free (model);
}

/* --- features --- */

#define COSINE_FLOOR 0.02
#define RAREST_MAX 12.0
/* What a translation is short of certainty it may lack for other reasons than being wrong. */
#define TRANSLATED_MORE 0.3
#define AFFINITY_DAYS 4.0
/* The affinity of the tenth nearest article in the median of a news corpus. */
#define RIVAL_ORDINARY 0.03

static double cosine (const Vector *a, const Vector *a_translated, const Vector *b,
		      const Vector *b_translated, bool same)
{
	return same ? vector_dot (a, b)
		    : (vector_dot (a_translated, b) + vector_dot (b_translated, a)) / 2;
}

static double sum (const GArray *matches)
{
	double total = 0;
	for (guint i = 0; i < matches->len; i++)
		total += g_array_index (matches, Match, i).weight;
	return total;
}

static double largest (const GArray *matches)
{
	double most = 0;
	for (guint i = 0; i < matches->len; i++)
		most = MAX (most, g_array_index (matches, Match, i).weight);
	return most;
}

/* Rarity-weighted share of the names in p's title and lead that no match covers. Both stand in the order of p's names. */
static double names_apart (const Profile *p, const GArray *matches)
{
	double total = 0, missing = 0;
	guint k = 0;
	for (guint i = 0; i < p->names->len; i++) {
		guint32 term = g_array_index (p->names, ProfileName, i).term;
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, term);
		bool matched = k < matches->len && g_array_index (matches, Match, k).a == term;
		k += matched;
		if (!t->in_lead)
			continue;
		total += t->idf;
		missing += matched ? 0 : t->idf;
	}
	return total > 0 ? missing / total : 0;
}

static void name_features (Space *space, const Profile *a, const Profile *b, double *f)
{
	double names = 0, rarest = 0, apart = 0;
	g_autoptr (GArray) matches = NULL;
	for (int back = 0; back < 2; back++) {
		const Profile *from = back ? b : a, *to = back ? a : b;
		if (!from->names->len)
			continue;
		if (!matches)
			matches =
				g_array_sized_new (FALSE, FALSE, sizeof (Match), PROFILE_NAMES_MAX);
		g_array_set_size (matches, 0);
		match_names (space, from, to, matches);
		names += sum (matches);
		rarest = MAX (rarest, largest (matches));
		apart += names_apart (from, matches);
	}
	f[LINK_NAMES] = log (1 + names / 2);
	f[LINK_RAREST] = MIN (RAREST_MAX, rarest);
	f[LINK_APART] = apart / 2;
}

/* What both have in their leads: the figures' rarities, and whether they name one day. */
static void lead_facts (const Profile *a, const Profile *b, const GArray *figures,
			const GArray *days, double *f)
{
	double toll = 0;
	for (guint i = 0; i < figures->len; i++) {
		const Match *m = &g_array_index (figures, Match, i);
		if (g_array_index (a->figures, ProfileFigure, m->a).in_lead &&
		    g_array_index (b->figures, ProfileFigure, m->b).in_lead)
			toll += m->weight;
	}
	f[LINK_TOLL] = log (1 + toll);
	for (guint i = 0; i < days->len; i++) {
		const Match *m = &g_array_index (days, Match, i);
		const ProfileDay *x = &g_array_index (a->days, ProfileDay, m->a),
				 *y = &g_array_index (b->days, ProfileDay, m->b);
		if (x->in_lead && y->in_lead && x->year && y->year)
			f[LINK_WHEN] = 1;
	}
}

static void fact_features (const Profile *a, const Profile *b, double *f)
{
	f[LINK_FIGURES] = f[LINK_TOLL] = f[LINK_DAYS] = f[LINK_WHEN] = f[LINK_QUOTE] = 0;
	if (!(a->figures->len && b->figures->len) && !(a->days->len && b->days->len) &&
	    !(a->quotes->len && b->quotes->len))
		return;
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (Match));
	match_figures (a, b, matches);
	match_days (a, b, days);
	f[LINK_FIGURES] = log (1 + sum (matches));
	f[LINK_DAYS] = log (1 + sum (days));
	lead_facts (a, b, matches, days, f);
	g_array_set_size (matches, 0);
	match_quotes (a, b, matches);
	f[LINK_QUOTE] = largest (matches);
}

/* How well `other` tells the word `t`, 0..1. */
static double told (Space *space, const ProfileTerm *t, const Profile *other, bool same)
{
	if (same)
		return profile_term (other, t->id) ? 1 : 0;
	guint count;
	double best = 0;
	const Translation *rows = space_translations (space, t->id, &count);
	for (guint i = 0; i < count; i++)
		if (profile_term (other, rows[i].id))
			best = MAX (best, MIN (1, rows[i].weight + TRANSLATED_MORE));
	if (profile_term (other, t->other_id))
		best = MAX (best, count && !t->is_name ? 0.3 : 1);
	return best;
}

/* Rarity-weighted share of p's headline, or lead where it has none, that `other` tells anywhere. */
static double headline_told (Space *space, const Profile *p, const Profile *other)
{
	double total = 0, hit = 0;
	bool titled = p->title->len > 0;
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		if ((titled ? !t->titled : !t->in_lead) || t->is_number)
			continue;
		total += t->idf;
		hit += t->idf * told (space, t, other, p->lang == other->lang);
	}
	return total > 0 ? hit / total : 0;
}

/* --- a pair among its neighbours --- */

LinkSide link_side_alone (const Profile *profile)
{
	return (LinkSide){ .profile = profile,
			   .own = profile->all,
			   .letters = profile->letters,
			   .around = profile->all,
			   .around_translated = profile->all_translated };
}

static double own_cosine (const LinkSide *a, const LinkSide *b)
{
	const Profile *x = a->profile, *y = b->profile;
	return x->lang == y->lang ? (vector_dot (a->own, y->all) + vector_dot (b->own, x->all)) / 2
				  : (vector_dot (a->own, y->all_translated) +
				     vector_dot (b->own, x->all_translated)) /
					    2;
}

LinkCosines link_cosines (const LinkSide *a, const LinkSide *b)
{
	const Profile *x = a->profile, *y = b->profile;
	return (LinkCosines){ cosine (x->all, x->all_translated, y->all, y->all_translated,
				      x->lang == y->lang),
			      own_cosine (a, b) };
}

double link_affinity (const Profile *a, const Profile *b, LinkCosines cosines)
{
	return (cosines.words + cosines.own) / 2 *
	       exp (-profile_days_between (a, b) / AFFINITY_DAYS);
}

/* The mean of the ten nearest others. A corpus too small to have them is taken to have ordinary ones. */
static double crowd_of (const LinkSide *side)
{
	double total = 0;
	for (int i = 0; i < LINK_RIVALS; i++)
		total += MAX (side->rivals[i], RIVAL_ORDINARY);
	return log (total / LINK_RIVALS + COSINE_FLOOR);
}

static double margin_of (const LinkSide *side, double own)
{
	return log ((own + COSINE_FLOOR) / (MAX (side->rivals[0], RIVAL_ORDINARY) + COSINE_FLOOR));
}

static double rank_of (const LinkSide *side, double own)
{
	int nearer = 0;
	while (nearer < LINK_RIVALS && side->rivals[nearer] > own)
		nearer++;
	return log (1 + nearer);
}

static void neighbour_features (const LinkSide *a, const LinkSide *b, double own, double *f)
{
	f[LINK_CROWD] = 2 * log (own + COSINE_FLOOR) - crowd_of (a) - crowd_of (b);
	f[LINK_MARGIN] = MIN (margin_of (a, own), margin_of (b, own));
	f[LINK_RANK] = rank_of (a, own) + rank_of (b, own);
}

/* --- the whole --- */

static double logistic (double z)
{
	return 1 / (1 + exp (-z));
}

static void judge (const LinkModel *model, Link *link)
{
	double z = 0, story = 0;
	for (int i = 0; i < LINK_FEATURES; i++) {
		link->shares[i] = model->weights[link->kind][i] * link->features[i];
		z += link->shares[i];
		story += model->story[i] * link->features[i];
	}
	link->probability = logistic (z);
	link->story = MAX (link->probability, logistic (story));
}

static LinkKind kind_of (const Profile *a, const Profile *b)
{
	guint shorter = MIN (a->terms->len, b->terms->len);
	bool same = a->lang == b->lang, dated = a->day_s && b->day_s;
	bool excerpt = !same && !dated && (!a->title->len || !b->title->len);
	return (LinkKind)((same ? LINK_SAME : 0) | (dated ? 0 : LINK_UNDATED) |
			  (shorter < LINK_SHORT_TERMS ? LINK_SHORT : 0) |
			  (excerpt ? LINK_EXCERPT : 0));
}

/* What is known of a pair as soon as its cosines are. */
static void surface_features (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
			      double *f)
{
	const Profile *a = left->profile, *b = right->profile;
	bool dated = a->day_s && b->day_s;
	double days = profile_days_between (a, b);
	f[LINK_BIAS] = 1;
	f[LINK_WORDS] = log (cosines.words + COSINE_FLOOR);
	f[LINK_OWN] = log (cosines.own + COSINE_FLOOR);
	f[LINK_NEAR] = dated ? exp (-days) : 0;
	f[LINK_FAR] = dated ? log (1 + days) : 0;
	f[LINK_LENGTH] = log (1 + MIN (a->terms->len, b->terms->len));
	neighbour_features (left, right, link_affinity (a, b, cosines), f);
}

static double letters_feature (const LinkSide *left, const LinkSide *right)
{
	return log (vector_dot (left->letters, right->letters) + COSINE_FLOOR);
}

static double around_feature (const LinkSide *left, const LinkSide *right, LinkCosines cosines)
{
	const Profile *a = left->profile, *b = right->profile;
	double near = cosines.words;
	if (left->around != a->all || right->around != b->all)
		near = cosine (left->around, left->around_translated, right->around,
			       right->around_translated, a->lang == b->lang);
	return log (near + COSINE_FLOOR);
}

static void part_features (const Profile *a, const Profile *b, double *f)
{
	bool same = a->lang == b->lang;
	double here = cosine (a->title, a->title_translated, b->lead, b->lead_translated, same),
	       there = cosine (b->title, b->title_translated, a->lead, a->lead_translated, same);
	f[LINK_OPENING] = log (MAX (here, there) + COSINE_FLOOR);
	f[LINK_LEAD] =
		log (cosine (a->lead, a->lead_translated, b->lead, b->lead_translated, same) +
		     COSINE_FLOOR);
	f[LINK_TITLE] =
		log (cosine (a->title, a->title_translated, b->title, b->title_translated, same) +
		     COSINE_FLOOR);
}

/* --- what a pair cannot reach --- */

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
	ranges[LINK_LEAD] = ranges[LINK_TITLE] = ranges[LINK_OPENING] = cosine_range;
	ranges[LINK_LETTERS] = ranges[LINK_AROUND] = cosine_range;
	ranges[LINK_HEADLINE] = ranges[LINK_APART] = ranges[LINK_QUOTE] = (Range){ 0, 1.01 };
	ranges[LINK_WHEN] = (Range){ 0, a->days->len && b->days->len ? 1 : 0 };
	ranges[LINK_NAMES] = (Range){ 0, log (1 + (a->names_rarity + b->names_rarity) / 2) };
	ranges[LINK_RAREST] = (Range){ 0, RAREST_MAX };
	ranges[LINK_DAYS] = (Range){ 0, log (1 + MIN (a->days->len, b->days->len)) };
	if (!a->quotes->len || !b->quotes->len)
		ranges[LINK_QUOTE].most = 0;
	if (!a->names->len && !b->names->len)
		ranges[LINK_RAREST].most = 0;
	if (!a->figures->len || !b->figures->len)
		ranges[LINK_FIGURES] = (Range){ 0, 0 };
	else
		ranges[LINK_FIGURES] = (Range){ 0, log (1 + a->figures->len * RAREST_MAX) };
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
	const LinkKind kind = kind_of (a, b);
	const double *weights = model->weights[kind];
	double *f = out->features, z = least > 0 ? log (least / (1 - least)) - 1e-9 : -INFINITY;
	Range ranges[LINK_FEATURES];
	if (least >= 1)
		return false;
	/* What costs least first. */
	ranges_of (a, b, ranges);
	surface_features (left, right, cosines, f);
	KNOW (ranges, f, LINK_BIAS, LINK_WORDS, LINK_OWN, LINK_NEAR, LINK_FAR, LINK_LENGTH,
	      LINK_CROWD, LINK_MARGIN, LINK_RANK);
	if (most_of (weights, ranges) < z)
		return false;
	fact_features (a, b, f);
	KNOW (ranges, f, LINK_FIGURES, LINK_TOLL, LINK_DAYS, LINK_WHEN, LINK_QUOTE);
	if (most_of (weights, ranges) < z)
		return false;
	f[LINK_AROUND] = around_feature (left, right, cosines);
	f[LINK_LETTERS] = letters_feature (left, right);
	KNOW (ranges, f, LINK_LETTERS, LINK_AROUND);
	if (most_of (weights, ranges) < z)
		return false;
	part_features (a, b, f);
	KNOW (ranges, f, LINK_LEAD, LINK_TITLE, LINK_OPENING);
	if (most_of (weights, ranges) < z)
		return false;
	f[LINK_HEADLINE] = MIN (headline_told (space, a, b), headline_told (space, b, a));
	KNOW (ranges, f, LINK_HEADLINE);
	if (most_of (weights, ranges) < z)
		return false;
	name_features (space, a, b, f);
	out->kind = kind;
	out->declared = false;
	judge (model, out);
	return out->probability >= least;
}

void link_score (Space *space, const LinkModel *model, const LinkSide *left, const LinkSide *right,
		 LinkCosines cosines, Link *out)
{
	link_reach (space, model, left, right, cosines, 0, out);
}

LinkVerdict link_verdict (const Link *link, double threshold)
{
	return link->probability >= threshold        ? LINK_SAME_EVENT
	       : link->story >= LINK_STORY_THRESHOLD ? LINK_RELATED
						     : LINK_DIFFERENT;
}

const char *link_verdict_name (LinkVerdict verdict)
{
	static const char *const names[] = { "different", "related", "same" };
	return names[verdict];
}

/* link_features.c: what two articles have in common, as numbers. */
#include <math.h>
#include <string.h>

#include "search/link_match.h"
#include "search/link_private.h"

/* What a translation is short of certainty it may lack for other reasons than being wrong. */
#define TRANSLATED_MORE 0.3
#define AFFINITY_DAYS 4.0

static const ProfileTerm *term_of (const Profile *p, guint32 i)
{
	return &g_array_index (p->terms, ProfileTerm, i);
}

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

/* Rarity-weighted shares of p's names that no match covers: of those in its title and lead, and of those in its title and first
 * sentence. The matches stand in the order of p's names. */
typedef struct {
	double lead, opening;
} Missing;

static Missing names_missing (const Profile *p, const GArray *matches)
{
	Missing total = { 0, 0 }, missing = { 0, 0 };
	guint k = 0;
	for (guint i = 0; i < p->names->len; i++) {
		guint32 term = g_array_index (p->names, ProfileName, i).term;
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, term);
		bool matched = k < matches->len && g_array_index (matches, Match, k).a == term;
		double lead = t->in_lead ? t->idf : 0, opening = t->in_opening ? t->idf : 0;
		k += matched;
		total.lead += lead;
		total.opening += opening;
		missing.lead += matched ? 0 : lead;
		missing.opening += matched ? 0 : opening;
	}
	return (Missing){ total.lead > 0 ? missing.lead / total.lead : 0,
			  total.opening > 0 ? missing.opening / total.opening : 0 };
}

/* The rows of `own` are those of the terms. */
static double own_weight (const LinkSide *side, guint32 term)
{
	return g_array_index (side->own, Weighted, term).weight;
}

/* What the matches of names that both have in their leads add to the dot product of those names. */
static double shared_in_leads (const LinkSide *a, const LinkSide *b, const GArray *matches)
{
	double dot = 0;
	for (guint i = 0; i < matches->len; i++) {
		const Match *m = &g_array_index (matches, Match, i);
		const ProfileTerm *x = term_of (a->profile, m->a), *y = term_of (b->profile, m->b);
		if (!x->in_lead || !y->in_lead)
			continue;
		double strength = m->weight / MIN (x->idf, y->idf);
		dot += strength * own_weight (a, m->a) * own_weight (b, m->b);
	}
	return dot;
}

/* The norm of the names in the lead, each weighing as in side->own. */
static double norm_in_lead (const LinkSide *side)
{
	double squares = 0;
	for (guint i = 0; i < side->profile->names->len; i++) {
		guint32 term = g_array_index (side->profile->names, ProfileName, i).term;
		const ProfileTerm *t = term_of (side->profile, term);
		double weight = t->in_lead ? own_weight (side, term) : 0;
		squares += weight * weight;
	}
	return sqrt (squares);
}

/* The share of the article's actors that the other has in its lead, 0..1. */
static double actors_told (const Profile *p, const Profile *other, const GArray *matches)
{
	double told = 0;
	for (guint i = 0; i < matches->len; i++) {
		const Match *m = &g_array_index (matches, Match, i);
		const ProfileTerm *x = term_of (p, m->a), *y = term_of (other, m->b);
		for (guint k = 0; y->in_lead && k < p->actor_count; k++)
			if (p->actors[k] == m->a)
				told += m->weight / MIN (x->idf, y->idf);
	}
	return told / p->actor_count;
}

/* What is said of actors when there are none. */
#define ACTORS_UNKNOWN 0.5

void link_name_features (Space *space, const LinkSide *left, const LinkSide *right, double *f)
{
	double names = 0, rarest = 0, dot = 0, actors = 0;
	Missing missing = { 0, 0 };
	g_autoptr (GArray) matches = NULL;
	for (int back = 0; back < 2; back++) {
		const LinkSide *from = back ? right : left, *to = back ? left : right;
		if (!from->profile->names->len) {
			actors += ACTORS_UNKNOWN / 2;
			continue;
		}
		if (!matches)
			matches =
				g_array_sized_new (FALSE, FALSE, sizeof (Match), PROFILE_NAMES_MAX);
		g_array_set_size (matches, 0);
		match_names (space, from->profile, to->profile, matches);
		names += sum (matches);
		rarest = MAX (rarest, largest (matches));
		Missing one = names_missing (from->profile, matches);
		missing.lead += one.lead / 2;
		missing.opening += one.opening / 2;
		dot += shared_in_leads (from, to, matches) / 2;
		actors += (from->profile->actor_count
				   ? actors_told (from->profile, to->profile, matches)
				   : ACTORS_UNKNOWN) /
			  2;
	}
	double norm = dot > 0 ? norm_in_lead (left) * norm_in_lead (right) : 0;
	f[LINK_NAMES] = log (1 + names / 2);
	f[LINK_RAREST] = MIN (LINK_RAREST_MAX, rarest);
	f[LINK_APART] = missing.lead;
	f[LINK_NAMED] = 1 - missing.opening;
	f[LINK_ACTORS] = actors;
	f[LINK_WHO] = log ((norm > 0 ? MIN (1, dot / norm) : 0) + LINK_COSINE_FLOOR);
}

bool link_day_between (const Profile *a, const Profile *b, const Match *m)
{
	const gint32 day = g_array_index (a->days, ProfileDay, m->a).number;
	return day && day == g_array_index (b->days, ProfileDay, m->b).number && a->day_s &&
	       b->day_s && (a->day_s / 86400 < day) != (b->day_s / 86400 < day);
}

/* What both have in their leads: the figures' rarities, and whether they name one day; and of the days that both name anywhere whether one
 * lies between them. */
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
		if (link_day_between (a, b, m))
			f[LINK_AHEAD] = 1;
	}
}

void link_fact_features (const Profile *a, const Profile *b, double *f)
{
	f[LINK_FIGURES] = f[LINK_TOLL] = f[LINK_DAYS] = f[LINK_WHEN] = f[LINK_AHEAD] = 0;
	if (!(a->figures->len && b->figures->len) && !(a->days->len && b->days->len))
		return;
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (Match));
	match_figures (a, b, matches);
	match_days (a, b, days);
	f[LINK_FIGURES] = log (1 + sum (matches));
	f[LINK_DAYS] = log (1 + sum (days));
	lead_facts (a, b, matches, days, f);
}

void link_quote_features (const Profile *a, const Profile *b, double *f)
{
	f[LINK_QUOTE] = 0;
	if (!a->quotes->len || !b->quotes->len)
		return;
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	match_quotes (a, b, matches);
	f[LINK_QUOTE] = largest (matches);
}

/* Has `p` the word, in its lead if it must be there? */
static bool has (const Profile *p, guint32 id, bool in_lead)
{
	const ProfileTerm *t = profile_term (p, id);
	return t && (t->in_lead || !in_lead);
}

/* How well `other` (its lead) tells the word `t`, 0..1. */
static double told (const ProfileTerm *t, const Profile *other, bool same, bool in_lead)
{
	const SpaceForm *form = t->form;
	if (same)
		return has (other, t->id, in_lead) ? 1 : 0;
	double best = 0;
	for (guint i = 0; i < form->target_count; i++)
		if (has (other, form->targets[i].id, in_lead))
			best = MAX (best, MIN (1, form->targets[i].weight + TRANSLATED_MORE));
	if (has (other, t->other_id, in_lead))
		best = MAX (best, form->target_count && !t->is_name ? 0.3 : 1);
	return best;
}

/* How much of p's headline (lead where it has none) `other` tells anywhere, and how much of what the opening says beside names and
 * figures stands in other's lead: rarity-weighted, 0..1. */
typedef struct {
	double headline, deed;
} Told;

static Told tell (const Profile *p, const Profile *other)
{
	Told total = { 0, 0 }, hit = { 0, 0 };
	const bool titled = p->is_titled, same = p->lang == other->lang;
	for (guint i = 0; i < p->lead->len; i++) {
		const ProfileTerm *t = term_of (p, g_array_index (p->lead, guint32, i));
		if (t->is_number)
			continue;
		if (t->titled || !titled) {
			total.headline += t->idf;
			hit.headline += t->idf * told (t, other, same, false);
		}
		if (t->in_opening && !t->is_name) {
			total.deed += t->idf;
			hit.deed += t->idf * told (t, other, same, true);
		}
	}
	return (Told){ total.headline > 0 ? hit.headline / total.headline : 0,
		       total.deed > 0 ? hit.deed / total.deed : 1 };
}

void link_told_features (const Profile *a, const Profile *b, double *f)
{
	Told here = tell (a, b), there = tell (b, a);
	f[LINK_HEADLINE] = MIN (here.headline, there.headline);
	f[LINK_DEED] = MIN (here.deed, there.deed);
}

/* --- a pair among its neighbours --- */

LinkSide link_side_alone (const Profile *profile)
{
	return (LinkSide){ .profile = profile,
			   .own = profile->all,
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

double link_affinity (double days, LinkCosines cosines)
{
	return (cosines.words + cosines.own) / 2 * exp (-days / AFFINITY_DAYS);
}

/* The mean of the ten nearest others. A corpus too small to have them is taken to have ordinary ones. */
static double crowd_of (const LinkSide *side)
{
	double total = 0;
	for (int i = 0; i < LINK_RIVALS; i++)
		total += MAX (side->rivals[i], LINK_RIVAL_ORDINARY);
	return log (total / LINK_RIVALS + LINK_COSINE_FLOOR);
}

static double margin_of (const LinkSide *side, double own)
{
	return log ((own + LINK_COSINE_FLOOR) /
		    (MAX (side->rivals[0], LINK_RIVAL_ORDINARY) + LINK_COSINE_FLOOR));
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
	f[LINK_CROWD] = 2 * log (own + LINK_COSINE_FLOOR) - crowd_of (a) - crowd_of (b);
	f[LINK_MARGIN] = MIN (margin_of (a, own), margin_of (b, own));
	f[LINK_RANK] = rank_of (a, own) + rank_of (b, own);
}

/* The day that a report is about; 0 when it names none. */
static gint32 event_day (const Profile *p)
{
	return p->event_day ? g_array_index (p->days, ProfileDay, p->event_day - 1).number : 0;
}

/* What is known of a pair as soon as its cosines are. */
void link_surface_features (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
			    double *f)
{
	const Profile *a = left->profile, *b = right->profile;
	bool dated = a->day_s && b->day_s;
	double days = profile_days_between (a, b);
	f[LINK_BIAS] = 1;
	f[LINK_WORDS] = log (cosines.words + LINK_COSINE_FLOOR);
	f[LINK_OWN] = log (cosines.own + LINK_COSINE_FLOOR);
	f[LINK_NEAR] = dated ? exp (-days) : 0;
	f[LINK_FAR] = dated ? log (1 + days) : 0;
	bool about_days = dated && a->event_day && b->event_day;
	f[LINK_SAMEDAY] = about_days && event_day (a) == event_day (b) ? 1 : 0;
	f[LINK_OTHERDAY] = about_days ? 1 - f[LINK_SAMEDAY] : 0;
	f[LINK_LENGTH] = log (1 + MIN (a->terms->len, b->terms->len));
	f[LINK_LONGER] = MIN (a->terms->len, b->terms->len) < LINK_SHORT_TERMS
				 ? 0
				 : log (1 + MAX (a->terms->len, b->terms->len));
	neighbour_features (left, right, link_affinity (days, cosines), f);
}

static const Vector *letters_of (const LinkSide *side)
{
	return side->letters ? side->letters : profile_part (side->profile, PROFILE_LETTERS);
}

void link_letter_features (const LinkSide *left, const LinkSide *right, double *f)
{
	f[LINK_LETTERS] =
		log (vector_dot (letters_of (left), letters_of (right)) + LINK_COSINE_FLOOR);
}

void link_around_features (const LinkSide *left, const LinkSide *right, LinkCosines cosines,
			   double *f)
{
	const Profile *a = left->profile, *b = right->profile;
	double near = cosines.words;
	if (!link_is_alone (left) || !link_is_alone (right))
		near = cosine (left->around, left->around_translated, right->around,
			       right->around_translated, a->lang == b->lang);
	f[LINK_AROUND] = log (near + LINK_COSINE_FLOOR);
}

/* Of a's title or lead and b's. */
static double part_cosine (const Profile *a, ProfilePart x, const Profile *b, ProfilePart y)
{
	const ProfilePart to_translated = PROFILE_TITLE_TRANSLATED - PROFILE_TITLE;
	if (a->lang == b->lang)
		return vector_dot (profile_part (a, x), profile_part (b, y));
	return (vector_dot (profile_part (a, x + to_translated), profile_part (b, y)) +
		vector_dot (profile_part (b, y + to_translated), profile_part (a, x))) /
	       2;
}

void link_part_features (const Profile *a, const Profile *b, double *f)
{
	double here = part_cosine (a, PROFILE_TITLE, b, PROFILE_LEAD),
	       there = part_cosine (b, PROFILE_TITLE, a, PROFILE_LEAD);
	f[LINK_OPENING] = log (MAX (here, there) + LINK_COSINE_FLOOR);
	f[LINK_LEAD] = log (part_cosine (a, PROFILE_LEAD, b, PROFILE_LEAD) + LINK_COSINE_FLOOR);
	f[LINK_TITLE] = log (part_cosine (a, PROFILE_TITLE, b, PROFILE_TITLE) + LINK_COSINE_FLOOR);
}

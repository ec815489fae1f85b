/* link_evidence.c: a link's reasons in the articles' own words. */
#include <math.h>
#include <string.h>

#include "search/evidence.h"
#include "search/link_match.h"
#include "search/link_missing.h"
#include "search/link_private.h"

static const ProfileTerm *term_of (const Profile *p, guint32 i)
{
	return &g_array_index (p->terms, ProfileTerm, i);
}

static const ProfilePlace *place_of (const Profile *p, guint32 i)
{
	return &g_array_index (p->places, ProfilePlace, i);
}

/* --- names: words that matched, shown as the whole names that they stand in --- */

/* The match of a's term (of b's when not `of_a`), NULL when there is none. */
static const Match *match_of (const GArray *matches, guint32 term, bool of_a)
{
	for (guint i = 0; i < matches->len; i++) {
		const Match *m = &g_array_index (matches, Match, i);
		if ((of_a ? m->a : m->b) == term)
			return m;
	}
	return NULL;
}

/* Has every word of p's name a match? Stop words ("de") need none. */
static bool is_matched (Space *space, const Profile *p, const Fact *name, bool in_title,
			const GArray *matches, bool of_a)
{
	const GArray *terms = (in_title ? p->analysis->title : p->analysis->body)->terms;
	for (guint k = name->first; k < name->first + name->count; k++) {
		guint32 id = evidence_id (space, p, &g_array_index (terms, Term, k));
		const ProfileTerm *t = profile_term (p, id);
		if (t && !match_of (matches, (guint32)(t - term_of (p, 0)), of_a))
			return false;
	}
	return true;
}

/* Put one of the matches of names' words under the whole names; words of one pair of names add up. Where each name has a word
 * that the other article does not have, they are two names, as "Chiders Street" and "Bestwood Street", that share a word.
 * `shared`: all matches, of names and of words. */
static void add_name (Space *space, const Profile *a, const Profile *b, const GArray *shared,
		      const Match *m, double share, GPtrArray *out)
{
	const ProfilePlace *x = place_of (a, m->a), *y = place_of (b, m->b);
	bool x_title = x->in_title, y_title = y->in_title;
	const Fact *fx = evidence_name (space, a, term_of (a, m->a)->id, &x_title),
		   *fy = evidence_name (space, b, term_of (b, m->b)->id, &y_title);
	if (fx && fy && !is_matched (space, a, fx, x_title, shared, true) &&
	    !is_matched (space, b, fy, y_title, shared, false)) {
		fx = fy = NULL;
		x_title = x->in_title;
		y_title = y->in_title;
	}
	guint32 x_start = fx ? fx->start : x->start, x_end = fx ? fx->end : x->end;
	guint32 y_start = fy ? fy->start : y->start, y_end = fy ? fy->end : y->end;
	for (guint i = 0; i < out->len; i++) {
		Evidence *e = out->pdata[i];
		if (strcmp (e->kind, "name") == 0 && e->a_start == x_start &&
		    e->a_in_title == x_title) {
			e->share += share;
			return;
		}
	}
	Evidence *e = evidence_new ("name", share);
	evidence_set_a (e, a, x_start, x_end, x_title);
	evidence_set_b (e, b, y_start, y_end, y_title);
	g_ptr_array_add (out, e);
}

/* --- the features, one by one --- */

/* What one match is worth: its part of the feature's share. */
static double part (const GArray *matches, guint i, double share)
{
	double total = 0;
	for (guint k = 0; k < matches->len; k++)
		total += g_array_index (matches, Match, k).weight;
	return total > 0 ? share * g_array_index (matches, Match, i).weight / total : 0;
}

/* A cosine's share is measured from what two unrelated articles have: the floor. */
static double above_floor (const Link *link, LinkFeature feature)
{
	double weight =
		link->features[feature] != 0 ? link->shares[feature] / link->features[feature] : 0;
	return weight * (link->features[feature] - log (0.02));
}

/* Is the same passage of a there already? "dimanche" is a weekday and, resolved, a date. */
static Evidence *shown_before (const GPtrArray *out, const char *kind, const Fact *fact)
{
	for (guint i = 0; i < out->len; i++) {
		Evidence *e = out->pdata[i];
		if (strcmp (e->kind, kind) == 0 && e->a_start == fact->start && !e->a_in_title)
			return e;
	}
	return NULL;
}

/* The fact that a figure or a day of `p` is. */
static const Fact *fact_of (const Profile *p, bool figure, guint32 i)
{
	guint32 fact = figure ? g_array_index (p->figures, ProfileFigure, i).fact
			      : g_array_index (p->days, ProfileDay, i).fact;
	return &g_array_index (p->analysis->facts->facts, Fact, fact);
}

static void explain_facts (const Profile *a, const Profile *b, const char *kind, double share,
			   const GArray *matches, GPtrArray *out)
{
	bool figure = strcmp (kind, "figure") == 0;
	for (guint i = 0; i < matches->len; i++) {
		const Match *m = &g_array_index (matches, Match, i);
		const Fact *x = fact_of (a, figure, m->a), *y = fact_of (b, figure, m->b);
		Evidence *e = shown_before (out, kind, x);
		if (e) {
			e->share += part (matches, i, share);
			continue;
		}
		e = evidence_new (kind, part (matches, i, share));
		evidence_set_a (e, a, x->start, x->end, false);
		evidence_set_b (e, b, y->start, y->end, false);
		g_ptr_array_add (out, e);
	}
}

/* The day that each is about, one or two; and the days that both name of which one was ahead of the one and behind the other. */
static void explain_event_days (const Link *link, const Profile *a, const Profile *b,
				const GArray *days, GPtrArray *out)
{
	g_autoptr (GArray) about = g_array_new (FALSE, FALSE, sizeof (Match)),
			   between = g_array_new (FALSE, FALSE, sizeof (Match));
	if (a->event_day && b->event_day) {
		Match m = { a->event_day - 1, b->event_day - 1, 1 };
		g_array_append_val (about, m);
	}
	for (guint i = 0; i < days->len; i++)
		if (link_day_between (a, b, &g_array_index (days, Match, i)))
			g_array_append_val (between, g_array_index (days, Match, i));
	if (link->features[LINK_SAMEDAY] > 0)
		explain_facts (a, b, "day", link->shares[LINK_SAMEDAY], about, out);
	explain_facts (a, b, "day", link->shares[LINK_AHEAD], between, out);
	if (link->features[LINK_OTHERDAY] > 0)
		explain_facts (a, b, "days", link->shares[LINK_OTHERDAY], about, out);
}

static void explain_quotes (const Link *link, const Profile *a, const Profile *b, GArray *matches,
			    GPtrArray *out)
{
	match_quotes (a, b, matches);
	for (guint i = 0; i < matches->len; i++) {
		const Match *m = &g_array_index (matches, Match, i);
		const ProfileQuote *x = &g_array_index (a->quotes, ProfileQuote, m->a);
		const ProfileQuote *y = &g_array_index (b->quotes, ProfileQuote, m->b);
		const Fact *fx = &g_array_index (a->analysis->facts->facts, Fact, x->fact);
		const Fact *fy = &g_array_index (b->analysis->facts->facts, Fact, y->fact);
		/* Only the best pair is in the score; the others are shown for what they are. */
		bool best = m->weight >= link->features[LINK_QUOTE];
		Evidence *e = evidence_new ("quote", best ? link->shares[LINK_QUOTE] : 0);
		evidence_set_a (e, a, fx->start, fx->end, false);
		evidence_set_b (e, b, fy->start, fy->end, false);
		g_ptr_array_add (out, e);
	}
}

static void add_words (const Profile *a, const Profile *b, const Match *m, double share,
		       GPtrArray *out)
{
	const ProfilePlace *x = place_of (a, m->a), *y = place_of (b, m->b);
	Evidence *e = evidence_new ("words", share);
	evidence_set_a (e, a, x->start, x->end, x->in_title);
	evidence_set_b (e, b, y->start, y->end, y->in_title);
	g_ptr_array_add (out, e);
}

/* Names for being names; and what the texts' words are alike is due to names as much as to other words: each gets its part. */
static void explain_words (Space *space, const Link *link, const Profile *a, const Profile *b,
			   GPtrArray *out)
{
	double of_names = link->shares[LINK_NAMES] + link->shares[LINK_RAREST] +
			  link->shares[LINK_NAMED] + link->shares[LINK_ACTORS] +
			  above_floor (link, LINK_WHO) + above_floor (link, LINK_LETTERS);
	double of_words = above_floor (link, LINK_WORDS) + above_floor (link, LINK_OWN) +
			  above_floor (link, LINK_LEAD) + above_floor (link, LINK_TITLE) +
			  above_floor (link, LINK_OPENING) + above_floor (link, LINK_AROUND) +
			  link->shares[LINK_HEADLINE] + link->shares[LINK_DEED];
	g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Match));
	g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (Match));
	match_names (space, a, b, names);
	match_words (space, a, b, words);
	g_autoptr (GArray) shared = g_array_copy (words);
	g_array_append_vals (shared, names->data, names->len);
	for (guint i = 0; i < names->len; i++)
		add_name (space, a, b, shared, &g_array_index (names, Match, i),
			  part (names, i, of_names), out);
	for (guint i = 0; i < words->len; i++) {
		const Match *m = &g_array_index (words, Match, i),
			    *name = match_of (names, m->a, true);
		if (name)
			add_name (space, a, b, shared, name, part (words, i, of_words), out);
		else if (match_is_sure (space, a, b, m))
			add_words (a, b, m, part (words, i, of_words), out);
	}
}

static void explain_time (const Link *link, const Profile *a, const Profile *b, GPtrArray *out)
{
	if (!a->day_s || !b->day_s)
		return;
	Evidence *e = evidence_new ("published", link->shares[LINK_NEAR] + link->shares[LINK_FAR]);
	e->a = article_date_format (&a->article->date_published);
	e->b = article_date_format (&b->article->date_published);
	g_ptr_array_add (out, e);
}

/* What the link's probability is, in log-odds, beyond what the model makes of its features. */
static double beyond_model (const Link *link)
{
	double p = CLAMP (link->probability, 1e-9, 1 - 1e-9), said = 0;
	for (int i = 0; i < LINK_FEATURES; i++)
		said += link->shares[i];
	return log (p / (1 - p)) - said;
}

static void explain_neighbours (const Link *link, GPtrArray *out)
{
	double share =
		link->shares[LINK_CROWD] + link->shares[LINK_MARGIN] + link->shares[LINK_RANK];
	Evidence *e = evidence_new ("neighbours",
				    share + (link->left_out ? MIN (beyond_model (link), 0) : 0));
	double margin = link->features[LINK_MARGIN];
	e->a = g_strdup (link->left_out ? "not linked: of all articles, others are nearer"
			 : link->features[LINK_RANK] < 0.5
				 ? "nearest to each other"
				 : "another article is nearer to one of them");
	e->b = g_strdup_printf ("%.1f times as near as the next", exp (margin));
	g_ptr_array_add (out, e);
}

/* What the rule adds to what the model says. */
static void explain_declared (const Link *link, GPtrArray *out)
{
	if (!link->declared)
		return;
	Evidence *e = evidence_new ("hreflang", MAX (beyond_model (link), 0));
	e->a = g_strdup ("declared by the publisher");
	e->b = g_strdup ("one article in two languages");
	g_ptr_array_add (out, e);
}

static int by_share (gconstpointer a, gconstpointer b)
{
	double x = fabs ((*(const Evidence *const *)a)->share),
	       y = fabs ((*(const Evidence *const *)b)->share);
	return x > y ? -1 : x < y;
}

/* Of each kind so many at most, so that a long text's many words do not crowd out its one quotation. */
static guint kind_limit (const char *kind)
{
	return strcmp (kind, "words") == 0 ? 8 : strcmp (kind, "name") == 0 ? 8 : 4;
}

static void keep_best (GPtrArray *all, guint max)
{
	guint kept = 0;
	g_ptr_array_sort (all, by_share);
	for (guint i = 0; i < all->len; i++) {
		Evidence *e = all->pdata[i];
		guint same = 0;
		for (guint k = 0; k < kept; k++)
			same += strcmp (((Evidence *)all->pdata[k])->kind, e->kind) == 0;
		if (same >= kind_limit (e->kind) || kept >= max)
			continue;
		all->pdata[i] = all->pdata[kept];
		all->pdata[kept++] = e;
		/* What was moved back is out of the running: it was passed over before. */
	}
	g_ptr_array_set_size (all, (int)kept);
	g_ptr_array_sort (all, by_share);
}

GPtrArray *link_evidence (Space *space, const Link *link, const Profile *a, const Profile *b,
			  guint max)
{
	GPtrArray *out = g_ptr_array_new_with_free_func (evidence_free);
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	explain_words (space, link, a, b, out);
	match_figures (a, b, matches);
	explain_facts (a, b, "figure", link->shares[LINK_FIGURES] + link->shares[LINK_TOLL],
		       matches, out);
	g_array_set_size (matches, 0);
	match_days (a, b, matches);
	explain_facts (a, b, "day", link->shares[LINK_DAYS] + link->shares[LINK_WHEN], matches,
		       out);
	explain_event_days (link, a, b, matches, out);
	g_array_set_size (matches, 0);
	explain_quotes (link, a, b, matches, out);
	explain_time (link, a, b, out);
	evidence_missing (space, link, a, b, true, out);
	evidence_missing (space, link, a, b, false, out);
	explain_neighbours (link, out);
	explain_declared (link, out);
	keep_best (out, max);
	return out;
}

static json_t *side_to_json (const char *text, guint32 start, guint32 end, bool in_title,
			     bool has_offsets)
{
	json_t *side = json_object ();
	json_object_set_new (side, "text", text ? json_string (text) : json_null ());
	if (has_offsets) {
		json_object_set_new (side, "in", json_string (in_title ? "title" : "text"));
		json_object_set_new (side, "start", json_integer (start));
		json_object_set_new (side, "end", json_integer (end));
	}
	return side;
}

json_t *evidence_to_json (const Evidence *e)
{
	json_t *object = json_object ();
	json_object_set_new (object, "kind", json_string (e->kind));
	json_object_set_new (object, "share", json_real (round (e->share * 1000) / 1000));
	json_object_set_new (
		object, "a",
		side_to_json (e->a, e->a_start, e->a_end, e->a_in_title, e->a_end > 0));
	json_object_set_new (
		object, "b",
		side_to_json (e->b, e->b_start, e->b_end, e->b_in_title, e->b_end > 0));
	return object;
}

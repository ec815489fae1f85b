/* link_match.c: finding in two profiles what they share. */
#include "search/link_match.h"

#include <math.h>
#include <string.h>

static const ProfileTerm *term_of (const Profile *p, guint i)
{
	return &g_array_index (p->terms, ProfileTerm, i);
}

static guint32 index_of (const Profile *p, const ProfileTerm *t)
{
	return (guint32)(t - &g_array_index (p->terms, ProfileTerm, 0));
}

/* --- names --- */

/* A translation that is at least this likely is taken as it stands. */
#define TRANSLATION_SURE 0.5

/* Is `there`, which may translate a name, its counterpart: the likely translation, or a name as well, written with a capital there or
 * by the dictionary in either language? "games" is what "Jeux" are and "israélien" what "Israeli" is, but "makes", which
 * "Constitution" may mean, is neither. */
static bool is_counterpart (Space *space, const Translation *row, const ProfileTerm *there)
{
	guint count;
	if (row->weight >= TRANSLATION_SURE || there->is_name ||
	    g_unichar_isupper (g_utf8_get_char (row->surface)))
		return true;
	const Translation *back = space_translations (space, there->id, &count);
	return count && g_unichar_isupper (g_utf8_get_char (back->surface));
}

/* The best translation of a's word that b has as a counterpart; *strength its weight. */
static const ProfileTerm *find_translated (Space *space, const Profile *b, const ProfileTerm *t,
					   double *strength)
{
	for (guint i = 0; i < t->form->target_count; i++) {
		const ProfileTerm *found = profile_term (b, t->form->targets[i].id);
		guint count;
		if (found &&
		    is_counterpart (space, &space_translations (space, t->id, &count)[i], found)) {
			*strength = MAX (0.3, t->form->targets[i].weight);
			return found;
		}
	}
	return NULL;
}

static bool is_translated (const ProfileTerm *t)
{
	return t->form->target_count > 0;
}

/* b's name of the same skeleton. What a dictionary has is no other spelling of a name: "Friday" is not how they write "Ford". */
static const ProfileTerm *find_spelling (const Profile *b, const ProfileName *name,
					 const ProfileTerm *t)
{
	if (!name->skeleton || !(b->skeletons >> name->skeleton % 64 & 1) || is_translated (t))
		return NULL;
	for (guint i = 0; i < b->names->len; i++) {
		const ProfileName *other = &g_array_index (b->names, ProfileName, i);
		if (name->skeleton == other->skeleton && !is_translated (term_of (b, other->term)))
			return term_of (b, other->term);
	}
	return NULL;
}

/* b's term for a name of a: the same letters, a translation, or a name of the same skeleton. *strength 0..1. */
static const ProfileTerm *find_name (Space *space, const Profile *a, const Profile *b,
				     const ProfileName *name, double *strength)
{
	const ProfileTerm *t = term_of (a, name->term), *found;
	bool same = a->lang == b->lang;
	*strength = 1;
	if ((found = profile_term (b, same ? t->id : t->other_id)) != NULL)
		return found;
	if (!same && (found = find_translated (space, b, t, strength)) != NULL)
		return found;
	*strength = 0.8;
	return find_spelling (b, name, t);
}

void match_names (Space *space, const Profile *a, const Profile *b, GArray *out)
{
	for (guint i = 0; i < a->names->len; i++) {
		const ProfileName *name = &g_array_index (a->names, ProfileName, i);
		double strength;
		const ProfileTerm *found = find_name (space, a, b, name, &strength);
		if (!found)
			continue;
		Match match = { name->term, index_of (b, found),
				strength * MIN (term_of (a, name->term)->idf, found->idf) };
		g_array_append_val (out, match);
	}
}

/* --- words --- */

static void match_word (const Profile *a, guint i, const Profile *b, guint32 id, double strength,
			Match *best)
{
	const ProfileTerm *found = profile_term (b, id);
	if (!found || found->is_number)
		return;
	double weight = strength * vector_at (a->all, term_of (a, i)->id) * vector_at (b->all, id);
	if (weight > best->weight)
		*best = (Match){ i, index_of (b, found), weight };
}

void match_words (Space *space, const Profile *a, const Profile *b, GArray *out)
{
	bool same = a->lang == b->lang;
	for (guint i = 0; i < a->terms->len; i++) {
		const ProfileTerm *t = term_of (a, i);
		Match best = { 0 };
		if (t->is_number)
			continue;
		if (same) {
			match_word (a, i, b, t->id, 1, &best);
		} else {
			guint count;
			const Translation *rows = space_translations (space, t->id, &count);
			for (guint k = 0; k < count; k++)
				match_word (a, i, b, rows[k].id, rows[k].weight, &best);
			match_word (a, i, b, t->other_id, count && !t->is_name ? 0.3 : 1, &best);
		}
		if (best.weight > 0)
			g_array_append_val (out, best);
	}
}

bool match_is_sure (Space *space, const Profile *a, const Profile *b, const Match *m)
{
	const ProfileTerm *x = term_of (a, m->a), *y = term_of (b, m->b);
	guint count;
	if (a->lang == b->lang || (x->in_lead && y->in_lead))
		return true;
	const Translation *rows = space_translations (space, x->id, &count);
	for (guint i = 0; i < count; i++)
		if (rows[i].id == y->id)
			return rows[i].weight >= TRANSLATION_SURE;
	return !count || x->is_name;
}

/* --- figures and days --- */

void match_figures (const Profile *a, const Profile *b, GArray *out)
{
	for (guint i = 0; i < a->figures->len; i++) {
		const ProfileFigure *x = &g_array_index (a->figures, ProfileFigure, i);
		for (guint k = 0; k < b->figures->len; k++) {
			const ProfileFigure *y = &g_array_index (b->figures, ProfileFigure, k);
			if (x->id != y->id ||
			    (x->unit && y->unit && strcmp (x->unit, y->unit) != 0))
				continue;
			Match match = { i, k, MIN (x->weight, y->weight) };
			g_array_append_val (out, match);
			break;
		}
	}
}

/* Days equal as far as both say them: "2020-09-09" and "09-09" are one day, "2019-09-09" is another. */
void match_days (const Profile *a, const Profile *b, GArray *out)
{
	for (guint i = 0; i < a->days->len; i++) {
		const ProfileDay *x = &g_array_index (a->days, ProfileDay, i);
		for (guint k = 0; k < b->days->len; k++) {
			const ProfileDay *y = &g_array_index (b->days, ProfileDay, k);
			if (x->day != y->day || (x->year && y->year && x->year != y->year))
				continue;
			Match match = { i, k, x->day >= PROFILE_WEEKDAY ? 0.3 : 1 };
			g_array_append_val (out, match);
			break;
		}
	}
}

/* --- quotations --- */

static double quote_cosine (const Profile *a, guint i, const Profile *b, guint k)
{
	guint shorter = MIN (g_array_index (a->quotes, ProfileQuote, i).count,
			     g_array_index (b->quotes, ProfileQuote, k).count);
	double cosine =
		a->lang == b->lang
			? vector_dot (profile_quote (a, i, false), profile_quote (b, k, false))
			: (vector_dot (profile_quote (a, i, true), profile_quote (b, k, false)) +
			   vector_dot (profile_quote (b, k, true), profile_quote (a, i, false))) /
				  2;
	/* Two shared words in short quotations prove nothing. */
	return cosine * MIN (1.0, shorter / 5.0);
}

void match_quotes (const Profile *a, const Profile *b, GArray *out)
{
	for (guint i = 0; i < a->quotes->len; i++) {
		Match best = { 0 };
		for (guint k = 0; k < b->quotes->len; k++) {
			double cosine = quote_cosine (a, i, b, k);
			if (cosine > best.weight)
				best = (Match){ i, k, cosine };
		}
		if (best.weight >= MATCH_QUOTE_MIN)
			g_array_append_val (out, best);
	}
}

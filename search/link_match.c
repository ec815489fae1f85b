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

/* b's term for a name of a: the same letters, a translation, or a name of the same skeleton. *strength 0..1. */
static const ProfileTerm *find_name (Space *space, const Profile *a, const Profile *b,
				     const ProfileName *name, double *strength)
{
	const ProfileTerm *t = term_of (a, name->term), *found;
	bool same = a->lang == b->lang;
	*strength = 1;
	if ((found = profile_term (b, same ? t->id : name->other_id)) != NULL)
		return found;
	if (!same) {
		guint count;
		const Translation *rows = space_translations (space, t->id, &count);
		for (guint i = 0; i < count; i++)
			if ((found = profile_term (b, rows[i].id)) != NULL) {
				*strength = MAX (0.3, rows[i].weight);
				return found;
			}
	}
	*strength = 0.8;
	for (guint i = 0; name->skeleton && i < b->names->len; i++) {
		const ProfileName *other = &g_array_index (b->names, ProfileName, i);
		if (name->skeleton == other->skeleton)
			return term_of (b, other->term);
	}
	return NULL;
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

static double vector_at (const Vector *v, guint32 id)
{
	guint low = 0, high = v->len;
	while (low < high) {
		guint middle = (low + high) / 2;
		const Weighted *w = &g_array_index (v, Weighted, middle);
		if (w->id == id)
			return w->weight;
		if (w->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

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
		if (t->is_name || t->is_number)
			continue;
		if (same) {
			match_word (a, i, b, t->id, 1, &best);
		} else {
			guint count;
			const Translation *rows = space_translations (space, t->id, &count);
			for (guint k = 0; k < count; k++)
				match_word (a, i, b, rows[k].id, rows[k].weight, &best);
			Analyzer *analyzer = space_analyzer (space);
			g_autofree char *stem =
				analyze_stem (analyzer, t->word, strlen (t->word), b->lang);
			match_word (a, i, b, space_id (space, b->lang, stem, strlen (stem)),
				    count ? 0.3 : 1, &best);
		}
		if (best.weight > 0)
			g_array_append_val (out, best);
	}
}

/* --- figures and days --- */

static const Fact *fact_of (const Profile *p, guint i)
{
	return &g_array_index (p->analysis->facts->facts, Fact, i);
}

static bool is_year (const Fact *fact)
{
	return !fact->unit && fact->value >= 1900 && fact->value < 2100 &&
	       fact->value == floor (fact->value);
}

/* Small counts and years are in every text. */
static double figure_weight (Space *space, const Profile *p, const Fact *fact)
{
	double idf = space_idf (space, space_id (space, p->lang, fact->norm, strlen (fact->norm)));
	double factor = is_year (fact) ? 0.3 : fact->value <= 10 ? (fact->unit ? 0.4 : 0.15) : 1;
	return idf * factor;
}

/* Has this figure or day been matched before in `out`? Each value counts once. */
static bool seen_before (const Profile *a, const Fact *fact, const GArray *out)
{
	for (guint i = 0; i < out->len; i++)
		if (strcmp (fact_of (a, g_array_index (out, Match, i).a)->norm, fact->norm) == 0)
			return true;
	return false;
}

void match_figures (Space *space, const Profile *a, const Profile *b, GArray *out)
{
	guint n = a->analysis->facts->facts->len, m = b->analysis->facts->facts->len;
	for (guint i = 0; i < n; i++) {
		const Fact *x = fact_of (a, i);
		if (x->kind != FACT_FIGURE || seen_before (a, x, out))
			continue;
		for (guint k = 0; k < m; k++) {
			const Fact *y = fact_of (b, k);
			if (y->kind != FACT_FIGURE || strcmp (x->norm, y->norm) != 0 ||
			    (x->unit && y->unit && strcmp (x->unit, y->unit) != 0))
				continue;
			Match match = {
				i, k, MIN (figure_weight (space, a, x), figure_weight (space, b, y))
			};
			g_array_append_val (out, match);
			break;
		}
	}
}

/* "2020-09-09" and "09-09" are one day, "2019-09-09" is another. */
static bool same_day (const char *x, const char *y)
{
	gsize n = strlen (x), m = strlen (y);
	if (*x == 'w' || *y == 'w' || n == m)
		return strcmp (x, y) == 0;
	return strcmp (n > m ? x + (n - m) : x, m > n ? y + (m - n) : y) == 0;
}

void match_days (const Profile *a, const Profile *b, GArray *out)
{
	guint n = a->analysis->facts->facts->len, m = b->analysis->facts->facts->len;
	for (guint i = 0; i < n; i++) {
		const Fact *x = fact_of (a, i);
		if (x->kind != FACT_DAY || seen_before (a, x, out))
			continue;
		for (guint k = 0; k < m; k++) {
			const Fact *y = fact_of (b, k);
			if (y->kind == FACT_DAY && same_day (x->norm, y->norm)) {
				Match match = { i, k, *x->norm == 'w' ? 0.3 : 1 };
				g_array_append_val (out, match);
				break;
			}
		}
	}
}

/* --- quotations --- */

void match_quotes (const Profile *a, const Profile *b, GArray *out)
{
	bool same = a->lang == b->lang;
	for (guint i = 0; i < a->quotes->len; i++) {
		const ProfileQuote *x = &g_array_index (a->quotes, ProfileQuote, i);
		Match best = { 0 };
		for (guint k = 0; k < b->quotes->len; k++) {
			const ProfileQuote *y = &g_array_index (b->quotes, ProfileQuote, k);
			double cosine = same ? vector_dot (x->own, y->own)
					     : (vector_dot (x->translated, y->own) +
						vector_dot (y->translated, x->own)) /
							2;
			/* Two shared words in short quotations prove nothing. */
			guint shorter = MIN (x->own->len, y->own->len);
			cosine *= MIN (1.0, shorter / 5.0);
			if (cosine > best.weight)
				best = (Match){ i, k, cosine };
		}
		if (best.weight >= MATCH_QUOTE_MIN)
			g_array_append_val (out, best);
	}
}

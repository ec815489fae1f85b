/* profile.c: an article's terms, names, figures, days and quotations, from what the index keeps of it. */
#include "search/profile_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- terms --- */

/* What is known of a term while a profile is made. */
typedef struct {
	Space *space;
	const Gist *gist;
	Profile *profile;
	guint32 *words; /* each term's index in the gist */
	guint32 *terms; /* each word's index in the profile */
} Making;

#define LEAD_USUAL 48 /* words */

/* One row for each word, by rising id. */
static void fill_terms (Making *m)
{
	const GArray *words = m->gist->words;
	g_autofree const SpaceForm **forms = g_new (const SpaceForm *, words->len + 1);
	g_autofree Weighted *order = g_new (Weighted, words->len + 1);
	Profile *p = m->profile;
	space_forms (m->space, p->lang, words, forms);
	for (guint i = 0; i < words->len; i++) {
		order[i].id = forms[i]->id;
		memcpy (&order[i].weight, &i, sizeof i);
	}
	vector_sort (order, words->len);
	g_array_set_size (p->terms, words->len);
	for (guint i = 0; i < words->len; i++) {
		guint32 index;
		memcpy (&index, &order[i].weight, sizeof index);
		const GistWord *w = &g_array_index (words, GistWord, index);
		const SpaceForm *form = forms[index];
		m->words[i] = index;
		m->terms[index] = i;
		g_array_index (p->terms, ProfileTerm, i) =
			(ProfileTerm){ .form = form,
				       .id = form->id,
				       .other_id = form->other_id,
				       .idf = form->idf,
				       .count = w->count,
				       .titled = w->titled,
				       .in_lead = w->in_lead,
				       .in_opening = w->in_opening,
				       .is_name = w->is_name == GIST_NAME ||
						  (w->is_name == GIST_MAY_BE_NAME &&
						   space_form_is_name (m->space, form)),
				       .is_number = w->is_number };
		p->is_titled |= w->titled != 0;
		if (w->in_lead)
			g_array_append_val (p->lead, i);
		p->sieve[form->id % PROFILE_SIEVE_BITS / 64] |= G_GUINT64_CONSTANT (1)
								<< form->id % 64;
	}
}

/* --- names --- */

static int compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
	const GArray *terms = data;
	float x = g_array_index (terms, ProfileTerm, ((const ProfileName *)a)->term).idf;
	float y = g_array_index (terms, ProfileTerm, ((const ProfileName *)b)->term).idf;
	return x > y ? -1 : x < y;
}

static void fill_names (const Making *m)
{
	Profile *p = m->profile;
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		if (!t->is_name)
			continue;
		ProfileName name = { i, space_skeleton_id (m->space, t->form) };
		g_array_append_val (p->names, name);
	}
	g_array_sort_with_data (p->names, compare_names, p->terms);
	if (p->names->len > PROFILE_NAMES_MAX)
		g_array_set_size (p->names, PROFILE_NAMES_MAX);
	for (guint i = 0; i < p->names->len; i++) {
		const ProfileName *name = &g_array_index (p->names, ProfileName, i);
		p->skeletons |= G_GUINT64_CONSTANT (1) << name->skeleton % 64;
		p->names_rarity += g_array_index (p->terms, ProfileTerm, name->term).idf;
	}
}

/* The first names of those words that are titled, or of those that open the article, in the order of the text. */
static void find_actors (const Making *m, bool titled)
{
	Profile *p = m->profile;
	for (guint i = 0; i < m->gist->words->len && p->actor_count < PROFILE_ACTORS; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, m->terms[i]);
		if (t->is_name && (titled ? t->titled : t->in_opening))
			p->actors[p->actor_count++] = m->terms[i];
	}
}

static void fill_actors (const Making *m)
{
	find_actors (m, true);
	if (!m->profile->actor_count)
		find_actors (m, false);
}

/* --- figures and days --- */

static void fill_figures (const Making *m)
{
	Space *space = m->space;
	Profile *p = m->profile;
	for (guint i = 0; i < m->gist->figures->len; i++) {
		const GistFact *fact = &g_array_index (m->gist->figures, GistFact, i);
		gsize len = strlen (fact->norm);
		guint32 own = space_id (space, p->lang, fact->norm, len);
		double factor = fact->is_year       ? 0.3
				: fact->value <= 10 ? (fact->unit ? 0.4 : 0.15)
						    : 1;
		ProfileFigure figure = { fact->fact,  space_id (space, LANG_FR, fact->norm, len),
					 fact->unit,  (float)(space_idf (space, own) * factor),
					 fact->value, fact->in_lead };
		g_array_append_val (p->figures, figure);
	}
}

#define JULIAN_1970 719163 /* g_date_get_julian() of 1970-01-01 */

/* "2020-09-09", "09-09", "w3" (indexer/facts.h). */
static ProfileDay day_of (const GistFact *fact)
{
	const char *norm = fact->norm;
	const guint32 index = fact->fact;
	if (*norm == 'w')
		return (ProfileDay){ index, 0, (guint16)(PROFILE_WEEKDAY + atoi (norm + 1)),
				     fact->in_lead, 0 };
	gsize len = strlen (norm);
	const char *tail = len > 5 ? norm + len - 5 : norm;
	ProfileDay day = { index, (guint16)(tail > norm ? atoi (norm) : 0),
			   (guint16)(atoi (tail) * 100 + (len >= 5 ? atoi (tail + 3) : 0)),
			   fact->in_lead, 0 };
	GDateDay of_month = (GDateDay)(day.day % 100);
	GDateMonth month = (GDateMonth)(day.day / 100);
	if (g_date_valid_dmy (of_month, month, day.year)) {
		GDate date;
		g_date_clear (&date, 1);
		g_date_set_dmy (&date, of_month, month, day.year);
		day.number = (gint32)g_date_get_julian (&date) - JULIAN_1970;
	}
	return day;
}

static void fill_days (const Making *m)
{
	Profile *p = m->profile;
	const gint64 published = p->day_s / 86400;
	for (guint i = 0; i < m->gist->days->len; i++) {
		ProfileDay day = day_of (&g_array_index (m->gist->days, GistFact, i));
		g_array_append_val (p->days, day);
		if (p->day_s && day.number && !p->event_day &&
		    day.number >= published - PROFILE_DAYS_BEFORE &&
		    day.number <= published + PROFILE_DAYS_AFTER)
			p->event_day = p->days->len;
	}
}

/* --- quotations --- */

static void fill_quotes (const Making *m)
{
	Profile *p = m->profile;
	for (guint i = 0; i < m->gist->quotes->len; i++) {
		const GistQuote *from = &g_array_index (m->gist->quotes, GistQuote, i);
		ProfileQuote quote = { .fact = from->fact,
				       .from = p->quoted->len,
				       .count = from->words->len };
		for (guint k = 0; k < from->words->len; k++)
			g_array_append_val (p->quoted,
					    m->terms[g_array_index (from->words, guint32, k)]);
		g_array_append_val (p->quotes, quote);
	}
}

static void free_vector (Vector *v)
{
	if (v)
		g_array_unref (v);
}

static void clear_quote (gpointer data)
{
	free_vector (((ProfileQuote *)data)->own);
	free_vector (((ProfileQuote *)data)->translated);
}

static void make (Making *m)
{
	Profile *p = m->profile;
	/* Another language is compared by what needs no translation: read as English. */
	p->lang = m->gist->lang == LANG_FR ? LANG_FR : LANG_EN;
	p->day_s = m->gist->day_s;
	p->terms = g_array_sized_new (FALSE, FALSE, sizeof (ProfileTerm), m->gist->words->len);
	p->lead = g_array_sized_new (FALSE, FALSE, sizeof (guint32), LEAD_USUAL);
	p->names = g_array_new (FALSE, FALSE, sizeof (ProfileName));
	p->figures = g_array_new (FALSE, FALSE, sizeof (ProfileFigure));
	p->days = g_array_new (FALSE, FALSE, sizeof (ProfileDay));
	p->quotes = g_array_new (FALSE, FALSE, sizeof (ProfileQuote));
	g_array_set_clear_func (p->quotes, clear_quote);
	p->quoted = g_array_new (FALSE, FALSE, sizeof (guint32));
	fill_terms (m);
	profile_fill_vectors (p);
	fill_names (m);
	fill_actors (m);
	fill_figures (m);
	fill_days (m);
	fill_quotes (m);
}

static void fill_places (const Making *m, const Analysis *analysis)
{
	Profile *p = m->profile;
	p->places = g_array_new (FALSE, FALSE, sizeof (ProfilePlace));
	for (guint i = 0; i < p->terms->len; i++) {
		const GistWord *w = &g_array_index (m->gist->words, GistWord, m->words[i]);
		const Terms *part = w->first_in_title ? analysis->title : analysis->body;
		const Term *t = &g_array_index (part->terms, Term, w->first);
		ProfilePlace place = { t->word, t->start, t->end, w->first_in_title };
		g_array_append_val (p->places, place);
	}
}

static Profile *from_gist (Space *space, const Gist *gist, const Article *article,
			   const Analysis *analysis)
{
	Profile *p = g_new0 (Profile, 1);
	guint n = gist->words->len + 1;
	g_autofree guint32 *words = g_new (guint32, n), *terms = g_new (guint32, n);
	Making m = { space, gist, p, words, terms };
	p->space = space;
	make (&m);
	p->article = article;
	p->analysis = analysis;
	if (analysis)
		fill_places (&m, analysis);
	return p;
}

Profile *profile_of_gist (Space *space, const Gist *gist)
{
	return from_gist (space, gist, NULL, NULL);
}

Profile *profile_new_of (Space *space, const Article *article, const Analysis *analysis)
{
	g_autoptr (Gist) gist = gist_new (article, analysis);
	return from_gist (space, gist, article, analysis);
}

Profile *profile_new (Space *space, const Article *article)
{
	Analysis *analysis = analysis_new (space_analyzer (space), article);
	Profile *p = profile_new_of (space, article, analysis);
	p->owned = analysis;
	return p;
}

void profile_strip (Profile *p)
{
	p->article = NULL;
	p->analysis = NULL;
	g_clear_pointer (&p->owned, analysis_free);
	g_clear_pointer (&p->places, g_array_unref);
}

void profile_free (Profile *profile)
{
	if (!profile)
		return;
	profile_strip (profile);
	g_array_unref (profile->all);
	g_array_unref (profile->all_translated);
	for (gsize i = 0; i < PROFILE_PARTS; i++)
		free_vector (profile->parts[i]);
	g_array_unref (profile->lead);
	g_array_unref (profile->names);
	g_array_unref (profile->figures);
	g_array_unref (profile->days);
	g_array_unref (profile->quotes);
	g_array_unref (profile->quoted);
	g_array_unref (profile->terms);
	g_free (profile);
}

gsize profile_size (const Profile *p)
{
	/* The parts are of a third of the words, and not all are made. */
	gsize weighted = p->all->len * 3 / 2 + p->all_translated->len + p->quoted->len;
	return sizeof *p + p->terms->len * sizeof (ProfileTerm) +
	       p->names->len * sizeof (ProfileName) + p->figures->len * sizeof (ProfileFigure) +
	       p->days->len * sizeof (ProfileDay) + p->quotes->len * sizeof (ProfileQuote) +
	       weighted * sizeof (Weighted);
}

const ProfileTerm *profile_term (const Profile *profile, guint32 id)
{
	/* The rows of `all` are those of `terms`, and smaller. */
	const Weighted *all = (const Weighted *)(const void *)profile->all->data;
	guint low = 0, high = profile->all->len;
	if (!(profile->sieve[id % PROFILE_SIEVE_BITS / 64] >> id % 64 & 1))
		return NULL;
	while (low < high) {
		guint middle = (low + high) / 2;
		if (all[middle].id == id)
			return &g_array_index (profile->terms, ProfileTerm, middle);
		if (all[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const ProfilePlace *profile_place (const Profile *profile, const ProfileTerm *term)
{
	return &g_array_index (profile->places, ProfilePlace,
			       term - &g_array_index (profile->terms, ProfileTerm, 0));
}

double profile_days_between (const Profile *a, const Profile *b)
{
	return a->day_s && b->day_s ? fabs ((double)(a->day_s - b->day_s)) / 86400 : 0;
}

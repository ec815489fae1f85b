/* profile.c: an article's weighted vectors, in its own language and translated. */
#include "search/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- terms --- */

/* What is known of a term while a profile is made. */
typedef struct {
	Space *space;
	const Gist *gist;
	Profile *profile;
	const SpaceForm **forms; /* of each term */
	guint32 *words;          /* each term's index in the gist */
	guint32 *terms;          /* each word's index in the profile */
} Making;

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
		m->forms[i] = form;
		m->words[i] = index;
		m->terms[index] = i;
		g_array_index (p->terms, ProfileTerm, i) =
			(ProfileTerm){ .id = form->id,
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
		p->sieve[form->id % PROFILE_SIEVE_BITS / 64] |= G_GUINT64_CONSTANT (1)
								<< form->id % 64;
	}
}

/* 1 + ln of a count. */
static double damped (guint count)
{
	/* 1 + ln 2 … 7: most words stand once or twice. */
	static const double few[] = { 1,
				      1,
				      1.6931471805599453,
				      2.09861228866811,
				      2.386294361119891,
				      2.6094379124341005,
				      2.791759469228055,
				      2.9459101090932196 };
	return count < G_N_ELEMENTS (few) ? few[count] : 1 + log (count);
}

/* --- translation --- */

/* How far a word stands for itself in the other language, by what the lexicon has to say of it. */
static double identity_weight (const ProfileTerm *t, const SpaceForm *form)
{
	if (t->is_number || t->is_name)
		return 1;
	if (form->target_count)
		return 0.3;
	return form->word_len < 4 ? 0.5 : 1;
}

/* A term's translations and itself, `weight` shared among them, into `out`. Returns how many. */
static guint translate (const ProfileTerm *t, const SpaceForm *form, double weight, Weighted *out)
{
	guint count = form->target_count;
	for (guint i = 0; i < count; i++)
		out[i] = (Weighted){ form->targets[i].id,
				     (float)(weight * form->targets[i].weight) };
	Weighted self = { t->other_id, (float)(weight * identity_weight (t, form)) };
	/* Of one word's two ways to the same target the stronger counts. */
	for (guint i = 0; i < count; i++)
		if (out[i].id == self.id) {
			out[i].weight = (float)MAX (out[i].weight, weight);
			return count;
		}
	out[count] = self;
	return count + 1;
}
#define TRANSLATED_MAX (SPACE_TRANSLATIONS + 1)

#define VECTORS 7
static Vector **vector_of (Profile *p, gsize i)
{
	Vector **vectors[VECTORS] = { &p->all,    &p->all_translated,
				      &p->lead,   &p->lead_translated,
				      &p->title,  &p->title_translated,
				      &p->letters };
	return vectors[i];
}

/* A part of the article by its own words and by their translations, as it is put together. */
typedef struct {
	Weighted *own, *translated;
	guint own_count, translated_count;
} Part;

/* Room for a part of `terms`. The rows stand in one block; free `own`. */
static Part part_new (guint terms)
{
	Weighted *rows = g_new (Weighted, terms * (1 + TRANSLATED_MAX) + 1);
	return (Part){ .own = rows, .translated = rows + terms };
}

static void part_add (const Making *m, Part *part, guint term, double weight)
{
	const ProfileTerm *t = &g_array_index (m->profile->terms, ProfileTerm, term);
	Weighted w = { t->id, (float)weight };
	part->own[part->own_count++] = w;
	part->translated_count +=
		translate (t, m->forms[term], w.weight, part->translated + part->translated_count);
}

/* The part as vectors; it is empty then. */
static void part_finish (Part *part, bool add, Vector **own, Vector **translated)
{
	*own = vector_new (part->own, part->own_count, add);
	*translated = vector_new (part->translated, part->translated_count, add);
	part->own_count = part->translated_count = 0;
}

static void fill_vectors (const Making *m)
{
	Profile *p = m->profile;
	const ProfileTerm *terms = (const ProfileTerm *)(const void *)p->terms->data;
	Part part = part_new (p->terms->len);
	for (guint i = 0; i < p->terms->len; i++)
		part_add (m, &part, i, damped (terms[i].count) * terms[i].idf);
	part_finish (&part, true, &p->all, &p->all_translated);
	for (guint i = 0; i < p->terms->len; i++)
		if (terms[i].titled)
			part_add (m, &part, i, terms[i].idf);
	part_finish (&part, true, &p->title, &p->title_translated);
	for (guint i = 0; i < p->terms->len; i++)
		if (terms[i].in_lead)
			part_add (m, &part, i, (terms[i].titled ? 1.5 : 1) * terms[i].idf);
	part_finish (&part, true, &p->lead, &p->lead_translated);
	g_free (part.own);
}

static void fill_letters (const Making *m)
{
	Profile *p = m->profile;
	p->letters = g_array_new (FALSE, FALSE, sizeof (Weighted));
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		guint count, from = p->letters->len;
		if (!t->in_lead || t->is_number)
			continue;
		const SpaceLetters *letters = space_letters (m->space, m->forms[i], &count);
		const double times = damped (t->count);
		g_array_set_size (p->letters, from + count);
		for (guint k = 0; k < count; k++)
			g_array_index (p->letters, Weighted, from + k) =
				(Weighted){ letters[k].hash, (float)(times * letters[k].idf) };
	}
	vector_finish (p->letters, false);
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
		ProfileName name = { i, space_skeleton_id (m->space, m->forms[i]) };
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

/* "2020-09-09", "09-09", "w3" (indexer/facts.h). */
static ProfileDay day_of (const GistFact *fact)
{
	const char *norm = fact->norm;
	const guint32 index = fact->fact;
	if (*norm == 'w')
		return (ProfileDay){ index, 0, (guint16)(PROFILE_WEEKDAY + atoi (norm + 1)),
				     fact->in_lead };
	gsize len = strlen (norm);
	const char *tail = len > 5 ? norm + len - 5 : norm;
	return (ProfileDay){ index, (guint16)(tail > norm ? atoi (norm) : 0),
			     (guint16)(atoi (tail) * 100 + (len >= 5 ? atoi (tail + 3) : 0)),
			     fact->in_lead };
}

static void fill_days (const Making *m)
{
	for (guint i = 0; i < m->gist->days->len; i++) {
		ProfileDay day = day_of (&g_array_index (m->gist->days, GistFact, i));
		g_array_append_val (m->profile->days, day);
	}
}

/* --- quotations --- */

static void fill_quotes (const Making *m)
{
	Profile *p = m->profile;
	for (guint i = 0; i < m->gist->quotes->len; i++) {
		const GistQuote *from = &g_array_index (m->gist->quotes, GistQuote, i);
		Part part = part_new (from->words->len);
		for (guint k = 0; k < from->words->len; k++) {
			guint at = m->terms[g_array_index (from->words, guint32, k)];
			part_add (m, &part, at, g_array_index (p->terms, ProfileTerm, at).idf);
		}
		ProfileQuote quote = { .fact = from->fact };
		part_finish (&part, false, &quote.own, &quote.translated);
		g_free (part.own);
		g_array_append_val (p->quotes, quote);
	}
}

static void clear_quote (gpointer data)
{
	g_array_unref (((ProfileQuote *)data)->own);
	g_array_unref (((ProfileQuote *)data)->translated);
}

static void make (Making *m)
{
	Profile *p = m->profile;
	/* Another language is compared by what needs no translation: read as English. */
	p->lang = m->gist->lang == LANG_FR ? LANG_FR : LANG_EN;
	p->day_s = m->gist->day_s;
	p->terms = g_array_sized_new (FALSE, FALSE, sizeof (ProfileTerm), m->gist->words->len);
	p->names = g_array_new (FALSE, FALSE, sizeof (ProfileName));
	p->figures = g_array_new (FALSE, FALSE, sizeof (ProfileFigure));
	p->days = g_array_new (FALSE, FALSE, sizeof (ProfileDay));
	p->quotes = g_array_new (FALSE, FALSE, sizeof (ProfileQuote));
	g_array_set_clear_func (p->quotes, clear_quote);
	fill_terms (m);
	fill_vectors (m);
	fill_letters (m);
	fill_names (m);
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
	g_autofree const SpaceForm **forms = g_new (const SpaceForm *, n);
	g_autofree guint32 *words = g_new (guint32, n), *terms = g_new (guint32, n);
	Making m = { space, gist, p, forms, words, terms };
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
	for (gsize i = 0; i < VECTORS; i++)
		g_array_unref (*vector_of (profile, i));
	g_array_unref (profile->names);
	g_array_unref (profile->figures);
	g_array_unref (profile->days);
	g_array_unref (profile->quotes);
	g_array_unref (profile->terms);
	g_free (profile);
}

gsize profile_size (const Profile *p)
{
	gsize size = sizeof *p + p->terms->len * sizeof (ProfileTerm) +
		     p->names->len * sizeof (ProfileName) +
		     p->figures->len * sizeof (ProfileFigure) + p->days->len * sizeof (ProfileDay) +
		     p->quotes->len * sizeof (ProfileQuote);
	for (gsize i = 0; i < VECTORS; i++)
		size += (*vector_of ((Profile *)(guintptr)p, i))->len * sizeof (Weighted);
	for (guint i = 0; i < p->quotes->len; i++) {
		const ProfileQuote *q = &g_array_index (p->quotes, ProfileQuote, i);
		size += (q->own->len + q->translated->len) * sizeof (Weighted);
	}
	return size;
}

const ProfileTerm *profile_term (const Profile *profile, guint32 id)
{
	guint low = 0, high = profile->terms->len;
	if (!(profile->sieve[id % PROFILE_SIEVE_BITS / 64] >> id % 64 & 1))
		return NULL;
	while (low < high) {
		guint middle = (low + high) / 2;
		const ProfileTerm *t = &g_array_index (profile->terms, ProfileTerm, middle);
		if (t->id == id)
			return t;
		if (t->id < id)
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

/* profile.c: an article's weighted vectors, in its own language and translated. */
#include "search/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "shim/text.h"

/* --- vectors --- */

#define RADIX_BITS 8
#define RADIX (1U << RADIX_BITS)
/* Fewer are sorted by insertion. */
#define RADIX_LEAST 48

static void sort_few (Weighted *w, guint len)
{
	for (guint i = 1; i < len; i++) {
		Weighted moved = w[i];
		guint at = i;
		for (; at > 0 && w[at - 1].id > moved.id; at--)
			w[at] = w[at - 1];
		w[at] = moved;
	}
}

/* By rising id; equal ids stay in order. */
static void sort_by_id (Weighted *w, guint len)
{
	guint32 most = 0;
	if (len < RADIX_LEAST) {
		sort_few (w, len);
		return;
	}
	for (guint i = 0; i < len; i++)
		most = MAX (most, w[i].id);
	g_autofree Weighted *other = g_new (Weighted, len);
	Weighted *from = w, *to = other;
	for (guint shift = 0; shift < 32 && most >> shift; shift += RADIX_BITS) {
		guint starts[RADIX] = { 0 }, at = 0;
		for (guint i = 0; i < len; i++)
			starts[from[i].id >> shift & (RADIX - 1)]++;
		for (guint i = 0; i < RADIX; i++) {
			guint n = starts[i];
			starts[i] = at;
			at += n;
		}
		for (guint i = 0; i < len; i++)
			to[starts[from[i].id >> shift & (RADIX - 1)]++] = from[i];
		Weighted *swapped = from;
		from = to;
		to = swapped;
	}
	if (from != w)
		memcpy (w, from, len * sizeof *w);
}

void vector_finish (Vector *v, bool add)
{
	double norm = 0;
	guint n = 0;
	sort_by_id ((Weighted *)(void *)v->data, v->len);
	for (guint i = 0; i < v->len; i++) {
		Weighted w = g_array_index (v, Weighted, i);
		Weighted *last = n ? &g_array_index (v, Weighted, n - 1) : NULL;
		if (last && last->id == w.id)
			last->weight = add ? last->weight + w.weight : MAX (last->weight, w.weight);
		else
			g_array_index (v, Weighted, n++) = w;
	}
	g_array_set_size (v, n);
	for (guint i = 0; i < n; i++)
		norm += (double)g_array_index (v, Weighted, i).weight *
			g_array_index (v, Weighted, i).weight;
	for (guint i = 0; norm > 0 && i < n; i++)
		g_array_index (v, Weighted, i).weight /= (float)sqrt (norm);
}

/* Which of two ids is less cannot be foreseen: the steps are counted, not branched on. */
double vector_dot (const Vector *a, const Vector *b)
{
	const Weighted *x = (const Weighted *)(const void *)a->data, *x_end = x + a->len;
	const Weighted *y = (const Weighted *)(const void *)b->data, *y_end = y + b->len;
	double sum = 0;
	while (x < x_end && y < y_end) {
		guint32 i = x->id, k = y->id;
		if (i == k)
			sum += (double)x->weight * y->weight;
		x += i <= k;
		y += k <= i;
	}
	return sum;
}

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
	for (guint i = 0; i < words->len; i++) {
		const GistWord *w = &g_array_index (words, GistWord, i);
		forms[i] = space_form (m->space, p->lang, w->word, w->stem);
		order[i].id = forms[i]->id;
		memcpy (&order[i].weight, &i, sizeof i);
	}
	sort_by_id (order, words->len);
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
				       .is_name = w->is_name == GIST_NAME ||
						  (w->is_name == GIST_MAY_BE_NAME &&
						   space_is_name (m->space, form->id)),
				       .is_number = w->is_number };
		p->sieve[form->id % PROFILE_SIEVE_BITS / 64] |= G_GUINT64_CONSTANT (1)
								<< form->id % 64;
	}
}

/* 1 + ln of a count. */
static double damped (guint count)
{
	return count == 1 ? 1 : 1 + log (count);
}

/* --- translation --- */

/* How far a word stands for itself in the other language, by what the lexicon has to say of it. */
static double identity_weight (const ProfileTerm *t, const SpaceForm *form)
{
	if (t->is_number || t->is_name)
		return 1;
	if (form->translation_count)
		return 0.3;
	return form->word_len < 4 ? 0.5 : 1;
}

/* A term's translations and itself, `weight` shared among them, into `out`. Returns how many. */
static guint translate (const ProfileTerm *t, const SpaceForm *form, double weight, Weighted *out)
{
	guint count = form->translation_count;
	const Translation *rows = form->translations;
	for (guint i = 0; i < count; i++)
		out[i] = (Weighted){ rows[i].id, (float)(weight * rows[i].weight) };
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

/* A part of the article by its own words and by their translations. */
typedef struct {
	Weighted *own, *translated;
	guint own_count, translated_count;
} Part;

static void part_init (Part *part, guint terms)
{
	*part = (Part){ .own = g_new (Weighted, terms + 1),
			.translated = g_new (Weighted, terms * TRANSLATED_MAX + 1) };
}

static void part_add (const Making *m, Part *part, guint term, double weight)
{
	const ProfileTerm *t = &g_array_index (m->profile->terms, ProfileTerm, term);
	Weighted w = { t->id, (float)weight };
	part->own[part->own_count++] = w;
	part->translated_count +=
		translate (t, m->forms[term], w.weight, part->translated + part->translated_count);
}

static Vector *finished (Weighted *w, guint count, bool add)
{
	Vector *v = g_array_sized_new (FALSE, FALSE, sizeof (Weighted), count);
	g_array_append_vals (v, w, count);
	vector_finish (v, add);
	return v;
}

static void part_finish (Part *part, Vector **own, Vector **translated)
{
	*own = finished (part->own, part->own_count, true);
	*translated = finished (part->translated, part->translated_count, true);
	g_free (part->own);
	g_free (part->translated);
}

static void fill_vectors (const Making *m)
{
	Profile *p = m->profile;
	Part all, title, lead;
	part_init (&all, p->terms->len);
	part_init (&title, p->terms->len);
	part_init (&lead, p->terms->len);
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		part_add (m, &all, i, damped (t->count) * t->idf);
		if (t->titled)
			part_add (m, &title, i, t->idf);
		if (t->in_lead)
			part_add (m, &lead, i, (t->titled ? 1.5 : 1) * t->idf);
	}
	part_finish (&all, &p->all, &p->all_translated);
	part_finish (&title, &p->title, &p->title_translated);
	part_finish (&lead, &p->lead, &p->lead_translated);
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
		g_array_set_size (p->letters, from + count);
		for (guint k = 0; k < count; k++)
			g_array_index (p->letters, Weighted, from + k) =
				(Weighted){ letters[k].hash,
					    (float)(damped (t->count) * letters[k].idf) };
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
		Part part;
		part_init (&part, from->words->len);
		for (guint k = 0; k < from->words->len; k++) {
			guint at = m->terms[g_array_index (from->words, guint32, k)];
			part_add (m, &part, at, g_array_index (p->terms, ProfileTerm, at).idf);
		}
		ProfileQuote quote = { from->fact, finished (part.own, part.own_count, false),
				       finished (part.translated, part.translated_count, false) };
		g_free (part.own);
		g_free (part.translated);
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

/* profile.c: an article's weighted vectors, in its own language and translated. */
#include "search/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "shim/text.h"

/* A title's word counts as three of the text. */
#define TITLE_COUNT 3

/* --- vectors --- */

static int compare_weighted (gconstpointer a, gconstpointer b)
{
	const Weighted *x = a, *y = b;
	return x->id < y->id ? -1 : x->id > y->id;
}

void vector_finish (Vector *v, bool add)
{
	double norm = 0;
	guint n = 0;
	g_array_sort (v, compare_weighted);
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

double vector_dot (const Vector *a, const Vector *b)
{
	double sum = 0;
	guint i = 0, k = 0;
	while (i < a->len && k < b->len) {
		const Weighted *x = &g_array_index (a, Weighted, i),
			       *y = &g_array_index (b, Weighted, k);
		if (x->id == y->id) {
			sum += (double)x->weight * y->weight;
			i++;
			k++;
		} else if (x->id < y->id) {
			i++;
		} else {
			k++;
		}
	}
	return sum;
}

/* --- terms --- */

/* A word as it is found: is_name holds two bits while counting: 1 seen capital inside a sentence, 2 seen small. */
typedef struct {
	ProfileTerm term;
	ProfilePlace place;
} Found;

static int compare_found (gconstpointer a, gconstpointer b)
{
	const Found *x = a, *y = b;
	if (x->term.id != y->term.id)
		return x->term.id < y->term.id ? -1 : 1;
	if (x->place.in_title != y->place.in_title)
		return x->place.in_title ? 1 : -1; /* show where the text has it */
	return x->place.start < y->place.start ? -1 : x->place.start > y->place.start;
}

static void collect (Space *space, Lang lang, const Terms *terms, bool title, guint lead_count,
		     GArray *out)
{
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		if (t->is_stop || (t->word_len < 2 && !t->is_number))
			continue;
		const char *key = t->stem ? t->stem : t->word;
		Found found = {
			.term = { .id = space_id (space, lang, key, strlen (key)),
				  .count = title ? TITLE_COUNT : 1,
				  .titled = title,
				  .in_lead = title || i < lead_count,
				  .is_number = t->is_number },
			.place = { t->word, t->start, t->end, title },
		};
		/* Headlines in Title Case say nothing about names. */
		if (!t->is_number)
			found.term.is_name = !t->is_capital ? 2 : t->is_initial || title ? 0 : 1;
		g_array_append_val (out, found);
	}
}

/* One row for each id. */
static void merge_terms (Space *space, GArray *found, Profile *p)
{
	g_array_sort (found, compare_found);
	for (guint i = 0; i < found->len; i++) {
		Found *f = &g_array_index (found, Found, i);
		ProfileTerm *last =
			p->terms->len ? &g_array_index (p->terms, ProfileTerm, p->terms->len - 1)
				      : NULL;
		if (last && last->id == f->term.id) {
			last->count = (guint16)MIN (last->count + f->term.count, G_MAXUINT16);
			last->in_lead |= f->term.in_lead;
			last->titled |= f->term.titled;
			last->is_name |= f->term.is_name;
		} else {
			f->term.idf = (float)space_idf (space, f->term.id);
			f->term.other_id = space_other_id (space, f->term.id, f->place.word);
			g_array_append_val (p->terms, f->term);
			g_array_append_val (p->places, f->place);
		}
	}
	for (guint i = 0; i < p->terms->len; i++) {
		ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		t->is_name = t->is_name == 1;
		p->sieve[t->id % PROFILE_SIEVE_BITS / 64] |= G_GUINT64_CONSTANT (1) << t->id % 64;
	}
}

/* --- translation --- */

/* How far a word stands for itself in the other language, by what the lexicon has to say of it. */
static double identity_weight (const ProfileTerm *t, const char *word, guint translations)
{
	if (t->is_number || t->is_name)
		return 1;
	if (translations)
		return 0.3;
	return strlen (word) < 4 ? 0.5 : 1;
}

static void translate (Space *space, const Profile *p, const ProfileTerm *t, double weight,
		       Vector *out)
{
	const char *word = profile_place (p, t)->word;
	guint count;
	const Translation *rows = space_translations (space, t->id, &count);
	guint first = out->len;
	for (guint i = 0; i < count; i++) {
		Weighted w = { rows[i].id, (float)(weight * rows[i].weight) };
		g_array_append_val (out, w);
	}
	Weighted self = { t->other_id, (float)(weight * identity_weight (t, word, count)) };
	/* Of one word's two ways to the same target the stronger counts. */
	for (guint i = first; i < out->len; i++) {
		Weighted *w = &g_array_index (out, Weighted, i);
		if (w->id == self.id) {
			w->weight = (float)MAX (w->weight, weight);
			return;
		}
	}
	g_array_append_val (out, self);
}

static Vector *vector_new (void)
{
	return g_array_new (FALSE, FALSE, sizeof (Weighted));
}

#define VECTORS 7
static Vector **vector_of (Profile *p, gsize i)
{
	Vector **vectors[VECTORS] = { &p->all,    &p->all_translated,
				      &p->lead,   &p->lead_translated,
				      &p->title,  &p->title_translated,
				      &p->letters };
	return vectors[i];
}

static void fill_vectors (Space *space, Profile *p)
{
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		Weighted w = { t->id, (float)((1 + log (t->count)) * t->idf) };
		g_array_append_val (p->all, w);
		translate (space, p, t, w.weight, p->all_translated);
		if (t->titled) {
			w.weight = t->idf;
			g_array_append_val (p->title, w);
			translate (space, p, t, w.weight, p->title_translated);
		}
		if (t->in_lead) {
			w.weight = (float)((t->titled ? 1.5 : 1) * t->idf);
			g_array_append_val (p->lead, w);
			translate (space, p, t, w.weight, p->lead_translated);
		}
	}
	vector_finish (p->all, true);
	vector_finish (p->title, true);
	vector_finish (p->title_translated, true);
	vector_finish (p->lead, true);
	vector_finish (p->all_translated, true);
	vector_finish (p->lead_translated, true);
}

static void fill_letters (Space *space, Profile *p)
{
	g_autoptr (GArray) grams = g_array_new (FALSE, FALSE, sizeof (guint32));
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		if (!t->in_lead || t->is_number)
			continue;
		g_array_set_size (grams, 0);
		space_letters (profile_place (p, t)->word, grams);
		for (guint k = 0; k < grams->len; k++) {
			guint32 gram = g_array_index (grams, guint32, k);
			Weighted w = { gram, (float)((1 + log (t->count)) *
						     space_letters_idf (space, gram)) };
			g_array_append_val (p->letters, w);
		}
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

static void fill_names (Space *space, Profile *p)
{
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		if (!t->is_name)
			continue;
		ProfileName name = { i, space_skeleton_id (space, profile_place (p, t)->word) };
		g_array_append_val (p->names, name);
	}
	g_array_sort_with_data (p->names, compare_names, p->terms);
	if (p->names->len > PROFILE_NAMES_MAX)
		g_array_set_size (p->names, PROFILE_NAMES_MAX);
}

/* --- figures and days --- */

static void fill_figures (Space *space, Profile *p)
{
	const GArray *facts = p->analysis->facts->facts;
	for (guint i = 0; i < facts->len && p->figures->len < PROFILE_FIGURES_MAX; i++) {
		const Fact *fact = &g_array_index (facts, Fact, i);
		if (fact->kind != FACT_FIGURE)
			continue;
		guint32 own = space_id (space, p->lang, fact->norm, strlen (fact->norm));
		double factor = fact->is_year       ? 0.3
				: fact->value <= 10 ? (fact->unit ? 0.4 : 0.15)
						    : 1;
		ProfileFigure figure = { i,
					 space_id (space, LANG_FR, fact->norm, strlen (fact->norm)),
					 fact->unit, (float)(space_idf (space, own) * factor),
					 fact->value };
		bool known = false;
		for (guint k = 0; k < p->figures->len && !known; k++)
			known = g_array_index (p->figures, ProfileFigure, k).id == figure.id &&
				g_strcmp0 (g_array_index (p->figures, ProfileFigure, k).unit,
					   figure.unit) == 0;
		if (!known)
			g_array_append_val (p->figures, figure);
	}
}

/* "2020-09-09", "09-09", "w3" (indexer/facts.h). */
static ProfileDay day_of (const Fact *fact, guint32 index)
{
	const char *norm = fact->norm;
	if (*norm == 'w')
		return (ProfileDay){ index, 0, (guint16)(PROFILE_WEEKDAY + atoi (norm + 1)) };
	gsize len = strlen (norm);
	const char *tail = len > 5 ? norm + len - 5 : norm;
	return (ProfileDay){ index, (guint16)(tail > norm ? atoi (norm) : 0),
			     (guint16)(atoi (tail) * 100 + (len >= 5 ? atoi (tail + 3) : 0)) };
}

static void fill_days (Profile *p)
{
	const GArray *facts = p->analysis->facts->facts;
	for (guint i = 0; i < facts->len && p->days->len < PROFILE_FIGURES_MAX; i++) {
		const Fact *fact = &g_array_index (facts, Fact, i);
		if (fact->kind != FACT_DAY)
			continue;
		ProfileDay day = day_of (fact, i);
		bool known = false;
		for (guint k = 0; k < p->days->len && !known; k++)
			known = g_array_index (p->days, ProfileDay, k).day == day.day &&
				g_array_index (p->days, ProfileDay, k).year == day.year;
		if (!known)
			g_array_append_val (p->days, day);
	}
}

/* --- quotations --- */

static void fill_quotes (Space *space, Profile *p)
{
	const GArray *facts = p->analysis->facts->facts, *terms = p->analysis->body->terms;
	for (guint i = 0; i < facts->len && p->quotes->len < PROFILE_QUOTES_MAX; i++) {
		const Fact *fact = &g_array_index (facts, Fact, i);
		if (fact->kind != FACT_QUOTE)
			continue;
		ProfileQuote quote = { i, vector_new (), vector_new () };
		for (guint k = fact->first; k < fact->first + fact->count; k++) {
			const Term *t = &g_array_index (terms, Term, k);
			const char *key = t->stem ? t->stem : t->word;
			const ProfileTerm *pt =
				profile_term (p, space_id (space, p->lang, key, strlen (key)));
			if (!pt)
				continue; /* a stop word */
			Weighted w = { pt->id, pt->idf };
			g_array_append_val (quote.own, w);
			translate (space, p, pt, w.weight, quote.translated);
		}
		vector_finish (quote.own, false);
		vector_finish (quote.translated, false);
		g_array_append_val (p->quotes, quote);
	}
}

static void clear_quote (gpointer data)
{
	g_array_unref (((ProfileQuote *)data)->own);
	g_array_unref (((ProfileQuote *)data)->translated);
}

Profile *profile_new_of (Space *space, const Article *article, const Analysis *analysis)
{
	Profile *p = g_new0 (Profile, 1);
	g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
	p->article = article;
	p->analysis = analysis;
	/* Another language is compared by what needs no translation: read as English. */
	p->lang = analysis->lang == LANG_FR ? LANG_FR : LANG_EN;
	p->day_s = document_day (article);
	p->terms = g_array_new (FALSE, FALSE, sizeof (ProfileTerm));
	p->places = g_array_new (FALSE, FALSE, sizeof (ProfilePlace));
	collect (space, p->lang, analysis->title, true, 0, found);
	collect (space, p->lang, analysis->body, false, analysis->lead_count, found);
	merge_terms (space, found, p);
	for (gsize i = 0; i < VECTORS; i++)
		*vector_of (p, i) = vector_new ();
	fill_vectors (space, p);
	fill_letters (space, p);
	p->names = g_array_new (FALSE, FALSE, sizeof (ProfileName));
	p->figures = g_array_new (FALSE, FALSE, sizeof (ProfileFigure));
	p->days = g_array_new (FALSE, FALSE, sizeof (ProfileDay));
	p->quotes = g_array_new (FALSE, FALSE, sizeof (ProfileQuote));
	g_array_set_clear_func (p->quotes, clear_quote);
	fill_names (space, p);
	fill_figures (space, p);
	fill_days (p);
	fill_quotes (space, p);
	return p;
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

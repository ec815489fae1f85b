/* profile.c: an article's weighted vectors, in its own language and translated. */
#include "search/profile.h"

#include <math.h>
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

/* Sort, keep the largest weight of equal ids, and scale to norm 1. */
static void vector_finish (Vector *v, bool add)
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

static int compare_terms (gconstpointer a, gconstpointer b)
{
	const ProfileTerm *x = a, *y = b;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->in_title != y->in_title)
		return x->in_title ? 1 : -1; /* show where the text has it */
	return x->start < y->start ? -1 : x->start > y->start;
}

/* is_name holds two bits while counting: 1 seen capital inside a sentence, 2 seen small. */
static void collect (Space *space, Profile *p, const Terms *terms, bool title, guint lead_count)
{
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		if (t->is_stop || (t->word_len < 2 && !t->is_number))
			continue;
		const char *key = t->stem ? t->stem : t->word;
		ProfileTerm pt = {
			.id = space_id (space, p->lang, key, strlen (key)),
			.count = 1,
			.word = t->word,
			.start = t->start,
			.end = t->end,
			.in_title = title,
			.in_lead = title || i < lead_count,
			.is_number = t->is_number,
		};
		/* Headlines in Title Case say nothing about names. */
		if (!t->is_number)
			pt.is_name = !t->is_capital ? 2 : t->is_initial || title ? 0 : 1;
		g_array_append_val (p->terms, pt);
	}
}

/* One row for each id; count is tf with the title's words counted thrice. */
static void merge_terms (Space *space, GArray *terms)
{
	guint n = 0;
	g_array_sort (terms, compare_terms);
	for (guint i = 0; i < terms->len; i++) {
		ProfileTerm t = g_array_index (terms, ProfileTerm, i);
		ProfileTerm *last = n ? &g_array_index (terms, ProfileTerm, n - 1) : NULL;
		t.count = t.in_title ? TITLE_COUNT : 1;
		t.titled = t.in_title;
		if (last && last->id == t.id) {
			last->count += t.count;
			last->in_lead |= t.in_lead;
			last->titled |= t.titled;
			last->is_name |= t.is_name;
		} else {
			t.idf = (float)space_idf (space, t.id);
			g_array_index (terms, ProfileTerm, n++) = t;
		}
	}
	g_array_set_size (terms, n);
	for (guint i = 0; i < n; i++) {
		ProfileTerm *t = &g_array_index (terms, ProfileTerm, i);
		t->is_name = t->is_name == 1;
	}
}

/* --- translation --- */

/* How far a word stands for itself in the other language, by what the lexicon has to say of it. */
static double identity_weight (const ProfileTerm *t, guint translations)
{
	if (t->is_number || t->is_name)
		return 1;
	if (translations)
		return 0.3;
	return strlen (t->word) < 4 ? 0.5 : 1;
}

static void translate (Space *space, Lang from, const ProfileTerm *t, double weight, Vector *out)
{
	Lang to = from == LANG_FR ? LANG_EN : LANG_FR;
	guint count;
	const Translation *rows = space_translations (space, t->id, &count);
	guint first = out->len;
	for (guint i = 0; i < count; i++) {
		Weighted w = { rows[i].id, (float)(weight * rows[i].weight) };
		g_array_append_val (out, w);
	}
	g_autofree char *stem =
		t->is_number ? g_strdup (t->word)
			     : analyze_stem (space_analyzer (space), t->word, strlen (t->word), to);
	Weighted self = { space_id (space, to, stem, strlen (stem)),
			  (float)(weight * identity_weight (t, count)) };
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

static void fill_vectors (Space *space, Profile *p)
{
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		Weighted w = { t->id, (float)((1 + log (t->count)) * t->idf) };
		g_array_append_val (p->all, w);
		translate (space, p->lang, t, w.weight, p->all_translated);
		if (t->titled) {
			w.weight = t->idf;
			g_array_append_val (p->title, w);
			translate (space, p->lang, t, w.weight, p->title_translated);
		}
		if (t->in_lead) {
			w.weight = (float)((t->titled ? 1.5 : 1) * t->idf);
			g_array_append_val (p->lead, w);
			translate (space, p->lang, t, w.weight, p->lead_translated);
		}
	}
	vector_finish (p->all, true);
	vector_finish (p->title, true);
	vector_finish (p->title_translated, true);
	vector_finish (p->lead, true);
	vector_finish (p->all_translated, true);
	vector_finish (p->lead_translated, true);
}

/* --- names and quotations --- */

static int compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
	const GArray *terms = data;
	float x = g_array_index (terms, ProfileTerm, ((const ProfileName *)a)->term).idf;
	float y = g_array_index (terms, ProfileTerm, ((const ProfileName *)b)->term).idf;
	return x > y ? -1 : x < y;
}

static void fill_names (Space *space, Profile *p)
{
	Lang to = p->lang == LANG_FR ? LANG_EN : LANG_FR;
	for (guint i = 0; i < p->terms->len; i++) {
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, i);
		if (!t->is_name)
			continue;
		g_autofree char *stem =
			analyze_stem (space_analyzer (space), t->word, strlen (t->word), to);
		ProfileName name = { i, space_id (space, to, stem, strlen (stem)),
				     space_skeleton_id (space, t->word) };
		g_array_append_val (p->names, name);
	}
	g_array_sort_with_data (p->names, compare_names, p->terms);
	if (p->names->len > PROFILE_NAMES_MAX)
		g_array_set_size (p->names, PROFILE_NAMES_MAX);
}

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
			translate (space, p->lang, pt, w.weight, quote.translated);
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

Profile *profile_new (Space *space, const Article *article)
{
	Profile *p = g_new0 (Profile, 1);
	p->article = article;
	p->analysis = analysis_new (space_analyzer (space), article);
	/* Another language is compared by what needs no translation: read as English. */
	p->lang = p->analysis->lang == LANG_FR ? LANG_FR : LANG_EN;
	p->day_s = document_day (article);
	p->terms = g_array_new (FALSE, FALSE, sizeof (ProfileTerm));
	collect (space, p, p->analysis->title, true, 0);
	collect (space, p, p->analysis->body, false, p->analysis->lead_count);
	merge_terms (space, p->terms);
	p->all = vector_new ();
	p->title = vector_new ();
	p->title_translated = vector_new ();
	p->lead = vector_new ();
	p->all_translated = vector_new ();
	p->lead_translated = vector_new ();
	fill_vectors (space, p);
	p->names = g_array_new (FALSE, FALSE, sizeof (ProfileName));
	p->quotes = g_array_new (FALSE, FALSE, sizeof (ProfileQuote));
	g_array_set_clear_func (p->quotes, clear_quote);
	fill_names (space, p);
	fill_quotes (space, p);
	return p;
}

void profile_free (Profile *profile)
{
	if (!profile)
		return;
	analysis_free (profile->analysis);
	g_array_unref (profile->names);
	g_array_unref (profile->quotes);
	g_array_unref (profile->terms);
	g_array_unref (profile->all);
	g_array_unref (profile->title);
	g_array_unref (profile->title_translated);
	g_array_unref (profile->lead);
	g_array_unref (profile->all_translated);
	g_array_unref (profile->lead_translated);
	g_free (profile);
}

const ProfileTerm *profile_term (const Profile *profile, guint32 id)
{
	guint low = 0, high = profile->terms->len;
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

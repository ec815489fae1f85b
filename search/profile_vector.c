/* profile_vector.c: an article's weighted vectors, in its own language and translated. */
#include <math.h>

#include "search/profile_private.h"

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
static double identity_weight (const ProfileTerm *t)
{
	if (t->is_number || t->is_name)
		return 1;
	if (t->form->target_count)
		return 0.3;
	return t->form->word_len < 4 ? 0.5 : 1;
}

/* A term's translations and itself, `weight` shared among them, into `out`. Returns how many. */
static guint translate (const ProfileTerm *t, double weight, Weighted *out)
{
	const SpaceForm *form = t->form;
	guint count = form->target_count;
	for (guint i = 0; i < count; i++)
		out[i] = (Weighted){ form->targets[i].id,
				     (float)(weight * form->targets[i].weight) };
	Weighted self = { t->other_id, (float)(weight * identity_weight (t)) };
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

/* Rows as they are put together: as they are, or translated. */
typedef struct {
	Weighted *rows;
	guint count;
	bool translated;
} Making;

static Making making_new (guint terms, bool translated)
{
	return (Making){ g_new (Weighted, terms * (translated ? TRANSLATED_MAX : 1) + 1), 0,
			 translated };
}

static void making_add (Making *m, const ProfileTerm *t, double weight)
{
	Weighted w = { t->id, (float)weight };
	if (m->translated)
		m->count += translate (t, w.weight, m->rows + m->count);
	else
		m->rows[m->count++] = w;
}

static Vector *making_finish (Making *m, bool add)
{
	Vector *out = vector_new (m->rows, m->count, add);
	g_free (m->rows);
	return out;
}

static Vector *all_of (const Profile *p, bool translated)
{
	const ProfileTerm *terms = (const ProfileTerm *)(const void *)p->terms->data;
	Making m = making_new (p->terms->len, translated);
	for (guint i = 0; i < p->terms->len; i++)
		making_add (&m, &terms[i], damped (terms[i].count) * terms[i].idf);
	return making_finish (&m, true);
}

void profile_fill_vectors (Profile *p)
{
	p->all = all_of (p, false);
	p->all_translated = all_of (p, true);
}

/* --- what is made when it is asked for --- */

static const ProfileTerm *lead_term (const Profile *p, guint i)
{
	return &g_array_index (p->terms, ProfileTerm, g_array_index (p->lead, guint32, i));
}

static Vector *title_of (const Profile *p, bool translated)
{
	Making m = making_new (p->lead->len, translated);
	for (guint i = 0; i < p->lead->len; i++) {
		const ProfileTerm *t = lead_term (p, i);
		if (t->titled)
			making_add (&m, t, t->idf);
	}
	return making_finish (&m, true);
}

static Vector *lead_of (const Profile *p, bool translated)
{
	Making m = making_new (p->lead->len, translated);
	for (guint i = 0; i < p->lead->len; i++) {
		const ProfileTerm *t = lead_term (p, i);
		making_add (&m, t, (t->titled ? 1.5 : 1) * t->idf);
	}
	return making_finish (&m, true);
}

static Vector *letters_of (const Profile *p)
{
	Vector *out = g_array_new (FALSE, FALSE, sizeof (Weighted));
	for (guint i = 0; i < p->lead->len; i++) {
		const ProfileTerm *t = lead_term (p, i);
		guint count, from = out->len;
		if (t->is_number)
			continue;
		const SpaceLetters *letters = space_letters (p->space, t->form, &count);
		const double times = damped (t->count);
		g_array_set_size (out, from + count);
		for (guint k = 0; k < count; k++)
			g_array_index (out, Weighted, from + k) =
				(Weighted){ letters[k].hash, (float)(times * letters[k].idf) };
	}
	vector_finish (out, false);
	return out;
}

static Vector *part_of (const Profile *p, ProfilePart part)
{
	switch (part) {
	case PROFILE_TITLE:
	case PROFILE_TITLE_TRANSLATED:
		return title_of (p, part == PROFILE_TITLE_TRANSLATED);
	case PROFILE_LEAD:
	case PROFILE_LEAD_TRANSLATED:
		return lead_of (p, part == PROFILE_LEAD_TRANSLATED);
	default:
		return letters_of (p);
	}
}

const Vector *profile_part (const Profile *profile, ProfilePart part)
{
	/* Kept for the next time: to who asks it is as if it had been there. */
	Vector **slot = &((Profile *)(guintptr)profile)->parts[part];
	if (!*slot)
		*slot = part_of (profile, part);
	return *slot;
}

static Vector *quote_of (const Profile *p, const ProfileQuote *quote, bool translated)
{
	Making m = making_new (quote->count, translated);
	for (guint i = 0; i < quote->count; i++) {
		guint32 at = g_array_index (p->quoted, guint32, quote->from + i);
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, at);
		making_add (&m, t, t->idf);
	}
	return making_finish (&m, false);
}

const Vector *profile_quote (const Profile *profile, guint index, bool translated)
{
	ProfileQuote *quote = &g_array_index (profile->quotes, ProfileQuote, index);
	Vector **slot = translated ? &quote->translated : &quote->own;
	if (!*slot)
		*slot = quote_of (profile, quote, translated);
	return *slot;
}

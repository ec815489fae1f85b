/* link_missing.c: the names of one article that the other has nowhere. */
#include "search/link_missing.h"

#include "search/evidence.h"
#include "search/link_match.h"

/* Where missing words of one name stand. */
typedef struct {
	guint32 start, end;
	bool in_title;
} Span;

static const ProfileTerm *term_of (const Profile *p, guint32 i)
{
	return &g_array_index (p->terms, ProfileTerm, i);
}

/* The names of p's lead that no match covers: Match of p's terms, by rarity. *total is the rarity of all of them. */
static GArray *find_missing (Space *space, const Profile *p, const Profile *other, double *total)
{
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	GArray *missing = g_array_new (FALSE, FALSE, sizeof (Match));
	*total = 0;
	match_names (space, p, other, matches);
	for (guint i = 0; i < p->names->len; i++) {
		guint32 term = g_array_index (p->names, ProfileName, i).term;
		bool matched = false;
		if (!term_of (p, term)->in_lead)
			continue;
		for (guint k = 0; k < matches->len && !matched; k++)
			matched = g_array_index (matches, Match, k).a == term;
		*total += term_of (p, term)->idf;
		Match m = { term, 0, term_of (p, term)->idf };
		if (!matched)
			g_array_append_val (missing, m);
	}
	return missing;
}

static bool is_missing (const Profile *p, const GArray *missing, guint32 id)
{
	for (guint i = 0; i < missing->len; i++)
		if (term_of (p, g_array_index (missing, Match, i).a)->id == id)
			return true;
	return false;
}

static const Term *word_of (const GArray *terms, guint i)
{
	return &g_array_index (terms, Term, i);
}

/* Does a hyphen alone stand between word i and the next? */
static bool is_joined (const GArray *terms, const char *text, guint i)
{
	return i + 1 < terms->len && word_of (terms, i + 1)->start == word_of (terms, i)->end + 1 &&
	       text[word_of (terms, i)->end] == '-';
}

/* The span of words first…last; of a single one, with the other half of its compound: "Royaume-Uni", also where "Royaume" alone is
 * missing. More that is joined is a label ("Olympics-Judo-France"), not a name. */
static Span span_of_words (const GArray *terms, const char *text, guint first, guint last)
{
	guint from = first, to = last;
	while (from > 0 && is_joined (terms, text, from - 1))
		from--;
	while (is_joined (terms, text, to))
		to++;
	if (to - from > 1) {
		from = first;
		to = last;
	}
	return (Span){ .start = word_of (terms, from)->start, .end = word_of (terms, to)->end };
}

/* The run of missing words that the missing term stands in within its name; stop words within it ("de") are no gap. */
static Span span_of (Space *space, const Profile *p, const GArray *missing, guint32 term)
{
	const ProfilePlace *place = &g_array_index (p->places, ProfilePlace, term);
	guint32 id = term_of (p, term)->id;
	bool in_title = false, found = false;
	const Fact *name = evidence_name (space, p, id, &in_title);
	if (!name)
		return (Span){ place->start, place->end, place->in_title };
	const GArray *terms = (in_title ? p->analysis->title : p->analysis->body)->terms;
	guint first = G_MAXUINT, last = 0;
	for (guint k = name->first; k < name->first + name->count; k++) {
		guint32 at = evidence_id (space, p, word_of (terms, k));
		if (is_missing (p, missing, at)) {
			first = MIN (first, k);
			last = k;
			found |= at == id;
		} else if (profile_term (p, at)) {
			if (found)
				break;
			first = G_MAXUINT;
		}
	}
	Span span =
		span_of_words (terms, in_title ? p->article->title : p->article->text, first, last);
	span.in_title = in_title;
	return span;
}

/* The piece that stands there already, of this side. */
static Evidence *piece_at (const GPtrArray *out, guint first, bool of_a, const Span *span)
{
	for (guint i = first; i < out->len; i++) {
		Evidence *e = out->pdata[i];
		if ((of_a ? e->a_start : e->b_start) == span->start &&
		    (of_a ? e->a_in_title : e->b_in_title) == span->in_title)
			return e;
	}
	return NULL;
}

void evidence_missing (Space *space, const Link *link, const Profile *a, const Profile *b,
		       bool of_a, GPtrArray *out)
{
	const Profile *p = of_a ? a : b, *other = of_a ? b : a;
	guint first = out->len;
	double total;
	g_autoptr (GArray) missing = find_missing (space, p, other, &total);
	/* Each side's names are half of the feature. */
	double weight = link->features[LINK_APART] > 0
				? link->shares[LINK_APART] / link->features[LINK_APART] / 2
				: 0;
	for (guint i = 0; i < missing->len; i++) {
		const Match *m = &g_array_index (missing, Match, i);
		double share = weight * m->weight / total;
		Span span = span_of (space, p, missing, m->a);
		Evidence *e = piece_at (out, first, of_a, &span);
		if (e) {
			e->share += share;
			continue;
		}
		e = evidence_new ("missing", share);
		if (of_a)
			evidence_set_a (e, p, span.start, span.end, span.in_title);
		else
			evidence_set_b (e, p, span.start, span.end, span.in_title);
		g_ptr_array_add (out, e);
	}
}

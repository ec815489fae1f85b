/* evidence.c: pieces of evidence, made. */
#include "search/evidence.h"

#include <string.h>

void evidence_free (gpointer data)
{
	Evidence *e = data;
	g_free (e->a);
	g_free (e->b);
	g_free (e);
}

static char *slice (const char *text, guint32 start, guint32 end)
{
	return text ? g_strndup (text + start, end - start) : NULL;
}

static const char *text_of (const Profile *p, bool in_title)
{
	return in_title ? p->article->title : p->article->text;
}

Evidence *evidence_new (const char *kind, double share)
{
	Evidence *e = g_new0 (Evidence, 1);
	e->kind = kind;
	e->share = share;
	return e;
}

void evidence_set_a (Evidence *e, const Profile *p, guint32 start, guint32 end, bool in_title)
{
	e->a = slice (text_of (p, in_title), start, end);
	e->a_start = start;
	e->a_end = end;
	e->a_in_title = in_title;
}

void evidence_set_b (Evidence *e, const Profile *p, guint32 start, guint32 end, bool in_title)
{
	e->b = slice (text_of (p, in_title), start, end);
	e->b_start = start;
	e->b_end = end;
	e->b_in_title = in_title;
}

guint32 evidence_id (Space *space, const Profile *p, const Term *term)
{
	const char *key = term->stem ? term->stem : term->word;
	return space_id (space, p->lang, key, strlen (key));
}

const Fact *evidence_name (Space *space, const Profile *p, guint32 id, bool *in_title)
{
	const Fact *best = NULL;
	for (int title = 0; title < 2 && !best; title++) {
		const Facts *facts = title ? p->analysis->title_facts : p->analysis->facts;
		const GArray *terms = (title ? p->analysis->title : p->analysis->body)->terms;
		for (guint i = 0; i < facts->facts->len; i++) {
			const Fact *fact = &g_array_index (facts->facts, Fact, i);
			if (fact->kind != FACT_NAME || fact->count > 5 ||
			    (best && fact->count <= best->count))
				continue;
			for (guint k = fact->first; k < fact->first + fact->count; k++) {
				const Term *t = &g_array_index (terms, Term, k);
				if (evidence_id (space, p, t) == id) {
					best = fact;
					*in_title = title;
				}
			}
		}
	}
	return best;
}

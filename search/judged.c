/* judged.c: verdicts of people before those of the model. */
#include "search/judged.h"

#include <string.h>

#include "search/why.h"

static void free_verdict (gpointer verdict)
{
	store_verdict_free (verdict);
}

GHashTable *judged_of (Store *store, const char *id, GError **error)
{
	g_autoptr (GPtrArray) verdicts = store_verdicts (store, id, error);
	if (!verdicts)
		return NULL;
	GHashTable *judged = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_verdict);
	g_ptr_array_set_free_func (verdicts, NULL);
	for (guint i = 0; i < verdicts->len; i++) {
		StoreVerdict *v = verdicts->pdata[i];
		bool is_first = strcmp (v->id_a, id) == 0;
		g_hash_table_insert (judged, is_first ? v->id_b : v->id_a, v);
	}
	return judged;
}

Verdict judged_with (GHashTable *judged, const char *id)
{
	const StoreVerdict *v = judged && id ? g_hash_table_lookup (judged, id) : NULL;
	return v ? v->verdict : VERDICT_NONE;
}

double judged_probability (Verdict verdict, double probability)
{
	return verdict == VERDICT_NONE ? probability : verdict == VERDICT_SAME ? 1 : 0;
}

/* --- contradictions --- */

/* The article that stands for all that "same" joins with `id`. `above`: id → one that it is the same as. */
static const char *joined (GHashTable *above, const char *id)
{
	const char *next;
	while ((next = g_hash_table_lookup (above, id)))
		id = next;
	return id;
}

GPtrArray *judged_conflicts (Store *store, const char *id, GError **error)
{
	g_autoptr (GPtrArray) verdicts = store_verdicts (store, NULL, error);
	if (!verdicts)
		return NULL;
	g_autoptr (GHashTable) above = g_hash_table_new (g_str_hash, g_str_equal);
	GPtrArray *out = g_ptr_array_new_with_free_func (free_verdict);
	for (guint i = 0; i < verdicts->len; i++) {
		const StoreVerdict *v = verdicts->pdata[i];
		const char *a = joined (above, v->id_a), *b = joined (above, v->id_b);
		if (v->verdict == VERDICT_SAME && strcmp (a, b) != 0)
			g_hash_table_insert (above, (gpointer)(gsize)a, (gpointer)(gsize)b);
	}
	for (guint i = 0; i < verdicts->len; i++) {
		StoreVerdict *v = verdicts->pdata[i];
		const char *a = joined (above, v->id_a);
		if (v->verdict == VERDICT_SAME || strcmp (a, joined (above, v->id_b)) != 0 ||
		    (id && strcmp (a, joined (above, id)) != 0))
			continue;
		g_ptr_array_add (out, v);
		verdicts->pdata[i] = NULL; /* its strings stay: `above` has them */
	}
	return out;
}

/* --- what was found, and what was said --- */

/* Is the article `id` among `found`? */
static bool is_found (const GPtrArray *found, const char *id)
{
	for (guint i = 0; i < found->len; i++)
		if (strcmp (((const Related *)found->pdata[i])->article->id, id) == 0)
			return true;
	return false;
}

/* The article of `verdict` that is not `article`, compared with it, into `found`; nothing when the corpus does not have it, or the language
 * is not wanted. */
static bool add_same (const char *id, Store *store, XapDb *db, Space *space, const LinkModel *model,
		      const Article *article, guint32 self, const RelatedOptions *options,
		      GPtrArray *found, GError **error)
{
	guint32 docid;
	g_autoptr (Article) other = NULL;
	Why why = { 0 };
	if (!store_find (store, id, &docid, &other, NULL, error))
		return false;
	if (!other || strcmp (other->id, id) != 0 ||
	    (options->lang != LANG_UNKNOWN && article_lang (other) != options->lang))
		return true;
	if (!why_compare (store, db, space, model, article, self, other, docid,
			  options->evidence_max, &why, error))
		return false;
	Related *r = g_new0 (Related, 1);
	r->link = why.link;
	r->evidence = why.evidence;
	r->article = g_steal_pointer (&other);
	g_ptr_array_add (found, r);
	return true;
}

static int rank (GHashTable *judged, const Related *r)
{
	Verdict verdict = judged_with (judged, r->article->id);
	return verdict == VERDICT_SAME ? 0 : verdict == VERDICT_NONE ? 1 : 2;
}

static int by_verdict (gconstpointer a, gconstpointer b, gpointer judged)
{
	return rank (judged, *(Related *const *)a) - rank (judged, *(Related *const *)b);
}

bool judged_apply (GHashTable *judged, Store *store, XapDb *db, Space *space,
		   const LinkModel *model, const Article *article, guint32 self,
		   const RelatedOptions *options, GPtrArray *found, GError **error)
{
	GHashTableIter iter;
	gpointer id, value;
	g_hash_table_iter_init (&iter, judged);
	while (g_hash_table_iter_next (&iter, &id, &value))
		if (((StoreVerdict *)value)->verdict == VERDICT_SAME && !is_found (found, id) &&
		    !add_same (id, store, db, space, model, article, self, options, found, error))
			return false;
	g_ptr_array_sort_with_data (found, by_verdict, judged); /* stable */
	while (found->len && options->min_probability > 0 &&
	       rank (judged, found->pdata[found->len - 1]) == 2)
		g_ptr_array_set_size (found, (int)found->len - 1);
	if (found->len > options->limit)
		g_ptr_array_set_size (found, (int)options->limit);
	return true;
}

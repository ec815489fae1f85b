/* linker_batch.c: what is linked becomes stories and is made durable, so many articles at a time. */
#include "search/declared.h"
#include "search/link_bytes.h"
#include "search/linker_private.h"
#include "search/related.h"

#define GRAPH_MAX 60000 /* articles whose links are held in memory */

/* --- one article that comes --- */

void linker_on_pair (guint32 a, guint32 b, const Link *link, gpointer data)
{
	Linker *l = data;
	bool fresh_a = g_hash_table_contains (l->fresh, GUINT_TO_POINTER (a));
	bool fresh_b = g_hash_table_contains (l->fresh, GUINT_TO_POINTER (b));
	LinkerRow row = { .link = { a, b, link->probability, (guint8)link->kind } };
	if (!fresh_a && !fresh_b)
		return;
	if (linker_is_declared (l, b))
		row.link.probability = MAX (row.link.probability, DECLARED_PROBABILITY);
	link_pack (link, &row.features);
	if (!fresh_a) /* a settled one that was published later: the earlier is looked at once more */
		g_array_append_val (l->touched, b);
	g_array_append_val (l->rows, row);
}

/* The same by the index, for a few articles in a large corpus. */
bool linker_look_up (Linker *l, guint32 docid, GError **error)
{
	RelatedOptions options = RELATED_INIT;
	g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (RelatedLink));
	g_autoptr (Profile) profile = NULL;
	options.min_probability = LINKER_MIN_PROBABILITY;
	options.window_days = l->window_days;
	if (!related_profile (l->store, l->db, l->space, docid, &profile, error))
		return false;
	if (!profile)
		return true;
	if (!linker_begin_article (l, docid, error) ||
	    !related_judge (l->store, l->db, l->space, l->model, profile, docid, &options, found,
			    error))
		return false;
	for (guint i = 0; i < found->len; i++) {
		const RelatedLink *r = &g_array_index (found, RelatedLink, i);
		linker_on_pair (docid, r->docid, &r->link, l);
	}
	return linker_end_article (l, docid, error);
}

/* Bring the stories up to date with the articles linked since, and make it all durable. */
bool linker_finish_batch (Linker *l, GError **error)
{
	if (!story_update (l->graph, l->touched, l->rebuild ? NULL : l->options->at,
			   &l->report->stories, error))
		return false;
	g_array_set_size (l->touched, 0);
	story_graph_trim (l->graph, GRAPH_MAX);
	return store_commit (l->store, error);
}

bool linker_settle (Linker *l, gint64 before_s, GError **error)
{
	while (l->settled < l->linked) {
		const StorePending *p = &g_array_index (l->pending, StorePending, l->settled);
		if (!p->dated || p->published_s >= before_s)
			break;
		if (!store_link_done (l->store, p->docid, error))
			return false;
		l->settled++;
	}
	return true;
}

bool linker_settle_all (Linker *l, GError **error)
{
	for (; l->settled < l->linked; l->settled++)
		if (!store_link_done (l->store,
				      g_array_index (l->pending, StorePending, l->settled).docid,
				      error))
			return false;
	return true;
}

void linker_count (Linker *l)
{
	l->linked++;
	l->report->articles++;
	if (l->options->step && !l->options->step (l->linked, l->pending->len, l->options->data))
		l->stopped = true;
}

bool linker_end_batch (Linker *l, GError **error)
{
	return l->linked % LINKER_BATCH != 0 || linker_finish_batch (l, error);
}

/* linker_survey.c: linking as many articles as can be held at once. How sure a pair is hangs on what else is near to both, so all
 * come first and are linked then: in which order they came, or bear which numbers, does not matter. */
#include "search/linker_private.h"
#include "search/related.h"

/* Bring an article to the others. */
static bool hold (Linker *l, guint32 docid, GError **error)
{
	Profile *profile = NULL;
	if (!related_profile (l->store, l->db, l->space, docid, &profile, error))
		return false;
	if (profile)
		pairs_hold (l->pairs, docid, profile);
	return true;
}

/* The old links of those that are pending go; all are there to be compared. */
static bool gather (Linker *l, const GArray *others, GError **error)
{
	for (guint i = 0; i < others->len; i++)
		if (!hold (l, g_array_index (others, guint32, i), error))
			return false;
	for (guint i = 0; i < l->pending->len; i++) {
		guint32 docid = g_array_index (l->pending, StorePending, i).docid;
		if (!story_graph_forget (l->graph, docid, error) || !hold (l, docid, error))
			return false;
		g_hash_table_add (l->fresh, GUINT_TO_POINTER (docid));
	}
	pairs_survey (l->pairs);
	return true;
}

/* A pair is told from both sides, and is the same from both. */
static void on_pair (guint32 a, guint32 b, const Link *link, gpointer data)
{
	Linker *l = data;
	if (!story_graph_linked (l->graph, a, b))
		linker_on_pair (a, b, link, l);
}

static bool link_article (Linker *l, guint32 docid, GError **error)
{
	if (!story_graph_node (l->graph, docid,
			       error)) /* so that it is known what it is linked to */
		return false;
	pairs_again (l->pairs, docid, on_pair, l);
	return linker_write_rows (l, error);
}

bool survey_run (Linker *l, const GArray *others, GError **error)
{
	if (!gather (l, others, error))
		return false;
	while (l->linked < l->pending->len && !l->stopped) {
		guint32 docid = g_array_index (l->pending, StorePending, l->linked).docid;
		g_array_append_val (l->touched, docid);
		/* Memory was full, or it is not in the store any more. */
		bool is_held = pairs_get (l->pairs, docid) != NULL;
		if (!(is_held ? link_article (l, docid, error) : linker_look_up (l, docid, error)))
			return false;
		linker_count (l);
		if (!linker_settle_all (l, error) || !linker_end_batch (l, error))
			return false;
	}
	/* What the others have among their nearest may not have them. */
	for (guint i = 0; i < others->len && !l->stopped; i++)
		if (!link_article (l, g_array_index (others, guint32, i), error))
			return false;
	return linker_finish_batch (l, error);
}

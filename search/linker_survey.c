/* linker_survey.c: linking as many articles as can be held at once. How sure a pair is hangs on what else is near to both, so all
 * come first and are linked then, those that were linked before among them: in which order they came, or bear which numbers, does
 * not matter. */
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

static bool hold_all (Linker *l, const GArray *others, GError **error)
{
	for (guint i = 0; i < others->len; i++)
		if (!hold (l, g_array_index (others, guint32, i), error))
			return false;
	for (guint i = 0; i < l->pending->len; i++)
		if (!hold (l, g_array_index (l->pending, StorePending, i).docid, error))
			return false;
	pairs_survey (l->pairs);
	return true;
}

/* Whether all that a settled article may be linked to is held: it was published while those that are pending were, or everything is
 * held. */
static bool is_surrounded (const Linker *l, const StoryNode *node)
{
	const StorePending *first = &g_array_index (l->pending, StorePending, 0);
	const StorePending *last = &g_array_index (l->pending, StorePending, l->pending->len - 1);
	if (!last->dated)
		return true;
	return node->dated && node->published_s >= first->published_s &&
	       node->published_s <= last->published_s;
}

/* The old links go of those that are pending, and of the settled that are to be linked with them: those are taken out of `others` and
 * put into `again`. */
static bool forget (Linker *l, GArray *others, GArray *again, GError **error)
{
	guint kept = 0;
	for (guint i = 0; i < others->len; i++) {
		guint32 docid = g_array_index (others, guint32, i);
		StoryNode *node = story_graph_node (l->graph, docid, error);
		if (!node)
			return false;
		if (pairs_get (l->pairs, docid) && is_surrounded (l, node))
			g_array_append_val (again, docid);
		else
			g_array_index (others, guint32, kept++) = docid;
	}
	g_array_set_size (others, kept);
	for (guint i = 0; i < again->len + l->pending->len; i++) {
		guint32 docid =
			i < again->len
				? g_array_index (again, guint32, i)
				: g_array_index (l->pending, StorePending, i - again->len).docid;
		if (!story_graph_forget (l->graph, docid, error))
			return false;
		g_hash_table_add (l->fresh, GUINT_TO_POINTER (docid));
	}
	g_array_append_vals (l->touched, again->data, again->len);
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
	if (!linker_begin_article (l, docid, error))
		return false;
	pairs_again (l->pairs, docid, on_pair, l);
	return linker_end_article (l, docid, error);
}

static bool link_all (Linker *l, const GArray *docids, GError **error)
{
	for (guint i = 0; i < docids->len; i++)
		if (!link_article (l, g_array_index (docids, guint32, i), error))
			return false;
	return true;
}

bool survey_run (Linker *l, GArray *others, GError **error)
{
	g_autoptr (GArray) again = g_array_new (FALSE, FALSE, sizeof (guint32));
	/* The settled first: none is without links when a batch is committed. */
	if (!hold_all (l, others, error) || !forget (l, others, again, error) ||
	    !link_all (l, again, error))
		return false;
	while (l->linked < l->pending->len && !l->stopped) {
		guint32 docid = g_array_index (l->pending, StorePending, l->linked).docid;
		/* Memory was full, or it is not in the store any more. */
		bool is_held = pairs_get (l->pairs, docid) != NULL;
		g_array_append_val (l->touched, docid);
		if (!(is_held ? link_article (l, docid, error) : linker_look_up (l, docid, error)))
			return false;
		linker_count (l);
		if (!linker_settle_all (l, error) || !linker_end_batch (l, error))
			return false;
	}
	/* What the rest have among their nearest may not have them. */
	return (l->stopped || link_all (l, others, error)) && linker_finish_batch (l, error);
}

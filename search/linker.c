/* linker.c: the run that makes links: what is to be held against what, in which order, and committing it. */
#include "search/linker.h"

#include "indexer/index.h"
#include "search/declared.h"
#include "search/linker_private.h"
#include "search/related.h"

/* One article is looked up in the index at about the cost of so many articles read into the join. */
#define LOOKUP_COST 25
#define DAY_S 86400
#define STATE_SEQ "seq"
#define STATE_SIZE "size"

/* --- one article that comes --- */

static bool join_article (Linker *l, guint32 docid, GError **error)
{
	Profile *profile = NULL;
	if (!related_profile (l->store, l->db, l->space, docid, &profile, error))
		return false;
	if (!profile)
		return true;
	if (!linker_begin_article (l, docid, error)) {
		profile_free (profile);
		return false;
	}
	pairs_add (l->pairs, docid, profile, linker_on_pair, l);
	return linker_end_article (l, docid, error);
}

/* --- batches --- */

/* One that is pending: its old links go, new ones come. */
static bool link_next (Linker *l, GError **error)
{
	guint32 docid = g_array_index (l->pending, StorePending, l->linked).docid;
	if (!story_graph_forget (l->graph, docid, error))
		return false;
	g_hash_table_add (l->fresh, GUINT_TO_POINTER (docid));
	g_array_append_val (l->touched, docid);
	if (!(l->pairs ? join_article (l, docid, error) : linker_look_up (l, docid, error)))
		return false;
	linker_count (l);
	return true;
}

/* When is a settled article's turn? By its date among the pending, so that it is there for those that come after. */
static bool feed_settled (Linker *l, const GArray *others, guint *next, const StorePending *upto,
			  GError **error)
{
	for (; *next < others->len; (*next)++) {
		guint32 docid = g_array_index (others, guint32, *next);
		if (upto) {
			StoryNode *node = story_graph_node (l->graph, docid, error);
			if (!node)
				return false;
			if (!node->dated ? upto->dated
					 : upto->dated && node->published_s > upto->published_s)
				return true;
			if (node->dated &&
			    !linker_settle (l, node->published_s - (gint64)l->window_days * DAY_S,
					    error))
				return false;
		}
		if (!join_article (l, docid, error))
			return false;
	}
	return true;
}

static bool run (Linker *l, const GArray *others, GError **error)
{
	guint next = 0;
	while (l->linked < l->pending->len && !l->stopped) {
		const StorePending *p = &g_array_index (l->pending, StorePending, l->linked);
		if (!feed_settled (l, others, &next, p, error) || !link_next (l, error))
			return false;
		if (next == others->len && !linker_settle_all (l, error))
			return false;
		if (!linker_end_batch (l, error))
			return false;
	}
	/* What is published after the last of them may report the same. */
	if (!l->stopped &&
	    (!feed_settled (l, others, &next, NULL, error) || !linker_settle_all (l, error)))
		return false;
	return linker_finish_batch (l, error);
}

/* --- what is to be done --- */

/* The days that the pending articles are of, and as much to both sides as links reach. */
static void window_of (const Linker *l, gint64 *from_s, gint64 *to_s)
{
	const StorePending *first = &g_array_index (l->pending, StorePending, 0);
	const StorePending *last = &g_array_index (l->pending, StorePending, l->pending->len - 1);
	*from_s = G_MININT64;
	*to_s = G_MAXINT64;
	if (!last->dated) /* may be of any day */
		return;
	*from_s = first->published_s - (gint64)(l->window_days + 1) * DAY_S;
	*to_s = last->published_s + (gint64)(l->window_days + 1) * DAY_S;
}

/* Note what changed since the last run, up to where the index is. The stories of deleted articles are touched. */
static bool queue_changes (Linker *l, GError **error)
{
	g_autofree char *since = NULL;
	g_autoptr (GArray) deleted = g_array_new (FALSE, FALSE, sizeof (guint32));
	gint64 to;
	char text[32];
	if (!store_link_state (l->store, STATE_SEQ, &since, error) ||
	    !index_seq (l->db, &to, error) ||
	    !store_link_queue (l->store, since ? g_ascii_strtoll (since, NULL, 10) : 0, to, deleted,
			       error))
		return false;
	for (guint i = 0; i < deleted->len; i++) {
		guint32 docid = g_array_index (deleted, guint32, i);
		StoryNode *node = story_graph_node (l->graph, docid, error);
		if (!node)
			return false;
		const GArray *members =
			node->story ? story_graph_members (l->graph, node->story, error) : NULL;
		if (members)
			g_array_append_vals (l->touched, members->data, members->len);
		if (!story_graph_forget (l->graph, docid, error) ||
		    !store_story_leave (l->store, docid, error))
			return false;
	}
	g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, to);
	return store_link_set_state (l->store, STATE_SEQ, text, error) &&
	       store_link_pending (l->store, l->pending, error);
}

/* Link what is pending, in the way that costs less. */
static bool link_pending (Linker *l, GError **error)
{
	g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (guint32));
	gint64 from_s, to_s;
	guint64 many = (guint64)LOOKUP_COST * l->pending->len, count;
	if (l->pending->len == 0)
		return linker_finish_batch (l, error);
	window_of (l, &from_s, &to_s);
	if (!store_link_count_settled (l->store, from_s, to_s, many + 1, &count, error))
		return false;
	l->whole = count == 0;
	if (count > many)
		return run (l, others, error);
	if (!store_link_settled (l->store, from_s, to_s, others, error))
		return false;
	bool survey = others->len + l->pending->len <= SURVEY_MAX;
	PairsOptions options = PAIRS_INIT;
	options.window_days = l->window_days;
	options.min_probability = LINKER_MIN_PROBABILITY;
	if (survey) /* where all are known, twice as many are nearer as when half have come */
		options.judged *= 2;
	l->pairs = pairs_new (l->space, l->model, &options);
	return survey ? survey_run (l, others, error) : run (l, others, error);
}

/* How likely a pair is hangs on how rare its words are and on what else is there, and while a corpus is small every article
 * changes that: what was judged in a corpus of another size is judged anew, so that the order of arrival does not matter.
 * Under SMALL articles that is done every time, then whenever the corpus has grown by a tenth, up to LARGE: at most eleven times
 * the work of judging all once, spread over its growing. */
#define SMALL 200
#define LARGE SURVEY_MAX

static bool is_outgrown (Linker *l, bool *outgrown, GError **error)
{
	g_autofree char *size = NULL, *since = NULL;
	guint64 behind;
	if (!store_link_state (l->store, STATE_SIZE, &size, error) ||
	    !store_link_state (l->store, STATE_SEQ, &since, error) ||
	    !linker_behind (l->store, &behind, error))
		return false;
	l->size = xap_db_doc_count (l->db);
	guint64 judged = size ? g_ascii_strtoull (size, NULL, 10) : 0;
	/* The first run of all judges everything once anyway. */
	*outgrown = since && behind && l->size <= LARGE &&
		    (l->size <= SMALL || l->size * 10 >= judged * 11);
	return true;
}

/* All that is linked was judged in a corpus of this size. */
static bool note_size (Linker *l, GError **error)
{
	char text[32];
	g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, l->size);
	return store_link_set_state (l->store, STATE_SIZE, text, error);
}

static bool update (Linker *l, GError **error)
{
	bool outgrown;
	if (!is_outgrown (l, &outgrown, error))
		return false;
	l->rebuild = l->options->rebuild || outgrown;
	if (l->rebuild && !rebuild_begin (l, error))
		return false;
	if (!linker_expect_declared (l, error))
		return false;
	/* The graph has the verdicts of the same moment. */
	if (!store_verdict_fresh (l->store, l->touched, error) ||
	    !(l->graph = story_graph_new (l->store, error)))
		return false;
	if (!queue_changes (l, error) || !link_pending (l, error))
		return false;
	if (l->stopped)
		return true;
	if (l->rebuild)
		return rebuild_end (l, error) && note_size (l, error) &&
		       store_stage_end (l->store, error);
	return !l->whole || (note_size (l, error) && store_commit (l->store, error));
}

bool linker_update (Store *store, XapDb *db, Space *space, const LinkModel *model,
		    const LinkerOptions *options, LinkerReport *report, bool *finished,
		    GError **error)
{
	PairsOptions defaults = PAIRS_INIT;
	Linker l = { .store = store,
		     .db = db,
		     .space = space,
		     .model = model,
		     .options = options,
		     .report = report,
		     .window_days = defaults.window_days };
	l.fresh = g_hash_table_new (NULL, NULL);
	l.rows = g_array_new (FALSE, FALSE, sizeof (LinkerRow));
	l.touched = g_array_new (FALSE, FALSE, sizeof (guint32));
	l.pending = g_array_new (FALSE, FALSE, sizeof (StorePending));
	bool ok = update (&l, error);
	*finished = ok && !l.stopped;
	report->rebuilt = *finished && l.rebuild;
	store_stage_drop (store);
	rebuild_clear (&l);
	pairs_free (l.pairs);
	g_hash_table_unref (l.fresh);
	g_array_unref (l.rows);
	g_clear_pointer (&l.declared, g_array_unref);
	g_array_unref (l.touched);
	g_array_unref (l.pending);
	story_graph_free (l.graph);
	return ok;
}

bool linker_regroup (Store *store, const char *at, StoryChanges *changes, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	if (!store_verdict_fresh (store, docids, error))
		return false;
	g_autoptr (StoryGraph) graph = story_graph_new (store, error);
	return graph && story_update (graph, docids, at, changes, error);
}

bool linker_behind (Store *store, guint64 *out, GError **error)
{
	g_autofree char *since = NULL;
	g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (StorePending));
	guint64 changed, judged;
	if (!store_link_state (store, STATE_SEQ, &since, error) ||
	    !store_link_pending (store, pending, error) ||
	    !store_change_count (store, since ? g_ascii_strtoll (since, NULL, 10) : 0, &changed,
				 error) ||
	    !store_verdict_fresh_count (store, &judged, error))
		return false;
	*out = changed + pending->len + judged;
	return true;
}

/* story.c: which articles are to be grouped anew, and grouping them. */
#include "search/story.h"

#include "search/story_cluster.h"
#include "search/story_heirs.h"

/* A story is looked at again when what came is at least so near to it, as a share of the linkage that would join them: joining others
 * first may bring it nearer. */
#define NEAR_SHARE 0.4
/* How often the region may grow by what its new groups come near. */
#define ROUNDS 4

/* --- the region --- */

static bool add_article (Region *region, guint32 docid, GError **error);

static bool add_story (Region *region, gint64 story, GError **error)
{
	if (!g_hash_table_add (region->stories, GSIZE_TO_POINTER ((gsize)story)))
		return true;
	const GArray *members = story_graph_members (region->graph, story, error);
	if (!members)
		return false;
	/* Adding may load, but never changes a story. */
	for (guint i = 0; i < members->len; i++)
		if (!add_article (region, g_array_index (members, guint32, i), error))
			return false;
	return true;
}

/* Add an article, its story, and what people say is the same. */
static bool add_article (Region *region, guint32 docid, GError **error)
{
	if (region_place (region, docid) >= 0)
		return true;
	StoryNode *node = story_graph_node (region->graph, docid, error);
	if (!node)
		return false;
	if (!node->present)
		return true;
	g_ptr_array_add (region->nodes, node);
	g_hash_table_insert (region->places, GUINT_TO_POINTER (docid),
			     GUINT_TO_POINTER (region->nodes->len));
	if (node->story && !add_story (region, node->story, error))
		return false;
	const GArray *verdicts = story_graph_verdicts (region->graph, docid);
	for (guint i = 0; verdicts && i < verdicts->len; i++) {
		const StoreVerdictPair *v = &g_array_index (verdicts, StoreVerdictPair, i);
		if (v->verdict == VERDICT_SAME && !add_article (region, v->b, error))
			return false;
	}
	return true;
}

/* --- what is near --- */

/* A story or a single article outside of the region, and its pairs with something inside. */
typedef struct {
	guint32 docid; /* one of its articles */
	guint size, judged;
	double sum;
} Near;

/* Add the pairs of `node` with what is outside to `nears`: story number, or -docid, → Near. */
static bool gather (const Region *region, const StoryNode *node, GHashTable *nears, GError **error)
{
	for (guint i = 0; i < node->links->len; i++) {
		StoryLink link = g_array_index (node->links, StoryLink, i);
		if (region_place (region, link.docid) >= 0)
			continue;
		StoryNode *other = story_graph_node (region->graph, link.docid, error);
		if (!other)
			return false;
		if (!other->present)
			continue;
		gint64 key = other->story ? other->story : -(gint64)other->docid;
		Near *near = g_hash_table_lookup (nears, &key);
		if (!near) {
			const GArray *members =
				other->story
					? story_graph_members (region->graph, other->story, error)
					: NULL;
			if (other->story && !members)
				return false;
			near = g_new0 (Near, 1);
			near->docid = other->docid;
			near->size = members ? members->len : 1;
			g_hash_table_insert (nears, g_memdup2 (&key, sizeof key), near);
		}
		near->sum += story_graph_weight (node, other, &link);
		near->judged++;
	}
	return true;
}

/* Add to the region what comes as near as `linkage` to a group of `size` articles. *grown is set when something did. */
static bool add_near (Region *region, GHashTable *nears, guint size, double linkage, bool *grown,
		      GError **error)
{
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init (&iter, nears);
	while (g_hash_table_iter_next (&iter, NULL, &value)) {
		const Near *near = value;
		guint judged = MIN (near->judged, size * near->size);
		if (story_linkage (near->sum, judged, size, near->size) < linkage)
			continue;
		*grown = true;
		if (!add_article (region, near->docid, error))
			return false;
	}
	return true;
}

static GHashTable *nears_new (void)
{
	return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* The articles that changed, and what they may belong to. */
static bool begin_region (Region *region, const GArray *docids, GError **error)
{
	bool grown;
	for (guint i = 0; i < docids->len; i++)
		if (!add_article (region, g_array_index (docids, guint32, i), error))
			return false;
	for (guint i = 0; i < docids->len; i++) {
		int place = region_place (region, g_array_index (docids, guint32, i));
		g_autoptr (GHashTable) nears = nears_new ();
		if (place < 0)
			continue;
		if (!gather (region, region->nodes->pdata[place], nears, error) ||
		    !add_near (region, nears, 1, NEAR_SHARE * STORY_LINKAGE_MIN, &grown, error))
			return false;
	}
	return true;
}

/* What the groups that changed come near enough to be joined with. */
static bool widen (Region *region, const GPtrArray *groups, bool *grown, GError **error)
{
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		g_autoptr (GHashTable) nears = nears_new ();
		if (!group->changed)
			continue;
		for (guint k = 0; k < group->docids->len; k++) {
			int place =
				region_place (region, g_array_index (group->docids, guint32, k));
			if (!gather (region, region->nodes->pdata[place], nears, error))
				return false;
		}
		if (!add_near (region, nears, group->docids->len, STORY_LINKAGE_MIN, grown, error))
			return false;
	}
	return true;
}

/* --- grouping --- */

/* In an order that does not hang on when they came. */
static int by_time (gconstpointer a, gconstpointer b)
{
	const StoryNode *x = *(const StoryNode *const *)a, *y = *(const StoryNode *const *)b;
	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->dated && x->published_s != y->published_s)
		return x->published_s < y->published_s ? -1 : 1;
	return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static void sort_region (Region *region)
{
	g_ptr_array_sort (region->nodes, by_time);
	for (guint i = 0; i < region->nodes->len; i++) {
		const StoryNode *node = region->nodes->pdata[i];
		g_hash_table_insert (region->places, GUINT_TO_POINTER (node->docid),
				     GUINT_TO_POINTER (i + 1));
	}
}

/* Copies of one report are one report, unless a person has something to say of them. Returns how many there are. */
static guint number_reports (Region *region)
{
	g_autoptr (GHashTable) groups = g_hash_table_new (g_direct_hash, g_direct_equal);
	guint count = 0;
	for (guint i = 0; i < region->nodes->len; i++) {
		const StoryNode *node = region->nodes->pdata[i];
		bool single =
			!node->copy_group || story_graph_verdicts (region->graph, node->docid);
		gpointer known =
			single ? NULL
			       : g_hash_table_lookup (groups, (gconstpointer)node->copy_group);
		region->reports[i] = known ? GPOINTER_TO_UINT (known) - 1 : count++;
		if (!single && !known) /* the graph has each string once */
			g_hash_table_insert (groups, (gpointer)(gsize)node->copy_group,
					     GUINT_TO_POINTER (count));
	}
	return count;
}

static int by_ends (gconstpointer a, gconstpointer b)
{
	const StoryEdge *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return x->weight > y->weight ? -1 : x->weight < y->weight;
}

/* The pairs of reports, each by its likeliest pair of copies. */
static GArray *region_edges (const Region *region)
{
	GArray *edges = g_array_new (FALSE, FALSE, sizeof (StoryEdge));
	for (guint i = 0; i < region->nodes->len; i++) {
		const StoryNode *node = region->nodes->pdata[i];
		for (guint k = 0; k < node->links->len; k++) {
			const StoryLink *link = &g_array_index (node->links, StoryLink, k);
			int place = region_place (region, link->docid);
			if (place <= (int)i || region->reports[i] == region->reports[place])
				continue;
			guint a = region->reports[i], b = region->reports[place];
			StoryEdge edge = { MIN (a, b), MAX (a, b),
					   (float)story_graph_weight (
						   node, region->nodes->pdata[place], link) };
			g_array_append_val (edges, edge);
		}
	}
	g_array_sort (edges, by_ends);
	guint n = 0;
	for (guint i = 0; i < edges->len; i++) {
		StoryEdge edge = g_array_index (edges, StoryEdge, i);
		const StoryEdge *last = n ? &g_array_index (edges, StoryEdge, n - 1) : NULL;
		if (!last || last->a != edge.a || last->b != edge.b)
			g_array_index (edges, StoryEdge, n++) = edge;
	}
	g_array_set_size (edges, n);
	return edges;
}

static GArray *region_ties (const Region *region)
{
	GArray *ties = g_array_new (FALSE, FALSE, sizeof (StoryTie));
	for (guint i = 0; i < region->nodes->len; i++) {
		const StoryNode *node = region->nodes->pdata[i];
		const GArray *verdicts = story_graph_verdicts (region->graph, node->docid);
		for (guint k = 0; verdicts && k < verdicts->len; k++) {
			const StoreVerdictPair *v = &g_array_index (verdicts, StoreVerdictPair, k);
			int place = region_place (region, v->b);
			StoryTie tie = { region->reports[i], 0, v->verdict == VERDICT_SAME };
			if (place <= (int)i)
				continue;
			tie.b = region->reports[place];
			g_array_append_val (ties, tie);
		}
	}
	return ties;
}

static void group_region (Region *region)
{
	guint count = region->nodes->len;
	sort_region (region);
	region->reports = g_renew (guint, region->reports, count);
	region->labels = g_renew (guint, region->labels, count);
	guint reports = number_reports (region);
	g_autoptr (GArray) edges = region_edges (region), ties = region_ties (region);
	g_autofree guint *labels = g_new (guint, reports + 1);
	g_autofree guint *first =
		g_new0 (guint, reports + 1); /* node of a group's first report, + 1 */
	story_cluster (reports, edges, ties, labels);
	for (guint i = 0; i < count; i++) {
		guint label = labels[region->reports[i]];
		if (!first[label])
			first[label] = i + 1;
		region->labels[i] = first[label] - 1;
	}
}

/* --- the whole --- */

bool story_update (StoryGraph *graph, const GArray *docids, const char *at, StoryChanges *changes,
		   GError **error)
{
	Region region = { .graph = graph,
			  .stories = g_hash_table_new (NULL, NULL),
			  .places = g_hash_table_new (NULL, NULL),
			  .nodes = g_ptr_array_new () };
	g_autoptr (GPtrArray) groups = NULL;
	bool grown = true, ok = begin_region (&region, docids, error);
	for (int round = 0; ok && grown && round < ROUNDS; round++) {
		g_clear_pointer (&groups, g_ptr_array_unref);
		group_region (&region);
		groups = story_groups (&region, docids, error);
		grown = false;
		ok = groups && (round + 1 == ROUNDS || widen (&region, groups, &grown, error));
	}
	ok = ok && story_write (&region, groups, at, changes, error);
	g_hash_table_unref (region.stories);
	g_hash_table_unref (region.places);
	g_ptr_array_unref (region.nodes);
	g_free (region.reports);
	g_free (region.labels);
	return ok;
}

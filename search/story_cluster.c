/* story_cluster.c: agglomeration by average linkage on a sparse graph.
 *
 * Each group knows its neighbours; the pairs of groups that may be joined stand in a tree by their linkage, the closest
 * first. Joining two adds up their neighbours' sums, which is all that average linkage needs. */
#include "search/story_cluster.h"

/* Two neighbouring groups. */
typedef struct {
	guint a, b;
	double sum, linkage;
	guint judged;
	bool never;  /* a person said so */
	bool queued; /* stands in the tree */
} Bond;

typedef struct {
	guint size, first; /* reports, and the smallest of them */
	guint into;        /* the group that it went into, or itself */
	GHashTable *
		bonds; /* other group → Bond, shared with the other; NULL when it went into another */
} Group;

typedef struct {
	Group *groups;
	guint count;
	GTree *queue; /* of Bond, closest first */
} Clusters;

double story_linkage (double sum, guint judged, guint size_a, guint size_b)
{
	double pairs = (double)size_a * size_b;
	return sum / (judged + STORY_UNJUDGED * MAX (0, pairs - judged));
}

/* --- the queue --- */

static int compare_bonds (gconstpointer x, gconstpointer y, gpointer data)
{
	const Bond *p = x, *q = y;
	const Group *groups = ((const Clusters *)data)->groups;
	if (p->linkage != q->linkage)
		return p->linkage > q->linkage ? -1 : 1;
	guint p_a = groups[p->a].first, p_b = groups[p->b].first;
	guint q_a = groups[q->a].first, q_b = groups[q->b].first;
	guint p_low = MIN (p_a, p_b), q_low = MIN (q_a, q_b);
	if (p_low != q_low)
		return p_low < q_low ? -1 : 1;
	guint p_high = MAX (p_a, p_b), q_high = MAX (q_a, q_b);
	return p_high < q_high ? -1 : p_high > q_high;
}

static void dequeue (Clusters *c, Bond *bond)
{
	if (bond->queued)
		g_tree_remove (c->queue, bond);
	bond->queued = false;
}

static void enqueue (Clusters *c, Bond *bond)
{
	bond->linkage = story_linkage (bond->sum, bond->judged, c->groups[bond->a].size,
				       c->groups[bond->b].size);
	bond->queued = !bond->never && bond->linkage >= STORY_LINKAGE_MIN;
	if (bond->queued)
		g_tree_insert (c->queue, bond, bond);
}

/* --- groups --- */

static guint group_of (const Clusters *c, guint report)
{
	while (c->groups[report].into != report)
		report = c->groups[report].into;
	return report;
}

static Bond *bond_between (Clusters *c, guint a, guint b)
{
	Bond *bond = g_hash_table_lookup (c->groups[a].bonds, GUINT_TO_POINTER (b));
	if (bond)
		return bond;
	bond = g_new0 (Bond, 1);
	bond->a = a;
	bond->b = b;
	g_hash_table_insert (c->groups[a].bonds, GUINT_TO_POINTER (b), bond);
	g_hash_table_insert (c->groups[b].bonds, GUINT_TO_POINTER (a), bond);
	return bond;
}

/* What `gone` has to do with its neighbour `other` becomes `kept`'s. */
static void hand_over (Clusters *c, guint gone, guint kept, guint other, Bond *bond)
{
	GHashTable *others = c->groups[other].bonds;
	Bond *mine = g_hash_table_lookup (c->groups[kept].bonds, GUINT_TO_POINTER (other));
	g_hash_table_remove (others, GUINT_TO_POINTER (gone));
	if (mine) {
		mine->sum += bond->sum;
		mine->judged += bond->judged;
		mine->never |= bond->never;
		g_free (bond);
		return;
	}
	bond->a = kept;
	bond->b = other;
	g_hash_table_insert (c->groups[kept].bonds, GUINT_TO_POINTER (other), bond);
	g_hash_table_insert (others, GUINT_TO_POINTER (kept), bond);
}

/* Make one group of two. */
static void join (Clusters *c, guint a, guint b)
{
	guint kept = a, gone = b;
	if (g_hash_table_size (c->groups[a].bonds) < g_hash_table_size (c->groups[b].bonds)) {
		kept = b;
		gone = a;
	}
	GHashTableIter iter;
	gpointer key, value;
	Bond *between = g_hash_table_lookup (c->groups[kept].bonds, GUINT_TO_POINTER (gone));
	if (between) {
		dequeue (c, between);
		g_hash_table_remove (c->groups[kept].bonds, GUINT_TO_POINTER (gone));
		g_hash_table_remove (c->groups[gone].bonds, GUINT_TO_POINTER (kept));
		g_free (between);
	}
	/* Out of the queue before anything changes that their order hangs on. */
	const guint both[] = { kept, gone };
	for (int i = 0; i < 2; i++) {
		g_hash_table_iter_init (&iter, c->groups[both[i]].bonds);
		while (g_hash_table_iter_next (&iter, NULL, &value))
			dequeue (c, value);
	}
	g_hash_table_iter_init (&iter, c->groups[gone].bonds);
	while (g_hash_table_iter_next (&iter, &key, &value))
		hand_over (c, gone, kept, GPOINTER_TO_UINT (key), value);
	g_clear_pointer (&c->groups[gone].bonds, g_hash_table_unref);
	c->groups[kept].size += c->groups[gone].size;
	c->groups[kept].first = MIN (c->groups[kept].first, c->groups[gone].first);
	c->groups[gone].into = kept;
	g_hash_table_iter_init (&iter, c->groups[kept].bonds);
	while (g_hash_table_iter_next (&iter, NULL, &value))
		enqueue (c, value);
}

/* --- the whole --- */

static void clusters_init (Clusters *c, guint count, const GArray *edges)
{
	c->count = count;
	c->groups = g_new (Group, count);
	for (guint i = 0; i < count; i++)
		c->groups[i] = (Group){ 1, i, i, g_hash_table_new (NULL, NULL) };
	c->queue = g_tree_new_full (compare_bonds, c, NULL, NULL);
	for (guint i = 0; i < edges->len; i++) {
		const StoryEdge *edge = &g_array_index (edges, StoryEdge, i);
		Bond *bond = bond_between (c, edge->a, edge->b);
		bond->sum = (double)edge->weight;
		bond->judged = 1;
		enqueue (c, bond);
	}
}

static void clusters_clear (Clusters *c)
{
	g_tree_unref (c->queue);
	for (guint i = 0; i < c->count; i++) {
		GHashTableIter iter;
		gpointer key, value;
		if (!c->groups[i].bonds)
			continue;
		g_hash_table_iter_init (&iter, c->groups[i].bonds);
		while (g_hash_table_iter_next (&iter, &key, &value))
			if (GPOINTER_TO_UINT (key) >
			    i) /* each stands with both: freed with the first */
				g_free (value);
	}
	for (guint i = 0; i < c->count; i++)
		if (c->groups[i].bonds)
			g_hash_table_unref (c->groups[i].bonds);
	g_free (c->groups);
}

/* First all that keeps apart, so that what would join against it is seen. */
static void apply_ties (Clusters *c, const GArray *ties)
{
	for (guint i = 0; i < ties->len; i++) {
		const StoryTie *tie = &g_array_index (ties, StoryTie, i);
		if (tie->same || tie->a == tie->b)
			continue;
		Bond *bond = bond_between (c, tie->a, tie->b);
		dequeue (c, bond);
		bond->never = true;
	}
	for (guint i = 0; i < ties->len; i++) {
		const StoryTie *tie = &g_array_index (ties, StoryTie, i);
		guint a = group_of (c, tie->a), b = group_of (c, tie->b);
		if (tie->same && a != b && !bond_between (c, a, b)->never)
			join (c, a, b);
	}
}

void story_cluster (guint count, const GArray *edges, const GArray *ties, guint *labels)
{
	Clusters c;
	clusters_init (&c, count, edges);
	if (ties)
		apply_ties (&c, ties);
	for (GTreeNode *node; (node = g_tree_node_first (c.queue));) {
		const Bond *closest = g_tree_node_key (node);
		join (&c, closest->a, closest->b);
	}
	for (guint i = 0; i < count; i++)
		labels[i] = c.groups[group_of (&c, i)].first;
	clusters_clear (&c);
}

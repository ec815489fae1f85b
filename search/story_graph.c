/* story_graph.c: links and stories in memory, as a cache over the store. */
#include "search/story_graph.h"

#include "search/link.h"

struct StoryGraph {
	Store *store;
	GHashTable *nodes;    /* docid → StoryNode */
	GHashTable *members;  /* story number (guint as pointer) → GArray of docids */
	GHashTable *verdicts; /* docid → GArray of StoreVerdictPair */
	GStringChunk *strings;
};

static void node_free (gpointer data)
{
	StoryNode *node = data;
	g_array_unref (node->links);
	g_free (node);
}

static void free_array (gpointer data)
{
	g_array_unref (data);
}

Store *story_graph_store (const StoryGraph *graph)
{
	return graph->store;
}

void story_graph_free (StoryGraph *graph)
{
	if (!graph)
		return;
	g_hash_table_unref (graph->nodes);
	g_hash_table_unref (graph->members);
	g_hash_table_unref (graph->verdicts);
	g_string_chunk_free (graph->strings);
	g_free (graph);
}

static void add_verdict (StoryGraph *graph, guint32 a, guint32 b, Verdict verdict)
{
	StoreVerdictPair pair = { a, b, verdict };
	GArray *list = g_hash_table_lookup (graph->verdicts, GUINT_TO_POINTER (a));
	if (!list) {
		list = g_array_new (FALSE, FALSE, sizeof pair);
		g_hash_table_insert (graph->verdicts, GUINT_TO_POINTER (a), list);
	}
	g_array_append_val (list, pair);
}

StoryGraph *story_graph_new (Store *store, GError **error)
{
	g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (StoreVerdictPair));
	if (!store_verdict_pairs (store, pairs, error))
		return NULL;
	StoryGraph *graph = g_new0 (StoryGraph, 1);
	graph->store = store;
	graph->nodes = g_hash_table_new_full (NULL, NULL, NULL, node_free);
	graph->members = g_hash_table_new_full (NULL, NULL, NULL, free_array);
	graph->verdicts = g_hash_table_new_full (NULL, NULL, NULL, free_array);
	graph->strings = g_string_chunk_new (4096);
	for (guint i = 0; i < pairs->len; i++) {
		const StoreVerdictPair *p = &g_array_index (pairs, StoreVerdictPair, i);
		add_verdict (graph, p->a, p->b, p->verdict);
		add_verdict (graph, p->b, p->a, p->verdict);
	}
	return graph;
}

void story_graph_trim (StoryGraph *graph, guint max)
{
	if (g_hash_table_size (graph->nodes) <= max)
		return;
	g_hash_table_remove_all (graph->nodes);
	g_hash_table_remove_all (graph->members);
	g_string_chunk_clear (graph->strings);
}

/* --- loading --- */

static void append_link (StoryNode *node, guint32 other, double probability, guint8 kind)
{
	StoryLink link = { other, (float)probability, kind };
	g_array_append_val (node->links, link);
	if (!(kind & LINK_SAME))
		node->best_other = MAX (node->best_other, link.probability);
}

static bool take_link (const StoreLink *link, gpointer data, GError **error)
{
	(void)error;
	StoryNode *node = data;
	append_link (node, link->a == node->docid ? link->b : link->a, link->probability,
		     link->kind);
	return true;
}

static const char *keep (StoryGraph *graph, const char *s)
{
	return s ? g_string_chunk_insert_const (graph->strings, s) : NULL;
}

static bool load_article (StoryGraph *graph, StoryNode *node, GError **error)
{
	StoryArticle article = { 0 };
	if (!store_story_article (graph->store, node->docid, &article, &node->present, error))
		return false;
	node->dated = article.dated;
	node->published_s = article.published_s;
	node->language = keep (graph, article.language);
	node->domain = keep (graph, article.domain);
	node->copy_group = keep (graph, article.copy_group);
	story_article_clear (&article);
	return store_story_of (graph->store, node->docid, NULL, &node->story, error);
}

StoryNode *story_graph_node (StoryGraph *graph, guint32 docid, GError **error)
{
	StoryNode *node = g_hash_table_lookup (graph->nodes, GUINT_TO_POINTER (docid));
	if (node)
		return node;
	node = g_new0 (StoryNode, 1);
	node->docid = docid;
	node->links = g_array_new (FALSE, FALSE, sizeof (StoryLink));
	if (!load_article (graph, node, error) ||
	    !store_link_each (graph->store, docid, 0, take_link, node, error)) {
		node_free (node);
		return NULL;
	}
	g_hash_table_insert (graph->nodes, GUINT_TO_POINTER (docid), node);
	return node;
}

static gpointer story_key (gint64 story)
{
	return GSIZE_TO_POINTER ((gsize)story);
}

const GArray *story_graph_members (StoryGraph *graph, gint64 story, GError **error)
{
	GArray *docids = g_hash_table_lookup (graph->members, story_key (story));
	if (docids)
		return docids;
	docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	if (!store_story_members (graph->store, story, docids, error)) {
		g_array_unref (docids);
		return NULL;
	}
	g_hash_table_insert (graph->members, story_key (story), docids);
	return docids;
}

const GArray *story_graph_verdicts (const StoryGraph *graph, guint32 docid)
{
	return g_hash_table_lookup (graph->verdicts, GUINT_TO_POINTER (docid));
}

/* --- changing --- */

static void drop_link (StoryGraph *graph, guint32 docid, guint32 other)
{
	StoryNode *node = g_hash_table_lookup (graph->nodes, GUINT_TO_POINTER (docid));
	if (!node)
		return;
	node->best_other = 0;
	for (guint i = 0; i < node->links->len;) {
		const StoryLink *link = &g_array_index (node->links, StoryLink, i);
		if (link->docid == other) {
			g_array_remove_index_fast (node->links, i);
			continue;
		}
		if (!(link->kind & LINK_SAME))
			node->best_other = MAX (node->best_other, link->probability);
		i++;
	}
}

bool story_graph_linked (const StoryGraph *graph, guint32 a, guint32 b)
{
	const StoryNode *node = g_hash_table_lookup (graph->nodes, GUINT_TO_POINTER (a));
	for (guint i = 0; node && i < node->links->len; i++)
		if (g_array_index (node->links, StoryLink, i).docid == b)
			return true;
	return false;
}

bool story_graph_link (StoryGraph *graph, const StoreLink *link, const StoreFeatures *features,
		       GError **error)
{
	const guint32 ends[] = { link->a, link->b };
	for (int i = 0; i < 2; i++) {
		StoryNode *node = g_hash_table_lookup (graph->nodes, GUINT_TO_POINTER (ends[i]));
		if (!node)
			continue;
		drop_link (graph, ends[i], ends[1 - i]);
		append_link (node, ends[1 - i], link->probability, link->kind);
	}
	return store_link_put (graph->store, link, features, error);
}

bool story_graph_forget (StoryGraph *graph, guint32 docid, GError **error)
{
	StoryNode *node = story_graph_node (graph, docid, error);
	if (!node)
		return false;
	for (guint i = 0; i < node->links->len; i++)
		drop_link (graph, g_array_index (node->links, StoryLink, i).docid, docid);
	if (node->story)
		g_hash_table_remove (graph->members, story_key (node->story));
	g_hash_table_remove (graph->nodes, GUINT_TO_POINTER (docid));
	return store_link_forget (graph->store, docid, error);
}

static void set_story (StoryGraph *graph, const GArray *docids, gint64 from, gint64 to)
{
	for (guint i = 0; docids && i < docids->len; i++) {
		StoryNode *node = g_hash_table_lookup (
			graph->nodes, GUINT_TO_POINTER (g_array_index (docids, guint32, i)));
		if (node && (from == -1 || node->story == from))
			node->story = to;
	}
}

bool story_graph_put (StoryGraph *graph, StoreStory *story, const GArray *docids, GError **error)
{
	if (story->number) {
		set_story (graph, story_graph_members (graph, story->number, NULL), story->number,
			   0);
		g_hash_table_remove (graph->members, story_key (story->number));
	}
	if (docids->len == 0)
		return store_story_remove (graph->store, story->number, error);
	if (!store_story_put (graph->store, story, docids, error))
		return false;
	set_story (graph, docids, -1, story->number);
	GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (guint32), docids->len);
	g_array_append_vals (copy, docids->data, docids->len);
	g_hash_table_insert (graph->members, story_key (story->number), copy);
	return true;
}

double story_graph_weight (const StoryNode *a, const StoryNode *b, const StoryLink *link)
{
	double p = (double)link->probability;
	bool mutual = !(link->kind & LINK_SAME) && link->probability >= a->best_other &&
		      link->probability >= b->best_other;
	return mutual ? STORY_MUTUAL_ODDS * p / (1 + (STORY_MUTUAL_ODDS - 1) * p) : p;
}

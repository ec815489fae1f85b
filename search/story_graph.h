/* story_graph.h: the part of the store's links and stories that is being worked on, in memory: loaded article by article when it is first
 * asked for, written through, and let go again. */
#pragma once

#include "corpus/store_link.h"
#include "corpus/store_story.h"

/* One side of a link. */
typedef struct {
	guint32 docid; /* the other article */
	float probability;
	guint8 kind; /* LinkKind */
} StoryLink;

typedef struct {
	guint32 docid;
	bool present;	       /* it is in the store */
	bool dated;
	gint64 published_s;
	const char *language, *domain, *copy_group; /* NULL unknown; owned by the graph */
	gint64 story;	       /* number; 0 in none */
	GArray *links;	       /* StoryLink, in no order */
	float best_other;      /* the most probable link to the other language; 0 none */
} StoryNode;

typedef struct StoryGraph StoryGraph;
/* `store` is borrowed, and open for writing. */
StoryGraph *story_graph_new (Store *store, GError **error);
void story_graph_free (StoryGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoryGraph, story_graph_free)
Store *story_graph_store (const StoryGraph *graph);

/* The article `docid` with its links: borrowed until the next story_graph_trim(). NULL only on errors. */
StoryNode *story_graph_node (StoryGraph *graph, guint32 docid, GError **error);
/* The docids (guint32) of a story's articles, in no order: borrowed until the story is changed. */
const GArray *story_graph_members (StoryGraph *graph, gint64 story, GError **error);
/* What people say of `docid`: StoreVerdictPair with `a` being it; NULL when nothing. Borrowed. */
const GArray *story_graph_verdicts (const StoryGraph *graph, guint32 docid);

/* Whether `a`, whose node was asked for before, is linked to `b`. */
bool story_graph_linked (const StoryGraph *graph, guint32 a, guint32 b);
/* Write a link, in place of what was known of the pair, with its features (NULL: none). */
bool story_graph_link (StoryGraph *graph, const StoreLink *link, const StoreFeatures *features,
		       GError **error);
/* Forget all links of an article, and what is known of the article itself: it changed, or was deleted. */
bool story_graph_forget (StoryGraph *graph, guint32 docid, GError **error);

/* Make `docids` the articles of story `story`, replacing what was there; number 0 is given a new one. An empty list takes it out. */
bool story_graph_put (StoryGraph *graph, StoreStory *story, const GArray *docids, GError **error);

/* Let go of everything when more than `max` articles are held: the store has it all. */
void story_graph_trim (StoryGraph *graph, guint max);

/* How much the pair counts for their stories, 0..1: its probability, and more for a pair of the two languages each of which is the other's
 * likeliest: measured on the linking benchmark, the odds of such a pair are STORY_MUTUAL_ODDS times what the model says. */
#define STORY_MUTUAL_ODDS 4.0
double story_graph_weight (const StoryNode *a, const StoryNode *b, const StoryLink *link);

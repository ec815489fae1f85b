/* story_region.h: the articles that are grouped anew together, and the groups that they make. */
#pragma once

#include "search/story_graph.h"

/* The articles that are grouped anew, and the groups. */
typedef struct {
	StoryGraph *graph;
	GHashTable *stories; /* numbers of those that are in it whole */
	GHashTable *places; /* docid → index into nodes + 1 */
	GPtrArray *nodes;   /* StoryNode *, borrowed; first published first, once they are sorted */
	guint *reports;	    /* of each node: copies of one report have one number */
	guint *labels;	    /* of each node: the first node of its group */
} Region;

/* Index of the article in the region; -1 when it is not there. */
static inline int region_place (const Region *region, guint32 docid)
{
	return GPOINTER_TO_INT (g_hash_table_lookup (region->places, GUINT_TO_POINTER (docid))) - 1;
}

/* One group of articles, and the stories whose heir it is. */
typedef struct {
	GArray *docids;	 /* guint32, first published first */
	GArray *inherits; /* gint64, numbers of stories */
	guint label;
	gint64 number;	 /* that it will have; 0 a new one */
	bool changed;	 /* it is to be written */
} Group;

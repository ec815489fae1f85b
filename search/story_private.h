/* story_private.h: what the story*.c files share. */
#pragma once

#include "search/story.h"

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

/* --- story_heirs.c --- */

/* The region's groups with their heritage: each story goes on in the group that has most of its articles; a group that is heir to
 * several has the oldest's number. `touched` (docids) are those whose group is to be written in any case. GPtrArray of Group *, owned. */
GPtrArray *story_groups (const Region *region, const GArray *touched, GError **error);
/* Write groups and what became of stories. */
bool story_write (Region *region, const GPtrArray *groups, const char *at, StoryChanges *changes, GError **error);

/* --- story_describe.c --- */

/* What the store says of the story that `group` makes, but for its number and id. Owned. */
StoreStory *story_describe (const Region *region, const Group *group);
/* The id that a new story of these articles has: by the first of them. Owned; NULL on errors. */
char *story_new_id (Store *store, const Group *group, GError **error);

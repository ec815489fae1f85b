/* story_heirs.h: which stories go on in which groups of articles, and writing what came of it. */
#pragma once

#include "search/story.h"
#include "search/story_region.h"

/* The region's groups with their heritage: each story goes on in the group that has most of its articles; a group that is heir to
 * several has the oldest's number. `touched` (docids) are those whose group is to be written in any case. GPtrArray of Group *, owned. */
GPtrArray *story_groups (const Region *region, const GArray *touched, GError **error);
/* Write groups and what became of stories. */
bool story_write (Region *region, const GPtrArray *groups, const char *at, StoryChanges *changes, GError **error);

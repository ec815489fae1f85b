/* story.h: stories that grow: articles that report one event, kept up to date as articles come, change and go.
 *
 * What changed is grouped anew together with the stories that it comes near (search/story_cluster), so a newcomer may join two
 * stories or show that one was two, and the order in which articles came hardly matters. A story keeps its id while it grows. */
#pragma once

#include "search/story_graph.h"

typedef struct {
	guint written;		     /* stories that are new or changed */
	guint merged, split, ended;
} StoryChanges;

/* Bring the stories up to date after the links of `docids` (guint32; articles in the store, or not any more) changed. What became of
 * stories is noted with the time `at` (RFC 3339); NULL: it is not noted. `changes` (may be NULL) is added to. All is part of
 * the open transaction. */
bool story_update (StoryGraph *graph, const GArray *docids, const char *at, StoryChanges *changes, GError **error);

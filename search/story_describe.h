/* story_describe.h: what is to be said of a story. */
#pragma once

#include "search/story_region.h"

/* What the store says of the story that `group` makes, but for its number and id. Owned. */
StoreStory *story_describe (const Region *region, const Group *group);
/* The id that a new story of these articles has: by the first of them. Owned; NULL on errors. */
char *story_new_id (Store *store, const Group *group, GError **error);

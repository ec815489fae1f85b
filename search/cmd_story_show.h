/* cmd_story_show.h: a story on the screen and in JSON, as `stories`, `story` and others show it. */
#pragma once

#include <jansson.h>

#include "corpus/cmd.h"
#include "corpus/store_story.h"

/* {"id","reports","articles","sources","first","last","languages":{"fr":{"articles":2,"title":"…"},…}}: owned. */
json_t *story_to_json (const StoreStory *story);
/* "2026-03-06", "2026-03-06 to 2026-03-08", "undated". Owned. */
char *story_days (const StoreStory *story);
/* The day of a time, "2026-03-06". Owned. */
char *story_day (gint64 unix_s);
/* The title that stands for the story in `language`, or NULL: borrowed. */
const char *story_title (const StoreStory *story, const char *language);
/* How long a title may be behind so many columns: as a terminal has room, else (0) whole. */
guint story_room (const CmdContext *context, int taken);
/* Print it in two lines and more: id and counts, then a title in each language. */
void story_print (const CmdContext *context, const StoreStory *story);

/* story_thread.h: the stories that share much with a story and are not it: the earlier and later stages of what it reports. */
#pragma once

#include "corpus/store_story.h"

typedef struct {
	gint64 number;
	double strength; /* mean probability of its likeliest pairs with the story's articles, 0..1 */
	guint pairs;	 /* how many of those there are */
} StoryThread;

/* Stories that are tied to story `number` by pairs of at least THREAD_MIN_PROBABILITY, or by a person's "related", strongest first:
 * GArray of StoryThread, at most `max`, owned; NULL on errors. */
#define THREAD_MIN_PROBABILITY 0.05
GArray *story_threads (Store *store, gint64 number, guint max, GError **error);

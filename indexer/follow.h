/* follow.h: the index brought up to date now and then, in a thread of its own, while the store is being written. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct IndexFollower IndexFollower;

/* For the corpus in `dir`; an update begins `every_s` after the one before began, or after this, at the soonest. `after` (may be NULL) is
 * called in that thread after each update, once the index has all that was stored when it began. */
IndexFollower *index_follower_new (const char *dir, gint64 every_s, void (*after) (gpointer data),
				   gpointer data);
/* The store has changes that are committed. Returns at once. */
void index_follower_tell (IndexFollower *follower);
/* To be called often: begin an update, if one is wanted, it is time, and none is under way. Returns at once. What went wrong in the one
 * before is set in `error` (STORE_ERROR, XAP_ERROR); the next try is made all the same. That another process was bringing the index up
 * to date is no error: it is tried again. */
void index_follower_step (IndexFollower *follower, GError **error);
/* Stops an update that is under way between two documents, and waits for it. NULL accepted. */
void index_follower_free (IndexFollower *follower);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IndexFollower, index_follower_free)

/* results.h: running a query over the index of a corpus, stale readers dealt with. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "shim/xap.h"

typedef struct {
	GArray *hits;	  /* XapHit, best first */
	guint64 estimate; /* documents that match */
	bool exact;	  /* the estimate is a count */
} Results;

/* Search `db`; a reader that went stale on the way is reopened and the search repeated, so that the answer is of one
 * commit. Owned. */
Results *results_new (XapDb *db, const XapQuery *query, const XapSearch *options, GError **error);
void results_free (Results *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Results, results_free)

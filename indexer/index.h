/* index.h: the full-text index of a corpus: derived from the store, brought up to date by its sequence of changes.
 *
 * DIR/index/ holds one Xapian database, gen-N, and a stub file XAPIANDB that names it, so that Xapian's own
 * tools read DIR/index. A rebuild makes gen-N+1 and renames the stub: readers see the old one or the new one, whole. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/store.h"
#include "shim/xap.h"

/* Documents between two commits. Small batches are cheaper here (4,000 articles: 250: 8.4, 500: 7.5, 1,000: 9.0 CPU s) and bound memory. */
#define INDEX_BATCH 500
/* And never more text than this between two commits, for corpora of long articles. */
#define INDEX_BATCH_BYTES (8u << 20)

/* Jobs of a rebuild: each needs some 50 MB. */
#define INDEX_JOBS_MAX 64

typedef struct {
	bool rebuild; /* make it anew, compacted, beside the old one */
	guint jobs;   /* threads that make it anew; 0 is 1. More than one also make the first index so, and then it cannot be resumed */
	/* Called after each document and after each commit; returns false to stop orderly (then index_update() is true and *finished false). May be NULL. */
	bool (*step) (guint64 done, guint64 total, gpointer data);
	gpointer data;
} IndexOptions;

/* Bring the index of the corpus up to date with `store`. *changed (may be NULL): documents written or deleted.
 * Errors: XAP_ERROR (LOCKED: another process indexes; VERSION: an index of another schema, rebuild it), STORE_ERROR. */
bool index_update (Store *store, const IndexOptions *options, guint64 *changed, bool *finished, GError **error);

/* Write the index anew without its gaps: about half as large, and quicker to search. Readers keep the old one until it is done. LOCKED
 * when another process writes to it. */
bool index_compact (const char *dir, GError **error);

/* Open the index of the corpus in `dir` for reading. XAP_ERROR_NOT_FOUND when there is none yet, XAP_ERROR_VERSION when it is of another schema. */
XapDb *index_open (const char *dir, GError **error);

/* Make the message of an error that means a damaged index name the command that mends it. NULL, and any other error, stay. */
void index_explain (GError *error);

/* The change of the store up to which `db` goes. */
bool index_seq (XapDb *db, gint64 *seq, GError **error);

/* Is the index whole, and does it agree with the store? Lines about what is wrong are appended to `problems`
 * (GPtrArray of char *); *behind is the number of changes it has yet to take in, which is no problem. */
bool index_check (Store *store, GPtrArray *problems, guint64 *behind, GError **error);

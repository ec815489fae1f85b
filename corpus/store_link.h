/* store_link.h: links between articles as the store keeps them, and the verdicts of people on pairs.
 *
 * Links are derived (search/story writes them); verdicts are not, and stay. */
#pragma once

#include "corpus/store.h"

typedef struct {
	guint32 a, b; /* docids; put in either order, given with a < b */
	double probability;
	guint8 kind; /* a LinkKind */
} StoreLink;

/* What its probability was made of, in bytes that the store does not look into (search/link_bytes.h). None: not known. */
#define STORE_FEATURES_MAX 95
typedef struct {
	guint8 len;
	guint8 bytes[STORE_FEATURES_MAX];
} StoreFeatures;

/* Write a link, in the place of what was known of the pair, with its features (NULL: none). Part of the open transaction. */
bool store_link_put (Store *store, const StoreLink *link, const StoreFeatures *features,
		     GError **error);
/* The link of two articles, in either order, with its features (NULL: not wanted): *found false when they have none. */
bool store_link_get (Store *store, guint32 a, guint32 b, StoreLink *link, StoreFeatures *features,
		     bool *found, GError **error);
/* Forget all links of one article, or, for docid 0, of all. */
bool store_link_forget (Store *store, guint32 docid, GError **error);
/* Call `func` for the links of article `docid` (0: all links, by docids) of at least `min_probability`. The callback returns
 * false to stop with the error that it set; it may read the store. */
typedef bool (*StoreLinkFunc) (const StoreLink *link, gpointer data, GError **error);
bool store_link_each (Store *store, guint32 docid, double min_probability, StoreLinkFunc func,
		      gpointer data, GError **error);

/* A named value of the linker's own: *value NULL when it was never set. */
bool store_link_state (Store *store, const char *name, char **value, GError **error);
bool store_link_set_state (Store *store, const char *name, const char *value, GError **error);

typedef enum { VERDICT_NONE, VERDICT_SAME, VERDICT_RELATED, VERDICT_DIFFERENT } Verdict;
const char *verdict_name (Verdict verdict);   /* "same", …; "" for NONE; static */
Verdict verdict_from_name (const char *name); /* NONE when it is none */

typedef struct {
	char *id_a,
		*id_b; /* ids of articles, id_a < id_b; either may not be in the corpus (any more) */
	Verdict verdict;
	char *judged_at; /* RFC 3339 */
} StoreVerdict;
void store_verdict_free (StoreVerdict *verdict);

/* Keep a verdict on two articles, named by id in either order; it takes the place of an earlier one on the same pair, which is
 * kept too. `judged_at` RFC 3339. *changed (may be NULL): false when the same verdict was in force, and nothing was written. */
bool store_verdict_put (Store *store, const char *id_a, const char *id_b, Verdict verdict,
			const char *judged_at, bool *changed, GError **error);
/* The verdict in force on a pair, in either order; VERDICT_NONE when there is none. */
bool store_verdict_get (Store *store, const char *id_a, const char *id_b, Verdict *out,
			GError **error);
/* The verdicts in force that name `id`, or all (NULL), oldest first: GPtrArray of StoreVerdict *, owned. */
GPtrArray *store_verdicts (Store *store, const char *id, GError **error);

/* Append to `docids` (guint32) the articles of verdicts that this was not yet called for, and take note of that. Part of the open
 * transaction. How many verdicts there are, without taking note, in *count. */
bool store_verdict_fresh (Store *store, GArray *docids, GError **error);
bool store_verdict_fresh_count (Store *store, guint64 *count, GError **error);

/* The same for the machine: all verdicts in force whose two articles are in the corpus, appended to `pairs` by docid. */
typedef struct {
	guint32 a, b;
	Verdict verdict;
} StoreVerdictPair;
bool store_verdict_pairs (Store *store, GArray *pairs, GError **error);

/* Whether any article of the corpus declares one. */
bool store_alternates_any (Store *store, bool *any, GError **error);
/* Append to `docids` (guint32) the articles of the other language (French, English) that the publisher declares to be `article` in that
 * language: either names the other's address, and no third article names it too, as careless sites do on every page. `self` is the
 * article's docid, 0 when it is not in the corpus. See corpus/alternate.h. */
bool store_alternates (Store *store, const Article *article, guint32 self, GArray *docids,
		       GError **error);

/* Append to `out` the docids (guint32) of all articles published in [from_s, to_s], in no order. */
bool store_published (Store *store, gint64 from_s, gint64 to_s, GArray *out, GError **error);

/* --- what is to be linked --- */

/* Whether article `docid` has its links: it was linked as it is now, and does not wait to be linked anew. */
bool store_link_is_done (Store *store, guint32 docid, bool *done, GError **error);

/* An article that waits to be linked. */
typedef struct {
	guint32 docid;
	bool dated;
	gint64 published_s;
} StorePending;
/* Note as pending the articles that changed after change `since`, up to `to`; the docids of those deleted in it are appended to
 * `deleted` (guint32). Part of the open transaction. */
bool store_link_queue (Store *store, gint64 since, gint64 to, GArray *deleted, GError **error);
/* Append what is pending to `out` (StorePending), first published first, undated last. */
bool store_link_pending (Store *store, GArray *out, GError **error);
/* Append to `out` the docids (guint32) of articles that are not pending and published in [from_s, to_s] or undated, first
 * published first. */
bool store_link_settled (Store *store, gint64 from_s, gint64 to_s, GArray *out, GError **error);
/* How many they are, counted up to `most`. */
bool store_link_count_settled (Store *store, gint64 from_s, gint64 to_s, guint64 most, guint64 *out, GError **error);
bool store_link_done (Store *store, guint32 docid, GError **error);

/* --- making all anew --- */

/* From now on links, stories, their state and their history are written, and read, where only this store sees them: of links and stories
 * nothing is there yet, of state and history all that was. Others read what was before, and write: until the end this takes nobody's turn, and
 * store_commit() only lets go of what it read. Nothing else may be written. A process that ends leaves all as it was. */
bool store_stage_begin (Store *store, GError **error);
/* Put what was made in the place of what is in force, in one transaction, and commit it. On failure all is as it was. */
bool store_stage_end (Store *store, GError **error);
/* Forget what was made. Nothing happens when nothing was begun. */
void store_stage_drop (Store *store);

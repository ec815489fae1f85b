/* xap.h: Xapian in C. Thin, under Xapian's own names, and only the calls that are made; the only file
 * pair that includes <xapian.h>. A binding that other programs could use.
 *
 * Conventions, once for all:
 *  - Handles are opaque and hold the C++ object by value. *_free() takes NULL and cannot fail.
 *  - Terms and values go in as pointer + length and are copied. Strings come out owned (char *, for g_free())
 *    or, where said, borrowed until the next call on the same handle.
 *  - Calls that can fail return bool, or the object and NULL on failure, and set `error` (domain XAP_ERROR).
 *    Outputs are untouched on failure. No C++ exception leaves this file.
 *  - Cursors answer XAP_ROW, XAP_DONE or XAP_FAIL: a stale reader can strike in the middle of a loop.
 *  - Builders (XapDoc, XapQuery) are sticky: they keep their first failure, and the call that uses them reports it.
 *  - A handle is used by one thread at a time. */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

#define XAP_ERROR (xap_error_quark ())
GQuark xap_error_quark (void);

/* One code for each thing that a caller does differently. */
typedef enum {
	XAP_ERROR_FAILED,     /* anything else: show the message */
	XAP_ERROR_NOT_FOUND,  /* no database there, or no such document */
	XAP_ERROR_LOCKED,     /* another process writes: wait, or say who (message names the pid where known) */
	XAP_ERROR_CHANGED,    /* stale reader: xap_db_reopen() and repeat (xap_retry() does) */
	XAP_ERROR_CORRUPT,    /* damaged: rebuild from the store */
	XAP_ERROR_VERSION,    /* written by another version of the format */
	XAP_ERROR_INVALID,    /* a term too long, empty or with NUL; a bad argument */
	XAP_ERROR_NO_SPACE,   /* disk full or quota; nothing committed was lost */
	XAP_ERROR_PERMISSION, /* may not read or write there */
	XAP_ERROR_NO_MEMORY,
	XAP_ERROR_NETWORK,    /* a remote database */
} XapError;

#define XAP_TERM_MAX 245 /* bytes; Xapian's glass backend, measured on 1.4.22 */

typedef guint32 XapDocid; /* from 1; 0 is none */
typedef struct XapDb XapDb;
typedef struct XapWdb XapWdb;
typedef struct XapDoc XapDoc;
typedef struct XapQuery XapQuery;
typedef struct XapMset XapMset;
typedef struct XapTerms XapTerms;
typedef struct XapStem XapStem;
typedef struct XapPostings XapPostings;

typedef enum { XAP_ROW, XAP_DONE, XAP_FAIL } XapStep;

/* --- readers --- */

/* Open the database at `path` for reading, a snapshot of its last commit: a directory, a stub file naming several, or
 * "tcp:HOST:PORT" for one that xapian-tcpsrv serves (NETWORK when it cannot be reached). */
XapDb *xap_db_open (const char *path, GError **error);
/* Open `path` and search it together with what `db` has. Docids are then interleaved, as Xapian does. */
bool xap_db_add (XapDb *db, const char *path, GError **error);
/* Whether some of it is served by xapian-tcpsrv or xapian-progsrv: said by a stub file, or by "tcp:HOST:PORT" for a path. */
bool xap_db_is_remote (const XapDb *db);
void xap_db_free (XapDb *db);
/* Move to the newest commit. True also when there was nothing newer. */
bool xap_db_reopen (XapDb *db, GError **error);
/* How many times it has moved to a newer commit: what was found out of the database holds until this changes. */
guint64 xap_db_moves (const XapDb *db);
guint64 xap_db_doc_count (XapDb *db);
double xap_db_average_length (XapDb *db);
/* Number of documents with the term; 0 for one that is not there. */
bool xap_db_term_freq (XapDb *db, const char *term, gsize len, guint64 *out, GError **error);
/* How often the term stands in all documents together: the sum of its wdf. */
bool xap_db_collection_freq (XapDb *db, const char *term, gsize len, guint64 *out, GError **error);
/* User metadata; *out is NULL when there is none under `key`. */
bool xap_db_metadata (XapDb *db, const char *key, char **out, GError **error);
/* A stored document's data. NOT_FOUND when there is no such document. */
bool xap_db_data (XapDb *db, XapDocid docid, char **out, gsize *out_len, GError **error);
/* Whether any document has a value in `slot`. */
bool xap_db_has_values (XapDb *db, guint slot, bool *out, GError **error);
/* A stored document's value (bytes); *out NULL when empty. The document is taken to exist: one that does not has no values. */
bool xap_db_value (XapDb *db, XapDocid docid, guint slot, char **out, gsize *out_len, GError **error);
/* The same for a value made by xap_doc_number(); *found false when empty. */
bool xap_db_number (XapDb *db, XapDocid docid, guint slot, bool *found, double *out, GError **error);
/* Highest docid ever used. */
XapDocid xap_db_last_docid (XapDb *db);
/* Best spelling correction of `word` from the words that writers added, or NULL. */
bool xap_db_spelling (XapDb *db, const char *word, gsize len, guint max_edits, char **out, GError **error);

/* Run `body` and, when it fails with XAP_ERROR_CHANGED, reopen `db` and run it again, up to 8 times.
 * `body` must start afresh each time. The one place where a stale reader is dealt with. */
typedef bool (*XapBody) (XapDb *db, gpointer data, GError **error);
bool xap_retry (XapDb *db, XapBody body, gpointer data, GError **error);

/* Check every table of the database at `path`. False with CORRUPT and the first thing found when it is damaged.
 * A docdata, position or spelling table that is gone as a whole is not noticed: Xapian takes it for one not yet used. */
bool xap_check (const char *path, GError **error);
/* Copy the databases at the paths `from` (up to a NULL) compacted into one at `to`, which must not exist. Docids
 * are kept, so with several the ranges of their docids must not overlap (INVALID). */
bool xap_compact (const char *const *from, const char *to, GError **error);

/* --- cursors over terms --- */

/* All terms that begin with `prefix` ("" is all), in byte order. */
XapTerms *xap_db_terms (XapDb *db, const char *prefix, GError **error);
/* The terms of one document. */
XapTerms *xap_db_doc_terms (XapDb *db, XapDocid docid, GError **error);
/* Move to the next term. On XAP_ROW: *term is borrowed until the next call; *freq (NULL allowed) is the number
 * of documents with it, or the wdf for a document's terms. On XAP_FAIL `error` is set. */
XapStep xap_terms_next (XapTerms *terms, const char **term, gsize *len, guint64 *freq, GError **error);
/* Go forward to the first term >= `term`; the next xap_terms_next() gives it. Never goes back. */
bool xap_terms_skip (XapTerms *terms, const char *term, gsize len, GError **error);
void xap_terms_free (XapTerms *terms);

/* --- documents --- */

XapDoc *xap_doc_new (void);
void xap_doc_free (XapDoc *doc);
/* Empty it for reuse, its failure too. */
void xap_doc_clear (XapDoc *doc);
/* A word at a position (from 1), counting `wdf_inc` towards its wdf. */
void xap_doc_posting (XapDoc *doc, const char *term, gsize len, guint32 position, guint32 wdf_inc);
/* A term without position. wdf_inc 0 makes it boolean (a filter). */
void xap_doc_term (XapDoc *doc, const char *term, gsize len, guint32 wdf_inc);
void xap_doc_value (XapDoc *doc, guint slot, const char *bytes, gsize len);
/* A number in Xapian's order-preserving form: see xap_query_number_range(). */
void xap_doc_number (XapDoc *doc, guint slot, double number);
void xap_doc_data (XapDoc *doc, const char *bytes, gsize len);
/* Its first failure so far: true when none. */
bool xap_doc_ok (const XapDoc *doc, GError **error);

/* --- writers ---
 * What is done between two commits is one batch: all of it is committed or nothing. When a change or the commit
 * fails for another reason than INVALID, the batch is lost, and the writer repeats that error at every further
 * call: free it, and open anew at the last commit. Memory does not grow with the batch beyond Xapian's own buffers
 * of 10,000 documents; batches of 500 to 2,000 are the cheapest. */

/* Open for writing, creating the directory and the database when there is none. LOCKED when another process has it. */
XapWdb *xap_wdb_open (const char *path, GError **error);
/* Closes without committing what is not committed. */
void xap_wdb_free (XapWdb *db);
/* Add or replace the document under `docid`, which the caller chooses. Takes nothing over. */
bool xap_wdb_replace (XapWdb *db, XapDocid docid, const XapDoc *doc, GError **error);
/* Delete; deleting what is not there is no error. */
bool xap_wdb_delete (XapWdb *db, XapDocid docid, GError **error);
/* Part of the next commit, as the documents are: metadata and documents never disagree. Empty `value` removes it. */
bool xap_wdb_set_metadata (XapWdb *db, const char *key, const char *value, GError **error);
bool xap_wdb_add_spelling (XapWdb *db, const char *word, gsize len, guint freq_inc, GError **error);
/* Atomic and synced: after true, everything so far survives a crash. */
bool xap_wdb_commit (XapWdb *db, GError **error);

/* --- queries --- */

typedef enum {
	XAP_OP_AND,
	XAP_OP_OR,
	XAP_OP_AND_NOT,
	XAP_OP_XOR,
	XAP_OP_AND_MAYBE,
	XAP_OP_FILTER,
	XAP_OP_NEAR,   /* `param`: window in words, 0 is the number of subqueries */
	XAP_OP_PHRASE, /* `param` likewise */
	XAP_OP_SYNONYM,
	XAP_OP_MAX, /* not over remote databases */
	XAP_OP_ELITE_SET, /* `param`: how many of the best */
} XapOp;

XapQuery *xap_query_nothing (void);
XapQuery *xap_query_all (void);
XapQuery *xap_query_term (const char *term, gsize len);
/* As xap_query_term, the term counting `wqf` times. */
XapQuery *xap_query_term_wqf (const char *term, gsize len, guint32 wqf);
/* Terms beginning with `prefix`, joined as SYNONYM; at most `max_expand` of the most frequent (0 is no limit). */
XapQuery *xap_query_wildcard (const char *prefix, gsize len, guint32 max_expand);
/* Combine: takes over the `count` queries, and frees them. No subquery gives xap_query_nothing(). */
XapQuery *xap_query_combine (XapOp op, XapQuery **queries, guint count, guint param);
/* Two of them: takes over both. A NULL side is left out. */
XapQuery *xap_query_pair (XapOp op, XapQuery *left, XapQuery *right);
/* Weight times `factor` (>= 0; 0 makes it a filter). Takes over `query`. */
XapQuery *xap_query_scale (XapQuery *query, double factor);
/* Documents whose value in `slot`, made by xap_doc_number(), is in [from, to]; -INFINITY and INFINITY for open ends. */
XapQuery *xap_query_number_range (guint slot, double from, double to);
/* The documents `docids`, in any order, each once; weight 0. A filter: those that the database does not have are not missed. Only of a database that is one
 * shard, for of more each counts its own. Memory: a bit for each docid up to the largest. */
XapQuery *xap_query_documents (const XapDocid *docids, guint count);
/* Documents that have any value in `slot`. */
XapQuery *xap_query_has_value (guint slot);

/* A term's postings, and how many there are: the two are one search in the index. To be given to a query on `db` that is asked before
 * `db` is reopened; queries keep what they are given. */
XapPostings *xap_db_postings (XapDb *db, const char *term, gsize len, GError **error);
/* Documents of the whole database that have it; 0 for one that is not there. */
guint64 xap_postings_freq (const XapPostings *postings);
void xap_postings_free (XapPostings *postings);

/* One of the terms of a word: `p` (> 0) is how much of its wdf counts as the word's. */
typedef struct {
	const XapPostings *postings;
	double p;
} XapPsqTerm;
/* Several terms that count as one word (probabilistic structured query: Darwish and Oard 2003), under BM25. */
typedef struct {
	const XapPsqTerm *terms;
	guint count;
	guint64 counted; /* documents of the whole database, over which the terms' df count; a shard of it looks up its own */
	double documents, document_freq; /* of the collection, and expected of the word: idf = ln (1 + (N - df + .5) / (df + .5)) */
	double average_length;		 /* of the collection's documents, as get_doclength() counts */
	double k1, b;
} XapPsq;
/* The word as a query; AND of several of them is sought as one. Its statistics are the caller's, so that shards of one collection
 * weigh alike. Not over remote databases, which do not know the class: see xap_db_is_remote().
 * Cost: a step in each term's list a document. */
XapQuery *xap_query_psq (const XapPsq *psq);

/* How many documents have all words of such a query, were the words independent: those that are asked for together are not, and
 * stand together a few times as often. HUGE_VAL for a query that is more than such words. */
double xap_query_expected (const XapQuery *query);

XapQuery *xap_query_copy (const XapQuery *query);
bool xap_query_ok (const XapQuery *query, GError **error);
/* Xapian's own description, for --explain and tests. Owned. */
char *xap_query_describe (const XapQuery *query);
void xap_query_free (XapQuery *query);

/* --- searching --- */

typedef struct {
	guint32 offset, limit;
	guint32 check_at_least; /* look at this many for the estimate: the doc count makes the total exact */
	int sort_slot;		/* -1: by relevance; else by this value slot, then relevance */
	bool sort_reverse;	/* highest value first */
	int collapse_slot;	/* -1, or keep one document for each value */
	double bm25_k1, bm25_b; /* 0, 0: Xapian's defaults (1, .5) */
	const guint *count_slots; /* slots whose values are counted over all documents looked at; see xap_mset_counts() */
	guint count_slots_count;
} XapSearch;
#define XAP_SEARCH_INIT { 0, 10, 0, -1, true, -1, 0, 0, NULL, 0 }

typedef struct {
	XapDocid docid;
	double weight;
	guint32 rank;	       /* from 0, offset included */
	guint32 collapse_count; /* lower bound of documents folded under it */
} XapHit;

XapMset *xap_search (XapDb *db, const XapQuery *query, const XapSearch *options, GError **error);
void xap_mset_free (XapMset *mset);
guint32 xap_mset_size (const XapMset *mset);
guint64 xap_mset_estimate (const XapMset *mset);
/* Lower bound of it. */
guint64 xap_mset_at_least (const XapMset *mset);
bool xap_mset_is_exact (const XapMset *mset);
XapStep xap_mset_next (XapMset *mset, XapHit *hit, GError **error);
/* The values found in the slot XapSearch.count_slots[index], and in how many documents each, by `func` in order of value. */
typedef void (*XapCountFunc) (const char *value, gsize len, guint64 count, gpointer data);
bool xap_mset_counts (XapMset *mset, guint index, XapCountFunc func, gpointer data, GError **error);
/* The number that xap_doc_number() made `value` of. */
double xap_number (const char *value, gsize len);
/* The query's terms that `docid` matches, as an array of owned strings for g_strfreev(). Not those of wildcards. */
char **xap_mset_matching_terms (XapMset *mset, XapDocid docid, GError **error);

/* --- stemming (Snowball) --- */

/* `language` "fr" or "en" (any name that Xapian knows); INVALID for another. */
XapStem *xap_stem_new (const char *language, GError **error);
/* The stem of lower-case `word` (accents kept). Borrowed until the next call on `stem`. */
const char *xap_stem (XapStem *stem, const char *word, gsize len, gsize *out_len);
void xap_stem_free (XapStem *stem);

/* "1.4.22". Static. */
const char *xap_version (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapDb, xap_db_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapWdb, xap_wdb_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapDoc, xap_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapQuery, xap_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapMset, xap_mset_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapTerms, xap_terms_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapStem, xap_stem_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XapPostings, xap_postings_free)

G_END_DECLS

/* store.h: the corpus store. One SQLite database (WAL), the truth from which everything else is derived.
 *
 * A corpus is a directory: corpus.sqlite, index/, warc/. One writes at a time, any number of readers beside it.
 * Every change gets the next number of one sequence (`seq`): the index follows the store by it.
 * What a true return of store_commit() covers survives kill -9 and power loss (synchronous=FULL).
 * A failed store_put(), store_delete() (but for NOT_FOUND) or store_commit() undoes everything since the last commit.
 * A Store is used by one thread at a time; a writer must not fork without exec, or the child holds the lock too.
 * A process that writes under a limit on file sizes should ignore SIGXFSZ: it is then told NO_SPACE. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"

#define STORE_ERROR (store_error_quark ())
GQuark store_error_quark (void);
typedef enum {
	STORE_ERROR_FAILED,
	STORE_ERROR_NOT_FOUND,	/* no corpus there */
	STORE_ERROR_LOCKED,	/* another process writes; the message names its pid and command where known */
	STORE_ERROR_CORRUPT,	/* damaged: the message names what to do */
	STORE_ERROR_VERSION,	/* a schema newer than this program, or not a corpus of ours */
	STORE_ERROR_NO_SPACE,
	STORE_ERROR_PERMISSION,
} StoreErrorCode;

typedef struct Store Store;

typedef enum {
	STORE_READ,   /* the corpus must exist */
	STORE_WRITE,  /* the corpus must exist; takes the writer's lock */
	STORE_CREATE, /* as STORE_WRITE, and made (with its parents) when it is not there */
} StoreMode;

/* Open the corpus in directory `dir`. An older schema is migrated when opened for writing, and refused with
 * VERSION (naming the command) when opened for reading. Waits at most `wait_ms` for the writer's lock. */
Store *store_open (const char *dir, StoreMode mode, int wait_ms, GError **error);
void store_close (Store *store);

/* A writer keeps others from writing until it is closed. One that takes long shares instead: from now on it keeps them out only while a
 * transaction of its own is open, that is, from the first change after a commit to the next commit, which should not be far. The first
 * change then waits for its turn until `stop` (may be NULL) says that it should not, and five seconds more; then it fails with LOCKED. */
void store_share (Store *store, bool (*stop) (gpointer data), gpointer data);
/* What only one process may do at a time, beside others that write. */
typedef enum { STORE_CRAWLS, STORE_LINKS, STORE_ROLES } StoreRole;
/* Take the role, until the store is closed. LOCKED, with a message that says who has it, when it is not free within `wait_ms`. */
bool store_take_role (Store *store, StoreRole role, int wait_ms, GError **error);
/* A number that is another one whenever another process has committed a change. */
bool store_data_version (Store *store, gint64 *out, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Store, store_close)
const char *store_dir (const Store *store); /* borrowed */

typedef enum {
	STORE_ADDED,	 /* it is new */
	STORE_UPDATED,	 /* its text or title changed: the version before is kept */
	STORE_REFRESHED, /* only other fields changed */
	STORE_SAME,	 /* nothing changed, nothing written */
} StorePut;

/* Put one article (which must have an id) under its id. `origin` says where it came from (a file's absolute path, a URL) or NULL:
 * when `id_given` is false and the id is taken by an article of another origin, the article is stored as id-2, id-3, … and
 * `article->id` is changed to that; the same origin comes back to its own article. Part of the open transaction (one is opened when none is).
 * `story` and `copy_group` of the stored article are kept, and set in `article`, where it has none: no file knows them. `how` may be NULL. */
bool store_put (Store *store, Article *article, const char *origin, bool id_given, StorePut *how,
		GError **error);
bool store_delete (Store *store, const char *id, GError **error);
/* Make everything so far durable. */
bool store_commit (Store *store, GError **error);

/* One article by docid; by exact id, url or canonical_url; or by a unique beginning of an id (at least 3 characters).
 * *out NULL, and true, when there is none. AMBIGUOUS beginnings set *candidates (may be NULL) to a NULL-terminated list of ids. */
bool store_get (Store *store, guint32 docid, Article **out, GError **error);
bool store_find (Store *store, const char *key, guint32 *docid, Article **out, char ***candidates,
		 GError **error);
/* The docid of the article whose content hash is `hash`, 0 when there is none. */
bool store_find_content (Store *store, const char *hash, guint32 *docid, GError **error);

/* Walk changes with seq > `since`, in order of seq: each article once, at its last change. `article` is NULL for a deleted
 * one. The callback returns false to stop (then store_changes() returns false with the error the callback set). Borrowed.
 * All of it is one snapshot. The callback may read the store, but not write to it. */
typedef bool (*StoreChangeFunc) (guint32 docid, gint64 seq, const Article *article, gpointer data,
				 GError **error);
bool store_changes (Store *store, gint64 since, StoreChangeFunc func, gpointer data, GError **error);
/* Walk the articles with docids from `first` to `last`, in their order; as store_changes() otherwise. */
bool store_articles (Store *store, guint32 first, guint32 last, StoreChangeFunc func, gpointer data,
		     GError **error);
/* The highest docid of an article, and how many there are. */
bool store_extent (Store *store, guint32 *last_docid, guint64 *articles, GError **error);
bool store_last_seq (Store *store, gint64 *out, GError **error);
/* How many articles changed since `since`: the total of a progress line. */
bool store_change_count (Store *store, gint64 since, guint64 *out, GError **error);

/* Earlier versions of an article, newest first: JSON objects {"version","replaced_at","title","text",…} as one owned array. */
bool store_versions (Store *store, const char *id, json_t **out, GError **error);

/* How far an archive has been read. Another size or time is another archive. */
typedef struct {
	const char *file; /* its path, or path#entry */
	guint64 size;
	gint64 modified_s;
	guint64 offset, inside; /* where to go on: a WarcPlace */
} StoreArchive;
/* Set offset and inside by the rest; 0 when nothing is known of it. */
bool store_archive_find (Store *store, StoreArchive *archive, GError **error);
/* Both are part of the open transaction, as articles are. The second forgets `file`, and what is in it: it is all read. */
bool store_archive_note (Store *store, const StoreArchive *archive, GError **error);
bool store_archive_forget (Store *store, const char *file, GError **error);

typedef struct {
	guint64 articles, deleted, versions;
	GPtrArray *languages; /* StoreCount *, most first; owned by the stats */
	GPtrArray *domains;   /* StoreCount *, most first */
	char *first_date, *last_date; /* RFC 3339 day of the oldest and newest date_published, or NULL */
	guint64 undated;
	guint64 bytes; /* of the database file */
} StoreStats;
typedef struct {
	char *name; /* "" when unknown */
	guint64 count;
} StoreCount;
bool store_stats (Store *store, StoreStats **out, GError **error);
void store_stats_free (StoreStats *stats);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreStats, store_stats_free)

/* Is the database whole? SQLite's integrity check, and every article's content hash against its text. One line for each thing found is appended to
 * `problems` (GPtrArray of char *). False only when the check itself could not be made. */
bool store_check (Store *store, GPtrArray *problems, GError **error);

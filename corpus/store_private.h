/* store_private.h: what the store_*.c files share, and its tests. */
#pragma once

#include <sqlite3.h>

#include "corpus/article_private.h"
#include "corpus/dedup.h"
#include "corpus/store.h"

#define STORE_FILE "corpus.sqlite"
#define STORE_LOCK "lock"
#define STORE_LOCK_NEXT "lock-next"
#define STORE_APPLICATION_ID                                                                       \
	0x456e7465 /* "Ente", in the header of the file: file(1) and we know it by that */

/* Statements that are prepared once. */
typedef enum {
	STORE_STMT_BEGIN,
	STORE_STMT_COMMIT,
	STORE_STMT_ROLLBACK,
	STORE_STMT_BY_DOCID,
	STORE_STMT_BY_ID,
	STORE_STMT_BY_ORIGIN,
	STORE_STMT_BY_CONTENT,
	STORE_STMT_INSERT,
	STORE_STMT_UPDATE,
	STORE_STMT_KEEP_VERSION,
	STORE_STMT_DELETE,
	STORE_STMT_TOMBSTONE,
	STORE_STMT_LINK_PUT,
	STORE_STMT_LINK_GET,
	STORE_STMT_LINK_IS_DONE,
	STORE_STMT_LINK_OF,
	STORE_STMT_LINK_DONE,
	STORE_STMT_LINK_FORGET_A,
	STORE_STMT_LINK_FORGET_B,
	STORE_STMT_STORY_OF,
	STORE_STMT_STORY_ID,
	STORE_STMT_STORY_MEMBERS,
	STORE_STMT_STORY_LANGUAGES,
	STORE_STMT_STORY_ARTICLE,
	STORE_STMT_STORY_ID_USED,
	STORE_STMT_STORY_PUT,
	STORE_STMT_STORY_REMOVE,
	STORE_STMT_STORY_MEMBER,
	STORE_STMT_STORY_RENAME,
	STORE_STMT_STORY_RENAME_MEMBERS,
	STORE_STMT_STORY_RENAME_LANGUAGES,
	STORE_STMT_STORY_LANGUAGE,
	STORE_STMT_STORY_LEAVE,
	STORE_STMT_STORY_CLEAR,
	STORE_STMT_STORY_CLEAR_LANGUAGES,
	STORE_STMT_COPY_KEYS,
	STORE_STMT_COPY_MEMBERS,
	STORE_STMT_COPY_GROUP,
	STORE_STMT_COPY_SET,
	STORE_STMT_COPY_PRINT,
	STORE_STMT_COPY_PUT_KEY,
	STORE_STMT_COPY_PUT_PRINT,
	STORE_STMT_COPY_DROP_KEY,
	STORE_STMT_COPY_DROP_PRINT,
	STORE_STMT_FURNITURE_SITE,
	STORE_STMT_SOURCE_ARTICLES,
	STORE_STMT_ALTERNATE_PUT,
	STORE_STMT_ALTERNATE_DROP,
	STORE_STMT_ALTERNATE_WHO,
	STORE_STMT_ALTERNATE_IS,
	STORE_STMT_ALTERNATE_LANGUAGE,
	STORE_STMT_COUNT,
} StoreStmt;

struct Store {
	sqlite3 *db;
	char *dir;
	int lock_fd, next_fd; /* of the writer, else -1 */
	int role_fds[STORE_ROLES];
	int wait_ms;
	bool writer;
	bool locked,
		shared; /* it may write; it lets others write between its transactions, and waits until `stop` says so */
	bool (*stop) (gpointer data);
	gpointer stop_data;
	gint64 data_version; /* of a writer: changes when another has committed something */
	bool in_transaction;
	bool staged; /* links and stories are made anew: store_stage.c */
	gint64 last_seq; /* of the writer: highest given out, committed or not */
	guint32 last_docid;
	sqlite3_stmt *stmts[STORE_STMT_COUNT];
};

/* --- store.c --- */

/* Set `error` from what `db` says of its last call, as "cannot WHAT DIR: reason". Returns false. */
bool store_fail (const Store *store, const char *what, GError **error);
/* The same of a file or directory: "cannot WHAT PATH: reason", by errno. Returns false. */
bool store_fail_path (const char *what, const char *path, int saved_errno, GError **error);
bool store_exec (Store *store, const char *sql, GError **error);
/* The first column of the first row of `sql`; 0 when there is no row. */
bool store_get_int (Store *store, const char *sql, gint64 *out, GError **error);
sqlite3_stmt *store_prepare (Store *store, const char *sql, GError **error);
/* The statement `which`, reset, made from `sql` when it is first used. */
sqlite3_stmt *store_stmt (Store *store, StoreStmt which, const char *sql, GError **error);

/* Read last_seq and last_docid: new numbers go on from the highest that was ever given, and
 * tombstones keep those of the deleted. */
bool store_read_counters (Store *store, GError **error);
/* Run a statement that gives no rows, and leave it reset, so that it holds no lock. */
bool store_run (Store *store, sqlite3_stmt *stmt, GError **error);

static inline void store_finalize (sqlite3_stmt *stmt)
{
	sqlite3_finalize (stmt);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, store_finalize)

/* --- store_transaction.c: for the tables of others in the same database --- */

/* Open the transaction that the next store_commit() makes durable, unless one is open. */
bool store_begin (Store *store, GError **error);
/* Undo all since the last commit: half a change must never be committed. */
void store_undo (Store *store);

/* --- store_lock.c --- */

/* The file `name` of corpus `dir`, made when it is not there: a descriptor to be closed, -1 on failure. */
int store_lock_open (const char *dir, const char *name, GError **error);
/* Be the one that may write, unless the store is already: waits at most store->wait_ms, or, when it shares, until it is told to stop. */
bool store_lock_take (Store *store, GError **error);
/* Let others write, if the store shares. */
void store_lock_leave (Store *store);

/* --- store_schema.c --- */

/* The newest schema, and what this program reads. */
int store_schema_version (void);
/* Check that the open database is ours, and bring it to the newest schema when the store is a writer. */
bool store_schema_open (Store *store, bool create, GError **error);

/* --- store_row.c: an article as a row --- */

/* The values of an article's columns, ready to be bound and compared. */
typedef struct {
	/* As text; NULL is NULL. Borrowed from the article or from `owned`. */
	const char *text[ARTICLE_FIELDS_COUNT + 1]; /* the last is `extra` */
	char *owned[ARTICLE_FIELDS_COUNT + 1];
} StoreRow;

void store_row_init (StoreRow *row, const Article *article);
void store_row_clear (StoreRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoreRow, store_row_clear)
/* "id, url, …, provenance, extra": the columns of StoreRow in order, each with `suffix` after it. Owned. */
char *store_row_columns (const char *suffix);
/* Bind the row to parameters first, first + 1, … */
bool store_row_bind (const StoreRow *row, sqlite3_stmt *stmt, int first);
/* Whether columns first, first + 1, … of the current row of `stmt` hold just what `row` has; *says (may be NULL): whether
 * title and text do. */
bool store_row_equal (const StoreRow *row, sqlite3_stmt *stmt, int first, bool *says);
/* The article in columns first, first + 1, … of the current row. NULL when a column cannot be read (only when damaged). */
Article *store_row_article (sqlite3_stmt *stmt, int first);

/* --- store_read.c --- */

/* The statement that selects docid, seq, content_hash, origin, then the columns of StoreRow, for one docid, at its row; *out
 * NULL when there is no such article. */
bool store_select (Store *store, guint32 docid, sqlite3_stmt **out, GError **error);
#define STORE_SELECT_ROW 4 /* the first of StoreRow's columns in it */

/* --- store_alternate.c: within the open transaction of a put --- */

/* Keep what the article's publisher declares to be it in the other language; `is_new`: nothing was kept before. */
bool store_alternates_note (Store *store, guint32 docid, const Article *article, bool is_new,
			    GError **error);

/* --- store_copies.c: all of it within the open transaction of a put or a delete --- */

/* What was found out about an article's copies before it is written, to be noted when it has its docid. */
typedef struct {
	DedupSketch *sketch; /* NULL: too short to compare */
	DedupPrint print;    /* of the sketch */
	GArray *joining;     /* docids (guint32) without a group that will be in its group */
	char *group;         /* the group found; NULL when it is a copy of nothing */
} StoreCopies;

/* Look for copies of `article`, which has or will have `docid` (0: not known yet), and set its copy_group when there are any. */
bool store_copies_find (Store *store, guint32 docid, Article *article, StoreCopies *copies,
			GError **error);
/* The article is written: keep its keys, let the others join, and see to the group that it was in before (NULL: none). */
bool store_copies_note (Store *store, guint32 docid, const StoreCopies *copies,
			const char *old_group, GError **error);
/* The article is going to be deleted. */
bool store_copies_forget (Store *store, guint32 docid, GError **error);
void store_copies_clear (StoreCopies *copies);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoreCopies, store_copies_clear)

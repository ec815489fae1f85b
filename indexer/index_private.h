/* index_private.h: what the index*.c files share. */
#pragma once

#include "indexer/document.h"
#include "indexer/index.h"

/* --- index_generation.c: DIR/index/gen-N, and the stub that names the one in use --- */

char *index_stub_path (const char *dir);
/* Number of the generation in use, 0 when there is none. */
guint index_generation (const char *dir);
char *index_generation_path (const char *dir, guint generation);
/* Make DIR/index when it is not there. */
bool index_make_dir (const char *dir, GError **error);
/* Point the stub at `generation`: written beside, synced, renamed. */
bool index_use_generation (const char *dir, guint generation, GError **error);
/* Remove all generations but `keep`. */
void index_remove_generations (const char *dir, guint keep);
/* Remove the database in directory `path`, and the directory. */
void index_remove_database (const char *path);
/* Part `number` of a rebuild: DIR/index/part-N. */
char *index_part_path (const char *dir, guint number);
/* Remove all parts of rebuilds: only for who holds the rebuild's lock. */
void index_remove_parts (const char *dir);
/* Take the lock that keeps two rebuilds apart: a descriptor to be closed; -1 with XAP_ERROR_LOCKED when another has it. */
int index_lock_rebuild (const char *dir, GError **error);

/* --- index_writer.c: articles into one database, committed in batches --- */

typedef struct {
	XapWdb *db;
	Analyzer *analyzer;
	XapDoc *doc;
	gint64 seq;	/* noted with every commit: the change of the store that the database goes up to; -1: nothing is noted */
	guint pending;	/* documents since the last commit */
	gsize pending_bytes;
} IndexWriter;

bool index_writer_open (IndexWriter *writer, const char *path, gint64 seq, GError **error);
/* Put `article` in under `docid`, or delete what is there when it is NULL. */
bool index_writer_put (IndexWriter *writer, guint32 docid, const Article *article, GError **error);
/* Commit when the batch is full. */
bool index_writer_step (IndexWriter *writer, GError **error);
bool index_writer_commit (IndexWriter *writer, GError **error);
void index_writer_close (IndexWriter *writer);

/* --- index_rebuild.c --- */

/* As index_update() for options->rebuild: make the next generation from parts. */
bool index_rebuild (Store *store, const IndexOptions *options, guint64 *changed, bool *stopped,
		    GError **error);

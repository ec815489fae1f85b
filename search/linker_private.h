/* linker_private.h: what linker.c and linker_rebuild.c share. */
#pragma once

#include "search/linker.h"
#include "search/pairs.h"

/* A pair that is to be written. */
typedef struct {
	StoreLink link;
	StoreFeatures features;
} LinkerRow;

typedef struct {
	Store *store;
	XapDb *db;
	Space *space;
	const LinkModel *model;
	const LinkerOptions *options;
	LinkerReport *report;
	guint window_days;
	StoryGraph *graph;
	Pairs *pairs;      /* NULL: by the index */
	GHashTable *fresh; /* docids linked in this run */
	GArray *rows;      /* LinkerRow: what the last article's pairs are */
	GArray *declared; /* docids of what its publisher says is it in the other language; NULL: no article says such a thing */
	GArray *touched;  /* docids whose links changed since the last batch */
	GArray *pending;  /* StorePending, first published first */
	guint linked, settled; /* of pending: linked; and never to be looked at again */
	bool stopped;
	bool rebuild; /* all is made anew */
	bool whole;   /* nothing was linked before in these days */
	guint64 size; /* articles of the index */
	/* The stories before a rebuild. */
	GArray *old_docids, *old_numbers; /* guint32, gint64: each article's story */
	GHashTable *old_ids;              /* number (gint64) → id */
} Linker;

/* Told of a pair: keep it in l->rows. */
void linker_on_pair (guint32 a, guint32 b, const Link *link, gpointer data);
/* Write l->rows. */
bool linker_write_rows (Linker *l, GError **error);
/* Link an article by the index, for a few in a large corpus. */
bool linker_look_up (Linker *l, guint32 docid, GError **error);
/* Of those that are linked, what was published before `before_s` is linked for good: no settled article can come to it any more. */
bool linker_settle (Linker *l, gint64 before_s, GError **error);
/* All that are linked will not be looked at again. */
bool linker_settle_all (Linker *l, GError **error);
/* An article of l->pending has its links. */
void linker_count (Linker *l);
/* Finish the batch when it is full. */
bool linker_end_batch (Linker *l, GError **error);
/* Bring the stories up to date with the articles linked since, and make it all durable. */
bool linker_finish_batch (Linker *l, GError **error);

/* Link what is pending among all of `others` (docids), so few that all are held at once: first all come, then each is linked, so
 * that the order does not matter. */
#define SURVEY_MAX 20000
bool survey_run (Linker *l, GArray *others, GError **error);

/* linker_declared.c */

/* See whether any article declares anything: most corpora need no look for it. */
bool linker_expect_declared (Linker *l, GError **error);
/* The pairs of `docid` are going to be told. */
bool linker_begin_article (Linker *l, guint32 docid, GError **error);
/* Is `other` what the publisher says is that article in the other language? */
bool linker_is_declared (const Linker *l, guint32 other);
/* They are told: write them, and those that are declared beside. */
bool linker_end_article (Linker *l, guint32 docid, GError **error);

/* Remember the stories, and begin beside them. */
bool rebuild_begin (Linker *l, GError **error);
/* Give the new stories the ids of those that they are heirs to. */
bool rebuild_end (Linker *l, GError **error);
void rebuild_clear (Linker *l);

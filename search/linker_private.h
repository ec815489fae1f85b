/* linker_private.h: what linker.c and linker_rebuild.c share. */
#pragma once

#include "search/linker.h"
#include "search/pairs.h"

typedef struct {
	Store *store;
	XapDb *db;
	Space *space;
	const LinkModel *model;
	const LinkerOptions *options;
	LinkerReport *report;
	guint window_days;
	StoryGraph *graph;
	Pairs *pairs;          /* NULL: by the index */
	GHashTable *fresh;     /* docids linked in this run */
	GArray *rows;          /* StoreLink: what the last article's pairs are */
	GArray *touched;       /* docids whose links changed since the last batch */
	GArray *pending;       /* StorePending, first published first */
	guint linked, settled; /* of pending: linked; and never to be looked at again */
	bool stopped;
	bool rebuild;	     /* all is made anew */
	bool whole;	     /* nothing was linked before in these days */
	guint64 size;	     /* articles of the corpus */
	/* The stories before a rebuild. */
	GArray *old_docids, *old_numbers; /* guint32, gint64: each article's story */
	GHashTable *old_ids;              /* number (gint64) → id */
} Linker;

/* Remember the stories, and take out all that is derived. */
bool rebuild_begin (Linker *l, GError **error);
/* Give the new stories the ids of those that they are heirs to. */
bool rebuild_end (Linker *l, GError **error);
void rebuild_clear (Linker *l);

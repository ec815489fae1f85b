/* linker.h: links and stories that follow the store: what is new or changed is held against the articles of its days, the pairs are
 * written, and the stories that they touch are brought up to date. */
#pragma once

#include "corpus/store.h"
#include "search/link.h"
#include "search/story.h"
#include "shim/xap.h"

/* Pairs less likely are not stored. */
#define LINKER_MIN_PROBABILITY 0.02
/* Articles between two commits. */
#define LINKER_BATCH 1000

typedef struct {
	bool rebuild;   /* make all anew; stories keep their ids where they can */
	const char *at; /* RFC 3339: the time of what becomes of stories */
	/* Called after each article; returns false to stop orderly. May be NULL. */
	bool (*step) (guint64 done, guint64 total, gpointer data);
	gpointer data;
} LinkerOptions;

typedef struct {
	guint64 articles, links; /* articles brought up to date, links written */
	bool rebuilt;            /* all was made anew */
	StoryChanges stories;
} LinkerReport;

/* Bring links and stories up to date with the index `db` of `store`, which is open for writing: changes that the index does not have
 * yet wait. Committed every LINKER_BATCH articles, so that the next run goes on where one was killed. All is made anew beside
 * what is in force, and takes its place in one short transaction: until then others read that and write, and one that is stopped leaves it;
 * what others wrote meanwhile waits for the next run. *finished false when it was stopped. */
bool linker_update (Store *store, XapDb *db, Space *space, const LinkModel *model,
		    const LinkerOptions *options, LinkerReport *report, bool *finished,
		    GError **error);
/* Bring the stories up to date with the verdicts that they do not have yet, no link being new. Part of the open transaction. */
bool linker_regroup (Store *store, const char *at, StoryChanges *changes, GError **error);
/* How many articles are yet to be linked, and verdicts yet to be heard. */
bool linker_behind (Store *store, guint64 *out, GError **error);

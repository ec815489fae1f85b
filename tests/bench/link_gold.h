/* link_gold.h: articles with what people judged of them: which report one event, and which another stage of its story. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/store.h"
#include "shim/lang.h"

#define FOLDS 5

typedef struct {
	char *id, *task, *event;
	Article *article;
	Lang lang;
	guint fold;
	bool linked; /* it stands in links.tsv */
} Doc;

typedef struct {
	GPtrArray *docs;
	GHashTable *by_id;  /* id → Doc */
	GHashTable *gold;   /* "id id", French first */
	GHashTable *judged; /* "id id" → verdict's first letter */
	guint salt;         /* another one makes other folds */
} LinkGold;

/* For the life of the process. */
LinkGold *link_gold_new (guint salt);
/* Read a folder of gold (train_links.c says what is in it); articles that are not in `store` are left out. Ends the process when a file is
 * missing. */
void link_gold_read (LinkGold *gold, Store *store, const char *dir);

/* Do both report one event; do they, of two languages, tell of two stages of one story? */
bool link_gold_is_same (const LinkGold *gold, const Doc *a, const Doc *b);
bool link_gold_is_story (const LinkGold *gold, const Doc *a, const Doc *b);
/* Pairs of one language are labelled where events hold many articles, and elsewhere between articles that have gold links: those of one
 * event report it, those of two do not. */
bool link_gold_has_label (const Doc *a, const Doc *b);

/* Say what is wrong, and end the process. */
void link_gold_die (const char *message) G_GNUC_NORETURN;

/* furniture_site.h: what repeats over the pages of one site is not the news: newsletter offers, notes on the author, appeals.
 *
 * Lines are counted by lossy counting (Manku and Motwani, VLDB 2002): however many pages there are, no more than some
 * thousand counts are kept, and a line on more than one page in fifty is never lost. Two lines are one when they say the same but for
 * case, accents, the marks around them and the digits in them ("3 minutes left"). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define FURNITURE_LINES_MAX 300 /* of one page that are counted; the rest is not looked at */
#define FURNITURE_LINE_MAX 600  /* bytes, folded; what is longer is text */

/* A line is furniture when it has stood on so many pages and on such a share of all since its first: 6 of at least 20, and
 * 15 in a hundred. Running text (12 words and a full stop) may be a background paragraph that a running story repeats: 10 of at least
 * 30, and 30 in a hundred. */

typedef struct {
	guint64 key;   /* of what the line says */
	guint32 pages; /* it stood on, since page `since`, counted from 1 */
	guint32 since;
	char *line; /* as it was last seen; NULL while it was seen once. Owned */
	bool prose;
	bool kept; /* a person said that it is content */
} FurnitureCount;

typedef struct {
	guint32 pages;      /* that were learnt from */
	GHashTable *counts; /* &count->key → FurnitureCount, owned */
	bool changed;       /* since it was read from the store */
} FurnitureSite;

FurnitureSite *furniture_site_new (void);
void furniture_site_free (FurnitureSite *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FurnitureSite, furniture_site_free)

/* Learn from a page that was not seen before: the lines of its clean `text` and `others` (NULL-terminated, may be NULL), which were
 * taken out as furniture before. False, and nothing learnt, when it is a copy of pages seen lately. */
bool furniture_site_learn (FurnitureSite *site, const char *text, const char *const *others);

/* Is the line furniture on this site? */
bool furniture_site_has (const FurnitureSite *site, const char *line, gsize len);

/* The count of what the line says; NULL when there is none. Borrowed. */
FurnitureCount *furniture_site_find (const FurnitureSite *site, const char *line, gsize len);
/* Is what was counted furniture? *of: how many pages there were since its first (may be NULL). */
bool furniture_count_is (const FurnitureSite *site, const FurnitureCount *count, guint32 *of);
/* Count `count` (taken over) from now on, in place of one of the same key: for readers of the store. */
void furniture_site_put (FurnitureSite *site, FurnitureCount *count);
/* Say that the line is content, whatever the counts are. False when the line says too little to be counted. */
bool furniture_site_keep (FurnitureSite *site, const char *line, gsize len);

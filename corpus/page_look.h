/* page_look.h: where on a page a date or a name stands, and what it is worth there. Between page_visible's files. */
#pragma once

#include "corpus/page_body.h"
#include "corpus/page_facts.h"
#include "shim/lang.h"

/* Ranks: after JSON-LD and <meta> of the same field (page_meta.tsv), and by how near the headline. */
#define RANK_MICRODATA 12
#define RANK_LABELLED 30 /* "published", "mis à jour" by the element's name or the words before */
#define RANK_NEAR 45
#define RANK_URL 50
#define RANK_BODY 55
#define RANK_FAR 75

typedef struct {
	const PageBody *body;
	const PageTree *tree;
	PageFacts *facts;
	Lang lang;
	guint32 first, last; /* the kept blocks that are the text */
	guint32 from, to;    /* blocks near the headline: where bylines stand */
} PageLook;

/* Find the text, and the blocks near the headline: sets first to to. The rest must be set. */
void page_look_places (PageLook *look);

/* Marks of the element and those around it, up to `levels`, but not of the page's or the article's whole element. */
guint32 page_look_marks (const PageLook *look, guint32 node, int levels);

/* Marks of what is not about this article. */
#define PAGE_LOOK_ELSEWHERE                                                                        \
	(MARK_COMMENTS | MARK_RELATED | MARK_TEASER | MARK_NAVIGATION | MARK_NEWSLETTER |          \
	 MARK_COOKIES | MARK_BIO)

/* How much a date or name at `node` is worth by its place: a rank; 0: it belongs to something else. */
guint page_look_rank (const PageLook *look, guint32 node);

/* Does `text` contain one of `words` (NULL-terminated)? */
bool page_look_contains (const char *text, const char *const *words);

/* --- page_visible_date.c --- */

/* A <time>. */
void page_look_time (const PageLook *look, guint32 node);
/* Dates in lines near the headline, in elements named after dates, behind labels, and in the page's address (NULL: none). */
void page_look_dates (const PageLook *look, const char *url);

/* page_body.h: which blocks of a page are its article. */
#pragma once

#include "corpus/furniture_site.h"
#include "corpus/page_block.h"
#include "corpus/page_match.h"

/* Why a block is not in the article. */
typedef enum {
	DROP_NONE,
	DROP_MARK,      /* inside an element whose name says what it is (mark) */
	DROP_TAG,       /* inside <nav>, <footer>, <aside>, … */
	DROP_OUTSIDE,   /* outside the chosen element */
	DROP_LINKS,     /* a list of links */
	DROP_TITLE,     /* repeats the title */
	DROP_FURNITURE, /* a line that is known: "Read more", "Advertisement" */
	DROP_CAPTION,
	DROP_META, /* author, date, reading time */
	DROP_TAIL, /* a heading with nothing under it, and what follows the end */
	DROP_REPEATED,
	DROP_BOX,  /* page_box.h */
	DROP_SITE, /* stands on many pages of this site */
} PageDrop;

typedef struct {
	const PageTree *tree; /* borrowed */
	PageBlocks *blocks;   /* owned */
	guint32 *marks;       /* of each node (page_match.h) */
	guint8 *drop;         /* PageDrop of each block */
	guint32 *drop_mark;   /* with DROP_MARK: which mark */
	guint32 root;         /* the chosen element; 0 when none was */
	guint32 title_block;  /* the block of the headline, or blocks->list->len */
	const char *
		rule; /* how `root` was chosen: "body:density", "body:recovered". Static; NULL when nothing was */
	guint32 words; /* in kept blocks */
} PageBody;

/* Find the article in `tree`, which must outlive the result. `title` (may be NULL) is what the metadata call it; `site` (may be NULL)
 * what its site's other pages have taught. */
PageBody *page_body_new (const PageTree *tree, const char *title, const FurnitureSite *site);
void page_body_free (PageBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageBody, page_body_free)

/* The kept blocks, one a line; clean. Owned, "" when there is none. */
char *page_body_text (const PageBody *body);
/* "mark:comments", "links", … Static. */
const char *page_drop_name (PageDrop drop, guint32 mark);

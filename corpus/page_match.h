/* page_match.h: what the class, id, role and the like of an element say it is, by corpus/data/page_marks.tsv.
 *
 * A name such as "c-articleBody__text2" is read as the words "c article body text"; a pattern is one or more such
 * words in a row, the last perhaps with "*" for "begins with". "^" before a pattern: from the name's first word; "$" after it: to its last. */
#pragma once

#include <glib.h>

#include "corpus/page_tree.h"

typedef enum {
	MARK_BODY = 1 << 0, /* the text of the article */
	MARK_TITLE = 1 << 1,
	MARK_SUMMARY = 1 << 2, /* chapô, standfirst */
	MARK_AUTHOR = 1 << 3,
	MARK_DATE = 1 << 4,
	MARK_COMMENTS = 1 << 5,
	MARK_RELATED = 1 << 6, /* other articles */
	MARK_SHARE = 1 << 7,
	MARK_NEWSLETTER = 1 << 8,
	MARK_PAYWALL = 1 << 9,
	MARK_NAVIGATION = 1 << 10, /* menus, breadcrumbs, header and footer of the site */
	MARK_ADVERTISING = 1 << 11,
	MARK_CAPTION = 1 << 12,
	MARK_COOKIES = 1 << 13,
	MARK_SIDE = 1 << 14, /* side columns, boxes beside the text */
	MARK_TAGS = 1 << 15,
	MARK_BIO = 1 << 16, /* who the author is */
	MARK_HIDDEN = 1 << 17,
	MARK_MEDIA = 1 << 18,  /* players, galleries, embedded posts */
	MARK_META = 1 << 19,   /* the lines of date, author, reading time */
	MARK_TEASER = 1 << 20, /* one of a list of articles */
} PageMark;

/* The marks of element `node`. */
guint32 page_marks (const PageTree *tree, guint32 node);

/* The marks of one class or id value alone. */
guint32 page_marks_of_name (const char *value);

/* "comments", … of the lowest bit of `marks`. Static. */
const char *page_mark_name (guint32 marks);

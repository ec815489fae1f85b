/* schema.h: what stands where in the index. One table of term prefixes and value slots, and its version.
 *
 * Prefixes follow Omega's conventions, so that quest and Omega can read our index:
 * https://xapian.org/docs/omega/termprefixes.html */
#pragma once

#include "shim/lang.h"

/* Raised whenever an index of before could answer wrongly: then `entente index --rebuild`. */
#define SCHEMA_VERSION "4"

/* Metadata keys of the index. */
#define SCHEMA_KEY_VERSION "entente.schema"
#define SCHEMA_KEY_SEQ "entente.seq" /* the last change of the store that is in */

/* --- terms --- */
#define SCHEMA_ID "Q"	      /* unique id, one a document */
#define SCHEMA_WORD ""	      /* folded word of title and text, with positions: lower case or digits */
#define SCHEMA_STEM_FR "XF"   /* folded French stem, or a number, of a French article; without position */
#define SCHEMA_STEM_EN "XE"   /* the same in English: apart, so that "pain" never meets "pain" */
#define SCHEMA_TITLE "S"      /* folded word of the title, with positions counted from its first word */
#define SCHEMA_AUTHOR "A"     /* folded word of the authors' names */
#define SCHEMA_LANG "L"	      /* ISO 639 code; its wdf is the article's number of words, so that cf / df is the language's
				 average length, exact through every edit and over every shard */
#define SCHEMA_HOST "H"	      /* domain and each parent of it (boolean) */
#define SCHEMA_KEYWORD "K"    /* folded keyword, whole */
#define SCHEMA_SECTION "XSECTION"
#define SCHEMA_HAS "XHAS"     /* what an article has: "quote" (boolean) */
#define SCHEMA_UNDATED "XUNDATED" /* no publication date is known well enough (boolean): document_day() */
#define SCHEMA_COPY_GROUP "XGROUP" /* copy group, of all its members (boolean) */
#define SCHEMA_COPY "XCOPY"   /* is a copy: in a copy group that is not named by its own id (boolean) */

/* --- value slots --- */
enum {
	SCHEMA_SLOT_DATE = 0,	  /* date_published, unix seconds, in Xapian's sortable form */
	SCHEMA_SLOT_DOMAIN = 1,
	SCHEMA_SLOT_COPY_GROUP = 2, /* empty when there are no copies: collapsing leaves such documents alone */
	SCHEMA_SLOT_STORY = 3,
};

/* SCHEMA_STEM_FR, SCHEMA_STEM_EN; NULL for a language without stems. */
static inline const char *schema_stem_prefix (Lang lang)
{
	return lang == LANG_FR ? SCHEMA_STEM_FR : lang == LANG_EN ? SCHEMA_STEM_EN : NULL;
}

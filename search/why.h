/* why.h: one pair of articles, compared as all pairs are, with all that speaks for and against. */
#pragma once

#include "search/related.h"

typedef struct {
	Link link;
	GPtrArray *evidence; /* Evidence *, weightiest first; owned */
} Why;

/* Compare `a` with `b`, whose docids in the corpus are given, 0 for one that it does not have. The probability of two linked articles is
 * what `link` keeps of them; of others, both are seen among their nearest articles of the corpus; with `db` NULL there is none. *out begins as 0. */
bool why_compare (Store *store, XapDb *db, Space *space, const LinkModel *model, const Article *a,
		  guint32 a_docid, const Article *b, guint32 b_docid, guint evidence_max, Why *out,
		  GError **error);
void why_clear (Why *why);

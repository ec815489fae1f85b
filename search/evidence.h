/* evidence.h: pieces of evidence, made. Private to link_evidence.c and link_missing.c. */
#pragma once

#include "search/link.h"

/* `kind` is static. Owned. */
Evidence *evidence_new (const char *kind, double share);
void evidence_free (gpointer evidence);
/* What stands in a (in b): bytes start…end of its text, or of its title. */
void evidence_set_a (Evidence *e, const Profile *a, guint32 start, guint32 end, bool in_title);
void evidence_set_b (Evidence *e, const Profile *b, guint32 start, guint32 end, bool in_title);

/* The id of a word of p's title or text. */
guint32 evidence_id (Space *space, const Profile *p, const Term *term);

/* The longest name of `p` in its text (else in its title) that holds the stem `id`; NULL when it stands in none. Borrowed.
 * *in_title is untouched when there is none. */
const Fact *evidence_name (Space *space, const Profile *p, guint32 id, bool *in_title);

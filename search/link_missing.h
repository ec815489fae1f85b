/* link_missing.h: what speaks against a pair. Private to link_evidence.c. */
#pragma once

#include "search/link.h"

/* Append what speaks against the pair: the names of a's title and lead (of b's when not `of_a`) that the other article has nowhere,
 * which is what LINK_APART weighs. Words that follow one another in a name are one piece: "Boris Johnson". */
void evidence_missing (Space *space, const Link *link, const Profile *a, const Profile *b,
		       bool of_a, GPtrArray *out);

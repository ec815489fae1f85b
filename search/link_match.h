/* link_match.h: what two profiles have in common, piece by piece. Private to link.c and what explains a link. */
#pragma once

#include "search/profile.h"

/* One thing that both have. */
typedef struct {
	guint32 a, b;  /* names and words: indices of terms; figures, days, quotes: of those */
	double weight; /* rarity, or cosine */
} Match;

/* Names that both carry, each word once: Match of term indices. */
void match_names (Space *space, const Profile *a, const Profile *b, GArray *out);
/* Words, own or translated, by their part of the cosine: names too, as the cosine has them. */
void match_words (Space *space, const Profile *a, const Profile *b, GArray *out);
/* Whether one such match is worth showing as a reason. A translation that is not the likely one ("porte", a gate, for the verb
 * "porter") is only where both words stand in the leads: deep in two long texts there are always some. */
bool match_is_sure (Space *space, const Profile *a, const Profile *b, const Match *match);
/* Figures equal in value and, where both have one, in unit. Match of figure indices. */
void match_figures (const Profile *a, const Profile *b, GArray *out);
/* Days equal as far as both say them. Match of day indices; weight 1 for a date, .3 for a bare weekday. */
void match_days (const Profile *a, const Profile *b, GArray *out);
/* Quotations with a cosine of at least MATCH_QUOTE_MIN, best partner of each in a. Match of quote indices. */
#define MATCH_QUOTE_MIN 0.2
void match_quotes (const Profile *a, const Profile *b, GArray *out);

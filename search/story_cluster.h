/* story_cluster.h: reports to stories: average linkage over the probabilities of their pairs. Knows nothing of stores and articles. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Two stories become one while the mean probability of the pairs between them is at least this. Measured on the linking
 * benchmark (`make eval-stories`): flat from .20 to .25; headlines want less, full articles more. */
#define STORY_LINKAGE_MIN 0.22
/* A pair that was not among an article's nearest was not judged: it counts as so much of a pair of probability 0. */
#define STORY_UNJUDGED 0.15

/* Two reports and the weight of their pair, 0..1. No pair stands twice. */
typedef struct {
	guint a, b;
	float weight;
} StoryEdge;

/* Two reports that a person has judged. */
typedef struct {
	guint a, b;
	bool same;
} StoryTie;

/* The linkage of two groups of `size_a` and `size_b` reports of whose pairs `judged` have weights that add up to `sum`. */
double story_linkage (double sum, guint judged, guint size_a, guint size_b);

/* Group reports 0…count-1: labels[i] is the smallest report of i's group. `edges` of StoryEdge, `ties` of StoryTie (may be NULL).
 *
 * What is tied as the same is in one group, what is tied as different never; where people contradict each other, "different"
 * stands. Equal linkages are taken by the reports' numbers: who numbers them alike gets the same groups.
 * Cost: n log n in the edges, about. */
void story_cluster (guint count, const GArray *edges, const GArray *ties, guint *labels);

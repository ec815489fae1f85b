/* vector.h: sparse vectors: what an article's words weigh, by their ids. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	guint32 id;
	float weight;
} Weighted;

/* A sparse vector: Weighted, by rising id, of L2 norm 1 (or empty). */
typedef GArray Vector;

/* The sum of the products of what both have. Cost: linear in their lengths. */
double vector_dot (const Vector *a, const Vector *b);
/* The weight of an id, 0 when it is not there. */
double vector_at (const Vector *v, guint32 id);
/* Sort `v`, add up the weights of equal ids (or keep the largest of them), and scale it to norm 1. */
void vector_finish (Vector *v, bool add);
/* The same of `len` rows, which are changed: a new vector, as large as it must be. */
Vector *vector_new (Weighted *rows, guint len, bool add);
/* Sort `len` of them by rising id; equal ids stay in order. */
void vector_sort (Weighted *w, guint len);

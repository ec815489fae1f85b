/* vector.c: sparse vectors are sorted, added up, scaled and multiplied. */
#include "search/vector.h"

#include <math.h>
#include <string.h>

#define RADIX_BITS 8
#define RADIX (1U << RADIX_BITS)
/* Fewer are sorted by insertion. */
#define RADIX_LEAST 48

static void sort_few (Weighted *w, guint len)
{
	for (guint i = 1; i < len; i++) {
		Weighted moved = w[i];
		guint at = i;
		for (; at > 0 && w[at - 1].id > moved.id; at--)
			w[at] = w[at - 1];
		w[at] = moved;
	}
}

/* Most vectors are made of terms that are in order. */
static bool is_sorted (const Weighted *w, guint len)
{
	for (guint i = 1; i < len; i++)
		if (w[i].id < w[i - 1].id)
			return false;
	return true;
}

void vector_sort (Weighted *w, guint len)
{
	guint32 most = 0;
	if (len < RADIX_LEAST) {
		sort_few (w, len);
		return;
	}
	if (is_sorted (w, len))
		return;
	for (guint i = 0; i < len; i++)
		most = MAX (most, w[i].id);
	g_autofree Weighted *other = g_new (Weighted, len);
	Weighted *from = w, *to = other;
	for (guint shift = 0; shift < 32 && most >> shift; shift += RADIX_BITS) {
		guint starts[RADIX] = { 0 }, at = 0;
		for (guint i = 0; i < len; i++)
			starts[from[i].id >> shift & (RADIX - 1)]++;
		for (guint i = 0; i < RADIX; i++) {
			guint n = starts[i];
			starts[i] = at;
			at += n;
		}
		for (guint i = 0; i < len; i++)
			to[starts[from[i].id >> shift & (RADIX - 1)]++] = from[i];
		Weighted *swapped = from;
		from = to;
		to = swapped;
	}
	if (from != w)
		memcpy (w, from, len * sizeof *w);
}

/* Sort, add up what is equal, scale. Returns how many are left. */
static guint finish (Weighted *w, guint len, bool add)
{
	double norm = 0;
	guint n = 0;
	vector_sort (w, len);
	for (guint i = 0; i < len; i++) {
		if (n && w[n - 1].id == w[i].id)
			w[n - 1].weight = add ? w[n - 1].weight + w[i].weight
					      : MAX (w[n - 1].weight, w[i].weight);
		else
			w[n++] = w[i];
	}
	for (guint i = 0; i < n; i++)
		norm += (double)w[i].weight * w[i].weight;
	const float scale = norm > 0 ? (float)(1 / sqrt (norm)) : 1;
	for (guint i = 0; i < n; i++)
		w[i].weight *= scale;
	return n;
}

Vector *vector_new (Weighted *rows, guint len, bool add)
{
	guint count = finish (rows, len, add);
	Vector *v = g_array_sized_new (FALSE, FALSE, sizeof *rows, count);
	return g_array_append_vals (v, rows, count);
}

void vector_finish (Vector *v, bool add)
{
	g_array_set_size (v, finish ((Weighted *)(void *)v->data, v->len, add));
}

/* Which of two ids is less cannot be foreseen: the steps are counted, not branched on. */
double vector_dot (const Vector *a, const Vector *b)
{
	const Weighted *x = (const Weighted *)(const void *)a->data, *x_end = x + a->len;
	const Weighted *y = (const Weighted *)(const void *)b->data, *y_end = y + b->len;
	double sum = 0;
	while (x < x_end && y < y_end) {
		guint32 i = x->id, k = y->id;
		if (i == k)
			sum += (double)x->weight * y->weight;
		x += i <= k;
		y += k <= i;
	}
	return sum;
}

double vector_at (const Vector *v, guint32 id)
{
	guint low = 0, high = v->len;
	while (low < high) {
		guint middle = (low + high) / 2;
		const Weighted *w = &g_array_index (v, Weighted, middle);
		if (w->id == id)
			return w->weight;
		if (w->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

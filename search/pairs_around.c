/* pairs_around.c: an article's words as they are held, and what is common around it: counted as its nearest come and go. */
#include <math.h>
#include <string.h>

#include "search/pairs_private.h"

#define NEAR_LEAST 0.05F
#define NEAR_COPY 0.8F

bool around_counts (float score)
{
	return score >= NEAR_LEAST && score <= NEAR_COPY;
}

/* --- words --- */

/* `v` at *room, which moves behind it. */
static Words words_at (const Vector *v, char **room)
{
	guint32 *ids = (guint32 *)(void *)*room;
	float *weights = (float *)(void *)(*room + v->len * sizeof *ids);
	for (guint i = 0; i < v->len; i++) {
		ids[i] = g_array_index (v, Weighted, i).id;
		weights[i] = g_array_index (v, Weighted, i).weight;
	}
	*room += v->len * (sizeof *ids + sizeof *weights);
	return (Words){ ids, weights, v->len };
}

gsize around_size (const Profile *profile)
{
	return sizeof (Around) + profile->all->len +
	       (profile->all->len + profile->all_translated->len) * sizeof (Weighted);
}

Around *around_new (const Profile *profile)
{
	char *block = g_malloc (around_size (profile)), *room = block + sizeof (Around);
	Around *out = (Around *)(void *)block;
	out->all = words_at (profile->all, &room);
	out->translated = words_at (profile->all_translated, &room);
	out->counts = memset (room, 0, profile->all->len);
	out->total = 0;
	out->norm = 0;
	return out;
}

/* --- what is common around --- */

void around_come (Around *around, const guint32 *places, guint count)
{
	for (guint i = 0; i < count; i++)
		around->counts[places[i]]++;
	around->total++;
	around->norm = 0;
}

/* Add `step` to the counts of the words that both have. */
static void walk (Around *around, const Around *other, int step)
{
	const guint32 *x = around->all.ids, *y = other->all.ids;
	guint i = 0, k = 0;
	while (i < around->all.count && k < other->all.count) {
		guint32 a = x[i], b = y[k];
		around->counts[i] = (guint8)(around->counts[i] + (a == b ? step : 0));
		i += a <= b;
		k += b <= a;
	}
	around->total = (guint8)(around->total + step);
	around->norm = 0;
}

void around_come_whole (Around *around, const Around *other)
{
	walk (around, other, 1);
}

void around_go (Around *around, const Around *gone)
{
	walk (around, gone, -1);
}

void around_clear (Around *around)
{
	memset (around->counts, 0, around->all.count);
	around->total = 0;
	around->norm = 0;
}

double around_norm (const Pairs *pairs, Around *around)
{
	if (around->norm <= 0) {
		float squares = 0;
		for (guint i = 0; i < around->all.count; i++) {
			float weight = around_weight (pairs, around, i);
			squares += weight * weight;
		}
		around->norm = squares > 0 ? 1 / sqrtf (squares) : 1;
	}
	return around->norm;
}

Vector *around_vector (const Pairs *pairs, Around *around)
{
	const float norm = (float)around_norm (pairs, around);
	Vector *out = g_array_sized_new (FALSE, FALSE, sizeof (Weighted), around->all.count);
	g_array_set_size (out, around->all.count);
	Weighted *w = (Weighted *)(void *)out->data;
	for (guint i = 0; i < around->all.count; i++)
		w[i] = (Weighted){ around->all.ids[i], around_weight (pairs, around, i) * norm };
	return out;
}

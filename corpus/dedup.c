/* dedup.c: near-duplicates: shingles, their MinHash keys and bins, and the passages that two texts share. */
#include "corpus/dedup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "corpus/furniture.h"
#include "shim/text.h"

#define WORD_MAX 200  /* bytes of a word that count */
#define ROWS 2        /* minima in a key */
#define PLACES_MAX 16 /* where in a text a repeated shingle is looked for */

/* --- hashes --- */

/* Spreads every bit of `x` over all of the result.  Source: the finaliser of SplitMix64, https://prng.di.unimi.it/splitmix64.c */
static guint64 mix (guint64 x)
{
	x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* The `i`th of a fixed row of odd multipliers: what is stored depends on them. */
static guint64 multiplier (guint i)
{
	return mix ((i + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) | 1;
}

/* FNV-1a.  Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
static guint64 hash_bytes (const char *bytes, gsize len)
{
	guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
	for (gsize i = 0; i < len; i++)
		hash = (hash ^ (guint8)bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
	return mix (hash);
}

/* The hash of the shingle that begins at `words`. */
static guint64 shingle_hash (const DedupWord *words)
{
	guint64 hash = 0;
	for (guint i = 0; i < DEDUP_SHINGLE; i++)
		hash = mix (hash + words[i].hash);
	return hash;
}

/* --- words --- */

GArray *dedup_words (const char *text, const char *title)
{
	GArray *out = g_array_new (FALSE, FALSE, sizeof (DedupWord));
	g_autoptr (GArray) lines = furniture_content (text, strlen (text), title, NULL);
	g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TextSpan));
	char folded[WORD_MAX + 1];
	for (guint i = 0; i < lines->len && out->len < DEDUP_WORDS_MAX; i++) {
		const TextSpan *line = &g_array_index (lines, TextSpan, i);
		g_array_set_size (spans, 0);
		text_words (text + line->start, line->end - line->start, spans);
		for (guint k = 0; k < spans->len && out->len < DEDUP_WORDS_MAX; k++) {
			const TextSpan *span = &g_array_index (spans, TextSpan, k);
			DedupWord word = { 0, line->start + span->start, line->start + span->end,
					   span->kind == TEXT_NUMBER };
			gsize len = text_fold_word (text + word.start, word.end - word.start,
						    folded, sizeof folded);
			word.hash = len ? hash_bytes (folded, len)
					: hash_bytes (text + word.start, word.end - word.start);
			g_array_append_val (out, word);
		}
	}
	return out;
}

/* --- sketches --- */

static int compare_hashes (const void *a, const void *b)
{
	guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
	return (x > y) - (x < y);
}

/* Sorting is left to the first comparison: most texts are like no other, and are never compared. */
static void make_set (DedupSet *set)
{
	guint n = 0;
	if (set->is_set)
		return;
	qsort (set->hashes, set->count, sizeof *set->hashes, compare_hashes);
	for (guint i = 0; i < set->count; i++)
		if (n == 0 || set->hashes[i] != set->hashes[n - 1])
			set->hashes[n++] = set->hashes[i];
	set->count = n;
	set->is_set = true;
}

static guint count_common (const DedupSet *a, const DedupSet *b)
{
	guint common = 0;
	for (guint i = 0, k = 0; i < a->count && k < b->count;) {
		guint64 x = a->hashes[i], y = b->hashes[k];
		common += x == y;
		i += x <= y;
		k += y <= x;
	}
	return common;
}

DedupSketch *dedup_sketch_new (const GArray *words)
{
	if (words->len < DEDUP_MIN + DEDUP_SHINGLE - 1)
		return NULL;
	DedupSketch *sketch = g_new0 (DedupSketch, 1);
	DedupSet *shingles = &sketch->shingles, *figures = &sketch->figures;
	shingles->count = words->len - DEDUP_SHINGLE + 1;
	shingles->hashes = g_new (guint64, shingles->count);
	figures->hashes = g_new (guint64, words->len);
	for (guint i = 0; i < shingles->count; i++)
		shingles->hashes[i] = shingle_hash (&g_array_index (words, DedupWord, i));
	for (guint i = 0; i < words->len; i++) {
		const DedupWord *word = &g_array_index (words, DedupWord, i);
		if (word->is_figure)
			figures->hashes[figures->count++] = word->hash;
	}
	return sketch;
}

void dedup_sketch_free (DedupSketch *sketch)
{
	if (!sketch)
		return;
	g_free (sketch->shingles.hashes);
	g_free (sketch->figures.hashes);
	g_free (sketch);
}

DedupLikeness dedup_compare (DedupSketch *a, DedupSketch *b)
{
	DedupLikeness out = { 0 };
	make_set (&a->shingles);
	make_set (&b->shingles);
	make_set (&a->figures);
	make_set (&b->figures);
	guint fewer = MIN (a->shingles.count, b->shingles.count);
	/* A text that says one thing over and over says too little. */
	if (fewer < DEDUP_MIN)
		return out;
	guint common = count_common (&a->shingles, &b->shingles);
	guint figures = MIN (a->figures.count, b->figures.count);
	out.resemblance = (double)common / (a->shingles.count + b->shingles.count - common);
	out.containment = (double)common / fewer;
	out.figures = figures ? (double)count_common (&a->figures, &b->figures) / figures : 1;
	bool texts_agree = out.resemblance >= DEDUP_COPY ||
			   (out.resemblance >= DEDUP_PART && out.containment >= DEDUP_CONTAINED);
	bool figures_agree = figures < DEDUP_FIGURES_MIN || out.figures >= DEDUP_FIGURES;
	out.is_copy = texts_agree && figures_agree;
	return out;
}

/* --- prints --- */

static void find_keys (const DedupSet *shingles, guint64 keys[DEDUP_KEYS])
{
	for (guint k = 0; k < DEDUP_KEYS; k++) {
		guint64 key = k;
		for (guint r = 0; r < ROWS; r++) {
			guint64 factor = multiplier (k * ROWS + r), least = G_MAXUINT64;
			for (guint i = 0; i < shingles->count; i++)
				least = MIN (least, shingles->hashes[i] * factor);
			key = mix (key + least);
		}
		keys[k] = key;
	}
}

/* The high bits of a hash choose its bin, all of it the least there, the low bits are kept. */
static void find_bins (const DedupSet *shingles, guint16 bins[DEDUP_BINS])
{
	guint64 least[DEDUP_BINS];
	memset (least, 0xff, sizeof least);
	for (guint i = 0; i < shingles->count; i++) {
		guint64 hash = shingles->hashes[i];
		guint64 *bin = &least[hash / (G_MAXUINT64 / DEDUP_BINS + 1)];
		*bin = MIN (*bin, hash);
	}
	for (guint i = 0; i < DEDUP_BINS; i++)
		bins[i] = least[i] == G_MAXUINT64 ? 0 : (guint16)(least[i] % G_MAXUINT16 + 1);
}

void dedup_print (const DedupSketch *sketch, DedupPrint *out)
{
	find_keys (&sketch->shingles, out->keys);
	find_bins (&sketch->shingles, out->bins);
}

bool dedup_may_be_copies (const guint16 a[DEDUP_BINS], const guint16 b[DEDUP_BINS])
{
	guint used = 0, same = 0;
	for (guint i = 0; i < DEDUP_BINS; i++) {
		used += a[i] || b[i];
		same += a[i] && a[i] == b[i];
	}
	/* three standard deviations of the share that is expected at DEDUP_PART */
	double doubt = 3 * sqrt (DEDUP_PART * (1 - DEDUP_PART) * used);
	return same >= DEDUP_PART * used - doubt;
}

/* --- passages --- */

/* Where the shingles of a text begin: a shingle's hash → its first place + 1; `next` goes on from there. */
typedef struct {
	GHashTable *first;
	guint64 *hashes;
	guint *next;
} Places;

static void places_init (Places *places, const GArray *words)
{
	guint count = words->len < DEDUP_SHINGLE ? 0 : words->len - DEDUP_SHINGLE + 1;
	places->first = g_hash_table_new (g_int64_hash, g_int64_equal);
	places->hashes = g_new (guint64, count + 1);
	places->next = g_new (guint, count + 1);
	for (guint i = count; i-- > 0;) {
		places->hashes[i] = shingle_hash (&g_array_index (words, DedupWord, i));
		gpointer later = g_hash_table_lookup (places->first, &places->hashes[i]);
		places->next[i] = GPOINTER_TO_UINT (later);
		g_hash_table_replace (places->first, &places->hashes[i], GUINT_TO_POINTER (i + 1));
	}
}

static void places_clear (Places *places)
{
	g_hash_table_unref (places->first);
	g_free (places->hashes);
	g_free (places->next);
}

static guint common_run (const GArray *a, guint i, const GArray *b, guint k)
{
	guint n = 0;
	while (i + n < a->len && k + n < b->len &&
	       g_array_index (a, DedupWord, i + n).hash == g_array_index (b, DedupWord, k + n).hash)
		n++;
	return n;
}

/* The longest run of words from b[k] that is in `a`: its length, and where it begins there. */
static guint longest_run (const Places *places, const GArray *a, const GArray *b, guint k,
			  guint *at)
{
	guint64 hash = shingle_hash (&g_array_index (b, DedupWord, k));
	guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places->first, &hash)), best = 0;
	for (guint tries = 0; place && tries < PLACES_MAX; tries++) {
		guint n = common_run (a, place - 1, b, k);
		if (n > best) {
			best = n;
			*at = place - 1;
		}
		place = places->next[place - 1];
	}
	return best;
}

GArray *dedup_passages (const GArray *a, const GArray *b)
{
	GArray *out = g_array_new (FALSE, FALSE, sizeof (DedupPassage));
	Places places;
	places_init (&places, a);
	for (guint k = 0; k + DEDUP_SHINGLE <= b->len;) {
		guint at = 0, n = longest_run (&places, a, b, k, &at);
		if (n < DEDUP_SHINGLE) {
			k++;
			continue;
		}
		DedupPassage passage = { g_array_index (a, DedupWord, at).start,
					 g_array_index (a, DedupWord, at + n - 1).end,
					 g_array_index (b, DedupWord, k).start,
					 g_array_index (b, DedupWord, k + n - 1).end, n };
		g_array_append_val (out, passage);
		k += n;
	}
	places_clear (&places);
	return out;
}

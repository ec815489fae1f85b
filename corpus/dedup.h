/* dedup.h: are two texts copies of each other? One dispatch printed by many papers, or one article published again with
 * another headline, a paragraph more, a word changed here and there; not two reports of one event.
 *
 * A text is the set of its shingles: every run of DEDUP_SHINGLE folded words of its content lines (corpus/furniture.h).
 * The resemblance of two texts is the share of shingles that both have among those that either has (Jaccard's
 * coefficient); containment, their share in the shorter text. Figures must agree as well: what is written anew every week from one
 * template differs in little else. Candidates are found without comparing all with all: MinHash keys of a text, each
 * made from two minima, are equal in two texts with the square of their resemblance as probability. Texts that share a key by chance, or
 * because both were made from one template, are told from copies by their bins, without being read: a bin keeps a little of the least
 * of the shingles that fall into it, and the share of bins that agree estimates the resemblance.
 * Sources: A. Broder, On the resemblance and containment of documents (1997), https://doi.org/10.1109/SEQUEN.1997.666900; P. Li, A. Owen,
 * C.-H. Zhang, One permutation hashing (2012), https://arxiv.org/abs/1208.1259 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define DEDUP_SHINGLE                                                                              \
	5 /* words: two reporters seldom write five in a row alike, but for quotations and names */
#define DEDUP_BINS 128 /* a power of two */
#define DEDUP_KEYS                                                                                 \
	12 /* finds a pair of resemblance .35 with .79, .5 with .97, .6 with .995, .05 with .03 */
/* Copies have a resemblance of DEDUP_COPY or, when one of them was shortened or went on, DEDUP_PART with a containment of
 * DEDUP_CONTAINED; and DEDUP_FIGURES of the figures of the one that has fewer, when these are DEDUP_FIGURES_MIN or more, are in the other. */
#define DEDUP_COPY 0.5
#define DEDUP_PART 0.33
#define DEDUP_CONTAINED 0.75
#define DEDUP_FIGURES 0.75
#define DEDUP_FIGURES_MIN 3
#define DEDUP_MIN 30 /* shingles: of shorter texts resemblance says nothing */
/* Only so many words of a text are looked at: bounds memory for texts of any length. */
#define DEDUP_WORDS_MAX 20000

typedef struct {
	guint64 hash;       /* of the folded word */
	guint32 start, end; /* bytes in the text */
	bool is_figure;
} DedupWord;

/* The words of the content lines of clean `text` (NUL-terminated), as GArray of DedupWord, at most DEDUP_WORDS_MAX; `title` (may
 * be NULL) as in furniture_content(). */
GArray *dedup_words (const char *text, const char *title);

/* Hashes; when is_set sorted, and each once. */
typedef struct {
	guint64 *hashes;
	guint count;
	bool is_set;
} DedupSet;

/* What a text is compared by. */
typedef struct {
	DedupSet shingles, figures;
} DedupSketch;

/* The sketch of dedup_words(). NULL when it has fewer than DEDUP_MIN shingles. */
DedupSketch *dedup_sketch_new (const GArray *words);
void dedup_sketch_free (DedupSketch *sketch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DedupSketch, dedup_sketch_free)

/* What texts are found by. A bin is 0 when no shingle falls into it. */
typedef struct {
	guint64 keys[DEDUP_KEYS];
	guint16 bins[DEDUP_BINS];
} DedupPrint;
void dedup_print (const DedupSketch *sketch, DedupPrint *out);
/* False when two texts with these bins resemble each other too little to be copies: of pairs as like as DEDUP_PART one in
 * a thousand is lost. */
bool dedup_may_be_copies (const guint16 a[DEDUP_BINS], const guint16 b[DEDUP_BINS]);

/* All shares are 0..1. */
typedef struct {
	double resemblance, containment;
	double figures; /* share of the figures of the one that has fewer which the other has too; 1 when it has none */
	bool is_copy;
} DedupLikeness;

/* How like each other two texts are; all 0 when one has fewer than DEDUP_MIN different shingles. */
DedupLikeness dedup_compare (DedupSketch *a, DedupSketch *b);

/* A passage that stands in both texts, word for word. */
typedef struct {
	guint32 a_start, a_end, b_start, b_end; /* bytes in either text */
	guint words;
} DedupPassage;

/* The passages of DEDUP_SHINGLE words or more that two texts share, as GArray of DedupPassage in the order of `b`; none
 * overlaps another in `b`.   Cost: linear, but for texts that repeat themselves, of which 16 places are tried. */
GArray *dedup_passages (const GArray *a, const GArray *b);

/* gist_bytes.h: a gist as bytes, which gist_pack.c writes and gist_unpack.c reads. Links read them by the thousand, and they are a fifth of the index: small, and quick to read.
 *
 * Version; mark of the tables (2 bytes); language; day; bytes of strings to make room for; then
 *   words:      their count; how many from the first on are in the lead for that, and in the first sentence; how many at the end are the title's alone; how many
 *               of the rest are in the title too, and the distances between these; a nibble a word, kind and count; a row a word
 *   figures, days, quotations: each a count and its rows
 * Numbers are in seven bits a byte, least first, the eighth set while more follow. A string is twice its length, plus one when it is
 * packed in so many bits a letter as its alphabet needs, and its letters. A row of a word begins with its count when the nibble cannot
 * hold it, then
 *   a number:          a string of digits
 *   a stem with number: (255 + number) × 2, plus one when an ending follows, high byte first
 *   any other stem:    0, or 1 when an ending follows, and a string of letters
 * An ending is the number of a row, or SHORTHAND_OTHER, the number of letters that go, and a string of letters. */
#pragma once

#include "indexer/gist.h"

/* Of the bytes; another version is not read. */
#define GIST_VERSION 4

/* Kinds of words in a nibble, beside (count - 1) << 2. */
enum { PLAIN, NAME, MAY_BE_NAME, NUMBER };
#define NIBBLE_COUNT_MAX                                                                           \
	3 /* a nibble of this and above: the count, less this and one, stands in the row */

/* Flags of a figure or a day. */
enum { IS_YEAR = 1, IN_LEAD = 2, HAS_UNIT = 4, HAS_VALUE = 8 };

#define STEM_BASE 255 /* numbers of stems have a high byte above 1 so */

/* More letters come of a byte in no gist: the longest endings, and what is packed. */
#define ROOM_FACTOR 64

typedef struct {
	guint bits;
	const char *letters; /* 1 << bits of them */
} Alphabet;

static const Alphabet digits = { 4, "0123456789.-w,:/" };
static const Alphabet letters = { 5, "abcdefghijklmnopqrstuvwxyz'.-012" };

/* The value that goes without saying: of whole numbers. */
double gist_implied_value (const char *norm);

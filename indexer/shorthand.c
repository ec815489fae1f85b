/* shorthand.c: stems by where they stand in their table, endings by their row. The table of stems is read where it lies: nothing is
 * made of it when a program starts. */
#include "indexer/shorthand.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/table.h"

#define STEMS "indexer/data/background.tsv"
#define ENDINGS "indexer/data/endings.tsv"
#define PREFIX_LEN 3 /* "fr\t" */

/* A stem's number is that of the eight bytes in which its row begins; of rows that begin in the same eight the first has it. Only rows of
 * one letter or digit are so short. */
#define STEP 8

/* The rows of one language, sorted by stem: "fr", tab, stem, tab, and more. Static. */
typedef struct {
	const char *start, *end;
} Side;

typedef struct {
	Side french, english;
	ShorthandEnding endings[SHORTHAND_OTHER]; /* [0] is SHORTHAND_SAME */
	guint ending_count;
} Tables;

/* --- reading the tables --- */

/* A row's end: its newline, or `end`. */
static const char *row_end (const char *at, const char *end)
{
	const char *newline = memchr (at, '\n', (gsize)(end - at));
	return newline ? newline : end;
}

/* The row that `at` is in begins here. */
static const char *row_start (const char *at, const char *start)
{
	while (at > start && at[-1] != '\n')
		at--;
	return at;
}

static void read_stems (Tables *tables)
{
	gsize len;
	const char *at = table_bytes (STEMS, &len), *end = at + len;
	/* Comments, then French, then English. */
	while (at < end && *at == '#')
		at = MIN (row_end (at, end) + 1, end);
	/* The first row that is not French is in [english, high]. */
	const char *english = at, *high = end;
	while (english < high) {
		const char *row = row_start (english + (high - english) / 2, english);
		if (*row == 'f')
			english = MIN (row_end (row, end) + 1, end);
		else
			high = row;
	}
	tables->french = (Side){ at, english };
	tables->english = (Side){ english, end };
}

static void read_endings (Tables *tables)
{
	gsize len;
	const char *bytes = table_bytes (ENDINGS, &len);
	char *at = g_strndup (bytes, len);
	tables->ending_count = 1;
	while (*at && tables->ending_count < SHORTHAND_OTHER) {
		char *line = at, *newline = strchr (at, '\n'), *text;
		at = newline ? newline + 1 : at + strlen (at);
		if (newline)
			*newline = '\0';
		gsize cut = strtoul (line, &text, 10);
		if (*line != '#' && *text == '\t')
			tables->endings[tables->ending_count++] =
				(ShorthandEnding){ cut, strlen (text + 1), text + 1 };
	}
}

static const Tables *the_tables (void)
{
	static gsize once;
	if (g_once_init_enter (&once)) {
		Tables *tables = g_new0 (Tables, 1);
		read_stems (tables);
		read_endings (tables);
		g_once_init_leave (&once, (gsize)tables);
	}
	return (const Tables *)once;
}

/* --- their mark --- */

/* `hash` gone on over the bytes, in four lanes, for all of a large table is read in each process that needs it.
 * Source of the factor: http://www.isthe.com/chongo/tech/comp/fnv/ */
static guint64 hash_bytes (guint64 hash, const char *bytes, gsize len)
{
	const guint64 factor = G_GUINT64_CONSTANT (1099511628211);
	guint64 lanes[4] = { hash, hash + 1, hash + 2, hash + 3 }, words[4];
	for (gsize i = 0; i < len; i += sizeof words) {
		memset (words, 0, sizeof words);
		memcpy (words, bytes + i, MIN (sizeof words, len - i));
		for (int k = 0; k < 4; k++) {
			lanes[k] = (lanes[k] ^ GUINT64_FROM_LE (words[k])) * factor;
			lanes[k] ^= lanes[k] >> 32;
		}
	}
	for (int k = 1; k < 4; k++)
		lanes[0] = (lanes[0] ^ lanes[k]) * factor;
	return lanes[0] ^ lanes[0] >> 32;
}

guint16 shorthand_mark (void)
{
	static gsize once;
	if (g_once_init_enter (&once)) {
		const char *const paths[] = { STEMS, ENDINGS };
		guint64 hash = 0;
		for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
			gsize len;
			const char *bytes = table_bytes (paths[i], &len);
			hash = hash_bytes (hash, bytes, len);
		}
		g_once_init_leave (&once, (gsize)(hash & G_MAXUINT16) + 1);
	}
	return (guint16)(once - 1);
}

/* --- stems --- */

/* NULL for a language that has none. */
static const Side *side_of (const Tables *tables, Lang lang)
{
	return lang == LANG_FR ? &tables->french : lang == LANG_EN ? &tables->english : NULL;
}

/* The stem of a row; NULL when it is none. */
static const char *stem_of_row (const char *row, const char *end, gsize *len)
{
	const char *stem = row + PREFIX_LEN;
	const char *tab = stem < end ? memchr (stem, '\t', (gsize)(end - stem)) : NULL;
	*len = tab ? (gsize)(tab - stem) : 0;
	return tab ? stem : NULL;
}

/* The first row that begins in the eight bytes of a number; NULL when none does. */
static const char *row_of_number (const Side *side, guint number)
{
	gsize from = (gsize)(number - 1) * STEP;
	if (from >= (gsize)(side->end - side->start))
		return NULL;
	const char *at = side->start + from, *last = MIN (at + STEP, side->end);
	for (; at < last; at++)
		if (at == side->start || at[-1] == '\n')
			return at;
	return NULL;
}

void shorthand_rows (Lang lang, const char **start, const char **end)
{
	const Side *rows = side_of (the_tables (), lang);
	g_assert (rows);
	*start = rows->start;
	*end = rows->end;
}

const char *shorthand_stem (Lang lang, guint number, gsize *len)
{
	const Side *side = side_of (the_tables (), lang);
	const char *row = side && number ? row_of_number (side, number) : NULL;
	return row ? stem_of_row (row, side->end, len) : NULL;
}

static guint16 find_stem (const Side *side, const char *stem)
{
	const char *low = side->start, *high = side->end;
	gsize len = strlen (stem), key_len;
	while (low < high) {
		const char *row = row_start (low + (high - low) / 2, low);
		const char *key = stem_of_row (row, high, &key_len);
		int order = key ? memcmp (stem, key, MIN (len, key_len)) : 0;
		if (order == 0 && len == key_len) {
			gsize number = (gsize)(row - side->start) / STEP + 1;
			bool has_it = number <= SHORTHAND_STEMS_MAX &&
				      row_of_number (side, (guint)number) == row;
			return has_it ? (guint16)number : 0;
		}
		if (order < 0 || (order == 0 && len < key_len))
			high = row;
		else
			low = MIN (row_end (row, high) + 1, high);
	}
	return 0;
}

/* --- endings --- */

ShorthandEnding shorthand_difference (const char *stem, const char *word)
{
	gsize same = 0;
	while (word[same] && word[same] == stem[same])
		same++;
	return (ShorthandEnding){ strlen (stem + same), strlen (word + same), word + same };
}

const ShorthandEnding *shorthand_ending (guint8 ending)
{
	const Tables *tables = the_tables ();
	return ending >= 1 && ending < tables->ending_count ? &tables->endings[ending] : NULL;
}

static guint8 find_ending (const Tables *tables, const char *stem, const char *word)
{
	ShorthandEnding found = shorthand_difference (stem, word);
	if (found.cut == 0 && found.len == 0)
		return SHORTHAND_SAME;
	for (guint i = 1; i < tables->ending_count; i++) {
		const ShorthandEnding *row = &tables->endings[i];
		if (row->cut == found.cut && row->len == found.len &&
		    memcmp (row->text, found.text, found.len) == 0)
			return (guint8)i;
	}
	return SHORTHAND_OTHER;
}

Shorthand shorthand_of (Lang lang, const char *stem, const char *word)
{
	const Tables *tables = the_tables ();
	const Side *side = side_of (tables, lang);
	return (Shorthand){ side ? find_stem (side, stem) : 0, find_ending (tables, stem, word) };
}

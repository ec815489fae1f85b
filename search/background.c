/* background.c: a sorted table searched in its text: most runs ask for a few hundred of its 30,000 rows. */
#include "search/background.h"

#include <string.h>

#include "indexer/shorthand.h"

#define PREFIX_LEN 3 /* "fr\t" */

/* A row's end: its newline, or `end`. */
static const char *row_end (const char *at, const char *end)
{
	const char *newline = memchr (at, '\n', (gsize)(end - at));
	return newline ? newline : end;
}

void background_open (Background *out)
{
	shorthand_rows (LANG_FR, &out->start[0], &out->end[0]);
	shorthand_rows (LANG_EN, &out->start[1], &out->end[1]);
}

/* The row that `at` is in begins here. */
static const char *row_start (const char *at, const char *start)
{
	while (at > start && at[-1] != '\n')
		at--;
	return at;
}

static guint count_of (const char *tab)
{
	guint count = 0;
	while (g_ascii_isdigit (*++tab))
		count = count * 10 + (guint)(*tab - '0');
	return count;
}

/* The tab behind `stem` in its row, NULL when it has none. */
static const char *find (const Background *background, Lang lang, const char *stem)
{
	int side = lang != LANG_FR;
	const char *low = background->start[side], *high = background->end[side];
	gsize len = strlen (stem);
	while (low < high) {
		const char *row = row_start (low + (high - low) / 2, low);
		const char *key = row + PREFIX_LEN, *end = row_end (row, high);
		const char *tab = memchr (key, '\t', (gsize)(end - key));
		gsize key_len = tab ? (gsize)(tab - key) : 0;
		int order = memcmp (stem, key, MIN (len, key_len));
		if (order == 0 && len == key_len)
			return tab;
		if (order < 0 || (order == 0 && len < key_len))
			high = row;
		else
			low = MIN (end + 1, high);
	}
	return NULL;
}

guint background_count (const Background *background, Lang lang, const char *stem)
{
	const char *tab = find (background, lang, stem);
	return tab ? count_of (tab) : 0;
}

bool background_is_name (const Background *background, Lang lang, const char *stem, bool *known)
{
	const char *tab = find (background, lang, stem);
	*known = tab != NULL;
	/* "fr<TAB>stem<TAB>count<TAB>name" */
	return tab && row_end (tab, background->end[lang != LANG_FR])[-1] == 'e';
}

void background_each (const Background *background, BackgroundFunc func, gpointer data)
{
	for (int side = 0; side < 2; side++)
		for (const char *at = background->start[side]; at < background->end[side];) {
			const char *end = row_end (at, background->end[side]);
			const char *key = at + PREFIX_LEN,
				   *tab = memchr (key, '\t', (gsize)(end - key));
			if (tab)
				func (key, (gsize)(tab - key), count_of (tab), data);
			at = end + 1;
		}
}

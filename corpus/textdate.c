/* textdate.c: the date that a plain text gives of itself.
 *
 * Around each year in it, page_date_find() is asked for a date; what stands before the date, and how much
 * else stands in its line, says what the date is worth. */
#include "corpus/textdate.h"

#include <string.h>

#include "corpus/page_date.h"
#include "shim/text.h"

#define BEFORE_YEAR                                                                                \
	64 /* bytes in which weekday, day, month and their marker stand before the year */
#define AFTER_YEAR 48 /* bytes in which a time and its zone may follow it */
#define BESIDE_MAX 40 /* letters on either side of a date that is introduced by a marker */
#define LINE_MAX_LETTERS                                                                           \
	24 /* letters beside a date in a line that is a date: a weekday, a short byline */
#define AHEAD_S (14 * 3600) /* the zone farthest ahead of UTC */

/* In order of worth. */
typedef enum { WORTH_NONE, WORTH_LINE, WORTH_UPDATED, WORTH_PUBLISHED } Worth;

typedef struct {
	const char *text;
	gsize len;
	Lang lang;
	gint64 now_s;
	ArticleDate best[WORTH_PUBLISHED + 1]; /* of each worth; precision DATE_NONE: none */
} Search;

/* Words that introduce a date, as text_fold() gives them. */
static const struct {
	const char *words;
	Worth worth;
} markers[] = {
	{ "published", WORTH_PUBLISHED },     { "publication", WORTH_PUBLISHED },
	{ "posted", WORTH_PUBLISHED },        { "publie", WORTH_PUBLISHED },
	{ "publiee", WORTH_PUBLISHED },       { "mis en ligne", WORTH_PUBLISHED },
	{ "mise en ligne", WORTH_PUBLISHED }, { "paru", WORTH_PUBLISHED },
	{ "updated", WORTH_UPDATED },         { "update", WORTH_UPDATED },
	{ "last modified", WORTH_UPDATED },   { "revised", WORTH_UPDATED },
	{ "mis a jour", WORTH_UPDATED },      { "mise a jour", WORTH_UPDATED },
	{ "modifie", WORTH_UPDATED },         { "maj", WORTH_UPDATED },
	{ "actualise", WORTH_UPDATED },
};

static bool is_word_byte (char c)
{
	return g_ascii_isalnum (c) || (guchar)c >= 0x80;
}

/* Where the last of the markers in folded `s` stands as whole words; it is the one that the date belongs to. */
static Worth marker_in (const char *s)
{
	Worth worth = WORTH_NONE;
	const char *last = s;
	for (gsize i = 0; i < G_N_ELEMENTS (markers); i++) {
		gsize len = strlen (markers[i].words);
		for (const char *at = s; (at = strstr (at, markers[i].words)); at++) {
			bool whole = (at == s || !is_word_byte (at[-1])) && !is_word_byte (at[len]);
			if (whole && at >= last) {
				last = at;
				worth = markers[i].worth;
			}
		}
	}
	return worth;
}

/* Letters and digits of `len` bytes, as far as they matter: a long line is not counted again for each date in it. */
static gsize count_letters (const char *s, gsize len)
{
	gsize count = 0;
	if (len > 4 * BESIDE_MAX)
		return BESIDE_MAX + 1;
	for (gsize i = 0; i < len; i++)
		count += is_word_byte (s[i]) && ((guchar)s[i] & 0xc0) != 0x80;
	return count;
}

/* "PARIS, ", "LONDON (Agency) - ", "Lille, le ": capitals or little else before the date, at the head of a line. */
static bool is_dateline (const char *line, const char *date)
{
	gsize len = (gsize)(date - line), capitals = 0, small = 0;
	if (len > 48)
		return false;
	for (gsize i = 0; i < len; i++) {
		capitals += g_ascii_isupper (line[i]);
		small += g_ascii_islower (line[i]);
	}
	return capitals >= 3 && capitals > small;
}

/* What the date at [start, end) of the line [line, line_end) is worth. */
static Worth worth_of (const char *line, const char *line_end, const char *start, const char *end)
{
	gsize before = count_letters (line, (gsize)(start - line));
	gsize after = count_letters (end, (gsize)(line_end - end));
	/* A study "published on 3 May 2019" is in a sentence; the article says it of itself in a line apart. */
	if (before <= BESIDE_MAX && after <= BESIDE_MAX) {
		g_autofree char *folded = text_fold (line, start - line, NULL);
		Worth marked = marker_in (folded);
		if (marked != WORTH_NONE)
			return marked;
	}
	if (before + after <= LINE_MAX_LETTERS || is_dateline (line, start))
		return WORTH_LINE;
	/* A day that is spoken of. Of 2,187 dated news articles 154 speak of one with its year, and in 39 of these
	 * it was the day of publication or the one beside it: no date is better than such a date. */
	return WORTH_NONE;
}

/* The first of each worth counts. */
static void weigh (Search *search, const ArticleDate *date, Worth worth)
{
	ArticleDate *best = &search->best[worth];
	if (worth != WORTH_NONE && best->precision == DATE_NONE &&
	    date->unix_s <= search->now_s + AHEAD_S)
		*best = *date;
}

static bool is_year (const char *s, const char *end)
{
	return end - s >= 4 && (s[0] == '1' || s[0] == '2') && g_ascii_isdigit (s[1]) &&
	       g_ascii_isdigit (s[2]) && g_ascii_isdigit (s[3]) &&
	       (end - s == 4 || !g_ascii_isdigit (s[4]));
}

/* The date around the year at `year` in the line; returns where to go on. */
static const char *try_year (Search *search, const char *line, const char *line_end,
			     const char *from, const char *year)
{
	const char *start = year - from > BEFORE_YEAR ? year - BEFORE_YEAR : from;
	while (start < year && ((guchar)*start & 0xc0) == 0x80)
		start++;
	const char *end = line_end - year > 4 + AFTER_YEAR ? year + 4 + AFTER_YEAR : line_end;
	while (end < line_end && ((guchar)*end & 0xc0) == 0x80)
		end--;
	gsize at = 0, date_start, date_end;
	ArticleDate date = { 0 };
	while (page_date_find (start, end - start, at, search->lang, 0, &date, &date_start,
			       &date_end)) {
		if (start + date_start <= year && year + 4 <= start + date_end) {
			Worth worth =
				worth_of (line, line_end, start + date_start, start + date_end);
			weigh (search, &date, worth);
			return start + date_end;
		}
		/* Another one, before this year or after it: its own year will find it. */
		if (start + date_start > year || date_end <= at)
			break;
		at = date_end;
	}
	return year + 4;
}

static void search_line (Search *search, const char *line, const char *line_end)
{
	const char *from = line;
	for (const char *c = line; line_end - c >= 4;) {
		if (!g_ascii_isdigit (*c)) {
			c++;
		} else if (is_year (c, line_end)) {
			from = c = try_year (search, line, line_end, from, c);
		} else {
			while (c < line_end && g_ascii_isdigit (*c))
				c++;
		}
	}
}

static void take (ArticleDate *out, const ArticleDate *date, double confidence)
{
	g_free (out->source);
	*out = *date;
	out->source = g_strdup ("text");
	out->confidence = confidence;
}

bool textdate_find (const char *text, gsize len, Lang lang, gint64 now_s, ArticleDate *published,
		    ArticleDate *modified)
{
	static const double confidence[] = { 0, 0.4, 0.4, 0.5 };
	Search search = { text, MIN (len, TEXTDATE_MAX), lang, now_s, { { 0 } } };
	const char *end = text + search.len;
	for (const char *line = text; line < end;) {
		const char *newline = memchr (line, '\n', (gsize)(end - line));
		search_line (&search, line, newline ? newline : end);
		line = newline ? newline + 1 : end;
	}
	Worth worth = WORTH_PUBLISHED;
	while (worth > WORTH_NONE && search.best[worth].precision == DATE_NONE)
		worth--;
	if (worth == WORTH_NONE)
		return false;
	take (published, &search.best[worth], confidence[worth]);
	if (worth == WORTH_PUBLISHED && search.best[WORTH_UPDATED].precision != DATE_NONE)
		take (modified, &search.best[WORTH_UPDATED], confidence[WORTH_PUBLISHED]);
	return true;
}

/* page_date.h: dates as people write them in French and English: "mercredi 9 septembre 2020 à 16h35",
 * "Updated 4:35 PM ET, Wed September 9, 2020", "il y a 2 heures", "hier à 10h", "09/09/2020". */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"

#define PAGE_DATE_MAX 2000 /* bytes of a text that are looked at */

/* Find the first date at or after byte `from` of clean `text` (`len` bytes, -1: NUL-terminated).
 *
 * `lang` decides 03/04/2020 where the numbers do not: month first in English, day first elsewhere. `now_s` is what
 * "yesterday", "2 hours ago" and a date without year count from, into the past; 0: those are not dates then.
 * A time beside the date is taken with it, as is a zone. Needs a day: "September 2020" is none here.
 * True: `out` is the date (its source untouched; confidence not set), [*start, *end) its place in the text (both may be NULL).
 * False: outputs untouched. */
bool page_date_find (const char *text, gssize len, gsize from, Lang lang, gint64 now_s,
		     ArticleDate *out, gsize *start, gsize *end);

/* A field that holds a date and little else: what article_date_parse() reads, then page_date_find(), then a
 * weekday alone ("Friday"). */
bool page_date_parse (const char *text, Lang lang, gint64 now_s, ArticleDate *out);

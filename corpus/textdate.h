/* textdate.h: the date that a plain text gives of itself: "Publié le 9 septembre 2020", or a line that is a date. Dates
 * themselves are read by page_date.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "corpus/article.h"

#define TEXTDATE_MAX 262144 /* bytes of a text that are looked at */

/* Find out when clean `text` (`len` bytes) was published, and, where it says so, modified.
 *
 * Only complete dates count, with a day and a year. In this order, with this confidence: introduced by "Published",
 * "Publié le", … 0.5; by "Updated", "Mis à jour le", … 0.4; a line that is little but a date, or begins as a news
 * agency's ("PARIS, 9 sept. 2020 (Agence) –") 0.4. A day that the text merely speaks of is no date of the text.
 * `lang` decides 03/04/2020: month first in English, day first elsewhere. None is later than `now_s` (but for the
 * zones that are ahead of UTC). Source is "text".
 *
 * True: `published` is set; `modified` too when the text gives both, else it is untouched. False: both are untouched. */
bool textdate_find (const char *text, gsize len, Lang lang, gint64 now_s, ArticleDate *published,
		    ArticleDate *modified);

/* page_line.h: lines that stand in an article's element and are not the article, by corpus/data/page_lines.tsv. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Is the folded (text_fold) `line` of `words` words furniture: "read more", "publicite", "lire aussi : …"? */
bool page_line_is_furniture (const char *line, gsize len, guint32 words);

/* furniture.h: the lines of a news text that are not the news: "- Advertisement -", "Laisser un commentaire",
 * "À lire aussi : …", captions said twice, template remains. By tables (corpus/data/furniture.tsv) and by
 * repetition, never by one site's or file's own lines. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The lines of clean `text` that count as content, as GArray of TextSpan (shim/text.h), in order; each without its
 * newline and outer white space, none empty. `title` (may be NULL): lines that only repeat it are left out.
 * `why` (may be NULL) gets a GPtrArray entry per line left out: "rule<TAB>line". The caller owns the array. */
GArray *furniture_content (const char *text, gsize len, const char *title, GPtrArray *why);

/* Content alone, lines joined by "\n". Owned. */
char *furniture_strip (const char *text, gsize len, const char *title);

/* Whether one line is furniture by the tables alone; the rule's name or NULL. Static. */
const char *furniture_rule (const char *line, gsize len);

/* furniture_table.h: the signs of furniture.tsv, and whether a line has one. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The core of a line: folded, without the marks and spaces around it. What two lines that say the same have in
 * common. NULL when nothing but marks is in it. `folded` (NULL allowed) gets the whole folded line. Both owned. */
char *furniture_core (const char *line, gsize len, char **folded);

/* The rule of the first row that `line` fits, or NULL. `folded` and `core` (NULL allowed) are of the same line.
 * Static.  Cost: about 3 µs for a line of prose. */
const char *furniture_table_match (const char *line, gsize len, const char *folded,
				   const char *core);

/* discover_private.h: what discover*.c share. */
#pragma once

#include "corpus/discover.h"

/* The table corpus/data/discover.tsv: char *: what, value, what, value, … Static. */
const GPtrArray *discover_rows (void);

/* lexicon_names.h: name lists that are installed beside us, and our own table, as facts for the merger. */
#pragma once

#include "indexer/lexicon_merge.h"

/* Every name list of ICU that names.h offers. */
void lexicon_names_icu (LexiconMerge *merge);

/* CLDR as Debian's unicode-cldr-core has it, in DIR (…/unicode/cldr/common): subdivisions of countries, units, and the short names
 * of symbols. False, with the reason, when nothing could be read. */
bool lexicon_names_cldr (LexiconMerge *merge, const char *dir, GError **error);

/* Cities and provinces: DIR/fr/LC_MESSAGES/geonames.mo and the English one, joined by GeoNames' number. */
bool lexicon_names_geonames (LexiconMerge *merge, const char *dir, GError **error);

/* A table like indexer/data/names.tsv: French TAB English TAB why; alternatives between "|", the best first; "!" before
 * an English one says that the two are no translations of each other. "#" begins a comment. Returns how many lines were not of that form. */
guint lexicon_names_table (LexiconMerge *merge, const char *text, gsize len, LexiconSource source);

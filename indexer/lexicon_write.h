/* lexicon_write.h: writes the lexicon's file. Used by the builder and by tests. */
#pragma once

#include "indexer/lexicon.h"

typedef struct LexiconWriter LexiconWriter;

LexiconWriter *lexicon_writer_new (void);
void lexicon_writer_free (LexiconWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LexiconWriter, lexicon_writer_free)

/* The number of key `stem` of language `lang`, made when it is not there. */
guint32 lexicon_writer_key (LexiconWriter *writer, Lang lang, const char *stem);

/* Append a translation to key number `key` of language `from`; `stem` and `surface` are copied. Translations come best first;
 * all of one key before any of the next, keys in any order. `weight` 0..1. */
void lexicon_writer_add (LexiconWriter *writer, Lang from, guint32 key, const char *stem,
			 const char *surface, double weight, guint32 sources);

/* The text for lexicon_about(). Copied. */
void lexicon_writer_about (LexiconWriter *writer, const char *about);

/* The whole file, for tests; or written to `path`, replacing it at once or not at all (FAILED with the reason). */
GBytes *lexicon_writer_bytes (LexiconWriter *writer);
bool lexicon_writer_save (LexiconWriter *writer, const char *path, GError **error);

/* lexicon_build.h: builds the lexicon from what is installed: FreeDict's dictionaries, CLDR, GeoNames, ICU, and our own table.
 *
 * Nothing of it is shipped: FreeDict's data are CC BY-SA 3.0, GeoNames' CC BY 4.0, CLDR's and ICU's under the Unicode
 * licence; joined on the user's machine, for the user, no licence is passed on. */
#pragma once

#include "indexer/lexicon.h"

/* Why one package could not be used, or that it was; `note` is one clean line. */
typedef void (*LexiconNotice) (bool used, const char *package, const char *note, gpointer data);

/* Build the lexicon and write it to `path`, replacing what is there at once.
 *
 * `share` is where the packages are (NULL is /usr/share): share/dictd, share/unicode/cldr/common, share/locale. Each package
 * that cannot be read is told to `notice` and left out. `trained` (up to a NULL; may be NULL): files of `lexicon train`, which must be
 * readable: French TAB English TAB p(en | fr) TAB p(fr | en), "#" begins a comment. Fails with LEXICON_ERROR_NOT_FOUND when none could be read, and with
 * G_FILE_ERROR when the file cannot be written.   Cost: about 8 s, 170 MB. */
bool lexicon_build (const char *share, const char *const *trained, const char *path,
		    LexiconNotice notice, gpointer data, GError **error);

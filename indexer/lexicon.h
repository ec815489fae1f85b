/* lexicon.h: the French–English lexicon: weighted translations of stems, both ways, memory-mapped.
 *
 * Keys are folded stems (Snowball of the lower-cased word, then text_fold()), or several of them with one space
 * between (at most LEXICON_PHRASE_MAX words). Built on the user's machine by `make lexicon` from Debian's packages. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "shim/lang.h"

#define LEXICON_ERROR (lexicon_error_quark ())
GQuark lexicon_error_quark (void);
typedef enum {
	LEXICON_ERROR_NOT_FOUND,
	LEXICON_ERROR_CORRUPT, /* not a lexicon, damaged, or of another version: build it anew */
	LEXICON_ERROR_FAILED,
} LexiconErrorCode;

#define LEXICON_PHRASE_MAX 4

/* Where an entry comes from; an entry may have several. */
typedef enum {
	LEXICON_FREEDICT = 1 << 0, /* pivot through FreeDict's dictionaries */
	LEXICON_ICU = 1 << 1,      /* ICU's own country, language and currency names */
	LEXICON_CLDR = 1 << 2,
	LEXICON_GEONAMES = 1 << 3,
	LEXICON_TABLE =
		1 << 4, /* indexer/data/names.tsv: acronyms, demonyms, name spellings of our own */
	LEXICON_TRAINED = 1 << 5, /* IBM-1 on parallel text */
	LEXICON_USER = 1 << 6,
} LexiconSource;

typedef struct {
	const char *
		stem; /* the translation's key in the other language: folded stem(s). Borrowed from the lexicon */
	const char *surface; /* a form to show a person, e.g. "embassy". Borrowed */
	float weight;        /* 0..1: p(translation | key), the translations of one key sum to 1 */
	guint32 sources;     /* LexiconSource bits */
} LexiconEntry;

typedef struct Lexicon Lexicon;

/* Map the lexicon at `path`, and see whether all of it is as it was written (2 ms of CPU for 9 MB). Shared by threads; read-only. */
Lexicon *lexicon_open (const char *path, GError **error);
/* Where the program finds its lexicon: $ENTENTE_LEXICON, beside the program, ../share/entente. Owned; NULL when there is none. */
char *lexicon_default_path (void);
/* The lexicon at lexicon_default_path() with the user's own words (lexicon_user.h) over it. NOT_FOUND when there is none. Not `whole`: only its
 * head is looked at, for a question that begins with all of it would take longer to begin than to answer; what is damaged behind it gives
 * other translations, and no worse. */
Lexicon *lexicon_open_default (bool whole, GError **error);
void lexicon_close (Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lexicon, lexicon_close)

/* The translations of `stem` (of language `from`, LANG_FR or LANG_EN) into `out`, best first, at most `max`. Returns their number.
 * Cost: < 1 µs. NULL lexicon gives 0. */
guint lexicon_lookup (const Lexicon *lexicon, Lang from, const char *stem, gsize len,
		      LexiconEntry *out, guint max);
/* Number of keys of a language, and of pairs; without the user's own. */
void lexicon_counts (const Lexicon *lexicon, Lang from, guint64 *keys, guint64 *pairs);
/* How many pairs of the user's own are to hold, and how many are not. */
void lexicon_own_counts (const Lexicon *lexicon, guint *added, guint *removed);
/* What it was built from, one line a source: name TAB licence TAB number of pairs. Borrowed; never NULL. */
const char *lexicon_about (const Lexicon *lexicon);

/* The table of sources, in order of their bits; ends with a NULL name. Static. */
typedef struct {
	LexiconSource source;
	const char *name;    /* for a person and for JSON: "freedict" */
	const char *title;   /* "FreeDict (WikDict, JMdict)" */
	const char *licence; /* of its data */
} LexiconSourceRow;
const LexiconSourceRow *lexicon_sources (void);

/* space.h: the space in which articles are compared: an id and a rarity for every stem, shared by all profiles of one run. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "indexer/analyze.h"
#include "indexer/gist.h"
#include "indexer/lexicon.h"
#include "search/vector.h"
#include "shim/xap.h"

typedef struct Space Space;

/* Rarity counts documents of `db` (may be NULL) on top of the general news of indexer/data/background.tsv, so that
 * a corpus of four articles knows that "government" is a common word. All three are borrowed. */
Space *space_new (XapDb *db, const Lexicon *lexicon, Analyzer *analyzer, GError **error);
void space_free (Space *space);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Space, space_free)

/* Id of a folded stem of `lang`; equal stems of one language have one id. */
guint32 space_id (Space *space, Lang lang, const char *stem, gsize len);
/* The stem of an id (borrowed), and its language. */
const char *space_stem (const Space *space, guint32 id);
/* ln ((N + 1) / (df + .5)) over the language's documents and the background, at least .05.  Source: BM25's idf, unclipped part. */
double space_idf (Space *space, guint32 id);
/* Look up what space_idf() will be asked for of `ids` (guint32), in the order of the index: neighbours there stand in one block, and of
 * thousands of words at random each would be three blocks. */
void space_expect (Space *space, const GArray *ids);

/* Whether general news writes `id` with a capital. Of what it does not know the lexicon's best translation tells; what that does not
 * know either is taken for a name. */
bool space_is_name (Space *space, guint32 id);

/* A translation in the other language's ids. */
typedef struct {
	guint32 id;
	float weight;        /* 0..1; the kept translations of one stem have L2 norm 1 */
	const char *surface; /* borrowed */
} Translation;
#define SPACE_TRANSLATIONS 4
/* The best translations of `id`; borrowed array, at most SPACE_TRANSLATIONS. */
const Translation *space_translations (Space *space, guint32 id, guint *count);

/* One form of a word: all that hangs on its letters alone, worked out when it is met first. */
typedef struct {
	guint32 id;       /* of the stem */
	guint32 other_id; /* of the same letters in the other language, stemmed as that does */
	float idf;        /* space_idf() */
	guint16 word_len;
	guint8 target_count;
	Weighted targets[SPACE_TRANSLATIONS]; /* space_translations() */
	const char *word, *stem;              /* folded */
} SpaceForm;
/* The forms of `words` (GistWord) of `lang` into `out`, borrowed for the space's life. */
void space_forms (Space *space, Lang lang, const GArray *words, const SpaceForm **out);
/* space_is_name() of its stem. */
bool space_form_is_name (Space *space, const SpaceForm *form);

/* "Gorbatchev" and "Gorbachev" have one skeleton: ph→f, ch/tch/sh/sch→c, dj→j, kh→k, ou/oo→u, w→v, y→i, th→t, then vowels, h and
 * repeated letters go. "" for words too short to have one. Owned. */
char *space_skeleton (const char *word);
/* A number for the skeleton of a form, equal for equal ones; 0 for "". */
guint32 space_skeleton_id (Space *space, const SpaceForm *form);

/* A run of SPACE_LETTERS letters of a word, its ends marked: a hash of it, and how rare it is, 0…9: estimated from the background's
 * stems that have it. */
typedef struct {
	guint32 hash;
	double idf;
} SpaceLetters;
#define SPACE_LETTERS 4
/* The runs of a form: borrowed array, none for words too short. */
const SpaceLetters *space_letters (Space *space, const SpaceForm *form, guint *count);

Analyzer *space_analyzer (Space *space);

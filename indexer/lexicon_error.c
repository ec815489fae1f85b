/* lexicon_error.c: the errors of the lexicon and of what a user adds to it. */
#include "indexer/lexicon.h"

G_DEFINE_QUARK (entente - lexicon - error - quark, lexicon_error)

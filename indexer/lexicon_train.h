/* lexicon_train.h: a lexicon of word translations from parallel text: IBM's first model, both ways.
 *
 * Content words are counted by stem; a translation's probability is found by expectation maximisation over the sentences in
 * which both occur. Source: P. Brown et al., The Mathematics of Statistical Machine Translation (1993),
 * https://aclanthology.org/J93-2003/ . Pairs are counted in a table of bounded size, from which the rarest are dropped when it is
 * full (lossy counting: G. Manku, R. Motwani, Approximate Frequency Counts over Data Streams, 2002). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A pair of words that were found to translate each other, as written; p_en is p(en | fr), p_fr is p(fr | en). Borrowed for the call. */
typedef void (*LexiconTrainVisit) (const char *fr, const char *en, double p_en, double p_fr,
				   gpointer data);
/* Called now and then with 0..1; returns false to stop. */
typedef bool (*LexiconTrainStep) (double done, gpointer data);

typedef struct {
	guint64 sentences; /* pairs used */
	guint64 skipped;   /* without content words on a side, or too long */
	guint64 pairs;	   /* of words found */
} LexiconTrainStats;

/* Train on the files `fr` and `en`, of which line n is a translation of line n (UTF-8, or gzip of it), and give what was found
 * to `visit`, each pair once. `step` (may be NULL). Line ends are the only structure; empty lines are skipped.
 *
 * Errors: G_FILE_ERROR for a file that cannot be read; LEXICON_ERROR_FAILED when the files have not the same number of lines,
 * nothing was learnt, or `step` said to stop.   Memory: at most 400 MB whatever the text's size, beside a file of about its size
 * in the directory for temporary files. */
bool lexicon_train (const char *fr, const char *en, LexiconTrainVisit visit, LexiconTrainStep step,
		    gpointer data, LexiconTrainStats *stats, GError **error);

/* pick.h: the articles that words of the command line name: files, stories of the corpus, articles of the corpus. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store.h"

/* Append the articles (Article *) that `key` names to `out`: those of a file or of standard input ("-"), those of a story (its id or a beginning of
 * it), or one of the corpus by its id, the beginning of one, or its URL. `store` may be NULL when there is no corpus: then only files are found. On
 * failure an error is printed and *status set. */
bool pick_articles (const CmdContext *context, Store *store, const char *key, GPtrArray *out,
		    int *status);

/* The same for several words, opening the corpus for reading when one of them is no file. */
bool pick_all (const CmdContext *context, char **keys, GPtrArray *out, int *status);

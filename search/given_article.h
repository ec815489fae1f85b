/* given_article.h: the article that a command is asked about, which need not be in the corpus. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store.h"

/* By id, a unique beginning of one, URL, file, or "-" for standard input. `*self` is its docid, 0 when the corpus does not have it (a file
 * whose very article it has is that one). `store` may be NULL: then only files are looked at. On failure an error is printed and
 * *status set. `*out` is owned. */
bool given_article (const CmdContext *context, Store *store, const char *key, Article **out,
		    guint32 *self, int *status);

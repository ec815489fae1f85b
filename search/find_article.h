/* find_article.h: the article that a word of the command line names. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store.h"

/* By id, a unique beginning of one, or URL. On failure an error is printed and *status set. `*out` is owned. */
bool find_article (const CmdContext *context, Store *store, const char *key, guint32 *docid, Article **out, int *status);

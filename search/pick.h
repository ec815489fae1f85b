/* pick.h: the articles that words of the command line name: files, stories of the corpus, articles of the corpus. */
#pragma once

#include "corpus/cmd.h"
#include "corpus/store.h"

/* One article of the corpus: by id, a unique beginning of one, or URL. On failure an error is printed and *status set. `*out` is owned. */
bool pick_stored (const CmdContext *context, Store *store, const char *key, guint32 *docid,
		  Article **out, int *status);

/* The option that commands which fetch pages have. */
#define PICK_OPTIONS(context)                                                                      \
	{                                                                                          \
		"allow-private", 0, 0, G_OPTION_ARG_NONE, &(context)->allow_private,               \
			"Fetch a page from a private network too", NULL                            \
	}

/* The same, or the first one of a file, or "-" for standard input, or that of a page whose http(s) address is given and which the corpus does not
 * have: it is fetched, if its robots.txt allows. `*docid`: 0 when the corpus does not have it (a file whose very article it has
 * is that one). `store` may be NULL: then only files are looked at. */
bool pick_article (const CmdContext *context, Store *store, const char *key, guint32 *docid,
		   Article **out, int *status);

/* Append the articles (Article *) that `key` names to `out`: those of a file or of standard input ("-"), those of a story (its id or a beginning of
 * it), one of the corpus by its id, the beginning of one, or its URL, or that of a page on the web, as pick_article(). `store` may be NULL when there is no corpus: then only files are found. On
 * failure an error is printed and *status set. */
bool pick_articles (const CmdContext *context, Store *store, const char *key, GPtrArray *out,
		    int *status);

/* The same for several words. `store` (may be NULL) is what pick_store() opened for them. */
bool pick_all (const CmdContext *context, Store *store, char **keys, GPtrArray *out, int *status);

/* Open the corpus for reading when one of the words is no file: *store NULL, and true, when none is needed or there is none. For store_close(). On
 * failure an error is printed and *status set. */
bool pick_store (const CmdContext *context, char **keys, Store **store, int *status);

/* session.h: a corpus opened for asking: store, index, analyser, lexicon, together. */
#pragma once

#include <stdbool.h>

#include "corpus/cmd.h"
#include "corpus/store.h"
#include "indexer/analyze.h"
#include "indexer/lexicon.h"
#include "shim/xap.h"

typedef struct {
	Store *store;
	XapDb *db;
	bool own_index; /* db is the corpus's own index: its docids are the store's */
	Analyzer *analyzer;
	Lexicon *lexicon; /* NULL when there is none: said once, as a warning */
} Session;

/* Open the corpus of `context` for reading. On failure the error is printed and *status set. */
bool session_open (const CmdContext *context, Session *session, int *status);
/* The same, but search the indexes at `databases` (paths, stub files, "tcp:HOST:PORT"; up to a NULL) together in place of the
 * corpus's own. NULL: its own. */
bool session_open_on (const CmdContext *context, char **databases, Session *session, int *status);
/* The lexicon by itself; NULL when there is none, which is said as a warning. */
Lexicon *session_lexicon (const CmdContext *context);
void session_close (Session *session);

/* The lexicon of this installation; NULL, and a warning, when there is none. For lexicon_close(). */
Lexicon *session_lexicon (const CmdContext *context);

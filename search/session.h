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
	Analyzer *analyzer;
	Lexicon *lexicon; /* NULL when there is none: said once, as a warning */
} Session;

/* Open the corpus of `context` for reading. On failure the error is printed and *status set. */
bool session_open (const CmdContext *context, Session *session, int *status);
void session_close (Session *session);

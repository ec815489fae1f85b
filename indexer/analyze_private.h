/* analyze_private.h: what the analyze*.c files share. */
#pragma once

#include "indexer/analyze.h"

/* What a word as it is written becomes. */
typedef struct {
	const char *strings;        /* the folded word, NUL, its stem, NUL */
	guint16 word_len, stem_len; /* word_len is never 0; stem_len 0: no stem */
	guint16 start,
		end; /* the bytes of what is written that are the word: without elided article and possessive */
	Shorthand written;
	const UnitWord *says; /* static */
	bool is_stop, is_capital;
} AnalyzeWord;

/* Everything about a word of clean text that its letters and the language decide; NULL when it is too long. `whole`: elision is not
 * undone in it. Borrowed from analyze_cache(), until that is let go. */
const AnalyzeWord *analyze_word (Analyzer *analyzer, Lang lang, const char *bytes, gsize len,
				 bool whole);

/* What words of a language have become. Counted references, safe between threads: the analyzer has one of what it uses, until it begins
 * anew. */
typedef struct WordCache WordCache;

/* The cache that the last analyze_word() for `lang` answered from: g_atomic_rc_box_acquire() keeps what it has answered. */
WordCache *analyze_cache (Analyzer *analyzer, Lang lang);
void word_cache_unref (gpointer cache);

/* links_private.h: what links*.c share. */
#pragma once

#include "corpus/links.h"
#include "corpus/url.h"

typedef enum {
	WORD_SECTION,
	WORD_ARTICLE,
	WORD_NOT,
	WORD_SESSION,
	WORD_CALENDAR,
	WORD_VIEW,
	WORD_ASSET,
	WORD_KINDS
} LinkWord;
/* Whether lower-case `word` is of that kind in corpus/data/links.tsv. */
bool links_word (LinkWord kind, const char *word);
/* The path's segments, percent-decoded where that is UTF-8, lower case, without empty ones. NULL-terminated, owned. */
char **links_segments (const Url *url);
/* The names of the query's parameters, lower case. NULL-terminated, owned. */
char **links_parameters (const Url *url);
/* Four digits that are a year of the web: 1990 to 2100; 0 when `s` is none. */
int links_year (const char *s);

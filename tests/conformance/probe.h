/* probe.h: the small program behind `make eval-conformance`: one JSON case a line in, one answer a line out. */
#pragma once

#include <jansson.h>

/* Answer one case: read `input`, set fields of `answer`, whose "id" is already there. */
typedef void (*ProbeFunc) (const json_t *input, json_t *answer);

typedef struct {
	const char *suite; /* NULL ends a table */
	ProbeFunc func;
} ProbeSuite;

/* One table for each part of the program, in the file of its name. */
extern const ProbeSuite probe_text[]; /* probe_text.c: charset, meta_charset, words, …, langid, stem */
extern const ProbeSuite probe_page[]; /* probe_page.c: dates, date_pages, page fuzz */
extern const ProbeSuite probe_web[];  /* probe_web.c: robots, feeds, sitemaps, urls, warc */
extern const ProbeSuite probe_query[]; /* probe_query.c: queries */

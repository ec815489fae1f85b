/* compare_print.h: what the written forms of a comparison's report share. */
#pragma once

#include <glib.h>
#include <jansson.h>

/* A string of the report as one clean line; "" when there is none. Owned. */
char *report_line (const json_t *object, const char *key);
/* "1 fr", the number and the language of the article that a place is in. Owned. */
char *report_article (const json_t *report, const json_t *place);
/* "Hexagone Info, 2026-03-04 09:10": outlet and time of an article. Owned. */
char *report_outlet (const json_t *article);
/* "report of its own", "copy of 1 (80% of its sentences)"… and the agencies. Owned. */
char *report_origin (const json_t *article);
/* What a row of figures says: "differ", "agree"…; "only 2 en" when one article has it. Owned. */
char *report_verdict (const json_t *report, const json_t *row);
/* "first in French: 1, in English: 2, 1.5 hours apart"; "" without a timeline. Owned. */
char *report_first (const json_t *report);

/* "; changed, last on 2026-03-04: 2 earlier versions"; "" when the corpus knows of none. Owned. */
char *report_versions (const json_t *report, const json_t *article);

/* Headings and notes, so that all forms say the same. */
extern const char report_note_figures[], report_note_only[], report_note_names[];

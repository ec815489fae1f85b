/* compare_gold.h: reads the judged coverage of tests/data/compare (its README says how it is marked up). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "shim/lang.h"

/* One {…} or […] of a line. Strings are owned by the GoldText. */
typedef struct {
	bool quote;
	char *tag;          /* "" when no other text has it */
	char *value;        /* figures: as written ("~1000", "20..99", "2026-03-04") */
	char *unit;         /* figures: "" for none */
	guint32 start, end; /* bytes of the text without markup */
	guint line;         /* number of the sentence */
} GoldMark;

/* One article, or one line of pairs.txt. */
typedef struct {
	Lang lang;
	bool held;
	char *story, *time, *outlet, *title; /* NULL where there is none */
	GString *text;                       /* sentences, one a line */
	GPtrArray *groups;                   /* char *: the group of each sentence, "-" for none */
	GArray *marks;                       /* GoldMark */
} GoldText;

/* All of FILE in order: for pairs.txt French and English alternate. Ends the program on a line it cannot read. */
GPtrArray *gold_read (const char *file);

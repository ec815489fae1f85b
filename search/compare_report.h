/* compare_report.h: a comparison as one report: a JSON value, which the other forms are written from. search/data/compare-schema.json describes it. */
#pragma once

#include <jansson.h>
#include <stdio.h>

#include "search/compare.h"

#define COMPARE_REPORT_VERSION 1

/* What is reported; bits. */
typedef enum {
	REPORT_TIMELINE = 1,
	REPORT_COPIES = 2,
	REPORT_FIGURES = 4,
	REPORT_NAMES = 8,
	REPORT_QUOTES = 16,
	REPORT_OMISSIONS = 32, /* with the shared core: what most have, and what only one has */
	REPORT_TITLES = 64,
	REPORT_ALL = 127,
} ReportPart;

/* The report. Owned. */
json_t *compare_report (const Compare *compare, guint parts);

/* The report for people, on `out`: text for a terminal of so many columns, Markdown, and a page of HTML that needs nothing else. All
 * strings of articles are cleaned for where they go. Text that is not `full` has what stands in one article as lists, and the
 * weightiest sentences of it. */
void compare_print_text (const json_t *report, guint columns, bool colour, bool full, FILE *out);
void compare_print_markdown (const json_t *report, FILE *out);
void compare_print_html (const json_t *report, FILE *out);

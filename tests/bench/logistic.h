/* logistic.h: logistic regression of weighted rows, each weight held to the sense that its feature must have. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define LOGISTIC_FEATURES_MAX 32

/* Rows of `features` numbers, the first of them 1 (the bias), with what is to be foretold and how much the row counts. */
typedef struct {
	guint features;
	GArray *x;       /* double, row by row */
	GArray *y;       /* guint8: 0 or 1 */
	GArray *weights; /* double */
} Logistic;

Logistic *logistic_new (guint features);
void logistic_free (Logistic *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Logistic, logistic_free)

void logistic_add (Logistic *rows, const double *x, bool y, double weight);

/* The weights (`out`, of raw features) that maximise the likelihood less `ridge` / 2 times the squares of the standardised weights but the
 * bias's. `signs`: 1 where a weight must not be negative, -1 where it must not be positive, 0 where it is free. */
void logistic_fit (const Logistic *rows, const int *signs, double ridge, double *out);

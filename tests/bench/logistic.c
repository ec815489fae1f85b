/* logistic.c: Newton's method over the weights that are free; those that point the wrong way are held at 0, the furthest first, and let
 * go again when at the end they would point the right way. */
#include "tests/bench/logistic.h"

#include <math.h>
#include <string.h>

#define ROUNDS                                                                                     \
	30 /* of Newton's method at most: converges in about 8, started from the last fit in 3 */
#define STEP_MAX 4.0
#define CONVERGED 1e-5
#define WIDTH LOGISTIC_FEATURES_MAX

Logistic *logistic_new (guint features)
{
	Logistic *rows = g_new0 (Logistic, 1);
	g_assert (features <= LOGISTIC_FEATURES_MAX);
	rows->features = features;
	rows->x = g_array_new (FALSE, FALSE, sizeof (double));
	rows->y = g_array_new (FALSE, FALSE, sizeof (guint8));
	rows->weights = g_array_new (FALSE, FALSE, sizeof (double));
	return rows;
}

void logistic_free (Logistic *rows)
{
	if (!rows)
		return;
	g_array_unref (rows->x);
	g_array_unref (rows->y);
	g_array_unref (rows->weights);
	g_free (rows);
}

void logistic_add (Logistic *rows, const double *x, bool y, double weight)
{
	guint8 label = y;
	g_array_append_vals (rows->x, x, rows->features);
	g_array_append_val (rows->y, label);
	g_array_append_val (rows->weights, weight);
}

typedef struct {
	const Logistic *rows;
	guint n;   /* features */
	double *x; /* standardised */
	double mean[WIDTH], sd[WIDTH];
	double ridge;
	double w[WIDTH];     /* standardised */
	bool held[WIDTH];    /* at 0 */
	double slope[WIDTH]; /* of the likelihood at w */
} Fit;

static void standardise (Fit *f)
{
	const double *x = (const double *)(const void *)f->rows->x->data;
	const guint rows = f->rows->y->len, n = f->n;
	for (guint r = 0; r < rows; r++)
		for (guint i = 0; i < n; i++)
			f->mean[i] += x[r * n + i] / rows;
	for (guint r = 0; r < rows; r++)
		for (guint i = 0; i < n; i++)
			f->sd[i] += pow (x[r * n + i] - f->mean[i], 2) / rows;
	for (guint i = 0; i < n; i++)
		f->sd[i] = f->sd[i] > 1e-12 ? sqrt (f->sd[i]) : 1;
	f->mean[0] = 0;
	f->sd[0] = 1;
	f->x = g_new (double, (gsize)rows *n + 1);
	for (guint r = 0; r < rows; r++)
		for (guint i = 0; i < n; i++)
			f->x[r * n + i] = (x[r * n + i] - f->mean[i]) / f->sd[i];
}

/* Solve m x = v for symmetric positive m by Gauss elimination. */
static void solve (guint n, double m[WIDTH][WIDTH], double *v, double *x)
{
	for (guint i = 0; i < n; i++)
		for (guint r = i + 1; r < n; r++) {
			double factor = m[r][i] / m[i][i];
			for (guint c = i; c < n; c++)
				m[r][c] -= factor * m[i][c];
			v[r] -= factor * v[i];
		}
	for (guint i = n; i-- > 0;) {
		x[i] = v[i];
		for (guint c = i + 1; c < n; c++)
			x[i] -= m[i][c] * x[c];
		x[i] /= m[i][i];
	}
}

/* The likelihood's slope at w, and its curvature among the free weights: row and column i of `h` are those of weight free[i]. */
static void look_around (Fit *f, const guint *free, guint free_count, double h[WIDTH][WIDTH])
{
	const double *weights = (const double *)(const void *)f->rows->weights->data;
	const guint n = f->n;
	for (guint i = 0; i < n; i++)
		f->slope[i] = 0;
	for (guint r = 0; r < f->rows->y->len; r++) {
		const double *x = f->x + (gsize)r * n;
		double z = 0, free_x[WIDTH];
		for (guint i = 0; i < free_count; i++) {
			free_x[i] = x[free[i]];
			z += f->w[free[i]] * free_x[i];
		}
		double q = 1 / (1 + exp (-z)),
		       error = weights[r] * (g_array_index (f->rows->y, guint8, r) - q),
		       curve = weights[r] * q * (1 - q);
		for (guint i = 0; i < n; i++)
			f->slope[i] += error * x[i];
		for (guint i = 0; i < free_count; i++)
			for (guint c = i; c < free_count; c++)
				h[i][c] += curve * free_x[i] * free_x[c];
	}
}

/* One step of Newton's method. Returns how far it went. */
static double step (Fit *f)
{
	double h[WIDTH][WIDTH] = { { 0 } }, g[WIDTH] = { 0 }, by[WIDTH] = { 0 }, moved = 0;
	guint free[WIDTH], free_count = 0;
	for (guint i = 0; i < f->n; i++)
		if (!f->held[i])
			free[free_count++] = i;
	look_around (f, free, free_count, h);
	for (guint i = 0; i < free_count; i++) {
		g[i] = f->slope[free[i]] - (i ? f->ridge * f->w[free[i]] : 0);
		h[i][i] += i ? f->ridge : 1e-6;
		for (guint c = 0; c < i; c++)
			h[i][c] = h[c][i];
	}
	solve (free_count, h, g, by);
	for (guint i = 0; i < free_count; i++)
		moved = fmax (moved, fabs (by[i]));
	/* Far from the end a whole step may overshoot. */
	double part = moved > STEP_MAX ? STEP_MAX / moved : 1;
	for (guint i = 0; i < free_count; i++)
		f->w[free[i]] += part * by[i];
	return moved;
}

static void climb (Fit *f)
{
	for (int round = 0; round < ROUNDS && step (f) > CONVERGED; round++)
		;
}

/* Of the free weights the one that points the wrong way furthest, of the held ones the one that most wants to be let go; 0 is none. */
static guint wrong_way (const Fit *f, const int *signs)
{
	guint worst = 0;
	for (guint i = 1; i < f->n; i++)
		if (!f->held[i] && f->w[i] * signs[i] < 0 &&
		    (!worst || fabs (f->w[i]) > fabs (f->w[worst])))
			worst = i;
	return worst;
}

static guint to_let_go (const Fit *f, const int *signs, const guint8 *times)
{
	guint best = 0;
	for (guint i = 1; i < f->n; i++)
		if (f->held[i] && times[i] < 2 && f->slope[i] * signs[i] > 1e-3 &&
		    (!best || fabs (f->slope[i]) > fabs (f->slope[best])))
			best = i;
	return best;
}

void logistic_fit (const Logistic *rows, const int *signs, double ridge, double *out)
{
	Fit f = { .rows = rows, .n = rows->features, .ridge = ridge };
	guint8 times[WIDTH] = { 0 }; /* so often a weight has been held */
	standardise (&f);
	for (;;) {
		climb (&f);
		guint hold = wrong_way (&f, signs),
		      release = hold ? 0 : to_let_go (&f, signs, times);
		if (!hold && !release)
			break;
		f.held[hold ? hold : release] = hold != 0;
		f.w[hold] = hold ? 0 : f.w[0];
		times[hold] += hold != 0;
	}
	out[0] = f.w[0];
	for (guint i = 1; i < f.n; i++) {
		out[i] = f.w[i] / f.sd[i];
		out[0] -= f.w[i] * f.mean[i] / f.sd[i];
	}
	g_free (f.x);
}

/* results.c: a search as one repeatable step. */
#include "search/results.h"

typedef struct {
	const XapQuery *query;
	const XapSearch *options;
	Results *results;
} Job;

static bool run (XapDb *db, gpointer data, GError **error)
{
	Job *job = data;
	g_autoptr (XapMset) mset = xap_search (db, job->query, job->options, error);
	XapHit hit;
	XapStep step;
	if (!mset)
		return false;
	g_array_set_size (job->results->hits, 0);
	while ((step = xap_mset_next (mset, &hit, error)) == XAP_ROW)
		g_array_append_val (job->results->hits, hit);
	job->results->estimate = xap_mset_estimate (mset);
	job->results->exact = xap_mset_is_exact (mset);
	return step == XAP_DONE;
}

Results *results_new (XapDb *db, const XapQuery *query, const XapSearch *options, GError **error)
{
	g_autoptr (Results) results = g_new0 (Results, 1);
	results->hits = g_array_new (FALSE, FALSE, sizeof (XapHit));
	Job job = { query, options, results };
	return xap_retry (db, run, &job, error) ? g_steal_pointer (&results) : NULL;
}

void results_free (Results *results)
{
	if (!results)
		return;
	g_array_unref (results->hits);
	g_free (results);
}

/* cmd_index.c: `entente index`, and the step with progress that `entente add` shares. */
#include "indexer/cmd_index.h"

#include "indexer/commands.h"
#include "indexer/index.h"

static bool step (guint64 done, guint64 total, gpointer data)
{
	cmd_progress_step (data, done, done, total);
	return !cmd_interrupted ();
}

#define WAIT_S 60 /* for another that indexes, after something was stored */
#define RETRY_US 100000

/* Another process, such as a crawl, may be bringing the index up to date: it is soon done, and the rest is ours. */
static bool update_in_turn (Store *store, const IndexOptions *options, gint64 wait_s,
			    guint64 *changed, bool *finished, GError **error)
{
	gint64 until_us = g_get_monotonic_time () + wait_s * G_USEC_PER_SEC;
	for (;;) {
		g_autoptr (GError) failure = NULL;
		if (index_update (store, options, changed, finished, &failure))
			return true;
		if (!g_error_matches (failure, XAP_ERROR, XAP_ERROR_LOCKED) || cmd_interrupted () ||
		    g_get_monotonic_time () >= until_us) {
			g_propagate_error (error, g_steal_pointer (&failure));
			return false;
		}
		g_usleep (RETRY_US);
	}
}

static int update (const CmdContext *context, Store *store, bool rebuild, guint jobs, gint64 wait_s,
		   guint64 *changed)
{
	GError *error = NULL;
	bool finished;
	g_autoptr (CmdProgress) progress = cmd_progress_new (context, "indexed", 0);
	IndexOptions options = { rebuild, jobs, step, progress };
	if (!update_in_turn (store, &options, wait_s, changed, &finished, &error)) {
		g_clear_pointer (&progress, cmd_progress_free);
		return cmd_fail (context, &error);
	}
	g_clear_pointer (&progress, cmd_progress_free);
	if (!finished)
		return CMD_INTERRUPTED;
	return context->after_index ? context->after_index (context, store) : CMD_OK;
}

int index_with_progress (const CmdContext *context, Store *store, bool rebuild, guint64 *changed)
{
	return update (context, store, rebuild, 1, WAIT_S, changed);
}

/* The corpus for reading; one that an older version wrote is brought up to date first, which takes a writer. */
static Store *open_store (const CmdContext *context, GError **error)
{
	GError *failure = NULL;
	Store *store = store_open (context->corpus_dir, STORE_READ, 5000, &failure);
	if (g_error_matches (failure, STORE_ERROR, STORE_ERROR_VERSION)) {
		g_clear_error (&failure);
		Store *writer = store_open (context->corpus_dir, STORE_WRITE, 5000, &failure);
		store_close (writer);
		if (writer)
			store = store_open (context->corpus_dir, STORE_READ, 5000, &failure);
	}
	if (!store)
		g_propagate_error (error, failure);
	return store;
}

int cmd_index (CmdContext *context, int argc, char **argv)
{
	gboolean rebuild = FALSE, compact = FALSE, no_link = FALSE;
	int jobs = 1;
	const GOptionEntry entries[] = {
		{ "rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild,
		  "Make the index anew from the store", NULL },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs,
		  "Make it anew, or the first time, in N parts at once (1)", "N" },
		{ "compact", 0, 0, G_OPTION_ARG_NONE, &compact,
		  "Then write it anew without its gaps", NULL },
		{ "no-link", 0, 0, G_OPTION_ARG_NONE, &no_link,
		  "Do not bring links and stories up to date", NULL },
		{ 0 },
	};
	int status;
	guint64 changed = 0;
	GError *error = NULL;
	if (!cmd_options (context, &argc, &argv, entries, FORMATS (FORMAT_TEXT), 1, &status))
		return status;
	if (argc > 1)
		return cmd_usage (context, "unexpected argument '%s'", argv[1]);
	if (jobs < 1 || jobs > INDEX_JOBS_MAX)
		return cmd_usage (context, "--jobs takes 1 to %d", INDEX_JOBS_MAX);
	g_autoptr (Store) store = open_store (context, &error);
	if (!store)
		return cmd_fail (context, &error);
	cmd_catch_signals ();
	/* Readers and a writer do not keep this from indexing: what writes to the store comes after it. */
	CmdContext alone = *context;
	alone.after_index = NULL;
	status = update (&alone, store, rebuild, (guint)jobs, 0, &changed);
	/* One that was made anew has no gaps. */
	if (status == CMD_OK && compact && !rebuild && !index_compact (context->corpus_dir, &error))
		return cmd_fail (context, &error);
	if (status == CMD_OK && !context->quiet)
		printf ("%" G_GUINT64_FORMAT " document%s brought up to date\n", changed,
			changed == 1 ? "" : "s");
	g_clear_pointer (&store, store_close);
	if (status == CMD_OK && !no_link && context->after_index) {
		fflush (stdout);
		status = context->after_index (context, NULL);
	}
	return status;
}

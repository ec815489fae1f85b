/* cmd_link.c: `entente link`, and what follows indexing. */
#include "search/cmd_link.h"

#include "indexer/index.h"
#include "indexer/lexicon.h"
#include "search/commands.h"

typedef struct {
	CmdProgress *progress;
} Shown;

static bool step (guint64 done, guint64 total, gpointer data)
{
	cmd_progress_step (((Shown *)data)->progress, done, done, total);
	return !cmd_interrupted ();
}

char *link_now (const CmdContext *context)
{
	g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (context->now_s);
	return now ? g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

/* Links made without translations would be poor, and stay: NULL, and the error says how to get them. */
static Lexicon *open_lexicon (GError **error)
{
	g_autofree char *path = lexicon_default_path ();
	if (path)
		return lexicon_open (path, error);
	g_set_error_literal (error, LEXICON_ERROR, LEXICON_ERROR_NOT_FOUND,
			     "no lexicon found ('make lexicon' builds it)");
	return NULL;
}

static bool update (const CmdContext *context, Store *store, const Lexicon *lexicon, bool rebuild,
		    LinkerReport *report, bool *finished, GError **error)
{
	g_autofree char *at = link_now (context);
	g_autoptr (CmdProgress) progress = cmd_progress_new (context, "linked", 0);
	Shown shown = { progress };
	LinkerOptions options = { rebuild, at, step, &shown };
	g_autoptr (XapDb) db = index_open (store_dir (store), error);
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Space) space = db ? space_new (db, lexicon, analyzer, error) : NULL;
	g_autoptr (LinkModel) model = link_model_new ();
	return space && linker_update (store, db, space, model, &options, report, finished, error);
}

/* As update(), and once more for what others wrote while all was made anew. */
static bool update_all (const CmdContext *context, Store *store, const Lexicon *lexicon,
			bool rebuild, LinkerReport *report, bool *finished, GError **error)
{
	guint64 behind;
	if (!update (context, store, lexicon, rebuild, report, finished, error))
		return false;
	if (!*finished || !report->rebuilt)
		return true;
	return linker_behind (store, &behind, error) &&
	       (!behind || update (context, store, lexicon, false, report, finished, error));
}

/* `lexicon` NULL: *error says why there is none. */
static int link_by (const CmdContext *context, Store *store, const Lexicon *lexicon, bool rebuild,
		    LinkerReport *report, GError **error)
{
	bool finished = false;
	if (!lexicon || !update_all (context, store, lexicon, rebuild, report, &finished, error)) {
		index_explain (*error);
		return cmd_fail (context, error);
	}
	return finished ? CMD_OK : CMD_INTERRUPTED;
}

int link_with_progress (const CmdContext *context, Store *store, bool rebuild, LinkerReport *report)
{
	GError *error = NULL;
	g_autoptr (Lexicon) lexicon = open_lexicon (&error);
	return link_by (context, store, lexicon, rebuild, report, &error);
}

void link_warn_behind (const CmdContext *context, Store *store)
{
	g_autoptr (GError) ignored = NULL; /* what was asked for is answered */
	guint64 behind = 0;
	if (linker_behind (store, &behind, &ignored) && behind)
		cmd_warn (context,
			  "%" G_GUINT64_FORMAT " article%s to be linked yet: 'entente link' does it",
			  behind, behind == 1 ? " is" : "s are");
}

static bool interrupted (gpointer data)
{
	(void)data;
	return cmd_interrupted ();
}

/* Linking takes long: others write between its batches. */
static Store *open_store (const CmdContext *context, int wait_ms, GError **error)
{
	Store *store = store_open (context->corpus_dir, STORE_WRITE, wait_ms, error);
	if (store)
		store_share (store, interrupted, NULL);
	return store;
}

int link_after_index (const CmdContext *context, Store *store)
{
	LinkerReport report = { 0 };
	g_autoptr (Store) own = NULL;
	g_autoptr (GError) error = NULL;
	g_autoptr (Lexicon) lexicon = open_lexicon (&error);
	if (!lexicon) {
		cmd_warn (context, "stories wait until 'entente link': %s", error->message);
		return CMD_OK;
	}
	if (!store)
		store = own = open_store (context, 5000, &error);
	if (store && store_take_role (store, STORE_LINKS, 5000, &error))
		return link_by (context, store, lexicon, false, &report, &error);
	if (!g_error_matches (error, STORE_ERROR, STORE_ERROR_LOCKED))
		return cmd_fail (context, &error);
	cmd_warn (context, "stories wait until 'entente link': %s", error->message);
	return CMD_OK;
}

static void print_report (const LinkerReport *report)
{
	printf ("%" G_GUINT64_FORMAT " article%s linked, %" G_GUINT64_FORMAT
		" pairs; %u stories new or changed",
		report->articles, report->articles == 1 ? "" : "s", report->links,
		report->stories.written);
	if (report->stories.merged)
		printf (", %u merged", report->stories.merged);
	if (report->stories.split)
		printf (", %u split", report->stories.split);
	if (report->stories.ended)
		printf (", %u ended", report->stories.ended);
	putchar ('\n');
}

int cmd_link (CmdContext *context, int argc, char **argv)
{
	gboolean rebuild = FALSE;
	const GOptionEntry entries[] = {
		{ "rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild,
		  "Make all links and stories anew from the store", NULL },
		{ 0 },
	};
	int status;
	GError *error = NULL;
	LinkerReport report = { 0 };
	if (!cmd_options (context, &argc, &argv, entries, FORMATS (FORMAT_TEXT), 1, &status))
		return status;
	if (argc > 1)
		return cmd_usage (context, "unexpected argument '%s'", argv[1]);
	g_autoptr (Store) store = open_store (context, 5000, &error);
	if (!store || !store_take_role (store, STORE_LINKS, 5000, &error))
		return cmd_fail (context, &error);
	cmd_catch_signals ();
	status = link_with_progress (context, store, rebuild, &report);
	if (status == CMD_OK && !context->quiet)
		print_report (&report);
	return status;
}

/* cmd_crawl.c: `entente crawl`: the web into the store, then the store into the index. */
#include <errno.h>
#include <string.h>

#include "corpus/crawl.h"
#include "corpus/frontier.h"
#include "corpus/store.h"
#include "corpus/url.h"
#include "indexer/cmd_crawl_view.h"
#include "indexer/cmd_index.h"
#include "indexer/commands.h"
#include "indexer/follow.h"
#include "shim/text.h"

#define DELAY_S 2.0
#define RETRIES 2
#define TIMEOUT_S 30
#define MAX_AGE_DAYS 30
#define TOLD_MAX 20
#define INDEX_EVERY_S 60
#define LINK_EVERY_S 600 /* while it goes on */

typedef struct {
	/* options */
	gboolean once, follow, allow_private, no_warc, no_index, no_link, all_languages;
	gint64 max_pages;
	char *max_time, *contact, *log_path, *ca_file, *input_path, *respect_name, **connect_to,
		**include, **exclude;
	double delay_s;
	int concurrency, per_host, retries, max_age, depth, timeout_s;
	RightsRespect respect;
	/* at work */
	guint bad_lines;
	IndexFollower *follower; /* NULL: no index */
	guint64 indexed;         /* changes of articles when it was last told of one */
	gint64 linked_us;        /* when links and stories were last brought up to date */
	CmdContext *context;
	Store *store;
	FILE *log;
	CrawlView view;
	bool tell_asked; /* say why a page that was asked for is not there */
	guint told;
} CrawlCommand;

/* "90", "90s", "30m", "12h", "2d": seconds; -1 when it is none. */
static gint64 duration_s (const char *text)
{
	static const struct {
		const char *unit;
		gint64 seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 } };
	char *end;
	errno = 0;
	gint64 n = g_ascii_strtoll (text, &end, 10);
	for (gsize i = 0; i < G_N_ELEMENTS (units) && end > text && errno == 0; i++)
		if (strcmp (end, units[i].unit) == 0 && n > 0 && n < G_MAXINT32)
			return n * units[i].seconds;
	return -1;
}

/* --- what the crawl tells --- */

static void write_log (json_t *line, gpointer data)
{
	CrawlCommand *command = data;
	char *text = json_dumps (line, JSON_COMPACT);
	const char *what = json_string_value (json_object_get (line, "what"));
	const char *reason = json_string_value (json_object_get (line, "reason"));
	if (command->log && text)
		fprintf (command->log, "%s\n", text);
	bool lost = what &&
		    strcmp (json_string_value (json_object_get (line, "kind")), "page") == 0 &&
		    (strcmp (what, "failed") == 0 || strcmp (what, "refused") == 0 ||
		     strcmp (what, "no article") == 0);
	if (command->context->verbose ||
	    (command->tell_asked && lost && command->told++ < TOLD_MAX)) {
		crawl_view_wipe (&command->view);
		cmd_warn (command->context, "%s: %s%s%s",
			  json_string_value (json_object_get (line, "url")), what,
			  reason ? ": " : "", reason ? reason : "");
	}
	free (text);
	json_decref (line);
}

static void on_commit (const CrawlCounts *counts, gpointer data)
{
	CrawlCommand *command = data;
	guint64 changed = counts->added + counts->updated;
	if (command->log)
		fflush (command->log);
	if (!command->follower || changed == command->indexed)
		return;
	command->indexed = changed;
	index_follower_tell (command->follower);
}

/* The index has what was found: now and then links and stories follow it. In the follower's thread. */
static void on_indexed (gpointer data)
{
	CrawlCommand *command = data;
	gint64 now_us = g_get_monotonic_time ();
	CmdContext context = *command->context;
	if (!command->follow || !context.after_index || cmd_interrupted () ||
	    now_us - command->linked_us < LINK_EVERY_S * G_USEC_PER_SEC)
		return;
	command->linked_us = now_us;
	context.quiet = true; /* the terminal shows the crawl */
	context.err_tty = false;
	context.now_s = g_get_real_time () / G_USEC_PER_SEC;
	context.after_index (&context, NULL);
}

static void on_progress (const CrawlCounts *counts, gpointer data)
{
	CrawlCommand *command = data;
	g_autoptr (GError) error = NULL;
	crawl_view_draw (&command->view, counts);
	if (command->follower)
		index_follower_step (command->follower, &error);
	if (error) {
		crawl_view_wipe (&command->view);
		cmd_warn (command->context, "the index is not brought up to date: %s",
			  error->message);
	}
}

static bool stop (gpointer data)
{
	(void)data;
	return cmd_interrupted ();
}

/* --- the command --- */

/* The contact: what is given now, which the corpus remembers; else the environment's; else what it remembers. Owned, NULL when there is none. */
static bool find_contact (const CrawlCommand *command, char **out, GError **error)
{
	const char *given = command->contact, *environment = g_getenv ("ENTENTE_CONTACT");
	g_autoptr (Frontier) frontier = frontier_new (command->store, error);
	if (!frontier)
		return false;
	if (given && *given) {
		*out = text_line (given, -1, 200);
		return frontier_setting_save (frontier, "contact", *out, error) &&
		       store_commit (command->store, error);
	}
	*out = environment && *environment ? text_line (environment, -1, 200) : NULL;
	return *out || frontier_setting (frontier, "contact", out, error);
}

/* Who we are for the servers: with an address to complain to. NULL on failure. */
static char *user_agent (const CrawlCommand *command, GError **error)
{
	g_autofree char *contact = NULL;
	if (!find_contact (command, &contact, error))
		return NULL;
	if (contact)
		return g_strdup_printf ("entente/" ENTENTE_VERSION " (+%s)", contact);
	if (!command->allow_private)
		cmd_warn (command->context,
			  "servers are not told whom to write to: give --contact once");
	return g_strdup ("entente/" ENTENTE_VERSION);
}

/* The arguments that are sources: array of Source, NULL where one is a page. */
static GPtrArray *find_sources (Store *store, int argc, char **argv, guint *count, GError **error)
{
	g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)source_free);
	for (int i = 1; i < argc; i++) {
		Source *source;
		if (!source_find (store, argv[i], &source, error))
			return NULL;
		*count += source != NULL;
		g_ptr_array_add (found, source);
	}
	return g_steal_pointer (&found);
}

static bool ask_all (Crawl *crawl, const GPtrArray *sources, char **argv, GError **error)
{
	for (guint i = 0; i < sources->len; i++)
		if (!(sources->pdata[i] ? crawl_poll (crawl, sources->pdata[i], error)
					: crawl_ask (crawl, argv[i + 1], error)))
			return false;
	return true;
}

/* URLs of a file, one a line; empty lines and those that begin with "#" are none. What is no URL is named and passed over. */
static bool ask_file (CrawlCommand *command, Crawl *crawl, GError **error)
{
	const char *path = command->input_path;
	bool in = strcmp (path, "-") == 0;
	FILE *file = in ? stdin : fopen (path, "re");
	char *line = NULL;
	size_t room = 0;
	bool ok = file != NULL;
	if (!ok)
		g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (errno),
			     "cannot open %s: %s", path, g_strerror (errno));
	while (ok && !cmd_interrupted () && getline (&line, &room, file) > 0) {
		g_autofree char *url = NULL;
		g_strstrip (line);
		if (!*line || *line == '#')
			continue;
		url = url_normalise (line);
		command->bad_lines += url == NULL;
		if (!url)
			cmd_warn (command->context, "%s: '%s' is not an http or https URL", path,
				  line);
		else
			ok = crawl_ask (crawl, url, error);
	}
	free (line);
	if (file && !in)
		fclose (file);
	return ok;
}

static int crawl_and_index (CrawlCommand *command, CrawlOptions *options, int argc, char **argv)
{
	GError *error = NULL;
	guint sources_count = 0;
	const CmdContext *context = command->context;
	g_autoptr (GPtrArray) sources =
		find_sources (command->store, argc, argv, &sources_count, &error);
	command->tell_asked = argc > 1 && sources_count == 0;
	options->asked_only = (argc > 1 || command->input_path) && sources_count == 0;
	g_autoptr (Crawl) crawl = sources ? crawl_new (command->store, options, &error) : NULL;
	if (!crawl || !ask_all (crawl, sources, argv, &error) ||
	    (command->input_path && !ask_file (command, crawl, &error)))
		return cmd_fail (context, &error);
	command->view.begun_us = g_get_monotonic_time ();
	if (!command->no_index)
		command->follower = index_follower_new (context->corpus_dir, INDEX_EVERY_S,
							on_indexed, command);
	bool ok = crawl_run (crawl, &error);
	g_clear_pointer (&command->follower, index_follower_free);
	crawl_view_wipe (&command->view);
	if (!ok)
		return cmd_fail (context, &error);
	const CrawlCounts *n = crawl_counts (crawl);
	if (!context->quiet)
		crawl_view_summary (n);
	if (cmd_interrupted ())
		return CMD_INTERRUPTED;
	guint64 followed = 0;
	if (argc == 1 && !command->input_path && !n->fetched && !n->polled && !n->queued &&
	    source_count (command->store, &followed, NULL) && !followed)
		cmd_warn (context, "nothing is followed: 'entente source add URL', or "
				   "'entente crawl URL'");
	fflush (stdout);
	int indexed = command->no_index
			      ? CMD_OK
			      : index_with_progress (context, command->store, false, NULL);
	if (indexed != CMD_OK)
		return indexed;
	return n->failed || n->refused || n->sources_failed || command->bad_lines ? CMD_DATA
										  : CMD_OK;
}

static int run (CrawlCommand *command, gint64 max_time_s, int argc, char **argv)
{
	GError *error = NULL;
	CmdContext *context = command->context;
	command->tell_asked = argc > 1;
	CrawlOptions options = {
		.software = "entente/" ENTENTE_VERSION,
		.max_total = (guint)command->concurrency,
		.max_per_host = (guint)command->per_host,
		.delay_ms = (gint64)(command->delay_s * 1000),
		.retries = (guint)command->retries,
		.max_pages = (guint64)command->max_pages,
		.max_time_s = max_time_s,
		.max_age_days = (guint)command->max_age,
		.follow = command->follow,
		.timeout_s = (guint)command->timeout_s,
		.allow_private = command->allow_private,
		.connect_to = (const char *const *)command->connect_to,
		.ca_file = command->ca_file,
		.depth = (guint)command->depth,
		.include = (const char *const *)command->include,
		.exclude = (const char *const *)command->exclude,
		.respect = command->respect,
		.no_warc = command->no_warc,
		.all_languages = command->all_languages,
		.clock_file = g_getenv ("ENTENTE_TEST_CLOCK"),
		.log = command->log || context->verbose || command->tell_asked ? write_log : NULL,
		.progress = on_progress,
		.stop = stop,
		.committed = on_commit,
		.data = command,
	};
	command->store = store_open (context->corpus_dir, STORE_CREATE, 5000, &error);
	if (!command->store)
		return cmd_fail (context, &error);
	cmd_catch_signals ();
	if (!store_take_role (command->store, STORE_CRAWLS, 2000, &error)) {
		store_close (command->store);
		return cmd_fail (context, &error);
	}
	store_share (command->store, stop, NULL);
	g_autofree char *agent = user_agent (command, &error);
	options.user_agent = agent;
	int status = agent ? crawl_and_index (command, &options, argc, argv)
			   : cmd_fail (context, &error);
	store_close (command->store);
	return status;
}

/* What cannot be: CMD_OK when nothing is wrong. */
static int check (CrawlCommand *command, gint64 *max_time_s, int argc, char **argv)
{
	const CmdContext *context = command->context;
	if (command->once && command->follow)
		return cmd_usage (context, "--once and --follow are two different things");
	if (command->delay_s < 0 || command->delay_s > 86400 || command->concurrency < 1 ||
	    command->concurrency > 1000 || command->per_host < 1 || command->per_host > 100 ||
	    command->retries < 0 || command->max_pages < 0 || command->max_age < 0 ||
	    command->depth < 0 || command->depth > 100 || command->timeout_s < 1 ||
	    command->timeout_s > 3600)
		return cmd_usage (context, "a number that is out of range");
	*max_time_s = command->max_time ? duration_s (command->max_time) : 0;
	if (*max_time_s < 0)
		return cmd_usage (context, "--max-time is a number with s, m, h or d, not '%s'",
				  command->max_time);
	if (command->respect_name &&
	    !rights_respect_from_name (command->respect_name, &command->respect))
		return cmd_usage (context, "--respect is robots, tdm or all, not '%s'",
				  command->respect_name);
	for (int i = 1; i < argc; i++) {
		g_autofree char *url = url_normalise (argv[i]);
		if (!url)
			return cmd_usage (context, "'%s' is not an http or https URL", argv[i]);
	}
	return CMD_OK;
}

int cmd_crawl (CmdContext *context, int argc, char **argv)
{
	CrawlCommand c = { .context = context,
			   .view = { .context = context },
			   .delay_s = DELAY_S,
			   .concurrency = 64,
			   .per_host = 1,
			   .retries = RETRIES,
			   .max_age = MAX_AGE_DAYS,
			   .timeout_s = TIMEOUT_S };
	const GOptionEntry entries[] = {
		{ "once", 0, 0, G_OPTION_ARG_NONE, &c.once, "End when nothing is left to fetch",
		  NULL },
		{ "follow", 0, 0, G_OPTION_ARG_NONE, &c.follow, "Go on until stopped", NULL },
		{ "max-pages", 0, 0, G_OPTION_ARG_INT64, &c.max_pages, "Fetch no more pages", "N" },
		{ "max-time", 0, 0, G_OPTION_ARG_STRING, &c.max_time,
		  "Stop after this long: 90s, 30m, 12h, 2d", "T" },
		{ "contact", 0, 0, G_OPTION_ARG_STRING, &c.contact,
		  "Your URL or e-mail address, for the User-Agent", "C" },
		{ "delay", 0, 0, G_OPTION_ARG_DOUBLE, &c.delay_s,
		  "Seconds between requests to one host (2)", "S" },
		{ "concurrency", 0, 0, G_OPTION_ARG_INT, &c.concurrency, "Requests at once (64)",
		  "N" },
		{ "per-host", 0, 0, G_OPTION_ARG_INT, &c.per_host,
		  "Requests at once on one host (1)", "N" },
		{ "retries", 0, 0, G_OPTION_ARG_INT, &c.retries,
		  "After a failure that may pass (2)", "N" },
		{ "max-age", 0, 0, G_OPTION_ARG_INT, &c.max_age,
		  "Days: leave out what sources say is older (30)", "N" },
		{ "depth", 0, 0, G_OPTION_ARG_INT, &c.depth,
		  "Follow links within a site so far (0)", "N" },
		{ "include", 0, 0, G_OPTION_ARG_STRING_ARRAY, &c.include,
		  "Of links only paths of this pattern: /news/*, *.html$", "PATTERN" },
		{ "exclude", 0, 0, G_OPTION_ARG_STRING_ARRAY, &c.exclude, "And none of this",
		  "PATTERN" },
		{ "input", 0, 0, G_OPTION_ARG_FILENAME, &c.input_path,
		  "Also the URLs in FILE or -, one a line", "FILE" },
		{ "log", 0, 0, G_OPTION_ARG_FILENAME, &c.log_path, "Append a JSON object a fetch",
		  "FILE" },
		{ "respect", 0, 0, G_OPTION_ARG_STRING, &c.respect_name,
		  "robots (always), tdm: reservations too, or all", "WHAT" },
		{ "no-warc", 0, 0, G_OPTION_ARG_NONE, &c.no_warc, "Keep articles, not pages",
		  NULL },
		{ "no-index", 0, 0, G_OPTION_ARG_NONE, &c.no_index,
		  "Do not bring the index up to date", NULL },
		{ "no-link", 0, 0, G_OPTION_ARG_NONE, &c.no_link,
		  "Do not bring links and stories up to date", NULL },
		{ "all-languages", 0, 0, G_OPTION_ARG_NONE, &c.all_languages,
		  "Keep articles in other languages too", NULL },
		{ "timeout", 0, 0, G_OPTION_ARG_INT, &c.timeout_s, "Seconds for a request (30)",
		  "S" },
		{ "cacert", 0, 0, G_OPTION_ARG_FILENAME, &c.ca_file,
		  "Trust these certificates, not the system's", "FILE" },
		{ "connect-to", 0, 0, G_OPTION_ARG_STRING_ARRAY, &c.connect_to,
		  "HOST:PORT:ADDRESS:PORT, as curl has it", "RULE" },
		{ "allow-private", 0, 0, G_OPTION_ARG_NONE, &c.allow_private,
		  "Also fetch from private addresses (for tests)", NULL },
		{ 0 },
	};
	int status;
	gint64 max_time_s = 0;
	if (cmd_options (context, &argc, &argv, entries, FORMATS (FORMAT_TEXT), 1, &status)) {
		if (c.no_link)
			context->after_index = NULL;
		status = check (&c, &max_time_s, argc, argv);
		if (status == CMD_OK && c.log_path && !(c.log = fopen (c.log_path, "ae")))
			status = cmd_error (context, CMD_CANT_CREATE, "cannot open %s: %s",
					    c.log_path, g_strerror (errno));
		if (status == CMD_OK)
			status = run (&c, max_time_s, argc, argv);
	}
	if (c.log && fclose (c.log) != 0 && status == CMD_OK)
		status = cmd_error (context, CMD_IO, "cannot write %s: %s", c.log_path,
				    g_strerror (errno));
	g_free (c.max_time);
	g_free (c.contact);
	g_free (c.log_path);
	g_free (c.input_path);
	g_free (c.respect_name);
	g_strfreev (c.include);
	g_strfreev (c.exclude);
	g_free (c.ca_file);
	g_strfreev (c.connect_to);
	return status;
}

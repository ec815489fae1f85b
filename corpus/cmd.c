/* cmd.c: options, help, errors and output that all subcommands share. */
#include "corpus/cmd.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shim/text.h"

const CmdStatusRow cmd_statuses[] = {
	{ CMD_OK, "ok", "done; something was found" },
	{ CMD_NONE, "none", "nothing found" },
	{ CMD_USAGE, "usage",
	  "unknown command or option, missing argument, or a query that cannot be read" },
	{ CMD_DATA, "data", "some input could not be read and was passed over; the rest was done" },
	{ CMD_NO_INPUT, "no input", "no such file or article, no corpus, or an empty one" },
	{ CMD_UNAVAILABLE, "unavailable", "something needed is missing, such as the lexicon" },
	{ CMD_SOFTWARE, "failure", "any other failure" },
	{ CMD_CANT_CREATE, "cannot create", "a file or directory cannot be created" },
	{ CMD_IO, "input/output", "the disk is full, or a read or write failed" },
	{ CMD_LOCKED, "locked", "another process writes to the corpus; try again" },
	{ CMD_DAMAGED, "damaged",
	  "store or index damaged, or they disagree; the message names the repair" },
	{ CMD_NO_PERMISSION, "no permission", "not allowed to read or write there" },
	{ CMD_VERSION, "version", "written by another version; the message names the repair" },
	{ CMD_INTERRUPTED, "interrupted", "stopped by a signal; what was stored is kept" },
	{ 0, NULL, NULL },
};

static const char *const format_names[] = { "text", "json", "jsonl", "tsv", "html", "opml", "md" };

const char *cmd_format_name (CmdFormat format)
{
	return format_names[format];
}

/* --- errors --- */

static void put_line (const CmdContext *context, const char *kind, const char *message)
{
	g_autofree char *line = text_line (message, -1, 0);
	const char *name = context->command ? context->command->name : NULL;
	fflush (stdout);
	/* a progress line may stand there */
	fprintf (stderr, "%sentente%s%s: %s%s\n", context->err_tty ? "\r\033[K" : "",
		 name ? " " : "", name ? name : "", kind, line);
}

int cmd_error (const CmdContext *context, CmdStatus status, const char *format, ...)
{
	va_list args;
	va_start (args, format);
	g_autofree char *message = g_strdup_vprintf (format, args);
	va_end (args);
	put_line (context, "", message);
	return status;
}

int cmd_fail (const CmdContext *context, GError **error)
{
	CmdStatus status = context->status_of (*error);
	put_line (context, "", (*error)->message);
	g_clear_error (error);
	return status;
}

void cmd_warn (const CmdContext *context, const char *format, ...)
{
	if (context->quiet)
		return;
	va_list args;
	va_start (args, format);
	g_autofree char *message = g_strdup_vprintf (format, args);
	va_end (args);
	put_line (context, "warning: ", message);
}

int cmd_usage (const CmdContext *context, const char *format, ...)
{
	va_list args;
	va_start (args, format);
	g_autofree char *message = g_strdup_vprintf (format, args);
	va_end (args);
	put_line (context, "", message);
	if (context->command)
		fprintf (stderr, "Try 'entente %s --help'.\n", context->command->name);
	else
		fprintf (stderr, "Try 'entente --help'.\n");
	return CMD_USAGE;
}

/* --- options --- */

typedef struct {
	char *corpus, *format, *color;
	gboolean json, quiet, verbose, help;
} Common;

static bool choose_format (CmdContext *context, const Common *common, const CmdFormat *formats,
			   guint formats_count, int *status)
{
	const char *wanted = common->format ? common->format : common->json ? "json" : NULL;
	context->format = formats[0];
	context->format_given = wanted != NULL;
	if (!wanted)
		return true;
	g_autoptr (GString) names = g_string_new (NULL);
	for (guint i = 0; i < formats_count; i++) {
		if (strcmp (wanted, format_names[formats[i]]) == 0) {
			context->format = formats[i];
			return true;
		}
		g_string_append_printf (names, "%s%s", i ? ", " : "", format_names[formats[i]]);
	}
	*status = cmd_usage (context, "unknown format '%s' (there are: %s)", wanted, names->str);
	return false;
}

static bool choose_colour (CmdContext *context, const char *color, int *status)
{
	const char *no = g_getenv ("NO_COLOR"), *term = g_getenv ("TERM");
	if (!color || strcmp (color, "auto") == 0) {
		context->colour = context->out_tty && !(no && *no) && g_strcmp0 (term, "dumb") != 0;
	} else if (strcmp (color, "always") == 0 || strcmp (color, "never") == 0) {
		context->colour = strcmp (color, "always") == 0;
	} else {
		*status = cmd_usage (context, "--color is auto, always or never, not '%s'", color);
		return false;
	}
	return true;
}

#define COMMON_COUNT 8

static void common_entries (Common *common, GOptionEntry out[COMMON_COUNT])
{
	const GOptionEntry shared[COMMON_COUNT] = {
		{ "corpus", 0, 0, G_OPTION_ARG_FILENAME, &common->corpus, "The corpus directory",
		  "DIR" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &common->format, "Output format", "FORMAT" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &common->json, "Short for --format=json", NULL },
		{ "color", 0, 0, G_OPTION_ARG_STRING, &common->color, "auto, always or never",
		  "WHEN" },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &common->quiet, "No progress and no warnings",
		  NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &common->verbose, "Say more on stderr",
		  NULL },
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &common->help, "Show this help", NULL },
		{ 0 },
	};
	memcpy (out, shared, sizeof shared);
}

static GOptionContext *options_new (const Command *command, const GOptionEntry *entries,
				    const GOptionEntry *shared)
{
	GOptionContext *options = g_option_context_new (command->args);
	g_option_context_set_help_enabled (options, FALSE);
	if (entries)
		g_option_context_add_main_entries (options, entries, NULL);
	GOptionGroup *group = g_option_group_new ("common", "Common options:", "", NULL, NULL);
	g_option_group_add_entries (group, shared);
	g_option_context_add_group (options, group);
	return options;
}

bool cmd_options (CmdContext *context, int *argc, char ***argv, const GOptionEntry *entries,
		  const CmdFormat *formats, guint formats_count, int *status)
{
	Common common = { 0 };
	GOptionEntry shared[COMMON_COUNT];
	g_autoptr (GError) error = NULL;
	common_entries (&common, shared);
	if (context->describe) {
		context->describe (context, entries, shared, formats, formats_count);
		*status = CMD_OK;
		return false;
	}
	g_autoptr (GOptionContext) options = options_new (context->command, entries, shared);
	bool go_on = g_option_context_parse (options, argc, argv, &error);

	if (!go_on) {
		*status = cmd_usage (context, "%s", error->message);
	} else if (common.help) {
		cmd_help (context->command, options, stdout);
		*status = CMD_OK;
		go_on = false;
	} else {
		/* GOption leaves the "--" that ended the options. */
		if (*argc > 1 && strcmp ((*argv)[1], "--") == 0) {
			memmove (*argv + 1, *argv + 2, (gsize)(*argc - 1) * sizeof **argv);
			(*argc)--;
		}
		context->quiet = common.quiet;
		context->verbose = common.verbose;
		if (common.corpus) {
			g_free (context->corpus_dir);
			context->corpus_dir = g_steal_pointer (&common.corpus);
		}
		go_on = choose_format (context, &common, formats, formats_count, status) &&
			choose_colour (context, common.color, status);
	}
	g_free (common.corpus);
	g_free (common.format);
	g_free (common.color);
	return go_on;
}

void cmd_help (const Command *command, GOptionContext *options, FILE *out)
{
	fprintf (out, "Usage: entente %s [OPTION…] %s\n\n%s\n", command->name,
		 command->args ? command->args : "", command->summary);
	if (command->about)
		fprintf (out, "\n%s\n", command->about);
	if (command->example)
		fprintf (out, "\nExample:\n  entente %s\n", command->example);
	g_autofree char *help = g_option_context_get_help (options, FALSE, NULL);
	/* Skip GOption's own usage line: ours names the subcommand. */
	const char *rest = strstr (help, "\n\n");
	fprintf (out, "%s", rest ? rest + 1 : help);
}

bool cmd_parse_duration (const char *text, gint64 *out_s)
{
	static const struct {
		char letter;
		gint64 seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
	char *end;
	gint64 seconds = 0;
	guint64 count = g_ascii_strtoull (text, &end, 10);
	if (end == text || !g_ascii_isdigit (*text) || count > 4000000000u)
		return false;
	if (*end == '\0')
		seconds = (gint64)count;
	for (gsize i = 0; *end && i < G_N_ELEMENTS (units); i++)
		if (*end == units[i].letter && end[1] == '\0')
			seconds = (gint64)count * units[i].seconds;
	if ((seconds == 0 && count > 0) || seconds > G_GINT64_CONSTANT (4000000000))
		return false;
	if (*end && end[1])
		return false;
	*out_s = seconds;
	return true;
}

/* --- output --- */

void cmd_print_json (json_t *object)
{
	char *text = json_dumps (object, JSON_COMPACT | JSON_REAL_PRECISION (15));
	json_decref (object);
	puts (text ? text : "null");
	free (text);
}

void cmd_print_json_pretty (json_t *object)
{
	char *text = json_dumps (object, JSON_INDENT (2) | JSON_REAL_PRECISION (15));
	json_decref (object);
	puts (text ? text : "null");
	free (text);
}

void cmd_print_tsv (const char *field)
{
	if (!field)
		return;
	g_autofree char *line = text_line (field, -1, 0);
	fputs (line, stdout);
}

/* Columns of a word, without the colour sequences "ESC [ … m" in it. */
static guint word_columns (const char *word)
{
	g_autoptr (GString) bare = g_string_new (NULL);
	for (const char *p = word; *p; p++) {
		if (*p != '\033')
			g_string_append_c (bare, *p);
		else
			while (p[1] && *p != 'm')
				p++;
	}
	return text_columns (bare->str);
}

/* `lead`, as wide as `indent`, stands in place of the first line's spaces. */
static void print_wrapped (const char *lead, const char *text, guint indent, guint columns)
{
	g_auto (GStrv) words = g_strsplit (text, " ", -1);
	guint at = 0;
	for (char **word = words; *word; word++) {
		guint width = word_columns (*word);
		if (at > 0 && columns && indent + at + 1 + width > columns) {
			putchar ('\n');
			at = 0;
		}
		if (at == 0)
			printf ("%*s%s", (int)indent, word == words ? lead : "", *word);
		else
			printf (" %s", *word);
		at += width + (at > 0);
	}
	putchar ('\n');
}

void cmd_print_wrapped (const char *text, guint indent, guint columns)
{
	print_wrapped ("", text, indent, columns);
}

void cmd_print_item (const char *lead, const char *text, guint columns)
{
	print_wrapped (lead, text, text_columns (lead), columns);
}

/* --- progress --- */

struct CmdProgress {
	const char *what;
	bool on;
	guint64 total;
	gint64 begun_us, drawn_us;
};

CmdProgress *cmd_progress_new (const CmdContext *context, const char *what, guint64 total)
{
	CmdProgress *progress = g_new0 (CmdProgress, 1);
	progress->what = what;
	progress->total = total;
	progress->on = context->err_tty && !context->quiet;
	progress->begun_us = g_get_monotonic_time ();
	return progress;
}

static void append_time_left (GString *line, double seconds)
{
	if (seconds >= 3600)
		g_string_append_printf (line, ", %d h %02d min left", (int)(seconds / 3600),
					(int)(seconds / 60) % 60);
	else if (seconds >= 60)
		g_string_append_printf (line, ", %d min %02d s left", (int)(seconds / 60),
					(int)seconds % 60);
	else
		g_string_append_printf (line, ", %.0f s left", seconds);
}

void cmd_progress_step (CmdProgress *progress, guint64 count, guint64 done, guint64 total)
{
	gint64 now = g_get_monotonic_time ();
	if (!progress->on || now - progress->drawn_us < 100000)
		return;
	progress->drawn_us = now;
	double seconds = (double)(now - progress->begun_us) / 1e6;
	g_autoptr (GString) line = g_string_new (NULL);
	g_string_append_printf (line, "%s: %" G_GUINT64_FORMAT, progress->what, count);
	if (seconds > 0.5)
		g_string_append_printf (line, ", %.0f/s", (double)count / seconds);
	if (total > 0 && done > 0) {
		double share = MIN (1.0, (double)done / (double)total);
		g_string_append_printf (line, ", %.0f %%", 100 * share);
		if (seconds > 1)
			append_time_left (line, seconds * (1 - share) / share);
	}
	fprintf (stderr, "\r\033[K%s", line->str);
	fflush (stderr);
}

void cmd_progress_free (CmdProgress *progress)
{
	if (!progress)
		return;
	if (progress->drawn_us)
		fprintf (stderr, "\r\033[K");
	g_free (progress);
}

/* --- signals --- */

/* A handler can reach nothing but a static flag. */
static volatile sig_atomic_t interrupted;

static void on_signal (int signal_number)
{
	interrupted = 1;
	signal (signal_number, SIG_DFL);
}

void cmd_catch_signals (void)
{
	/* Without SA_RESTART: a read that waits for standard input ends, and the flag is seen. */
	struct sigaction action = { .sa_handler = on_signal };
	sigemptyset (&action.sa_mask);
	sigaction (SIGINT, &action, NULL);
	sigaction (SIGTERM, &action, NULL);
}

bool cmd_interrupted (void)
{
	return interrupted != 0;
}

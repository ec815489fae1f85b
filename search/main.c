/* main.c: the program: the table of subcommands, and what error means which exit status. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "corpus/cmd.h"
#include "corpus/commands.h"
#include "corpus/extract_fetch.h"
#include "corpus/import.h"
#include "corpus/page.h"
#include "corpus/store.h"
#include "corpus/warc.h"
#include "indexer/commands.h"
#include "indexer/lexicon.h"
#include "search/commands.h"
#include "search/cmd_link.h"
#include "search/query.h"
#include "shim/xap.h"

static int cmd_version (CmdContext *context, int argc, char **argv);
static int cmd_help_command (CmdContext *context, int argc, char **argv);

/* The articles that the examples name are of corpus/sample; tests/cli/examples.bats runs each. */
static const Command commands[] = {
	{ "add", cmd_add, "FILE|DIR|-…", "Add articles from files, folders or standard input.",
	  ADD_ABOUT, "add articles/ more.jsonl.gz" },
	{ "crawl", cmd_crawl, "[SOURCE|URL…]",
	  "Fetch pages from the web, politely, and add their articles.", CRAWL_ABOUT,
	  "crawl --contact me@example.org https://www.example.org/news/1.html" },
	{ "index", cmd_index, "", "Bring the index up to date with the store: only what changed.",
	  INDEX_ABOUT, "index" },
	{ "source", cmd_source, "add|list|remove|export [URL|FILE…]",
	  "What is followed: feeds, sitemaps, sites; and how each is doing.", SOURCE_ABOUT,
	  "source add https://www.example.org/ --group dailies" },
	{ "search", cmd_search, "QUERY…", "Find articles in both languages.", SEARCH_ABOUT,
	  "search 'vol musée \"Eugène Boudin\"' --lang en --from 2026-03" },
	{ "show", cmd_show, "ID|URL…", "Print articles.", SHOW_ABOUT, "show 6cdfffa3622b234a" },
	{ "related", cmd_related, "ID|URL|FILE|-",
	  "Find the same event's coverage in both languages, with evidence.", RELATED_ABOUT,
	  "related articles/one.txt --format jsonl" },
	{ "compare", cmd_compare, "STORY|ID|URL|FILE…",
	  "Lay an event's coverage side by side: what agrees, what differs.", COMPARE_ABOUT,
	  "compare french.txt english.txt --only figures,quotes" },
	{ "facts", cmd_facts, "ID|URL|FILE…",
	  "The names, figures, days and quotations of an article.", FACTS_ABOUT,
	  "facts articles/one.txt --format tsv" },
	{ "why-copy", cmd_why_copy, "ID|URL ID|URL",
	  "What two articles share word for word, and whether they are copies.", WHY_COPY_ABOUT,
	  "why-copy bfa16c736c5b49f1 f7dc117c3e414103" },
	{ "why", cmd_why, "A B", "What speaks for and against two articles reporting one event.",
	  WHY_ABOUT, "why 6cdfffa3622b234a bc733dfdd239cd9c" },
	{ "links", cmd_links, "", "All pairs of articles that may report one event.", LINKS_ABOUT,
	  "links --cross --min-probability 0.5 --top 100" },
	{ "stories", cmd_stories, "", "List the stories, each with a title in its languages.",
	  STORIES_ABOUT, "stories --lang-pair fr,en --sort growth" },
	{ "story", cmd_story, "ID", "One story: its reports, its history, what came before it.",
	  STORY_ABOUT, "story 6cdfffa3622b234a" },
	{ "judge", cmd_judge, "A B same|related|different",
	  "Say whether two articles report the same event: kept for ever.", JUDGE_ABOUT,
	  "judge 6cdfffa3622b234a bc733d same" },
	{ "link", cmd_link, "", "Bring links and stories up to date with the store.", LINK_ABOUT,
	  "link" },
	{ "extract", cmd_extract, "FILE|URL|-…",
	  "Print the article in an HTML page; needs no corpus.", EXTRACT_ABOUT,
	  "extract page.html --format text" },
	{ "furniture", cmd_furniture, "list|forget|keep [SITE [LINE]]",
	  "What is left out of the pages of each site.", FURNITURE_ABOUT, "furniture list" },
	{ "lexicon", cmd_lexicon, "show|add|remove|stats|build|train [WORD…]",
	  "The French–English lexicon.", LEXICON_ABOUT, "lexicon show ambassade" },
	{ "warc", cmd_warc, "ls|cat [FILE] [URL|ID|OFFSET…]", "Look into web archives.", WARC_ABOUT,
	  "warc ls news.warc.gz" },
	{ "stats", cmd_stats, "", "What is in the corpus.", STATS_ABOUT, "stats" },
	{ "check", cmd_check, "", "Is everything intact? Checks store, index, and that they agree.",
	  CHECK_ABOUT, "check" },
	{ "completion", cmd_completion, "bash|zsh",
	  "A script that completes commands, options and formats in a shell.", COMPLETION_ABOUT,
	  "completion bash" },
	{ "version", cmd_version, "", "Print the version, and those of the libraries it runs on.",
	  NULL, "version" },
	{ "help", cmd_help_command, "[COMMAND|status]",
	  "Help for a command, or the table of exit statuses.", NULL, "help search" },
	{ 0 },
};

static const Command *find_command (const char *name)
{
	for (const Command *c = commands; c->name; c++)
		if (strcmp (c->name, name) == 0)
			return c;
	return NULL;
}

static CmdStatus file_status (int code)
{
	switch (code) {
	case G_FILE_ERROR_NOENT:
		return CMD_NO_INPUT;
	case G_FILE_ERROR_ACCES:
	case G_FILE_ERROR_PERM:
	case G_FILE_ERROR_ROFS:
		return CMD_NO_PERMISSION;
	case G_FILE_ERROR_NOSPC:
	case G_FILE_ERROR_IO:
		return CMD_IO;
	default:
		return CMD_IO;
	}
}

static CmdStatus xap_status (int code)
{
	switch (code) {
	case XAP_ERROR_NOT_FOUND:
		return CMD_NO_INPUT;
	case XAP_ERROR_LOCKED:
		return CMD_LOCKED;
	case XAP_ERROR_CORRUPT:
		return CMD_DAMAGED;
	case XAP_ERROR_VERSION:
		return CMD_VERSION;
	case XAP_ERROR_NO_SPACE:
		return CMD_IO;
	case XAP_ERROR_PERMISSION:
		return CMD_NO_PERMISSION;
	case XAP_ERROR_INVALID:
		return CMD_USAGE;
	case XAP_ERROR_NETWORK:
		return CMD_UNAVAILABLE;
	default:
		return CMD_SOFTWARE;
	}
}

static CmdStatus store_status (int code)
{
	switch (code) {
	case STORE_ERROR_NOT_FOUND:
		return CMD_NO_INPUT;
	case STORE_ERROR_LOCKED:
		return CMD_LOCKED;
	case STORE_ERROR_CORRUPT:
		return CMD_DAMAGED;
	case STORE_ERROR_VERSION:
		return CMD_VERSION;
	case STORE_ERROR_NO_SPACE:
		return CMD_IO;
	case STORE_ERROR_PERMISSION:
		return CMD_NO_PERMISSION;
	default:
		return CMD_SOFTWARE;
	}
}

static CmdStatus import_status (int code)
{
	return code == IMPORT_ERROR_NOT_FOUND    ? CMD_NO_INPUT
	       : code == IMPORT_ERROR_PERMISSION ? CMD_NO_PERMISSION
						 : CMD_IO;
}

static CmdStatus status_of (const GError *error)
{
	if (error->domain == XAP_ERROR)
		return xap_status (error->code);
	if (error->domain == STORE_ERROR)
		return store_status (error->code);
	if (error->domain == G_FILE_ERROR)
		return file_status (error->code);
	if (error->domain == QUERY_ERROR)
		return CMD_USAGE;
	if (error->domain == LEXICON_ERROR)
		return CMD_UNAVAILABLE;
	if (error->domain == IMPORT_ERROR)
		return import_status (error->code);
	if (error->domain == EXTRACT_FETCH_ERROR)
		return error->code == EXTRACT_FETCH_FORBIDDEN   ? CMD_NO_PERMISSION
		       : error->code == EXTRACT_FETCH_NOT_FOUND ? CMD_NO_INPUT
								: CMD_UNAVAILABLE;
	if (error->domain == WARC_ERROR)
		return CMD_IO;
	if (error->domain == ARTICLE_ERROR || error->domain == PAGE_ERROR)
		return CMD_DATA;
	return CMD_SOFTWARE;
}

static int cmd_version (CmdContext *context, int argc, char **argv)
{
	int status;
	if (!cmd_options (context, &argc, &argv, NULL, FORMATS (FORMAT_TEXT, FORMAT_JSON), 2,
			  &status))
		return status;
	if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (json_pack ("{s:s, s:s}", "entente", ENTENTE_VERSION,
						  "xapian", xap_version ()));
	else
		printf ("entente %s (Xapian %s)\n", ENTENTE_VERSION, xap_version ());
	return CMD_OK;
}

static void print_usage (FILE *out)
{
	fputs ("Usage: entente COMMAND [OPTION…] [ARGUMENT…]\n\n"
	       "Indexes French and English news, and finds for any article the coverage of\n"
	       "the same event in the other language.\n\nCommands:\n",
	       out);
	for (const Command *c = commands; c->name; c++)
		fprintf (out, "  %-10s %s\n", c->name, c->summary);
	fputs ("\nEvery command takes --help and --corpus DIR (or has ENTENTE_CORPUS for it).\n"
	       "Exit statuses: entente help status\n\n"
	       "Example:\n  entente add articles/ && entente related articles/one.txt\n",
	       out);
}

static int cmd_help_command (CmdContext *context, int argc, char **argv)
{
	int status = CMD_OK;
	if (!cmd_options (context, &argc, &argv, NULL, FORMATS (FORMAT_TEXT), 1, &status))
		return status;
	if (argc > 1 && strcmp (argv[1], "status") == 0) {
		for (const CmdStatusRow *row = cmd_statuses; row->name; row++) {
			g_autofree char *lead =
				g_strdup_printf ("%4d  %-14s ", row->status, row->name);
			cmd_print_item (lead, row->meaning,
					context->out_tty ? (guint)context->columns : 0);
		}
		return CMD_OK;
	}
	const Command *command = argc > 1 ? find_command (argv[1]) : NULL;
	if (command) {
		char option[] = "--help", *args[] = { argv[0], option, NULL };
		context->command = command;
		status = command->func (context, 2, args);
		return status;
	}
	if (argc > 1)
		return cmd_usage (context, "unknown command '%s'", argv[1]);
	print_usage (stdout);
	return CMD_OK;
}

static void context_init (CmdContext *context)
{
	const char *dir = g_getenv ("ENTENTE_CORPUS"), *epoch = g_getenv ("SOURCE_DATE_EPOCH");
	struct winsize size;
	*context = (CmdContext){ 0 };
	context->corpus_dir = dir && *dir
				      ? g_strdup (dir)
				      : g_build_filename (g_get_user_data_dir (), "entente", NULL);
	context->out_tty = isatty (STDOUT_FILENO);
	context->err_tty = isatty (STDERR_FILENO);
	context->columns = 80;
	if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
		context->columns = size.ws_col;
	context->now_s = epoch && *epoch ? g_ascii_strtoll (epoch, NULL, 10)
					 : g_get_real_time () / G_USEC_PER_SEC;
	context->status_of = status_of;
	context->commands = commands;
	context->after_index = link_after_index;
}

/* A full disk or a closed pipe shows only when the last buffer is written. */
static int close_stdout (const CmdContext *context, int status)
{
	if (fflush (stdout) == 0 && !ferror (stdout))
		return status;
	if (errno == EPIPE)
		return status;
	return cmd_error (context, CMD_IO, "cannot write the output: %s", g_strerror (errno));
}

/* "entente --corpus DIR search …" is "entente search --corpus DIR …": move options that come first behind the command. */
static int command_index (int argc, char **argv)
{
	int i = 1;
	while (i < argc && argv[i][0] == '-' && argv[i][1]) {
		if (strcmp (argv[i], "--corpus") == 0 || strcmp (argv[i], "--format") == 0 ||
		    strcmp (argv[i], "--color") == 0)
			i++;
		i++;
	}
	return i;
}

int main (int argc, char **argv)
{
	CmdContext context;
	setlocale (LC_ALL, "");
	setlocale (LC_NUMERIC, "C");
	signal (SIGPIPE, SIG_IGN);
	signal (SIGXFSZ, SIG_IGN); /* a limit on file sizes is a full disk */
	context_init (&context);

	int at = command_index (argc, argv), status;
	if (at >= argc) {
		bool help = argc > 1 &&
			    (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0);
		if (argc > 1 && strcmp (argv[1], "--version") == 0) {
			context.command = find_command ("version");
			status = cmd_version (&context, 1, argv);
		} else if (argc > 1 && !help) {
			status = cmd_usage (&context, "no command in the arguments");
		} else {
			print_usage (help ? stdout : stderr);
			status = help ? CMD_OK : CMD_USAGE;
		}
	} else {
		const char *name = argv[at];
		context.command = find_command (name);
		if (!context.command) {
			status = cmd_usage (&context, "unknown command '%s'", name);
		} else {
			g_autofree char **args = g_new0 (char *, argc + 1);
			int n = 0;
			args[n++] = argv[0];
			for (int i = 1; i < argc; i++)
				if (i != at)
					args[n++] = argv[i];
			status = context.command->func (&context, n, args);
		}
	}
	status = close_stdout (&context, status);
	g_free (context.corpus_dir);
	return status;
}

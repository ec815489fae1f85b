/* cmd.h: what every subcommand shares: its context, options, output formats, exit statuses and errors.
 *
 * A command is a function int cmd_NAME (CmdContext *, int argc, char **argv) in the folder of what it serves, with a
 * row in the table of search/main.c. It begins with cmd_options(), prints data on stdout and everything else
 * on stderr, and returns a CmdStatus. Only commands print and choose a status. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* The one table of exit statuses (README, entente(1), `entente help status`): 0–2 as grep has them, the rest sysexits(3). */
typedef enum {
	CMD_OK = 0,
	CMD_NONE = 1,	      /* nothing found */
	CMD_USAGE = 2,	      /* unknown command or option, missing argument, bad query */
	CMD_DATA = 65,	      /* some input could not be read: the rest was done */
	CMD_NO_INPUT = 66,    /* no such file, no such article, no corpus, an empty corpus */
	CMD_UNAVAILABLE = 69, /* something needed is missing: the lexicon, a remote database */
	CMD_SOFTWARE = 70,    /* a failure that is none of the others */
	CMD_CANT_CREATE = 73, /* cannot create a file or directory */
	CMD_IO = 74,	      /* disk full, or a read or write failed */
	CMD_LOCKED = 75,      /* another process writes to the corpus: try again */
	CMD_DAMAGED = 76,     /* store or index damaged, or they disagree: the message names the repair */
	CMD_NO_PERMISSION = 77,
	CMD_VERSION = 78,     /* written by another version: the message names the command that repairs it */
	CMD_INTERRUPTED = 130, /* SIGINT or SIGTERM: what was acknowledged is kept */
} CmdStatus;

typedef struct {
	CmdStatus status;
	const char *name, *meaning;
} CmdStatusRow;
/* The table, in order of status; ends with a NULL name. */
extern const CmdStatusRow cmd_statuses[];

typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV, FORMAT_HTML, FORMAT_OPML, FORMAT_MD } CmdFormat;
/* "text", "json"…, as --format takes them. */
const char *cmd_format_name (CmdFormat format);
#define FORMATS(...) ((const CmdFormat[]){ __VA_ARGS__ })

typedef struct CmdContext CmdContext;
typedef int (*CmdFunc) (CmdContext *context, int argc, char **argv);

typedef struct {
	const char *name;
	CmdFunc func;
	const char *args;    /* "QUERY", for the usage line */
	const char *summary; /* one line */
	const char *about;   /* paragraph(s) for --help: what it prints, its formats */
	const char *example; /* one command that works, without the program's name */
} Command;

struct Store; /* corpus/store.h */

struct CmdContext {
	const Command *command, *commands; /* the one that runs; the table of all, ended by a NULL name */
	char *corpus_dir;      /* --corpus, $ENTENTE_CORPUS, or $XDG_DATA_HOME/entente: owned */
	CmdFormat format;      /* --format / --json */
	bool format_given;
	bool quiet, verbose;
	gboolean allow_private; /* --allow-private: pages may be fetched from private networks; of commands that fetch */
	bool colour;	       /* stdout is a terminal and neither NO_COLOR, TERM=dumb nor --color=never say no */
	bool out_tty, err_tty;
	int columns;	       /* width of the terminal, 80 when there is none */
	gint64 now_s;	       /* unix time that "today" and "2w" count from ($SOURCE_DATE_EPOCH when set) */
	/* What is derived from the index follows it: called by index_with_progress() and cmd_index(); NULL: nothing does. `store` is
	 * open for writing, or NULL: it opens what it needs. Prints errors; returns a CmdStatus. Given by main.c. */
	int (*after_index) (const CmdContext *context, struct Store *store);
	/* When it is given, cmd_options() tells it what the command takes, and does nothing else: returns false with CMD_OK. */
	void (*describe) (const CmdContext *context, const GOptionEntry *own, const GOptionEntry *common,
			  const CmdFormat *formats, guint formats_count);
	/* Which status an error means: given by main.c, which knows all error domains. */
	CmdStatus (*status_of) (const GError *error);
};

/* Parse argv[1…] with `entries` (may be NULL) and the common options (--corpus --format --json --quiet --verbose --color --help), and
 * leave the rest in argv[1…]; "--" ends options. `formats`, `formats_count`: which --format values the command
 * has, the first being its default. Returns true to go on; false when *status is to be returned at once (help
 * was printed, or an error). */
bool cmd_options (CmdContext *context, int *argc, char ***argv, const GOptionEntry *entries,
		  const CmdFormat *formats, guint formats_count, int *status);

/* Print "entente NAME: message" on stderr, as one clean line, and return the status. */
int cmd_error (const CmdContext *context, CmdStatus status, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The same for an error, whose status is context->status_of (error). Frees and clears *error. */
int cmd_fail (const CmdContext *context, GError **error);
/* A warning line on stderr, not with --quiet. */
void cmd_warn (const CmdContext *context, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A usage error, with "Try 'entente NAME --help'.". Returns CMD_USAGE. */
int cmd_usage (const CmdContext *context, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* "90s", "15m", "36h", "2d", "1w", or seconds alone, into *out_s. False, *out_s untouched, when it is none of these or over a century. */
bool cmd_parse_duration (const char *text, gint64 *out_s);

/* Print `object` as one line of JSON and a newline, and free it. Valid JSON whatever the strings hold. */
void cmd_print_json (json_t *object);
/* The same indented, for --format json. */
void cmd_print_json_pretty (json_t *object);
/* Print one TSV field, tabs and newlines in it as spaces; NULL is empty. */
void cmd_print_tsv (const char *field);

/* Print clean `text` with `indent` spaces before each line, its words wrapped at `columns` (0: one line, however long), and a
 * newline. Colour sequences of our own take no room. */
void cmd_print_wrapped (const char *text, guint indent, guint columns);
/* The same with `lead` ("12. ") before the first line, and the others under its end. */
void cmd_print_item (const char *lead, const char *text, guint columns);

/* Help for `command`, or the list of `commands` (ending with a NULL name), on `out`. */
void cmd_help (const Command *command, GOptionContext *options, FILE *out);

/* --- progress: a line on stderr with count, rate and time left, when stderr is a terminal --- */
typedef struct CmdProgress CmdProgress;
/* `total` 0: not known. Prints nothing at all when quiet or when stderr is no terminal. */
CmdProgress *cmd_progress_new (const CmdContext *context, const char *what, guint64 total);
/* Draws at most ten times a second. `done` of `total` are what the share and the time left are reckoned
 * from (bytes, say); `count` is what is shown and rated (articles). */
void cmd_progress_step (CmdProgress *progress, guint64 count, guint64 done, guint64 total);
/* Wipes the line. */
void cmd_progress_free (CmdProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CmdProgress, cmd_progress_free)

/* SIGINT and SIGTERM from here on only set a flag that cmd_interrupted() reads, and end a read that waits (EINTR); a second
 * signal ends the program. */
void cmd_catch_signals (void);
bool cmd_interrupted (void);

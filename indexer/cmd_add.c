/* cmd_add.c: `entente add`: files into the store, then the store into the index. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus/furniture_book.h"
#include "corpus/import.h"
#include "corpus/store.h"
#include "indexer/cmd_index.h"
#include "indexer/commands.h"
#include "shim/lang.h"

/* Articles between two commits of the store, or a time: what is printed as stored was committed, and a crawl that writes to the same
 * corpus waits no longer for its turn. */
#define COMMIT_EVERY 500
#define COMMIT_EVERY_US G_USEC_PER_SEC
#define SKIPS_SHOWN 20
/* Records of an archive without an article between two commits. */
#define RECORDS_EVERY 20000

typedef struct {
	CmdContext *context;
	Store *store;
	FurnitureBook *furniture;
	CmdProgress *progress;
	ImportProgress state;
	guint64 counts[4]; /* by StorePut */
	guint64 other_language, skipped;
	guint pending, records; /* articles, and archives' records, since the last commit */
	gint64 committed_us;    /* when that was, or when it began */
	guint resumed;          /* archives that were half read */
	StoreArchive at;        /* the archive that is being read; no file when none is */
	char *file;             /* its file */
	bool all_languages, interrupted;
	bool from_stream; /* standard input is being read, and is no file */
} Add;

/* What is acknowledged is stored, and with it how far the archive was read. */
static bool commit (Add *add, GError **error)
{
	add->pending = add->records = 0;
	add->committed_us = g_get_monotonic_time ();
	return furniture_book_save (add->furniture, error) &&
	       (!add->at.file || store_archive_note (add->store, &add->at, error)) &&
	       store_commit (add->store, error);
}

/* What reads ahead asks for so much at most: with less of it there, and a writer that is not done, the next read may take for ever. */
#define AHEAD_BYTES 262144

static bool may_wait_for_input (void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	int waiting;
	return poll (&input, 1, 0) >= 0 && !(input.revents & POLLHUP) &&
	       ioctl (STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting < AHEAD_BYTES;
}

/* Is standard input a pipe, or such? So that its writer can get ahead of us, the kernel is asked for room. */
static bool is_stream (const char *path)
{
	struct stat st;
	if (strcmp (path, "-") != 0 || fstat (STDIN_FILENO, &st) != 0 || S_ISREG (st.st_mode))
		return false;
	fcntl (STDIN_FILENO, F_SETPIPE_SZ, 4 * AHEAD_BYTES);
	return true;
}

static bool is_commit_due (const Add *add)
{
	return add->pending >= COMMIT_EVERY || (add->from_stream && may_wait_for_input ()) ||
	       g_get_monotonic_time () - add->committed_us >= COMMIT_EVERY_US;
}

static bool stop_if_interrupted (Add *add, GError **error)
{
	if (!cmd_interrupted ())
		return true;
	add->interrupted = true;
	g_set_error_literal (error, STORE_ERROR, STORE_ERROR_FAILED, "interrupted");
	return false;
}

/* --- archives --- */

static WarcPlace resume_archive (const ImportArchive *archive, gpointer data)
{
	Add *add = data;
	StoreArchive at = { .file = archive->origin,
			    .size = archive->size,
			    .modified_s = archive->modified_s };
	/* without it, it is all read again: nothing comes twice */
	if (!store_archive_find (add->store, &at, NULL))
		return (WarcPlace){ 0, 0 };
	add->resumed += at.offset || at.inside;
	return (WarcPlace){ at.offset, at.inside };
}

static bool step_archive (const ImportArchive *archive, const WarcPlace *next, gpointer data,
			  GError **error)
{
	Add *add = data;
	if (!next) {
		add->at.file = NULL;
		return store_archive_forget (add->store, archive->origin, error);
	}
	if (g_strcmp0 (add->file, archive->origin) != 0) {
		g_free (add->file);
		add->file = g_strdup (archive->origin);
	}
	add->at = (StoreArchive){ add->file, archive->size, archive->modified_s, next->offset,
				  next->inside };
	if (!stop_if_interrupted (add, error))
		return false;
	cmd_progress_step (add->progress, add->state.articles, add->state.bytes_done,
			   add->state.bytes_total);
	add->records++;
	return (add->records < RECORDS_EVERY && !is_commit_due (add)) || commit (add, error);
}

/* --- articles --- */

/* Where an archive's record is in its file; -1 for what is from another file than `file`. */
static json_int_t record_offset (const json_t *warc, const char *file)
{
	const char *its_file = json_string_value (json_object_get (warc, "file"));
	const json_t *offset = json_object_get (warc, "offset");
	return offset && g_strcmp0 (its_file, file) == 0 ? json_integer_value (offset) : -1;
}

/* Was `article` fetched before `stored`, or, when that is not known, does it stand before it in the same archive? */
static bool fetched_before (const Article *article, const Article *stored)
{
	const json_t *warc = json_object_get (article->provenance, "warc");
	const json_t *stored_warc = json_object_get (stored->provenance, "warc");
	const ArticleDate *a = &article->date_fetched, *b = &stored->date_fetched;
	if (a->precision != DATE_NONE && b->precision != DATE_NONE && a->unix_s != b->unix_s)
		return a->unix_s < b->unix_s;
	const char *file = json_string_value (json_object_get (warc, "file"));
	return record_offset (warc, file) < record_offset (stored_warc, file);
}

/* Archives are added in any order, and again: a page as it was once does not replace what it became. */
static bool is_outdated (Store *store, const Article *article, bool *outdated, GError **error)
{
	g_autoptr (Article) stored = NULL;
	guint32 docid;
	if (!json_object_get (article->provenance, "warc"))
		return true;
	if (!store_find (store, article->id, &docid, &stored, NULL, error))
		return false;
	*outdated =
		stored && strcmp (stored->id, article->id) == 0 && fetched_before (article, stored);
	return true;
}

static bool put_article (Article *taken, const char *origin, bool id_given, gpointer data,
			 GError **error)
{
	g_autoptr (Article) article = taken;
	Add *add = data;
	StorePut how;
	if (!stop_if_interrupted (add, error))
		return false;
	if (article_lang (article) == LANG_OTHER && !add->all_languages) {
		add->other_language++;
		if (add->context->verbose)
			cmd_warn (add->context, "%s: language '%s' is skipped",
				  origin ? origin : "-", article->language);
		return true;
	}
	bool outdated = false;
	if (!is_outdated (add->store, article, &outdated, error))
		return false;
	if (outdated)
		how = STORE_SAME;
	else if (!store_put (add->store, article, origin, id_given, &how, error))
		return false;
	else if (how == STORE_ADDED && !furniture_book_learn (add->furniture, article, error))
		return false;
	add->counts[how]++;
	add->pending++;
	if (is_commit_due (add) && !commit (add, error))
		return false;
	cmd_progress_step (add->progress, add->state.articles, add->state.bytes_done,
			   add->state.bytes_total);
	return true;
}

static void note_skip (const char *what, const char *reason, gpointer data)
{
	Add *add = data;
	/* A signal ends a waiting read: that is no fault of what was read. */
	if (cmd_interrupted ()) {
		add->interrupted = true;
		return;
	}
	add->skipped++;
	if (add->skipped <= SKIPS_SHOWN || add->context->verbose)
		cmd_warn (add->context, "%s: %s", what, reason);
	else if (add->skipped == SKIPS_SHOWN + 1)
		cmd_warn (add->context, "more is passed over; --verbose names all of it");
}

/* Import every argument. A path that is not there does not keep the others out: its status is kept in *status. */
static bool import_all (Add *add, int argc, char **argv, int *status)
{
	ImportOptions options = { .now_s = add->context->now_s,
				  .progress = &add->state,
				  .furniture = add->furniture,
				  .resume = resume_archive,
				  .step = step_archive };
	for (int i = 1; i < argc && !add->interrupted; i++) {
		GError *error = NULL;
		add->from_stream = is_stream (argv[i]);
		if (import_path (argv[i], &options, put_article, note_skip, add, &error))
			continue;
		if (add->interrupted) {
			g_clear_error (&error);
			break;
		}
		bool fatal = error->domain == STORE_ERROR;
		*status = cmd_fail (add->context, &error);
		if (fatal)
			return false;
	}
	return true;
}

static void print_summary (const Add *add)
{
	const guint64 *n = add->counts;
	printf ("%" G_GUINT64_FORMAT " added", n[STORE_ADDED]);
	if (n[STORE_UPDATED] || n[STORE_REFRESHED])
		printf (", %" G_GUINT64_FORMAT " updated", n[STORE_UPDATED] + n[STORE_REFRESHED]);
	if (n[STORE_SAME])
		printf (", %" G_GUINT64_FORMAT " already there", n[STORE_SAME]);
	if (add->other_language)
		printf (", %" G_GUINT64_FORMAT " in other languages skipped", add->other_language);
	if (add->skipped)
		printf (", %" G_GUINT64_FORMAT " could not be read", add->skipped);
	if (add->state.not_articles)
		printf (", %" G_GUINT64_FORMAT " other files passed over", add->state.not_articles);
	if (add->resumed)
		printf (", %u archive%s gone on with", add->resumed, add->resumed == 1 ? "" : "s");
	putchar ('\n');
}

/* A corpus that cannot be made for none of the reasons that have a status of their own: a file is in its place. */
static int open_failed (const CmdContext *context, GError **error)
{
	bool made = g_file_test (context->corpus_dir, G_FILE_TEST_IS_DIR);
	if (made || !g_error_matches (*error, STORE_ERROR, STORE_ERROR_FAILED))
		return cmd_fail (context, error);
	int status = cmd_error (context, CMD_CANT_CREATE, "%s", (*error)->message);
	g_clear_error (error);
	return status;
}

static bool interrupted (gpointer data)
{
	(void)data;
	return cmd_interrupted ();
}

static int run (Add *add, bool no_index, int argc, char **argv)
{
	int status = CMD_OK;
	GError *error = NULL;
	add->store = store_open (add->context->corpus_dir, STORE_CREATE, 5000, &error);
	if (!add->store)
		return open_failed (add->context, &error);
	store_share (add->store, interrupted, NULL);
	add->furniture = furniture_book_new (add->store);
	add->committed_us = g_get_monotonic_time ();
	add->progress = cmd_progress_new (add->context, "read", 0);
	bool ok = import_all (add, argc, argv, &status);
	g_clear_pointer (&add->progress, cmd_progress_free);
	if (ok && !commit (add, &error)) {
		status = cmd_fail (add->context, &error);
		ok = false;
	}
	if (!ok)
		return status;
	if (!add->context->quiet)
		print_summary (add);
	if (add->interrupted)
		return CMD_INTERRUPTED;
	/* What was read is stored: it is said before the longer step begins. */
	fflush (stdout);
	int indexed =
		no_index ? CMD_OK : index_with_progress (add->context, add->store, false, NULL);
	if (indexed != CMD_OK)
		return indexed;
	return status != CMD_OK ? status : add->skipped ? CMD_DATA : CMD_OK;
}

int cmd_add (CmdContext *context, int argc, char **argv)
{
	gboolean no_index = FALSE, no_link = FALSE, all_languages = FALSE;
	const GOptionEntry entries[] = {
		{ "no-index", 0, 0, G_OPTION_ARG_NONE, &no_index,
		  "Do not bring the index up to date", NULL },
		{ "no-link", 0, 0, G_OPTION_ARG_NONE, &no_link,
		  "Do not bring links and stories up to date", NULL },
		{ "all-languages", 0, 0, G_OPTION_ARG_NONE, &all_languages,
		  "Keep articles in other languages too", NULL },
		{ 0 },
	};
	int status;
	if (!cmd_options (context, &argc, &argv, entries, FORMATS (FORMAT_TEXT), 1, &status))
		return status;
	if (argc < 2)
		return cmd_usage (context, "which files?");
	Add add = { .context = context, .all_languages = all_languages };
	if (no_link)
		context->after_index = NULL;
	cmd_catch_signals ();
	status = run (&add, no_index, argc, argv);
	furniture_book_free (add.furniture);
	store_close (add.store);
	g_free (add.file);
	return status;
}

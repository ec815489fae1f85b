/* cmd_lexicon.c: entente lexicon build|show|stats. */
#include <math.h>
#include <string.h>

#include "indexer/analyze.h"
#include "indexer/commands.h"
#include "indexer/lexicon.h"
#include "indexer/lexicon_build.h"
#include "indexer/lexicon_train.h"
#include "indexer/lexicon_user.h"
#include "shim/text.h"

#define SHOW_MAX 32

/* --- build --- */

static void on_notice (bool used, const char *package, const char *note, gpointer data)
{
	const CmdContext *context = data;
	if (!used)
		cmd_warn (context, "%s left out: %s", package, note);
	else if (context->verbose)
		fprintf (stderr, "%s: %s\n", package, note);
}

/* A file that cannot be made is not a missing input. */
static int build_failed (const CmdContext *context, const char *output, GError **error)
{
	if (!g_error_matches (*error, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
	    !g_error_matches (*error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR) &&
	    !g_error_matches (*error, G_FILE_ERROR, G_FILE_ERROR_ISDIR))
		return cmd_fail (context, error);
	return cmd_error (context, CMD_CANT_CREATE, "cannot create %s: %s", output,
			  (*error)->message);
}

static int build (CmdContext *context, const char *output, const char *from, char **trained)
{
	g_autoptr (GError) error = NULL;
	if (!output)
		return cmd_usage (context, "build needs --output FILE");
	if (!lexicon_build (from, (const char *const *)trained, output, on_notice, context, &error))
		return build_failed (context, output, &error);
	return CMD_OK;
}

/* --- train --- */

typedef struct {
	GString *table;
	CmdProgress *progress;
} Training;

static void on_pair (const char *fr, const char *en, double p_en, double p_fr, gpointer data)
{
	Training *training = data;
	char number[2][G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd (number[0], sizeof number[0], "%.4f", p_en);
	g_ascii_formatd (number[1], sizeof number[1], "%.4f", p_fr);
	g_string_append_printf (training->table, "%s\t%s\t%s\t%s\n", fr, en, number[0], number[1]);
}

static bool on_step (double done, gpointer data)
{
	Training *training = data;
	cmd_progress_step (training->progress, (guint64)(done * 100), (guint64)(done * 1000), 1000);
	return !cmd_interrupted ();
}

static int train (CmdContext *context, const char *output, const char *fr, const char *en)
{
	g_autoptr (GError) error = NULL;
	g_autoptr (GString) table = g_string_new (
		"# French, English, p(en | fr), p(fr | en): learnt by 'entente lexicon train'\n");
	LexiconTrainStats stats;
	if (!output)
		return cmd_usage (context, "train needs --output FILE");
	cmd_catch_signals ();
	Training training = { table, cmd_progress_new (context, "per cent trained", 1000) };
	bool ok = lexicon_train (fr, en, on_pair, on_step, &training, &stats, &error);
	cmd_progress_free (training.progress);
	if (!ok && cmd_interrupted ())
		return CMD_INTERRUPTED;
	if (!ok && error->domain == LEXICON_ERROR)
		return cmd_error (context, CMD_DATA, "%s", error->message);
	if (!ok)
		return cmd_fail (context, &error);
	if (!g_file_set_contents_full (output, table->str, (gssize)table->len,
				       G_FILE_SET_CONTENTS_CONSISTENT, 0644, &error))
		return build_failed (context, output, &error);
	if (!context->quiet)
		printf ("%" G_GUINT64_FORMAT " pairs of words from %" G_GUINT64_FORMAT
			" pairs of lines, %" G_GUINT64_FORMAT " skipped\n",
			stats.pairs, stats.sentences, stats.skipped);
	return CMD_OK;
}

/* --- add, remove --- */

static int put (CmdContext *context, bool hold, const char *fr, const char *en)
{
	GError *error = NULL;
	g_autofree char *path = lexicon_user_path ();
	if (lexicon_user_put (path, hold, fr, en, &error))
		return CMD_OK;
	bool wrong = g_error_matches (error, LEXICON_ERROR, LEXICON_ERROR_FAILED);
	if (!wrong)
		return cmd_fail (context, &error);
	int status = cmd_usage (context, "%s", error->message);
	g_error_free (error);
	return status;
}

/* --- show, stats --- */

/* The key of what a person typed: the analyser's stems, one space between. Owned. */
static char *key_of (Analyzer *analyzer, const char *words, Lang lang)
{
	g_autoptr (Terms) terms = terms_new ();
	GString *key = g_string_new (NULL);
	analyze_text (analyzer, words, strlen (words), lang, 1, terms);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *term = &g_array_index (terms->terms, Term, i);
		g_string_append_printf (key, "%s%s", i ? " " : "",
					term->stem ? term->stem : term->word);
	}
	return g_string_free (key, FALSE);
}

static json_t *sources_json (guint32 sources)
{
	json_t *names = json_array ();
	for (const LexiconSourceRow *row = lexicon_sources (); row->name; row++)
		if (sources & row->source)
			json_array_append_new (names, json_pack ("{s:s, s:s}", "name", row->name,
								 "licence", row->licence));
	return names;
}

static json_t *entry_json (const LexiconEntry *entry)
{
	return json_pack ("{s:s, s:s, s:f, s:o}", "translation", entry->surface, "stem",
			  entry->stem, "weight", round (entry->weight * 10000) / 10000, "sources",
			  sources_json (entry->sources));
}

static void print_entry (const char *from, const char *to, const LexiconEntry *entry)
{
	printf ("%s → %s  %.3f  %s ", from, to, entry->weight, entry->surface);
	bool first = true;
	for (const LexiconSourceRow *row = lexicon_sources (); row->name; row++)
		if (entry->sources & row->source) {
			printf ("%s%s: %s", first ? " (" : "; ", row->name, row->licence);
			first = false;
		}
	puts (first ? "" : ")");
}

static void print_entry_tsv (const char *from, const char *to, const LexiconEntry *entry)
{
	const char *before = "\t";
	printf ("%s\t%s\t%.4f\t", from, to, entry->weight);
	cmd_print_tsv (entry->surface);
	for (const LexiconSourceRow *row = lexicon_sources (); row->name; row++)
		if (entry->sources & row->source) {
			printf ("%s%s", before, row->name);
			before = "+";
		}
	puts (*before == '\t' ? before : "");
}

static json_t *entry_line_json (const char *from, const char *to, const LexiconEntry *entry)
{
	json_t *line = json_pack ("{s:s, s:s}", "from", from, "to", to), *rest = entry_json (entry);
	json_object_update (line, rest);
	json_decref (rest);
	return line;
}

/* Print the translations of `words` out of one language, or add them to `out` when it is given. Returns how many. */
static guint show_direction (const CmdContext *context, const Lexicon *lexicon, Analyzer *analyzer,
			     const char *words, Lang lang, json_t *out)
{
	LexiconEntry entries[SHOW_MAX];
	const char *from = lang_code (lang), *to = lang == LANG_FR ? "en" : "fr";
	g_autofree char *key = key_of (analyzer, words, lang);
	guint count = lexicon_lookup (lexicon, lang, key, strlen (key), entries, SHOW_MAX);
	json_t *list = json_array ();
	for (guint i = 0; i < count; i++) {
		if (out)
			json_array_append_new (list, entry_json (&entries[i]));
		else if (context->format == FORMAT_JSONL)
			cmd_print_json (entry_line_json (from, to, &entries[i]));
		else if (context->format == FORMAT_TSV)
			print_entry_tsv (from, to, &entries[i]);
		else
			print_entry (from, to, &entries[i]);
	}
	if (out)
		json_object_set (out, from, list);
	json_decref (list);
	return count;
}

static int show (CmdContext *context, const Lexicon *lexicon, const char *words)
{
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	json_t *out = context->format == FORMAT_JSON
			      ? json_pack ("{s:s%}", "word", words, strlen (words))
			      : NULL;
	guint count = show_direction (context, lexicon, analyzer, words, LANG_FR, out);
	count += show_direction (context, lexicon, analyzer, words, LANG_EN, out);
	if (out)
		cmd_print_json_pretty (out);
	else if (count == 0)
		cmd_warn (context, "no translation of '%s'", words);
	return count > 0 ? CMD_OK : CMD_NONE;
}

/* [{"name", "licence", "pairs"}, …] of all that the lexicon is made of. Owned. */
static json_t *all_sources_json (const Lexicon *lexicon)
{
	g_auto (GStrv) lines = g_strsplit (lexicon_about (lexicon), "\n", -1);
	json_t *sources = json_array ();
	for (char **line = lines; *line; line++) {
		g_auto (GStrv) columns = g_strsplit (*line, "\t", 3);
		if (g_strv_length (columns) == 3)
			json_array_append_new (
				sources,
				json_pack ("{s:s, s:s, s:I}", "name", columns[0], "licence",
					   columns[1], "pairs",
					   (json_int_t)g_ascii_strtoull (columns[2], NULL, 10)));
	}
	return sources;
}

static void print_sources (json_t *sources, CmdFormat format)
{
	size_t i;
	json_t *row;
	bool columns = format == FORMAT_TSV;
	json_array_foreach (sources, i, row)
		printf (columns ? "%s\t%s\t%" G_GINT64_FORMAT "\n"
				: "%-28s %-18s %" G_GINT64_FORMAT " pairs read\n",
			json_string_value (json_object_get (row, "name")),
			json_string_value (json_object_get (row, "licence")),
			(gint64)json_integer_value (json_object_get (row, "pairs")));
}

static int stats (CmdContext *context, const Lexicon *lexicon)
{
	guint64 keys[2], pairs[2];
	guint added, removed;
	lexicon_counts (lexicon, LANG_FR, &keys[0], &pairs[0]);
	lexicon_counts (lexicon, LANG_EN, &keys[1], &pairs[1]);
	lexicon_own_counts (lexicon, &added, &removed);
	json_t *sources = all_sources_json (lexicon);
	if (context->format == FORMAT_JSON || context->format == FORMAT_JSONL) {
		json_t *whole = json_pack ("{s:I, s:I, s:I, s:I, s:i, s:i, s:o}", "fr_words",
					   (json_int_t)keys[0], "fr_pairs", (json_int_t)pairs[0],
					   "en_words", (json_int_t)keys[1], "en_pairs",
					   (json_int_t)pairs[1], "own_added", (int)added,
					   "own_removed", (int)removed, "sources", sources);
		if (context->format == FORMAT_JSON)
			cmd_print_json_pretty (whole);
		else
			cmd_print_json (whole);
		return CMD_OK;
	}
	if (context->format == FORMAT_TSV) {
		print_sources (sources, FORMAT_TSV);
		json_decref (sources);
		return CMD_OK;
	}
	printf ("French → English  %" G_GUINT64_FORMAT " words, %" G_GUINT64_FORMAT
		" translations\n",
		keys[0], pairs[0]);
	printf ("English → French  %" G_GUINT64_FORMAT " words, %" G_GUINT64_FORMAT
		" translations\n",
		keys[1], pairs[1]);
	print_sources (sources, FORMAT_TEXT);
	json_decref (sources);
	if (added || removed)
		printf ("Your own words: %u added, %u removed\n", added, removed);
	return CMD_OK;
}

int cmd_lexicon (CmdContext *context, int argc, char **argv)
{
	g_autofree char *output = NULL, *from = NULL, *path = NULL;
	g_auto (GStrv) trained = NULL;
	gboolean parallel = FALSE;
	int status;
	const GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "build, train: write to FILE",
		  "FILE" },
		{ "from", 0, 0, G_OPTION_ARG_FILENAME, &from,
		  "build: the packages' files are in DIR (/usr/share)", "DIR" },
		{ "trained", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &trained,
		  "build: also what train wrote (may be repeated)", "FILE" },
		{ "parallel", 0, 0, G_OPTION_ARG_NONE, &parallel,
		  "train: lines of French and their translations", NULL },
		{ "lexicon", 0, 0, G_OPTION_ARG_FILENAME, &path, "show, stats: read this lexicon",
		  "FILE" },
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;

	const char *what = argc > 1 ? argv[1] : "";
	if (strcmp (what, "build") == 0 && argc == 2)
		return build (context, output, from, trained);
	if (strcmp (what, "train") == 0 && parallel && argc == 4)
		return train (context, output, argv[2], argv[3]);
	bool adding = strcmp (what, "add") == 0;
	if ((adding || strcmp (what, "remove") == 0) && argc == 4)
		return put (context, adding, argv[2], argv[3]);
	bool showing = strcmp (what, "show") == 0 && argc > 2;
	if (!showing && !(strcmp (what, "stats") == 0 && argc == 2))
		return cmd_usage (context, "expected show WORD, add FR EN, remove FR EN, stats, "
					   "build, or train --parallel FR EN");

	g_autoptr (GError) error = NULL;
	g_autoptr (Lexicon) lexicon =
		path ? lexicon_open (path, &error) : lexicon_open_default (true, &error);
	if (!lexicon)
		return cmd_fail (context, &error);
	if (!showing)
		return stats (context, lexicon);
	g_autofree char *typed = g_strjoinv (" ", argv + 2);
	g_autofree char *words = text_clean (typed, -1, NULL);
	return show (context, lexicon, words);
}

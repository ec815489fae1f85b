/* compare_text.c: a comparison's report on a terminal. */
#include <string.h>

#include "search/compare_print.h"
#include "search/compare_report.h"
#include "shim/text.h"

typedef struct {
	const json_t *report;
	guint columns;
	const char *bold, *dim, *off;
	FILE *out;
} Screen;

/* `text` in lines of at most the screen's columns, all of them indented by `indent`, the first one behind `label`. */
static void wrapped (const Screen *screen, guint indent, const char *label, const char *text)
{
	guint width = screen->columns > indent + 20 ? screen->columns - indent : 20, used = 0;
	g_auto (GStrv) words = g_strsplit (text, " ", -1);
	fprintf (screen->out, "%*s%s", (int)(indent - MIN (indent, text_columns (label))), "",
		 label);
	for (char **word = words; *word; word++) {
		guint columns = text_columns (*word);
		if (used > 0 && used + 1 + columns > width) {
			fprintf (screen->out, "\n%*s", (int)indent, "");
			used = 0;
		}
		fprintf (screen->out, "%s%s", used ? " " : "", *word);
		used += columns + (used > 0);
	}
	fputc ('\n', screen->out);
}

static void heading (const Screen *screen, const char *title, const char *note)
{
	fprintf (screen->out, "\n%s%s%s\n", screen->bold, title, screen->off);
	if (note) {
		fputs (screen->dim, screen->out);
		wrapped (screen, 2, "", note);
		fputs (screen->off, screen->out);
	}
}

static void print_articles (const Screen *screen)
{
	size_t i;
	json_t *article;
	heading (screen, "Articles, as published", NULL);
	json_array_foreach (json_object_get (screen->report, "articles"), i, article)
	{
		g_autofree char *title = report_line (article, "title"),
				*outlet = report_outlet (article),
				*origin = report_origin (article),
				*language = report_line (article, "language");
		g_autofree char *label =
			g_strdup_printf ("%3zu %s  ", i + 1, *language ? language : "??");
		wrapped (screen, 8, label, *title ? title : "(no title)");
		g_autofree char *versions = report_versions (screen->report, article);
		g_autofree char *about = g_strdup_printf ("%s; %s%s", outlet, origin, versions);
		fputs (screen->dim, screen->out);
		wrapped (screen, 8, "", about);
		fputs (screen->off, screen->out);
	}
	g_autofree char *first = report_first (screen->report);
	if (*first)
		wrapped (screen, 2, "", first);
	const json_t *sources =
		json_object_get (json_object_get (screen->report, "sources"), "independent");
	if (sources)
		fprintf (screen->out, "  Independent reports: %d in French, %d in English.\n",
			 (int)json_integer_value (json_object_get (sources, "fr")),
			 (int)json_integer_value (json_object_get (sources, "en")));
}

/* The place's sentence behind its article's number, with what it is about in bold. */
static void print_sentence (const Screen *screen, const json_t *place)
{
	g_autofree char *article = report_article (screen->report, place),
			*sentence = report_line (place, "sentence");
	g_autofree char *label = g_strdup_printf ("%s  ", article);
	wrapped (screen, 12, label, sentence);
}

static void print_figures (const Screen *screen, bool only)
{
	size_t i, k;
	json_t *row, *place;
	bool any = false;
	json_array_foreach (json_object_get (screen->report, "figures"), i, row)
	{
		const char *verdict = json_string_value (json_object_get (row, "verdict"));
		if ((strcmp (verdict, "only") == 0) != only)
			continue;
		if (!any)
			heading (screen, only ? "Figures that one article has" : "Figures",
				 only ? report_note_only : report_note_figures);
		any = true;
		g_autoptr (GString) line = g_string_new (NULL);
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (screen->report, place),
					*text = report_line (place, "text");
			g_string_append_printf (line, "%s%s (%s)", k ? " | " : "", text, article);
		}
		g_autofree char *label = g_strdup_printf (
			"  %s%-7s%s", strcmp (verdict, "differ") == 0 ? screen->bold : "", verdict,
			strcmp (verdict, "differ") == 0 ? screen->off : "");
		fputs (label, screen->out);
		wrapped (screen, 2, "", line->str);
		json_array_foreach (json_object_get (row, "places"), k, place)
			print_sentence (screen, place);
	}
}

static void print_quotes (const Screen *screen)
{
	size_t i, k;
	json_t *row, *place;
	const json_t *quotes = json_object_get (screen->report, "quotes");
	if (json_array_size (quotes) == 0)
		return;
	heading (screen, "Quotations",
		 "The same statement side by side; then those that one article has.");
	json_array_foreach (quotes, i, row)
	{
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (screen->report, place),
					*text = report_line (place, "text"),
					*named = report_line (place, "named");
			g_autofree char *label = g_strdup_printf ("%s  ", article);
			g_autofree char *line = g_strdup_printf (
				"“%s”%s%s%s", text, *named ? " — beside " : "", named,
				json_is_true (json_object_get (place, "cut")) ? " (cut)" : "");
			wrapped (screen, 12, label, line);
		}
		fputc ('\n', screen->out);
	}
}

static void print_names (const Screen *screen)
{
	size_t i, k;
	json_t *row, *place;
	const json_t *names = json_object_get (screen->report, "names");
	if (json_array_size (names) == 0)
		return;
	heading (screen, "Names",
		 "How each language writes them; then the names that one language has.");
	json_array_foreach (names, i, row)
	{
		g_autoptr (GString) line = g_string_new (NULL);
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (screen->report, place),
					*text = report_line (place, "text");
			g_string_append_printf (line, "%s%s (%s)", k ? " | " : "", text, article);
		}
		bool both = json_array_size (json_object_get (row, "languages")) > 1;
		g_autofree char *only = g_strdup_printf (
			"only %s",
			json_string_value (json_array_get (json_object_get (row, "languages"), 0)));
		g_autofree char *label = g_strdup_printf ("%-8s", both ? "both" : only);
		wrapped (screen, 10, label, line->str);
	}
}

static void print_core (const Screen *screen)
{
	size_t i, k;
	json_t *row, *place;
	const json_t *core = json_object_get (screen->report, "core");
	if (json_array_size (core) > 0)
		heading (screen, "What most articles say", NULL);
	json_array_foreach (core, i, row)
	{
		json_array_foreach (json_object_get (row, "sentences"), k, place)
			print_sentence (screen, place);
		fputc ('\n', screen->out);
	}
}

static void print_only (const Screen *screen)
{
	size_t i;
	json_t *row;
	const json_t *only = json_object_get (screen->report, "only_here");
	if (json_array_size (only) == 0)
		return;
	g_autofree char *note =
		g_strdup_printf ("%s Threshold %.2f.", report_note_only,
				 json_real_value (json_object_get (screen->report, "threshold")));
	heading (screen, "Only here", note);
	json_array_foreach (only, i, row) print_sentence (screen, row);
}

void compare_print_text (const json_t *report, guint columns, bool colour, FILE *out)
{
	Screen screen = { .report = report,
			  .columns = columns,
			  .bold = colour ? "\033[1m" : "",
			  .dim = colour ? "\033[2m" : "",
			  .off = colour ? "\033[0m" : "",
			  .out = out };
	print_articles (&screen);
	print_figures (&screen, false);
	print_quotes (&screen);
	print_core (&screen);
	print_names (&screen);
	print_figures (&screen, true);
	print_only (&screen);
	json_int_t left_out = json_integer_value (json_object_get (report, "left_out"));
	if (left_out > 0)
		fprintf (out, "\n%d sentences, figures or quotations were too many to compare.\n",
			 (int)left_out);
}

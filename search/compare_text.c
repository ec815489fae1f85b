/* compare_text.c: a comparison's report on a terminal. */
#include <string.h>

#include "search/compare_print.h"
#include "search/compare_report.h"
#include "shim/text.h"

typedef struct {
	const json_t *report;
	guint columns;
	const char *bold, *dim, *off;
	bool full; /* every row with all its sentences */
	FILE *out;
} Screen;

/* Of an article's sentences, and of quotations, that stand alone: shown without --full. */
#define ONLY_SENTENCES 5
#define ONLY_QUOTES 8

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

/* --- lists --- */

static const json_t *first_place (const json_t *row)
{
	return json_array_get (json_object_get (row, "places"), 0);
}

/* Append the place's text to a list, unless it is there, however its letters are. */
static void list_text (GString *list, GHashTable *seen, const json_t *place)
{
	g_autofree char *text = report_line (place, "text"), *folded = text_fold (text, -1, NULL);
	if (*text && g_hash_table_add (seen, g_steal_pointer (&folded)))
		g_string_append_printf (list, "%s%s", list->len ? " · " : "", text);
}

static GHashTable *texts_new (void)
{
	return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static bool is_only (const json_t *figure)
{
	return strcmp (json_string_value (json_object_get (figure, "verdict")), "only") == 0;
}

/* The figures that one article has, a list for each article. */
static void list_figures (const Screen *screen)
{
	size_t i, count = json_array_size (json_object_get (screen->report, "articles"));
	json_t *row;
	bool any = false;
	for (size_t number = 1; number <= count; number++) {
		g_autoptr (GString) list = g_string_new (NULL);
		g_autoptr (GHashTable) seen = texts_new ();
		g_autofree char *label = NULL;
		json_array_foreach (json_object_get (screen->report, "figures"), i, row)
		{
			const json_t *place = first_place (row);
			if (!is_only (row) || json_integer_value (json_object_get (
						      place, "article")) != (json_int_t)number)
				continue;
			list_text (list, seen, place);
			if (!label) {
				g_autofree char *article = report_article (screen->report, place);
				label = g_strconcat (article, "  ", NULL);
			}
		}
		if (list->len == 0)
			continue;
		if (!any)
			heading (screen, "Figures that one article has", report_note_only);
		any = true;
		wrapped (screen, 12, label, list->str);
	}
}

/* Does each language of a name write it in the same ways? */
static bool written_alike (const Screen *screen, const json_t *name)
{
	g_autoptr (GHashTable) one = texts_new ();
	g_autoptr (GHashTable) other = texts_new ();
	const char *first =
		json_string_value (json_array_get (json_object_get (name, "languages"), 0));
	size_t k;
	json_t *place;
	GHashTableIter iter;
	gpointer text;
	json_array_foreach (json_object_get (name, "places"), k, place)
	{
		g_autofree char *article = report_article (screen->report, place),
				*written = report_line (place, "text");
		g_hash_table_add (g_str_has_suffix (article, first) ? one : other,
				  text_fold (written, -1, NULL));
	}
	if (g_hash_table_size (one) != g_hash_table_size (other))
		return false;
	g_hash_table_iter_init (&iter, one);
	while (g_hash_table_iter_next (&iter, &text, NULL))
		if (!g_hash_table_contains (other, text))
			return false;
	return true;
}

/* --- the parts --- */

static bool is_agreed (const json_t *figure)
{
	return strcmp (json_string_value (json_object_get (figure, "verdict")), "agree") == 0;
}

static void print_figure (const Screen *screen, const json_t *row)
{
	size_t k;
	json_t *place;
	const char *verdict = json_string_value (json_object_get (row, "verdict"));
	bool differ = strcmp (verdict, "differ") == 0;
	g_autoptr (GString) line = g_string_new (NULL);
	json_array_foreach (json_object_get (row, "places"), k, place)
	{
		g_autofree char *article = report_article (screen->report, place),
				*text = report_line (place, "text");
		g_string_append_printf (line, "%s%s (%s)", k ? " | " : "", text, article);
	}
	g_autofree char *label = g_strdup_printf ("  %-9s", verdict);
	fputs (differ ? screen->bold : "", screen->out);
	wrapped (screen, 11, label, line->str);
	fputs (differ ? screen->off : "", screen->out);
	/* What differs is never shown without the sentences. */
	if (!screen->full && is_agreed (row))
		return;
	json_array_foreach (json_object_get (row, "places"), k, place)
	{
		print_sentence (screen, place);
	}
}

static void print_figures (const Screen *screen, bool only)
{
	size_t i;
	json_t *row;
	bool any = false, agreed = false;
	json_array_foreach (json_object_get (screen->report, "figures"), i, row)
	{
		if (is_only (row) != only)
			continue;
		if (!any)
			heading (screen, only ? "Figures that one article has" : "Figures",
				 only ? report_note_only : report_note_figures);
		any = true;
		agreed = agreed || is_agreed (row);
		print_figure (screen, row);
	}
	if (agreed && !screen->full)
		fprintf (screen->out, "  %sThe sentences of what agrees: --full%s\n", screen->dim,
			 screen->off);
}

static void print_more (const Screen *screen, guint more)
{
	if (more)
		fprintf (screen->out, "%10s  %sand %u more (--full)%s\n", "", screen->dim, more,
			 screen->off);
}

static void print_quotes (const Screen *screen)
{
	size_t i, k;
	guint alone = 0;
	json_t *row, *place;
	const json_t *quotes = json_object_get (screen->report, "quotes");
	if (json_array_size (quotes) == 0)
		return;
	heading (screen, "Quotations",
		 "The same statement side by side; then those that one article has.");
	json_array_foreach (quotes, i, row)
	{
		alone += json_integer_value (json_object_get (row, "articles")) == 1;
		if (!screen->full && alone > ONLY_QUOTES)
			continue;
		if (i > 0)
			fputc ('\n', screen->out);
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
	}
	if (!screen->full && alone > ONLY_QUOTES)
		print_more (screen, alone - ONLY_QUOTES);
}

/* What a row of names begins with: "both", "only fr". Owned. */
static char *name_label (const json_t *name)
{
	const json_t *languages = json_object_get (name, "languages");
	if (json_array_size (languages) > 1)
		return g_strdup ("both    ");
	return g_strdup_printf ("only %-3s", json_string_value (json_array_get (languages, 0)));
}

static void print_name (const Screen *screen, const json_t *name)
{
	g_autofree char *label = name_label (name);
	g_autoptr (GString) line = g_string_new (NULL);
	size_t k;
	json_t *place;
	json_array_foreach (json_object_get (name, "places"), k, place)
	{
		g_autofree char *article = report_article (screen->report, place),
				*text = report_line (place, "text");
		g_string_append_printf (line, "%s%s (%s)", k ? " | " : "", text, article);
	}
	wrapped (screen, 10, label, line->str);
}

/* Names that are written alike as a list for each label, the others one by one before the first of them. */
static void list_names (const Screen *screen, const json_t *names)
{
	g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
	size_t i;
	json_t *row;
	json_array_foreach (names, i, row)
	{
		g_autofree char *label = name_label (row);
		bool both = json_array_size (json_object_get (row, "languages")) > 1;
		if (both && !written_alike (screen, row))
			print_name (screen, row);
		else if (!g_ptr_array_find_with_equal_func (labels, label, g_str_equal, NULL))
			g_ptr_array_add (labels, g_steal_pointer (&label));
	}
	for (guint l = 0; l < labels->len; l++) {
		g_autoptr (GString) list = g_string_new (NULL);
		g_autoptr (GHashTable) seen = texts_new ();
		json_array_foreach (names, i, row)
		{
			g_autofree char *label = name_label (row);
			bool both = json_array_size (json_object_get (row, "languages")) > 1;
			if (strcmp (label, labels->pdata[l]) == 0 &&
			    !(both && !written_alike (screen, row)))
				list_text (list, seen, first_place (row));
		}
		wrapped (screen, 10, labels->pdata[l], list->str);
	}
}

static void print_names (const Screen *screen)
{
	size_t i;
	json_t *row;
	const json_t *names = json_object_get (screen->report, "names");
	if (json_array_size (names) == 0)
		return;
	heading (screen, "Names",
		 "How each language writes them; then the names that one language has.");
	if (!screen->full)
		list_names (screen, names);
	else
		json_array_foreach (names, i, row) print_name (screen, row);
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
		if (i > 0)
			fputc ('\n', screen->out);
		json_array_foreach (json_object_get (row, "sentences"), k, place)
			print_sentence (screen, place);
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
	guint shown = 0, more = 0;
	json_int_t article = 0;
	json_array_foreach (only, i, row)
	{
		if (json_integer_value (json_object_get (row, "article")) != article) {
			print_more (screen, more);
			shown = more = 0;
			article = json_integer_value (json_object_get (row, "article"));
		}
		if (screen->full || shown++ < ONLY_SENTENCES)
			print_sentence (screen, row);
		else
			more++;
	}
	print_more (screen, more);
}

void compare_print_text (const json_t *report, guint columns, bool colour, bool full, FILE *out)
{
	Screen screen = { .report = report,
			  .columns = columns,
			  .bold = colour ? "\033[1m" : "",
			  .dim = colour ? "\033[2m" : "",
			  .off = colour ? "\033[0m" : "",
			  .full = full,
			  .out = out };
	print_articles (&screen);
	print_figures (&screen, false);
	print_quotes (&screen);
	print_core (&screen);
	print_names (&screen);
	if (full)
		print_figures (&screen, true);
	else
		list_figures (&screen);
	print_only (&screen);
	json_int_t left_out = json_integer_value (json_object_get (report, "left_out"));
	if (left_out > 0)
		fprintf (out, "\n%d sentences, figures or quotations were too many to compare.\n",
			 (int)left_out);
}

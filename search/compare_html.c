/* compare_html.c: a comparison's report as one page of HTML that needs no other file and no script. */
#include <string.h>

#include "corpus/table.h"
#include "search/compare_print.h"
#include "search/compare_report.h"

static char *escaped (const char *text)
{
	return g_markup_escape_text (text, -1);
}

static char *field (const json_t *object, const char *key)
{
	g_autofree char *line = report_line (object, key);
	return escaped (line);
}

/* The sentence with the words that it is shown for marked. */
static char *marked (const json_t *place)
{
	const char *sentence = json_string_value (json_object_get (place, "sentence"));
	json_int_t base = json_integer_value (json_object_get (place, "sentence_start")),
		   start = json_integer_value (json_object_get (place, "start")) - base,
		   end = json_integer_value (json_object_get (place, "end")) - base;
	gsize len = strlen (sentence);
	if (!json_object_get (place, "sentence_start") || start < 0 || end < start ||
	    (gsize)end > len)
		return field (place, "sentence");
	g_autofree char *before = g_markup_escape_text (sentence, (gssize)start),
			*inside = g_markup_escape_text (sentence + start, (gssize)(end - start)),
			*after = escaped (sentence + end);
	return g_strdup_printf ("%s<mark>%s</mark>%s", before, inside, after);
}

static void print_place (const json_t *report, const json_t *place, FILE *out)
{
	g_autofree char *article = report_article (report, place), *sentence = marked (place);
	fprintf (out, "<p><span class=\"who\">%s</span><span>%s</span></p>\n", article, sentence);
}

static void print_places (const json_t *report, const json_t *places, FILE *out)
{
	size_t i;
	json_t *place;
	fputs ("<div class=\"places\">\n", out);
	json_array_foreach (places, i, place) print_place (report, place, out);
	fputs ("</div>\n", out);
}

static void print_articles (const json_t *report, FILE *out)
{
	size_t i;
	json_t *article;
	g_autofree char *first = report_first (report);
	const json_t *own = json_object_get (json_object_get (report, "sources"), "independent");
	fprintf (out, "<p class=\"meta\">%s", first);
	if (own)
		fprintf (out, " Independent reports: %d in French, %d in English.",
			 (int)json_integer_value (json_object_get (own, "fr")),
			 (int)json_integer_value (json_object_get (own, "en")));
	fputs ("</p>\n<ol class=\"articles\">\n", out);
	json_array_foreach (json_object_get (report, "articles"), i, article)
	{
		g_autofree char *title = field (article, "title"),
				*language = field (article, "language"),
				*outlet = report_outlet (article),
				*origin = report_origin (article),
				*versions = report_versions (report, article),
				*url = field (article, "url");
		g_autofree char *safe_outlet = escaped (outlet), *safe_origin = escaped (origin);
		bool link = g_str_has_prefix (url, "http://") || g_str_has_prefix (url, "https://");
		fprintf (out, "<li lang=\"%s\"><span class=\"who\">%zu %s</span> ", language, i + 1,
			 language);
		if (link)
			fprintf (out, "<a href=\"%s\">%s</a>", url, *title ? title : url);
		else
			fputs (*title ? title : "(no title)", out);
		fprintf (out, "<div class=\"meta\">%s<br>%s%s</div></li>\n", safe_outlet,
			 safe_origin, versions);
	}
	fputs ("</ol>\n", out);
}

/* Rows of figures: those that several articles have, or those of one. */
static void print_figures (const json_t *report, bool only, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	json_array_foreach (json_object_get (report, "figures"), i, row)
	{
		const char *verdict = json_string_value (json_object_get (row, "verdict"));
		if ((strcmp (verdict, "only") == 0) != only)
			continue;
		fprintf (out, "<section class=\"row\"><span class=\"verdict %s\">%s</span>",
			 verdict, verdict);
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *text = field (place, "text");
			fprintf (out, "%s%s", k ? " · " : "", text);
		}
		fputc ('\n', out);
		print_places (report, json_object_get (row, "places"), out);
		fputs ("</section>\n", out);
	}
}

static void print_core (const json_t *report, FILE *out)
{
	size_t i;
	json_t *row;
	const json_t *rows = json_object_get (report, "core");
	if (json_array_size (rows) == 0)
		return;
	fputs ("<h2>What most articles say</h2>\n", out);
	json_array_foreach (rows, i, row)
	{
		fputs ("<section class=\"row\">\n", out);
		print_places (report, json_object_get (row, "sentences"), out);
		fputs ("</section>\n", out);
	}
}

/* Quotations whole, with the name beside them. */
static void print_quotes (const json_t *report, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	const json_t *quotes = json_object_get (report, "quotes");
	if (json_array_size (quotes) == 0)
		return;
	fputs ("<h2>Quotations</h2>\n<p class=\"note\">The same statement side by side; then those "
	       "that one article has.</p>\n",
	       out);
	json_array_foreach (quotes, i, row)
	{
		fputs ("<section class=\"row\"><div class=\"places\">\n", out);
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (report, place),
					*text = field (place, "text"),
					*named = field (place, "named");
			fprintf (out, "<p><span class=\"who\">%s</span><span>“%s”", article, text);
			if (*named)
				fprintf (out, " <span class=\"beside\">— beside %s</span>", named);
			fprintf (out, "%s</span></p>\n",
				 json_is_true (json_object_get (place, "cut"))
					 ? " <span class=\"beside\">(cut)</span>"
					 : "");
		}
		fputs ("</div></section>\n", out);
	}
}

static void print_names (const json_t *report, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	const json_t *names = json_object_get (report, "names");
	if (json_array_size (names) == 0)
		return;
	fputs ("<h2>Names</h2>\n<p class=\"note\">How each language writes them; then the names "
	       "that one language has.</p>\n",
	       out);
	json_array_foreach (names, i, row)
	{
		bool both = json_array_size (json_object_get (row, "languages")) > 1;
		const char *one =
			json_string_value (json_array_get (json_object_get (row, "languages"), 0));
		fprintf (out, "<section class=\"row\"><span class=\"verdict %s\">%s%s</span> ",
			 both ? "agree" : "only", both ? "both" : "only ",
			 both  ? ""
			 : one ? one
			       : "");
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (report, place),
					*text = field (place, "text");
			fprintf (out, "%s%s <span class=\"who\">%s</span>", k ? " · " : "", text,
				 article);
		}
		fputs ("</section>\n", out);
	}
}

static void print_only (const json_t *report, FILE *out)
{
	size_t i;
	json_t *row;
	const json_t *only = json_object_get (report, "only_here");
	if (json_array_size (only) == 0)
		return;
	fprintf (out,
		 "<h2>Only here</h2>\n<p class=\"note\">%s Threshold %.2f.</p>\n<div "
		 "class=\"places\">\n",
		 report_note_only, json_real_value (json_object_get (report, "threshold")));
	json_array_foreach (only, i, row) print_place (report, row, out);
	fputs ("</div>\n", out);
}

void compare_print_html (const json_t *report, FILE *out)
{
	const char *css = table_bytes ("search/data/compare.css", NULL);
	g_assert (css);
	fputs ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
	       "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	       "<title>Coverage compared</title>\n<style>\n",
	       out);
	fputs (css, out);
	fputs ("</style>\n</head>\n<body>\n<h1>Coverage compared</h1>\n", out);
	print_articles (report, out);
	if (json_array_size (json_object_get (report, "figures")) > 0) {
		fprintf (out, "<h2>Figures</h2>\n<p class=\"note\">%s</p>\n", report_note_figures);
		print_figures (report, false, out);
	}
	print_quotes (report, out);
	print_core (report, out);
	print_names (report, out);
	if (json_array_size (json_object_get (report, "figures")) > 0) {
		fprintf (out, "<h2>Figures that one article has</h2>\n<p class=\"note\">%s</p>\n",
			 report_note_only);
		print_figures (report, true, out);
	}
	print_only (report, out);
	fputs ("</body>\n</html>\n", out);
}

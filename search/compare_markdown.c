/* compare_markdown.c: a comparison's report as Markdown (CommonMark, with tables). */
#include <string.h>

#include "search/compare_print.h"
#include "search/compare_report.h"

/* Characters that would mean something in Markdown or its tables. */
static char *escaped (const char *text)
{
	GString *out = g_string_new (NULL);
	for (const char *s = text; *s; s++) {
		if (strchr ("\\`*_[]<>#|~", *s))
			g_string_append_c (out, '\\');
		g_string_append_c (out, *s);
	}
	return g_string_free (out, FALSE);
}

static char *field (const json_t *object, const char *key)
{
	g_autofree char *line = report_line (object, key);
	return escaped (line);
}

static void print_place (const json_t *report, const json_t *place, FILE *out)
{
	g_autofree char *article = report_article (report, place),
			*sentence = field (place, "sentence");
	fprintf (out, "  - %s: %s\n", article, sentence);
}

static void print_articles (const json_t *report, FILE *out)
{
	size_t i;
	json_t *article;
	fputs ("## Articles\n\n| | | Title | Published | |\n|---|---|---|---|---|\n", out);
	json_array_foreach (json_object_get (report, "articles"), i, article)
	{
		g_autofree char *title = field (article, "title"),
				*language = field (article, "language"),
				*outlet = report_outlet (article),
				*origin = report_origin (article),
				*versions = report_versions (report, article);
		g_autofree char *safe = escaped (outlet);
		fprintf (out, "| %zu | %s | %s | %s | %s%s |\n", i + 1, language, title, safe,
			 origin, versions);
	}
	g_autofree char *first = report_first (report);
	fprintf (out, "\n%s\n", first);
}

static void print_figures (const json_t *report, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	if (!json_object_get (report, "figures"))
		return;
	fprintf (out, "\n## Figures\n\n%s\n\n", report_note_figures);
	json_array_foreach (json_object_get (report, "figures"), i, row)
	{
		g_autofree char *verdict = report_verdict (report, row);
		fprintf (out, "- **%s**:", verdict);
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (report, place),
					*text = field (place, "text");
			fprintf (out, "%s %s (%s)", k ? " |" : "", text, article);
		}
		fputc ('\n', out);
		json_array_foreach (json_object_get (row, "places"), k, place)
			print_place (report, place, out);
	}
}

static void print_quotes (const json_t *report, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	if (!json_object_get (report, "quotes"))
		return;
	fputs ("\n## Quotations\n\n", out);
	json_array_foreach (json_object_get (report, "quotes"), i, row)
	{
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (report, place),
					*text = field (place, "text"),
					*named = field (place, "named");
			fprintf (out, "> %s: “%s”%s%s%s  \n", article, text,
				 *named ? " — beside " : "", named,
				 json_is_true (json_object_get (place, "cut")) ? " (cut)" : "");
		}
		fputc ('\n', out);
	}
}

static void print_names (const json_t *report, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	if (!json_object_get (report, "names"))
		return;
	fputs ("\n## Names\n\n", out);
	json_array_foreach (json_object_get (report, "names"), i, row)
	{
		bool both = json_array_size (json_object_get (row, "languages")) > 1;
		const char *one =
			json_string_value (json_array_get (json_object_get (row, "languages"), 0));
		fprintf (out, "- %s%s:", both ? "both" : "only ", both ? "" : one);
		json_array_foreach (json_object_get (row, "places"), k, place)
		{
			g_autofree char *article = report_article (report, place),
					*text = field (place, "text");
			fprintf (out, "%s %s (%s)", k ? " |" : "", text, article);
		}
		fputc ('\n', out);
	}
}

static void print_sentences (const json_t *report, FILE *out)
{
	size_t i, k;
	json_t *row, *place;
	if (!json_object_get (report, "only_here"))
		return;
	fputs ("\n## What most articles say\n\n", out);
	json_array_foreach (json_object_get (report, "core"), i, row)
	{
		fprintf (out, "- %d articles\n",
			 (int)json_integer_value (json_object_get (row, "articles")));
		json_array_foreach (json_object_get (row, "sentences"), k, place)
			print_place (report, place, out);
	}
	fprintf (out, "\n## Only here\n\n%s Threshold %.2f.\n\n", report_note_only,
		 json_real_value (json_object_get (report, "threshold")));
	json_array_foreach (json_object_get (report, "only_here"), i, row)
	{
		g_autofree char *article = report_article (report, row),
				*sentence = field (row, "sentence");
		fprintf (out, "- %s: %s\n", article, sentence);
	}
}

void compare_print_markdown (const json_t *report, FILE *out)
{
	fputs ("# Coverage compared\n\n", out);
	print_articles (report, out);
	print_figures (report, out);
	print_quotes (report, out);
	print_sentences (report, out);
	print_names (report, out);
}

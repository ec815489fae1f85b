/* compare_gold.c: the reader of the judged coverage. */
#include "compare_gold.h"

#include <stdlib.h>
#include <string.h>

static void gold_free (gpointer data)
{
	GoldText *text = data;
	for (guint i = 0; i < text->marks->len; i++) {
		GoldMark *mark = &g_array_index (text->marks, GoldMark, i);
		g_free (mark->tag);
		g_free (mark->value);
		g_free (mark->unit);
	}
	g_array_unref (text->marks);
	g_ptr_array_unref (text->groups);
	g_string_free (text->text, TRUE);
	g_free (text->story);
	g_free (text->time);
	g_free (text->outlet);
	g_free (text->title);
	g_free (text);
}

static GoldText *gold_new (Lang lang, bool held)
{
	GoldText *text = g_new0 (GoldText, 1);
	text->lang = lang;
	text->held = held;
	text->text = g_string_new (NULL);
	text->groups = g_ptr_array_new_with_free_func (g_free);
	text->marks = g_array_new (FALSE, TRUE, sizeof (GoldMark));
	return text;
}

/* "{a=~1000 eur|" or "[q1|": what stands before the bar. */
static GoldMark mark_head (const char *head, gsize len, bool quote)
{
	GoldMark mark = { .quote = quote };
	g_autofree char *copy = g_strndup (head, len);
	char *equals = quote ? NULL : strchr (copy, '=');
	if (equals)
		*equals = '\0';
	char *space = equals ? strchr (equals + 1, ' ') : NULL;
	if (space)
		*space = '\0';
	mark.tag = g_strdup (copy);
	mark.value = g_strdup (equals ? equals + 1 : "");
	mark.unit = g_strdup (space ? space + 1 : "");
	return mark;
}

/* Append one marked sentence: a figure may stand in a quotation. */
static void append_line (GoldText *text, const char *line, const char *group)
{
	guint open[2] = { G_MAXUINT, G_MAXUINT }; /* the mark that is open: figure, quotation */
	g_ptr_array_add (text->groups, g_strdup (group));
	if (text->text->len)
		g_string_append_c (text->text, '\n');
	for (const char *s = line; *s; s++) {
		bool quote = *s == '[' || *s == ']';
		const char *bar = *s == '{' || *s == '[' ? strchr (s, '|') : NULL;
		if (bar) {
			GoldMark mark = mark_head (s + 1, (gsize)(bar - s - 1), quote);
			mark.line = text->groups->len - 1;
			mark.start = (guint32)text->text->len;
			open[quote] = text->marks->len;
			g_array_append_val (text->marks, mark);
			s = bar;
		} else if ((*s == '}' || *s == ']') && open[quote] < G_MAXUINT) {
			g_array_index (text->marks, GoldMark, open[quote]).end =
				(guint32)text->text->len;
			open[quote] = G_MAXUINT;
		} else {
			g_string_append_c (text->text, *s);
		}
	}
}

static void bad_line (const char *file, const char *line)
{
	g_printerr ("%s: cannot read: %s\n", file, line);
	exit (65);
}

GPtrArray *gold_read (const char *file)
{
	g_autofree char *data = NULL;
	g_autoptr (GError) error = NULL;
	if (!g_file_get_contents (file, &data, NULL, &error)) {
		g_printerr ("%s\n", error->message);
		exit (66);
	}
	GPtrArray *out = g_ptr_array_new_with_free_func (gold_free);
	g_auto (GStrv) lines = g_strsplit (data, "\n", -1);
	g_autofree char *story = NULL, *time = NULL;
	bool held = false;
	for (char **line = lines; *line; line++) {
		char *s = *line;
		if (g_str_has_prefix (s, "## ")) {
			g_free (story);
			story = g_strdup (s + 3);
		} else if (g_str_has_prefix (s, "# ")) {
			held = strcmp (s, "# held") == 0;
		} else if (g_str_has_prefix (s, "@ ") && story) {
			/* "@ fr 2026-03-04T09:10:00+01:00 Outlet | Title" */
			g_auto (GStrv) words = g_strsplit (s + 2, " ", 3);
			char *bar = strstr (words[2], " | ");
			GoldText *text = gold_new (lang_from_code (words[0]), held);
			text->story = g_strdup (story);
			text->time = g_strdup (words[1]);
			text->outlet = g_strndup (words[2], (gsize)(bar - words[2]));
			text->title = g_strdup (bar + 3);
			g_ptr_array_add (out, text);
		} else if (g_str_has_prefix (s, "@ ")) {
			g_free (time);
			time = g_strdup (s + 2);
		} else if (!story && (g_str_has_prefix (s, "fr ") || g_str_has_prefix (s, "en "))) {
			GoldText *text = gold_new (*s == 'f' ? LANG_FR : LANG_EN, held);
			text->time = g_strdup (time);
			append_line (text, s + 3, "-");
			g_ptr_array_add (out, text);
		} else if (story && *s && strstr (s, ": ") && out->len) {
			char *colon = strstr (s, ": ");
			*colon = '\0';
			append_line (out->pdata[out->len - 1], colon + 2, s);
		} else if (*s) {
			bad_line (file, s);
		}
	}
	return out;
}

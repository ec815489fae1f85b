/* cmd_story_show.c: a story on the screen and in JSON. */
#include "search/cmd_story_show.h"

#include <string.h>

#include "shim/text.h"

char *story_day (gint64 unix_s)
{
	g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (unix_s);
	return day ? g_date_time_format (day, "%Y-%m-%d") : g_strdup ("");
}

char *story_days (const StoreStory *story)
{
	if (!story->dated)
		return g_strdup ("undated");
	g_autofree char *first = story_day (story->first_s), *last = story_day (story->last_s);
	return strcmp (first, last) == 0 ? g_steal_pointer (&first)
					 : g_strdup_printf ("%s to %s", first, last);
}

const char *story_title (const StoreStory *story, const char *language)
{
	for (guint i = 0; i < story->languages->len; i++) {
		const StoryLanguage *l = story->languages->pdata[i];
		if (strcmp (l->language, language) == 0)
			return l->title;
	}
	return NULL;
}

static json_t *time_to_json (bool known, gint64 unix_s)
{
	g_autoptr (GDateTime) time = known ? g_date_time_new_from_unix_utc (unix_s) : NULL;
	g_autofree char *text = time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	return text ? json_string (text) : json_null ();
}

json_t *story_to_json (const StoreStory *story)
{
	json_t *languages = json_object ();
	for (guint i = 0; i < story->languages->len; i++) {
		const StoryLanguage *l = story->languages->pdata[i];
		json_object_set_new (
			languages, l->language,
			json_pack ("{s:i, s:s?}", "articles", (int)l->articles, "title", l->title));
	}
	return json_pack ("{s:s, s:i, s:i, s:i, s:o, s:o, s:o}", "id", story->id, "reports",
			  (int)story->reports, "articles", (int)story->articles, "sources",
			  (int)story->sources, "first", time_to_json (story->dated, story->first_s),
			  "last", time_to_json (story->dated, story->last_s), "languages",
			  languages);
}

guint story_room (const CmdContext *context, int taken)
{
	return context->out_tty ? (guint)MAX (context->columns - taken, 20) : 0;
}

void story_print (const CmdContext *context, const StoreStory *story)
{
	const char *bold = context->colour ? "\033[1m" : "",
		   *dim = context->colour ? "\033[2m" : "";
	const char *off = context->colour ? "\033[0m" : "";
	g_autofree char *days = story_days (story);
	g_autoptr (GString) line = g_string_new (NULL);
	g_string_append_printf (line, "%u report%s", story->reports,
				story->reports == 1 ? "" : "s");
	if (story->articles > story->reports)
		g_string_append_printf (line, " (%u with copies)", story->articles);
	if (story->sources)
		g_string_append_printf (line, ", %u source%s", story->sources,
					story->sources == 1 ? "" : "s");
	for (guint i = 0; i < story->languages->len; i++) {
		const StoryLanguage *l = story->languages->pdata[i];
		g_string_append_printf (line, "%s%s %u", i ? ", " : "  ", l->language, l->articles);
	}
	printf ("%s%s%s  %s%s  %s%s\n", bold, story->id, off, dim, days, line->str, off);
	for (guint i = 0; i < story->languages->len; i++) {
		const StoryLanguage *l = story->languages->pdata[i];
		g_autofree char *title =
			text_line (l->title ? l->title : "(no title)", -1, story_room (context, 7));
		printf ("  %s  %s\n", l->language, title);
	}
}

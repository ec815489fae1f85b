/* cmd_stories.c: `entente stories`. */
#include <string.h>

#include "search/cmd_link.h"
#include "search/commands.h"
#include "search/query.h"
#include "search/cmd_story_show.h"
#include "shim/text.h"

typedef struct {
	CmdContext *context;
	Store *store;
	bool members;
	guint64 count;
	json_t *array; /* --format json */
} List;

static void free_article (gpointer article)
{
	article_free (article);
}

/* A story's articles, first published first: GPtrArray of Article *, owned; NULL on errors. */
static GPtrArray *read_members (Store *store, const StoreStory *story, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (free_article);
	if (!store_story_members (store, story->number, docids, error))
		return NULL;
	for (guint i = 0; i < docids->len; i++) {
		Article *article = NULL;
		if (!store_get (store, g_array_index (docids, guint32, i), &article, error))
			return NULL;
		if (article)
			g_ptr_array_add (members, article);
	}
	return g_steal_pointer (&members);
}

static void print_tsv (const StoreStory *story)
{
	g_autofree char *first = story->dated ? story_day (story->first_s) : NULL;
	g_autofree char *last = story->dated ? story_day (story->last_s) : NULL;
	printf ("%s\t%u\t%u\t%u\t", story->id, story->reports, story->articles, story->sources);
	for (guint i = 0; i < story->languages->len; i++)
		printf ("%s%s", i ? "," : "",
			((StoryLanguage *)story->languages->pdata[i])->language);
	printf ("\t%s\t%s\t", first ? first : "", last ? last : "");
	cmd_print_tsv (story_title (story, "fr"));
	putchar ('\t');
	cmd_print_tsv (story_title (story, "en"));
	putchar ('\n');
}

static json_t *to_json (const StoreStory *story, const GPtrArray *members)
{
	json_t *object = story_to_json (story);
	if (!members)
		return object;
	json_t *ids = json_array ();
	for (guint i = 0; i < members->len; i++)
		json_array_append_new (ids, json_string (((const Article *)members->pdata[i])->id));
	json_object_set_new (object, "members", ids);
	return object;
}

/* The id is whole, to be copied; a long one has its line. */
static void print_member (const CmdContext *context, const Article *a)
{
	g_autofree char *id = text_line (a->id, -1, 0);
	int taken = 13 + (int)text_columns (id);
	bool below = context->out_tty && taken + 19 > context->columns;
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1,
					    story_room (context, below ? 16 : taken));
	printf (below ? "      %s\n           %s  %s\n" : "      %s  %s  %s\n", id,
		a->language ? a->language : "??", title);
}

static bool show (const StoreStory *story, gpointer data, GError **error)
{
	List *list = data;
	g_autoptr (GPtrArray) members = NULL;
	if (list->members && !(members = read_members (list->store, story, error)))
		return false;
	switch (list->context->format) {
	case FORMAT_TSV:
		if (!members)
			print_tsv (story);
		for (guint i = 0; members && i < members->len; i++) {
			cmd_print_tsv (((const Article *)members->pdata[i])->id);
			printf ("\t%s\n", story->id);
		}
		break;
	case FORMAT_JSONL:
		cmd_print_json (to_json (story, members));
		break;
	case FORMAT_JSON:
		json_array_append_new (list->array, to_json (story, members));
		break;
	default:
		if (list->count)
			putchar ('\n');
		story_print (list->context, story);
		for (guint i = 0; members && i < members->len; i++)
			print_member (list->context, members->pdata[i]);
		break;
	}
	list->count++;
	return true;
}

static int run (CmdContext *context, const StoryFilter *filter, bool members)
{
	GError *error = NULL;
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	List list = { .context = context, .store = store, .members = members };
	if (context->format == FORMAT_JSON)
		list.array = json_array ();
	bool ok = store_story_each (store, filter, show, &list, &error);
	if (list.array && ok)
		cmd_print_json_pretty (g_steal_pointer (&list.array));
	json_decref (list.array);
	if (!ok)
		return cmd_fail (context, &error);
	if (!list.count && !context->quiet && context->format == FORMAT_TEXT)
		fprintf (stderr, "No stories.\n");
	link_warn_behind (context, store);
	return list.count ? CMD_OK : CMD_NONE;
}

typedef struct {
	char *from, *to, *languages, *only, *sort;
	int min_size, limit;
	gboolean members;
} Options;

static bool read_day (const CmdContext *context, const char *option, const char *text, gint64 *from,
		      gint64 *to, int *status)
{
	if (!text || query_date (text, context->now_s, from, to))
		return true;
	*status = cmd_usage (context, "%s: '%s' is not a date (2020, 2020-09, 2020-09-09, 2w)",
			     option, text);
	return false;
}

static bool read_sort (const CmdContext *context, const char *sort, StorySort *out, int *status)
{
	static const char *const names[] = { "recent", "size", "growth" };
	for (guint i = 0; i < G_N_ELEMENTS (names); i++)
		if (!sort || strcmp (sort, names[i]) == 0) {
			*out = (StorySort)i;
			return true;
		}
	*status = cmd_usage (context, "--sort is recent, size or growth, not '%s'", sort);
	return false;
}

/* The languages of --lang-pair or of --only: both are lists of codes. */
static bool read_languages (const CmdContext *context, const Options *o, int *status)
{
	const char *pair = o->only ? o->only : o->languages;
	if (o->only && o->languages) {
		*status = cmd_usage (context, "--lang-pair or --only, not both");
		return false;
	}
	g_auto (GStrv) languages = pair ? g_strsplit (pair, ",", -1) : NULL;
	for (char **l = languages; l && *l; l++)
		if (strlen (*l) != 2 || !g_ascii_islower ((*l)[0]) || !g_ascii_islower ((*l)[1]))
			languages[0][0] = '\0'; /* said below */
	if (!pair || (languages[0] && *languages[0] && g_strv_length (languages) <= 10))
		return true;
	*status = cmd_usage (context,
			     o->only ? "--only is like fr, not '%s'"
				     : "--lang-pair is like fr,en, not '%s'",
			     pair);
	return false;
}

static bool read_filter (const CmdContext *context, const Options *o, StoryFilter *filter,
			 int *status)
{
	gint64 ignored;
	if (!read_day (context, "--from", o->from, &filter->from_s, &ignored, status) ||
	    !read_day (context, "--to", o->to, &ignored, &filter->to_s, status) ||
	    !read_sort (context, o->sort, &filter->sort, status) ||
	    !read_languages (context, o, status))
		return false;
	if (o->from && o->to && filter->from_s >= filter->to_s) {
		*status = cmd_usage (context, "--from %s is after --to %s", o->from, o->to);
		return false;
	}
	if (o->min_size < 1 || o->limit < 0) {
		*status = cmd_usage (context, "--min-size is from 1, --limit from 0");
		return false;
	}
	if (o->to && !o->from)
		filter->from_s = G_MININT64;
	filter->languages = o->only ? o->only : o->languages;
	filter->only = o->only != NULL;
	filter->min_size = (guint)o->min_size;
	filter->limit = (guint)o->limit;
	return true;
}

int cmd_stories (CmdContext *context, int argc, char **argv)
{
	Options o = { .min_size = 2 };
	StoryFilter filter = STORY_FILTER_INIT;
	const GOptionEntry entries[] = {
		{ "from", 0, 0, G_OPTION_ARG_STRING, &o.from, "With a report since then", "DATE" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o.to, "With a report up to then", "DATE" },
		{ "lang-pair", 'l', 0, G_OPTION_ARG_STRING, &o.languages,
		  "With reports in each of these languages", "fr,en" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &o.only,
		  "With reports in this language and in no other", "fr" },
		{ "min-size", 'm', 0, G_OPTION_ARG_INT, &o.min_size,
		  "Of so many reports at least (default 2)", "N" },
		{ "sort", 's', 0, G_OPTION_ARG_STRING, &o.sort,
		  "recent, size, or growth (over the last 48 hours)", "HOW" },
		{ "limit", 'n', 0, G_OPTION_ARG_INT, &o.limit, "So many stories (default all)",
		  "N" },
		{ "members", 0, 0, G_OPTION_ARG_NONE, &o.members, "Name their articles", NULL },
		{ 0 },
	};
	int status;
	if (cmd_options (context, &argc, &argv, entries,
			 FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4,
			 &status)) {
		if (argc > 1)
			status = cmd_usage (context, "unexpected argument '%s'", argv[1]);
		else if (read_filter (context, &o, &filter, &status))
			status = run (context, &filter, o.members);
	}
	g_free (o.from);
	g_free (o.to);
	g_free (o.languages);
	g_free (o.only);
	g_free (o.sort);
	return status;
}

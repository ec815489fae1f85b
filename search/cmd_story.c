/* cmd_story.c: `entente story`. */
#include <math.h>
#include <string.h>

#include "search/cmd_link.h"
#include "search/commands.h"
#include "search/cmd_story_show.h"
#include "search/story_thread.h"
#include "shim/text.h"

#define THREADS_MAX 10

/* A story with all that is shown of it. */
typedef struct {
	StoreStory *story;
	GPtrArray *articles; /* Article *, first published first */
	GPtrArray *events;   /* StoryEvent * */
	GArray *threads;     /* StoryThread */
	GPtrArray *others;   /* StoreStory * of each thread */
} Whole;

static void free_article (gpointer article)
{
	article_free (article);
}

static void free_story (gpointer story)
{
	store_story_free (story);
}

static void whole_clear (Whole *w)
{
	store_story_free (w->story);
	g_clear_pointer (&w->articles, g_ptr_array_unref);
	g_clear_pointer (&w->events, g_ptr_array_unref);
	g_clear_pointer (&w->threads, g_array_unref);
	g_clear_pointer (&w->others, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

/* --- reading --- */

static bool read_articles (Store *store, Whole *w, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	if (!store_story_members (store, w->story->number, docids, error))
		return false;
	for (guint i = 0; i < docids->len; i++) {
		Article *article = NULL;
		if (!store_get (store, g_array_index (docids, guint32, i), &article, error))
			return false;
		if (article)
			g_ptr_array_add (w->articles, article);
	}
	return true;
}

static bool read_whole (Store *store, Whole *w, GError **error)
{
	w->articles = g_ptr_array_new_with_free_func (free_article);
	w->others = g_ptr_array_new_with_free_func (free_story);
	w->events = store_story_history (store, w->story->id, error);
	w->threads = w->events ? story_threads (store, w->story->number, THREADS_MAX, error) : NULL;
	if (!w->threads || !read_articles (store, w, error))
		return false;
	for (guint i = 0; i < w->threads->len; i++) {
		StoreStory *other = NULL;
		if (!store_story_get (store, g_array_index (w->threads, StoryThread, i).number,
				      &other, error))
			return false;
		g_ptr_array_add (w->others, other);
	}
	return true;
}

/* --- text --- */

static const char *address_of (const Article *a)
{
	return a->url ? a->url : article_identity (a);
}

/* "2026-03-06 21:40Z", or as much of it as is known: of all zones' clocks one, so that the order can be seen. */
static char *day_of (const Article *article)
{
	const ArticleDate *date = &article->date_published;
	if (date->precision < DATE_MINUTE)
		return article_date_format (date);
	g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date->unix_s);
	return time ? g_date_time_format (time, "%Y-%m-%d %H:%MZ") : NULL;
}

static void print_article (const CmdContext *context, const Article *a)
{
	const char *dim = context->colour ? "\033[2m" : "", *off = context->colour ? "\033[0m" : "";
	g_autofree char *title =
		text_line (a->title ? a->title : "(no title)", -1, story_room (context, 23));
	g_autofree char *site = text_line (a->domain      ? a->domain
					   : a->publisher ? a->publisher
							  : "",
					   -1, 40);
	g_autofree char *day = day_of (a), *id = text_line (a->id, -1, 40);
	printf ("  %-17s   %s\n", day ? day : "undated", title);
	printf ("  %17s   %s%s%s%s%s%s\n", "", dim, site, *site ? "  " : "", id,
		a->copy_group ? "  (copy)" : "", off);
}

static void print_articles (const CmdContext *context, const Whole *w)
{
	for (guint i = 0; i <= w->story->languages->len; i++) {
		const StoryLanguage *l = i < w->story->languages->len
						 ? w->story->languages->pdata[i]
						 : NULL; /* last, those of unknown language */
		bool any = false;
		for (guint k = 0; k < w->articles->len; k++) {
			const Article *a = w->articles->pdata[k];
			if (g_strcmp0 (a->language, l ? l->language : NULL) != 0)
				continue;
			if (!any)
				printf ("\n%s\n", !l ? "Language unknown"
						  : strcmp (l->language, "fr") == 0 ? "French"
						  : strcmp (l->language, "en") == 0 ? "English"
										    : l->language);
			print_article (context, a);
			any = true;
		}
	}
}

static void print_events (const Whole *w)
{
	if (w->events->len)
		printf ("\nHistory\n");
	for (guint i = 0; i < w->events->len; i++) {
		const StoryEvent *e = w->events->pdata[i];
		g_autofree char *day = g_strndup (e->at, 10);
		bool whole = e->articles > 1;
		if (e->kind == STORY_MERGED)
			printf ("  %s  %s (%u articles) went into %s\n", day, e->other, e->articles,
				e->story);
		else if (e->kind == STORY_SPLIT)
			printf ("  %s  %s (%u article%s) came out of %s\n", day, e->other,
				e->articles, whole ? "s" : "", e->story);
		else
			printf ("  %s  %s ended\n", day, e->story);
	}
}

/* Is the other story's event of before this one's? */
static bool is_before (const StoreStory *story, const StoreStory *other)
{
	return story->dated && other->dated && other->first_s < story->first_s;
}

static void print_threads (const CmdContext *context, const Whole *w, bool before)
{
	bool any = false;
	for (guint i = 0; i < w->threads->len; i++) {
		const StoreStory *other = w->others->pdata[i];
		if (!other || is_before (w->story, other) != before)
			continue;
		if (!any)
			printf ("\n%s\n", before ? "Related stories before it"
						 : "Related stories of its time and after it");
		any = true;
		for (guint k = 0; k < other->languages->len && k < 2; k++) {
			const StoryLanguage *l = other->languages->pdata[k];
			g_autofree char *title = text_line (l->title ? l->title : "(no title)", -1,
							    story_room (context, 25));
			g_autofree char *day =
				other->dated ? story_day (other->first_s) : g_strdup ("undated");
			printf ("  %-16s  %s  %s\n", k ? other->id : day, l->language, title);
			if (other->languages->len == 1)
				printf ("  %s\n", other->id);
		}
	}
}

static void print_text (const CmdContext *context, const Whole *w)
{
	story_print (context, w->story);
	print_articles (context, w);
	print_events (w);
	print_threads (context, w, true);
	print_threads (context, w, false);
}

/* --- for machines --- */

static void print_tsv (const Whole *w)
{
	for (guint i = 0; i < w->articles->len; i++) {
		const Article *a = w->articles->pdata[i];
		g_autofree char *date = article_date_format (&a->date_published);
		cmd_print_tsv (a->id);
		printf ("\t%s\t%s\t", a->language ? a->language : "", date ? date : "");
		cmd_print_tsv (a->copy_group);
		putchar ('\t');
		cmd_print_tsv (a->title);
		putchar ('\t');
		cmd_print_tsv (address_of (a));
		putchar ('\n');
	}
}

static json_t *articles_to_json (const Whole *w)
{
	json_t *array = json_array ();
	for (guint i = 0; i < w->articles->len; i++) {
		const Article *a = w->articles->pdata[i];
		g_autofree char *date = article_date_format (&a->date_published);
		json_array_append_new (
			array, json_pack ("{s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?}", "id", a->id,
					  "language", a->language, "date_published", date, "domain",
					  a->domain, "copy_group", a->copy_group, "title", a->title,
					  "url", address_of (a)));
	}
	return array;
}

static json_t *events_to_json (const Whole *w)
{
	static const char *const names[] = { "merged", "split", "ended" };
	json_t *array = json_array ();
	for (guint i = 0; i < w->events->len; i++) {
		const StoryEvent *e = w->events->pdata[i];
		json_array_append_new (array,
				       json_pack ("{s:s, s:s, s:s, s:s?, s:i}", "at", e->at,
						  "event", names[e->kind], "story", e->story,
						  "other", e->other, "articles", (int)e->articles));
	}
	return array;
}

static json_t *threads_to_json (const Whole *w)
{
	json_t *array = json_array ();
	for (guint i = 0; i < w->threads->len; i++) {
		const StoryThread *thread = &g_array_index (w->threads, StoryThread, i);
		const StoreStory *other = w->others->pdata[i];
		if (!other)
			continue;
		json_t *object = story_to_json (other);
		json_object_set_new (object, "strength",
				     json_real (round (thread->strength * 1000) / 1000));
		json_object_set_new (object, "before", json_boolean (is_before (w->story, other)));
		json_array_append_new (array, object);
	}
	return array;
}

static void print_json (const CmdContext *context, const Whole *w)
{
	json_t *object = story_to_json (w->story);
	json_object_set_new (object, "members", articles_to_json (w));
	json_object_set_new (object, "history", events_to_json (w));
	json_object_set_new (object, "related", threads_to_json (w));
	if (context->format == FORMAT_JSONL)
		cmd_print_json (object);
	else
		cmd_print_json_pretty (object);
}

/* --- the command --- */

/* By the story's id or by an article of it. *out NULL: an error was printed, and *status set. */
static void find_story (CmdContext *context, Store *store, const char *key, StoreStory **out,
			int *status)
{
	g_auto (GStrv) candidates = NULL;
	g_autoptr (Article) article = NULL;
	GError *error = NULL;
	guint32 docid = 0;
	gint64 number = 0;
	*out = NULL;
	if (!store_story_find (store, key, out, &candidates, &error) ||
	    (!*out && !candidates &&
	     (!store_find (store, key, &docid, &article, &candidates, &error) ||
	      !store_story_of (store, docid, NULL, &number, &error) ||
	      (number && !store_story_get (store, number, out, &error))))) {
		*status = cmd_fail (context, &error);
		return;
	}
	if (*out)
		return;
	if (candidates) {
		g_autofree char *list = g_strjoinv (", ", candidates);
		*status = cmd_error (context, CMD_NO_INPUT,
				     "'%s' is the beginning of several ids: %s", key, list);
	} else if (article) {
		*status = cmd_error (context, CMD_NONE, "no other report of this event is known");
	} else {
		*status = cmd_error (context, CMD_NO_INPUT, "no story and no article '%s'", key);
	}
}

int cmd_story (CmdContext *context, int argc, char **argv)
{
	int status = CMD_OK;
	GError *error = NULL;
	g_auto (Whole) whole = { 0 };
	if (!cmd_options (context, &argc, &argv, NULL,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;
	if (argc != 2)
		return cmd_usage (context, argc < 2 ? "which story?" : "one story at a time");
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	find_story (context, store, argv[1], &whole.story, &status);
	if (status != CMD_NO_INPUT)
		link_warn_behind (context, store);
	if (!whole.story)
		return status;
	if (!read_whole (store, &whole, &error))
		return cmd_fail (context, &error);
	if (context->format == FORMAT_JSON || context->format == FORMAT_JSONL)
		print_json (context, &whole);
	else if (context->format == FORMAT_TSV)
		print_tsv (&whole);
	else
		print_text (context, &whole);
	return CMD_OK;
}

/* cmd_search.c: `entente search`: its options, and the way from a query to an answer. */
#include <string.h>

#include "corpus/store_story.h"
#include "indexer/index.h"
#include "indexer/schema.h"
#include "search/commands.h"
#include "search/search_command.h"
#include "shim/text.h"

#define LIMIT_MAX 10000
#define FACET_STORIES 1000 /* best articles whose stories --facets counts */

/* "-word" is a query word and no option: GOption gets to see "NOT word", which means the same. */
static GPtrArray *protect_minus (int argc, char **argv)
{
	GPtrArray *out = g_ptr_array_new_with_free_func (g_free);
	bool ended = false;
	for (int i = 0; i < argc; i++) {
		const char *a = argv[i];
		bool attached = a[0] == '-' && a[1] &&
				strspn (a + 2, "0123456789") == strlen (a + 2); /* -n, -n5 */
		ended = ended || strcmp (a, "--") == 0;
		if (i > 0 && !ended && a[0] == '-' && a[1] && a[1] != '-' && !attached)
			g_ptr_array_add (out, g_strconcat ("NOT ", a + 1, NULL));
		else
			g_ptr_array_add (out, g_strdup (a));
	}
	g_ptr_array_add (out, NULL);
	return out;
}

/* --- options --- */

static bool read_date (const CmdContext *context, const char *option, const char *text,
		       gint64 *from_s, gint64 *to_s, int *status)
{
	if (!text || query_date (text, context->now_s, from_s, to_s))
		return true;
	*status = cmd_usage (context, "%s: '%s' is not a date (2020, 2020-09, 2020-09-09, 2w)",
			     option, text);
	return false;
}

static bool read_sort (const CmdContext *context, const char *sort, AnswerSort *out, int *status)
{
	static const char *const names[] = { "relevance", "date", "first" }; /* as AnswerSort */
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
		if (!sort || strcmp (sort, names[i]) == 0) {
			*out = (AnswerSort)i;
			return true;
		}
	*status = cmd_usage (context, "--sort is relevance, date or first, not '%s'", sort);
	return false;
}

/* Are the options' values such that a search can be made? Said before anything is opened. */
static bool read_options (const CmdContext *context, const SearchOptions *o, AnswerOptions *ask,
			  int *status)
{
	gint64 ignored;
	*ask = (AnswerOptions)ANSWER_INIT;
	if (o->limit < 1 || o->limit > LIMIT_MAX || o->offset < 0 || o->offset > G_MAXINT32 / 2) {
		*status =
			cmd_usage (context, "--limit is from 1 to %d, --offset from 0", LIMIT_MAX);
		return false;
	}
	if (o->in && !lang_code (lang_from_code (o->in))) {
		*status = cmd_usage (context, "--in is fr or en, not '%s'", o->in);
		return false;
	}
	if (!(o->recent_days >= 0)) {
		*status = cmd_usage (context, "--recent is a number of days");
		return false;
	}
	ask->offset = (guint32)o->offset;
	ask->limit = (guint32)o->limit;
	ask->recent_days = o->recent_days;
	ask->now_s = context->now_s;
	ask->any = o->any;
	ask->all = o->all;
	ask->copies = o->copies;
	ask->facets = o->facets;
	ask->describe = o->explain;
	if (o->count)
		ask->check_at_least = ANSWER_ALL;
	if (o->batch)
		ask->check_at_least = 0;
	if (o->lang) {
		const char *code = lang_code (lang_from_code (o->lang));
		if (!code && !query_is_lang (o->lang)) {
			*status = cmd_usage (context, "--lang is fr or en, not '%s'", o->lang);
			return false;
		}
		ask->lang = code ? code : o->lang;
	}
	if (!read_sort (context, o->sort, &ask->sort, status) ||
	    !read_date (context, "--from", o->from, &ask->from_s, &ignored, status) ||
	    !read_date (context, "--to", o->to, &ignored, &ask->to_s, status))
		return false;
	if (ask->from_s >= ask->to_s)
		*status = cmd_usage (context, "--from %s is after --to %s", o->from, o->to);
	return ask->from_s < ask->to_s;
}

/* --- the command --- */

/* What one question leads to, once everything is open. */
static int answer_one (Search *search, const char *text)
{
	CmdContext *context = search->context;
	const SearchOptions *o = search->options;
	GError *error = NULL;
	int status = CMD_OK;
	g_autofree char *like_id = NULL;
	g_autoptr (Query) query = o->like ? search_like (search, o->like, &like_id, &status)
					  : search_query (search, text, &error);
	if (!query && error) {
		g_autoptr (GError) said = g_error_copy (error);
		status = cmd_fail (context, &error);
		search_show_place (search, text, said);
	}
	if (!query)
		return status;
	search->ask.not_id = like_id;
	search->ask.any = search->ask.any || o->like;
	if (!o->sort && !query_ranks (query)) /* nothing to rank by: the news first */
		search->ask.sort = ANSWER_DATE;
	if (o->facets)
		search->ask.limit = MAX (search->ask.limit, FACET_STORIES);
	g_autoptr (Answer) answer = answer_new (search->session.db, query, &search->query_context,
						&search->ask, &search->stories, &error);
	if (!answer) {
		index_explain (error);
		return cmd_fail (context, &error);
	}
	if (o->explain)
		search_explain (search, query, answer);
	if (answer->lenient && answer->total > 0 && !context->quiet)
		fprintf (stderr, "No article has all the words; these have some.\n");
	if (o->count)
		search_print_count (search, answer);
	else if (!search_print (search, query, answer, &error))
		return cmd_fail (context, &error);
	search_warn_words (search, query, answer);
	if (answer->lenient || answer->total == 0)
		search_suggest (search, query);
	return answer->hits->len || (o->count && answer->total) ? CMD_OK : CMD_NONE;
}

static int run (CmdContext *context, const SearchOptions *o, const AnswerOptions *ask,
		const char *text)
{
	int status;
	Search search = { .context = context, .options = o, .ask = *ask };
	if (!session_open_on (context, o->databases, &search.session, &status))
		return status;
	search.query_context =
		(QueryContext){ search.session.analyzer, search.session.lexicon, context->now_s,
				lang_from_code (o->in), &search.stats };
	search.stories = (AnswerStories){ search_story, &search };
	status = o->batch ? search_batch (&search, o->batch) : answer_one (&search, text);
	session_close (&search.session);
	return status;
}

#define SWITCH(name, letter, field, help)                                                          \
	{                                                                                          \
		name, letter, 0, G_OPTION_ARG_NONE, field, help, NULL                              \
	}
#define VALUE(name, letter, type, field, help, value)                                              \
	{                                                                                          \
		name, letter, 0, G_OPTION_ARG_##type, field, help, value                           \
	}

static int search_with (CmdContext *context, SearchOptions *o, int argc, char **argv)
{
	const GOptionEntry entries[] = {
		VALUE ("lang", 'l', STRING, &o->lang, "Only articles in this language (fr, en)",
		       "LANG"),
		VALUE ("from", 0, STRING, &o->from, "Published on this day or later", "DATE"),
		VALUE ("to", 0, STRING, &o->to, "Published on this day or before", "DATE"),
		VALUE ("in", 0, STRING, &o->in,
		       "The query is in this language (default: read as both)", "LANG"),
		SWITCH ("any", 0, &o->any, "Words rank, none is required"),
		SWITCH ("all", 0, &o->all, "Nothing but articles with all the words"),
		SWITCH ("plain", 0, &o->plain, "The query is words: no operators, no fields"),
		VALUE ("sort", 0, STRING, &o->sort, "relevance, date (newest first) or first",
		       "ORDER"),
		VALUE ("recent", 0, DOUBLE, &o->recent_days,
		       "A bonus for new articles, halved every DAYS before today", "DAYS"),
		SWITCH ("copies", 0, &o->copies, "Show copies of one dispatch one by one"),
		VALUE ("limit", 'n', INT, &o->limit, "So many results (default 10)", "N"),
		VALUE ("offset", 0, INT, &o->offset, "Leave out the first N", "N"),
		SWITCH ("count", 0, &o->count, "Only how many there are, exactly"),
		SWITCH ("facets", 0, &o->facets,
			"How many there are by language, site, month and story"),
		VALUE ("like", 0, STRING, &o->like, "Articles like this one, in both languages",
		       "ID|URL"),
		SWITCH ("explain", 0, &o->explain,
			"How the query was read, and each word's translations"),
		VALUE ("batch", 0, STRING, &o->batch,
		       "Answer each line 'QID<TAB>QUERY' of FILE as JSON Lines", "FILE|-"),
		VALUE ("db", 0, STRING_ARRAY, &o->databases,
		       "Search this index: folder, stub, tcp:HOST:PORT", "PATH"),
		{ 0 },
	};
	int status;
	AnswerOptions ask;
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;
	if ((argc < 2) == (!o->like && !o->batch))
		return argc < 2 ? cmd_usage (context, "no query")
				: cmd_usage (context, "--like and --batch take no query");
	if (o->any && o->all)
		return cmd_usage (context, "--any is the opposite of --all");
	if (!read_options (context, o, &ask, &status))
		return status;
	g_autofree char *text = g_strjoinv (" ", argv + 1);
	return run (context, o, &ask, text);
}

int cmd_search (CmdContext *context, int argc, char **argv)
{
	SearchOptions o = { .limit = 10 };
	g_autoptr (GPtrArray) args = protect_minus (argc, argv);
	/* GOption drops what it has read from the list: the strings stay with `args`. */
	g_autofree char **list = g_memdup2 (args->pdata, args->len * sizeof (char *));
	int status = search_with (context, &o, argc, list);
	char *strings[] = { o.lang, o.from, o.to, o.in, o.sort, o.like, o.batch };
	for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
		g_free (strings[i]);
	g_strfreev (o.databases);
	return status;
}

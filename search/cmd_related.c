/* cmd_related.c: `entente related`. */
#include <math.h>
#include <string.h>

#include "indexer/index.h"
#include "search/commands.h"
#include "search/pick.h"
#include "search/related.h"
#include "search/session.h"
#include "shim/text.h"

/* --- output --- */

static json_t *related_to_json (const Related *r)
{
	json_t *evidence = json_array ();
	g_autofree char *date = article_date_format (&r->article->date_published);
	for (guint i = 0; i < r->evidence->len; i++)
		json_array_append_new (evidence, evidence_to_json (r->evidence->pdata[i]));
	return json_pack (
		"{s:s, s:f, s:s, s:f, s:s?, s:s?, s:s?, s:s?, s:s?, s:s, s:o}", "id",
		r->article->id, "probability", round (r->link.probability * 10000) / 10000,
		"verdict", link_verdict_name (link_verdict (&r->link, LINK_THRESHOLD)), "story",
		round (r->link.story * 10000) / 10000, "language", r->article->language,
		"date_published", date, "domain", r->article->domain, "title", r->article->title,
		"url", r->article->url ? r->article->url : article_identity (r->article), "model",
		link_kind_name (r->link.kind), "evidence", evidence);
}

static void print_tsv (const Related *r)
{
	g_autofree char *date = article_date_format (&r->article->date_published);
	cmd_print_tsv (r->article->id);
	printf ("\t%.4f\t%s\t%s\t", r->link.probability,
		r->article->language ? r->article->language : "", date ? date : "");
	cmd_print_tsv (r->article->title);
	putchar ('\t');
	cmd_print_tsv (r->article->url ? r->article->url : article_identity (r->article));
	putchar ('\n');
}

/* "Liu Xiaoming", or "ambassade ~ embassy" where the sides differ. */
static char *pair_text (const Evidence *e, guint max_chars)
{
	g_autofree char *a = text_line (e->a ? e->a : "", -1, max_chars);
	g_autofree char *b = text_line (e->b ? e->b : "", -1, max_chars);
	g_autofree char *folded_a = text_fold (a, -1, NULL), *folded_b = text_fold (b, -1, NULL);
	return strcmp (folded_a, folded_b) == 0 ? g_steal_pointer (&a)
						: g_strdup_printf ("%s ~ %s", a, b);
}

/* One line for each kind of evidence; quotations one below the other. */
static void print_evidence (const CmdContext *context, const GPtrArray *evidence, const char *kind,
			    const char *label)
{
	bool quote = strcmp (kind, "quote") == 0;
	g_autoptr (GString) line = g_string_new (NULL);
	for (guint i = 0; i < evidence->len; i++) {
		const Evidence *e = evidence->pdata[i];
		if (strcmp (e->kind, kind) != 0)
			continue;
		if (quote) {
			g_autofree char *a =
				text_line (e->a, -1, (guint)MAX (context->columns - 20, 40));
			g_autofree char *b =
				text_line (e->b, -1, (guint)MAX (context->columns - 20, 40));
			printf ("      %-10s %s\n      %-10s %s\n", line->len ? "" : label, a,
				"        ~", b);
			g_string_append_c (line, ' ');
			continue;
		}
		g_autofree char *pair = pair_text (e, 40);
		g_string_append_printf (line, "%s%s", line->len ? ", " : "", pair);
	}
	if (line->len && !quote)
		printf ("      %-10s %s\n", label, line->str);
}

static void print_text (const CmdContext *context, const Related *r)
{
	static const char *const kinds[][2] = {
		{ "name", "names" },   { "figure", "figures" }, { "day", "days" },
		{ "quote", "quotes" }, { "words", "words" },    { "published", "published" }
	};
	const Article *a = r->article;
	const char *bold = context->colour ? "\033[1m" : "",
		   *dim = context->colour ? "\033[2m" : "";
	const char *off = context->colour ? "\033[0m" : "";
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1, 0);
	g_autofree char *site = text_line (a->domain      ? a->domain
					   : a->publisher ? a->publisher
							  : "",
					   -1, 60);
	ArticleDate day = a->date_published;
	day.precision = MIN (day.precision, DATE_DAY);
	g_autofree char *date = article_date_format (&day), *id = text_line (a->id, -1, 60);
	LinkVerdict verdict = link_verdict (&r->link, LINK_THRESHOLD);
	printf ("%3.0f%%  %s%s%s%s\n", floor (r->link.probability * 100), bold, title, off,
		verdict == LINK_SAME_EVENT ? ""
		: verdict == LINK_RELATED  ? "  (another stage of the story)"
					   : "  (another event)");
	printf ("      %s%s%s%s%s%s  %s%s\n", dim, a->language ? a->language : "??",
		date ? "  " : "", date ? date : "", *site ? "  " : "", site, id, off);
	for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
		print_evidence (context, r->evidence, kinds[i][0], kinds[i][1]);
	putchar ('\n');
}

static void print_all (const CmdContext *context, const GPtrArray *found)
{
	json_t *array = json_array ();
	for (guint i = 0; i < found->len; i++) {
		const Related *r = found->pdata[i];
		if (context->format == FORMAT_TEXT)
			print_text (context, r);
		else if (context->format == FORMAT_TSV)
			print_tsv (r);
		else if (context->format == FORMAT_JSONL)
			cmd_print_json (related_to_json (r));
		else
			json_array_append_new (array, related_to_json (r));
	}
	if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (array);
	else
		json_decref (array);
}

/* --- the command --- */

static int run (CmdContext *context, const RelatedOptions *options, const char *key)
{
	Session session;
	int status;
	GError *error = NULL;
	Article *article = NULL;
	guint32 self;
	if (!session_open (context, &session, &status))
		return status;
	if (!pick_article (context, session.store, key, &self, &article, &status)) {
		session_close (&session);
		return status;
	}
	g_autoptr (LinkModel) model = link_model_new ();
	g_autoptr (Space) space = space_new (session.db, session.lexicon, session.analyzer, &error);
	g_autoptr (GPtrArray) found = NULL;
	if (space)
		found = related_find (session.store, session.db, space, model, article, self,
				      options, &error);
	if (!found) {
		index_explain (error);
		status = cmd_fail (context, &error);
	} else {
		print_all (context, found);
		status = found->len ? CMD_OK : CMD_NONE;
		if (!found->len && !context->quiet && context->format == FORMAT_TEXT)
			fprintf (stderr, "No other report of this event was found.\n");
	}
	article_free (article);
	g_clear_pointer (&space, space_free);
	session_close (&session);
	return status;
}

int cmd_related (CmdContext *context, int argc, char **argv)
{
	RelatedOptions options = RELATED_INIT;
	int limit = (int)options.limit, window = (int)options.window_days, status;
	char *lang = NULL;
	const GOptionEntry entries[] = {
		{ "lang", 'l', 0, G_OPTION_ARG_STRING, &lang,
		  "Only coverage in this language (fr, en)", "LANG" },
		{ "min-probability", 'p', 0, G_OPTION_ARG_DOUBLE, &options.min_probability,
		  "Leave out what is less likely (default 0.2)", "P" },
		{ "window", 'w', 0, G_OPTION_ARG_INT, &window,
		  "Published at most so many days apart (default 10)", "DAYS" },
		{ "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "So many results (default 20)", "N" },
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4,
			  &status)) {
		g_free (lang);
		return status;
	}
	options.lang = lang_from_code (lang);
	if (argc != 2)
		status = cmd_usage (context, argc < 2 ? "which article?" : "one article at a time");
	else if (lang && lang_code (options.lang) == NULL)
		status = cmd_usage (context, "--lang is fr or en, not '%s'", lang);
	else if (limit < 1 || window < 0 || window > 36500 ||
		 !(options.min_probability >= 0 && options.min_probability <= 1))
		status = cmd_usage (
			context,
			"--limit is from 1, --window from 0 days, --min-probability from 0 to 1");
	else {
		options.limit = (guint)limit;
		options.window_days = (guint)window;
		status = run (context, &options, argv[1]);
	}
	g_free (lang);
	return status;
}

/* cmd_related.c: `entente related`. */
#include <math.h>
#include <string.h>

#include "corpus/store_link.h"
#include "indexer/index.h"
#include "search/cmd_link.h"
#include "search/commands.h"
#include "search/judged.h"
#include "search/pick.h"
#include "search/related.h"
#include "search/session.h"
#include "shim/text.h"

/* --- output --- */

/* An answer, and what a person said of it. */
typedef struct {
	const Related *r;
	Verdict judged; /* VERDICT_NONE: nobody judged the pair */
	double probability;
} Row;

static const char *verdict_of (const Row *row)
{
	return row->judged ? verdict_name (row->judged)
			   : link_verdict_name (link_verdict (&row->r->link, LINK_THRESHOLD));
}

static json_t *row_to_json (const Row *row)
{
	const Related *r = row->r;
	json_t *evidence = json_array ();
	g_autofree char *date = article_date_format (&r->article->date_published);
	for (guint i = 0; i < r->evidence->len; i++)
		json_array_append_new (evidence, evidence_to_json (r->evidence->pdata[i]));
	return json_pack (
		"{s:s, s:f, s:s, s:s?, s:f, s:s?, s:s?, s:s?, s:s?, s:s?, s:s, s:o}", "id",
		r->article->id, "probability", round (row->probability * 10000) / 10000, "verdict",
		verdict_of (row), "judged", row->judged ? verdict_name (row->judged) : NULL,
		"story", round (r->link.story * 10000) / 10000, "language", r->article->language,
		"date_published", date, "domain", r->article->domain, "title", r->article->title,
		"url", r->article->url ? r->article->url : article_identity (r->article), "model",
		link_kind_name (r->link.kind), "evidence", evidence);
}

static void print_tsv (const Row *row)
{
	const Related *r = row->r;
	g_autofree char *date = article_date_format (&r->article->date_published);
	cmd_print_tsv (r->article->id);
	printf ("\t%.4f\t%s\t%s\t", row->probability,
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
			guint width = context->out_tty ? (guint)MAX (context->columns - 20, 40) : 0;
			g_autofree char *a = text_line (e->a, -1, width);
			g_autofree char *b = text_line (e->b, -1, width);
			printf ("      %-10s %s\n      %-10s %s\n", line->len ? "" : label, a,
				"        ~", b);
			g_string_append_c (line, ' ');
			continue;
		}
		g_autofree char *pair = pair_text (e, 40);
		g_string_append_printf (line, "%s%s", line->len ? ", " : "", pair);
	}
	if (line->len && !quote) {
		g_autofree char *lead = g_strdup_printf ("      %-10s ", label);
		cmd_print_item (lead, line->str, context->out_tty ? (guint)context->columns : 0);
	}
}

/* What is said behind the title. */
static const char *remark (const Row *row)
{
	static const char *const judged[] = { "", "  (judged the same event)",
					      "  (judged another stage of the story)",
					      "  (judged another event)" };
	if (row->judged)
		return judged[row->judged];
	switch (link_verdict (&row->r->link, LINK_THRESHOLD)) {
	case LINK_SAME_EVENT:
		return "";
	case LINK_RELATED:
		return "  (another stage of the story)";
	default:
		return "  (another event)";
	}
}

static void print_text (const CmdContext *context, const Row *row)
{
	static const char *const kinds[][2] = { { "hreflang", "hreflang" },  { "name", "names" },
						{ "figure", "figures" },     { "day", "days" },
						{ "quote", "quotes" },       { "words", "words" },
						{ "published", "published" } };
	const Article *a = row->r->article;
	const char *bold = context->colour ? "\033[1m" : "",
		   *dim = context->colour ? "\033[2m" : "";
	const char *off = context->colour ? "\033[0m" : "";
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1, 0);
	g_autofree char *site = text_line (a->domain      ? a->domain
					   : a->publisher ? a->publisher
							  : "",
					   -1, 60);
	g_autofree char *lead = g_strdup_printf ("%3.0f%%  ", floor (row->probability * 100));
	g_autofree char *head = g_strconcat (bold, title, off, remark (row), NULL);
	ArticleDate day = a->date_published;
	day.precision = MIN (day.precision, DATE_DAY);
	g_autofree char *date = article_date_format (&day), *id = text_line (a->id, -1, 60);
	cmd_print_item (lead, head, context->out_tty ? (guint)context->columns : 0);
	printf ("      %s%s%s%s%s%s  %s%s\n", dim, a->language ? a->language : "??",
		date ? "  " : "", date ? date : "", *site ? "  " : "", site, id, off);
	for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
		print_evidence (context, row->r->evidence, kinds[i][0], kinds[i][1]);
	putchar ('\n');
}

static void print_all (const CmdContext *context, const GPtrArray *found, GHashTable *judged)
{
	json_t *array = json_array ();
	for (guint i = 0; i < found->len; i++) {
		const Related *r = found->pdata[i];
		Verdict verdict = judged_with (judged, r->article->id);
		Row row = { r, verdict, judged_probability (verdict, r->link.probability) };
		if (context->format == FORMAT_TEXT)
			print_text (context, &row);
		else if (context->format == FORMAT_TSV)
			print_tsv (&row);
		else if (context->format == FORMAT_JSONL)
			cmd_print_json (row_to_json (&row));
		else
			json_array_append_new (array, row_to_json (&row));
	}
	if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (array);
	else
		json_decref (array);
}

/* --- the command --- */

/* What is related to `article`, with what people said of it: *judged, NULL for an article that the corpus does not have. */
static GPtrArray *find (const Session *session, Space *space, const Article *article, guint32 self,
			const RelatedOptions *options, GHashTable **judged, GError **error)
{
	g_autoptr (LinkModel) model = link_model_new ();
	RelatedOptions wide = *options;
	if (self && !(*judged = judged_of (session->store, article->id, error)))
		return NULL;
	wide.limit += *judged ? g_hash_table_size (*judged) : 0;
	g_autoptr (GPtrArray) found = related_find (session->store, session->db, space, model,
						    article, self, &wide, error);
	if (!found || (*judged && !judged_apply (*judged, session->store, session->db, space, model,
						 article, self, options, found, error)))
		return NULL;
	return g_steal_pointer (&found);
}

/* The links of a linked article are not all while others wait to be linked. */
static void warn_behind (const CmdContext *context, Store *store, guint32 self)
{
	bool done = false;
	if (self && store_link_is_done (store, self, &done, NULL) && done)
		link_warn_behind (context, store);
}

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
	g_autoptr (Space) space = space_new (session.db, session.lexicon, session.analyzer, &error);
	g_autoptr (GPtrArray) found = NULL;
	g_autoptr (GHashTable) judged = NULL;
	if (space)
		found = find (&session, space, article, self, options, &judged, &error);
	if (!found) {
		index_explain (error);
		status = cmd_fail (context, &error);
	} else {
		print_all (context, found, judged);
		status = found->len ? CMD_OK : CMD_NONE;
		if (!found->len && !context->quiet && context->format == FORMAT_TEXT)
			fprintf (stderr, "No other report of this event was found.\n");
		warn_behind (context, session.store, self);
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
		PICK_OPTIONS (context),
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
		if (context->format == FORMAT_TSV)
			options.evidence_max = 0;
		status = run (context, &options, argv[1]);
	}
	g_free (lang);
	return status;
}

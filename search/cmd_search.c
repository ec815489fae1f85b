/* cmd_search.c: `entente search`. */
#include <string.h>

#include "indexer/index.h"
#include "search/commands.h"
#include "search/query.h"
#include "search/results.h"
#include "search/session.h"
#include "search/snippet.h"
#include "shim/text.h"

typedef struct {
	char *lang, *from, *to, *in;
	int limit, offset;
	gboolean explain;
	gint64 from_s, to_s; /* of `from` and `to`, to_s exclusive */
} Options;

#define LIMIT_MAX 10000

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

static bool read_date (const CmdContext *context, const char *option, const char *text,
		       gint64 *from_s, gint64 *to_s, int *status)
{
	if (!text || query_date (text, context->now_s, from_s, to_s))
		return true;
	*status = cmd_usage (context, "%s: '%s' is not a date (2020, 2020-09, 2020-09-09, 2w)",
			     option, text);
	return false;
}

/* Are the options' values such that a search can be made? Said before anything is opened. */
static bool read_options (const CmdContext *context, Options *o, int *status)
{
	gint64 ignored;
	o->from_s = G_MININT64;
	o->to_s = G_MAXINT64;
	if (o->limit < 1 || o->limit > LIMIT_MAX || o->offset < 0) {
		*status =
			cmd_usage (context, "--limit is from 1 to %d, --offset from 0", LIMIT_MAX);
		return false;
	}
	if (o->in && !lang_code (lang_from_code (o->in))) {
		*status = cmd_usage (context, "--in is fr or en, not '%s'", o->in);
		return false;
	}
	return read_date (context, "--from", o->from, &o->from_s, &ignored, status) &&
	       read_date (context, "--to", o->to, &ignored, &o->to_s, status);
}

/* The query's filters that came as options, around `query`. */
static void add_filters (const Options *o, XapQuery **query)
{
	if (o->from || o->to)
		*query = xap_query_pair (XAP_OP_FILTER, *query,
					 query_date_filter (o->from_s, o->to_s));
	if (o->lang) {
		const char *code = lang_code (lang_from_code (o->lang));
		*query = xap_query_pair (XAP_OP_FILTER, *query,
					 query_lang_filter (code ? code : o->lang));
	}
}

static void explain (const Query *query)
{
	for (guint i = 0; i < query->words->len; i++) {
		const QueryWord *w = query->words->pdata[i];
		fprintf (stderr, "%s:", w->word);
		for (guint k = 0; k < w->translations->len; k++)
			fprintf (stderr, "%s %s", k ? "," : "",
				 (const char *)w->translations->pdata[k]);
		fprintf (stderr, "%s\n",
			 w->translations->len
				 ? ""
				 : " no translation: only articles with this very word are found");
	}
	g_autofree char *description = xap_query_describe (query->all);
	fprintf (stderr, "%s\n", description);
}

/* --- output --- */

typedef struct {
	guint32 rank;
	double weight;
	const Article *article;
	const Snippet *snippet;
	char *date;
} Row;

static json_t *row_to_json (const Row *row)
{
	const Article *a = row->article;
	json_t *marks = json_array ();
	for (guint i = 0; i < row->snippet->marks->len; i++) {
		const SnippetMark *m = &g_array_index (row->snippet->marks, SnippetMark, i);
		json_array_append_new (marks, json_pack ("[i,i]", (int)m->start, (int)m->end));
	}
	return json_pack ("{s:i, s:s, s:f, s:s?, s:s?, s:s?, s:s?, s:s?, s:s, s:o}", "rank",
			  (int)row->rank + 1, "id", a->id, "score", row->weight, "language",
			  a->language, "date_published", row->date, "domain", a->domain, "title",
			  a->title, "url", a->url ? a->url : article_identity (a), "snippet",
			  row->snippet->text, "marks", marks);
}

static void print_text (const CmdContext *context, const Row *row)
{
	const Article *a = row->article;
	const char *bold = context->colour ? "\033[1m" : "",
		   *dim = context->colour ? "\033[2m" : "";
	const char *off = context->colour ? "\033[0m" : "",
		   *mark = context->colour ? "\033[1;33m" : "";
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1, 0);
	g_autofree char *site = text_line (a->domain      ? a->domain
					   : a->publisher ? a->publisher
							  : "",
					   -1, 60);
	g_autofree char *snippet = snippet_render (row->snippet, mark, off);
	g_autofree char *id = text_line (a->id, -1, 60);
	printf ("%2u. %s%s%s\n", row->rank + 1, bold, title, off);
	printf ("    %s%s%s%s%s%s  %s%s\n", dim, a->language ? a->language : "??",
		row->date ? "  " : "", row->date ? row->date : "", *site ? "  " : "", site, id,
		off);
	cmd_print_wrapped (snippet, 4, context->out_tty ? (guint)context->columns : 0);
	putchar ('\n');
}

static void print_tsv (const Row *row)
{
	const Article *a = row->article;
	printf ("%u\t", row->rank + 1);
	cmd_print_tsv (a->id);
	printf ("\t%.4f\t%s\t%s\t", row->weight, a->language ? a->language : "",
		row->date ? row->date : "");
	cmd_print_tsv (a->domain);
	putchar ('\t');
	cmd_print_tsv (a->title);
	putchar ('\t');
	cmd_print_tsv (a->url ? a->url : article_identity (a));
	putchar ('\n');
}

static bool print_hits (const CmdContext *context, Session *session, const Query *query,
			const Results *results, json_t *array, GError **error)
{
	for (guint i = 0; i < results->hits->len; i++) {
		const XapHit *hit = &g_array_index (results->hits, XapHit, i);
		g_autoptr (Article) article = NULL;
		if (!store_get (session->store, hit->docid, &article, error))
			return false;
		if (!article)
			continue; /* deleted since the index was made */
		g_autoptr (Snippet) snippet =
			snippet_new (session->analyzer, article, query->marks);
		ArticleDate day = article->date_published;
		if (context->format == FORMAT_TEXT && day.precision > DATE_DAY)
			day.precision = DATE_DAY;
		g_autofree char *date = article_date_format (&day);
		Row row = { hit->rank, hit->weight, article, snippet, date };
		if (context->format == FORMAT_TEXT)
			print_text (context, &row);
		else if (context->format == FORMAT_TSV)
			print_tsv (&row);
		else if (context->format == FORMAT_JSONL)
			cmd_print_json (row_to_json (&row));
		else
			json_array_append_new (array, row_to_json (&row));
	}
	return true;
}

static void print_total (const CmdContext *context, const Results *results, bool lenient,
			 json_t *array)
{
	if (context->format == FORMAT_JSON) {
		cmd_print_json_pretty (
			json_pack ("{s:I, s:s, s:b, s:o}", "total", (json_int_t)results->estimate,
				   "total_type", results->exact ? "exact" : "estimate", "all_words",
				   !lenient, "results", json_incref (array)));
		return;
	}
	if (context->quiet || context->format != FORMAT_TEXT)
		return;
	fprintf (stderr, "%s%" G_GUINT64_FORMAT " article%s\n", results->exact ? "" : "about ",
		 results->estimate, results->estimate == 1 ? "" : "s");
}

/* --- the command --- */

static int run (CmdContext *context, const Options *o, const char *text)
{
	Session session;
	int status;
	GError *error = NULL;
	if (!session_open (context, &session, &status))
		return status;
	QueryContext qc = { session.analyzer, session.lexicon, context->now_s,
			    lang_from_code (o->in) };
	g_autofree char *clean = text_clean (text, -1, NULL);
	g_autoptr (Query) query = query_parse (&qc, clean, &error);
	if (!query) {
		session_close (&session);
		return cmd_fail (context, &error);
	}
	if (o->explain)
		explain (query);
	XapSearch search = XAP_SEARCH_INIT;
	search.offset = (guint32)o->offset;
	search.limit = (guint32)o->limit;
	search.check_at_least = 1000;
	bool lenient = false;
	add_filters (o, &query->all);
	if (query->some)
		add_filters (o, &query->some);
	g_autoptr (Results) results = results_new (session.db, query->all, &search, &error);
	if (results && results->estimate == 0 && query->some) {
		lenient = true;
		results_free (results);
		results = results_new (session.db, query->some, &search, &error);
		if (results && results->estimate > 0 && !context->quiet)
			fprintf (stderr, "No article has all the words; these have some.\n");
	}
	json_t *array = json_array ();
	bool ok = results && print_hits (context, &session, query, results, array, &error);
	if (ok)
		print_total (context, results, lenient, array);
	json_decref (array);
	index_explain (error);
	status = !ok ? cmd_fail (context, &error) : results->hits->len ? CMD_OK : CMD_NONE;
	session_close (&session);
	return status;
}

int cmd_search (CmdContext *context, int argc, char **argv)
{
	Options o = { .limit = 10 };
	const GOptionEntry entries[] = {
		{ "lang", 'l', 0, G_OPTION_ARG_STRING, &o.lang,
		  "Only articles in this language (fr, en)", "LANG" },
		{ "from", 0, 0, G_OPTION_ARG_STRING, &o.from, "Published on this day or later",
		  "DATE" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o.to, "Published on this day or before",
		  "DATE" },
		{ "in", 0, 0, G_OPTION_ARG_STRING, &o.in,
		  "The query is in this language (default: read as both)", "LANG" },
		{ "limit", 'n', 0, G_OPTION_ARG_INT, &o.limit, "So many results (default 10)",
		  "N" },
		{ "offset", 0, 0, G_OPTION_ARG_INT, &o.offset, "Leave out the first N", "N" },
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &o.explain,
		  "Print each word's translations and the query, on stderr", NULL },
		{ 0 },
	};
	int status;
	g_autoptr (GPtrArray) args = protect_minus (argc, argv);
	/* GOption drops what it has read from the list: the strings stay with `args`. */
	g_autofree char **list = g_memdup2 (args->pdata, args->len * sizeof (char *));
	char **rest = list;
	if (!cmd_options (context, &argc, &rest, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		goto done;
	if (argc < 2)
		status = cmd_usage (context, "no query");
	else if (read_options (context, &o, &status)) {
		g_autofree char *text = g_strjoinv (" ", rest + 1);
		status = run (context, &o, text);
	}
done:
	g_free (o.lang);
	g_free (o.from);
	g_free (o.to);
	g_free (o.in);
	return status;
}

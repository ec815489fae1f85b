/* cmd_search_print.c: an answer for people and for machines. */
#include <string.h>

#include "corpus/store_story.h"
#include "search/search_command.h"
#include "search/search_facets.h"
#include "search/snippet.h"
#include "shim/text.h"

typedef struct {
	guint32 rank; /* from 1 */
	const AnswerHit *hit;
	const Article *article;
	const Snippet *snippet;
	bool all_words; /* it has all the words of the query */
	char *date;
	char *story;   /* id; NULL: in none */
	guint reports; /* others of the same event, copies not counted */
} Row;

static const char *row_url (const Row *row)
{
	return row->article->url ? row->article->url : article_identity (row->article);
}

/* --- machines --- */

static json_t *row_to_json (const Row *row)
{
	const Article *a = row->article;
	json_t *marks = json_array ();
	for (guint i = 0; i < row->snippet->marks->len; i++) {
		const SnippetMark *m = &g_array_index (row->snippet->marks, SnippetMark, i);
		json_array_append_new (marks, json_pack ("[i,i]", (int)m->start, (int)m->end));
	}
	return json_pack ("{s:i, s:s, s:f, s:b, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:i, "
			  "s:i, s:s, s:o}",
			  "rank", (int)row->rank, "id", a->id, "score", row->hit->score,
			  "all_words", row->all_words, "language", a->language, "date_published",
			  row->date, "domain", a->domain, "publisher", a->publisher, "title",
			  a->title, "url", row_url (row), "story", row->story, "other_reports",
			  (int)row->reports, "copies", (int)row->hit->copies, "snippet",
			  row->snippet->text, "marks", marks);
}

static void print_tsv (const Row *row)
{
	const Article *a = row->article;
	printf ("%u\t", row->rank);
	cmd_print_tsv (a->id);
	printf ("\t%.4f\t%s\t%s\t", row->hit->score, a->language ? a->language : "",
		row->date ? row->date : "");
	cmd_print_tsv (a->domain);
	putchar ('\t');
	cmd_print_tsv (a->title);
	putchar ('\t');
	cmd_print_tsv (row_url (row));
	putchar ('\t');
	cmd_print_tsv (row->story);
	printf ("\t%u\t%u\t%s\n", row->reports, row->hit->copies, row->all_words ? "all" : "some");
}

/* --- people --- */

/* Does the terminal follow OSC 8 links? There is no way to ask; these are known to, and the others by their names.
 * Source: https://github.com/Alhadis/OSC8-Adoption */
static bool has_links (const CmdContext *context)
{
	static const char *const names[] = { "VTE_VERSION",     "KONSOLE_VERSION",
					     "WT_SESSION",      "TERM_PROGRAM",
					     "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID" };
	const char *term = g_getenv ("TERM");
	if (!context->colour || !context->out_tty)
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
		if (g_getenv (names[i]))
			return true;
	return term && (g_str_has_prefix (term, "foot") || strstr (term, "kitty") ||
			strstr (term, "wezterm") || strstr (term, "ghostty"));
}

/* `text` as a link to `url` where the terminal has them. Only web addresses, and nothing in them that could end the sequence. */
static void print_link (const CmdContext *context, const char *url, const char *text)
{
	bool web = url && (g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://"));
	if (!web || !has_links (context)) {
		fputs (text, stdout);
		return;
	}
	g_autofree char *escaped =
		g_uri_escape_string (url, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH "?#[]%", FALSE);
	printf ("\033]8;;%s\033\\%s\033]8;;\033\\", escaped, text);
}

static char *one_line (const char *text, guint max)
{
	return text_line (text ? text : "", -1, max);
}

/* "  story 3f2a: 4 other reports, 2 copies folded" */
static void print_story (const Row *row, const char *dim, const char *off)
{
	g_autofree char *story = one_line (row->story, 40);
	if (!row->story && !row->hit->copies)
		return;
	printf ("    %s", dim);
	if (row->story)
		printf ("story %s: %u other report%s", story, row->reports,
			row->reports == 1 ? "" : "s");
	if (row->hit->copies)
		printf ("%s%u cop%s folded (--copies)", row->story ? ", " : "", row->hit->copies,
			row->hit->copies == 1 ? "y" : "ies");
	printf ("%s\n", off);
}

static void print_text (const CmdContext *context, const Row *row)
{
	const Article *a = row->article;
	const char *bold = context->colour ? "\033[1m" : "",
		   *dim = context->colour ? "\033[2m" : "", *off = context->colour ? "\033[0m" : "",
		   *mark = context->colour ? "\033[1;33m" : "";
	guint columns = context->out_tty ? (guint)context->columns : 0;
	g_autofree char *title = one_line (a->title ? a->title : "(no title)", 0);
	g_autofree char *site = one_line (a->domain ? a->domain : a->publisher, 30);
	g_autofree char *snippet = snippet_render (row->snippet, mark, off);
	g_autofree char *id = one_line (a->id, 24);
	g_autofree char *lead = g_strdup_printf ("%2u. ", row->rank);
	fputs (bold, stdout);
	cmd_print_item (lead, title, columns);
	printf ("%s    %s%s%s%s%s", off, dim, a->language ? a->language : "??",
		row->date ? "  " : "", row->date ? row->date : "", *site ? "  " : "");
	print_link (context, row_url (row), site);
	fputs ("  ", stdout);
	print_link (context, *site ? NULL : row_url (row), id);
	printf ("%s\n", off);
	print_story (row, dim, off);
	if (*snippet)
		cmd_print_wrapped (snippet, 4, columns);
	putchar ('\n');
}

static void print_row (const CmdContext *context, const Row *row, json_t *array)
{
	switch (context->format) {
	case FORMAT_TSV:
		print_tsv (row);
		break;
	case FORMAT_JSONL:
		cmd_print_json (row_to_json (row));
		break;
	case FORMAT_JSON:
		json_array_append_new (array, row_to_json (row));
		break;
	default:
		print_text (context, row);
	}
}

/* --- rows --- */

/* The story of the article `id` and how many others report it. */
static bool find_story (Search *search, const AnswerHit *hit, Row *row, GError **error)
{
	Store *store = search->session.store;
	guint32 docid = hit->docid;
	gint64 number = 0;
	g_autoptr (StoreStory) story = NULL;
	if (!search->session.own_index) {
		g_autoptr (Article) stored = NULL;
		if (!store_find (store, row->article->id, &docid, &stored, NULL, error))
			return false;
		if (!stored || strcmp (stored->id, row->article->id) != 0)
			return true;
	}
	if (!store_story_of (store, docid, NULL, &number, error) ||
	    (number && !store_story_get (store, number, &story, error)))
		return false;
	if (story) {
		row->story = g_strdup (story->id);
		row->reports = story->reports > 0 ? story->reports - 1 : 0;
	}
	return true;
}

/* What is below has only some of the words. */
static void print_some (const Answer *answer)
{
	bool fr = answer->fell_back[QUERY_FR], en = answer->fell_back[QUERY_EN];
	printf ("No %s article has all the words; these have some:\n\n",
		fr && en ? "French or English"
		: fr     ? "French"
			 : "English");
}

static bool print_hit (Search *search, const Answer *answer, guint i, json_t *array, GError **error)
{
	CmdContext *context = search->context;
	const AnswerHit *hit = &g_array_index (answer->hits, AnswerHit, i);
	GError *failure = NULL;
	g_autoptr (Article) article = search_article (search, hit, &failure);
	if (!article) { /* deleted since the index was made */
		g_propagate_error (error, failure);
		return failure == NULL;
	}
	ArticleDate day = article->date_published;
	if (context->format == FORMAT_TEXT && day.precision > DATE_DAY)
		day.precision = DATE_DAY;
	g_autoptr (Snippet) snippet =
		snippet_new (search->session.analyzer, article, answer->marks);
	Row row = { .rank = search->ask.offset + i + 1,
		    .hit = hit,
		    .article = article,
		    .snippet = snippet,
		    .all_words = !answer->lenient && !hit->some && !search->ask.any };
	if (!find_story (search, hit, &row, error))
		return false;
	row.date = article_date_format (&day);
	if (context->format == FORMAT_TEXT && hit->some &&
	    (i == 0 || !g_array_index (answer->hits, AnswerHit, i - 1).some))
		print_some (answer);
	print_row (context, &row, array);
	g_free (row.date);
	g_free (row.story);
	return true;
}

/* "about 1200 articles, 11 to 20 shown", on stderr: it is no data. */
static void print_total (const Search *search, const Answer *answer, guint rows)
{
	guint from = search->ask.offset, some = 0;
	if (search->context->quiet)
		return;
	for (guint i = 0; i < rows; i++)
		some += g_array_index (answer->hits, AnswerHit, i).some;
	fflush (stdout); /* where both go to one place, it stands behind them */
	fprintf (stderr, "%s%" G_GUINT64_FORMAT " article%s", answer->exact ? "" : "about ",
		 answer->total, answer->total == 1 ? "" : "s");
	if (some)
		fprintf (stderr, " with all the words; %u shown with some", some);
	else if (rows && rows < answer->total)
		fprintf (stderr, ", %u to %u shown", from + 1, from + rows);
	fputc ('\n', stderr);
}

bool search_print (Search *search, const Query *query, const Answer *answer, GError **error)
{
	CmdContext *context = search->context;
	guint rows = MIN (answer->hits->len, (guint)search->options->limit);
	bool lines = context->format == FORMAT_JSONL || context->format == FORMAT_TSV;
	g_autoptr (Facets) facets = NULL;
	json_t *array = json_array ();
	bool ok = true;
	(void)query;
	if (search->options->facets) {
		facets = facets_new (search, answer, error);
		ok = facets != NULL;
	}
	/* Formats of one line a row have one kind of row: the results, or the facets. */
	for (guint i = 0; ok && !(facets && lines) && i < rows; i++)
		ok = print_hit (search, answer, i, array, error);
	if (ok && context->format == FORMAT_JSON) {
		json_t *whole =
			json_pack ("{s:I, s:s, s:b, s:O}", "total", (json_int_t)answer->total,
				   "total_type", answer->exact ? "exact" : "estimate", "all_words",
				   !answer->lenient && !search->ask.any, "results", array);
		if (facets)
			json_object_set_new (whole, "facets", facets_to_json (facets));
		cmd_print_json_pretty (whole);
	} else if (ok && facets) {
		facets_print (facets, search);
	}
	json_decref (array);
	if (ok && context->format == FORMAT_TEXT)
		print_total (search, answer, rows);
	return ok;
}

void search_print_count (const Search *search, const Answer *answer)
{
	CmdFormat format = search->context->format;
	json_t *object = json_pack ("{s:I, s:s}", "total", (json_int_t)answer->total, "total_type",
				    answer->exact ? "exact" : "estimate");
	if (format == FORMAT_JSON || format == FORMAT_JSONL)
		cmd_print_json (json_incref (object));
	else
		printf ("%" G_GUINT64_FORMAT "\n", answer->total);
	json_decref (object);
}

/* cmd_why.c: `entente why`. */
#include <math.h>
#include <string.h>

#include "indexer/index.h"
#include "search/commands.h"
#include "search/judged.h"
#include "search/pick.h"
#include "search/session.h"
#include "search/why.h"
#include "shim/text.h"

#define EVIDENCE_MAX 60

/* What the model starts from before any evidence: everything that is not in a piece of it. */
static double base_of (const Why *why)
{
	double p = MIN (MAX (why->link.probability, 1e-9), 1 - 1e-9), base = log (p / (1 - p));
	for (guint i = 0; i < why->evidence->len; i++)
		base -= ((const Evidence *)why->evidence->pdata[i])->share;
	return base;
}

/* --- output --- */

static json_t *article_json (const Article *a)
{
	g_autofree char *date = article_date_format (&a->date_published);
	return json_pack ("{s:s?, s:s?, s:s?, s:s?}", "id", a->id, "language", a->language,
			  "date_published", date, "title", a->title);
}

static json_t *why_json (const Why *why, const StoreVerdict *judged, const Article *a,
			 const Article *b)
{
	const char *verdict =
		judged ? verdict_name (judged->verdict)
		       : link_verdict_name (link_verdict (&why->link, LINK_THRESHOLD));
	json_t *evidence = json_array ();
	for (guint i = 0; i < why->evidence->len; i++)
		json_array_append_new (evidence, evidence_to_json (why->evidence->pdata[i]));
	return json_pack ("{s:f, s:s, s:s?, s:s?, s:f, s:s, s:f, s:o, s:o, s:o}", "probability",
			  round (why->link.probability * 10000) / 10000, "verdict", verdict,
			  "judged", judged ? verdict_name (judged->verdict) : NULL, "judged_at",
			  judged ? judged->judged_at : NULL, "story",
			  round (why->link.story * 10000) / 10000, "model",
			  link_kind_name (why->link.kind), "base",
			  round (base_of (why) * 1000) / 1000, "a", article_json (a), "b",
			  article_json (b), "evidence", evidence);
}

static void print_tsv_side (const char *text, bool in_title, guint32 start, guint32 end)
{
	putchar ('\t');
	cmd_print_tsv (text);
	if (end)
		printf ("\t%s\t%u\t%u", in_title ? "title" : "text", start, end);
	else
		fputs ("\t\t\t", stdout);
}

static void print_tsv (const Why *why)
{
	for (guint i = 0; i < why->evidence->len; i++) {
		const Evidence *e = why->evidence->pdata[i];
		printf ("%s\t%.3f", e->kind, e->share);
		print_tsv_side (e->a, e->a_in_title, e->a_start, e->a_end);
		print_tsv_side (e->b, e->b_in_title, e->b_start, e->b_end);
		putchar ('\n');
	}
}

static void print_article (const CmdContext *context, const char *mark, const Article *a)
{
	guint room = context->out_tty ? (guint)MAX (context->columns - 6, 20) : 0;
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1, room);
	ArticleDate day = a->date_published;
	day.precision = MIN (day.precision, DATE_DAY);
	g_autofree char *date = article_date_format (&day),
			*id = text_line (a->id ? a->id : "", -1, 60);
	printf ("  %s  %s%s%s\n     %s%s%s  %s\n", mark, context->colour ? "\033[1m" : "", title,
		context->colour ? "\033[0m" : "", a->language ? a->language : "??",
		date ? "  " : "", date ? date : "", id);
}

#define SIDES_AT 22 /* the column where what stands in the texts begins */

/* What stands on one side, and where: `width` columns or less; 0: whole. */
static char *side_text (const char *text, bool in_title, guint32 start, guint32 end, guint width)
{
	if (!text)
		return g_strdup ("(not there)");
	g_autofree char *place =
		end ? g_strdup_printf (" (%s%u)", in_title ? "title " : "", start) : g_strdup ("");
	guint rest = width ? (guint)MAX ((int)width - (int)strlen (place) - 1, 10) : 0; /* "…" */
	g_autofree char *line = text_line (text, -1, rest);
	return g_strconcat (line, place, NULL);
}

/* Both sides in one line where they find room, else one below the other. */
static void print_piece (const CmdContext *context, const Evidence *e)
{
	guint room = context->out_tty ? (guint)MAX (context->columns - SIDES_AT, 30) : 0;
	g_autofree char *a = side_text (e->a, e->a_in_title, e->a_start, e->a_end, room);
	g_autofree char *b =
		side_text (e->b, e->b_in_title, e->b_start, e->b_end, room ? room - 2 : 0);
	bool apart = room && text_columns (a) + 3 + text_columns (b) > room;
	printf ("  %+6.2f  %-10s  %s", e->share, e->kind, a);
	if (apart)
		printf ("\n%*s| %s\n", SIDES_AT, "", b);
	else
		printf (" | %s\n", b);
}

static void print_side (const CmdContext *context, const Why *why, bool for_it)
{
	bool any = false;
	for (guint i = 0; i < why->evidence->len; i++) {
		const Evidence *e = why->evidence->pdata[i];
		if ((e->share > 0) != for_it || fabs (e->share) < 0.005)
			continue;
		if (!any)
			printf ("%s\n", for_it ? "For:" : "Against:");
		any = true;
		print_piece (context, e);
	}
}

static void print_text (const CmdContext *context, const Why *why, const StoreVerdict *judged,
			const Article *a, const Article *b)
{
	static const char *const meanings[] = { "different events",
						"related: one story, not one event",
						"the same event" };
	if (judged)
		printf ("Judged %s on %.10s, which stands. Without that:\n",
			judged->verdict == VERDICT_SAME      ? "the same event"
			: judged->verdict == VERDICT_RELATED ? "related"
							     : "different events",
			judged->judged_at);
	printf ("%.0f%%  %s\n", floor (why->link.probability * 100),
		meanings[link_verdict (&why->link, LINK_THRESHOLD)]);
	print_article (context, "A", a);
	print_article (context, "B", b);
	print_side (context, why, true);
	print_side (context, why, false);
	g_autofree char *sum = g_strdup_printf (
		"Shares add up to the log-odds; %+.2f of them is what any such pair starts from "
		"(%s). Places are bytes of the text, or of the title.",
		base_of (why), link_kind_name (why->link.kind));
	cmd_print_wrapped (sum, 0, context->out_tty ? (guint)context->columns : 0);
}

/* --- the command --- */

static int compare (CmdContext *context, Session *session, const Article *a, guint32 a_docid,
		    const Article *b, guint32 b_docid)
{
	GError *error = NULL;
	Why why = { 0 };
	g_autoptr (LinkModel) model = link_model_new ();
	g_autoptr (Space) space =
		space_new (session->db, session->lexicon, session->analyzer, &error);
	g_autoptr (GHashTable) verdicts = NULL;
	if (a_docid && b_docid && !(verdicts = judged_of (session->store, a->id, &error)))
		return cmd_fail (context, &error);
	const StoreVerdict *judged = verdicts ? g_hash_table_lookup (verdicts, b->id) : NULL;
	if (!space || !why_compare (session->store, session->db, space, model, a, a_docid, b,
				    b_docid, EVIDENCE_MAX, &why, &error)) {
		index_explain (error);
		return cmd_fail (context, &error);
	}
	if (context->format == FORMAT_JSONL)
		cmd_print_json (why_json (&why, judged, a, b));
	else if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (why_json (&why, judged, a, b));
	else if (context->format == FORMAT_TSV)
		print_tsv (&why);
	else
		print_text (context, &why, judged, a, b);
	why_clear (&why);
	return CMD_OK;
}

/* Two files can be compared without a corpus. */
static bool open_what_there_is (const CmdContext *context, Session *session, int *status)
{
	g_autofree char *file = g_build_filename (context->corpus_dir, "corpus.sqlite", NULL);
	if (g_file_test (file, G_FILE_TEST_EXISTS))
		return session_open (context, session, status);
	*session = (Session){ .analyzer = analyzer_new (), .lexicon = session_lexicon (context) };
	return true;
}

int cmd_why (CmdContext *context, int argc, char **argv)
{
	Session session;
	int status;
	guint32 a_docid, b_docid;
	g_autoptr (Article) a = NULL, b = NULL;
	const GOptionEntry entries[] = { PICK_OPTIONS (context), { 0 } };
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;
	if (argc != 3)
		return cmd_usage (context, "which two articles?");
	if (!open_what_there_is (context, &session, &status))
		return status;
	if (pick_article (context, session.store, argv[1], &a_docid, &a, &status) &&
	    pick_article (context, session.store, argv[2], &b_docid, &b, &status))
		status = a_docid && a_docid == b_docid
				 ? cmd_usage (context, "both are the same article")
				 : compare (context, &session, a, a_docid, b, b_docid);
	session_close (&session);
	return status;
}

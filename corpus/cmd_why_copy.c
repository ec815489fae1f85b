/* cmd_why_copy.c: `entente why-copy`: what two articles have in common word for word, and whether that makes them copies. */
#include <string.h>

#include "corpus/commands.h"
#include "corpus/dedup.h"
#include "corpus/store.h"
#include "shim/text.h"

/* What is shown of a long passage on a terminal, in characters; other formats have all of it. */
#define PASSAGE_SHOWN 400

typedef struct {
	Article *article;
	GArray *words;
	DedupSketch *sketch; /* NULL: too short to compare */
} Side;

static void side_clear (Side *side)
{
	article_free (side->article);
	dedup_sketch_free (side->sketch);
	if (side->words)
		g_array_unref (side->words);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static const char *text_of (const Side *side)
{
	return side->article->text ? side->article->text : "";
}

static int read_side (CmdContext *context, Store *store, const char *key, Side *side)
{
	g_auto (GStrv) candidates = NULL;
	guint32 docid;
	GError *error = NULL;
	if (!store_find (store, key, &docid, &side->article, &candidates, &error))
		return cmd_fail (context, &error);
	if (!side->article && candidates && *candidates) {
		g_autofree char *list = g_strjoinv (", ", candidates);
		return cmd_error (context, CMD_NO_INPUT, "'%s' is the beginning of several ids: %s",
				  key, list);
	}
	if (!side->article)
		return cmd_error (context, CMD_NO_INPUT, "no article '%s'", key);
	side->words = dedup_words (text_of (side), side->article->title);
	side->sketch = dedup_sketch_new (side->words);
	return CMD_OK;
}

/* --- JSON and TSV --- */

static json_t *side_json (const Side *side)
{
	const Article *a = side->article;
	return json_pack ("{s:s, s:s?, s:s?, s:s?, s:i}", "id", a->id, "title", a->title,
			  "language", a->language, "copy_group", a->copy_group, "words",
			  (int)side->words->len);
}

static json_t *place_json (guint32 start, guint32 end)
{
	return json_pack ("{s:I, s:I}", "start", (json_int_t)start, "end", (json_int_t)end);
}

static json_t *passages_json (const Side *b, const GArray *passages)
{
	json_t *out = json_array ();
	for (guint i = 0; i < passages->len; i++) {
		const DedupPassage *p = &g_array_index (passages, DedupPassage, i);
		json_array_append_new (
			out, json_pack ("{s:i, s:o, s:o, s:s%}", "words", (int)p->words, "a",
					place_json (p->a_start, p->a_end), "b",
					place_json (p->b_start, p->b_end), "text",
					text_of (b) + p->b_start, (size_t)(p->b_end - p->b_start)));
	}
	return out;
}

static json_t *result_json (const Side *a, const Side *b, const DedupLikeness *likeness,
			    const GArray *passages)
{
	return json_pack ("{s:b, s:f, s:f, s:f, s:o, s:o, s:o}", "is_copy", likeness->is_copy,
			  "resemblance", likeness->resemblance, "containment",
			  likeness->containment, "figures", likeness->figures, "a", side_json (a),
			  "b", side_json (b), "passages", passages_json (b, passages));
}

static void print_tsv (const Side *b, const GArray *passages)
{
	puts ("words\ta_start\ta_end\tb_start\tb_end\ttext");
	for (guint i = 0; i < passages->len; i++) {
		const DedupPassage *p = &g_array_index (passages, DedupPassage, i);
		g_autofree char *text = g_strndup (text_of (b) + p->b_start, p->b_end - p->b_start);
		printf ("%u\t%u\t%u\t%u\t%u\t", p->words, p->a_start, p->a_end, p->b_start,
			p->b_end);
		cmd_print_tsv (text);
		putchar ('\n');
	}
}

/* --- text --- */

static void print_side (const CmdContext *context, const char *name, const Side *side)
{
	const Article *a = side->article;
	g_autofree char *title = text_line (a->title ? a->title : "(no title)", -1, 0);
	g_autofree char *day = article_date_format (&a->date_published);
	g_autofree char *site = text_line (a->domain ? a->domain : "", -1, 0);
	printf ("%s%s  %s%s\n", context->colour ? "\033[1m" : "", name, title,
		context->colour ? "\033[0m" : "");
	printf ("   %s%s%s%s%s, %u words\n", a->id, *site ? ", " : "", site, day ? ", " : "",
		day ? day : "", side->words->len);
}

static void print_verdict (const Side *a, const Side *b, const DedupLikeness *likeness)
{
	if (!a->sketch || !b->sketch) {
		printf ("Too short to say: copies are told from %d words on.\n",
			DEDUP_MIN + DEDUP_SHINGLE - 1);
		return;
	}
	printf ("%s: they share %.0f%% of their text, %.0f%% of the shorter one's, and %.0f%% of "
		"the\nfigures.\n",
		likeness->is_copy ? "Copies" : "Not copies", 100 * likeness->resemblance,
		100 * likeness->containment, 100 * likeness->figures);
	const char *group = a->article->copy_group;
	if (group && g_strcmp0 (group, b->article->copy_group) == 0)
		printf ("Both are in the copy group %s.\n", group);
}

static void print_text (const CmdContext *context, const Side *a, const Side *b,
			const DedupLikeness *likeness, const GArray *passages)
{
	print_side (context, "A", a);
	print_side (context, "B", b);
	putchar ('\n');
	print_verdict (a, b, likeness);
	for (guint i = 0; i < passages->len; i++) {
		const DedupPassage *p = &g_array_index (passages, DedupPassage, i);
		g_autofree char *text = text_line (text_of (b) + p->b_start,
						   (gssize)(p->b_end - p->b_start), PASSAGE_SHOWN);
		printf ("\n%u words, A %u–%u, B %u–%u\n", p->words, p->a_start, p->a_end,
			p->b_start, p->b_end);
		cmd_print_wrapped (text, 3, (guint)MIN (context->columns, 100));
	}
}

int cmd_why_copy (CmdContext *context, int argc, char **argv)
{
	int status;
	GError *error = NULL;
	g_auto (Side) a = { 0 }, b = { 0 };
	if (!cmd_options (context, &argc, &argv, NULL,
			  FORMATS (FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_TSV), 4, &status))
		return status;
	if (argc != 3)
		return cmd_usage (context, "which two articles?");
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	if ((status = read_side (context, store, argv[1], &a)) != CMD_OK ||
	    (status = read_side (context, store, argv[2], &b)) != CMD_OK)
		return status;
	DedupLikeness likeness = { 0 };
	if (a.sketch && b.sketch)
		likeness = dedup_compare (a.sketch, b.sketch);
	g_autoptr (GArray) passages = dedup_passages (a.words, b.words);
	if (context->format == FORMAT_TSV)
		print_tsv (&b, passages);
	else if (context->format == FORMAT_TEXT)
		print_text (context, &a, &b, &likeness, passages);
	else if (context->format == FORMAT_JSON)
		cmd_print_json_pretty (result_json (&a, &b, &likeness, passages));
	else
		cmd_print_json (result_json (&a, &b, &likeness, passages));
	return likeness.is_copy ? CMD_OK : CMD_NONE;
}

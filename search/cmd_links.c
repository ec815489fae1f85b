/* cmd_links.c: `entente links`: what `link` keeps, and before it what people said. */
#include <math.h>
#include <string.h>

#include "corpus/store_link.h"
#include "search/cmd_link.h"
#include "search/commands.h"
#include "search/judged.h"
#include "search/link.h"
#include "shim/text.h"

/* A pair as it is shown. */
typedef struct {
	StoreLink link;
	Verdict judged; /* VERDICT_NONE: nobody judged it */
	bool linked;    /* its kind is known */
} Pair;

typedef struct {
	CmdContext *context;
	Store *store;
	bool cross;
	double min_probability;
	GHashTable *judged; /* the pairs that people judged: guint64 of both docids */
	GArray *pairs;      /* Pair: --top */
	json_t *array;      /* --format json */
	guint64 count;
} List;

static json_t *pair_to_json (const Pair *pair, const Article *a, const Article *b)
{
	return json_pack ("{s:s, s:s, s:f, s:s?, s:s?}", "a", a->id, "b", b->id, "probability",
			  round (pair->link.probability * 10000) / 10000, "model",
			  pair->linked ? link_kind_name ((LinkKind)pair->link.kind) : NULL,
			  "judged", pair->judged ? verdict_name (pair->judged) : NULL);
}

static void print_side (const CmdContext *context, const char *lead, const Article *a)
{
	ArticleDate day = a->date_published;
	day.precision = MIN (day.precision, DATE_DAY);
	g_autofree char *date = article_date_format (&day), *id = text_line (a->id, -1, 40);
	g_autofree char *head =
		g_strdup_printf ("%s%s  %s%s%s", lead, a->language ? a->language : "??",
				 date ? date : "", date ? "  " : "", id);
	int taken = (int)text_columns (head) + 3;
	g_autofree char *title =
		text_line (a->title ? a->title : "(no title)", -1,
			   context->out_tty ? (guint)MAX (context->columns - taken, 20) : 0);
	printf ("%s  %s\n", head, title);
}

static void print_text (const CmdContext *context, const Pair *pair, const Article *a,
			const Article *b)
{
	g_autofree char *lead = g_strdup_printf ("%3.0f%%  ", floor (pair->link.probability * 100));
	print_side (context, lead, a);
	print_side (context, pair->judged ? " you  " : "      ", b);
}

static bool print_pair (List *list, const Pair *pair, GError **error)
{
	g_autoptr (Article) a = NULL, b = NULL;
	if (!store_get (list->store, pair->link.a, &a, error) ||
	    !store_get (list->store, pair->link.b, &b, error))
		return false;
	if (!a || !b)
		return true; /* deleted since it was linked */
	if (list->cross && g_strcmp0 (a->language, b->language) == 0)
		return true; /* judged: links have been looked at */
	list->count++;
	switch (list->context->format) {
	case FORMAT_JSON:
		json_array_append_new (list->array, pair_to_json (pair, a, b));
		break;
	case FORMAT_JSONL:
		cmd_print_json (pair_to_json (pair, a, b));
		break;
	case FORMAT_TEXT:
		print_text (list->context, pair, a, b);
		break;
	default:
		cmd_print_tsv (a->id);
		putchar ('\t');
		cmd_print_tsv (b->id);
		printf ("\t%.4f\n", pair->link.probability);
	}
	return true;
}

static bool take_pair (List *list, const Pair *pair, GError **error)
{
	if (!list->pairs)
		return print_pair (list, pair, error);
	g_array_append_vals (list->pairs, pair, 1);
	return true;
}

static guint64 key_of (guint32 a, guint32 b)
{
	return (guint64)MIN (a, b) << 32 | MAX (a, b);
}

static bool take_link (const StoreLink *link, gpointer data, GError **error)
{
	List *list = data;
	guint64 key = key_of (link->a, link->b);
	Pair pair = { *link, VERDICT_NONE, true };
	if (link->kind >= LINK_KINDS || !link_kind_name ((LinkKind)link->kind) ||
	    (list->cross && (link->kind & LINK_SAME)) || g_hash_table_contains (list->judged, &key))
		return true;
	return take_pair (list, &pair, error);
}

/* What people said comes first; all of it is known from here on. */
static bool take_judged (List *list, GError **error)
{
	g_autoptr (GArray) verdicts = g_array_new (FALSE, FALSE, sizeof (StoreVerdictPair));
	if (!store_verdict_pairs (list->store, verdicts, error))
		return false;
	for (guint i = 0; i < verdicts->len; i++) {
		const StoreVerdictPair *v = &g_array_index (verdicts, StoreVerdictPair, i);
		guint64 key = key_of (v->a, v->b);
		Pair pair = { { MIN (v->a, v->b), MAX (v->a, v->b),
				judged_probability (v->verdict, 0), 0 },
			      v->verdict,
			      false };
		g_hash_table_add (list->judged, g_memdup2 (&key, sizeof key));
		if (pair.link.probability >= list->min_probability &&
		    !take_pair (list, &pair, error))
			return false;
	}
	return true;
}

static int by_probability (gconstpointer a, gconstpointer b)
{
	const StoreLink *x = &((const Pair *)a)->link, *y = &((const Pair *)b)->link;
	if (x->probability != y->probability)
		return x->probability > y->probability ? -1 : 1;
	return x->a != y->a ? (x->a < y->a ? -1 : 1) : x->b < y->b ? -1 : x->b > y->b;
}

static int run (CmdContext *context, bool cross, double min_probability, guint top)
{
	GError *error = NULL;
	g_autoptr (Store) store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (!store)
		return cmd_fail (context, &error);
	g_autoptr (GArray) best = top ? g_array_new (FALSE, FALSE, sizeof (Pair)) : NULL;
	g_autoptr (GHashTable) judged =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	List list = { .context = context,
		      .store = store,
		      .cross = cross,
		      .min_probability = min_probability,
		      .judged = judged,
		      .pairs = best,
		      .array = context->format == FORMAT_JSON ? json_array () : NULL };
	bool ok = take_judged (&list, &error) &&
		  store_link_each (store, 0, min_probability, take_link, &list, &error);
	if (best)
		g_array_sort (best, by_probability);
	for (guint i = 0; ok && best && i < best->len && list.count < top; i++)
		ok = print_pair (&list, &g_array_index (best, Pair, i), &error);
	if (list.array && ok)
		cmd_print_json_pretty (g_steal_pointer (&list.array));
	json_decref (list.array);
	if (!ok)
		return cmd_fail (context, &error);
	if (!list.count && !context->quiet)
		fprintf (stderr, "No links.\n");
	link_warn_behind (context, store);
	return list.count ? CMD_OK : CMD_NONE;
}

int cmd_links (CmdContext *context, int argc, char **argv)
{
	gboolean cross = FALSE;
	double min_probability = LINK_THRESHOLD;
	int top = 0, status;
	const GOptionEntry entries[] = {
		{ "cross", 'x', 0, G_OPTION_ARG_NONE, &cross, "Only pairs of the two languages",
		  NULL },
		{ "min-probability", 'p', 0, G_OPTION_ARG_DOUBLE, &min_probability,
		  "Leave out what is less likely (default 0.2)", "P" },
		{ "top", 'n', 0, G_OPTION_ARG_INT, &top, "The N most probable, best first", "N" },
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries,
			  FORMATS (FORMAT_TSV, FORMAT_JSONL, FORMAT_JSON, FORMAT_TEXT), 4, &status))
		return status;
	if (argc != 1)
		return cmd_usage (context, "no argument is wanted");
	if (top < 0 || !(min_probability >= 0 && min_probability <= 1))
		return cmd_usage (context, "--top is from 0, --min-probability from 0 to 1");
	return run (context, cross, min_probability, (guint)top);
}

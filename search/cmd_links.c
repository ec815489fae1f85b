/* cmd_links.c: `entente links`. */
#include <math.h>
#include <string.h>

#include "corpus/store_link.h"
#include "search/commands.h"
#include "search/link.h"

typedef struct {
	CmdContext *context;
	Store *store;
	bool cross;
	GArray *links; /* StoreLink: --top */
	guint64 count;
} List;

static bool print_link (List *list, const StoreLink *link, GError **error)
{
	g_autoptr (Article) a = NULL, b = NULL;
	if (!store_get (list->store, link->a, &a, error) ||
	    !store_get (list->store, link->b, &b, error))
		return false;
	if (!a || !b)
		return true; /* deleted since it was linked */
	list->count++;
	if (list->context->format == FORMAT_JSONL) {
		cmd_print_json (json_pack ("{s:s, s:s, s:f, s:s}", "a", a->id, "b", b->id,
					   "probability", round (link->probability * 10000) / 10000,
					   "model", link_kind_name ((LinkKind)link->kind)));
	} else {
		cmd_print_tsv (a->id);
		putchar ('\t');
		cmd_print_tsv (b->id);
		printf ("\t%.4f\n", link->probability);
	}
	return true;
}

static bool take (const StoreLink *link, gpointer data, GError **error)
{
	List *list = data;
	if (link->kind >= LINK_KINDS || !link_kind_name ((LinkKind)link->kind) ||
	    (list->cross && (link->kind & LINK_SAME)))
		return true;
	if (list->links) {
		g_array_append_vals (list->links, link, 1);
		return true;
	}
	return print_link (list, link, error);
}

static int by_probability (gconstpointer a, gconstpointer b)
{
	const StoreLink *x = a, *y = b;
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
	g_autoptr (GArray) best = top ? g_array_new (FALSE, FALSE, sizeof (StoreLink)) : NULL;
	List list = { context, store, cross, best, 0 };
	bool ok = store_link_each (store, 0, min_probability, take, &list, &error);
	if (best)
		g_array_sort (best, by_probability);
	for (guint i = 0; ok && best && i < best->len && list.count < top; i++)
		ok = print_link (&list, &g_array_index (best, StoreLink, i), &error);
	if (!ok)
		return cmd_fail (context, &error);
	if (!list.count && !context->quiet)
		fprintf (stderr, "No links ('entente link' makes them).\n");
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
		  "Leave out what is less likely (default 0.2; 0.02 and less are not kept)", "P" },
		{ "top", 'n', 0, G_OPTION_ARG_INT, &top, "The N most probable, best first", "N" },
		{ 0 },
	};
	if (!cmd_options (context, &argc, &argv, entries, FORMATS (FORMAT_TSV, FORMAT_JSONL), 2,
			  &status))
		return status;
	if (argc != 1)
		return cmd_usage (context, "no argument is wanted");
	if (top < 0 || !(min_probability >= 0 && min_probability <= 1))
		return cmd_usage (context, "--top is from 0, --min-probability from 0 to 1");
	return run (context, cross, min_probability, (guint)top);
}

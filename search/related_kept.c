/* related_kept.c: see related_kept.h. */
#include "search/related_kept.h"

#include <math.h>

#include "search/link_bytes.h"
#include "search/linker.h"

/* Under LINKER_MIN_PROBABILITY, also when it is rounded. */
#define LEFT_OUT_PROBABILITY 0.0199

/* How far apart the linker looks: PAIRS_INIT. */
static guint linked_days (void)
{
	const PairsOptions defaults = PAIRS_INIT;
	return defaults.window_days;
}

bool kept_suffices (const RelatedOptions *options)
{
	return options->min_probability >= LINKER_MIN_PROBABILITY &&
	       options->window_days <= linked_days ();
}

bool kept_pair (Store *store, const LinkModel *model, guint32 a, guint32 b, double days, Kept *kept,
		Link *link, GError **error)
{
	StoreLink stored;
	StoreFeatures features;
	bool found, done[2];
	if (!store_link_get (store, a, b, &stored, &features, &found, error) ||
	    !store_link_is_done (store, a, &done[0], error) ||
	    !store_link_is_done (store, b, &done[1], error))
		return false;
	if (!done[0] || !done[1])
		*kept = KEPT_UNKNOWN;
	else if (!found)
		*kept = days <= linked_days () ? KEPT_LEFT_OUT : KEPT_UNKNOWN;
	else
		*kept = link_unpack (model, &stored, &features, link) ? KEPT_LINK : KEPT_BARE;
	return true;
}

typedef struct {
	Store *store;
	const LinkModel *model;
	guint32 docid;
	GArray *out;
} Taking;

static bool take (const StoreLink *stored, gpointer data, GError **error)
{
	Taking *t = data;
	StoreLink same;
	StoreFeatures features;
	RelatedLink link = { .docid = stored->a == t->docid ? stored->b : stored->a };
	bool found;
	if (!store_link_get (t->store, stored->a, stored->b, &same, &features, &found, error))
		return false;
	bool known = link_unpack (t->model, stored, found ? &features : NULL, &link.link);
	link.kept = known ? KEPT_LINK : KEPT_BARE;
	g_array_append_val (t->out, link);
	return true;
}

bool kept_links (Store *store, const LinkModel *model, guint32 docid, double min_probability,
		 GArray *out, GError **error)
{
	Taking taking = { store, model, docid, out };
	return store_link_each (store, docid, min_probability, take, &taking, error);
}

void kept_leave_out (Link *link)
{
	link->left_out = link->probability > LEFT_OUT_PROBABILITY;
	link->probability = MIN (link->probability, LEFT_OUT_PROBABILITY);
}

bool kept_see (Store *store, RelatedLink *seen, GError **error)
{
	bool done = false;
	double days = expm1 (seen->link.features[LINK_FAR]);
	if (days <= linked_days () && !store_link_is_done (store, seen->docid, &done, error))
		return false;
	if (!done)
		return true;
	seen->kept = KEPT_LEFT_OUT;
	kept_leave_out (&seen->link);
	return true;
}

void kept_restore (Link *link, double probability)
{
	link->probability = probability;
	link->story = MAX (link->story, probability);
}

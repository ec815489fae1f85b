/* link.c: the model that makes a probability of what two articles have in common. */
#include "search/link.h"

#include <math.h>
#include <string.h>

#include "corpus/table.h"
#include "search/link_private.h"

static const char *const feature_names[LINK_FEATURES] = {
	"bias",    "words",   "own",    "lead",   "title",   "opening",  "around", "headline",
	"deed",    "letters", "names",  "rarest", "who",     "named",    "actors", "apart",
	"figures", "toll",    "days",   "when",   "sameday", "otherday", "ahead",  "quote",
	"near",    "far",     "length", "longer", "crowd",   "margin",   "rank",
};
/* By the bits of LinkKind. */
static const char *const kind_names[LINK_KINDS] = {
	"cross-dated-long",
	"same-dated-long",
	"cross-undated-long",
	"same-undated-long",
	"cross-dated-short",
	"same-dated-short",
	"cross-undated-short",
	"same-undated-short",
	[LINK_EXCERPT | LINK_UNDATED] = "cross-undated-long-excerpt",
	[LINK_EXCERPT | LINK_UNDATED | LINK_SHORT] = "cross-undated-short-excerpt",
};

const char *link_kind_name (LinkKind kind)
{
	return kind_names[kind];
}

const char *link_feature_name (LinkFeature feature)
{
	return feature_names[feature];
}

/* --- the model: search/data/link-model.tsv, "kind<TAB>feature<TAB>weight" --- */

#define STORY_NAME "story"

static int index_in (const char *const *names, guint count, const char *name)
{
	for (guint i = 0; i < count; i++)
		if (names[i] && strcmp (names[i], name) == 0)
			return (int)i;
	return -1;
}

static void add_weight (char **columns, gpointer data)
{
	LinkModel *model = data;
	int kind = index_in (kind_names, LINK_KINDS, columns[0]);
	int feature = index_in (feature_names, LINK_FEATURES, columns[1]);
	bool story = strcmp (columns[0], STORY_NAME) == 0;
	g_assert ((kind >= 0 || story) && feature >= 0);
	*(story ? &model->story[feature] : &model->weights[kind][feature]) =
		g_ascii_strtod (columns[2], NULL);
}

LinkModel *link_model_new (void)
{
	LinkModel *model = g_new0 (LinkModel, 1);
	table_each_row ("search/data/link-model.tsv", 3, add_weight, model);
	return model;
}

void link_model_free (LinkModel *model)
{
	g_free (model);
}

/* --- the whole --- */

static double logistic (double z)
{
	return 1 / (1 + exp (-z));
}

void link_judge (const LinkModel *model, Link *link)
{
	double z = 0, story = 0;
	for (int i = 0; i < LINK_FEATURES; i++) {
		link->shares[i] = model->weights[link->kind][i] * link->features[i];
		z += link->shares[i];
		story += model->story[i] * link->features[i];
	}
	link->probability = logistic (z);
	link->story = MAX (link->probability, logistic (story));
}

LinkKind link_kind_of (const Profile *a, const Profile *b)
{
	guint shorter = MIN (a->terms->len, b->terms->len);
	bool same = a->lang == b->lang, dated = a->day_s && b->day_s;
	bool excerpt = !same && !dated && (!a->is_titled || !b->is_titled);
	return (LinkKind)((same ? LINK_SAME : 0) | (dated ? 0 : LINK_UNDATED) |
			  (shorter < LINK_SHORT_TERMS ? LINK_SHORT : 0) |
			  (excerpt ? LINK_EXCERPT : 0));
}

LinkVerdict link_verdict (const Link *link, double threshold)
{
	return link->probability >= threshold        ? LINK_SAME_EVENT
	       : link->story >= LINK_STORY_THRESHOLD ? LINK_RELATED
						     : LINK_DIFFERENT;
}

const char *link_verdict_name (LinkVerdict verdict)
{
	static const char *const names[] = { "different", "related", "same" };
	return names[verdict];
}

/* link.c: features of a pair, and the model that makes a probability of them. */
#include "search/link.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "search/link_match.h"

static const char *const feature_names[LINK_FEATURES] = {
	"bias",  "words",   "lead", "title", "head-names", "names", "rarest",
	"apart", "figures", "days", "quote", "near",       "far",   "length",
};
/* By the bits of LinkKind. */
static const char *const kind_names[LINK_KINDS] = {
	"cross-dated-long",  "same-dated-long",  "cross-undated-long",  "same-undated-long",
	"cross-dated-short", "same-dated-short", "cross-undated-short", "same-undated-short",
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

struct LinkModel {
	double weights[LINK_KINDS][LINK_FEATURES];
};

static int index_in (const char *const *names, guint count, const char *name)
{
	for (guint i = 0; i < count; i++)
		if (strcmp (names[i], name) == 0)
			return (int)i;
	return -1;
}

LinkModel *link_model_new (void)
{
	LinkModel *model = g_new0 (LinkModel, 1);
	g_autoptr (GBytes) table =
		g_resources_lookup_data ("/entente/search/data/link-model.tsv", 0, NULL);
	g_assert (table);
	g_autofree char *text =
		g_strndup (g_bytes_get_data (table, NULL), g_bytes_get_size (table));
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto (GStrv) fields = g_strsplit (*line, "\t", 4);
		if (**line == '#' || g_strv_length (fields) < 3)
			continue;
		int kind = index_in (kind_names, LINK_KINDS, fields[0]);
		int feature = index_in (feature_names, LINK_FEATURES, fields[1]);
		g_assert (kind >= 0 && feature >= 0);
		model->weights[kind][feature] = g_ascii_strtod (fields[2], NULL);
	}
	return model;
}

void link_model_free (LinkModel *model)
{
	g_free (model);
}

/* --- features --- */

#define COSINE_FLOOR 0.02
#define RAREST_MAX 12.0

static double cosine (const Vector *a, const Vector *a_translated, const Vector *b,
		      const Vector *b_translated, bool same)
{
	return same ? vector_dot (a, b)
		    : (vector_dot (a_translated, b) + vector_dot (b_translated, a)) / 2;
}

static double sum (const GArray *matches)
{
	double total = 0;
	for (guint i = 0; i < matches->len; i++)
		total += g_array_index (matches, Match, i).weight;
	return total;
}

static double largest (const GArray *matches)
{
	double most = 0;
	for (guint i = 0; i < matches->len; i++)
		most = MAX (most, g_array_index (matches, Match, i).weight);
	return most;
}

/* Rarity-weighted share of the names in p's title and lead that no match covers. */
static double names_apart (const Profile *p, const GArray *matches, bool is_a)
{
	double total = 0, missing = 0;
	for (guint i = 0; i < p->names->len; i++) {
		guint32 term = g_array_index (p->names, ProfileName, i).term;
		const ProfileTerm *t = &g_array_index (p->terms, ProfileTerm, term);
		bool matched = false;
		if (!t->in_lead)
			continue;
		for (guint k = 0; k < matches->len && !matched; k++) {
			const Match *m = &g_array_index (matches, Match, k);
			matched = (is_a ? m->a : m->b) == term;
		}
		total += t->idf;
		missing += matched ? 0 : t->idf;
	}
	return total > 0 ? missing / total : 0;
}

/* What the names are worth that stand in the title or lead of both. */
static double head_sum (const Profile *a, const Profile *b, const GArray *matches)
{
	double total = 0;
	for (guint i = 0; i < matches->len; i++) {
		const Match *m = &g_array_index (matches, Match, i);
		if (g_array_index (a->terms, ProfileTerm, m->a).in_lead &&
		    g_array_index (b->terms, ProfileTerm, m->b).in_lead)
			total += m->weight;
	}
	return total;
}

static void name_features (Space *space, const Profile *a, const Profile *b, double *f)
{
	g_autoptr (GArray) ab = g_array_new (FALSE, FALSE, sizeof (Match));
	g_autoptr (GArray) ba = g_array_new (FALSE, FALSE, sizeof (Match));
	match_names (space, a, b, ab);
	match_names (space, b, a, ba);
	f[LINK_NAMES] = log (1 + (sum (ab) + sum (ba)) / 2);
	f[LINK_HEAD_NAMES] = log (1 + (head_sum (a, b, ab) + head_sum (b, a, ba)) / 2);
	f[LINK_RAREST] = MIN (RAREST_MAX, MAX (largest (ab), largest (ba)));
	f[LINK_APART] = (names_apart (a, ab, true) + names_apart (b, ba, true)) / 2;
}

static void fact_features (const Profile *a, const Profile *b, double *f)
{
	g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
	match_figures (a, b, matches);
	f[LINK_FIGURES] = log (1 + sum (matches));
	g_array_set_size (matches, 0);
	match_days (a, b, matches);
	f[LINK_DAYS] = log (1 + sum (matches));
	g_array_set_size (matches, 0);
	match_quotes (a, b, matches);
	f[LINK_QUOTE] = largest (matches);
}

void link_score (Space *space, const LinkModel *model, const Profile *a, const Profile *b,
		 Link *out)
{
	bool same = a->lang == b->lang, dated = a->day_s && b->day_s;
	double *f = out->features;

	guint shorter = MIN (a->terms->len, b->terms->len);
	out->kind = (LinkKind)((same ? LINK_SAME : 0) | (dated ? 0 : LINK_UNDATED) |
			       (shorter < LINK_SHORT_TERMS ? LINK_SHORT : 0));
	f[LINK_BIAS] = 1;
	f[LINK_WORDS] = log (cosine (a->all, a->all_translated, b->all, b->all_translated, same) +
			     COSINE_FLOOR);
	f[LINK_LEAD] =
		log (cosine (a->lead, a->lead_translated, b->lead, b->lead_translated, same) +
		     COSINE_FLOOR);
	f[LINK_TITLE] =
		log (cosine (a->title, a->title_translated, b->title, b->title_translated, same) +
		     COSINE_FLOOR);
	name_features (space, a, b, f);
	fact_features (a, b, f);
	double days = dated ? fabs ((double)(a->day_s - b->day_s)) / 86400 : 0;
	f[LINK_NEAR] = dated ? exp (-days) : 0;
	f[LINK_FAR] = dated ? log (1 + days) : 0;
	f[LINK_LENGTH] = log (1 + shorter);

	double z = 0;
	for (int i = 0; i < LINK_FEATURES; i++) {
		out->shares[i] = model->weights[out->kind][i] * f[i];
		z += out->shares[i];
	}
	out->probability = 1 / (1 + exp (-z));
}

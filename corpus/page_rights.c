/* page_rights.c: what a page says of its rights, as dated facts (rights.h). */
#include <string.h>

#include "corpus/page_choose_private.h"
#include "corpus/rights.h"

#define AGENT "entente"

static void win (PageFact *fact, const char *name, json_t *value, gint64 date_s, Article *article,
		 json_t *rules)
{
	page_win (fact, rules);
	rights_set (&article->rights, name, value, fact->rule, date_s);
}

/* A licence is an address, or what the publisher calls one; all else is a statement of rights. Terms of use (usageInfo) are no licence. */
static const char *name_of (const PageFact *fact)
{
	if (g_str_has_suffix (fact->rule, "usageInfo"))
		return "usage_info";
	return strstr (fact->value, "://") || g_str_has_suffix (fact->rule, "license") ? "license"
										       : "rights";
}

static void choose_license (PageFacts *facts, gint64 date_s, Article *article, json_t *rules)
{
	const GPtrArray *list = facts->list[FACT_LICENSE];
	for (guint i = 0; i < list->len; i++) {
		PageFact *fact = list->pdata[i];
		const char *name = name_of (fact);
		if (!rights_get (article->rights, name))
			win (fact, name, json_string (fact->value), date_s, article, rules);
	}
}

/* All that is said to robots adds up. */
static void choose_robots (PageFacts *facts, gint64 date_s, Article *article, json_t *rules)
{
	g_autoptr (GString) applies = g_string_new (NULL);
	const GPtrArray *list = facts->list[FACT_ROBOTS];
	RobotsTag tag = { 0 };
	for (guint i = 0; i < list->len; i++) {
		PageFact *fact = list->pdata[i];
		robots_tag_read (fact->value, AGENT, false, &tag, applies);
		fact->won = true;
	}
	if (applies->len)
		win (list->pdata[0], "meta_robots", json_string (applies->str), date_s, article,
		     rules);
}

static void choose_tdm (PageFacts *facts, gint64 date_s, Article *article, json_t *rules)
{
	const GPtrArray *list = facts->list[FACT_TDM_RESERVATION];
	PageFact *policy = page_fact_first (facts, FACT_TDM_POLICY), *best = NULL;
	int reservation = -1;
	for (guint i = 0; i < list->len; i++) {
		PageFact *fact = list->pdata[i];
		int value = tdm_reservation_value (fact->value);
		if (value > reservation) {
			reservation = value;
			best = fact;
		}
	}
	if (best)
		win (best, "tdm_reservation", json_integer (reservation), date_s, article, rules);
	/* a policy says nothing when no right is reserved */
	if (reservation == 1 && policy)
		win (policy, "tdm_policy", json_string (policy->value), date_s, article, rules);
}

void page_choose_rights (PageFacts *facts, gint64 date_s, Article *article, json_t *rules)
{
	PageFact *free = page_fact_first (facts, FACT_FREE);
	choose_license (facts, date_s, article, rules);
	choose_robots (facts, date_s, article, rules);
	choose_tdm (facts, date_s, article, rules);
	if (free) {
		bool yes = g_ascii_strcasecmp (free->value, "true") == 0 ||
			   strcmp (free->value, "1") == 0 ||
			   g_str_has_suffix (free->value, "/True");
		article->is_accessible_for_free = yes ? TRI_YES : TRI_NO;
		win (free, "is_accessible_for_free", json_boolean (yes), date_s, article, rules);
	}
}

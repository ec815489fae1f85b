/* story_describe.c: what is to be said of a story: how many reports, from where, from when to when, under which titles. */
#include "search/story_describe.h"

#include <string.h>

#define ID_HEX 8 /* of the hash of the first article's id */

static void language_free (gpointer data)
{
	StoryLanguage *l = data;
	g_free (l->language);
	g_free (l->title);
	g_free (l);
}

/* How much of the story an article has in common: the likelihoods of its pairs with the others. */
static double centrality (const Region *region, int place)
{
	const StoryNode *node = region->nodes->pdata[place];
	double sum = 0;
	for (guint i = 0; i < node->links->len; i++) {
		const StoryLink *link = &g_array_index (node->links, StoryLink, i);
		int other = region_place (region, link->docid);
		if (other >= 0 && region->labels[other] == region->labels[place])
			sum += (double)link->probability;
	}
	return sum;
}

/* The languages, each with the article that is at the centre of its reports; of equal ones the first. */
static GPtrArray *describe_languages (const Region *region, const Group *group)
{
	GPtrArray *languages = g_ptr_array_new_with_free_func (language_free);
	g_autoptr (GHashTable) best = g_hash_table_new_full (NULL, NULL, NULL, g_free);
	for (guint i = 0; i < group->docids->len; i++) {
		guint32 docid = g_array_index (group->docids, guint32, i);
		int place = region_place (region, docid);
		const StoryNode *node = region->nodes->pdata[place];
		StoryLanguage *l = NULL;
		if (!node->language)
			continue;
		for (guint k = 0; k < languages->len && !l; k++) {
			StoryLanguage *known = languages->pdata[k];
			l = strcmp (known->language, node->language) == 0 ? known : NULL;
		}
		if (!l) {
			l = g_new0 (StoryLanguage, 1);
			l->language = g_strdup (node->language);
			g_ptr_array_add (languages, l);
			g_hash_table_insert (best, l, g_new0 (double, 1));
		}
		double *most = g_hash_table_lookup (best, l), c = centrality (region, place);
		if (!l->articles++ || c > *most) {
			l->docid = docid;
			*most = c;
		}
	}
	return languages;
}

StoreStory *story_describe (const Region *region, const Group *group)
{
	StoreStory *story = g_new0 (StoreStory, 1);
	g_autoptr (GHashTable) reports = g_hash_table_new (NULL, NULL);
	g_autoptr (GHashTable) sources = g_hash_table_new (NULL, NULL);
	for (guint i = 0; i < group->docids->len; i++) {
		int place = region_place (region, g_array_index (group->docids, guint32, i));
		const StoryNode *node = region->nodes->pdata[place];
		g_hash_table_add (reports, GUINT_TO_POINTER (region->reports[place] + 1));
		if (node->domain) /* the graph has each string once */
			g_hash_table_add (sources, (gpointer)(gsize)node->domain);
		if (!node->dated)
			continue;
		story->first_s =
			story->dated ? MIN (story->first_s, node->published_s) : node->published_s;
		story->last_s =
			story->dated ? MAX (story->last_s, node->published_s) : node->published_s;
		story->dated = true;
	}
	story->articles = group->docids->len;
	story->reports = g_hash_table_size (reports);
	story->sources = g_hash_table_size (sources);
	story->languages = describe_languages (region, group);
	return story;
}

char *story_new_id (Store *store, const Group *group, GError **error)
{
	g_autoptr (Article) first = NULL;
	if (!store_get (store, g_array_index (group->docids, guint32, 0), &first, error))
		return NULL;
	const char *id = first ? first->id : "";
	g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
	return g_strdup_printf ("s%.*s", ID_HEX, hash);
}

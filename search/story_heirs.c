/* story_heirs.c: which group goes on as which story, and writing what became of all. */
#include "search/story_heirs.h"

#include "search/story_describe.h"

static void group_free (gpointer data)
{
	Group *group = data;
	g_array_unref (group->docids);
	g_array_unref (group->inherits);
	g_free (group);
}

/* A story that was, and the group that has most of it. */
typedef struct {
	gint64 story;
	guint articles; /* in the region: a story is there whole, but for what was deleted */
	Group *heir;    /* NULL: no group of two articles has any */
	guint inherited;
} Estate;

/* --- groups --- */

static GPtrArray *collect_groups (const Region *region)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
	g_autoptr (GHashTable) by_label = g_hash_table_new (NULL, NULL);
	for (guint i = 0; i < region->nodes->len; i++) {
		const StoryNode *node = region->nodes->pdata[i];
		gpointer label = GUINT_TO_POINTER (region->labels[i]);
		Group *group = g_hash_table_lookup (by_label, label);
		if (!group) {
			group = g_new0 (Group, 1);
			group->label = region->labels[i];
			group->docids = g_array_new (FALSE, FALSE, sizeof (guint32));
			group->inherits = g_array_new (FALSE, FALSE, sizeof (gint64));
			g_hash_table_insert (by_label, label, group);
			g_ptr_array_add (groups, group);
		}
		g_array_append_val (group->docids, node->docid);
	}
	return groups;
}

static const StoryNode *node_of (const Region *region, guint32 docid)
{
	return region->nodes->pdata[region_place (region, docid)];
}

static Estate *estate_of (GHashTable *estates, gint64 story)
{
	Estate *estate = g_hash_table_lookup (estates, &story);
	if (estate)
		return estate;
	estate = g_new0 (Estate, 1);
	estate->story = story;
	g_hash_table_insert (estates, &estate->story, estate);
	return estate;
}

/* Whose heir each group is. Groups come by their first article: of equal shares the earlier group's is taken. */
static void share_out (const Region *region, const GPtrArray *groups, GHashTable *estates)
{
	for (guint i = 0; i < groups->len; i++) {
		Group *group = groups->pdata[i];
		g_autoptr (GHashTable) shares =
			g_hash_table_new (NULL, NULL); /* Estate → articles */
		GHashTableIter iter;
		gpointer key, value;
		for (guint k = 0; k < group->docids->len; k++) {
			gint64 story =
				node_of (region, g_array_index (group->docids, guint32, k))->story;
			if (!story)
				continue;
			Estate *estate = estate_of (estates, story);
			estate->articles++;
			value = g_hash_table_lookup (shares, estate);
			g_hash_table_insert (shares, estate,
					     GUINT_TO_POINTER (GPOINTER_TO_UINT (value) + 1));
		}
		if (group->docids->len < 2)
			continue;
		g_hash_table_iter_init (&iter, shares);
		while (g_hash_table_iter_next (&iter, &key, &value)) {
			Estate *estate = key;
			if (GPOINTER_TO_UINT (value) <= estate->inherited)
				continue;
			estate->heir = group;
			estate->inherited = GPOINTER_TO_UINT (value);
		}
	}
}

/* Is the group just what the store has under its number? */
static bool is_unchanged (const Region *region, const Group *group, GError **error)
{
	const GArray *members = group->number && group->inherits->len == 1
					? story_graph_members (region->graph, group->number, error)
					: NULL;
	if (!members || members->len != group->docids->len)
		return false;
	for (guint i = 0; i < group->docids->len; i++)
		if (node_of (region, g_array_index (group->docids, guint32, i))->story !=
		    group->number)
			return false;
	return true;
}

GPtrArray *story_groups (const Region *region, const GArray *touched, GError **error)
{
	GPtrArray *groups = collect_groups (region);
	g_autoptr (GHashTable) estates =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
	g_autofree bool *in_touched = g_new0 (bool, region->nodes->len + 1);
	GHashTableIter iter;
	gpointer value;
	share_out (region, groups, estates);
	g_hash_table_iter_init (&iter, estates);
	while (g_hash_table_iter_next (&iter, NULL, &value)) {
		const Estate *estate = value;
		Group *heir = estate->heir;
		if (!heir)
			continue;
		g_array_append_val (heir->inherits, estate->story);
		heir->number = heir->number ? MIN (heir->number, estate->story) : estate->story;
	}
	for (guint i = 0; i < touched->len; i++) {
		int place = region_place (region, g_array_index (touched, guint32, i));
		if (place >= 0)
			in_touched[region->labels[place]] = true;
	}
	for (guint i = 0; i < groups->len; i++) {
		Group *group = groups->pdata[i];
		group->changed = in_touched[group->label] || !is_unchanged (region, group, error);
	}
	return groups;
}

/* --- what became of stories --- */

static bool story_id (Region *region, gint64 number, char **id, GError **error)
{
	return store_story_id (story_graph_store (region->graph), number, id, error);
}

static bool note (Region *region, const char *at, StoryEventKind kind, char *story, char *other,
		  guint articles, GError **error)
{
	StoryEvent event = { NULL, kind, story, other, articles };
	g_autofree char *when = g_strdup (at);
	event.at = when;
	return !at || store_story_add_event (story_graph_store (region->graph), &event, error);
}

static bool take_out (Region *region, gint64 number, GError **error)
{
	StoreStory gone = { .number = number };
	g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, sizeof (guint32));
	return story_graph_put (region->graph, &gone, nobody, error);
}

/* The stories that went into `group` go, by the id of the one that stays. */
static bool merge_into (Region *region, const Group *group, char *id, const char *at,
			StoryChanges *changes, GError **error)
{
	for (guint i = 0; i < group->inherits->len; i++) {
		gint64 other = g_array_index (group->inherits, gint64, i);
		g_autofree char *other_id = NULL;
		if (other == group->number)
			continue;
		const GArray *members = story_graph_members (region->graph, other, error);
		guint articles = members ? members->len : 0;
		if (!members || !story_id (region, other, &other_id, error) ||
		    !note (region, at, STORY_MERGED, id, other_id, articles, error) ||
		    !take_out (region, other, error))
			return false;
		changes->merged++;
	}
	return true;
}

/* Stories that no group is heir to. `heirs`: numbers that some group has inherited. */
static bool end_others (Region *region, GHashTable *heirs, GArray *stories, const char *at,
			StoryChanges *changes, GError **error)
{
	for (guint i = 0; i < stories->len; i++) {
		gint64 number = g_array_index (stories, gint64, i);
		g_autofree char *id = NULL;
		if (g_hash_table_contains (heirs, &number))
			continue;
		if (!story_id (region, number, &id, error) ||
		    !note (region, at, STORY_ENDED, id, NULL, 0, error) ||
		    !take_out (region, number, error))
			return false;
		changes->ended++;
	}
	return true;
}

/* The story that most of a new group's articles come from, 0 when from none. */
static gint64 comes_from (const Region *region, const Group *group, guint *articles)
{
	g_autoptr (GHashTable) counts =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	gint64 best = 0;
	*articles = 0;
	for (guint i = 0; i < group->docids->len; i++) {
		gint64 story = node_of (region, g_array_index (group->docids, guint32, i))->story;
		if (!story)
			continue;
		guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &story)) + 1;
		g_hash_table_insert (counts, g_memdup2 (&story, sizeof story),
				     GUINT_TO_POINTER (n));
		if (n > *articles) {
			*articles = n;
			best = story;
		}
	}
	return best;
}

/* Write a group under its number; the id of a story that it was split from is `source`, or NULL. */
static bool write_group (Region *region, const Group *group, char *source, guint articles,
			 const char *at, StoryChanges *changes, GError **error)
{
	g_autoptr (StoreStory) story = story_describe (region, group);
	story->number = group->number;
	if (story->number
		    ? !story_id (region, story->number, &story->id, error)
		    : !(story->id = story_new_id (story_graph_store (region->graph), group, error)))
		return false;
	if (!merge_into (region, group, story->id, at, changes, error) ||
	    !story_graph_put (region->graph, story, group->docids, error))
		return false;
	changes->written++;
	if (!source)
		return true;
	changes->split++;
	return note (region, at, STORY_SPLIT, source, story->id, articles, error);
}

/* Where new groups come from is asked before anything is written. */
typedef struct {
	char *id;
	guint articles;
} Source;

static bool find_sources (Region *region, const GPtrArray *groups, Source *sources, GError **error)
{
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		gint64 from = 0;
		if (!group->number && group->docids->len > 1)
			from = comes_from (region, group, &sources[i].articles);
		/* One article that leaves a story for a new one is no split of it. */
		if (from && sources[i].articles > 1 &&
		    !story_id (region, from, &sources[i].id, error))
			return false;
	}
	return true;
}

static GArray *stories_of (const Region *region)
{
	GArray *stories = g_array_new (FALSE, FALSE, sizeof (gint64));
	g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
	for (guint i = 0; i < region->nodes->len; i++) {
		StoryNode *node = region->nodes->pdata[i];
		if (node->story && g_hash_table_add (seen, &node->story))
			g_array_append_val (stories, node->story);
	}
	return stories;
}

bool story_write (Region *region, const GPtrArray *groups, const char *at, StoryChanges *changes,
		  GError **error)
{
	StoryChanges ignored = { 0 };
	g_autoptr (GArray) stories = stories_of (region);
	g_autoptr (GHashTable) heirs = g_hash_table_new (g_int64_hash, g_int64_equal);
	g_autofree Source *sources = g_new0 (Source, groups->len + 1);
	if (!changes)
		changes = &ignored;
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		for (guint k = 0; k < group->inherits->len; k++)
			g_hash_table_add (heirs, &g_array_index (group->inherits, gint64, k));
	}
	bool ok = find_sources (region, groups, sources, error) &&
		  end_others (region, heirs, stories, at, changes, error);
	for (guint i = 0; ok && i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		if (group->docids->len > 1 && group->changed)
			ok = write_group (region, group, sources[i].id, sources[i].articles, at,
					  changes, error);
	}
	for (guint i = 0; i < groups->len; i++)
		g_free (sources[i].id);
	return ok;
}

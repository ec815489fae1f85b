/* search_story.c: "story:" in a query: membership is the store's, so it becomes a filter of ids, and the index needs no
 * change when stories do. */
#include <string.h>

#include "corpus/store_story.h"
#include "indexer/schema.h"
#include "search/search_command.h"

#define STORIES_MAX 50    /* of a sub query's best articles */
#define SUB_ARTICLES 200  /* that a sub query's stories are taken from */
#define MEMBERS_MAX 20000 /* articles in one filter */

/* The articles of story `number`, as id terms. Articles deleted since are none. */
static bool add_members (Store *store, gint64 number, GPtrArray *terms, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	if (!store_story_members (store, number, docids, error))
		return false;
	for (guint i = 0; i < docids->len && terms->len < MEMBERS_MAX; i++) {
		g_autoptr (Article) article = NULL;
		if (!store_get (store, g_array_index (docids, guint32, i), &article, error))
			return false;
		if (!article)
			continue;
		g_autofree char *term = g_strconcat (SCHEMA_ID, article->id, NULL);
		if (strlen (term) <= XAP_TERM_MAX)
			g_ptr_array_add (terms, xap_query_term (term, strlen (term)));
	}
	return true;
}

/* The stories of the sub query's articles. */
static bool add_stories_of (Search *search, const Query *sub, GPtrArray *terms, GError **error)
{
	AnswerOptions ask = ANSWER_INIT;
	ask.limit = SUB_ARTICLES;
	/* answer_new() only finds out the reading, which is not kept. */
	Query copy = *sub;
	g_autoptr (Answer) answer = answer_new (search->session.db, &copy, &search->query_context,
						&ask, &search->stories, error);
	g_autoptr (GHashTable) seen =
		g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
	if (!answer)
		return false;
	for (guint i = 0; i < answer->hits->len && g_hash_table_size (seen) < STORIES_MAX; i++) {
		const AnswerHit *hit = &g_array_index (answer->hits, AnswerHit, i);
		g_autoptr (Article) article = search_article (search, hit, error);
		gint64 number = 0;
		guint32 docid = 0;
		g_autoptr (Article) own = NULL;
		if (*error)
			return false;
		if (!article)
			continue;
		if (!store_find (search->session.store, article->id, &docid, &own, NULL, error) ||
		    !store_story_of (search->session.store, docid, NULL, &number, error))
			return false;
		if (number && g_hash_table_add (seen, g_memdup2 (&number, sizeof number)) &&
		    !add_members (search->session.store, number, terms, error))
			return false;
	}
	return true;
}

static bool add_story (Search *search, const char *key, GPtrArray *terms, GError **error)
{
	g_autoptr (StoreStory) story = NULL;
	g_auto (GStrv) candidates = NULL;
	if (!store_story_find (search->session.store, key, &story, &candidates, error))
		return false;
	if (story)
		return add_members (search->session.store, story->number, terms, error);
	if (candidates) {
		g_autofree char *list = g_strjoinv (", ", candidates);
		g_set_error (error, QUERY_ERROR, QUERY_ERROR_SYNTAX, "story:%s could be any of %s",
			     key, list);
		return false;
	}
	cmd_warn (search->context, "no story '%s': nothing is in it", key);
	return true;
}

XapQuery *search_story (const char *id, const Query *sub, gpointer data, GError **error)
{
	Search *search = data;
	GError *failure = NULL;
	g_autoptr (GPtrArray) terms =
		g_ptr_array_new_with_free_func ((GDestroyNotify)xap_query_free);
	bool ok = sub ? add_stories_of (search, sub, terms, &failure)
		      : add_story (search, id, terms, &failure);
	if (!ok) {
		g_propagate_error (error, failure);
		return NULL;
	}
	guint count = terms->len;
	g_autofree gpointer *list = g_ptr_array_steal (terms, NULL);
	return xap_query_scale (xap_query_combine (XAP_OP_OR, (XapQuery **)list, count, 0), 0);
}

/* search_command.c: what the parts of `entente search` share: from text to query, from a hit to its article. */
#include <string.h>

#include "indexer/schema.h"
#include "search/search_command.h"
#include "shim/text.h"

Query *search_query (Search *search, const char *text, GError **error)
{
	g_autofree char *clean = g_strstrip (text_clean (text, -1, NULL));
	g_autoptr (Query) query = search->options->plain
					  ? query_plain (&search->query_context, clean)
					  : query_parse (&search->query_context, clean, error);
	if (query && query_is_empty (query) && strcmp (clean, "*") != 0) {
		g_set_error (error, QUERY_ERROR, QUERY_ERROR_SYNTAX,
			     "nothing to search for at character 1");
		return NULL;
	}
	return g_steal_pointer (&query);
}

/* What the index itself knows of a document whose record is elsewhere. */
static Article *from_index (Search *search, const AnswerHit *hit, GError **error)
{
	g_autoptr (Article) article = article_new ();
	g_autoptr (Article) stored = NULL;
	XapDb *db = search->session.db;
	double day;
	bool dated;
	guint32 docid;
	if (!answer_identity (db, hit->docid, &article->id, &article->language, error) ||
	    !article->id)
		return NULL;
	if (!store_find (search->session.store, article->id, &docid, &stored, NULL, error))
		return NULL;
	if (stored && strcmp (stored->id, article->id) == 0)
		return g_steal_pointer (&stored);
	if (!xap_db_value (db, hit->docid, SCHEMA_SLOT_DOMAIN, &article->domain, NULL, error) ||
	    !xap_db_number (db, hit->docid, SCHEMA_SLOT_DATE, &dated, &day, error))
		return NULL;
	if (dated) {
		article->date_published.unix_s = (gint64)day;
		article->date_published.precision = DATE_DAY;
	}
	return g_steal_pointer (&article);
}

Article *search_article (Search *search, const AnswerHit *hit, GError **error)
{
	Article *article = NULL;
	if (!search->session.own_index)
		return from_index (search, hit, error);
	(void)store_get (search->session.store, hit->docid, &article, error);
	return article;
}

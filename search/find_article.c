/* find_article.c: the article that a word of the command line names. */
#include "search/find_article.h"

bool find_article (const CmdContext *context, Store *store, const char *key, guint32 *docid,
		   Article **out, int *status)
{
	g_auto (GStrv) candidates = NULL;
	GError *error = NULL;
	if (!store_find (store, key, docid, out, &candidates, &error)) {
		*status = cmd_fail (context, &error);
		return false;
	}
	if (*out)
		return true;
	if (candidates && *candidates) {
		g_autofree char *list = g_strjoinv (", ", candidates);
		*status = cmd_error (context, CMD_NO_INPUT,
				     "'%s' is the beginning of several ids: %s", key, list);
	} else {
		*status = cmd_error (context, CMD_NO_INPUT, "no article '%s'", key);
	}
	return false;
}

/* given_article.c: an article of the corpus, of a file, or of standard input. */
#include "search/given_article.h"

#include <string.h>

#include "corpus/import.h"

typedef struct {
	Article *article;
	char *reason; /* why a file gave none */
} Imported;

static bool take_first (Article *article, const char *origin, bool id_given, gpointer data,
			GError **error)
{
	(void)origin, (void)id_given, (void)error;
	Imported *imported = data;
	if (imported->article)
		article_free (article);
	else
		imported->article = article;
	return true;
}

static void note_skip (const char *what, const char *reason, gpointer data)
{
	Imported *imported = data;
	if (!imported->reason)
		imported->reason = g_strdup_printf ("%s: %s", what, reason);
}

/* An article from a file or standard input; if the corpus has the very same, its docid is *self. */
static bool from_file (const CmdContext *context, Store *store, const char *path, Article **out,
		       guint32 *self, int *status)
{
	Imported imported = { 0 };
	GError *error = NULL;
	ImportOptions options = { .now_s = context->now_s };
	if (!import_path (path, &options, take_first, note_skip, &imported, &error)) {
		article_free (imported.article);
		g_free (imported.reason);
		*status = cmd_fail (context, &error);
		return false;
	}
	if (!imported.article) {
		*status = cmd_error (context, CMD_DATA, "no article in %s%s%s", path,
				     imported.reason ? ": " : "",
				     imported.reason ? imported.reason : "");
		g_free (imported.reason);
		return false;
	}
	g_free (imported.reason);
	g_autofree char *hash = article_content_hash (imported.article);
	*out = imported.article;
	*self = 0;
	if (!store || store_find_content (store, hash, self, &error))
		return true;
	*status = cmd_fail (context, &error);
	return false;
}

bool given_article (const CmdContext *context, Store *store, const char *key, Article **out,
		    guint32 *self, int *status)
{
	g_auto (GStrv) candidates = NULL;
	GError *error = NULL;
	*self = 0;
	if (strcmp (key, "-") == 0 || (!store && g_file_test (key, G_FILE_TEST_IS_REGULAR)))
		return from_file (context, store, key, out, self, status);
	if (store && !store_find (store, key, self, out, &candidates, &error)) {
		*status = cmd_fail (context, &error);
		return false;
	}
	if (*out)
		return true;
	if (g_file_test (key, G_FILE_TEST_IS_REGULAR))
		return from_file (context, store, key, out, self, status);
	if (candidates && *candidates) {
		g_autofree char *list = g_strjoinv (", ", candidates);
		*status = cmd_error (context, CMD_NO_INPUT,
				     "'%s' is the beginning of several ids: %s", key, list);
	} else {
		*status = cmd_error (context, CMD_NO_INPUT, "no article and no file '%s'", key);
	}
	return false;
}

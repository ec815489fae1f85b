/* pick.c: articles by the words that name them. */
#include "search/pick.h"

#include <string.h>

#include "corpus/extract_fetch.h"
#include "corpus/import.h"
#include "corpus/store_story.h"

typedef struct {
	GPtrArray *out;
	char *reason; /* why a file gave none */
} Picked;

static bool take (Article *article, const char *origin, bool id_given, gpointer data,
		  GError **error)
{
	Picked *picked = data;
	(void)id_given, (void)error;
	/* A loose file goes by its name. */
	if (!article->id)
		article->id = g_path_get_basename (origin);
	g_ptr_array_add (picked->out, article);
	return true;
}

static void note_skip (const char *what, const char *reason, gpointer data)
{
	Picked *picked = data;
	if (!picked->reason)
		picked->reason = g_strdup_printf ("%s: %s", what, reason);
}

static bool pick_file (const CmdContext *context, const char *path, GPtrArray *out, int *status)
{
	Picked picked = { .out = out };
	guint before = out->len;
	GError *error = NULL;
	ImportOptions options = { .now_s = context->now_s };
	bool ok = import_path (path, &options, take, note_skip, &picked, &error);
	if (!ok)
		*status = cmd_fail (context, &error);
	else if (out->len == before)
		*status = cmd_error (context, CMD_DATA, "no article in %s%s%s", path,
				     picked.reason ? ": " : "", picked.reason ? picked.reason : "");
	g_free (picked.reason);
	return ok && out->len > before;
}

/* The article of the page at `url`, fetched now. Its docid is *docid when the corpus (`store`, may be NULL) has it under the address where it was
 * found, or has the very same. */
static bool pick_address (const CmdContext *context, Store *store, const char *url, guint32 *docid,
			  Article **out, int *status)
{
	const FetchOptions fetch = { .user_agent = "entente/" ENTENTE_VERSION,
				     .max_body = PAGE_MAX_BYTES,
				     .allow_private = context->allow_private };
	const ExtractOptions extract = { .now_s = context->now_s };
	GError *error = NULL;
	cmd_catch_signals ();
	g_autoptr (ExtractFetcher) fetcher = extract_fetcher_new (&fetch, cmd_interrupted);
	g_autoptr (ExtractJob) job = extract_job_new (NULL, url, url);
	if (extract_fetch (fetcher, job, context->now_s))
		extract_job_run (job, &extract);
	if (!job->article) {
		g_prefix_error (&job->error, "%s: ", url);
		*status = cmd_interrupted () ? CMD_INTERRUPTED : cmd_fail (context, &job->error);
		return false;
	}
	article_ensure_id (job->article, NULL);
	g_autofree char *hash = article_content_hash (job->article);
	const char *identity = article_identity (job->article);
	g_autoptr (Article) stored = NULL;
	*docid = 0;
	if (store && ((identity && !store_find (store, identity, docid, &stored, NULL, &error)) ||
		      (!stored && !store_find_content (store, hash, docid, &error)))) {
		*status = cmd_fail (context, &error);
		return false;
	}
	*out = stored ? g_steal_pointer (&stored) : g_steal_pointer (&job->article);
	return true;
}

/* *found false, and true, when there is no such story. */
static bool pick_story (Store *store, const char *key, GPtrArray *out, bool *found, GError **error)
{
	g_autoptr (StoreStory) story = NULL;
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	*found = false;
	if (!store_story_find (store, key, &story, NULL, error))
		return false;
	if (!story)
		return true;
	*found = true;
	if (!store_story_members (store, story->number, docids, error))
		return false;
	for (guint i = 0; i < docids->len; i++) {
		Article *article = NULL;
		if (!store_get (store, g_array_index (docids, guint32, i), &article, error))
			return false;
		if (article)
			g_ptr_array_add (out, article);
	}
	return true;
}

/* What no article was found for. Returns false. */
static bool say_none (const CmdContext *context, const char *what, const char *key,
		      char **candidates, int *status)
{
	g_autofree char *list = candidates && *candidates ? g_strjoinv (", ", candidates) : NULL;
	if (list)
		*status = cmd_error (context, CMD_NO_INPUT,
				     "'%s' is the beginning of several ids: %s", key, list);
	else
		*status = cmd_error (context, CMD_NO_INPUT, "%s '%s'", what, key);
	return false;
}

bool pick_stored (const CmdContext *context, Store *store, const char *key, guint32 *docid,
		  Article **out, int *status)
{
	g_auto (GStrv) candidates = NULL;
	GError *error = NULL;
	if (!store_find (store, key, docid, out, &candidates, &error)) {
		*status = cmd_fail (context, &error);
		return false;
	}
	return *out || say_none (context, "no article", key, candidates, status);
}

/* The first article of a file; if the corpus has the very same, its docid is *docid. */
static bool first_of_file (const CmdContext *context, Store *store, const char *path,
			   guint32 *docid, Article **out, int *status)
{
	GError *error = NULL;
	g_autoptr (GPtrArray) articles =
		g_ptr_array_new_with_free_func ((GDestroyNotify)article_free);
	if (!pick_file (context, path, articles, status))
		return false;
	*out = g_ptr_array_steal_index (articles, 0);
	g_autofree char *hash = article_content_hash (*out);
	if (!store || store_find_content (store, hash, docid, &error))
		return true;
	*status = cmd_fail (context, &error);
	return false;
}

bool pick_article (const CmdContext *context, Store *store, const char *key, guint32 *docid,
		   Article **out, int *status)
{
	g_auto (GStrv) candidates = NULL;
	GError *error = NULL;
	bool file = strcmp (key, "-") == 0 || g_file_test (key, G_FILE_TEST_IS_REGULAR);
	*docid = 0;
	if (store && strcmp (key, "-") != 0 &&
	    !store_find (store, key, docid, out, &candidates, &error)) {
		*status = cmd_fail (context, &error);
		return false;
	}
	if (*out)
		return true;
	if (!file && extract_is_address (key))
		return pick_address (context, store, key, docid, out, status);
	return file ? first_of_file (context, store, key, docid, out, status)
		    : say_none (context, "no article and no file", key, candidates, status);
}

bool pick_articles (const CmdContext *context, Store *store, const char *key, GPtrArray *out,
		    int *status)
{
	g_auto (GStrv) candidates = NULL;
	GError *error = NULL;
	Article *article = NULL;
	guint32 docid;
	bool found = false;
	if (strcmp (key, "-") == 0 || g_file_test (key, G_FILE_TEST_EXISTS))
		return pick_file (context, key, out, status);
	if (!store && !extract_is_address (key)) {
		*status = cmd_error (context, CMD_NO_INPUT, "no file '%s', and no corpus in %s",
				     key, context->corpus_dir);
		return false;
	}
	if (store && (!store_find (store, key, &docid, &article, &candidates, &error) ||
		      (!article && !pick_story (store, key, out, &found, &error)))) {
		*status = cmd_fail (context, &error);
		return false;
	}
	if (!article && !found && extract_is_address (key) &&
	    !pick_address (context, store, key, &docid, &article, status))
		return false;
	if (article)
		g_ptr_array_add (out, article);
	return article || found ||
	       say_none (context, "no file, article or story", key, candidates, status);
}

bool pick_store (const CmdContext *context, char **keys, Store **store, int *status)
{
	bool files_only = true;
	GError *error = NULL;
	*store = NULL;
	for (char **key = keys; *key; key++)
		files_only &= strcmp (*key, "-") == 0 || g_file_test (*key, G_FILE_TEST_EXISTS);
	if (files_only)
		return true;
	*store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (*store || g_error_matches (error, STORE_ERROR, STORE_ERROR_NOT_FOUND)) {
		g_clear_error (&error);
		return true;
	}
	*status = cmd_fail (context, &error);
	return false;
}

bool pick_all (const CmdContext *context, Store *store, char **keys, GPtrArray *out, int *status)
{
	bool ok = true;
	for (char **key = keys; ok && *key; key++)
		ok = pick_articles (context, store, *key, out, status);
	return ok;
}

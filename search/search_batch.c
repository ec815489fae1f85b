/* search_batch.c: many queries in one process, for evaluations: JSON Lines of ranks and scores. */
#include <errno.h>
#include <string.h>

#include "search/search_command.h"
#include "shim/text.h"

/* Documents whose identity is kept: they come again in other answers. */
#define KEPT_MAX 200000

typedef struct {
	char *id, *lang;
} Identity;

static void free_identity (gpointer data)
{
	Identity *identity = data;
	g_free (identity->id);
	g_free (identity->lang);
	g_free (identity);
}

typedef struct {
	XapDocid docid;
	Identity *out;
} Asked;

static bool ask_identity (XapDb *db, gpointer data, GError **error)
{
	Asked *asked = data;
	return answer_identity (db, asked->docid, &asked->out->id, &asked->out->lang, error);
}

/* Borrowed until the next call. NULL and no error: deleted meanwhile. */
static const Identity *identity_of (Search *search, GHashTable *kept, XapDocid docid,
				    GError **error)
{
	g_autoptr (GError) failure = NULL;
	Identity *identity = g_hash_table_lookup (kept, GUINT_TO_POINTER (docid));
	if (identity)
		return identity;
	identity = g_new0 (Identity, 1);
	Asked asked = { docid, identity };
	if (!xap_retry (search->session.db, ask_identity, &asked, &failure)) {
		free_identity (identity);
		if (!g_error_matches (failure, XAP_ERROR, XAP_ERROR_NOT_FOUND))
			g_propagate_error (error, g_steal_pointer (&failure));
		return NULL;
	}
	if (g_hash_table_size (kept) >= KEPT_MAX)
		g_hash_table_remove_all (kept);
	g_hash_table_insert (kept, GUINT_TO_POINTER (docid), identity);
	return identity;
}

static bool answer_line (Search *search, GHashTable *kept, const char *qid, const char *text,
			 GError **error)
{
	g_autoptr (Query) query = search_query (search, text, error);
	/* Lines may come over hours: each is answered from the newest commit. */
	g_autoptr (Answer) answer =
		query && xap_db_reopen (search->session.db, error)
			? answer_new (search->session.db, query, &search->query_context,
				      &search->ask, &search->stories, error)
			: NULL;
	guint rank = search->ask.offset;
	if (!answer)
		return false;
	for (guint i = 0; i < answer->hits->len; i++) {
		const AnswerHit *hit = &g_array_index (answer->hits, AnswerHit, i);
		GError *failure = NULL;
		const Identity *identity = identity_of (search, kept, hit->docid, &failure);
		if (failure) {
			g_propagate_error (error, failure);
			return false;
		}
		if (identity)
			cmd_print_json (json_pack (
				"{s:s, s:i, s:s?, s:f, s:b, s:s?}", "qid", qid, "rank", (int)++rank,
				"id", identity->id, "score", hit->score, "all_words",
				!answer->lenient && !hit->some && !search->ask.any, "language",
				identity->lang));
	}
	return true;
}

int search_batch (Search *search, const char *path)
{
	bool standard = strcmp (path, "-") == 0;
	FILE *in = standard ? stdin : fopen (path, "r");
	g_autoptr (GHashTable) kept =
		g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, free_identity);
	char *line = NULL;
	size_t capacity = 0;
	ssize_t len;
	guint64 number = 0;
	int status = CMD_OK;
	if (!in)
		return cmd_error (search->context, CMD_NO_INPUT, "%s: %s", path,
				  g_strerror (errno));
	cmd_catch_signals ();
	while (!cmd_interrupted () && (len = getline (&line, &capacity, in)) >= 0) {
		GError *error = NULL;
		number++;
		line[strcspn (line, "\r\n")] = '\0';
		if (!*line)
			continue;
		g_autofree char *clean = text_clean (line, -1, NULL);
		char *tab = strchr (clean, '\t');
		if (!tab) {
			status = cmd_error (
				search->context, CMD_DATA,
				"line %" G_GUINT64_FORMAT ": no tab behind the query's id", number);
			continue;
		}
		*tab = '\0';
		if (answer_line (search, kept, clean, tab + 1, &error)) {
			fflush (stdout); /* somebody may wait for it before asking on */
			continue;
		}
		bool wrong_query = error->domain == QUERY_ERROR;
		g_prefix_error (&error, "line %" G_GUINT64_FORMAT ": ", number);
		status = cmd_fail (search->context, &error);
		if (!wrong_query)
			break;
		status = CMD_DATA;
	}
	if (ferror (in) && !cmd_interrupted ())
		status = cmd_error (search->context, CMD_IO, "%s: %s", path, g_strerror (errno));
	free (line);
	if (!standard)
		fclose (in);
	return cmd_interrupted () ? CMD_INTERRUPTED : status;
}

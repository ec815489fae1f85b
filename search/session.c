/* session.c: opening a corpus for a question. */
#include "search/session.h"

#include "indexer/index.h"

Lexicon *session_lexicon (const CmdContext *context)
{
	g_autoptr (GError) error = NULL;
	Lexicon *lexicon = lexicon_open_default (false, &error);
	if (!lexicon)
		cmd_warn (context, "no translations: %s", error->message);
	return lexicon;
}

/* All of `databases` as one. */
static XapDb *open_databases (char **databases, GError **error)
{
	g_autoptr (XapDb) db = NULL;
	for (char **path = databases; *path; path++) {
		bool ok = db ? xap_db_add (db, *path, error)
			     : (db = xap_db_open (*path, error)) != NULL;
		if (!ok) {
			g_prefix_error (error, "%s: ", *path);
			return NULL;
		}
	}
	return g_steal_pointer (&db);
}

bool session_open_on (const CmdContext *context, char **databases, Session *session, int *status)
{
	GError *error = NULL;
	*session = (Session){ .own_index = !databases };
	session->store = store_open (context->corpus_dir, STORE_READ, 5000, &error);
	if (session->store)
		session->db = databases ? open_databases (databases, &error)
					: index_open (context->corpus_dir, &error);
	if (!session->db) {
		*status = cmd_fail (context, &error);
		session_close (session);
		return false;
	}
	if (xap_db_doc_count (session->db) == 0) {
		*status = cmd_error (context, CMD_NO_INPUT,
				     "the corpus in %s is empty: 'entente add' puts articles in it",
				     context->corpus_dir);
		session_close (session);
		return false;
	}
	session->analyzer = analyzer_new ();
	session->lexicon = session_lexicon (context);
	return true;
}

bool session_open (const CmdContext *context, Session *session, int *status)
{
	return session_open_on (context, NULL, session, status);
}

void session_close (Session *session)
{
	analyzer_free (session->analyzer);
	lexicon_close (session->lexicon);
	xap_db_free (session->db);
	store_close (session->store);
	*session = (Session){ 0 };
}

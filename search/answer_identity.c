/* answer_identity.c: who a document is, by its own terms. */
#include <string.h>

#include "indexer/schema.h"
#include "search/answer.h"

static bool first_with (XapTerms *terms, const char *prefix, char **out, GError **error)
{
	const char *term;
	gsize len, prefix_len = strlen (prefix);
	*out = NULL;
	if (!xap_terms_skip (terms, prefix, prefix_len, error))
		return false;
	XapStep step = xap_terms_next (terms, &term, &len, NULL, error);
	if (step == XAP_ROW && g_str_has_prefix (term, prefix))
		*out = g_strndup (term + prefix_len, len - prefix_len);
	return step != XAP_FAIL;
}

bool answer_identity (XapDb *db, XapDocid docid, char **id, char **lang, GError **error)
{
	g_autoptr (XapTerms) terms = xap_db_doc_terms (db, docid, error);
	g_autofree char *language = NULL;
	if (!terms || !first_with (terms, SCHEMA_LANG, &language, error) ||
	    !first_with (terms, SCHEMA_ID, id, error))
		return false;
	*lang = g_steal_pointer (&language);
	return true;
}

/* declared.c: see declared.h. */
#include "search/declared.h"

#include "corpus/alternate.h"

void declared_raise (Link *link)
{
	link->declared = true;
	link->probability = MAX (link->probability, DECLARED_PROBABILITY);
	link->story = MAX (link->story, link->probability);
}

bool declared_is (Store *store, const Article *a, guint32 a_docid, const Article *b,
		  guint32 b_docid, bool *declared, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	*declared = false;
	if (!store || (!a_docid && !b_docid)) {
		*declared = alternate_between (a, b);
		return true;
	}
	if (!store_alternates (store, b_docid ? a : b, b_docid ? a_docid : b_docid, docids, error))
		return false;
	for (guint i = 0; i < docids->len; i++)
		*declared |= g_array_index (docids, guint32, i) == (b_docid ? b_docid : a_docid);
	return true;
}

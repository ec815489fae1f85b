/* why.c: two articles put among the nearest articles of both, and compared. */
#include "search/why.h"

#include "search/declared.h"

/* The key of an article that the corpus does not have. */
#define LOOSE G_MAXUINT32

bool why_compare (Store *store, XapDb *db, Space *space, const LinkModel *model, const Article *a,
		  guint32 a_docid, const Article *b, guint32 b_docid, guint evidence_max, Why *out,
		  GError **error)
{
	RelatedOptions options = RELATED_INIT;
	PairsOptions pair_options = PAIRS_INIT;
	pair_options.window_days = options.window_days;
	pair_options.candidates = RELATED_CANDIDATES;
	g_autoptr (Pairs) pairs = pairs_new (space, model, &pair_options);
	g_autoptr (Profile) left = profile_new (space, a), right = profile_new (space, b);
	guint32 key = b_docid ? b_docid : LOOSE;
	if (db && (!related_surround (store, db, space, left, a_docid, &options, pairs, error) ||
		   !related_surround (store, db, space, right, a_docid, &options, pairs, error)))
		return false;
	if (!pairs_get (pairs, key)) {
		Profile *other = profile_new (space, b);
		profile_strip (other);
		pairs_add (pairs, key, other, NULL, NULL);
	}
	if (!pairs_compare (pairs, left, key, &out->link))
		g_assert_not_reached ();
	bool declared;
	if (!declared_is (store, a, a_docid, b, b_docid, &declared, error))
		return false;
	if (declared)
		declared_raise (&out->link);
	out->evidence = link_evidence (space, &out->link, left, right, evidence_max);
	return true;
}

void why_clear (Why *why)
{
	g_clear_pointer (&why->evidence, g_ptr_array_unref);
}

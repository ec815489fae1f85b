/* why.c: one pair: what is kept of it, or what is seen of it among the nearest articles of both. */
#include "search/why.h"

#include "search/declared.h"
#include "search/related_kept.h"

/* Compare them as they are seen now. */
static bool see (Store *store, XapDb *db, Space *space, const LinkModel *model, const Profile *left,
		 guint32 a_docid, const Article *b, guint32 b_docid, Link *out, GError **error)
{
	Profile *right = profile_new (space, b);
	profile_strip (right);
	return related_compare (store, db, space, model, left, a_docid, right, b_docid, out, error);
}

bool why_compare (Store *store, XapDb *db, Space *space, const LinkModel *model, const Article *a,
		  guint32 a_docid, const Article *b, guint32 b_docid, guint evidence_max, Why *out,
		  GError **error)
{
	g_autoptr (Profile) left = profile_new (space, a), right = profile_new (space, b);
	Kept kept = KEPT_UNKNOWN;
	bool declared;
	if (a_docid && b_docid &&
	    !kept_pair (store, model, a_docid, b_docid, profile_days_between (left, right), &kept,
			&out->link, error))
		return false;
	const double probability = out->link.probability;
	if (kept != KEPT_LINK &&
	    !see (store, db, space, model, left, a_docid, b, b_docid, &out->link, error))
		return false;
	if (!declared_is (store, a, a_docid, b, b_docid, &declared, error))
		return false;
	if (kept == KEPT_BARE)
		kept_restore (&out->link, probability);
	if (declared)
		declared_raise (&out->link);
	else if (kept == KEPT_LEFT_OUT)
		kept_leave_out (&out->link);
	out->evidence = link_evidence (space, &out->link, left, right, evidence_max);
	return true;
}

void why_clear (Why *why)
{
	g_clear_pointer (&why->evidence, g_ptr_array_unref);
}

/* related.c: the answer to a question: what is kept, what is seen now, what is declared, with its evidence. */
#include "search/related.h"

#include <math.h>

#include "search/declared.h"
#include "search/related_kept.h"

static void related_free (gpointer data)
{
	Related *r = data;
	article_free (r->article);
	g_ptr_array_unref (r->evidence);
	g_free (r);
}

/* --- what is found --- */

static int by_probability (gconstpointer a, gconstpointer b)
{
	const RelatedLink *x = a, *y = b;
	if (x->link.probability != y->link.probability)
		return x->link.probability > y->link.probability ? -1 : 1;
	if (x->seen != y->seen)
		return x->seen > y->seen ? -1 : 1;
	return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static RelatedLink *link_with (const GArray *found, guint32 docid)
{
	for (guint i = 0; i < found->len; i++)
		if (g_array_index (found, RelatedLink, i).docid == docid)
			return &g_array_index (found, RelatedLink, i);
	return NULL;
}

/* One question. */
typedef struct {
	Store *store;
	XapDb *db;
	Space *space;
	const LinkModel *model;
	const Article *article;
	guint32 self;
	const RelatedOptions *options;
	Profile *profile; /* of the article; NULL until it is asked for */
	GArray *found;    /* RelatedLink */
	GArray *seen;     /* RelatedLink: all as they are seen now; NULL until it is asked for */
} Asked;

static const Profile *profile_of (Asked *q)
{
	if (!q->profile)
		q->profile = profile_new (q->space, q->article);
	return q->profile;
}

static double days_between (gint64 a_s, gint64 b_s)
{
	return a_s && b_s ? fabs ((double)(a_s - b_s)) / 86400 : 0;
}

/* Add what is seen now to what is kept: where that speaks, it does. */
static bool add_seen (Asked *q, bool is_linked, GError **error)
{
	g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (RelatedLink));
	if (!related_judge (q->store, q->db, q->space, q->model, profile_of (q), q->self,
			    q->options, seen, error))
		return false;
	for (guint i = 0; i < seen->len; i++) {
		RelatedLink *r = &g_array_index (seen, RelatedLink, i);
		if (link_with (q->found, r->docid))
			continue;
		if (is_linked && !kept_see (q->store, r, error))
			return false;
		if (r->link.probability >= q->options->min_probability)
			g_array_append_val (q->found, *r);
	}
	return true;
}

/* What the publisher says is the article in the other language is found wherever it stands. */
static bool add_declared (Asked *q, GError **error)
{
	g_autoptr (GArray) docids = g_array_new (FALSE, FALSE, sizeof (guint32));
	if (!store_alternates (q->store, q->article, q->self, docids, error))
		return false;
	for (guint i = 0; i < docids->len; i++) {
		RelatedLink new = { .docid = g_array_index (docids, guint32, i) };
		RelatedLink *one = link_with (q->found, new.docid);
		if (!one) {
			Profile *other = NULL;
			if (!related_profile (q->store, q->db, q->space, new.docid, &other, error))
				return false;
			if (!other)
				continue;
			if (!related_compare (q->store, q->db, q->space, q->model, profile_of (q),
					      q->self, other, new.docid, &new.link, error))
				return false;
			g_array_append_val (q->found, new);
			one = link_with (q->found, new.docid);
		}
		declared_raise (&one->link);
	}
	return true;
}

/* --- answers --- */

/* Whether it is of the language and the days that are asked for. */
static bool is_wanted (const Asked *q, const RelatedLink *r, const Article *other)
{
	double days = days_between (document_day (q->article), document_day (other));
	return (q->options->lang == LANG_UNKNOWN || article_lang (other) == q->options->lang) &&
	       (r->link.declared || days <= q->options->window_days + 1.0 / 1440);
}

/* What an older version kept of a link has no features: they are those that are seen now. */
static bool restore (Asked *q, RelatedLink *r, GError **error)
{
	RelatedOptions all = *q->options;
	const Link kept = r->link;
	all.min_probability = 0;
	if (!q->seen) {
		q->seen = g_array_new (FALSE, FALSE, sizeof (RelatedLink));
		if (!related_judge (q->store, q->db, q->space, q->model, profile_of (q), q->self,
				    &all, q->seen, error))
			return false;
	}
	const RelatedLink *seen = link_with (q->seen, r->docid);
	Profile *other = NULL;
	if (seen)
		r->link = seen->link;
	else if (!related_profile (q->store, q->db, q->space, r->docid, &other, error))
		return false;
	if (other && !related_compare (q->store, q->db, q->space, q->model, profile_of (q), q->self,
				       other, r->docid, &r->link, error))
		return false;
	kept_restore (&r->link, kept.probability);
	r->link.declared = kept.declared;
	return true;
}

static bool explain (Asked *q, RelatedLink *r, const Article *article, GPtrArray **out,
		     GError **error)
{
	if (r->kept == KEPT_BARE && !restore (q, r, error))
		return false;
	g_autoptr (Profile) other = profile_new (q->space, article);
	*out = link_evidence (q->space, &r->link, profile_of (q), other, q->options->evidence_max);
	return true;
}

/* Make the answers of what was found: the first `limit` that are wanted, with their evidence. */
static bool answer (Asked *q, GPtrArray *out, GError **error)
{
	g_array_sort (q->found, by_probability);
	for (guint i = 0; i < q->found->len && out->len < q->options->limit; i++) {
		RelatedLink *found = &g_array_index (q->found, RelatedLink, i);
		g_autoptr (Article) article = NULL;
		GPtrArray *evidence = NULL;
		if (!store_get (q->store, found->docid, &article, error))
			return false;
		if (!article || !is_wanted (q, found, article))
			continue;
		if (!q->options->evidence_max)
			evidence = g_ptr_array_new ();
		else if (!explain (q, found, article, &evidence, error))
			return false;
		Related *r = g_new0 (Related, 1);
		r->link = found->link;
		r->evidence = evidence;
		r->article = g_steal_pointer (&article);
		g_ptr_array_add (out, r);
	}
	return true;
}

static bool find (Asked *q, GError **error)
{
	bool is_linked = false;
	if (q->self && !store_link_is_done (q->store, q->self, &is_linked, error))
		return false;
	if (is_linked &&
	    !kept_links (q->store, q->model, q->self, q->options->min_probability, q->found, error))
		return false;
	if ((!is_linked || !kept_suffices (q->options)) && !add_seen (q, is_linked, error))
		return false;
	return add_declared (q, error);
}

GPtrArray *related_find (Store *store, XapDb *db, Space *space, const LinkModel *model,
			 const Article *article, guint32 self, const RelatedOptions *options,
			 GError **error)
{
	g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (related_free);
	g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (RelatedLink));
	Asked q = { .store = store,
		    .db = db,
		    .space = space,
		    .model = model,
		    .article = article,
		    .self = self,
		    .options = options,
		    .found = found };
	bool ok = find (&q, error) && answer (&q, out, error);
	profile_free (q.profile);
	g_clear_pointer (&q.seen, g_array_unref);
	return ok ? g_steal_pointer (&out) : NULL;
}

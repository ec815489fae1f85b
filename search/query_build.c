/* query_build.c: the tree of a query to Xapian's query for the articles of one language. Words are query_group.c's. */
#include <string.h>

#include "indexer/schema.h"
#include "search/query_group.h"

/* --- what stands as written --- */

static XapQuery *build_sequence (const Builder *b, const QueryNode *node)
{
	g_auto (GStrv) words = g_strsplit (node->text, " ", -1);
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	for (char **w = words; *w; w++)
		if (**w) {
			g_ptr_array_add (queries, xap_query_term (*w, strlen (*w)));
			query_mark (b, *w);
		}
	if (queries->len == 0)
		return NULL;
	if (queries->len == 1)
		return queries->pdata[0];
	/* Xapian's window counts both ends. */
	return xap_query_combine (node->kind == NODE_NEAR ? XAP_OP_NEAR : XAP_OP_PHRASE,
				  (XapQuery **)queries->pdata, queries->len,
				  node->kind == NODE_NEAR ? node->window + 1 : queries->len);
}

typedef struct {
	char *term;
	guint64 freq;
} Begun;

static int by_freq (gconstpointer a, gconstpointer b)
{
	const Begun *x = a, *y = b;
	return x->freq != y->freq ? x->freq > y->freq ? -1 : 1 : strcmp (x->term, y->term);
}

static void clear_begun (gpointer data)
{
	g_free (((Begun *)data)->term);
}

/* The most frequent words that begin so, of the whole collection: Xapian's own wildcard takes each shard's, whose weights
 * then differ. */
static XapQuery *build_begin (const Builder *b, const QueryNode *node)
{
	g_autofree char *wild = g_strconcat (node->text, "*", NULL);
	g_autoptr (GArray) begun = g_array_new (FALSE, FALSE, sizeof (Begun));
	g_autoptr (GPtrArray) queries = g_ptr_array_new ();
	const char *term;
	guint64 freq;
	XapStep step;
	query_mark (b, wild);
	if (!b->stats->db)
		return xap_query_wildcard (node->text, strlen (node->text), QUERY_WILDCARD_MAX);
	g_autoptr (XapTerms) terms = xap_db_terms (b->stats->db, node->text, b->error);
	if (!terms)
		return NULL;
	g_array_set_clear_func (begun, clear_begun);
	while ((step = xap_terms_next (terms, &term, NULL, &freq, b->error)) == XAP_ROW) {
		Begun made = { g_strdup (term), freq };
		g_array_append_val (begun, made);
		if (begun->len < 8 * QUERY_WILDCARD_MAX)
			continue;
		g_array_sort (begun, by_freq);
		g_array_set_size (begun, QUERY_WILDCARD_MAX);
	}
	g_array_sort (begun, by_freq);
	for (guint i = 0; step != XAP_FAIL && i < MIN (begun->len, QUERY_WILDCARD_MAX); i++) {
		const char *found = g_array_index (begun, Begun, i).term;
		g_ptr_array_add (queries, xap_query_term (found, strlen (found)));
	}
	return xap_query_combine (XAP_OP_SYNONYM, (XapQuery **)queries->pdata, queries->len, 0);
}

/* --- the tree --- */

/* What a row is worth: required parts, parts that only rank, parts that exclude, filters: XapQuery *, owned. */
typedef struct {
	GPtrArray *need, *may, *bar, *filter;
	guint bound; /* how many of the required parts stand in articles of the target's language only */
} Parts;

static bool build_row (const Builder *b, const QueryNode *row, bool any, XapQuery **out,
		       bool *bound);

static XapQuery *join (GPtrArray *array, XapOp op)
{
	if (array->len == 0)
		return NULL;
	guint count = array->len;
	g_autofree gpointer *stolen = g_ptr_array_steal (array, NULL);
	return xap_query_combine (op, (XapQuery **)stolen, count, 0);
}

/* "vice-président": as a phrase, or, where it is a foreign word, its words' translations together. */
static bool build_compound (const Builder *b, const QueryNode *node, XapQuery **out)
{
	QueryNode phrase = { .kind = NODE_PHRASE };
	GString *text = g_string_new (NULL);
	g_autoptr (GPtrArray) words =
		g_ptr_array_new_with_free_func ((GDestroyNotify)xap_query_free);
	int own = b->target->lang == LANG_FR ? QUERY_FR : QUERY_EN;
	for (guint i = 0; i < node->children->len; i++) {
		const QueryWord *word = ((const QueryNode *)node->children->pdata[i])->word;
		const char *written = word->readings[QUERY_FR].word ? word->readings[QUERY_FR].word
								    : word->readings[QUERY_EN].word;
		g_string_append_printf (text, "%s%s", i ? " " : "", written ? written : "");
		XapQuery *part = query_only_ranks (b, word) ? NULL : query_group (b, word);
		if (part)
			g_ptr_array_add (words, part);
	}
	phrase.text = text->str;
	*out = build_sequence (b, &phrase);
	g_string_free (text, TRUE);
	bool foreign = b->target->lang == LANG_FR || b->target->lang == LANG_EN
			       ? b->query->reading[!own] >= QUERY_READING_MIN
			       : false;
	if (foreign && words->len)
		*out = xap_query_pair (XAP_OP_OR, *out, join (words, XAP_OP_AND));
	return !*b->error;
}

static bool build_or (const Builder *b, const QueryNode *node, XapQuery **out, bool *bound)
{
	g_autoptr (GPtrArray) rows =
		g_ptr_array_new_with_free_func ((GDestroyNotify)xap_query_free);
	*bound = node->children->len > 0;
	for (guint i = 0; i < node->children->len; i++) {
		XapQuery *row = NULL;
		bool row_bound = false;
		if (!build_row (b, node->children->pdata[i], b->target->any, &row, &row_bound))
			return false;
		g_ptr_array_add (rows, row);
		*bound = *bound && row_bound;
	}
	*out = join (rows, XAP_OP_OR);
	return true;
}

static XapQuery *nothing_or_copy (const XapQuery *fixed)
{
	return fixed ? xap_query_copy (fixed) : xap_query_nothing ();
}

/* One part of a row. *out NULL: there is nothing to it in this language. */
static bool build_part (const Builder *b, const QueryNode *node, XapQuery **out, bool *bound)
{
	*bound = false;
	switch (node->kind) {
	case NODE_WORD:
		*out = query_group (b, node->word);
		*bound = *out && !node->word->exact && b->target->lang != LANG_OTHER &&
			 b->target->lang != LANG_UNKNOWN;
		return !*b->error;
	case NODE_ROW:
		return build_row (b, node, false, out, bound);
	case NODE_OR:
		return build_or (b, node, out, bound);
	case NODE_COMPOUND:
		return build_compound (b, node, out);
	case NODE_PHRASE:
	case NODE_NEAR:
		*out = build_sequence (b, node);
		return true;
	case NODE_BEGIN:
		*out = build_begin (b, node);
		return !*b->error;
	case NODE_FIELD:
	case NODE_FILTER:
	case NODE_STORY:
		*out = nothing_or_copy (node->fixed);
		return true;
	}
	g_assert_not_reached ();
}

/* A stop word as it stands, in articles of the language that it is one of. */
static XapQuery *stop_word (const Builder *b, const QueryWord *word)
{
	if (b->target->lang == LANG_OTHER || b->target->lang == LANG_UNKNOWN)
		return NULL;
	int own = b->target->lang == LANG_FR ? QUERY_FR : QUERY_EN;
	const QueryReading *mine = &word->readings[own];
	if (!mine->word || !mine->is_stop || b->query->reading[own] < QUERY_READING_MIN)
		return NULL;
	query_mark (b, mine->word);
	return xap_query_pair (XAP_OP_FILTER, xap_query_term (mine->word, strlen (mine->word)),
			       query_lang_filter (lang_code (b->target->lang)));
}

/* Nothing but stop words: then any of them. */
static void add_stop_words (const Builder *b, const QueryNode *row, Parts *parts)
{
	for (guint i = 0; i < row->children->len; i++) {
		const QueryNode *node = row->children->pdata[i];
		XapQuery *word =
			node->kind == NODE_WORD && !node->barred ? stop_word (b, node->word) : NULL;
		if (word)
			g_ptr_array_add (parts->may, word);
	}
	parts->bound = parts->may->len;
}

static bool add_part (const Builder *b, const QueryNode *node, Parts *parts, guint *words)
{
	XapQuery *query = NULL;
	bool bound = false, filter = node->kind == NODE_FILTER || node->kind == NODE_STORY;
	bool ranks = node->kind == NODE_WORD && query_only_ranks (b, node->word);
	if (!build_part (b, node, &query, &bound))
		return false;
	*words += !node->barred && !filter;
	if (!query && (node->barred || ranks || filter))
		return true;
	if (!query) /* a word that this language has nothing for: no article has it */
		query = xap_query_nothing ();
	else if (!node->barred && !ranks)
		parts->bound += bound;
	g_ptr_array_add (node->barred ? parts->bar
			 : filter     ? parts->filter
			 : ranks      ? parts->may
				      : parts->need,
			 query);
	return true;
}

/* Everything together. With no word at all, filters apply to all documents. `may_alone`: what only ranks is enough. */
static XapQuery *parts_query (Parts *parts, bool words, XapOp op, bool may_alone)
{
	XapQuery *query = join (parts->need, op), *may = join (parts->may, XAP_OP_OR);
	if (query && may)
		query = xap_query_pair (may_alone ? XAP_OP_OR : XAP_OP_AND_MAYBE, query, may);
	else if (may)
		query = may;
	XapQuery *filter = join (parts->filter, XAP_OP_AND);
	if (!query && words)
		query = xap_query_nothing ();
	else if (!query)
		query = filter ? g_steal_pointer (&filter) : xap_query_all ();
	if (filter)
		query = xap_query_pair (XAP_OP_FILTER, query, filter);
	XapQuery *bar = join (parts->bar, XAP_OP_OR);
	if (bar)
		query = xap_query_pair (XAP_OP_AND_NOT, query, bar);
	return query;
}

/* The words of query_feedback(), which were made for the other language. */
static bool add_feedback (const Builder *b, GPtrArray *may)
{
	for (guint i = 0; i < b->query->feedback->len; i++) {
		XapQuery *word = query_group (b, b->query->feedback->pdata[i]);
		if (word)
			g_ptr_array_add (may, word);
	}
	return !*b->error;
}

static bool build_row (const Builder *b, const QueryNode *row, bool any, XapQuery **out,
		       bool *bound)
{
	GDestroyNotify destroy = (GDestroyNotify)xap_query_free;
	Parts parts = { g_ptr_array_new_with_free_func (destroy),
			g_ptr_array_new_with_free_func (destroy),
			g_ptr_array_new_with_free_func (destroy),
			g_ptr_array_new_with_free_func (destroy), 0 };
	bool ok = true;
	guint words = 0;
	if (row->kind != NODE_ROW)
		ok = add_part (b, row, &parts, &words);
	for (guint i = 0; row->kind == NODE_ROW && ok && i < row->children->len; i++)
		ok = add_part (b, row->children->pdata[i], &parts, &words);
	if (ok && row == b->query->root && any)
		ok = add_feedback (b, parts.may);
	if (ok && words && parts.need->len == 0 && parts.may->len == 0)
		add_stop_words (b, row, &parts);
	if (ok) {
		*bound = parts.bound > 0 && (!any || parts.bound >= parts.need->len);
		*out = parts_query (&parts, words > 0, any ? XAP_OP_OR : XAP_OP_AND,
				    any && !b->target->some);
	}
	g_ptr_array_unref (parts.need);
	g_ptr_array_unref (parts.may);
	g_ptr_array_unref (parts.bar);
	g_ptr_array_unref (parts.filter);
	return ok;
}

/* Only articles of the target's language. */
static XapQuery *in_language (XapQuery *query, Lang lang)
{
	if (lang == LANG_FR || lang == LANG_EN)
		return xap_query_pair (XAP_OP_FILTER, query, query_lang_filter (lang_code (lang)));
	if (lang == LANG_UNKNOWN)
		return query;
	return xap_query_pair (
		XAP_OP_AND_NOT, query,
		xap_query_pair (XAP_OP_OR, query_lang_filter ("fr"), query_lang_filter ("en")));
}

XapQuery *query_build (const Query *query, const QueryStats *stats, const QueryTarget *target,
		       GHashTable *marks, GError **error)
{
	GError *failure = NULL;
	g_autoptr (GHashTable) postings =
		target->postings ? g_hash_table_ref (target->postings) : query_postings_new ();
	Builder builder = { query, stats, target, marks, postings, &failure };
	XapQuery *built = NULL;
	bool bound = false;
	if (!build_row (&builder, query->root, target->any, &built, &bound)) {
		xap_query_free (built);
		g_propagate_error (error, failure);
		return NULL;
	}
	return bound ? built : in_language (built, target->lang);
}

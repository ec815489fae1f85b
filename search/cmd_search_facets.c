/* cmd_search_facets.c: counting, and printing the counts. */
#include "search/search_facets.h"

#include <string.h>

#include "corpus/store_story.h"
#include "search/answer_counts.h"
#include "shim/text.h"

#define TEXT_ROWS 12 /* of one facet, for people; the rest is counted */

static void clear_facet (gpointer data)
{
	g_array_unref (((Facet *)data)->counts);
}

static void add (GArray *counts, const char *name)
{
	for (guint i = 0; i < counts->len; i++) {
		AnswerCount *c = &g_array_index (counts, AnswerCount, i);
		if (strcmp (c->name, name) == 0) {
			c->count++;
			return;
		}
	}
	AnswerCount made = { g_strdup (name), 1 };
	g_array_append_val (counts, made);
}

static GArray *count_languages (const Answer *answer)
{
	static const char *const names[] = { "fr", "en", "other" };
	GArray *counts = answer_counts_array ();
	for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
		AnswerCount made = { g_strdup (names[i]), answer->of_lang[i] };
		if (made.count)
			g_array_append_val (counts, made);
		else
			g_free (made.name);
	}
	return counts;
}

static bool add_story (Search *search, const AnswerHit *hit, GArray *counts, GError **error)
{
	guint32 docid = hit->docid;
	g_autofree char *id = NULL;
	if (!search->session.own_index) {
		GError *failure = NULL;
		g_autoptr (Article) article = search_article (search, hit, &failure);
		g_autoptr (Article) stored = NULL;
		if (failure) {
			g_propagate_error (error, failure);
			return false;
		}
		if (!article)
			return true;
		if (!store_find (search->session.store, article->id, &docid, &stored, NULL, error))
			return false;
		if (!stored)
			return true;
	}
	if (!store_story_of (search->session.store, docid, &id, NULL, error))
		return false;
	if (id)
		add (counts, id);
	return true;
}

static void append (Facets *facets, const char *name, GArray *counts)
{
	Facet facet = { name, counts };
	g_array_append_val (facets->facets, facet);
}

Facets *facets_new (Search *search, const Answer *answer, GError **error)
{
	g_autoptr (Facets) facets = g_new0 (Facets, 1);
	facets->facets = g_array_new (FALSE, FALSE, sizeof (Facet));
	g_array_set_clear_func (facets->facets, clear_facet);
	append (facets, "language", count_languages (answer));
	append (facets, "site", g_array_ref (answer->sites));
	append (facets, "month", g_array_ref (answer->months));
	GArray *stories = answer_counts_array ();
	append (facets, "story", stories);
	for (guint i = 0; i < answer->hits->len; i++) {
		const AnswerHit *hit = &g_array_index (answer->hits, AnswerHit, i);
		if (!hit->some && !add_story (search, hit, stories, error))
			return NULL;
	}
	g_array_sort (stories, answer_counts_most);
	return g_steal_pointer (&facets);
}

void facets_free (Facets *facets)
{
	if (!facets)
		return;
	g_array_unref (facets->facets);
	g_free (facets);
}

json_t *facets_to_json (const Facets *facets)
{
	json_t *object = json_object ();
	for (guint i = 0; i < facets->facets->len; i++) {
		const Facet *facet = &g_array_index (facets->facets, Facet, i);
		json_t *list = json_array ();
		for (guint k = 0; k < facet->counts->len; k++) {
			const AnswerCount *c = &g_array_index (facet->counts, AnswerCount, k);
			json_array_append_new (list, json_pack ("{s:s?, s:I}", "value", c->name,
								"count", (json_int_t)c->count));
		}
		json_object_set_new (object, facet->name, list);
	}
	return object;
}

/* "s5dd83949  Décision samedi matin sur le lancement…": a story by its id and, as far as the line goes, its title. */
static char *story_line (const Search *search, const char *id)
{
	const CmdContext *context = search->context;
	guint columns = context->out_tty ? (guint)MAX (context->columns - 12, 20) : 0;
	g_autoptr (StoreStory) story = NULL;
	g_autoptr (GError) ignored = NULL; /* the counts are what was asked for */
	if (!store_story_find (search->session.store, id, &story, NULL, &ignored) || !story ||
	    story->languages->len == 0)
		return text_line (id, -1, columns);
	const StoryLanguage *first = story->languages->pdata[0];
	g_autofree char *both = g_strconcat (id, "  ", first->title ? first->title : "", NULL);
	return text_line (both, -1, columns);
}

static void print_count (const Search *search, const Facet *facet, const AnswerCount *c)
{
	const CmdContext *context = search->context;
	if (context->format == FORMAT_JSONL) {
		cmd_print_json (json_pack ("{s:s, s:s?, s:I}", "facet", facet->name, "value",
					   c->name, "count", (json_int_t)c->count));
		return;
	}
	if (context->format == FORMAT_TSV) {
		printf ("%s\t", facet->name);
		cmd_print_tsv (c->name);
		printf ("\t%" G_GUINT64_FORMAT "\n", c->count);
		return;
	}
	g_autofree char *name = strcmp (facet->name, "story") == 0   ? story_line (search, c->name)
				: c->name                            ? text_line (c->name, -1, 60)
				: strcmp (facet->name, "month") == 0 ? g_strdup ("undated")
								     : g_strdup ("no site");
	printf ("%8" G_GUINT64_FORMAT "  %s\n", c->count, name);
}

void facets_print (const Facets *facets, const Search *search)
{
	bool text = search->context->format == FORMAT_TEXT;
	for (guint i = 0; i < facets->facets->len; i++) {
		const Facet *facet = &g_array_index (facets->facets, Facet, i);
		const AnswerCount *counts = (const AnswerCount *)facet->counts->data;
		guint all = facet->counts->len;
		guint named = all && !counts[all - 1].name ? all - 1 : all;
		guint rows = text ? MIN (named, TEXT_ROWS) : named;
		if (text && all)
			printf ("%s\n", facet->name);
		for (guint k = 0; k < rows; k++)
			print_count (search, facet, &counts[k]);
		if (rows < named)
			printf ("          and %u more\n", named - rows);
		if (named < all)
			print_count (search, facet, &counts[named]);
	}
}

/* page_author.c: whom a page credits: which of its credits is believed. */
#include <string.h>

#include "corpus/page_choose_private.h"
#include "corpus/page_name.h"
#include "corpus/url.h"
#include "shim/text.h"

static char *bare (const char *text)
{
	g_autofree char *folded = text_fold (text, -1, NULL);
	GString *out = g_string_new (NULL);
	for (const char *s = folded; *s; s++)
		if (g_ascii_isalnum (*s) || (guint8)*s >= 0x80)
			g_string_append_c (out, *s);
	return g_string_free (out, FALSE);
}

/* Is the name the publisher's? */
static bool is_publisher (const PageFacts *facts, const char *host, const char *name)
{
	g_autofree char *want = bare (name);
	for (guint i = 0; i < facts->list[FACT_PUBLISHER]->len; i++) {
		const PageFact *fact = g_ptr_array_index (facts->list[FACT_PUBLISHER], i);
		g_autofree char *publisher = bare (fact->value);
		if (strcmp (publisher, want) == 0)
			return true;
	}
	g_autofree char *site = host ? bare (host) : NULL;
	return site && strlen (want) >= 4 && g_str_has_prefix (site, want);
}

static void take (const GPtrArray *from, GPtrArray *to)
{
	for (guint i = 0; i < from->len; i++) {
		g_autofree char *folded = text_fold (g_ptr_array_index (from, i), -1, NULL);
		if (!page_name_is_in (to, folded) && to->len < PAGE_NAMES_MAX)
			g_ptr_array_add (to, g_strdup (g_ptr_array_index (from, i)));
	}
}

static bool is_line_rule (const PageFact *fact)
{
	return g_str_has_prefix (fact->rule, "class:") || g_str_has_prefix (fact->rule, "text:") ||
	       g_str_has_prefix (fact->rule, "rel:");
}

/* "Par …", "By …": a line that says itself that a name follows. */
static bool says_by (const char *line)
{
	g_autofree char *folded = text_fold (line, -1, NULL);
	return g_str_has_prefix (folded, "by ") || g_str_has_prefix (folded, "par ") ||
	       g_str_has_prefix (folded, "written by ");
}

/* All names that the facts of the rule at `start` give. `people`: only when one of them is a person for all we know: not the
 * publisher, nor an agency beside it; and lines only when they say "by". */
static bool take_rule (PageFacts *facts, guint start, const char *host, bool people,
		       GPtrArray *authors, GPtrArray *agencies)
{
	const GPtrArray *all = facts->list[FACT_AUTHOR];
	const PageFact *first = g_ptr_array_index (all, start);
	g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
	guint publishers = 0, agents = 0;
	for (guint i = start; i < all->len; i++) {
		const PageFact *fact = g_ptr_array_index (all, i);
		bool line = is_line_rule (fact);
		if (strcmp (fact->rule, first->rule) == 0 && fact->rank == first->rank &&
		    !(people && line && !says_by (fact->value)))
			page_author_names (fact->value, line, names, agencies);
	}
	for (guint k = 0; k < names->len; k++) {
		g_autofree char *folded = text_fold (g_ptr_array_index (names, k), -1, NULL);
		agents += page_name_is_agency (folded);
		publishers += is_publisher (facts, host, g_ptr_array_index (names, k));
	}
	bool all_known = publishers + agents >= names->len;
	if (!names->len || (people && all_known && (publishers || is_line_rule (first))))
		return false;
	for (guint k = names->len; k-- > 0;)
		if (people && is_publisher (facts, host, g_ptr_array_index (names, k)))
			g_ptr_array_remove_index (names, k);
	for (guint i = start; i < all->len; i++) {
		PageFact *fact = g_ptr_array_index (all, i);
		fact->won = fact->won ||
			    (strcmp (fact->rule, first->rule) == 0 && fact->rank == first->rank);
	}
	take (names, authors);
	return true;
}

void page_choose_authors (PageFacts *facts, const char *url, GPtrArray *authors, json_t *rules)
{
	const GPtrArray *all = facts->list[FACT_AUTHOR];
	g_autofree char *host = url ? url_site (url) : NULL;
	g_autoptr (GPtrArray) agencies = g_ptr_array_new_with_free_func (g_free);
	/* People first; then whoever is credited: a newspaper, an agency. */
	for (int people = 1; people >= 0 && !authors->len; people--) {
		for (guint i = 0; i < all->len && !authors->len; i++) {
			const PageFact *fact = g_ptr_array_index (all, i);
			if (take_rule (facts, i, host, people, authors, agencies))
				json_object_set_new (rules, "authors", json_string (fact->rule));
		}
	}
	for (guint i = 0; i < agencies->len; i++) {
		PageFact *fact = page_fact_add (facts, FACT_AGENCY, 10, "authors",
						g_ptr_array_index (agencies, i));
		if (fact)
			fact->won = true;
	}
}

/* page_title.c: which of a page's titles is the headline, and the site's name off its end. */
#include <string.h>

#include "corpus/page_choose_private.h"
#include "corpus/url.h"
#include "shim/text.h"

/* What stands between a headline and the name of a site or section. */
static const char *const separators[] = { " | ", " - ", " – ", " — ", " » ", " « ", " :: ", " · ",
					  " • ", " < ", " > ", " / ", " ‹ ", " › ", " ― " };

/* Letters and digits alone, folded: "Le Point.fr" and "lepoint.fr" agree. */
static char *letters (const char *text, gssize len)
{
	g_autofree char *folded = text_fold (text, len, NULL);
	GString *out = g_string_new (NULL);
	for (const char *s = folded; *s; s++)
		if (g_ascii_isalnum (*s) || (guint8)*s >= 0x80)
			g_string_append_c (out, *s);
	return g_string_free (out, FALSE);
}

static guint count_words (const char *text, gsize len)
{
	guint words = 0;
	for (gsize i = 0; i < len; i++)
		words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return words;
}

/* Is `part` of a title the site's name, by what the page or the address say? */
static bool is_site (const char *part, gsize len, const char *site, const char *host)
{
	g_autofree char *name = letters (part, (gssize)len);
	if (!*name)
		return true;
	if (site) {
		g_autofree char *want = letters (site, -1);
		if (*want && (strcmp (name, want) == 0 ||
			      (strlen (want) >= 4 && g_str_has_prefix (name, want)) ||
			      (strlen (name) >= 4 && g_str_has_prefix (want, name))))
			return true;
	}
	if (host) {
		g_autofree char *want = letters (host, -1);
		return strlen (name) >= 3 && strstr (want, name);
	}
	return false;
}

/* The last (or, `first`, the first) place where a separator stands. NULL when there is none. */
static const char *find_separator (const char *title, bool first, gsize *len)
{
	const char *best = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS (separators); i++) {
		const char *at =
			first ? strstr (title, separators[i]) : g_strrstr (title, separators[i]);
		if (at && (!best || (first ? at < best : at > best))) {
			best = at;
			*len = strlen (separators[i]);
		}
	}
	return best;
}

char *page_title_without_site (const char *title, const char *site, const char *url)
{
	g_autofree char *host = url ? url_site (url) : NULL;
	char *left = g_strdup (title);
	gsize len;
	const char *at;
	while ((at = find_separator (left, false, &len))) {
		const char *tail = at + len;
		gsize head_len = (gsize)(at - left);
		guint tail_words = count_words (tail, strlen (tail));
		bool bar = strchr ("|\xc2\xe2:", at[1]) && memcmp (at, " – ", 5) != 0 &&
			   memcmp (at, " — ", 5) != 0;
		bool by_shape = bar && tail_words <= 4 && count_words (left, head_len) >= 4;
		if (!is_site (tail, strlen (tail), site, host) && !by_shape)
			break;
		if (head_len == 0)
			break;
		left[head_len] = '\0';
	}
	while ((at = find_separator (left, true, &len)) && at > left &&
	       is_site (left, (gsize)(at - left), site, host)) {
		char *rest = g_strdup (at + len);
		g_free (left);
		left = rest;
	}
	return g_strstrip (left);
}

/* Share of the shorter title's words that the other has too, 0..1. */
static double likeness (const char *a, const char *b)
{
	g_autofree char *fold_a = text_fold (a, -1, NULL), *fold_b = text_fold (b, -1, NULL);
	g_auto (GStrv) words_a = g_strsplit_set (fold_a, " '\"-,.:;!?()", 100);
	g_auto (GStrv) words_b = g_strsplit_set (fold_b, " '\"-,.:;!?()", 100);
	g_autoptr (GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);
	guint count_a = 0, count_b = 0, common = 0;
	for (char **w = words_a; *w; w++)
		if (**w && ++count_a)
			g_hash_table_add (set, *w);
	for (char **w = words_b; *w; w++)
		if (**w && ++count_b)
			common += g_hash_table_contains (set, *w);
	guint shorter = MIN (count_a, count_b);
	return shorter ? MIN (1.0, (double)common / shorter) : 0;
}

/* The heading on the page that is most like what the metadata call the article: what readers see is the headline. */
static PageFact *best_heading (const GPtrArray *facts, const char *site, const char *host)
{
	PageFact *best = NULL;
	double best_score = 0.45;
	guint h1_count = 0;
	PageFact *h1 = NULL;
	for (guint i = 0; i < facts->len; i++) {
		PageFact *heading = g_ptr_array_index (facts, i);
		bool is_h1 = strcmp (heading->rule, "h1") == 0;
		if (!is_h1 && strcmp (heading->rule, "class:title") != 0)
			continue;
		/* A short one may be the site's name as its address has it; a long one that is in the address is the headline. */
		gsize len = strlen (heading->value);
		if (is_site (heading->value, len, site,
			     count_words (heading->value, len) <= 2 ? host : NULL))
			continue;
		h1_count += is_h1;
		h1 = is_h1 && !h1 ? heading : h1;
		for (guint k = 0; k < facts->len; k++) {
			const PageFact *said = g_ptr_array_index (facts, k);
			if (said == heading || strcmp (said->rule, "h1") == 0 ||
			    strcmp (said->rule, "class:title") == 0)
				continue;
			/* One word in common is no likeness, unless it is all. */
			double score = likeness (heading->value, said->value) * (is_h1 ? 1 : 0.95);
			if (count_words (heading->value, strlen (heading->value)) < 2 &&
			    score < 0.9)
				score = 0;
			if (score > best_score + 0.001) {
				best_score = score;
				best = heading;
			}
		}
	}
	/* A heading that is like nothing the metadata say is the site's, or a box's; alone it is all there is. */
	return best ? best : h1_count == facts->len ? h1 : NULL;
}

/* A heading that begins with a kicker ("Open Progress Why …") and ends with what the metadata say: theirs then. */
static PageFact *without_kicker (const GPtrArray *facts, PageFact *heading)
{
	g_autofree char *long_fold = text_fold (heading->value, -1, NULL);
	for (guint i = 0; i < facts->len; i++) {
		PageFact *fact = g_ptr_array_index (facts, i);
		g_autofree char *fold = text_fold (fact->value, -1, NULL);
		if (strlen (fold) < strlen (long_fold) && count_words (fold, strlen (fold)) >= 4 &&
		    g_str_has_suffix (long_fold, fold))
			return fact;
	}
	return heading;
}

char *page_choose_title (PageFacts *facts, const char *url, json_t *rules)
{
	const GPtrArray *all = facts->list[FACT_TITLE];
	const PageFact *publisher = page_fact_first (facts, FACT_PUBLISHER);
	const char *site = publisher ? publisher->value : NULL;
	g_autofree char *host = url ? url_site (url) : NULL;
	PageFact *winner = best_heading (all, site, host);
	for (guint i = 0; i < all->len && !winner; i++) {
		PageFact *fact = g_ptr_array_index (all, i);
		if (strcmp (fact->rule, "h1") != 0 &&
		    !is_site (fact->value, strlen (fact->value), site, NULL))
			winner = fact;
		else
			fact->why_not = "the site's name";
	}
	winner = winner ? winner : page_fact_first (facts, FACT_TITLE);
	if (!winner)
		return NULL;
	winner = without_kicker (all, winner);
	page_win (winner, rules);
	return page_title_without_site (winner->value, site, url);
}

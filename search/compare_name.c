/* compare_name.c: the names that the articles write, and which are one name: "Pékin" and "Beijing", "Liu" and "Liu Xiaoming". */
#include <string.h>

#include "search/compare_private.h"

/* Two names are one when each covers so much of the other. */
#define ONE_NAME 0.7

typedef struct {
	GPtrArray *bags;
	GHashTable *seen; /* "doc norm" → index of the place + 1 */
} Names;

/* Each name once for each article, where it stands first in the text. */
static void collect_doc (Compare *compare, guint d, Names *names)
{
	const CompareDoc *doc = compare_doc (compare, d);
	const GArray *facts = doc->analysis->facts->facts;
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = &g_array_index (facts, Fact, i);
		if (fact->kind != FACT_NAME)
			continue;
		g_autofree char *key = g_strdup_printf ("%u %s", d, fact->norm);
		if (!g_hash_table_add (names->seen, g_steal_pointer (&key)))
			continue;
		ComparePlace place = { .doc = d, .fact = fact };
		place.sentence = compare_sentence_at (compare, d, false, fact->start);
		if (place.sentence == G_MAXUINT || compare->names->len >= COMPARE_FACTS_MAX) {
			compare->left_out++;
			continue;
		}
		g_array_append_val (compare->names, place);
		g_ptr_array_add (names->bags,
				 bag_new (compare->space, doc->lang, doc->analysis->body, NULL,
					  (BagRange){ fact->first, fact->count, 0, 0 }));
	}
}

/* "Liu" of an article that has "Liu Xiaoming" too: the last or the first word of a longer name. */
static bool is_part (const char *norm, const char *longer)
{
	gsize len = strlen (norm), whole = strlen (longer);
	if (len >= whole)
		return false;
	return (g_str_has_prefix (longer, norm) && longer[len] == ' ') ||
	       (g_str_has_suffix (longer, norm) && longer[whole - len - 1] == ' ');
}

/* The stems of a name as the lexicon's keys have them: "unit kingdom". */
static char *phrase_of (const Compare *compare, const ComparePlace *place)
{
	const Terms *terms = compare_doc (compare, place->doc)->analysis->body;
	GString *out = g_string_new (NULL);
	for (guint i = place->fact->first; i < place->fact->first + place->fact->count; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		g_string_append_printf (out, "%s%s", out->len ? " " : "",
					t->stem ? t->stem : t->word);
	}
	return g_string_free (out, FALSE);
}

/* A surname is no word of the lexicon: "Liu", and not the "UK" of "Chinese UK". */
static bool is_known_word (const Compare *compare, const ComparePlace *place)
{
	LexiconEntry entry;
	g_autofree char *phrase = phrase_of (compare, place);
	return lexicon_lookup (compare->lexicon, compare_doc (compare, place->doc)->lang, phrase,
			       strlen (phrase), &entry, 1) > 0;
}

/* "Royaume-Uni" and "UK": join the names that the lexicon translates whole. */
static void join_translations (const Compare *compare, GArray *pairs)
{
	/* Phrase → its names, one list for both languages: an English phrase is looked for among French names only. */
	g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
							      (GDestroyNotify)g_array_unref);
	for (guint i = 0; i < compare->names->len; i++) {
		g_autofree char *phrase =
			phrase_of (compare, &g_array_index (compare->names, ComparePlace, i));
		GArray *list = g_hash_table_lookup (names, phrase);
		if (!list) {
			list = g_array_new (FALSE, FALSE, sizeof (guint));
			g_hash_table_insert (names, g_steal_pointer (&phrase), list);
		}
		g_array_append_val (list, i);
	}
	for (guint a = 0; a < compare->names->len; a++) {
		const ComparePlace *x = &g_array_index (compare->names, ComparePlace, a);
		Lang lang = compare_doc (compare, x->doc)->lang;
		LexiconEntry entries[8];
		g_autofree char *phrase = phrase_of (compare, x);
		guint found = lexicon_lookup (compare->lexicon, lang, phrase, strlen (phrase),
					      entries, G_N_ELEMENTS (entries));
		for (guint e = 0; e < found; e++) {
			const GArray *list = g_hash_table_lookup (names, entries[e].stem);
			for (guint k = 0; list && k < list->len; k++) {
				ComparePair pair = { a, g_array_index (list, guint, k), 1 };
				const ComparePlace *y =
					&g_array_index (compare->names, ComparePlace, pair.b);
				if (compare_doc (compare, y->doc)->lang != lang)
					g_array_append_val (pairs, pair);
			}
		}
	}
}

/* The longer name of the same article that name `a` is a part of; G_MAXUINT for none or several. */
static guint whole_of (const Compare *compare, guint a)
{
	const ComparePlace *x = &g_array_index (compare->names, ComparePlace, a);
	guint found = G_MAXUINT;
	if (is_known_word (compare, x))
		return G_MAXUINT;
	for (guint b = 0; b < compare->names->len; b++) {
		const ComparePlace *y = &g_array_index (compare->names, ComparePlace, b);
		if (y->doc != x->doc || !is_part (x->fact->norm, y->fact->norm))
			continue;
		if (found != G_MAXUINT)
			return G_MAXUINT;
		found = b;
	}
	return found;
}

void compare_find_names (Compare *compare)
{
	Names names = { g_ptr_array_new_with_free_func ((GDestroyNotify)bag_free),
			g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
	g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (ComparePair));
	for (guint d = 0; d < compare->docs->len; d++)
		collect_doc (compare, d, &names);
	gsize n = compare->names->len;
	g_autofree guint *document = g_new (guint, n + 1);
	for (guint i = 0; i < n; i++)
		document[i] = g_array_index (compare->names, ComparePlace, i).doc;
	g_autofree float *covers = cover_matrix (names.bags, document);
	for (guint a = 0; a < n; a++) {
		ComparePair part = { a, whole_of (compare, a), 1 };
		if (part.b != G_MAXUINT)
			g_array_append_val (pairs, part);
		for (guint b = a + 1; b < n; b++) {
			ComparePair pair = { a, b,
					     cover_both (covers[a * n + b], covers[b * n + a]) };
			if (pair.score >= ONE_NAME)
				g_array_append_val (pairs, pair);
		}
	}
	join_translations (compare, pairs);
	compare->name_groups = compare_group (compare->names, pairs);
	g_ptr_array_unref (names.bags);
	g_hash_table_unref (names.seen);
}

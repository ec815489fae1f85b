/* lexicon_user.c: the user's own words. Small by nature: all of it is read when the lexicon is opened. */
#include "indexer/lexicon_user.h"

#include <string.h>

#include "indexer/analyze.h"
#include "shim/text.h"

#define OWN_SHARE .9f
#define HEADER                                                                                     \
	"# Words of your own for entente's lexicon: + or -, French, English, with tabs between.\n" \
	"# 'entente lexicon add' and 'remove' write here; it may be edited.\n"

typedef struct {
	bool hold;
	char *words[2]; /* French, English, as written */
	char *keys[2];  /* their stems */
} Pair;

struct LexiconUser {
	GPtrArray *pairs;      /* Pair, in the file's order; the last on a pair counts */
	GHashTable *by_key[2]; /* stems → GPtrArray of Pair, borrowed */
};

static void pair_free (gpointer data)
{
	Pair *pair = data;
	for (int i = 0; i < 2; i++) {
		g_free (pair->words[i]);
		g_free (pair->keys[i]);
	}
	g_free (pair);
}

static void list_free (gpointer data)
{
	g_ptr_array_unref (data);
}

char *lexicon_user_path (void)
{
	return g_build_filename (g_get_user_data_dir (), "entente", "lexicon.tsv", NULL);
}

/* --- reading --- */

/* The key of `words`: their stems with one space between, as the builder makes it. NULL when they cannot be one. Owned. */
static char *key_of (Analyzer *analyzer, Terms *terms, const char *words, Lang lang)
{
	bool content = false;
	terms_clear (terms);
	analyze_text (analyzer, words, strlen (words), lang, 1, terms);
	if (terms->terms->len == 0 || terms->terms->len > LEXICON_PHRASE_MAX || terms->dropped > 0)
		return NULL;
	GString *key = g_string_new (NULL);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *term = &g_array_index (terms->terms, Term, i);
		g_string_append_printf (key, "%s%s", i ? " " : "",
					term->stem ? term->stem : term->word);
		content = content || (!term->is_stop && !term->is_number);
	}
	return g_string_free (key, !content);
}

static Pair *pair_new (Analyzer *analyzer, Terms *terms, bool hold, const char *fr, const char *en)
{
	Pair *pair = g_new0 (Pair, 1);
	pair->hold = hold;
	pair->words[0] = text_line (fr, -1, 0);
	pair->words[1] = text_line (en, -1, 0);
	pair->keys[0] = key_of (analyzer, terms, pair->words[0], LANG_FR);
	pair->keys[1] = key_of (analyzer, terms, pair->words[1], LANG_EN);
	if (pair->keys[0] && pair->keys[1])
		return pair;
	pair_free (pair);
	return NULL;
}

static bool same_keys (const Pair *a, const Pair *b)
{
	return strcmp (a->keys[0], b->keys[0]) == 0 && strcmp (a->keys[1], b->keys[1]) == 0;
}

/* Takes `pair` over: what was said of it before no longer counts. */
static void take (LexiconUser *user, Pair *pair)
{
	for (guint i = 0; i < user->pairs->len; i++)
		if (same_keys (user->pairs->pdata[i], pair)) {
			g_ptr_array_remove_index (user->pairs, i);
			break;
		}
	g_ptr_array_add (user->pairs, pair);
}

static bool read_line (LexiconUser *user, Analyzer *analyzer, Terms *terms, const char *line)
{
	g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
	if (g_strv_length (columns) != 3 || !columns[0][0] || columns[0][1] ||
	    !strchr ("+-", columns[0][0]))
		return false;
	Pair *pair = pair_new (analyzer, terms, columns[0][0] == '+', columns[1], columns[2]);
	if (pair)
		take (user, pair);
	return pair != NULL;
}

static void index_pairs (LexiconUser *user)
{
	for (guint i = 0; i < user->pairs->len; i++) {
		Pair *pair = user->pairs->pdata[i];
		for (int side = 0; side < 2; side++) {
			GPtrArray *list =
				g_hash_table_lookup (user->by_key[side], pair->keys[side]);
			if (!list) {
				list = g_ptr_array_new ();
				g_hash_table_insert (user->by_key[side], pair->keys[side], list);
			}
			g_ptr_array_add (list, pair);
		}
	}
}

/* The file's text, clean; "" when there is no file. Owned. */
static char *read_file (const char *path, GError **error)
{
	g_autoptr (GError) failure = NULL;
	g_autofree char *text = NULL;
	if (g_file_get_contents (path, &text, NULL, &failure))
		return text_clean (text, -1, NULL);
	if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return g_strdup ("");
	g_propagate_error (error, g_steal_pointer (&failure));
	return NULL;
}

LexiconUser *lexicon_user_open (const char *path, GError **error)
{
	g_autofree char *text = read_file (path, error);
	if (!text)
		return NULL;
	g_autoptr (LexiconUser) user = g_new0 (LexiconUser, 1);
	user->pairs = g_ptr_array_new_with_free_func (pair_free);
	for (int i = 0; i < 2; i++)
		user->by_key[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, list_free);
	if (!*text)
		return g_steal_pointer (&user);
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Terms) terms = terms_new ();
	g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		if (!*lines[i] || *lines[i] == '#' || read_line (user, analyzer, terms, lines[i]))
			continue;
		g_set_error (error, LEXICON_ERROR, LEXICON_ERROR_CORRUPT,
			     "%s:%u: expected + or -, French and English words, with tabs between",
			     path, i + 1);
		return NULL;
	}
	index_pairs (user);
	return g_steal_pointer (&user);
}

void lexicon_user_free (LexiconUser *user)
{
	if (!user)
		return;
	for (int i = 0; i < 2; i++)
		g_hash_table_unref (user->by_key[i]);
	g_ptr_array_unref (user->pairs);
	g_free (user);
}

void lexicon_user_counts (const LexiconUser *user, guint *added, guint *removed)
{
	*added = *removed = 0;
	for (guint i = 0; user && i < user->pairs->len; i++)
		++*(((const Pair *)user->pairs->pdata[i])->hold ? added : removed);
}

/* --- looking up --- */

/* Drop what the user has spoken of from the dictionaries' translations. Returns how many are left. */
static guint drop_spoken_of (const GPtrArray *pairs, int to, LexiconEntry *out, guint count)
{
	guint kept = 0;
	for (guint i = 0; i < count; i++) {
		bool spoken = false;
		for (guint k = 0; k < pairs->len && !spoken; k++)
			spoken = strcmp (((const Pair *)pairs->pdata[k])->keys[to], out[i].stem) ==
				 0;
		if (!spoken)
			out[kept++] = out[i];
	}
	return kept;
}

/* Let the weights of `count` entries sum to `sum`. */
static void scale (LexiconEntry *entries, guint count, float sum)
{
	float all = 0;
	for (guint i = 0; i < count; i++)
		all += entries[i].weight;
	for (guint i = 0; i < count; i++)
		entries[i].weight = all > 0 ? entries[i].weight * sum / all : sum / (float)count;
}

guint lexicon_user_apply (const LexiconUser *user, Lang from, const char *stem, gsize len,
			  LexiconEntry *out, guint count, guint max)
{
	int side = from == LANG_EN, to = !side;
	g_autofree char *key = g_strndup (stem, len);
	const GPtrArray *pairs = g_hash_table_lookup (user->by_key[side], key);
	if (!pairs)
		return count;
	guint own = 0;
	count = drop_spoken_of (pairs, to, out, count);
	for (guint i = 0; i < pairs->len; i++)
		own += ((const Pair *)pairs->pdata[i])->hold;
	own = MIN (own, max);
	count = MIN (count, max - own);
	memmove (out + own, out, count * sizeof *out);
	guint n = 0;
	for (guint i = 0; i < pairs->len && n < own; i++) {
		const Pair *pair = pairs->pdata[i];
		if (pair->hold)
			out[n++] =
				(LexiconEntry){ pair->keys[to], pair->words[to], 1, LEXICON_USER };
	}
	scale (out, own, count > 0 ? OWN_SHARE : 1);
	scale (out + own, count, own > 0 ? 1 - OWN_SHARE : 1);
	return own + count;
}

/* --- writing --- */

bool lexicon_user_put (const char *path, bool hold, const char *fr, const char *en, GError **error)
{
	g_autoptr (LexiconUser) user = lexicon_user_open (path, error);
	g_autofree char *dir = g_path_get_dirname (path);
	if (!user)
		return false;
	g_autoptr (Analyzer) analyzer = analyzer_new ();
	g_autoptr (Terms) terms = terms_new ();
	Pair *pair = pair_new (analyzer, terms, hold, fr, en);
	if (!pair) {
		g_set_error (
			error, LEXICON_ERROR, LEXICON_ERROR_FAILED,
			"'%s' and '%s' cannot be a pair: 1 to %d words each, not stop words only",
			fr, en, LEXICON_PHRASE_MAX);
		return false;
	}
	take (user, pair);
	GString *text = g_string_new (HEADER);
	for (guint i = 0; i < user->pairs->len; i++) {
		const Pair *row = user->pairs->pdata[i];
		g_string_append_printf (text, "%c\t%s\t%s\n", row->hold ? '+' : '-', row->words[0],
					row->words[1]);
	}
	g_mkdir_with_parents (dir, 0777); /* what went wrong shows in the next step */
	bool ok = g_file_set_contents_full (path, text->str, (gssize)text->len,
					    G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
	g_string_free (text, TRUE);
	return ok;
}

/* space.c: ids, rarities and translations of stems, looked up once and kept. */
#include <math.h>
#include <string.h>

#include "indexer/schema.h"
#include "search/space_private.h"

/* The background speaks for this many documents of each language. */
#define BACKGROUND_DOCUMENTS 3000.0

Space *space_new (XapDb *db, const Lexicon *lexicon, Analyzer *analyzer, GError **error)
{
	g_autoptr (Space) space = g_new0 (Space, 1);
	space->db = db;
	space->lexicon = lexicon;
	space->analyzer = analyzer;
	space->chunk = g_string_chunk_new (65536);
	space->rows = g_array_new (FALSE, FALSE, sizeof (Row));
	space->skeletons = g_hash_table_new (g_str_hash, g_str_equal);
	for (int i = 0; i < 2; i++) {
		space->ids[i] = g_hash_table_new (g_str_hash, g_str_equal);
		guint64 count = 0;
		if (db && !xap_db_term_freq (db, i ? SCHEMA_LANG "en" : SCHEMA_LANG "fr", 3, &count,
					     error))
			return NULL;
		space->documents[i] = (double)count;
	}
	background_open (&space->background);
	return g_steal_pointer (&space);
}

static void forms_clear (FormTable *table)
{
	for (guint i = 0; i < table->size; i++)
		if (table->slots[i].form) {
			g_free (table->slots[i].form->letters);
			g_free (table->slots[i].form);
		}
	g_free (table->slots);
}

void space_free (Space *space)
{
	if (!space)
		return;
	for (guint i = 0; i < space->rows->len; i++)
		g_free (g_array_index (space->rows, Row, i).translations);
	g_array_unref (space->rows);
	for (int i = 0; i < 2; i++) {
		g_clear_pointer (&space->ids[i], g_hash_table_unref);
		forms_clear (&space->forms[i]);
	}
	g_clear_pointer (&space->skeletons, g_hash_table_unref);
	g_string_chunk_free (space->chunk);
	g_free (space->letters);
	g_free (space);
}

Analyzer *space_analyzer (Space *space)
{
	return space->analyzer;
}

guint32 space_id (Space *space, Lang lang, const char *stem, gsize len)
{
	char key[ANALYZE_WORD_MAX + 1];
	len = MIN (len, ANALYZE_WORD_MAX);
	memcpy (key, stem, len);
	key[len] = '\0';
	GHashTable *ids = space->ids[space_side (lang)];
	gpointer found = g_hash_table_lookup (ids, key);
	if (found)
		return GPOINTER_TO_UINT (found) - 1;
	Row row = { .lang = lang == LANG_EN ? LANG_EN : LANG_FR,
		    .idf = -1,
		    .translations_count = -1 };
	row.stem = g_string_chunk_insert_len (space->chunk, key, (gssize)len);
	g_array_append_val (space->rows, row);
	g_hash_table_insert (ids, (gpointer)(guintptr)row.stem,
			     GUINT_TO_POINTER (space->rows->len));
	return space->rows->len - 1;
}

static Row *row_of (const Space *space, guint32 id)
{
	return &g_array_index (space->rows, Row, id);
}

const char *space_stem (const Space *space, guint32 id)
{
	return row_of (space, id)->stem;
}

/* Where the index counts a stem's documents. Numbers have no stem: they stand among the words. Owned. */
static char *index_term (const Row *row)
{
	return g_ascii_isdigit (*row->stem)
		       ? g_strdup (row->stem)
		       : g_strconcat (schema_stem_prefix (row->lang), row->stem, NULL);
}

double space_idf (Space *space, guint32 id)
{
	Row *row = row_of (space, id);
	if (row->idf >= 0)
		return row->idf;
	int s = space_side (row->lang);
	guint64 count = 0;
	g_autofree char *term = index_term (row);
	/* A failure here only makes the word rarer. */
	if (space->db && strlen (term) <= XAP_TERM_MAX)
		(void)xap_db_term_freq (space->db, term, strlen (term), &count, NULL);
	double general = background_count (&space->background, row->lang, row->stem) / 10000.0;
	double df = (double)count + general * BACKGROUND_DOCUMENTS;
	double idf = log ((space->documents[s] + BACKGROUND_DOCUMENTS + 1) / (df + 0.5));
	row->idf = (float)MAX (idf, 0.05);
	return row->idf;
}

typedef struct {
	char *term; /* as the index has it */
	guint32 id;
} Expected;

static int by_term (gconstpointer a, gconstpointer b)
{
	return strcmp (((const Expected *)a)->term, ((const Expected *)b)->term);
}

static void expected_clear (gpointer data)
{
	g_free (((Expected *)data)->term);
}

void space_expect (Space *space, const GArray *ids)
{
	g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Expected));
	g_array_set_clear_func (all, expected_clear);
	for (guint i = 0; i < ids->len; i++) {
		guint32 id = g_array_index (ids, guint32, i);
		const Row *row = row_of (space, id);
		if (row->idf < 0)
			g_array_append_vals (all, &(Expected){ index_term (row), id }, 1);
	}
	g_array_sort (all, by_term);
	for (guint i = 0; i < all->len; i++)
		space_idf (space, g_array_index (all, Expected, i).id);
}

/* --- translations --- */

const Translation *space_translations (Space *space, guint32 id, guint *count)
{
	if (row_of (space, id)->translations_count < 0) {
		LexiconEntry entries[SPACE_TRANSLATIONS * 2];
		Translation kept[SPACE_TRANSLATIONS];
		Lang from = row_of (space, id)->lang, to = from == LANG_FR ? LANG_EN : LANG_FR;
		const char *stem = row_of (space, id)->stem;
		guint n = 0, found = lexicon_lookup (space->lexicon, from, stem, strlen (stem),
						     entries, G_N_ELEMENTS (entries));
		double norm = 0;
		for (guint i = 0; i < found && n < SPACE_TRANSLATIONS; i++) {
			if (strchr (entries[i].stem, ' '))
				continue; /* measured: multiword entries as extra terms do not pay */
			kept[n] = (Translation){ .id = space_id (space, to, entries[i].stem,
								 strlen (entries[i].stem)),
						 .weight = entries[i].weight,
						 .surface = entries[i].surface };
			norm += (double)kept[n].weight * kept[n].weight;
			n++;
		}
		for (guint i = 0; i < n; i++)
			kept[i].weight = (float)(kept[i].weight / sqrt (norm));
		Row *row = row_of (space, id); /* space_id() may have moved the rows */
		row->translations = n ? g_memdup2 (kept, n * sizeof *kept) : NULL;
		row->translations_count = (gint8)n;
	}
	*count = (guint)row_of (space, id)->translations_count;
	return row_of (space, id)->translations;
}

bool space_is_name (Space *space, guint32 id)
{
	const Row *row = row_of (space, id);
	bool known, is_name = background_is_name (&space->background, row->lang, row->stem, &known);
	guint count;
	if (known)
		return is_name;
	const Translation *best = space_translations (space, id, &count);
	return count == 0 || g_unichar_isupper (g_utf8_get_char (best->surface));
}

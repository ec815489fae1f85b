/* space.c: ids, rarities and translations of stems, looked up once and kept. */
#include "search/space.h"

#include <math.h>
#include <string.h>

#include "indexer/schema.h"
#include "search/background.h"

/* The background speaks for this many documents of each language. */
#define BACKGROUND_DOCUMENTS 3000.0

typedef struct {
	const char *stem;
	Lang lang;
	float idf; /* < 0: not looked up yet */
	Translation *translations;
	gint8 translations_count; /* -1: not looked up yet */
} Row;

/* A form as it is kept. */
typedef struct {
	SpaceForm form;
	gint32 letters_count; /* -1: not looked up yet */
	SpaceLetters *letters;
	guint32 skeleton; /* 1 + its number; 0: not looked up yet */
	char strings
		[]; /* word and stem, beside the rest, as they are compared with every word asked for */
} Form;

struct Space {
	XapDb *db;
	const Lexicon *lexicon;
	Analyzer *analyzer;
	GHashTable *ids[2];    /* stem → id + 1; French, English */
	GHashTable *forms[2];  /* Form, by word and stem */
	GHashTable *skeletons; /* skeleton → number */
	Background background;
	double documents[2];
	float *letters; /* NULL until needed; LETTERS_SLOTS: share of the background's articles that have such a run of letters, estimated */
	GStringChunk *chunk;
	GArray *rows;
};

#define LETTERS_SLOTS 65536

static int side (Lang lang)
{
	return lang == LANG_EN;
}

/* --- runs of letters --- */

/* The hashes of a word's runs into `out`, which has room for LETTERS_MAX. Returns how many. */
static guint hash_letters (const char *word, gsize len, guint32 *out)
{
	char marked[ANALYZE_WORD_MAX + 3] = "^";
	guint count = 0;
	if (len < SPACE_LETTERS - 1 || len > ANALYZE_WORD_MAX)
		return 0;
	memcpy (marked + 1, word, len);
	marked[++len] = '$';
	for (gsize i = 0; i + SPACE_LETTERS <= len + 1; i++) {
		guint32 hash = 2166136261U; /* FNV-1a */
		for (gsize k = i; k < i + SPACE_LETTERS; k++)
			hash = (hash ^ (guint8)marked[k]) * 16777619U;
		out[count++] = hash;
	}
	return count;
}
#define LETTERS_MAX ANALYZE_WORD_MAX

static float *letters_slot (const Space *space, guint32 gram)
{
	return &space->letters[(gram ^ gram >> 16) % LETTERS_SLOTS];
}

/* A stem's runs are in at least as many articles as the stem; of many stems with one run the shares add up, to all at most. */
static void count_letters (const char *stem, gsize len, guint count, gpointer data)
{
	Space *space = data;
	guint32 hashes[LETTERS_MAX];
	const double share = count / 20000.0;
	guint found = hash_letters (stem, len, hashes);
	for (guint i = 0; i < found; i++) {
		float *slot = letters_slot (space, hashes[i]);
		*slot = (float)MIN (1.0, *slot + share);
	}
}

static void load_letters (Space *space)
{
	space->letters = g_new0 (float, LETTERS_SLOTS);
	background_each (&space->background, count_letters, space);
}

const SpaceLetters *space_letters (Space *space, const SpaceForm *form, guint *count)
{
	Form *f = (Form *)(guintptr)form; /* its first member */
	if (f->letters_count < 0) {
		guint32 hashes[LETTERS_MAX];
		if (!space->letters)
			load_letters (space);
		guint found = hash_letters (form->word, form->word_len, hashes);
		f->letters = g_new (SpaceLetters, found);
		f->letters_count = (gint32)found;
		for (guint i = 0; i < found; i++)
			f->letters[i] = (SpaceLetters){
				hashes[i], -log ((double)*letters_slot (space, hashes[i]) + 1e-4)
			};
	}
	*count = (guint)f->letters_count;
	return f->letters;
}

static guint form_hash (gconstpointer data)
{
	return ((const SpaceForm *)data)->hash;
}

static gboolean form_equal (gconstpointer a, gconstpointer b)
{
	const SpaceForm *x = a, *y = b;
	return strcmp (x->word, y->word) == 0 && strcmp (x->stem, y->stem) == 0;
}

static void form_free (gpointer data)
{
	g_free (((Form *)data)->letters);
	g_free (data);
}

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
		space->forms[i] = g_hash_table_new_full (form_hash, form_equal, form_free, NULL);
		guint64 count = 0;
		if (db && !xap_db_term_freq (db, i ? SCHEMA_LANG "en" : SCHEMA_LANG "fr", 3, &count,
					     error))
			return NULL;
		space->documents[i] = (double)count;
	}
	background_open (&space->background);
	return g_steal_pointer (&space);
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
		g_clear_pointer (&space->forms[i], g_hash_table_unref);
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
	GHashTable *ids = space->ids[side (lang)];
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
	int s = side (row->lang);
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

/* --- forms --- */

static const SpaceForm *form_new (Space *space, Lang lang, const SpaceForm *asked)
{
	const char *word = asked->word;
	gsize word_len = strlen (word), stem_len = strlen (asked->stem);
	Form *f = g_malloc0 (sizeof *f + word_len + stem_len + 2);
	SpaceForm *form = &f->form;
	Lang to = lang == LANG_FR ? LANG_EN : LANG_FR;
	g_autofree char *other = g_ascii_isdigit (*word)
					 ? g_strdup (word)
					 : analyze_stem (space->analyzer, word, word_len, to);
	form->hash = asked->hash;
	form->word = strcpy (f->strings, word);
	form->stem = strcpy (f->strings + word_len + 1, asked->stem);
	form->word_len = (guint32)word_len;
	form->id = space_id (space, lang, form->stem, stem_len);
	form->other_id = space_id (space, to, other, strlen (other));
	form->idf = (float)space_idf (space, form->id);
	form->translations = space_translations (space, form->id, &form->translation_count);
	f->letters_count = -1;
	g_hash_table_add (space->forms[side (lang)], f);
	return form;
}

const SpaceForm *space_form (Space *space, Lang lang, const char *word, const char *stem)
{
	SpaceForm asked = { .word = word, .stem = stem, .hash = 2166136261U }; /* FNV-1a */
	for (const char *c = word; *c; c++)
		asked.hash = (asked.hash ^ (guint8)*c) * 16777619U;
	const SpaceForm *found = g_hash_table_lookup (space->forms[side (lang)], &asked);
	return found ? found : form_new (space, lang, &asked);
}

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

/* --- name skeletons --- */

char *space_skeleton (const char *word)
{
	static const char *const rules[][2] = {
		{ "tch", "c" }, { "sch", "c" }, { "ph", "f" }, { "ch", "c" },
		{ "sh", "c" },  { "dj", "j" },  { "kh", "k" }, { "ou", "u" },
		{ "oo", "u" },  { "th", "t" },  { "w", "v" },  { "y", "i" },
	};
	GString *out = g_string_new (NULL);
	for (const char *p = word; *p;) {
		char mapped = *p;
		gsize used = 1;
		for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
			if (g_str_has_prefix (p, rules[i][0])) {
				mapped = rules[i][1][0];
				used = strlen (rules[i][0]);
				break;
			}
		p += used;
		if (strchr ("aeiouh", mapped) || (out->len && out->str[out->len - 1] == mapped))
			continue;
		g_string_append_c (out, mapped);
	}
	if (strlen (word) < 4 || out->len < 3)
		g_string_truncate (out, 0);
	return g_string_free (out, FALSE);
}

static guint32 skeleton_number (Space *space, const char *word)
{
	g_autofree char *skeleton = space_skeleton (word);
	if (!*skeleton)
		return 0;
	gpointer found = g_hash_table_lookup (space->skeletons, skeleton);
	if (found)
		return GPOINTER_TO_UINT (found);
	guint32 id = g_hash_table_size (space->skeletons) + 1;
	g_hash_table_insert (space->skeletons, g_string_chunk_insert (space->chunk, skeleton),
			     GUINT_TO_POINTER (id));
	return id;
}

guint32 space_skeleton_id (Space *space, const SpaceForm *form)
{
	Form *f = (Form *)(guintptr)form; /* its first member */
	if (!f->skeleton)
		f->skeleton = 1 + skeleton_number (space, form->word);
	return f->skeleton - 1;
}

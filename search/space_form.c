/* space_form.c: the forms of words, and what hangs on their letters: ids, runs of letters, skeletons. Every word of every article is
 * looked up here, so the table is our own: what is asked for together is fetched together, and a form stands beside its letters. */
#include <math.h>
#include <string.h>

#include "search/space_private.h"

#define LETTERS_SLOTS 65536

/* --- the table --- */

#define TABLE_LEAST 4096

/* 0 is the hash of nothing. */
static guint64 hash_word (const char *word)
{
	guint64 hash = G_GUINT64_CONSTANT (14695981039346656037); /* FNV-1a */
	for (const char *c = word; *c; c++)
		hash = (hash ^ (guint8)*c) * G_GUINT64_CONSTANT (1099511628211);
	return hash ^ hash >> 32;
}

static struct FormSlot *slot_of (const FormTable *table, guint64 hash)
{
	return &table->slots[hash & (table->size - 1)];
}

static struct FormSlot *next_slot (const FormTable *table, struct FormSlot *slot)
{
	return ++slot == table->slots + table->size ? table->slots : slot;
}

static void table_put (FormTable *table, guint64 hash, Form *form)
{
	struct FormSlot *slot = slot_of (table, hash);
	while (slot->form)
		slot = next_slot (table, slot);
	*slot = (struct FormSlot){ hash, form };
	table->count++;
}

static void table_make_room (FormTable *table)
{
	if (table->count * 2 < table->size)
		return;
	FormTable larger = { .size = MAX (TABLE_LEAST, table->size * 2) };
	larger.slots = g_new0 (struct FormSlot, larger.size);
	for (guint i = 0; i < table->size; i++)
		if (table->slots[i].form)
			table_put (&larger, table->slots[i].hash, table->slots[i].form);
	g_free (table->slots);
	*table = larger;
}

/* --- forms --- */

static Form *form_new (Space *space, Lang lang, const char *word, const char *stem)
{
	gsize word_len = strlen (word), stem_len = strlen (stem);
	Form *f = g_malloc0 (sizeof *f + word_len + stem_len + 2);
	SpaceForm *form = &f->form;
	Lang to = lang == LANG_FR ? LANG_EN : LANG_FR;
	guint count;
	g_autofree char *other = g_ascii_isdigit (*word)
					 ? g_strdup (word)
					 : analyze_stem (space->analyzer, word, word_len, to);
	form->word = memcpy (f->strings, word, word_len);
	form->stem = memcpy (f->strings + word_len + 1, stem, stem_len);
	form->word_len = (guint16)word_len;
	form->id = space_id (space, lang, form->stem, stem_len);
	form->other_id = space_id (space, to, other, strlen (other));
	form->idf = (float)space_idf (space, form->id);
	const Translation *rows = space_translations (space, form->id, &count);
	form->target_count = (guint8)count;
	for (guint i = 0; i < count; i++)
		form->targets[i] = (Weighted){ rows[i].id, rows[i].weight };
	f->letters_count = -1;
	return f;
}

static const SpaceForm *find_form (Space *space, Lang lang, guint64 hash, const GistWord *w)
{
	FormTable *table = &space->forms[space_side (lang)];
	struct FormSlot *slot = slot_of (table, hash);
	for (; slot->form; slot = next_slot (table, slot)) {
		const SpaceForm *form = &slot->form->form;
		if (slot->hash == hash && strcmp (form->word, w->word) == 0 &&
		    strcmp (form->stem, w->stem) == 0)
			return form;
	}
	Form *made = form_new (space, lang, w->word, w->stem);
	table_make_room (table);
	table_put (table, hash, made);
	return &made->form;
}

void space_forms (Space *space, Lang lang, const GArray *words, const SpaceForm **out)
{
	/* The table and the forms stand anywhere in memory: asked for ahead, they come while others are looked at. */
	enum { BATCH = 32 };
	guint64 hashes[BATCH];
	FormTable *table = &space->forms[space_side (lang)];
	table_make_room (table); /* has slots from now on */
	for (guint from = 0; from < words->len; from += BATCH) {
		guint count = MIN (BATCH, words->len - from);
		for (guint i = 0; i < count; i++) {
			hashes[i] = hash_word (g_array_index (words, GistWord, from + i).word);
			__builtin_prefetch (slot_of (table, hashes[i]));
		}
		for (guint i = 0; i < count; i++) {
			const char *at = (const char *)slot_of (table, hashes[i])->form;
			__builtin_prefetch (at);
			__builtin_prefetch (at + 64);
		}
		for (guint i = 0; i < count; i++)
			out[from + i] = find_form (space, lang, hashes[i],
						   &g_array_index (words, GistWord, from + i));
	}
}

bool space_form_is_name (Space *space, const SpaceForm *form)
{
	Form *f = (Form *)(guintptr)form; /* its first member */
	if (f->name == NAME_UNKNOWN)
		f->name = space_is_name (space, form->id) ? NAME_YES : NAME_NO;
	return f->name == NAME_YES;
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

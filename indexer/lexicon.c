/* lexicon.c: reads the memory-mapped lexicon. See lexicon_format.h for the file. */
#include "indexer/lexicon.h"

#include <string.h>

#include "indexer/lexicon_format.h"
#include "indexer/lexicon_user.h"

/* One direction. Pointers into the map. */
typedef struct {
	const guint8 *slots, *keys, *entries;
	guint32 slots_count, keys_count, entries_count;
} Table;

struct Lexicon {
	GMappedFile *file;
	const char *pool;
	guint32 pool_len;
	char *about;
	Table tables[2];   /* French to English, English to French */
	LexiconUser *user; /* NULL: none */
};

static guint32 word_at (const guint8 *bytes, gsize index)
{
	guint32 word;
	memcpy (&word, bytes + 4 * index, sizeof word);
	return GUINT32_FROM_LE (word);
}

static int table_of (Lang from)
{
	return from == LANG_FR ? 0 : from == LANG_EN ? 1 : -1;
}

static bool corrupt (const char *path, const char *what, GError **error)
{
	g_set_error (error, LEXICON_ERROR, LEXICON_ERROR_CORRUPT,
		     "%s: %s; build it anew with 'entente lexicon build --output %s'", path, what,
		     path);
	return false;
}

/* Whether `count` items of `size` bytes at `offset` lie in the body of a file of `len` bytes. */
static bool fits (guint32 offset, guint64 count, guint64 size, gsize len)
{
	return offset >= LEXICON_HEADER_LEN && offset <= len && count * size <= len - offset;
}

static bool open_table (Table *table, const guint8 *bytes, gsize len, gsize field)
{
	guint32 at[LEXICON_TABLE_FIELDS];
	for (gsize i = 0; i < LEXICON_TABLE_FIELDS; i++)
		at[i] = word_at (bytes, field + i);

	guint32 slots_count = at[LEXICON_TABLE_SLOTS_COUNT];
	guint64 keys_count = at[LEXICON_TABLE_KEYS_COUNT];
	if (slots_count == 0 || (slots_count & (slots_count - 1)) != 0 ||
	    keys_count >= slots_count ||
	    !fits (at[LEXICON_TABLE_SLOTS], slots_count, LEXICON_SLOT_LEN, len) ||
	    !fits (at[LEXICON_TABLE_KEYS], keys_count + 1, LEXICON_KEY_LEN, len) ||
	    !fits (at[LEXICON_TABLE_ENTRIES], at[LEXICON_TABLE_ENTRIES_COUNT], LEXICON_ENTRY_LEN,
		   len))
		return false;
	*table = (Table){
		.slots = bytes + at[LEXICON_TABLE_SLOTS],
		.keys = bytes + at[LEXICON_TABLE_KEYS],
		.entries = bytes + at[LEXICON_TABLE_ENTRIES],
		.slots_count = slots_count,
		.keys_count = (guint32)keys_count,
		.entries_count = at[LEXICON_TABLE_ENTRIES_COUNT],
	};
	return true;
}

static bool check_header (const char *path, const guint8 *bytes, gsize len, GError **error)
{
	guint8 header[LEXICON_HEADER_LEN];
	if (len < LEXICON_HEADER_LEN || memcmp (bytes, LEXICON_MAGIC, LEXICON_MAGIC_LEN) != 0)
		return corrupt (path, "not a lexicon", error);
	if (word_at (bytes, LEXICON_AT_VERSION) != LEXICON_VERSION)
		return corrupt (path, "a lexicon of another version", error);
	memcpy (header, bytes, sizeof header);
	memset (header + 4 * LEXICON_AT_HEADER_CRC, 0, 4);
	if (lexicon_crc (header, sizeof header) != word_at (bytes, LEXICON_AT_HEADER_CRC))
		return corrupt (path, "damaged in its header", error);
	if (word_at (bytes, LEXICON_AT_FILE_LEN) != len)
		return corrupt (path, "cut short", error);
	return true;
}

static bool check_body (const char *path, const guint8 *bytes, gsize len, GError **error)
{
	guint64 sum = (guint64)word_at (bytes, LEXICON_AT_BODY_SUM_HIGH) << 32 |
		      word_at (bytes, LEXICON_AT_BODY_SUM);
	return lexicon_sum (bytes + LEXICON_HEADER_LEN, len - LEXICON_HEADER_LEN) == sum ||
	       corrupt (path, "damaged", error);
}

static bool open_tables (Lexicon *lexicon, const char *path, const guint8 *bytes, gsize len,
			 GError **error)
{
	guint32 pool = word_at (bytes, LEXICON_AT_POOL),
		pool_len = word_at (bytes, LEXICON_AT_POOL_LEN);
	guint32 about = word_at (bytes, LEXICON_AT_ABOUT),
		about_len = word_at (bytes, LEXICON_AT_ABOUT_LEN);
	if (pool_len == 0 || !fits (pool, pool_len, 1, len) || bytes[pool + pool_len - 1] != '\0' ||
	    !fits (about, about_len, 1, len))
		return corrupt (path, "damaged in its strings", error);
	for (gsize i = 0; i < 2; i++)
		if (!open_table (&lexicon->tables[i], bytes, len,
				 LEXICON_AT_TABLES + i * LEXICON_TABLE_FIELDS))
			return corrupt (path, "damaged in its tables", error);
	lexicon->pool = (const char *)bytes + pool;
	lexicon->pool_len = pool_len;
	lexicon->about = g_strndup ((const char *)bytes + about, about_len);
	return true;
}

static Lexicon *open_lexicon (const char *path, bool whole, GError **error)
{
	g_autoptr (GError) failure = NULL;
	GMappedFile *file = g_mapped_file_new (path, FALSE, &failure);
	if (!file) {
		bool missing = g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT);
		g_set_error (error, LEXICON_ERROR,
			     missing ? LEXICON_ERROR_NOT_FOUND : LEXICON_ERROR_FAILED, "%s: %s",
			     path, missing ? "no such lexicon" : failure->message);
		return NULL;
	}

	g_autoptr (Lexicon) lexicon = g_new0 (Lexicon, 1);
	lexicon->file = file;
	gsize len = g_mapped_file_get_length (file);
	const guint8 *bytes = (const guint8 *)g_mapped_file_get_contents (file);
	if (len > LEXICON_FILE_MAX) {
		corrupt (path, "too large for a lexicon", error);
		return NULL;
	}
	if (!check_header (path, bytes, len, error) ||
	    (whole && !check_body (path, bytes, len, error)) ||
	    !open_tables (lexicon, path, bytes, len, error))
		return NULL;
	return g_steal_pointer (&lexicon);
}

void lexicon_close (Lexicon *lexicon)
{
	if (!lexicon)
		return;
	g_mapped_file_unref (lexicon->file);
	lexicon_user_free (lexicon->user);
	g_free (lexicon->about);
	g_free (lexicon);
}

char *lexicon_default_path (void)
{
	const char *given = g_getenv ("ENTENTE_LEXICON");
	if (given && *given)
		return g_strdup (given);

	g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
	if (!program)
		return NULL;
	g_autofree char *dir = g_path_get_dirname (program);
	static const char *const places[] = { "lexicon.bin", "../lexicon.bin",
					      "../share/entente/lexicon.bin" };
	for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
		g_autofree char *path = g_build_filename (dir, places[i], NULL);
		if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
			return g_steal_pointer (&path);
	}
	return NULL;
}

Lexicon *lexicon_open (const char *path, GError **error)
{
	return open_lexicon (path, true, error);
}

Lexicon *lexicon_open_default (bool whole, GError **error)
{
	g_autofree char *path = lexicon_default_path (), *own = lexicon_user_path ();
	if (!path) {
		g_set_error_literal (error, LEXICON_ERROR, LEXICON_ERROR_NOT_FOUND,
				     "no lexicon: 'make lexicon' builds it, or 'entente lexicon "
				     "build --output FILE', and ENTENTE_LEXICON names it");
		return NULL;
	}
	g_autoptr (Lexicon) lexicon = open_lexicon (path, whole, error);
	if (lexicon && g_file_test (own, G_FILE_TEST_EXISTS) &&
	    !(lexicon->user = lexicon_user_open (own, error)))
		return NULL;
	return g_steal_pointer (&lexicon);
}

/* The pool ends in NUL, so every offset inside it is a string inside it. */
static const char *string_at (const Lexicon *lexicon, guint32 offset)
{
	return offset < lexicon->pool_len ? lexicon->pool + offset : NULL;
}

/* The fields of a key; `key` may be keys_count for key_first(). */
static guint32 key_stem (const Table *table, guint32 key)
{
	return word_at (table->keys, (gsize)key * (LEXICON_KEY_LEN / 4));
}

static guint32 key_first (const Table *table, guint32 key)
{
	return word_at (table->keys, (gsize)key * (LEXICON_KEY_LEN / 4) + 1);
}

static bool stem_is (const Lexicon *lexicon, guint32 offset, const char *stem, gsize len)
{
	const char *have = string_at (lexicon, offset);
	/* strncmp() stops at the NUL of `have`, so equality means that `len` bytes of the pool are there. */
	return have && strncmp (have, stem, len) == 0 && have[len] == '\0';
}

/* The number of the key `stem`, or -1. */
static gint64 find_key (const Lexicon *lexicon, const Table *table, const char *stem, gsize len)
{
	guint32 mask = table->slots_count - 1, at = lexicon_hash (stem, len) & mask;
	for (guint32 tries = 0; tries < table->slots_count; tries++, at = (at + 1) & mask) {
		guint32 slot = word_at (table->slots, at);
		if (slot == 0 || slot > table->keys_count)
			return -1;
		guint32 key = slot - 1;
		if (stem_is (lexicon, key_stem (table, key), stem, len))
			return key;
	}
	return -1;
}

static bool read_entry (const Lexicon *lexicon, const Table *table, guint32 index,
			LexiconEntry *out)
{
	gsize at = (gsize)index * (LEXICON_ENTRY_LEN / 4);
	const char *stem = string_at (lexicon, word_at (table->entries, at));
	const char *surface = string_at (lexicon, word_at (table->entries, at + 1));
	guint32 packed = word_at (table->entries, at + 2);
	if (!stem || !surface)
		return false;
	*out = (LexiconEntry){
		.stem = stem,
		.surface = surface,
		.weight = (float)(packed & 0xffff) / 65535.0f,
		.sources = packed >> 16,
	};
	return true;
}

/* What the built tables say of a key. */
static guint look_up (const Lexicon *lexicon, const Table *table, const char *stem, gsize len,
		      LexiconEntry *out, guint max)
{
	gint64 key = find_key (lexicon, table, stem, len);
	if (key < 0)
		return 0;

	guint32 first = key_first (table, (guint32)key);
	guint32 end = key_first (table, (guint32)key + 1);
	guint count = 0;
	for (guint32 i = first; i < MIN (end, table->entries_count) && count < max; i++)
		if (read_entry (lexicon, table, i, &out[count]))
			count++;
	return count;
}

guint lexicon_lookup (const Lexicon *lexicon, Lang from, const char *stem, gsize len,
		      LexiconEntry *out, guint max)
{
	int direction = table_of (from);
	if (!lexicon || direction < 0 || len == 0 || memchr (stem, '\0', len))
		return 0;
	guint count = look_up (lexicon, &lexicon->tables[direction], stem, len, out, max);
	return lexicon->user ? lexicon_user_apply (lexicon->user, from, stem, len, out, count, max)
			     : count;
}

void lexicon_own_counts (const Lexicon *lexicon, guint *added, guint *removed)
{
	lexicon_user_counts (lexicon ? lexicon->user : NULL, added, removed);
}

void lexicon_counts (const Lexicon *lexicon, Lang from, guint64 *keys, guint64 *pairs)
{
	int direction = table_of (from);
	bool known = lexicon && direction >= 0;
	*keys = known ? lexicon->tables[direction].keys_count : 0;
	*pairs = known ? lexicon->tables[direction].entries_count : 0;
}

const char *lexicon_about (const Lexicon *lexicon)
{
	return lexicon ? lexicon->about : "";
}

const LexiconSourceRow *lexicon_sources (void)
{
	static const LexiconSourceRow rows[] = {
		{ LEXICON_FREEDICT, "freedict", "FreeDict (WikDict, JMdict)", "CC BY-SA 3.0" },
		{ LEXICON_ICU, "icu", "ICU", "Unicode licence" },
		{ LEXICON_CLDR, "cldr", "Unicode CLDR", "Unicode licence" },
		{ LEXICON_GEONAMES, "geonames", "GeoNames", "CC BY 4.0" },
		{ LEXICON_TABLE, "table", "Entente's own table", "GPL-2.0-or-later" },
		{ LEXICON_TRAINED, "trained", "parallel text", "that of the text" },
		{ LEXICON_USER, "user", "the user's own words", "the user's" },
		{ 0, NULL, NULL, NULL },
	};
	return rows;
}

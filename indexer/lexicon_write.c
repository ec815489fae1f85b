/* lexicon_write.c: writes the file that lexicon_format.h describes. */
#include "indexer/lexicon_write.h"

#include <string.h>

#include "indexer/lexicon_format.h"

typedef struct {
	guint32 stem;         /* offset into the pool */
	guint32 first, count; /* its entries */
} Key;

typedef struct {
	guint32 stem, surface; /* offsets into the pool */
	guint16 weight, sources;
} Entry;

typedef struct {
	GHashTable *numbers; /* stem → key's number + 1 */
	GArray *keys;        /* Key */
	GArray *entries;     /* Entry, in the order in which they came */
} Direction;

struct LexiconWriter {
	Direction directions[2];
	GByteArray *pool;
	GHashTable *strings; /* string → offset in the pool */
	char *about;
};

LexiconWriter *lexicon_writer_new (void)
{
	LexiconWriter *writer = g_new0 (LexiconWriter, 1);
	for (int i = 0; i < 2; i++) {
		Direction *direction = &writer->directions[i];
		direction->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
		direction->keys = g_array_new (FALSE, FALSE, sizeof (Key));
		direction->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
	}
	writer->pool = g_byte_array_new ();
	writer->strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
	writer->about = g_strdup ("");
	return writer;
}

void lexicon_writer_free (LexiconWriter *writer)
{
	if (!writer)
		return;
	for (int i = 0; i < 2; i++) {
		g_hash_table_unref (writer->directions[i].numbers);
		g_array_unref (writer->directions[i].keys);
		g_array_unref (writer->directions[i].entries);
	}
	g_byte_array_unref (writer->pool);
	g_hash_table_unref (writer->strings);
	g_free (writer->about);
	g_free (writer);
}

static Direction *direction_of (LexiconWriter *writer, Lang lang)
{
	g_assert (lang == LANG_FR || lang == LANG_EN);
	return &writer->directions[lang == LANG_EN];
}

static guint32 intern (LexiconWriter *writer, const char *string)
{
	gpointer offset;
	if (g_hash_table_lookup_extended (writer->strings, string, NULL, &offset))
		return GPOINTER_TO_UINT (offset);
	guint32 at = writer->pool->len;
	g_byte_array_append (writer->pool, (const guint8 *)string, (guint)strlen (string) + 1);
	g_hash_table_insert (writer->strings, g_strdup (string), GUINT_TO_POINTER (at));
	return at;
}

guint32 lexicon_writer_key (LexiconWriter *writer, Lang lang, const char *stem)
{
	Direction *direction = direction_of (writer, lang);
	guint number = GPOINTER_TO_UINT (g_hash_table_lookup (direction->numbers, stem));
	if (number == 0) {
		Key key = { intern (writer, stem), 0, 0 };
		g_array_append_val (direction->keys, key);
		number = direction->keys->len;
		g_hash_table_insert (direction->numbers, g_strdup (stem),
				     GUINT_TO_POINTER (number));
	}
	return number - 1;
}

void lexicon_writer_add (LexiconWriter *writer, Lang from, guint32 key, const char *stem,
			 const char *surface, double weight, guint32 sources)
{
	Direction *direction = direction_of (writer, from);
	g_assert (key < direction->keys->len);
	Key *head = &g_array_index (direction->keys, Key, key);
	if (head->count == 0)
		head->first = direction->entries->len;
	g_assert (head->first + head->count == direction->entries->len);
	Entry entry = { intern (writer, stem), intern (writer, surface),
			(guint16)(CLAMP (weight, 0, 1) * 65535 + .5), (guint16)sources };
	g_array_append_val (direction->entries, entry);
	head->count++;
}

void lexicon_writer_about (LexiconWriter *writer, const char *about)
{
	g_free (writer->about);
	writer->about = g_strdup (about);
}

static void put_word (GByteArray *out, guint32 word)
{
	word = GUINT32_TO_LE (word);
	g_byte_array_append (out, (const guint8 *)&word, sizeof word);
}

static void set_word (GByteArray *out, gsize index, guint32 word)
{
	word = GUINT32_TO_LE (word);
	memcpy (out->data + 4 * index, &word, sizeof word);
}

/* Entries are written key after key, whatever the order in which keys got theirs. */
static void put_keys (GByteArray *out, const Direction *direction)
{
	guint32 first = 0;
	for (guint i = 0; i < direction->keys->len; i++) {
		const Key *key = &g_array_index (direction->keys, Key, i);
		put_word (out, key->stem);
		put_word (out, first);
		first += key->count;
	}
	put_word (out, 0);
	put_word (out, first);
}

static void put_entries (GByteArray *out, const Direction *direction)
{
	for (guint i = 0; i < direction->keys->len; i++) {
		const Key *key = &g_array_index (direction->keys, Key, i);
		for (guint j = key->first; j < key->first + key->count; j++) {
			const Entry *entry = &g_array_index (direction->entries, Entry, j);
			put_word (out, entry->stem);
			put_word (out, entry->surface);
			put_word (out, entry->weight | (guint32)entry->sources << 16);
		}
	}
}

static guint32 put_slots (GByteArray *out, const Direction *direction, const GByteArray *pool)
{
	guint32 count = 2;
	while (count < direction->keys->len + direction->keys->len / 2 + 1)
		count *= 2;
	g_autofree guint32 *slots = g_new0 (guint32, count);
	for (guint32 i = 0; i < direction->keys->len; i++) {
		const char *stem =
			(const char *)pool->data + g_array_index (direction->keys, Key, i).stem;
		guint32 at = lexicon_hash (stem, strlen (stem)) & (count - 1);
		while (slots[at])
			at = (at + 1) & (count - 1);
		slots[at] = i + 1;
	}
	for (guint32 i = 0; i < count; i++)
		put_word (out, slots[i]);
	return count;
}

static void put_table (GByteArray *out, const Direction *direction, const GByteArray *pool,
		       gsize field)
{
	set_word (out, field + LEXICON_TABLE_SLOTS, out->len);
	set_word (out, field + LEXICON_TABLE_SLOTS_COUNT, put_slots (out, direction, pool));
	set_word (out, field + LEXICON_TABLE_KEYS, out->len);
	set_word (out, field + LEXICON_TABLE_KEYS_COUNT, direction->keys->len);
	put_keys (out, direction);
	set_word (out, field + LEXICON_TABLE_ENTRIES, out->len);
	set_word (out, field + LEXICON_TABLE_ENTRIES_COUNT, direction->entries->len);
	put_entries (out, direction);
}

GBytes *lexicon_writer_bytes (LexiconWriter *writer)
{
	GByteArray *out = g_byte_array_new ();
	g_byte_array_set_size (out, LEXICON_HEADER_LEN);
	memset (out->data, 0, out->len);
	memcpy (out->data, LEXICON_MAGIC, LEXICON_MAGIC_LEN);
	set_word (out, LEXICON_AT_VERSION, LEXICON_VERSION);

	intern (writer, ""); /* an empty lexicon, too, has a pool */
	for (gsize i = 0; i < 2; i++)
		put_table (out, &writer->directions[i], writer->pool,
			   LEXICON_AT_TABLES + i * LEXICON_TABLE_FIELDS);
	set_word (out, LEXICON_AT_POOL, out->len);
	set_word (out, LEXICON_AT_POOL_LEN, writer->pool->len);
	g_byte_array_append (out, writer->pool->data, writer->pool->len);
	set_word (out, LEXICON_AT_ABOUT, out->len);
	set_word (out, LEXICON_AT_ABOUT_LEN, (guint32)strlen (writer->about));
	g_byte_array_append (out, (const guint8 *)writer->about, (guint)strlen (writer->about));

	set_word (out, LEXICON_AT_FILE_LEN, out->len);
	guint64 sum = lexicon_sum (out->data + LEXICON_HEADER_LEN, out->len - LEXICON_HEADER_LEN);
	set_word (out, LEXICON_AT_BODY_SUM, (guint32)sum);
	set_word (out, LEXICON_AT_BODY_SUM_HIGH, (guint32)(sum >> 32));
	set_word (out, LEXICON_AT_HEADER_CRC, lexicon_crc (out->data, LEXICON_HEADER_LEN));
	return g_byte_array_free_to_bytes (out);
}

bool lexicon_writer_save (LexiconWriter *writer, const char *path, GError **error)
{
	g_autoptr (GBytes) bytes = lexicon_writer_bytes (writer);
	gsize len;
	const char *data = g_bytes_get_data (bytes, &len);
	return g_file_set_contents_full (path, data, (gssize)len, G_FILE_SET_CONTENTS_CONSISTENT,
					 0644, error);
}

/* lexicon_format.h: the lexicon's file, shared by its reader (lexicon.c) and its writer (lexicon_write.c) only.
 *
 * Everything is little-endian u32 unless said otherwise; offsets count bytes from the file's first.
 *
 *   header   LEXICON_HEADER_LEN bytes, see LexiconField
 *   for French, then for English:
 *     slots    hash table of slots_count (a power of two, at most two thirds full): number of a key + 1, 0 is empty;
 *              hash of the stem: lexicon_hash(); collisions go to the next slot
 *     keys     keys_count + 1 of { stem: offset into the pool; first: number of its first entry }; the last only ends
 *              the one before it
 *     entries  entries_count of { stem, surface: offsets into the pool; u16 weight, 65535 is 1; u16 sources }, best first
 *   pool     NUL-terminated strings; its last byte is NUL
 *   about    text, one line a source: name TAB licence TAB pairs
 *
 * The header carries a CRC-32 of itself and a sum of all that follows. The reader checks the first, and both where the answers are kept
 * (links) or it is the lexicon that is asked about; and yet it believes no number in the body: every one is compared with its table's end when it is used. */
#pragma once

#include <glib.h>
#include <string.h>
#include <zlib.h>

#define LEXICON_MAGIC "ENTLEX\r\n"
#define LEXICON_MAGIC_LEN 8
#define LEXICON_VERSION 1
#define LEXICON_FILE_MAX (256u << 20) /* bytes; a file over it is refused */

typedef enum {
	/* the first two words are the magic */
	LEXICON_AT_VERSION = 2,
	LEXICON_AT_HEADER_CRC, /* reckoned with 0 here */
	LEXICON_AT_FILE_LEN,
	LEXICON_AT_BODY_SUM, /* two words */
	LEXICON_AT_BODY_SUM_HIGH,
	LEXICON_AT_POOL,
	LEXICON_AT_POOL_LEN,
	LEXICON_AT_ABOUT,
	LEXICON_AT_ABOUT_LEN,
	LEXICON_AT_TABLES, /* two of LexiconTableField */
} LexiconField;

typedef enum {
	LEXICON_TABLE_SLOTS,
	LEXICON_TABLE_SLOTS_COUNT,
	LEXICON_TABLE_KEYS,
	LEXICON_TABLE_KEYS_COUNT,
	LEXICON_TABLE_ENTRIES,
	LEXICON_TABLE_ENTRIES_COUNT,
	LEXICON_TABLE_FIELDS,
} LexiconTableField;

#define LEXICON_HEADER_WORDS (LEXICON_AT_TABLES + 2 * LEXICON_TABLE_FIELDS)
#define LEXICON_HEADER_LEN (4 * LEXICON_HEADER_WORDS)
#define LEXICON_SLOT_LEN 4
#define LEXICON_KEY_LEN 8
#define LEXICON_ENTRY_LEN 12

/* FNV-1a. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
static inline guint32 lexicon_hash (const char *stem, gsize len)
{
	guint32 hash = 2166136261u;
	for (gsize i = 0; i < len; i++)
		hash = (hash ^ (guint8)stem[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static inline guint32 lexicon_crc (const guint8 *bytes, gsize len)
{
	return (guint32)crc32_z (crc32_z (0, NULL, 0), bytes, len);
}

/* The body's sum: FNV-1a on words of 64 bits in four lanes. Each step maps words one to one, so that no change within
 * one word goes unseen; four times as fast as zlib's CRC. */
static inline guint64 lexicon_sum (const guint8 *bytes, gsize len)
{
	const guint64 prime = 0x100000001b3u;
	guint64 lanes[4] = { 1, 2, 3, 4 }, sum = 0xcbf29ce484222325u;
	guint8 tail[32] = { 0 };
	for (gsize at = 0; at < len; at += sizeof tail) {
		const guint8 *block = bytes + at;
		if (len - at < sizeof tail)
			block = memcpy (tail, block, len - at);
		for (gsize i = 0; i < 4; i++) {
			guint64 word;
			memcpy (&word, block + 8 * i, sizeof word);
			lanes[i] = (lanes[i] ^ GUINT64_FROM_LE (word)) * prime;
		}
	}
	for (gsize i = 0; i < 4; i++)
		sum = (sum ^ lanes[i]) * prime;
	return sum;
}

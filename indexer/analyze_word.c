/* analyze_word.c: what one word becomes: elision undone, folded, stemmed.
 *
 * Stems come from Snowball (shim/xap). What a word turns into depends on its letters and the language only, so all of it is kept in
 * a cache by how it is written: words repeat, stemming is dear. */
#include <string.h>

#include "corpus/table.h"
#include "indexer/analyze_private.h"
#include "shim/text.h"
#include "shim/xap.h"

/* Words that a cache holds before it is emptied: bounds memory at about 30 MB. */
#define CACHE_MAX 200000
#define ELIDED_MAX 16 /* bytes that elision and possessive take from a word */

/* A word as it is written, and what it becomes. Never changed, never moved. */
typedef struct {
	AnalyzeWord word;
	char strings[]; /* as it is written, without NUL; the folded word, NUL, its stem, NUL */
} CacheRow;

/* `whole`: elision is not undone in it. */
typedef struct {
	guint32 hash;
	guint16 len;
	guint16 whole;
	CacheRow *row; /* NULL: free */
} CacheSlot;

/* Open addressing, half full at most: every word of every text is looked up here, and GHashTable reads twice as many lines of memory for it
 * (a third of the text work). Counted references: terms borrow their strings from the rows. */
struct WordCache {
	CacheSlot *slots;
	guint mask, count;
};

/* By language: 0 is "not stemmed". */
enum { SLOT_NONE, SLOT_FR, SLOT_EN, SLOTS };

struct Analyzer {
	XapStem *stem[SLOTS];
	GHashTable *stop[SLOTS]; /* folded stop words */
	WordCache *cache[SLOTS];
};

static int slot_of (Lang lang)
{
	return lang == LANG_FR ? SLOT_FR : lang == LANG_EN ? SLOT_EN : SLOT_NONE;
}

/* --- the cache --- */

#define SLOTS_MIN 256

static WordCache *cache_new (void)
{
	WordCache *cache = g_atomic_rc_box_new0 (WordCache);
	cache->slots = g_new0 (CacheSlot, SLOTS_MIN);
	cache->mask = SLOTS_MIN - 1;
	return cache;
}

static void cache_clear (gpointer data)
{
	WordCache *cache = data;
	for (guint i = 0; i <= cache->mask; i++)
		g_free (cache->slots[i].row);
	g_free (cache->slots);
}

void word_cache_unref (gpointer cache)
{
	g_atomic_rc_box_release_full (cache, cache_clear);
}

/* FNV-1a.  Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
static guint32 hash_of (const char *bytes, gsize len)
{
	guint32 hash = 2166136261u;
	for (gsize i = 0; i < len; i++)
		hash = (hash ^ (guint8)bytes[i]) * 16777619u;
	return hash;
}

/* The slot of a word: its own, or the free one that it would have. */
static CacheSlot *cache_slot (const WordCache *cache, const CacheSlot *key, const char *bytes)
{
	for (guint i = key->hash & cache->mask;; i = (i + 1) & cache->mask) {
		CacheSlot *slot = &cache->slots[i];
		if (!slot->row || (slot->hash == key->hash && slot->len == key->len &&
				   slot->whole == key->whole &&
				   memcmp (slot->row->strings, bytes, key->len) == 0))
			return slot;
	}
}

static void cache_grow (WordCache *cache)
{
	guint size = 2 * (cache->mask + 1), mask = size - 1;
	CacheSlot *slots = g_new0 (CacheSlot, size);
	for (guint i = 0; i <= cache->mask; i++) {
		if (!cache->slots[i].row)
			continue;
		guint at = cache->slots[i].hash & mask;
		while (slots[at].row)
			at = (at + 1) & mask;
		slots[at] = cache->slots[i];
	}
	g_free (cache->slots);
	cache->slots = slots;
	cache->mask = mask;
}

/* --- stop words: indexer/data/stopwords.tsv, "fr<TAB>le" --- */

static void add_stop_word (char **columns, gpointer data)
{
	Analyzer *analyzer = data;
	int slot = slot_of (lang_from_code (columns[0]));
	g_assert (slot != SLOT_NONE);
	g_hash_table_add (analyzer->stop[slot], text_fold (columns[1], -1, NULL));
}

Analyzer *analyzer_new (void)
{
	Analyzer *analyzer = g_new0 (Analyzer, 1);
	analyzer->stem[SLOT_FR] = xap_stem_new ("fr", NULL);
	analyzer->stem[SLOT_EN] = xap_stem_new ("en", NULL);
	g_assert (analyzer->stem[SLOT_FR] && analyzer->stem[SLOT_EN]);
	for (int i = 0; i < SLOTS; i++) {
		analyzer->stop[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
		analyzer->cache[i] = cache_new ();
	}
	table_each_row ("indexer/data/stopwords.tsv", 2, add_stop_word, analyzer);
	return analyzer;
}

void analyzer_free (Analyzer *analyzer)
{
	if (!analyzer)
		return;
	for (int i = 0; i < SLOTS; i++) {
		xap_stem_free (analyzer->stem[i]);
		g_hash_table_unref (analyzer->stop[i]);
		word_cache_unref (analyzer->cache[i]);
	}
	g_free (analyzer);
}

/* --- elision and possessives --- */

/* Length of an apostrophe at `s`: ' or ’ (U+2019) or ʼ (U+02BC); 0 when there is none. */
static gsize apostrophe_len (const char *s, const char *end)
{
	if (s < end && *s == '\'')
		return 1;
	if (end - s >= 3 && memcmp (s, "\xe2\x80\x99", 3) == 0)
		return 3;
	if (end - s >= 2 && memcmp (s, "\xca\xbc", 2) == 0)
		return 2;
	return 0;
}

static bool is_elided (const char *prefix, gsize len, Lang lang)
{
	/* French grammar's list; in English text only what French names bring along: d'Ivoire, L'Oréal. */
	static const char *const french[] = {
		"l", "d",  "j",     "m",      "t",      "s",      "n",
		"c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", NULL
	};
	static const char *const english[] = { "l", "d", NULL };
	for (const char *const *p = lang == LANG_EN ? english : french; *p; p++)
		if (strlen (*p) == len && g_ascii_strncasecmp (prefix, *p, len) == 0)
			return true;
	return false;
}

/* Narrow [start, end) of a word to what is left without its elided article and its English possessive. */
static void undo_elision (const char *text, guint32 *start, guint32 *end, Lang lang)
{
	const char *s = text + *start, *e = text + *end;
	for (const char *p = s; p < e; p++) {
		gsize mark = apostrophe_len (p, e);
		if (mark == 0)
			continue;
		const char *rest = p + mark;
		if (rest < e && is_elided (s, (gsize)(p - s), lang)) {
			*start = (guint32)(rest - text);
			undo_elision (text, start, end,
				      lang); /* "qu'l'…" does not occur, "l'Oréal's" does */
			return;
		}
		if (lang != LANG_FR && e - rest == 1 && (*rest == 's' || *rest == 'S') && p > s) {
			*end = (guint32)(p - text);
			return;
		}
	}
}

/* --- one word --- */

/* A word folded, and its stem if it has one; ANALYZE_WORD_MAX + 1 bytes each. */
typedef struct {
	char folded[ANALYZE_WORD_MAX + 1], stem[ANALYZE_WORD_MAX + 1];
	gsize folded_len, stem_len;
} Stemmed;

/* "u.s", "u.k": initials are one word with their full stops or without, as newspapers differ. Returns the length that is left. */
static gsize join_initials (char *lower, gsize len)
{
	if (len < 3 || len % 2 == 0)
		return len;
	for (gsize i = 0; i < len; i++)
		if (i % 2 ? lower[i] != '.' : !g_ascii_islower (lower[i]))
			return len;
	for (gsize i = 1; i <= len / 2; i++)
		lower[i] = lower[2 * i];
	lower[len / 2 + 1] = '\0';
	return len / 2 + 1;
}

static void stem_word (Analyzer *analyzer, int slot, const char *word, gsize len, Stemmed *out)
{
	char lower[ANALYZE_WORD_MAX + 1];
	gsize lower_len =
		len <= ANALYZE_WORD_MAX ? text_lower_word (word, len, lower, sizeof lower) : 0;
	lower_len = join_initials (lower, lower_len);
	out->folded_len =
		lower_len ? text_fold_word (lower, lower_len, out->folded, sizeof out->folded) : 0;
	out->stem_len = 0;
	if (out->folded_len && analyzer->stem[slot]) {
		gsize raw_len;
		const char *raw = xap_stem (analyzer->stem[slot], lower, lower_len, &raw_len);
		out->stem_len = text_fold_word (raw, raw_len, out->stem, sizeof out->stem);
	}
}

/* What the `len` bytes at `word` become, without `start` and `end`; they are written as the `written_len` bytes at `written`. */
static CacheRow *cache_row_new (Analyzer *analyzer, Lang lang, const char *word, gsize len,
				const char *written, gsize written_len)
{
	int slot = slot_of (lang);
	Stemmed stemmed;
	stem_word (analyzer, slot, word, len, &stemmed);
	gsize folded_len = stemmed.folded_len, stem_len = stemmed.stem_len;
	CacheRow *row = g_malloc0 (sizeof *row + folded_len + stem_len + 2 + written_len);
	AnalyzeWord *out = &row->word;
	char *strings = row->strings + written_len;
	memcpy (row->strings, written, written_len);
	memcpy (strings, stemmed.folded, folded_len);
	memcpy (strings + folded_len + 1, stemmed.stem, stem_len);
	out->strings = strings;
	out->says = folded_len <= UNITS_WORD_MAX ? units_word (strings) : &units_nothing;
	out->word_len = (guint16)folded_len;
	out->stem_len = (guint16)stem_len;
	if (stem_len)
		out->written = shorthand_of (lang, strings + folded_len + 1, strings);
	out->is_stop = slot != SLOT_NONE && folded_len &&
		       g_hash_table_contains (analyzer->stop[slot], strings);
	out->is_capital = g_unichar_isupper (g_utf8_get_char (word));
	return row;
}

const AnalyzeWord *analyze_word (Analyzer *analyzer, Lang lang, const char *bytes, gsize len,
				 bool whole)
{
	if (len > ANALYZE_WORD_MAX + ELIDED_MAX)
		return NULL;
	WordCache **cache = &analyzer->cache[slot_of (lang)];
	CacheSlot key = { hash_of (bytes, len), (guint16)len, whole, NULL };
	CacheSlot *slot = cache_slot (*cache, &key, bytes);
	if (!slot->row) {
		guint32 start = 0, end = (guint32)len;
		if (!whole)
			undo_elision (bytes, &start, &end, lang);
		key.row = cache_row_new (analyzer, lang, bytes + start, end - start, bytes, len);
		key.row->word.start = (guint16)start;
		key.row->word.end = (guint16)end;
		if ((*cache)->count >= CACHE_MAX) {
			word_cache_unref (*cache);
			*cache = cache_new ();
		} else if (2 * (*cache)->count > (*cache)->mask) {
			cache_grow (*cache);
		}
		(*cache)->count++;
		slot = cache_slot (*cache, &key, bytes);
		*slot = key;
	}
	return slot->row->word.word_len ? &slot->row->word : NULL;
}

WordCache *analyze_cache (Analyzer *analyzer, Lang lang)
{
	return analyzer->cache[slot_of (lang)];
}

char *analyze_stem (Analyzer *analyzer, const char *word, gsize len, Lang lang)
{
	Stemmed stemmed;
	stem_word (analyzer, slot_of (lang), word, len, &stemmed);
	return stemmed.stem_len ? g_strndup (stemmed.stem, stemmed.stem_len)
				: g_strndup (stemmed.folded, stemmed.folded_len);
}

bool analyze_is_stop (Analyzer *analyzer, const char *word, Lang lang)
{
	return g_hash_table_contains (analyzer->stop[slot_of (lang)], word);
}

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

/* A word as it is written; `whole`: elision is not undone in it. */
typedef struct {
	const char *bytes;
	guint32 hash;
	guint16 len;
	bool whole;
} CacheKey;

/* Laid out for the cache of the processor, for every word of every text is looked up: what is compared stands together. */
typedef struct {
	CacheKey key;
	AnalyzeWord word;
	char strings[]; /* what is written, word NUL stem NUL */
} CacheRow;

/* By language: 0 is "not stemmed". */
enum { SLOT_NONE, SLOT_FR, SLOT_EN, SLOTS };

struct Analyzer {
	XapStem *stem[SLOTS];
	GHashTable *stop[SLOTS];  /* folded stop words */
	GHashTable *cache[SLOTS]; /* CacheRow, as a set: its key comes first */
};

static int slot_of (Lang lang)
{
	return lang == LANG_FR ? SLOT_FR : lang == LANG_EN ? SLOT_EN : SLOT_NONE;
}

static guint key_hash (gconstpointer key)
{
	return ((const CacheKey *)key)->hash;
}

static gboolean key_equal (gconstpointer a, gconstpointer b)
{
	const CacheKey *x = a, *y = b;
	return x->hash == y->hash && x->len == y->len && x->whole == y->whole &&
	       memcmp (x->bytes, y->bytes, x->len) == 0;
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
		analyzer->cache[i] = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
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
		g_hash_table_unref (analyzer->cache[i]);
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

/* What the `len` bytes at `word` become, without `key`, `start` and `end`. */
static CacheRow *cache_row_new (Analyzer *analyzer, Lang lang, const char *word, gsize len,
				const CacheKey *key)
{
	int slot = slot_of (lang);
	char lower[ANALYZE_WORD_MAX + 1], folded[ANALYZE_WORD_MAX + 1], stem[ANALYZE_WORD_MAX + 1];
	gsize lower_len =
		len <= ANALYZE_WORD_MAX ? text_lower_word (word, len, lower, sizeof lower) : 0;
	gsize folded_len = lower_len ? text_fold_word (lower, lower_len, folded, sizeof folded) : 0;
	gsize stem_len = 0;
	if (folded_len && analyzer->stem[slot]) {
		gsize raw_len;
		const char *raw = xap_stem (analyzer->stem[slot], lower, lower_len, &raw_len);
		stem_len = text_fold_word (raw, raw_len, stem, sizeof stem);
	}
	CacheRow *row = g_malloc0 (sizeof *row + folded_len + stem_len + 2 + key->len);
	AnalyzeWord *out = &row->word;
	char *strings = row->strings + key->len;
	memcpy (row->strings, key->bytes, key->len);
	memcpy (strings, folded, folded_len);
	memcpy (strings + folded_len + 1, stem, stem_len);
	row->key = *key;
	row->key.bytes = row->strings;
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
	int slot = slot_of (lang);
	CacheKey key = { .bytes = bytes, .hash = whole, .len = (guint16)len, .whole = whole };
	/* FNV-1a.  Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
	key.hash ^= 2166136261u;
	for (gsize i = 0; i < len; i++)
		key.hash = (key.hash ^ (guint8)bytes[i]) * 16777619u;
	GHashTable *cache = analyzer->cache[slot];
	const CacheRow *row = g_hash_table_lookup (cache, &key);
	if (!row) {
		guint32 start = 0, end = (guint32)len;
		if (!whole)
			undo_elision (bytes, &start, &end, lang);
		CacheRow *made = cache_row_new (analyzer, lang, bytes + start, end - start, &key);
		made->word.start = (guint16)start;
		made->word.end = (guint16)end;
		if (g_hash_table_size (cache) >= CACHE_MAX)
			g_hash_table_remove_all (cache);
		g_hash_table_add (cache, made);
		row = made;
	}
	return row->word.word_len ? &row->word : NULL;
}

char *analyze_stem (Analyzer *analyzer, const char *word, gsize len, Lang lang)
{
	const AnalyzeWord *found = analyze_word (analyzer, lang, word, len, true);
	if (!found)
		return g_strdup ("");
	return g_strdup (found->strings + (found->stem_len ? found->word_len + 1 : 0));
}

bool analyze_is_stop (Analyzer *analyzer, const char *word, Lang lang)
{
	return g_hash_table_contains (analyzer->stop[slot_of (lang)], word);
}

/* gist_pack.c: a gist to bytes. */
#include <string.h>

#include "indexer/gist_bytes.h"

static void put_byte (GByteArray *out, guint byte)
{
	guint8 b = (guint8)byte;
	g_byte_array_append (out, &b, 1);
}

static void put_number (GByteArray *out, guint64 n)
{
	for (; n >= 128; n >>= 7)
		put_byte (out, (guint)(n & 127) | 128);
	put_byte (out, (guint)n);
}

/* The letters of `s`, in `packed` (as many bytes as `s` has are enough); 0 when one is not in the alphabet. */
static gsize pack_letters (const Alphabet *alphabet, const char *s, guint8 *packed)
{
	gsize size = 0;
	guint pending = 0, bits = 0;
	for (; *s; s++) {
		const char *at = memchr (alphabet->letters, *s, (gsize)1 << alphabet->bits);
		if (!at)
			return 0;
		pending |= (guint)(at - alphabet->letters) << bits;
		bits += alphabet->bits;
		if (bits >= 8) {
			packed[size++] = (guint8)pending;
			pending >>= 8;
			bits -= 8;
		}
	}
	if (bits)
		packed[size++] = (guint8)pending;
	return size;
}

static void put_string (GByteArray *out, const Alphabet *alphabet, const char *s)
{
	guint8 packed[ANALYZE_WORD_MAX];
	gsize len = strlen (s);
	gsize size = len <= sizeof packed ? pack_letters (alphabet, s, packed) : 0;
	put_number (out, len * 2 + (size > 0));
	if (size)
		g_byte_array_append (out, packed, (guint)size);
	else
		g_byte_array_append (out, (const guint8 *)s, (guint)len);
}

static bool differs (const GistWord *w)
{
	return w->written.ending != SHORTHAND_SAME;
}

static guint nibble_of (const GistWord *w)
{
	guint kind = w->is_number                     ? NUMBER
		     : w->is_name == GIST_NAME        ? NAME
		     : w->is_name == GIST_MAY_BE_NAME ? MAY_BE_NAME
						      : PLAIN;
	return kind | (guint)(MIN (w->count, NIBBLE_COUNT_MAX + 1) - 1) << 2;
}

/* Which words are in the lead and in the title. Those of the lead come first, those of the title alone last (gist_new()). */
static void put_places (GByteArray *out, const GArray *words)
{
	const GistWord *w = (const GistWord *)(const void *)words->data;
	guint lead = 0, opening = 0, tail = words->len, titled = 0, last = 0;
	while (tail > 0 && w[tail - 1].titled)
		tail--;
	for (guint i = 0; i < tail; i++) {
		titled += w[i].titled;
		if (w[i].in_lead && !w[i].titled)
			lead = i + 1;
		if (w[i].in_opening && !w[i].titled)
			opening = i + 1;
	}
	put_number (out, lead);
	put_number (out, opening);
	put_number (out, words->len - tail);
	put_number (out, titled);
	for (guint i = 0; i < tail; i++)
		if (w[i].titled) {
			put_number (out, i - last);
			last = i;
		}
}

static void put_word (GByteArray *out, const GistWord *w)
{
	if (w->count > NIBBLE_COUNT_MAX)
		put_number (out, (guint64)w->count - NIBBLE_COUNT_MAX - 1);
	if (w->is_number) {
		put_string (out, &digits, w->stem);
		return;
	}
	if (w->written.stem) {
		guint code = (STEM_BASE + w->written.stem) * 2u + differs (w);
		put_byte (out, code >> 8);
		put_byte (out, code & 255);
	} else {
		put_byte (out, differs (w));
		put_string (out, &letters, w->stem);
	}
	if (!differs (w))
		return;
	put_byte (out, w->written.ending);
	if (w->written.ending == SHORTHAND_OTHER) {
		ShorthandEnding other = shorthand_difference (w->stem, w->word);
		put_number (out, other.cut);
		put_string (out, &letters, other.text);
	}
}

static void put_words (GByteArray *out, const GArray *words)
{
	put_number (out, words->len);
	put_places (out, words);
	for (guint i = 0; i < words->len; i += 2) {
		guint nibbles = nibble_of (&g_array_index (words, GistWord, i));
		if (i + 1 < words->len)
			nibbles |= nibble_of (&g_array_index (words, GistWord, i + 1)) << 4;
		put_byte (out, nibbles);
	}
	for (guint i = 0; i < words->len; i++)
		put_word (out, &g_array_index (words, GistWord, i));
}

double gist_implied_value (const char *norm)
{
	gsize len = strspn (norm, "0123456789");
	double value = 0;
	if (norm[len] || len > 15)
		return 0;
	for (; *norm; norm++)
		value = value * 10 + (*norm - '0');
	return value;
}

static void put_facts (GByteArray *out, const GArray *facts)
{
	put_number (out, facts->len);
	for (guint i = 0; i < facts->len; i++) {
		const GistFact *fact = &g_array_index (facts, GistFact, i);
		double implied = gist_implied_value (fact->norm);
		bool has_value = memcmp (&implied, &fact->value, sizeof implied) != 0;
		put_byte (out, (fact->is_year ? IS_YEAR : 0) | (fact->in_lead ? IN_LEAD : 0) |
				       (fact->unit ? HAS_UNIT : 0) | (has_value ? HAS_VALUE : 0));
		put_string (out, &digits, fact->norm);
		if (fact->unit)
			put_string (out, &letters, fact->unit);
		if (has_value) {
			guint64 value;
			memcpy (&value, &fact->value, sizeof value);
			value = GUINT64_TO_LE (value);
			g_byte_array_append (out, (const guint8 *)&value, sizeof value);
		}
	}
}

static void put_quotes (GByteArray *out, const GArray *quotes)
{
	put_number (out, quotes->len);
	for (guint i = 0; i < quotes->len; i++) {
		const GArray *words = g_array_index (quotes, GistQuote, i).words;
		guint32 last = 0;
		put_number (out, words->len);
		for (guint k = 0; k < words->len; k++) {
			guint32 word = g_array_index (words, guint32, k);
			put_number (out, word - last);
			last = word;
		}
	}
}

/* Bytes of the strings that gist_unpack() makes. */
static gsize room_of (const Gist *gist)
{
	gsize room = 0;
	for (guint i = 0; i < gist->words->len; i++) {
		const GistWord *w = &g_array_index (gist->words, GistWord, i);
		room += strlen (w->stem) + 1;
		room += differs (w) ? strlen (w->word) + 1 : 0;
	}
	const GArray *const facts[] = { gist->figures, gist->days };
	for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
		for (guint k = 0; k < facts[i]->len; k++)
			room += strlen (g_array_index (facts[i], GistFact, k).norm) + 1;
	return room;
}

char *gist_pack (const Gist *gist, gsize *len)
{
	GByteArray *out = g_byte_array_sized_new (2048);
	put_byte (out, GIST_VERSION);
	put_byte (out, shorthand_mark () >> 8);
	put_byte (out, shorthand_mark () & 255);
	put_byte (out, gist->lang);
	put_number (out, (guint64)gist->day_s);
	put_number (out, room_of (gist));
	put_words (out, gist->words);
	put_facts (out, gist->figures);
	put_facts (out, gist->days);
	put_quotes (out, gist->quotes);
	*len = out->len;
	return (char *)g_byte_array_free (out, FALSE);
}

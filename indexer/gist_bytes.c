/* gist_bytes.c: a gist as bytes. Links read them by the thousand, and they are a fifth of the index: small, and quick to read.
 *
 * Version; mark of the tables (2 bytes); language; day; bytes of strings to make room for; then
 *   words:      their count; how many from the first on are in the lead for that, and in the first sentence; how many at the end are the title's alone; how many
 *               of the rest are in the title too, and the distances between these; a nibble a word, kind and count; a row a word
 *   figures, days, quotations: each a count and its rows
 * Numbers are in seven bits a byte, least first, the eighth set while more follow. A string is twice its length, plus one when it is
 * packed in so many bits a letter as its alphabet needs, and its letters. A row of a word begins with its count when the nibble cannot
 * hold it, then
 *   a number:          a string of digits
 *   a stem with number: (255 + number) × 2, plus one when an ending follows, high byte first
 *   any other stem:    0, or 1 when an ending follows, and a string of letters
 * An ending is the number of a row, or SHORTHAND_OTHER, the number of letters that go, and a string of letters. */
#include <string.h>

#include "indexer/gist.h"
#include "indexer/units.h"

/* Of the bytes; another version is not read. */
#define GIST_VERSION 4

/* Kinds of words in a nibble, beside (count - 1) << 2. */
enum { PLAIN, NAME, MAY_BE_NAME, NUMBER };
#define NIBBLE_COUNT_MAX                                                                           \
	3 /* a nibble of this and above: the count, less this and one, stands in the row */

/* Flags of a figure or a day. */
enum { IS_YEAR = 1, IN_LEAD = 2, HAS_UNIT = 4, HAS_VALUE = 8 };

#define STEM_BASE 255 /* numbers of stems have a high byte above 1 so */

/* More letters come of a byte in no gist: the longest endings, and what is packed. */
#define ROOM_FACTOR 64

typedef struct {
	guint bits;
	const char *letters; /* 1 << bits of them */
} Alphabet;

static const Alphabet digits = { 4, "0123456789.-w,:/" };
static const Alphabet letters = { 5, "abcdefghijklmnopqrstuvwxyz'.-012" };

/* --- to bytes --- */

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

/* The value that goes without saying: of whole numbers. */
static double implied_value (const char *norm)
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
		double implied = implied_value (fact->norm);
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

/* --- from bytes --- */

typedef struct {
	const guint8 *at, *end; /* at NULL once anything was wrong */
	char *room, *room_end;
	Lang lang;
} Reader;

static gsize left (const Reader *r)
{
	return r->at ? (gsize)(r->end - r->at) : 0;
}

static void fail (Reader *r)
{
	r->at = r->end = NULL;
}

static guint get_byte (Reader *r)
{
	if (left (r))
		return *r->at++;
	fail (r);
	return 0;
}

static guint64 get_number (Reader *r)
{
	guint64 n = 0;
	for (guint shift = 0; shift < 64; shift += 7) {
		guint byte = get_byte (r);
		n |= (guint64)(byte & 127) << shift;
		if (byte < 128)
			return n;
	}
	fail (r);
	return 0;
}

/* A count of rows of at least one byte each. */
static guint get_count (Reader *r)
{
	guint64 n = get_number (r);
	if (n > left (r))
		fail (r);
	return r->at ? (guint)n : 0;
}

/* A string's letters to `out`, which has room for `max`; returns how many. */
static gsize get_letters (Reader *r, const Alphabet *alphabet, char *out, gsize max)
{
	guint64 head = get_number (r);
	gsize len = head >> 1, size = head & 1 ? (len * alphabet->bits + 7) / 8 : len;
	if (!r->at || len > MIN (max, ANALYZE_WORD_MAX) || size > left (r)) {
		fail (r);
		return 0;
	}
	if (head & 1) {
		const guint8 *at = r->at;
		guint pending = 0, bits = 0, mask = (1u << alphabet->bits) - 1;
		for (gsize i = 0; i < len; i++) {
			if (bits < alphabet->bits) {
				pending |= (guint)*at++ << bits;
				bits += 8;
			}
			out[i] = alphabet->letters[pending & mask];
			pending >>= alphabet->bits;
			bits -= alphabet->bits;
		}
	} else if (memchr (r->at, '\0', len)) {
		fail (r);
		return 0;
	} else {
		memcpy (out, r->at, len);
	}
	r->at += size;
	return len;
}

/* A string to the room, with its NUL; NULL when there is not enough. */
static const char *get_string (Reader *r, const Alphabet *alphabet)
{
	char *s = r->room;
	if (s == r->room_end)
		fail (r);
	gsize max = r->at ? (gsize)(r->room_end - s) - 1 : 0;
	gsize len = get_letters (r, alphabet, s, max);
	if (!r->at)
		return NULL;
	s[len] = '\0';
	r->room = s + len + 1;
	return s;
}

/* The stem of a number to the room. */
static const char *get_stem (Reader *r, guint number)
{
	gsize len = 0;
	const char *stem = shorthand_stem (r->lang, number, &len);
	char *s = r->room;
	if (!stem || len >= (gsize)(r->room_end - s)) {
		fail (r);
		return NULL;
	}
	memcpy (s, stem, len);
	s[len] = '\0';
	r->room = s + len + 1;
	return s;
}

/* The word of `stem` and the ending that comes next. */
static const char *get_ending (Reader *r, GistWord *w)
{
	w->written.ending = (guint8)get_byte (r);
	const ShorthandEnding *row = shorthand_ending (w->written.ending);
	if (!row && w->written.ending != SHORTHAND_OTHER)
		fail (r);
	gsize stem_len = r->at ? (gsize)(r->room - w->stem) - 1 : 0; /* it was read just now */
	gsize cut = row ? row->cut : get_number (r), text_len = row ? row->len : 0;
	char *word = r->room;
	if (!r->at || cut > stem_len ||
	    stem_len - cut + text_len >= (gsize)(r->room_end - r->room)) {
		fail (r);
		return NULL;
	}
	memcpy (word, w->stem, stem_len - cut);
	r->room += stem_len - cut;
	if (!row)
		(void)get_string (r, &letters);
	else {
		memcpy (r->room, row->text, text_len + 1);
		r->room += text_len + 1;
	}
	if (r->room - word > ANALYZE_WORD_MAX + 1)
		fail (r);
	return word;
}

static void get_word (Reader *r, GistWord *w)
{
	if (w->count > NIBBLE_COUNT_MAX) {
		guint64 more = get_number (r);
		if (more > (guint64)(G_MAXUINT16 - w->count))
			fail (r);
		w->count = (guint16)(w->count + more);
	}
	if (w->is_number) {
		w->word = w->stem = get_string (r, &digits);
		return;
	}
	guint code = get_byte (r);
	if (code > 1) {
		code = (code << 8 | get_byte (r)) - STEM_BASE * 2;
		w->written.stem = (guint16)(code / 2);
		w->stem = get_stem (r, w->written.stem);
	} else {
		w->stem = get_string (r, &letters);
	}
	w->word = code & 1 && r->at ? get_ending (r, w) : w->stem;
}

static void get_places (Reader *r, GArray *words)
{
	GistWord *w = (GistWord *)(void *)words->data;
	guint64 lead = get_number (r), opening = get_number (r), tail = get_number (r),
		titled = get_number (r), at = 0;
	if (lead > words->len || opening > words->len || tail > words->len || titled > words->len) {
		fail (r);
		return;
	}
	for (guint64 i = 0; i < lead; i++)
		w[i].in_lead = 1;
	for (guint64 i = 0; i < opening; i++)
		w[i].in_opening = 1;
	for (guint64 i = words->len - tail; i < words->len; i++)
		w[i].titled = w[i].in_lead = w[i].in_opening = 1;
	for (guint64 i = 0; i < titled; i++) {
		guint64 step = get_number (r);
		if (!r->at || step >= words->len - at) {
			fail (r);
			return;
		}
		at += step;
		w[at].titled = w[at].in_lead = w[at].in_opening = 1;
	}
}

static void get_words (Reader *r, GArray *words)
{
	guint count = get_count (r);
	g_array_set_size (words, count);
	get_places (r, words);
	if (left (r) < (count + 1) / 2) {
		fail (r);
		return;
	}
	const guint8 *nibbles = r->at;
	r->at += (count + 1) / 2;
	for (guint i = 0; i < count && r->at; i++) {
		GistWord *w = &g_array_index (words, GistWord, i);
		guint nibble = nibbles[i / 2] >> (i % 2 * 4) & 15, kind = nibble & 3;
		w->count = (guint16)((nibble >> 2) + 1);
		w->is_number = kind == NUMBER;
		w->is_name = kind == NAME          ? GIST_NAME
			     : kind == MAY_BE_NAME ? GIST_MAY_BE_NAME
						   : GIST_NO_NAME;
		get_word (r, w);
	}
}

static void get_facts (Reader *r, GArray *facts)
{
	guint count = get_count (r);
	g_array_set_size (facts, count);
	for (guint i = 0; i < count && r->at; i++) {
		GistFact *fact = &g_array_index (facts, GistFact, i);
		guint flags = get_byte (r);
		fact->is_year = (flags & IS_YEAR) != 0;
		fact->in_lead = (flags & IN_LEAD) != 0;
		fact->norm = get_string (r, &digits);
		if (flags & HAS_UNIT) {
			char unit[ANALYZE_WORD_MAX + 1];
			unit[get_letters (r, &letters, unit, ANALYZE_WORD_MAX)] = '\0';
			fact->unit = units_named (unit);
			if (!fact->unit)
				fail (r);
		}
		if (!r->at)
			return;
		fact->value = implied_value (fact->norm);
		if (!(flags & HAS_VALUE))
			continue;
		guint64 value;
		if (left (r) < sizeof value) {
			fail (r);
			return;
		}
		memcpy (&value, r->at, sizeof value);
		value = GUINT64_FROM_LE (value);
		memcpy (&fact->value, &value, sizeof value);
		r->at += sizeof value;
	}
}

static void get_quotes (Reader *r, guint word_count, GArray *quotes)
{
	guint count = get_count (r);
	for (guint i = 0; i < count && r->at; i++) {
		guint n = get_count (r);
		guint64 word = 0;
		GistQuote quote = { 0, g_array_sized_new (FALSE, FALSE, sizeof (guint32), n) };
		for (guint k = 0; k < n && r->at; k++) {
			guint64 step = get_number (r);
			if (step >= word_count - word) {
				fail (r);
				break;
			}
			word += step;
			guint32 at = (guint32)word;
			g_array_append_val (quote.words, at);
		}
		g_array_append_val (quotes, quote);
	}
}

/* What stands before the words. */
static void get_head (Reader *r, Gist *gist)
{
	guint version = get_byte (r), mark = get_byte (r) << 8;
	mark |= get_byte (r);
	if (version != GIST_VERSION || mark != shorthand_mark ())
		fail (r);
	guint lang = get_byte (r);
	r->lang = gist->lang = lang <= LANG_OTHER ? (Lang)lang : LANG_OTHER;
	gist->day_s = (gint64)get_number (r);
	guint64 room = get_number (r);
	if (!r->at || room > left (r) * ROOM_FACTOR) {
		fail (r);
		return;
	}
	gist->strings = g_malloc (room + 1);
	r->room = gist->strings;
	r->room_end = r->room + room;
}

Gist *gist_unpack (const char *bytes, gsize len)
{
	g_autoptr (Gist) gist = gist_empty ();
	const guint8 *at = (const guint8 *)bytes;
	Reader r = { .at = at, .end = at + len };
	get_head (&r, gist);
	if (r.at)
		get_words (&r, gist->words);
	get_facts (&r, gist->figures);
	get_facts (&r, gist->days);
	get_quotes (&r, gist->words->len, gist->quotes);
	return r.at && r.at == r.end ? g_steal_pointer (&gist) : NULL;
}

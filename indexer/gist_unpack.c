/* gist_unpack.c: a gist from bytes, which may be damaged. */
#include <string.h>

#include "indexer/gist_bytes.h"
#include "indexer/units.h"

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
	if (!r->at || left (r) < (count + 1) / 2) {
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
		fact->value = gist_implied_value (fact->norm);
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

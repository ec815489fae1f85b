/* gist.c: an article's words and facts, each once, and their bytes. */
#include "indexer/gist.h"

#include <string.h>

#include "indexer/units.h"

/* Of the bytes; another version is not read. */
#define GIST_VERSION 2

/* A title's word counts as three of the text. */
#define TITLE_COUNT 3

/* Bits of a word's flags among the bytes. */
enum { TITLED = 1, IN_LEAD = 2, IS_NAME = 4, IS_NUMBER = 8, STEMMED = 16, MAY_BE_NAME = 32 };
/* And of a fact's. */
enum { IS_YEAR = 1, FACT_IN_LEAD = 2 };

/* A headline of which more is written with a capital is in Title Case: that says nothing about names. */
#define TITLE_CASE_SHARE 0.6

static void quote_clear (gpointer data)
{
	g_array_unref (((GistQuote *)data)->words);
}

static Gist *gist_empty (void)
{
	Gist *gist = g_new0 (Gist, 1);
	gist->words = g_array_new (FALSE, TRUE, sizeof (GistWord));
	gist->figures = g_array_new (FALSE, TRUE, sizeof (GistFact));
	gist->days = g_array_new (FALSE, TRUE, sizeof (GistFact));
	gist->quotes = g_array_new (FALSE, FALSE, sizeof (GistQuote));
	g_array_set_clear_func (gist->quotes, quote_clear);
	return gist;
}

void gist_free (Gist *gist)
{
	if (!gist)
		return;
	g_array_unref (gist->words);
	g_array_unref (gist->figures);
	g_array_unref (gist->days);
	g_array_unref (gist->quotes);
	g_free (gist->bytes);
	g_free (gist);
}

/* --- from an analysis --- */

static const char *key_of (const Term *t)
{
	return t->stem ? t->stem : t->word;
}

static bool counts (const Term *t)
{
	return !t->is_stop && (t->word_len >= 2 || t->is_number);
}

static bool in_title_case (const Terms *title)
{
	guint all = 0, capital = 0;
	for (guint i = 0; i < title->terms->len; i++) {
		const Term *t = &g_array_index (title->terms, Term, i);
		if (t->is_stop || t->is_number || t->is_initial)
			continue;
		all++;
		capital += t->is_capital;
	}
	return capital > TITLE_CASE_SHARE * all;
}

/* What is_name holds while words are collected. */
enum { SEEN_CAPITAL = 1, SEEN_SMALL = 2, SEEN_MUTE = 4 };

static guint8 case_of (const Term *t, bool mute)
{
	return !t->is_capital ? SEEN_SMALL : t->is_initial || mute ? SEEN_MUTE : SEEN_CAPITAL;
}

static GistName name_of (guint8 seen)
{
	return seen & SEEN_SMALL     ? GIST_NO_NAME
	       : seen & SEEN_CAPITAL ? GIST_NAME
	       : seen & SEEN_MUTE    ? GIST_MAY_BE_NAME
				     : GIST_NO_NAME;
}

/* Add the words of one part. `found`: stem →
 * 1 + index. */
static void collect (const Terms *terms, bool title, guint lead_count, GHashTable *found,
		     GArray *words)
{
	bool mute = title && in_title_case (terms);
	for (guint i = 0; i < terms->terms->len; i++) {
		const Term *t = &g_array_index (terms->terms, Term, i);
		if (!counts (t))
			continue;
		guint at = GPOINTER_TO_UINT (g_hash_table_lookup (found, key_of (t)));
		if (!at) {
			GistWord word = { .word = t->word,
					  .stem = key_of (t),
					  .first = i,
					  .is_number = t->is_number,
					  .first_in_title = title };
			g_array_append_val (words, word);
			at = words->len;
			g_hash_table_insert (found, (gpointer)(guintptr)word.stem,
					     GUINT_TO_POINTER (at));
		}
		GistWord *word = &g_array_index (words, GistWord, at - 1);
		word->count = (guint16)MIN (word->count + (title ? TITLE_COUNT : 1), G_MAXUINT16);
		word->titled |= title;
		word->in_lead |= title || i < lead_count;
		if (!t->is_number)
			word->is_name |= case_of (t, mute);
	}
}

static bool is_known (const GArray *facts, const GistFact *fact)
{
	for (guint i = 0; i < facts->len; i++) {
		const GistFact *other = &g_array_index (facts, GistFact, i);
		if (other->unit == fact->unit && strcmp (other->norm, fact->norm) == 0)
			return true;
	}
	return false;
}

static int by_number (gconstpointer a, gconstpointer b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
	return x < y ? -1 : x > y;
}

static void add_quote (Gist *gist, const Fact *fact, guint index, const Terms *body,
		       GHashTable *found)
{
	GistQuote quote = { index, g_array_new (FALSE, FALSE, sizeof (guint32)) };
	guint n = 0;
	for (guint k = fact->first; k < fact->first + fact->count; k++) {
		const Term *t = &g_array_index (body->terms, Term, k);
		guint at = GPOINTER_TO_UINT (g_hash_table_lookup (found, key_of (t)));
		if (!at)
			continue; /* a stop word */
		at--;
		g_array_append_val (quote.words, at);
	}
	g_array_sort (quote.words, by_number);
	for (guint i = 0; i < quote.words->len; i++)
		if (!n || g_array_index (quote.words, guint32, i) !=
				  g_array_index (quote.words, guint32, n - 1))
			g_array_index (quote.words, guint32, n++) =
				g_array_index (quote.words, guint32, i);
	g_array_set_size (quote.words, n);
	g_array_append_val (gist->quotes, quote);
}

static void collect_facts (Gist *gist, const Analysis *analysis, GHashTable *found)
{
	const GArray *facts = analysis->facts->facts;
	for (guint i = 0; i < facts->len; i++) {
		const Fact *f = &g_array_index (facts, Fact, i);
		GistFact fact = { i,        f->norm,    units_named (f->unit),
				  f->value, f->is_year, f->first < analysis->lead_count };
		if (f->kind == FACT_FIGURE && gist->figures->len < GIST_FACTS_MAX &&
		    !is_known (gist->figures, &fact))
			g_array_append_val (gist->figures, fact);
		else if (f->kind == FACT_DAY && gist->days->len < GIST_FACTS_MAX &&
			 !is_known (gist->days, &fact))
			g_array_append_val (gist->days, fact);
		else if (f->kind == FACT_QUOTE && gist->quotes->len < GIST_QUOTES_MAX)
			add_quote (gist, f, i, analysis->body, found);
	}
}

Gist *gist_new (const Article *article, const Analysis *analysis)
{
	Gist *gist = gist_empty ();
	g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
	gist->lang = analysis->lang;
	gist->day_s = document_day (article);
	collect (analysis->body, false, analysis->lead_count, found, gist->words);
	collect (analysis->title, true, 0, found, gist->words);
	for (guint i = 0; i < gist->words->len; i++) {
		GistWord *word = &g_array_index (gist->words, GistWord, i);
		word->is_name = name_of (word->is_name);
	}
	collect_facts (gist, analysis, found);
	return gist;
}

/* --- to bytes ---
 * version, language, day; then words, figures, days and quotations, each a count and its rows. Numbers are in seven bits a byte, least
 * first, the eighth set while more follow; strings end with NUL. */

static void put_number (GByteArray *out, guint64 n)
{
	guint8 byte;
	for (; n >= 128; n >>= 7) {
		byte = (guint8)(n | 128);
		g_byte_array_append (out, &byte, 1);
	}
	byte = (guint8)n;
	g_byte_array_append (out, &byte, 1);
}

static void put_string (GByteArray *out, const char *s)
{
	g_byte_array_append (out, (const guint8 *)s, (guint)strlen (s) + 1);
}

static void put_facts (GByteArray *out, const GArray *facts)
{
	put_number (out, facts->len);
	for (guint i = 0; i < facts->len; i++) {
		const GistFact *fact = &g_array_index (facts, GistFact, i);
		put_string (out, fact->norm);
		put_string (out, fact->unit ? fact->unit : "");
		put_number (out,
			    (fact->is_year ? IS_YEAR : 0) | (fact->in_lead ? FACT_IN_LEAD : 0));
		g_byte_array_append (out, (const guint8 *)&fact->value, sizeof fact->value);
	}
}

char *gist_pack (const Gist *gist, gsize *len)
{
	GByteArray *out = g_byte_array_sized_new (4096);
	put_number (out, GIST_VERSION);
	put_number (out, gist->lang);
	put_number (out, (guint64)gist->day_s);
	put_number (out, gist->words->len);
	for (guint i = 0; i < gist->words->len; i++) {
		const GistWord *w = &g_array_index (gist->words, GistWord, i);
		bool stemmed = strcmp (w->word, w->stem) != 0;
		put_number (out, (w->titled ? TITLED : 0) | (w->in_lead ? IN_LEAD : 0) |
					 (w->is_name == GIST_NAME ? IS_NAME : 0) |
					 (w->is_name == GIST_MAY_BE_NAME ? MAY_BE_NAME : 0) |
					 (w->is_number ? IS_NUMBER : 0) | (stemmed ? STEMMED : 0));
		put_number (out, w->count);
		put_string (out, w->word);
		if (stemmed)
			put_string (out, w->stem);
	}
	put_facts (out, gist->figures);
	put_facts (out, gist->days);
	put_number (out, gist->quotes->len);
	for (guint i = 0; i < gist->quotes->len; i++) {
		const GArray *words = g_array_index (gist->quotes, GistQuote, i).words;
		put_number (out, words->len);
		for (guint k = 0; k < words->len; k++)
			put_number (out, g_array_index (words, guint32, k));
	}
	*len = out->len;
	return (char *)g_byte_array_free (out, FALSE);
}

/* --- from bytes --- */

/* at NULL once anything was wrong. */
typedef struct {
	const char *at, *end;
} Reader;

static guint64 get_number (Reader *r)
{
	guint64 n = 0;
	for (guint shift = 0; r->at && shift < 64; shift += 7) {
		if (r->at == r->end)
			break;
		guint8 byte = (guint8)*r->at++;
		n |= (guint64)(byte & 127) << shift;
		if (byte < 128)
			return n;
	}
	r->at = NULL;
	return 0;
}

/* A count of rows of at least one byte each. */
static guint get_count (Reader *r)
{
	guint64 n = get_number (r);
	if (r->at && n > (guint64)(r->end - r->at))
		r->at = NULL;
	return r->at ? (guint)n : 0;
}

static const char *get_string (Reader *r)
{
	const char *s = r->at, *nul = s ? memchr (s, '\0', (gsize)(r->end - s)) : NULL;
	r->at = nul ? nul + 1 : NULL;
	return nul && nul - s <= ANALYZE_WORD_MAX ? s : (r->at = NULL);
}

static void get_words (Reader *r, GArray *words)
{
	guint count = get_count (r);
	g_array_set_size (words, count);
	for (guint i = 0; i < count && r->at; i++) {
		GistWord *w = &g_array_index (words, GistWord, i);
		guint64 flags = get_number (r);
		w->count = (guint16)get_number (r);
		w->word = get_string (r);
		w->stem = flags & STEMMED ? get_string (r) : w->word;
		w->titled = (flags & TITLED) != 0;
		w->in_lead = (flags & IN_LEAD) != 0;
		w->is_name = flags & IS_NAME       ? GIST_NAME
			     : flags & MAY_BE_NAME ? GIST_MAY_BE_NAME
						   : GIST_NO_NAME;
		w->is_number = (flags & IS_NUMBER) != 0;
		if (!w->count)
			r->at = NULL;
	}
}

static void get_facts (Reader *r, GArray *facts)
{
	guint count = get_count (r);
	g_array_set_size (facts, count);
	for (guint i = 0; i < count && r->at; i++) {
		GistFact *fact = &g_array_index (facts, GistFact, i);
		fact->norm = get_string (r);
		const char *unit = get_string (r);
		fact->unit = unit && *unit ? units_named (unit) : NULL;
		if (unit && *unit && !fact->unit)
			r->at = NULL;
		guint64 flags = get_number (r);
		fact->is_year = (flags & IS_YEAR) != 0;
		fact->in_lead = (flags & FACT_IN_LEAD) != 0;
		if (!r->at || r->end - r->at < (ptrdiff_t)sizeof fact->value) {
			r->at = NULL;
			break;
		}
		memcpy (&fact->value, r->at, sizeof fact->value);
		r->at += sizeof fact->value;
	}
}

static void get_quotes (Reader *r, guint word_count, GArray *quotes)
{
	guint count = get_count (r);
	for (guint i = 0; i < count && r->at; i++) {
		guint n = get_count (r);
		GistQuote quote = { 0, g_array_sized_new (FALSE, FALSE, sizeof (guint32), n) };
		for (guint k = 0; k < n && r->at; k++) {
			guint32 word = (guint32)get_number (r);
			if (word >= word_count)
				r->at = NULL;
			else
				g_array_append_val (quote.words, word);
		}
		g_array_append_val (quotes, quote);
	}
}

Gist *gist_unpack (char *bytes, gsize len)
{
	g_autoptr (Gist) gist = gist_empty ();
	Reader r = { bytes, len ? bytes + len : bytes };
	gist->bytes = bytes;
	if (!len || get_number (&r) != GIST_VERSION)
		return NULL;
	guint64 lang = get_number (&r);
	gist->lang = lang <= LANG_OTHER ? (Lang)lang : LANG_OTHER;
	gist->day_s = (gint64)get_number (&r);
	get_words (&r, gist->words);
	get_facts (&r, gist->figures);
	get_facts (&r, gist->days);
	get_quotes (&r, gist->words->len, gist->quotes);
	return r.at == r.end ? g_steal_pointer (&gist) : NULL;
}

/* --- in the index --- */

Gist *gist_of_document (XapDb *db, XapDocid docid)
{
	char *data;
	gsize len;
	if (!xap_db_data (db, docid, &data, &len, NULL))
		return NULL;
	/* Behind the hash of the article and its NUL (document_build()). */
	gsize head = strlen (data) + 1;
	if (head >= len) {
		g_free (data);
		return NULL;
	}
	memmove (data, data + head, len - head);
	return gist_unpack (data, len - head);
}

/* search_suggest.c: words that the index does not have, and the word of either language that they are most like. */
#include <string.h>

#include "indexer/schema.h"
#include "search/search_command.h"

#define LETTERS_MIN 4         /* shorter words are like too many */
#define EDITS_MAX 2           /* one of up to six letters */
#define CANDIDATES_MAX 200000 /* terms looked at for one word */

/* Costs of one edit: of a letter too many, too few, another, or two in the wrong order; and of one written twice or once, which is
 * the commonest slip: "pasage" is a passage before it is a pesage. */
#define EDIT 2
#define DOUBLING 1

/* What it costs to come from `a` to `b`, or more than `max`. Folded words: bytes are letters.
 * Source: optimal string alignment distance. */
static guint edits (const char *a, gsize a_len, const char *b, gsize b_len, guint max)
{
	guint rows[3][64];
	if (a_len >= 64 || b_len >= 64 || a_len > b_len + max || b_len > a_len + max)
		return max + 1;
	rows[0][0] = 0;
	for (guint k = 1; k <= b_len; k++)
		rows[0][k] = k * EDIT;
	for (guint i = 1; i <= a_len; i++) {
		guint *now = rows[i % 3], *before = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
		guint least = now[0] = i * EDIT;
		guint out = i > 1 && a[i - 1] == a[i - 2] ? DOUBLING : EDIT;
		for (guint k = 1; k <= b_len; k++) {
			guint in = k > 1 && b[k - 1] == b[k - 2] ? DOUBLING : EDIT;
			guint other = a[i - 1] != b[k - 1] ? EDIT : 0;
			now[k] =
				MIN (MIN (before[k] + out, now[k - 1] + in), before[k - 1] + other);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				now[k] = MIN (now[k], two[k - 2] + EDIT);
			least = MIN (least, now[k]);
		}
		/* A swap comes from two rows back, so a row by itself may be over. */
		if (least > max + EDIT)
			return max + 1;
	}
	return rows[a_len % 3][b_len];
}

typedef struct {
	const char *word;
	char *best; /* owned */
	guint best_cost;
	guint64 best_freq;
} Sought;

/* The nearest word with the same first letter; of two as near, the more frequent. */
static bool nearest (XapDb *db, gpointer data, GError **error)
{
	Sought *s = data;
	gsize len = strlen (s->word), term_len;
	guint max = (len <= 6 ? 1 : EDITS_MAX) * EDIT;
	char first[2] = { s->word[0], '\0' };
	const char *term;
	guint64 freq;
	XapStep step = XAP_DONE;
	g_autoptr (XapTerms) terms = xap_db_terms (db, first, error);
	g_clear_pointer (&s->best, g_free);
	s->best_cost = max + 1;
	s->best_freq = 0;
	if (!terms)
		return false;
	for (guint n = 0; n < CANDIDATES_MAX && (step = xap_terms_next (terms, &term, &term_len,
									&freq, error)) == XAP_ROW;
	     n++) {
		guint far = edits (s->word, len, term, term_len, max);
		if (far > max || far > s->best_cost ||
		    (far == s->best_cost && freq <= s->best_freq))
			continue;
		g_free (s->best);
		s->best = g_strndup (term, term_len);
		s->best_cost = far;
		s->best_freq = freq;
	}
	return step != XAP_FAIL;
}

static bool is_there (XapDb *db, const char *prefix, const char *stem)
{
	g_autofree char *term = g_strconcat (prefix, stem, NULL);
	guint64 df = 0;
	return strlen (term) <= XAP_TERM_MAX &&
	       xap_db_term_freq (db, term, strlen (term), &df, NULL) && df > 0;
}

/* Neither language's articles have the word in any form. */
static bool is_unknown (const Search *search, const QueryWord *word)
{
	XapDb *db = search->session.db;
	for (int i = 0; i < QUERY_LANGS; i++) {
		const QueryReading *r = &word->readings[i];
		if (r->is_stop || r->is_number || !r->word || !r->stem ||
		    is_there (db, SCHEMA_WORD, r->word) ||
		    is_there (db, schema_stem_prefix (query_lang (i)), r->stem))
			return false;
	}
	return true;
}

void search_suggest (Search *search, const Query *query)
{
	if (search->context->quiet || xap_db_is_remote (search->session.db))
		return;
	for (guint i = 0; i < query->words->len; i++) {
		const QueryWord *word = query->words->pdata[i];
		Sought sought = { .word = word->readings[QUERY_FR].word };
		g_autoptr (GError) ignored = NULL; /* a suggestion is a kindness */
		if (!is_unknown (search, word) || strlen (sought.word) < LETTERS_MIN)
			continue;
		if (xap_retry (search->session.db, nearest, &sought, &ignored) && sought.best)
			fprintf (stderr, "No article has \"%s\". Did you mean \"%s\"?\n",
				 word->token, sought.best);
		g_free (sought.best);
	}
}

/* query_read.c: what is known of the collection, and which language a query is in.
 *
 * A few words seldom tell their language for certain (measured on titles: .999 of whole ones are told right, .82 of two words),
 * so nothing is decided: each reading gets its probability, and its share of each word (method: naive Bayes; counts come
 * from the collection itself). */
#include <math.h>
#include <string.h>

#include "indexer/schema.h"
#include "search/query_word.h"

/* --- the collection --- */

bool query_stats (XapDb *db, QueryStats *out, GError **error)
{
	static const char *const terms[QUERY_LANGS] = { SCHEMA_LANG "fr", SCHEMA_LANG "en" };
	if (out->db == db && out->moves == xap_db_moves (db))
		return true;
	QueryStats stats = { .db = db,
			     .moves = xap_db_moves (db),
			     .synonyms = xap_db_is_remote (db),
			     .documents = xap_db_doc_count (db) };
	double length = xap_db_average_length (db), all_words = 0, words[QUERY_LANGS];
	for (int i = 0; i < QUERY_LANGS; i++) {
		guint64 df, cf;
		if (!xap_db_term_freq (db, terms[i], strlen (terms[i]), &df, error) ||
		    !xap_db_collection_freq (db, terms[i], strlen (terms[i]), &cf, error))
			return false;
		stats.of_lang[i] = (double)df;
		words[i] = df ? (double)cf / (double)df : 0;
		all_words += (double)cf;
	}
	if (!xap_db_has_values (db, SCHEMA_SLOT_COPY_GROUP, &stats.copies, error))
		return false;
	/* Xapian's length counts stems, titles and the like too: nearly so many times the words in each language. */
	double both = stats.of_lang[0] + stats.of_lang[1];
	for (int i = 0; i < QUERY_LANGS; i++)
		stats.average_length[i] =
			all_words > 0 ? words[i] * length / (all_words / both) : length;
	*out = stats;
	return true;
}

/* --- the reading --- */

#define PRIOR_DOCUMENTS 1000.0 /* what the lexicon knows counts as much as so many documents */
#define STOP_SHARE 0.2   /* of a language's texts that one of its stop words is reckoned for */
#define EVIDENCE_MAX 4.0 /* of one word, ln of the odds: a quoted foreign word shall not decide */

/* How large a part of the language's articles has the word. */
static bool share_of (const QueryStats *stats, const Lexicon *lexicon, int lang,
		      const QueryReading *reading, double *out, GError **error)
{
	char term[ANALYZE_WORD_MAX + 8];
	LexiconEntry entry;
	guint64 df = 0;
	if (reading->is_stop) {
		*out = STOP_SHARE;
		return true;
	}
	if (!reading->stem) {
		*out = 0.1 / PRIOR_DOCUMENTS;
		return true;
	}
	g_snprintf (term, sizeof term, "%s%s", schema_stem_prefix (query_lang (lang)),
		    reading->stem);
	if (!xap_db_term_freq (stats->db, term, strlen (term), &df, error))
		return false;
	bool known = lexicon_lookup (lexicon, query_lang (lang), reading->stem,
				     strlen (reading->stem), &entry, 1) > 0;
	*out = ((double)df + (known ? 1 : 0.1)) / (stats->of_lang[lang] + PRIOR_DOCUMENTS);
	return true;
}

bool query_read (Query *query, const QueryStats *stats, const Lexicon *lexicon, Lang from,
		 GError **error)
{
	double odds = 0; /* ln, of French */
	query->told = from == LANG_FR || from == LANG_EN;
	if (query->told) {
		query->reading[QUERY_FR] = from == LANG_FR;
		query->reading[QUERY_EN] = from == LANG_EN;
		return true;
	}
	for (guint i = 0; i < query->words->len; i++) {
		const QueryWord *word = query->words->pdata[i];
		double share[QUERY_LANGS];
		if (word->exact || word->readings[QUERY_FR].is_number)
			continue;
		for (int k = 0; k < QUERY_LANGS; k++)
			if (!share_of (stats, lexicon, k, &word->readings[k], &share[k], error))
				return false;
		odds += CLAMP (log (share[QUERY_FR] / share[QUERY_EN]), -EVIDENCE_MAX,
			       EVIDENCE_MAX);
	}
	query->reading[QUERY_FR] = 1 / (1 + exp (-odds));
	query->reading[QUERY_EN] = 1 - query->reading[QUERY_FR];
	return true;
}

/* --- its translations --- */

void query_translate (Query *query, const Lexicon *lexicon, Lang only)
{
	for (int from = 0; from < QUERY_LANGS; from++) {
		if (query->reading[from] < QUERY_READING_MIN ||
		    (only != LANG_UNKNOWN && only != query_lang (!from)))
			continue;
		for (guint i = 0; i < query->words->len; i++)
			query_word_translate (query->words->pdata[i], lexicon, from);
	}
}

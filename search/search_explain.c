/* search_explain.c: how a query was understood, for --explain and for warnings. */
#include <string.h>

#include "search/search_command.h"

static const char *const names[QUERY_LANGS] = { "French", "English" };

static void print_sources (guint32 sources)
{
	const char *before = " ";
	if (!sources)
		fputs (" given", stderr);
	for (const LexiconSourceRow *row = lexicon_sources (); row->name; row++)
		if (sources & (guint32)row->source) {
			fprintf (stderr, "%s%s", before, row->name);
			before = "+";
		}
}

static void explain_reading (const QueryWord *word, int lang)
{
	const QueryReading *reading = &word->readings[lang];
	fprintf (stderr, "  in %s:", names[lang]);
	if (!reading->word)
		fputs (" no word", stderr);
	else if (reading->is_stop)
		fputs (" a stop word: it only ranks", stderr);
	else if (word->exact)
		fprintf (stderr, " exactly \"%s\"", reading->word);
	else
		fprintf (stderr, " forms of \"%s\"", reading->stem);
	for (guint i = 0; i < reading->translations->len; i++) {
		const QueryTranslation *t =
			&g_array_index (reading->translations, QueryTranslation, i);
		fprintf (stderr, "%s\n    %-24s %.2f", i ? "" : "; translations:", t->surface,
			 t->weight);
		print_sources (t->sources);
	}
	fputc ('\n', stderr);
}

/* Whether a word of the query, read as `lang`, crosses over by its letters alone. */
static bool lacks_counterpart (const QueryWord *word, int lang)
{
	const QueryReading *reading = &word->readings[lang];
	return reading->is_translated && reading->translations->len == 0;
}

/* Names cross over as they are; this cannot tell them from words that the lexicon lacks, so it says what it does. */
static bool warn_word (const QueryWord *word, int lang)
{
	if (!lacks_counterpart (word, lang))
		return false;
	fprintf (stderr,
		 "No %s counterpart is known of \"%s\": only the same letters are found there.\n"
		 "An empty %s side is not proof of silence.\n",
		 names[!lang], word->token, names[!lang]);
	return true;
}

void search_explain (const Search *search, const Query *query, const Answer *answer)
{
	g_autofree char *tree = query_describe (query);
	int likely = query->reading[QUERY_EN] > query->reading[QUERY_FR] ? QUERY_EN : QUERY_FR;
	fputs (tree, stderr);
	if (query->words->len)
		fprintf (stderr, "Read as %s with probability %.2f, as %s with %.2f.\n",
			 names[likely], query->reading[likely], names[!likely],
			 query->reading[!likely]);
	for (guint i = 0; i < query->words->len; i++) {
		const QueryWord *word = query->words->pdata[i];
		fprintf (stderr, "%s\n", word->token);
		for (int lang = 0; lang < QUERY_LANGS; lang++)
			if (query->reading[lang] >= QUERY_READING_MIN)
				explain_reading (word, lang);
		warn_word (word, likely);
	}
	if (xap_db_is_remote (search->session.db))
		fputs ("A shard is remote: each word is a plain group of synonyms, its "
		       "three best translations.\n",
		       stderr);
	fputs (answer->description, stderr);
}

void search_warn_words (const Search *search, const Query *query, const Answer *answer)
{
	int likely = query->reading[QUERY_EN] > query->reading[QUERY_FR] ? QUERY_EN : QUERY_FR;
	if (search->context->quiet || search->options->explain || search->options->lang ||
	    answer->of_lang[!likely] > 0 || answer->of_lang[likely] == 0)
		return;
	for (guint i = 0; i < query->words->len; i++)
		if (warn_word (query->words->pdata[i], likely))
			return;
}
